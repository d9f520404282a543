"""What the flows of a design say, as small tables: steps as the logs can show them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

import duckdb

from blueprint import flow
from blueprint.design import Design
from blueprint.model import Step
from blueprint.queries import fill

_BRANCHES = "choice varchar, arm varchar, step step_id"
_SHARES = "choice varchar, subject varchar, arm varchar, share double"
_TOUCHPOINTS = "step step_id, by_outcome boolean, opens boolean"


def write_flows(
    connection: duckdb.DuckDBPyConnection, design: Design, blind: Collection[str]
) -> None:
    """Makes `touchpoints`, `approaches`, `branches`, `branch_shares` and `designed_follows`.

    In this order: steps that can fail, the steps before them, the steps of each arm of a choice,
    the arms with a share that is judged, which step may come straight after which.
    """
    trees = {stage: flow.visible(tree, blind) for stage, tree in design.flows.items()}
    failing = [s for s in design.blueprint.steps if can_fail(s) and s.id not in blind]
    fill(connection, "touchpoints", _TOUCHPOINTS, _touchpoint_rows(failing, trees))
    fill(connection, "approaches", 'step step_id, "before" step_id', _before_rows(failing, trees))
    chosen = [c for tree in design.flows.values() for c in flow.judged_choices(tree, blind)]
    fill(connection, "branches", _BRANCHES, _branch_rows(chosen))
    fill(connection, "branch_shares", _SHARES, _share_rows(chosen, design, blind))
    follows = (flow.follows(tree, design.blueprint.steps) for tree in trees.values())
    pairs = sorted(pair for found in follows for pair in found)
    fill(connection, "designed_follows", "source step_id, target step_id", pairs)


def _branch_rows(chosen: Iterable[flow.Choice]) -> Iterator[tuple[str, str, str]]:
    for choice in chosen:
        for name, arm in choice.arms.items():
            yield from ((choice.name, name, step) for step in flow.steps_of(arm))


def _share_rows(
    chosen: Iterable[flow.Choice], design: Design, blind: Collection[str]
) -> Iterator[tuple[str, str, str, float]]:
    """One row per arm: its name is that of the gap, unless an outer choice begins with it, too."""
    outermost: dict[str, str] = {}
    for choice in (c for tree in design.flows.values() for c in flow.choices(tree)):
        outermost = dict.fromkeys(choice.arms, choice.name) | outermost
    for choice in chosen:
        if flow.is_taken_unseen(choice, design.blueprint.steps, blind):
            continue
        for arm, share in flow.tested_arms(choice).items():
            subject = arm if outermost[arm] == choice.name else choice.name
            yield choice.name, subject, arm, share


def can_fail(step: Step) -> bool:
    """Whether a step is judged as a touchpoint: it may fail, and the design says how often."""
    return step.fail_max is not None and (step.fail_point or step.outcome is not None)


def _touchpoint_rows(
    failing: Collection[Step], trees: dict[str, flow.Tree]
) -> Iterator[tuple[Any, ...]]:
    for step in failing:
        tree = trees.get(step.stage, flow.Tree("sequence"))
        opens = step.id in flow.first_steps(tree) or step.id not in flow.steps_of(tree)
        yield step.id, step.outcome is not None, opens


def _before_rows(
    failing: Collection[Step], trees: dict[str, flow.Tree]
) -> Iterator[tuple[str, str]]:
    for step in failing:
        links = flow.designed_links(trees.get(step.stage, flow.Tree("sequence")))
        yield from sorted((step.id, a) for a, b in links if b == step.id)
