"""`model`: the process that the loaded log shows, mined and written as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from blueprint.design import load_design
from miner import measures
from miner.bpmn import bpmn
from miner.cases import prepare
from miner.discovery import Model, discover, discover_heuristics
from miner.log import EventLog
from miner.pictures.flow import draw_tree
from miner.pnml import pnml
from miner.ptml import ptml
from miner.warehouse import open_for_analysis
from pipelines.plain import plain
from pipelines.project import SourceError, load_project
from pipelines.run import LOCK_WAIT_S, identity_rules

Writer = Callable[[Model, Mapping[str, int]], str]
"""From a model and the cases of each activity to a file's text."""

OF_TREES: Mapping[str, Writer] = {
    ".bpmn": lambda model, cases: bpmn(model.neutral, cases),
    ".ptml": lambda model, _: ptml(model.neutral),
    ".svg": lambda model, cases: draw_tree(model.neutral, cases),
}
OF_NETS: Mapping[str, Writer] = {".pnml": lambda model, _: pnml(model.net)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which miner, and the threshold of each."""

    miner: str
    noise: float
    dependency: float


def model(project_path: Path, target: Path, wish: Wish) -> int:
    """Mines the variants of the cases, writes the model and prints how good it is."""
    _refuse_unknown(target, wish)
    project = load_project(project_path)
    design = load_design(project.design_path)
    with open_for_analysis(project.warehouse_path, LOCK_WAIT_S) as connection:
        log = prepare(connection, design.bindings.customer, identity_rules(project), design.case)
        found, cases = _mined(log, wish), {a.activity: a.cases for a in measures.activities(log)}
    write = {**OF_TREES, **OF_NETS}[target.suffix]
    target.write_text(write(found, cases), encoding="utf-8")
    click.echo(plain(f"Written: {target}"))
    click.echo(plain(quality(found)))
    return 0


def quality(found: Model) -> str:
    """How good a model is, in one line."""
    numbers = {
        "fitness": found.fitness,
        "precision": found.precision,
        "generalisation": found.generalisation,
        "simplicity": found.simplicity,
    }
    told = [f"{name} {_number(value)}" for name, value in numbers.items()]
    told.append("sound" if found.sound else _unsound(found))
    if found.not_computed:
        told.append(
            "{why} ({variants:,} variants, {instances:,} cases)".format_map(found.not_computed)
        )
    return "; ".join(told)


def _unsound(found: Model) -> str:
    if found.sound is None:
        return f"soundness not computed ({found.unsound})"
    return f"not sound ({found.unsound})"


def _number(value: float | None) -> str:
    return "not computed" if value is None else f"{value:.3f}"


def _mined(log: EventLog, wish: Wish) -> Model:
    """The model that the miner finds. Raises `SourceError` when there is nothing to mine."""
    variants = measures.variant_counts(log)
    if not variants:
        raise SourceError("no case is loaded: there is nothing to mine. Load the exports first.")
    if wish.miner == "heuristics":
        return discover_heuristics(variants, wish.dependency)
    return discover(variants, wish.noise)


def _refuse_unknown(target: Path, wish: Wish) -> None:
    """Raises `SourceError` when the file cannot be written from what that miner finds."""
    forms = OF_NETS if wish.miner == "heuristics" else {**OF_TREES, **OF_NETS}
    if target.suffix not in forms:
        known = ", ".join(sorted(forms))
        raise SourceError(
            f"{target}: the {wish.miner} miner's model is written as {known}. Name the file so."
        )
