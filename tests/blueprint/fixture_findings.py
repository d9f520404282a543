"""Findings written by hand: the sample service with every state of the gap overlay, and made-up services of any size.

The numbers are plausible, not measured: they feed the tests of the board and the report.
"""

from __future__ import annotations

import random
from dataclasses import replace

from blueprint.findings import (
    ActivityCoverage,
    Conformance,
    Effect,
    Example,
    Findings,
    Gap,
    Gates,
    LinkMeasure,
    MinedModel,
    Run,
    Sentence,
    SourceState,
    StageMeasure,
    StepMeasure,
    Variant,
)
from blueprint.model import Blueprint, Lane, Link, Role, Sla, Stage, StageTime, Step

S = 1_000_000
MIN, HOUR, DAY = 60, 3600, 86400


def text(en: str, es: str = "", pl: str = "") -> dict[str, str]:
    return {"en": en, "es": es or en, "pl": pl or en}


LANES = (
    Lane(
        id="customer",
        role=Role.CUSTOMER,
        actor="customer",
        name=text("Customer journey", "Recorrido del cliente", "Podróż klienta"),
    ),
    Lane(
        id="screen",
        role=Role.FRONTSTAGE,
        actor="system",
        name=text(
            "Frontstage: screens, messages",
            "Frontstage: pantallas, mensajes",
            "Frontstage: ekrany, wiadomości",
        ),
    ),
    Lane(
        id="agent",
        role=Role.FRONTSTAGE,
        actor="person",
        name=text("Frontstage: people", "Frontstage: personas", "Frontstage: ludzie"),
    ),
    Lane(
        id="office",
        role=Role.BACKSTAGE,
        actor="person",
        name=text("Backstage", "Trastienda (backstage)", "Zaplecze (backstage)"),
    ),
    Lane(
        id="platform",
        role=Role.SUPPORT,
        actor="system",
        name=text("Support processes", "Procesos de soporte", "Procesy wspierające"),
    ),
)
STAGES = (
    Stage(id="signup", name=text("Sign up", "Registro", "Rejestracja"), next="purchase", reach=0.8, abandon_max=0.15, emotion=1,
          time=StageTime(start=("submit_signup",), end=("verify_email",), p50_us=5 * MIN * S, p90_us=HOUR * S, limit_us=DAY * S)),
    Stage(id="purchase", name=text("Purchase", "Compra", "Zakup"), next="first_use", reach=0.9, abandon_max=0.1, emotion=0, restart="choose_plan",
          time=StageTime(start=("choose_plan",), end=("send_receipt",), p50_us=4 * MIN * S, p90_us=15 * MIN * S, limit_us=DAY * S)),
    Stage(id="first_use", name=text("First use", "Primer uso", "Pierwsze użycie"), emotion=2, abandon_max=0.1,
          time=StageTime(start=("send_receipt", "charge"), end=("first_invoice",), p50_us=DAY * S, p90_us=4 * DAY * S, limit_us=14 * DAY * S)),
    Stage(id="support", name=text("Support", "Soporte", "Wsparcie"), emotion=0, instances="ticket",
          time=StageTime(start=("open_ticket",), end=("resolve",), p50_us=4 * HOUR * S, p90_us=16 * HOUR * S, limit_us=40 * HOUR * S, clock="business")),
)  # fmt: skip


def step(
    stage: str,
    lane: str,
    step_id: str,
    name: dict[str, str],
    least: int = 1,
    most: int | None = 1,
    **more: object,
) -> Step:
    return Step(id=step_id, stage=stage, lane=lane, name=name, least=least, most=most, **more)


def sla(after: str, within_s: int, share: float, clock: str = "calendar") -> Sla:
    return Sla(after=after, within_us=within_s * S, share=share, clock=clock)


