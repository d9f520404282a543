"""The files of a source before they are parsed: what each holds, and the id of its load."""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

from pipelines.contents import UNKNOWN, Content, look_into
from pipelines.conversion import converted
from pipelines.first_rows import shown_names
from pipelines.listing import Listed
from pipelines.project import SourceSettings
from pipelines.project_file import BrokenExportError, SourceError
from pipelines.source_format import SQL, SourceFormat
from pipelines.staged_files import FileToParse
from pipelines.unpacking import unpacked


def files_to_parse(
    source: SourceFormat,
    settings: SourceSettings,
    found: Listed,
    kept: tuple[str, ...],
    folder: Path,
) -> list[FileToParse]:
    """The files with what they hold and the id of their load.

    Raises `SourceError` with all mistakes, `BrokenExportError` where each is a file that cannot be
    read.
    """
    files: list[FileToParse] = []
    hashes = _hashes(found)
    mistakes, is_broken = list[str](), True  # as long as no setting is wrong
    for number, (name, path) in enumerate(found.files.items()):
        try:
            readable, content = _looked_into(source, settings, path, folder / f"unpacked-{number}")
        except SourceError as error:
            mistakes.extend(error.mistakes)
            is_broken &= isinstance(error, BrokenExportError)
            continue
        except (OSError, EOFError, UnicodeError, zlib.error) as error:
            told = f"cannot be read ({error}). Correct encoding:, or export it again."
            mistakes.append(f"{path}: {told}")
            continue
        sha256 = hashes[name].result()
        mapping = _mapping_digest(source.scripts_of(content.table), settings, kept)
        files.append(
            FileToParse(
                number=number,
                source_file=name,
                path=str(readable),
                sha256=sha256,
                load_id=digest(settings.name, name, sha256, mapping),
                content=content,
            )
        )
    if files and all(file.content.table is UNKNOWN for file in files):
        mistakes += [_fits_no_table(source, file) for file in files]
        is_broken = False
    if mistakes:
        kind = BrokenExportError if is_broken else SourceError
        raise kind(*(f"source {settings.name}: {mistake}" for mistake in mistakes))
    return files


def _hashes(found: Listed) -> dict[str, Future[str]]:
    """The hash of each file; those that are not known are made beside each other."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return {
            name: pool.submit(_hash, path, found.hashes.get(name))
            for name, path in found.files.items()
        }


def _hash(path: Path, known: str | None) -> str:
    return known or file_sha256(path)


def _fits_no_table(source: SourceFormat, file: FileToParse) -> str:
    """What stands in a file, and which tables would be known."""
    columns = ", ".join(shown_names(file.content.columns)[:12]) or "(is there a header?)"
    return (
        f"{file.source_file}:1: the columns {columns} fit no table of"
        f" {source.name}. Known by their columns: {source.known_tables()}."
    )


def _looked_into(
    source: SourceFormat, settings: SourceSettings, path: Path, target: Path
) -> tuple[Path, Content]:
    """Where a file can be read (unpacked, when it is an archive), and what it holds."""
    readable = converted(unpacked(path, target), target, settings)
    try:
        return readable, look_into(source, readable, settings)
    except SourceError as error:
        told = [mistake.replace(str(readable), str(path)) for mistake in error.mistakes]
        raise type(error)(told) from error


def _mapping_digest(scripts: Sequence[Path], settings: SourceSettings, kept: Sequence[str]) -> str:
    """A hash of all that says how rows become events: our SQL, the settings, the kept names."""
    shared = (SQL / "times.sql", SQL / "macros.sql", *sorted(SQL.glob("declared_*.sql")))
    texts = [path.read_text(encoding="utf-8") for path in (*shared, *scripts)]
    said = {
        key: value
        for key, value in asdict(settings).items()
        if key
        in (
            "format",
            "zone",
            "timestamp_format",
            "plausible",
            "precision",
            "encoding",
            "bots",
            "static",
            "probes",
            "heartbeats",
            "columns",
            "links",
            "sheet",
        )
    }
    return digest(*texts, json.dumps(said, sort_keys=True, default=str), *kept)


def digest(*texts: str) -> str:
    """A hash of texts, told apart from each other."""
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:32]


def file_sha256(path: Path) -> str:
    """The hash of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
