"""The raw rows of the real logs, by case, ticket or incident."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from miner.xes import read_xes
from tests.real_logs.casewise.moments import micros
from tests.real_logs.casewise.passes import Plan, Row, Unit
from tests.real_logs.facts import REAL, uci_rows

PROJECTS = Path(__file__).parents[1]
Named = tuple[str, Row]


def units(log: str) -> dict[str, Unit]:
    """Every case, ticket or incident of a log with its rows in order."""
    plan = Plan.of(PROJECTS / log / "blueprint.yaml")
    rows: dict[str, list[Row]] = defaultdict(list)
    for name, row in LOGS[log]():
        rows[name].append(row)
    every = [row.at for each in rows.values() for row in each]
    plan.covered_from, plan.cut = min(every), max(every)
    return {name: Unit(plan, name, sorted(each, key=_order)) for name, each in rows.items()}


def _order(row: Row) -> tuple[int, int, str]:
    """By time, the log's own sequence with missing ones last, and activity."""
    return row.at, 10**9 if row.sequence is None else row.sequence, row.activity


def _helpdesk() -> Iterator[Named]:
    rows = pd.read_csv(REAL / "helpdesk.csv", dtype=str).drop_duplicates()
    for row in rows.rename(columns={"Resource": "actor"}).to_dict("records"):
        told = row["Complete Timestamp"].replace("/", "-")
        at = datetime.fromisoformat(told).replace(tzinfo=ZoneInfo("Europe/Rome"), fold=1)
        yield row["Case ID"], Row(micros(at), None, row["Activity"], row)


def _receipt() -> Iterator[Named]:
    yield from _xes(
        "receipt.xes.gz",
        "case:concept:name",
        {"org:group": "role", "case:channel": "channel", "case:department": "department"},
    )


def _travel() -> Iterator[Named]:
    more = {"org:role": "role", "(case)_Permit_OrganizationalEntity": "unit"}
    yield from _xes("bpic2020/InternationalDeclarations.xes.gz", "(case)_id", more)


def _xes(name: str, case: str, more: dict[str, str]) -> Iterator[Named]:
    rows = read_xes(REAL / name).to_pandas()
    rows = rows.drop_duplicates([column for column in rows if column != "id"])
    for row in rows.rename(columns=more).to_dict("records"):
        at = micros(row["time:timestamp"].to_pydatetime())
        yield row[case], Row(at, None, row["concept:name"], row)


def _uci() -> Iterator[Named]:
    opened: dict[str, Row] = {}
    for row in uci_rows().to_dict("records"):
        told: dict[str, Any] = {k: v for k, v in row.items() if v != "?"}
        told["channel"] = told.get("contact_type")
        at, name = _minute(row["sys_updated_at"]), row["number"]
        yield name, Row(at, int(row["sys_mod_count"]), f"incident.{row['incident_state']}", told)
        if "opened_at" in told and name not in opened:
            opened[name] = Row(
                _minute(row["opened_at"]), -1, "incident.opened", {"channel": told["channel"]}
            )
            yield name, opened[name]
        for end in ("resolved", "closed"):  # only how far the log goes; the design ignores them
            if f"{end}_at" in told:
                yield name, Row(_minute(told[f"{end}_at"]), None, f"incident.{end}", {})


def _minute(text: str) -> int:
    return micros(datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=ZoneInfo("UTC")))


LOGS = {"helpdesk": _helpdesk, "receipt": _receipt, "travel": _travel, "uci": _uci}
