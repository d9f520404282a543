"""A quote that nothing closes stops the source with its line, and loses nothing silently."""

from __future__ import annotations

import gzip

import pytest

from pipelines.load import load_all
from pipelines.project import SourceError, load_project
from pipelines.unclosed_quote import unclosed_quote

PROJECT = """
project: 1
sources:
  desk:
    format: csv
    files: desk.csv
    zone: UTC
    columns: {activity: what, timestamp: when, objects: {customer: who}}
"""


def written(folder, *, broken: bool):
    """Sixty rows, one of them with a text in quotes over two lines."""
    rows = [f'c{n},"call, {n}",2025-01-01 10:{n:02d}:00' for n in range(60)]
    rows[5] = 'c5,"a call\nover two lines",2025-01-01 10:05:00'
    rows[20] = 'c20,"an open quote,2025-01-01 10:20:00' if broken else rows[20]
    (folder / "desk.csv").write_text("\n".join(["who,what,when", *rows]) + "\n")
    (folder / "project.yaml").write_text(PROJECT)
    return load_project(folder)


def test_every_row_is_read_where_quotes_are_closed(tmp_path):
    [load] = load_all(written(tmp_path, broken=False), frozenset(), "run")
    assert (load.rows_read, load.rows_loaded, load.rows_quarantined) == (60, 60, 0)


def test_an_open_quote_is_a_mistake_with_its_line(tmp_path):
    project = written(tmp_path, broken=True)
    with pytest.raises(SourceError, match=r"desk\.csv:23: a quote is opened here or before"):
        load_all(project, frozenset(), "run")


def test_packed_files_are_looked_at_too(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b'a,b\n"x""y",1\n"open,2\nc,3\n'))
    assert unclosed_quote(path) == 3


def test_a_last_line_that_is_cut_off_costs_that_row_only(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('a,b\nx,1\n"open,2')
    assert unclosed_quote(path) is None