STEPS = (
    step("signup", "customer", "submit_signup", text("Fills in the form", "Rellena el formulario", "Wypełnia formularz"), evidence=(text("Sign-up form"),)),
    step("signup", "screen", "send_verification", text("Sends verification mail", "Envía correo de verificación", "Wysyła e-mail weryfikacyjny"), evidence=(text("Verification e-mail"),), sla=sla("submit_signup", 60, 0.99)),
    step("signup", "platform", "create_lead", text("Creates CRM contact", "Crea contacto en CRM", "Tworzy kontakt w CRM")),
    step("signup", "screen", "resend_verification", text("Sends it again", "Lo reenvía", "Wysyła ponownie"), 0, 2),
    step("signup", "customer", "verify_email", text("Confirms address", "Confirma la dirección", "Potwierdza adres"), evidence=(text("Welcome screen"),)),
    step("purchase", "customer", "choose_plan", text("Chooses a plan", "Elige un plan", "Wybiera plan"), evidence=(text("Price page"),)),
    step("purchase", "office", "approve_discount", text("Approves discount", "Aprueba descuento", "Zatwierdza rabat"), 0, 1, policy=text("Discounts above 10 % need Finance")),
    step("purchase", "customer", "pay", text("Pays", "Paga", "Płaci"), 1, 3, evidence=(text("Payment page"),), moment_of_truth=True),
    step("purchase", "platform", "payment_failed", text("Payment refused", "Pago rechazado", "Płatność odrzucona"), 0, 2, fail_point=True),
    step("purchase", "platform", "charge", text("Charges the card", "Cobra la tarjeta", "Obciąża kartę")),
    step("purchase", "screen", "send_receipt", text("Sends receipt", "Envía recibo", "Wysyła rachunek"), evidence=(text("Receipt PDF"),), sla=sla("charge", 300, 0.99)),
    step("first_use", "agent", "onboarding_call", text("Onboarding call", "Llamada de bienvenida", "Rozmowa wdrożeniowa"), 0, 1, observable=False),
    step("first_use", "customer", "first_invoice", text("Issues first invoice", "Emite la primera factura", "Wystawia pierwszą fakturę"), evidence=(text("Invoice"),), moment_of_truth=True),
    step("support", "customer", "open_ticket", text("Asks for help", "Pide ayuda", "Prosi o pomoc"), evidence=(text("Help form"),)),
    step("support", "screen", "acknowledge", text("Confirms receipt", "Confirma recepción", "Potwierdza przyjęcie"), evidence=(text("Confirmation e-mail"),)),
    step("support", "office", "triage", text("Assigns the ticket", "Asigna el caso", "Przydziela zgłoszenie")),
    step("support", "agent", "first_reply", text("Answers", "Responde", "Odpowiada"), moment_of_truth=True, sla=sla("open_ticket", 4 * HOUR, 0.9, "business")),
    step("support", "agent", "exchange", text("Asks for details", "Pide detalles", "Prosi o szczegóły"), 0, 2),
    step("support", "office", "engineer_fix", text("Engineer fixes", "Ingeniería corrige", "Inżynier naprawia"), 0, 1),
    step("support", "agent", "resolve", text("Resolves", "Resuelve", "Rozwiązuje"), evidence=(text("Solution e-mail"),)),
    step("support", "customer", "reopen", text("Reopens", "Reabre", "Otwiera ponownie"), 0, 0),
)  # fmt: skip
UNDESIGNED = (
    step("purchase", "agent", "sales_chat", text("Sales Chat Opened"), designed=False),
    step("support", "agent", "ticket.escalated", text("ticket.escalated"), designed=False),
)

# source, target, instances, share, median seconds, designed
LINKS = (
    ("submit_signup", "send_verification", 2000, 1.0, 11, True), ("submit_signup", "create_lead", 1998, 0.999, 40, True),
    ("send_verification", "resend_verification", 140, 0.07, 900, True), ("send_verification", "verify_email", 1540, 0.77, 300, True),
    ("create_lead", "resend_verification", 133, 0.066, 900, True), ("create_lead", "verify_email", 1530, 0.765, 300, True), ("resend_verification", "verify_email", 120, 0.86, 240, True),
    ("choose_plan", "pay", 1320, 0.99, 90, True), ("pay", "payment_failed", 318, 0.24, 4, True), ("payment_failed", "pay", 270, 0.85, 30, True),
    ("pay", "charge", 1269, 0.96, 3, True), ("charge", "send_receipt", 1215, 0.957, 42, True),
    ("open_ticket", "acknowledge", 640, 0.99, 20, True), ("open_ticket", "triage", 600, 0.93, 3000, True), ("acknowledge", "first_reply", 600, 0.94, 9000, True),
    ("triage", "first_reply", 560, 0.9, 6000, True), ("first_reply", "exchange", 330, 0.53, 8000, True), ("first_reply", "engineer_fix", 20, 0.06, 9000, True),
    ("first_reply", "resolve", 230, 0.37, 9000, True), ("exchange", "engineer_fix", 80, 0.24, 6000, True), ("exchange", "resolve", 250, 0.74, 9000, True), ("engineer_fix", "resolve", 100, 0.97, 4000, True),
    ("resolve", "reopen", 50, 0.08, 90000, False), ("pay", "sales_chat", 67, 0.051, 60, False), ("sales_chat", "charge", 60, 0.9, 60, False),
    ("first_reply", "ticket.escalated", 38, 0.06, 3600, False), ("ticket.escalated", "resolve", 30, 0.8, 3600, False),
)  # fmt: skip
NEVER = (("choose_plan", "approve_discount"), ("approve_discount", "pay"))

