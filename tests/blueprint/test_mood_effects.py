"""What customers said with and without a gap: by hand, in plain Python, confounded, planted."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from types import SimpleNamespace

import duckdb
import numpy as np
import pandas as pd
import pytest

from blueprint import mood_effects
from blueprint.findings import Segment, StageExperience
from blueprint.queries import fill
from blueprint.report import page
from tests.blueprint.fixture_findings import sample

HELP = StageExperience(
    stage="help", expected=0.0, asked=900, answered=900, response_share=1.0, score=0.0, interval=(-0.1, 0.1), customers=900,
)  # fmt: skip


def effects(rows, kind="late_step", least=2):
    """The effects told of answers given as (customer, channel, whether with the gap, score)."""
    connection = duckdb.connect()
    connection.register(
        "drawn", pd.DataFrame(rows, columns=["c", "channel", "hit", "score"]).reset_index(names="i")
    )
    connection.execute(
        "create table segment_rows as select 0 as gap_no, i as instance_no, c as customer_no, hit as affected from drawn;"
        " create table stage_answers as select i as instance_no, 'help' as stage, c as customer_no,"
        " round(score * 1000000)::bigint as score from drawn;"
        " create table instance_segments as select i as instance_no, 'channel' as attribute, channel as value from drawn"
        " union all select i, 'week', i::varchar from drawn"
    )
    columns = "gap_no integer, kind varchar, subject varchar, facet varchar"
    fill(connection, "segmented_gaps", columns, [(0, kind, "reply", None)])
    gap = SimpleNamespace(id=f"{kind}:reply", verdict="confirmed")
    [told] = mood_effects.with_effects(connection, [HELP], [gap], least)
    return told.effects


def test_strata_are_weighed_by_hand() -> None:
    """Web: 2 with of mean -1, 2 without of mean 1, weight 1. Phone: 1 with -2, 3 without 0, weight 0.75."""
    rows = [
        (1, "web", True, -2),
        (2, "web", True, 0),
        (3, "web", False, 0),
        (4, "web", False, 2),
        (5, "phone", True, -2),
        (6, "phone", False, 0),
        (7, "phone", False, 1),
        (8, "phone", False, -1),
        (9, "chat", True, 2),
        (10, "mail", False, -2),
    ]  # fmt: skip - the last two have nobody beside them
    [told] = effects(rows)
    assert told.score_with == pytest.approx((1 * -1 + 0.75 * -2) / 1.75)
    assert told.score_without == pytest.approx(1 / 1.75)
    assert told.difference == pytest.approx(-2)
    assert (told.n_with, told.n_without, told.strata, told.customers) == (3, 5, 2, 3)
    assert effects(rows, least=4) == []
    assert effects(rows, kind="low_emotion") == []


@pytest.mark.parametrize("other", [1, 2])
def test_one_customer_on_a_side_has_no_spread(other) -> None:
    assert effects([(1, "web", True, -1), (other, "web", False, 1)], least=1) == []


def drawn(seed, effect=0.0, customers=300):
    """Calls are both late and unhappy; being late itself changes the score by `effect`."""
    draw, rows = np.random.default_rng(seed), []
    for customer in range(customers):
        mood = draw.normal(0, 0.4)
        for _ in range(draw.integers(1, 4)):
            phone = bool(draw.random() < 0.4)
            late = bool(draw.random() < (0.6 if phone else 0.15))
            score = round(draw.normal((-0.9 if phone else 0.6) + mood + effect * late, 0.7))
            rows.append((customer, "phone" if phone else "web", late, float(np.clip(score, -2, 2))))
    return rows


def test_the_interval_is_what_the_plain_definition_says() -> None:
    rows = drawn(1, effect=-0.4)
    cells = defaultdict(list)
    for customer, channel, late, score in rows:
        cells[channel, late].append((customer, score))
    mean = {key: sum(s for _, s in cell) / len(cell) for key, cell in cells.items()}
    weight = {c: 1 / (1 / len(cells[c, True]) + 1 / len(cells[c, False])) for c in ("web", "phone")}
    total, influence = sum(weight.values()), defaultdict(float)
    for (channel, late), cell in cells.items():
        for customer, score in cell:
            share = weight[channel] / total * (score - mean[channel, late]) / len(cell)
            influence[customer] += share if late else -share
    seen = sum(v * v for v in influence.values()) * len(influence) / (len(influence) - 1)
    [told] = effects(rows)
    difference = sum(w * (mean[c, True] - mean[c, False]) for c, w in weight.items()) / total
    assert told.difference == pytest.approx(difference, abs=1e-6)
    half = (told.interval[1] - told.interval[0]) / 2
    assert half / math.sqrt(seen) == pytest.approx(1.98, abs=0.03)  # t, and a little for the unseen


def test_who_calls_is_not_taken_for_being_late_and_a_planted_effect_is_held() -> None:
    held, crude, found, false = 0, [], 0, 0
    for seed in range(60):
        rows = drawn(seed)
        [told] = effects(rows)
        held += told.interval[0] <= 0 <= told.interval[1]
        false += told.q < 0.05
        late = [s for *_, hit, s in rows if hit]
        crude.append(np.mean(late) - np.mean([s for *_, hit, s in rows if not hit]))
        [planted] = effects(drawn(seed, effect=-0.6, customers=150))
        found += planted.q < 0.05
    assert max(crude) < -0.2  # without strata all sixty would tell of one
    assert held >= 54
    assert false <= 6
    assert found >= 54


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Associated with (not: caused by)", "channel phone: 32% against 8% elsewhere, 4.0 ×", "−1.1 with it (71 answers), +0.1 without (109)")),  # noqa: RUF001 - a minus
        ("es", ("Asociado con (no: causado por)", "canal phone: 32\u00a0% frente a 8\u00a0% en el resto, 4,0 veces", "−1,1 con ella (71 respuestas)")),  # noqa: RUF001
        ("pl", ("Powiązane z (nie: spowodowane przez)", "kanał phone: 32% wobec 8% gdzie indziej, 4,0 ×", "−1,1 z nią (odpowiedzi: 71)")),  # noqa: RUF001
    ],
)  # fmt: skip
def test_the_ledger_tells_what_a_gap_goes_with_and_names_no_cause(language, words) -> None:
    findings = sample()
    segment = Segment(
        attribute="channel", value="phone", eligible=200, affected=64, customers=60, rate=0.32, rest_rate=0.08,
        rest_customers=30, lift=4.0, interval=(2.9, 5.6), q=0.001,
    )  # fmt: skip
    first = replace(findings.gaps[0], segments=[segment])
    html = page(
        replace(
            findings,
            gaps=[first, *findings.gaps[1:]],
            run=replace(findings.run, language=language),
        )
    )
    for told in words:
        assert told in html


def test_the_report_shows_the_response_share_of_each_stage() -> None:
    html = page(sample())
    assert "Could have answered" in html
    for cell in ("28%", "642", "\N{MINUS SIGN}0.7 \N{EN DASH} \N{MINUS SIGN}0.1"):
        assert f">{cell}</td>" in html
