"""Access logs of Apache and Nginx (common, combined): pages; bots and static files are kept apart.

The visitor is a hash of address, user agent and UTC day: nobody is followed over midnight.
"""

from __future__ import annotations

from pipelines.source_format import SOURCES_SQL, Reason, SourceFormat

SOURCE = SourceFormat(
    name="access_log",
    reader="lines",
    mapping=SOURCES_SQL / "access_log.sql",
    rows_are_apart=True,
    reasons={
        "malformed_line": Reason("expected a line of the common or combined log format"),
        "static_file": Reason(
            "a style sheet, script, picture, font or robots.txt is no page, as static: says",
            is_fault=False,
        ),
        "probe": Reason(
            "a health check, or somebody who looks for a hole in the server, as probes: says",
            is_fault=False,
        ),
    },
)
