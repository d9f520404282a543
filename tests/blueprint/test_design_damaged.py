"""Damaged design files: never a traceback, always a place."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.blueprint.design_files import (
    BASE,
    HERE,
    as_json,
    mistakes,
    written,
)

LINES = BASE.splitlines(keepends=True)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_damaged_file_ends_in_anything_but_a_design_or_mistakes(data, tmp_path_factory):
    """A line or a piece of one taken away, doubled or swapped: never a traceback, always a line."""
    text = BASE
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start, min(len(text), start + 40)))
        piece = data.draw(
            st.sampled_from(["", text[start:end] * 2, "[]", "{", "x: ", "- ", "7", "null"])
        )
        text = text[:start] + piece + text[end:]
    path = written(tmp_path_factory.getbasetemp(), text)
    for told in mistakes(path):
        assert told.startswith("blueprint.yaml")


def ways(value, way=()):
    """Every way into a nested value."""
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, item in inner:
        yield (*way, key)
        yield from ways(item, (*way, key))


WAYS = list(ways(as_json(HERE / "base.yaml")))
JUNK = [
    None,
    7,
    -0.5,
    True,
    "x",
    "",
    [],
    {},
    [[]],
    [None],
    {"a": 1},
    {"a": {"b": []}},
    "2025-01-01",
]


@settings(max_examples=60, deadline=None)
@given(way=st.sampled_from(WAYS), junk=st.sampled_from(JUNK))
def test_whatever_stands_in_one_place_the_loader_says_so_or_takes_it(way, junk, tmp_path_factory):
    values = as_json(HERE / "base.yaml")
    holder = values
    for key in way[:-1]:
        holder = holder[key]
    holder[way[-1]] = junk
    path = written(tmp_path_factory.getbasetemp(), json.dumps(values))
    for told in mistakes(path):
        assert told.startswith("blueprint.yaml")


@settings(max_examples=30, deadline=None)
@given(number=st.integers(0, len(LINES) - 1), what=st.sampled_from(["drop", "double"]))
def test_a_line_lost_or_doubled_is_told_or_harmless(number, what, tmp_path_factory):
    lines = [
        *LINES[:number],
        *LINES[number : number + 1] * (2 * (what == "double")),
        *LINES[number + 1 :],
    ]
    path = written(tmp_path_factory.getbasetemp(), "".join(lines))
    for told in mistakes(path):
        assert told.startswith("blueprint.yaml")
