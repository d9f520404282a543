"""Two engines must tell the same clean instances: alignments, and sets in SQL; where they do not.

They share the design and the variants, no code: alignments search a model's runs, sets ask part by
part for order, arms, presence, counts and rounds.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import duckdb

from blueprint import flow
from blueprint.agreement import Disagreement
from blueprint.design import Design
from blueprint.queries import fill, select

MOST = 20
"""Disagreements that the findings list, the most instances first."""
_COLUMNS = {
    "flow_parts": "stage varchar, node integer, operator varchar, child integer, step varchar,"
    " inside boolean",
    "flow_children": "stage varchar, node integer, child integer, may_lack boolean",
    "flow_rounds": 'stage varchar, loop integer, period integer, "first" integer, tail integer',
    "flow_bounds": "stage varchar, step varchar, least integer, most integer, loop integer,"
    " again boolean",
}
Traces = Mapping[tuple[str, tuple[str, ...]], bool]


def clean_by_sets(
    connection: duckdb.DuckDBPyConnection, design: Design, blind: Collection[str]
) -> Traces:
    """Whether each stage and distinct sequence in `stage_variants` is a run of the flow, by sets.

    Stages whose flow cannot be told by sets (`flow.flow_sets`) are not in it.
    """
    found = {
        stage: sets
        for stage, tree in design.flows.items()
        if (sets := flow.flow_sets(tree, design.blueprint.steps, blind)) is not None
    }
    fill(connection, "flow_stages", "stage varchar", [(stage,) for stage in found])
    for table, rows in flow.rows_of(found.items()):
        fill(connection, table, _COLUMNS[table], rows)
    told = select(connection, "sql/clean_by_sets")
    return {(stage, tuple(trace)): is_clean for stage, trace, is_clean in told}


def disagreements(
    sets: Traces,
    aligned: Traces,
    counts: Mapping[tuple[str, tuple[str, ...]], tuple[int, int]],
) -> list[Disagreement]:
    """The sequences of which the engines tell different things; `counts`: instances, customers."""
    differing = [key for key in aligned if key in sets and aligned[key] != sets[key]]
    ranked = sorted(differing, key=lambda key: (-counts[key][0], key))
    return [
        Disagreement(
            stage=stage,
            trace=list(trace),
            instances=counts[stage, trace][0],
            customers=counts[stage, trace][1],
            clean_by_sets=sets[stage, trace],
            clean_by_alignment=aligned[stage, trace],
        )
        for stage, trace in ranked[:MOST]
    ]
