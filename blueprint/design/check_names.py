"""Names: each declared once, and every name that is used declared."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint.design.check_units import check_unit
from blueprint.design.document import Place
from blueprint.design.named import RULE_KINDS, rule_kinds, rule_steps
from blueprint.design.readings import Readings
from blueprint.design.schema import StepEntry
from blueprint.design.sheet import NAMELESS, Sheet
from blueprint.mistakes import did_you_mean

GAP_KINDS = (
    *("skipped_step", "abandonment", "low_reach", "undesigned_step", "forbidden_step"),
    *("repeated_step", "failed_touchpoint", "wrong_order", "wrong_branch", "broken_rule"),
    *("wrong_role", "wrong_channel", "visibility_breach", "slow_stage", "late_step"),
    *("dropped_handoff", "long_wait", "silence", "slow_system", "low_emotion"),
    "undesigned_path",
)
STEP_LISTS = (
    ("role", "roles", "has role"),
    ("channel", "channels", "is on channel"),
    ("systems", "systems", "uses system"),
)


def check_ids(sheet: Sheet, _readings: Readings) -> None:
    """An id stands for one thing of its sort."""
    sorts = (sheet.lanes, sheet.stages, sheet.steps, sheet.rules, sheet.actions)
    for entries in sorts:
        seen: dict[str, Place] = {}
        for place, entry in entries.items():
            if entry.id in seen and entry.id != NAMELESS:
                _, line = sheet.document.line(seen[entry.id])
                kind = str(place[0]).removesuffix("s")
                hint = f"It stands in line {line} already; ids are permanent, so rename this one"
                sheet.wrong(place, f'{kind} "{entry.id}" stands here twice', hint)
            seen.setdefault(entry.id, place)


def check_references(sheet: Sheet, _readings: Readings) -> None:
    """The lanes, stages, roles, channels, systems and steps that entries name are declared."""
    _check_step_names(sheet)
    for place, link in sheet.links.items():
        for key, found in (("from", link.start), ("to", link.end)):
            sheet.unknown((*place, key), found, "steps", f'a link goes {key} step "{found}"')
    for stage in sheet.head.scope.instances:
        told = f'scope: "instances" names stage "{stage}"'
        sheet.unknown(("scope", "instances", stage), stage, "stages", told)
    _check_gap_ids(sheet)


def _check_gap_ids(sheet: Sheet) -> None:
    for place, action in sheet.actions.items():
        kind, colon, _ = action.gap.partition(":")
        if kind not in GAP_KINDS or not colon:
            told = f'action "{action.id}" is tied to gap "{action.gap}"'
            sheet.wrong((*place, "gap"), told, did_you_mean(kind, GAP_KINDS, "kinds"))


def _check_step_names(sheet: Sheet) -> None:
    for place, step in sheet.steps.items():
        for at, found, section, told in _step_names(step):
            sheet.unknown((*place, *at), found, section, f'step "{step.id}" {told} "{found}"')


def _step_names(step: StepEntry) -> Iterator[tuple[Place, str, str, str]]:
    yield ("stage",), step.stage, "stages", "is in stage"
    yield ("lane",), step.lane, "lanes", "is on lane"
    for key, section, told in STEP_LISTS:
        for at, found in enumerate(getattr(step, key)):
            yield (key, at), found, section, told
    if step.sla:
        yield ("sla", "after"), step.sla.after, "steps", "is promised after step"


def check_rules(sheet: Sheet, _readings: Readings) -> None:
    """A rule is of one kind, its steps are known, and only `leads_to` has a time."""
    for place, rule in sheet.rules.items():
        kinds = rule_kinds(rule)
        if len(kinds) != 1 and place not in sheet.hurt:
            found = " and ".join(kinds) or "none"
            told = f'rule "{rule.id}" must say one thing, found {found}'
            sheet.wrong(place, told, f"One of {', '.join(RULE_KINDS)}")
        for step in rule_steps(rule)[0]:
            sheet.unknown(place, step, "steps", f'rule "{rule.id}" names step "{step}"')
        if rule.within is not None and kinds != ["leads_to"] and place not in sheet.hurt:
            told = f'rule "{rule.id}" has "within", which only "leads_to" can have'
            sheet.wrong((*place, "within"), told, "Leave it out")
        check_unit(sheet, place, rule)
