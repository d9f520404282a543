"""Ten facts of each real log, counted with pandas from the files alone, before any gap report.

`python tests/real_logs/facts.py` writes facts.yaml beside it: of each fact what it says, its
number, and the place in the findings of a run where the same number must stand. Nothing of
blueprint-miner counts here; only XES files are read with its reader, as plain rows.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from ruamel.yaml import YAML

from miner.xes import read_xes  # the only thing that is ours: rows as the file has them

REAL = Path(__file__).parents[3] / "shared" / "real"
Fact = tuple[str, str, int]


def helpdesk() -> Iterator[Fact]:
    """Tickets of an Italian help desk."""
    rows = pd.read_csv(REAL / "helpdesk.csv", dtype=str).drop_duplicates()
    rows["at"] = pd.to_datetime(rows["Complete Timestamp"], format="%Y/%m/%d %H:%M:%S.%f")
    count, first = _table(rows.rename(columns={"Case ID": "case", "Activity": "activity"}))
    yield "run.cases", "customers", rows["customer"].nunique()
    yield "run.events", "events, exact duplicates once", len(rows)
    yield "steps.insert_ticket.instances", "tickets inserted", (count["Insert ticket"] > 0).sum()
    yield "steps.wait.events", "waits", int(count["Wait"].sum())
    taken = count["Take in charge ticket"] > 0
    early = (count["Assign seriousness"] > 0) | (count["Insert ticket"] > 0)
    yield (
        "gaps.skipped_step:take_in_charge.affected",
        "tickets that began in the intake, were worked on, and that nobody took in charge",
        (early & ~taken).sum(),
    )
    again = {"resolve": "Resolve ticket", "assign_seriousness": "Assign seriousness"}
    again |= {"require_upgrade": "Require upgrade", "create_anomaly": "Create SW anomaly"}
    for step, activity in again.items():
        told = f"tickets with more than one {activity}"
        yield f"gaps.repeated_step:{step}.affected", told, (count[activity] > 1).sum()
    late = first["Wait"] > first["Resolve ticket"]
    yield (
        "gaps.wrong_order:wait>resolve.affected",
        "tickets whose first wait came after the first solution",
        late.sum(),
    )


def receipt() -> Iterator[Fact]:
    """Intake of applications for building permits."""
    rows = read_rows("receipt.xes.gz")
    count, first = _table(rows)
    sent = count["T05 Print and send confirmation of receipt"] > 0
    yield "run.cases", "applications", rows["case"].nunique()
    yield "run.events", "events", len(rows)
    yield "stages.receipt.finished", "applications with a confirmation sent", sent.sum()
    steps = {
        "check": "T02 Check confirmation of receipt",
        "determine": "T04 Determine confirmation of receipt",
        "stop_indication": "T10 Determine necessity to stop indication",
        "document_x": "T11 Create document X request unlicensed",
    }
    for step, activity in steps.items():
        told = f"applications with {activity}"
        yield f"steps.{step}.instances", told, (count[activity] > 0).sum()
    yield (
        "gaps.repeated_step:adjust.affected",
        "applications whose confirmation was adjusted more than twice",
        (count["T03 Adjust confirmation of receipt"] > 2).sum(),
    )
    adjust, determine = (
        first["T03 Adjust confirmation of receipt"],
        first["T04 Determine confirmation of receipt"],
    )
    yield (
        "gaps.wrong_order:adjust>determine.affected",
        "applications determined before they were adjusted",
        (determine < adjust).sum(),
    )
    yield (
        "activities.T12 Check document X request unlicensed.events",
        "checks of document X, which nobody designed",
        int(count["T12 Check document X request unlicensed"].sum()),
    )


def travel() -> Iterator[Fact]:
    """International declarations of BPI Challenge 2020."""
    rows = read_rows("bpic2020/InternationalDeclarations.xes.gz")
    count, _ = _table(rows)
    yield "run.cases", "declarations", rows["case"].nunique()
    yield "steps.pay.instances", "declarations paid", (count["Payment Handled"] > 0).sum()
    yield "steps.leave.instances", "declarations with a trip", (count["Start trip"] > 0).sum()
    claims = "Declaration SUBMITTED by EMPLOYEE"
    yield "steps.claim_costs.events", "claims handed in", int(count[claims].sum())
    refused = [c for c in count if c.startswith("Declaration REJECTED") and "EMPLOYEE" not in c]
    yield "steps.claim_refused.events", "refusals of claims", int(count[refused].sum().sum())
    director = "Permit FINAL_APPROVED by DIRECTOR"
    boss = "Permit FINAL_APPROVED by SUPERVISOR"
    approved = (count[director] > 0) | (count[boss] > 0)
    yield "stages.permit.finished", "permits with a final approval", approved.sum()
    unseen = approved & (count["Permit APPROVED by ADMINISTRATION"] == 0)
    yield (
        "gaps.skipped_step:permit_checked.affected",
        "permits approved without the travel administration",
        unseen.sum(),
    )
    yield (
        "activities.Permit APPROVED by PRE_APPROVER.events",
        "approvals of permits by a pre-approver, whom the description does not know",
        int(count["Permit APPROVED by PRE_APPROVER"].sum()),
    )
    yield (
        "activities.Send Reminder.events",
        "reminders, which the description does not know",
        int(count["Send Reminder"].sum()),
    )
    passed = count["Declaration APPROVED by SUPERVISOR"] > 1
    yield (
        "gaps.repeated_step:claim_supervisor.affected",
        "claims that the supervisor passed on more than once",
        passed.sum(),
    )


def uci() -> Iterator[Fact]:
    """Updates of incidents; a caller and a time of opening are needed to know whose they are."""
    rows = uci_rows()
    count = pd.crosstab(rows["number"], rows["incident_state"])
    yield "run.cases", "callers", rows["caller_id"].nunique()
    states = {
        "new": "New",
        "work": "Active",
        "resolve": "Resolved",
        "close": "Closed",
        "ask_caller": "Awaiting User Info",
        "ask_vendor": "Awaiting Vendor",
        "ask_problem": "Awaiting Problem",
    }
    for step, state in states.items():
        told = f"incidents that were {state}"
        yield f"steps.{step}.instances", told, (count[state] > 0).sum()
    yield (
        "steps.ask_caller.events",
        "updates while waiting for the caller",
        int(count["Awaiting User Info"].sum()),
    )
    yield (
        "gaps.skipped_step:work.affected",
        "incidents resolved or closed that never were Active",
        ((count["Active"] == 0) & ((count["Resolved"] > 0) | (count["Closed"] > 0))).sum(),
    )


def _table(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """How often each case has each activity, and when first."""
    first = rows.pivot_table(values="at", index="case", columns="activity", aggfunc="min")
    return pd.crosstab(rows["case"], rows["activity"]), first


def uci_rows() -> pd.DataFrame:
    """Updates of incidents that have a caller, as text."""
    with zipfile.ZipFile(REAL / "uci_incident_119998.zip") as archive:
        rows = pd.read_csv(archive.open(archive.namelist()[0]), dtype=str)
    return rows[rows["caller_id"] != "?"]


def read_rows(name: str) -> pd.DataFrame:
    """Case, activity and time of each row of an XES file; exact duplicates of a case once."""
    rows = read_xes(REAL / name).to_pandas()
    rows = rows.drop_duplicates([c for c in rows if c != "id"])
    names = {"case:concept:name": "case", "concept:name": "activity", "time:timestamp": "at"}
    return rows.rename(columns=names)[[*names.values()]]


LOGS = {"helpdesk": helpdesk, "receipt": receipt, "travel": travel, "uci": uci}


def main() -> None:
    """Writes facts.yaml."""
    facts = {
        log: [{"says": says, "is": int(number), "at": at} for at, says, number in count()]
        for log, count in LOGS.items()
    }
    with Path(__file__).with_name("facts.yaml").open("w", encoding="utf-8") as file:
        yaml = YAML()
        yaml.width = 120
        yaml.dump(facts, file)


if __name__ == "__main__":
    main()
