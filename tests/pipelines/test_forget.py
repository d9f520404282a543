"""Forgetting a customer: no byte of them is left, others keep all of theirs, and they stay away."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import duckdb
import pytest

from pipelines.forgetting import Forgotten, forget
from pipelines.project import SourceError
from pipelines.pseudonyms import keyed
from pipelines.run import compare_loaded, load_sources, new_order, read
from tests.pipelines.conftest import SHOP
from tests.pipelines.fixture_loading import ask, dump, make_project

PEOPLE = "".join(
    f"2026-01-0{day}T08:00:00Z,ask,buyer-{n},c{n}@example.com\n"
    f"2026-01-0{day}T08:10:00Z,answer,buyer-{n},\n"
    f"2026-01-0{day}T08:50:00Z,pay,buyer-{n},\n"
    for n, day in ((100, 1), (101, 2), (102, 3))
)
DESK = (
    "at,what,ticket,who,by,kind\n"
    "2026-01-05T09:00:00Z,opened,T-100,c100@example.com,c100@example.com,customer\n"
    "2026-01-05T09:30:00Z,answered,T-100,,smith,person\n"
    "2026-01-05T10:00:00Z,opened,T-101,C101@example.com,c101@example.com,customer\n"
    "2026-01-05T10:30:00Z,commented,T-101,c101@example.com,c100@example.com,customer\n"
    "not a time,opened,T-100,c100@example.com,c100@example.com,customer\n"
    "not a time,opened,T-101,c101@example.com,c101@example.com,customer\n"
)
SOURCES = {
    "shop": {
        "format": "csv",
        "files": "shop*.csv",
        "columns": {"activity": "what", "timestamp": "at", "objects": {"customer": "who", "email": "mail"}},
        "links": [{"from": "customer", "to": "email", "qualifier": "same"}],
    },
    "desk": {
        "format": "csv",
        "files": "desk*.csv",
        "reject_limit": 1,
        "columns": {
            "activity": "what", "timestamp": "at", "actor": "by", "actor_kind": "kind",
            "objects": {"ticket": "ticket", "email": "who"},
        },
        "links": [{"from": "ticket", "to": "email"}],
    },
}  # fmt: skip
IDENTITY = {"keys": ["customer", "email"]}


KEY = "of the tests of forgetting"


@pytest.fixture(scope="module", params=["pseudonyms", "plain"])
def published_twice(request, tmp_path_factory):
    """A shop that is loaded and published twice; never changed, each test has a copy."""
    shop = tmp_path_factory.mktemp(request.param) / "shop"
    privacy = {"identifiers": request.param, "quarantine": "plain", "smallest_group": 1}
    files = {"shop.csv": "at,what,who,mail\n" + PEOPLE, "desk.csv": DESK}
    make_project(shop, SOURCES, files, privacy=privacy, identity=IDENTITY)
    shutil.copy(SHOP / "blueprint.yaml", shop / "blueprint.yaml")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BLUEPRINT_MINER_KEY", KEY)
        for _ in range(2):
            order = new_order(shop)
            load_sources(order)
            compare_loaded(order)
    return shop


@pytest.fixture
def folder(published_twice, tmp_path, monkeypatch):
    monkeypatch.setenv("BLUEPRINT_MINER_KEY", KEY)
    return shutil.copytree(published_twice, tmp_path / "shop", symlinks=True)


def project_of(folder):
    return read(new_order(folder))[0]


def named(project, kind, value):
    return value if project.privacy.identifiers == "plain" else keyed(project).of(kind, value)


def bytes_of(folder):
    """All that we keep: the warehouse and what is published."""
    kept = [folder / "warehouse.duckdb", *folder.glob("warehouse.duckdb.*")]
    published = [path for path in (folder / "out").rglob("*") if path.is_file()]
    return b"".join(path.read_bytes() for path in [*kept, *published])


def test_nothing_of_them_is_left_and_others_keep_everything(folder):
    project = project_of(folder)
    theirs = [named(project, "customer", "buyer-100"), named(project, "email", "c100@example.com")]
    other = named(project, "customer", "buyer-101")
    assert all(name.encode() in bytes_of(folder) for name in [*theirs, "c100@example.com", other])
    before = ask(project, OTHERS)
    erased = forget(folder, " C100@Example.com")
    assert erased == Forgotten(events=5, links=2, quarantine_rows=1, runs=2)
    left = bytes_of(folder)
    for name in [*theirs, "c100@example.com", "T-100"]:
        assert name.encode() not in left
    assert other.encode() in left
    assert ask(project, OTHERS) == before
    assert ask(project, "select count(*) from events") == [(8,)]
    assert ask(project, "select count(*) from quarantine where raw_text like '%T-101%'") == [(1,)]
    # what they wrote on a ticket of another's stays there, without saying who wrote it
    assert ask(project, "select actor from events where activity = 'commented'") == [(None,)]


OTHERS = """
    select e.event_id, e.activity, list(o.object_id order by o.object_id)
    from events as e
    inner join event_objects as o on e.event_id = o.event_id
    where e.source_row > 4 or e.source = 'desk' and e.source_row > 3
    group by all
    order by all
