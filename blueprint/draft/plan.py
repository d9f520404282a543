"""The plan of a draft: steps and stages with their ids and names, before they are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from blueprint.draft.candidates import Candidate
from blueprint.draft.choosing import Choice
from blueprint.draft.stages import DraftedStage
from blueprint.draft.texts import free_id, readable

_WHO = {
    "customer": "customer",
    "people": "people",
    "screens": "messages",
    "backstage": "unseen",
    "support": "machines",
}
"""How a step is called apart from another of the same activity on another lane."""


@dataclass(frozen=True, slots=True)
class NamedStep:
    """A step with its id and name."""

    id: str
    name: str
    stage: str
    candidate: Candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedStage:
    """A stage with its id and name; its steps, its time and what follows it by id."""

    id: str
    name: str
    life: str
    steps: tuple[str, ...]
    start: tuple[str, ...]
    end: str
    restart: str | None
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The stages in their order, and the steps in the order of the stages."""

    stages: tuple[NamedStage, ...]
    steps: tuple[NamedStep, ...]


def plan(staged: Sequence[DraftedStage], choice: Choice) -> Plan:
    """Names every step and stage of a draft."""
    ignored = [one for one, _ in choice.ignored]
    known = {one.no: one for one in (*choice.steps, *ignored)}
    alike = Counter(_part(one) for one in known.values())
    names = {no: _name(one, alone=alike[_part(one)] == 1) for no, one in known.items()}
    ids = _ids([no for stage in staged for no in stage.steps], names)
    stage_ids = _stage_ids(staged, names)
    stages = tuple(_stage(at, staged, stage_ids, names, ids) for at in range(len(staged)))
    steps = tuple(
        NamedStep(ids[no], names[no], stage_ids[at], known[no])
        for at, stage in enumerate(staged)
        for no in stage.steps
    )
    return Plan(stages, steps)


def _part(one: Candidate) -> tuple[str, str, str | None]:
    return one.source, one.activity, one.part


def _name(one: Candidate, *, alone: bool) -> str:
    """The activity, with the value that parts it, and who acts when others do the same."""
    part = f": {one.part}" if one.part is not None else ""
    who = "" if alone else f" ({_WHO[one.placing.lane]})"
    return readable(f"{one.activity}{part}") + who


def _ids(numbers: Iterable[int], names: Mapping[int, str]) -> dict[int, str]:
    taken: dict[int, str] = {}
    for no in numbers:
        taken[no] = free_id(names[no], frozenset(taken.values()))
    return taken


def _stage_name(stage: DraftedStage, names: Mapping[int, str]) -> str:
    """The object type that it is counted by, else its first main step."""
    return readable(stage.life) if stage.life else names[stage.main[0]]


def _stage_ids(staged: Sequence[DraftedStage], names: Mapping[int, str]) -> list[str]:
    taken: list[str] = []
    for stage in staged:
        taken.append(free_id(_stage_name(stage, names), taken))
    return taken


def _stage(
    at: int,
    staged: Sequence[DraftedStage],
    stage_ids: Sequence[str],
    names: Mapping[int, str],
    ids: Mapping[int, str],
) -> NamedStage:
    stage = staged[at]
    follows = at + 1 < len(staged) and not stage.life and not staged[at + 1].life
    return NamedStage(
        id=stage_ids[at],
        name=_stage_name(stage, names),
        life=stage.life,
        steps=tuple(ids[no] for no in stage.steps),
        start=tuple(ids[no] for no in stage.start),
        end=ids[stage.end],
        restart=None if stage.restart is None else ids[stage.restart],
        next=stage_ids[at + 1] if follows else None,
    )
