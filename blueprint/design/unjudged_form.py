"""What a design leaves unjudged: the form of an answer, and reasons that several kinds share."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from blueprint.design.values import Rule
from blueprint.flow import Tree
from blueprint.model import Blueprint, Stage

Unjudged = tuple[str, str, str]
"""Kind, subject, why."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The design as far as it decides what is judged; `blind` tells why a step leaves no trace."""

    blueprint: Blueprint
    flows: Mapping[str, Tree]
    blind: Mapping[str, str]
    rules: Collection[Rule]
    tolerances: Mapping[str, float]


def ask(
    blueprint: Blueprint,
    flows: Mapping[str, Tree],
    bound: Collection[str],
    rules: Collection[Rule],
    tolerances: Mapping[str, float],
) -> Asked:
    """What is asked of a design whose steps in `bound` have a binding."""
    blind = {
        step.id: "the step is not observable" if not step.observable else "the step has no binding"
        for step in blueprint.steps
        if not step.observable or step.id not in bound
    }
    return Asked(blueprint, flows, blind, rules, tolerances)


def no_limit(stage: Stage) -> str:
    """Why the stage has no limit; empty where it has one."""
    if stage.time is None:
        return "the stage has no time"
    return "its time has no limit" if stage.time.limit_us is None else ""


def no_end(stage: Stage, blind: Mapping[str, str]) -> str:
    """Why the stage's end cannot be seen: all steps of `time.to` are blind."""
    ends = stage.time.end if stage.time else ()
    return "no step of its time.to can be seen" if all(end in blind for end in ends) else ""


def no_start(stage: Stage, blind: Mapping[str, str]) -> str:
    """Why the stage's start cannot be seen: all steps of `time.from` are blind."""
    starts = stage.time.start if stage.time else ()
    return "no step of its time.from can be seen" if all(at in blind for at in starts) else ""
