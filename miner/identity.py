"""Who is who: identifiers of several systems become customers (the table identities).

*Keys* (user, e-mail, contact, lead, requester, and the customer type of the design) are strong
identifiers. Keys that a source calls the `same` are one customer, and so is what hangs together
through several such statements (a connected component). E-mails are compared without regard to
case and blanks around. Values that mean "nobody" are blocked, and a key with more than `fan_out`
neighbours of one other type (a shared mailbox) does not glue.

*Leaves* (an anonymous visitor) never glue. A leaf belongs to the customer that it identifies as: by
a source's statement, or by an event that touches both. When it identifies as several (a shared
device), time decides: a moment belongs to the next identification at or after it, so what follows
a user's last sign of life on the device is the next user's; after the last one, to the last.
A leaf that never identifies is a customer of its own.

| rule | what it says | confidence |
|---|---|---|
| own | names the customer | 1.0 |
| declared | glued to that name with no e-mail between | 1.0 |
| email | glued to it through an e-mail | 0.95 |
| identified | a leaf that identified as one customer | 0.9 |
| identified_by_time | a leaf that identified as several | 0.8 |
| shared | over the fan-out: a customer of its own, surely several people | 0.5 |
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from miner.log import run_script

BLOCKED = frozenset(
    {"", "-", "-1", "?", "(not set)", "anonymous", "n/a", "na", "nan", "none", "null"}
    | {"null@null", "undefined", "unknown"}
)
"""Values that name nobody, in whatever system: always blocked, beside those a project blocks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityRules:
    """Which identifiers name a person, strongest first, and what must not glue them."""

    keys: tuple[str, ...] = ("user", "email", "contact", "lead", "requester")
    leaves: tuple[str, ...] = ("anonymous",)
    blocked: tuple[str, ...] = ()
    fan_out: int = 20


def stitch(connection: duckdb.DuckDBPyConnection, customer_type: str, rules: IdentityRules) -> None:
    """Makes the table identities, and the working tables that `miner.cases` reads and drops."""
    here = Path(__file__).parent
    run_script(
        connection,
        here / "identifiers.sql",
        customer_type=customer_type,
        keys=list(rules.keys),
        leaves=list(rules.leaves),
        blocked=_compared(rules.blocked),
    )
    parameters = {"customer_type": customer_type, "fan_out": rules.fan_out}
    run_script(connection, here / "identity.sql", **parameters)


def _compared(blocked: Iterable[str]) -> list[str]:
    """The blocked values as they are compared, in one order."""
    return sorted(BLOCKED | {value.strip().lower() for value in blocked})
