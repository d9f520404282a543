"""OCEL 2.0: what we read equals what r4pm reads; what is exported comes back."""

from __future__ import annotations

import json
import sqlite3

import pytest
import r4pm.df

from miner.cases import prepare
from miner.export import write_ocel, write_xes
from miner.ocel import read_ocel
from miner.warehouse import LogError, open_for_analysis
from pipelines.exporting import export
from pipelines.project import SourceError
from tests.pipelines.fixture_loading import ask, load, make_project

LOG = {
    "eventTypes": [{"name": "open", "attributes": [{"name": "note", "type": "string"}]}],
    "objectTypes": [{"name": "ticket", "attributes": []}, {"name": "user", "attributes": []}],
    "events": [
        {
            "id": f"e{n}",
            "type": "open",
            "time": f"2026-02-03T10:00:0{n}.500Z",
            "attributes": [{"name": "note", "value": f"<{n}> \"&'"}],
            "relationships": [
                {"objectId": f"t{n % 3}", "qualifier": "subject"},
                {"objectId": "u", "qualifier": "who"},
            ],
        }
        for n in range(9)
    ],
    "objects": [
        *(
            {
                "id": f"t{n}",
                "type": "ticket",
                "relationships": [{"objectId": "u", "qualifier": "of"}],
            }
            for n in range(3)
        ),
        {"id": "u", "type": "user", "relationships": []},
    ],
}


@pytest.fixture
def written(tmp_path):
    """One log in three formats, the latter two as r4pm writes them."""
    (tmp_path / "log.json").write_text(json.dumps(LOG))
    frames = r4pm.df.import_ocel(str(tmp_path / "log.json"))
    for name in ("log.xml", "log.sqlite"):
        r4pm.df.export_ocel(frames, str(tmp_path / name))
    return tmp_path


@pytest.mark.parametrize("name", ["log.json", "log.xml", "log.sqlite"])
def test_events_objects_and_relations_are_those_of_r4pm(written, name):
    frames = r4pm.df.import_ocel(str(written / name))
    documents = list(read_ocel(written / name))
    events = [d for d in documents if "object" not in d]
    assert sorted((d["id"], d["type"], d["properties"]["note"]) for d in events) == sorted(
        frames["events"].select("ocel:eid", "ocel:activity", "note").rows()
    )
    relations = frames["relations"].select("ocel:eid", "ocel:oid", "ocel:type", "ocel:qualifier")
    assert sorted(
        (d["id"], o["id"], o["type"], o["qualifier"]) for d in events for o in d["objects"]
    ) == sorted(relations.rows())
    links = [
        (d["object"], o["id"], o["qualifier"])
        for d in documents
        if "object" in d
        for o in d["links"]
    ]
    assert sorted(links) == sorted(frames["o2o"].rows())
    assert len(events) == 9
    assert len(links) == 3


def test_the_formats_say_the_same(written):
    read = [
        [d | {"time": d.get("time", "")[:23]} for d in read_ocel(written / name)]
        for name in ("log.xml", "log.sqlite")
    ]
    assert sorted(map(str, read[0])) == sorted(map(str, read[1]))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.json", json.dumps(LOG)[:500].encode()),
        ("empty.json", b""),
        ("other.json", b'{"a": 1}'),
        ("list.json", b"[1, 2]"),
        ("deep.json", b"[" * 100_000),
        ("odd.json", b'{"events": [5], "objects": []}'),
        ("other.xml", b"<a/>"),
        ("cut.xml", b"<log><events><event"),
        ("bad.sqlite", b"SQLite format 3\x00" + b"x" * 5000),
        ("cut.json.gz", b"\x1f\x8b\x08\x00"),
        ("binary", bytes(range(256))),
    ],
)
def test_what_is_no_ocel_is_told(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(LogError, match="Expected OCEL"):
        list(read_ocel(tmp_path / name))


def test_a_database_of_something_else_is_told(tmp_path):
    with sqlite3.connect(tmp_path / "a.sqlite") as other:
        other.execute("create table t (a)")
    other.close()
    with pytest.raises(LogError, match="no such table"):
        list(read_ocel(tmp_path / "a.sqlite"))


@pytest.fixture
def project(written):
    project = make_project(
        written / "p", {"s": {"format": "ocel", "files": "../log.json", "keep": ["note"]}}
    )
    load(project)
    return project


@pytest.mark.parametrize("ending", [".json", ".xml", ".sqlite"])
def test_what_is_exported_comes_back(project, ending, capsys):
    target = project.root / f"out{ending}"
    assert export(project.root, target) == 0
    assert str(target) in capsys.readouterr().out
    again = make_project(project.root / "again", {"s": {"format": "ocel", "files": str(target)}})
    load(again)
    said = 'select activity, "timestamp" from events order by event_id'
    assert ask(again, said) == ask(project, said)
    counts = "select object_type, count(*), count(distinct object_id) from event_objects group by 1 order by 1"
    assert ask(again, counts) == ask(project, counts) == [("ticket", 9, 3), ("user", 9, 1)]
    links = "select from_type, qualifier, to_type, count(*) from object_links group by all"
    assert ask(again, links) == ask(project, links) == [("ticket", "of", "user", 3)]


def test_an_unknown_ending_is_told(project, tmp_path):
    with pytest.raises(SourceError, match=r"a\.txt: expected a name that ends in"):
        export(project.root, tmp_path / "a.txt")
    with pytest.raises(LogError, match=r"expected a file that ends in"):
        write_ocel(None, tmp_path / "a.txt")
    with pytest.raises(LogError, match=r"expected a file that ends in"):
        write_xes(None, tmp_path / "a.txt")


def test_cases_as_xes_are_read_by_r4pm(published_like, tmp_path):
    target = tmp_path / "log.xes"
    write_xes(published_like, target)
    frame, _ = r4pm.df.import_xes(str(target))
    rows = frame.select("case:concept:name", "concept:name").rows()
    assert rows == [("u", "open")] * 9


@pytest.fixture
def published_like(project):
    with open_for_analysis(project.warehouse_path) as connection:
        prepare(connection, "user")
        yield connection
