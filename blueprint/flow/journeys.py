"""Flow across stages: the trees of stages that follow each other by `next`, as one tree.

A journey is all stages that lead to one last stage, counted by the same thing (the case, or one
object type). It begins in any of them that nothing leads to. After a stage comes its `next`; where
`reach` is below 1 the journey may also end there. A stage with `restart` may come again, with what
follows it. Stages that nothing leads to and that lead nowhere are no journey: they stand alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from blueprint.flow.runs import Neutral, unrolled
from blueprint.flow.tree import Tree
from blueprint.model import Stage, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """Stages in the order of the design, their tree as one, and those in which it may end."""

    stages: tuple[str, ...]
    tree: Neutral
    ends: frozenset[str]


def journeys(
    stages: Iterable[Stage],
    flows: Mapping[str, Tree],
    steps: Collection[Step],
    blind: Collection[str] = (),
) -> list[Journey]:
    """The journeys of a design, in the order of their first stages; `blind` as for `unrolled`."""
    given = {stage.id: stage for stage in stages if stage.id in flows}
    ahead = {id_: _next(stage, given) for id_, stage in given.items()}
    members: dict[str, list[str]] = {}
    for id_ in given:
        members.setdefault(_last(id_, ahead), []).append(id_)
    trees = {id_: unrolled(flows[id_], steps, blind) for id_ in given}
    return [
        _journey([given[id_] for id_ in ids], ahead, trees)
        for ids in members.values()
        if len(ids) > 1
    ]


def _next(stage: Stage, given: Mapping[str, Stage]) -> str | None:
    """The stage that follows, where it has a flow and is counted by the same thing."""
    follower = given.get(stage.next or "")
    if follower is None or follower.instances != stage.instances:
        return None
    return follower.id


def _last(stage: str, ahead: Mapping[str, str | None]) -> str:
    """The stage in which what begins here ends; `next` never leads back."""
    while (following := ahead[stage]) is not None:
        stage = following
    return stage


def _journey(
    stages: Collection[Stage], ahead: Mapping[str, str | None], trees: Mapping[str, Neutral]
) -> Journey:
    by_id = {stage.id: stage for stage in stages}
    begun = [id_ for id_ in by_id if id_ not in {ahead[other] for other in by_id}]
    ways = [_way(id_, by_id, ahead, trees) for id_ in begun]
    return Journey(
        stages=tuple(by_id),
        tree=ways[0] if len(ways) == 1 else ("choice", *ways),
        ends=frozenset(id_ for id_ in by_id if ahead[id_] is None or _may_end(by_id[id_])),
    )


def _way(
    id_: str,
    stages: Mapping[str, Stage],
    ahead: Mapping[str, str | None],
    trees: Mapping[str, Neutral],
) -> Neutral:
    """The tree of a stage and of all that follows it."""
    way, following = trees[id_], ahead[id_]
    if following is not None:
        rest = _way(following, stages, ahead, trees)
        way = ("sequence", way, ("choice", None, rest) if _may_end(stages[id_]) else rest)
    return ("loop", way, None) if stages[id_].restart else way


def _may_end(stage: Stage) -> bool:
    return stage.reach is not None and stage.reach < 1