# step, cases, instances, share, events, instrumented
MEASURED = (
    ("submit_signup", 2000, 2000, 1.0), ("send_verification", 2000, 2000, 1.0), ("create_lead", 1998, 1998, 0.999), ("resend_verification", 140, 140, 0.07), ("verify_email", 1670, 1670, 0.835),
    ("choose_plan", 1300, 1324, 1.0), ("approve_discount", 0, 0, 0.0), ("pay", 1300, 1324, 1.0), ("payment_failed", 318, 318, 0.24), ("charge", 1269, 1290, 0.974), ("send_receipt", 1215, 1235, 0.957),
    ("onboarding_call", 0, 0, 0.0), ("first_invoice", 1020, 1020, 0.962),
    ("open_ticket", 590, 644, 1.0), ("acknowledge", 590, 644, 1.0), ("triage", 590, 644, 1.0), ("first_reply", 580, 626, 0.972), ("exchange", 320, 335, 0.52), ("engineer_fix", 100, 103, 0.16), ("resolve", 590, 640, 0.994), ("reopen", 48, 50, 0.078),
    ("sales_chat", 67, 67, 0.0506), ("ticket.escalated", 19, 19, 0.03),
)  # fmt: skip


def stage_measure(
    stage_id: str,
    entered: int,
    states: tuple[int, ...],
    times: tuple[float, ...],
    shares: tuple[float | None, ...],
    counts: list[int],
    edges: tuple[float, float],
) -> StageMeasure:
    finished, went_on, abandoned, overdue, open_, truncated, judged = states
    stage = next(s for s in STAGES if s.id == stage_id)
    mean, p10, p50, p90 = times
    low, high = edges
    return StageMeasure(
        id=stage_id, entered=entered, finished=finished, went_on=went_on, abandoned=abandoned, overdue=overdue, open=open_, left_truncated=truncated, customers=min(entered, 2000), judged=judged,
        mean_s=mean, p10_s=p10, p50_s=p50, p90_s=p90, within_target=shares[0], within_limit=shares[1], reached_next=shares[2],
        target={"p50_s": stage.time.p50_us / S, "p90_s": stage.time.p90_us / S, "limit_s": stage.time.limit_us / S, "clock": stage.time.clock},
        histogram={"edges_s": [round(low * (high / low) ** (i / len(counts)), 3) for i in range(len(counts) + 1)], "counts": counts}, crossings=2.1,
    )  # fmt: skip


STAGE_MEASURES = [
    stage_measure(
        "signup",
        2000,
        (1670, 12, 280, 8, 30, 14, 1651),
        (820, 66, 360, 2040),
        (0.97, 0.99, 0.66),
        [10, 40, 130, 280, 400, 330, 220, 130, 60, 30, 15, 6],
        (20, 90000),
    ),
    stage_measure(
        "purchase",
        1324,
        (1235, 30, 20, 9, 30, 0, 1269),
        (520, 126, 348, 960),
        (0.90, 0.98, 0.80),
        [15, 60, 200, 320, 300, 190, 100, 50, 20, 9, 3, 2],
        (30, 90000),
    ),
    stage_measure(
        "first_use",
        1060,
        (1020, 0, 12, 8, 20, 3, 1018),
        (320000, 50400, 190080, 725760),
        (0.75, 0.95, None),
        [8, 20, 60, 110, 190, 240, 200, 110, 50, 20, 8, 2],
        (3600, 1500000),
    ),
    stage_measure(
        "support",
        644,
        (640, 0, 1, 2, 1, 2, 636),
        (52000, 9360, 43200, 61000),
        (0.74, 0.97, None),
        [5, 12, 30, 60, 90, 120, 130, 100, 50, 25, 10, 4],
        (600, 200000),
    ),
]


