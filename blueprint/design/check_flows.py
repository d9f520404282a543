"""Flows against steps: each has one place in its stage's flow, and `occurs` agrees with it."""

from __future__ import annotations

from collections.abc import Mapping

from blueprint.design.document import Place
from blueprint.design.readings import Readings
from blueprint.design.schema import StepEntry
from blueprint.design.sheet import Sheet
from blueprint.flow import Standing, standings
from blueprint.mistakes import nearest


def check_flows(sheet: Sheet, _readings: Readings) -> None:
    """Flows name known steps of their own stage, each once; no step is left out of them."""
    owners = {entry.id: entry.stage for entry in sheet.steps.values()}
    for stage in sheet.flows:
        told = f'a flow is for stage "{stage}"'
        if not sheet.unknown(("flow", stage), stage, "stages", told):
            _check_places(sheet, stage, owners)
    _check_left_out(sheet)
    around = {
        step: at for flow in sheet.flows.values() for step, at in standings(flow.tree).items()
    }
    for place, step in sheet.steps.items():
        if step.id in around and place not in sheet.hurt:
            _check_occurs(sheet, place, step, around.pop(step.id))


def _check_places(sheet: Sheet, stage: str, owners: Mapping[str, str]) -> None:
    seen: dict[str, Place] = {}
    for step, path in sheet.flows[stage].places:
        place = ("flow", stage, *path)
        told = f'the flow of "{stage}" names step "{step}"'
        if sheet.unknown(place, step, "steps", told):
            continue
        if owners.get(step, stage) != stage and owners[step] in sheet.names["stages"]:
            hint = "A flow has the steps of its own stage; rules speak of several stages"
            sheet.wrong(place, f'{told}, which belongs to stage "{owners[step]}"', hint)
        if step in seen:
            _, line = sheet.document.line(seen[step])
            hint = f"It stands in line {line} already; to come again, use repeat or loop"
            sheet.wrong(place, f"{told} twice", hint)
        seen.setdefault(step, place)


def _check_left_out(sheet: Sheet) -> None:
    """A step stands in a flow, or is forbidden; a stage without any flow is told once."""
    left_out = _left_out(sheet)
    for place, step in left_out.items():
        if step.stage in sheet.flows:
            told = f'step "{step.id}" is neither in the flow of "{step.stage}" nor forbidden'
            sheet.wrong(place, told, f"Add it to flow: {step.stage}:, or say occurs: 0")
    without = {step.stage for step in left_out.values()} - sheet.flows.keys()
    for place, stage in sheet.stages.items():
        if stage.id in without and "flow" not in sheet.unsure:
            told = f'stage "{stage.id}" has steps, but no flow'
            sheet.wrong(place, told, f"Add flow: {stage.id}: [...] with its steps in order")


def _left_out(sheet: Sheet) -> dict[Place, StepEntry]:
    """The steps that may happen and stand in no flow; not where a flow could not be read."""
    known = sheet.names["steps"]
    named = {step for flow in sheet.flows.values() for step, _ in flow.places}
    placed = named | {nearest(step, known) for step in named - known}  # misspelt ones are told
    broken = {stage for stage, flow in sheet.flows.items() if flow.mistakes}
    return {
        place: step
        for place, step in sheet.steps.items()
        if step.id not in placed and step.occurs[1] != 0
        if place not in sheet.hurt and step.stage not in broken
    }


def _check_occurs(sheet: Sheet, place: Place, step: StepEntry, at: Standing) -> None:
    disagreement = _disagreement(step.id, step.occurs, at)
    if disagreement:
        message, hint = disagreement
        sheet.wrong((*place, "occurs"), f'step "{step.id}" {message}', hint)


def _disagreement(
    step: str, occurs: tuple[int, int | None], at: Standing
) -> tuple[str, str] | None:
    """What in `occurs` contradicts the place in the flow, and how the two could agree."""
    least, most = occurs
    said = _written(least, most)
    if most == 0:
        return "must not happen (occurs: 0), but stands in the flow", "Take it out of the flow"
    if at.lacking and least > 0:
        return f'occurs {said}, but "{at.lacking}" lets it be left out', _may_lack(at, most)
    if least == 0 and not at.lacking and not at.alone:
        block = "repeat" if most is None or most > 1 else "optional"
        hint = f"Write - {block}: {step} in the flow, or occurs: {_written(1, most)}"
        return f"may be left out (occurs: {said}), but the flow always has it", hint
    if at.always and most == 1:
        return f"occurs {said}, but a loop repeats it", "Say occurs: 1..3, or take it out of loop"
    return None


def _may_lack(at: Standing, most: int | None) -> str:
    if at.lacking == "repeat":
        often = _written(1, most if most is None or most > 1 else 3)
        return f"Say occurs: {_written(0, most)}; or without repeat, occurs: {often}"
    return f"Say occurs: {_written(0, most)}"


def _written(least: int, most: int | None) -> str:
    if least == most:
        return str(least)
    return f"{least}..{'*' if most is None else most}"
