"""Loading: twice is once, order and cutting do not count, a changed file takes its old place."""

from __future__ import annotations

import json
import os
import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import load as loading
from pipelines.load import commit_source, stage_source
from pipelines.manifest import UnaccountedRowsError
from pipelines.project import load_project
from tests.pipelines.fixture_loading import ask, contents, dump, load, make_project, put

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
WEB = {"web": {"format": "segment", "files": "exports/*.jsonl", "reject_limit": 1}}


def call(number, at="2025-03-01T10:00:00Z", **more):
    return json.dumps(
        {"type": "page", "messageId": f"m{number}", "anonymousId": "a", "timestamp": at, **more}
    )


def identify(number):
    return json.dumps(
        {
            "type": "identify",
            "messageId": f"i{number}",
            "anonymousId": f"a{number}",
            "userId": f"u{number % 2}",
            "timestamp": "2025-03-01T10:00:00Z",
        }
    )


def lines(*some):
    return "".join(line + "\n" for line in some)


def loaded(folder, files, *keep):
    project = make_project(folder, WEB, {f"exports/{n}.jsonl": t for n, t in files.items()})
    return project, load(project, *keep)["web"]


ROWS = [
    call(n % 7, f"2025-03-01T10:00:{n:02d}Z" if n < 7 else "2025-03-01T10:00:03Z")
    for n in range(12)
]
ROWS += [identify(n % 3) for n in range(4)] + [
    "{broken",
    call(99, "never"),
    call(98, anonymousId=None),
]


def test_twice_is_once_to_the_byte(tmp_path):
    project, first = loaded(tmp_path, {"a": lines(*ROWS), "b": lines(*ROWS[3:9])})
    before = dump(project)
    assert first.events_loaded == 7
    second = load(project, run="again")["web"]
    assert (second.files, second.rows_read, second.events_loaded) == (0, 0, 0)
    assert dump(project) == before
    assert not (tmp_path / ".staging").exists()


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """What the rows in their order and in one file give."""
    return contents(loaded(tmp_path_factory.mktemp("whole"), {"a": lines(*ROWS)})[0])


@settings(max_examples=int(os.environ.get("FUZZ_EXAMPLES", "8")), deadline=None)
@given(seed=st.integers(0, 10**6), parts=st.integers(1, 3), runs=st.integers(1, 2))
def test_order_and_cutting_do_not_count(whole, seed, parts, runs, tmp_path_factory):
    folder = tmp_path_factory.mktemp("cut")
    rows = random.Random(seed).sample(ROWS, len(ROWS))
    files = {f"{n}": lines(*rows[n::parts]) for n in range(parts)}
    first = dict(list(files.items())[: 1 if runs == 2 else parts])
    project, _ = loaded(folder / "cut", first)
    if runs == 2:
        project, _ = loaded(folder / "cut", files)
    if runs == 1:
        # of two events with one id the earliest stays, whatever stands first
        assert contents(project) == whole
    assert [row[0] for row in contents(project)[0]] == [row[0] for row in whole[0]]
    assert contents(project)[2] == whole[2]


def test_of_one_id_and_two_contents_the_earliest_stays_in_either_order(tmp_path):
    rows = [
        call(1, "2025-03-01T10:00:05Z"),
        call(1, "2025-03-01T10:00:01Z"),
        call(1, "2025-03-01T10:00:01Z"),
    ]
    for name, some in {"there": rows, "back": rows[::-1]}.items():
        project, counts = loaded(tmp_path / name, {"a": lines(*some)})
        assert ask(project, "select epoch(timestamp) % 60 from events") == [(1.0,)]
        assert (counts.rows_loaded, counts.rows_duplicate, counts.events_conflicting) == (1, 2, 1)
    project, _ = loaded(tmp_path / "files", {"b": lines(rows[0]), "c": lines(*rows[1:])})
    assert ask(project, "select epoch(timestamp) % 60, source_file, source_row from events") == [
        (1.0, "exports/c.jsonl", 1)
    ]


def test_another_content_under_a_known_id_is_counted_and_what_is_loaded_stays(tmp_path):
    def named(number, name):
        return call(number, type="track", event=name)

    project, _ = loaded(tmp_path, {"a": lines(named(1, "Home"), named(2, "Cart"))})
    same, other = named(1, "Home"), named(2, "Basket")
    project, counts = loaded(
        tmp_path,
        {
            "a": lines(named(1, "Home"), named(2, "Cart")),
            "b": lines(same, other, other, named(3, "Pay")),
        },
    )
    assert (counts.events_loaded, counts.events_duplicate, counts.events_conflicting) == (1, 3, 2)
    assert ask(project, "select source_file, events_conflicting from loads order by 1") == [
        ("exports/a.jsonl", 0),
        ("exports/b.jsonl", 2),
    ]
    assert ask(project, "select activity from events where event_id = 'web:m2'") == [("Cart",)]


