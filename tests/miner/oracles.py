"""The measures once more, in plain Python from the words of their definitions.

A log is a list of cases in their order, each a list of (activity, microseconds) in its order. Every
function has the name of its measure and gives the rows that the measure must give.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from fractions import Fraction
from itertools import pairwise
from math import floor

from miner.measures.durations import LOG_EDGES_US, WIDTHS_US

Cases = list[list[tuple[str, int]]]
PARTS = (0.5, 0.9)


class Half(int):
    """A number whose exact value lies half a microsecond below it: DuckDB's doubles may miss that."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, int) and int(self) - int(other) in (0, 1)

    def __hash__(self) -> int:
        return hash(int(self))


def quantile(values: list[int], part: float) -> int:
    """Type 7 in exact fractions, rounded half up."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * Fraction(str(part))
    low = floor(place)
    high = min(low + 1, len(ordered) - 1)
    value = ordered[low] + (ordered[high] - ordered[low]) * (place - low)
    is_half = value - floor(value) == Fraction(1, 2) and part != 0.5
    return (Half if is_half else int)(floor(value + Fraction(1, 2)))


def mean(values: list[int]) -> int:
    """Rounded half up."""
    return (2 * sum(values) + len(values)) // (2 * len(values))


def summary(values: list[int]) -> tuple[int, ...]:
    return (mean(values), *(quantile(values, part) for part in PARTS))


def names(case) -> list[str]:
    return [activity for activity, _ in case]


def activities(cases: Cases):
    events = Counter(a for case in cases for a in names(case))
    within = Counter(a for case in cases for a in set(names(case)))
    return sorted(((a, n, within[a]) for a, n in events.items()), key=lambda r: (-r[1], r[0]))


def start_activities(cases: Cases):
    return sorted(Counter(c[0][0] for c in cases).items(), key=lambda r: (-r[1], r[0]))


def end_activities(cases: Cases):
    return sorted(Counter(c[-1][0] for c in cases).items(), key=lambda r: (-r[1], r[0]))


def waits_of(cases: Cases) -> dict[tuple[str, str], list[int]]:
    found = defaultdict(list)
    for case in cases:
        for (source, before), (target, after) in pairwise(case):
            found[source, target].append(after - before)
    return found


def pair_cases(cases: Cases) -> Counter[tuple[str, str]]:
    return Counter(pair for case in cases for pair in set(pairwise(names(case))))


def directly_follows(cases: Cases):
    within = pair_cases(cases)
    rows = [(*p, len(w), within[p], *summary(w)) for p, w in waits_of(cases).items()]
    return sorted(rows, key=lambda r: (-r[2], r[0], r[1]))


def handoffs(cases: Cases):
    return [row for row in directly_follows(cases) if row[0] != row[1]]


def waits(cases: Cases):
    rows = [
        (
            *pair,
            len(found),
            found.count(0),
            mean(found),
            min(found),
            *(quantile(found, part) for part in (0.1, 0.25, 0.5, 0.75, 0.9, 0.99)),
            max(found),
        )
        for pair, found in waits_of(cases).items()
    ]
    return sorted(rows, key=lambda r: (-r[2], r[0], r[1]))


def eventually_follows(cases: Cases):
    found = Counter()
    for case in cases:
        seen, pairs = set(), set()
        for activity in names(case):
            pairs |= {(before, activity) for before in seen}
            seen.add(activity)
        found.update(pairs)
    return sorted(((*p, n) for p, n in found.items()), key=lambda r: (-r[2], r[0], r[1]))


def variants(cases: Cases):
    """In the order of activities' names, as their numbers are."""
    counted = sorted(Counter(tuple(names(c)) for c in cases).items(), key=lambda r: (-r[1], r[0]))
    rows, down_to = [], 0
    for trace, n in counted:
        down_to += n
        rows.append((trace, n, n / len(cases), down_to / len(cases)))
    return rows


def throughput_times(cases: Cases):
    times = lengths(cases)
    return (len(times), *summary(times)) if times else None


def lengths(cases: Cases) -> list[int]:
    return [case[-1][1] - case[0][1] for case in cases]


