"""Groups: each is what the log of its cases alone is, from one query, whatever the values are."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miner import measures
from miner.cases import prepare
from miner.flat import flat_log
from miner.groups import GroupedLog
from miner.log import EventLog
from miner.measures import activities, directly_follows, throughput_times, variants
from miner.warehouse import LogError

NEEDED = {
    "drop_offs": {"goals": ["c"]},
    "times_to_end": {"goal": ["c"], "until_us": 10**16},
}
WEEK = """date_trunc('week', "timestamp" at time zone $zone)::date::varchar"""
CASES = st.lists(
    st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 5)), min_size=1, max_size=6),
    max_size=6,
)


def told(log: EventLog, **columns: dict[str, str]) -> EventLog:
    """The log with columns of its events set, by event id."""
    for column, values in columns.items():
        for event_id, value in values.items():
            log.connection.execute(
                f"update events set {column} = $value where event_id = $event_id",
                {"value": value, "event_id": event_id},
            )
    return log


def test_cases_are_grouped_by_their_first_event(log):
    made = told(log("a b; a c; a b"), channel={"e0001": "web", "e0003": "phone", "e0005": "web"})
    grouped = made.by("channel")
    assert grouped.values == ("phone", "web")
    assert grouped.table("start_activities") == [("phone", "a", 1), ("web", "a", 2)]
    assert grouped.each(activities) == {
        "phone": [("a", 1, 1), ("c", 1, 1)],
        "web": [("a", 2, 2), ("b", 2, 2)],
    }


def test_what_has_no_value_is_the_last_group(log):
    made = told(log("a; b"), channel={"e0002": "web"})
    assert made.by("channel").table("activities") == [("web", "b", 1, 1), (None, "a", 1, 1)]


def test_a_group_may_be_of_several_values(log):
    made = told(log("a; b"), channel={"e0001": "web", "e0002": "web"})
    grouped = made.by("(channel, case_no)").each(activities)
    assert grouped == {("web", 1): [("a", 1, 1)], ("web", 2): [("b", 1, 1)]}


def test_weeks_are_those_of_a_zone_also_when_its_clocks_change(log):
    # 2025-03-30 is the Sunday on which Madrid's clocks go forward; its week ends at 22:00 UTC
    sunday = 88 * 24 * 60
    made = log(f"a@{sunday + 22 * 60 - 1}; b@{sunday + 22 * 60}")
    weeks = made.by(WEEK, zone="Europe/Madrid").each(activities)
    assert weeks == {"2025-03-24": [("a", 1, 1)], "2025-03-31": [("b", 1, 1)]}
    assert list(made.by(WEEK, zone="UTC").each(activities)) == ["2025-03-24"]


def test_a_measure_has_the_options_of_its_function(log):
    made = told(log("a; b; b; c"), channel={"e0004": "web"})
    found = made.by("channel").each(partial(variants, most=1))
    assert found == {"web": [(("c",), 1, 1.0, 1.0)], None: [(("b",), 2, 2 / 3, 2 / 3)]}


def test_a_group_without_rows_is_there(log):
    made = told(log("a; b c"), channel={"e0001": "web"})
    assert made.by("channel").each(directly_follows)["web"] == []


def test_chosen_cases_can_be_grouped(log):
    made = told(log("a; b; c"), channel={"e0001": "web", "e0003": "web"})
    kept = made.where_case("case_no > $low", low=1).by("channel")
    assert kept.table("activities") == [("web", "c", 1, 1), (None, "b", 1, 1)]


def test_a_pair_has_the_group_of_its_later_event(log):
    made = told(log("a b c"), channel={"e0002": "web", "e0003": "phone"}).by_event("channel")
    assert [row[:4] for row in made.table("directly_follows")] == [
        ("phone", "b", "c", 1),
        ("web", "a", "b", 1),
    ]
    assert made.each(activities) == {
        "phone": [("c", 1, 1)],
        "web": [("b", 1, 1)],
        None: [("a", 1, 1)],
    }


def test_what_counts_cases_refuses_groups_of_events(log):
    with pytest.raises(LogError, match="variants is counted by case"):
        log("a b").by_event("activity_no").each(variants)


def test_values_are_data_and_parameters_never_sql(log):
    hostile = "'; drop table traces; --"
    made = told(
        log("a b; c"),
        channel={"e0001": hostile},
        attributes={"e0003": '{"a\\"b": "x"}'},
    )
    assert made.by("channel").values == (hostile, None)
    keyed = made.by("json_extract_string(attributes, $path)", path='$."a\\"b"')
    assert keyed.values == ("x", None)
    assert made.by("coalesce(channel, $other)", other=hostile).values == (hostile,)


def test_a_grouping_that_fails_says_which(log):
    with pytest.raises(LogError, match=r"(?s)grouping by no_such_column failed: .*no_such_column"):
        log("a").by("no_such_column")


def test_a_parameter_of_a_grouping_has_one_value(log):
    kept = log("a").where_case("case_no > $low", low=0)
    with pytest.raises(LogError, match="has values for low already"):
        kept.by("case_no > $low", low=2)


FLAT = """select 'c' || n % 2 as "case", 'a' as activity, make_timestamptz(n * 60000000) as time
    from range(4) as numbers(n)"""


def test_a_flat_log_is_grouped_by_its_cases_and_times(connection):
    made = flat_log(connection, connection.sql(FLAT).to_arrow_table()).log
    assert made.by("case_id").each(activities) == {"c0": [("a", 2, 1)], "c1": [("a", 2, 1)]}
    assert made.by_event('minute("timestamp")').values == (0, 1, 2, 3)
    for asked in (made.by, made.by_event, made.relabelled):
        with pytest.raises(LogError, match=r"grouping by channel \(a flat log has no more than"):
            asked("channel")


def test_a_flat_log_does_not_take_the_events_of_another(log, connection):
    told(log("a b"), channel={"e0001": "web"})
    made = flat_log(connection, connection.sql(FLAT).to_arrow_table()).log
    with pytest.raises(LogError, match="a flat log has no more than"):
        made.by("channel")


def test_each_asks_once_for_all_groups():
    asked = []

    class Numbered:
        def table(self, name, **parameters):
            asked.append((name, parameters))
            return [(1, "a", 2, 1), (2, "b", 1, 1)]

    grouped = GroupedLog(Numbered(), ("web", "phone", None))
    assert grouped.each(activities) == {"web": [("a", 2, 1)], "phone": [("b", 1, 1)], None: []}
    assert asked == [("activities", {})]


def test_an_empty_log_has_no_groups(connection):
    grouped = prepare(connection, "customer").by("channel")
    assert grouped.each(throughput_times) == {}
    assert grouped.table("throughput_times") == []


@settings(max_examples=8, deadline=None)
@given(cases=CASES)
def test_a_group_is_the_log_of_its_cases(plain, cases):
    log = plain(cases)
    grouped = log.by("case_no % 2")
    for name in measures.SQL:
        measure = partial(getattr(measures, name), **NEEDED.get(name, {}))
        alone = {
            value: measure(log.where_case("case_no % 2 = $value", value=value))
            for value in grouped.values
        }
        assert grouped.each(measure) == alone
