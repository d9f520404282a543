"""Declared columns are read in two ways, of CSV and of JSON: both give the same events."""

from __future__ import annotations

import json
from hashlib import md5

import pytest

from tests.pipelines.fixture_loading import ask, load, make_project

# one column in two roles, objects in another order than the columns, no id, no role, an own
# attribute under another name; "note" is kept though nothing declares it
SETTINGS = {
    "columns": {
        "activity": "what",
        "timestamp": "at",
        "actor": "who",
        "objects": {"ticket": "number", "email": "who", "order": "order id"},
        "attributes": {"priority": "prio"},
    },
    "keep": ["priority", "note", "nowhere"],
    "links": [{"from": "ticket", "to": "email", "qualifier": "of"}],
}
ROWS = [
    {
        "order id": "o1",
        "who": " A@x.org",
        "prio": "high",
        "what": "Open",
        "number": "t1",
        "note": 'a "b"',
    },
    {
        "order id": None,
        "who": "b@x.org",
        "prio": "low",
        "what": "Close\t",
        "number": "t2",
        "note": None,
    },
    {"order id": None, "who": None, "prio": None, "what": "Nobody", "number": None, "note": None},
]
TIMES = ["2025-03-01T10:00:00.120Z", "2025-03-01T10:00:00Z", "2025-03-01 11:00:00+01:00"]


def as_csv():
    names = [*ROWS[0], "at"]
    rows = [[*row.values(), at] for row, at in zip(ROWS, TIMES, strict=True)]
    cells = [['"' + (cell or "").replace('"', '""') + '"' for cell in row] for row in rows]
    return "\n".join(",".join(row) for row in [names, *cells]) + "\n"


def as_lines():
    rows = [row | {"at": at} for row, at in zip(ROWS, TIMES, strict=True)]
    return "".join(json.dumps(row) + "\n" for row in rows)


@pytest.mark.parametrize(("form", "text"), [("csv", as_csv()), ("jsonl", as_lines())])
def test_columns_in_several_roles_and_without_an_id(tmp_path, form, text):
    source = {"format": form, "files": f"log.{form}", "reject_limit": 0.5, **SETTINGS}
    project = make_project(tmp_path, {"crm": source}, {f"log.{form}": text})
    done = load(project)["crm"]
    assert (done.rows_loaded, done.rows_duplicate, done.rows_quarantined) == (2, 0, 1)
    # 2025-03-01 10:00 UTC is 1740823200; md5 of time, activity, actor, five that lack, ids, attributes
    first = ["1740823200120000", "Open", "A@x.org", *[None] * 5, "t1", "a@x.org", "o1", "high"]
    ident = md5(json.dumps(first, separators=(",", ":")).encode()).hexdigest()
    events = ask(
        project,
        "select event_id, activity, actor, timestamp_precision, attributes::varchar from events"
        ' order by "timestamp" desc',
    )
    assert events[0] == (
        f"crm:{ident}", "Open", "A@x.org", "ms", '{"note":"a \\"b\\"","priority":"high"}'
    )  # fmt: skip
    assert events[1][1:] == ("Close", "b@x.org", "s", '{"priority":"low"}')
    assert ask(
        project,
        "select object_type, object_id from event_objects order by event_id, object_type",
    ) in (
        [("email", "a@x.org"), ("order", "o1"), ("ticket", "t1"), ("email", "b@x.org"), ("ticket", "t2")],
        [("email", "b@x.org"), ("ticket", "t2"), ("email", "a@x.org"), ("order", "o1"), ("ticket", "t1")],
    )  # fmt: skip
    assert ask(project, "select from_id, to_id from object_links order by 1") == [
        ("t1", "a@x.org"),
        ("t2", "b@x.org"),
    ]
    rejected = ask(project, "select source_row, reason, raw_text from quarantine")
    assert [row[:2] for row in rejected] == [(4 if form == "csv" else 3, "missing_id")]
    assert json.loads(rejected[0][2])["what"] == "Nobody"
