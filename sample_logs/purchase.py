"""Purchase: plan, discount, payment, charge, receipt; and a second one for some.

Planted: undesigned_step:purchase/sales_chat_started (13 % of first purchases against 2 %),
late_step:send_receipt (8 % against 1 %), slow_system:charge>close_deal (10 % against 2 %),
failed_touchpoint:payment_failed (14 % of payments are refused at least once, 5 % tolerated),
broken_rule:R3 (charges without a receipt).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sample_logs.clock import (
    DAY,
    HOUR,
    MINUTE,
    NEVER,
    SECOND,
    Flags,
    Ints,
    instants,
    later,
    whole_seconds,
    worked,
)
from sample_logs.draws import Draws
from sample_logs.state import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchases:
    """One row per purchase begun; row number = number of the deal in the CRM."""

    customer: Ints
    device: Ints
    plan_ms: Ints
    charged_ms: Ints
    receipt_ms: Ints


def begun(customer: Ints, plan_ms: Ints, second_device: Flags) -> tuple[Ints, Ints, Ints]:
    """Customers who choose a plan at all, with when and on which device."""
    buys = plan_ms < NEVER
    return customer[buys], plan_ms[buys], second_device[buys].astype(np.int64)


def simulate_purchases(
    start: tuple[Ints, Ints, Ints], first_deal: int, draws: Draws, ledger: Ledger
) -> Purchases:
    """Write one purchase of each customer; second purchases have a `first_deal` above 0."""
    customer, plan_ms, device = start
    deal = np.arange(len(customer), dtype=np.int64) + first_deal
    ledger.add("plan", customer, plan_ms, detail=device)
    gives_up = draws.chance(0.03, len(customer))
    pays = np.where(gives_up, NEVER, _decides(start, deal, draws, ledger))
    if first_deal == 0:
        pays = _chat(start, pays, draws, ledger)
    paid = _pay(customer, device, pays, draws, ledger)
    charged, receipt = _charge(customer, paid, draws, ledger)
    _deal(customer, deal, plan_ms, ledger)
    ledger.add("deal_won", customer, _closed(paid, draws), item=deal)
    return Purchases(
        customer=customer, device=device, plan_ms=plan_ms, charged_ms=charged, receipt_ms=receipt
    )


def _decides(start: tuple[Ints, Ints, Ints], deal: Ints, draws: Draws, ledger: Ledger) -> Ints:
    """When the payment form is sent: minutes later, or after a discount was approved."""
    customer, plan_ms, _ = start
    size = len(customer)
    delay = draws.mixture(
        [(0.85, 25 * SECOND, 110 * SECOND), (0.15, 4 * MINUTE, 11 * MINUTE)], size
    )
    asks = draws.chance(0.04, size)
    asked = plan_ms + 30 * SECOND
    approved = instants(worked(asked) + draws.between(0.2 * HOUR, 3 * HOUR, size))
    ledger.add("discount_asked", customer[asks], asked[asks], item=deal[asks])
    ledger.add("discount", customer[asks], approved[asks], item=deal[asks])
    return np.where(
        asks, later(approved, draws.between(10 * MINUTE, 90 * MINUTE, size)), plan_ms + delay
    )


def _chat(start: tuple[Ints, Ints, Ints], pays: Ints, draws: Draws, ledger: Ledger) -> Ints:
    """A chat with sales, which the design does not know, before the payment."""
    customer, plan_ms, device = start
    size = len(customer)
    chats = draws.chance(0.13, size) & (pays < NEVER)
    chat = plan_ms + draws.between(15 * SECOND, 45 * SECOND, size)
    ledger.add("chat", customer[chats], chat[chats], detail=device[chats])
    return np.where(
        chats, np.maximum(pays, chat + draws.between(30 * SECOND, 140 * SECOND, size)), pays
    )


def _pay(customer: Ints, device: Ints, pays: Ints, draws: Draws, ledger: Ledger) -> Ints:
    """Payments, some refused once or twice; gives back when the accepted one was sent."""
    size = len(customer)
    refusals = draws.choice([0.86, 0.12, 0.02], size)
    gives_up = (refusals > 0) & draws.chance(0.05, size)
    for number in (1, 2):
        refused = (refusals >= number) & (pays < NEVER)
        ledger.add("checkout", customer[refused], pays[refused], detail=device[refused])
        answer = later(pays, draws.between(2 * SECOND, 8 * SECOND, size))
        ledger.add("refused", customer[refused], answer[refused])
        again = later(answer, draws.between(20 * SECOND, 80 * SECOND, size))
        pays = np.where(refused, again, pays)
    pays = np.where(gives_up, NEVER, pays)
    ledger.add("checkout", customer, pays, detail=device)
    return pays


def _charge(customer: Ints, paid: Ints, draws: Draws, ledger: Ledger) -> tuple[Ints, Ints]:
    """Charge and receipt; one receipt in twelve is minutes late."""
    size = len(customer)
    due = later(paid, draws.between(1_000, 6_000, size))
    charged = np.where(draws.chance(0.003, size), NEVER, due)
    delay = draws.mixture(
        [
            (0.911, 2 * SECOND, 40 * SECOND),
            (0.083, 330 * SECOND, 560 * SECOND),
            (0.003, -800, -100),
            (0.003, NEVER, NEVER),
        ],
        size,
    )
    receipt = later(due, delay)
    ledger.add("captured", customer, charged)
    ledger.add("receipt", customer, receipt)
    return charged, receipt


def _deal(customer: Ints, deal: Ints, plan_ms: Ints, ledger: Ledger) -> None:
    """The opportunity that the CRM keeps of each purchase."""
    opened = whole_seconds(plan_ms) + 4 * SECOND
    ledger.add("deal", customer, opened, item=deal)
    ledger.add("deal_amount", customer, opened, item=deal)


def _closed(paid: Ints, draws: Draws) -> Ints:
    """When the CRM hears of the payment; one in ten waits for the next transfer (planted)."""
    delay = draws.mixture(
        [(0.90, 20 * SECOND, 60 * SECOND), (0.10, 20 * MINUTE, 90 * MINUTE)], len(paid)
    )
    return later(paid, delay)


def second_purchases(first: Purchases, draws: Draws) -> tuple[Ints, Ints, Ints]:
    """One in seven of those who got a receipt buy again, two to five weeks later."""
    size = len(first.customer)
    again = later(first.receipt_ms, draws.between(14 * DAY, 35 * DAY, size))
    again = np.where(draws.chance(0.14, size), again, NEVER)
    buys = again < NEVER
    return first.customer[buys], again[buys], first.device[buys]
