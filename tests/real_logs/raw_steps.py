"""The rows of each real log with the step of their activity, as its blueprint.yaml binds it."""

from __future__ import annotations

import pandas as pd

from miner.xes import read_xes
from tests.real_logs.facts import REAL, uci_rows

HELPDESK = {
    "Insert ticket": "insert_ticket",
    "Assign seriousness": "assign_seriousness",
    "Take in charge ticket": "take_in_charge",
    "Wait": "wait",
    "Schedule intervention": "schedule_intervention",
    "Require upgrade": "require_upgrade",
    "Create SW anomaly": "create_anomaly",
    "Resolve SW anomaly": "resolve_anomaly",
    "Resolve ticket": "resolve",
    "Closed": "closed",
}
RECEIPT = {
    "Confirmation of receipt": "apply",
    "T02 Check confirmation of receipt": "check",
    "T03 Adjust confirmation of receipt": "adjust",
    "T04 Determine confirmation of receipt": "determine",
    "T05 Print and send confirmation of receipt": "send_confirmation",
    "T06 Determine necessity of stop advice": "stop_advice",
    "T10 Determine necessity to stop indication": "stop_indication",
    "T11 Create document X request unlicensed": "document_x",
    "T15 Print document X request unlicensed": "send_document_x",
    "T16 Report reasons to hold request": "report_reasons",
    "T20 Print report Y to stop indication": "send_report_y",
}
TRAVEL = {
    "Permit SUBMITTED by EMPLOYEE": "ask",
    "Permit APPROVED by ADMINISTRATION": "permit_checked",
    "Permit APPROVED by BUDGET OWNER": "permit_budget",
    "Permit APPROVED by SUPERVISOR": "permit_supervisor",
    "Permit FINAL_APPROVED by SUPERVISOR": "permit_approved",
    "Permit FINAL_APPROVED by DIRECTOR": "permit_approved",
    "Start trip": "leave",
    "End trip": "return",
    "Declaration SUBMITTED by EMPLOYEE": "claim_costs",
    "Declaration APPROVED by ADMINISTRATION": "claim_checked",
    "Declaration APPROVED by BUDGET OWNER": "claim_budget",
    "Declaration APPROVED by SUPERVISOR": "claim_supervisor",
    "Declaration FINAL_APPROVED by SUPERVISOR": "claim_approved",
    "Declaration FINAL_APPROVED by DIRECTOR": "claim_approved",
    "Request Payment": "request_payment",
    "Payment Handled": "pay",
}
_WHO = ("ADMINISTRATION", "PRE_APPROVER", "BUDGET OWNER", "SUPERVISOR", "DIRECTOR", "MISSING")
TRAVEL |= {f"Permit REJECTED by {who}": "permit_refused" for who in _WHO}
TRAVEL |= {f"Declaration REJECTED by {who}": "claim_refused" for who in _WHO}
UCI = {
    "opened": "open",
    "New": "new",
    "Active": "work",
    "Awaiting User Info": "ask_caller",
    "Awaiting Vendor": "ask_vendor",
    "Awaiting Problem": "ask_problem",
    "Awaiting Evidence": "ask_evidence",
    "Resolved": "resolve",
    "Closed": "close",
}


def helpdesk() -> pd.DataFrame:
    """Tickets; wall-clock times of Rome."""
    rows = pd.read_csv(REAL / "helpdesk.csv", dtype=str).drop_duplicates()
    rows["at"] = pd.to_datetime(rows["Complete Timestamp"], format="%Y/%m/%d %H:%M:%S.%f")
    names = {"Case ID": "case", "Activity": "activity", "Resource": "actor"}
    rows = rows.rename(columns=names).assign(step=rows["Activity"].map(HELPDESK))
    return rows[["case", "activity", "step", "at", "actor", "customer", "product", "workgroup"]]


def receipt() -> pd.DataFrame:
    """Applications; wall-clock times of Amsterdam."""
    names = {"case:channel": "channel", "org:group": "role", "case:department": "department"}
    rows = _xes("receipt.xes.gz", names)
    rows["at"] = rows["at"].dt.tz_convert("Europe/Amsterdam").dt.tz_localize(None)
    return rows.assign(step=rows["activity"].map(RECEIPT))


def travel() -> pd.DataFrame:
    """International declarations; times in UTC."""
    names = {"org:role": "role", "(case)_Permit_OrganizationalEntity": "unit"}
    rows = _xes("bpic2020/InternationalDeclarations.xes.gz", names)
    rows["at"] = rows["at"].dt.tz_localize(None)
    return rows.assign(step=rows["activity"].map(TRAVEL))


def uci() -> pd.DataFrame:
    """Incidents with a caller: updates as they stand, and one row for the opening."""
    rows = uci_rows().replace("?", pd.NA)
    rows = rows.rename(columns={"number": "case", "incident_state": "activity"})
    rows["at"] = _minute(rows["sys_updated_at"])
    opened = rows.drop_duplicates("case").assign(activity="opened", priority=pd.NA)
    opened["at"] = _minute(opened["opened_at"])
    rows["sequence"], opened["sequence"] = rows["sys_mod_count"].astype(int), -1
    rows = pd.concat([rows, opened[opened["at"].notna()]])
    rows = rows.sort_values(["case", "at", "sequence"], kind="stable", ignore_index=True)
    kept = ["made_sla", "assignment_group", "priority", "caller_id", "resolved_at", "closed_at"]
    return rows.assign(step=rows["activity"].map(UCI))[
        ["case", "activity", "step", "at", "sequence", *kept]
    ]


def _xes(name: str, more: dict[str, str]) -> pd.DataFrame:
    rows = read_xes(REAL / name).to_pandas()
    rows = rows.drop_duplicates([column for column in rows if column != "id"])
    names = {"case:concept:name": "case", "concept:name": "activity", "time:timestamp": "at"} | more
    return rows.rename(columns=names)[[*names.values()]]


def _minute(texts: pd.Series) -> pd.Series:
    return pd.to_datetime(texts, format="%d/%m/%Y %H:%M")
