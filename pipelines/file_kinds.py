"""What kind a file is, by its first bytes and not by its name; packed files are looked into."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from pipelines.project_file import SourceError

_HEAD = 1_000_000  # characters that are looked at
_FIRST = 20  # lines that are looked at


def file_kind(path: Path, encoding: str) -> str:
    """`parquet`, `csv`, `lines` (a JSON object on each, or none) or `documents` (any other JSON).

    Raises `SourceError` for XML, which none of the readers of tables takes.
    """
    with opened(path) as stream:
        if stream.read(4) == b"PAR1":
            return "parquet"
    head = _head(path, encoding).lstrip("\ufeff \t\r\n")
    if head.startswith("<"):
        raise SourceError(f"{path}: is XML or HTML, expected CSV, Parquet or JSON.")
    if not head:
        return "lines"  # of which there are none
    if not head.startswith(("{", "[")):
        return "lines" if _has_object(head.splitlines()[1:_FIRST]) else "csv"
    return "lines" if _is_lines(head) else "documents"


def json_format(path: Path, encoding: str) -> str:
    """DuckDB's name for how a file of JSON documents is built."""
    head = _head(path, encoding).lstrip("\ufeff \t\r\n")
    return "array" if head.startswith("[") else "unstructured"


def _is_lines(head: str) -> bool:
    """Whether the first object ends on its line; one that is broken costs its line only."""
    is_array = head.startswith("[")
    if is_array and _has_neighbours(head.splitlines()[1:_FIRST]):
        return True
    try:
        _, end = json.JSONDecoder().raw_decode(head)
    except RecursionError:  # no array of objects is nested so deep
        return True
    except ValueError:
        return not is_array
    return not is_array and "\n" not in head[:end]


def _has_neighbours(lines: Sequence[str]) -> bool:
    """Whether an object stands on two lines in a row: in an array a comma stands between them."""
    are_objects = [_has_object([line]) for line in lines]
    return any(one and other for one, other in pairwise(are_objects))


def _has_object(lines: Sequence[str]) -> bool:
    """Whether one of these lines is a JSON object: a log of lines may begin with half a one."""
    for line in lines:
        try:
            if line.startswith("{") and isinstance(json.loads(line), dict):
                return True
        except (ValueError, RecursionError):
            continue
    return False


def _head(path: Path, encoding: str) -> str:
    with opened_text(path, encoding) as stream:
        return stream.read(_HEAD)


def opened_text(path: Path, encoding: str) -> TextIO:
    """The file as text, unpacked when its name says so; broken bytes do not stop us here."""
    name = "utf-8-sig" if encoding == "utf-8" else encoding
    return io.TextIOWrapper(opened(path), encoding=name, errors="replace", newline="")


def opened(path: Path) -> BinaryIO:
    """The bytes of a file, unpacked when its name ends in .gz or .zst."""
    if path.suffix.lower() == ".gz":
        return cast("BinaryIO", gzip.open(path))
    if path.suffix.lower() == ".zst":
        import pyarrow as pa  # noqa: PLC0415 - a third of a second

        return cast("BinaryIO", io.BufferedReader(pa.input_stream(path, compression="zstd")))
    return path.open("rb")
