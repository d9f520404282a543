"""Every bad input ends in a clear message or in rows that are kept; its neighbour is loaded all the same."""

from __future__ import annotations

import shutil

import duckdb
import pytest

from pipelines.load import load_all
from tests.pipelines.bad_files import FILES
from tests.pipelines.bad_json import JSON
from tests.pipelines.bad_rows import ROWS
from tests.pipelines.fixture_bad_inputs import DECLARED, GOOD, HEAD
from tests.pipelines.fixture_loading import ask, make_project

BAD = (*ROWS, *FILES, *JSON)
NEIGHBOUR = {"format": "csv", "files": "good/n.csv", "columns": DECLARED}


def test_the_corpus_is_large_and_each_has_its_name():
    names = [bad.name for bad in BAD]
    assert len(names) == len(set(names)) >= 60


@pytest.fixture(scope="module")
def neighbour(tmp_path_factory):
    """A project whose only source is loaded, as if the bad one had been once, too; each test has a copy."""
    folder = tmp_path_factory.mktemp("neighbour")
    alone = make_project(folder, {"neighbour": NEIGHBOUR}, {"good/n.csv": HEAD + GOOD})
    load_all(alone, frozenset(), "first", wait_s=5)
    with duckdb.connect(str(alone.warehouse_path)) as connection:
        connection.execute(
            "insert into loads by name (select * replace ('bad' as source, 'x' as load_id,"
            " 'x.csv' as source_file, 0 as rows_read, 0 as rows_loaded, 0 as events_loaded) from loads)"
        )
    return folder


@pytest.fixture
def known(neighbour, tmp_path):
    """The neighbour with a row more, and the bad source beside it."""

    def made(bad):
        settings = {"format": bad.format, "files": f"bad/{bad.file}", "reject_limit": 1}
        sources = {"neighbour": NEIGHBOUR, "bad": settings | bad.settings}
        content = bad.content if isinstance(bad.content, bytes) else bad.content.encode()
        shutil.copytree(neighbour, tmp_path, dirs_exist_ok=True)
        (tmp_path / "bad").mkdir()
        (tmp_path / "bad" / bad.file).write_bytes(content)
        (tmp_path / "good/n.csv").write_text(HEAD + GOOD + GOOD.replace("A", "B"))
        return make_project(tmp_path, sources)

    return made


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_bad_input(bad, known, tmp_path):
    project = known(bad)
    loads = {one.source: one for one in load_all(project, frozenset(), "run", wait_s=5)}
    assert ask(project, "select count(*) from events where source = 'neighbour'") == [(2,)]
    found = ask(project, "select count(*) from events where source = 'bad'")
    one = loads["bad"]
    if bad.told:
        assert bad.told in (one.stopped or "")
        assert "Traceback" not in one.stopped
        assert found == [(0,)]
        return
    assert one.stopped is None
    kept = ask(project, "select reason, count(*) from quarantine where source = 'bad' group by 1")
    assert dict(kept) == bad.kept
    assert (one.rows_loaded, one.rows_duplicate) == (bad.loaded, bad.duplicate)
    assert one.rows_read == bad.loaded + bad.duplicate + sum(bad.kept.values())
    assert found == [(bad.loaded,)]
    assert not list(tmp_path.rglob("evil*"))
