"""Options of the command line that several verbs share."""

from __future__ import annotations

from pathlib import Path

import click

HERE = Path()

project_option = click.option(
    "--project",
    "-p",
    default=HERE,
    type=click.Path(path_type=Path),
    help="Folder of the project (with project.yaml). Default: this one.",
)
window_option = click.option(
    "--window",
    nargs=2,
    metavar="FROM TO",
    default=(None, None),
    help="Only what entered its stage from FROM up to TO (dates; TO is not in it).",
)
fail_option = click.option(
    "--fail-on",
    multiple=True,
    metavar="NAME[=N]",
    help="Exit 3 when more than N gaps (default 0) are of this verdict, kind or id.",
)
miner_option = click.option(
    "--miner",
    type=click.Choice(["inductive", "heuristics", "directly-follows"]),
    default="inductive",
    show_default=True,
    help="inductive finds a sound tree, heuristics the main dependencies as a net;"
    " directly-follows draws what came after what, how often and how long.",
)
noise_option = click.option(
    "--noise",
    type=click.FloatRange(0, 1),
    default=0.2,
    show_default=True,
    help="inductive: share of infrequent behaviour left out.",
)
dependency_option = click.option(
    "--dependency",
    type=click.FloatRange(0, 1),
    default=0.5,
    show_default=True,
    help="heuristics: least dependency that counts.",
)
