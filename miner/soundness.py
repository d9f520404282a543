"""Is a net sound? A walk through all its markings, as far as a limit goes.

Sound (van der Aalst 1998, 2011, workflow nets): from every marking that can be reached, the end can
be reached (option to complete); when the end place has its token, nothing else has one (proper
completion); no transition is dead. Nets of trees are sound by construction; those of other miners
are not, and alignments and precision mean little for them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from miner.nets import END, START, Net, Transition

MOST_MARKINGS = 20_000
"""Markings that may be looked at before soundness counts as not computed (about a second)."""

Tokens = tuple[tuple[int, int], ...]
"""A marking: the places that have tokens, in their order, and how many."""

_BEGIN: Tokens = ((START, 1),)
_DONE: Tokens = ((END, 1),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Soundness:
    """`sound` is None when it could not be computed; `why` says why not, or why it is not sound.

    `safe`: no reachable marking has two tokens in one place. `ends`: the end can be reached.
    """

    sound: bool | None
    safe: bool | None
    ends: bool | None
    why: str | None = None


@dataclass(slots=True)
class _Walk:
    """What was reached so far: each marking with the one it was first reached from."""

    came_from: dict[Tokens, Tokens | None] = field(default_factory=dict)
    back: dict[Tokens, list[Tokens]] = field(default_factory=dict)
    fired: set[int] = field(default_factory=set)


def soundness(net: Net) -> Soundness:
    """Whether a net is sound and safe, by walking its markings breadth first."""
    walk = _Walk(came_from={_BEGIN: None})
    waiting = deque([_BEGIN])
    while waiting:
        marking = waiting.popleft()
        for number, reached in _steps(net.transitions, dict(marking)):
            walk.fired.add(number)
            walk.back.setdefault(reached, []).append(marking)
            if reached in walk.came_from:
                continue
            walk.came_from[reached] = marking
            if _grows(reached, walk):
                return Soundness(
                    sound=False, safe=False, ends=_ends(walk), why="its markings grow without end"
                )
            if len(walk.came_from) > MOST_MARKINGS:
                return _given_up(walk)
            waiting.append(reached)
    return _judged(net, walk)


def _steps(
    transitions: Sequence[Transition], marking: dict[int, int]
) -> Iterator[tuple[int, Tokens]]:
    """The transitions that can fire, by number, and the markings they lead to."""
    for number, transition in enumerate(transitions):
        if all(marking.get(place) for place in transition.inputs):
            after = dict(marking)
            for place in transition.inputs:
                after[place] -= 1
            for place in transition.outputs:
                after[place] = after.get(place, 0) + 1
            yield number, tuple(sorted((p, n) for p, n in after.items() if n))


def _grows(marking: Tokens, walk: _Walk) -> bool:
    """Whether a marking covers one on the way to it: then the way can be gone for ever."""
    here = dict(marking)
    before = walk.came_from[marking]
    while before is not None:
        if all(here.get(place, 0) >= count for place, count in before):
            return True
        before = walk.came_from[before]
    return False


def _judged(net: Net, walk: _Walk) -> Soundness:
    """The verdict on a net whose markings are all known."""
    dead = len(net.transitions) - len(walk.fired)
    stuck = len(walk.came_from) - len(_leading_to_the_end(walk))
    untidy = sum(dict(marking).get(END, 0) > 0 for marking in walk.came_from if marking != _DONE)
    reasons = (
        (stuck, f"{stuck:,} of {len(walk.came_from):,} markings cannot reach the end"),
        (untidy, f"{untidy:,} markings have reached the end and go on"),
        (dead, f"{dead:,} of {len(net.transitions):,} transitions can never fire"),
    )
    why = "; ".join(text for count, text in reasons if count)
    return Soundness(sound=not why, safe=_safe(walk.came_from), ends=_ends(walk), why=why or None)


def _given_up(walk: _Walk) -> Soundness:
    """What is known when there are too many markings."""
    unsafe = not _safe(walk.came_from)
    why = f"soundness: more than {MOST_MARKINGS:,} markings"
    return Soundness(sound=None, safe=False if unsafe else None, ends=_ends(walk) or None, why=why)


def _leading_to_the_end(walk: _Walk) -> set[Tokens]:
    """The markings from which the end can be reached."""
    if _DONE not in walk.came_from:
        return set()
    known, waiting = {_DONE}, [_DONE]
    while waiting:
        for before in walk.back.get(waiting.pop(), ()):
            if before not in known:
                known.add(before)
                waiting.append(before)
    return known


def _ends(walk: _Walk) -> bool:
    return _DONE in walk.came_from


def _safe(markings: Iterable[Tokens]) -> bool:
    return all(count == 1 for marking in markings for _, count in marking)
