"""Where a step stands in its flow, as far as it bears on how often the step may occur."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from blueprint.flow.tree import Tree


@dataclass(frozen=True, slots=True)
class Standing:
    """Around a step: what lets it be left out, what repeats it, and whether a choice is open.

    `lacking` is optional, repeat or again, the innermost one; `repeating` repeat or loop; `alone`
    says that the step is the whole arm of a choice; `always` that each round of a loop has it.
    """

    lacking: str | None = None
    repeating: str | None = None
    alone: bool = False
    always: bool = False


def standings(tree: Tree, around: Standing | None = None) -> Mapping[str, Standing]:
    """For each step of a flow where it stands (for one that stands twice, the last place)."""
    around = around or Standing()
    if tree.step is not None:
        return {tree.step: around}
    found: dict[str, Standing] = {}
    for at, child in enumerate(tree.children):
        found |= standings(child, _inside(tree, at, around))
    return found


def _inside(tree: Tree, at: int, around: Standing) -> Standing:
    if tree.operator == "choice":
        alone = tree.children[at].step is not None
        return replace(around, alone=alone, always=False)
    around = replace(around, alone=False)
    if tree.operator == "optional":
        return replace(around, lacking="optional", always=False)
    if tree.operator == "repeat":
        return replace(around, lacking="repeat", repeating="repeat", always=False)
    if tree.operator == "loop":
        lacking = "again" if at else around.lacking
        return replace(around, lacking=lacking, repeating="loop", always=not at)
    return around