def gap(
    kind: str,
    subject: str,
    stage: str,
    counts: tuple[int, int],
    effect: tuple[str, float],
    verdict: str = "confirmed",
    lane: str | None = None,
    line: str | None = None,
    follows: str | None = None,
    tolerance: float = 0.05,
    **parameters: object,
) -> Gap:
    affected, eligible = counts
    subject, _, facet = subject.partition("|")
    gap_id = f"{kind}:{subject}" + (f".{facet}" if facet else "")
    rate = round(affected / eligible, 6)
    return Gap(
        id=gap_id, kind=kind, subject=subject, facet=facet or None, stage=stage, lane=lane, line=line, eligible=eligible, affected=affected, customers=max(1, affected - 3), rate=rate,
        interval=(round(max(0, rate - 0.02), 6), round(min(1, rate + 0.02), 6)), tolerance=tolerance, p_value=0.0001, q=0.0004 if verdict == "confirmed" else (0.08 if verdict == "indicated" else None),
        effect=Effect(unit=effect[0], value=effect[1], interval=(effect[1] * 0.8, effect[1] * 1.2)), weight=1.0, verdict=verdict, follows_from=follows,
        sentence=Sentence(template=f"{kind}.{facet}" if facet else kind, parameters={"affected": affected, "eligible": eligible, "rate": rate, "tolerance": tolerance, "stage": stage, **parameters}),
        cases=[Example(case=f"u-{n:05d}", instance=f"{stage}-{n}", entered="2025-09-0%dT10:00:00Z" % (n + 1), trace=["submit_signup", "verify_email"]) for n in range(3)], sql=f"blueprint/gaps/{kind}.sql",
    )  # fmt: skip


GAPS = [
    gap("late_step", "first_reply", "support", (263, 626), ("hours", 2710.4), lane="agent", line="interaction", tolerance=0.1, step="first_reply", within_s=4 * HOUR, never=18),
    gap("slow_stage", "first_use|p90", "first_use", (251, 1018), ("hours", 2510.0), tolerance=0.1, target_s=4 * DAY, p_s=725760),
    gap("abandonment", "signup", "signup", (280, 1840), ("customers", 280), lane="customer", line="interaction", tolerance=0.1),
    gap("slow_stage", "support|p50", "support", (420, 636), ("hours", 169.0), tolerance=0.5, target_s=4 * HOUR, p_s=43200),
    gap("late_step", "send_receipt", "purchase", (77, 1260), ("hours", 77.2), lane="screen", line="interaction", tolerance=0.01, step="send_receipt", within_s=300, never=55),
    gap("undesigned_step", "purchase/sales_chat", "purchase", (67, 1324), ("instances", 67), lane="agent", line="interaction", tolerance=0.02, activity="Sales Chat Opened"),
    gap("wrong_order", "triage>first_reply", "support", (62, 644), ("instances", 62), lane="office", tolerance=0.02, before="triage", after="first_reply"),
    gap("forbidden_step", "reopen", "support", (50, 644), ("instances", 50), lane="customer", tolerance=0, step="reopen"),
    gap("skipped_step", "acknowledge", "support", (45, 640), ("instances", 45), lane="screen", tolerance=0.05, step="acknowledge"),
    gap("skipped_step", "first_reply", "support", (40, 640), ("instances", 18), lane="agent", tolerance=0.05, step="first_reply", verdict="indicated"),
    gap("undesigned_step", "support/ticket.escalated", "support", (19, 644), ("instances", 19), lane="agent", tolerance=0.02, activity="ticket.escalated", verdict="indicated"),
    gap("repeated_step", "exchange", "support", (12, 335), ("occurrences", 15), lane="agent", tolerance=0.02, step="exchange", most=2, verdict="indicated"),
    gap("repeated_step", "payment_failed", "purchase", (3, 30), ("occurrences", 4), lane="platform", tolerance=0.02, step="payment_failed", most=2, verdict="not_enough_data"),
    gap("skipped_step", "verify_email", "signup", (170, 1840), ("instances", 170), lane="customer", tolerance=0.05, step="verify_email", follows="abandonment:signup"),
]  # fmt: skip

