"""The Prefect flow: the plain functions of `run.py`, wrapped by call; only this file knows Prefect.

Staging runs in parallel, one task per source; committing is one task at a time, for DuckDB has one
writer. Only small values pass between tasks.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.schedules import Cron
from prefect.settings import PREFECT_API_URL
from prefect.types.entrypoint import EntrypointType

from pipelines.markdown import gap_report
from pipelines.project import SourceError
from pipelines.run import (
    all_staged,
    commit,
    compare_loaded,
    is_worth_retrying,
    new_order,
    read,
    stage,
    stopped,
)


def _may_pass(_task: Any, _run: Any, state: State[Any]) -> bool:
    """Whether a task that failed is tried again: not when the input is wrong."""
    return is_worth_retrying(state.result(raise_on_failure=False))


stage_task = task(name="stage", retries=2, retry_condition_fn=_may_pass)(stage)
commit_task = task(name="commit", retries=2, retry_condition_fn=_may_pass)(commit)
compare_task = task(name="compare and publish")(compare_loaded)


@flow(name="blueprint-miner", validate_parameters=False)
def blueprint_run(
    project: str,
    since: str | None = None,
    until: str | None = None,
    verify: bool = False,  # noqa: FBT001, FBT002 - a parameter of the flow
) -> str:
    """Loads every source, mines, compares with the design and publishes; gives the run's folder."""
    order = new_order(Path(project), since, until, verify=verify)
    waiting = [stage_task.submit(order, s.name) for s in read(order)[0].sources]
    staged = all_staged([future.result(raise_on_failure=False) for future in waiting])
    loads = [commit_task(order, source) for source in staged]
    folder = compare_task(order, stopped(loads))
    create_markdown_artifact(gap_report(folder), key="gap-report", description="The gap report")
    return str(folder)


def serve(project: Path, cron: str, timezone: str) -> None:
    """Serves the flow as a deployment on a cron, until the process is stopped.

    Raises `SourceError` when no Prefect server is configured to keep the schedule.
    """
    if not PREFECT_API_URL.value():
        raise SourceError(
            "found no Prefect server, expected one that keeps the schedule."
            " Start one (`prefect server start`) and set PREFECT_API_URL to it."
        )
    blueprint_run.serve(
        name=project.name,
        schedule=Cron(cron, timezone=timezone),
        parameters={"project": str(project)},
        description="The service blueprint, measured, and its gaps",
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
