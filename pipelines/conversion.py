"""Files that no reader of ours takes as they are, written as CSV or JSON lines first."""

from __future__ import annotations

from pathlib import Path

from miner.ocel import write_documents
from miner.warehouse import LogError
from pipelines.project import SourceSettings
from pipelines.project_file import SourceError
from pipelines.spreadsheets import as_csv


def converted(path: Path, target: Path, settings: SourceSettings) -> Path:
    """The file to read: the path itself, or what became of it in `target`.

    Raises `SourceError` for what is no workbook or no OCEL log, as the format asks for.
    """
    if settings.format == "xlsx":
        return as_csv(path, target.with_suffix(".csv"), settings.sheet)
    if settings.format == "ocel":
        try:
            return write_documents(path, target.with_suffix(".jsonl"))
        except LogError as error:
            raise SourceError(str(error)) from error
    return path