RUN = Run(
    id="2025-10-13-0600", at="2025-10-13T06:00:00Z", version="0.1.0", data_sha256="3f" * 32, design_sha256="a1" * 32, window=("2025-09-01T00:00:00Z", "2025-10-11T00:00:00Z"), language="en", customers=2000, cases=2000, events=22027,
    sources=[
        SourceState(source="web", coverage_from="2025-09-01T00:00:12Z", complete_until="2025-10-10T23:59:41Z", assumed=True, stale=False, events=17890, rows_read=18321, rows_duplicate=201, rows_quarantined=44),
        SourceState(source="crm", coverage_from="2025-08-31T00:00:00Z", complete_until="2025-10-10T00:00:00Z", assumed=False, stale=False, events=2409, rows_read=2500, rows_duplicate=80, rows_quarantined=11),
        SourceState(source="helpdesk", coverage_from="2025-09-01T08:00:00Z", complete_until="2025-10-02T17:20:00Z", assumed=True, stale=True, events=1728, rows_read=1730, rows_duplicate=2, rows_quarantined=0),
    ],
)  # fmt: skip
GATES = Gates(
    coverage={"bound": 0.871, "not_picked": 0.03, "ignored": 0.079, "unbound": 0.018, "unplaced": 0.002}, coverage_passed=True,
    activities=[ActivityCoverage(source="web", activity="Signup Submitted", state="bound", events=2010), ActivityCoverage(source="web", activity="Heartbeat", state="ignored", events=1600), ActivityCoverage(source="web", activity="Sales Chat Opened", state="unbound", events=71), ActivityCoverage(source="helpdesk", activity="ticket.comment", state="not_picked", events=660), ActivityCoverage(source="helpdesk", activity="ticket.comment", state="unplaced", events=44)],
    blind_steps=["onboarding_call"], identity={"cases": 2000, "confident_share": 0.981, "events_without_customer": 230}, clock={"ties": 12, "between_source_ties": 40, "midnight": 3, "pairs": 900},
    completeness={m.id: {"finished": m.finished, "went_on": m.went_on, "abandoned": m.abandoned, "overdue": m.overdue, "open": m.open, "left_truncated": m.left_truncated} for m in STAGE_MEASURES},
)  # fmt: skip