def concurrency(cases: Cases):
    found = waits_of(cases)
    within = Counter(
        pair for case in cases for pair in {frozenset(pair) for pair in pairwise(names(case))}
    )
    rows = []
    for one, other in found:
        if one < other and (other, one) in found:
            there, back = found[one, other], found[other, one]
            sizes = len(there), len(back)
            order = (sizes[0] - sizes[1]) / (sum(sizes) + 1)
            at_once = (there + back).count(0)
            rows.append((one, other, *sizes, at_once, within[frozenset((one, other))], order))
    return sorted(rows, key=lambda r: (-(r[2] + r[3]), r[0], r[1]))


def rework(cases: Cases):
    counts = [Counter(names(case)) for case in cases]
    loops = [Counter(one for one, other in pairwise(names(c)) if one == other) for c in cases]
    rows = []
    for activity in {activity for counted in counts for activity in counted}:
        had = [counted[activity] for counted in counts if counted[activity]]
        again = sum(n > 1 for n in had)
        looped = [counted[activity] for counted in loops if counted[activity]]
        row = (sum(had), len(had), again, sum(had) - len(had), sum(looped), len(looped))
        rows.append((activity, *row))
    return sorted(rows, key=lambda r: (-r[4], r[0]))


def ping_pong(cases: Cases):
    away, within = defaultdict(list), defaultdict(set)
    for number, case in enumerate(cases):
        runs = []
        for activity, at in case:
            if runs and runs[-1][0] == activity:
                runs[-1][2] = at
            else:
                runs.append([activity, at, at])
        for home, other, back in zip(runs, runs[1:], runs[2:], strict=False):
            if home[0] == back[0]:
                away[home[0], other[0]].append(back[1] - home[2])
                within[home[0], other[0]].add(number)
    rows = [(*p, len(times), len(within[p]), *summary(times)) for p, times in away.items()]
    return sorted(rows, key=lambda r: (-r[2], r[0], r[1]))


def batches(cases: Cases, gap_us: int, least: int):
    done = defaultdict(list)
    for number, case in enumerate(cases):
        for activity, at in case:
            done[activity].append((at, number))
    rows = []
    for activity, events in done.items():
        runs: list[list[tuple[int, int]]] = []
        for at, number in sorted(events):
            if runs and at - runs[-1][-1][0] <= gap_us:
                runs[-1].append((at, number))
            else:
                runs.append([(at, number)])
        sizes = [(run, len({number for _, number in run})) for run in runs]
        large = [(run, size) for run, size in sizes if size >= least]
        at_once = sum(run[0][0] == run[-1][0] for run, _ in large)
        most = max((size for _, size in large), default=0)
        batched = sum(len(run) for run, _ in large)
        rows.append((activity, len(events), len(large), batched, most, at_once))
    return sorted(rows, key=lambda r: (-r[3], r[0]))


def drop_offs(cases: Cases, goals: list[str]):
    found = defaultdict(Counter)
    for case in cases:
        trace = names(case)
        place = next((n for n, activity in enumerate(trace) if activity in goals), None)
        for activity in set(trace[:place]):
            if place is not None:
                found[activity]["reached"] += 1
            elif activity == trace[-1]:
                found[activity]["left"] += 1
            else:
                found[activity]["went_on"] += 1
    rows = [(a, sum(n.values()), n["reached"], n["went_on"], n["left"]) for a, n in found.items()]
    return sorted(rows, key=lambda r: (-r[4], -r[1], r[0]))


def histogram(values: list[int], bins: int | None) -> list[tuple[int, int, int]]:
    """Between the edges of the logarithmic axis when `bins` is None."""
    if bins is None:
        edges = LOG_EDGES_US
        numbers = Counter(bisect_right(edges, value) - 1 for value in values)
        edge = edges.__getitem__
    else:
        width = min(w for w in WIDTHS_US if max(values) // w - min(values) // w + 1 <= bins)
        numbers = Counter(value // width for value in values)
        edge = width.__mul__
    return [(edge(n), edge(n + 1), numbers[n]) for n in range(min(numbers), max(numbers) + 1)]


def throughput_histogram(cases: Cases, bins: int | None):
    return histogram(lengths(cases), bins) if cases else []


def wait_histogram(cases: Cases, bins: int | None):
    return [
        (*pair, *row)
        for pair, found in sorted(waits_of(cases).items())
        for row in histogram(found, bins)
    ]