"""


def test_the_published_report_is_whole_before_and_after(folder):
    before = (folder / "out" / "latest").resolve()
    forget(folder, "buyer-100", "customer")
    latest = (folder / "out" / "latest").resolve()
    assert latest != before
    assert sorted(path.name for path in latest.iterdir()) == [
        "board.svg", "findings.json", "mart", "report.html",
    ]  # fmt: skip
    assert list((folder / "out" / "runs").iterdir()) == [latest]


def test_the_same_exports_and_new_ones_do_not_bring_them_back(folder):
    project = project_of(folder)
    forget(folder, "c100@example.com")
    before = dump(project)
    load_sources(new_order(folder))
    assert dump(project) == before
    late = "2026-01-06T09:00:00Z,answered,T-100,,smith,person\n" + DESK.split("\n", 1)[1]
    (folder / "desk2.csv").write_text("at,what,ticket,who,by,kind\n" + late, "utf-8")
    (folder / "shop.csv").write_text(
        "at,what,who,mail\n" + PEOPLE + "2026-01-07T08:00:00Z,ask,buyer-103,\n", "utf-8"
    )
    load_sources(new_order(folder))
    for name in (named(project, "email", "c100@example.com"), "c100@example.com", "T-100"):
        assert name not in dump(project)
    rows = "select source_file, source_row, raw_text from quarantine where reason = 'forgotten' order by all"
    assert ask(project, rows) == [
        ("desk2.csv", 2, None), ("desk2.csv", 3, None), ("desk2.csv", 4, None), ("desk2.csv", 7, None),
        ("shop.csv", 2, None), ("shop.csv", 3, None), ("shop.csv", 4, None),
    ]  # fmt: skip
    read_and_ended = (
        "select sum(rows_read - rows_loaded - rows_duplicate - rows_quarantined) from loads"
    )
    assert ask(project, read_and_ended) == [(0,)]


def test_twice_is_once_and_somebody_unknown_is_told(folder):
    forget(folder, "c100@example.com")
    before = dump(project_of(folder))
    assert forget(folder, "c100@example.com") == Forgotten()
    assert forget(folder, "buyer-100", "customer") == Forgotten()
    assert dump(project_of(folder)) == before
    with pytest.raises(SourceError, match="found nobody by this identifier"):
        forget(folder, "c999@example.com")
    with pytest.raises(SourceError, match="found nobody by this identifier of type email"):
        forget(folder, "buyer-101", "email")


def test_the_last_customer_can_go_and_then_there_is_no_report(folder):
    for name in ("buyer-100", "buyer-101", "buyer-102"):
        forget(folder, name, "customer")
    assert ask(project_of(folder), "select count(*) from events") == [(0,)]
    assert not (folder / "out" / "latest").exists()
    assert list((folder / "out" / "runs").iterdir()) == []


def test_killed_while_it_writes_the_old_warehouse_is_there_and_the_next_time_ends_it(
    folder, monkeypatch
):
    project = project_of(folder)
    before = dump(project)
    replace = Path.replace

    def killed(path, target):
        if path.name.endswith(".forgetting"):
            raise KeyboardInterrupt
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        forget(folder, "buyer-100", "customer")
    assert dump(project) == before
    monkeypatch.undo()
    monkeypatch.setenv("BLUEPRINT_MINER_KEY", KEY)
    forget(folder, "buyer-100", "customer")
    left = {path.name for path in folder.glob("warehouse*")}
    kept = {"warehouse.prepared.duckdb", "warehouse.compared.duckdb"}  # of the run without them
    assert left == {"warehouse.duckdb"} | kept


def test_what_a_killed_load_left_beside_the_warehouse_is_in_it_before_it_is_replaced(
    folder, monkeypatch
):
    warehouse = project_of(folder).warehouse_path
    log = warehouse.with_name(f"{warehouse.name}.wal")
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("pragma disable_checkpoint_on_shutdown")
        connection.execute("update loads set run_id = 'killed'")
    assert log.exists()
    replace, seen = Path.replace, []

    def watched(path, target):
        seen.append(log.exists())
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", watched)
    forget(folder, "buyer-100", "customer")
    assert seen[0] is False
    assert ask(project_of(folder), "select distinct run_id from loads") == [("killed",)]


def test_a_pseudonym_as_the_report_shows_it_names_them_too(folder):
    project = project_of(folder)
    assert forget(folder, named(project, "customer", "buyer-102")).events == 3


def test_nobody_is_forgotten_where_nobody_can_be_asked(folder, call, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("y"))
    status, output, messages = call("forget", "c100@example.com", "-p", folder)
    assert (status, output) == (2, "")
    assert "give --yes to erase for good" in messages
    assert ask(project_of(folder), "from events")


def test_the_command_says_what_went_and_that_the_exports_still_have_them(folder, call):
    status, output, messages = call("forget", "c100@example.com", "-p", folder, "--yes")
    assert status == 0
    assert output.startswith("Erased 5 events, 2 links, 1 rejected rows and 2 published runs.")
    assert (
        "The exports are yours and keep what they say of this person: desk*.csv, shop*.csv."
        in messages
    )
    status, output, messages = call("forget", "nobody@example.com", "-p", folder, "--yes")
    assert (status, output) == (1, "")
    assert "found nobody by this identifier" in messages
