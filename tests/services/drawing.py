"""Random designs: stages, flows with every operator, sources, promises and tolerances."""

from __future__ import annotations

from itertools import count, pairwise

import numpy as np

from tests.services.service import Promise, Service, Stage, Step

LANES = {
    "customer": ("customer", "customer"),
    "screen": ("frontstage", "system"),
    "agent": ("frontstage", "person"),
    "office": ("backstage", "person"),
    "platform": ("support", "system"),
}
"""Each lane's role and actor."""
MINUTE = 60_000_000
HOUR = 60 * MINUTE
PRECISION = {"web": 1_000, "crm": 1_000_000, "helpdesk": 1_000_000}
PROMISED = 0.02
"""A promise is this share of the stage's median: three late ones fit into the fastest instance."""


class Drawing:
    """Draws one design; the service grows as its parts are drawn."""

    def __init__(self, seed: int) -> None:
        self.draw = np.random.default_rng([seed, 1])
        self.service = Service(seed=seed)
        self.number = count(1)

    def chance(self, share: float) -> bool:
        """True with that share."""
        return bool(self.draw.random() < share)

    def between(self, low: float, high: float) -> float:
        """A number, evenly between two."""
        return float(self.draw.uniform(low, high))

    def step(self, stage: str, place: str, *, least: int = 1, most: int | None = 1) -> str:
        """Another step of a stage; its id."""
        lanes = ["customer"] if place == "first" else list(LANES)
        sources = list(self.service.precision)
        hidden = self.service.unlogged is not None and place not in ("first", "last")
        name = f"s{next(self.number)}"
        self.service.steps[name] = Step(
            id=name, stage=stage, place=place, least=least, most=most,
            lane=str(self.draw.choice(lanes)),
            source=self.service.unlogged if hidden and self.chance(0.12) else str(self.draw.choice(sources)),
            activity=f"Does {name}",
        )  # fmt: skip
        if self.chance(0.15):
            step = self.service.steps[name]
            step.activity, step.kind_of = "Record changed", name
        return name


