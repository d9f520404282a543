"""Counts on sure cases, bins of a histogram and channels that tell of few people are withheld."""

from __future__ import annotations

from dataclasses import replace

import pytest

from blueprint import suppression
from blueprint.comparison import RunFacts, compare
from blueprint.gap import Segment
from blueprint.suppression_segments import named_by_many
from tests.blueprint.experience_design import design_with_signals
from tests.blueprint.test_few_people import PART
from tests.blueprint.written_log import written_log


def compared(folder, log, *, unsure=0):
    """Findings of the small design; the first customers' links are not sure."""
    connection, sources = written_log(log)
    names = [f"c{n}" for n in range(unsure)]
    connection.execute(
        "update cases set confidence = if(list_contains($1, case_id), 0.1, 1)", [names]
    )
    facts = RunFacts(id="1", at="", version="", sources=sources)
    return connection, compare(connection, design_with_signals(folder), facts)


@pytest.mark.parametrize(
    ("unsure", "is_told"),
    [(3, False), (4, True), (8, True), (9, False)],
    ids=["3 unsure ones", "4 and 8", "8 and 4", "3 sure ones"],
)
def test_counts_on_sure_cases_need_enough_customers_on_both_sides(
    tmp_path, unsure, is_told
) -> None:
    """Twelve leave a step out; the fourteen others do not, and are sure."""
    lines = [f"c{n} 0h ask\nc{n} 2h confirm" for n in range(12)]
    lines += [f"c{n} 0h ask\nc{n} 1h answer\nc{n} 2h confirm" for n in range(12, 26)]
    connection, findings = compared(tmp_path, "\n".join(lines), unsure=unsure)
    [before] = [gap for gap in findings.gaps if gap.id == "skipped_step:answer"]
    assert (before.on_sure_cases.eligible, before.on_sure_cases.affected) == (
        26 - unsure,
        12 - unsure,
    )
    shown = suppression.withhold(connection, findings, 4)
    [gap] = [gap for gap in shown.gaps if gap.id == before.id]
    assert gap.on_sure_cases == (before.on_sure_cases if is_told else None)
    assert gap.affected == 12


def test_bins_of_a_stage_with_few_customers_are_joined(tmp_path) -> None:
    """One took a minute, five an hour, one ten days, of whom the log has many."""
    lines = ["c0 0h ask\nc0 60s confirm"]
    lines += [f"c{n} 0h ask\nc{n} 1h confirm" for n in range(1, 6)]
    lines += ["c6 0h ask\nc6 10d confirm\nc6 11d ask\nc6 21d confirm"]
    connection, findings = compared(tmp_path, "\n".join(lines))
    before = findings.stages[0].histogram
    assert [n for n in before["counts"] if n] == [1, 5, 2]
    assert [n for n in before["customers"] if n] == [1, 5, 1]
    told = suppression.withhold(connection, findings, 5).stages[0].histogram
    ends = [before["edges_s"][0], before["edges_s"][-1]]
    assert told == {"edges_s": ends, "counts": [8], "customers": [5]}


def test_a_stage_of_which_nobody_is_timed_has_no_bins(tmp_path) -> None:
    log = "\n".join(f"c{n} 0h ask" for n in range(5))
    connection, findings = compared(tmp_path, log)
    assert findings.stages[0].histogram["counts"] == []
    assert suppression.withhold(connection, findings, 5).stages[0].histogram == {}


def test_a_channel_that_few_of_the_staff_use_is_not_named(tmp_path) -> None:
    log = "\n".join(
        f"c{n} 0h ask channel=web\nc{n} 1h answer actor_kind=person channel={'fax' if n < 4 else 'phone'}"
        for n in range(8)
    )
    connection, sources = written_log(log)
    connection.execute(
        "update events set actor = if(channel = 'fax', 'ann', left(event_id, 2))"
        " where actor_kind = 'person'"
    )
    facts = RunFacts(id="1", at="", version="", sources=sources)
    findings = compare(connection, design_with_signals(tmp_path), facts)
    segments = [
        Segment(attribute=a, value=v, lift=4.0, interval=(2.0, 8.0), q=0.01, **PART)
        for a, v in (("channel", "fax"), ("channel", "phone"), ("channel", "web"), ("plan", "fax"))
    ]
    some = [replace(findings.gaps[0], segments=segments)]
    [told] = named_by_many(connection, some, 3)
    kept = [("channel", "phone"), ("channel", "web"), ("plan", "fax")]
    assert [(s.attribute, s.value) for s in told.segments] == kept
