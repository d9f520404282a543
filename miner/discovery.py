"""A model discovered from distinct variants by pm4py's inductive miner (infrequent).

Leemans, Fahland & van der Aalst 2013 and 2014. The miner sees numbers instead of activities, so
that neither their names nor Python's hash seed can change what it finds.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from miner.conformance import align
from miner.nets import Tree, text_of

MOST_WORK = 100_000_000
"""Events of the variants times activities squared: about 10 s; rarer variants are left out."""

_OPERATORS = {"SEQUENCE": "sequence", "XOR": "choice", "PARALLEL": "and", "LOOP": "loop"}

Variants = Mapping[tuple[str, ...], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A discovered process tree, as text and in neutral form, and how it fits its own log.

    `not_computed` says why a number lacks, or for how many variants and instances it does not
    speak.
    """

    tree: str
    fitness: float | None
    precision: float | None
    not_computed: Mapping[str, Any] | None
    neutral: Tree


def discover(variants: Variants, noise: float = 0.2) -> Model:
    """The model of a log by its variants; `noise` is the share of infrequent behaviour left out.

    Fitness and precision are those of `miner.conformance.align`, over all variants.
    """
    chosen = _most_frequent(variants)
    tree = _mined(chosen, noise) if chosen else None
    aligned = align(tree, variants)
    return Model(
        tree=text_of(tree),
        fitness=aligned.fitness,
        precision=aligned.precision,
        not_computed=aligned.not_computed or _left_out(chosen, variants),
        neutral=tree,
    )


def _most_frequent(variants: Variants) -> dict[tuple[str, ...], int]:
    """The variants in a fixed order, the most frequent first, as many as can be mined."""
    chosen: dict[tuple[str, ...], int] = {}
    seen: set[str] = set()
    events = 0
    for variant in sorted(variants, key=lambda trace: (-variants[trace], len(trace), trace)):
        events += len(variant)
        seen |= set(variant)
        if events * len(seen) ** 2 > MOST_WORK:
            break
        chosen[variant] = variants[variant]
    return chosen


def _left_out(chosen: Variants, variants: Variants) -> dict[str, Any] | None:
    """What the miner did not see."""
    left = [cases for variant, cases in variants.items() if variant not in chosen]
    if not left:
        return None
    why = "too many variants: the model is of the most frequent"
    return {"why": why, "variants": len(left), "instances": sum(left)}


def _mined(variants: Variants, noise: float) -> Tree:
    """The tree that the miner finds."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pm4py's own, on import and inside
        from pm4py.algo.discovery.inductive.dtypes.im_ds import (  # noqa: PLC0415 - heavy
            IMDataStructureUVCL,
        )
        from pm4py.algo.discovery.inductive.variants.imf import IMFUVCL  # noqa: PLC0415
        from pm4py.util.compression.dtypes import UVCL  # noqa: PLC0415

        names = sorted({activity for variant in variants for activity in variant})
        number = {name: place for place, name in enumerate(names, start=1)}
        counted = {tuple(number[a] for a in trace): cases for trace, cases in variants.items()}
        data = IMDataStructureUVCL(UVCL(counted))
        found = IMFUVCL({}).apply(data, {"noise_threshold": noise})
    return _neutral(found, {place: name for name, place in number.items()})


def _neutral(tree: Any, names: Mapping[int, str]) -> Tree:
    """pm4py's tree as a neutral one, with the activities' names."""
    if tree.operator is None:
        return None if tree.label is None else names[tree.label]
    children = [_neutral(child, names) for child in tree.children]
    return (_OPERATORS[tree.operator.name], *children)
