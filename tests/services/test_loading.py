"""The same log by way of files: their order, their number and doubled rows change nothing."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from blueprint.findings import from_json
from pipelines.run import compare_loaded, load_sources, new_order
from tests.services.designing import design_of
from tests.services.making import made
from tests.services.manners import told as fields_of
from tests.services.service import Service
from tests.services.simulating import START

ATTRIBUTES = ("type", "result", "owner", "score")
UNLIKE = ("run", "schema")


@pytest.fixture(scope="module")
def service_and_rows():
    """A service, and its log as rows: what an export of each source has."""
    service, log = made(9, customers=150)
    kinds = zip(log.act.tolist(), log.manner.tolist(), strict=True)
    told = pd.DataFrame([exported(service, *kind) for kind in kinds])
    told["when"] = pd.to_datetime(log.time, unit="us", utc=True).astype(str)
    told["who"] = [f"c{one}" for one in log.customer]
    told["ticket"] = ["" if one < 0 else f"t{one}" for one in log.ticket]
    told["sequence"] = ["" if one < 0 else str(one) for one in log.sequence]
    return service, told


def exported(service: Service, act: int, manner: int):
    """The columns of an export that speak of what happened."""
    said = fields_of(service, act, manner)
    words = {
        name: said[name]
        for name in ("source", "activity", "actor_kind", "role", "channel", "public")
    }
    return {**words, **{name: said["attributes"].get(name) for name in ATTRIBUTES}}


def project(service: Service, folder):
    """A project of CSV sources; a source that is not logged has an empty export."""
    (folder / "blueprint.yaml").write_text(json.dumps(design_of(service)))
    named = [*service.precision, *filter(None, [service.unlogged])]
    sources = {name: source_of(service, name) for name in named}
    settings = {
        "project": 1,
        "sources": sources,
        "identity": {"keys": ["customer"]},
        "privacy": {"identifiers": "plain", "smallest_group": 1},
    }
    (folder / "project.yaml").write_text(json.dumps(settings))
    return folder


def source_of(service: Service, name: str):
    columns = {"activity": "activity", "timestamp": "when", "sequence": "sequence", "actor_kind": "actor_kind", "role": "role", "channel": "channel", "public": "public", "objects": {"customer": "who", "ticket": "ticket"}, "attributes": {name: name for name in ATTRIBUTES}}  # fmt: skip
    until = service.complete_until.get(name, max(service.complete_until.values()))
    moments = {"coverage_from": START, "complete_until": until}
    return {
        "format": "csv", "files": f"{name}-*.csv", "columns": columns,
        "links": [{"from": "ticket", "to": "customer", "qualifier": "of"}],
        "precision": "s" if service.precision.get(name) == 1_000_000 else "ms",
        **{key: pd.Timestamp(us, unit="us", tz="UTC").isoformat() for key, us in moments.items()},
    }  # fmt: skip


def write(folder, rows, part: str) -> None:
    for source, own in rows.groupby("source"):
        own.drop(columns="source").to_csv(folder / f"{source}-{part}.csv", index=False)


def findings_of(folder):
    """What a run finds, but for what names the run."""
    order = new_order(folder)
    told = json.loads((compare_loaded(order) / "findings.json").read_text())
    assert from_json(json.dumps(told)).gaps
    for gap in told["gaps"]:
        gap["first_seen"] = "when the run was"
    return {key: value for key, value in told.items() if key not in UNLIKE}


def load(folder, *parts) -> None:
    for number, rows in enumerate(parts):
        write(folder, rows, str(number))
        load_sources(new_order(folder))


@pytest.fixture(scope="module")
def once(service_and_rows, tmp_path_factory):
    """The findings of the log in one file per source, in the order of time."""
    service, rows = service_and_rows
    folder = project(service, tmp_path_factory.mktemp("once"))
    load(folder, rows)
    return findings_of(folder)


def test_shuffled_rows_in_several_files_change_nothing(service_and_rows, once, tmp_path) -> None:
    service, rows = service_and_rows
    mixed = rows.iloc[np.random.default_rng(1).permutation(len(rows))]
    folder = project(service, tmp_path)
    for part in range(3):
        write(folder, mixed.iloc[part::3], str(part))
    load_sources(new_order(folder))
    assert findings_of(folder) == once


def test_a_load_split_in_two_with_doubled_rows_changes_nothing(
    service_and_rows, once, tmp_path
) -> None:
    """The second half comes later, with a third of the first once more."""
    service, rows = service_and_rows
    half = len(rows) // 2
    folder = project(service, tmp_path)
    load(folder, rows.iloc[half:], pd.concat([rows.iloc[:half], rows.iloc[half::3]]))
    assert findings_of(folder) == once
