"""The usual dirt: which exported row is written when, where, how often, and how badly.

Grain of `Deliveries`: one row per line written. A row of the state is *observable* when at least
one of its deliveries is good.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sample_logs.clock import DAY, HORIZON, HOUR, SECOND, Flags, Ints
from sample_logs.draws import Draws

GOOD, MISSING_ID, INVALID_JSON, BAD_TIMESTAMP, BOT = range(5)
REASONS = ("", "missing_id", "invalid_json", "bad_timestamp", "bot")
RESCUED = 0.4
"""Share of the spoilt rows that the system delivers once more, whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How dirty one export is: shares of its rows, and where its files are cut."""

    cuts: tuple[int, ...]  # a file begins at each cut; before the first is the first file
    overlap_ms: int  # each file begins so much before its cut: those rows stand in two files
    spoilt: tuple[float, float, float]  # missing ids, broken line, date that is none
    repeated: float = 0.01  # the same line twice in one file
    redelivered: float = 0.015  # sent again, received later
    late: float = 0.02  # received hours or days later


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What a source has to deliver: one entry per row of its table."""

    sent_ms: Ints  # when the row would arrive if all were well
    whole: Flags  # never spoilt: rows that tie identifiers together
    once: Flags  # never sent again with another time: rows without an id of their own
    bot: Flags


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliveries:
    """One entry per line written, in the order of the files and the lines in them."""

    row: Ints
    received_ms: Ints
    defect: Ints
    file: Ints

    def of_file(self, number: int) -> Deliveries:
        """The lines of one file."""
        lines = self.file == number
        return Deliveries(
            row=self.row[lines],
            received_ms=self.received_ms[lines],
            defect=self.defect[lines],
            file=self.file[lines],
        )

    def observable(self, size: int) -> Flags:
        """Which of the rows can still be seen."""
        seen = np.zeros(size, dtype=np.bool_)
        seen[self.row[self.defect == GOOD]] = True
        return seen

    def duplicates(self) -> int:
        """Good lines beyond the first of each row."""
        good = self.row[self.defect == GOOD]
        return len(good) - len(np.unique(good))

    def rejected(self) -> dict[str, int]:
        """Lines that a reader must put aside, by reason."""
        counts = np.bincount(self.defect, minlength=len(REASONS))
        return {reason: int(count) for reason, count in zip(REASONS, counts, strict=True) if reason}


def deliver(rows: Rows, plan: Plan, draws: Draws) -> Deliveries:
    """Decide how every row is delivered."""
    size = len(rows.sent_ms)
    received = _received(rows.sent_ms, plan, draws)
    defect = np.where(rows.bot, BOT, GOOD)
    kinds = draws.choice([*plan.spoilt, 1 - sum(plan.spoilt)], size)
    spoilt = (kinds < len(plan.spoilt)) & ~rows.whole & ~rows.bot
    defect = np.where(spoilt, kinds + MISSING_ID, defect)
    rescued = spoilt & draws.chance(RESCUED, size)
    again = rescued | (draws.chance(plan.redelivered, size) & ~spoilt & ~rows.bot)
    later = received + draws.between(HOUR, 3 * DAY, size)
    again &= ~rows.once & (later < HORIZON)
    twice = draws.chance(plan.repeated, size) & ~spoilt & ~rows.bot
    numbers = np.arange(size, dtype=np.int64)
    row = np.concatenate([numbers, numbers[twice], numbers[again]])
    times = np.concatenate([received, received[twice], later[again]])
    flaws = np.concatenate([defect, defect[twice], np.zeros(int(again.sum()), dtype=np.int64)])
    return _filed(row, times, flaws, plan)


def _received(sent: Ints, plan: Plan, draws: Draws) -> Ints:
    """When each row arrives: soon, or hours to days late, but before the export was made."""
    size = len(sent)
    late = sent + draws.between(2 * HOUR, 6 * DAY, size)
    is_late = draws.chance(plan.late, size) & (late < HORIZON)
    return np.where(is_late, late, sent + draws.between(100, 3 * SECOND, size))


def _filed(row: Ints, times: Ints, flaws: Ints, plan: Plan) -> Deliveries:
    """Put each line into the file of its time; good ones near a cut into the next file, too."""
    cuts = np.asarray(plan.cuts, dtype=np.int64)
    file = np.maximum(np.searchsorted(cuts, times, side="right") - 1, 0)
    following = np.searchsorted(cuts, times + plan.overlap_ms, side="right") - 1
    both = (following > file) & (flaws == GOOD)
    row = np.concatenate([row, row[both]])
    received = np.concatenate([times, times[both]])
    defect = np.concatenate([flaws, flaws[both]])
    files = np.concatenate([file, following[both]])
    order = np.lexsort((defect, row, received, files))
    return Deliveries(
        row=row[order], received_ms=received[order], defect=defect[order], file=files[order]
    )
