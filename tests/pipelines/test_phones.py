"""Phones are one number however they are written; what is no one's own number glues nobody."""

from __future__ import annotations

import duckdb
import pytest

from pipelines.load import load_all
from pipelines.phones import e164, is_of_one
from pipelines.project import load_project

PROJECT = """project: 1
privacy: {identifiers: IDENTIFIERS}
identity: {region: ES}
sources:
  crm:
    format: csv
    files: crm.csv
    columns: {activity: what, timestamp: at, objects: {lead: lead, phone: phone}}
    links: [{from: lead, to: phone, qualifier: same}]
"""
ROWS = """what,at,lead,phone
asked,2025-01-01T10:00:00Z,l1,620 000 001
asked,2025-01-01T10:01:00Z,l2,(+34) 620-000-001
asked,2025-01-01T10:02:00Z,l3,910 000 001
asked,2025-01-01T10:03:00Z,l4,extension 7
asked,2025-01-01T10:04:00Z,l5,
"""


@pytest.mark.parametrize(
    ("text", "region", "number"),
    [
        ("620 000 001", "ES", "+34620000001"),
        ("0034 620.000.001", "ES", "+34620000001"),
        ("+34 620 000 001", None, "+34620000001"),
        ("620 000 001", None, None),  # whose country is not said
        ("+34 12", "ES", None),
        ("call me", "ES", None),
        ("", "ES", None),
    ],
)
def test_a_number_is_e164_or_none(text, region, number):
    assert e164(text, region) == number


def test_a_landline_is_not_one_persons():
    assert is_of_one("620 000 001", "ES")
    assert not is_of_one("910 000 001", "ES")
    assert not is_of_one("extension 7", "ES")


def loaded(folder, identifiers):
    (folder / "project.yaml").write_text(PROJECT.replace("IDENTIFIERS", identifiers))
    (folder / "crm.csv").write_text(ROWS)
    project = load_project(folder)
    load_all(project, frozenset(), "run")
    with duckdb.connect(str(project.warehouse_path), read_only=True) as warehouse:
        links = "select from_id, qualifier, to_id from object_links order by all"
        touched = "select object_id from event_objects where object_type = 'phone' order by all"
        return warehouse.execute(links).fetchall(), warehouse.execute(touched).fetchall()


def test_phones_are_loaded_as_numbers_and_glue_only_where_one_person_answers(tmp_path):
    links, touched = loaded(tmp_path, "plain")
    assert sorted(links) == [
        ("l1", "same", "+34620000001"),
        ("l2", "same", "+34620000001"),
        ("l3", "reached", "+34910000001"),
        ("l4", "reached", "extension 7"),
    ]
    assert [row[0] for row in touched] == [
        "+34620000001", "+34620000001", "+34910000001", "extension 7",
    ]  # fmt: skip


def test_the_pseudonym_of_a_phone_is_that_of_its_number(tmp_path, monkeypatch):
    monkeypatch.setenv("BLUEPRINT_MINER_KEY", "0123456789abcdef0123456789abcdef")
    links, _ = loaded(tmp_path, "pseudonyms")
    same = {to for _, qualifier, to in links if qualifier == "same"}
    assert len(same) == 1
    assert same.pop().startswith("p_")
