"""Work written as who did what from when to when, and the log of its starts and completes."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st

from miner.activity_instances import pair

MINUTE_US = 60_000_000
DAY = 1735689600 // 60  # the first of January 2025, in minutes


class Did(NamedTuple):
    """An activity instance, in minutes: who did what from when to when."""

    case: int
    activity: str
    actor: str | None
    start: int | None
    complete: int | None


def told(plain, work: list[Did], kind: str = "person"):
    """The log of the starts and completes of some work."""
    events = [
        (did.case, did.activity, at, transition, did.actor)
        for did in work
        for transition, at in (("START", did.start), ("complete", did.complete))
        if at is not None
    ]
    cases = [
        [event for event in events if event[0] == case] for case in sorted({e[0] for e in events})
    ]
    log = plain([[(name, (DAY + at) * MINUTE_US) for _, name, at, _, _ in case] for case in cases])
    log.connection.execute(
        """update events set actor = told.actor, actor_kind = $kind, attributes = told.attributes
        from (select unnest($ids) as event_id, unnest($actors)::varchar as actor,
            unnest($attributes)::json as attributes) as told
        where events.event_id = told.event_id""",
        {
            "kind": kind,
            "ids": [f"e{n:04}" for n in range(1, len(events) + 1)],
            "actors": [event[4] for case in cases for event in case],
            "attributes": [f'{{"lifecycle": "{e[3]}"}}' for case in cases for e in case],
        },
    )
    pair(log.connection)
    return log


def works(most: int, *, whole: bool) -> st.SearchStrategy[list[Did]]:
    """Random work, each piece with both ends or also with one of them."""

    ends = st.sampled_from(["both"] if whole else ["both", "both", "start", "complete"])
    done = st.tuples(st.integers(0, 20), st.integers(0, 6), ends)
    who = st.tuples(st.integers(1, 6), st.sampled_from("ab"), st.sampled_from(["x", "y", None]))
    return st.lists(st.builds(piece, who, done), min_size=1, max_size=most)


def piece(who: tuple[int, str, str | None], done: tuple[int, int, str]) -> Did:
    start, length, ends = done
    return Did(
        *who,
        None if ends == "complete" else start,
        None if ends == "start" else start + length,
    )
