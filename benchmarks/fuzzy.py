"""How well the fuzzy pass finds records of one person that share no key, with the truth planted.

`python benchmarks/fuzzy.py` needs the extra `fuzzy`. It prints one row per seed and per set of
compared types: links that are right (precision), and second records that were joined to their
person (recall), all in one and by what was misspelled.
"""

from __future__ import annotations

import argparse
import random
import string
import time
from collections import Counter
from typing import NamedTuple

import duckdb

from miner.cases import prepare
from miner.fuzzy import FuzzyRules
from miner.identity import IdentityRules
from miner.warehouse import in_memory

SEEDS = (1, 2, 3)


def _words(text: str) -> list[str]:
    return text.split()


FIRST = _words(
    "Ana Maria Mario Carmen Jose Josefa Antonio Antonia Juan Juana Luis Luisa Pablo Paula"
    " Pedro Laura Lucia Lucas Marta Marcos Elena Irene Sergio Sara Jorge Julia Julian Daniel"
    " Daniela Andres Andrea Carlos Carla Miguel Rosa Ramon Teresa Victor Victoria Alba Adrian"
    " Adriana Ivan Eva Hugo Ines Jan Anna Piotr Ewa Adam Tomasz Marek Zofia"
)
LAST = _words(
    "Garcia Gonzalez Rodriguez Fernandez Lopez Martinez Sanchez Perez Gomez Martin Jimenez"
    " Ruiz Hernandez Diaz Moreno Alvarez Romero Alonso Gutierrez Navarro Torres Dominguez"
    " Vazquez Ramos Gil Ramirez Serrano Blanco Molina Morales Suarez Ortega Delgado Castro"
    " Ortiz Rubio Marin Sanz Iglesias Medina Cortes Garrido Castillo Santos Lozano Guerrero"
    " Cano Prieto Mendez Cruz Herrera Pena Flores Cabrera Campos Vega Fuentes Carrasco Reyes"
    " Caballero Nowak Kowalski Wisniewski Wojcik Kaminski Lewandowski Zielinski Szymanski"
    " Wozniak Dabrowski"
)
SLIPS = ("local", "domain", "phone", "name and local", "name only")
DOMAINS = ("gmail.example", "hotmail.example", "outlook.example", "yahoo.example")


class Planted(NamedTuple):
    """One record: how it is named, what a source says of it, and whose it is."""

    key: str
    name: str
    email: str
    phone: str | None
    person: int
    slip: str = ""


class Score(NamedTuple):
    """Links that were found and right, of those that were planted, by what was misspelled."""

    found: int
    right: int
    planted: Counter[str]
    joined: Counter[str]
    seconds: float


def plant(people: int, seed: int) -> list[Planted]:
    """A record of each person, and for one in ten a second one that shares no key with it."""
    rng = random.Random(seed)
    taken: set[str] = set()
    first = [_person(rng, number, taken) for number in range(people)]
    taken |= {each.phone for each in first if each.phone}
    second = [_misspelled(rng, each, taken) for each in first if rng.random() < 0.1]
    return first + second


def _person(rng: random.Random, number: int, taken: set[str]) -> Planted:
    first, last = rng.choice(FIRST), rng.choice(LAST)
    name = f"{first} {last}" + (f" {rng.choice(LAST)}" if rng.random() < 0.5 else "")
    firm = f"firm{rng.randrange(100)}.example"
    domain = firm if rng.random() < 0.2 else rng.choices(DOMAINS, (6, 2, 1, 1))[0]
    a, b = first.lower(), last.lower()
    local = rng.choice((f"{a}.{b}", f"{a}{b}", f"{a[0]}{b}", f"{b}.{a}", f"{a}_{b}"))
    email = f"{local}@{domain}"
    while email in taken:
        email = f"{local}{rng.randrange(1, 100)}@{domain}"
        local += rng.choice(("", "x", str(rng.randrange(10))))
    taken.add(email)
    phone = f"+346{rng.randrange(10**8):08}" if rng.random() < 0.6 else None
    return Planted(f"contact:c{number}", name, email, phone, number)


