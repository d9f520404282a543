"""What must hold for every service: changes of the log or design that say nothing change nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from blueprint.findings import to_json
from tests.services.changing import renamed, slowed, with_unlogged
from tests.services.making import made
from tests.services.trying import compared

TIMED = {"late_step", "dropped_handoff", "slow_system", "silence", "long_wait"}
"""Kinds whose effect is a time; so it is for two facets of slow_stage."""
DRAWN = {("wrong_branch", "share"), ("low_emotion", "")}
"""Kinds and facets in which single instances depart from the mean that the design speaks of."""
HIDDEN = {"silence", "long_wait"}
"""Kinds that are not judged where a step of the stage cannot be seen: it might explain them."""
FEW = (2,)
MANY = [*FEW, *(pytest.param(seed, marks=pytest.mark.nightly) for seed in range(3, 25))]

seeds = pytest.mark.parametrize("seed", MANY)


def rows(connection):
    """Every eligible instance of every kind, subject and facet."""
    query = """
        select kind, subject, coalesce(facet, ''), instance_no, detail, affected, effect
        from instance_rows order by all"""
    return connection.execute(query).fetchall()


def counts(connection, names=None):
    """Eligible, affected and effect of each test, its subject by other names."""
    names = names or {}
    query = """
        select kind, subject, coalesce(facet, ''), count(*), count(*) filter (where affected), sum(effect)
        from instance_rows group by all"""
    found = connection.execute(query).fetchall()
    return {(kind, said(subject, names), facet): told for kind, subject, facet, *told in found}


def said(subject, names):
    """A subject in other words: `a>b`, `stage/activity`, or one id."""
    for mark in (">", "/", "|"):
        if mark in subject:
            return mark.join(names.get(part, part) for part in subject.split(mark))
    return names.get(subject, subject)


@seeds
def test_a_log_made_from_the_design_has_no_gaps(seed) -> None:
    connection, findings = compared(*made(seed, departures="none"))
    assert findings.gaps == []
    departed = {key for key, (_, affected, _) in counts(connection).items() if affected}
    assert {key for key in departed if (key[0], key[2]) not in DRAWN} == set()
    assert len(counts(connection)) > 10 * len(findings.stages)
    assert sum(stage.open + stage.left_truncated for stage in findings.stages) > 0


@seeds
def test_the_order_of_rows_changes_nothing(seed) -> None:
    service, log = made(seed, customers=200)
    order = np.random.default_rng(seed).permutation(len(log.act))
    one, other = (compared(service, log, rows)[1] for rows in (None, order))
    assert to_json(one) == to_json(other)


@seeds
def test_a_system_that_no_log_shows_adds_no_gap(seed) -> None:
    service, log = made(seed, customers=200)
    without, findings = compared(service, log)
    unseen, others = compared(with_unlogged(service), log)
    new, old = rows(unseen), rows(without)
    assert set(new) <= set(old)
    assert [r for r in new if r[0] not in HIDDEN] == [r for r in old if r[0] not in HIDDEN]
    assert {gap.id for gap in others.gaps} <= {gap.id for gap in findings.gaps}
    assert {f"{stage}_unseen" for stage in service.stages} <= set(others.gates.blind_steps)


@seeds
def test_time_effects_scale_with_time(seed) -> None:
    service, log = made(seed, customers=200, exact=True)
    once, _ = compared(service, log)
    thrice, _ = compared(*slowed(service, log, 3))
    expected = [(*row[:6], row[6] * 3 if is_time(row) else row[6]) for row in rows(once)]
    assert rows(thrice) == expected
    assert any(row[6] for row in expected if is_time(row))


def is_time(row):
    """Whether a row's effect is a time."""
    return row[0] in TIMED or (row[0], row[2]) in {("slow_stage", "p50"), ("slow_stage", "p90")}


@seeds
def test_other_ids_permute_ids_only(seed) -> None:
    service, log = made(seed, customers=200, exact=True)
    old, found = compared(service, log)
    other, whose, names = renamed(service, log)
    names |= {slug(word): slug(name) for word, name in names.items()}
    new, told = compared(other, whose)
    assert counts(new) == counts(old, names)
    assert facts(told) == sorted(
        (kind, said(subject, names), *rest) for kind, subject, *rest in facts(found)
    )


def slug(word):
    return word.lower().replace(" ", "_")


def facts(findings):
    """What a finding says, but for examples, and in an order that does not lean on ids."""
    return sorted(
        (g.kind, g.subject, g.facet or "", g.verdict, g.eligible, g.affected, g.customers, g.rate,
         g.interval, g.q, g.effect.value, g.effect.interval)
        for g in findings.gaps
    )  # fmt: skip


def test_a_scaled_log_is_another_one() -> None:
    """The change is not lost on the way: without the design's share of it, stages are slow."""
    service, log = made(1, customers=200, exact=True)
    changed, slow = slowed(service, log, 3)
    assert changed.complete_until != service.complete_until
    once, _ = compared(service, log)
    late, _ = compared(replace(service, complete_until=changed.complete_until), slow)
    assert rows(once) != rows(late)
