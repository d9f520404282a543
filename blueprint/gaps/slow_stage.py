from __future__ import annotations

from blueprint.gaps.rule import Context, Placement, Subject, per_promise, seconds

QUANTILE_SHARES = {"p50": 0.5, "p90": 0.1}


def slow_stage(subject: Subject, context: Context) -> Placement:
    """A stage takes longer than its target for the median, for nine in ten, or than its limit.

    Counted per instance that entered at least one limit before the cut. Facets `.p50` and `.p90`
    ask which share of the finished ones took longer than the target plus `time_tolerance`, against
    0.5 and 0.1. Facet `.limit` asks which share was not finished within the limit.
    """
    stage, facet = context.stage(subject.name), subject.facet or ""
    times, measured = stage.time, context.measures.get(stage.id)
    measure = {"p50": "p50_s", "p90": "p90_s"}.get(facet)
    return Placement(
        stage=stage.id,
        tolerance=QUANTILE_SHARES.get(facet, context.tolerances["limit_above"]),
        unit="instances" if facet == "limit" else "hours",
        each=1.0 if facet == "limit" else per_promise(getattr(times, f"{facet}_us")),
        parameters={
            "stage": stage.id,
            "target_s": seconds(getattr(times, f"{facet}_us")),
            "p_s": getattr(measured, measure) if measured and measure else None,
            "clock": times.clock if times else "calendar",
        },
        follows_from=(f"abandonment:{stage.id}",) if facet == "limit" else (),
    )
