"""The report's ledger: what an opened gap shows, and the orders in which the rows can be put."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from markupsafe import escape

from blueprint.board.telling import tell
from blueprint.counting import statement
from blueprint.findings import Accepted, FixedGap
from blueprint.gaps import RULES, definitions
from blueprint.report import page
from blueprint.report.parts.example import shown
from blueprint.report.section import Context
from tests.blueprint.fixture_findings import sample
from tests.blueprint.test_report import Outline


def test_an_opened_gap_shows_its_chart_its_traces_and_the_sql_that_counts_it():
    base = sample()
    late = replace(
        base.gaps[0],
        histogram={
            "unit": "s",
            "edges": [1800, 3600, 7200],
            "counts": [41, 222],
            "customers": [40, 201],
        },
    )
    html = page(replace(base, gaps=[late, *base.gaps[1:]]))
    assert "30\u00a0min \N{EN DASH} 1\u00a0h: 41" in html
    first = html[
        html.index('id="row-late_step:first_reply"') : html.index(
            'id="row-slow_stage:first_use.p90"'
        )
    ]
    assert str(escape(statement(late))) in first
    assert "<li>Fills in the form</li>" in first


@pytest.mark.parametrize(
    ("gap", "trace", "told"),
    [
        ("skipped_step:acknowledge", "open_ticket resolve", "Asks for help | Confirms receipt: missing ! | Resolves"),
        ("wrong_order:triage>first_reply", "open_ticket first_reply triage", "Asks for help | Answers ! | Assigns the ticket !"),
        ("forbidden_step:reopen", "open_ticket resolve reopen", "Asks for help | Resolves | Reopens !"),
    ],
)  # fmt: skip
def test_an_example_shows_where_it_departs(gap, trace, told):
    base = sample()
    one = next(g for g in base.gaps if g.id == gap)
    example = replace(one.cases[0], trace=trace.split())
    steps = shown(one, example, Context(tell(base), {}, {})).steps
    assert " | ".join(step.name + " !" * bool(step.state) for step in steps) == told


def test_the_steps_of_an_example_have_their_times_and_what_never_came_has_none():
    base = sample()
    one = next(g for g in base.gaps if g.id == "skipped_step:acknowledge")
    example = replace(one.cases[0], trace=["open_ticket", "resolve"], after_s=[0.0, 5400.0])
    steps = shown(one, example, Context(tell(base), {}, {})).steps
    assert [step.after for step in steps] == ["", "", "+90\N{NO-BREAK SPACE}min"]
    gaps = [replace(one, cases=[example])]
    assert "Resolves <small>+90\N{NO-BREAK SPACE}min</small>" in page(replace(base, gaps=gaps))


def test_every_order_of_the_ledger_is_right():
    gaps = sample().gaps
    rows = {a["data-places"]: a for a in Outline(page(sample())).all("tbody") if "data-places" in a}
    places = {gap.id: json.loads(text) for gap, text in zip(gaps, rows, strict=True)}
    by = {gap.id: gap for gap in gaps}

    def order(column):
        return [by[one] for one in sorted(places, key=lambda gap: places[gap][column])]

    assert [gap.affected for gap in order("affected")] == sorted(gap.affected for gap in gaps)
    assert [gap.rate for gap in order("rate")] == sorted(gap.rate for gap in gaps)
    assert [gap.id for gap in order("number")] == [gap.id for gap in gaps]
    assert [gap.verdict for gap in order("verdict")][-1] == "not_enough_data"
    assert [gap.stage for gap in order("stage")][:2] == ["signup", "signup"]
    units = [gap.effect.unit for gap in order("effect")]
    assert units == sorted(units)  # hours are not compared with customers


@pytest.mark.parametrize("language", ["es", "pl"])
def test_every_kind_is_defined_in_every_language_with_the_same_keys_of_the_design(language):
    english, other = definitions(), definitions(language)
    assert english.keys() == other.keys() == {rule.__name__ for rule in RULES}
    for kind, text in english.items():
        assert text != other[kind]
        assert text.count("`") % 2 == other[kind].count("`") % 2 == 0
        assert set(text.split("`")[1::2]) == set(other[kind].split("`")[1::2]), kind


def test_keys_in_a_definition_are_code_and_it_is_told_in_the_language_of_the_report():
    spanish = replace(sample(), run=replace(sample().run, language="es"))
    html = page(spanish)
    assert "hasta el <code>abandon_max</code> de la etapa" in html
    assert "Tolerated up to" not in html


def test_what_became_of_a_gap_over_runs_and_what_is_fixed():
    base = sample()
    worse = replace(base.gaps[0], status="worse", first_seen="2025-08-11T06:00:00Z", accepted=Accepted(until="2025-12-31", owner="Ana", reason="until the new desk opens"))  # fmt: skip
    gone = FixedGap(id="skipped_step:pay", kind="skipped_step", subject="pay", facet=None, first_seen="2025-07-01T00:00:00Z", last_run="1", rate_before=0.12, interval_before=(0.1, 0.14), rate=0.01, interval=(0.0, 0.02), tolerance=0.05, is_sure=True)  # fmt: skip
    html = page(replace(base, gaps=[worse, *base.gaps[1:]], fixed=[gone]))
    ledger = html[html.index('<section id="ledger"') :].partition("</section>")[0]
    assert "<br>worse</td>" in ledger
    assert "<dd>2025-08-11</dd>" in ledger
    assert "until 2025-12-31: until the new desk opens (Ana)" in ledger
    assert ">Pays (skipped_step:pay)</th>" in ledger
    assert '<option value="worse">worse (1)</option>' in ledger
    assert '<option value="worse">' not in page(base)


def test_a_gap_that_follows_says_from_which_one():
    html = page(sample())
    row = html[html.index('id="row-skipped_step:verify_email"') :].partition("</tr>")[0]
    assert 'follows from <a href="#row-abandonment:signup">Sign up: abandoned</a>' in row
