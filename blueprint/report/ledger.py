"""The gap ledger: every gap with its numbers; opened, its definition, examples and SQL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from blueprint.amounts import number, share, signed
from blueprint.associations import moods_told, segments_told
from blueprint.board.theme import kind_colour
from blueprint.counting import statement
from blueprint.findings import Gap
from blueprint.report.parts.effect_chart import effect_chart
from blueprint.report.parts.example import shown
from blueprint.report.parts.over_runs import fixed, over_runs
from blueprint.report.parts.sorting import DESCENDING, filters, places
from blueprint.report.section import Context, Section, prose, render, tables
from blueprint.sentences import (
    clock_of,
    effect_words,
    kind_told,
    sentence,
    subject_name,
    verdict_word,
    word,
)
from miner.pictures.svg import FORBIDDEN


def section(context: Context) -> Section:
    """One focusable row per gap, in the order of the findings, with what opens below it."""
    gaps = context.findings.gaps
    numbers = {mark.gap.id: mark.number for mark in context.story.marks.all}
    order = places(gaps, context)
    rows = [_row(gap, context) | _place(gap, numbers, order) for gap in gaps]
    content = render(
        "ledger",
        rows=rows,
        columns=[_column(key, context) for key in COLUMNS],
        filters=filters(gaps, context),
        words={key: context.word(key) for key in WORDS.split()},
        shown_of=context.word("shown_of", shown="{shown}", all="{all}"),
        nothing=word("no_gaps", context.language),
    )
    return Section("ledger", context.word("ledger"), content + tables(*fixed(context)))


WORDS = (
    "ledger_caption details definition numbers examples sql sql_where follows_from sure_cases "
    "segments moods effect_chart filters all show_all first_seen accepted ledger_order no_match "
    "rate_before"
)
COLUMNS = ("number", "gap", "kind", "stage", "affected", "rate", "tolerated", "effect", "verdict")
NUMERIC = frozenset({"affected", "rate", "tolerated", "effect"})
UNSORTED = frozenset({"gap", "tolerated"})


def _column(key: str, context: Context) -> Mapping[str, object]:
    """The head of a column, and how it is sorted first."""
    return {
        "name": context.word("where" if key == "stage" else key),
        "numeric": key in NUMERIC,
        "sort": "" if key in UNSORTED else key,
        "first": "descending" if key in DESCENDING else "ascending",
    }


def _place(gap: Gap, numbers: Mapping[str, int], order: Mapping[str, str]) -> dict[str, Any]:
    """What the row is sorted and filtered by."""
    return {
        "number": numbers.get(gap.id),
        "places": order[gap.id],
        "kind_id": gap.kind,
        "stage": gap.stage,
        "lane": gap.lane or "",
        "line": gap.line or "",
        "sure": gap.verdict,
        "status_id": gap.status or "",
    }


def _row(gap: Gap, context: Context) -> dict[str, Any]:
    """What the template shows of a gap."""
    language, designed = context.language, context.story.blueprint
    return {
        "id": gap.id,
        "colour": kind_colour(gap.kind),
        "name": subject_name(gap, designed, language),
        "kind": kind_told(gap, language),
        "sentence": sentence(gap, designed, language),
        "where": _where(gap, context),
        "verdict": verdict_word(gap.verdict, language),
        **_numbers(gap, context),
        "definition": prose(context.definitions.get(gap.kind, "")),
        "examples": [shown(gap, example, context) for example in gap.cases],
        "segments": segments_told(gap, language),
        "moods": moods_told(gap, context.findings.experience, language),
        "chart": effect_chart(gap, designed, language),
        "sure_cases": _sure_cases(gap, language),
        "sql": _sql(gap),
        "follows_from": gap.follows_from or "",
        "follows_name": _cause(gap, context),
        **over_runs(gap, context),
    }


def _cause(gap: Gap, context: Context) -> str:
    """The name and the kind of the gap that this one follows from."""
    language, designed = context.language, context.story.blueprint
    causes = (one for one in context.findings.gaps if one.id == gap.follows_from)
    told = (
        f"{subject_name(one, designed, language)}: {kind_told(one, language)}" for one in causes
    )
    return next(told, gap.follows_from or "")


def _numbers(gap: Gap, context: Context) -> Mapping[str, str]:
    """The gap's numbers as text: the row's, and one line of all."""
    language = context.language
    interval, tolerated = _tested(gap, language)
    value, low, high = (
        effect_words(gap.effect.unit, one, language, clock_of(gap, context.story.blueprint))
        for one in (gap.effect.value, *gap.effect.interval)
    )
    return {
        "affected": _of(gap.affected, gap.eligible, language),
        "rate": share(gap.rate, language),
        "tolerated": tolerated,
        "effect": value,
        "numbers": context.word(
            "numbers_told",
            customers=number(gap.customers, language),
            interval=interval,
            q=_small(gap.q, language),
            effect=f"{low} \N{EN DASH} {high}",
        ),
    }


def _sql(gap: Gap) -> Markup:
    """The statement that counts the gap, in its lines."""
    return escape(FORBIDDEN.sub("", statement(gap)))


def _of(affected: int, eligible: int, language: str) -> str:
    """So many of so many."""
    counts = {"affected": number(affected, language), "eligible": number(eligible, language)}
    return word("affected_of", language, **counts)


def _tested(gap: Gap, language: str) -> tuple[str, str]:
    """What was tested against what: the share, or the mean score of those who answered."""
    told = gap.sentence.parameters
    if "score_interval" in told:
        low, high = (signed(end, language) for end in told["score_interval"])
        return f"{low} \N{EN DASH} {high}", signed(told["least"], language)
    low, high = (share(end, language) for end in gap.interval)
    return f"{low} \N{EN DASH} {high}", share(gap.tolerance, language)


def _sure_cases(gap: Gap, language: str) -> str:
    """The counts on cases with sure identities, where they differ."""
    counted = gap.on_sure_cases
    if counted is None:
        return ""
    told = _of(counted.affected, counted.eligible, language)
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
    parts += [context.story.label(gap.line)] if gap.line else []
    return " · ".join(parts)
