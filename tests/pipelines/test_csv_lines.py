"""Rows of a CSV file counted by its lines: the right number, or none."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import text_lines
from pipelines.contents import Content
from pipelines.csv_lines import rows_of_lines

LINES = st.lists(st.text(st.sampled_from('ab,"\r é'), max_size=6), max_size=12)


@given(LINES, st.booleans(), st.sampled_from(("\n", "")), st.integers(1, 9))
def test_where_lines_are_rows_there_are_as_many_as_a_reader_finds(
    tmp_path_factory, lines, has_header, end, block
):
    text = "\n".join(["h,h", *lines]) + end
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_text(text, encoding="utf-8", newline="")
    content = Content(reader="csv", columns=("x", "y"), has_header=has_header)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_lines, "BLOCK", block)
        counted = rows_of_lines(path, content, "utf-8")
    is_plain = not {"\r", '"'} & set(text) and "" not in [*lines[:-1], *lines[-1:] * bool(end)]
    assert (counted is not None) == is_plain
    if is_plain:
        rows = sum(1 for _ in csv.reader(io.StringIO(text, newline="")))
        assert counted == rows - has_header


def test_other_encodings_and_readers_are_left_to_the_reader(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("h\n1\n")
    assert rows_of_lines(path, Content(reader="csv", columns=("h",)), "utf-16") is None
    assert rows_of_lines(path, Content(reader="lines"), "utf-8") is None
    assert rows_of_lines(path, Content(reader="csv", columns=("h",), is_part=True), "utf-16") == 1
    (tmp_path / "empty.csv").write_bytes(b"")
    without = Content(reader="csv", columns=("h",), has_header=False)
    assert rows_of_lines(tmp_path / "empty.csv", without, "utf-8") == 0
