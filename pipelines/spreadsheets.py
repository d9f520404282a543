"""XLSX workbooks: one sheet, written as CSV, so that it is read like any other table."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from pipelines.project_file import BrokenExportError, SourceError, nearest
from pipelines.unpacking import MOST_BYTES, MOST_TIMES

SUFFIXES = (".xlsx", ".xlsm")


def as_csv(path: Path, target: Path, sheet: str | None) -> Path:
    """The sheet of a workbook (the first, where none is named) as a CSV file in `target`.

    A row of the sheet is a row of the file, and cells with several lines stay one cell. Raises
    `SourceError` for what is no workbook, one that unpacks to far too much, or lacks the sheet.
    """
    import openpyxl  # noqa: PLC0415 - a quarter of a second

    _refuse_bomb(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises what its parsers raise
        raise BrokenExportError(
            f"{path}: is no XLSX workbook that can be read ({error})."
        ) from error
    try:
        _write(_rows(path, book, sheet), target)
    finally:
        book.close()
    return target


def _refuse_bomb(path: Path) -> None:
    """Raises `SourceError` for a workbook that unpacks to far too much."""
    try:
        with ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except (BadZipFile, OSError) as error:
        raise SourceError(
            f"{path}: is no XLSX workbook that can be read ({error})."
            " Save an old .xls file as .xlsx."
        ) from error
    if size > max(MOST_BYTES, MOST_TIMES * path.stat().st_size):
        raise SourceError(f"{path}: would unpack to {size:,} bytes. Export it as CSV.")


def _rows(path: Path, book: Any, sheet: str | None) -> Iterable[tuple[Any, ...]]:
    if sheet is not None and sheet not in book.sheetnames:
        raise SourceError(f'{path}: has no sheet "{sheet}"{nearest(sheet, book.sheetnames)}')
    if not book.worksheets:
        raise SourceError(f"{path}: has no sheet with cells.")
    chosen = book[sheet] if sheet is not None else book.worksheets[0]
    # what the file says of its size may be wrong: the rows decide
    chosen.reset_dimensions()
    rows: Iterable[tuple[Any, ...]] = chosen.iter_rows()
    return rows


def _write(rows: Iterable[tuple[Any, ...]], target: Path) -> None:
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
        width = 0
        for row in rows:
            # rows end where their last cell is: the header says how wide the table is
            width = width or len(row)
            writer.writerow([_text(cell) for cell in row] + [""] * (width - len(row)))


def _text(cell: Any) -> str:
    """A cell as text: whole numbers without a point, times as ISO 8601, dates without a time."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        is_date = value.time() == time() and "h" not in cell.number_format.lower()
        return value.date().isoformat() if is_date else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\x00", "")
