"""docs/notebooks.md as it stands: its code runs over the sample project and prints what it says."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import miner
from miner import measures
from miner.rows import Rows, stack

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "notebooks.md"
BLOCK = re.compile(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", re.DOTALL)


@pytest.fixture(scope="module")
def folder(sample_run, tmp_path_factory) -> Path:
    """Where `my-service` is: the sample project, loaded."""
    folder = tmp_path_factory.mktemp("notebooks")
    shutil.copytree(sample_run, folder / "my-service", symlinks=True)
    return folder


def printed(blocks, folder, monkeypatch) -> list[str]:
    """What each block prints, run one after the other in one namespace."""
    monkeypatch.chdir(folder)
    names: dict[str, object] = {}
    found = []
    for code, _ in blocks:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(code, PAGE.name, "exec"), names)
        found.append(out.getvalue())
    return found


def test_the_page_prints_what_it_says(folder, monkeypatch):
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    assert len(blocks) >= 8
    assert printed(blocks, folder, monkeypatch) == [said for _, said in blocks]


LIGHT = """
import sys, miner
heavy = ("duckdb", "numpy", "pandas", "polars", "pm4py", "pyarrow", "r4pm", "scipy")
assert not [name for name in heavy if name in sys.modules], "import miner"
names = set(dir(miner))
assert {"align", "variants", "open_warehouse"} <= names
miner.variants, miner.open_warehouse, miner.align
assert not [name for name in heavy[1:] if name in sys.modules], "names of the surface"
"""


def test_importing_miner_is_light():
    done = subprocess.run(
        [sys.executable, "-c", LIGHT], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_every_measure_is_on_the_surface():
    assert set(measures.SQL) <= set(dir(miner))
    for name in measures.SQL:
        assert getattr(miner, name).__doc__ == getattr(measures, name).__doc__
    with pytest.raises(AttributeError, match="no attribute 'veriants'"):
        miner.veriants  # noqa: B018


def activity_rows(*rows) -> Rows[measures.Activity]:
    return Rows([measures.Activity(*row) for row in rows], measures.Activity._fields)


def test_rows_stay_named_tuples_and_become_frames():
    rows = activity_rows(("a", 3, 2), ("b", None, 1))
    assert rows == [measures.Activity("a", 3, 2), measures.Activity("b", None, 1)]
    frame = rows.to_pandas()
    assert list(frame.columns) == ["activity", "events", "cases"]
    assert (str(frame["events"].dtype), str(frame["cases"].dtype)) == ("Int64", "int64")
    assert rows.to_polars().rows() == list(rows)


def test_no_rows_are_a_frame_with_columns():
    none = activity_rows()
    assert list(none.to_pandas().columns) == none.to_polars().columns == list(none.fields)
    assert none.to_pandas().empty


def test_a_tuple_in_a_row_is_a_list_of_polars():
    rows = Rows([measures.Variant(("a", "b"), 1, 1.0, 1.0)], measures.Variant._fields)
    assert rows.to_polars()["activities"].to_list() == [["a", "b"]]
    assert rows.to_pandas()["activities"][0] == ("a", "b")


def test_groups_are_stacked_with_their_value_first():
    groups = {"web": activity_rows(("a", 1, 1)), None: activity_rows(("b", 2, 2))}
    stacked = stack(groups, "channel")
    assert stacked == [("web", "a", 1, 1), (None, "b", 2, 2)]
    assert stacked.fields == ("channel", "activity", "events", "cases")
    times = {"x": measures.ThroughputTimes(1, 2, 2, 2), "y": None}
    assert stack(times) == [("x", 1, 2, 2, 2)]


def test_what_a_log_wrote_is_escaped_in_a_notebook():
    shown = activity_rows(("<script>alert(1)</script>", 1, 1))._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert "and 10 more rows" in activity_rows(*[("a", 1, 1)] * 60)._repr_html_()
