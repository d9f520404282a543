"""What customers answered, stage by stage, as a table of the report."""

from __future__ import annotations

from blueprint.amounts import UNKNOWN, number, share, signed
from blueprint.findings import StageExperience
from blueprint.report.section import Context, Table

HEADS = ("where", "emotion_expected", "score", "interval", "answered", "asked", "responses")


def answers_table(context: Context) -> list[Table]:
    """Score, interval and response share of each stage; no table where nothing can be told."""
    rows = [_row(one, context) for one in context.findings.experience]
    heads = [context.word(key) for key in (*HEADS, "friction_met")]
    table = Table(context.word("answers_caption"), heads, rows, frozenset(range(1, len(heads))))
    return [table] if rows else []


def _row(one: StageExperience, context: Context) -> list[str]:
    language = context.language
    ends = [signed(end, language) for end in one.interval or ()]
    return [
        context.name(one.stage),
        UNKNOWN if one.expected is None else signed(one.expected, language),
        UNKNOWN if one.score is None else signed(one.score, language),
        " \N{EN DASH} ".join(ends) or UNKNOWN,
        number(one.answered, language),
        number(one.asked, language),
        share(one.response_share, language),
        UNKNOWN if one.friction is None else number(one.friction.instances, language),
    ]
