"""The command line: one thin function per verb; what is heavy is imported where it is used."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pipelines.bindings_verb import bindings
from pipelines.board_verb import board
from pipelines.diff_verb import diff
from pipelines.faults import status_of
from pipelines.options import (
    dependency_option,
    fail_option,
    miner_option,
    noise_option,
    project_option,
    window_option,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="blueprint-miner", message="%(prog)s %(version)s")
def commands() -> None:
    """Shows the service your customers really get, beside the one you designed.

    Loads event logs of CRM, help desk and web site, mines the actual flows, lays them onto the
    lanes of a service blueprint and ranks the gaps to the designed one.
    """


@commands.command()
@click.argument("folder", default="blueprint-miner-demo", type=click.Path(path_type=Path))
def demo(folder: Path) -> int:
    """Copies the sample project to FOLDER and runs it."""
    from pipelines import start  # noqa: PLC0415 - heavy

    return start.demo(folder)


@commands.command()
@project_option
@window_option
@fail_option
@click.option("--verify", is_flag=True, help="Hash every file, also those that seem unchanged.")
def run(
    project: Path,
    window: tuple[str | None, str | None],
    fail_on: tuple[str, ...],
    *,
    verify: bool,
) -> int:
    """Loads, mines, compares and publishes: the Prefect flow.

    Exit status: 0 done, 1 wrong input, 3 gaps beyond --fail-on, 4 a source was stopped or is stale.
    """
    from pipelines import start  # noqa: PLC0415 - heavy

    return start.run(project, window, fail_on, verify=verify)


@commands.command()
@project_option
@window_option
@fail_option
def compare(project: Path, window: tuple[str | None, str | None], fail_on: tuple[str, ...]) -> int:
    """Compares what is loaded with the design, without Prefect.

    The quick loop while you edit blueprint.yaml.
    """
    from pipelines import start  # noqa: PLC0415 - heavy

    return start.compare(project, window, fail_on)


@commands.command()
@project_option
def check(project: Path) -> int:
    """Checks project and design: all mistakes, with lines and hints."""
    from pipelines.check_command import check_project  # noqa: PLC0415 - heavy

    return check_project(project)


@commands.command()
@project_option
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Where to write the draft.")
def draft(project: Path, output: Path | None) -> int:
    """Derives a blueprint.yaml from the logs alone.

    Writes the project's blueprint.yaml when there is none yet, else blueprint.draft.yaml beside it.
    Loads the exports when nothing is loaded yet.

    Exit status: 0 done, 1 wrong input, 4 a source was stopped.
    """
    from pipelines import start  # noqa: PLC0415 - heavy

    return start.draft(project, output)


@commands.command()
@click.argument("gap", required=False)
@project_option
@click.option("--json", "as_json", is_flag=True, help="For scripts: the gaps as JSON.")
@click.option(
    "--all-cases",
    type=click.Path(path_type=Path),
    metavar="FILE.csv",
    help="Writes every affected instance (of the gap named, else of all).",
)
def gaps(gap: str | None, project: Path, *, as_json: bool, all_cases: Path | None) -> int:
    """Shows the gaps of the last run, or one of them in full.

    With the id of a gap: its definition, numbers, cases and SQL. Works while a run is under way.
    """
    from pipelines.gaps_command import show  # noqa: PLC0415 - heavy

    return show(project, gap, as_json=as_json, all_cases=all_cases)


@commands.command()
@click.argument("file", type=click.Path(path_type=Path))
@project_option
def export(file: Path, project: Path) -> int:
    """Writes the loaded log to FILE: OCEL 2.0 (.json, .xml, .sqlite) or XES (.xes, .xes.gz).

    OCEL has every event with the objects that it touches, XES one trace per customer.
    """
    from pipelines import exporting  # noqa: PLC0415 - heavy

    return exporting.export(project, file)


@commands.command()
@click.argument("file", type=click.Path(path_type=Path))
@project_option
@miner_option
@noise_option
@dependency_option
def model(file: Path, project: Path, miner: str, **thresholds: float) -> int:
    """Mines the loaded cases and writes the model to FILE: .bpmn, .pnml, .ptml or .svg.

    Prints how good the model is. A model of the heuristics miner is a net: .pnml or .svg; a
    directly-follows map is a picture: .svg.
    """
    from pipelines import modelling  # noqa: PLC0415 - heavy

    return modelling.model(project, file, modelling.Wish(miner=miner, **thresholds))


@commands.group(invoke_without_command=True)
@project_option
@click.option("--source", help="Only this source.")
@click.option("--reason", help="Only this reason code.")
@click.option("--rows", is_flag=True, help="Each row by itself, with what is kept of its text.")
@click.option("--json", "as_json", is_flag=True, help="For scripts: the groups or rows as JSON.")
@click.pass_context
def quarantine(context: click.Context, /, project: Path, **asked: Any) -> int:
    """Shows the rows that were rejected: by source, reason and file, with the first of each.

    Rows that say nothing of customers (bots, static files) stand there, too, as no fault.
    """
    from pipelines import quarantine_command  # noqa: PLC0415 - heavy

    if context.invoked_subcommand is not None:
        return 0
    shown = {"as_json": asked["as_json"], "single": asked["rows"]}
    return quarantine_command.show(project, asked["source"], asked["reason"], **shown)


@quarantine.command()
@project_option
@click.option("--source", help="Only this source.")
def replay(project: Path, source: str | None) -> int:
    """Tries rejected rows again: after a fix of project.yaml, of files, of labels, or later.

    Exit status: 0 done (also when rows are still bad), 1 wrong input, 4 a source was stopped.
    """
    from pipelines import quarantine_command  # noqa: PLC0415 - heavy

    return quarantine_command.replay(project, source)


@commands.command()
@click.argument("identifier")
@project_option
@click.option("--type", "kind", metavar="TYPE", help="Type of the identifier, such as email.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def forget(identifier: str, project: Path, kind: str | None, *, yes: bool) -> int:
    """Erases a customer: events, links, rejected rows, published runs.

    IDENTIFIER is any of theirs (e-mail, user id ...), or a pseudonym as the report shows it. Later
    loads of the same exports do not bring them back. The exports themselves are yours to clean.
    """
    from pipelines.forget_command import forget_customer  # noqa: PLC0415 - heavy

    return forget_customer(project, identifier, kind, yes=yes)


@commands.command()
@click.argument("identifier", metavar="ID")
@project_option
@click.option("--json", "as_json", is_flag=True, help="For scripts: everything as JSON.")
def who(identifier: str, project: Path, *, as_json: bool) -> int:
    """Shows which customer ID is, and the statements that led there.

    ID is a user, e-mail, ticket ... with its type (email:a@x.example) or without; plain also
    where persons are pseudonyms. Exit status: 0 known, 1 no source names it.
    """
    from pipelines import who as command  # noqa: PLC0415 - heavy

    return command.show(project, identifier, as_json=as_json)


@commands.command()
@project_option
@click.option("--cron", default="0 7 * * 1", show_default=True, help="When to run.")
@click.option("--timezone", help="Of the cron times. Default: the one of the design.")
def schedule(project: Path, cron: str, timezone: str | None) -> int:
    """Serves the flow as a Prefect deployment on a cron.

    Needs a Prefect server: PREFECT_API_URL, or a profile that names one. Runs until stopped.
    """
    from pipelines import start  # noqa: PLC0415 - heavy

    return start.schedule(project, cron, timezone)


commands.add_command(bindings)
commands.add_command(board)
commands.add_command(diff)


def main(arguments: list[str] | None = None) -> None:
    """The command `blueprint-miner`; ends the process with the command's exit status."""
    called: Callable[..., Any] = commands.main
    sys.exit(status_of(lambda: called(arguments, "blueprint-miner", standalone_mode=False)))
