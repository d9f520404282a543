"""The flow of a stage: a block-structured tree, its order, its links and its runs."""

from __future__ import annotations

from blueprint.flow.choices import (
    Choice,
    choices,
    follows,
    is_taken_unseen,
    judged_choices,
    seen_arms,
    tested_arms,
)
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
from blueprint.flow.tree import FlowMistake, ReadFlow, Tree, read_flow, steps_of, visible

__all__ = [
    "Choice",
    "FlowMistake",
    "FlowSets",
    "Journey",
    "Neutral",
    "ReadFlow",
    "Standing",
    "Tree",
    "accepts",
    "choice_arms",
    "choices",
    "designed_links",
    "first_steps",
    "flow_sets",
    "follows",
    "is_run",
    "is_taken_unseen",
    "journeys",
    "judged_choices",
    "last_steps",
    "mandatory",
    "precedence",
    "read_flow",
    "rows_of",
    "seen_arms",
    "standings",
    "steps_of",
    "tested_arms",
    "unrolled",
    "visible",
]
