"""The fuzzy pass: persons that share no key but are spelled alike, compared by Splink.

It runs after the rules of `miner.glue`, when it is asked for, and never alters what they found. A
link joins two persons when each is the other's one best match, at or above the threshold. So links
never chain, and what is as like to two is joined to neither. Two persons with an id of a `single`
type each (two users) stay two, and so do two of whom a rule said that they are (a shared e-mail).
"""

from __future__ import annotations

import logging
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from miner.fuzzy_weights import settings
from miner.glue import REACHED_BY
from miner.log import run_script
from miner.warehouse import LogError

FUZZY_ROUND = 2 + len(REACHED_BY)
"""The round after those of `miner.glue`."""
LEAST_THRESHOLD = 0.9
HIGHEST = 0.9999
"""Highest confidence of a likeness: nothing that is only alike is certain."""
MOST_VALUES = 3
"""Values of one type that are compared of one person."""
MOST_LETTERS = 200
"""A longer value is no e-mail, phone or name: it is not compared."""
MOST_IN_BLOCK = 200
"""A value that more persons share brings nobody together."""
_COMPARED = ("email", "phone")
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class FuzzyRules:
    """How sure a likeness must be, and what is compared beside e-mails and phones."""

    threshold: float = 0.99  # from 0.9 to 1
    compare: tuple[str, ...] = ()  # types of objects, such as name


class Value(NamedTuple):
    """One value of a person, and the key that stands for it in a link."""

    text: str
    key_no: int


class Link(NamedTuple):
    """Two persons that are alike, by which of their keys, and how probably they are one."""

    component_no: int
    other_component_no: int
    node_no: int
    other_no: int
    probability: float


def join_alike(connection: duckdb.DuckDBPyConnection, rules: FuzzyRules) -> None:
    """Joins persons in `components` that are alike; `fuzzy_links` has what was found.

    Raises `LogError` when Splink is not installed.
    """
    _installed()
    types = tuple(dict.fromkeys((*_COMPARED, *rules.compare)))
    rows = run_script(
        connection, _HERE / "fuzzy_values.sql", compared=list(types), most=MOST_VALUES
    )
    records = _records(rows, types)
    links = _links(records, len(types) - len(_COMPARED), rules.threshold) if records else []
    run_script(
        connection,
        _HERE / "fuzzy_join.sql",
        alike=[link._asdict() for link in links],
        round_no=FUZZY_ROUND,
    )


def _installed() -> None:
    try:
        import splink  # noqa: F401, PLC0415
    except ImportError as error:
        raise LogError(
            "identity: fuzzy: Splink is not installed, and the fuzzy pass is made with it."
            ' Expected `pip install "blueprint-miner[fuzzy]"`, or no `fuzzy:` in project.yaml.'
        ) from error


