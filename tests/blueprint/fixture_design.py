"""The sample service written by hand: its lanes, stages and steps, and what a log would show of them.

The numbers are plausible, not measured: they feed the tests of the board and the report.
"""

from __future__ import annotations

from blueprint.model import Lane, Role, Sla, Stage, StageTime, Step

# ruff: noqa: PLR0913, PLR0917 - a call is one line of a table
# fmt: off
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
