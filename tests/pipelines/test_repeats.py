"""Ids that come more than once in a load are found, however few are compared at a time."""

from __future__ import annotations

import duckdb
import pytest

from pipelines.repeats import has_repeats
from pipelines.sql_variables import set_variables
from pipelines.staged_files import connected


@pytest.mark.parametrize("slices", [1, 2, 7])
@pytest.mark.parametrize(
    ("ids", "expected"), [(range(5000), False), ([*range(5000), 4711], True), ([], False)]
)
def test_a_repeated_id_is_found_in_any_slice(tmp_path, slices, ids, expected):
    files = [str(tmp_path / f"{number}.parquet") for number in range(2)]
    for number, file in enumerate(files):
        duckdb.sql(
            "select case when n >= 0 then 'crm:' || n end as event_id"
            f" from (select unnest({[*ids][number::2]}::bigint[] || [-1, -1]) as n)"
        ).write_parquet(file)
    with connected(tmp_path) as connection:
        set_variables(connection, {"staged_files": files})
        assert has_repeats(connection, slices) is expected
