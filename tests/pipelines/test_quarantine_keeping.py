"""What a rejected row shows of itself: its shape and its time, never who or what it is about."""

from __future__ import annotations

import json

import duckdb
import pytest

from pipelines import load as loading
from pipelines.load import load_all
from pipelines.project import load_project
from pipelines.staged_files import connected, sql
from tests.pipelines.fixture_loading import ask, load, make_project
from tests.pipelines.projects import edit

WEB = {"web": {"format": "segment", "files": "*.jsonl", "reject_limit": 1}}
NAMES = ("anna", "nowak", "5551234", "203.0.113", "geheim")


def row(number, at, **more):
    call = {"type": "page", "messageId": f"m{number}", "userId": "Anna Nowak", "timestamp": at}
    return json.dumps(call | {"properties": {"phone": "+48 5551234", "note": "geheim"}} | more)


ROWS = [
    row(1, "2025-03-01T10:00:00Z"),
    row(2, "2025-13-01T10:00:00Z"),
    '{"userId": "anna@x.com", "timestamp": "2025-03-0',
    row(3, "anna nowak 5551234"),
    row(4, "2025-03-01T10:00:00Z", type="anna@x.com"),
]


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """Redacts a text, of which `found` was complained about."""
    with connected(tmp_path_factory.mktemp("redaction")) as connection:
        connection.execute("set variable quarantine_form = 'redacted'")
        connection.execute(sql("redaction.sql"))

        def redacted(text, found=None):
            query = "select redacted($text, $found), redacted(redacted($text, $found), $found)"
            once, twice = connection.execute(query, {"text": text, "found": found}).fetchone()
            assert once == twice
            return once

        yield redacted


def project_with(folder, **privacy):
    return make_project(folder, WEB, {"a.jsonl": "\n".join(ROWS)}, privacy=privacy)


def test_by_default_nothing_but_shapes_and_times_is_kept(tmp_path):
    project = project_with(tmp_path)
    load(project)
    kept = ask(
        project, "select source_row, reason, detail, raw_text, raw_form from quarantine order by 1"
    )
    assert [one[:2] for one in kept] == [
        (2, "bad_timestamp"),
        (3, "invalid_json"),
        (4, "bad_timestamp"),
        (5, "unknown_type"),
    ]
    assert not [name for name in NAMES if name in str(kept).lower()]
    assert {one[4] for one in kept} == {"redacted"}
    assert kept[0][2].startswith("found 2025-13-01T10:00:00Z; expected a time")
    assert kept[0][3] == (
        '{"type": "xxxx", "messageId": "x0", "userId": "xxxx xxxxx", "timestamp": "2025-13-01T10:00:00Z",'
        ' "properties": {"phone": "+00 0000000", "note": "xxxxxx"}}'
    )
    assert kept[2][2].startswith("found xxxx xxxxx 0000000; ")


def test_who_wants_it_keeps_rows_as_they_came(tmp_path):
    project = project_with(tmp_path, quarantine="plain")
    load(project)
    assert ask(project, "select raw_text, raw_form from quarantine order by source_row") == [
        (text, "plain") for text in ROWS[1:]
    ]


def test_what_was_kept_as_it_came_is_redacted_when_the_setting_changes(tmp_path):
    project = project_with(tmp_path / "p", quarantine="plain")
    load(project)
    edit(tmp_path / "p/project.yaml", "plain", "redacted")
    project = load_project(tmp_path / "p")
    load(project)
    query = "select source_row, reason, detail, raw_text, raw_form from quarantine order by 1"
    changed = ask(project, query)
    fresh = project_with(tmp_path / "q")
    load(fresh)
    assert changed == ask(fresh, query)


def test_the_text_goes_after_its_time_and_the_row_stays(tmp_path):
    project = project_with(tmp_path, quarantine_days=30)
    load(project)
    first = ask(project, "select first_seen from quarantine order by source_row")
    with_age(project, 29)
    load(project)
    assert ask(project, "select count(raw_text) from quarantine") == [(4,)]
    with_age(project, 31)
    load(project)
    assert ask(
        project, "select count(*), count(raw_text), any_value(raw_form) from quarantine"
    ) == [(4, 0, "dropped")]
    # a row that is met again is known although its text has gone
    (project.root / "a.jsonl").write_text("\n".join([*ROWS, row(9, "2025-03-01T11:00:00Z")]))
    load(project)
    assert ask(project, "select first_seen from quarantine order by source_row") == first
    assert ask(project, "select count(raw_text) from quarantine") == [(4,)]


def with_age(project, days):
    import duckdb

    with duckdb.connect(str(project.warehouse_path)) as connection:
        connection.execute(f"update quarantine set last_seen = now() - interval {days} days")


def test_the_reason_why_a_source_was_stopped_names_nobody(tmp_path):
    sources = {"web": WEB["web"] | {"reject_limit": 0.1}}
    rows = [row(n, "2025-03-01T10:00:00Z", type="Anna Nowak") for n in range(4)]
    project = make_project(tmp_path, sources, {"a.jsonl": "\n".join(rows)}, privacy={})
    [stopped] = load_all(project, frozenset(), "r")
    assert 'found "xxxx xxxxx", expected track, page' in stopped.stopped


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        ("a;Anna Nowak;+48 600", None, "x;xxxx xxxxx;+00 000"),
        ('{"Zeitpunkt (UTC)": "x", "Anna Nowak 1": null}', None, '{"Zeitpunkt (UTC)": "x", "Anna Nowak 1": null}'),
        # deeper down a key with a blank may be a name; an address or a number never is a key
        ('{"by": {"Anna Nowak": true, "b@x.pl": 1, "id4815162342": 1}}', None, '{"by": {"xxxx xxxxx": true, "x@x.xx": 0, "xx0000000000": 0}}'),
        ('{"t": "5.3.2025 10:61", "o": "5.3.2025 10:62"}', "5.3.2025 10:61", '{"t": "5.3.2025 10:61", "o": "0.0.0000 00:00"}'),
        ('10.1.2.3 - anna [01/Jan/2025:10:00:61 +0000] "GET /"', "01/Jan/2025:10:00:61 +0000", '00.0.0.0 - xxxx [01/Jan/2025:10:00:61 +0000] "xxx /"'),
        ('{"a": "half \\" and "Anna": 1, "x', None, '{"a": "xxxx \\" xxx "xxxx": 0, "x'),
        ("Żółć ١٢٣ 日本", None, "xxxx 000 xx"),
        ("", None, ""),
    ],
)  # fmt: skip
def test_redacted(shown, text, found, expected):
    assert shown(text, found) == expected


@pytest.mark.parametrize(
    "found", ["+48 600 100 200", "192.168.10.11", "123-45-6789", "anna 12:30", "2025-01-01 Anna", "1700000000"]
)  # fmt: skip
def test_what_is_no_time_is_not_kept_as_one(shown, found):
    assert shown(f'{{"t": "{found}"}}', found) != f'{{"t": "{found}"}}'


def test_what_is_kept_is_not_redacted_again_when_nothing_of_its_file_is_read(tmp_path, monkeypatch):
    project = project_with(tmp_path, quarantine="plain")
    load(project)
    refused = "create or replace temp macro redacted(text, found) as error('redacted again');"

    def watched(name):
        return (refused if name == "remember.sql" else "") + sql(name)

    monkeypatch.setattr(loading, "sql", watched)
    assert load(project, run="two")["web"].files == 0
    (tmp_path / "a.jsonl").write_text(row(9, "2025-03-01T10:00:00Z"))
    with pytest.raises(duckdb.Error, match="redacted again"):
        load(project, run="three")
