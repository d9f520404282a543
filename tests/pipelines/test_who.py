"""`who`: the chain from an identifier to its customer, in words and for scripts."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from pipelines.cli import commands
from pipelines.faults import status_of
from pipelines.load import load_all
from tests.pipelines.fixture_loading import make_project

BLUEPRINT = """blueprint: 1
id: shop
version: "1"
name: Shop
scope: {timezone: UTC}
lanes: [{id: customer, role: customer, actor: customer, name: Customer}]
stages: [{id: buy, name: Buy}]
steps: [{id: order, stage: buy, lane: customer, name: Order}]
flow: {buy: [order]}
bindings:
  customer: user
  steps: {order: [{source: web, activity: buy}]}
"""
CRM = """what,at,contact,email,ticket
made,2025-01-01T10:00:00Z,c1,Ann@X.example,t1
made,2025-01-02T10:00:00Z,c2,bob@x.example,
"""
WEB = """what,at,user,email,browser
buy,2025-01-03T10:00:00Z,u1,ann@x.example,b1
buy,2025-01-04T10:00:00Z,u2,bob@x.example,b2
"""
SOURCES = {
    "crm": {
        "format": "csv",
        "files": "crm.csv",
        "columns": {
            "activity": "what", "timestamp": "at",
            "objects": {"contact": "contact", "email": "email", "ticket": "ticket"},
        },
        "links": [
            {"from": "contact", "to": "email", "qualifier": "same"},
            {"from": "ticket", "to": "contact"},
        ],
    },
    "web": {
        "format": "csv",
        "files": "web.csv",
        "columns": {
            "activity": "what", "timestamp": "at",
            "objects": {"user": "user", "email": "email", "anonymous": "browser"},
        },
        "links": [{"from": "user", "to": "email", "qualifier": "same"}],
    },
}  # fmt: skip


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setenv("BLUEPRINT_MINER_KEY", "correct horse battery staple")

    def made(**sections):
        files = {"crm.csv": CRM, "web.csv": WEB, "blueprint.yaml": BLUEPRINT}
        project = make_project(tmp_path, SOURCES, files, **sections)
        load_all(project, frozenset(), "run")
        return tmp_path

    return made


def who(folder, *arguments):
    result = CliRunner().invoke(
        commands, ["who", "-p", str(folder), *arguments], standalone_mode=False
    )
    if result.exception:
        raise result.exception
    return result.output


def test_the_chain_from_a_contact_to_its_user(project):
    shown = who(project(), "c1").splitlines()
    assert shown[:4] == [
        "contact:c1 (key) is customer u1",
        "because:",
        "  contact:c1 same email:ann@x.example (crm, crm.csv)",
        "  user:u1 same email:ann@x.example (web, web.csv)",
    ]
    assert "  contact:c1: email, 0.95" in shown
    assert "  user:u1: own, 1" in shown


def test_a_ticket_and_a_browser(project):
    folder = project()
    assert who(folder, "ticket:t1").startswith("ticket:t1 (object) is customer u1\n")
    shown = who(folder, "b1")
    assert shown.startswith("anonymous:b1 (leaf) is customer u1\n")
    assert "  anonymous:b1 seen user:u1 (web, web.csv:2, 2025-01-03T10:00:00+00:00)\n" in shown


def test_emails_in_any_case_and_for_scripts(project):
    (found,) = json.loads(who(project(), "ANN@x.example", "--json"))
    assert (found["asked"], found["kind"], found["customer"]) == (
        "email:ann@x.example",
        "key",
        "u1",
    )
    assert {known["identifier"] for known in found["identifiers"]} == {
        "user:u1", "email:ann@x.example", "contact:c1", "anonymous:b1",
    }  # fmt: skip


def test_one_id_of_two_types_is_shown_twice(project):
    folder = project()
    with (folder / "crm.csv").open("a") as file:
        file.write("made,2025-01-05T10:00:00Z,u1,,\n")
    from pipelines.project import load_project

    load_all(load_project(folder), frozenset(), "again")
    shown = who(folder, "u1")
    assert "contact:u1 (key) is customer contact:u1" in shown
    assert "user:u1 (key) is customer u1" in shown


def test_a_withdrawn_statement_is_shown_and_does_not_glue(project):
    shown = who(
        project(identity={"withdraw": [{"from": "email:ann@x.example", "to": "contact:c1"}]}), "c1"
    )
    assert shown.startswith("contact:c1 (key) is customer contact:c1\n")
    assert "withdrawn in project.yaml, does not count:\n  contact:c1 same email:ann" in shown


def test_another_key_is_told_and_not_taken_for_an_unknown_id(project, monkeypatch, capsys):
    folder = project(privacy={"identifiers": "pseudonyms"})
    assert "is customer" in who(folder, "c1")
    monkeypatch.setenv("BLUEPRINT_MINER_KEY", "wrong horse battery staple")
    assert status_of(lambda: who(folder, "c1")) == 1
    assert "was loaded with another key" in capsys.readouterr().err


def test_an_unknown_id_ends_with_its_neighbours(project, capsys):
    folder = project()
    status = status_of(lambda: who(folder, "email:anne@x.example"))
    assert status == 1
    assert "email:anne@x.example: no source names it" in (told := capsys.readouterr().err)
    assert "Did you mean email:ann@x.example?" in told


def test_where_persons_are_pseudonyms_the_plain_id_finds_them(project):
    shown = who(project(privacy={"identifiers": "pseudonyms"}), "email:Ann@x.example")
    assert shown.startswith("email:p_")
    assert "ann@x" not in shown
    assert shown.split(" is customer p_")[1]
