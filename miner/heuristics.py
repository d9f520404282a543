"""The heuristics miner of pm4py, fed with counts of variants; its net in one fixed order.

Weijters, van der Aalst & Alves de Medeiros 2006. The numbers of activities are written with leading
zeros, so that their order as text is their order; places and transitions are numbered by what they
connect, because pm4py's own order changes with memory addresses.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Mapping
from typing import Any

from miner.nets import END, START, Net

Variants = Mapping[tuple[str, ...], int]
Window = tuple[str, ...]


def heuristic_net(variants: Variants, dependency: float) -> Net:
    """The net of the dependencies that are at least so strong (0 to 1)."""
    names = sorted({activity for variant in variants for activity in variant})
    number = {name: f"{place:09d}" for place, name in enumerate(names)}
    traces = {tuple(number[a] for a in t): count for t, count in variants.items() if t}
    if not traces:
        return _silent()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pm4py's own, on import and inside
        found = _converted(traces, dependency)
    return _ordered(*found, {digits: name for name, digits in number.items()})


def _silent() -> Net:
    net = Net()
    net.transition(None, [START], [END])
    return net


def _converted(traces: Variants, dependency: float) -> tuple[Any, Any, Any]:
    """pm4py's net with its first and last marking."""
    from pm4py.algo.discovery.heuristics.variants import classic  # noqa: PLC0415 - heavy
    from pm4py.objects.conversion.heuristics_net.variants import to_petri_net  # noqa: PLC0415

    occurrences = {activity: count for (activity,), count in _windows(traces, 1).items()}
    found = classic.apply_heu_dfg(
        _windows(traces, 2),
        activities=sorted(occurrences),
        activities_occurrences=occurrences,
        start_activities=_at(traces, 0),
        end_activities=_at(traces, -1),
        freq_triples=_windows(traces, 3),
        parameters={classic.Parameters.DEPENDENCY_THRESH: dependency},
    )
    net, initial, final = to_petri_net.apply(found)
    return net, initial, final


def _windows(traces: Variants, size: int) -> dict[Window, int]:
    """How often each run of so many activities occurs, in order."""
    counts: Counter[Window] = Counter()
    for trace, cases in traces.items():
        for start in range(len(trace) - size + 1):
            counts[trace[start : start + size]] += cases
    return dict(sorted(counts.items()))


def _at(traces: Variants, place: int) -> dict[str, int]:
    """The activities at a place of the traces, and their cases."""
    counts: Counter[str] = Counter()
    for trace, cases in traces.items():
        counts[trace[place]] += cases
    return dict(sorted(counts.items()))


def _ordered(found: Any, initial: Any, final: Any, names: Mapping[str, str]) -> Net:
    """The net over numbered places, its transitions by label and by what they connect."""
    net = Net()
    places = {place.name: START for place in initial} | {place.name: END for place in final}
    for name in sorted(place.name for place in found.places):
        if name not in places:
            places[name] = net.place()
    transitions = [
        (
            t.label or "",
            sorted(places[arc.source.name] for arc in t.in_arcs),
            sorted(places[arc.target.name] for arc in t.out_arcs),
        )
        for t in found.transitions
    ]
    for label, inputs, outputs in sorted(transitions):
        net.transition(names[label] if label else None, inputs, outputs)
    return net
