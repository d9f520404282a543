"""What customers said of each stage: worked out by hand, and against a plain-Python definition."""

from __future__ import annotations

import random
from collections import defaultdict
from fractions import Fraction

import pytest

from blueprint import experience, instances, suppression
from blueprint.comparison import RunFacts, compare
from tests.blueprint.experience_design import design_with_signals
from tests.blueprint.written_log import at, written_log


def told(text, design):
    """Experience by stage, of a log as words."""
    connection, sources = written_log(text)
    instances.build(connection, design, sources, (None, None))
    found = experience.stage_experiences(connection, design.blueprint)
    return connection, {one.stage: one for one in found}


@pytest.fixture(scope="module")
def design(tmp_path_factory):
    return design_with_signals(tmp_path_factory.mktemp("design"))


def test_answers_belong_to_their_ticket_or_to_the_latest_instance_begun(design) -> None:
    log = """
        c1 0h ask
        c1 1h confirm
        c1 2h nps points=10
        c1 1d ask
        c1 26h nps points=0
        c2 0h nps points=5
        c2 1h ask
        c1 2d open ticket=t1
        c1 3d open ticket=t2
        c1 4d rating score=1 ticket=t1
        c1 4d rating score=5 ticket=t2
        c1 5d rating score=3 ticket=t2
        c1 6d rating score=5
    """
    connection, found = told(log, design)
    assert connection.execute(
        "select i.stage, i.key, i.entered_us // 3600000000 % 48 as hour, a.score from stage_answers as a"
        " inner join instances as i using (instance_no) order by all"
    ).fetchall() == [
        ("help", "t1", (at("2d").timestamp() // 3600) % 48, -2_000_000),
        ("help", "t2", (at("3d").timestamp() // 3600) % 48, 0),  # the last answer counts
        ("order", "", (at("0h").timestamp() // 3600) % 48, 2_000_000),
        ("order", "", (at("1d").timestamp() // 3600) % 48, -2_000_000),
    ]
    assert (found["help"].answered, found["help"].score, found["help"].customers) == (2, -1.0, 1)
    counts = experience.signal_counts(connection)
    # one nps before its order began, one rating without a ticket
    assert counts["nps"] == {"events": 3, "unplaced": 1, "not_judged": 0, "off_scale": 0}
    assert counts["csat"]["unplaced"] == 1


def test_scales_are_linear_and_what_is_off_them_does_not_count(design) -> None:
    log = """
        c1 0h ask
        c1 1h nps points=7.5
        c2 0h ask
        c2 1h nps points=11
        c3 0h ask
        c3 1h smile face=meh
        c4 0h ask
        c4 1h smile face=bad
        c4 2h nps points=10
    """
    connection, found = told(log, design)
    scores = connection.execute("select score from stage_answers order by instance_no").fetchall()
    assert scores == [(1_000_000,), (0,)]  # 7.5 of 10 is +1; the mean of bad (-2) and 10 (+2) is 0
    counts = experience.signal_counts(connection)
    assert (counts["nps"]["off_scale"], counts["smile"]["off_scale"]) == (1, 1)
    order = found["order"]
    assert (order.asked, order.answered, order.response_share, order.score) == (4, 2, 0.5, 0.5)


def test_open_instances_are_not_asked_yet_but_count_when_they_answer(design) -> None:
    log = """
        source until web 5d
        c1 0h ask
        c2 4.5d ask
        c3 4.5d ask
        c3 4.6d nps points=10
        c4 4d open ticket=t4
    """
    _, found = told(log, design)
    assert (found["order"].asked, found["order"].answered) == (2, 1)  # c1 gave up; c3 answered
    assert (found["help"].asked, found["help"].response_share) == (0, None)


def test_a_stage_without_a_signal_in_the_log_was_not_asked(tmp_path) -> None:
    elsewhere = ("csat: {activity: rating,", "csat: {source: desk, activity: rating,")
    _, found = told(
        "c1 2d open ticket=t1\nc1 3d solve ticket=t1", design_with_signals(tmp_path, elsewhere)
    )
    assert (found["help"].asked, found["help"].expected, found["help"].score) == (0, 0.0, None)
    assert found["help"].friction.events == 0


def test_friction_and_a_pulse_belong_to_the_step_before(design) -> None:
    log = """
        c1 0h rage
        c1 1h ask
        c1 2h rage
        c1 2.1h rage
        c1 3h open ticket=t1
        c1 4h check source=office
        c1 5h rage ticket=t1
        c1 6h pulse score=4
        c1 7h open ticket=t2
        c1 8h pulse score=0 ticket=t1
    """
    connection, found = told(log, design)
    order, help_ = found["order"].friction, found["help"].friction
    assert (order.events, order.instances, order.customers) == (2, 1, 1)
    assert (help_.events, help_.instances) == (1, 1)  # of its ticket, though check came later
    assert (found["order"].score, found["help"].score) == (2.0, -2.0)
    assert found["use"].asked == 0
    assert experience.signal_counts(connection)["rage"]["unplaced"] == 1


def test_what_a_model_guesses_is_no_satisfaction(design) -> None:
    log = """
        c1 1d open ticket=t1
        c1 2d letter tone=1 ticket=t1
        c1 3d solve ticket=t1
    """
    _, found = told(log, design)
    assert (found["help"].asked, found["help"].answered, found["help"].score) == (1, 0, None)
    [tone] = found["help"].signals
    assert (tone.signal, tone.kind, tone.score, tone.answers) == ("tone", "model", 2.0, 1)


def test_signals_are_known_events_not_undesigned_ones(design) -> None:
    connection, sources = written_log("c1 0h ask\nc1 1h rage\nc1 2h confirm\nc1 3h strange")
    findings = compare(connection, design, RunFacts(id="1", at="", version="", sources=sources))
    assert findings.gates.coverage["ignored"] == findings.gates.coverage["unbound"] == 0.25
    assert findings.gates.signals["rage"]["events"] == 1
    assert {one.stage for one in findings.experience} == {"order", "use", "help"}


def test_scores_and_friction_of_few_are_withheld(design) -> None:
    lines = [f"c{n} 0h ask\nc{n} 1h nps points=5\nc{n} 2h confirm" for n in range(5)]
    lines += [f"c{n} 3h rage" for n in range(2)]
    connection, sources = written_log("\n".join(lines))
    findings = compare(connection, design, RunFacts(id="1", at="", version="", sources=sources))
    shown = {one.stage: one for one in suppression.withhold(connection, findings, 5).experience}
    assert shown["order"].score == 0.0
    assert shown["order"].friction is None
    hidden = {one.stage: one for one in suppression.withhold(connection, findings, 6).experience}
    assert (hidden["order"].score, hidden["order"].interval) == (None, None)
    assert hidden["order"].answered == 5
    assert all(signal.score is None for signal in hidden["order"].signals)


def _random_log(draw):
    """Customers with orders, tickets, answers and friction in any order."""
    words = ("ask", "confirm", "ship", "enjoy", "nps", "smile", "rage", "open", "rating", "pulse")
    said = {"nps": ("points", range(-1, 12)), "smile": ("face", ("good", "bad", "meh")),
            "rating": ("score", range(7)), "pulse": ("score", range(6))}  # fmt: skip
    lines = []
    for customer in range(6):
        moments = sorted(draw.sample(range(1, 900), 22))
        for hour in moments:
            word = draw.choice(words)
            ticket = f" ticket=t{customer}{draw.randrange(2)}" if word in {"open", "rating"} else ""
            if word in {"rage", "pulse"} and draw.random() < 0.4:
                ticket = f" ticket=t{customer}{draw.randrange(2)}"
            answer = f" {said[word][0]}={draw.choice(list(said[word][1]))}" if word in said else ""
            lines.append(f"c{customer} {hour}h {word}{answer}{ticket}")
    return lines


SCALES = {
    "nps": lambda a: Fraction(a) * 4 / 10 - 2 if 0 <= int(a) <= 10 else None,
    "smile": {"good": Fraction(2), "bad": Fraction(-2)}.get,
    "rating": lambda a: Fraction(a) - 3 if 1 <= int(a) <= 5 else None,
    "pulse": lambda a: Fraction(a) - 2 if 0 <= int(a) <= 4 else None,
}
STAGES = {"nps": "order", "smile": "order", "rating": "help"}


def _placed(words, begun, steps):
    """Stage instance that an event speaks of, by what the customer had done before."""
    case, hour, word = words[0], float(words[1][:-1]), words[2]
    ticket = next((w[7:] for w in words if w.startswith("ticket=")), None)
    if word in STAGES:
        key = ticket if STAGES[word] == "help" else ""
        mine = [i for i in begun if i[:3] == (STAGES[word], case, key) and i[3] <= hour]
        return max(mine, key=lambda i: i[3], default=None)
    before = [s for s in steps if s[0] == case and s[1] <= hour]
    of_ticket = [s for s in before if ticket and s[2][2] == ticket]
    return max(of_ticket or before, key=lambda s: s[1], default=(None,) * 3)[2]


@pytest.mark.parametrize("seed", range(6))
def test_it_is_what_the_plain_definition_says(seed, design) -> None:
    lines = _random_log(random.Random(seed))
    connection, found = told("\n".join(lines), design)
    rows = connection.execute(
        "select i.stage, c.case_id, i.key, i.instance_no, min(o.event_no), list((n.ts_us, o.own))"
        " from occurrences as o inner join instances as i using (instance_no)"
        " inner join cases as c on c.case_no = i.case_no inner join numbered_events as n using (event_no) group by all"
    ).fetchall()
    hours = {
        r[3]: sorted(((us - at("0h").timestamp() * 1e6) / 3.6e9, own) for us, own in r[5])
        for r in rows
    }
    names = {n: (stage, case, key, hours[n][0][0], n) for stage, case, key, n, *_ in rows}
    steps = [
        (names[n][1], hour, names[n]) for n, each in hours.items() for hour, own in each if own
    ]
    answers, friction = defaultdict(dict), defaultdict(int)
    for line in lines:
        words = line.split()
        if words[2] in {*SCALES, "rage"} and (home := _placed(words, list(names.values()), steps)):
            if words[2] == "rage":
                friction[home] += 1
                continue
            value = next(w.split("=")[1] for w in words[3:] if not w.startswith("ticket"))
            if (score := SCALES[words[2]](value)) is not None:
                answers[home][words[2]] = score
    for stage, one in found.items():
        scores = [sum(a.values()) / len(a) for home, a in answers.items() if home[0] == stage]
        assert one.answered == len(scores)
        assert one.score == (
            pytest.approx(float(sum(scores) / len(scores)), abs=1e-6) if scores else None
        )
        assert one.friction.events == sum(n for home, n in friction.items() if home[0] == stage)
        assert one.friction.instances == sum(home[0] == stage for home in friction)
