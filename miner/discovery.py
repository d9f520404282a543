"""Models discovered from distinct variants by pm4py, and how good they are.

- *inductive*: the inductive miner, infrequent (Leemans, Fahland & van der Aalst 2013 and 2014). A
  process tree, so always sound; simplified without a change of its runs (`miner.trees`).
- *heuristics*: the heuristics miner (Weijters, van der Aalst & Alves de Medeiros 2006). A net that
  shows the main dependencies; seldom sound, and what needs a sound net is not computed then.

The miners see numbers instead of activities, and what they find is brought into one order, so that
neither names nor Python's hash seed can change it.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from miner.bpmn import bpmn
from miner.conformance import align
from miner.heuristics import heuristic_net
from miner.nets import Net, Tree, net_of, text_of
from miner.pictures.flow import draw_tree
from miner.pictures.graphs import draw_net
from miner.pnml import pnml
from miner.ptml import ptml
from miner.quality import generalisation, simplicity
from miner.soundness import Soundness, soundness
from miner.trees import simplified
from miner.warehouse import LogError

MOST_WORK = 100_000_000
"""Events of the variants times activities squared: about 10 s; rarer variants are left out."""

USUAL_NOISE = 0.2
"""Share of infrequent behaviour that the inductive miner leaves out."""
USUAL_DEPENDENCY = 0.5
"""Least dependency measure that the heuristics miner believes (pm4py's own default)."""

_OPERATORS = {"SEQUENCE": "sequence", "XOR": "choice", "PARALLEL": "and", "LOOP": "loop"}

Variants = Mapping[tuple[str, ...], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A discovered model and its quality over its own log; `miner.quality` has the definitions.

    `tree` is its text and `neutral` the tree itself, where the miner finds one; `net` is the model
    of both. `unsound` says why a net is not sound. `not_computed` says why a number lacks, or for
    how many variants and instances it does not speak.
    """

    tree: str | None
    neutral: Tree
    net: Net
    fitness: float | None
    precision: float | None
    generalisation: float | None
    simplicity: float
    sound: bool | None
    unsound: str | None
    not_computed: Mapping[str, Any] | None

    def svg(self, counts: Mapping[str, int] | None = None) -> str:
        """The picture of the model; `counts` are the cases of each activity, shown in its box."""
        if self.tree is None:
            return draw_net(self.net, counts)
        return draw_tree(self.neutral, counts)

    def bpmn(self, counts: Mapping[str, int] | None = None) -> str:
        """The model as BPMN 2.0 XML; raises `LogError` when it is a net and no tree."""
        return bpmn(self._tree("BPMN"), counts)

    def ptml(self) -> str:
        """The model as a process tree in PTML; raises `LogError` when it is a net and no tree."""
        return ptml(self._tree("PTML"))

    def pnml(self) -> str:
        """The model as a Petri net in PNML."""
        return pnml(self.net)

    def _repr_svg_(self) -> str:
        """What a notebook shows."""
        return self.svg()

    def _tree(self, form: str) -> Tree:
        if self.tree is None:
            raise LogError(f"{form} is written of trees; this model is a net: use pnml() or svg().")
        return self.neutral


def discover(variants: Variants, noise: float = USUAL_NOISE) -> Model:
    """The inductive miner's model; `noise` is the share of infrequent behaviour left out, 0 to 1.

    Fitness and precision are those of `miner.conformance.align`, over all variants.
    """
    chosen = _most_frequent(variants)
    tree = simplified(_mined(chosen, noise)) if chosen else None
    proven = Soundness(sound=True, safe=True, ends=True)
    return _measured(net_of(tree), proven, variants, chosen, (text_of(tree), tree))


def discover_heuristics(variants: Variants, dependency: float = USUAL_DEPENDENCY) -> Model:
    """The heuristics miner's net; `dependency` (0 to 1) is the least measure of an arc."""
    chosen = _most_frequent(variants)
    net = heuristic_net(chosen, dependency) if chosen else net_of(None)
    return _measured(net, soundness(net), variants, chosen, (None, None))


def _measured(
    net: Net, proven: Soundness, variants: Variants, chosen: Variants, tree: tuple[str | None, Tree]
) -> Model:
    """The model with its quality; what needs a safe net that ends only where it is one."""
    general, why = None, None
    if proven.safe and proven.ends:
        aligned = align(net, variants)
        fitness, precision, why = aligned.fitness, aligned.precision, aligned.not_computed
        if precision is not None:
            general = generalisation(net, variants, aligned.moves)
    else:
        fitness = precision = None
        is_known = False in (proven.safe, proven.ends)
        fault = "is not safe, or never ends" if is_known else "is too large to tell if it is safe"
        why = _lacking(f"the net {fault}", variants.values())
    return Model(
        tree=tree[0], neutral=tree[1], net=net, fitness=fitness, precision=precision,
        generalisation=general, simplicity=simplicity(net), sound=proven.sound,
        unsound=proven.why, not_computed=why or _left_out(chosen, variants),
    )  # fmt: skip


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
    return _lacking("too many variants: the model is of the most frequent", left) if left else None


def _lacking(why: str, cases: Iterable[int]) -> dict[str, Any]:
    """Why something is missing, and for variants of how many cases."""
    counts = list(cases)
    return {"why": why, "variants": len(counts), "instances": sum(counts)}


def _numbers(variants: Variants) -> tuple[dict[str, int], dict[int, str]]:
    """The activities' numbers by name, and their names by number."""
    names = sorted({activity for variant in variants for activity in variant})
    return {n: i for i, n in enumerate(names, start=1)}, dict(enumerate(names, start=1))


def _mined(variants: Variants, noise: float) -> Tree:
    """The tree that the inductive miner finds."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pm4py's own, on import and inside
        from pm4py.algo.discovery.inductive.dtypes.im_ds import (  # noqa: PLC0415 - heavy
            IMDataStructureUVCL,
        )
        from pm4py.algo.discovery.inductive.variants.imf import IMFUVCL  # noqa: PLC0415
        from pm4py.util.compression.dtypes import UVCL  # noqa: PLC0415

        number, names = _numbers(variants)
        counted = {tuple(number[a] for a in trace): cases for trace, cases in variants.items()}
        data = IMDataStructureUVCL(UVCL(counted))
        found = IMFUVCL({}).apply(data, {"noise_threshold": noise})
    return _neutral(found, names)


def _neutral(tree: Any, names: Mapping[int, str]) -> Tree:
    """pm4py's tree as a neutral one, with the activities' names."""
    if tree.operator is None:
        return None if tree.label is None else names[tree.label]
    children = [_neutral(child, names) for child in tree.children]
    return (_OPERATORS[tree.operator.name], *children)
