"""Rows of a measure in a notebook: a list of named tuples that can become a frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

Row = TypeVar("Row", bound=tuple[Any, ...])
MOST_SHOWN = 50
"""Rows that a notebook shows of a longer list."""


class Rows(list[Row]):
    """A list of named tuples; `fields` are their names, also where there is no row.

    `to_pandas()` and `to_polars()` give a frame with a column for each. Durations and times stay
    integer microseconds, as the definitions have them (`pandas.to_timedelta(frame.p50_us, "us")`).
    """

    def __init__(self, rows: Iterable[Row], fields: Iterable[str]) -> None:
        """Takes the rows as they are."""
        super().__init__(rows)
        self.fields = tuple(fields)

    def to_pandas(self) -> pd.DataFrame:
        """A pandas frame; whole numbers with gaps are of the type Int64."""
        import pandas as pd  # noqa: PLC0415 - heavy

        return pd.DataFrame(
            {name: pd.Series(values, dtype=_gapped(values)) for name, values in self._columns()},
            columns=pd.Index(self.fields),
        )

    def to_polars(self) -> pl.DataFrame:
        """A polars frame; a tuple becomes a list."""
        import polars as pl  # noqa: PLC0415 - heavy

        return pl.DataFrame(
            {
                name: [list(value) if isinstance(value, tuple) else value for value in values]
                for name, values in self._columns()
            },
            strict=False,
        )

    def _columns(self) -> Iterable[tuple[str, list[Any]]]:
        columns = list(zip(*self, strict=True)) or [()] * len(self.fields)
        return ((name, list(values)) for name, values in zip(self.fields, columns, strict=True))

    def _repr_html_(self) -> str:
        """What a notebook shows: a table, with what the log wrote escaped."""
        head = "".join(f"<th>{escape(name)}</th>" for name in self.fields)
        lines = (
            "".join(f"<td>{escape(_text(value))}</td>" for value in row)
            for row in self[:MOST_SHOWN]
        )
        body = "".join(f"<tr>{line}</tr>" for line in lines)
        more = len(self) - MOST_SHOWN
        told = f"<caption>and {more:,} more rows</caption>" if more > 0 else ""
        return f"<table>{told}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def stack(groups: Mapping[Any, Any], name: str = "group") -> Rows[Any]:
    """The rows of all groups under each other, with the group's value as the first column.

    `groups` is what `log.by(...).each(measure)` gives.
    """
    fields: tuple[str, ...] = ()
    rows: list[tuple[Any, ...]] = []
    for value, found in groups.items():
        own = found if isinstance(found, Rows) else _single(found)
        fields = own.fields or fields
        rows += [(value, *row) for row in own]
    return Rows(rows, (name, *fields))


def _single(row: Any) -> Rows[Any]:
    """One row, or none, as rows."""
    return Rows([], ()) if row is None else Rows([row], row._fields)


def _gapped(values: list[Any]) -> str | None:
    """The type of whole numbers of which some are missing: as floats they would be rounded."""
    known = [value for value in values if value is not None]
    is_whole = all(isinstance(value, int) and not isinstance(value, bool) for value in known)
    return "Int64" if known and len(known) < len(values) and is_whole else None


def _text(value: Any) -> str:
    """A value as a notebook shows it."""
    if value is None:
        return ""
    return ", ".join(map(_text, value)) if isinstance(value, tuple | list) else str(value)
