"""The warehouse's schema version: an older one is migrated whole, a newer one is refused."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from miner import warehouse
from miner.warehouse import LogError, in_memory, open_for_analysis, open_for_loading

FIRST = Path(__file__).with_name("schema_1.sql")
COLUMNS = """
    select table_name, column_name, data_type, is_nullable, comment
    from duckdb_columns() where not internal and database_name = current_database() order by table_name, column_index
"""


@pytest.fixture
def first(tmp_path):
    """A warehouse as version 1 made it, with a row in each table that changed since."""
    path = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(FIRST.read_text("utf-8"))
        connection.execute("insert into schema_version values (1)")
        connection.execute(
            "insert into events values ('web:1', 'web', 'page', '2025-01-01 00:00:00+00', 'occurred',"
            " 's', null, 'customer', 'u', null, null, null, null, 'a.jsonl', 1, 'l')"
        )
        connection.execute(
            "insert into quarantine values ('l', 'web', 'a.jsonl', 2, 'invalid_json', null, '{broken',"
            " '2025-01-01 00:00:00+00', '2025-01-01 00:00:00+00', 'new')"
        )
        connection.execute(
            "insert into loads values"
            " ('l', 'web', 'a.jsonl', 'ff', '2025-01-01 00:00:00+00', 2, 1, 0, 1, 0, 1, null, null)"
        )
    return path


def test_an_older_warehouse_becomes_a_new_one_with_its_rows(first):
    with open_for_loading(first) as connection, in_memory() as made:
        found = connection.execute(COLUMNS).fetchall()
        assert found == made.execute(COLUMNS).fetchall()
        assert connection.execute("from schema_version").fetchall() == [(warehouse.SCHEMA_VERSION,)]
        assert connection.execute("select event_id, timestamp_flag from events").fetchall() == [
            ("web:1", None)
        ]
        # what an older version kept was not redacted
        assert connection.execute("select raw_text, raw_form from quarantine").fetchall() == [
            ("{broken", "plain")
        ]
        assert connection.execute("select rows_read, events_conflicting from loads").fetchall() == [
            (2, None)
        ]
    with open_for_loading(first) as connection:
        assert connection.execute("from schema_version").fetchall() == [(warehouse.SCHEMA_VERSION,)]


def test_analysis_migrates_an_older_warehouse_too(first):
    with open_for_analysis(first) as connection:
        assert connection.execute("select count(timestamp_flag) from events").fetchall() == [(0,)]


def test_a_migration_that_is_broken_off_leaves_the_older_warehouse(first, monkeypatch, tmp_path):
    broken = tmp_path / "migrations"
    broken.mkdir()
    (broken / "2.sql").write_text("alter table events add column half integer; select broken_off;")
    monkeypatch.setattr(warehouse, "_MIGRATIONS", broken)
    with pytest.raises(duckdb.BinderException):
        open_for_loading(first)
    with duckdb.connect(str(first)) as connection:
        assert connection.execute("from schema_version").fetchall() == [(1,)]
        assert "half" not in str(connection.execute(COLUMNS).fetchall())


@pytest.mark.parametrize("opened", [open_for_loading, open_for_analysis])
def test_a_newer_warehouse_is_refused_and_left_alone(opened, first):
    newer = warehouse.SCHEMA_VERSION + 1
    with duckdb.connect(str(first)) as connection:
        connection.execute(f"update schema_version set version = {newer}")
        before = connection.execute(COLUMNS).fetchall()
    with pytest.raises(LogError, match=f"schema version {newer}, this program knows"):
        opened(first)
    with duckdb.connect(str(first)) as connection:
        assert connection.execute(COLUMNS).fetchall() == before


def test_there_is_a_migration_to_each_version():
    names = sorted(path.name for path in warehouse._MIGRATIONS.glob("*.sql"))
    assert names == sorted(f"{n}.sql" for n in range(2, warehouse.SCHEMA_VERSION + 1))
