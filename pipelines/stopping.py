"""When a source cannot go on: nothing is an event, times have no zone, too much is rejected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import duckdb

from pipelines.parsing import Parser
from pipelines.project import SourceSettings
from pipelines.project_file import SourceError
from pipelines.source_format import Reason
from pipelines.sources import SOURCES
from pipelines.staged_files import Rejected, StagedFile, sql

_SHARED = {
    "invalid_json": Reason("expected one JSON object on a line; the line may be half written"),
    "not_an_object": Reason("expected a JSON object"),
    "bad_encoding": Reason("expected UTF-8 text, or what encoding: says (utf-8, latin-1, utf-16)"),
    "line_too_long": Reason("expected lines of at most 50 MB"),
    "bad_columns": Reason("expected as many columns as the header has"),
    "unknown_record": Reason("expected a row of a kind that the format knows"),
    "unknown_table": Reason("the file's columns fit no table of the format", is_fault=False),
    "missing_id": Reason("expected an id that says whom or what the row is about"),
    "missing_activity": Reason("expected a name of what happened"),
    "bad_timestamp": Reason(
        "expected a time from 1971 to 2099, as ISO 8601 or as timestamp_format: says, such as"
        ' "%d/%m/%Y %H:%M"'
    ),
    "implausible_time": Reason(
        "expected a time in the source's plausible: range (until a day after the load, from 1971 to"
        " 2099); correct the range or the clock, or replay it when the time has come"
    ),
    "naive_timestamp": Reason(
        "expected a time with its zone; declare zone: for the source if you know it"
    ),
    "forgotten": Reason("who it is about was forgotten: nothing of it is kept", is_fault=False),
    "bot": Reason("the user agent is a program's, as bots: says", is_fault=False),
}
_REASONS = _SHARED | {code: reason for s in SOURCES for code, reason in s.reasons.items()}
EXPECTED = {code: reason.expected for code, reason in _REASONS.items()}
"""What was expected, by reason code."""
NO_FAULT = tuple(code for code, reason in _REASONS.items() if not reason.is_fault)
"""Reasons that say nothing about the quality of an export."""


def check_staged(
    parser: Parser,
    staged: Sequence[StagedFile],
    *,
    known_events: bool,
) -> tuple[StagedFile, ...]:
    """The files with their counts.

    Raises `SourceError` when a declared column of times has no zone, or no row at all is an event.
    """
    settings = parser.settings
    counted = _counted(staged)
    if parser.source.declared:
        _refuse_naive(settings, counted)
    rows = sum(file.rows_read for file in counted)
    is_empty = not known_events and not any(file.events for file in counted)
    if is_empty and reject_reason(settings, counted) is None:
        reasons = sorted({r.reason for file in counted for r in file.rejected})
        rejected = f" (rejected for {', '.join(reasons)})" if reasons else ""
        raise SourceError(
            f"{settings.where}: source {settings.name}: found no event in {len(counted)} files"
            f" with {rows} rows{rejected}, expected some."
            " Correct files: or format:, or export again."
        )
    return counted


def _counted(staged: Sequence[StagedFile]) -> tuple[StagedFile, ...]:
    """The files with their events and rejected rows."""
    if not staged:
        return ()
    with duckdb.connect(":memory:") as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute(
            "set variable staged_files = $files",
            {"files": [part for f in staged for part in f.parts]},
        )
        # what is told of a row stands in the report, too
        connection.execute(sql("redaction.sql") + sql("staged_rows.sql"))
        rows = connection.execute(sql("staged_counts.sql")).fetchall()
    counts = {number: found for number, *found in rows}
    return tuple(_with_counts(file, *counts.get(file.number, (0, True, None))) for file in staged)


def _with_counts(
    file: StagedFile,
    events: int,
    is_one_each: bool,  # noqa: FBT001 - a column
    reasons: list[dict[str, object]] | None,
) -> StagedFile:
    rejected = tuple(
        Rejected(
            reason=str(r["reason"]),
            rows=int(str(r["rows"])),
            first_row=int(str(r["row"])),
            found=None if r["found"] is None else str(r["found"]),
        )
        for r in reasons or []
    )
    return replace(file, events=events, is_one_each=is_one_each, rejected=rejected)


def _refuse_naive(settings: SourceSettings, staged: Sequence[StagedFile]) -> None:
    """Times without a zone are not guessed."""
    for file in staged:
        for rejected in file.rejected:
            if rejected.reason == "naive_timestamp":
                column = settings.columns.plain.get("timestamp")
                raise SourceError(
                    f"{settings.where}: source {settings.name}:"
                    f' {file.source_file}:{rejected.first_row}: column "{column}" has the'
                    f' time "{rejected.found}" without a zone.'
                    ' Declare which it is in, such as "zone: Europe/Warsaw" (or "zone: UTC").'
                )


def reject_reason(settings: SourceSettings, staged: Sequence[StagedFile]) -> str | None:
    """Why the source is stopped: the share of rejected rows is above its limit; else None."""
    rows = sum(file.rows_read for file in staged)
    counts = Counter[str]()
    for file in staged:
        counts.update({r.reason: r.rows for r in file.rejected if r.reason not in NO_FAULT})
    rejected = counts.total()
    if rejected == 0 or rejected <= settings.reject_limit * rows:
        return None
    reason, most = counts.most_common(1)[0]
    file, first = next((file, r) for file in staged for r in file.rejected if r.reason == reason)
    found = f' found "{first.found}",' if first.found else ""
    return (
        f"{rejected} of {rows} rows were rejected, reject_limit is {settings.reject_limit:g};"
        f" most for {reason} ({most} rows), first"
        f" {file.source_file}:{first.first_row}:{found} {EXPECTED.get(reason, '')}"
    )