def test_a_changed_file_takes_the_place_of_its_earlier_load(tmp_path):
    project, _ = loaded(
        tmp_path, {"a": lines(call(1), call(2), identify(1)), "b": lines(call(2), identify(1))}
    )
    project, second = loaded(tmp_path, {"a": lines(call(3))})
    # 2 was a's, and b's only as a duplicate: it must not go with the old a
    assert ask(project, "select event_id, source_file from events order by all") == [
        ("web:m2", "exports/b.jsonl"),
        ("web:m3", "exports/a.jsonl"),
    ]
    assert len(ask(project, "from object_links")) == 1
    assert len(ask(project, "from event_objects")) == 2
    assert ask(project, "select count(*), sum(rows_read) from loads") == [(2, 3)]
    assert second.files == 2


def test_a_file_that_grew_adds_what_is_new(tmp_path):
    loaded(tmp_path, {"a": lines(call(1), '{"type":"page","mess')})
    project, _ = loaded(tmp_path, {"a": lines(call(1), call(2))})
    assert len(ask(project, "from events")) == 2
    assert ask(project, "from quarantine") == []


def test_other_kept_attributes_mean_another_load(tmp_path):
    row = call(1, properties={"path": "/a", "plan": "pro"})
    project, _ = loaded(tmp_path, {"a": lines(row)}, "plan")
    assert ask(project, "select attributes from events") == [('{"plan":"pro"}',)]
    load(project, "plan", "path")
    assert ask(project, "select attributes from events") == [('{"path":"/a","plan":"pro"}',)]
    load(project)
    assert ask(project, "select attributes from events") == [(None,)]


def test_who_is_who_is_learnt_from_a_later_file(tmp_path):
    audit = {"id": 1, "ticket_id": 7, "created_at": "2025-03-01T10:00:00Z", "author_id": 20}
    comment = {"id": 5, "type": "Comment", "public": True}
    desk = {"desk": {"format": "zendesk", "files": "*.jsonl"}}
    project = make_project(tmp_path, desk, {"a.jsonl": json.dumps(audit | {"events": [comment]})})
    load(project)
    assert ask(project, "select actor_kind from events") == [("unknown",)]
    put(
        tmp_path / "users.jsonl",
        '{"id":20,"role":"end-user"}\n{"id":20,"role":"agent","updated_at":"2025-01-01T00:00:00Z"}',
    )
    load(project)
    assert ask(project, "select actor_kind, role from events") == [("person", "agent")]


def test_first_times_stay_when_a_load_is_repeated(tmp_path):
    project, _ = loaded(tmp_path, {"a": lines(call(1), "{broken"), "b": lines(call(2))})
    before = ask(project, "select loaded_at from loads where source_file like '%a.jsonl'")
    seen = ask(project, "select first_seen, last_seen from quarantine")
    time.sleep(0.01)
    loaded(tmp_path, {"a": lines(call(1), "{broken", call(4))})
    loaded(tmp_path, {"a": lines(call(1), "{broken")})
    after = ask(project, "select first_seen, last_seen from quarantine")
    assert after[0][0] == seen[0][0]
    assert after[0][1] > seen[0][1]
    assert before < ask(project, "select loaded_at from loads where source_file like '%a.jsonl'")


def test_a_row_that_the_format_loses_is_noticed_and_nothing_is_committed(tmp_path, monkeypatch):
    project = make_project(tmp_path, WEB, {"exports/a.jsonl": lines(call(1), call(2))})
    staged = stage_source(project, project.sources[0], frozenset(), "r", wait_s=1)
    lost = loading.sql

    def forgetful(name):
        text = lost(name)
        return text.replace("    where is_one_each\n", "    where is_one_each and source_row = 1\n")

    monkeypatch.setattr(loading, "sql", forgetful)
    with pytest.raises(UnaccountedRowsError, match="2 rows were read, but 1 loaded"):
        commit_source(project, staged)
    assert ask(project, "from events") == []
    assert ask(project, "from loads") == []


@pytest.mark.skipif(not REAL.exists(), reason="the real logs are not beside this checkout")
@pytest.mark.parametrize(
    ("name", "rows", "duplicates"), [("helpdesk", 21_348, 127), ("receipt", 8_577, 0)]
)
def test_real_logs_load_whole(name, rows, duplicates, tmp_path):
    ready = Path(__file__).resolve().parents[1] / "real_logs" / name
    (tmp_path / "project.yaml").write_text((ready / "project.yaml").read_text("utf-8"), "utf-8")
    for path in REAL.glob(f"{name}.*"):
        (tmp_path / path.name).symlink_to(path)
    project = load_project(tmp_path)
    [counts] = load(project).values()
    assert (counts.rows_read, counts.rows_duplicate, counts.rows_quarantined) == (
        rows,
        duplicates,
        0,
    )
    assert counts.events_loaded == rows - duplicates
