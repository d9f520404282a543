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
from blueprint.flow.standing import Standing, standings
from blueprint.flow.tree import FlowMistake, ReadFlow, Tree, read_flow, steps_of

__all__ = [
    "FlowMistake",
    "Journey",
    "Neutral",
    "ReadFlow",
    "Standing",
    "Tree",
    "accepts",
    "choice_arms",
    "designed_links",
    "first_steps",
    "is_run",
    "journeys",
    "last_steps",
    "mandatory",
    "precedence",
    "read_flow",
    "standings",
    "steps_of",
    "unrolled",
]
