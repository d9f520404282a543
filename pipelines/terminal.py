"""What a command shows in the terminal: the table of gaps, progress.

Every text that may come from a log goes through `plain`, and never through rich's markup.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.status import Status
from rich.table import Table
from rich.text import Text

from blueprint.findings import Findings
from pipelines.ledger import HEADINGS, doubts, first_line, rows
from pipelines.plain import plain

MOST = 15
"""Gaps in the table at the end of a run."""
COLOURS = {"confirmed": "bold red", "indicated": "yellow"}
WIDE = 160


def show_run(findings: Findings, folder: Path, most: int | None = MOST) -> None:
    """What the run was, what is doubtful, the table of gaps, and where the report is."""
    console = open_console()
    for line in (first_line(findings), *doubts(findings)):
        console.print(Text(line), soft_wrap=True)
    console.print(gap_table(findings, most))
    if most is not None and len(findings.gaps) > most:
        console.print(Text(f"… and {len(findings.gaps) - most} more: blueprint-miner gaps"))
    console.print(Text(f"Report: {plain(_report(folder))}"), soft_wrap=True)


def _report(folder: Path) -> Path:
    """Path of the report as a reader would type it: through `latest`, from where they are."""
    report = folder.parents[1] / "latest" / "report.html"
    here = Path.cwd()
    return report.relative_to(here) if report.is_relative_to(here) else report


def gap_table(findings: Findings, most: int | None) -> Table:
    """The largest gaps, one line each."""
    table = Table(title=None, header_style="bold", show_edge=False, pad_edge=False)
    for heading in HEADINGS:
        right = heading in {"#", "affected", "rate", "effect"}
        table.add_column(heading, justify="right" if right else "left", no_wrap=heading != "gap")
    for row, gap in zip(rows(findings, most), findings.gaps, strict=False):
        table.add_row(*(Text(cell) for cell in row.cells()), style=COLOURS.get(gap.verdict, "dim"))
    return table


@contextmanager
def progress(first: str) -> Iterator[None]:
    """Shows what is being done while it is done, on a terminal; quiet otherwise."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    logger = logging.getLogger("blueprint_miner")
    with console.status(first) as status:
        handler = _StatusHandler(status)
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False  # Prefect prints what reaches the root
        try:
            yield
        finally:
            logger.removeHandler(handler)
            logger.propagate = True


class _StatusHandler(logging.Handler):
    """Puts each message of the run into the status line."""

    def __init__(self, status: Status) -> None:
        """Writes into this status line."""
        super().__init__(logging.INFO)
        self._status = status

    def emit(self, record: logging.LogRecord) -> None:
        """The message, as text and not as markup."""
        self._status.update(Text(plain(record.getMessage())))


def open_console() -> Console:
    """Standard output; wide when it is not a terminal, so that no cell is cut."""
    console = Console(highlight=False, markup=False, emoji=False)
    return console if sys.stdout.isatty() else Console(highlight=False, markup=False, width=WIDE)
