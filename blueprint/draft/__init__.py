"""A design drafted from the log alone: what a team corrects in place of beginning with nothing.

Steps are the frequent activities (`candidates`, `choosing`), their lanes follow from who acts and
what the customer sees (`lanes`), stages lie where the flow is thin and time passes (`order`,
`stages`), flows and targets are measured by the same engine that will compare with them
(`measured`, `flows`). The same log gives the same bytes.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb

from blueprint.draft.candidates import candidates, lives
from blueprint.draft.choosing import choose
from blueprint.draft.customer import customer_type_of
from blueprint.draft.measured import measure
from blueprint.draft.plan import plan
from blueprint.draft.sheet import ChannelWord, Sheet
from blueprint.draft.stages import stages
from blueprint.draft.words import contact_of
from blueprint.draft.writing import written
from blueprint.findings import SourceState
from miner.log import run_script
from miner.warehouse import LogError

__all__ = ["customer_type_of", "draft"]


def draft(
    connection: duckdb.DuckDBPyConnection,
    *,
    name: str,
    zone: str,
    customer_type: str,
    sources: list[SourceState],
) -> str:
    """The text of a blueprint.yaml for a log that `miner.cases.prepare` has prepared.

    `name` becomes the design's name, `zone` (IANA) its time zone; `customer_type` is the object
    type that the log was prepared with (`customer_type_of` guesses one); `sources` say how far
    each log reaches. Raises `LogError` when no event has a customer.
    """
    own = lives(connection, customer_type)
    found = candidates(connection, own)
    if not found:
        raise LogError(
            f"no event of the log belongs to a {customer_type}, so there is nothing to draft."
            " Check which objects the sources name (columns: objects: in project.yaml)."
        )
    choice = choose(connection, found)
    sheet = Sheet(
        name=name,
        zone=zone,
        customer_type=customer_type,
        sources=tuple(sources),
        plan=plan(stages(connection, choice.steps, own), choice),
        ignored=choice.ignored,
        channels=_channels(connection),
    )
    again = measure(connection, written(sheet), sources).again
    sheet = replace(sheet, again=again)
    return written(replace(sheet, measured=measure(connection, written(sheet), sources)))


def _channels(connection: duckdb.DuckDBPyConnection) -> tuple[ChannelWord, ...]:
    rows = run_script(connection, Path(__file__).with_name("channels.sql"))
    return tuple(ChannelWord(word, contact_of(word), events) for word, events in rows)
