"""The lines of a text file as Arrow, block by block: none is lost, memory is small.

DuckDB 2.0 cannot do it: where a line ends with the first byte of its next read buffer the line is
dropped without a word, and what follows a lone carriage return or a byte 1 in a line is, too.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from miner.warehouse import LogError
from pipelines.file_kinds import opened
from pipelines.unpacking import BROKEN

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

BLOCK = 512 * 1024  # bytes that are read at a time: what is made of them stays in the cache
LONGEST_LINE = 50_000_000  # bytes
_SHOWN = 4000  # bytes of a longer line that are kept
_BLANKS = b" \t\n\f\r"
_BYTE_ORDER_MARK = codecs.BOM_UTF8


class TextLines:
    """The lines of a file that are not blank: source_row (from 1), line, fault.

    A stream for DuckDB, from the beginning for each query. Lines end in line feed, carriage return
    or both. The fault is `bad_encoding` or `line_too_long`, else null; what stands in such a line
    is then shown with escapes, or its beginning.
    """

    def __init__(self, path: Path, encoding: str) -> None:
        """The lines of a file, unpacked when its name says so."""
        self._path, self._encoding = path, encoding
        self._only: int | None = None
        self.rows = 0
        """Lines that are not blank, once a query has read them all."""
        self.faulty_rows = 0
        self.broken: LogError | None = None
        """Why the file could not be read to its end, as DuckDB tells it only in its own way."""

    @contextmanager
    def only(self, rows: int) -> Iterator[None]:
        """Within, no more of the file is read than these rows take."""
        self._only = rows
        try:
            yield
        finally:
            self._only = None

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The lines as a stream of the Arrow PyCapsule interface."""
        import pyarrow as pa  # noqa: PLC0415 - a third of a second

        schema = pa.schema(
            [("source_row", pa.int64()), ("line", pa.string()), ("fault", pa.string())]
        )
        reader = pa.RecordBatchReader.from_batches(schema, self._batches(schema))
        return reader.__arrow_c_stream__(requested_schema)

    def _batches(self, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        """The lines, some thousands at a time, and their number when all were read."""
        import pyarrow as pa  # noqa: PLC0415

        rows = faulty_rows = first_row = 0
        try:
            for block in blocks(self._path, self._encoding):
                columns, lines = _columns(block, first_row)
                yield pa.record_batch(columns, schema=schema)
                first_row += lines
                rows += len(columns[0])
                if self._only is not None and rows >= self._only:
                    return
                faulty_rows += len(columns[0]) - columns[2].null_count
        except (*BROKEN, OSError, UnicodeError) as error:
            self.broken = LogError(f"it is broken ({str(error).rstrip('.')}).")
            raise
        self.rows, self.faulty_rows = rows, faulty_rows


def blocks(path: Path, encoding: str) -> Iterator[bytes]:
    """The text as UTF-8 in blocks of whole lines, each line ended by a line feed.

    Of a line that is longer than `LONGEST_LINE` enough is left to tell that it is.
    """
    rest = b""
    for chunk in _with_line_feeds(utf8_chunks(path, encoding)):
        end = chunk.rfind(b"\n") + 1
        if end:
            yield b"".join((rest, memoryview(chunk)[:end]))
            rest = chunk[end:]
        else:
            rest = (rest + chunk)[: LONGEST_LINE + 1]
    if rest:
        yield rest + b"\n"


def _with_line_feeds(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks with a line feed in place of each other line end, also of one that is cut."""
    held = b""
    for chunk in chunks:
        text = held + chunk if held else chunk
        held = b"\r" if text.endswith(b"\r") else b""
        if b"\r" in text:
            whole = text[:-1] if held else text
            text = whole.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        yield text
    if held:
        yield b"\n"


def utf8_chunks(path: Path, encoding: str) -> Iterator[bytes]:
    """The file, unpacked, in UTF-8 and without a byte order mark; broken bytes stay broken."""
    with opened(path) as stream:
        if encoding != "utf-8":
            yield from _recoded(stream, encoding)
            return
        yield stream.read(BLOCK).removeprefix(_BYTE_ORDER_MARK)
        while chunk := stream.read(BLOCK):
            yield chunk


def _recoded(stream: BinaryIO, encoding: str) -> Iterator[bytes]:
    # half a pair of surrogates costs its line, not the file
    decoder = codecs.getincrementaldecoder(encoding)(errors="surrogatepass")
    while chunk := stream.read(BLOCK):
        yield decoder.decode(chunk).encode("utf-8", "surrogatepass")
    yield decoder.decode(b"", final=True).encode("utf-8", "surrogatepass")


def _columns(block: bytes, first_row: int) -> tuple[list[Any], int]:
    """The columns of the lines in a block that are not blank, and how many lines it has."""
    import numpy as np  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415

    letters = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(letters == ord("\n"))
    lines = len(ends)
    starts = np.zeros(lines + 1, np.int64)
    starts[1:] = ends + 1
    # without the line feeds the lines stand side by side, as Arrow has texts
    offsets = (starts - np.arange(lines + 1)).astype(np.int32)
    text = block.replace(b"\n", b"")
    texts = pa.StringArray.from_buffers(lines, pa.py_buffer(offsets), pa.py_buffer(text))
    columns = [
        pa.array(np.arange(first_row + 1, first_row + lines + 1)),
        *_judged(text, offsets, texts),
    ]
    blank = _blank_lines(block, letters, starts)
    if blank:
        kept = pa.array(np.delete(np.arange(lines), blank))
        columns = [column.take(kept) for column in columns]
    return columns, lines


def _judged(text: bytes, offsets: npt.NDArray[np.int32], texts: pa.Array) -> tuple[Any, Any]:
    """The lines and their faults."""
    import numpy as np  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415

    is_long = len(text) > LONGEST_LINE and bool((np.diff(offsets) > LONGEST_LINE).any())
    if not is_long and (text.isascii() or _is_utf8(texts)):
        return texts, pa.nulls(len(texts), pa.string())
    raw = [text[offsets[n] : offsets[n + 1]] for n in range(len(texts))]
    shown, faults = zip(*map(_shown, raw), strict=True)
    return pa.array(shown, pa.string()), pa.array(faults, pa.string())


def _is_utf8(texts: pa.Array) -> bool:
    import pyarrow as pa  # noqa: PLC0415

    try:
        texts.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _shown(raw: bytes) -> tuple[str, str | None]:
    """A line as text, and its fault."""
    if len(raw) > LONGEST_LINE:
        return raw[:_SHOWN].decode("utf-8", "backslashreplace"), "line_too_long"
    try:
        return raw.decode("utf-8"), None
    except UnicodeDecodeError:
        return raw.decode("utf-8", "backslashreplace"), "bad_encoding"


def _blank_lines(
    block: bytes, letters: npt.NDArray[np.uint8], starts: npt.NDArray[np.int64]
) -> list[int]:
    """Which lines of a block are blank: of those that begin so, those with nothing else."""
    import numpy as np  # noqa: PLC0415

    begin_so = np.flatnonzero(letters[starts[:-1]] <= ord(" "))
    return [n for n in begin_so.tolist() if not block[starts[n] : starts[n + 1]].strip(_BLANKS)]
