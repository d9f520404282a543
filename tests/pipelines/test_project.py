"""project.yaml: what it means, and every mistake in it told at once with its line."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from pipelines.programs import BOTS, PROBES, STATIC
from pipelines.project import FORMATS, IdentitySettings, LinkSettings, SourceError, load_project
from tests.pipelines.fixture_loading import make_project


def write(folder, text):
    (folder / "project.yaml").write_text(text, "utf-8")
    return folder


def mistakes(folder, text):
    with pytest.raises(SourceError) as raised:
        load_project(write(folder, text))
    told = str(raised.value)
    assert told == "\n".join(raised.value.mistakes)
    return [mistake.removeprefix(f"{folder}/project.yaml:") for mistake in raised.value.mistakes]


FULL = """
project: 1
name: Shop
design: design/shop.yaml
warehouse: data/w.duckdb
out: results
language: pl
sources:
  web:
    format: segment
    files: [a/*.jsonl, b.jsonl]
    coverage_from: 2025-09-01
    complete_until: 2025-11-30T01:00:00+01:00
    zone: Europe/Warsaw
    stale_after: 36h
    reject_limit: 0.05
    keep: [plan, path]
  desk:
    format: csv
    files: desk.csv
    columns: {activity: What, timestamp: When, objects: {ticket: Case ID, customer: Who}, attributes: [product]}
    links: [{from: ticket, to: customer}]
identity:
  keys: [user]
  blocked: [null@null]
  fan_out: 3
"""

WRONG = """project: 2
langauge: en
language: de
sources:
  web:
    fromat: segment
    files: a.jsonl
  desk:
    format: cvs
    zone: Europe/Warzaw
    complete_until: soon
    coverage_from: 2025-09-01 10:00
    stale_after: a week
    reject_limit: 20
    links: ticket
  log: {format: csv, files: [[1]], columns: {activty: A, objects: {ticket: T}}, links: [{from: tiket, to: ticket, qualifier: off}]}
  mail: {format: segment, files: a, columns: {activity: a}}
  bare:
  list: [1]
  "a:b": {format: segment, files: a}
identity: {key: [user], fan_out: 0}
"""

MISTAKES = [
    '2: unknown key "langauge". Did you mean "language"?',
    "1: expected project: 1, found 2",
    '3: language "de" is not known. Expected one of: en, es, pl.',
    '6: source web: unknown key "fromat". Did you mean "format"?',
    f'5: source web: "format" lacks. Expected one of: {", ".join(sorted(FORMATS))}.',
    '10: source desk: zone "Europe/Warzaw" is not known. Did you mean "Europe/Warsaw"?',
    '9: source desk: format "cvs" is not known. Did you mean "csv"?',
    '8: source desk: "files" lacks: expected a path or a glob, such as exports/*.csv',
    '11: source desk: "complete_until" must be a time such as 2025-11-01T00:00:00Z, found "soon"',
    '12: source desk: "coverage_from" 2025-09-01 10:00 has no zone: write 2025-09-01 10:00Z, or declare zone:',
    '13: source desk: "stale_after" must be a duration such as 24h or 7d, found "a week"',
    '14: source desk: "reject_limit" must be a number from 0 to 1, found 20',
    '15: source desk: "links" is for the formats csv, parquet, jsonl, xes, xlsx, postgres only',
    '15: source desk: "links" must be a list such as [{from: ticket, to: customer}]',
    '16: source log: "files" must be a text or a list of texts, found a list',
    '16: source log, columns: unknown key "activty". Did you mean "activity"?',
    '16: source log, columns: "activity" lacks: name the column that holds it',
    '16: source log, columns: "timestamp" lacks: name the column that holds it',
    '16: source log, links: from "tiket" is no object type of columns. Did you mean "ticket"?',
    '16: source log, links: qualifier "off" is not known. Did you mean "of"?',
    '17: source mail: "columns" is for the formats csv, parquet, jsonl, xes, xlsx, postgres only',
    '18: sources: source "bare" is empty: expected format: and files:',
    '19: sources: "list" must be a mapping, found a list',
    '20: sources: source "a:b": a name may not hold a colon. Name it such as web_eu',
    '21: identity: unknown key "key". Did you mean "keys"?',
    '21: identity: "fan_out" must be a number from 1 to 1e+06, found 0',
]


def test_a_full_project(tmp_path):
    project = load_project(write(tmp_path, FULL))
    assert (project.root, project.name, project.language) == (tmp_path.resolve(), "Shop", "pl")
    assert project.design_path == tmp_path.resolve() / "design" / "shop.yaml"
    assert project.warehouse_path.name == "w.duckdb"
    assert project.out_path.name == "results"
    web, desk = project.sources
    assert web.files == ("a/*.jsonl", "b.jsonl")
    assert web.coverage_from == datetime(2025, 8, 31, 22, tzinfo=UTC)
    assert web.complete_until == datetime(2025, 11, 30, tzinfo=UTC)
    assert (web.stale_after, web.reject_limit, web.keep) == (
        timedelta(hours=36),
        0.05,
        ("plan", "path"),
    )
    assert desk.columns.plain == {"activity": "What", "timestamp": "When"}
    assert desk.columns.objects == {"ticket": "Case ID", "customer": "Who"}
    assert desk.columns.attributes == {"product": "product"}
    assert desk.links == (LinkSettings(from_type="ticket", to_type="customer", qualifier="of"),)
    blocked = ("null@null",)
    assert project.identity == IdentitySettings(
        keys=("user",), blocked=blocked, fan_out=3, fan_outs=()
    )


def test_what_is_not_said_has_a_default(tmp_path):
    text = "project: 1\nsources:\n  log: {format: xes, files: log.xes}\n"
    project = load_project(write(tmp_path, text) / "project.yaml")
    assert project.name == tmp_path.name
    assert project.design_path == tmp_path.resolve() / "blueprint.yaml"
    assert project.warehouse_path == tmp_path.resolve() / "warehouse.duckdb"
    assert project.out_path == tmp_path.resolve() / "out"
    assert project.identity == IdentitySettings()
    assert project.identity.keys[:3] == ("user", "email", "contact")
    [source] = project.sources
    assert source.columns.plain["timestamp"] == "time:timestamp"
    assert source.columns.objects == {"case": "case:concept:name"}
    assert (source.reject_limit, source.stale_after, source.zone) == (0.2, None, None)


def test_all_mistakes_are_told_at_once_each_with_its_line_and_the_nearest_word(tmp_path):
    assert mistakes(tmp_path, WRONG) == MISTAKES


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("project: [1\n", "2: is not YAML: "),
        ("- a\n", '1: found no keys, expected a mapping such as "project: 1".'),
        ("", '1: found no keys, expected a mapping such as "project: 1".'),
        ("project: 1\nproject: 1\n", "2: is not YAML: "),
        ("project: 1\n", '1: no sources. Expected "sources: {web: {format: segment, files: ...}}"'),
        ("project: 1\nsources: {}\n", '2: no sources. Expected "sources: '),
        ("project: 1\nsources: 3\n", '2: "sources" must be a mapping, found 3'),
    ],
)
def test_a_file_that_is_no_project(text, told, tmp_path):
    assert mistakes(tmp_path, text)[0].startswith(told)


def test_a_folder_without_a_project_says_how_to_get_one(tmp_path):
    with pytest.raises(SourceError, match=r"there is no project here\. `blueprint-miner demo DIR`"):
        load_project(tmp_path)


def test_bytes_that_are_no_text(tmp_path):
    (tmp_path / "project.yaml").write_bytes(b"project: \xff\n")
    with pytest.raises(SourceError, match="is not UTF-8 text"):
        load_project(tmp_path)


def test_a_pattern_that_cannot_be_read_is_a_mistake_of_the_file(tmp_path) -> None:
    sources = {"web": {"format": "access_log", "files": "a.log", "static": "(png", "bots": "(?=b)"}}
    with pytest.raises(SourceError) as raised:
        make_project(tmp_path, sources)
    for told in ("source web: bots: is no pattern", "source web: static: is no pattern", "'(png'"):
        assert told in str(raised.value)


def test_a_project_may_be_read_by_several_at_once(tmp_path):
    sources = {
        f"web{n}": {"format": "access_log", "files": "a.log", "bots": "bo+t"} for n in range(9)
    }
    make_project(tmp_path, sources)
    with ThreadPoolExecutor(8) as pool:
        read = list(pool.map(load_project, [tmp_path] * 40))
    assert {source.bots for project in read for source in project.sources} == {"bo+t"}


def test_the_patterns_that_stand_where_none_is_given_can_be_read(tmp_path):
    given = {"bots": f"{BOTS}|x", "static": f"{STATIC}|x", "probes": f"{PROBES}|x"}
    make_project(tmp_path, {"web": {"format": "access_log", "files": "a.log", **given}})
    (web,) = load_project(tmp_path).sources
    assert (web.bots, web.static, web.probes) == tuple(given.values())
