"""A CSV file as a stream of texts, with a count of the lines that do not fit its header.

Read by Arrow: DuckDB loses rows of files larger than its buffer (docs/decisions.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from miner.warehouse import LogError

if TYPE_CHECKING:
    import pyarrow as pa

DELIMITERS = ",;\t|"


class CsvRows:
    """The rows of a CSV file with a header; `malformed` counts as they are read."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        """Opens the file. Raises `LogError` when it cannot be read or a column lacks."""
        self.malformed = 0
        self.stream = self._opened(path, columns)

    def _opened(self, path: Path, columns: Sequence[str]) -> pa.RecordBatchReader:
        import pyarrow as pa  # noqa: PLC0415 - heavy
        from pyarrow import csv  # noqa: PLC0415 - heavy

        try:
            return csv.open_csv(
                path,
                read_options=csv.ReadOptions(block_size=1 << 24),
                parse_options=csv.ParseOptions(
                    delimiter=_delimiter(path, pa),
                    newlines_in_values=True,
                    invalid_row_handler=self._skipped,
                ),
                convert_options=csv.ConvertOptions(
                    include_columns=list(columns),
                    column_types=dict.fromkeys(columns, pa.string()),
                    strings_can_be_null=False,
                ),
            )
        except (OSError, KeyError, pa.ArrowInvalid) as error:
            raise LogError(f"{path}: cannot be read as a flat log: {error}") from error

    def _skipped(self, _row: Any) -> str:
        """Counts a row that has too few or too many columns."""
        self.malformed += 1
        return "skip"


def _delimiter(path: Path, pa: Any) -> str:
    """The one of the usual delimiters that stands most often in the header."""
    with pa.input_stream(str(path)) as file:
        header = file.read(1 << 16).split(b"\n", 1)[0].decode("utf-8", errors="replace")
    return max(DELIMITERS, key=header.count)
