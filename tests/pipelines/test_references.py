"""What reference files say: the latest word counts, and a word without a time is the oldest."""

from __future__ import annotations

import duckdb
import pytest

from pipelines.staged_files import sql

EARLY, LATE = "timestamptz '2025-01-01 00:00:00+00'", "timestamptz '2025-02-01 00:00:00+00'"


@pytest.mark.parametrize(
    ("other", "latest"), [(EARLY, "named"), (LATE, "renamed"), (None, "named")]
)
@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        ("labels", "'status' as kind, '1' as id, {} as label, {} as written_at"),
        ("actors", "'a1' as actor, 'person' as actor_kind, {} as role, {} as written_at"),
    ],
)
def test_the_latest_word_counts(kind, columns, other, latest, tmp_path):
    files = [str(tmp_path / name) for name in ("1.parquet", "2.parquet", "all.parquet")]
    with duckdb.connect() as connection:
        middle = "timestamptz '2025-01-15 00:00:00+00'"
        at = other or "null::timestamptz"
        connection.sql("select " + columns.format("'named'", middle)).write_parquet(files[0])
        connection.sql("select " + columns.format("'renamed'", at)).write_parquet(files[1])
        connection.execute("set variable reference_files = $files", {"files": files[:2]})
        connection.execute("set variable reference = $file", {"file": files[2]})
        connection.execute(sql(f"{kind}.sql"))
        word = "label" if kind == "labels" else "role"
        found = connection.execute(f"select {word} from read_parquet($file)", {"file": files[2]})
        assert found.fetchall() == [(latest,)]
