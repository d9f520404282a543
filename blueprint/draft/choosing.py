"""Which candidates become steps, and why the others do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from blueprint.draft.candidates import Candidate
from blueprint.draft.words import is_noise, is_opinion
from miner.log import run_script

RARE = 0.02
"""Share of the units below which an activity is no step."""

OFTEN = 5
"""So many times in the median unit that has it, and an activity is noise."""

SEEN_BY_MOST = 0.5
"""Share of the units from which a page is a step, when a kept attribute tells the pages apart."""

MOST_STEPS = 36


@dataclass(frozen=True, slots=True)
class Choice:
    """The steps, and what is ignored with the reason why."""

    steps: tuple[Candidate, ...]
    ignored: tuple[tuple[Candidate, str], ...]


def choose(connection: duckdb.DuckDBPyConnection, found: Sequence[Candidate]) -> Choice:
    """One step per frequent activity; noise, opinions and what is rare are ignored.

    Shares are of the units of the same life in which anything but noise happens. When nothing
    else is left, the noise is what happens, and is kept.
    """
    noise = {one.no: told for one in found if (told := _noise(one))}
    if len(noise) == len(found):
        noise = {}
    shared = _with_shares(connection, found, noise)
    why = {one.no: noise.get(one.no) or _rare(one) for one in shared}
    if all(why.values()):
        why = {one.no: noise.get(one.no, "") for one in shared}
    fit = [one for one in shared if not why[one.no]]
    steps = sorted(fit, key=lambda one: (-one.share, -one.events, one.no))[:MOST_STEPS]
    kept = {one.no for one in steps}
    left = [
        (one, why[one.no] or f"beyond the {MOST_STEPS} most frequent steps")
        for one in shared
        if one.no not in kept
    ]
    return Choice(tuple(sorted(steps, key=lambda one: one.no)), tuple(left))


def _with_shares(
    connection: duckdb.DuckDBPyConnection, found: Iterable[Candidate], noise: Iterable[int]
) -> list[Candidate]:
    here = Path(__file__).with_name("unit_counts.sql")
    units = dict(run_script(connection, here, noise=sorted(noise)))
    return [
        replace(one, share=min(1.0, one.units / units.get(one.life, one.units))) for one in found
    ]


def _noise(one: Candidate) -> str:
    """Why a candidate is noise, by its name or by how often it comes; empty when it is none."""
    if is_noise(one.activity) and one.part is None:
        return "page views, clicks and the like"
    if is_opinion(one.activity):
        return "an opinion: declare it under signals to have it in the emotion row"
    return f"{one.repeats} times in the median case that has it" if one.repeats >= OFTEN else ""


def _rare(one: Candidate) -> str:
    if is_noise(one.activity) and one.share < SEEN_BY_MOST:
        return "a page that few see"
    return f"rare: in {100 * one.share:.1f} % of the cases" if one.share < RARE else ""
