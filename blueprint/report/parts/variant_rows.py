"""Variants: the commonest ways through the whole service and each stage, most cases first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from markupsafe import Markup

from blueprint.amounts import UNKNOWN, duration, number, share
from blueprint.findings import Variant
from blueprint.report.section import Context, Table, fold, tables

ARROW = " \N{RIGHTWARDS ARROW} "
LONGEST = 24
"""So many steps of a variant are written out."""
FIRST = 10
"""So many variants of whole journeys are shown at once."""
OTHERS = ["others"]


def variants(context: Context) -> Markup:
    """The first ones; the others, and those of each stage, fold out."""
    found = context.findings.variants
    if not found:
        return Markup()
    first = _table(context.word("variants_caption"), found[:FIRST], found, context)
    parts = [tables(first)]
    if len(found) > FIRST:
        every = _table(context.word("variants_caption"), found, found, context)
        parts.append(fold(context.word("variants_all", n=len(_named(found))), tables(every)))
    stages = [one for one in context.findings.conformance if one.top_variants]
    by_stage = [
        _table(context.name(o.stage), o.top_variants, o.top_variants, context) for o in stages
    ]
    if by_stage:
        parts.append(fold(context.word("variants_by_stage"), tables(*by_stage)))
    return Markup("").join(parts)


def _named(found: Sequence[Variant]) -> list[Variant]:
    """Variants with steps: not the row of all others."""
    return [one for one in found if one.trace != OTHERS]


def _table(
    caption: str, shown: Sequence[Variant], every: Sequence[Variant], context: Context
) -> Table:
    """Variants with their cases, their share, and what they cover together."""
    timed = any(one.p50_s is not None for one in every)
    keys = ("variant", "cases", "share", "covered", *(("median", "p90") if timed else ()))
    heads = [context.word(key) for key in keys]
    covered = list(accumulate(one.share for one in every))
    rows = [_row(one, together, context) for one, together in zip(shown, covered, strict=False)]
    rows = [row[: len(keys)] for row in rows]
    return Table(caption, heads, rows, frozenset(range(1, len(keys))))


def _row(one: Variant, together: float, context: Context) -> list[str]:
    """One variant; the last one of the findings is all the others."""
    language, rest = context.language, one.trace == OTHERS
    return [
        context.word("others") if rest else steps(one.trace, context),
        number(one.cases, language),
        share(one.share, language),
        UNKNOWN if rest else share(min(together, 1.0), language),
        duration(one.p50_s, language),
        duration(one.p90_s, language, like=one.p50_s),
    ]


def steps(trace: Sequence[str], context: Context) -> str:
    """The steps of a variant by name; a very long one is cut."""
    names = [context.name(step) for step in trace[:LONGEST]]
    more = len(trace) - LONGEST
    return ARROW.join([*names, f"\N{HORIZONTAL ELLIPSIS} + {more}"] if more > 0 else names)
