"""The gap report as Markdown, for Prefect's artifact."""

from __future__ import annotations

import re
from pathlib import Path

from blueprint.findings import Findings
from blueprint.model import say
from pipelines.ledger import HEADINGS, doubts, first_line, rows, told
from pipelines.published import findings_of

MOST = 50
"""Gaps in the artifact; the report has them all."""


def gap_report(folder: Path) -> str:
    """The gap report of a published run."""
    findings = findings_of(folder)
    above = [escaped(line) for line in (first_line(findings), *doubts(findings))]
    parts = [f"# {_title(findings)}", *above, _table(findings)]
    parts += [f"Report: `{folder / 'report.html'}`"]
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """Text from a log, as it is: no markup, no HTML, no table cell more."""
    return re.sub(r"([\\`*_{}\[\]()<>#+!|~&-])", r"\\\1", text)


def _title(findings: Findings) -> str:
    """The name of the service."""
    return "Gaps: " + escaped(say(findings.designed.name, findings.run.language))


def _table(findings: Findings) -> str:
    """The largest gaps, each with its sentence."""
    if not findings.gaps:
        return "No gap was found."
    lines = [_line((*HEADINGS, "in words")), _line(("---",) * (len(HEADINGS) + 1))]
    for row, gap in zip(rows(findings, MOST), findings.gaps, strict=False):
        lines.append(_line(tuple(escaped(cell) for cell in (*row.cells(), told(gap, findings)))))
    return "\n".join(lines)


def _line(cells: tuple[str, ...]) -> str:
    """One line of a Markdown table."""
    return "| " + " | ".join(cells) + " |"
