"""JSON with bad lines and calls, and what must come of each."""

from __future__ import annotations

import json

from tests.pipelines.fixture_bad_inputs import (
    AT,
    Bad,
    lines,
    page,
    row,
    web,
)

JSON = (
    lines(
        "a line that is half written", row(), '{"o": "2", "a', loaded=1, kept={"invalid_json": 1}
    ),
    lines(
        "two objects on a line",
        row(),
        json.dumps(row(o="2")) + json.dumps(row(o="3")),
        loaded=1,
        kept={"invalid_json": 1},
    ),
    lines(
        "a list and a text and a number",
        row(),
        [1],
        '"x"',
        "5",
        loaded=1,
        kept={"not_an_object": 3},
    ),
    lines(
        "nothing, said in three ways",
        row(),
        "null",
        "NaN",
        "undefined",
        loaded=1,
        kept={"not_an_object": 2, "invalid_json": 1},
    ),
    lines(
        "nested ten thousand deep",
        row(),
        '{"o":' * 10_000 + "1" + "}" * 10_000,
        loaded=1,
        kept={"missing_activity": 1},
    ),
    lines(
        "nested ten thousand deep in a field",
        row(),
        '{"o":"2","a":"B","t":"' + AT + '","x":' + "[" * 10_000 + "]" * 10_000 + "}",
        loaded=2,
    ),
    lines("keys twice", '{"o":"1","o":"2","a":"A","t":"' + AT + '"}', loaded=1),
    lines(
        "a line of Latin-1 in JSON",
        row(),
        b'{"o":"caf\xe9","a":"A","t":"' + AT.encode() + b'"}',
        loaded=1,
        kept={"bad_encoding": 1},
    ),
    lines(
        "half of a pair of surrogates",
        row(),
        '{"o":"\\ud800","a":"A","t":"' + AT + '"}',
        loaded=1,
        kept={"invalid_json": 1},
    ),
    lines("zero characters escaped", row(), '{"o":"a\\u0000b","a":"A","t":"' + AT + '"}', loaded=2),
    lines("objects where texts are expected", row(), row(o={"x": 1}, a=["B"]), loaded=2),
    lines("numbers where texts are expected", row(o=1), row(o=1.5), row(o=10**30), loaded=3),
    lines("a number for a time", row(), row(t=1456708560), loaded=1, kept={"bad_timestamp": 1}),
    lines("bidi marks and long names are text", row(o="\u202egnp.exe", a="x" * 100_000), loaded=1),
    web(
        "one id, two contents: the earliest is kept",
        page(1),
        page(1, timestamp="2016-02-29T01:17:00Z"),
        loaded=1,
        duplicate=1,
    ),
    web("nobody's ids", page(1), page(2, anonymousId=None), loaded=1, kept={"missing_id": 1}),
    web(
        "a type that nobody knows",
        page(1),
        page(2, type="hover"),
        loaded=1,
        kept={"unknown_type": 1},
    ),
    web(
        "programs are kept apart and do not stop the source",
        page(1),
        *(page(n, context={"userAgent": "Googlebot/2.1"}) for n in range(2, 9)),
        loaded=1,
        kept={"bot": 7},
    ),
    Bad(
        name="an array that is cut off",
        format="posthog",
        file="a.json",
        content='[{"uuid": "1", "event": "x"}, {"uuid"',
        told="a.json",
    ),
    Bad(
        name="a table that the vendor does not have",
        format="salesforce",
        file="a.csv",
        content="x,y\n1,2\n",
        told="fit no table of salesforce",
    ),
    Bad(
        name="lines of no access log",
        format="access_log",
        file="a.log",
        content="hello\nworld\n",
        kept={"malformed_line": 2},
    ),
)
