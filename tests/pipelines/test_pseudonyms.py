"""Persons under a keyed hash: in every table, the same in every load, and only with one key."""

from __future__ import annotations

import hashlib
import json

import pytest

from pipelines.project import SourceError
from pipelines.pseudonyms import keyed
from pipelines.run import identity_rules
from tests.pipelines.fixture_loading import ask, contents, dump, load, make_project

SECRET = "correct horse battery staple"
PRIVACY = {"identifiers": "pseudonyms"}
WEB = [
    {"type": "track", "event": "Asked", "userId": "u-anna", "anonymousId": "browser-1", "timestamp": "2025-11-01T10:00:00Z"},
    {"type": "identify", "userId": "u-anna", "anonymousId": "browser-1", "traits": {"email": " Anna@Example.com"}, "timestamp": "2025-11-01T10:01:00Z"},
    {"type": "track", "event": "Asked", "userId": "unknown", "anonymousId": "browser-2", "timestamp": "2025-11-01T10:02:00Z", "context": {"library": {"name": "analytics-python"}}},
]  # fmt: skip
DESK = (
    "at,what,ticket,who,by,kind\n"
    "2025-11-01T11:00:00Z,opened,T-7,anna@example.com,anna@example.com,customer\n"
    "2025-11-01T12:00:00Z,answered,T-7,,agent-smith,person\n"
    "2025-11-01T13:00:00Z,closed,T-7,ANNA@example.com ,-1,system\n"
    "2025-11-01T13:30:00Z,merged,T-7,,robot-9,system\n"
)
SOURCES = {
    "web": {"format": "segment", "files": "web.jsonl"},
    "desk": {
        "format": "csv",
        "files": "desk.csv",
        "columns": {
            "activity": "what", "timestamp": "at", "actor": "by", "actor_kind": "kind",
            "objects": {"ticket": "ticket", "email": "who"},
        },
        "links": [{"from": "ticket", "to": "email"}],
    },
}  # fmt: skip
FILES = {"web.jsonl": "".join(json.dumps(line) + "\n" for line in WEB), "desk.csv": DESK}
PLAIN = ("u-anna", "browser", "anna@", "Anna@", "agent-smith")


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setenv("BLUEPRINT_MINER_KEY", SECRET)
    return make_project(tmp_path / "shop", SOURCES, FILES, privacy=PRIVACY)


def expected(kind: str, value: str) -> str:
    """The definition in docs/privacy.md, in plain Python."""
    key = hashlib.scrypt(SECRET.encode(), salt=b"blueprint-miner", n=16384, r=8, p=1, dklen=16)
    return "p_" + hashlib.sha256(f"{key.hex()}{kind}\x1f{value}".encode()).hexdigest()[:20]


def test_persons_are_pseudonyms_by_type_and_compared_value_and_tickets_stay(project):
    load(project)
    objects = ask(project, "select distinct object_type, object_id from event_objects order by all")
    assert objects == sorted(
        [
            ("anonymous", expected("anonymous", "browser-1")),
            ("anonymous", expected("anonymous", "browser-2")),
            ("email", expected("email", "anna@example.com")),
            ("ticket", "T-7"),
            ("user", expected("user", "u-anna")),
            ("user", "unknown"),  # names nobody: identity blocks it by its text
        ]
    )
    links = ask(project, "select from_type, from_id, to_type, to_id from object_links order by all")
    user, anna = expected("user", "u-anna"), expected("email", "anna@example.com")
    assert ("ticket", "T-7", "email", anna) in links
    assert ("user", user, "email", anna) in links
    assert ("anonymous", expected("anonymous", "browser-1"), "user", user) in links


def test_actors_are_pseudonyms_but_machines_are_not(project):
    load(project)
    actors = ask(project, "select actor from events where source = 'desk' order by \"timestamp\"")
    assert actors == [
        (expected("actor", "anna@example.com"),),
        (expected("actor", "agent-smith"),),
        ("-1",),
        ("robot-9",),
    ]


def test_no_byte_of_warehouse_or_log_names_a_person_or_the_key(project, caplog):
    caplog.set_level(0)
    load(project)
    stored = project.warehouse_path.read_bytes() + dump(project).encode() + caplog.text.encode()
    for name in (*PLAIN, SECRET, keyed(project).key):
        assert name.encode() not in stored
    assert b"T-7" in stored
    assert SECRET not in repr(keyed(project))
    assert keyed(project).key not in repr(keyed(project))


def test_event_ids_cannot_be_guessed_from_what_they_are_made_of(project, tmp_path):
    load(project)
    plain = make_project(tmp_path / "plain", SOURCES, FILES)
    load(plain)
    query = "select event_id from events"
    assert not set(ask(project, query)) & set(ask(plain, query))
    assert len(set(ask(project, query))) == len(set(ask(plain, query))) == 6


def test_the_same_key_gives_the_same_names_in_a_second_load_and_another_key_others(
    project, tmp_path, monkeypatch
):
    load(project)
    before = contents(project)
    load(project, "path", run="again")  # another kept attribute: every file is read again
    assert contents(project) == before
    monkeypatch.setenv("BLUEPRINT_MINER_KEY", SECRET + "!")
    other = make_project(tmp_path / "other", SOURCES, FILES, privacy=PRIVACY)
    load(other)
    query = "select object_id from event_objects where object_type <> 'ticket'"
    assert set(ask(project, query)) & set(ask(other, query)) == {("unknown",)}


