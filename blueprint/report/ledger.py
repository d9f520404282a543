"""The gap ledger: every gap with its numbers; opened, its definition, examples and SQL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from blueprint.amounts import number, share, signed
from blueprint.associations import moods_told, segments_told
from blueprint.board.theme import kind_colour
from blueprint.findings import Gap
from blueprint.report.section import Context, Section, Table, render, tables
from blueprint.sentences import (
    effect_words,
    kind_word,
    sentence,
    status_word,
    subject_name,
    verdict_word,
    word,
)


def section(context: Context) -> Section:
    """One focusable row per gap, in the order of the findings."""
    numbers = {mark.gap.id: mark.number for mark in context.story.marks.all}
    rows = [_row(gap, numbers.get(gap.id), context) for gap in context.findings.gaps]
    keys = (
        "ledger_caption number gap where verdict affected rate interval tolerated q effect "
        "details definition examples sql follows_from sure_cases segments moods "
        "status first_seen accepted"
    )
    words = {key: context.word(key) for key in keys.split()}
    none = word("no_gaps", context.language)
    content = render("ledger", rows=rows, words=words, none=none)
    if context.findings.fixed:
        content += tables(_fixed(context))
    return Section("ledger", context.word("ledger"), content)


def _fixed(context: Context) -> Table:
    """Gaps of the last period that are within tolerance now."""
    language = context.language
    keys = ("gap", "kind", "rate_before", "rate", "tolerated", "first_seen", "verdict")
    rows = [
        [
            one.id,
            kind_word(one.kind, language),
            share(one.rate_before, language),
            share(one.rate, language),
            share(one.tolerance, language),
            one.first_seen[:10],
            context.word("sure" if one.is_sure else "not_sure"),
        ]
        for one in context.findings.fixed
    ]
    heads = [context.word(key) for key in keys]
    return Table(context.word("fixed_caption"), heads, rows, frozenset({2, 3, 4}))


def _row(gap: Gap, place: int | None, context: Context) -> Mapping[str, Any]:
    """What the template shows of a gap."""
    language, designed = context.language, context.story.blueprint
    return {
        "id": gap.id,
        "number": place,
        "colour": kind_colour(gap.kind),
        "name": subject_name(gap, designed, language),
        "kind": kind_word(gap.kind, language),
        "sentence": sentence(gap, designed, language),
        "where": _where(gap, context),
        "verdict": verdict_word(gap.verdict, language),
        "sure": gap.verdict,
        **_numbers(gap, language),
        "definition": context.definitions.get(gap.kind, ""),
        "examples": gap.cases,
        "segments": segments_told(gap, language),
        "moods": moods_told(gap, context.findings.experience, language),
        "sure_cases": _sure_cases(gap, language),
        "sql": gap.sql,
        "follows_from": gap.follows_from or "",
        **_over_runs(gap, context),
    }


def _over_runs(gap: Gap, context: Context) -> Mapping[str, str]:
    """What became of it since earlier runs, and whether people accept it for now."""
    accepted = gap.accepted
    told = "" if accepted is None else accepted.reason
    if accepted is not None and accepted.until:
        told = context.word("accepted_until", until=accepted.until, reason=accepted.reason)
    return {
        "status": status_word(gap.status, context.language) if gap.status else "",
        "first_seen": (gap.first_seen or "")[:10],
        "accepted": f"{told} ({accepted.owner})" if accepted and accepted.owner else told,
    }


def _numbers(gap: Gap, language: str) -> Mapping[str, str]:
    """The gap's numbers as text."""
    return {
        **_tested(gap, language),
        "affected": word(
            "affected_of",
            language,
            affected=number(gap.affected, language),
            eligible=number(gap.eligible, language),
        ),
        "rate": share(gap.rate, language),
        "q": _small(gap.q, language),
        "effect": effect_words(gap.effect.unit, gap.effect.value, language),
    }


def _tested(gap: Gap, language: str) -> Mapping[str, str]:
    """What was tested against what: the share, or the mean score of those who answered."""
    told = gap.sentence.parameters
    if "score_interval" in told:
        low, high = (signed(end, language) for end in told["score_interval"])
        return {
            "interval": f"{low} \N{EN DASH} {high}",
            "tolerated": signed(told["least"], language),
        }
    low, high = (share(end, language) for end in gap.interval)
    return {"interval": f"{low} \N{EN DASH} {high}", "tolerated": share(gap.tolerance, language)}


def _sure_cases(gap: Gap, language: str) -> str:
    """The counts on cases with sure identities, where they differ."""
    if gap.on_sure_cases is None:
        return ""
    counted = gap.on_sure_cases
    told = word(
        "affected_of",
        language,
        affected=number(counted.affected, language),
        eligible=number(counted.eligible, language),
    )
    return f"{told} ({share(counted.rate, language)})"


SMALLEST_Q = 0.0001


def _small(q: float | None, language: str) -> str:
    """A q value with four decimals, or that it is smaller."""
    if q is None:
        return "\N{EN DASH}"
    return f"<{number(SMALLEST_Q, language, 4)}" if q < SMALLEST_Q else number(q, language, 4)


def _where(gap: Gap, context: Context) -> str:
    """Stage, lane and the line that is crossed."""
    parts = [context.name(gap.stage)]
    parts += [context.name(gap.lane)] if gap.lane else []
    parts += [word(gap.line, context.language)] if gap.line else []
    return " · ".join(parts)
