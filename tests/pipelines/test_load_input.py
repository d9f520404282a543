"""Bad input: one clear message or a row kept with its reason; what is good is loaded all the same."""

from __future__ import annotations

import gzip
import json
import os

import pytest

from pipelines.load import load_all
from pipelines.project import SourceError
from tests.pipelines.fixture_loading import ask, load, make_project, put

CSV = {
    "format": "csv",
    "files": "*.csv",
    "columns": {"activity": "a", "timestamp": "t", "objects": {"ticket": "o"}},
}
GOOD = "o,a,t\nx,A,2016-02-29T01:16:00Z\n"


def page(number, text="x"):
    return json.dumps(
        {
            "type": "page",
            "messageId": f"m{number}",
            "anonymousId": text,
            "timestamp": "2025-03-01T10:00:00Z",
        },
        ensure_ascii=False,
    )


def web(**more):
    return {"format": "segment", "files": "*.jsonl", **more}


def message(project):
    with pytest.raises(SourceError) as raised:
        load(project)
    return str(raised.value)


def test_all_missing_files_of_all_sources_are_told_at_once_and_nothing_is_loaded(tmp_path):
    sources = {
        "s": CSV,
        "w": web(files=["exports/w-*.jsonl", "nowhere/w.jsonl"]),
        "v": web(files="v.jsonl"),
    }
    project = make_project(tmp_path, sources, {"a.csv": GOOD, "exports/web.jsonl": page(1)})
    told = message(project)
    assert "source w: found no file exports/w-*.jsonl (exports: there: web.jsonl)" in told
    assert "source w: found no file nowhere/w.jsonl" in told
    assert "source v: found no file v.jsonl" in told
    assert told.startswith(f"{tmp_path}/project.yaml:")
    assert not project.warehouse_path.exists()


def test_a_source_with_too_much_rejected_is_stopped_and_the_others_are_not(tmp_path):
    sources = {"s": CSV, "w": web(reject_limit=0.3)}
    rows = [page(1), "{broken", page(2), "{broken too"]
    project = make_project(tmp_path, sources, {"a.csv": GOOD, "a.jsonl": "\n".join(rows)})
    loads = load(project)
    assert loads["s"].stopped is None
    assert loads["w"].stopped.startswith(
        "2 of 4 rows were rejected, reject_limit is 0.3; most for invalid_json"
    )
    assert "a.jsonl:2:" in loads["w"].stopped
    assert ask(project, "select distinct source from events") == [("s",)]
    assert ask(project, "select source_row, reason, raw_text from quarantine order by 1") == [
        (2, "invalid_json", "{broken"),
        (4, "invalid_json", "{broken too"),
    ]
    first = ask(project, "select first_seen from quarantine order by source_row")
    load(project, run="again")
    assert ask(project, "select first_seen from quarantine order by source_row") == first
    put(tmp_path / "a.jsonl", "\n".join([page(1), page(2), page(3), "{broken too"]))
    assert load(project)["w"].events_loaded == 3
    assert len(ask(project, "from quarantine")) == 1


def test_a_stopped_source_keeps_what_was_loaded_before(tmp_path):
    project = make_project(tmp_path, {"w": web()}, {"a.jsonl": page(1)})
    load(project)
    put(tmp_path / "a.jsonl", "{broken\n" + page(2))
    assert load(project)["w"].stopped
    assert ask(project, "select event_id from events") == [("w:m1",)]
    assert ask(project, "select count(*) from loads") == [(1,)]


def test_bots_do_not_count_as_rejected(tmp_path):
    bot = json.loads(page(1)) | {"context": {"userAgent": "Googlebot"}}
    rows = [json.dumps(bot | {"messageId": str(n)}) for n in range(9)]
    project = make_project(tmp_path, {"w": web()}, {"a.jsonl": "\n".join([*rows, page(2)])})
    counts = load(project)["w"]
    assert (counts.stopped, counts.rows_quarantined, counts.events_loaded) == (None, 9, 1)


def test_a_line_in_another_encoding_costs_that_line(tmp_path):
    rows = [
        page(1).encode(),
        page(2, "café").encode("latin-1"),
        page(3).encode(),
        page(4, "\u00e9").encode(),
    ]
    project = make_project(tmp_path, {"w": web(reject_limit=1)}, {"a.jsonl": b"\r\n".join(rows)})
    counts = load(project)["w"]
    assert (counts.rows_read, counts.rows_loaded) == (4, 3)
    assert ask(project, "select source_row from events order by 1") == [(1,), (3,), (4,)]
    assert ask(project, "select source_row, reason from quarantine") == [(2, "bad_encoding")]


def test_another_encoding_can_be_declared(tmp_path):
    source = CSV | {"encoding": "latin-1"}
    project = make_project(
        tmp_path, {"s": source}, {"a.csv": GOOD.replace("x,A", "x,Café").encode("latin-1")}
    )
    load(project)
    assert ask(project, "select activity from events") == [("Café",)]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "mixed"])
