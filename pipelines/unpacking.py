"""Packed files of a source: a zip archive holds one file; gzip and zstd must be whole."""

from __future__ import annotations

import lzma
import shutil
import zlib
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from miner.warehouse import LogError
from pipelines.file_kinds import opened
from pipelines.project_file import BrokenExportError

MOST_TIMES = 200
"""An archive that unpacks to more than so many times its size, and to more than `MOST_BYTES`, is
no export: logs pack to a tenth or a twentieth."""
MOST_BYTES = 2 * 1024**3

PACKED = (".gz", ".zst")
"""Endings of what the readers unpack themselves."""
_ENCRYPTED = 0x1  # of the flags of a member
_SHOWN = 4  # names in a message
_CHUNK = 1024 * 1024
BROKEN = (BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error, lzma.LZMAError)


def unpacked(path: Path, target: Path) -> Path:
    """The file to read: the path itself, or the one file in a zip archive, written to `target`.

    Raises `BrokenExportError` for an archive of no or several files, with a password, that unpacks
    to far too much, or that cannot be read; `OSError` as reading and writing do.
    """
    if path.suffix.lower() != ".zip":
        return path
    try:
        with ZipFile(path) as archive:
            member = _only_member(path, archive)
            # the readers tell by the name whether they must unpack once more
            ending = Path(member.filename).suffix.lower()
            written = target.with_suffix(ending) if ending in PACKED else target
            with archive.open(member) as packed, written.open("wb") as stream:
                shutil.copyfileobj(packed, stream, _CHUNK)
            return written
    except BROKEN as error:
        raise BrokenExportError(
            f"{path}: is no zip archive that can be read ({error}). It may be cut off: export or"
            " pack it again."
        ) from error


def whole_size(path: Path) -> int:
    """How many bytes a file has, unpacked.

    A packed file is read to its end: DuckDB takes what comes before a broken place for the whole.
    Raises `LogError` when it is cut off or its checksum is wrong.
    """
    if path.suffix.lower() not in PACKED:
        return path.stat().st_size
    size = 0
    try:
        with opened(path) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
    except (*BROKEN, OSError) as error:
        reason = str(error).rstrip(".")
        raise LogError(f"it is broken where it is packed ({reason}).") from error
    return size


def _only_member(path: Path, archive: ZipFile) -> ZipInfo:
    """The one file in an archive, folders and what macOS adds apart."""
    members = [
        member
        for member in archive.infolist()
        if not member.is_dir() and not member.filename.startswith("__MACOSX/")
    ]
    if len(members) != 1:
        names = [member.filename for member in members[:_SHOWN]]
        named = f" ({', '.join(names + ['...'] * (len(members) > _SHOWN))})" if members else ""
        raise BrokenExportError(
            f"{path}: holds {len(members)} files{named}, expected one. Pack each file by itself,"
            " or unpack the archive and name the files."
        )
    _check(path, members[0])
    return members[0]


def _check(path: Path, member: ZipInfo) -> None:
    """Refuses a file with a password, and one that is far too big for its archive."""
    if member.flag_bits & _ENCRYPTED:
        raise BrokenExportError(
            f"{path}: {member.filename} is encrypted. Unpack it with its password first."
        )
    # what a member says of its own packed size may be untrue; no more is unpacked than it says
    if member.file_size > max(MOST_BYTES, MOST_TIMES * path.stat().st_size):
        raise BrokenExportError(
            f"{path}: {member.filename} would unpack to {member.file_size:,} bytes, more than"
            f" {MOST_TIMES} times the archive. Unpack it yourself if that is right."
        )