def test_another_key_than_the_one_of_the_load_is_refused_and_nothing_changes(project, monkeypatch):
    load(project)
    before = dump(project)
    monkeypatch.setenv("BLUEPRINT_MINER_KEY", "quite another secret")
    with pytest.raises(SourceError, match="was loaded with another key") as raised:
        load(project, run="again")
    assert "quite another secret" not in str(raised.value)
    assert "BLUEPRINT_MINER_KEY" in str(raised.value)
    assert dump(project) == before


@pytest.mark.parametrize(("first", "then"), [("plain", "pseudonyms"), ("pseudonyms", "plain")])
def test_plain_names_and_pseudonyms_are_not_mixed_in_one_warehouse(tmp_path, first, then):
    load(make_project(tmp_path, SOURCES, FILES, privacy={"identifiers": first}))
    changed = make_project(tmp_path, SOURCES, FILES, privacy={"identifiers": then})
    with pytest.raises(SourceError, match=f"identifiers: {first}, project.yaml says identifiers"):
        load(changed, run="again")


def test_without_a_variable_a_random_key_is_kept_in_the_project_for_its_owner_only(
    tmp_path, monkeypatch
):
    monkeypatch.delenv("BLUEPRINT_MINER_KEY", raising=False)
    first = make_project(tmp_path / "a", SOURCES, FILES, privacy=PRIVACY)
    (tmp_path / "a" / ".gitignore").write_text("warehouse.duckdb", "utf-8")
    load(first)
    key = tmp_path / "a" / ".blueprint-miner-key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(key.read_text("utf-8").strip()) == 64
    ignored = (tmp_path / "a" / ".gitignore").read_text("utf-8")
    assert ignored == "warehouse.duckdb\n.blueprint-miner-key\n"
    before = contents(first)
    load(first, "path", run="again")
    assert contents(first) == before
    assert (tmp_path / "a" / ".gitignore").read_text("utf-8") == ignored
    assert [path.name for path in (tmp_path / "a").glob(".blueprint-miner-key*")] == [key.name]
    second = make_project(tmp_path / "b", SOURCES, FILES, privacy=PRIVACY)
    load(second)
    assert contents(second) != before


def test_a_short_key_is_refused_without_showing_it(project, monkeypatch):
    monkeypatch.setenv("BLUEPRINT_MINER_KEY", "hunter2")
    with pytest.raises(SourceError, match="holds 7 characters, expected at least 16") as raised:
        load(project)
    assert "hunter2" not in str(raised.value)


def test_with_plain_identifiers_no_key_is_made(tmp_path):
    load(make_project(tmp_path, SOURCES, FILES))
    assert not (tmp_path / ".blueprint-miner-key").exists()
    assert not (tmp_path / ".gitignore").exists()


def test_types_that_identity_or_privacy_names_are_persons_and_objects_stay(tmp_path, monkeypatch):
    monkeypatch.setenv("BLUEPRINT_MINER_KEY", SECRET)
    columns = {"activity": "a", "timestamp": "t", "objects": ["payer", "desk", "order", "shop"]}
    project = make_project(
        tmp_path,
        {"s": {"format": "csv", "files": "s.csv", "columns": columns}},
        {"s.csv": "a,t,payer,desk,order,shop\nPaid,2025-11-01T10:00:00Z,P1,D1,O1,S1\n"},
        identity={"keys": ["payer", "order"]},
        privacy={**PRIVACY, "persons": ["desk"]},
    )
    load(project)
    assert ask(project, "select object_id from event_objects order by object_type") == [
        (expected("desk", "D1"),),
        ("O1",),
        (expected("payer", "P1"),),
        ("S1",),
    ]


def test_types_in_other_letters_are_the_same_types(tmp_path, monkeypatch):
    monkeypatch.setenv("BLUEPRINT_MINER_KEY", SECRET)
    columns = {"activity": "a", "timestamp": "t", "objects": ["CUSTOMER", "Order", "User"]}
    project = make_project(
        tmp_path,
        {"s": {"format": "csv", "files": "s.csv", "columns": columns}},
        {"s.csv": "a,t,CUSTOMER,Order,User\nPaid,2025-11-01T10:00:00Z,C1,O1,U1\n"},
        privacy=PRIVACY,
    )
    load(project)
    assert ask(project, "select object_id from event_objects order by object_type") == [
        (expected("CUSTOMER", "C1"),),
        ("O1",),
        (expected("User", "U1"),),
    ]


def test_values_that_the_project_blocks_are_blocked_by_their_pseudonyms(tmp_path, monkeypatch):
    monkeypatch.setenv("BLUEPRINT_MINER_KEY", SECRET)
    identity = {"blocked": ["Shop@Example.com"]}
    project = make_project(tmp_path, SOURCES, FILES, privacy=PRIVACY, identity=identity)
    assert expected("email", "shop@example.com") in identity_rules(project).blocked


def test_a_pattern_of_nobody_that_is_added_later_holds_for_what_is_loaded_already(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("BLUEPRINT_MINER_KEY", SECRET)
    emails = "select distinct object_id from event_objects where object_type = 'email'"
    project = make_project(tmp_path, SOURCES, FILES, privacy=PRIVACY)
    load(project)
    assert ask(project, emails) == [(expected("email", "anna@example.com"),)]
    identity = {"blocked_patterns": ["anna@.*"]}
    project = make_project(tmp_path, SOURCES, FILES, privacy=PRIVACY, identity=identity)
    load(project, run="again")
    assert ask(project, emails) == [("anna@example.com",)]
