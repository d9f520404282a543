"""A large CSV file cut into smaller ones between two of its rows.

DuckDB 2.0 loses rows where one of its read buffers ends and the next begins. Each file that it is
given fits into one buffer, which is as large as the file: so memory is small, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from pipelines.staged_files import FileToParse
from pipelines.text_lines import utf8_chunks

PART = 64 * 1024**2  # bytes


def parts_of(file: FileToParse, encoding: str, size: int, folder: Path) -> Iterator[FileToParse]:
    """The file itself, or if it is a CSV file of more than `PART` bytes its parts, one at a time.

    A part stands where the one before it stood: use it before asking for the next.
    """
    if file.content.reader != "csv" or size <= PART:
        yield file
        return
    target = folder / f"{file.number}.part.csv"
    content = replace(file.content, is_part=True)
    for path in csv_parts(Path(file.path), encoding, content.quote.encode(), target):
        yield replace(file, path=str(path), content=content)
        content = replace(content, has_header=False)  # its header is in the first
    target.unlink()


def csv_parts(path: Path, encoding: str, quote: bytes, target: Path) -> Iterator[Path]:
    """The parts of a file one after the other, in UTF-8, each written to `target`.

    A part ends where no quote is open, unless one stays open for longer than a row may be.
    """
    chunks = utf8_chunks(path, encoding)
    rest = next(chunks, b"")
    while rest:
        with target.open("wb") as stream:
            rest = _written(chain([rest], chunks), quote, stream) or next(chunks, b"")
        yield target


def _written(chunks: Iterator[bytes], quote: bytes, stream: BinaryIO) -> bytes:
    """Writes a part; what is left of its last chunk begins the next."""
    size = quotes = 0
    for chunk in chunks:
        size += len(chunk)
        if size >= PART and (end := _end_of_row(chunk, quote, quotes, is_late=size > 2 * PART)):
            stream.write(memoryview(chunk)[:end])
            return chunk[end:]
        stream.write(chunk)
        quotes += chunk.count(quote) if quote else 0
    return b""


def _end_of_row(chunk: bytes, quote: bytes, quotes: int, *, is_late: bool) -> int:
    """Where the last row ends in a chunk that comes after `quotes` quotes; 0: none does."""
    line_end = b"\n" if b"\n" in chunk else b"\r"
    if not quote or is_late:
        return chunk.rfind(line_end) + 1
    end, quotes = len(chunk), quotes + chunk.count(quote)
    while end > 0:
        at = chunk.rfind(line_end, 0, end)
        quotes -= chunk.count(quote, max(at, 0), end)
        if quotes % 2 == 0:
            return at + 1
        end = at
    return 0
