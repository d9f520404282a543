"""Whose turn it was and when cases end, in plain Python from the words of the definitions."""

from __future__ import annotations

from collections import Counter, defaultdict

from tests.miner.oracles import Cases, summary

NOBODY = None


def turns_of(case: list[tuple[str, int]], party_of: dict[str, str]) -> list[tuple[str | None, int]]:
    """Each wait of a case with the party that acts next."""
    found = []
    for place in range(1, len(case)):
        acting = [party_of[name] for name, _ in case[place:] if name in party_of]
        found.append((acting[0] if acting else NOBODY, case[place][1] - case[place - 1][1]))
    return found


def case_turns(cases: Cases, party_of: dict[str, str] | None = None):
    rows = []
    for number, case in enumerate(cases, 1):
        waited = defaultdict(list)
        for party, wait in turns_of(case, party_of or {}):
            waited[party].append(wait)
        rows += [
            (number, party, len(waited[party]), sum(waited[party]))
            for party in sorted(waited, key=lambda name: (name is NOBODY, name))
        ]
    return rows


def turns(cases: Cases, party_of: dict[str, str] | None = None):
    sums, waits = defaultdict(list), Counter()
    for _, party, number, total in case_turns(cases, party_of):
        sums[party].append(total)
        waits[party] += number
    rows = [(p, waits[p], len(each), sum(each), *summary(each)) for p, each in sums.items()]
    return sorted(rows, key=lambda row: (-row[3], row[0] is NOBODY, row[0]))


def times_to_end(cases: Cases, goal: list[str], until_us: int, otherwise: tuple[str, ...] = ()):
    found: Counter[tuple[int, str]] = Counter()
    for case in cases:
        known = [(name, at) for name, at in case if at <= until_us]
        if not known:
            continue
        ends = [(name, at) for name, at in known if name in goal or name in otherwise]
        kind = "open" if not ends else "reached" if ends[0][0] in goal else "otherwise"
        found[(ends[0][1] if ends else until_us) - known[0][1], kind] += 1
    return [(*end, number) for end, number in sorted(found.items())]
