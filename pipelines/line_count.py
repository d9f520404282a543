"""Lines of a large file counted once more, by Python: DuckDB may lose one without a word.

DuckDB 2.0 drops a line whose end is the first byte of its next read buffer, and a count by the same
reader cannot see it. Its buffers have 1.6 GB, so only files that may unpack to more are counted.
"""

from __future__ import annotations

from pathlib import Path

from miner.warehouse import LogError
from pipelines.file_kinds import opened

LARGE = 1_500_000_000  # bytes, unpacked
PACKED_TIMES = 25
"""Packed logs are taken to be at most so many times as large unpacked."""


def refuse_lost_lines(path: Path, encoding: str, rows: int) -> None:
    """Raises `LogError` where a large file has other than `rows` lines that are not blank."""
    is_packed = path.suffix.lower() in (".gz", ".zst")
    if path.stat().st_size * (PACKED_TIMES if is_packed else 1) < LARGE or encoding == "utf-16":
        return
    with opened(path) as stream:
        lines = sum(1 for line in stream if line.strip(b"\xef\xbb\xbf \t\r\n\v\f"))
    if lines != rows:
        raise LogError(
            f"{rows:,} of its {lines:,} lines came through. Cut it into files of less than 1 GB."
        )
