"""What stands in the exports is what happened, less what truth.json says the dirt destroyed."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from sample_logs.exports import write_exports
from sample_logs.kinds import KINDS
from sample_logs.project_file import write_project
from sample_logs.service import simulate_service
from sample_logs.truth import write_truth
from sample_logs.writing import Writer

CUSTOMERS, SEED = 900, 7


def _reader(folder):
    spec = spec_from_file_location("naive_reader", Path(__file__).with_name("naive_reader.py"))
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Reader(folder)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    service = simulate_service(CUSTOMERS, SEED)
    writer = Writer(folder)
    dirt = write_exports(service, writer)
    write_project(folder)
    truth = write_truth(folder, service, dirt, writer.rows_written)
    return folder, service, dirt, truth, _reader(folder)


def _state(service, observable):
    """Observable events as (customer, activity, time)."""
    events = service.events.only(observable)
    begin = datetime(1970, 1, 1, tzinfo=UTC)
    return Counter(
        (customer, KINDS[kind].activity, begin + timedelta(milliseconds=time_ms))
        for customer, kind, time_ms in zip(
            events.customer.tolist(), events.kind.tolist(), events.time_ms.tolist(), strict=True
        )
    )


def test_exports_tell_exactly_what_is_observable(project):
    _, service, dirt, _, reader = project
    told = Counter()
    for (mail, activity, when), count in reader.events.items():
        if mail is not None:
            told[int(mail.split("@")[0].split(".")[2]), activity, when] += count
    assert told == _state(service, dirt.observable)


def test_strangers_are_seen_on_pages_only(project):
    *_, reader = project
    names = {activity for mail, activity, _ in reader.events if mail is None}
    assert names == {"page", "Heartbeat", "Rage Click"}


def test_rejected_and_duplicate_rows_are_as_foretold(project):
    *_, truth, reader = project
    dirt = truth["dirt"]
    for source, reasons in dirt["rejected"].items():
        assert {reason: reader.rejected[source, reason] for reason in reasons} == reasons
    assert sum(dirt["rejected"]["web"].values()) > 0
    assert reader.duplicates["web"] == sum(dirt["duplicates"]["web"].values()) > 0
    assert reader.duplicates["crm"] == dirt["duplicates"]["crm"]["events"] > 0
    assert reader.duplicates["owner_names"] == dirt["duplicates"]["crm"]["owner_names"] > 0
    assert reader.duplicates["helpdesk"] == dirt["duplicates"]["helpdesk"]["events"] > 0


def test_rows_written_are_counted_per_file(project):
    folder, _, _, truth, _ = project
    written = truth["dirt"]["rows_written"]
    files = {str(path.relative_to(folder)) for path in (folder / "exports").rglob("*.*")}
    assert set(written) == files
    name = "exports/helpdesk/users.jsonl"
    assert written[name] == len((folder / name).read_text("utf-8").splitlines())


def test_the_dirt_hides_something_and_truth_says_what(project):
    _, _, dirt, truth, _ = project
    assert truth["dirt"]["events_destroyed"] == int((~dirt.observable).sum()) > 0
    hidden = [count["hidden"] for count in truth["counts"]]
    assert any(one["eligible"] for one in hidden)
    assert any(one["affected"] for one in hidden)
    ids = [count["id"] for count in truth["counts"]]
    assert ids == sorted(ids)
    assert set(truth["planted"]) <= set(ids)


def test_segment_rows_have_the_usual_oddities(project):
    folder, *_ = project
    text = "".join(path.read_text("utf-8") for path in sorted((folder / "exports/web").iterdir()))
    rows = [json.loads(line) for line in text.splitlines() if line.endswith('Z"}')]
    assert {row["type"] for row in rows} == {"track", "page", "identify"}
    zones = {row["timestamp"][23:] for row in rows if "timestamp" in row}
    assert {"Z", "+02:00", "+01:00", "-04:00", "-05:00"} <= zones
    assert any("messageId" not in row for row in rows)
    assert any("timestamp" not in row for row in rows)
    assert any(row["sentAt"][:10] < row["receivedAt"][:10] for row in rows)
    assert any(row["type"] == "track" and "userId" not in row for row in rows)
    users = {row["userId"] for row in rows if "userId" in row}
    assert all(user.startswith("0") for user in users)  # an id is text, never a number


def test_customers_have_other_names_in_each_system(project):
    folder, *_ = project
    lead = (folder / "exports/crm/Lead.csv").read_text("utf-8")
    users = (folder / "exports/helpdesk/users.jsonl").read_text("utf-8")
    people = [json.loads(line) for line in users.splitlines()]
    customers = [person for person in people if person["role"] == "end-user"]
    assert (
        0.6 < sum(person["external_id"] is not None for person in customers) / len(customers) < 0.9
    )
    assert any(person["email"].isupper() for person in customers)
    assert not any(person["email"] in lead for person in customers if person["email"].isupper())


def test_some_help_desk_times_stand_in_the_old_form(project):
    folder, *_ = project
    audits = (folder / "exports/helpdesk/ticket_audits_2025-10.jsonl").read_text("utf-8")
    assert ' -0700","author_id"' in audits
    assert 'Z","author_id"' in audits
