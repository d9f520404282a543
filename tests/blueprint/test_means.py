"""Clustered means of answers: hand-worked, against scipy, and how often the interval holds the truth."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from blueprint import means
from blueprint.means import Mood
from blueprint.signals import POINT


def mood(clusters) -> Mood:
    """Sums over customers, each given as the list of its scores in points."""
    y = [sum(round(score * POINT) for score in scores) for scores in clusters]
    n = [len(scores) for scores in clusters]
    return Mood(
        n=sum(n), customers=len(n), y=sum(y), yy=sum(a * a for a in y),
        yn=sum(a * b for a, b in zip(y, n, strict=True)), nn=sum(b * b for b in n),
    )  # fmt: skip


def test_yes_or_no_answers_are_nearly_wilson_with_students_t() -> None:
    m = mood([[2]] * 300 + [[-2]] * 700)
    assert m.mean == pytest.approx(-0.8)
    # 999 by the m/(m-1) of the variance; a quarter more at each end: 3360 + 0.25 (1.2² + 2.8²)
    assert means.answers_at_ends(m) == pytest.approx(999 * 3360 / (3360 + 0.25 * (1.2**2 + 2.8**2)))
    z, n, p = stats.t.ppf(0.975, 999), means.answers_at_ends(m), 0.3
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    assert means.interval(m) == pytest.approx((4 * (centre - half) - 2, 4 * (centre + half) - 2))


def test_in_the_middle_of_the_scale_it_is_nearly_students_interval() -> None:
    scores = [-0.5, 0, 0.5] * 600
    t = stats.t.interval(0.95, 1799, loc=0, scale=stats.sem(scores))
    assert means.interval(mood([[s] for s in scores])) == pytest.approx(t, rel=0.01)


def test_customers_who_answer_often_count_once() -> None:
    once, often = mood([[2], [-2]] * 20), mood([[2] * 9, [-2] * 9] * 20)
    assert means.interval(often) == pytest.approx(means.interval(once))
    assert means.p_value_below(often, 0.5) == pytest.approx(means.p_value_below(once, 0.5))
    assert means.interval(mood([[2], [-2]] * 180))[1] < means.interval(often)[1] / 2


def test_where_all_agree_the_interval_is_not_a_point() -> None:
    low, high = means.interval(mood([[2]] * 36))
    assert high == 2
    assert 1.5 < low < 1.7
    low, high = means.interval(mood([[0]] * 36))
    assert low == pytest.approx(-high)
    assert 0.05 < high < 0.3
    assert means.interval(mood([[1, 1]])) == (-2, 2)


def test_the_test_and_the_interval_agree() -> None:
    m = mood([[s] for s in (2, 1, 1, 0, 0, -1, -2, -2) * 8])
    high = means.interval(m)[1]
    assert means.p_value_below(m, high) == pytest.approx(0.025, abs=1e-9)
    assert means.p_value_below(m, m.mean) == 1.0
    assert means.p_value_below(m, 2.0) < 1e-9
    assert means.p_value_below(mood([[-2]]), 2.0) == 1.0


SHAPES = {
    "two ends": ((-2, 2), (0.3, 0.7)),
    "five stars": ((-2, -1, 0, 1, 2), (0.1, 0.1, 0.2, 0.3, 0.3)),
    "mostly glad": ((-2, 1, 2), (0.06, 0.14, 0.8)),
    "in the middle": ((-1, 0, 1), (0.2, 0.6, 0.2)),
}


@pytest.mark.parametrize("shape", list(SHAPES))
@pytest.mark.parametrize(("customers", "each"), [(36, 1), (80, 3), (400, 1)])
def test_the_interval_holds_the_true_mean_as_often_as_it_says(shape, customers, each) -> None:
    """1,000 logs; of those who answer several times, half say the same again."""
    draw, (values, chances) = np.random.default_rng(5), SHAPES[shape]
    truth, held = float(np.dot(values, chances)), 0
    for _ in range(1000):
        first = draw.choice(values, size=(customers, 1), p=chances)
        more = draw.choice(values, size=(customers, each), p=chances)
        scores = np.where(draw.random((customers, each)) < 0.5, first, more)
        counts = draw.integers(1, each + 1, customers)
        y = (
            np.where(np.arange(each) < counts[:, None], scores, 0).sum(axis=1).astype(object)
            * POINT
        )
        n = counts.astype(object)
        m = Mood(n=int(n.sum()), customers=customers, y=int(y.sum()), yy=int((y * y).sum()),
                 yn=int((y * n).sum()), nn=int((n * n).sum()))  # fmt: skip
        low, high = means.interval(m)
        held += low <= truth <= high
    assert 0.93 <= held / 1000 <= 0.985
