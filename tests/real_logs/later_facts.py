"""More facts of each real log, with times: written down before any findings of these designs.

`python tests/real_logs/later_facts.py` writes later_facts.yaml beside it, as facts.py does. What
the definitions ask is computed with pandas (plain.py) from the rows of the files (raw_steps.py).
Six of them were mended after the first comparison, and some left out: docs/real-logs.md has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from ruamel.yaml import YAML

from tests.real_logs import plain, raw_steps
from tests.real_logs.fact_forms import Fact, budgets, n, segment, times, turns
from tests.real_logs.plain import DAY, HOUR, Log, Stage, silences

TICKET_WORK = {
    "wait": "customer",
    "schedule_intervention": "office",
    "require_upgrade": "office",
    "create_anomaly": "office",
    "resolve_anomaly": "office",
    "resolve": "agents",
}
CLAIM = {
    "claim_costs": "employee",
    "claim_checked": "office",
    "claim_budget": "approvers",
    "claim_refused": "approvers",
    "claim_supervisor": "approvers",
    "claim_approved": "approvers",
}


def helpdesk() -> Iterator[Fact]:
    """Tickets: working time of 09:00 to 18:00, nine hours a day."""
    rows = plain.picked(raw_steps.helpdesk(), {"take_in_charge": None})
    log, day = Log(rows, rows["at"].max(), plain.business("IT", 9, 18)), 9 * HOUR
    begins = ["insert_ticket", "assign_seriousness"]
    intake = log.stage(begins, begins, "take_in_charge", 10 * day)
    work = log.stage(TICKET_WORK, ["take_in_charge"], "resolve", 30 * day)
    by_day = Log(rows, log.cut, plain.calendar_in("Europe/Rome"))
    yield from times("intake", intake, 4 * HOUR, 2 * day)
    yield from times("work", work, 3 * day, 15 * day)
    closing = by_day.stage(["closed"], ["resolve"], "closed", 60 * DAY)
    yield from times("closing", closing, 31 * DAY, 45 * DAY)
    yield from turns("work", plain.turns(work, rows, TICKET_WORK | {"take_in_charge": "agents"}))
    quiet = silences(work, log.of("wait", "resolve"), log.seen_until(work, TICKET_WORK, ["closed"]))
    said = "tickets with over 10 working days of silence"
    yield "gaps.silence:work.affected", said, n(quiet > 10 * day)
    yield from _helpdesk_rules(by_day)
    slow = "slow_stage:intake.p90"
    yield from segment(slow, ("workgroup", "Value 3"), intake.over(2 * day), rows)
    yield _not_told(slow, "product", "Value 1")


def _helpdesk_rules(log: Log) -> Iterator[Fact]:
    upgrade = log.broken_within("require_upgrade", "resolve", 90 * DAY)
    said = "tickets with an upgrade that no solution followed within 90 days"
    yield "gaps.broken_rule:upgrade_ends.affected", said, n(upgrade)
    yield "gaps.broken_rule:upgrade_ends.eligible", "tickets with an upgrade by then", len(upgrade)
    solved = log.of("resolve").groupby("case").size()
    yield "gaps.broken_rule:solved_twice.affected", "tickets solved more than twice", n(solved > 2)
    said, anomaly = "tickets with an anomaly of the software", log.first["create_anomaly"].notna()
    yield "gaps.failed_touchpoint:create_anomaly.affected", said, n(anomaly)
    taken, closed = log.first["take_in_charge"], log.first["closed"]
    begun = log.first[["insert_ticket", "assign_seriousness"]].min(axis=1).notna()
    never = begun & closed.notna() & ~(taken <= closed)
    said = "tickets with an intake that were closed and not taken in charge before"
    yield "gaps.broken_rule:taken_first.affected", said, n(never)
    by_whom = raw_steps.helpdesk().sort_values(["case", "at", "activity"])
    by_whom = by_whom[by_whom["step"] == "take_in_charge"]
    back = plain.to_and_fro(by_whom["actor"], by_whom["case"])
    said, place = "tickets taken in charge", "gaps.repeated_step:take_in_charge.pingpong"
    yield f"{place}.affected", f"{said} by one, by another, and by the first again", n(back)
    yield f"{place}.eligible", said, len(back)


def receipt() -> Iterator[Fact]:
    """Applications: working time of 08:30 to 17:00, eight and a half hours a day."""
    rows = plain.picked(raw_steps.receipt(), {"stop_advice": None})
    log, day = Log(rows, rows["at"].max(), plain.business("NL", 8.5, 17)), 17 * HOUR // 2
    lanes = dict.fromkeys(["check", "adjust", "determine"], "office")
    lanes |= {"apply": "applicant", "send_confirmation": "desk"}
    intake = log.stage(lanes, ["apply"], "send_confirmation", 10 * day)
    yield from times("receipt", intake, 4 * HOUR, 3 * day)
    own = ["stop_advice", "stop_indication", "document_x", "send_document_x"]
    own += ["report_reasons", "send_report_y"]
    begins = ["send_confirmation", "stop_advice"]
    yield from times("advice", log.stage(own, begins, "stop_indication", 10 * day), HOUR, day)
    spent = plain.turns(intake, rows, lanes)[["office", "desk"]]
    yield from turns("receipt", spent)
    yield from budgets("receipt", spent, {"office": day, "desk": day})
    until = intake.table["ended"].fillna(log.cut)
    quiet = silences(intake, log.of("apply", "send_confirmation"), until)
    said = "applications with over 3 working days of silence"
    yield "gaps.silence:receipt.affected", said, n(quiet > 3 * day)
    yield from _receipt_rules(log)
    late = intake.over(3 * day)
    yield from segment("slow_stage:receipt.p90", ("channel", "Post"), late, rows)


def _receipt_rules(log: Log) -> Iterator[Fact]:
    sent = log.broken_within("document_x", "send_document_x", 14 * DAY)
    yield "gaps.broken_rule:document_sent.affected", "documents X not sent in 14 days", n(sent)
    yield "gaps.broken_rule:document_sent.eligible", "applications with document X", len(sent)
    letter = log.first[["document_x", "send_document_x"]].notna().any(axis=1)
    report = log.first[["report_reasons", "send_report_y"]].notna().any(axis=1)
    yield "gaps.wrong_branch:document_x|report_reasons.affected", "both ways", n(letter & report)
    for step, group in {"check": 4, "determine": 3, "stop_advice": 1}.items():
        said = f"times that {step} was not by Group {group}, nor by nobody"
        others = ~log.of(step)["role"].isin([f"Group {group}", "EMPTY"])
        yield f"gaps.wrong_role:{step}.affected", said, n(others)
    said = "applications whose confirmation was decided more than once"
    decided = log.of("determine").groupby("case").size()
    yield "gaps.broken_rule:one_confirmation.affected", said, n(decided > 1)


def travel() -> Iterator[Fact]:
    """Declarations, all day and night."""
    rows = raw_steps.travel().sort_values(["case", "at", "activity"])
    rows = plain.picked(rows, {"claim_approved": None})
    log = Log(rows, rows["at"].max())
    own = ["ask", "permit_checked", "permit_budget", "permit_refused", "permit_supervisor"]
    permit = log.stage(own, ["ask"], "permit_approved", 30 * DAY)
    claim = log.stage(CLAIM, ["claim_costs"], "claim_approved", 60 * DAY)
    paid = log.stage(["request_payment", "pay"], ["request_payment"], "pay", 14 * DAY)
    yield from times("permit", permit, 5 * DAY, 14 * DAY)
    yield from times("claim", claim, 7 * DAY, 21 * DAY)
    yield from times("payment", paid, 3 * DAY, 7 * DAY)
    spent = plain.turns(claim, rows, CLAIM)[["office", "approvers"]]
    yield from turns("claim", spent)
    yield from budgets("claim", spent, {"office": 5 * DAY, "approvers": 10 * DAY})
    yield from _travel_silence(log, claim)
    yield from _travel_rules(log)


def _travel_silence(log: Log, claim: Stage) -> Iterator[Fact]:
    until = log.seen_until(claim, CLAIM, ["request_payment", "pay"])
    quiet = silences(claim, log.of("claim_costs", "claim_checked"), until)
    known = claim.table["started"].notna()  # else it may have begun before the log
    long = quiet[known.reindex(quiet.index)] > 14 * DAY
    yield "gaps.silence:claim.affected", "claims with over 14 days of silence", n(long)
    yield from segment("silence:claim", ("unit", "organizational unit 65456"), long, log.rows)


def _travel_rules(log: Log) -> Iterator[Fact]:
    month = log.broken_within("claim_approved", "pay", 30 * DAY)
    said = "claims not paid within 30 days of their first approval"
    yield "gaps.broken_rule:paid_in_a_month.affected", said, n(month)
    yield "gaps.broken_rule:paid_in_a_month.eligible", "claims approved by then", len(month)
    asked = log.broken_within("claim_approved", "request_payment", 3 * DAY)
    handoff = "dropped_handoff:claim_approved>request_payment"
    said = "claims whose payment was not requested within 3 days of their first approval"
    yield f"gaps.{handoff}.affected", said, n(asked)
    yield from segment(handoff, ("unit", "organizational unit 65464"), asked, log.rows)
    approved, paid = log.first["claim_approved"], log.first["pay"]
    said = "claims paid before they were approved, or never approved"
    bad = paid.notna() & ~(approved <= paid)
    yield "gaps.broken_rule:approved_before_paid.affected", said, n(bad)
    for what in ("permit", "claim"):
        strange = log.of(f"{what}_refused")["role"].isin(["PRE_APPROVER", "MISSING"])
        said = f"refusals of a {what} by a pre-approver or by MISSING"
        yield f"gaps.wrong_role:{what}_refused.affected", said, n(strange)


def uci() -> Iterator[Fact]:
    """Incidents, all day and night; the log ends with its last time, of whatever column."""
    rows = plain.picked(raw_steps.uci(), {"work": "work_on", "close": None})
    written = pd.concat([rows["resolved_at"], rows["closed_at"]])
    ends = pd.to_datetime(written, format="%d/%m/%Y %H:%M").max()
    log = Log(rows, max(rows["at"].max(), ends))
    waits = ["ask_caller", "ask_vendor", "ask_problem", "ask_evidence"]
    resolution = log.stage([*waits, "work_on", "resolve"], ["work"], "resolve", 30 * DAY)
    yield from times("response", log.stage(["open"], ["open"], "work", 5 * DAY), 4 * HOUR, DAY)
    yield from times("resolution", resolution, DAY, 5 * DAY)
    closure = log.stage(["close"], ["resolve"], "close", 10 * DAY)
    yield from times("closure", closure, 5 * DAY, 6 * DAY)
    yield from _uci_rules(log)
    yield _not_told("slow_stage:resolution.p90", "priority", "2 - High")


def _uci_rules(log: Log) -> Iterator[Fact]:
    work = log.of("work", "work_on")
    back = plain.to_and_fro(work["assignment_group"], work["case"])
    said = "incidents that went from one group to another and back"
    yield "gaps.repeated_step:work.pingpong.affected", said, n(back)
    asked = log.broken_within("ask_caller", "resolve", 14 * DAY)
    said = "incidents with a question that no solution followed within 14 days"
    yield "gaps.broken_rule:answered.affected", said, n(asked)
    unworked = log.first["close"].notna() & ~(log.first["work"] <= log.first["close"])
    yield "gaps.broken_rule:work_first.affected", "incidents closed without work", n(unworked)
    closed = log.of("close").set_index("case")
    missed = closed["made_sla"] == "false"
    said = "incidents that had missed their own target when they were first closed"
    yield "gaps.failed_touchpoint:close.affected", said, n(missed)
    place = ("priority", "1 - Critical")
    yield from segment("failed_touchpoint:close", place, missed, log.of("close"))


def _not_told(gap: str, attribute: str, value: str) -> Fact:
    """A value that was thought to be told, and is not: customers in it differ too much."""
    return f"segments.{gap}, {attribute}, {value}, eligible", "is not told", None


LOGS = {"helpdesk": helpdesk, "receipt": receipt, "travel": travel, "uci": uci}


def main() -> None:
    """Writes later_facts.yaml."""
    facts = {
        log: [{"says": says, "is": number, "at": at} for at, says, number in count()]
        for log, count in LOGS.items()
    }
    with Path(__file__).with_name("later_facts.yaml").open("w", encoding="utf-8") as file:
        yaml = YAML()
        yaml.width = 120
        yaml.dump(facts, file)


if __name__ == "__main__":
    main()
