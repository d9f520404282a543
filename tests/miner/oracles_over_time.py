"""The measures over time once more, in plain Python from the words of their definitions."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from tests.miner.oracles import Cases

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def day_of(at_us: int, zone: str, unit: str) -> date:
    """The local day, the Monday of its week, or the first of its month."""
    local = (EPOCH + timedelta(microseconds=at_us)).astimezone(ZoneInfo(zone)).date()
    if unit == "week":
        return local - timedelta(days=local.weekday())
    return local.replace(day=1) if unit == "month" else local


def after(day: date, unit: str) -> date:
    """The day, Monday or first of a month that comes next."""
    if unit == "month":
        return (day + timedelta(days=31)).replace(day=1)
    return day + timedelta(days=7 if unit == "week" else 1)


def begin_us(day: date, zone: str) -> int:
    """The first moment of a local day."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone), fold=0)
    return (midnight.astimezone(UTC) - EPOCH) // timedelta(microseconds=1)


def days(first: date, last: date, unit: str) -> list[date]:
    found = [first]
    while found[-1] < last:
        found.append(after(found[-1], unit))
    return found


def end_of(case, ends: list[str] | None) -> int | None:
    return max((at for activity, at in case if ends is None or activity in ends), default=None)


def case_rates(cases: Cases, unit: str, zone: str, ends: list[str] | None):
    began = Counter(day_of(case[0][1], zone, unit) for case in cases)
    stops = [end for case in cases if (end := end_of(case, ends)) is not None]
    ended = Counter(day_of(end, zone, unit) for end in stops)
    known = began.keys() | ended.keys()
    spine = days(min(known), max(known), unit) if known else []
    return [(day, began[day], ended[day]) for day in spine]


def work_in_progress(cases: Cases, unit: str, zone: str, ends: list[str] | None):
    if not cases:
        return []
    last = max(case[-1][1] for case in cases)
    lives = [(case[0][1], last if (end := end_of(case, ends)) is None else end) for case in cases]
    first = min(began for began, _ in lives)
    begins, stops = sorted(b for b, _ in lives), sorted(e for _, e in lives)
    rows = []
    for day in days(day_of(first, zone, unit), day_of(last, zone, unit), unit):
        start, stop = begin_us(day, zone), begin_us(after(day, unit), zone)
        there = [life for life in lives if life[0] < stop and life[1] > start]
        moments = {start, *(began for began, _ in there if began > start)}
        counts = {at: bisect_right(begins, at) - bisect_right(stops, at) for at in moments}
        case_us = sum(min(e, stop) - max(b, start) for b, e in there)
        share = case_us / (stop - start) if stop > start else 0.0
        rows.append((day, counts[start], max(counts.values()), share))
    return rows


def by_beginning(cases: Cases) -> list[tuple[int, list[tuple[str, int]]]]:
    """The cases with their numbers, by first event and number."""
    return sorted(enumerate(cases, 1), key=lambda numbered: (numbered[1][0][1], numbered[0]))


def dots(cases: Cases, most: int):
    rows = [
        (rank, number, activity, at, at - case[0][1])
        for rank, (number, case) in enumerate(by_beginning(cases), 1)
        for activity, at in case
    ]
    return rows[:: -(-len(rows) // most) or 1]


def dot_cells(cases: Cases, columns: int, rows: int, *, relative: bool):
    placed = [
        (at - (case[0][1] if relative else 0), rank, activity)
        for rank, (_, case) in enumerate(by_beginning(cases))
        for activity, at in case
    ]
    if not placed:
        return []
    least = min(at for at, _, _ in placed)
    span = max(at for at, _, _ in placed) - least + 1
    found = Counter(
        ((at - least) * columns // span, rank * rows // len(cases), activity)
        for at, rank, activity in placed
    )
    return [
        (
            least + -(-column * span // columns),
            least + -(-(column + 1) * span // columns),
            -(-row * len(cases) // rows) + 1,
            -(-(row + 1) * len(cases) // rows),
            activity,
            events,
        )
        for (column, row, activity), events in sorted(found.items())
    ]


def pair_presence(cases: Cases, block: int):
    rows = []
    placed = [case for _, case in by_beginning(cases)]
    for number in range(-(-len(placed) // block)):
        inside = placed[number * block : (number + 1) * block]
        names = [(None, *(activity for activity, _ in case), None) for case in inside]
        found = Counter(pair for trace in names for pair in {*pairwise(trace)})
        rows += [
            (number, inside[0][0][1], len(inside), *pair, found[pair])
            for pair in sorted(found, key=lambda p: (p[0] or "", p[1] or "\U0010ffff"))
        ]
    return rows
