"""Parts of one file are read beside each other: as one after the other, whatever their lines tell."""

from __future__ import annotations

import os
from dataclasses import dataclass

import pytest

from pipelines import csv_parts, parsed_files, text_lines
from pipelines.parsed_files import read_in_lanes
from pipelines.rejects import PartRead
from tests.pipelines.test_csv_parts import loaded, rows


def lines_alone():
    """Rows that their line feeds count, some with a column too few or a time that is none."""
    for n in range(700):
        at = f"2025-03-01T{n // 60:02}:{n % 60:02}:00Z"
        yield [f"{n},A,{at},x\n", f"{n},A,yesterday,x\n", f"{n},A,{at}\n", f"{n},A,{at},y\n"][n % 4]


@pytest.mark.parametrize(
    "content", ["".join(lines_alone()), "".join(rows(700))], ids=["lines", "quoted"]
)
@pytest.mark.parametrize("tells_wrong", [False, True])
def test_lanes_change_nothing(tmp_path, monkeypatch, content, tells_wrong):
    content = ("o,a,t,x\n" + content).encode()
    monkeypatch.setattr(csv_parts, "PART", 3000)
    monkeypatch.setattr(text_lines, "BLOCK", 700)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    alone = loaded(tmp_path / "alone", "a.csv", content)
    assert alone[0][0] == 700
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    lanes = list[int]()

    def noted(parts, rows_of, read, count):
        lanes.append(count)
        wrong = (lambda part: (rows_of(part) or 0) + 1) if tells_wrong else rows_of
        return read_in_lanes(parts, wrong, read, count)

    monkeypatch.setattr(parsed_files, "read_in_lanes", noted)
    assert loaded(tmp_path / "beside", "a.csv", content) == alone
    assert lanes == [3]


@dataclass
class Part:
    rows: int


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([3, 4, 5], [0, 3, 7]),
        ([3, None, 5], [0, 3, 7]),
        ([3, 3, 5], None),
    ],
)
def test_each_part_begins_after_the_rows_before_it(told, expected):
    parts = [Part(3), Part(4), Part(5)]
    counts = dict(zip(map(id, parts), told, strict=True))
    read = read_in_lanes(
        parts,
        lambda part: counts[id(part)],
        lambda part: PartRead(f"{part.number}:{part.before}", part.file.rows, 0),
        2,
    )
    assert (read and [part.staged for part in read]) == (
        expected and [f"{number}:{before}" for number, before in enumerate(expected)]
    )
