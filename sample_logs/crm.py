"""The CRM's export: Salesforce field history and the records it refers to, as CSV.

Grain of `CrmRows`: one row per line of a history table; a change of owner writes two.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sample_logs.clock import DAY, HORIZON, NEVER, SECOND, Flags, Ints, epoch_ms, iso, later
from sample_logs.dirt import Deliveries, Plan, Rows, deliver
from sample_logs.draws import Draws
from sample_logs.kinds import KINDS, NUMBER
from sample_logs.service import Service
from sample_logs.state import Events
from sample_logs.writing import Columns, Writer

TABLES = ("lead", "opportunity", "case")
HISTORIES = ("LeadHistory", "OpportunityFieldHistory", "CaseHistory")
TABLE_OF_KIND = np.array(
    [TABLES.index(kind.activity.split(".")[0]) if kind.source == "crm" else -1 for kind in KINDS]
)
PLAN = Plan(
    cuts=tuple(epoch_ms(f"2025-{day}T00:00:00Z") for day in ("09-01", "10-01", "11-01")),
    overlap_ms=DAY,
    spoilt=(0.0, 0.0, 0.0015),
    redelivered=0.0,
)
USERS = ("Automated Process", "sales", "billing", "care")


@dataclass(frozen=True, slots=True, kw_only=True)
class CrmRows:
    """History lines of one table as columns; `state` is the row in the state."""

    state: Ints
    events: Events
    is_name: Flags  # the second line of a change of owner, with names instead of ids


def crm_rows(service: Service, table: int) -> CrmRows:
    """Every line of one history table, before the dirt, in the order of time."""
    state = np.flatnonzero(TABLE_OF_KIND[service.events.kind] == table)
    state = state[np.argsort(service.events.time_ms[state], kind="stable")]
    owner = service.events.kind[state] == NUMBER["lead_owner"]
    repeat = np.repeat(np.arange(len(state), dtype=np.int64), np.where(owner, 2, 1))
    is_name = np.concatenate([[False], repeat[1:] == repeat[:-1]])[: len(repeat)]
    return CrmRows(state=state[repeat], events=service.events.only(state[repeat]), is_name=is_name)


def deliver_crm(service: Service, rows: CrmRows, table: int) -> Deliveries:
    """How one history table reaches its files."""
    size = len(rows.state)
    nothing = np.zeros(size, dtype=np.bool_)
    owner = rows.events.kind == NUMBER["lead_owner"]
    to_deliver = Rows(sent_ms=rows.events.time_ms, whole=owner, once=nothing, bot=nothing)
    return deliver(to_deliver, PLAN, Draws(service.seed, f"crm deliveries {table}"))


def write_history(
    service: Service, rows: CrmRows, deliveries: Deliveries, table: int, writer: Writer
) -> None:
    """Write the files of one history table, the newest line first."""
    writer.table("crm_kinds", _kinds())
    draws = Draws(service.seed, f"crm text {table}")
    size = len(rows.state)
    columns = {
        "history_no": np.arange(size, dtype=np.int64) + table * 10**8,
        "kind": rows.events.kind,
        "time_ms": rows.events.time_ms,
        "item": rows.events.item,
        "is_name": rows.is_name,
        "is_short": draws.chance(0.05, size),
        "actor_no": np.where(draws.chance(0.5, size), 0, 1),
    }
    for number, cut in enumerate(PLAN.cuts):
        lines = deliveries.of_file(number)
        writer.table(
            "numbers",
            {
                "line_no": np.arange(len(lines.row), dtype=np.int64),
                "defect": lines.defect,
                **{name: values[lines.row] for name, values in columns.items()},
            },
        )
        writer.sheet(
            f"crm_{TABLES[table]}_history", f"exports/crm/{HISTORIES[table]}_{iso(cut)[:7]}.csv"
        )


def _kinds() -> Columns:
    """What each kind changes, and who does it."""
    own = [(number, kind) for number, kind in enumerate(KINDS) if kind.source == "crm"]
    return {
        "kind": [number for number, _ in own],
        "field": [kind.change[0] for _, kind in own],
        "data_type": [kind.change[1] for _, kind in own],
        "old_value": [kind.change[2] for _, kind in own],
        "new_value": [kind.change[3] for _, kind in own],
        "actor": [USERS.index(kind.by) for _, kind in own],
    }


def write_records(service: Service, writer: Writer) -> None:
    """Write leads, contacts, deals, cases and users as they stand when the export is made."""
    writer.table("deals", _deals(service))
    writer.table("leads", _leads(service))
    calls = service.events.only(TABLE_OF_KIND[service.events.kind] == TABLES.index("case"))
    numbers, first = np.unique(calls.item, return_index=True)
    writer.table("calls", {"call": numbers, "customer": calls.customer[first]})
    for query, file in (
        ("crm_leads", "Lead"),
        ("crm_contacts", "Contact"),
        ("crm_opportunities", "Opportunity"),
        ("crm_cases", "Case"),
        ("crm_users", "User"),
    ):
        writer.sheet(query, f"exports/crm/{file}.csv")


def _leads(service: Service) -> Columns:
    """Leads made before the export; converted ones know their contact and first deal."""
    first = service.deals[0]
    size = len(service.customers)
    charged, deal = np.full(size, NEVER), np.full(size, -1)
    charged[first.customer] = later(first.charged_ms, np.full(len(first.customer), 20 * SECOND))
    deal[first.customer] = np.arange(len(first.customer))
    exists = service.customers.has_lead & (service.customers.signup_ms < HORIZON)
    customer = np.flatnonzero(exists)
    return {
        "customer": customer,
        "created_ms": service.customers.signup_ms[customer] + 5 * SECOND,
        "converted_ms": np.where(charged[customer] < HORIZON, charged[customer], -1),
        "deal": deal[customer],
    }


def _deals(service: Service) -> Columns:
    """Deals made before the export; some of the converted leads' deals lack their contact."""
    first, second = service.deals
    customer = service.deal_customer
    plan_ms = np.concatenate([first.plan_ms, second.plan_ms])
    charged = np.concatenate([first.charged_ms, second.charged_ms])
    won = charged < HORIZON
    lacks = service.customers.has_lead[customer] & (
        later(charged, np.full(len(won), 20 * SECOND)) < HORIZON
    )
    lacks &= Draws(service.seed, "deals").chance(0.1, len(won))
    lacks[len(first.customer) :] = False
    made = np.flatnonzero(plan_ms < HORIZON)
    return {
        "deal": made,
        "customer": customer[made],
        "won": won[made],
        "lacks_contact": lacks[made],
    }
