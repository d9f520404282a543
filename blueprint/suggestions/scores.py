"""How well a step of the design fits a group of unbound events: a score and its parts, 0 to 1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from blueprint.design import Design
from blueprint.draft.candidates import Candidate
from blueprint.draft.lanes import LANES
from blueprint.draft.words import words_of
from blueprint.model import Role, Step
from blueprint.suggestions.order import Surroundings

WEIGHTS = {"name": 0.25, "time": 0.25, "company": 0.2, "kind": 0.15, "free": 0.15}
"""Name alike; place in time; the steps beside it are there, too; who, where; not yet bound."""
NOT_KNOWN = 0.4
"""A part about which the log says nothing: a little worse than even."""
SHORTEST_STEM = 4
_ROLES: Mapping[str, Role] = {lane.id: lane.role for lane in LANES}


@dataclass(frozen=True, slots=True)
class Group:
    """Unbound events that look alike, in so many units, mostly so often in one."""

    candidate: Candidate
    units: int
    repeats: int
    channels: frozenset[str]
    around: Surroundings


@dataclass(frozen=True, slots=True)
class Score:
    """The score of one step and what it is made of."""

    step: str
    total: float
    parts: Mapping[str, float]


def score(design: Design, group: Group, step: Step) -> Score:
    """How well a step fits: the weighted mean of five parts."""
    parts = {
        "name": _name(group.candidate, step),
        "time": _time(group, step),
        "company": _company(group, step),
        "kind": _kind(design, group, step),
        "free": float(step.id not in design.bindings.steps),
    }
    return Score(step.id, sum(WEIGHTS[name] * value for name, value in parts.items()), parts)


def _name(candidate: Candidate, step: Step) -> float:
    """The most alike of the step's id and its names in any language."""
    own = words_of(f"{candidate.activity} {candidate.part or ''}")
    return max(alike(own, words_of(text)) for text in (step.id, *step.name.values()))


def alike(one: Sequence[str], other: Sequence[str]) -> float:
    """How alike two names are: the best match of each word in the other (Dice's coefficient)."""
    if not one or not other:
        return 0.0
    found = sum(max(_word(a, b) for b in other) for a in one)
    found += sum(max(_word(a, b) for a in one) for b in other)
    return found / (len(one) + len(other))


def _word(one: str, other: str) -> float:
    """1 for the same word; words with a common stem are as alike as it is long."""
    if one == other:
        return 1.0
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    stem = min(len(one), len(other)) if same is None else same
    return stem / max(len(one), len(other)) if stem >= SHORTEST_STEM else 0.0


def _time(group: Group, step: Step) -> float:
    """How often the group came on the side of each bound step on which the design has the step.

    The mean over the steps (by how often they were seen together) and the worst of them: one step
    on the wrong side tells two neighbours apart.
    """
    agreed = list(_agreements(group, step))
    if not agreed:
        return NOT_KNOWN
    mean = sum(share * n for share, n in agreed) / sum(n for _, n in agreed)
    least = max(1.0, 0.05 * group.units)
    worst = min((share for share, n in agreed if n >= least), default=mean)
    return (mean + worst) / 2


def _agreements(group: Group, step: Step) -> Iterator[tuple[float, int]]:
    for bound, (both, later) in group.around.seen.items():
        if (bound, step.id) in group.around.before:
            yield later / both, both
        elif (step.id, bound) in group.around.before:
            yield 1 - later / both, both


def _company(group: Group, step: Step) -> float:
    """How often the steps beside it are there when the group is.

    For a step that must come also: how often the group is there when they are.
    """
    near = group.around.nearest(step.id)
    if not near:
        return NOT_KNOWN
    together = [group.around.seen.get(b, (0, 0))[0] for b in near]
    given = max(n / group.units for n in together)
    back = max(n / group.around.units[b] for n, b in zip(together, near, strict=True))
    return (given + back) / 2 if step.least >= 1 else given * (1 - back / 4)


def _kind(design: Design, group: Group, step: Step) -> float:
    """Who acts and what the customer sees, the system, the channel, how often it comes."""
    parts = [_lane(design, group.candidate, step), *_places(design, group, step)]
    if step.most == 1 and group.repeats > 1:
        parts.append(0.0)
    return sum(parts) / len(parts)


def _lane(design: Design, candidate: Candidate, step: Step) -> float:
    role = next(lane.role for lane in design.blueprint.lanes if lane.id == step.lane)
    if _ROLES[candidate.placing.lane] == role:
        return 1.0
    return NOT_KNOWN if candidate.placing.guessed else 0.0


def _places(design: Design, group: Group, step: Step) -> Iterator[float]:
    """Whether its systems have the source, its channels the channel; nothing where none is said."""
    sources = {s for name in step.systems for s in (name, *_sources(design, name))}
    if sources:
        yield float(group.candidate.source in sources)
    words = {w for name in step.channels for w in (name, *_words(design, name))}
    if words and group.channels:
        yield float(bool(words & group.channels))


def _sources(design: Design, system: str) -> Sequence[str]:
    return design.systems[system].sources if system in design.systems else ()


def _words(design: Design, channel: str) -> Sequence[str]:
    return design.channels[channel].words if channel in design.channels else ()
