"""Five affected cases of each gap of a real log, with their raw rows, for a look by hand.

`python tests/real_logs/five_cases.py LOG PROJECT` reads the mart of the last run in PROJECT (a copy
of the log's folder here) and the log's file with pandas. It judges nothing: it prints.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pandas as pd

# ruff: noqa: T201 - printing is what it is for
from tests.real_logs.facts import REAL, read_rows

CASES, EVENTS, SEED = 5, 14, 7


def raw(log: str) -> pd.DataFrame:
    """Case, activity and time of each row of a log's file."""
    if log == "helpdesk":
        rows = pd.read_csv(REAL / "helpdesk.csv", dtype=str).drop_duplicates()
        at = pd.to_datetime(rows["Complete Timestamp"], format="%Y/%m/%d %H:%M:%S.%f")
        return pd.DataFrame({"case": rows["Case ID"], "activity": rows["Activity"], "at": at})
    if log == "uci":
        with zipfile.ZipFile(REAL / "uci_incident_119998.zip") as archive:
            rows = pd.read_csv(archive.open(archive.namelist()[0]), dtype=str)
        at = pd.to_datetime(rows["sys_updated_at"], format="%d/%m/%Y %H:%M")
        told = rows["incident_state"] + " (opened " + rows["opened_at"] + ")"
        return pd.DataFrame({"case": rows["number"], "activity": told, "at": at})
    name = {"receipt": "receipt.xes.gz", "travel": "bpic2020/InternationalDeclarations.xes.gz"}[log]
    return read_rows(name)


def main(log: str, project: str) -> None:
    """Prints, per gap, what the mart says of five instances and what the file has of them."""
    rows = raw(log)
    if log == "travel":  # the file's own case has no space in its name
        rows["case"] = rows["case"].str.replace("declaration", "declaration ")
    found = pd.read_parquet(Path(project) / "out" / "latest" / "mart" / "deviations.parquet")
    for gap, cases in found.drop_duplicates(["gap_id", "instance"]).groupby("gap_id"):
        print(f"## {gap}: {len(cases)} affected")
        for case in cases.sample(min(CASES, len(cases)), random_state=SEED).itertuples():
            own = rows[rows["case"] == case.instance].sort_values("at", kind="stable").head(EVENTS)
            print(f"  {case.instance}  {case.detail}  {case.effect} {case.effect_unit}")
            for row in own.itertuples():
                print(f"      {row.at:%Y-%m-%d %H:%M}  {row.activity}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
