"""Pseudonyms: persons under a keyed hash, the same in every load of a project.

A person's identifier becomes `p_` and 20 hexadecimal digits of a SHA-256 over the key, its type and
its value as it is compared. Who has the key can find the pseudonym of a value that they know;
nobody can get a value back from a pseudonym. `pipelines/sql/pseudonyms.sql` computes the same.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import duckdb

from miner.identity import BLOCKED, Withdrawn, patterns_of_nobody
from pipelines.phones import e164
from pipelines.privacy_key import read_key
from pipelines.project import Project
from pipelines.project_file import SourceError
from pipelines.source_format import SQL
from pipelines.sql_variables import set_variables

PERSON_TYPES = frozenset(
    {"user", "customer", "person", "member", "employee", "agent", "assignee"}
    | {"email", "phone", "contact", "lead", "requester", "reporter", "caller"}
    | {"anonymous", "visitor", "device", "session", "gclid"}
)
"""Types of objects that name a person or their browser, whatever a project calls its customers."""
OBJECT_TYPES = frozenset(
    {"ticket", "case", "issue", "incident", "deal", "opportunity", "order", "application"}
    | {"conversation", "task", "permit", "declaration", "invoice"}
)
"""Types that stay readable even as keys: a number by which a case is looked up where it lives."""
_SEPARATOR = chr(31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pseudonyms:
    """The keyed hash of one project, and the types of objects that it stands for."""

    types: tuple[str, ...]
    key: str = field(repr=False)  # 32 hexadecimal digits
    nobody: str = patterns_of_nobody()  # values like this stay: identity blocks them by their text

    @property
    def fingerprint(self) -> str:
        """What tells two keys apart, and nothing else of them."""
        return self._keyed("fingerprint")[:16]

    @property
    def told(self) -> tuple[str, ...]:
        """What makes other names of the same persons, without the key: part of a load's id."""
        return (self.fingerprint, self.nobody, *self.types)

    def of(self, identifier_type: str, value: str) -> str:
        """What stands in the warehouse for a value of a type, as it was cleaned for comparing."""
        plain = value.strip().lower()
        if (
            not {identifier_type, identifier_type.lower()} & {*self.types}
            or plain in BLOCKED
            or re.fullmatch(self.nobody, plain)
        ):
            return value
        return self.hashed(identifier_type, value)

    def hashed(self, identifier_type: str, value: str) -> str:
        """The pseudonym, whether or not the type names persons."""
        compared = value.strip().lower() if identifier_type == "email" else value
        return "p_" + self._keyed(f"{identifier_type}{_SEPARATOR}{compared}")[:20]

    def _keyed(self, text: str) -> str:
        return hashlib.sha256(f"{self.key}{text}".encode()).hexdigest()

    def variables(self) -> dict[str, Any]:
        """What pseudonyms.sql needs: they live in memory, and are never written."""
        return {
            "naming_key": self.key,
            "person_types": list(self.types),
            "nobody": "|".join([*map(re.escape, sorted(BLOCKED)), self.nobody]),
        }


def pseudonyms_of(project: Project) -> Pseudonyms | None:
    """How the project names persons; None when they stand as the exports have them.

    Raises `SourceError` when the key cannot be read or is too short.
    """
    if project.privacy.identifiers == "plain":
        return None
    return keyed(project)


def keyed(project: Project) -> Pseudonyms:
    """The keyed hash of a project, also of one whose identifiers are plain."""
    named = {*project.identity.keys, *project.identity.leaves, *project.privacy.persons}
    return Pseudonyms(
        types=tuple(sorted((PERSON_TYPES | named) - OBJECT_TYPES)),
        key=_derived(read_key(project)),
        nobody=patterns_of_nobody(project.identity.blocked_patterns),
    )


def with_customer(project: Project, customer_type: str) -> Project:
    """The project, with what its design calls a customer among the types that name persons."""
    persons = (*project.privacy.persons, customer_type)
    return replace(project, privacy=replace(project.privacy, persons=persons))


def define_names(connection: duckdb.DuckDBPyConnection, names: Pseudonyms | None) -> None:
    """Makes the macros by which staging names persons."""
    if names is not None:
        set_variables(connection, names.variables())
    script = SQL / ("plain_names.sql" if names is None else "pseudonyms.sql")
    connection.execute(script.read_text(encoding="utf-8"))


def blocked_names(project: Project) -> tuple[str, ...]:
    """The values that the project blocks, as the warehouse has them."""
    blocked = project.identity.blocked
    names = pseudonyms_of(project) if blocked else None
    if names is None:
        return blocked
    return (*blocked, *(names.of(kind, value) for kind in names.types for value in blocked))


def withdrawn_names(project: Project) -> tuple[Withdrawn, ...]:
    """The withdrawn statements of the project, as the warehouse has their identifiers."""
    if not project.identity.withdrawn:
        return ()
    names = pseudonyms_of(project)
    return tuple(
        Withdrawn(
            w.from_type,
            warehouse_name(project, names, w.from_type, w.from_id),
            w.to_type,
            warehouse_name(project, names, w.to_type, w.to_id),
        )
        for w in project.identity.withdrawn
    )


def warehouse_name(project: Project, names: Pseudonyms | None, kind: str, value: str) -> str:
    """An identifier that a user wrote, as the warehouse has it."""
    compared = value.strip().lower() if kind == "email" else value.strip()
    if kind == "phone":
        compared = e164(compared, project.identity.region) or compared
    return compared if names is None else names.of(kind, compared)


@cache
def _derived(secret: str) -> str:
    """128 bits from the secret; slow to guess where the secret is a phrase."""
    salt = b"blueprint-miner"
    return hashlib.scrypt(secret.encode(), salt=salt, n=2**14, r=8, p=1, dklen=16).hex()


def naming_of(names: Pseudonyms | None) -> dict[str, Any]:
    """What the warehouse notes of how it names persons."""
    if names is None:
        return {"identifiers": "plain", "fingerprint": None}
    return {"identifiers": "pseudonyms", "fingerprint": names.fingerprint}


def refuse_other_names(
    connection: duckdb.DuckDBPyConnection, project: Project, names: Pseudonyms | None
) -> None:
    """Raises `SourceError` when the warehouse was loaded with another key, or without one."""
    known = _known_names(connection)
    if known is None:
        return
    was, fingerprint = known
    now = "plain" if names is None else "pseudonyms"
    if was != now:
        raise SourceError(
            f"{project.warehouse_path}: was loaded with identifiers: {was}, project.yaml says"
            f" identifiers: {now}. Correct privacy:, or remove the warehouse and load again."
        )
    if names is not None and fingerprint != names.fingerprint:
        raise SourceError(
            f"{project.warehouse_path}: was loaded with another key (fingerprint {fingerprint},"
            f" this one has {names.fingerprint}): one person would get two names. Set"
            f" {project.privacy.key_variable} to the key of that load or put its key file back;"
            " or remove the warehouse and load again."
        )


def _known_names(connection: duckdb.DuckDBPyConnection) -> tuple[str, str | None] | None:
    """How persons are named in the warehouse, and the key's fingerprint; None before a load."""
    row = connection.execute(
        "select identifiers, key_fingerprint from naming"
        " union all select 'plain', null from loads where not exists (from naming) limit 1"
    ).fetchone()
    return None if row is None else (str(row[0]), row[1])
