"""Who is who: identifiers of several systems become customers (the table identities).

*Keys* (user, e-mail, phone, contact, lead, requester, click id, and the customer type of the
design) are strong identifiers. Keys that a source calls the `same` are one customer, and so is what
hangs together through several such statements, in rounds from the surest to the weakest:
`miner.glue` says which statements glue and which do not. E-mails are compared without regard to
case and blanks around, phones as E.164. Values that mean "nobody" are blocked.

*Leaves* (an anonymous visitor) never glue. A leaf belongs to the customer that it identifies as: by
a source's statement, by an event that touches both, or by a click id that a lead has, too. When it
identifies as several (a shared device), time decides: what came before the first identification is
the first person's; a person has the device to the end of the visit of their last identification
before another's (a visit ends by a pause, or where the session's id changes; the other's
identification ends it at the latest); what comes after that, back to that end, is the next
person's; after the last identification it is the last one's. A leaf that never identifies is a
customer of its own.

| rule | what it says | confidence |
|---|---|---|
| own | names the customer | 1.0 |
| declared | glued to that name by ids, or straight to an id of that customer | 1.0 |
| email, phone, gclid | glued through what that customer is reached by | 0.95, 0.9, 0.85 |
| fuzzy | no key leads there: spelled alike (`miner.fuzzy`, when asked for) | its probability |
| identified | a leaf that identified as one customer | 0.9 |
| clicked | a leaf that only a click id identifies | 0.85 |
| identified_by_time | a leaf that identified as several | 0.8 |
| shared | over the fan-out: a customer of its own, surely several people | 0.5 |
| contested | between two people who are known to be two: a customer of its own | 0.5 |
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import duckdb

from miner.fuzzy import FUZZY_ROUND, FuzzyRules, join_alike
from miner.glue import REACHED_BY, glue
from miner.log import run_script

BLOCKED = frozenset(
    {"", "-", "-1", "?", "(not set)", "anonymous", "n/a", "na", "nan", "none", "null"}
    | {"null@null", "undefined", "unknown"}
)
"""Values that name nobody, in whatever system: always blocked, beside those a project blocks."""

BLOCKED_PATTERNS = (
    r"[0-]*",
    r"(null|none|nobody|unknown|undefined|anonymous|n/?a|(no|do)[-_.]?(not[-_.]?)?reply)@.*",
)
"""Patterns (RE2, of the whole value in lower case) of identifiers of persons that name nobody."""

SURENESS = {
    "own": 1.0,
    "declared": 1.0,
    "email": 0.95,
    "phone": 0.9,
    "gclid": 0.85,
    "fuzzy": 0.9,  # at least: each link has its own probability
    "identified": 0.9,
    "clicked": 0.85,
    "identified_by_time": 0.8,
    "shared": 0.5,
    "contested": 0.5,
}
FAN_OUT = {"email": 5, "phone": 3, "gclid": 1}
_HERE = Path(__file__).parent


class Withdrawn(NamedTuple):
    """Two identifiers whose statements (in either direction) do not hold any more."""

    from_type: str
    from_id: str
    to_type: str
    to_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityRules:
    """Which identifiers name a person, strongest first, and what must not glue them."""

    keys: tuple[str, ...] = ("user", "email", "contact", "lead", "requester", "phone", "gclid")
    leaves: tuple[str, ...] = ("anonymous",)
    single: tuple[str, ...] = ("user",)  # a person has one of these at most
    unique: tuple[str, ...] = ("requester",)  # one e-mail has one of these at most
    blocked: tuple[str, ...] = ()
    blocked_patterns: tuple[str, ...] = ()
    fan_out: int = 20  # most persons with an id of one type that a key may glue
    fan_outs: Mapping[str, int] = field(default_factory=lambda: dict(FAN_OUT))
    pause: timedelta = timedelta(minutes=30)  # without an event: a visit is over
    withdrawn: tuple[Withdrawn, ...] = ()
    fuzzy: FuzzyRules | None = None  # None: only what the sources say


def stitch(connection: duckdb.DuckDBPyConnection, customer_type: str, rules: IdentityRules) -> None:
    """Makes the table identities, and the working tables that `miner.cases` reads and drops.

    Raises `LogError` when the fuzzy pass is asked for and Splink is not installed.
    """
    run_script(
        connection,
        _HERE / "identifiers.sql",
        customer_type=customer_type,
        keys=list(rules.keys),
        leaves=list(rules.leaves),
        single=list(rules.single),
        reached_by=list(REACHED_BY),
        most=rules.fan_out,
        fan_out=[{"identifier_type": t, "most": n} for t, n in sorted(rules.fan_outs.items())],
        blocked=_compared(rules.blocked),
        blocked_patterns=patterns_of_nobody(rules.blocked_patterns),
        withdrawn=[w._asdict() for w in rules.withdrawn],
    )
    glue(connection, rules.unique)
    if rules.fuzzy:
        join_alike(connection, rules.fuzzy)
    run_script(connection, _HERE / "leaves.sql", pause_us=rules.pause // timedelta(microseconds=1))
    run_script(
        connection,
        _HERE / "identity.sql",
        customer_type=customer_type,
        reached_by=list(REACHED_BY),
        fuzzy_round=FUZZY_ROUND,
        sureness=[{"rule": rule, "confidence": c} for rule, c in SURENESS.items()],
    )


def patterns_of_nobody(more: Iterable[str] = ()) -> str:
    """One pattern of all values that name nobody, for whole values in lower case."""
    return "|".join(f"(?:{pattern})" for pattern in (*BLOCKED_PATTERNS, *more))


def _compared(blocked: Iterable[str]) -> list[str]:
    """The blocked values as they are compared, in one order."""
    return sorted(BLOCKED | {value.strip().lower() for value in blocked})
