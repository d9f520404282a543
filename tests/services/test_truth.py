"""The truth of made-up services is held to the oracle: rates by construction are those that happen."""

from __future__ import annotations

from math import sqrt

import pytest

from tests.services.counting import counted
from tests.services.making import made
from tests.services.rates import true_rates
from tests.services.simulating import design_effect
from tests.services.trying import id_of

FEW = (14, 63)
SEEDS = [*FEW, *(pytest.param(seed, marks=pytest.mark.nightly) for seed in range(200, 240))]
DEVIATIONS, LEEWAY = 5, 0.02
"""The leeway is for what the truth leaves out: who gives up before a step does not show the next."""


@pytest.mark.parametrize("seed", SEEDS)
def test_rates_are_as_they_were_drawn(seed) -> None:
    service, log = made(seed)
    counts = counted(service, log)
    unlike = {
        id_of(key): (rate, affected / n)
        for key, rate in true_rates(service).items()
        if key in counts and key[0] != "low_emotion" and key[2] != "share"
        for n, affected in [counts[key]]
        if abs(affected / n - rate)
        > DEVIATIONS * deviation(rate, n / design_effect(service, key)) + LEEWAY
    }
    assert unlike == {}
    assert len(counts) > len(service.steps)


def deviation(rate: float, n: float) -> float:
    return sqrt(rate * (1 - rate) / n)
