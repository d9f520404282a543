"""Few customers behind enough events, and few members of staff behind a word, are withheld."""

from __future__ import annotations

from dataclasses import replace

from blueprint import suppression
from blueprint.comparison import RunFacts, compare
from blueprint.few_staff import weeks_of_few
from blueprint.gap import Segment
from blueprint.sentences import LANGUAGES, sentence
from blueprint.suppression_segments import named_by_many
from tests.blueprint.experience_design import design_with_signals
from tests.blueprint.written_log import written_log

PART = {
    "eligible": 50,
    "affected": 20,
    "customers": 20,
    "rate": 0.4,
    "rest_rate": 0.1,
    "rest_customers": 9,
}


def facts(sources):
    return RunFacts(id="1", at="", version="", sources=sources)


def test_a_score_needs_enough_who_gave_one_not_only_enough_who_were_off_the_scale(tmp_path) -> None:
    lines = [f"c{n} 0h ask\nc{n} 2h confirm\nc{n} 3h smile face=good" for n in range(5)]
    lines += [f"c{n} 4h nps points={5 if n < 4 else 99}" for n in range(5)]
    connection, sources = written_log("\n".join(lines))
    findings = compare(connection, design_with_signals(tmp_path), facts(sources))
    [order] = [
        one
        for one in suppression.withhold(connection, findings, 5).experience
        if one.stage == "order"
    ]
    shown = {one.signal: (one.events, one.answering, one.score) for one in order.signals}
    assert shown["smile"] == (5, 5, 2.0)
    assert shown["nps"] == (5, 4, None)


def test_times_of_few_are_withheld_however_often_they_came(tmp_path) -> None:
    rounds = "\n".join(f"c0 {n}d ask\nc0 {n}.1d confirm" for n in range(5))
    lines = [rounds, *(f"c{n} 0h ask" for n in range(1, 5))]
    connection, sources = written_log("\n".join(lines))
    findings = compare(connection, design_with_signals(tmp_path), facts(sources))
    assert findings.stages[0].judged == findings.stages[0].customers == 5
    assert findings.stages[0].p50_s is not None
    assert suppression.withhold(connection, findings, 5).stages[0].p50_s is None


def test_roles_and_values_of_few_staff_are_not_named(tmp_path) -> None:
    """Three clerks and a night manager answer; only the manager's team is small."""
    design = design_with_signals(
        tmp_path,
        ("scope:\n", "scope:\n  segments: [team]\n"),
        ("lanes:", "roles: {clerk: {}}\nlanes:"),
        ("name: Answers,", "name: Answers, role: clerk,"),
    )
    people = [("clerk", f"cl{n}", "day") for n in range(3)] + [("manager", "mia", "night")] * 3
    connection, sources = written_log(
        "\n".join(
            f"c{n} 0h ask\nc{n} 1h answer role={role} team={team} actor_kind=person"
            for n, (role, _, team) in enumerate(people)
        )
    )
    for n, (_, actor, _) in enumerate(people):
        connection.execute(
            "update events set actor = $1 where event_id like $2", [actor, f"c{n}/1h/answer%"]
        )
    findings = compare(connection, design, facts(sources))
    [gap] = [gap for gap in findings.gaps if gap.id == "wrong_role:answer"]
    assert gap.sentence.parameters["seen"] == "manager"
    parts = [
        ("team", "day"),
        ("team", "night"),
        ("role", "manager"),
        ("role", "clerk"),
        ("week", "x"),
    ]
    segments = [
        Segment(attribute=a, value=v, lift=4.0, interval=(2.0, 8.0), q=0.01, **PART)
        for a, v in parts
    ]
    [told] = named_by_many(connection, [replace(gap, segments=segments)], 3)
    kept = [("team", "day"), ("role", "clerk"), ("week", "x")]
    assert [(s.attribute, s.value) for s in told.segments] == kept
    for language in LANGUAGES:
        said = sentence(told, findings.designed, language)
        assert "manager" not in said
        assert "?" not in said
    assert named_by_many(connection, [gap], 1) == [gap]


def test_what_nobody_designed_is_withheld_where_few_of_the_staff_did_it(tmp_path) -> None:
    design = design_with_signals(tmp_path)
    connection, sources = written_log(
        "\n".join(
            f"c{n} 0h ask\nc{n} 1h chat actor_kind=person\nc{n} 2h call actor_kind=person\nc{n} 3h confirm"
            for n in range(4)
        )
    )
    connection.execute("update events set actor = 'ann' where actor_kind = 'person'")
    connection.execute("update events set actor = left(event_id, 2) where event_id like '%/call/%'")
    findings = compare(connection, design, facts(sources))
    shown = suppression.withhold(connection, findings, 3)
    name = "undesigned_step:order/{}".format
    assert {name("chat"), name("call")} <= {gap.id for gap in findings.gaps}
    assert {gap.id for gap in shown.gaps} & {name("chat"), name("call")} == {name("call")}
    assert [step.id for step in shown.steps if not step.designed] == ["order/call"]
    assert "order/chat" not in {step.id for step in shown.as_is.steps}


def test_weeks_in_which_few_of_the_staff_did_a_step(tmp_path) -> None:
    """Ann alone answers in the first week, five of the staff in the second."""
    design = design_with_signals(tmp_path)
    begun = [(n, 0 if n < 5 else 7 * 24) for n in range(10)]
    connection, sources = written_log(
        "\n".join(f"c{n} {h}h ask\nc{n} {h + 9}h answer actor_kind=person" for n, h in begun)
    )
    connection.execute(
        "update events set actor = if(timestamp < '2025-09-08', 'ann', left(event_id, 2)) where actor_kind = 'person'"
    )
    findings = compare(connection, design, facts(sources))
    lane = next(step.lane for step in design.blueprint.steps if step.id == "answer")
    few = weeks_of_few(connection, design.blueprint, 3)
    assert set(few) == {"2025-09-01"}
    assert {"answer", f"order.{lane}"} <= few["2025-09-01"]
    (told,) = [one for one in findings.weeks if one.gap == "late_step:answer"]
    assert [(w.week, w.rate) for w in told.weeks] == [("2025-09-01", 1.0), ("2025-09-08", 1.0)]
    shown = suppression.withhold(connection, findings, 3)
    assert [w.rate for one in shown.weeks if one.gap == told.gap for w in one.weeks] == [None, None]
