"""Case notions: a case is a customer, an object, or an episode; each worked out by hand."""

from __future__ import annotations

import random

import pytest

from miner.case_notions import DAY_US, CaseNotion, natural_gap
from miner.cases import prepare

DAY = 24 * 60  # minutes
EPISODE = CaseNotion(name="episode", gap_us=7 * DAY_US)


def cases(connection):
    """Each case with the activities of its events, in order."""
    rows = connection.execute(
        """select c.case_id, string_agg(e.activity, ' ' order by t.event_no)
        from traces as t inner join cases as c using (case_no)
        inner join numbered_events as e using (event_no) group by 1 order by 1"""
    ).fetchall()
    return dict(rows)


def by_system(connection, *activities):
    connection.execute(
        "update events set actor_kind = 'system' where list_contains($a, activity)",
        {"a": activities},
    )


def test_a_pause_longer_than_the_gap_begins_an_episode(write, connection):
    log = write()
    for name, day in (("a", 0), ("b", 7), ("c", 14.01), ("d", 15), ("e", 60)):
        log.event(name, day * DAY, "customer:x")
    log.event("f", 1 * DAY, "customer:y")
    prepare(log.fill(connection), "customer", notion=EPISODE)
    assert cases(connection) == {"x#1": "a b", "x#2": "c d", "x#3": "e", "y#1": "f"}
    assert connection.execute("select distinct rule from cases").fetchall() == [
        ("episode 1, gap 7 days",)
    ]
    assert connection.execute("from case_rule").fetchall() == [
        ("episode 1, gap 7 days", 7 * DAY_US, "set")
    ]
    customers = "select count(*), count(distinct customer_no) from cases"
    assert connection.execute(customers).fetchall() == [(4, 2)]


def test_an_open_ticket_bridges_a_pause_and_its_end_plus_the_gap_ends_the_episode(
    write, connection
):
    log = write()
    log.event("asks", 0, "customer:x", "ticket:1")
    log.event("answered", 30 * DAY, "ticket:1")
    log.event("visits", 36 * DAY, "customer:x")
    log.event("returns", 44 * DAY, "customer:x")
    log.event("account", 0, "customer:x", "account:9")
    log.event("renewed", 100 * DAY, "customer:x", "account:9")
    prepare(log.fill(connection), "customer", notion=EPISODE)
    assert cases(connection) == {
        "x#1": "account asks answered visits",
        "x#2": "returns",
        "x#3": "renewed",
    }


def test_follow_up_and_merged_tickets_join_their_predecessor(write, connection):
    log = write()
    log.event("first", 0, "customer:x", "ticket:1")
    log.event("again", 40 * DAY, "customer:x", "ticket:2")
    log.event("third", 80 * DAY, "customer:x", "ticket:3")
    log.event("other", 120 * DAY, "customer:x", "ticket:4")
    log.link("ticket:2", "ticket:1", "follows")
    log.link("ticket:3", "ticket:2", "merged")
    prepare(log.fill(connection), "customer", notion=EPISODE)
    assert cases(connection) == {"x#1": "first again third", "x#2": "other"}


def test_what_systems_do_opens_nothing_and_makes_nothing_longer(write, connection):
    log = write()
    log.event("mail", 0, "customer:x")
    log.event("comes", 20 * DAY, "customer:x", "ticket:1")
    log.event("closed", 40 * DAY, "customer:x", "ticket:1")
    log.event("survey", 45 * DAY, "customer:x")
    log.event("visits", 50 * DAY, "customer:x")
    log.event("mail", 90 * DAY, "customer:x")
    log.event("alarm", 120 * DAY, "customer:x", "ticket:2")
    by_system(log.fill(connection), "mail", "closed", "survey", "alarm")
    prepare(connection, "customer", notion=EPISODE)
    assert cases(connection) == {"x#1": "comes closed survey", "x#2": "visits"}


def test_the_ticket_belongs_to_the_episode_of_its_first_event(write, connection):
    log = write()
    log.event("early", 0, "customer:x")
    log.event("asks", 30 * DAY, "customer:x", "ticket:1")
    log.event("done", 90 * DAY, "ticket:1")
    prepare(log.fill(connection), "customer", notion=EPISODE)
    rows = connection.execute(
        "select o.object_id, c.case_id from object_cases as o inner join cases as c using (case_no)"
        " where o.object_type = 'ticket'"
    ).fetchall()
    assert rows == [("1", "x#2")]
    assert cases(connection) == {"x#1": "early", "x#2": "asks done"}


def naive_episodes(log, gap_us):
    """The rule without objects, in plain Python: number of episodes by customer."""
    times = {}
    for (_, _, _, at, _), (_, _, customer) in zip(log.events, log.objects, strict=True):
        times.setdefault(customer, []).append(at)
    return {
        customer: 1 + sum(b - a > gap_us for a, b in zip(sorted(t), sorted(t)[1:], strict=False))
        for customer, t in times.items()
    }


