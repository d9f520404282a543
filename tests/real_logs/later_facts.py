"""More facts of each real log, with times: written down before any findings of these designs.

`python tests/real_logs/later_facts.py` writes later_facts.yaml beside it, as facts.py does. What
the definitions ask is computed with pandas (plain.py) from the rows of the files (raw_steps.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from ruamel.yaml import YAML

from tests.real_logs import plain, raw_steps
from tests.real_logs.plain import DAY, HOUR, Stage

Fact = tuple[str, str, float]


def helpdesk() -> Iterator[Fact]:
    """Tickets: working time of 09:00 to 18:00, nine hours a day."""
    rows = raw_steps.helpdesk()
    first, cut, day = raw_steps.first_of_each(rows), rows["at"].max(), 9 * HOUR
    clock = plain.business("IT", 9, 18)
    begins = ["insert_ticket", "assign_seriousness"]
    intake = plain.stage(first, begins, begins, "take_in_charge", 10 * day, cut, clock)
    more = ["wait", "schedule_intervention", "require_upgrade", "create_anomaly", "resolve_anomaly"]
    work = plain.stage(
        first, [*more, "resolve"], ["take_in_charge"], "resolve", 30 * day, cut, clock
    )
    rome = plain.calendar_in("Europe/Rome")
    closing = plain.stage(first, ["closed"], ["resolve"], "closed", 60 * DAY, cut, rome)
    yield from _times("intake", intake, 4 * HOUR, 2 * day)
    yield from _times("work", work, 3 * day, 15 * day)
    yield from _times("closing", closing, 31 * DAY, 45 * DAY)
    lanes = dict.fromkeys(more, "office") | {
        "wait": "customer",
        "take_in_charge": "agents",
        "resolve": "agents",
    }
    spent = plain.turns(work, rows, lanes)
    yield from _turns("work", spent, {"agents": 10 * day, "customer": 10 * day})
    told = rows[rows["step"].isin(["wait", "resolve"])]
    until = (
        work.table["ended"]
        .fillna(cut)
        .where(~_went_on(work, first["closed"]), _last(rows, [*lanes]))
    )
    quiet = plain.silences(work, told, until)
    yield (
        "gaps.silence:work.affected",
        "tickets with over 10 working days of silence",
        _n(quiet > 10 * day),
    )
    taken = rows[rows["step"] == "take_in_charge"].sort_values(["case", "at", "activity"])
    back = plain.to_and_fro(taken["actor"], taken["case"])
    said = "tickets taken in charge by one, by another, and by the first again"
    yield "gaps.repeated_step:take_in_charge.pingpong.affected", said, _n(back)
    yield (
        "gaps.repeated_step:take_in_charge.pingpong.eligible",
        "tickets taken in charge",
        len(back),
    )
    yield from _helpdesk_rules(rows, first, cut)
    late = intake.over(2 * day)
    yield from _segment("slow_stage:intake.p90", "product", late, rows, "Value 1")
    yield from _segment("slow_stage:intake.p90", "workgroup", late, rows, "Value 3")


def _helpdesk_rules(rows: pd.DataFrame, first: pd.DataFrame, cut: pd.Timestamp) -> Iterator[Fact]:
    upgrade = plain.broken_within(rows, "require_upgrade", first["resolve"], 90 * DAY, cut)
    said = "tickets with an upgrade that no first solution followed within 90 days"
    yield "gaps.broken_rule:upgrade_ends.affected", said, _n(upgrade)
    yield "gaps.broken_rule:upgrade_ends.eligible", "tickets with an upgrade by then", len(upgrade)
    count = pd.crosstab(rows["case"], rows["step"])
    said = "tickets solved more than twice"
    yield "gaps.broken_rule:solved_twice.affected", said, _n(count["resolve"] > 2)
    said = "tickets with an anomaly of the software"
    yield "gaps.failed_touchpoint:create_anomaly.affected", said, _n(count["create_anomaly"] > 0)
    taken, closed = first["take_in_charge"], first["closed"]
    early = first[["insert_ticket", "assign_seriousness"]].min(axis=1).notna() & closed.notna()
    never = early & (taken.isna() | (taken > closed))
    said = "tickets with an intake that were closed and not taken in charge before"
    yield "gaps.broken_rule:taken_first.affected", said, _n(never)


def receipt() -> Iterator[Fact]:
    """Applications: working time of 08:30 to 17:00, eight and a half hours a day."""
    rows = raw_steps.receipt()
    first, cut, day = raw_steps.first_of_each(rows), rows["at"].max(), 17 * HOUR // 2
    clock = plain.business("NL", 8.5, 17)
    own = ["apply", "check", "adjust", "determine", "send_confirmation"]
    intake = plain.stage(first, own, ["apply"], "send_confirmation", 10 * day, cut, clock)
    papers = ["document_x", "send_document_x", "report_reasons", "send_report_y"]
    begins = ["send_confirmation", "stop_advice"]
    advised = ["stop_advice", "stop_indication", *papers]
    advice = plain.stage(first, advised, begins, "stop_indication", 10 * day, cut, clock)
    yield from _times("receipt", intake, 4 * HOUR, 3 * day)
    yield from _times("advice", advice, HOUR, day)
    lanes = dict.fromkeys(own, "office") | {"apply": "applicant", "send_confirmation": "desk"}
    yield from _turns("receipt", plain.turns(intake, rows, lanes), {"office": day, "desk": day})
    until = intake.table["ended"].fillna(cut)
    quiet = plain.silences(intake, rows[rows["step"].isin(["apply", "send_confirmation"])], until)
    said = "applications with over 3 working days of silence"
    yield "gaps.silence:receipt.affected", said, _n(quiet > 3 * day)
    sent = plain.broken_within(rows, "document_x", first["send_document_x"], 14 * DAY, cut)
    yield "gaps.broken_rule:document_sent.affected", "documents X not sent in 14 days", _n(sent)
    yield "gaps.broken_rule:document_sent.eligible", "applications with document X", len(sent)
    both = first[["document_x", "send_document_x"]].notna().any(axis=1) & first[
        ["report_reasons", "send_report_y"]
    ].notna().any(axis=1)
    yield "gaps.wrong_branch:document_x|report_reasons.affected", "both ways", _n(both)
    yield from _receipt_roles(rows)
    yield from _segment("slow_stage:receipt.p90", "channel", intake.over(3 * day), rows, "Post")


def _receipt_roles(rows: pd.DataFrame) -> Iterator[Fact]:
    groups = {"check": "Group 4", "determine": "Group 3", "stop_advice": "Group 1"}
    for step, group in groups.items():
        there = rows[(rows["step"] == step)]["role"]
        said = f"times that {step} was not by {group}, nor by nobody"
        yield f"gaps.wrong_role:{step}.affected", said, _n(~there.isin([group, "EMPTY"]))
    count = (rows["step"] == "determine").groupby(rows["case"]).sum()
    said = "applications whose confirmation was decided more than once"
    yield "gaps.broken_rule:one_confirmation.affected", said, _n(count > 1)


def travel() -> Iterator[Fact]:
    """Declarations, all day and night."""
    rows = raw_steps.travel()
    first, cut = raw_steps.first_of_each(rows), rows["at"].max()
    permits = ["ask", "permit_checked", "permit_budget", "permit_refused", "permit_supervisor"]
    permit = plain.stage(first, permits, ["ask"], "permit_approved", 30 * DAY, cut)
    lanes = {"claim_costs": "employee", "claim_checked": "office"}
    lanes |= dict.fromkeys(["claim_budget", "claim_refused", "claim_supervisor"], "approvers")
    claim = plain.stage(
        first, [*lanes, "claim_approved"], ["claim_costs"], "claim_approved", 60 * DAY, cut
    )
    lanes["claim_approved"] = "approvers"
    paid = plain.stage(first, ["request_payment", "pay"], ["request_payment"], "pay", 14 * DAY, cut)
    yield from _times("permit", permit, 5 * DAY, 14 * DAY)
    yield from _times("claim", claim, 7 * DAY, 21 * DAY)
    yield from _times("payment", paid, 3 * DAY, 7 * DAY)
    picked = rows.sort_values(["case", "at", "activity"], kind="stable")
    again = picked.duplicated(["case", "step"]) & picked["step"].isin(["claim_approved"])
    picked = picked[~again]
    yield from _turns(
        "claim", plain.turns(claim, picked, lanes), {"office": 5 * DAY, "approvers": 10 * DAY}
    )
    until = claim.table["ended"].fillna(cut)
    until = until.where(
        ~_went_on(claim, first[["request_payment", "pay"]].min(axis=1)), _last(rows, [*lanes])
    )
    known = claim.table["started"].notna()  # else it may have begun before the log
    quiet = plain.silences(claim, rows[rows["step"].isin(["claim_costs", "claim_checked"])], until)
    said = "claims with over 14 days of silence"
    yield "gaps.silence:claim.affected", said, _n((quiet > 14 * DAY) & known.reindex(quiet.index))
    yield from _travel_rules(rows, first, cut)
    long = quiet[known.reindex(quiet.index)] > 14 * DAY
    yield from _segment("silence:claim", "unit", long, rows, "organizational unit 65456")


def _travel_rules(rows: pd.DataFrame, first: pd.DataFrame, cut: pd.Timestamp) -> Iterator[Fact]:
    only = rows[rows["step"] != "claim_approved"]
    once = rows[rows["step"] == "claim_approved"].sort_values("at").drop_duplicates("case")
    month = plain.broken_within(once, "claim_approved", _after(only, "pay", once), 30 * DAY, cut)
    said = "claims not paid within 30 days of their first approval"
    yield "gaps.broken_rule:paid_in_a_month.affected", said, _n(month)
    yield "gaps.broken_rule:paid_in_a_month.eligible", "claims approved by then", len(month)
    asked = plain.broken_within(
        once, "claim_approved", _after(only, "request_payment", once), 3 * DAY, cut
    )
    handoff = "dropped_handoff:claim_approved>request_payment"
    yield from _segment(handoff, "unit", asked, rows, "organizational unit 65464")
    said = "claims whose payment was not requested within 3 days of their first approval"
    yield f"gaps.{handoff}.affected", said, _n(asked)
    approved, paid = first["claim_approved"], first["pay"]
    said = "claims paid before they were approved, or never approved"
    bad = paid.notna() & (approved.isna() | (approved > paid))
    yield "gaps.broken_rule:approved_before_paid.affected", said, _n(bad)
    for what in ("permit", "claim"):
        roles = rows[rows["step"] == f"{what}_refused"]["role"]
        said = f"refusals of a {what} by a pre-approver or by MISSING"
        yield (
            f"gaps.wrong_role:{what}_refused.affected",
            said,
            _n(roles.isin(["PRE_APPROVER", "MISSING"])),
        )


def uci() -> Iterator[Fact]:
    """Incidents, all day and night; the log ends with its last time, of whatever column."""
    rows = raw_steps.uci()
    told = [
        pd.to_datetime(rows[c], format="%d/%m/%Y %H:%M").max() for c in ("resolved_at", "closed_at")
    ]
    first, cut = raw_steps.first_of_each(rows), max(rows["at"].max(), *told)
    response = plain.stage(first, ["open", "new"], ["open"], "work", 5 * DAY, cut)
    waits = ["ask_caller", "ask_vendor", "ask_problem", "ask_evidence"]
    resolution = plain.stage(first, [*waits, "resolve"], ["work"], "resolve", 30 * DAY, cut)
    closure = plain.stage(first, ["close"], ["resolve"], "close", 10 * DAY, cut)
    yield from _times("response", response, 4 * HOUR, DAY)
    yield from _times("resolution", resolution, DAY, 5 * DAY)
    yield from _times("closure", closure, 5 * DAY, 6 * DAY)
    work = rows[rows["step"] == "work"]
    back = plain.to_and_fro(work["assignment_group"], work["case"])
    said = "incidents that went from one group to another and back"
    yield "gaps.repeated_step:work.pingpong.affected", said, _n(back)
    handed = plain.broken_within(rows, "open", first["work"], DAY, cut)
    said = "incidents without work within a day of their opening"
    yield "gaps.dropped_handoff:open>work.affected", said, _n(handed)
    asked = plain.broken_within(rows, "ask_caller", first["resolve"], 14 * DAY, cut)
    said = "incidents with a question that no first solution followed within 14 days"
    yield "gaps.broken_rule:answered.affected", said, _n(asked)
    unworked = first["close"].notna() & ~(first["work"] <= first["close"])
    yield (
        "gaps.broken_rule:work_first.affected",
        "incidents closed without work before",
        _n(unworked),
    )
    closed = rows[rows["step"] == "close"].drop_duplicates("case").set_index("case")
    missed = (closed["made_sla"] == "false") & (closed["at"] <= cut)
    said = "incidents that had missed their own target when they were first closed"
    yield "gaps.failed_touchpoint:close.affected", said, _n(missed)
    yield from _segment(
        "failed_touchpoint:close", "priority", missed, rows[rows["step"] == "close"], "1 - Critical"
    )
    slow = resolution.over(5 * DAY)
    own = rows[rows["step"].isin([*waits, "resolve", "work"])]
    yield from _segment("slow_stage:resolution.p90", "priority", slow, own, "2 - High")


def _times(name: str, found: Stage, half: int, nine: int) -> Iterator[Fact]:
    """How many are timed, the two quantiles, and how many took longer than each target."""
    yield f"stages.{name}.judged", f"{name}: finished, and begun early enough", len(found.timed)
    yield f"stages.{name}.p50_s", f"{name}: median, seconds", found.quantile(0.5)
    yield f"stages.{name}.p90_s", f"{name}: ninth decile, seconds", found.quantile(0.9)
    for facet, target in (("p50", half), ("p90", nine)):
        said = f"{name}: longer than the {facet} and a tenth"
        yield f"gaps.slow_stage:{name}.{facet}.affected", said, _n(found.over(target))


def _turns(name: str, spent: pd.DataFrame, budgets: dict[str, int]) -> Iterator[Fact]:
    """How many waited for a lane beyond its budget, and what the lane's turn took in half of them."""
    for lane, budget in budgets.items():
        said = f"{name}: over the budget of {lane}"
        yield f"gaps.long_wait:{name}.{lane}.affected", said, _n(spent[lane] > budget)
        median = round(float(spent[lane].dropna().astype("float64").median()) / 1e6, 3)
        yield f"waits.{name}.{lane}.p50_s", f"{name}: median turn of {lane}, seconds", median


