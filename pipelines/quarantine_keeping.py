"""How rejected rows are kept: redacted unless project.yaml says otherwise, and for a limited time.

Only their text goes after its time: the rows stay, with file, line and reason, and are counted.
"""

from __future__ import annotations

from datetime import UTC, datetime

import duckdb

from pipelines.project_privacy import PrivacySettings
from pipelines.sql_variables import set_variables
from pipelines.staged_files import sql


def keep_quarantine(connection: duckdb.DuckDBPyConnection, privacy: PrivacySettings) -> None:
    """Prepares the macros of redaction, and brings what is kept already in line with `privacy`.

    The variables of a load must be set.
    """
    kept_since = datetime.now(UTC) - privacy.quarantine_kept
    set_variables(connection, {"quarantine_form": privacy.quarantine, "kept_since": kept_since})
    connection.execute(sql("redaction.sql"))
    connection.begin()
    connection.execute(sql("keep_quarantine.sql"))
    connection.commit()
