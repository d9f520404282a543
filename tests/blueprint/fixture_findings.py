"""Findings written by hand: the sample service with every state of the gap overlay; nothing; hostile names."""

from __future__ import annotations

from dataclasses import replace

from blueprint.findings import (
    ActivityCoverage,
    Conformance,
    Effect,
    Example,
    Findings,
    Gap,
    Gates,
    JourneyConformance,
    LinkMeasure,
    MinedModel,
    Run,
    Sentence,
    SourceState,
    StageMeasure,
    StepMeasure,
    Variant,
)
from blueprint.model import Blueprint, Link
from tests.blueprint.fixture_design import (
    DAY,
    HOUR,
    LANES,
    LINKS,
    MEASURED,
    NEVER,
    STAGES,
    STEPS,
    UNDESIGNED,
    S,
    text,
)
from tests.blueprint.fixture_experience import EXPERIENCE


# ruff: noqa: PLR0913, PLR0917 - a call is one line of a table
# fmt: off
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
        p50_interval_s=(round(0.9 * p50, 3), round(1.1 * p50, 3)), p90_interval_s=(round(0.8 * p90, 3), None if judged < 40 else round(1.3 * p90, 3)),
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
        cases=[Example(case=f"u-{n:05d}", instance=f"{stage}-{n}", entered=f"2025-09-0{n + 1}T10:00:00Z", trace=["submit_signup", "verify_email"]) for n in range(3)], sql=f"blueprint/gaps/{kind}.sql",
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
    coverage={"bound": 0.871, "not_picked": 0.03, "ignored": 0.079, "unbound": 0.018, "unplaced": 0.002}, coverage_passed=True, min_cases=36,
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
    agreement = Link(source="exchange", target="open_ticket", kind="agreement")
    needs = Link(source="create_lead", target="onboarding_call", kind="needs")
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
        links=(*links, agreement, needs),
    )
    as_is = replace(
        designed,
        steps=tuple(s for s in STEPS if s.id not in {"approve_discount", "onboarding_call"})
        + UNDESIGNED,
        links=tuple(Link(source=a, target=b) for a, b, *_ in LINKS),
    )
    return Findings(
        schema=1, run=RUN, gates=GATES, designed=designed, as_is=as_is, stages=STAGE_MEASURES,
        steps=[StepMeasure(id=i, stage=steps[i].stage, lane=steps[i].lane, cases=c, instances=n, share=sh, events=n + 5 if n else 0, customers=c, instrumented=i != "onboarding_call", designed=steps[i].designed) for i, c, n, sh in MEASURED],
        links=[LinkMeasure(source=a, target=b, instances=n, share=sh, p50_s=p, designed=d, crosses=None, customers=n) for a, b, n, sh, p, d in LINKS] + [LinkMeasure(source=a, target=b, instances=0, share=0.0, p50_s=None, designed=True, crosses=None, customers=0) for a, b in NEVER],
        gaps=GAPS, unjudged=[{"kind": "abandonment", "subject": "support", "why": "no abandon_max"}, {"kind": "late_step", "subject": "onboarding_call", "why": "blind"}],
        conformance=[Conformance(stage=s.id, instances=m.entered, clean=int(m.entered * 0.8), fitness=0.96, precision=0.91, not_computed=None, top_variants=[Variant(trace=[x.id for x in STEPS if x.stage == s.id][:4], cases=m.entered // 2, share=0.5, customers=m.entered // 2)]) for s, m in zip(STAGES, STAGE_MEASURES, strict=True)],
        models=[MinedModel(stage="signup", tree="->( 'submit_signup', +( 'send_verification', 'create_lead' ), 'verify_email' )", noise=0.2, fitness=0.98, precision=0.9)],
        variants=[Variant(trace=["Signup Submitted", "Mail Sent", "lead.created", "page"], cases=420, share=0.21, customers=420), Variant(trace=["Signup Submitted", "Mail Sent"], cases=200, share=0.1, customers=200), Variant(trace=["others"], cases=1380, share=0.69, customers=1380)],
        throughput={"cases": 2000, "mean_s": 900000.0, "p50_s": 600000.0, "p90_s": 2000000.0}, experience=EXPERIENCE, journeys=[JourneyConformance(stages=["signup", "purchase"], instances=1300, customers=1290, clean=1100, fitness=0.97, precision=0.88, not_computed=None)],
    )  # fmt: skip


def bare() -> Findings:
    """A run in which nothing was measured: no events, no cases, no gaps."""
    base = sample()
    nothing = replace(base.as_is, steps=(), links=())
    run = replace(base.run, window=(None, None), sources=[], customers=0, cases=0, events=0)
    gates = replace(base.gates, coverage={}, activities=[], identity={}, clock={}, completeness={})
    return replace(
        base, run=run, gates=gates, as_is=nothing, stages=[], steps=[], links=[], gaps=[], unjudged=[], conformance=[], models=[], variants=[], throughput={}, experience=[],
    )  # fmt: skip


HOSTILE = "<script>alert(1)</script> & \"'> \u202egnp.exe\u202c \x00\x08\ud800 שלום \U0001f600 " + "x" * 500  # fmt: skip


def hostile() -> Findings:
    """The sample service, every name of it an attack or a nuisance."""
    base = sample()
    name = {"": HOSTILE}
    designed = replace(
        base.designed, name=name, version=HOSTILE,
        lanes=tuple(replace(lane, name=name) for lane in base.designed.lanes),
        stages=tuple(replace(stage, name=name, description=name, instances=HOSTILE) for stage in base.designed.stages),
        steps=tuple(replace(s, name=name, evidence=(name,) * 5, policy=name) for s in base.designed.steps),
    )  # fmt: skip
    run = replace(
        base.run,
        sources=[replace(source, source=HOSTILE, stopped=HOSTILE) for source in base.run.sources],
    )
    activities = [replace(one, activity=HOSTILE, source=HOSTILE) for one in base.gates.activities]
    gaps = [
        replace(
            g,
            sentence=replace(g.sentence, parameters={**g.sentence.parameters, "activity": HOSTILE}),
            cases=[replace(c, case=HOSTILE, trace=[HOSTILE]) for c in g.cases],
        )
        for g in base.gaps
    ]
    variants = [replace(v, trace=[HOSTILE, HOSTILE]) for v in base.variants]
    return replace(
        base,
        run=run,
        gates=replace(base.gates, activities=activities),
        designed=designed,
        gaps=gaps,
        variants=variants,
    )
