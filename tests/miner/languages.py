"""Trees drawn by lot, and whether two models have the same runs."""

from __future__ import annotations

import random

from miner.automaton import Automaton
from miner.nets import Net, Tree


def random_tree(rng: random.Random, names: list[str], depth: int = 3) -> Tree:
    """A tree over some names, silent steps among them."""
    if depth == 0 or rng.random() < 0.25:
        return rng.choice([*names, None])
    operator = rng.choice(["sequence", "and", "choice", "loop"])
    size = 2 if operator == "and" else rng.randint(1, 3)
    return (operator, *(random_tree(rng, names, depth - 1) for _ in range(size)))


def same_language(one: Net, other: Net) -> bool:
    """Whether two nets have the same runs: a walk through both at once."""
    left, right = Automaton(one), Automaton(other)
    seen, waiting = {(0, 0)}, [(0, 0)]
    while waiting:
        here, there = waiting.pop()
        if left.is_end(here) != right.is_end(there) or left.labels(here) != right.labels(there):
            return False
        for label in left.labels(here):
            pair = left.after(here, label), right.after(there, label)
            if pair not in seen:
                seen.add(pair)
                waiting.append(pair)
    return True
