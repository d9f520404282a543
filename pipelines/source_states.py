"""How far each source's log reaches, and whether it can be relied on (`findings.SourceState`).

*Complete until* and *coverage from* are declared in project.yaml, else assumed from the source's
last and first event. A source is *stale* when it ends more than its `stale_after` before the run;
where that is not declared, when it ends more than a week before the source that reaches furthest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from blueprint.findings import SourceState
from pipelines.project import SourceSettings
from pipelines.stopping import NO_FAULT

LAG = timedelta(days=7)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SQL = Path(__file__).parent / "sql" / "source_states.sql"


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the warehouse holds of one source."""

    events: int = 0
    first_us: int | None = None
    last_us: int | None = None
    rows_read: int = 0
    rows_duplicate: int = 0
    rows_quarantined: int = 0
    rows_refused: int = 0  # of the last load, which was stopped
    unread: str | None = None  # why the last load could not read a row
    ambiguous: int = 0
    impossible: int = 0
    future: int = 0
    rows_loaded: int = 0
    events_conflicting: int = 0


def source_states(
    connection: duckdb.DuckDBPyConnection,
    settings: tuple[SourceSettings, ...],
    at: datetime,
    stopped: Mapping[str, str],
) -> list[SourceState]:
    """One state per source of the project, in its order; `stopped` says why a load was given up."""
    rows = connection.execute(
        _SQL.read_text(encoding="utf-8"), {"no_fault": list(NO_FAULT)}
    ).fetchall()
    seen = {source: _Seen(*numbers) for source, *numbers in rows}
    found = [(s, seen.get(s.name, _Seen())) for s in settings]
    furthest = max((u for s, e in found if (u := _until(s, e))), default=None)
    return [
        _state(
            s,
            e,
            stale=_is_stale(s, _until(s, e), at, furthest),
            stopped=stopped.get(s.name) or _refusal(e),
        )
        for s, e in found
    ]


def _until(settings: SourceSettings, seen: _Seen) -> datetime | None:
    """Complete until: declared, else the last event."""
    return settings.complete_until or _time(seen.last_us)


def _is_stale(
    settings: SourceSettings, until: datetime | None, at: datetime, furthest: datetime | None
) -> bool:
    """Whether the log ends too early: before the run where declared, else before the others."""
    if until is None or furthest is None:
        return False
    if settings.stale_after is not None:
        return at - until > settings.stale_after
    return furthest - until > LAG


def _state(
    settings: SourceSettings, seen: _Seen, *, stale: bool, stopped: str | None
) -> SourceState:
    """The state as the findings tell it."""
    return SourceState(
        source=settings.name,
        coverage_from=_iso(settings.coverage_from or _time(seen.first_us)),
        complete_until=_iso(_until(settings, seen)),
        assumed=settings.complete_until is None,
        stale=stale,
        stopped=stopped,
        events=seen.events,
        rows_read=seen.rows_read,
        rows_duplicate=seen.rows_duplicate,
        rows_quarantined=seen.rows_quarantined,
        rows_loaded=seen.rows_loaded,
        events_conflicting=seen.events_conflicting,
        times_ambiguous=seen.ambiguous,
        times_impossible=seen.impossible,
        times_future=seen.future,
    )


def _refusal(seen: _Seen) -> str | None:
    """Why the last load was stopped, as far as the warehouse remembers."""
    if seen.unread:
        return seen.unread
    rows = seen.rows_refused
    return f"{rows} rows of the last load were rejected, more than its limit" if rows else None


def _time(microseconds: int | None) -> datetime | None:
    """A time in UTC from microseconds since 1970."""
    return None if microseconds is None else _EPOCH + timedelta(microseconds=microseconds)


def _iso(time: datetime | None) -> str | None:
    """ISO 8601 in UTC."""
    return None if time is None else time.astimezone(UTC).isoformat()
