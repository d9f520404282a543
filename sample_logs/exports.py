"""Writes all exports of a simulated service, and says what can still be seen of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sample_logs.clock import Flags
from sample_logs.crm import TABLES, crm_rows, deliver_crm, write_history, write_records
from sample_logs.dirt import Deliveries
from sample_logs.helpdesk import deliver_desk, make_audits, write_desk
from sample_logs.kinds import NUMBER
from sample_logs.service import Service
from sample_logs.web import IDENTIFY, deliver_web, web_rows
from sample_logs.web_export import write_web
from sample_logs.writing import Writer


@dataclass(slots=True)
class Dirt:
    """What the dirt did: which events are still observable, and what a reader must meet."""

    observable: Flags
    duplicates: dict[str, dict[str, int]] = field(default_factory=dict)
    rejected: dict[str, dict[str, int]] = field(default_factory=dict)


def write_exports(service: Service, writer: Writer) -> Dirt:
    """Write the files of the three systems."""
    dirt = Dirt(observable=np.zeros(len(service.events), dtype=np.bool_))
    _web(service, writer, dirt)
    _crm(service, writer, dirt)
    _desk(service, writer, dirt)
    return dirt


def _web(service: Service, writer: Writer, dirt: Dirt) -> None:
    rows = web_rows(service)
    deliveries = deliver_web(service, rows)
    write_web(service, rows, deliveries, writer)
    seen = rows.state[deliveries.observable(len(rows))]
    dirt.observable[seen[seen >= 0]] = True
    links = rows.kind[deliveries.row] == IDENTIFY
    dirt.duplicates["web"] = {
        "events": _part(deliveries, ~links).duplicates(),
        "identify": _part(deliveries, links).duplicates(),
    }
    dirt.rejected["web"] = deliveries.rejected()


def _part(deliveries: Deliveries, lines: Flags) -> Deliveries:
    return Deliveries(
        row=deliveries.row[lines],
        received_ms=deliveries.received_ms[lines],
        defect=deliveries.defect[lines],
        file=deliveries.file[lines],
    )


def _crm(service: Service, writer: Writer, dirt: Dirt) -> None:
    counts: dict[str, int] = {"events": 0, "owner_names": 0}
    rejected: dict[str, int] = {}
    for table in range(len(TABLES)):
        rows = crm_rows(service, table)
        deliveries = deliver_crm(service, rows, table)
        write_history(service, rows, deliveries, table, writer)
        dirt.observable[rows.state[deliveries.observable(len(rows.state))]] = True
        names = rows.is_name[deliveries.row]
        counts["events"] += _part(deliveries, ~names).duplicates()
        counts["owner_names"] += int(names.sum())
        for reason, count in deliveries.rejected().items():
            rejected[reason] = rejected.get(reason, 0) + count
    write_records(service, writer)
    dirt.duplicates["crm"], dirt.rejected["crm"] = counts, rejected


def _desk(service: Service, writer: Writer, dirt: Dirt) -> None:
    audits = make_audits(service)
    deliveries = deliver_desk(service, audits)
    write_desk(service, audits, deliveries, writer)
    seen = deliveries.observable(len(audits.ticket))
    dirt.observable[audits.state[seen[audits.of_event]]] = True
    dirt.observable[service.events.kind == NUMBER["rated"]] = True
    dirt.duplicates["helpdesk"] = {"events": deliveries.duplicates()}
    dirt.rejected["helpdesk"] = deliveries.rejected()
