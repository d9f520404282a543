"""A large CSV file cut into smaller ones between two of its rows.

DuckDB 2.0 loses rows where one of its read buffers ends and the next begins. Each file that it is
given fits into one buffer, which is as large as the file: so memory is small, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, count
from pathlib import Path
from typing import BinaryIO

from pipelines.staged_files import FileToParse
from pipelines.text_lines import utf8_chunks

PART = 64 * 1024**2  # bytes


def is_cut(file: FileToParse, size: int) -> bool:
    """Whether a file of so many bytes is read in parts: a CSV file of more than `PART`."""
    return file.content.reader == "csv" and size > PART


def parts_of(file: FileToParse, encoding: str, size: int, folder: Path) -> Iterator[FileToParse]:
    """The file itself, or if it is to be cut its parts, each made when it is asked for.

    Whoever has read a part removes it.
    """
    if not is_cut(file, size):
        yield file
        return
    target = folder / f"{file.number}.part.csv"
    content = replace(file.content, is_part=True)
    for path in csv_parts(Path(file.path), encoding, content.quote.encode(), target):
        yield replace(file, path=str(path), content=content)
        content = replace(content, has_header=False)  # its header is in the first


def csv_parts(path: Path, encoding: str, quote: bytes, target: Path) -> Iterator[Path]:
    """The parts of a file one after the other, in UTF-8, each in a file beside `target`.

    A part ends where no quote is open, unless one stays open for longer than a row may be.
    """
    chunks = utf8_chunks(path, encoding)
    rest = next(chunks, b"")
    for number in count():
        if not rest:
            return
        part = target.with_stem(f"{target.stem}-{number}")
        with part.open("wb") as stream:
            rest = _written(chain([rest], chunks), quote, stream) or next(chunks, b"")
        yield part


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
