"""An event as the oracle reads it: what happened, and which designed steps it can be.

Whoever has the truth makes these (a simulator from its own state, a test by hand). The oracle
never matches bindings: `steps` says which steps the event can be, as the bindings would.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Steps = tuple[tuple[str, str], ...]
"""Pairs of a step and how often an instance picks it: `all`, `first` or `rest`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened to one customer; times and precision are microseconds.

    No steps and `ignored`: known noise; no steps and not ignored: the design does not know it.
    `objects` are what it touches, by type (`{"ticket": 7}`); `signals` the design's signals that
    it is an answer to or an instance of, with its values in `attributes`. What the log leaves open
    (actor kind, role, channel, public) stays None.
    """

    customer: int
    time: int
    source: str
    activity: str
    steps: Steps = ()
    ignored: bool = False
    objects: Mapping[str, int | str] = field(default_factory=dict)
    sequence: int | None = None
    precision: int = 1
    id: str = ""
    actor_kind: str | None = None
    actor: str | None = None
    role: str | None = None
    channel: str | None = None
    public: bool | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    signals: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[int, str, bool, int, str, str]:
        """Place in the total order of definitions.md, 1."""
        return (
            self.time,
            self.source,
            self.sequence is None,
            self.sequence or 0,
            self.activity,
            self.id,
        )


def is_tie(one: Event, other: Event) -> bool:
    """Whether the order of two events cannot be told."""
    if one.source != other.source:
        return abs(one.time - other.time) < max(one.precision, other.precision)
    unnumbered = one.sequence is None or other.sequence is None
    return one.time == other.time and (unnumbered or one.sequence == other.sequence)