def _misspelled(rng: random.Random, own: Planted, taken: set[str]) -> Planted:
    """The person once more, with another e-mail and phone; how it differs is its slip."""
    local, _, domain = own.email.partition("@")
    kind = rng.choices(
        ("local", "domain", "phone", "name and local", "name only"), (4, 2, 2, 1, 1)
    )[0]
    name, email = own.name, f"{local}@{domain}"
    phone = f"+346{rng.randrange(10**8):08}" if own.phone and rng.random() < 0.3 else None
    if kind == "phone" and own.phone:
        phone = own.phone[:4] + slipped(rng, own.phone[4:], string.digits)
        email = f"{rng.choice(string.ascii_lowercase)}{rng.randrange(10**6)}@{domain}"
    elif kind == "domain":
        email = f"{local}@{slipped(rng, domain.partition('.')[0])}.example"
    elif kind == "name only":
        email = f"{rng.choice(string.ascii_lowercase)}{rng.randrange(10**6)}@{domain}"
    else:
        kind = "local" if kind == "phone" else kind
        while email in taken:
            email = f"{slipped(rng, local)}@{domain}"
    name = slipped(rng, name) if kind == "name and local" else name
    taken.add(email)
    return Planted(f"requester:r{own.person}", name, email, phone, own.person, kind)


def slipped(rng: random.Random, text: str, letters: str = string.ascii_lowercase) -> str:
    """The text with one letter left out, doubled, replaced, or swapped; of digits none is added."""
    at = rng.randrange(len(text) - 1)
    options = [text[:at] + text[at + 1] + text[at] + text[at + 2 :]]
    options.append(text[:at] + rng.choice(letters) + text[at + 1 :])
    if letters != string.digits:
        options += [text[:at] + text[at + 1 :], text[: at + 1] + text[at:]]
    return rng.choice([each for each in options if each != text] or [text[1:]])


def fill(connection: duckdb.DuckDBPyConnection, records: list[Planted]) -> None:
    """Writes what the sources say into an empty normal form."""
    said = [
        (*each.key.split(":"), kind, value)
        for each in records
        for kind, value in (("email", each.email), ("phone", each.phone), ("name", each.name))
        if value
    ]
    connection.execute(
        """insert into object_links by name select 's' as source, unnest($a) as from_type,
        unnest($b) as from_id, unnest($c) as to_type, unnest($d) as to_id,
        'same' as qualifier, 'l' as load_id""",
        dict(zip("abcd", map(list, zip(*said, strict=True)), strict=True)),
    )


def measured(people: int, seed: int, compare: tuple[str, ...], threshold: float = 0.99) -> Score:
    """Plants records, runs both passes, and compares with the truth."""
    records = plant(people, seed)
    person = {each.key: each for each in records}
    with in_memory() as connection:
        fill(connection, records)
        begin = time.perf_counter()
        rules = FuzzyRules(threshold=threshold, compare=compare)
        prepare(connection, "user", IdentityRules(fuzzy=rules))
        seconds = time.perf_counter() - begin
        rows = connection.execute(
            """select list(identifier_type || ':' || identifier order by 1) from identities
            where identifier_type in ('contact', 'requester') group by customer_no
            having count(*) > 1"""
        ).fetchall()
    pairs = [row[0] for row in rows]
    assert all(len(pair) == 2 for pair in pairs)
    right = [pair for pair in pairs if len({person[key].person for key in pair}) == 1]
    joined = Counter(person[max(pair)].slip for pair in right)
    planted = Counter(each.slip for each in records if each.slip)
    return Score(len(pairs), len(right), planted, joined, seconds)


def main() -> None:
    """Prints one row per seed and set of compared types."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--threshold", type=float, default=0.99)
    given = parser.parse_args()
    for compare in ((), ("name",)):
        for seed in SEEDS:
            score = measured(given.people, seed, compare, given.threshold)
            parts = ", ".join(
                f"{slip} {score.joined[slip]}/{number}"
                for slip, number in sorted(score.planted.items())
            )
            print(
                f"{'with' if compare else 'without'} names, seed {seed}: precision"
                f" {score.right}/{score.found} = {score.right / max(score.found, 1):.4f}, recall"
                f" {score.joined.total() / score.planted.total():.3f} ({parts}),"
                f" {score.seconds:.1f} s",
                flush=True,
            )


if __name__ == "__main__":
    main()
