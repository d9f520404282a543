"""Support: tickets, worked on by people in opening hours (Warsaw, Monday to Friday, 9 to 17).

Planted: late_step:first_reply, skipped_step:first_reply, wrong_order:triage>first_reply,
forbidden_step:reopen, slow_stage:support.p50 and .p90, silence:support and
long_wait:support.frontstage (tickets wait for an agent for days), dropped_handoff of a fix to the
solution, repeated_step:triage.pingpong (9 %), wrong_channel:open_ticket (calls, 9 %),
wrong_role:resolve (engineers solve 9 %), visibility_breach:engineer_fix (20 % said aloud),
low_emotion:support (who waits too long is seldom content).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sample_logs.clock import (
    COVERAGE_FROM,
    DAY,
    HORIZON,
    HOUR,
    MINUTE,
    NEVER,
    SECOND,
    Flags,
    Ints,
    instants,
    later,
    local_to_utc,
    whole_seconds,
    worked,
)
from sample_logs.customers import time_of_day
from sample_logs.draws import Draws
from sample_logs.kinds import NUMBER
from sample_logs.state import RANKS, Ledger

REPLY_AFTER = (
    (0.15, NEVER, NEVER),
    (0.61, 0.8 * HOUR, 3.6 * HOUR),
    (0.24, 4.4 * HOUR, 9 * HOUR),
)
SOLVED_AFTER = (
    (0.20, 1.5 * HOUR, 4.2 * HOUR),
    (0.49, 5 * HOUR, 16 * HOUR),
    (0.27, 18.5 * HOUR, 35 * HOUR),
    (0.025, 42 * HOUR, 60 * HOUR),
    (0.015, NEVER, NEVER),
)
PROMISED = 4 * HOUR
"""Opening hours within which a first reply is promised."""
REPLY_FIRST = RANKS[NUMBER["assigned"]] - 1
MOST_EXCHANGES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Tickets:
    """One row per ticket; row number = number of the ticket."""

    customer: Ints
    opened_ms: Ints

    def __len__(self) -> int:
        """Number of tickets."""
        return len(self.customer)

    @property
    def number(self) -> Ints:
        """The tickets' own numbers."""
        return np.arange(len(self), dtype=np.int64)


