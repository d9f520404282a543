"""How well identifiers become customers, measured on people that are planted with the truth.

`python benchmarks/identity.py` prints one row per seed: pairs of identifiers in one customer that
are one person's (precision), pairs that the data can tell and that were found (recall), how many
people the largest false customer has, and the share of page views before a login, on shared
devices, that went to who logged in.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import duckdb

from miner.cases import prepare
from miner.identity import IdentityRules
from miner.warehouse import in_memory
from pipelines.phones import e164, is_of_one
from sample_logs.people import Identifier, Planted, Statement, plant

SEEDS = (1, 2, 3, 4, 5)


class Score(NamedTuple):
    """One seed: shares, and the number of people in the largest customer that mixes several."""

    precision: float
    recall: float
    largest: int
    on_shared: float
    customers: int
    seconds: float


def measured(
    people: int, seed: int, rules: IdentityRules | None = None, *, hard: bool = False
) -> Score:
    """Plants people, finds customers in what they left, and compares with the truth."""
    planted = plant(people, seed, hard=hard)
    with in_memory() as connection:
        fill(connection, planted)
        begin = time.perf_counter()
        prepare(connection, "user", rules or IdentityRules())
        seconds = time.perf_counter() - begin
        found = customers(connection)
        return scored(planted, found, right_views(connection, planted))._replace(seconds=seconds)


def scored(planted: Planted, found: Mapping[Identifier, int], on_shared: float) -> Score:
    """The found customers against the truth."""
    person = planted.person_of()
    by_customer: dict[int, Counter[int]] = defaultdict(Counter)
    for name, customer in found.items():
        if name in person:
            by_customer[customer][person[name]] += 1
    together = sum(pairs(counts.total()) for counts in by_customer.values())
    right = sum(pairs(n) for counts in by_customer.values() for n in counts.values())
    told, kept = identifiable_pairs(planted, found)
    largest = max((len(c) for c in by_customer.values() if len(c) > 1), default=1)
    return Score(right / together, kept / told, largest, on_shared, len(by_customer), 0.0)


def identifiable_pairs(planted: Planted, found: Mapping[Identifier, int]) -> tuple[int, int]:
    """How many pairs the data can tell, and how many of them are in one customer."""
    groups: dict[Identifier, Counter[int | None]] = defaultdict(Counter)
    for alone, (name, root) in enumerate(planted.identifiable().items()):
        groups[root][found.get(name, -1 - alone)] += 1
    told = sum(pairs(counts.total()) for counts in groups.values())
    return told, sum(pairs(n) for counts in groups.values() for n in counts.values())


def pairs(number: int) -> int:
    """Pairs among so many."""
    return number * (number - 1) // 2


def customers(connection: duckdb.DuckDBPyConnection) -> dict[Identifier, int]:
    """Each identifier that is one customer's for all time, and that customer."""
    rows = connection.execute(
        "select identifier_type, identifier, min(customer_no) from identities group by all"
        " having count(*) = 1"
    ).fetchall()
    return {Identifier(kind, name): customer for kind, name, customer in rows}


def right_views(connection: duckdb.DuckDBPyConnection, planted: Planted) -> float:
    """The share of views before a login, on devices of several, that went to who logged in."""
    person = planted.person_of()
    got = dict(
        connection.execute(
            "select event_id, identifier from numbered_events join event_cases using (event_no)"
            " join cases using (case_no) join identities using (customer_no)"
            " where identifier_type = 'user'"
        ).fetchall()
    )
    views = [
        (person.get(Identifier("user", got.get(str(number), ""))) == view.person)
        for number, view in enumerate(planted.visits)
        if view.logs_in and view.user is None and len(planted.owners[view.device]) > 1
    ]
    return sum(views) / len(views) if views else 1.0


def fill(connection: duckdb.DuckDBPyConnection, planted: Planted) -> None:
    """Writes what was planted into an empty normal form, phones as the loader writes them."""
    links = [(*s.giver, *_loaded(s.taker), _qualifier(s), s.at_us) for s in planted.statements]
    connection.execute(
        """insert into object_links by name select 's' as source, unnest($c0) as from_type,
        unnest($c1) as from_id, unnest($c2) as to_type, unnest($c3) as to_id,
        unnest($c4) as qualifier, 'l' as load_id,
        make_timestamp(unnest($c5)::bigint)::timestamptz as linked_at""",
        _columns(links),
    )
    connection.execute(
        """insert into events by name select unnest($c0) as event_id, 'web' as source,
        'page' as activity, make_timestamp(unnest($c1)::bigint)::timestamptz as "timestamp",
        'occurred' as timestamp_kind, 's' as timestamp_precision, 'customer' as actor_kind,
        'f' as source_file, 1 as source_row, 'l' as load_id""",
        _columns([(str(n), view.at_us) for n, view in enumerate(planted.visits)]),
    )
    touched = [
        (str(n), *each) for n, v in enumerate(planted.visits) for each in (v.device, v.user) if each
    ]
    connection.execute(
        """insert into event_objects by name select unnest($c0) as event_id,
        unnest($c1) as object_type, unnest($c2) as object_id, 'subject' as qualifier""",
        _columns(touched),
    )


def _loaded(name: Identifier) -> Identifier:
    number = e164(name.id, "ES") if name.type == "phone" else None
    return Identifier("phone", number) if number else name


def _qualifier(statement: Statement) -> str:
    kind, name = statement.taker
    return "reached" if kind == "phone" and not is_of_one(name, "ES") else statement.qualifier


def _columns(rows: Iterable[tuple[object, ...]]) -> dict[str, list[object]]:
    return {f"c{n}": list(column) for n, column in enumerate(zip(*rows, strict=True))}


def main() -> None:
    """Prints one row per seed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--hard", action="store_true")
    given = parser.parse_args()
    print(
        f"{'seed':>4} {'precision':>10} {'recall':>8} {'largest':>8} {'shared':>7} {'seconds':>8}"
    )
    for seed in SEEDS:
        s = measured(
            given.people,
            seed,
            hard=given.hard,
        )
        print(
            f"{seed:4} {s.precision:10.5f} {s.recall:8.4f} {s.largest:8} {s.on_shared:7.3f}"
            f" {s.seconds:8.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
