"""Experience: what customers answered against what is expected, friction, and gaps beside it."""

from __future__ import annotations

from blueprint.amounts import UNKNOWN, number, share, signed
from blueprint.findings import Friction, Gap, GapEffect, StageExperience
from blueprint.report.parts.score_line import score_line, two_scores
from blueprint.report.section import Context, Section, Table, render, tables
from blueprint.sentences import kind_word, subject_name, word

STAGE_HEADS = (
    "where emotion_expected score_line score interval answered asked responses friction_met"
)
EFFECT_HEADS = "gap kind where score_with score_without score_line difference interval"


def section(context: Context) -> Section:
    """One row per stage, then one per gap that answers could be compared for."""
    found = context.findings.experience
    content = render("note", text=context.word("experience_note" if found else "no_experience"))
    content += tables(*_stages(found, context), *_effects(found, context))
    return Section("experience", context.word("experience"), content)


def _stages(found: list[StageExperience], context: Context) -> list[Table]:
    """Every stage, also where nobody was asked."""
    rows = [_stage(one, context) for one in found]
    heads = [context.word(key) for key in STAGE_HEADS.split()]
    numeric = frozenset({1, *range(3, len(heads))})
    return [Table(context.word("answers_caption"), heads, rows, numeric)] if rows else []


def _stage(one: StageExperience, context: Context) -> list[str]:
    """Expected and said, who answered, and what annoyed them."""
    language = context.language
    asked = one.asked > 0
    return [
        context.name(one.stage),
        _signed(one.expected, language),
        score_line(one.score, one.interval, one.expected, language)
        if asked
        else word("not_asked", language),
        _signed(one.score, language),
        _between(one.interval, language),
        number(one.answered, language),
        number(one.asked, language),
        share(one.response_share, language),
        _friction(one.friction, context),
    ]


def _friction(friction: Friction | None, context: Context) -> str:
    """Instances that met friction; a dash where no signal could show any."""
    if friction is None:
        return UNKNOWN
    met = number(friction.instances, context.language)
    acts = number(friction.events, context.language)
    return context.word("friction_acts", met=met, acts=acts) if friction.events else met


def _signed(value: float | None, language: str) -> str:
    """A score with its sign."""
    return UNKNOWN if value is None else signed(value, language)


def _between(interval: tuple[float, float] | None, language: str) -> str:
    """Both ends of an interval of scores."""
    ends = [signed(end, language) for end in interval or ()]
    return " \N{EN DASH} ".join(ends) or UNKNOWN


def _effects(found: list[StageExperience], context: Context) -> list[Table]:
    """Gaps that go with other answers, the largest difference first; no cause is claimed."""
    gaps = {gap.id: gap for gap in context.findings.gaps}
    pairs = [(one.stage, effect) for one in found for effect in one.effects if effect.gap in gaps]
    pairs.sort(key=lambda pair: (pair[1].difference, pair[1].gap, pair[0]))
    rows = [_effect(gaps[effect.gap], stage, effect, context) for stage, effect in pairs]
    heads = [context.word(key) for key in EFFECT_HEADS.split()]
    numeric = frozenset({3, 4, 6, 7})
    return [Table(context.word("moods"), heads, rows, numeric)] if rows else []


def _effect(gap: Gap, stage: str, effect: GapEffect, context: Context) -> list[str]:
    """One gap: the score with it, without it, and the difference."""
    language = context.language
    name = subject_name(gap, context.story.blueprint, language)
    return [
        render("link", to=f"row-{gap.id}", name=name),
        kind_word(gap.kind, language),
        context.name(stage),
        _score(effect.score_with, effect.n_with, language),
        _score(effect.score_without, effect.n_without, language),
        two_scores(effect.score_with, effect.score_without, language),
        signed(effect.difference, language),
        _between(effect.interval, language),
    ]


def _score(score: float, n: int, language: str) -> str:
    """A mean of so many answers."""
    return f"{signed(score, language)} ({word('n', language, n=number(n, language))})"
