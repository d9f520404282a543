"""A large CSV file is read in parts: nothing is lost or cut in two, whatever the parts' size."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import csv_parts, text_lines
from tests.pipelines.fixture_loading import ask, load, make_project

COLUMNS = {"activity": "a", "timestamp": "t", "objects": {"ticket": "o"}, "attributes": {"x": "x"}}
CSV = {"format": "csv", "files": "a.csv*", "columns": COLUMNS, "keep": ["x"], "reject_limit": 1}
CELLS = st.text(st.sampled_from('ab,"\n\r é'), max_size=9)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=20),
    st.sampled_from(("\n", "\r\n")),
    st.integers(20, 60),
    st.integers(3, 30),
)
def test_parts_end_between_rows(tmp_path_factory, rows, line_end, part, block):
    folder = tmp_path_factory.mktemp("parts")
    text = io.StringIO()
    csv.writer(text, lineterminator=line_end, quoting=csv.QUOTE_ALL).writerows(rows)
    (folder / "a.csv").write_text(text.getvalue(), newline="")
    found = b""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_parts, "PART", 10 * part)
        patch.setattr(text_lines, "BLOCK", block)
        for path in csv_parts.csv_parts(folder / "a.csv", "utf-8", b'"', folder / "part.csv"):
            content = path.read_bytes()
            assert content.count(b'"') % 2 == 0
            found += content
    assert found.decode() == text.getvalue()


def rows(number):
    """Rows with everything in them that a cut could break."""
    for n in range(number):
        at = f"2025-03-01T{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}Z"
        yield {
            0: f'{n},A,{at},"two\r\nlines, ""{n}"""\r\n',
            1: f'{n},A,{at},"one\nmore"\r\n',
            2: f"{n},A,{at}\r\n",  # a column too few
            3: f"{n},A,{at},{'x' * (n % 50)}\r\n",
            4: f"{n},A,yesterday,x\r\n",
        }[n % 7 if n % 7 < 5 else 3]


def loaded(folder, name, content):
    folder.mkdir()
    project = make_project(folder, {"s": CSV}, {name: content})
    one = load(project)["s"]
    events = ask(
        project, "select event_id, activity, timestamp, attributes, source_row from events order by all"
    )  # fmt: skip
    kept = ask(project, "select source_row, reason, raw_text from quarantine order by all")
    return (one.rows_read, one.rows_loaded, one.rows_quarantined), events, kept


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz"])
def test_parts_give_what_the_whole_gives(tmp_path, monkeypatch, name):
    content = ("o,a,t,x\r\n" + "".join(rows(700))).encode()
    whole = loaded(tmp_path / "whole", name, content)
    monkeypatch.setattr(csv_parts, "PART", 5000)
    monkeypatch.setattr(text_lines, "BLOCK", 700)
    assert loaded(tmp_path / "parts", name, content) == whole
    assert whole[0] == (700, 500, 200)


def test_parts_of_another_encoding(tmp_path, monkeypatch):
    content = ("o,a,t,x\n" + "".join(f"{n},café,2025-03-01T10:00:00Z,\n" for n in range(99))).encode("latin-1")  # fmt: skip
    monkeypatch.setattr(csv_parts, "PART", 700)
    monkeypatch.setattr(text_lines, "BLOCK", 100)
    settings = {"s": CSV | {"encoding": "latin-1"}}
    project = make_project(tmp_path, settings, {"a.csv": content})
    assert load(project)["s"].rows_read == 99
    assert ask(project, "select distinct activity from events") == [("café",)]


@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\n"])
def test_a_stray_quote_does_not_make_one_part_of_all(tmp_path, monkeypatch, line_end):
    path = tmp_path / "a.csv"
    path.write_text(line_end.join(['o,5" pipe', *["1,b"] * 999]), newline="")
    monkeypatch.setattr(csv_parts, "PART", 300)
    monkeypatch.setattr(text_lines, "BLOCK", 100)
    parts = [
        part.read_bytes()
        for part in csv_parts.csv_parts(path, "utf-8", b'"', tmp_path / "part.csv")
    ]
    assert b"".join(parts) == path.read_bytes()
    assert max(map(len, parts)) <= 800
