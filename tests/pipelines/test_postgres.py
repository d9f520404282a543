"""A table and a query of a real PostgreSQL server: read in batches, by their watermark."""

from __future__ import annotations

import pytest

from pipelines import databases
from pipelines.project import SourceError
from tests.pipelines.fixture_loading import ask, contents, load, make_project
from tests.pipelines.fixture_postgres import server, tell

SOURCE = {
    "format": "postgres",
    "connection": "TEST_DATABASE",
    "table": "crm.moves",
    "watermark": "changed_at",
    "columns": {
        "event_id": "id",
        "activity": "what",
        "timestamp": "happened_at",
        "objects": {"ticket": "ticket", "email": "mail"},
        "attributes": {"note": "note"},
    },
    "keep": ["note"],
}


@pytest.fixture(scope="module")
def address():
    with server() as found:
        yield found


@pytest.fixture(autouse=True)
def moves(address, monkeypatch):
    """Five rows in a table; its name is a keyword of nobody, its texts are hostile."""
    monkeypatch.setenv("TEST_DATABASE", address)
    tell(
        address,
        "drop schema if exists crm cascade",
        "create schema crm",
        "create table crm.moves (id bigint, ticket text, mail text, what text, note text,"
        " happened_at timestamptz, changed_at timestamptz)",
        "insert into crm.moves select n, '00' || n, 'Ann@X.example', 'opened',"
        " 'he said \"no\", then' || chr(10) || 'left', '2026-02-03 10:00:00.5+01'::timestamptz + n * '1 h'::interval,"
        " '2026-02-03 12:00+00'::timestamptz + n * '1 h'::interval from generate_series(1, 5) n",
    )


def rows(one):
    return (one.rows_read, one.rows_loaded, one.rows_duplicate, one.rows_quarantined)


def test_a_table_is_read_once_and_then_what_is_new(tmp_path, address):
    project = make_project(tmp_path, {"crm": SOURCE})
    assert rows(load(project)["crm"]) == (5, 5, 0, 0)
    found = ask(
        project,
        "select event_id, activity, strftime(\"timestamp\", '%H:%M:%S.%g'), attributes ->> 'note',"
        " timestamp_precision, source_file, source_row from events order by event_id limit 1",
    )
    note = 'he said "no", then\nleft'
    assert found == [
        ("crm:1", "opened", "10:00:00.500", note, "ms", "crm.moves, part 1", 2),
    ]
    assert ask(
        project, "select object_type, object_id from event_objects order by all limit 1"
    ) == [("email", "ann@x.example")]
    assert ask(project, "select value from watermarks") == [("2026-02-03 17:00:00+00",)]

    tell(
        address,
        "insert into crm.moves values (6, '006', null, 'closed', null, now(), '2026-02-03 18:00+00')",
    )
    again = load(project, run="two")["crm"]
    assert rows(again) == (2, 1, 1, 0)  # the last one known comes again: others may share its time
    assert rows(load(project, run="three")["crm"]) == (1, 0, 1, 0)
    assert rows(load(project, run="four")["crm"]) == (0, 0, 0, 0)
    assert ask(project, "select count(*), count(distinct event_id) from events") == [(6, 6)]


def test_an_overlap_finds_rows_that_came_late(tmp_path, address):
    project = make_project(tmp_path, {"crm": SOURCE | {"overlap": "3h"}})
    load(project)
    late = "(7, '007', null, 'late', null, now(), '2026-02-03 15:00+00')"
    tell(
        address,
        f"insert into crm.moves values {late}, (8, '008', null, 'lost', null, now(), '2026-02-03 13:30+00')",
    )
    load(project, run="two")
    assert ask(project, "select activity from events where activity in ('late', 'lost')") == [
        ("late",)
    ]


def test_batches_are_files_of_their_own_and_make_no_difference(tmp_path, monkeypatch):
    whole = make_project(tmp_path / "whole", {"crm": SOURCE})
    load(whole)
    monkeypatch.setattr(databases.fetch, "__defaults__", (2,))
    parts = make_project(tmp_path / "parts", {"crm": SOURCE})
    assert load(parts)["crm"].files == 3
    assert contents(parts) == contents(whole)
    assert ask(parts, "select rows_read from loads order by source_file") == [(2,), (2,), (1,)]


def test_other_settings_read_all_anew(tmp_path):
    project = make_project(tmp_path, {"crm": SOURCE})
    load(project)
    columns = SOURCE["columns"] | {"channel": "what"}
    project = make_project(tmp_path, {"crm": SOURCE | {"columns": columns}})
    assert rows(load(project, run="two")["crm"]) == (5, 5, 0, 0)
    assert ask(project, "select distinct channel from events") == [("opened",)]


