"""How often the interval of a mean score holds the true mean, also where most are glad and few answered."""

from __future__ import annotations

import numpy as np
import pytest

from blueprint import scores
from blueprint.clustering import SizeSums

LOGS = 400
SHAPES = {
    "two ends": ((-2, 2), (0.3, 0.7)),
    "five stars": ((-2, -1, 0, 1, 2), (0.1, 0.1, 0.2, 0.3, 0.3)),
    "mostly glad": ((-2, 1, 2), (0.06, 0.14, 0.8)),
    "in the middle": ((-1, 0, 1), (0.2, 0.6, 0.2)),
}


def answered(draw, shape, customers, most):
    """Sums of one log; of those who answer several times, half say the same again."""
    values, chances = SHAPES[shape]
    first = draw.choice(values, size=(customers, 1), p=chances)
    more = draw.choice(values, size=(customers, most), p=chances)
    said = np.where(draw.random((customers, most)) < 0.5, first, more)
    n = draw.integers(1, most + 1, customers)
    said = np.where(np.arange(most) < n[:, None], said, 0)
    each, squares = said.sum(axis=1), (said**2).sum(axis=1)
    return [
        SizeSums(int(k), int((n == k).sum()), int(each[n == k].sum()), int((each[n == k] ** 2).sum()), int(squares[n == k].sum()))
        for k in np.unique(n)
    ]  # fmt: skip


@pytest.mark.parametrize("shape", list(SHAPES))
@pytest.mark.parametrize(("customers", "most"), [(36, 1), (36, 4), (80, 3)])
def test_the_interval_holds_the_true_mean_as_often_as_it_says(shape, customers, most) -> None:
    draw, truth = np.random.default_rng(5), float(np.dot(*SHAPES[shape]))
    found = [
        scores.score(answered(draw, shape, customers, most), (-2, 2)).interval for _ in range(LOGS)
    ]
    held = sum(low - 1e-9 <= truth <= high + 1e-9 for low, high in found) / LOGS
    assert 0.94 <= held <= 0.995
