"""First use: an onboarding call for some, then the first invoice and further ones.

Planted: slow_stage:first_use.p50 (seven in ten take longer than the designed median).
"""

from __future__ import annotations

import numpy as np

from sample_logs.clock import DAY, HOUR, MINUTE, NEVER, Ints, instants, later, worked
from sample_logs.draws import Draws
from sample_logs.purchase import Purchases
from sample_logs.state import Ledger

INVOICE_AFTER = (
    (0.27, 1.5 * HOUR, 23 * HOUR),
    (0.66, 28 * HOUR, 90 * HOUR),
    (0.035, 4.6 * DAY, 9 * DAY),
    (0.035, NEVER, NEVER),
)


def simulate_first_use(first: Purchases, draws: Draws, ledger: Ledger) -> Ints:
    """Write what customers do after their first purchase; gives back when the first invoice was."""
    customer = first.customer
    size = len(customer)
    paid = np.minimum(first.charged_ms, first.receipt_ms)
    invoice = later(paid, draws.mixture(INVOICE_AFTER, size))
    ledger.add("invoice", customer, invoice, detail=first.device)
    _calls(customer, paid, invoice, draws, ledger)
    ledger.add("app", customer, later(paid, draws.between(MINUTE, HOUR, size)), detail=first.device)
    _further_invoices(first, invoice, draws, ledger)
    return invoice


def _calls(customer: Ints, paid: Ints, invoice: Ints, draws: Draws, ledger: Ledger) -> None:
    """Onboarding calls in office hours; one that would come after the invoice is dropped."""
    size = len(customer)
    held = instants(later(worked(paid), draws.between(1 * HOUR, 10 * HOUR, size)))
    wanted = draws.chance(0.32, size) & (paid < NEVER)
    in_time = (held < invoice - 10 * MINUTE) | draws.chance(0.004, size)
    case = np.arange(size, dtype=np.int64)
    opened = later(paid, draws.between(MINUTE, 8 * MINUTE, size))
    planned = np.minimum(
        later(opened, draws.between(10 * MINUTE, 40 * MINUTE, size)), held - MINUTE
    )
    for name, times, which in (
        ("call_case", opened, wanted),
        ("call_planned", planned, wanted),
        ("call_held", held, wanted & in_time),
        ("call_dropped", held, wanted & ~in_time),
    ):
        ledger.add(name, customer[which], times[which], item=case[which])


def _further_invoices(first: Purchases, invoice: Ints, draws: Draws, ledger: Ledger) -> None:
    """Up to two more invoices, days later."""
    size = len(invoice)
    last = invoice
    for share in (0.5, 0.3):
        following = later(last, draws.between(2 * DAY, 12 * DAY, size))
        last = np.where(draws.chance(share, size), following, NEVER)
        ledger.add("invoice", first.customer, last, detail=first.device)
    beats = later(invoice, draws.between(10 * MINUTE, 40 * MINUTE, size))
    ledger.add("heartbeat", first.customer, beats, detail=first.device)
