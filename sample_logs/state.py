"""The simulator's own state: every event that happened in the exported period, before any dirt.

Grain of `Events`: one row per event, columns as equally long vectors, ordered by customer and time.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields

import numpy as np

from sample_logs.clock import COVERAGE_FROM, HORIZON, Flags, Ints, whole_seconds
from sample_logs.kinds import KINDS, NUMBER

RANKS = np.array([kind.rank for kind in KINDS], dtype=np.int64)
IS_DESK = np.array([kind.source == "helpdesk" for kind in KINDS])
IS_WEB = np.array([kind.source == "web" for kind in KINDS])
EVENT_IDS_PER_ROW = 5
"""How far apart the help desk's event ids are: a creation writes several events."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """All events as columns; `time_ms` is as exported (web: ms, the others: whole seconds)."""

    kind: Ints
    customer: Ints
    time_ms: Ints
    item: Ints  # ticket (helpdesk), lead, deal or call (crm); -1 on the web
    rank: Ints
    detail: Ints  # device (web), score (rating): depends on the kind
    sequence: Ints  # the help desk's event id; -1 elsewhere

    def __len__(self) -> int:
        """Number of events."""
        return len(self.kind)

    def only(self, rows: Ints | Flags) -> Events:
        """The events of these rows, in their order."""
        return Events(**{column.name: getattr(self, column.name)[rows] for column in fields(self)})


@dataclass(slots=True)
class Ledger:
    """Collects events while the stages are simulated; grain: one batch of one kind at a time."""

    batches: list[dict[str, Ints]] = field(default_factory=list)

    def add(self, name: str, customer: Ints, time_ms: Ints, **columns: Ints) -> None:
        """Write down one kind of event for many customers; what is outside the period is dropped.

        Further columns are `item`, `detail` and `rank`.
        """
        number = NUMBER[name]
        times = time_ms if IS_WEB[number] else whole_seconds(time_ms)
        kept = (times >= COVERAGE_FROM) & (times < HORIZON)
        size = int(kept.sum())
        batch = {
            "kind": np.full(size, number, dtype=np.int64),
            "customer": customer[kept],
            "time_ms": times[kept],
            "item": np.full(size, -1, dtype=np.int64),
            "rank": np.full(size, RANKS[number], dtype=np.int64),
            "detail": np.zeros(size, dtype=np.int64),
        }
        self.batches.append(batch | {column: values[kept] for column, values in columns.items()})

    def events(self) -> Events:
        """Everything written down, in order, with the help desk's ids given."""
        columns = {
            name: np.concatenate([batch[name] for batch in self.batches])
            for name in self.batches[0]
        }
        order = np.lexsort(
            [columns[name] for name in ("kind", "rank", "item", "time_ms", "customer")]
        )
        ordered = {name: values[order] for name, values in columns.items()}
        events = Events(**ordered, sequence=np.full(len(order), -1, dtype=np.int64))
        _number_desk_events(events)
        return events


def _number_desk_events(events: Events) -> None:
    """Event ids of the help desk rise with time, then ticket, then rank."""
    desk = np.flatnonzero(IS_DESK[events.kind] & (events.kind != NUMBER["rated"]))
    order = np.lexsort(
        (events.kind[desk], events.rank[desk], events.item[desk], events.time_ms[desk])
    )
    numbers = np.arange(len(desk), dtype=np.int64) * EVENT_IDS_PER_ROW + 380_000_000_000
    events.sequence[desk[order]] = numbers