def drawing_of(seed: int) -> Drawing:
    """A random design of 3 to 8 stages and 10 to 60 steps, 2 or 3 logged systems, perhaps one not."""
    drawing = Drawing(seed)
    draw, service = drawing.draw, drawing.service
    sources = list(draw.permutation(list(PRECISION)))[: draw.integers(2, 4)]
    service.precision = {str(source): PRECISION[source] for source in sorted(sources)}
    service.unlogged = "ledger" if drawing.chance(0.4) else None
    stages = int(draw.integers(3, 9))
    tickets = int(draw.integers(0, 2 if stages == 3 else 3))
    sizes = np.minimum(draw.integers(3, 12, stages), 60 // stages - 1)
    sizes[0] = max(sizes[0], 10 - int(sizes[1:].sum()))
    for number, size in enumerate(sizes):
        _add_stage(drawing, f"stage{number + 1}", int(size), by_ticket=number >= stages - tickets)
    chain = [stage for stage in service.stages.values() if not stage.by_ticket]
    for stage, following in pairwise(chain):
        stage.next, stage.reach = following.id, round(drawing.between(0.6, 0.95), 2)
    if drawing.chance(0.4):
        chain[-1].restart = chain[-1].first
    _add_noise(drawing)
    return drawing


def _add_stage(drawing: Drawing, name: str, size: int, *, by_ticket: bool) -> None:
    clock = "business" if drawing.chance(0.3) else "calendar"
    p50 = int(drawing.between(2, 8 if clock == "business" else 30)) * HOUR
    p90 = p50 * int(drawing.draw.integers(2, 4))
    stage = Stage(id=name, by_ticket=by_ticket, clock=clock, p50=p50, p90=p90, limit=2 * p90)
    drawing.service.stages[name] = stage
    first = drawing.step(name, "first")
    middle: list[object] = []
    left = size - 2
    while left > 0:
        block = _block(drawing, stage, left)
        middle.extend(block[0])
        left -= block[1]
    stage.flow = [first, *middle, drawing.step(name, "last")]
    if drawing.chance(0.5):
        drawing.step(name, "forbidden", least=0, most=0)


def _block(drawing: Drawing, stage: Stage, left: int) -> tuple[list[object], int]:
    """A part of a stage's sequence that takes at most so many steps, and how many it takes."""
    possible = [(cost, make) for cost, make in _BLOCKS if cost <= left]
    cost, make = possible[int(drawing.draw.integers(len(possible)))]
    return make(drawing, stage), cost


def _plain(drawing: Drawing, stage: Stage) -> list[object]:
    return [drawing.step(stage.id, "plain")]


def _two_plain(drawing: Drawing, stage: Stage) -> list[object]:
    return [*_plain(drawing, stage), *_plain(drawing, stage)]


def _promised(drawing: Drawing, stage: Stage) -> list[object]:
    after, step = (drawing.step(stage.id, "plain") for _ in range(2))
    within = int(stage.p50 * PROMISED * drawing.between(0.3, 1)) // 1_000_000 * 1_000_000
    share = round(drawing.between(0.8, 0.99), 2)
    drawing.service.promises[step] = Promise(after=after, within=within, share=share)
    return [after, step]


def _side_by_side(drawing: Drawing, stage: Stage) -> list[object]:
    one, two, three = (drawing.step(stage.id, "beside") for _ in range(3))
    return [{"and": [one, [two, three]]}]


def _choice(drawing: Drawing, stage: Stage) -> list[object]:
    arms = [[drawing.step(stage.id, "arm") for _ in range(2)] for _ in range(2)]
    share = drawing.between(0.3, 0.7)
    stage.odds[arms[0][0]] = [share, 1 - share]
    return [{"choice": arms}]


def _optional(drawing: Drawing, stage: Stage) -> list[object]:
    step = drawing.step(stage.id, "optional", least=0)
    stage.odds[step] = drawing.between(0.2, 0.9)
    return [{"optional": step}]


def _repeat(drawing: Drawing, stage: Stage) -> list[object]:
    step = drawing.step(stage.id, "repeat", least=0, most=int(drawing.draw.integers(1, 4)))
    stage.odds[step] = drawing.between(0.3, 0.7)
    return [{"repeat": step}]


def _loop(drawing: Drawing, stage: Stage) -> list[object]:
    most = int(drawing.draw.integers(2, 4))
    do = drawing.step(stage.id, "do", most=most)
    again = drawing.step(stage.id, "again", least=0, most=most - 1)
    stage.odds[do] = drawing.between(0.1, 0.5)
    return [{"loop": {"do": do, "again": again}}]


def _first_and_rest(drawing: Drawing, stage: Stage) -> list[object]:
    """Two steps of one activity: the first time it is the one, later the other."""
    one = drawing.step(stage.id, "once")
    rest = drawing.step(stage.id, "rest", least=0, most=int(drawing.draw.integers(1, 3)))
    steps = drawing.service.steps
    steps[one].pick, steps[rest].pick = "first", "rest"
    steps[rest].source, steps[rest].activity = steps[one].source, steps[one].activity
    steps[rest].kind_of = steps[one].kind_of
    stage.odds[rest] = drawing.between(0.3, 0.7)
    return [one, {"repeat": rest}]


_BLOCKS = (
    (1, _plain),
    (2, _two_plain),
    (2, _promised),
    (3, _side_by_side),
    (4, _choice),
    (1, _optional),
    (1, _repeat),
    (2, _loop),
    (2, _first_and_rest),
)


def _add_noise(drawing: Drawing) -> None:
    """Activities that no step binds: two that the design does not know, two that it ignores."""
    sources = list(drawing.service.precision)
    for name, ignored in {"Side chat": False, "Odd page": False, "Heartbeat": True, "Sync": True}.items():  # fmt: skip
        drawing.service.noise[name] = (str(drawing.draw.choice(sources)), ignored)
