"""Makes a folder of exports a ready project: `project.yaml`, and the design beside it."""

from __future__ import annotations

import shutil
from pathlib import Path

from sample_logs.clock import COMPLETE_UNTIL, COVERAGE_FROM, iso

DESIGN = Path(__file__).parent / "ready" / "blueprint.yaml"
"""The designed blueprint of the simulated service; the simulation is tuned to it."""

TEMPLATE = """\
# The simulated invoicing service: three systems' exports and the blueprint they are compared with.
project: 1
name: Faktura Online
design: blueprint.yaml
language: en

sources:
  web:                             # Segment: what browsers and servers sent
    format: segment
    files: exports/web/*.jsonl
    coverage_from: {from_}
    complete_until: {web}
  crm:                             # Salesforce: field history, and the records it refers to
    format: salesforce
    files: exports/crm/*.csv
    coverage_from: {from_}
    complete_until: {crm}
  helpdesk:                        # Zendesk: ticket audits, users, ratings
    format: zendesk
    files: exports/helpdesk/*.jsonl
    coverage_from: {from_}
    complete_until: {helpdesk}

identity:                          # which names of a person are one customer
  keys: [user, email, contact, lead, requester]
  leaves: [anonymous]              # a browser belongs to at most one person at a time

privacy:
  identifiers: plain               # these people are invented: leave both lines out for real ones
  smallest_group: 1
"""


def write_project(folder: Path) -> None:
    """Write project.yaml and copy the design."""
    until = {source: iso(when) for source, when in COMPLETE_UNTIL.items()}
    text = TEMPLATE.format(from_=iso(COVERAGE_FROM), **until)
    (folder / "project.yaml").write_text(text, "utf-8")
    copy = folder / "blueprint.yaml"
    if copy.resolve() != DESIGN.resolve():
        shutil.copyfile(DESIGN, copy)
