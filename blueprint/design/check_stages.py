"""Lanes from top to bottom, and how the stages follow one another."""

from __future__ import annotations

from blueprint.design.document import Place
from blueprint.design.readings import Readings
from blueprint.design.schema import StageEntry
from blueprint.design.sheet import Sheet
from blueprint.mistakes import did_you_mean
from blueprint.model import Role

ROLES = list(Role)


def check_lanes(sheet: Sheet, _readings: Readings) -> None:
    """Lanes stand in the order of their roles: customer, frontstage, backstage, support."""
    above = None
    for place, lane in sheet.lanes.items():
        if above is not None and ROLES.index(lane.role) < ROLES.index(above.role):
            told = f'lane "{lane.id}" ({lane.role}) stands below lane "{above.id}" ({above.role})'
            sheet.wrong(place, told, f"From top to bottom: {', '.join(ROLES)}")
        else:
            above = lane


def check_stages(sheet: Sheet, _readings: Readings) -> None:
    """What a stage names is declared; `next` never leads back; what is said of it makes sense."""
    for place, stage in sheet.stages.items():
        _check_next(sheet, place, stage)
        _check_restart(sheet, place, stage)
        known = [*sheet.names["lanes"], *ROLES]
        for lane in stage.wait_budget:
            if lane not in known and "lanes" not in sheet.unsure:
                told = f'stage "{stage.id}" has a wait budget for "{lane}"'
                sheet.wrong((*place, "wait_budget", lane), told, did_you_mean(lane, known, "lanes"))
    _check_circles(sheet)


def _check_next(sheet: Sheet, place: Place, stage: StageEntry) -> None:
    if stage.next is not None:
        told = f'stage "{stage.id}" is followed by stage "{stage.next}"'
        sheet.unknown((*place, "next"), stage.next, "stages", told)
    elif stage.reach is not None and place not in sheet.hurt:
        told = f'stage "{stage.id}" has "reach", but no "next" that it could reach'
        sheet.wrong((*place, "reach"), told, "Add next: ..., or leave reach out")


def _check_restart(sheet: Sheet, place: Place, stage: StageEntry) -> None:
    if stage.restart is None:
        return
    at, step = (*place, "restart"), stage.restart
    told = f'stage "{stage.id}" restarts with step "{step}"'
    if sheet.unknown(at, step, "steps", told):
        return
    owner = next((entry.stage for entry in sheet.steps.values() if entry.id == step), stage.id)
    timed = (*stage.time.start, *stage.time.end) if stage.time else ()
    if owner != stage.id and step not in timed:
        sheet.wrong(at, f'{told}, which belongs to stage "{owner}"', "Name a step of this stage")
    if stage.id in sheet.head.scope.instances:
        counted = sheet.head.scope.instances[stage.id]
        hint = f"Each {counted} is an instance of its own"
        sheet.wrong(at, f'stage "{stage.id}" is counted by {counted} and cannot restart', hint)


def _check_circles(sheet: Sheet) -> None:
    """Each circle of `next` is told once, at its first stage."""
    following = {entry.id: entry.next for entry in sheet.stages.values()}
    told: set[str] = set()
    for place, stage in sheet.stages.items():
        way: list[str] = []
        at: str | None = stage.id
        while at in following and at not in way:
            way.append(at)
            at = following[at]
        if at == stage.id and at not in told:
            circle = " > ".join([*way, at])
            told.update(way)
            hint = "A later stage cannot come before an earlier one; use restart for another round"
            sheet.wrong((*place, "next"), f'stage "{at}": "next" leads back to it ({circle})', hint)
