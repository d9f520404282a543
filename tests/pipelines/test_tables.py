"""Files of a format with several tables: known by their columns, whatever way they were exported."""

from __future__ import annotations

import json

import pytest

from pipelines import sources
from pipelines.contents import csv_header
from pipelines.file_kinds import file_kind
from pipelines.project import SourceError
from pipelines.source_format import SourceFormat, Table
from tests.pipelines.fixture_loading import ask, load, make_project, put

MAPPING = """-- One row per input row: the label of its step is what happened.
select
    source_row, 1 as part, reason, null as found, raw, false as skipped, doc ->> '$.id' as event_id,
    coalesce(l.label, getvariable('table_name') || ' ' || (doc ->> '$.step')) as activity,
    instant(doc ->> '$.at') as "timestamp", 's' as timestamp_precision, null::bigint as sequence,
    'unknown' as actor_kind, null as actor, null as role, null as channel, null::boolean as public,
    null as attributes,
    touched([{'object_type': 'ticket', 'object_id': doc ->> '$.ticket', 'qualifier': 'subject'}])
        as objects,
    stated([link('ticket', null, 'ticket', null, 'of', null)]) as links
from records left join labels as l on l.kind = 'step' and l.id = doc ->> '$.step'
"""
LABELS = """-- One row per step.
select 'step' as kind, doc ->> '$.code' as id, doc ->> '$.name' as label,
    timestamptz '2025-01-01 00:00:00+00' as written_at
from records
"""
ROW = {"id": "1", "ticket": "7", "step": "3", "at": "2025-03-01T10:00:00Z"}
HEAD = "ID,Ticket,STEP,at"
CELLS = "1,7,3,2025-03-01T10:00:00Z"


@pytest.fixture
def shop_format(tmp_path, monkeypatch):
    """A format of three tables, in place of Jira."""
    (tmp_path / "shop.sql").write_text(MAPPING)
    (tmp_path / "labels.sql").write_text(LABELS)
    shop = SourceFormat(
        name="jira",
        reader="rows",
        tables=(
            Table(name="deleted", marks=("ticket", "step", "_deleted"), gives_nothing=True),
            Table(
                name="moves",
                marks=("ticket", "step"),
                lacks=("_synced",),
                required=("id", "at"),
                mapping=tmp_path / "shop.sql",
            ),
            Table(
                name="codes",
                marks=("code", "name"),
                labels=tmp_path / "labels.sql",
                gives_nothing=True,
            ),
            Table(
                name="headless",
                marks=(),
                headless=("id", "ticket", "step", "at", "more", "end"),
                mapping=tmp_path / "shop.sql",
            ),
        ),
    )
    monkeypatch.setattr(sources, "SOURCES", (shop,))
    return shop


def loaded(folder, files):
    settings = {"format": "jira", "files": list(files), "reject_limit": 1}
    project = make_project(folder / "p", {"s": settings}, files)
    one = load(project)["s"]
    rows = (one.rows_loaded, one.rows_duplicate, one.rows_quarantined)
    return project, rows


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", f"{HEAD}\n{CELLS}\n"),
        ("export.txt", f"{HEAD}\n{CELLS}\n".replace(",", "\t")),
        ("a.csv.gz", f"{HEAD}\n{CELLS}\n"),
        ("a.csv.zst", f"{HEAD}\n{CELLS}\n"),
        ("a.jsonl", json.dumps(ROW)),
        ("a.jsonl.zst", json.dumps(ROW) + "\n"),
        ("a.json", json.dumps([ROW], indent=2)),
        ("b.json", json.dumps(ROW, indent=2)),
        ("a.json.gz", json.dumps([ROW])),
        (
            "a.parquet",
            "select '1' as id, '7' as ticket, '3' as step, '2025-03-01T10:00:00Z' as at_",
        ),
    ],
)
def test_one_table_in_many_clothes(shop_format, tmp_path, name, content):
    content = content.replace("as at_", 'as "at"')
    project, rows = loaded(tmp_path, {name: content})
    assert rows == (1, 0, 0)
    assert ask(project, "select event_id, activity from events") == [("s:1", "moves 3")]


