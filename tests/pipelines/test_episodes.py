"""A project whose cases are episodes: the cut is measured, shown, and stands in the mart."""

from __future__ import annotations

import duckdb
import pytest

from pipelines.ledger import first_line
from pipelines.published import findings_of, latest
from pipelines.run import compare_loaded, load_sources, new_order


def published(shop, scope):
    design = shop / "blueprint.yaml"
    text = design.read_text(encoding="utf-8")
    assert "  case: customer\n" in text
    design.write_text(text.replace("  case: customer\n", scope, 1), encoding="utf-8")
    order = new_order(shop)
    load_sources(order)
    compare_loaded(order)
    return latest(shop / "out")


def test_the_gap_that_was_set_is_told_everywhere(shop):
    folder = published(shop, "  case: episode\n  episode: {gap: 36h}\n")
    findings = findings_of(folder)
    assert findings.run.case_rule == "episode 1, gap 1.5 days"
    assert findings.run.episode_gap == (1.5 * 86_400, "set")
    assert findings.run.cases > 0
    assert f"in {findings.run.cases} episodes (a pause of 1.5 days, as set)" in first_line(findings)
    assert "a pause of 36" in (folder / "report.html").read_text(encoding="utf-8")
    rows = duckdb.sql(f"select distinct rule from '{folder}/mart/cases.parquet'").fetchall()
    assert rows == [("episode 1, gap 1.5 days",)]


def test_usual_are_said(shop):
    findings = findings_of(published(shop, "  case: episode\n"))
    assert findings.run.episode_gap == (30 * 86_400, "usual")
    assert (
        "a pause of 30 days, the usual one: the log's pauses are too few, or of one kind"
        in first_line(findings)
    )


@pytest.mark.parametrize("scope", ["", "  case: customer\n"])
def test_customers_are_the_usual_cases(shop, scope):
    findings = findings_of(published(shop, scope))
    assert findings.run.case_rule == "customer 1"
    assert "episodes" not in first_line(findings)
