"""XES as text: against r4pm on whole logs, and by hand where r4pm says nothing."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from miner.warehouse import LogError
from miner.xes import read_xes

REAL = Path(__file__).parents[3] / "shared" / "real"
LOG = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
<global scope="event"><string key="org:role" value="nobody"/></global>
<string key="concept:name" value="the log"/>
<trace><string key="concept:name" value="c&lt;1&gt;"/><boolean key="vip" value="true"/>
<event><string key="concept:name" value="ask"/><int key="n" value="03"/>
<date key="time:timestamp" value="2020-01-01T10:00:00.123456Z"/></event>
<event><string key="concept:name" value="answer"><string key="child" value="k"/></string>
<string key="n" value="x"/><date key="time:timestamp" value="2020-01-01T10:00:00.5+02:00"/></event>
</trace>
<trace><event><date key="time:timestamp" value="2020-10-25T02:30:00"/></event>
<event><date key="time:timestamp" value="soon"/></event></trace>
</log>"""


@pytest.fixture
def rows(tmp_path):
    """Writes a log and reads it."""

    def read(text=LOG, name="log.xes", **options):
        file = tmp_path / name
        data = text.encode()
        file.write_bytes(gzip.compress(data) if name.endswith("gz") else data)
        return read_xes(file, **options).to_pylist()

    return read


def test_values_are_the_text_of_the_file(rows):
    ask, answer, third, _ = rows()
    assert ask["case:concept:name"] == "c<1>"
    assert (ask["case:vip"], ask["n"], ask["concept:name"]) == ("true", "03", "ask")
    assert (answer["n"], answer["case:vip"]) == ("x", "true")
    assert (third["case:concept:name"], third["concept:name"]) == (None, None)
    assert not {"org:role", "child", "case:child"} & ask.keys()


def test_times_are_utc_in_microseconds(rows):
    ask, answer, *_ = rows()
    assert ask["time:timestamp"] == datetime(2020, 1, 1, 10, 0, 0, 123456, tzinfo=UTC)
    assert answer["time:timestamp"] == datetime(2020, 1, 1, 8, 0, 0, 500000, tzinfo=UTC)


def test_a_time_that_is_none_or_has_no_zone_is_null_and_kept_as_text(rows):
    _, _, naive, bad = rows()
    assert (naive["time:timestamp"], naive["time:timestamp:text"]) == (None, "2020-10-25T02:30:00")
    assert (bad["time:timestamp"], bad["time:timestamp:text"]) == (None, "soon")


def test_a_declared_zone_is_used_and_the_hour_that_comes_twice_is_the_later(rows):
    _, _, naive, bad = rows(zone="Europe/Warsaw")
    assert naive["time:timestamp"] == datetime(2020, 10, 25, 1, 30, tzinfo=UTC)
    assert bad["time:timestamp"] is None


def test_packed_files_are_unpacked(rows):
    assert rows(name="log.xes.gz") == rows()


def test_a_log_without_events_has_columns(rows):
    assert rows("<log/>") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (LOG[:700], r"log\.xes:\d+: .*Expected an XES log"),
        ("<html></html>", r"log\.xes:1: the outermost element is <html>, not <log>"),
        ("not XML", r"log\.xes:1: syntax error"),
        ('<!DOCTYPE log [<!ENTITY a "aaaa">]><log/>', "declares entities"),
    ],
)
def test_what_is_no_log_is_refused(rows, text, words):
    with pytest.raises(LogError, match=words):
        rows(text)


def test_a_file_that_is_cut_off_or_not_there_is_refused(tmp_path):
    file = tmp_path / "log.xes.gz"
    file.write_bytes(gzip.compress(LOG.encode())[:200])
    with pytest.raises(LogError, match="cut off or damaged"):
        read_xes(file)
    with pytest.raises(LogError, match="cannot be read: No such file"):
        read_xes(tmp_path / "none.xes")


@pytest.mark.skipif(not REAL.is_dir(), reason="../shared/real is not here")
def test_equal_to_r4pm_on_a_real_log():
    import r4pm

    ours = read_xes(REAL / "receipt.xes.gz")
    theirs, _ = r4pm.df.import_xes(str(REAL / "receipt.xes.gz"))
    assert set(ours.column_names) - {"time:timestamp:text"} == set(theirs.columns)
    for name in ("concept:name", "case:concept:name", "org:resource", "case:channel"):
        assert ours[name].to_pylist() == theirs[name].to_list()
    mine = [at.replace(tzinfo=None) for at in ours["time:timestamp"].to_pylist()]
    assert mine == theirs["time:timestamp"].to_list()
