"""Real logs by their own case ids: what is loaded is not in question here, only what is measured."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb

import miner
from miner.log import EventLog
from miner.queries import run_script
from miner.warehouse import in_memory
from miner.xes import read_xes

REAL = Path(__file__).parents[2] / "shared" / "real"
HELPDESK = """select "Case ID" as case_id, "Activity" as activity, "Resource" as actor,
    workgroup as role, strptime("Complete Timestamp", '%Y/%m/%d %H:%M:%S.%f') as happened
    from read_csv($path, all_varchar = true)"""
INCIDENTS = """select number as case_id, incident_state as activity,
    nullif(sys_updated_by, '?') as actor, nullif(assignment_group, '?') as role,
    strptime(sys_updated_at, '%d/%m/%Y %H:%M') as happened from read_csv($path, all_varchar = true)"""
XES = """select "case:concept:name" as case_id, "concept:name" as activity, {actor} as actor,
    {role} as role, "time:timestamp" as happened from rows"""
EVENTS = """insert into events by name
select 'e' || row_number() over () as event_id, 'log' as source, activity, happened as "timestamp",
    'occurred' as timestamp_kind, 'us' as timestamp_precision, 'unknown' as actor_kind, actor, role,
    'f' as source_file, 1 as source_row, 'l' as load_id
from read_rows"""
CASES = """create table cases as select (row_number() over (order by case_id))::integer as case_no,
    case_id from (select distinct case_id from read_rows)"""
EVENT_CASES = """create table event_cases as select n.event_no, c.case_no
from (select 'e' || row_number() over () as event_id, case_id from read_rows)
inner join numbered_events as n using (event_id) inner join cases as c using (case_id)"""


def helpdesk(connection: duckdb.DuckDBPyConnection, _: Path) -> None:
    """Tickets of an Italian help desk."""
    _read(connection, HELPDESK, path=str(REAL / "helpdesk.csv"))


def incidents(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """The updates of ServiceNow incidents, by the state that they have then."""
    with zipfile.ZipFile(REAL / "uci_incident_119998.zip") as archive:
        path = archive.extract(archive.namelist()[0], folder)
    _read(connection, INCIDENTS, path=path)


def xes(name: str) -> Callable[[duckdb.DuckDBPyConnection, Path], None]:
    """A log of the XES format."""

    def read(connection: duckdb.DuckDBPyConnection, _: Path) -> None:
        rows = read_xes(REAL / name)
        connection.register("rows", rows)
        known = {
            role: f'"{key}"' if key in rows.column_names else "null"
            for role, key in (("actor", "org:resource"), ("role", "org:role"))
        }
        _read(connection, XES.format(**known))

    return read


LOGS = {
    "helpdesk": helpdesk,
    "receipt": xes("receipt.xes.gz"),
    "incidents": incidents,
    "domestic": xes("bpic2020/DomesticDeclarations.xes.gz"),
    "international": xes("bpic2020/InternationalDeclarations.xes.gz"),
    "permit": xes("bpic2020/PermitLog.xes.gz"),
    "prepaid": xes("bpic2020/PrepaidTravelCost.xes.gz"),
    "payment": xes("bpic2020/RequestForPayment.xes.gz"),
    "bpic2015": xes("bpic2015_1.xes.gz"),
}


def traces_of(name: str, folder: Path) -> EventLog:
    """A real log, prepared; `folder` takes what has to be unpacked."""
    connection = in_memory()
    LOGS[name](connection, folder)
    connection.execute(EVENTS)
    connection.execute(CASES)
    run_script(connection, Path(miner.__file__).with_name("events.sql"))
    connection.execute(EVENT_CASES)
    run_script(connection, Path(miner.__file__).with_name("traces.sql"))
    return EventLog(connection)


def _read(connection: duckdb.DuckDBPyConnection, sql: str, **parameters: str) -> None:
    """What was read, as a table in the order of the file."""
    connection.execute(f"create table read_rows as {sql}", parameters)
