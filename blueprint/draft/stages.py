"""The stages of a draft: one per object type with a life of its own, the rest of the journey cut.

A stage begins with its first main step (or, when that is its only one, with the end of the stage
before it) and ends with the last main step that the customer does or sees: what machines tidy up
afterwards is not waited for. A main step is one that most go through (`order.main_steps`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from blueprint.draft.candidates import Candidate
from blueprint.draft.order import boundaries, cuts, in_order, main_steps, pairs
from miner.log import run_script

AGAIN = 0.05
"""Share of the units that begin a stage anew after its end, from which the stage restarts."""

STARTS = 2
"""Main steps that a stage may be timed from: the second where the first is missing."""

_SEEN = frozenset({"customer", "people", "screens"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedStage:
    """A stage: its steps in their order (candidates' numbers), its time, what follows it."""

    steps: tuple[int, ...]
    main: tuple[int, ...]
    life: str
    start: tuple[int, ...]
    end: int
    restart: int | None = None


def stages(
    connection: duckdb.DuckDBPyConnection, chosen: Sequence[Candidate], own: Sequence[str]
) -> list[DraftedStage]:
    """The stages of the case in their order, then one per life of its own that has a step."""
    known = {one.no: one for one in chosen}
    found: list[DraftedStage] = []
    for life in ("", *own):
        steps = [one.no for one in chosen if one.life == life]
        if not steps:
            continue
        ordered = in_order(steps, pairs(connection, steps))
        main = main_steps(ordered, {no: known[no].units for no in steps})
        places = [] if life else cuts(boundaries(connection, main))
        found += _cut(ordered, main, places, known)
    return [_with_restart(connection, stage) for stage in found]


def _cut(
    ordered: Sequence[int],
    main: Sequence[int],
    places: Sequence[int],
    known: Mapping[int, Candidate],
) -> list[DraftedStage]:
    """The stages between the cuts; what is by the way belongs to the main step after it."""
    found: list[DraftedStage] = []
    begins = 0
    for start, end in zip([0, *places], [*places, len(main)], strict=True):
        last = end == len(main)
        ends = len(ordered) if last else ordered.index(main[end - 1]) + 1
        steps, own = tuple(ordered[begins:ends]), tuple(main[start:end])
        before = found[-1] if found else None
        found.append(_stage(steps, own, known, before))
        begins = ends
    return found


def _stage(
    steps: tuple[int, ...],
    main: tuple[int, ...],
    known: Mapping[int, Candidate],
    before: DraftedStage | None,
) -> DraftedStage:
    seen = [no for no in main[1:] if known[no].placing.lane in _SEEN]
    end = seen[-1] if seen else main[-1]
    alone = len(main) == 1 and before is not None
    own = main[: min(STARTS, max(1, main.index(end)))]
    start = (before.end,) if alone and before is not None else own
    return DraftedStage(steps=steps, main=main, life=known[end].life, start=start, end=end)


def _with_restart(connection: duckdb.DuckDBPyConnection, stage: DraftedStage) -> DraftedStage:
    """The stage with its restart, when enough units begin it anew after its end."""
    first = stage.start[0]
    if stage.life or first not in stage.steps or first == stage.end:
        return stage
    script = Path(__file__).with_name("returns.sql")
    ((units, again),) = run_script(connection, script, first=first, last=stage.end)
    if again < AGAIN * units or not units:
        return stage
    return DraftedStage(
        steps=stage.steps,
        main=stage.main,
        life=stage.life,
        start=stage.start[:1],
        end=stage.end,
        restart=first,
    )
