"""Parts of a flow: what a stage's sequence is made of."""

from __future__ import annotations

from tests.services.drawing import KNOWS_SHARES, LANES, Drawing
from tests.services.service import Promise, Rule, Stage

PROMISED = 0.02
"""A promise is this share of the stage's median: four late ones fit into the fastest instance."""
MOST_PROMISES = 4


def block(drawing: Drawing, stage: Stage, left: int) -> tuple[list[object], int]:
    """A part of a stage's sequence that takes at most so many steps, and how many it takes."""
    promised = sum(drawing.service.steps[p].stage == stage.id for p in drawing.service.promises)
    possible = [
        (weight, cost, make)
        for weight, cost, make in _BLOCKS
        if cost <= left
        and not (make is _promised and promised >= MOST_PROMISES)
        and (stage.stays or make not in _RULED)
    ]
    weights = [weight for weight, _, _ in possible]
    chosen = drawing.draw.choice(len(possible), p=[weight / sum(weights) for weight in weights])
    _, cost, make = possible[int(chosen)]
    return make(drawing, stage), cost


def _plain(drawing: Drawing, stage: Stage) -> list[object]:
    return [drawing.step(stage.id, "plain")]


def _two_plain(drawing: Drawing, stage: Stage) -> list[object]:
    return [*_plain(drawing, stage), *_plain(drawing, stage)]


def _promised(drawing: Drawing, stage: Stage) -> list[object]:
    """Two steps, the second promised within a time of the first, or linked to it within one."""
    after, step = (drawing.step(stage.id, "plain") for _ in range(2))
    within = int(stage.p50 * PROMISED * drawing.between(0.3, 1)) // 1_000_000 * 1_000_000
    kinds = ["late_step", "dropped_handoff", "slow_system"]
    kind = (
        str(drawing.draw.choice(kinds, p=[0.22, 0.38, 0.4]))
        if stage.clock == "calendar"
        else "late_step"
    )
    share = round(drawing.between(0.8, 0.99), 2)
    drawing.service.promises[step] = Promise(
        after=after, step=step, within=within, share=share, kind=kind
    )
    _part(drawing, kind, after, step)
    return [after, step]


def _part(drawing: Drawing, kind: str, after: str, step: str) -> None:
    """A hand-off goes to a lane of another role; a slow system is another one on the same lane."""
    one, other = drawing.service.steps[after], drawing.service.steps[step]
    if kind == "dropped_handoff":
        others = [lane for lane in LANES if LANES[lane][0] != LANES[one.lane][0]]
        other.lane = str(drawing.draw.choice(others))
    if kind == "slow_system":
        other.lane, one.system, other.system = one.lane, "ledgers", "phones"


def _failing(drawing: Drawing, stage: Stage) -> list[object]:
    """A step, and what happens when it fails."""
    before, step = drawing.step(stage.id, "plain"), drawing.step(stage.id, "failing", least=0)
    drawing.service.steps[step].fail_max = round(drawing.between(0.02, 0.1), 3)
    stage.odds[step] = 0.0
    return [before, {"optional": step}]


def _straying(drawing: Drawing, stage: Stage) -> list[object]:
    """A step that may come twice, but not after the next one."""
    return [drawing.step(stage.id, "straying", most=2), *_plain(drawing, stage)]


def _held(drawing: Drawing, stage: Stage) -> list[object]:
    """A step that says who is in charge, and may say so again."""
    return [drawing.step(stage.id, "held", most=None)]


def _one_ruled(drawing: Drawing, stage: Stage) -> list[object]:
    step = drawing.step(stage.id, "ruled", least=0)
    stage.odds[step] = 0.0
    form = str(drawing.draw.choice(["never", "must", "before", "leads_to"]))
    _add_rule(drawing, stage, form, (step,))
    return [{"optional": step}]


def _two_ruled(drawing: Drawing, stage: Stage) -> list[object]:
    steps = tuple(drawing.step(stage.id, "ruled", least=0) for _ in range(2))
    stage.odds |= dict.fromkeys(steps, 0.0)
    _add_rule(drawing, stage, "not_both", steps)
    return [{"optional": step} for step in steps]


def _ruled_loop(drawing: Drawing, stage: Stage) -> list[object]:
    do = drawing.step(stage.id, "ruled", most=2)
    again = drawing.step(stage.id, "ruled", least=0)
    stage.odds[do] = 0.0
    _add_rule(drawing, stage, "at_most", (do,))
    return [{"loop": {"do": do, "again": again}}]


def _add_rule(drawing: Drawing, stage: Stage, form: str, steps: tuple[str, ...]) -> None:
    """What the rule speaks of besides is the stage's first or last step, put in when it is written."""
    rules = drawing.service.rules
    rules.append(
        Rule(id=f"R{len(rules) + 1}", form=form, stage=stage.id, steps=steps, odds_of=steps)
    )


def _side_by_side(drawing: Drawing, stage: Stage) -> list[object]:
    one, two, three = (drawing.step(stage.id, "beside") for _ in range(3))
    return [{"and": [one, [two, three]]}]


def _choice(drawing: Drawing, stage: Stage) -> list[object]:
    arms = [[drawing.step(stage.id, "arm") for _ in range(2)] for _ in range(2)]
    share = round(drawing.between(0.3, 0.7), 2)
    stage.odds[arms[0][0]] = [share, 1 - share]
    if not KNOWS_SHARES or drawing.chance(0.2):
        return [{"choice": arms}]
    stage.odds.setdefault("shares", {})[arms[0][0]] = share
    shares = (share, round(1 - share, 2))
    return [{"choice": [{"do": arm, "share": one} for arm, one in zip(arms, shares, strict=True)]}]


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


_RULED = (_one_ruled, _two_ruled, _ruled_loop)
_BLOCKS = (
    (1, 1, _plain),
    (4, 2, _two_plain),
    (8, 2, _promised),
    (3, 2, _failing),
    (3, 1, _held),
    (4, 2, _straying),
    (3, 1, _one_ruled),
    (1, 2, _two_ruled),
    (1, 2, _ruled_loop),
    (1, 3, _side_by_side),
    (6, 4, _choice),
    (1, 1, _optional),
    (1, 1, _repeat),
    (1, 2, _loop),
    (1, 2, _first_and_rest),
)
"""How often each is chosen, how many steps it takes, and what makes it."""
