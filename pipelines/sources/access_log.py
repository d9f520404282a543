"""Access logs of Apache and Nginx (common, combined): pages; bots and static files are kept apart.

The visitor is a hash of address, user agent and UTC day: nobody is followed over midnight.
"""

from __future__ import annotations

from pipelines.source_format import SOURCES_SQL, SourceFormat

SOURCE = SourceFormat(
    name="access_log",
    reader="lines",
    mapping=SOURCES_SQL / "access_log.sql",
    rows_are_apart=True,
)
