"""Real exports, each with one project.yaml: the sums are right, ids join, nothing is unexplained.

What is expected is counted here in plain Python from the same files.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from pipelines.load import load_all
from pipelines.project import load_project
from tests.pipelines.fixture_loading import ask

REAL = Path(__file__).parents[2] / "shared" / "real"
PROJECTS = Path(__file__).parent / "real_logs"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not REAL.is_dir(), reason="../shared/real is not here"),
]


def loaded(folder, name, files):
    """The project of a real log, loaded, and how the rows of each source ended."""
    shutil.copytree(PROJECTS / name, folder / name)
    for file in files:
        (folder / name / file.name).symlink_to(file)
    project = load_project(folder / name)
    loads = {one.source: one for one in load_all(project, frozenset(), "test")}
    for one in loads.values():
        assert one.stopped is None
        assert one.rows_read == one.rows_loaded + one.rows_duplicate + one.rows_quarantined
    return project, loads


def values_of(path, *keys):
    """The values of some attributes of an XES log, each as a set; by patterns, not by a parser."""
    _, _, text = unpacked(path).partition("<trace>")  # what comes before are defaults
    return [set(re.findall(rf'key="{re.escape(key)}" value="([^"]*)"', text)) for key in keys]


def unpacked(path):
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as stream:
        return stream.read()


@pytest.fixture(scope="module")
def travel(tmp_path_factory):
    return loaded(
        tmp_path_factory.mktemp("t"), "bpic2020", sorted((REAL / "bpic2020").glob("*.gz"))
    )


def test_all_events_of_the_five_travel_logs_are_there(travel):
    _, loads = travel
    events = {
        name: unpacked(REAL / "bpic2020" / file).count("<event>")
        for name, file in {
            "permits": "PermitLog.xes.gz",
            "international": "InternationalDeclarations.xes.gz",
            "domestic": "DomesticDeclarations.xes.gz",
            "prepaid": "PrepaidTravelCost.xes.gz",
            "requests": "RequestForPayment.xes.gz",
        }.items()
    }
    assert sum(events.values()) == 261_026
    assert {name: one.rows_read for name, one in loads.items()} == events
    assert sum(one.rows_quarantined for one in loads.values()) == 0
    for name in ("permits", "domestic", "requests"):
        assert loads[name].events_loaded == events[name]


def test_the_ids_of_the_travel_logs_join_and_those_of_domestic_ones_do_not(travel):
    project, _ = travel
    numbers = joined(project, "international", "permits", "permit_number")
    (named,) = values_of(
        REAL / "bpic2020" / "InternationalDeclarations.xes.gz", "(case)_Permit_travel_permit_number"
    )
    (given,) = values_of(REAL / "bpic2020" / "PermitLog.xes.gz", "(case)_travel_permit_number")
    assert numbers == (len(named), len(named & given)) == (5_508, 5_501)
    assert joined(project, "international", "permits", "permit") == (5_516, 5_509)
    assert joined(project, "domestic", "international", "declaration") == (10_357, 0)
    assert joined(project, "requests", "prepaid", "request") == (6_760, 0)


def joined(project, one, other, kind):
    """How many objects of a type one source names, and how many of them the other names, too."""
    query = f"""
        with named as (
            select distinct e.source, o.object_id from event_objects as o
            inner join events as e using (event_id) where o.object_type = '{kind}'
        )
        select count(*), count(*) filter (where object_id in (
            select object_id from named where source = '{other}'))
        from named where source = '{one}'
    """
    return ask(project, query)[0]


@pytest.fixture(scope="module")
def incidents(tmp_path_factory):
    return loaded(tmp_path_factory.mktemp("i"), "uci", [REAL / "uci_incident_119998.zip"])


def test_every_update_of_the_incidents_is_accounted_for(incidents):
    project, loads = incidents
    rows = list(updates())
    assert len(rows) == loads["servicenow"].rows_read == 119_998
    assert loads["servicenow"].rows_quarantined == 0
    numbers = {row["number"] for row in rows}
    found = ask(
        project,
        "select count(distinct object_id) from event_objects where object_type = 'incident'",
    )
    assert found == [(len(numbers),)] == [(20_769,)]
    callers = {row["caller_id"] for row in rows} - {"?"}
    found = ask(
        project,
        "select count(distinct object_id) from event_objects where object_type = 'requester'",
    )
    assert found == [(len(callers),)]


def test_the_first_time_of_the_incidents_is_the_earliest_opening(incidents):
    project, _ = incidents
    from datetime import UTC, datetime

    opened = min(
        datetime.strptime(r["opened_at"], "%d/%m/%Y %H:%M").replace(tzinfo=UTC) for r in updates()
    )
    assert ask(project, 'select min("timestamp") from events')[0][0] == opened


def updates():
    with zipfile.ZipFile(REAL / "uci_incident_119998.zip") as archive:
        (name,) = archive.namelist()
        with archive.open(name) as packed:
            yield from csv.DictReader(io.TextIOWrapper(packed, encoding="utf-8", newline=""))


def test_every_line_of_the_access_log_is_accounted_for(tmp_path):
    project, loads = loaded(tmp_path, "access_log", [REAL / "apache_access.log.gz"])
    lines = unpacked(REAL / "apache_access.log.gz").splitlines()
    one = loads["web"]
    assert one.rows_read == len(lines) == 10_000
    reasons = dict(ask(project, "select reason, count(*) from quarantine group by 1"))
    assert set(reasons) == {"bot", "static_file", "malformed_line", "probe"} & set(reasons)
    assert reasons["malformed_line"] == 1
    assert one.rows_quarantined == sum(reasons.values())
    kept = [line for line in lines if not re.search(r"bot|crawl|spider", line, re.IGNORECASE)]
    assert one.rows_loaded < len(kept)
    said = ask(project, "select count(*) from events where actor_kind = 'system'")
    assert said == [(0,)]
