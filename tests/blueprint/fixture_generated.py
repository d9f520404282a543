"""Findings of made-up services: any number of stages, steps and links, for properties of the layout."""

from __future__ import annotations

import random
from dataclasses import replace

from blueprint.findings import Findings, Gap, LinkMeasure, StepMeasure
from blueprint.model import Blueprint, Link, Stage, Step
from tests.blueprint.fixture_design import LANES, STAGES, step
from tests.blueprint.fixture_findings import STAGE_MEASURES, gap, sample

# fmt: off
NAMES = (
    "Asks",
    "Confirms the order",
    "Checks stock in the regional warehouse",
    "Sends a message",
    "Calls",
    "Approves the exceptional discount for long-standing customers",
    "Pays",
    "Ships",
)


def generated(seed: int, stages: int = 6, steps: int = 40) -> Findings:
    """A made-up service: any number of stages, steps and links; same seed, same findings."""
    draw = random.Random(seed)
    stage_ids = [f"stage_{i}" for i in range(stages)]
    homes = stage_ids + [draw.choice(stage_ids) for _ in range(max(0, steps - stages))]
    homes.sort(key=stage_ids.index)
    boxes = tuple(_made_step(draw, n, home) for n, home in enumerate(homes))
    names = tuple(
        Stage(
            id=s,
            name={"": f"Stage {s[6:]} {draw.choice(NAMES)}"},
            next=n,
            emotion=draw.choice((None, -1, 0, 2)),
            time=draw.choice((None, STAGES[0].time)),
        )
        for s, n in zip(stage_ids, [*stage_ids[1:], None], strict=True)
    )
    links = _made_links(draw, boxes)
    planned = tuple(s for s in boxes if s.designed)
    lanes = LANES[: draw.choice((2, 5, 5, 5))] if seed % 7 == 0 else LANES
    rows = {lane.id for lane in lanes}
    planned = tuple(s if s.lane in rows else replace(s, lane="customer") for s in planned)
    designed = Blueprint(
        id="made",
        version="1",
        name={"": f"Made-up service {seed}"},
        lanes=lanes,
        stages=names,
        steps=planned,
        links=tuple(Link(source=a.source, target=a.target) for a in links if a.designed),
    )
    extra = tuple(
        s if s.lane in rows else replace(s, lane="customer") for s in boxes if not s.designed
    )
    base = sample()
    return replace(
        base, run=replace(base.run, customers=1234), designed=designed, as_is=replace(designed, steps=planned + extra), links=links, gaps=_made_gaps(draw, planned),
        stages=[replace(draw.choice(STAGE_MEASURES), id=s) for s in stage_ids], conformance=[], models=[],
        steps=[StepMeasure(id=s.id, stage=s.stage, lane=s.lane, cases=(c := draw.choice((0, 9, 400, 900))), instances=c, share=c / 900, events=c, customers=c, instrumented=draw.random() > 0.05, designed=s.designed) for s in planned + extra],
    )  # fmt: skip


def _made_step(draw: random.Random, n: int, stage: str) -> Step:
    return step(
        stage,
        draw.choice(LANES).id,
        f"step_{n}",
        {"": f"{draw.choice(NAMES)} {n}"},
        draw.choice((0, 1, 1)),
        draw.choice((1, 1, None, 0)),
        designed=draw.random() > 0.1,
        moment_of_truth=draw.random() > 0.9,
        evidence=({"": "A paper form"},) * draw.choice((0, 0, 1, 3)),
    )


def _made_links(draw: random.Random, boxes: tuple[Step, ...]) -> list[LinkMeasure]:
    pairs = {(boxes[i].id, boxes[i + 1].id): True for i in range(len(boxes) - 1)}
    for _ in range(len(boxes) // 2):
        a = draw.randrange(len(boxes))
        b = min(len(boxes) - 1, max(0, a + draw.randrange(-6, 9)))
        pairs.setdefault((boxes[a].id, boxes[b].id), draw.random() > 0.4)
    shares = ((pair, designed, draw.random()) for pair, designed in pairs.items())
    return [
        LinkMeasure(
            source=a,
            target=b,
            instances=int(900 * sh),
            share=round(sh, 6),
            p50_s=60 * sh,
            designed=d,
            crosses=None,
            customers=int(900 * sh),
        )
        for (a, b), d, sh in shares
    ]


def _made_gaps(draw: random.Random, planned: tuple[Step, ...]) -> list[Gap]:
    kinds = ("skipped_step", "late_step", "repeated_step", "forbidden_step")
    some = draw.sample(planned, min(len(planned), 12))
    return [
        gap(
            draw.choice(kinds),
            s.id,
            s.stage,
            (90, 900),
            ("instances", 90 - n),
            lane=s.lane,
            step=s.id,
            within_s=600,
            most=2,
        )
        for n, s in enumerate(some)
    ]
