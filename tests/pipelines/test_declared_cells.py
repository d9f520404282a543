"""What is taken out of a row by its place is what DuckDB finds under its keys, one path at a time."""

from __future__ import annotations

import json

import duckdb
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.declared_cells import Wanted, cell_of_object, shape_of
from pipelines.source_format import json_path
from pipelines.sql_variables import set_variables
from pipelines.staged_files import sql
from tests.pipelines.fixture_loading import ask, load, make_project

# keys that DuckDB takes for one name, keys within keys
KEYS = st.sampled_from(["a", "A", "b", "a b", 'q"', "b.c"])
PATHS = st.lists(KEYS, min_size=1, max_size=3).map(tuple)
# numbers that are written with an exponent (1e+16) are written so or not, and are no ids
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(1e-3, 1e15) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect(":memory:") as connection:
        connection.execute(sql("times.sql") + sql("macros.sql") + sql("declared_cells.sql"))
        yield connection


@example(
    [(("a",), False), (("A",), False), (("a", "b"), False), (("a",), True)],
    {"a": {"b": 1}, "A": "x"},
)
@given(
    st.lists(st.tuples(PATHS, st.booleans()), min_size=1, max_size=4), st.dictionaries(KEYS, VALUES)
)
def test_cells_are_what_stands_under_their_keys(connection, asked, row):
    wanted = [Wanted(keys, is_json) for keys, is_json in asked]
    shape = shape_of(wanted)
    cells = [cell_of_object(column, shape) for column in wanted]
    set_variables(connection, {"plain_cells": cells, "shape": json.dumps(shape)})
    for number, (keys, is_json) in enumerate(asked, 1):
        name = "json_at" if is_json else "text_at"
        found, there, text = connection.execute(
            f"select {name}(cells, doc, getvariable('plain_cells')[{number}]), json_extract(doc, $path)::varchar,"
            " json_extract_string(doc, $path)"
            " from (select json_transform(doc, getvariable('shape')) as cells, doc from (select $doc as doc))",
            {"path": json_path(*keys), "doc": json.dumps(row)},
        ).fetchone()  # fmt: skip
        if is_json:
            assert found == (None if there == "null" else there)
        else:
            assert found == text


def test_files_of_one_source_may_have_other_columns_in_another_order(tmp_path):
    columns = {"activity": "what", "timestamp": "at", "event_id": "id", "objects": {"ticket": "no"}}
    source = {"format": "csv", "files": "*.csv", "columns": columns, "keep": ["tier", "city"]}
    files = {
        "a.csv": "id,no,what,at,tier\n1,t1,Open,2025-03-01T10:00:00Z,gold\n",
        "b.csv": "at,tier,what,id,no\n2025-03-02T10:00:00Z,silver,Close,2,t1\n",
        "c.csv": "at,tier,what,id,no\n2025-03-03T10:00:00Z,bronze,Reopen,3,t2\n",
        "d.csv": "id,no,city,what,at\n4,t3,Oslo,Open,2025-03-04T10:00:00Z\n",
    }
    project = make_project(tmp_path, {"crm": source}, files)
    load(project)
    assert ask(
        project,
        "select event_id, activity, object_id, attributes::varchar from events"
        " inner join event_objects using (event_id) order by event_id",
    ) == [
        ("crm:1", "Open", "t1", '{"tier":"gold"}'),
        ("crm:2", "Close", "t1", '{"tier":"silver"}'),
        ("crm:3", "Reopen", "t2", '{"tier":"bronze"}'),
        ("crm:4", "Open", "t3", '{"city":"Oslo"}'),
    ]
