"""A log in groups: the rows of a measure for every group, from one query over all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from miner.warehouse import LogError

Rows = list[tuple[Any, ...]]
Result = TypeVar("Result")


class Tables(Protocol):
    """What a measure asks of a log, or of one group of it: the rows of a measure, by its name."""

    def table(self, name: str, **parameters: Any) -> Rows:
        """The rows of the measure in miner/sql/<name>.sql."""


@dataclass(frozen=True, slots=True)
class GroupedLog:
    """A log in groups: `numbered` gives rows that begin with the number of one of `values`."""

    numbered: Tables
    values: tuple[Any, ...]

    def table(self, name: str, **parameters: Any) -> Rows:
        """The rows of a measure for every group, its value first.

        Raises `LogError` when the query fails, and for events in groups where cases are counted.
        """
        rows = self.numbered.table(name, **parameters)
        return [(self.values[number - 1], *rest) for number, *rest in rows]

    def each(self, measure: Callable[[Tables], Result]) -> dict[Any, Result]:
        """What a measure gives for each group: `log.by("channel").each(directly_follows)`.

        Raises `LogError` as `table` does, and for groups that are lists.
        """
        if any(isinstance(value, (list, dict)) for value in self.values):
            raise LogError("groups are texts, numbers or times, not lists: choose one value.")
        asked: dict[str, dict[int, Rows]] = {}
        groups = enumerate(self.values, 1)
        return {value: measure(_Group(self.numbered, no, asked)) for no, value in groups}


@dataclass(frozen=True, slots=True)
class _Group:
    """One group as what a measure reads; `asked` keeps the rows of all groups for one `each`."""

    numbered: Tables
    number: int
    asked: dict[str, dict[int, Rows]]

    def table(self, name: str, **parameters: Any) -> Rows:
        """The rows of this group."""
        call = f"{name} {parameters!r}"
        if call not in self.asked:
            self.asked[call] = {}
            for number, *rest in self.numbered.table(name, **parameters):
                self.asked[call].setdefault(number, []).append(tuple(rest))
        return self.asked[call].get(self.number, [])