def test_labels_of_another_file_name_the_step_and_a_new_label_is_taken_up(shop_format, tmp_path):
    files = {"a.csv": f"{HEAD}\n{CELLS}\n", "codes.csv": "CODE,name\n3,packed\n"}
    project, rows = loaded(tmp_path, files)
    assert rows == (2, 0, 0)
    assert ask(project, "select activity from events") == [("packed",)]
    put(project.root / "codes.csv", "CODE,name\n3,sent\n")
    load(project, run="again")
    assert ask(project, "select activity from events") == [("sent",)]


def test_first_table_wins_and_rows_of_unknown_ones_are_kept_apart(shop_format, tmp_path):
    files = {
        "a.csv": f"{HEAD}\n{CELLS}\n",
        "deleted.csv": f"{HEAD},_deleted\n{CELLS},true\n",
        "lacks.csv": f"{HEAD},_synced\n{CELLS},2025\n",
        "unknown.json": '[{"a": 1}, {"a": 2}]',
    }
    project, rows = loaded(tmp_path, files)
    assert rows == (2, 0, 3)
    assert ask(
        project, "select source_file, source_row, reason, raw_text from quarantine order by all"
    ) == [
        ("lacks.csv", 2, "unknown_table", None),
        ("unknown.json", 1, "unknown_table", None),
        ("unknown.json", 2, "unknown_table", None),
    ]


def test_a_delimited_text_without_header_is_known_by_its_width(shop_format, tmp_path):
    text = '1\t7\t3\t2025-03-01T10:00:00Z\tsaid "no\tx\n2\t7\t4\t2025-03-01T10:00:01Z\t\t\n'
    project, rows = loaded(tmp_path, {"a.tsv": text})
    assert rows == (2, 0, 0)
    assert ask(project, "select source_row, activity from events order by 1") == [
        (1, "headless 3"),
        (2, "headless 4"),
    ]


def test_where_no_file_fits_the_known_tables_are_told(shop_format, tmp_path):
    with pytest.raises(SourceError) as raised:
        loaded(tmp_path, {"a.csv": "x,y\n1,2\n"})
    assert "a.csv:1: the columns x, y fit no table of jira" in str(raised.value)
    assert "moves (ticket, step); codes (code, name)" in str(raised.value)


def test_a_required_column_that_lacks_is_told(shop_format, tmp_path):
    with pytest.raises(SourceError, match='moves lacks the column "at"'):
        loaded(tmp_path, {"a.csv": "id,ticket,step\n1,7,3\n"})


def test_rows_of_an_array_that_are_no_objects_are_quarantined(shop_format, tmp_path):
    project, rows = loaded(tmp_path, {"a.json": f"[{json.dumps(ROW)}, 5, null]"})
    assert rows == (1, 0, 2)
    assert {r for (r,) in ask(project, "select reason from quarantine")} == {"not_an_object"}


def test_a_broken_first_line_does_not_make_lines_a_document(tmp_path):
    put(tmp_path / "a.jsonl", '{"a": \n{"a": 2}\n')
    assert file_kind(tmp_path / "a.jsonl", "utf-8") == "lines"
    put(tmp_path / "b.jsonl", '{"a": 1}\n{"a": 2}\n')
    assert file_kind(tmp_path / "b.jsonl", "utf-8") == "lines"
    put(tmp_path / "c.csv", "a,b\n")
    assert file_kind(tmp_path / "c.csv", "utf-8") == "csv"
    assert csv_header(tmp_path / "c.csv", "utf-8") == (("a", "b"), ",")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ('[{"a": 1},\n{"a": 2},\n{"a": 3}]', "documents"),
        ('[\n{"a": 1},\n{"a": 2}\n]', "documents"),
        ('[\n{"a": 1}\n,{"a": 2}\n]', "documents"),
        ('[broken\n{"a": 1}\n{"a": 2}\n', "lines"),
        ("", "lines"),
    ],
)
def test_arrays_and_lines_are_told_apart(tmp_path, content, kind):
    put(tmp_path / "a.json", content)
    assert file_kind(tmp_path / "a.json", "utf-8") == kind


def test_xml_is_told(tmp_path):
    put(tmp_path / "a.xml", '<?xml version="1.0"?><log/>')
    with pytest.raises(SourceError, match="is XML or HTML"):
        file_kind(tmp_path / "a.xml", "utf-8")
