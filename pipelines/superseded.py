"""Files whose rows another file of the source has in their final form."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipelines.source_format import SourceFormat
from pipelines.staged_files import FileToParse


def marked_superseded(
    source: SourceFormat, files: Sequence[FileToParse], loaded: Iterable[str]
) -> list[FileToParse]:
    """The files; of those that others supersede the rows will be kept apart, in a load of its own.

    Which they are is for the format to say, by the names of all files, the `loaded` ones too.
    """
    if source.superseded is None:
        return list(files)
    names = source.superseded([*(file.source_file for file in files), *loaded])
    return [_superseded(file) if file.source_file in names else file for file in files]


def _superseded(file: FileToParse) -> FileToParse:
    load_id = hashlib.sha256(f"superseded {file.load_id}".encode()).hexdigest()[:32]
    return replace(file, load_id=load_id, content=replace(file.content, is_superseded=True))
