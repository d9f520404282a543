"""The web's export: Segment JSON lines, with visitors who identify later, bots, and dirt.

Grain of `WebRows`: one row per message that the site, its servers or a bot sends.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from sample_logs.clock import COVERAGE_FROM, HORIZON, HOUR, MINUTE, SECOND, Ints, epoch_ms
from sample_logs.dirt import Deliveries, Plan, Rows, deliver
from sample_logs.draws import Draws
from sample_logs.kinds import KINDS, NUMBER
from sample_logs.service import Service
from sample_logs.state import IS_WEB

IDENTIFY = len(KINDS)
ANONYMOUS_KINDS = [NUMBER[name] for name in ("home", "prices", "form")]
IS_SERVER = np.array([kind.server for kind in KINDS] + [False])
HUMAN_AGENTS, BOT_AGENTS = 4, 3
FIRST_DAYS = ("09-01", "09-16", "10-01", "10-16", "11-01", "11-16")
PLAN = Plan(
    cuts=tuple(epoch_ms(f"2025-{day}T00:00:00Z") for day in FIRST_DAYS),
    overlap_ms=12 * HOUR,
    spoilt=(0.0025, 0.0006, 0.0006),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebRows:
    """All messages as columns; -1 means none."""

    kind: Ints
    time_ms: Ints
    user: Ints  # customer number
    anonymous: Ints  # number of the browser
    detail: Ints
    agent: Ints  # which browser
    state: Ints  # row in the state, -1 for what is no event of a customer

    def __len__(self) -> int:
        """Number of messages."""
        return len(self.kind)


def _rows(kind: Ints, time_ms: Ints, **columns: Ints) -> WebRows:
    """Messages with -1 in the columns that are not given."""
    given = {"kind": kind, "time_ms": time_ms, **columns}
    nothing = np.full(len(kind), -1, dtype=np.int64)
    return WebRows(**{column.name: given.get(column.name, nothing) for column in fields(WebRows)})


def web_rows(service: Service) -> WebRows:
    """Every message of the web export, before the dirt."""
    draws = Draws(service.seed, "web")
    own = _customer_rows(service, draws)
    parts = [own, _identifies(service, own), *_strangers(service, draws)]
    return WebRows(
        **{
            column.name: np.concatenate([getattr(part, column.name) for part in parts])
            for column in fields(WebRows)
        }
    )


def _customer_rows(service: Service, draws: Draws) -> WebRows:
    """What customers and servers send; before the sign-up is known, a visitor has no user id."""
    state = np.flatnonzero(IS_WEB[service.events.kind])
    events = service.events.only(state)
    nameless = np.isin(events.kind, ANONYMOUS_KINDS)
    forms = events.kind == NUMBER["signup"]
    nameless |= forms & draws.chance(0.3, len(state))
    browser = events.customer * 2 + events.detail
    return _rows(
        events.kind,
        events.time_ms,
        user=np.where(nameless, -1, events.customer),
        anonymous=np.where(IS_SERVER[events.kind], -1, browser),
        detail=events.detail,
        agent=browser % HUMAN_AGENTS,
        state=state,
    )


def _identifies(service: Service, rows: WebRows) -> WebRows:
    """One identify call per browser of a customer, at the sign-up or the first visit after it.

    A customer seen through servers only gets one without a browser.
    """
    known = service.events.customer[rows.state]
    browser = np.where(rows.anonymous >= 0, rows.anonymous, -1 - known)
    order = np.lexsort((rows.time_ms, browser))
    browsers, first = np.unique(browser[order], return_index=True)
    customer, seen = known[order][first], rows.time_ms[order][first]
    has_browser = np.isin(customer, customer[browsers >= 0])
    kept = (browsers >= 0) | ~has_browser
    customer, seen, browsers = customer[kept], seen[kept], browsers[kept]
    signup = service.customers.signup_ms[customer] + 400
    return _rows(
        np.full(len(customer), IDENTIFY, dtype=np.int64),
        np.minimum(np.maximum(signup, seen), HORIZON - 1),
        user=customer,
        anonymous=np.where(browsers >= 0, browsers, -1),
        agent=np.abs(browsers) % HUMAN_AGENTS,
    )


def _strangers(service: Service, draws: Draws) -> tuple[WebRows, WebRows]:
    """Visitors who never say who they are, and bots (which even click on plans)."""
    visitors, bots = len(service.customers) // 3, len(service.customers) // 25 + 1
    first = 2 * len(service.customers)
    people = np.repeat(np.arange(visitors, dtype=np.int64) + first, 2)
    seen = [NUMBER[name] for name in ("home", "prices", "heartbeat", "rage")]
    kinds = np.array(seen)[draws.choice([0.5, 0.35, 0.14, 0.01], len(people))]
    crawlers = np.repeat(np.arange(bots, dtype=np.int64) + first + visitors, 4)
    crawled = np.array([NUMBER[name] for name in ("home", "prices", "help", "plan")])
    return (
        _rows(
            kinds,
            draws.between(COVERAGE_FROM, HORIZON - MINUTE, len(people)),
            anonymous=people,
            agent=people % HUMAN_AGENTS,
        ),
        _rows(
            crawled[draws.choice([0.4, 0.3, 0.2, 0.1], len(crawlers))],
            draws.between(COVERAGE_FROM, HORIZON - MINUTE, len(crawlers)),
            anonymous=crawlers,
            agent=HUMAN_AGENTS + crawlers % BOT_AGENTS,
        ),
    )


def without_message_id(service: Service, rows: WebRows) -> Ints:
    """Rows whose message id got lost: one in a hundred."""
    return np.flatnonzero(Draws(service.seed, "message ids").chance(0.01, len(rows)))


def deliver_web(service: Service, rows: WebRows) -> Deliveries:
    """How the messages reach the files."""
    nameless = np.zeros(len(rows), dtype=np.bool_)
    nameless[without_message_id(service, rows)] = True
    to_deliver = Rows(
        sent_ms=rows.time_ms + SECOND // 4,
        whole=rows.state < 0,
        once=nameless,
        bot=rows.agent >= HUMAN_AGENTS,
    )
    return deliver(to_deliver, PLAN, Draws(service.seed, "web deliveries"))
