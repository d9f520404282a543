"""`blueprint-miner who ID`: which customer an identifier is, and what led there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path

import click
import duckdb

from blueprint.design import load_design
from miner.cases import assign
from miner.explain import Explained, Known, Told, explain, identifier_types
from miner.warehouse import open_for_analysis
from pipelines.faults import DONE
from pipelines.plain import plain
from pipelines.project import Project, SourceError, load_project
from pipelines.pseudonyms import pseudonyms_of, refuse_other_names, warehouse_name
from pipelines.run import LOCK_WAIT_S, identity_rules

ALIKE = 0.75
"""How alike two ids are, from 0 to 1, to be taken for a slip of the pen."""
MOST_LISTED = 40
"""Identifiers of one customer that are listed; --json has all."""


def show(folder: Path, identifier: str, *, as_json: bool) -> int:
    """Shows every customer that the identifier is, as words or JSON.

    Raises `SourceError` with the nearest ids when the log does not have it, and for another key
    than the warehouse was loaded with.
    """
    project = load_project(folder)
    customer_type = load_design(project.design_path).bindings.customer
    with open_for_analysis(project.warehouse_path, LOCK_WAIT_S) as connection:
        refuse_other_names(connection, project, pseudonyms_of(project))
        assign(connection, customer_type, identity_rules(project))
        found = explain(connection, _wanted(connection, project, identifier))
        if not found:
            raise SourceError(_unknown(connection, identifier))
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found], indent=2, default=_text))
    else:
        click.echo("\n\n".join("\n".join(_lines(each)) for each in found))
    return DONE


def _wanted(
    connection: duckdb.DuckDBPyConnection, project: Project, identifier: str
) -> list[tuple[str, str]]:
    """The identifier as it may stand in the warehouse: by its type, or by every type.

    Where persons are pseudonyms, it is hashed first; a pseudonym is taken as it is.
    """
    types = identifier_types(connection)
    kind, _, name = identifier.partition(":")
    asked = [(kind, name)] if kind in types and name else []
    asked += [(each, identifier) for each in types]
    names = pseudonyms_of(project)
    return asked + [(t, warehouse_name(project, names, t, each)) for t, each in asked]


def _unknown(connection: duckdb.DuckDBPyConnection, identifier: str) -> str:
    """That no source knows it, and what is written alike."""
    name = identifier.partition(":")[2] or identifier
    rows = connection.execute(
        "select identifier_type || ':' || identifier, identifier from nodes"
        " order by levenshtein(left(identifier, 100), left($name, 100)), 1 limit 20",
        {"name": name},
    ).fetchall()
    near = [full for full, own in rows if get_close_matches(name, [own], n=1, cutoff=ALIKE)][:3]
    hint = f" Did you mean {', '.join(plain(each) for each in near)}?" if near else ""
    return f"{plain(identifier)}: no source names it, or its value is blocked.{hint}"


def _lines(each: Explained) -> Iterable[str]:
    yield f"{plain(each.asked)} ({each.kind}) is {_customer(each)}"
    if each.chain:
        yield "because:"
        yield from (f"  {_statement(told)}" for told in each.chain)
    if each.identifiers:
        yield "all names of this customer:"
        yield from (f"  {_name(known)}" for known in each.identifiers[:MOST_LISTED])
    if len(each.identifiers) > MOST_LISTED:
        yield f"  ... and {len(each.identifiers) - MOST_LISTED} more (--json)"
    if each.withdrawn:
        yield "withdrawn in project.yaml, does not count:"
        yield from (f"  {_statement(told)}" for told in each.withdrawn)


def _customer(each: Explained) -> str:
    return (
        f"customer {plain(each.customer)}"
        if each.customer
        else "nobody's: no event or link says whose"
    )


def _name(known: Known) -> str:
    span = ""
    if known.valid_from or known.valid_to:
        span = f", from {_text(known.valid_from)} to {_text(known.valid_to)}"
    return f"{plain(known.identifier)}: {known.rule}, {known.confidence:g}{span}"


def _statement(told: Told) -> str:
    place = f", {plain(told.source_file or '')}" if told.qualifier != "fuzzy" else ""
    place += f":{told.source_row}" if told.source_row else ""
    at = f", {_text(told.at)}" if told.at else ""
    says = f"{plain(told.giver)} {told.qualifier} {plain(told.taker)}"
    return f"{says} ({plain(told.source)}{place}{at})"


def _text(moment: datetime | None) -> str:
    return "..." if moment is None else moment.isoformat()