def _records(rows: Iterable[Sequence[Any]], types: Sequence[str]) -> list[dict[str, Any]]:
    """One record per person and combination of their values, with what is compared."""
    persons: dict[int, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
    for person_no, kind, text, key_no in rows:
        if len(text) <= MOST_LETTERS:
            persons[person_no][kind].append(Value(text, key_no))
    records = [
        {"unique_id": 0, "person_no": person_no, **fields}
        for person_no, values in persons.items()
        for fields in _combined(values, types)
    ]
    for number, record in enumerate(records):
        record["unique_id"] = number
    _count(records, len(types) - len(_COMPARED))
    return records


def _combined(
    values: Mapping[str, Sequence[Value]], types: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """The fields of each combination of one value of each type; none where a type lacks."""
    nothing: Sequence[Value | None] = (None,)
    for email, phone, *texts in product(*(values.get(kind) or nothing for kind in types)):
        local, _, domain = email.text.rpartition("@") if email else ("", "", "")
        yield {
            "email_no": email.key_no if email else None,
            "local": local or None,
            "domain": domain or None,
            "letters": "".join(letter for letter in local if letter.isalpha()),
            "phone_no": phone.key_no if phone else None,
            "phone": phone.text if phone else None,
            "phone_first": phone.text[:-6] if phone else None,
            "phone_last": phone.text[-6:] if phone else None,
        } | {f"text_{n}": _plain(text.text) if text else None for n, text in enumerate(texts)}


def _plain(text: str) -> str | None:
    """The words of a name without case, accents and order."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(each for each in letters if not unicodedata.combining(each))
    return " ".join(sorted(bare.replace(",", " ").split())) or None


def _count(records: Sequence[dict[str, Any]], texts: int) -> None:
    """Says of each record how many persons have its values; what too many have is no block."""
    named = [f"text_{number}" for number in range(texts)]
    counted = ("local", "domain", "phone_first", "phone_last", *named)
    people = {column: _people(records, column) for column in counted}
    for record in records:
        for column in ("local", "domain", *named):
            record[f"{column}_people"] = people[column][record[column]]
        for column in ("local", *named):
            record[f"{column}_block"] = record[column]
        for column in ("phone_first", "phone_last", "local", *named):
            if people[column][record[column]] > MOST_IN_BLOCK:
                record[f"{column}_block" if f"{column}_block" in record else column] = None


def _people(records: Iterable[Mapping[str, Any]], column: str) -> Counter[Any]:
    """How many persons have each value."""
    pairs = {(record["person_no"], record[column]) for record in records}
    return Counter(value for _, value in pairs)


def _links(records: Sequence[Mapping[str, Any]], texts: int, threshold: float) -> list[Link]:
    """The best likeness of each pair of persons, at or above the threshold."""
    persons = len({record["person_no"] for record in records})
    best: dict[tuple[int, int], Link] = {}
    for row in sorted(_compared(records, settings(persons, texts), threshold), key=_order):
        link = _link(records[row["unique_id_l"]], records[row["unique_id_r"]], row)
        best.setdefault(link[:2], link)
    return [best[pair] for pair in sorted(best)]


def _order(row: Mapping[str, Any]) -> tuple[float, int, int]:
    return -_probability(row), row["unique_id_l"], row["unique_id_r"]


def _probability(row: Mapping[str, Any]) -> float:
    return min(round(float(row["match_probability"]), 6), HIGHEST)


def _compared(
    records: Sequence[Mapping[str, Any]], how: dict[str, Any], threshold: float
) -> list[dict[str, Any]]:
    """Splink's rows, in a database of its own: it leaves nothing in ours."""
    from splink import DuckDBAPI, Linker  # noqa: PLC0415

    with duckdb.connect(":memory:") as connection:
        connection.execute("set autoinstall_known_extensions = false")
        columns = {name: [record[name] for record in records] for name in records[0]}
        table = DuckDBAPI(connection).register(_table(columns), dataset_display_name="records")
        linker = Linker(table, how, log_level=logging.ERROR)
        found = linker.inference.predict(threshold_match_probability=threshold)
        rows: list[dict[str, Any]] = found.as_record_list()
        return rows


def _table(columns: Mapping[str, Sequence[Any]]) -> Any:
    """The records as Arrow: texts, or integers where the name says that it is a number."""
    import pyarrow as pa  # noqa: PLC0415

    numbers = ("_id", "_no", "_people")
    return pa.table(
        {
            name: pa.array(values, pa.int64() if name.endswith(numbers) else pa.string())
            for name, values in columns.items()
        }
    )


def _link(one: Mapping[str, Any], other: Mapping[str, Any], row: Mapping[str, Any]) -> Link:
    """The link of two records, the smaller person first; by the keys that are alike."""
    given, taken = sorted((one, other), key=lambda record: int(record["person_no"]))
    alike = [name for name in _COMPARED if row[f"mw_{name}"] > 0]
    by = f"{alike[0]}_no" if alike else "person_no"
    return Link(given["person_no"], taken["person_no"], given[by], taken[by], _probability(row))
