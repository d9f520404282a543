"""A stage that feels worse than designed: what is confirmed, what is only indicated, what is not."""

from __future__ import annotations

import pytest

from blueprint.comparison import RunFacts, compare
from blueprint.design import load_design
from blueprint.sentences import sentence
from tests.blueprint.experience_design import SMALL, design_with_signals
from tests.blueprint.written_log import written_log


def found(design, points):
    """The gap of the orders, of customers who gave so many points of 10."""
    lines = [f"c{n} 0h ask\nc{n} 1h nps points={p}\nc{n} 2h confirm" for n, p in enumerate(points)]
    connection, sources = written_log("\n".join(lines))
    findings = compare(connection, design, RunFacts(id="1", at="", version="", sources=sources))
    gaps = {gap.id: gap for gap in findings.gaps}
    return gaps.get("low_emotion:order"), findings


@pytest.fixture(scope="module")
def design(tmp_path_factory):
    folder = tmp_path_factory.mktemp("design")
    return design_with_signals(folder, ("min_cases: 1", "min_cases: 20"))  # order expects +1


def test_a_mean_surely_below_what_is_tolerated_is_confirmed(design) -> None:
    gap, findings = found(design, [0, 5, 5, 10] * 10)
    assert gap.verdict == "confirmed"
    assert (gap.eligible, gap.affected, gap.tolerance) == (40, 30, 0.25)
    assert (gap.effect.unit, gap.effect.value) == ("points", 1.0)
    low, high = gap.effect.interval
    assert 0.4 < low < 1 < high < 1.6
    assert (gap.p_value < 0.01, gap.q < 0.05) == (True, True)
    [order] = [one for one in findings.experience if one.stage == "order"]
    assert (order.score, order.answered, order.response_share) == (0.0, 40, 1.0)
    assert sentence(gap, design.blueprint) == (
        "“Order” feels worse than designed: 0.0 where +1.0 is expected, by 40 of 40 who could answer (100%)."
    )
    assert "−1,0" in sentence(found(design, [0, 5] * 20)[0], design.blueprint, "es")  # noqa: RUF001 - a minus


def test_a_mean_that_may_be_within_what_is_tolerated_is_indicated(design) -> None:
    gap, _ = found(design, [0, 5, 10, 10, 9] * 5)  # mean 0.72 of a tolerated 0.75
    assert gap.verdict == "indicated"


def test_half_unhappy_is_no_gap_where_the_mean_is_as_designed(design) -> None:
    gap, findings = found(design, [7, 10] * 15)  # +0.8 and +2: the mean is 1.4
    assert gap is None
    assert findings.experience[0].score == pytest.approx(1.4)


def test_few_answers_are_not_judged(design) -> None:
    assert found(design, [0] * 19)[0].verdict == "not_enough_data"


def test_what_leaves_it_unjudged(tmp_path, design) -> None:
    def why(design):
        return {
            one["subject"]: one["why"] for one in design.unjudged if one["kind"] == "low_emotion"
        }

    assert why(design) == {"use": "the stage has no emotion"}
    assert set(why(load_design(SMALL))) == {"order", "use", "help"}
    no_scale = design_with_signals(
        tmp_path,
        ("    pulse:", "    rating2:"),
        ("value: attributes.score, scale: [1, 5], ", ""),
        ("scale: [0, 4], stage_of: previous_step, ", "stage_of: previous_step, "),
    )
    assert why(no_scale)["help"] == 'its signal "csat" lacks its value or its scale'
