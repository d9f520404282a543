"""The flow of a stage: a block-structured tree, its order, its links and its runs."""

from __future__ import annotations

from blueprint.flow.journeys import Journey, journeys
from blueprint.flow.order import (
    choice_arms,
    designed_links,
    first_steps,
    last_steps,
    mandatory,
    precedence,
)
from blueprint.flow.runs import Neutral, accepts, is_run, unrolled
from blueprint.flow.sets import FlowSets, flow_sets, rows_of
from blueprint.flow.standing import Standing, standings
from blueprint.flow.tree import FlowMistake, ReadFlow, Tree, read_flow, steps_of

__all__ = [
    "FlowMistake",
    "FlowSets",
    "Journey",
    "Neutral",
    "ReadFlow",
    "Standing",
    "Tree",
    "accepts",
    "choice_arms",
    "designed_links",
    "first_steps",
    "flow_sets",
    "is_run",
    "journeys",
    "last_steps",
    "mandatory",
    "precedence",
    "read_flow",
    "rows_of",
    "standings",
    "steps_of",
    "unrolled",
]
