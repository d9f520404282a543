"""Which sources can show a step, by its bindings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from blueprint.design import Alternative, Design


def declared_sources(alternatives: Iterable[Alternative]) -> frozenset[str] | None:
    """The sources that a binding names; None when an alternative names none (any source then)."""
    named: set[str] = set()
    for alternative in alternatives:
        sources = [
            c.values for c in alternative.conditions if (c.field, c.operator) == ("source", "=")
        ]
        if not sources:
            return None
        named.update(*sources)
    return frozenset(named)


def sources_of_steps(design: Design, log_sources: frozenset[str]) -> Mapping[str, frozenset[str]]:
    """Which sources of the log can show each bound step; empty when none of them has an event."""
    named = {s: declared_sources(a) for s, a in design.bindings.steps.items()}
    return {s: log_sources if n is None else n & log_sources for s, n in named.items()}
