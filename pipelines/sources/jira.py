"""Jira issues as JSON lines, as the REST API gives them with `expand=changelog` (and comments).

An issue is known by its id: moving it changes its key. A changelog of several pages must have been
joined: what an export does not hold cannot be read from it.
"""

from __future__ import annotations

from pipelines.source_format import SOURCES_SQL, SourceFormat

SOURCE = SourceFormat(name="jira", reader="lines", mapping=SOURCES_SQL / "jira.sql")