def sample() -> Findings:
    """The sample service, measured."""
    steps = {s.id: s for s in (*STEPS, *UNDESIGNED)}
    links = tuple(Link(source=a, target=b) for a, b, *_, designed in LINKS if designed) + tuple(
        Link(source=a, target=b) for a, b in NEVER
    )
    extra = (
        Link(source="exchange", target="open_ticket", kind="agreement"),
        Link(source="create_lead", target="onboarding_call", kind="needs"),
    )
    designed = Blueprint(
        id="faktura-online",
        version="2025.2",
        name=text(
            "Online invoicing service",
            "Servicio de facturación en línea",
            "Usługa fakturowania online",
        ),
        lanes=LANES,
        stages=STAGES,
        steps=STEPS,
        links=links + extra,
    )
    as_is = replace(
        designed,
        steps=tuple(s for s in STEPS if s.id not in {"approve_discount", "onboarding_call"})
        + UNDESIGNED,
        links=tuple(Link(source=a, target=b) for a, b, *_ in LINKS),
    )
    return Findings(
        schema=1, run=RUN, gates=GATES, designed=designed, as_is=as_is, stages=STAGE_MEASURES,
        steps=[StepMeasure(id=i, stage=steps[i].stage, lane=steps[i].lane, cases=c, instances=n, share=sh, events=n + 5 if n else 0, instrumented=i != "onboarding_call", designed=steps[i].designed) for i, c, n, sh in MEASURED],
        links=[LinkMeasure(source=a, target=b, instances=n, share=sh, p50_s=p, designed=d, crosses=None) for a, b, n, sh, p, d in LINKS] + [LinkMeasure(source=a, target=b, instances=0, share=0.0, p50_s=None, designed=True, crosses=None) for a, b in NEVER],
        gaps=GAPS, unjudged=[{"kind": "abandonment", "subject": "support", "why": "no abandon_max"}, {"kind": "late_step", "subject": "onboarding_call", "why": "blind"}],
        conformance=[Conformance(stage=s.id, instances=m.entered, clean=int(m.entered * 0.8), fitness=0.96, precision=0.91, not_computed=None, top_variants=[Variant(trace=[x.id for x in STEPS if x.stage == s.id][:4], cases=m.entered // 2, share=0.5)]) for s, m in zip(STAGES, STAGE_MEASURES, strict=True)],
        models=[MinedModel(stage="signup", tree="->( 'submit_signup', +( 'send_verification', 'create_lead' ), 'verify_email' )", noise=0.2, fitness=0.98, precision=0.9)],
        variants=[Variant(trace=["Signup Submitted", "Mail Sent", "lead.created", "page"], cases=420, share=0.21), Variant(trace=["Signup Submitted", "Mail Sent"], cases=200, share=0.1), Variant(trace=["others"], cases=1380, share=0.69)],
        throughput={"cases": 2000, "mean_s": 900000.0, "p50_s": 600000.0, "p90_s": 2000000.0},
    )  # fmt: skip


NAMES = (
    "Asks",
    "Confirms the order",
    "Checks stock in the regional warehouse",
    "Sends a message",
    "Calls",
    "Approves the exceptional discount for long-standing customers",
    "Pays",
    "Ships",
)


def generated(seed: int, stages: int = 6, steps: int = 40) -> Findings:
    """A made-up service: any number of stages, steps and links; same seed, same findings."""
    draw = random.Random(seed)
    stage_ids = [f"stage_{i}" for i in range(stages)]
    homes = stage_ids + [draw.choice(stage_ids) for _ in range(max(0, steps - stages))]
    homes.sort(key=stage_ids.index)
    boxes = tuple(_made_step(draw, n, home) for n, home in enumerate(homes))
    names = tuple(
        Stage(
            id=s,
            name={"": f"Stage {s[6:]} {draw.choice(NAMES)}"},
            next=n,
            emotion=draw.choice((None, -1, 0, 2)),
            time=draw.choice((None, STAGES[0].time)),
        )
        for s, n in zip(stage_ids, [*stage_ids[1:], None], strict=True)
    )
    links = _made_links(draw, boxes)
    planned = tuple(s for s in boxes if s.designed)
    lanes = LANES[: draw.choice((2, 5, 5, 5))] if seed % 7 == 0 else LANES
    rows = {lane.id for lane in lanes}
    planned = tuple(s if s.lane in rows else replace(s, lane="customer") for s in planned)
    designed = Blueprint(
        id="made",
        version="1",
        name={"": f"Made-up service {seed}"},
        lanes=lanes,
        stages=names,
        steps=planned,
        links=tuple(Link(source=a.source, target=a.target) for a in links if a.designed),
    )
    extra = tuple(
        s if s.lane in rows else replace(s, lane="customer") for s in boxes if not s.designed
    )
    base = sample()
    return replace(
        base, run=replace(base.run, customers=1234), designed=designed, as_is=replace(designed, steps=planned + extra), links=links, gaps=_made_gaps(draw, planned),
        stages=[replace(draw.choice(STAGE_MEASURES), id=s) for s in stage_ids], conformance=[], models=[],
        steps=[StepMeasure(id=s.id, stage=s.stage, lane=s.lane, cases=(c := draw.choice((0, 9, 400, 900))), instances=c, share=c / 900, events=c, instrumented=draw.random() > 0.05, designed=s.designed) for s in planned + extra],
    )  # fmt: skip


def _made_step(draw: random.Random, n: int, stage: str) -> Step:
    return step(
        stage,
        draw.choice(LANES).id,
        f"step_{n}",
        {"": f"{draw.choice(NAMES)} {n}"},
        draw.choice((0, 1, 1)),
        draw.choice((1, 1, None, 0)),
        designed=draw.random() > 0.1,
        moment_of_truth=draw.random() > 0.9,
        evidence=({"": "A paper form"},) * draw.choice((0, 0, 1, 3)),
    )


def _made_links(draw: random.Random, boxes: tuple[Step, ...]) -> list[LinkMeasure]:
    pairs = {(boxes[i].id, boxes[i + 1].id): True for i in range(len(boxes) - 1)}
    for _ in range(len(boxes) // 2):
        a = draw.randrange(len(boxes))
        b = min(len(boxes) - 1, max(0, a + draw.randrange(-6, 9)))
        pairs.setdefault((boxes[a].id, boxes[b].id), draw.random() > 0.4)
    shares = ((pair, designed, draw.random()) for pair, designed in pairs.items())
    return [
        LinkMeasure(
            source=a,
            target=b,
            instances=int(900 * sh),
            share=round(sh, 6),
            p50_s=60 * sh,
            designed=d,
            crosses=None,
        )
        for (a, b), d, sh in shares
    ]


def _made_gaps(draw: random.Random, planned: tuple[Step, ...]) -> list[Gap]:
    kinds = ("skipped_step", "late_step", "repeated_step", "forbidden_step")
    some = draw.sample(planned, min(len(planned), 12))
    return [
        gap(
            draw.choice(kinds),
            s.id,
            s.stage,
            (90, 900),
            ("instances", 90 - n),
            lane=s.lane,
            step=s.id,
            within_s=600,
            most=2,
        )
        for n, s in enumerate(some)
    ]
