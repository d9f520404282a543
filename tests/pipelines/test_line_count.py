"""A large file of lines is counted once more by Python: a line that the reader lost stops the source."""

from __future__ import annotations

import json

import pytest

from pipelines import line_count
from pipelines.project import SourceError
from tests.pipelines.fixture_loading import ask, load, make_project


def page(number):
    call = {"type": "page", "messageId": f"m{number}", "anonymousId": "a"}
    return json.dumps(call | {"timestamp": "2025-03-01T10:00:00Z"}).encode()


LINES = b"\xef\xbb\xbf" + page(1) + b"\r\n\n   \n" + page(2) + b"\ncaf\xe9\n" + page(3)
WEB = {"web": {"format": "segment", "files": "w.*", "reject_limit": 1}}


@pytest.mark.parametrize("name", ["w.jsonl", "w.jsonl.gz", "w.jsonl.zst"])
def test_blank_and_broken_lines_are_counted_alike(tmp_path, monkeypatch, name):
    monkeypatch.setattr(line_count, "LARGE", 0)
    project = make_project(tmp_path, WEB, {name: LINES})
    assert load(project)["web"].rows_read == 4
    assert ask(project, "select count(*) from events") == [(3,)]


def test_a_lost_line_stops_the_source(tmp_path, monkeypatch):
    (tmp_path / "w.jsonl").write_bytes(LINES)
    line_count.refuse_lost_lines(tmp_path / "w.jsonl", "utf-8", 3)  # small: not counted
    monkeypatch.setattr(line_count, "LARGE", 0)
    short = line_count.refuse_lost_lines
    monkeypatch.setattr("pipelines.parsing.refuse_lost_lines", lambda p, e, n: short(p, e, n - 1))
    with pytest.raises(SourceError, match="3 of its 4 lines came through"):
        load(make_project(tmp_path, WEB))
