"""The runs of a flow: unrolled for alignments, and a plain acceptor that serves as their oracle.

The neutral form is nested tuples, as `miner.conformance` takes them: a step's id, None for nothing,
or an operator with its children: `("sequence" | "and" | "choice" | "loop", child, ...)`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from blueprint.flow.tree import Tree
from blueprint.model import Step

Neutral = str | None | tuple[Any, ...]

UNROLLED_AT_MOST = 12
"""More rounds than this become a real loop: the kind `repeated_step` counts them all the same."""


def unrolled(tree: Tree, steps: Iterable[Step], blind: Collection[str] = ()) -> Neutral:
    """The flow with `occurs` written out: `1..3` is once, twice or three times; `*` a real loop.

    A loop's rounds are bounded by the steps that come in every round. Steps in `blind` leave no
    trace and become silent. Every run that `accepts` takes is a run of this; the reverse holds
    where the body of each `repeat` and `loop` has no `choice`, `optional`, `repeat` or `loop`.
    """
    return _Unroller({step.id: step for step in steps}, frozenset(blind)).tree(tree)


def accepts(tree: Tree, steps: Iterable[Step], trace: Sequence[str]) -> bool:
    """Whether a trace is a run of the flow in which each step comes as often as `occurs` says."""
    bounds = {step.id: step for step in steps}
    counts = Counter(trace)
    allowed = all(_within(bounds.get(step), count) for step, count in counts.items())
    return allowed and is_run(_uncounted(tree, bounds), trace)


def _within(step: Step | None, count: int) -> bool:
    """Whether a step that did come came often enough and not too often."""
    return step is None or (step.least <= count and (step.most is None or count <= step.most))


def _uncounted(tree: Tree, steps: Mapping[str, Step], *, repeated: bool = False) -> Neutral:
    """The neutral form with every repetition without end."""
    if tree.step is not None:
        again = not repeated and tree.step in steps and steps[tree.step].most != 1
        return ("loop", tree.step, None) if again else tree.step
    repeated = repeated or tree.operator in {"repeat", "loop"}
    children = [_uncounted(child, steps, repeated=repeated) for child in tree.children]
    if tree.operator == "repeat":
        return ("choice", None, ("loop", children[0], None))
    if tree.operator == "optional":
        return ("choice", children[0], None)
    return (tree.operator, *children) if children else None


@dataclass(frozen=True, slots=True)
class _Unroller:
    steps: Mapping[str, Step]
    blind: frozenset[str]

    def tree(self, tree: Tree, *, repeated: bool = False) -> Neutral:
        """The neutral form of a part; inside a repeated part `occurs` bounds the rounds."""
        if tree.step is not None:
            return self._step(tree.step, repeated=repeated)
        if tree.operator == "repeat":
            body = self.tree(tree.children[0], repeated=True)
            return _rounds(body, *self._bounds(tree.children[0]))
        if tree.operator == "loop":
            return self._loop(*tree.children)
        children = [self.tree(child, repeated=repeated) for child in tree.children]
        if tree.operator == "optional":
            return ("choice", children[0], None)
        return (tree.operator, *children) if children else None

    def _step(self, step: str, *, repeated: bool) -> Neutral:
        if step in self.blind:
            return None
        bounds = self.steps.get(step)
        if repeated or bounds is None:
            return step
        return _rounds(step, max(bounds.least, 1), bounds.most)

    def _loop(self, do: Tree, again: Tree) -> Neutral:
        first, between = (self.tree(part, repeated=True) for part in (do, again))
        (least, most), (_, back) = self._bounds(do), self._bounds(again)
        limits = [] if most is None else [most - 1]
        more = min(limits if back is None else [*limits, back], default=None)
        if more is None or more > UNROLLED_AT_MOST:
            return ("loop", first, between)
        return _sequence(first, _rounds(_sequence(between, first), least - 1, more))

    def _bounds(self, body: Tree) -> tuple[int, int | None]:
        """How often a body comes at least and at most, by the steps that come in every round."""
        every = [self.steps[step] for step in _every_round(body) if step in self.steps]
        most = [step.most for step in every if step.most is not None]
        return max((step.least for step in every), default=0), min(most, default=None)


def _rounds(body: Neutral, least: int, most: int | None) -> Neutral:
    """A body at least and at most so often, one after the other."""
    if most is None or most > UNROLLED_AT_MOST:
        endless: Neutral = ("loop", body, None)
        last = endless if least > 0 else ("choice", None, endless)
        return _sequence(*[body] * (least - 1), last)
    rest: Neutral = None
    for _ in range(most - max(least, 0)):
        rest = ("choice", None, _sequence(body, rest))
    return _sequence(*[body] * least, rest)


def _every_round(tree: Tree) -> Iterator[str]:
    """The steps that come once in every run of a part."""
    if tree.step is not None:
        yield tree.step
    if tree.operator in {"sequence", "and"}:
        for child in tree.children:
            yield from _every_round(child)


def is_run(tree: Neutral, trace: Sequence[str]) -> bool:
    """Whether a trace is a run of a neutral tree: what is left of it is followed label by label."""
    left: set[Neutral] = {tree}
    for label in trace:
        left = {rest for part in left for rest in _after(part, label)}
    return any(_may_end(part) for part in left)


def _may_end(tree: Neutral) -> bool:
    if tree is None or isinstance(tree, str):
        return tree is None
    operator, *children = tree
    if operator == "star":
        return True
    if operator == "choice":
        return any(map(_may_end, children))
    return _may_end(children[0]) if operator == "loop" else all(map(_may_end, children))


def _after(tree: Neutral, label: str) -> set[Neutral]:
    """What may be left of a tree after a label; empty when the label cannot come."""
    if tree is None or isinstance(tree, str):
        return {None} if tree == label else set()
    operator, *children = tree
    if operator == "sequence":
        return _after_sequence(children, label)
    if operator == "loop":
        do, again = children
        return _after_sequence([do, ("star", ("sequence", again, do))], label)
    if operator == "star":
        return {_sequence(rest, tree) for rest in _after(children[0], label)}
    if operator == "choice":
        return {rest for child in children for rest in _after(child, label)}
    return {
        ("and", *children[:at], rest, *children[at + 1 :])
        for at, child in enumerate(children)
        for rest in _after(child, label)
    }


def _after_sequence(children: list[Neutral], label: str) -> set[Neutral]:
    left: set[Neutral] = set()
    for at, child in enumerate(children):
        left |= {_sequence(rest, *children[at + 1 :]) for rest in _after(child, label)}
        if not _may_end(child):
            break
    return left


def _sequence(*parts: Neutral) -> Neutral:
    """A sequence without its finished parts, so that equal remainders are equal."""
    kept = [part for part in parts if part is not None]
    if not kept:
        return None
    return kept[0] if len(kept) == 1 else ("sequence", *kept)
