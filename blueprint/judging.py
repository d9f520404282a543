"""From instance rows to gaps: each kind counted, all tested together, placed and ranked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

import duckdb

from blueprint import effects, statistics
from blueprint.findings import Counted, Example, Gap, Sentence, Within
from blueprint.gaps import RULES
from blueprint.gaps.rule import Context, GapRule, Placement, Subject
from blueprint.queries import add_rows, fill, make_type, name_type, select
from blueprint.spreads import counts, mark_lone
from blueprint.statistics import Spread
from blueprint.within import within
from miner.warehouse import LogError

_ROWS = (
    "kind gap_kind, subject gap_subject, facet gap_facet, instance_no bigint, case_no integer,"
    " customer_no integer, detail varchar, affected boolean, effect bigint"
)
_ORDER = {"confirmed": 0, "indicated": 1, "not_enough_data": 2}
Key = tuple[str, str, str | None]


@dataclass(frozen=True, slots=True)
class _Test:
    """One (kind, subject, facet) with its numbers and its place on the blueprint."""

    rule: GapRule
    spread: Spread
    place: Placement
    q: float | None

    @property
    def id(self) -> str:
        """`kind:subject[.facet]`, for ever."""
        return test_id(self.spread)


def test_id(spread: Spread) -> str:
    """The id of a test, and of its gap: `kind:subject[.facet]`, for ever."""
    facet = f".{spread.facet}" if spread.facet else ""
    return f"{spread.kind}:{spread.subject}{facet}"


def count(connection: duckdb.DuckDBPyConnection, *, coverage_passed: bool) -> None:
    """Makes `instance_rows`: one row per kind, subject, facet and eligible instance."""
    name_type(connection, "gap_kind", (rule.__name__ for rule in RULES))
    make_type(connection, "gap_subject", "sql/gap_subjects")
    make_type(connection, "gap_facet", "sql/gap_facets")
    fill(connection, "instance_rows", _ROWS, ())
    connection.begin()  # at each end of one DuckDB may go over all rows again
    try:
        for rule in RULES:
            if coverage_passed or not rule.__name__.startswith("undesigned_"):
                add_rows(connection, rule.__name__)
    except LogError:
        connection.rollback()
        raise
    connection.commit()
    mark_lone(connection)


class Judgement(NamedTuple):
    """The gaps, and what was tested with enough data and is none."""

    gaps: list[Gap]
    within: list[Within]
    effective: Mapping[str, float]  # by gap: independent instances that would know as much


def judge(connection: duckdb.DuckDBPyConnection, context: Context) -> list[Gap]:
    """The gaps: confirmed, indicated, too small to tell, each by size; subsumed ones last."""
    return judge_all(connection, context).gaps


def judge_all(connection: duckdb.DuckDBPyConnection, context: Context) -> Judgement:
    """The same, with what is no gap, by id."""
    tests = {t.id: t for t in _tested(counts(connection), context)}
    examples = _examples(connection)
    gaps = [g for t in tests.values() if (g := _gap(t, examples)) is not None]
    reported = {g.id: g for g in gaps}
    marked = [_marked(g, tests[g.id].place, reported) for g in gaps]
    unsure = _unsure_counts(connection) if reported else {}
    shown = _plotted(connection, [_on_sure_cases(g, unsure) for g in marked])
    inside = [
        within(n, t.spread, t.place.tolerance)
        for n, t in sorted(tests.items())
        if n not in reported and t.q is not None
    ]
    effective = {n: statistics.effective_n(tests[n].spread) for n in sorted(reported)}
    return Judgement(sorted(shown, key=_rank), inside, effective)


def _unsure_counts(connection: duckdb.DuckDBPyConnection) -> Mapping[Key, tuple[int, int]]:
    """Eligible and affected of cases with a link that is not sure enough (`gap.identity_min`)."""
    rows = select(connection, "sql/unsure_counts")
    return {(kind, subject, facet): (n, x) for kind, subject, facet, n, x in rows}


def _on_sure_cases(gap: Gap, unsure: Mapping[Key, tuple[int, int]]) -> Gap:
    """The gap, with its counts on cases with sure identities where they differ."""
    key = (gap.kind, gap.subject, gap.facet)
    if key not in unsure:
        return gap
    n, x = gap.eligible - unsure[key][0], gap.affected - unsure[key][1]
    rate = round(x / n, 6) if n else None
    return replace(gap, on_sure_cases=Counted(eligible=n, affected=x, rate=rate))


def _plotted(connection: duckdb.DuckDBPyConnection, gaps: list[Gap]) -> list[Gap]:
    """The gaps, each with the histogram of its effect where that differs between instances."""
    keys = [(g.kind, g.subject, g.facet) for g in gaps]
    units = [g.effect.unit for g in gaps]
    found = effects.histograms(connection, zip(keys, units, strict=True))
    return [replace(g, histogram=found.get(key)) for g, key in zip(gaps, keys, strict=True)]


def _tested(spreads: list[Spread], context: Context) -> list[_Test]:
    """All tests with their q: Benjamini-Hochberg over every one with enough data."""
    rules = {rule.__name__: rule for rule in RULES}
    placed = [(rules[s.kind], s, rules[s.kind](_subject(s), context)) for s in spreads]
    enough = [statistics.is_enough(s, context.tolerances["min_cases"]) for _, s, _ in placed]
    p_values = [
        _p_value(s, place) for (_, s, place), known in zip(placed, enough, strict=True) if known
    ]
    q_values = iter(statistics.q_values(p_values))
    return [
        _Test(rule, spread, place, next(q_values) if known else None)
        for (rule, spread, place), known in zip(placed, enough, strict=True)
    ]


def _p_value(spread: Spread, place: Placement) -> float:
    if place.mean is not None:
        return place.mean.p_value()
    return statistics.p_value(spread.rate, statistics.effective_n(spread), place.tolerance)


def _verdict(test: _Test, low: float) -> str | None:
    if test.place.mean is not None:
        return test.place.mean.verdict(test.q)
    return statistics.verdict(test.spread.rate, low, test.place.tolerance, test.q)


def _subject(spread: Spread) -> Subject:
    return Subject(
        name=spread.subject,
        facet=spread.facet,
        eligible=spread.n,
        affected=spread.x,
        details=spread.details,
    )


def _gap(test: _Test, examples: Mapping[Key, list[Example]]) -> Gap | None:
    """The gap of one test; None where the rate is within tolerance."""
    spread, place = test.spread, test.place
    low, high = statistics.rate_interval(spread)
    verdict = _verdict(test, low)
    if verdict is None:
        return None
    effect = (
        place.mean.effect() if place.mean else effects.effect(spread, place.unit, place.expected)
    )
    return Gap(
        id=test.id,
        kind=spread.kind,
        subject=spread.subject,
        facet=spread.facet,
        stage=place.stage,
        lane=place.lane,
        line=place.line,
        eligible=spread.n,
        affected=spread.x,
        customers=spread.customers_hit,
        rate=round(spread.rate, 6),
        interval=(round(low, 6), round(high, 6)),
        tolerance=place.tolerance,
        p_value=float(f"{_p_value(spread, place):.4g}"),
        q=None if test.q is None else float(f"{test.q:.4g}"),
        effect=effect,
        size=effects.size(effect, place),
        weight=place.weight,
        verdict=verdict,
        follows_from=None,
        sentence=_sentence(test),
        cases=examples.get((spread.kind, spread.subject, spread.facet), []),
        sql=f"blueprint/gaps/{spread.kind}.sql",
    )


def _sentence(test: _Test) -> Sentence:
    facet = f".{test.spread.facet}" if test.spread.facet else ""
    numbers: dict[str, Any] = {
        "affected": test.spread.x,
        "eligible": test.spread.n,
        "rate": round(test.spread.rate, 6),
        "tolerance": test.place.tolerance,
    }
    return Sentence(
        template=test.place.template or test.spread.kind + facet,
        parameters={**test.place.parameters, **numbers},
    )


def _marked(gap: Gap, place: Placement, reported: Mapping[str, Gap]) -> Gap:
    """The gap, with the one that explains it when that one is reported, and no less sure."""
    least = _ORDER[gap.verdict]
    named = (reported[name] for name in place.follows_from if name in reported)
    parents = (parent.id for parent in named if _ORDER[parent.verdict] <= least)
    return replace(gap, follows_from=next(parents, None))


def _rank(gap: Gap) -> tuple[bool, int, float, str]:
    """Gaps of their own first; then verdict; then size: lower end of the effect times weight."""
    return (gap.follows_from is not None, _ORDER[gap.verdict], -gap.size, gap.id)


def _examples(connection: duckdb.DuckDBPyConnection) -> dict[Key, list[Example]]:
    """Up to five affected instances of each test."""
    found: dict[Key, list[Example]] = {}
    for kind, subject, facet, case, instance, entered_us, trace, at_us in select(
        connection, "sql/examples"
    ):
        entered = datetime.fromtimestamp(entered_us / 1_000_000, UTC).isoformat(timespec="seconds")
        after = [round((at - at_us[0]) / 1_000_000, 3) for at in at_us or ()]
        example = Example(
            case=case, instance=instance, entered=entered, trace=trace or [], after_s=after
        )
        found.setdefault((kind, subject, facet), []).append(example)
    return found
