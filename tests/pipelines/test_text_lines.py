"""Lines come out whole and numbered wherever the blocks are cut; DuckDB's own reader loses some."""

from __future__ import annotations

import gzip
import random

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import text_lines
from pipelines.text_lines import TextLines
from tests.pipelines.fixture_loading import ask, load, make_project

PIECES = (b"a", b"bc", b"\n", b"\r", b"\r\n", b" ", b"\t", b"\x00", b"\x01", b"\x0b", b"\xc3\xa9",
          b"\xc3", b"\xa9", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xf0\x9f\x98\x80", b'"', b",")  # fmt: skip


def read(path, encoding="utf-8"):
    """What DuckDB gets of a file."""
    lines = TextLines(path, encoding)
    table = pa.RecordBatchReader.from_stream(lines).read_all()
    rows = [tuple(row.values()) for row in table.to_pylist()]
    assert lines.rows == len(rows)
    assert lines.faulty_rows == sum(fault is not None for _, _, fault in rows)
    return rows


def expected(content, longest):
    """The same in plain Python, of all bytes at once."""
    text = content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    rows = []
    for number, line in enumerate(text.split(b"\n"), 1):
        if not line.strip(b" \t\n\f\r"):
            continue
        try:
            fault, shown = None, line.decode()
        except UnicodeDecodeError:
            fault, shown = "bad_encoding", line.decode("utf-8", "backslashreplace")
        if len(line) > longest:
            fault = "line_too_long"
        rows.append((number, shown, fault))
    return rows


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join),
    st.integers(3, 12),
    st.sampled_from((6, 1000)),
)
def test_no_cut_changes_a_line(tmp_path_factory, content, block, longest):
    path = tmp_path_factory.mktemp("lines") / "a.txt"
    path.write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_lines, "BLOCK", block)
        patch.setattr(text_lines, "LONGEST_LINE", longest)
        found = read(path)
    wanted = expected(content, longest)
    assert [(row, fault) for row, _, fault in found] == [(row, fault) for row, _, fault in wanted]
    for (_, text, fault), (_, shown, _) in zip(found, wanted, strict=True):
        assert text == shown or (fault == "line_too_long" and len(text) > longest // 4)


def test_a_line_that_is_too_long_is_shown_by_its_beginning(tmp_path, monkeypatch):
    monkeypatch.setattr(text_lines, "BLOCK", 1000)
    monkeypatch.setattr(text_lines, "LONGEST_LINE", 5000)
    (tmp_path / "a.txt").write_text("a\n" + "x" * 90_000 + "\r\n" + "y" * 5000)
    fault = (2, "x" * 4000, "line_too_long")
    assert read(tmp_path / "a.txt") == [(1, "a", None), fault, (3, "y" * 5000, None)]


@pytest.mark.parametrize("name", ["a.txt", "a.txt.gz", "a.txt.zst"])
def test_lines_that_end_where_a_block_does(tmp_path, monkeypatch, name):
    """What DuckDB loses: the line end is the first byte of the next buffer."""
    monkeypatch.setattr(text_lines, "BLOCK", 4000)
    lines = [f"{n:0400d}" for n in range(1, 2001)]
    content = ("0" + "\n".join(lines)).encode()
    path = tmp_path / name
    if name.endswith(".zst"):
        with pa.output_stream(path, compression="zstd") as stream:
            stream.write(content)
    else:
        path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    assert [int(text) for _, text, _ in read(path)] == list(range(1, 2001))


def test_real_blocks_and_random_lengths(tmp_path):
    chance = random.Random(5)
    lines = [f"{n} {'x' * chance.randrange(900)}" for n in range(30_000)]
    path = tmp_path / "a.txt"
    path.write_text("\r\n".join(lines), newline="")
    assert read(path) == [(n, text, None) for n, text in enumerate(lines, 1)]


@pytest.mark.parametrize(
    ("encoding", "content", "rows"),
    [
        ("utf-16", "a\u00e9\r\n\nb".encode("utf-16"), [(1, "a\u00e9", None), (3, "b", None)]),
        ("utf-16", "\u0a0d\u0d0a\n\U0001f600".encode("utf-16"), [(1, "\u0a0d\u0d0a", None), (2, "\U0001f600", None)]),
        ("utf-16", b"\xff\xfea\x00\n\x00\x00\xd8\n\x00b\x00", [(1, "a", None), (2, r"\xed\xa0\x80", "bad_encoding"), (3, "b", None)]),
        ("latin-1", b"caf\xe9\nb", [(1, "caf\u00e9", None), (2, "b", None)]),
    ],
)  # fmt: skip
def test_other_encodings(tmp_path, monkeypatch, encoding, content, rows):
    (tmp_path / "a.txt").write_bytes(content)
    for block in (1, 3, 1000):
        monkeypatch.setattr(text_lines, "BLOCK", block)
        assert read(tmp_path / "a.txt", encoding) == rows


def test_a_query_reads_from_the_beginning(tmp_path):
    (tmp_path / "a.txt").write_text("a\nb\n")
    with duckdb.connect() as connection:
        connection.register("file_lines", TextLines(tmp_path / "a.txt", "utf-8"))
        for _ in range(2):
            assert connection.execute("select count(*) from file_lines").fetchall() == [(2,)]


@pytest.mark.parametrize(
    ("encoding", "name", "content"),
    [
        ("utf-8", "a.txt.gz", gzip.compress(random.Random(1).randbytes(9000))[:-20]),
        ("utf-16", "a.txt", b"\xff\xfea\x00b"),
        ("utf-16", "a.txt", b"a\x00b\x00"),
    ],
)
def test_what_cannot_be_read_to_its_end_is_told(tmp_path, encoding, name, content):
    (tmp_path / name).write_bytes(content)
    lines = TextLines(tmp_path / name, encoding)
    with duckdb.connect() as connection:
        connection.register("file_lines", lines)
        with pytest.raises(duckdb.Error):
            connection.execute("from file_lines")
    assert "it is broken (" in str(lines.broken)


def test_what_a_reader_of_csv_would_drop_is_loaded(tmp_path):
    """Text after a lone carriage return or a byte 1 was lost without a word."""
    call = '{"o":"1","a":"x","t":"2025-03-01T10:00:00Z"}'
    bad = call.replace('"x"', '"x\x01y"')
    content = f"{call}\r{call.replace('1', '2', 1)}\n{bad}\n"
    columns = {"activity": "a", "timestamp": "t", "objects": {"ticket": "o"}}
    settings = {"format": "jsonl", "files": "a.jsonl", "columns": columns, "reject_limit": 1}
    project = make_project(tmp_path, {"s": settings}, {"a.jsonl": content})
    assert load(project)["s"].rows_read == 3
    assert ask(project, "select count(*) from events") == [(2,)]
    assert ask(project, "select source_row, reason from quarantine") == [(3, "invalid_json")]
