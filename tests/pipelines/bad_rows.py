"""Declared CSV with bad rows, and what must come of each."""

from __future__ import annotations

from tests.pipelines.fixture_bad_inputs import (
    AT,
    GOOD,
    HEAD,
    text,
)

ROWS = (
    text("the same row twice", GOOD * 2, loaded=1, duplicate=1),
    text(
        "the header again in the middle",
        GOOD + HEAD + f"2,B,{AT}\n",
        loaded=2,
        kept={"bad_timestamp": 1},
    ),
    text("a row with too few columns", GOOD + "2,B\n", loaded=1, kept={"bad_columns": 1}),
    text(
        "a row with too many columns", GOOD + f"2,B,{AT},x,y\n", loaded=1, kept={"bad_columns": 1}
    ),
    text("the last row cut off", GOOD + "2,B,2016-0", loaded=1, kept={"bad_timestamp": 1}),
    text("a last row cut off inside quotes", GOOD + '2,"B', loaded=1, kept={"bad_columns": 1}),
    text(
        "a quote that is never closed", GOOD + f'2,"B,{AT}\n' + GOOD * 3, told="a quote is opened"
    ),
    text("no id", GOOD + f",B,{AT}\n", loaded=1, kept={"missing_id": 1}),
    text("blanks for an id", GOOD + f"   ,B,{AT}\n", loaded=1, kept={"missing_id": 1}),
    text("no activity", GOOD + f"2,,{AT}\n", loaded=1, kept={"missing_activity": 1}),
    text(
        "a time of 1970",
        GOOD + "2,B,1970-01-02T09:46:18Z\n",
        loaded=1,
        kept={"implausible_time": 1},
    ),
    text(
        "a time of 2043",
        GOOD + "2,B,2043-01-01T00:00:00Z\n",
        loaded=1,
        kept={"implausible_time": 1},
    ),
    text(
        "the end of time",
        GOOD + "2,B,9999-12-31 23:59:59Z\n",
        loaded=1,
        kept={"implausible_time": 1},
    ),
    text(
        "the year nought", GOOD + "2,B,0000-00-00T00:00:00Z\n", loaded=1, kept={"bad_timestamp": 1}
    ),
    text(
        "the thirtieth of February",
        GOOD + "2,B,2016-02-30T00:00:00Z\n",
        loaded=1,
        kept={"bad_timestamp": 1},
    ),
    text("a time in words", GOOD + "2,B,yesterday\n", loaded=1, kept={"bad_timestamp": 1}),
    text("times without a zone", "2,B,2016-02-29 01:16:00\n", told="without a zone"),
    text(
        "numbers that look like ids keep their zeros",
        f"0081,A,{AT}\n81,A,{AT}\n1e3,A,{AT}\n",
        loaded=3,
    ),
    text("formulas are text", f'"=cmd|\' /C calc\'!A0",A,{AT}\n"@SUM(1)",A,{AT}\n', loaded=2),
    text("markup is text", f"<script>alert(1)</script>,A,{AT}\n", loaded=1),
    text("SQL is text", f'"1\'); drop table events; --",A,{AT}\n', loaded=1),
    text("headings twice", f"1,A,{AT},x\n", head="o,a,t,o\n", loaded=1),
    text("a missing column", f"1,{AT}\n", head="o,t\n", told='lacks the column "a"'),
    text("only a header", "", loaded=0),
    text("blank lines", "\n" + GOOD + "\n\n", loaded=1),
    text("line ends of old Macs", GOOD[:-1] + "\r", head=HEAD[:-1] + "\r", loaded=1),
)
