from __future__ import annotations

from collections.abc import Iterator

from blueprint.flow import Choice, Tree, choices, mandatory, precedence, steps_of
from blueprint.gaps.rule import Context, Placement, Subject

ASKING = frozenset({"before", "leads_to", "must", "first"})
"""Kinds of rules that ask for a step."""


def undesigned_path(subject: Subject, context: Context) -> Placement:
    """Many went a way that the flow does not have: one step straight after another.

    A proposed edit to the blueprint: let a step repeat, let the flow lead back, make what lies
    between optional, let both branches be taken, or add the link. Counted per stage instance.
    Judged only when enough of the log is bound (`coverage_min`). Tolerated up to `path_above`.
    """
    source, target = (context.step(s) for s in subject.name.split(">", 1))
    tree = context.flows.get(source.stage, Tree("sequence"))
    between = list(_between(source.id, target.id, tree, context))
    edit, parents = _edit(source.id, target.id, tree)
    if edit == "skip" and not between:
        edit = "link"  # what must come between stands in one loop with a or b: no order says so
    if edit == "skip" and any(_asked(step, context) for step in between):
        edit = "skip_asked"
    return Placement(
        stage=source.stage,
        lane=target.lane,
        line=context.line(source, target),
        tolerance=context.tolerances["path_above"],
        unit="instances",
        parameters={
            "step": target.id,
            "source": source.id,
            "stage": source.stage,
            "between": between,
        },
        follows_from=parents or tuple(f"skipped_step:{step}" for step in between),
        template=f"undesigned_path.{edit}",
    )


def _edit(source: str, target: str, tree: Tree) -> tuple[str, tuple[str, ...]]:
    """Which edit would allow the path, and the gap that blames the same."""
    order = precedence(tree)
    if source == target:
        return "again", (f"repeated_step:{source}",)
    if (target, source) in order:
        return "back", (f"wrong_order:{target}>{source}",)
    if (source, target) in order:
        return "skip", ()
    parting = next((c for c in choices(tree) if _parts(c, source, target)), None)
    return ("both", (f"wrong_branch:{parting.name}",)) if parting else ("link", ())


def _asked(step: str, context: Context) -> bool:
    """Whether a promise, a rule or a moment of truth hangs on the step."""
    designed = context.step(step)
    ruled = any(step in rule.steps for rule in context.rules.values() if rule.kind in ASKING)
    return ruled or designed.moment_of_truth or designed.sla is not None


def _parts(choice: Choice, source: str, target: str) -> bool:
    """Whether the two steps stand in different arms of the choice."""
    arms = [set(steps_of(arm)) & {source, target} for arm in choice.arms.values()]
    return sum(1 for arm in arms if len(arm) == 1) == len({source, target})


def _between(source: str, target: str, tree: Tree, context: Context) -> Iterator[str]:
    """The steps that must come between the two, as far as they leave a trace."""
    order = precedence(tree)
    needed = mandatory(tree, context.designed.steps) - context.blind
    for step in steps_of(tree):
        if step in needed and {(source, step), (step, target)} <= order:
            yield step
