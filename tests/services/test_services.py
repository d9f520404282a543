"""Made-up services with known truth: what is planted is found, and nothing else is confirmed."""

from __future__ import annotations

import pytest

from tests.services.__main__ import trial
from tests.services.designs import drawing_of
from tests.services.making import made
from tests.services.rates import tolerance, truth
from tests.services.table import misses, rows, told, wrong

PLANTED = range(1, 5)
EMPTY = range(101, 103)


@pytest.fixture(scope="module")
def trials():
    return [trial(number) for number in PLANTED]


def test_large_planted_gaps_are_confirmed(trials) -> None:
    total = rows(trials)[-1]
    assert total.large >= 5 * len(PLANTED)
    assert total.share >= 0.97, [told(o) for each in trials for o in misses(each.outcomes)]


def test_confirmed_gaps_are_true(trials) -> None:
    total = rows(trials)[-1]
    assert total.precision >= 0.97, [told(o) for each in trials for o in wrong(each.outcomes)]


def test_counts_are_the_oracles(trials) -> None:
    assert rows(trials)[-1].tests > 100 * len(PLANTED) / 2
    assert [name for each in trials for name in each.unequal] == []


@pytest.mark.parametrize("number", EMPTY)
def test_nothing_is_confirmed_where_nothing_is_planted(number) -> None:
    found = trial(number, "tolerated")
    assert [told(one) for one in wrong(found.outcomes)] == []
    assert found.unequal == ()


@pytest.mark.parametrize("number", EMPTY)
def test_services_without_plants_depart_within_what_is_tolerated(number) -> None:
    service, _ = made(number, departures="tolerated")
    assert truth(service) == {}
    assert any(0 < rate <= tolerance(service, key) for key, rate in service.rates.items())


def test_the_same_number_makes_the_same_service() -> None:
    one, other = made(3), made(3)
    assert one[0] == other[0]
    assert one[1].time.tolist() == other[1].time.tolist()
    assert made(4)[0].rates != one[0].rates


def test_designs_are_as_various_as_they_should_be() -> None:
    services = [drawing_of(number).service for number in range(1, 61)]
    assert {len(service.stages) for service in services} == set(range(3, 9))
    assert all(10 <= len(service.steps) <= 60 for service in services)
    operators = {
        operator
        for service in services
        for stage in service.stages.values()
        for part in stage.flow
        if isinstance(part, dict)
        for operator in part
    }
    assert operators == {"and", "choice", "optional", "repeat", "loop"}
    assert {len(service.precision) + (service.unlogged is not None) for service in services} == {
        2,
        3,
        4,
    }
    assert {bool(service.unlogged) for service in services} == {True, False}
    assert {s.by_ticket for service in services for s in service.stages.values()} == {True, False}
