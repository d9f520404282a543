"""Snowplow: enriched lines, deliveries of one event in several files, and each defect of the sample."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from pipelines.sources.snowplow import ENRICHED
from tests.pipelines.fixture_loading import ask, load, make_project

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT.parent / "shared" / "real" / "vendor" / "snowplow" / "snowplow_web_events.csv"
ROBOT = {"schema": "iglu:com.iab.snowplow/spiders_and_robots/jsonschema/1-0-0"}


def enriched(**fields: str) -> str:
    """An enriched line: 131 fields with tabs between, no quotes around."""
    assert set(fields) <= set(ENRICHED)
    return "\t".join(fields.get(name, "") for name in ENRICHED) + "\n"


def event(number: int, **fields: str) -> dict[str, str]:
    known = {
        "event_id": f"e{number}",
        "event_name": "page_view",
        "collector_tstamp": f"2021-03-03 21:27:{number:02}.696",
        "derived_tstamp": f"2021-03-03 21:27:{number:02}.500",
        "domain_userid": "d1",
        "platform": "web",
    }
    return known | fields


def project_of(folder: Path, texts: dict[str, str], **settings: object):
    return make_project(folder, {"s": {"format": "snowplow", **settings}}, texts)


def rows(loaded) -> list[int]:
    return [loaded.rows_loaded, loaded.rows_duplicate, loaded.rows_quarantined]


def test_enriched_lines_have_131_fields_no_header_and_texts_full_of_commas(tmp_path):
    robot = json.dumps({"data": [ROBOT | {"data": {"spiderOrRobot": True}}]})
    human = json.dumps({"data": [ROBOT | {"data": {"spiderOrRobot": False}}], "x": list("," * 200)})
    lines = [
        enriched(**event(1, derived_contexts=human, page_urlpath='/a "b"', user_id="0081")),
        enriched(**event(2, derived_contexts=robot)),
        "e3\tpage_view\n",
        enriched(
            **event(4, event="struct", event_name="event", se_action="login", se_category="auth")
        ),
        enriched(**event(5, domain_userid="", network_userid="n1", domain_sessionid="s1")),
    ]
    project = project_of(
        tmp_path, {"part-0.tsv": "".join(lines)}, files="part-0.tsv", reject_limit=0.5
    )
    assert rows(load(project, "path")["s"]) == [3, 0, 2]
    assert ask(
        project, "select event_id, activity, attributes::varchar, source_row from events order by 1"
    ) == [
        ("s:e1", "page_view", '{"path":"/a \\"b\\""}', 1),
        ("s:e4", "auth login", None, 4),
        ("s:e5", "page_view", None, 5),
    ]
    assert ask(project, "select source_row, reason from quarantine order by 1") == [
        (2, "bot"),
        (3, "bad_columns"),
    ]
    assert ask(
        project,
        "select object_type, object_id from event_objects where event_id = 's:e5' order by 1",
    ) == [("anonymous", "n1"), ("session", "s1")]


EARLY = event(
    1, collector_tstamp="2021-03-03 21:27:32.696", derived_tstamp="2021-03-03 21:27:32.695"
)
LATE = event(
    1, collector_tstamp="2021-03-03 21:27:35.176", derived_tstamp="2021-03-03 21:27:32.345"
)
KEPT = "select strftime(\"timestamp\", '%S.%g'), source_file from events"


def test_an_event_counts_as_it_was_collected_first_whatever_file_that_is_in(tmp_path):
    files = {"a.tsv": enriched(**LATE), "b.tsv": enriched(**EARLY)}
    project = project_of(tmp_path, files, files="*.tsv")
    loaded = load(project)["s"]
    assert rows(loaded) == [1, 1, 0]
    assert loaded.events_conflicting == 1
    assert ask(project, KEPT) == [("32.695", "b.tsv")]


def test_an_event_that_is_loaded_stays_when_an_earlier_delivery_comes_in_a_later_load(tmp_path):
    project = project_of(tmp_path, {"a.tsv": enriched(**LATE)}, files="*.tsv")
    load(project)
    (tmp_path / "b.tsv").write_text(enriched(**EARLY))
    assert rows(load(project, run="next")["s"]) == [0, 1, 0]
    assert ask(project, KEPT) == [("32.345", "a.tsv")]


@pytest.fixture
def sample(tmp_path):
    """The sample loaded, and the defect that each of its rows has, by its row."""
    if not SAMPLE.exists():
        pytest.skip("../shared/real is not here")
    with SAMPLE.open(newline="", encoding="utf-8") as stream:
        defects = [row["user_id"] for row in csv.DictReader(stream)]
    project = make_project(tmp_path, {"s": {"format": "snowplow", "files": str(SAMPLE)}})
    load(project)
    return project, {number + 2: defect for number, defect in enumerate(defects)}


def told() -> dict[str, list[int]]:
    """What docs/sources/snowplow.md says of each defect: rows, loaded, duplicate, quarantined."""
    page = (ROOT / "docs" / "sources" / "snowplow.md").read_text(encoding="utf-8")
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in page.split("<!-- defects -->")[1].splitlines()
        if line.startswith("|")
    ]
    return {row[0].strip("`"): [int(cell) for cell in row[1:5]] for row in cells[2:]}


def short(defect: str) -> str:
    """The ten users of two sessions of one browser are one defect."""
    return "user stitch" if defect.startswith("user stitch") else defect


def test_each_defect_of_the_sample_is_handled_as_the_page_says(sample):
    project, defects = sample
    loaded = Counter(
        short(defects[row]) for (row,) in ask(project, "select source_row from events")
    )
    kept_apart = Counter(
        short(defects[row])
        for (row,) in ask(project, "select source_row from quarantine where reason = 'heartbeat'")
    )
    all_rows = Counter(short(defect) for defect in defects.values())
    found = {
        defect: [n, loaded[defect], n - loaded[defect] - kept_apart[defect], kept_apart[defect]]
        for defect, n in all_rows.items()
    }
    assert found == told()


def test_of_each_event_that_came_twice_the_first_delivery_is_kept(sample):
    project, _ = sample
    # same moment of arrival: the earlier time; else the row that was collected first
    assert ask(
        project,
        "select left(event_id, 10), strftime(\"timestamp\", '%H:%M:%S.%g') from events"
        " where source_row in (2, 7, 60, 61, 62, 63) order by 1",
    ) == [
        ("s:17e6ae5e", "20:56:39.257"),
        ("s:1b4b3b57", "20:56:39.192"),
        ("s:9e983d4a", "21:27:32.695"),
    ]


def test_what_lacks_an_id_or_lasts_244_days_is_whole(sample):
    project, _ = sample
    objects = "select list(object_type order by object_type) from event_objects as o join events using (event_id)"
    assert ask(project, f"{objects} where source_row = 44") == [(["anonymous", "session", "user"],)]
    assert ask(project, f"{objects} where source_row = 11") == [(["anonymous", "user"],)]
    span = (
        'select max("timestamp")::date - min("timestamp")::date, count(distinct object_id)'
        " from events join event_objects using (event_id)"
        " where object_type = 'session' and source_row in (95, 96)"
    )
    assert ask(project, span) == [(244, 1)]
