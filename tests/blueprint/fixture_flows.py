"""Findings of made-up designs with whole flows: choices, loops, parallel and optional parts, tickets."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise
from typing import Any

from blueprint.design.build import flow_links
from blueprint.findings import Findings, LinkMeasure, StepMeasure
from blueprint.flow import read_flow
from blueprint.model import Blueprint, Link, Stage, Step
from tests.blueprint.fixture_design import LANES, STAGES, step
from tests.blueprint.fixture_findings import STAGE_MEASURES, sample
from tests.blueprint.fixture_generated import NAMES

MOST_STEPS = 80
PARTS = ("step", "step", "step", "choice", "and", "optional", "loop", "repeat")


def flowing(seed: int, stages: int | None = None, steps: int | None = None) -> Findings:
    """Findings of a design of 2 to 12 stages and up to 80 steps; same seed, same findings."""
    draw = random.Random(f"flows {seed}")
    stages = stages or draw.randint(2, 12)
    steps = steps or draw.randint(2 * stages, MOST_STEPS)
    ids = [f"stage_{n}" for n in range(stages)]
    sizes = _sizes(draw, steps, stages)
    numbers = iter(range(steps))
    flows = {
        s: _sequence(draw, [f"step_{next(numbers)}" for _ in range(n)])
        for s, n in zip(ids, sizes, strict=True)
    }
    trees = {s: read_flow(flow).tree for s, flow in flows.items()}
    lanes = LANES[: draw.choice((2, 3, 5, 5, 5, 5))]
    homes = [s for s, n in zip(ids, sizes, strict=True) for _ in range(n)]
    boxes = [_step(draw, home, draw.choice(lanes).id, n) for n, home in enumerate(homes)]
    chain = [
        replace(_stage(draw, s), next=n if draw.random() < 0.9 else None)
        for s, n in zip(ids, [*ids[1:], None], strict=True)
    ]
    planned = flow_links(trees, chain, [box.id for box in boxes])
    extra = [
        replace(_step(draw, draw.choice(ids), draw.choice(lanes).id, steps + n), designed=False)
        for n in range(draw.randint(0, 3))
    ]
    declared = _declared(draw, boxes, {(a.source, a.target) for a in planned})
    design = Blueprint(
        id="flowing",
        version="1",
        name={"": f"Made-up flows {seed}"},
        lanes=lanes,
        stages=tuple(chain),
        steps=tuple(boxes),
        links=(*planned, *declared),
    )
    return _found(draw, design, extra)  # fmt: skip


def _sizes(draw: random.Random, steps: int, stages: int) -> list[int]:
    """So many steps to each stage, at least one."""
    cuts = sorted(draw.sample(range(1, steps), stages - 1))
    return [after - before for before, after in zip([0, *cuts], [*cuts, steps], strict=True)]


def _sequence(draw: random.Random, steps: list[str]) -> list[Any]:
    """The steps in their order as a flow: some alone, some in the parts that a design may have."""
    flow: list[Any] = []
    while steps:
        part = draw.choice(PARTS)
        taken = steps[
            : {"step": 1, "repeat": 1, "optional": 2, "loop": 2}.get(part, draw.randint(2, 7))
        ]
        steps = steps[len(taken) :]
        flow.append(_part(draw, part, taken) if len(taken) > 1 or part == "repeat" else taken[0])
    return flow  # fmt: skip


def _part(draw: random.Random, part: str, steps: list[str]) -> Any:
    if part in {"choice", "and"}:
        arms = min(len(steps), draw.randint(2, 4))
        cuts = [len(steps) * n // arms for n in range(arms + 1)]
        return {part: [_sequence(draw, steps[a:b]) for a, b in pairwise(cuts)]}
    if part == "loop":
        return {"loop": {"do": steps[0], "again": steps[1]}}
    return {part: steps if part == "optional" else steps[0]}


def _step(draw: random.Random, stage: str, lane: str, n: int) -> Step:
    occurs = draw.choice(((1, 1), (1, 1), (0, 1), (1, None), (0, 0)))
    return step(stage, lane, f"step_{n}", {"": f"{draw.choice(NAMES)} {n}"}, *occurs)


def _stage(draw: random.Random, name: str) -> Stage:
    """A stage, every fourth counted by ticket."""
    instances = "ticket" if draw.random() < 0.25 else None
    time = draw.choice((None, STAGES[0].time))
    return Stage(id=name, name={"": name}, time=time, emotion=draw.choice((None, 1)), instances=instances)  # fmt: skip


def _declared(draw: random.Random, boxes: list[Step], flows: set[tuple[str, str]]) -> list[Link]:
    """Links that are declared beside the flow, also from stage to stage."""
    kinds = ("trigger", "agreement", "needs")
    pairs = {tuple(draw.sample([box.id for box in boxes], 2)) for _ in range(draw.randint(0, 3))}
    return [Link(source=a, target=b, kind=draw.choice(kinds)) for a, b in sorted(pairs - flows)]


def _found(draw: random.Random, design: Blueprint, extra: list[Step]) -> Findings:
    """What a log would show of it: nearly every arrow, some that nobody designed, some steps more."""
    pairs = {(link.source, link.target): True for link in design.links}
    for box in extra:
        before, after = draw.sample(design.steps, 2)
        pairs |= {(before.id, box.id): False, (box.id, after.id): False}
    for _ in range(len(design.steps) // 12):
        at = draw.randrange(len(design.steps))
        beside = design.steps[max(0, at - 6) : at + 7]
        pairs.setdefault((design.steps[at].id, draw.choice(beside).id), False)
    every = (*design.steps, *extra)
    return replace(
        sample(), designed=design, as_is=replace(design, steps=every), gaps=[], conformance=[], models=[],
        links=[_taken(pair, 0.0 if draw.random() < 0.05 else draw.random(), designed=d) for pair, d in pairs.items()],
        stages=[replace(draw.choice(STAGE_MEASURES), id=stage.id) for stage in design.stages],
        steps=[StepMeasure(id=s.id, stage=s.stage, lane=s.lane, cases=900, instances=900, share=1, events=900, customers=900, instrumented=True, designed=s.designed) for s in every],
    )  # fmt: skip


def _taken(pair: tuple[str, str], share: float, *, designed: bool) -> LinkMeasure:
    many = int(900 * share)
    return LinkMeasure(source=pair[0], target=pair[1], instances=many, share=round(share, 6), p50_s=60, designed=designed, crosses=None, customers=many)  # fmt: skip
