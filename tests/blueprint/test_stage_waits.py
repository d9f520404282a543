"""Whose turn it was, how long the customer saw nothing, and what a log's words leave unjudged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from blueprint import gaps, instances, judging, measuring, segments
from blueprint.design import load_design
from blueprint.findings import LaneWait
from blueprint.foreign_words import foreign_words
from blueprint.gaps.rule import Context
from blueprint.report import page
from blueprint.sentences import LANGUAGES, report_word, sentence
from blueprint.stage_waits import with_waits
from blueprint.suppression import withhold
from tests.blueprint.fixture_findings import sample
from tests.blueprint.written_log import written_log

DESIGN = Path(__file__).parent / "gaps" / "design.yaml"
HOUR = 3600.0
TURNS = """
    source until web 10d
    c1 0h ask
    c1 2h check actor_kind=person actor=ann
    c1 5h answer actor_kind=person actor=bob
    c1 6h confirm
    c2 0h ask
    c2 1h answer actor_kind=person actor=cid
    c2 2h chase
    c2 6h confirm
    c3 0h ask
    c3 3h answer
    c4 9.9d ask
    c4 9.95d confirm
"""


def designed(folder, **swaps):
    """The small design with what is swapped in its text; `check` is seen in the web log."""
    text = DESIGN.read_text().replace("check: [{source: office", "check: [{source: web")
    for old, new in swaps.items():
        assert old in text, old
        text = text.replace(old, new)
    path = folder / "blueprint.yaml"
    path.write_text(text)
    return load_design(path)


def built(design, log):
    connection, sources = written_log(log)
    instances.build(connection, design, sources, (None, None))
    judging.count(connection, coverage_passed=True)
    return connection


def measured(connection, design):
    stages = measuring.stage_measures(connection, design.blueprint)
    return {s.id: s for s in with_waits(connection, design.blueprint, stages)}


def judged(connection, design):
    measuring.gates(connection, design, [])
    context = Context(
        designed=design.blueprint, tolerances=design.gap, measures={}, undesigned={}, next_due={}
    )
    return {g.id: g for g in judging.judge(connection, context)}


def test_the_time_before_a_step_is_its_lanes_and_shares_add_up(tmp_path) -> None:
    """c1: office 2 h, people 3 h, customer 1 h; c2: people 1 h, customer 1 h and 4 h; c4 too young."""
    design = designed(tmp_path)
    stages = measured(built(design, TURNS), design)
    assert stages["order"].waits == [
        LaneWait(lane="customer", instances=2, customers=2, p50_s=3 * HOUR, p90_s=4.6 * HOUR, share=0.5),
        LaneWait(lane="people", instances=2, customers=2, p50_s=2 * HOUR, p90_s=2.8 * HOUR, share=0.333333),
        LaneWait(lane="office", instances=1, customers=1, p50_s=2 * HOUR, p90_s=2 * HOUR, share=0.166667),
    ]  # fmt: skip
    assert stages["help"].waits == []


def test_the_longest_silence_of_finished_and_of_overdue_ones(tmp_path) -> None:
    """c1: 5 h, c2: 4 h, c3: from its third hour to the cut (237 h)."""
    design = designed(tmp_path)
    stages = measured(built(design, TURNS), design)
    assert stages["order"].silence_p90_s == pytest.approx((5 + 0.8 * 232) * HOUR)
    assert stages["help"].silence_p90_s is None


def test_waits_of_few_customers_or_staff_are_withheld_with_all_shares(tmp_path) -> None:
    """One colleague in the office, two at the desk: with groups of two the office goes."""
    design = designed(
        tmp_path, **{"limit: 1d}, next: use": "limit: 1d}, wait_budget: {backstage: 1h}, next: use"}
    )
    log = TURNS + "    c5 0h ask\n    c5 3h check actor_kind=person actor=ann\n    c5 4h confirm\n"
    connection = built(design, log)
    connection.execute("update events set actor = attributes ->> '$.actor'")
    stages = measured(connection, design)
    assert [wait.customers for wait in stages["order"].waits] == [3, 2, 2]
    found = replace(
        sample(),
        designed=design.blueprint,
        as_is=design.blueprint,
        stages=list(stages.values()),
        gaps=list(judged(connection, design).values()),
    )
    assert "long_wait:order.backstage" in {gap.id for gap in found.gaps}
    segments.build(connection, design)
    shown = withhold(connection, found, 2)
    order = next(s for s in shown.stages if s.id == "order")
    assert [(wait.lane, wait.share) for wait in order.waits] == [
        ("customer", None),
        ("people", None),
    ]
    assert "long_wait:order.backstage" not in {gap.id for gap in shown.gaps}
    withheld = withhold(connection, found, 9)
    assert next(s for s in withheld.stages if s.id == "order").waits == []
    assert next(s for s in withheld.stages if s.id == "order").silence_p90_s is None


def test_words_that_tell_nothing_are_told(tmp_path) -> None:
    design = designed(
        tmp_path,
        **{
            "lanes:": "roles: {clerk: {}}\nchannels: {phone: {contact: remote}}\nlanes:",
            "name: Checks": "name: Checks, role: clerk",
            "name: Answers": "name: Answers, channel: phone",
        },
    )
    log = """
        c1 0h ask public=no
        c1 1h check role=R1
        c2 1h check role=R2
        c2 2h answer channel=web public=yes
    """
    told = foreign_words(built(design, log))
    assert [(one["kind"], one["subject"]) for one in told] == [
        *(("wrong_role", "check"), ("wrong_channel", "answer"), ("visibility_breach", "ask")),
    ]
    assert "R1, R2" in told[0]["why"]
    assert "web never shows it on a channel of the step, only on web" in told[1]["why"]


def test_a_link_is_told_once_and_names_its_line(tmp_path) -> None:
    """The same pair as a promise, a hand-over and between systems: three gaps, one counted."""
    design = designed(
        tmp_path,
        **{
            "lanes:": "systems: {site: {}, desk: {}}\nlanes:",
            "name: Asks": "name: Asks, systems: site",
            "name: Answers": "name: Answers, systems: desk",
            "bindings:": "links: [{from: ask, to: answer, kind: trigger, within: 2h, share: 0.9}]\nbindings:",
        },
    )
    found = judged(built(design, "c1 0h ask\n" * 1 + "c1 5h answer"), design)
    late, dropped, slow = (
        found[f"{kind}:{subject}"]
        for kind, subject in (
            *(
                ("late_step", "answer"),
                ("dropped_handoff", "ask>answer"),
                ("slow_system", "ask>answer"),
            ),
        )
    )
    assert (late.follows_from, dropped.follows_from) == (None, late.id)
    assert slow.follows_from == late.id
    assert (dropped.line, slow.line) == ("interaction", "interaction")
    assert (dropped.effect.unit, dropped.effect.value, dropped.tolerance) == ("hours", 3.0, 0.1)
    unpromised = replace(
        design.blueprint,
        steps=tuple(replace(s, sla=None) for s in design.blueprint.steps),
    )
    connection = built(replace(design, blueprint=unpromised), "c1 0h ask\nc1 5h answer")
    again = judged(connection, replace(design, blueprint=unpromised))
    assert again[slow.id].follows_from == dropped.id
    assert again[dropped.id].follows_from is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_says_a_sentence_without_a_hole(tmp_path, language) -> None:
    design = designed(
        tmp_path,
        **{
            "lanes:": "channels: {phone: {contact: remote}}\nsystems: {site: {}, desk: {}}\nlanes:",
            "name: Asks": "name: Asks, systems: site, channel: phone",
            "name: Answers": "name: Answers, systems: desk",
            "bindings:": "links: [{from: ask, to: answer, kind: trigger, within: 2h}]\nbindings:",
            "limit: 1d}, next: use": "limit: 1d}, silence: 2h, wait_budget: {frontstage: 1h, office: 1h}, next: use",
        },
    )
    log = """
        c1 0h ask channel=phone public=no actor_kind=system
        c1 1h check public=yes
        c1 5h answer
        c1 9h confirm
        c2 0h ask channel=fax public=yes
        c2 9h check
        c2 9h confirm
    """
    found = judged(built(design, log), design)
    ours = ("wrong_role", "wrong_channel", "visibility_breach", "dropped_handoff", "slow_system")
    kinds = {*ours, "silence", "long_wait"}
    assert kinds <= {rule.__name__ for rule in gaps.RULES}
    told = {g.kind: g for g in found.values() if g.kind in kinds}
    assert told.keys() == kinds
    for gap in (g for g in found.values() if g.kind in kinds):
        said = sentence(replace(gap, verdict="confirmed"), design.blueprint, language)
        assert "?" not in said, gap.id
        assert str(gap.affected) in said
    if language == "en":
        _says_in_english(found, design.blueprint)


def _says_in_english(found, blueprint) -> None:
    english = sentence(replace(found["long_wait:order.frontstage"], verdict="confirmed"), blueprint)
    assert "turn of “Frontstage” for longer than 1\N{NO-BREAK SPACE}h" in english
    hidden = sentence(replace(found["visibility_breach:ask"], verdict="confirmed"), blueprint)
    shown = sentence(replace(found["visibility_breach:check"], verdict="confirmed"), blueprint)
    assert "could not see “Asks”" in hidden
    assert "could see “Checks”" in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_has_a_table_of_turns(language) -> None:
    findings = sample()
    wait = LaneWait(lane=findings.designed.lanes[0].id, instances=7, customers=7, p50_s=HOUR, p90_s=2 * HOUR, share=1.0)  # fmt: skip
    stages = [replace(findings.stages[0], waits=[wait]), *findings.stages[1:]]
    run = replace(findings.run, language=language)
    caption = report_word("waits_caption", language)
    assert caption.split(":")[0] in page(replace(findings, stages=stages, run=run))
    assert caption.split(":")[0] not in page(replace(findings, run=run))