@pytest.mark.parametrize("seed", range(5))
def test_episodes_equal_a_plain_definition(write, connection, seed):
    draw = random.Random(seed)
    log = write()
    for _ in range(200):
        log.event(
            draw.choice("abc"), draw.randrange(200 * DAY), f"customer:{1 + draw.randrange(9)}"
        )
    prepare(log.fill(connection), "customer", notion=EPISODE)
    found = connection.execute(
        "select string_split(case_id, '#')[1], count(*) from cases group by 1"
    ).fetchall()
    assert dict(found) == naive_episodes(log, EPISODE.gap_us)
    assert connection.execute("select count(*) from traces").fetchone() == (200,)


def test_an_object_is_a_case_with_what_belongs_to_it(write, connection):
    log = write()
    log.event("placed", 1, "order:7", "customer:x")
    log.event("picked", 2, "item:a")
    log.event("picked", 3, "item:b", "order:8")
    log.event("visit", 4, "customer:x")
    log.event("stray", 5, "order:9")
    log.event("joined", 6, "order:10")
    log.link("item:a", "order:7", "of")
    log.link("item:b", "order:7", "of")
    log.link("order:10", "order:7", "merged")
    prepare(log.fill(connection), "customer", notion=CaseNotion(name="order"))
    assert cases(connection) == {"7": "placed picked joined", "8": "picked", "9": "stray"}
    known = connection.execute(
        "select count(distinct customer_no), max(rule) from cases"
    ).fetchall()
    assert known == [(3, "order 1")]  # x's, and two orders that nobody is known for


def test_a_planned_event_is_in_no_trace(write, connection):
    log = write()
    log.event("due", 1, "customer:x")
    log.event("done", 2, "customer:x")
    log.fill(connection).execute(
        "update events set timestamp_kind = 'planned' where activity = 'due'"
    )
    prepare(connection, "customer")
    assert cases(connection) == {"x": "done"}
    assert connection.execute("select activity from activities").fetchall() == [("done",)]


def histogram(hours):
    import math

    counted = {}
    for each in hours:
        place = math.floor(4 * math.log2(each))
        counted[place] = counted.get(place, 0) + 1
    return counted


@pytest.mark.parametrize(("within", "between"), [(20, 24 * 60), (60, 24 * 120), (5, 24 * 30)])
def test_the_gap_lies_in_the_valley_of_the_pauses(within, between):
    draw = random.Random(1)
    short = [draw.lognormvariate(0, 0.6) * within for _ in range(3000)]
    long = [draw.lognormvariate(0, 0.4) * between for _ in range(400)]
    gap_hours = natural_gap(histogram(h for h in short + long if h >= 1)) / DAY_US * 24
    assert sum(h > gap_hours for h in short) < 0.02 * len(short)
    assert sum(h <= gap_hours for h in long) < 0.02 * len(long)


def test_usual_say_nothing_and_the_usual_gap_is_taken(write, connection):
    assert natural_gap(histogram([2] * 20)) is None
    assert natural_gap(histogram([2] * 100)) is None
    draw = random.Random(3)
    one_hill = [draw.lognormvariate(3, 1.2) for _ in range(2000)]
    assert natural_gap(histogram(h for h in one_hill if h >= 1)) is None
    log = write()
    log.event("a", 0, "customer:x")
    log.event("b", 29 * DAY, "customer:x")
    log.event("c", 60 * DAY, "customer:x")
    prepare(log.fill(connection), "customer", notion=CaseNotion(name="episode"))
    assert cases(connection) == {"x#1": "a b", "x#2": "c"}
    assert connection.execute("select gap_from from case_rule").fetchone() == ("usual",)


def test_the_gap_comes_from_the_data_and_is_told(write, connection):
    log = write()
    for customer in range(1, 41):  # 0 names nobody
        for visit in range(3):
            for step in range(4):
                log.event(
                    "a", (visit * 90 + step * 0.8 + customer % 7) * DAY, f"customer:{customer}"
                )
    prepare(log.fill(connection), "customer", notion=CaseNotion(name="episode"))
    (rule, gap_us, gap_from) = connection.execute("from case_rule").fetchone()
    assert gap_from == "data"
    assert DAY_US < gap_us < 80 * DAY_US
    assert rule == f"episode 1, gap {gap_us // DAY_US} days"
    assert connection.execute("select count(*) from cases").fetchone() == (120,)


def test_a_chain_of_merged_tickets_is_one_case_however_long_and_tasks_come_along(write, connection):
    log = write()
    for number in range(7):
        log.event(f"e{number}", number * DAY, f"ticket:{number}")
        log.link(f"ticket:{number}", f"ticket:{number + 1}", "merged")
    log.event("task", 7 * DAY, "task:1")
    log.link("task:1", "ticket:2", "of")
    log.event("last", 8 * DAY, "customer:x", "ticket:7")
    prepare(log.fill(connection), "customer", notion=CaseNotion(name="ticket"))
    assert cases(connection) == {"7": "e0 e1 e2 e3 e4 e5 e6 task last"}
