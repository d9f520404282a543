"""What a rule is judged by: a case, a customer, a stage, or an object that its stages count."""

from __future__ import annotations

from blueprint.design.document import Place
from blueprint.design.named import rule_kinds, rule_steps
from blueprint.design.schema import RuleEntry
from blueprint.design.sheet import Sheet
from blueprint.mistakes import did_you_mean

UNITS = ("case", "customer", "stage")


def check_unit(sheet: Sheet, place: Place, rule: RuleEntry) -> None:
    """`per` is known, and all steps of the rule can be in one such unit; they are two."""
    steps = rule_steps(rule)[0]
    if place in sheet.hurt or len(rule_kinds(rule)) != 1:
        return
    if len(steps) > len(set(steps)):
        told = f'rule "{rule.id}" names step "{steps[0]}" twice'
        sheet.wrong(place, told, "Name two steps; at_most says how often one may come")
    counted = sheet.head.scope.instances
    units = (*UNITS, *sorted({*counted.values(), sheet.head.scope.case}))
    at, told = (*place, "per"), f'rule "{rule.id}" is judged per "{rule.per}"'
    if rule.per not in units:
        sheet.wrong(at, told, did_you_mean(rule.per, units, "units"))
        return
    _check_stages(sheet, at, rule, told)


def _check_stages(sheet: Sheet, at: Place, rule: RuleEntry, told: str) -> None:
    """All steps of a rule can be in one stage, or in stages that are counted by one object."""
    owners = {entry.id: entry.stage for entry in sheet.steps.values()}
    stages = {owners[step] for step in rule_steps(rule)[0] if step in owners}
    if rule.per == "stage" and len(stages) > 1:
        hint = "Say per: case, or name steps of one stage"
        sheet.wrong(at, f"{told}, but its steps are of several stages", hint)
    counted = sheet.head.scope.instances
    if rule.per in (*UNITS, sheet.head.scope.case) or counted.keys() - sheet.names["stages"]:
        return
    for stage in sorted(stage for stage in stages if counted.get(stage) != rule.per):
        hint = "Say per: case, or name steps of stages that are counted by it"
        sheet.wrong(at, f'{told}, but stage "{stage}" is not counted by {rule.per}', hint)
