"""What became of gaps since earlier runs: their status, and those that are none any more."""

from __future__ import annotations

from collections.abc import Mapping

from blueprint.amounts import share, share_within
from blueprint.board.changes import fixed_name
from blueprint.findings import FixedGap, Gap
from blueprint.report.section import Context, Table
from blueprint.sentences import kind_word, status_word


def over_runs(gap: Gap, context: Context) -> Mapping[str, str]:
    """What became of it since earlier runs, and whether people accept it for now."""
    accepted = gap.accepted
    told = "" if accepted is None else accepted.reason
    if accepted is not None and accepted.until:
        told = context.word("accepted_until", until=accepted.until, reason=accepted.reason)
    first_run = context.findings.before is None and gap.status == "new"  # then all are new
    return {
        "status": status_word(gap.status, context.language) if gap.status and not first_run else "",
        "first_seen": (gap.first_seen or "")[:10],
        "before": _before(gap, context.language),
        "accepted": f"{told} ({accepted.owner})" if accepted and accepted.owner else told,
    }


def _before(gap: Gap, language: str) -> str:
    """The rate in the last run over other data that tested it, with its interval and day."""
    past = gap.before
    if past is None:
        return ""
    return f"{share_within(past.rate, past.interval, language)}, {past.at[:10]}"


def fixed(context: Context) -> list[Table]:
    """Gaps of the last period that are within tolerance now, if any."""
    keys = ("gap", "kind", "rate_before", "rate", "tolerated", "first_seen", "verdict")
    rows = [_fixed(one, context) for one in context.findings.fixed]
    heads = [context.word(key) for key in keys]
    return [Table(context.word("fixed_caption"), heads, rows, frozenset({2, 3, 4}))] if rows else []


def _fixed(one: FixedGap, context: Context) -> list[str]:
    """One gap that was fixed."""
    language = context.language
    name = fixed_name(one, context.story.blueprint, language)
    return [
        f"{name} ({one.id})",
        kind_word(one.kind, language),
        share(one.rate_before, language),
        share(one.rate, language),
        share(one.tolerance, language),
        one.first_seen[:10],
        context.word("sure" if one.is_sure else "not_sure"),
    ]
