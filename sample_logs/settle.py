"""Settling in: after the first invoice, customers connect their bank or upload a statement.

Planted: low_reach:first_use (half of those who could begin do, 70 % should),
wrong_branch:connect_bank|upload_statement (12 % do both), wrong_branch:connect_bank.share (half
connect, 70 % should), undesigned_path:connect_bank>start_setup (nearly half of those who
connect a bank begin again for another one).
"""

from __future__ import annotations

import numpy as np

from sample_logs.clock import DAY, HOUR, MINUTE, NEVER, SECOND, Flags, Ints, later
from sample_logs.draws import Draws
from sample_logs.purchase import Purchases
from sample_logs.state import Ledger

BEGINS_AFTER = ((0.50, HOUR, 3 * DAY), (0.50, NEVER, NEVER))
SECONDS_TO_READY = ((0.94, 5 * SECOND, 60 * SECOND), (0.04, 3 * HOUR, 20 * HOUR))


def simulate_settling(first: Purchases, invoice: Ints, draws: Draws, ledger: Ledger) -> None:
    """Write how customers set up their books after their first invoice."""
    customer = first.customer
    size = len(customer)
    begun = later(invoice, draws.mixture(BEGINS_AFTER, size))
    arm = draws.choice([0.43, 0.45, 0.12], size)
    last = _connect(first, _where(arm != 1, begun), draws, ledger)
    last = np.where(last < NEVER, last, begun)
    ledger.add("setup", customer, begun, detail=first.device)
    uploads = later(_where(arm != 0, last), draws.between(MINUTE, 6 * MINUTE, size))
    ledger.add("statement", customer, uploads, detail=first.device)
    last = np.where(uploads < NEVER, uploads, last)
    ready = later(last, draws.mixture([*SECONDS_TO_READY, (0.02, NEVER, NEVER)], size))
    ledger.add("ready", customer, ready)


def _where(chosen: Flags, times: Ints) -> Ints:
    return np.where(chosen, times, NEVER)


def _connect(first: Purchases, begun: Ints, draws: Draws, ledger: Ledger) -> Ints:
    """A bank, and for some a second one after beginning anew; gives back the last one's time."""
    customer, size = first.customer, len(first.customer)
    connected = later(begun, draws.between(MINUTE, 6 * MINUTE, size))
    ledger.add("bank", customer, connected, detail=first.device)
    anew = later(connected, draws.between(30 * SECOND, 3 * MINUTE, size))
    anew = np.where(draws.chance(0.45, size), anew, NEVER)
    ledger.add("setup", customer, anew, detail=first.device)
    again = later(anew, draws.between(MINUTE, 4 * MINUTE, size))
    ledger.add("bank", customer, again, detail=first.device)
    return np.where(again < NEVER, again, connected)
