"""Five questions of an operations manager, each answered in a sentence or two of the findings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from blueprint.amounts import number, share
from blueprint.board.header import bound_and_loose
from blueprint.findings import Findings, Gap, LaneWait, StageMeasure
from blueprint.model import Role
from blueprint.report.section import Context
from blueprint.sentences import said_duration, sentence, subject_name

UNSURE = "not_enough_data"
PROMISES = frozenset({"late_step", "dropped_handoff", "slow_system"})
"""Kinds that break a time promised by a step or a link."""
NOBODYS = frozenset({"undesigned_step", "undesigned_path"})
MOST_NAMED = 3


class Answer(NamedTuple):
    """A question, what the findings answer, and the gaps that say so."""

    question: str
    answer: str
    gaps: tuple[str, ...] = ()


class Told(NamedTuple):
    """A sentence and the gaps that it tells."""

    text: str
    gaps: tuple[str, ...] = ()


class Wait(NamedTuple):
    """Whose turn it was in a stage."""

    stage: StageMeasure
    turn: LaneWait


def answers(context: Context) -> list[Answer]:
    """Always all five and in this order."""
    told = {
        "lost": _lost(context),
        "promise": _promise(context),
        "turn": _turn(context),
        "undesigned": _undesigned(context),
        "sure": _sure(context),
    }
    return [Answer(context.word(f"ask_{key}"), *answer) for key, answer in told.items()]


def _lost(context: Context) -> Told:
    """The stage in which most stayed away, and the way from stage to stage that loses most."""
    worst = max(context.findings.stages, key=lambda stage: stage.abandoned, default=None)
    if worst is None or not worst.abandoned:
        said = Told(context.word("tell_none_lost"))
    else:
        said = _stayed_away(worst, context)
    between = _not_reached(context)
    return Told(f"{said.text} {between.text}".strip(), said.gaps + between.gaps)


def _stayed_away(stage: StageMeasure, context: Context) -> Told:
    """By the gap where there is one: it leaves out those who came too lately to be judged."""
    for gap in context.findings.gaps:
        if gap.kind == "abandonment" and gap.stage == stage.id and gap.verdict != UNSURE:
            return _gap_told(gap, context)
    return Told(
        context.word(
            "tell_lost",
            stage=context.name(stage.id),
            n=number(stage.abandoned, context.language),
            entered=number(stage.entered, context.language),
            share=share(stage.abandoned / stage.entered, context.language),
        )
    )


def _gap_told(gap: Gap, context: Context) -> Told:
    """A gap's own sentence."""
    return Told(sentence(gap, context.story.blueprint, context.language), (gap.id,))


def _not_reached(context: Context) -> Told:
    """The largest gap of those who did not come to the next stage, if there is one.

    Also one that follows from those who stayed away: it is the larger loss of the two.
    """
    found = [gap for gap in context.findings.gaps if gap.kind == "low_reach"]
    sure = [gap for gap in found if gap.verdict != UNSURE]
    worst = max(sure, key=lambda gap: gap.affected, default=None)
    if worst is None:
        return Told("")
    said = context.word("tell_between", sentence=_gap_told(worst, context).text)
    among = " " + context.word("tell_among") if worst.follows_from else ""
    return Told(said + among, (worst.id,))


def _judged(findings: Findings) -> Iterable[Gap]:
    """Gaps with enough data that do not only follow from others."""
    return (gap for gap in findings.gaps if gap.verdict != UNSURE and not gap.follows_from)


def _promise(context: Context) -> Told:
    """The promise that was broken most often."""
    found = [gap for gap in _judged(context.findings) if gap.kind in PROMISES]
    worst = max(found, key=lambda gap: gap.affected, default=None)
    if worst is None:
        return Told(context.word("tell_promises_kept"))
    return _gap_told(worst, context)