def test_other_settings_that_give_the_same_files_lose_nothing(tmp_path):
    load(make_project(tmp_path, {"crm": SOURCE}))
    project = make_project(tmp_path, {"crm": SOURCE | {"overlap": "3h"}})
    assert rows(load(project, run="two")["crm"]) == (5, 5, 0, 0)
    assert rows(load(project, run="three")["crm"]) == (4, 0, 4, 0)
    assert ask(project, "select count(*) from events") == [(5,)]


def test_other_names_of_persons_read_all_anew(tmp_path, address):
    tell(address, "update crm.moves set mail = '600 700 800'")
    phones = SOURCE["columns"] | {"objects": {"phone": "mail"}}
    load(make_project(tmp_path, {"crm": SOURCE | {"columns": phones}}))
    project = make_project(
        tmp_path, {"crm": SOURCE | {"columns": phones}}, identity={"region": "PL"}
    )
    load(project, run="two")
    assert ask(project, "select distinct object_id from event_objects") == [("+48600700800",)]


def test_rows_without_a_watermark_are_not_passed_over(tmp_path, address):
    project = make_project(tmp_path, {"crm": SOURCE})
    load(project)
    tell(address, "insert into crm.moves values (6, '006', null, 'closed', null, now(), null)")
    assert rows(load(project, run="two")["crm"]) == (2, 1, 1, 0)


def test_a_query_without_a_watermark_is_read_whole_and_known_when_it_is_the_same(tmp_path, address):
    query = "select * from crm.moves where what <> '{}' order by id;"
    settings = {k: v for k, v in SOURCE.items() if k not in ("table", "watermark")}
    project = make_project(tmp_path, {"crm": settings | {"query": query}})
    assert rows(load(project)["crm"]) == (5, 5, 0, 0)
    assert rows(load(project, run="two")["crm"]) == (0, 0, 0, 0)
    tell(address, "update crm.moves set what = 'reopened' where id = 2")
    load(project, run="three")
    assert ask(project, "select activity from events where event_id = 'crm:2'") == [("reopened",)]


def test_a_stopped_load_leaves_the_watermark(tmp_path, address):
    tell(address, "update crm.moves set what = null")
    project = make_project(tmp_path, {"crm": SOURCE})
    assert load(project)["crm"].stopped
    assert ask(project, "from watermarks") == []
    tell(address, "update crm.moves set what = 'opened'")
    assert rows(load(project, run="two")["crm"]) == (5, 5, 0, 0)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"table": "crm.movse"}, 'relation "crm.movse" does not exist'),
        ({"watermark": "changed"}, 'column "changed" does not exist'),
        ({"table": None, "query": "drop table crm.moves"}, "syntax error"),
        (
            {"table": None, "query": "select 1) to stdout; drop table crm.moves; --"},
            "PostgreSQL says",
        ),
        ({"columns": SOURCE["columns"] | {"activity": "whta"}}, 'lacks the column "whta"'),
    ],
)
def test_mistakes_are_told_and_nothing_is_changed(tmp_path, address, settings, told):
    wrong = {k: v for k, v in (SOURCE | settings).items() if v is not None}
    project = make_project(tmp_path, {"crm": wrong})
    with pytest.raises(SourceError) as raised:
        load(project)
    assert told in str(raised.value)
    assert not (tmp_path / ".staging").exists()
    tell(address, "select count(*) from crm.moves")


def test_no_server_and_a_password_in_the_file_are_told_without_it(tmp_path, monkeypatch):
    monkeypatch.setenv("TEST_DATABASE", "postgresql://miner:secret@/none?host=/nowhere")
    project = make_project(tmp_path, {"crm": SOURCE})
    with pytest.raises(SourceError, match="PostgreSQL says") as raised:
        load(project)
    assert "secret" not in str(raised.value)
    with pytest.raises(SourceError, match="name of an environment variable") as raised:
        make_project(tmp_path, {"crm": SOURCE | {"connection": "postgresql://a:secret@b/c"}})
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    "wrong", ["postgres:/miner:secret@host/none", "host=localhost password=my secret"]
)
def test_an_address_that_is_none_is_told_without_it(tmp_path, monkeypatch, wrong):
    monkeypatch.setenv("TEST_DATABASE", wrong)
    with pytest.raises(SourceError, match="TEST_DATABASE holds no address") as raised:
        load(make_project(tmp_path, {"crm": SOURCE}))
    assert "secret" not in str(raised.value)


def test_a_database_in_another_encoding_is_read_as_utf_8(tmp_path, address, monkeypatch):
    tell(address, "drop database if exists latin")
    tell(address, "create database latin encoding 'LATIN1' locale 'C' template template0")
    latin = address.replace("/postgres?", "/latin?")
    tell(
        latin,
        "create schema crm",
        "create table crm.moves as select 1 as id, 'T' as ticket, null as mail, 'geöffnet' as what,"
        " null as note, now() as happened_at, now() as changed_at",
    )
    monkeypatch.setenv("TEST_DATABASE", latin)
    project = make_project(tmp_path, {"crm": SOURCE})
    load(project)
    assert ask(project, "select activity from events") == [("geöffnet",)]
