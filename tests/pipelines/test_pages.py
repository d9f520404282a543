"""A page of an API's answer is its rows: it gives what the rows give as JSON lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from pipelines.sources import SOURCES
from tests.pipelines.fixture_loading import contents, load, make_project

CASES = Path(__file__).with_name("sources")
PAGES = {
    "salesforce": ("salesforce-landed.yaml", "case_history.jsonl", "records"),
    "zendesk": ("zendesk.yaml", "ticket_audits.jsonl", "audits"),
    "jira": ("jira.yaml", "issues.jsonl", "issues"),
    "servicenow": ("servicenow-json.yaml", "all.json", "result"),
    "hubspot": ("hubspot-objects.yaml", "deals.jsonl", "results"),
    "freshdesk": ("freshdesk.yaml", "conversations.jsonl", "activities_data"),
    "intercom": ("intercom.yaml", "conversations.jsonl", "conversations"),
}
"""Format to a case file, a file of JSON in it, and the key of the list in a page."""


def test_every_format_with_pages_is_here():
    assert {source.name for source in SOURCES if source.pages} == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_gives_what_its_rows_give(name, tmp_path):
    case_file, file, key = PAGES[name]
    cases = YAML(typ="safe").load((CASES / case_file).read_text("utf-8"))
    case = next(case for case in cases if file in case["files"])
    rows = documents(case["files"][file])
    lines = "".join(f"{json.dumps(row)}\n" for row in rows)
    paged = json.dumps({"count": len(rows), key: rows, "next_page": None}, indent=1)
    settings = {"format": name, **case.get("settings", {}), "files": ["exports"]}
    warehouses = []
    for number, text in enumerate((lines, paged)):
        project = make_project(tmp_path / str(number), {"s": settings}, {"exports": text})
        assert load(project)["s"].rows_read == len(rows)
        warehouses.append(contents(project))
    assert warehouses[0] == warehouses[1]
    assert warehouses[0][0]


def documents(text):
    """The objects of a JSON array or of JSON lines."""
    if text.lstrip().startswith("["):
        return json.loads(text)
    return [json.loads(line) for line in text.splitlines()]
