"""Random designs: stages, flows with every operator, sources, promises and rules."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from tests.services.blocks import block
from tests.services.drawing import HOUR, LANES, PRECISION, Drawing
from tests.services.service import Rule, Stage


def drawing_of(seed: int) -> Drawing:
    """A random design of 3 to 8 stages and 10 to 60 steps, 2 or 3 logged systems, perhaps one not."""
    drawing = Drawing(seed)
    draw, service = drawing.draw, drawing.service
    sources = list(draw.permutation(list(PRECISION)))[: draw.integers(2, 4)]
    service.precision = {str(source): PRECISION[source] for source in sorted(sources)}
    service.unlogged = "ledger" if drawing.chance(0.4) else None
    stages = int(draw.integers(3, 9, 2).max())
    tickets = int(draw.integers(0, 2 if stages == 3 else 3))
    sizes = np.minimum(draw.integers(4, 14, stages), 60 // stages - 1)
    sizes[0] = max(sizes[0], 10 - int(sizes[1:].sum()))
    for number, size in enumerate(sizes):
        _add_stage(drawing, f"stage{number + 1}", int(size), by_ticket=number >= stages - tickets)
    chain = [stage for stage in service.stages.values() if not stage.by_ticket]
    for stage, following in pairwise(chain):
        stage.next, stage.reach = following.id, round(drawing.between(0.6, 0.9), 2)
    if drawing.chance(0.4):
        chain[-1].restart = chain[-1].first
    for stage in service.stages.values():
        _add_orders(drawing, stage)
    _add_noise(drawing)
    return drawing


def _add_stage(drawing: Drawing, name: str, size: int, *, by_ticket: bool) -> None:
    clock = "business" if drawing.chance(0.25) else "calendar"
    p50 = int(drawing.between(2, 8 if clock == "business" else 30)) * HOUR
    p90 = p50 * int(drawing.draw.integers(2, 4))
    stage = Stage(
        id=name, by_ticket=by_ticket, clock=clock, p50=p50, p90=p90, limit=2 * p90,
        stays=drawing.chance(0.5),
    )  # fmt: skip
    drawing.service.stages[name] = stage
    first = drawing.step(name, "first")
    middle: list[object] = []
    left = size - 2
    while left > 0:
        parts, cost = block(drawing, stage, left)
        middle.extend(parts)
        left -= cost
    stage.flow = [first, *middle, drawing.step(name, "last")]
    if drawing.chance(0.5):
        drawing.step(name, "forbidden", least=0, most=0)


def _add_orders(drawing: Drawing, stage: Stage) -> None:
    """What must come first; how long it may be silent, or wait for somebody (how long comes later)."""
    if stage.stays and stage.restart is None and drawing.chance(0.3):
        drawing.step(stage.id, "early", least=0, most=0)
        rules = drawing.service.rules
        rules.append(
            Rule(id=f"R{len(rules) + 1}", form="first", stage=stage.id, steps=(stage.first,))
        )
    if stage.stays and drawing.chance(0.8):
        stage.silence = 0
    if drawing.chance(0.4):
        stage.emotion = int(drawing.draw.integers(0, 2))
    if drawing.chance(0.4):
        stage.budgets[str(drawing.draw.choice([*LANES, "frontstage", "backstage"]))] = 0


def _add_noise(drawing: Drawing) -> None:
    """Activities that no step binds: two that the design does not know, two that it ignores."""
    sources = list(drawing.service.precision)
    for name, ignored in {"Side chat": False, "Odd page": False, "Heartbeat": True, "Sync": True}.items():  # fmt: skip
        drawing.service.noise[name] = (str(drawing.draw.choice(sources)), ignored)
    for stage in drawing.service.stages.values():
        if stage.emotion is not None:
            name = f"Survey {stage.id}"
            drawing.service.surveys[name] = stage.id
            drawing.service.noise[name] = (str(drawing.draw.choice(sources)), True)