def test_line_ends_do_not_count(ends, tmp_path):
    rows = [
        "o,a,t",
        "x,A,2016-02-29T01:16:00Z",
        'y,"A\nb",2016-02-29T01:16:01Z',
        "z,A",
        "w,A,2016-02-29T01:16:02Z",
    ]
    text = "\n".join(rows) if ends == "mixed" else ends.join(rows)
    text = text.replace("01:16:00Z\n", "01:16:00Z\r\n") if ends == "mixed" else text
    project = make_project(tmp_path, {"s": CSV | {"reject_limit": 1}}, {"a.csv": text.encode()})
    counts = load(project)["s"]
    assert (counts.events_loaded, counts.rows_quarantined) == (3, 1)
    assert ask(project, "select reason from quarantine") == [("bad_columns",)]


def test_a_packed_file_that_is_cut_off_is_told(tmp_path):
    packed = gzip.compress("\n".join(page(n) for n in range(5000)).encode())
    (tmp_path / "a.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    project = make_project(tmp_path, {"w": web(files="a.jsonl.gz")})
    assert "source w: " in message(project)
    assert "a.jsonl.gz" in message(project)


def test_a_packed_file_with_a_byte_that_is_wrong_is_told_where_it_is_looked_at_first(tmp_path):
    packed = bytearray(gzip.compress(GOOD.encode() * 2000))
    packed[12:40] = bytes(28)
    (tmp_path / "a.csv.gz").write_bytes(packed)
    assert "a.csv.gz: cannot be read" in message(
        make_project(tmp_path, {"s": CSV | {"files": "a.csv.gz"}})
    )


@pytest.mark.parametrize(
    ("content", "encoding", "told"),
    [
        (GOOD, "utf-16", "UTF-16 stream does not start with BOM"),
        (
            "o" * 200_000 + ",a,t\nx,A,2016-02-29T01:16:00Z\n",
            "utf-8",
            "has no header that can be read",
        ),
    ],
)
def test_what_cannot_be_looked_at_is_told(content, encoding, told, tmp_path):
    source = CSV | {"encoding": encoding}
    assert told in message(make_project(tmp_path, {"s": source}, {"a.csv": content}))


def test_a_last_line_half_written_costs_that_line(tmp_path):
    project = make_project(
        tmp_path,
        {"w": web()},
        {"a.jsonl": "\n".join(page(n) for n in range(9)) + "\n" + page(9)[:30]},
    )
    counts = load(project)["w"]
    assert (counts.rows_loaded, counts.rows_quarantined) == (9, 1)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"o,a,t\n"])
def test_a_file_with_no_event_is_told(content, tmp_path):
    name, source = ("a.csv", CSV) if content.startswith(b"o") else ("a.jsonl", web())
    project = make_project(tmp_path, {"s": source}, {name: content})
    assert "source s: found no event in 1 files with 0 rows" in message(project)


def test_a_file_that_is_no_parquet_is_told(tmp_path):
    (tmp_path / "a.parquet").write_bytes(b"PAR1 not really")
    source = CSV | {"format": "parquet", "files": "*.parquet"}
    assert "a.parquet: is no Parquet file that can be read" in message(
        make_project(tmp_path, {"s": source})
    )


def test_hostile_names_and_values_are_only_text(tmp_path):
    name = "x'); drop table events; --"
    column = """o" '); select 1; --"""
    source = CSV | {
        "columns": {"activity": "a", "timestamp": "t", "objects": {name: column}},
        "files": "*'.csv",
    }
    rows = 'o"" \'); select 1; --'
    text = f'"{rows}",a,t\n"\'); drop table loads; --",<script>alert(1)</script>,2016-02-29T01:16:00Z\n'
    project = make_project(tmp_path, {name: source}, {"it's'.csv": text})
    load(project)
    assert ask(project, "select source, activity from events") == [
        (name, "<script>alert(1)</script>")
    ]
    assert ask(project, "select object_type, object_id from event_objects") == [
        (name, "'); drop table loads; --")
    ]
    assert ask(project, "select count(*) from loads") == [(1,)]


def test_deep_json_and_zero_characters_cost_their_line_at_most(tmp_path):
    rows = ["[" * 100_000, '{"a":' * 50_000, page(1), page(2, "\\u0000").replace("\\\\", "\\")]
    project = make_project(tmp_path, {"w": web(reject_limit=1)}, {"a.jsonl": "\n".join(rows)})
    assert load(project)["w"].events_loaded == 2


def test_what_a_dead_run_left_is_removed_and_what_a_live_one_uses_is_not(tmp_path):
    project = make_project(tmp_path, {"w": web()}, {"a.jsonl": page(1)})
    dead, alive = tmp_path / ".staging" / "r-999999999", tmp_path / ".staging" / f"r-{os.getppid()}"
    for folder in (dead, alive):
        folder.mkdir(parents=True)
        (folder / "1.parquet").write_bytes(b"")
    load_all(project, frozenset(), "new")
    assert not dead.exists()
    assert (alive / "1.parquet").exists()
