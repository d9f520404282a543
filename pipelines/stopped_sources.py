"""Which mistakes end a run, and which stop one source only.

A source that was loaded before is stopped by whatever is wrong with it now: a scheduled run must
not lose the others to one export that is broken or late. A source that is new is stopped only by a
file that cannot be read as a whole; what project.yaml can mend (no file, no such column, no zone,
nothing is an event) ends the run before anything is committed, with the mistakes of all sources.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.project_file import BrokenExportError, SourceError
from pipelines.staging import StagedSource, Staging


def staged_or_stopped(staging: Staging) -> StagedSource:
    """The source parsed, or stopped. Raises `SourceError` when the run cannot go on."""
    try:
        return staging.staged()
    except SourceError as error:
        unread = staging.unread(" ".join(error.mistakes))
        if unread.is_known or isinstance(error, BrokenExportError):
            return unread
        raise


def refuse_nothing(staged: Iterable[StagedSource]) -> None:
    """Raises `SourceError` when no source could be read, and none was ever loaded."""
    sources = list(staged)
    if sources and all(source.unread and not source.is_known for source in sources):
        raise SourceError(*(str(source.stopped) for source in sources))