def _segment(
    gap: str, attribute: str, hit: pd.Series, rows: pd.DataFrame, value: str
) -> Iterator[Fact]:
    """Eligible, affected and rate inside one value of an attribute, and the rate of the rest."""
    own = rows[rows[attribute].notna()].sort_values(["case", "at"], kind="stable")
    inside = own.drop_duplicates("case").set_index("case")[attribute].reindex(hit.index) == value
    place, said = f"segments.{gap}, {attribute}, {value}", f"{gap} where {attribute} is {value}"
    yield f"{place}, eligible", f"{said}: eligible", _n(inside)
    yield f"{place}, affected", f"{said}: affected", _n(hit & inside)
    yield f"{place}, rest_rate", f"{said}: rate of the rest", round(float(hit[~inside].mean()), 6)


def _after(rows: pd.DataFrame, step: str, since: pd.DataFrame) -> pd.Series:
    """By case the first time of a step that does not lie before a given row of the case."""
    there = rows[rows["step"] == step]
    there = there[there["at"] >= there["case"].map(since.set_index("case")["at"])]
    return there.groupby("case")["at"].min()


def _went_on(found: Stage, later: pd.Series) -> pd.Series:
    """Not finished, and seen in a later stage since."""
    table = found.table
    return table["ended"].isna() & (later.reindex(table.index) >= table["entered"])


def _last(rows: pd.DataFrame, steps: list[str]) -> pd.Series:
    return rows[rows["step"].isin(steps)].groupby("case")["at"].max()


def _n(mask: pd.Series) -> int:
    return int(mask.fillna(value=False).sum())


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
