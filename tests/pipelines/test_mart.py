"""The mart: every column in the dictionary, every number the same as in the findings or by hand."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipelines import mart
from pipelines.published import findings_of, latest


@pytest.mark.parametrize("name", mart.TABLES)
def test_every_column_of_the_mart_is_in_the_dictionary(published_shop, name):
    path = str(latest(published_shop / "out") / "mart" / f"{name}.parquet")
    columns = [
        row[0]
        for row in duckdb.sql("describe from read_parquet($p)", params={"p": path}).fetchall()
    ]
    table = mart.table(name)
    assert sorted(columns) == sorted(table.columns)
    assert table.grain.startswith("One row per ")
    kept = dict(
        duckdb.sql("select key, value from parquet_kv_metadata($p)", params={"p": path}).fetchall()
    )
    assert kept[b"comment"].decode() == table.grain
    assert kept[f"column.{columns[0]}".encode()].decode() == table.columns[columns[0]]


def test_folder_and_tuple_name_the_same_tables():
    assert {path.stem for path in Path(mart.__file__).with_name("mart").glob("*.sql")} == set(
        mart.TABLES
    )


def rows(project: Path, name: str, query: str) -> list[tuple]:
    path = str(latest(project / "out") / "mart" / f"{name}.parquet")
    with duckdb.connect() as connection:
        connection.execute("create view t as from read_parquet('" + path + "')")
        return connection.execute(query).fetchall()


def test_deviations_are_the_cases_behind_the_gaps(published_shop):
    told = {g.id: g for g in findings_of(latest(published_shop / "out")).gaps}
    counted = dict(
        rows(
            published_shop,
            "deviations",
            "select gap_id, count(*) from t where effect is not null group by 1",
        )
    )
    assert counted == {gap_id: gap.affected for gap_id, gap in told.items()}
    effects = rows(
        published_shop,
        "deviations",
        "select gap_id, any_value(effect_unit), sum(effect) from t where effect is not null group by 1",
    )
    for gap_id, unit, effect in effects:
        assert unit == told[gap_id].effect.unit
        assert effect == pytest.approx(told[gap_id].effect.value, abs=0.001)


def test_mart_of_the_shop_by_hand(published_shop):
    assert rows(
        published_shop,
        "cases",
        "select * exclude (first_event_at, last_event_at) from t where case_id = 'c01'",
    ) == [("c01", 1.0, 3, 3, 56 * 60.0, "customer 1")]
    assert rows(
        published_shop, "instances", "select state, duration_s from t where case_id = 'c01'"
    ) == [("finished", 56 * 60.0)]
    assert rows(
        published_shop, "steps", "select step, lane, cases, share from t order by step"
    ) == [
        ("answer", "counter", 40, pytest.approx(40 / 60, abs=1e-6)),
        ("ask", "customer", 60, 1.0),
        ("pay", "customer", 60, 1.0),
    ]
    assert rows(
        published_shop, "links", "select source, target, designed, crosses, instances from t"
    ) == [
        ("answer", "pay", True, "interaction", 40),
        ("ask", "answer", True, "interaction", 40),
    ]
    assert rows(
        published_shop,
        "gaps",
        "select rank, gap_id, affected, eligible from t where kind = 'skipped_step'",
    ) == [(3, "skipped_step:answer", 20, 60)]
