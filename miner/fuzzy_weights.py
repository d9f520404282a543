"""How much a likeness says: the comparisons of the fuzzy pass, as Splink takes them.

The weights are set, not learned from the data: a small project has too few pairs to learn from, and
the same input must give the same links. Of each likeness `m` is its share among records of one
person that share no key, `u` its share among strangers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

LEAST_LETTERS = 6
"""Shorter texts are one slip away from too many others."""
SURELY_ANOTHER = 10
"""A domain is a slip of one that so many times as many persons have."""


class Likeness(NamedTuple):
    """One likeness of two values: a condition over the columns _l and _r, and its shares."""

    condition: str
    m: float
    u: float


_EMAIL = (
    Likeness(
        "local_l = local_r and local_people_l <= 2 and damerau_levenshtein(domain_l, domain_r) = 1"
        f" and length(local_l) >= {LEAST_LETTERS} and greatest(domain_people_l, domain_people_r)"
        f" >= {SURELY_ANOTHER} * least(domain_people_l, domain_people_r)",
        0.2,
        1e-8,
    ),
    Likeness(
        "domain_l = domain_r and letters_l <> letters_r"  # jo1 and jo2, j.o and jo are two accounts
        " and damerau_levenshtein(local_l, local_r) = 1"
        f" and least(length(local_l), length(local_r)) >= {LEAST_LETTERS}",
        0.4,
        1e-4,
    ),
    Likeness("local_l = local_r", 0.2, 3e-3),
    Likeness("ELSE", 0.2, 0.9969),
)
_PHONE = (
    Likeness(
        "length(phone_l) = length(phone_r) and damerau_levenshtein(phone_l, phone_r) = 1", 0.5, 1e-6
    ),
    Likeness("ELSE", 0.5, 0.999999),
)


def settings(persons: int, texts: int) -> dict[str, Any]:
    """Splink's settings for so many persons, compared by e-mail, phone and further texts."""
    named = [f"text_{number}" for number in range(texts)]
    comparisons = {"email": ("local", _EMAIL), "phone": ("phone", _PHONE)}
    comparisons |= {name: (name, _text(name, persons)) for name in named}
    blocks = ["local_block", "phone_first", "phone_last", *(f"{name}_block" for name in named)]
    return {
        "link_type": "dedupe_only",
        "probability_two_random_records_match": min(0.2 / persons, 1e-4),
        "comparisons": [_comparison(name, *given) for name, given in comparisons.items()],
        "blocking_rules_to_generate_predictions": [
            f"l.{block} = r.{block} and l.person_no <> r.person_no" for block in blocks
        ],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,  # which likeness it was
    }


def _text(name: str, persons: int) -> tuple[Likeness, ...]:
    """Two texts that name a person: the same words, or one slip.

    Strangers who share a text that two have are at most half as many pairs as there are persons.
    """
    slip = (
        f"damerau_levenshtein({name}_l, {name}_r) = 1"
        f" and least(length({name}_l), length({name}_r)) >= {LEAST_LETTERS}"
    )
    return (
        Likeness(f"{name}_l = {name}_r and {name}_people_l <= 2", 0.6, min(1 / persons, 1e-4)),
        Likeness(f"{name}_l = {name}_r", 0.1, 3e-3),
        Likeness(slip, 0.15, 0.015),
        Likeness("ELSE", 0.15, 0.9819),
    )


def _comparison(name: str, column: str, likenesses: tuple[Likeness, ...]) -> dict[str, Any]:
    return {
        "output_column_name": name,
        "comparison_levels": list(_levels(column, likenesses)),
    }


def _levels(column: str, likenesses: tuple[Likeness, ...]) -> Iterator[Mapping[str, Any]]:
    unknown = f"{column}_l is null or {column}_r is null"
    yield {"sql_condition": unknown, "label_for_charts": "unknown", "is_null_level": True}
    for condition, m, u in likenesses:
        yield {
            "sql_condition": condition,
            "label_for_charts": condition,
            "m_probability": m,
            "u_probability": u,
        }