def make_tickets(signup_ms: Ints, verified_ms: Ints, draws: Draws) -> Tickets:
    """Up to four tickets per customer, any time after sign-up until the exports end."""
    size = len(signup_ms)
    counts = draws.choice([0.55, 0.29, 0.12, 0.03, 0.01], size)
    counts = np.where(verified_ms < NEVER, counts, np.where(draws.chance(0.06, size), 1, 0))
    customer = np.repeat(np.arange(size, dtype=np.int64), counts)
    earliest = np.maximum(signup_ms[customer], COVERAGE_FROM) + DAY
    days = np.maximum((HORIZON - earliest) // DAY, 0)
    share = draws.between(0, 10**9, len(customer))
    day = earliest // DAY + days * share // 10**9
    opened = local_to_utc(day * DAY + time_of_day(draws, len(customer)))
    kept = opened < HORIZON
    order = np.argsort(opened[kept], kind="stable")
    return Tickets(customer=customer[kept][order], opened_ms=whole_seconds(opened[kept][order]))


def simulate_support(tickets: Tickets, draws: Draws, ledger: Ledger) -> None:
    """Write everything that happens to every ticket."""
    _open(tickets, draws, ledger)
    started = worked(tickets.opened_ms)
    reply = later(started, draws.mixture(REPLY_AFTER, len(tickets)))
    triage = _assign(tickets, started, reply, draws, ledger)
    last = started
    for acted in (triage, reply):
        last = np.where(acted < NEVER, np.maximum(last, acted), last)
    last = _pass_on(tickets, last, triage < NEVER, draws, ledger)
    last = _exchange(tickets, last, reply < NEVER, draws, ledger)
    last = _engineer(tickets, last, draws, ledger)
    wanted = later(started, draws.mixture(SOLVED_AFTER, len(tickets)))
    earliest = last + draws.between(6 * MINUTE, 24 * MINUTE, len(tickets))
    solved = instants(np.maximum(earliest, wanted))
    _solve(tickets, solved, draws, ledger)
    _afterwards(tickets, solved, reply - started > PROMISED, draws, ledger)


def _open(tickets: Tickets, draws: Draws, ledger: Ledger) -> None:
    """The question, and the mail that says it has come in."""
    customer, opened, number = tickets.customer, tickets.opened_ms, tickets.number
    before = draws.between(MINUTE, 5 * MINUTE, len(tickets))
    ledger.add("help", customer, opened - before)
    ledger.add("ticket", customer, opened, item=number)
    ledger.add("asked", customer, opened, item=number)
    delay = draws.mixture(
        [
            (0.6, 0, 0),
            (0.3985, SECOND, 40 * SECOND),
            (0.001, 200 * SECOND, 900 * SECOND),
            (0.0005, NEVER, NEVER),
        ],
        len(tickets),
    )
    ledger.add("acknowledged", customer, later(opened, delay), item=number)


def _assign(tickets: Tickets, started: Ints, reply: Ints, draws: Draws, ledger: Ledger) -> Ints:
    """Assignment and first reply; in one ticket of eight the reply comes first (planted)."""
    customer, number, size = tickets.customer, tickets.number, len(tickets)
    replied = reply < NEVER
    early_reply = replied & draws.chance(0.13, size)
    together = replied & draws.chance(0.10, size)
    triage = started + draws.between(2 * MINUTE, 40 * MINUTE, size)
    triage = np.where(early_reply, reply + draws.between(3 * MINUTE, 40 * MINUTE, size), triage)
    triage = np.where(together, reply, triage)
    triage = np.where(draws.chance(0.008, size), NEVER, triage)
    assigned = instants(triage)
    rank = np.where(early_reply & together, REPLY_FIRST, RANKS[NUMBER["replied"]])
    ledger.add("assigned", customer, assigned, item=number)
    ledger.add("opened", customer, assigned, item=number)
    regrouped = draws.chance(0.2, size)
    ledger.add("grouped", customer[regrouped], assigned[regrouped], item=number[regrouped])
    noted = draws.chance(0.25, size)
    notes = later(assigned, draws.between(MINUTE, 5 * MINUTE, size))
    ledger.add("noted", customer[noted], notes[noted], item=number[noted])
    _reply(tickets, instants(reply), rank, ledger)
    return triage


def _reply(tickets: Tickets, when: Ints, rank: Ints, ledger: Ledger) -> None:
    """A public comment of an agent, and the mail that tells the customer."""
    ledger.add("replied", tickets.customer, when, item=tickets.number, rank=rank)
    ledger.add("told", tickets.customer, when, item=tickets.number)


def _exchange(tickets: Tickets, last: Ints, replied: Flags, draws: Draws, ledger: Ledger) -> Ints:
    """Questions back to the customer, and the answers; gives back the last one's worked time."""
    size = len(tickets)
    rank = np.full(size, RANKS[NUMBER["replied"]], dtype=np.int64)
    counts = np.where(replied, draws.choice([0.55, 0.32, 0.1285, 0.0015], size), 0)
    for number in range(1, MOST_EXCHANGES + 1):
        asks = counts >= number
        following = last + draws.between(0.3 * HOUR, 1.4 * HOUR, size)
        when = np.where(asks, instants(following), NEVER)
        _reply(tickets, when, rank, ledger)
        ledger.add("waiting", tickets.customer, when, item=tickets.number)
        answer = later(when, draws.between(5 * MINUTE, 17 * MINUTE, size))
        ledger.add("answered", tickets.customer, answer, item=tickets.number)
        ledger.add("answer_opened", tickets.customer, answer, item=tickets.number)
        last = np.where(asks, following, last)
    return last


def _pass_on(tickets: Tickets, last: Ints, assigned: Flags, draws: Draws, ledger: Ledger) -> Ints:
    """A ticket that a colleague gets and hands back (planted, one in eleven)."""
    size = len(tickets)
    passed = last + draws.between(2 * MINUTE, 30 * MINUTE, size)
    back = passed + draws.between(10 * MINUTE, 60 * MINUTE, size)
    goes = assigned & draws.chance(0.09, size)
    for name, when in (("passed", passed), ("passed_back", back)):
        at = np.where(goes, instants(when), NEVER)
        ledger.add(name, tickets.customer, at, item=tickets.number)
    return np.where(goes, back, last)


def _engineer(tickets: Tickets, last: Ints, draws: Draws, ledger: Ledger) -> Ints:
    """An engineer's fix, told to colleagues only, for one ticket in seven."""
    size = len(tickets)
    needed = draws.chance(0.15, size)
    fixed = last + draws.between(0.3 * HOUR, 2 * HOUR, size)
    when = np.where(needed, instants(fixed), NEVER)
    aloud = draws.chance(0.2, size)
    ledger.add("fixed", tickets.customer, np.where(aloud, NEVER, when), item=tickets.number)
    for name in ("fixed_aloud", "engineer_told"):
        shown = np.where(aloud, when, NEVER)
        ledger.add(name, tickets.customer, shown, item=tickets.number)
    return np.where(needed, fixed, last)


def _solve(tickets: Tickets, solved: Ints, draws: Draws, ledger: Ledger) -> None:
    """The solution and its mail; one in eleven comes from an engineer (planted)."""
    by_engineer = draws.chance(0.09, len(tickets))
    for names, mine in (
        (("solved", "told"), ~by_engineer),
        (("solved_by_engineer", "engineer_told"), by_engineer),
    ):
        for name in names:
            when = np.where(mine, solved, NEVER)
            ledger.add(name, tickets.customer, when, item=tickets.number)


def _afterwards(tickets: Tickets, solved: Ints, late: Flags, draws: Draws, ledger: Ledger) -> None:
    """Reopened tickets (planted, one in eleven), closing, and ratings: bad after a late reply."""
    customer, number, size = tickets.customer, tickets.number, len(tickets)
    reopened = later(solved, draws.between(HOUR, 60 * HOUR, size))
    reopened = np.where(draws.chance(0.09, size), reopened, NEVER)
    ledger.add("answered", customer, reopened, item=number)
    ledger.add("reopened", customer, reopened, item=number)
    again = instants(later(worked(reopened), draws.between(0.5 * HOUR, 6 * HOUR, size)))
    ledger.add("solved", customer, again, item=number)
    closed = later(np.where(reopened < NEVER, again, solved), np.full(size, 4 * DAY))
    ledger.add("closed", customer, closed, item=number)
    rated = later(solved, draws.between(10 * MINUTE, 20 * HOUR, size))
    happy, angry = draws.chance(0.78, size), draws.chance(0.2, size)
    score = np.where((reopened < NEVER) | late, angry, happy)
    answers = draws.chance(0.35, size)
    ledger.add(
        "rated",
        customer[answers],
        rated[answers],
        item=number[answers],
        detail=score[answers].astype(np.int64),
    )
