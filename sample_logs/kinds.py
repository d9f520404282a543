"""Kinds of events that the simulated service knows: what each is called, and which steps it can be.

`activity` is the name in the normal form. `steps` are the designed steps that the kind can be, with
how often one instance picks it (`all`, `first`, `rest`); no steps and `ignored` means known noise,
no steps and not ignored means the design does not know it. `lane` is where the kind truly happens.
"""

from __future__ import annotations

from dataclasses import dataclass

Change = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of event."""

    name: str
    source: str
    activity: str
    lane: str
    steps: tuple[tuple[str, str], ...] = ()
    ignored: bool = False
    server: bool = False  # web: sent by a server, not a browser
    template: str = ""  # web: which mail
    path: str = ""  # web: which page
    change: Change = ("", "", "", "")  # crm: field, data type, old, new value
    by: str = ""  # crm: the user; helpdesk: customer, agent, engineer or system
    public: bool = True  # helpdesk: a comment that the customer can read
    rank: int = 0  # helpdesk: order among events of one ticket and one second


def _steps(text: str) -> tuple[tuple[str, str], ...]:
    """`first_reply:first exchange:rest` as pairs; without a colon it is `all`."""
    pairs = (word.partition(":") for word in text.split())
    return tuple((step, pick or "all") for step, _, pick in pairs)


def _page(name: str, path: str, steps: str = "") -> Kind:
    return Kind(
        name=name, source="web", activity="page", lane="customer", path=path,
        steps=_steps(steps), ignored=not steps,
    )  # fmt: skip


def _track(name: str, activity: str, steps: str, path: str) -> Kind:
    return Kind(
        name=name, source="web", activity=activity, lane="customer", path=path, steps=_steps(steps)
    )


def _server(name: str, activity: str, lane: str, steps: str, template: str = "") -> Kind:
    return Kind(
        name=name, source="web", activity=activity, lane=lane, template=template,
        steps=_steps(steps), server=True,
    )  # fmt: skip


def _crm(name: str, lane: str, change: Change, by: str, steps: str = "") -> Kind:
    entity, _, field = change[0].partition(".")
    plain = field.lower().removesuffix("__c")
    valued = change[1] in ("DynamicEnum", "StaticEnum", "Boolean", "Picklist")
    return Kind(
        name=name, source="crm", lane=lane, change=(field, *change[1:]), by=by,
        activity=f"{entity}.{plain}:{change[3]}" if valued else f"{entity}.{plain}",
        steps=_steps(steps), ignored=not steps,
    )  # fmt: skip


def _desk(name: str, rank: int, activity: str, by: str, lane_steps: tuple[str, str]) -> Kind:
    lane, steps = lane_steps
    return Kind(
        name=name, source="helpdesk", activity=activity, lane=lane, by=by, rank=rank,
        public=lane != "office" or name == "fixed_aloud", steps=_steps(steps), ignored=not steps,
    )  # fmt: skip


AUTOMATION, SALES, BILLING, CARE, ENGINEER = "Automated Process", "sales", "billing", "care", "eng"

KINDS: tuple[Kind, ...] = (
    _page("home", "/"),
    _page("prices", "/pricing"),
    _page("form", "/signup"),
    _page("app", "/app"),
    _page("help", "/help"),
    _page("verified", "/verify", "verify_email:first"),
    Kind(name="heartbeat", source="web", activity="Heartbeat", lane="customer", ignored=True),
    Kind(name="rage", source="web", activity="Rage Click", lane="customer", ignored=True),
    _track("signup", "Signup Submitted", "submit_signup:first", "/signup"),
    _server(
        "verify_mail", "Mail Sent", "screen",
        "send_verification:first resend_verification:rest", "verify",
    ),
    _track("plan", "Plan Selected", "choose_plan", "/pricing"),
    _track("chat", "Sales Chat Started", "", "/pricing"),
    _track("checkout", "Checkout Submitted", "pay", "/checkout"),
    _server("refused", "Payment Refused", "platform", "payment_failed"),
    _server("captured", "Payment Captured", "platform", "charge"),
    _server("receipt", "Mail Sent", "screen", "send_receipt", "receipt"),
    _track("invoice", "Invoice Issued", "first_invoice:first", "/invoices/new"),
    _track("setup", "Setup Started", "start_setup", "/books"),
    _track("bank", "Bank Connected", "connect_bank", "/books/bank"),
    _track("statement", "Statement Uploaded", "upload_statement", "/books/upload"),
    _server("ready", "Mail Sent", "screen", "setup_done", "books"),
    _crm("lead", "platform", ("lead.created", "Text", "", ""), AUTOMATION, "create_lead"),
    _crm("lead_owner", "office", ("lead.Owner", "EntityId", "", ""), SALES),
    _crm(
        "lead_working", "office",
        ("lead.Status", "DynamicEnum", "Open - Not Contacted", "Working - Contacted"), SALES,
    ),
    _crm(
        "lead_converted", "platform",
        ("lead.Status", "DynamicEnum", "Working - Contacted", "Closed - Converted"), AUTOMATION,
    ),
    _crm("deal", "platform", ("opportunity.created", "Text", "", ""), AUTOMATION),
    _crm("deal_amount", "platform", ("opportunity.Amount", "Currency", "", "49.0"), AUTOMATION),
    _crm(
        "deal_won", "platform",
        ("opportunity.StageName", "DynamicEnum", "Proposal", "Closed Won"),
        AUTOMATION, "close_deal",
    ),
    _crm(
        "discount_asked", "office",
        ("opportunity.Discount_Approval__c", "DynamicEnum", "", "Requested"), SALES,
    ),
    _crm(
        "discount", "office",
        ("opportunity.Discount_Approval__c", "DynamicEnum", "Requested", "Approved"),
        BILLING, "approve_discount",
    ),
    _crm("call_case", "platform", ("case.created", "Text", "", ""), AUTOMATION),
    _crm("call_planned", "office", ("case.Status", "DynamicEnum", "New", "Scheduled"), CARE),
    _crm(
        "call_held", "agent", ("case.Status", "DynamicEnum", "Scheduled", "Call Held"),
        CARE, "onboarding_call",
    ),
    _crm("call_dropped", "office", ("case.Status", "DynamicEnum", "Scheduled", "Cancelled"), CARE),
    _desk("ticket", 0, "ticket.created", "customer", ("customer", "open_ticket")),
    _desk("asked", 1, "ticket.comment", "customer", ("customer", "")),
    _desk("acknowledged", 2, "ticket.notification", "system", ("screen", "acknowledge:first")),
    _desk("assigned", 3, "ticket.assignee", "agent", ("office", "triage:first")),
    _desk("passed", 3, "ticket.assignee", "agent", ("office", "triage:first")),
    _desk("passed_back", 3, "ticket.assignee", "agent", ("office", "triage:first")),
    _desk("grouped", 3, "ticket.group", "agent", ("office", "")),
    _desk("opened", 4, "ticket.status:open", "agent", ("office", "")),
    _desk("replied", 5, "ticket.comment", "agent", ("agent", "first_reply:first exchange:rest")),
    _desk("waiting", 6, "ticket.status:pending", "agent", ("agent", "")),
    _desk("told", 7, "ticket.notification", "agent", ("screen", "acknowledge:first")),
    _desk("noted", 5, "ticket.comment", "agent", ("office", "")),
    _desk("fixed", 5, "ticket.comment", "engineer", ("office", "engineer_fix")),
    _desk("fixed_aloud", 5, "ticket.comment", "engineer", ("office", "engineer_fix")),
    _desk("engineer_told", 7, "ticket.notification", "engineer", ("screen", "acknowledge:first")),
    _desk("answered", 1, "ticket.comment", "customer", ("customer", "")),
    _desk("answer_opened", 2, "ticket.status:open", "customer", ("customer", "")),
    _desk("solved", 6, "ticket.status:solved", "agent", ("agent", "resolve:first")),
    _desk("solved_by_engineer", 6, "ticket.status:solved", "engineer", ("agent", "resolve:first")),
    _desk("reopened", 2, "ticket.status:open", "customer", ("customer", "reopen")),
    _desk("closed", 6, "ticket.status:closed", "system", ("platform", "")),
    _desk("rated", 9, "ticket.rating", "customer", ("customer", "")),
)  # fmt: skip

NUMBER = {kind.name: number for number, kind in enumerate(KINDS)}
