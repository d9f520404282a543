"""`model`: the process that the loaded log shows, mined and written as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from blueprint.design import load_design
from miner import measures
from miner.cases import prepare
from miner.discovery import Model, Variants, discover, discover_heuristics
from miner.log import EventLog
from miner.pictures.follows import draw_follows
from miner.warehouse import open_for_analysis
from pipelines.plain import plain
from pipelines.project import SourceError, load_project
from pipelines.run import LOCK_WAIT_S, identity_rules

Writer = Callable[[Model, Mapping[str, int]], str]
"""From a model and the cases of each activity to a file's text."""

OF_NETS: Mapping[str, Writer] = {
    ".pnml": lambda model, _: model.pnml(),
    ".svg": lambda model, cases: model.svg(cases),
}
OF_TREES: Mapping[str, Writer] = {
    **OF_NETS,
    ".bpmn": lambda model, cases: model.bpmn(cases),
    ".ptml": lambda model, _: model.ptml(),
}
MINERS: Mapping[str, Mapping[str, Writer]] = {
    "inductive": OF_TREES,
    "heuristics": OF_NETS,
    "directly-follows": {".svg": lambda *_: ""},
}
"""What each miner's model is written as, by the end of the file's name."""


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
        text, told = _made(log, target, wish)
    target.write_text(text, encoding="utf-8")
    click.echo(plain(f"Written: {target}"))
    if told:
        click.echo(plain(told))
    return 0


def _made(log: EventLog, target: Path, wish: Wish) -> tuple[str, str]:
    """The file's text, and what is told of the model; a directly-follows map is no model."""
    variants = measures.variant_counts(log)
    if not variants:
        raise SourceError("no case is loaded: there is nothing to mine. Load the exports first.")
    if wish.miner == "directly-follows":
        return draw_follows(log), ""
    found = _mined(variants, wish)
    cases = {row.activity: row.cases for row in measures.activities(log)}
    return MINERS[wish.miner][target.suffix](found, cases), quality(found)


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


def _mined(variants: Variants, wish: Wish) -> Model:
    """The model that the miner finds."""
    if wish.miner == "heuristics":
        return discover_heuristics(variants, wish.dependency)
    return discover(variants, wish.noise)


def _refuse_unknown(target: Path, wish: Wish) -> None:
    """Raises `SourceError` when the file cannot be written from what that miner finds."""
    forms = MINERS[wish.miner]
    if target.suffix not in forms:
        raise SourceError(
            f"{target}: what the {wish.miner} miner finds is written as {', '.join(sorted(forms))}."
            " Name the file so."
        )
