"""Sign-up: form, verification mail, CRM lead, mails sent again, confirmed address.

Planted: abandonment:signup (27 % against 15 %), skipped_step:create_lead (15 % against 5 %),
broken_rule:R1 (one in 18 of those who never confirm buys all the same),
repeated_step:resend_verification (a third of those who ask again get more than two mails).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sample_logs.clock import DAY, HOUR, MINUTE, NEVER, SECOND, Ints, later, whole_seconds
from sample_logs.customers import Customers, never
from sample_logs.draws import Draws
from sample_logs.state import Ledger

MOST_RESENT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Signups:
    """One row per customer: when the address was confirmed, and when a plan is first chosen."""

    verified_ms: Ints
    plan_ms: Ints


def simulate_signup(customers: Customers, draws: Draws, ledger: Ledger) -> Signups:
    """Write the sign-up of every customer."""
    size = len(customers)
    everyone = np.arange(size, dtype=np.int64)
    submitted = customers.signup_ms
    _visits(everyone, submitted, draws, ledger)
    ledger.add("signup", everyone, submitted)
    ledger.add("verify_mail", everyone, _mail(submitted, draws))
    _lead(customers, everyone, draws, ledger)
    last_mail, times_resent = _resend(everyone, submitted, draws, ledger)
    verified = _verify(submitted, last_mail, times_resent, draws)
    ledger.add("verified", everyone, verified)
    again = np.where(draws.chance(0.05, size), draws.between(MINUTE, 10 * MINUTE, size), NEVER)
    ledger.add("verified", everyone, later(verified, again))
    _rage(everyone, submitted, times_resent, draws, ledger)
    return Signups(verified_ms=verified, plan_ms=_plan(submitted, verified, draws))


def _visits(everyone: Ints, submitted: Ints, draws: Draws, ledger: Ledger) -> None:
    """Pages before the form; the visitor is anonymous then."""
    size = len(everyone)
    ledger.add("form", everyone, submitted - draws.between(20 * SECOND, 4 * MINUTE, size))
    for name, share in (("home", 0.7), ("prices", 0.5)):
        before = draws.between(5 * MINUTE, 30 * MINUTE, size)
        came = draws.chance(share, size)
        ledger.add(name, everyone[came], (submitted - before)[came])


def _mail(submitted: Ints, draws: Draws) -> Ints:
    """The first verification mail: in time but for one in 500, never for one in 1,000."""
    size = len(submitted)
    delay = draws.mixture(
        [(0.997, 300, 20 * SECOND), (0.002, 90 * SECOND, 300 * SECOND), (0.001, NEVER, NEVER)], size
    )
    return later(submitted, delay)


def _lead(customers: Customers, everyone: Ints, draws: Draws, ledger: Ledger) -> None:
    """The CRM lead: seconds after the form; sometimes inside the same second, seldom before it."""
    size = len(everyone)
    delay = draws.mixture(
        [
            (0.980, 2 * SECOND, 12 * SECOND),
            (0.016, 0, 900),
            (0.004, -60 * SECOND, -5 * SECOND),
        ],
        size,
    )
    created = np.where(customers.has_lead, later(customers.signup_ms, delay), NEVER)
    ledger.add("lead", everyone, created, item=everyone)
    worked_on = later(created, draws.between(2 * HOUR, 3 * DAY, size))
    touched = draws.chance(0.3, size)
    ledger.add("lead_owner", everyone[touched], worked_on[touched], item=everyone[touched])
    noted = later(worked_on, draws.between(5 * MINUTE, 2 * HOUR, size))
    ledger.add("lead_working", everyone[touched], noted[touched], item=everyone[touched])


def _resend(everyone: Ints, submitted: Ints, draws: Draws, ledger: Ledger) -> tuple[Ints, Ints]:
    """Mails sent again, minutes apart; gives back the last one's time and how many there were."""
    size = len(everyone)
    times = draws.choice([0.84, 0.07, 0.035, 0.033, 0.022], size)
    last = whole_seconds(submitted) + 30 * SECOND
    for number in range(1, MOST_RESENT + 1):
        following = last + draws.between(60 * SECOND, 200 * SECOND, size)
        sent = times >= number
        ledger.add("verify_mail", everyone[sent], following[sent])
        last = np.where(sent, following, last)
    return np.where(times > 0, last, submitted), times


def _verify(submitted: Ints, last_mail: Ints, times_resent: Ints, draws: Draws) -> Ints:
    """When the address is confirmed; more than a quarter never come back."""
    size = len(submitted)
    quick = np.maximum(draws.skewed(130 * SECOND, 0.7, size), 35 * SECOND)
    slow = draws.between(70 * MINUTE, 20 * HOUR, size)
    delay = np.where(draws.chance(0.04, size), slow, quick)
    after_mail = last_mail + draws.between(30 * SECOND, 150 * SECOND, size)
    verified = np.where(times_resent > 0, after_mail, submitted + delay)
    very_slow = submitted + draws.between(25 * HOUR, 60 * HOUR, size)
    verified = np.where(draws.chance(0.008, size), very_slow, verified)
    lost = np.where(times_resent > 0, draws.chance(0.45, size), draws.chance(0.24, size))
    return np.where(lost, never(size), verified)


def _plan(submitted: Ints, verified: Ints, draws: Draws) -> Ints:
    """When a plan is first chosen: three in four of the confirmed, and one in 18 of the others."""
    size = len(submitted)
    delay = draws.mixture(
        [(0.60, MINUTE, 50 * MINUTE), (0.16, 2 * HOUR, 10 * DAY), (0.24, NEVER, NEVER)], size
    )
    unconfirmed = later(submitted, draws.between(10 * MINUTE, 30 * MINUTE, size))
    goes_on = draws.chance(1 / 18, size)
    return np.where(verified < NEVER, later(verified, delay), np.where(goes_on, unconfirmed, NEVER))


def _rage(
    everyone: Ints, submitted: Ints, times_resent: Ints, draws: Draws, ledger: Ledger
) -> None:
    """Rage clicks on the form: more often where mails had to be sent again."""
    size = len(everyone)
    angry = np.where(times_resent > 1, draws.chance(0.4, size), draws.chance(0.02, size))
    clicked = submitted + draws.between(40 * SECOND, 5 * MINUTE, size)
    ledger.add("rage", everyone[angry], clicked[angry])
