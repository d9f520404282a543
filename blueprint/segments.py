"""What a confirmed gap is associated with: attributes in whose instances it is more frequent.

Never a cause: an attribute may only go with what is one. Attributes are the channel, the role of
the person who acted, the week of entry, and those that the design names in `scope.segments`. All
counting is SQL; Python sees one row per gap and value.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from blueprint import statistics
from blueprint.design import Design
from blueprint.gap import Gap, Segment
from blueprint.queries import fill, make_table, pointer, run, select
from blueprint.segment_test import (
    Customers,
    Share,
    Side,
    lift_interval,
    p_larger,
    rough_lift,
    share_of,
)

STRONGEST = 5
"""Segments that are told of a gap."""
LOOKED_AT = 12
"""Values of a gap, the strongest as if customers were all different, that are looked at closely."""
SELF_EVIDENT = {"wrong_channel": "channel", "wrong_role": "role"}
"""Attributes that are the gap itself."""
Key = tuple[int, int]
_FILE = Path(__file__).parent / "sql" / "event_attributes.sql"


def build(connection: duckdb.DuckDBPyConnection, design: Design) -> None:
    """Makes `instance_segments` and `instance_codes`: what each judged instance belongs to."""
    zone = [(design.timezone, round(design.gap["min_cases"]))]
    fill(connection, "segment_zone", "zone varchar, min_cases bigint", zone)
    columns = "event_no bigint, case_no integer, attribute varchar, value varchar"
    fill(connection, "event_attributes", columns, ())
    for attribute in design.segments:
        names = {"attribute": attribute, "path": pointer(attribute)}
        sql = f"insert into event_attributes {_FILE.read_text(encoding='utf-8')}"
        run(connection, "event_attributes", sql, names)
    for name in ("instance_segments", "segment_codes", "instance_codes"):
        make_table(connection, name)


def associated(connection: duckdb.DuckDBPyConnection, gaps: list[Gap]) -> list[Gap]:
    """The gaps, the confirmed ones with the segments that they are associated with."""
    confirmed = [gap for gap in gaps if gap.verdict == "confirmed"]
    columns = "gap_no integer, kind gap_kind, subject gap_subject, facet gap_facet"
    rows = [(n, gap.kind, gap.subject, gap.facet) for n, gap in enumerate(confirmed)]
    fill(connection, "segmented_gaps", columns, rows)
    make_table(connection, "segment_rows")
    told = _told(connection, confirmed) if confirmed else {}
    of_gap = {gap.id: told.get(number, []) for number, gap in enumerate(confirmed)}
    return [replace(gap, segments=of_gap.get(gap.id, [])) for gap in gaps]


def _told(connection: duckdb.DuckDBPyConnection, gaps: list[Gap]) -> dict[int, list[Segment]]:
    """By gap its strongest segments; all values with enough instances count as tested."""
    tested = {
        (gap, code): (attribute, value, *counts)
        for gap, code, attribute, value, *counts in select(connection, "sql/segment_counts")
        if SELF_EVIDENT.get(gaps[gap].kind) != attribute
    }
    sides = _sides(connection, _looked_at(tested))
    enough = {key: pair for key, pair in sides.items() if _is_enough(connection, pair)}
    # what was not looked at has p = 1: that can only make the others' q larger
    p_values = [p_larger(*enough[key]) if key in enough else 1.0 for key in tested]
    found: dict[int, list[Segment]] = defaultdict(list)
    for key, q in zip(tested, statistics.q_values(p_values), strict=True):
        if key in enough and q < statistics.ALPHA:
            segment = _segment(tested[key][:2], enough[key], q)
            found[key[0]] += [segment] if segment.interval[0] > 1 else []
    return {gap: sorted(each, key=_rank)[:STRONGEST] for gap, each in found.items()}


def _looked_at(tested: Mapping[Key, tuple[Any, ...]]) -> list[Key]:
    """Of each gap the values with the largest lift, as if all customers were different."""
    rough: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for (gap, code), (_, _, all_n, all_x, n, x) in tested.items():
        low = rough_lift(n, x, all_n - n, all_x - x)
        if low > 1:
            rough[gap].append((-low, code))
    return [(gap, code) for gap, each in rough.items() for _, code in sorted(each)[:LOOKED_AT]]


def _sides(
    connection: duckdb.DuckDBPyConnection, keys: Iterable[Key]
) -> dict[Key, tuple[Share, Share]]:
    """The shares inside and outside each value that is looked at."""
    chosen = sorted(keys)
    fill(connection, "looked_at_segments", "gap_no integer, code bigint", chosen)
    rows: dict[tuple[int, int, str], list[Customers]] = defaultdict(list)
    for gap, code, side, *sums in select(connection, "sql/segment_sizes"):
        n, customers, x, xx, hit = (int(value) for value in sums)
        rows[gap, code, side].append((n, customers, x, xx, hit))
    return {
        (gap, code): (
            share_of(Side.of((rows[gap, code, "inside"], 1))),
            # all customers, less those inside with all that they have, and what of it is outside
            share_of(
                Side.of(
                    (rows[gap, 0, "all"], 1),
                    (rows[gap, code, "theirs"], -1),
                    (rows[gap, code, "also"], 1),
                )
            ),
        )
        for gap, code in chosen
    }


def _is_enough(connection: duckdb.DuckDBPyConnection, sides: tuple[Share, Share]) -> bool:
    """Whether both sides have enough customers, too."""
    [(least,)] = connection.execute("select min_cases from segment_zone").fetchall()
    return all(side.customers >= least for side in sides)


def _segment(name: tuple[str, str], sides: tuple[Share, Share], q: float) -> Segment:
    inside, outside = sides
    low, high = lift_interval(inside, outside)
    return Segment(
        attribute=name[0],
        value=name[1],
        eligible=inside.n,
        affected=inside.x,
        customers=inside.hit,
        rate=round(inside.rate, 6),
        rest_rate=round(outside.rate, 6),
        rest_customers=outside.hit,
        lift=round(inside.rate / outside.rate, 6) if outside.x else None,
        interval=(round(low, 6), None if high is None else round(high, 6)),
        q=float(f"{q:.4g}"),
    )


def _rank(segment: Segment) -> tuple[float, str, str]:
    """The largest lower end of the lift first."""
    return (-segment.interval[0], segment.attribute, segment.value)
