"""The whole simulated service: all customers through all stages, before any dirt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sample_logs.clock import NEVER, SECOND, Ints, later
from sample_logs.customers import Customers, make_customers
from sample_logs.draws import Draws
from sample_logs.first_use import simulate_first_use
from sample_logs.purchase import Purchases, begun, second_purchases, simulate_purchases
from sample_logs.settle import simulate_settling
from sample_logs.signup import simulate_signup
from sample_logs.state import Events, Ledger
from sample_logs.support import Tickets, make_tickets, simulate_support


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What really happened, and the objects that the three systems keep."""

    seed: int
    customers: Customers
    deals: tuple[Purchases, Purchases]  # first and second purchases
    tickets: Tickets
    events: Events

    @property
    def deal_customer(self) -> Ints:
        """The customer of each deal, by the deal's number."""
        return np.concatenate([purchases.customer for purchases in self.deals])


def simulate_service(size: int, seed: int) -> Service:
    """Simulate so many customers; the same seed gives the same service."""
    ledger = Ledger()
    customers = make_customers(Draws(seed, "customers"), size)
    signups = simulate_signup(customers, Draws(seed, "signup"), ledger)
    everyone = np.arange(size, dtype=np.int64)
    start = begun(everyone, signups.plan_ms, customers.second_device)
    first = simulate_purchases(start, 0, Draws(seed, "purchase"), ledger)
    _convert_leads(customers, first, ledger)
    invoice = simulate_first_use(first, Draws(seed, "first use"), ledger)
    simulate_settling(first, invoice, Draws(seed, "settling in"), ledger)
    draws = Draws(seed, "second purchase")
    again = second_purchases(first, draws)
    second = simulate_purchases(again, len(first.customer), draws, ledger)
    tickets = make_tickets(customers.signup_ms, signups.verified_ms, Draws(seed, "tickets"))
    simulate_support(tickets, Draws(seed, "support"), ledger)
    return Service(
        seed=seed,
        customers=customers,
        deals=(first, second),
        tickets=tickets,
        events=ledger.events(),
    )


def _convert_leads(customers: Customers, first: Purchases, ledger: Ledger) -> None:
    """A lead is converted when its customer is charged for the first time."""
    charged = later(first.charged_ms, np.full(len(first.customer), 20 * SECOND))
    has_lead = customers.has_lead[first.customer] & (charged < NEVER)
    lead = first.customer[has_lead]
    ledger.add("lead_converted", lead, charged[has_lead], item=lead)
