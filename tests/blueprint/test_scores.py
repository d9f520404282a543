"""Mean scores: intervals on the scale, tests against what is expected, differences."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import t as student

from blueprint import intervals, scores
from tests.blueprint.customer_sums import size_sums


def of(customers: list[list[int]], scale=(1, 5)) -> scores.Score:
    return scores.score(size_sums(customers), scale)


def test_yes_and_no_is_a_share() -> None:
    expected = intervals.share_interval(0.3, 100.0)
    found = of([[1]] * 30 + [[0]] * 70, (0, 1))
    assert (found.answers, found.customers, found.mean) == (100, 100, 0.3)
    # but for the quarter of a customer at each end
    assert found.interval == pytest.approx((float(expected.low), float(expected.high)), abs=0.0005)


def test_many_answers_have_students_interval() -> None:
    answers = np.random.default_rng(1).integers(1, 6, 2000)
    found = of([[int(a)] for a in answers])
    half = student.ppf(0.975, 1999) * answers.std(ddof=1) / np.sqrt(2000)
    expected = (answers.mean() - half, answers.mean() + half)
    assert found.interval == pytest.approx(expected, abs=0.002)


def test_all_alike_still_has_an_interval_on_the_scale() -> None:
    found = of([[5]] * 36)
    assert found.mean == found.interval[1] == 5
    assert found.interval[0] == pytest.approx(1 + 4 * 0.05 ** (1 / 36))


def test_a_customer_who_repeats_the_answer_adds_little() -> None:
    rng = np.random.default_rng(2)
    once = [[int(a)] for a in rng.integers(1, 6, 300)]
    often = of([answer * 4 for answer in once])
    width = often.interval[1] - often.interval[0]
    assert width == pytest.approx(np.diff(of(once).interval)[0], rel=0.05)


def test_p_of_a_low_score_falls_with_what_is_expected() -> None:
    found = of([[3], [4], [5]] * 30)
    assert scores.p_below(found, 3.9) == 1
    assert scores.p_below(found, 4.05) > 0.2
    assert scores.p_below(found, 4.5) < 1e-5


def test_the_difference_of_alike_scores_holds_nothing() -> None:
    one, two = of([[3], [4], [5]] * 30), of([[2], [3], [4]] * 30)
    low, high = scores.difference(one, one)
    assert low < 0 < high
    low, high = scores.difference(one, two)
    assert 0.7 < low < 1 < high < 1.3


def test_no_answer_has_no_mean() -> None:
    with pytest.raises(ValueError, match="no answer"):
        of([])
