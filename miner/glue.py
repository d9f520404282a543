"""Which keys are one person: gluing in rounds, surest statements first.

0. Two ids of a `single` type (user) that a source itself calls the same, and what was merged.
1. Ids with ids: a contact with its user, a lead with its contact.
2. to 4. Ids with what people are reached by: e-mail, phone, click id (gclid).

Each round sees the persons that the rounds before have found, and leaves out a key that does not
glue:

- *shared*: it is named by more than `fan_out` persons that have an id of one type;
- *contested*: two persons name it that are known to be two, for they have different single ids; or
  an e-mail is named by persons with three different phones; or a phone by persons with two
  different e-mails.

A chain that would still make two single ids one person comes apart in the middle: each key goes
with the id that it is nearer to, and what is as near to both goes with none.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from miner.log import run_script

REACHED_BY = ("email", "phone", "gclid")
"""What people are reached by, and anybody can type in: surest first."""

_HERE = Path(__file__).parent
_MARKS = {"email": "phone", "phone": "email"}


def glue(connection: duckdb.DuckDBPyConnection, unique: Sequence[str]) -> None:
    """Makes `components` (key to person), `component_rounds`, `glue` and `crowded`."""
    run_script(connection, _HERE / "glue_start.sql")
    rows = connection.execute("select distinct round_no from key_pairs order by 1").fetchall()
    for round_no in (row[0] for row in rows):
        _round(connection, round_no, unique)


def _round(connection: duckdb.DuckDBPyConnection, round_no: int, unique: Sequence[str]) -> None:
    """One round; the chains that hold two single ids are cut before its glue is kept."""
    value_type = REACHED_BY[round_no - 2] if round_no > 1 else None
    run_script(
        connection,
        _HERE / "glue.sql",
        round_no=round_no,
        value_type=value_type,
        unique=list(unique),
        mark_type=_MARKS.get(value_type or ""),
    )
    torn = run_script(connection, _HERE / "glue_join.sql")[0][0]
    if torn:
        run_script(connection, _HERE / "glue_apart.sql")
        run_script(connection, _HERE / "glue_join.sql")
    run_script(connection, _HERE / "glue_keep.sql", round_no=round_no)
