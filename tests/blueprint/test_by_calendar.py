"""Times beside others: by calendar where a stage is promised in working hours, in examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from blueprint.comparison import RunFacts, compare
from blueprint.design import load_design
from tests.blueprint.written_log import written_log

DESIGN = Path(__file__).parent / "gaps" / "design.yaml"


@pytest.mark.slow
def test_a_stage_on_working_hours_is_told_by_calendar_too_and_examples_have_their_times() -> None:
    # Friday 16:00 to Monday 10:00: two working hours, 66 by calendar
    log = "c1 112h open ticket=t1\nc1 114h reply ticket=t1 actor_kind=person\nc1 178h solve ticket=t1 actor_kind=person"
    connection, sources = written_log(f"{log}\nc2 0h ask\nc2 3h answer actor_kind=person")
    findings = compare(
        connection, load_design(DESIGN), RunFacts(id="r", at="t", version="0", sources=sources)
    )
    help_ = next(stage for stage in findings.stages if stage.id == "help")
    assert (help_.p50_s, help_.calendar_p50_s, help_.calendar_p90_s) == (7200, 66 * 3600, 66 * 3600)
    assert findings.stages[0].calendar_p50_s is None
    late = next(gap for gap in findings.gaps if gap.id == "late_step:answer")
    assert (late.cases[0].trace, late.cases[0].after_s) == (["ask", "answer"], [0, 3 * 3600])
