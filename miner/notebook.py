"""From Python and notebooks: what `import miner` offers; `docs/notebooks.md` shows it at work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import duckdb

from miner import measures
from miner.case_notions import CaseNotion
from miner.cases import prepare
from miner.flat import FlatColumns, FlatLog, flat_log
from miner.identity import IdentityRules
from miner.log import EventLog
from miner.nets import Net, Tree
from miner.rows import Rows
from miner.soundness import soundness
from miner.warehouse import LogError, open_for_analysis

if TYPE_CHECKING:
    from miner.conformance import Alignment
    from miner.discovery import Model

Variants = Mapping[tuple[str, ...], int]


def open_warehouse(
    path: Path | str,
    customer_type: str,
    *,
    rules: IdentityRules | None = None,
    notion: CaseNotion | None = None,
) -> EventLog:
    """The log of a warehouse: customers found, cases cut, traces made in memory.

    `customer_type` is the object type that is the customer. The file is only read. Raises
    `LogError` when it is not there, is too new, or another process holds it.
    """
    connection = open_for_analysis(Path(path))
    return prepare(connection, customer_type, rules or IdentityRules(), notion or CaseNotion())


def read(
    source: object,
    columns: tuple[str, str, str] = ("case", "activity", "time"),
    *,
    zone: str | None = None,
    database: Path | str = ":memory:",
) -> FlatLog:
    """A log from one table of events, and what became of its rows; see `miner.flat.flat_log`.

    `source` is a Parquet or CSV file, or a frame; `columns` names case, activity and time. `zone`
    is needed where times carry none. For more than memory holds name a new `database` file.
    """
    return flat_log(duckdb.connect(str(database)), source, FlatColumns(*columns), zone)


@cache
def measure(name: str) -> Callable[..., Any]:
    """A function of `miner.measures` that gives `Rows` where that gives a list."""
    given = getattr(measures, name)
    (row,) = get_args(get_type_hints(given)["return"])[:1] or (None,)
    fields = getattr(row, "_fields", None)

    @wraps(given)
    def as_rows(*arguments: Any, **named: Any) -> Any:
        found = given(*arguments, **named)
        return Rows(found, fields) if isinstance(found, list) and fields else found

    return as_rows


def variant_counts(log: EventLog | Variants) -> Variants:
    """The cases of each variant; what is that already stays as it is.

    Models know no event without a name (`EventLog.relabelled`): such events are left out.
    """
    if isinstance(log, Mapping):
        return log
    counts: dict[tuple[str, ...], int] = {}
    for variant, cases in measures.variant_counts(log).items():
        named = tuple(name for name in variant if name is not None)
        counts[named] = counts.get(named, 0) + cases
    return counts


def discover(log: EventLog | Variants, noise: float = 0.2) -> Model:
    """The inductive miner's model of a log, and its quality; see `miner.discovery`."""
    from miner import discovery  # noqa: PLC0415 - heavy

    return discovery.discover(variant_counts(log), noise)


def discover_heuristics(log: EventLog | Variants, dependency: float = 0.5) -> Model:
    """The heuristics miner's model of a log, and its quality; see `miner.discovery`."""
    from miner import discovery  # noqa: PLC0415 - heavy

    return discovery.discover_heuristics(variant_counts(log), dependency)


def align(
    log: EventLog | Variants, model: Tree | Net, *, most_seconds: float | None = None
) -> Alignment:
    """How a log and a model agree; see `miner.conformance`. Raises `LogError` for an unsafe net."""
    from miner import conformance  # noqa: PLC0415 - loads numpy

    if isinstance(model, Net) and soundness(model).safe is False:
        raise LogError("the net is not safe: a place can have two tokens. Align with a safe one.")

    return conformance.align(model, variant_counts(log), most_seconds=most_seconds)