def _turn(context: Context) -> Told:
    """The lane with the most time in all; where that is the customer's, ours as well."""
    waits = _waits(context.findings)
    if not waits:
        return Told(context.word("tell_no_waits"))
    customers = {one.id for one in context.story.blueprint.lanes if one.role is Role.CUSTOMER}
    longest = _longest(waits)
    ours = [wait for wait in waits if wait.turn.lane not in customers]
    said = [context.word("tell_turn", **_wait(longest, context))]
    if longest.turn.lane in customers and ours:
        said.append(context.word("tell_our_turn", **_wait(_longest(ours), context)))
    return Told(" ".join(one[:-1] if one.endswith("..") else one for one in said))


def _waits(findings: Findings) -> list[Wait]:
    """Every lane's turn in every stage that enough instances tell of."""
    return [
        Wait(stage, turn)
        for stage in findings.stages
        for turn in stage.waits
        if turn.p50_s is not None and turn.instances >= findings.gates.min_cases
    ]


def _longest(waits: Iterable[Wait]) -> Wait:
    """The one with the most time in all instances together."""
    return max(waits, key=_together)


def _together(wait: Wait) -> float:
    """All time of a lane's turn in a stage, in seconds on the stage's clock."""
    return (wait.turn.share or 0.0) * (wait.stage.mean_s or 0.0) * wait.stage.judged


def _wait(wait: Wait, context: Context) -> dict[str, str]:
    """The words for a wait."""
    language, clock = context.language, wait.stage.clock
    return {
        "stage": context.name(wait.stage.id),
        "lane": context.name(wait.turn.lane),
        "p50": said_duration(wait.turn.p50_s, language, clock),
        "p90": said_duration(wait.turn.p90_s, language, clock),
        "share": share(wait.turn.share, language),
        "n": number(wait.turn.instances, language),
    }


def _undesigned(context: Context) -> Told:
    """What happened most that the design does not have: steps, then ways between steps."""
    found = [gap for gap in _judged(context.findings) if gap.kind in NOBODYS]
    found.sort(key=lambda gap: (gap.kind != "undesigned_step", -gap.affected, gap.id))
    if not found:
        return Told(context.word("tell_all_designed"))
    named = found[:MOST_NAMED]
    said = ", ".join(_happened(gap, context) for gap in named)
    more = len(found) - MOST_NAMED
    said += context.word("tell_more", n=more) if more > 0 else "."
    return Told(said, tuple(gap.id for gap in named))


def _happened(gap: Gap, context: Context) -> str:
    """One thing that nobody designed, with how often."""
    language, designed = context.language, context.story.blueprint
    told = gap.sentence.parameters
    name = subject_name(gap, designed, language)
    if "source" in told:
        name = f"{context.name(str(told['source']))} \N{RIGHTWARDS ARROW} {name}"
    return context.word(
        "tell_happened",
        name=name,
        stage=context.name(gap.stage),
        affected=number(gap.affected, language),
        eligible=number(gap.eligible, language),
        rate=share(gap.rate, language),
    )


def _sure(context: Context) -> Told:
    """Verdicts, how much of the log is bound, how far it reaches, and whether two engines agree."""
    findings, language = context.findings, context.language
    verdicts = [gap.verdict for gap in findings.gaps if not gap.follows_from]
    bound, loose = bound_and_loose(findings.gates.coverage)
    followers = sum(1 for gap in findings.gaps if gap.follows_from)
    said = context.word(
        "tell_sure",
        confirmed=number(verdicts.count("confirmed"), language),
        indicated=number(verdicts.count("indicated"), language),
        unsure=number(verdicts.count(UNSURE), language),
        followers=number(followers, language),
        customers=number(findings.run.customers, language),
        events=number(findings.run.events, language),
        bound=share(bound, language),
        noise=share(findings.gates.coverage.get("ignored"), language),
        unbound=share(loose, language),
    )
    return Told(f"{said} {_engines(context)}")


def _engines(context: Context) -> str:
    """In how many instances alignments and sets tell different things."""
    different = sum(one.instances for one in context.findings.disagreements)
    of = sum(one.instances for one in context.findings.conformance)
    if not different:
        return context.word("tell_engines_agree")
    n = number(different, context.language)
    return context.word("tell_engines_differ", n=n, of=number(of, context.language))
