"""The examples of docs/measures.md run as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

PAGE = Path(__file__).parents[2] / "docs" / "measures.md"


def test_the_examples_run(log, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    duckdb.sql(
        """copy (select 'c1' as "case", 'open' as activity, timestamptz '2026-01-05 08:00Z' as "time")
        to 'events.parquet'"""
    )
    (tmp_path / "helpdesk.csv").write_text(
        "Case ID,Activity,Complete Timestamp\n7,Assign,2026-01-05 08:00:00\n", "utf-8"
    )
    made = log("a b c; a c b a; b")
    made.connection.execute(
        """update events set role = 'r' || event_id[-1:], actor = 'x' || event_id[-1:],
        channel = 'web', attributes = '{"product": "p"}'"""
    )
    names: dict[str, object] = {"connection": made.connection}
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    for block in blocks:
        exec(block, names)
    assert len(blocks) == 4
    assert names["made"].rows.events == 1
    assert eval("ping_pong(log.relabelled('role'))", names) == []
