"""Segments of confirmed gaps: a planted one is found, others are not; the counts by hand and in plain Python."""

from __future__ import annotations

import json
import math
import random
import re
from collections import Counter, defaultdict
from datetime import date, timedelta

import duckdb
import pytest
from scipy.stats import fisher_exact

from blueprint import segment_test, segments
from blueprint.comparison import RunFacts, compare
from blueprint.design import DesignError, load_design
from blueprint.gap import Segment
from blueprint.queries import fill
from blueprint.segment_test import Share
from blueprint.suppression_segments import large_segments
from tests.blueprint.experience_design import SMALL
from tests.blueprint.written_log import written_log


def design_of(folder, *swaps):
    text = SMALL.read_text()
    for old, new in (("  case: customer", "  case: customer\n  segments: [plan, country]"), *swaps):
        assert old in text, old
        text = text.replace(old, new)
    path = folder / "blueprint.yaml"
    path.write_text(text)
    return load_design(path)


def planted_log(customers=160):
    """Nobody checks a third of the orders that come by phone, and few others; plans are drawn."""
    draw, lines = random.Random(3), []
    for c in range(customers):
        phone, plan = c % 4 == 0, draw.choice(("free", "pro"))
        hour = draw.randrange(500)
        lines.append(f"c{c} {hour}h ask channel={'phone' if phone else 'web'} plan={plan}")
        if draw.random() > (0.6 if phone else 0.1):
            lines.append(
                f"c{c} {hour + 1}h check source=office actor_kind=person role=clerk{c % 3}"
            )
        lines.append(f"c{c} {hour + 2}h answer actor_kind=person role=clerk{c % 3} country=PL")
        lines.append(f"c{c} {hour + 3}h confirm")
    return "\n".join(lines)


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    design = design_of(tmp_path_factory.mktemp("design"), ("min_cases: 1", "min_cases: 20"))
    connection, sources = written_log(planted_log())
    findings = compare(connection, design, RunFacts(id="1", at="", version="", sources=sources))
    return connection, {gap.id: gap for gap in findings.gaps}, findings.weeks


def test_the_weeks_of_a_gap_are_those_in_which_its_instances_began(planted) -> None:
    told = next(one for one in planted[2] if one.gap == "skipped_step:check")
    eligible, affected = Counter(), Counter()
    for lines in re.split(r"\n(?=c\d+ \d+h ask)", planted_log()):
        week = date(2025, 9, 1) + timedelta(weeks=int(lines.split()[1][:-1]) // (24 * 7))
        eligible[week.isoformat()] += 1
        affected[week.isoformat()] += " check " not in lines
    enough = sorted(week for week, n in eligible.items() if n >= 20)
    assert len(enough) > 1
    assert [(w.week, w.eligible, w.affected, w.customers) for w in told.weeks] == [
        (week, eligible[week], affected[week], affected[week]) for week in enough
    ]


def test_a_planted_segment_is_told_and_nothing_else(planted) -> None:
    gap = planted[1]["skipped_step:check"]
    assert gap.verdict == "confirmed"
    [phone] = gap.segments
    assert (phone.attribute, phone.value) == ("channel", "phone")
    skipped = Counter()
    for line in planted_log().splitlines():
        words = line.split()
        if words[2] == "ask":
            channel = words[3].removeprefix("channel=")
            skipped[channel, "all"] += 1
        skipped[channel, "checked"] += words[2] == "check"
    inside = skipped["phone", "all"] - skipped["phone", "checked"]
    outside = skipped["web", "all"] - skipped["web", "checked"]
    assert (phone.eligible, phone.affected) == (skipped["phone", "all"], inside)
    assert phone.rest_rate == pytest.approx(outside / skipped["web", "all"], abs=1e-6)
    assert phone.lift == pytest.approx(phone.rate / phone.rest_rate, abs=1e-4)
    low, high = phone.interval
    assert 1 < low < phone.lift < high
    assert (phone.customers, phone.rest_customers) == (inside, outside)


def test_an_instance_has_its_first_value_else_that_of_its_object_else_of_its_case(tmp_path) -> None:
    log = """
        c1 0h ask channel=web plan=free
        c1 1h answer channel=mail plan=pro role=clerk actor_kind=person
        c1 2h open ticket=t1
        c1 3h noise ticket=t1 plan=team
        c1 3h open ticket=t2
        c2 2h noise plan=pro
        c2 3h ask country=PL
        c2 100h confirm country=ES role=boss
    """
    connection, sources = written_log(log)
    design = design_of(tmp_path)
    compare(connection, design, RunFacts(id="1", at="", version="", sources=sources))
    found = connection.execute(
        "select c.case_id, i.stage, s.attribute, s.value from instance_segments as s"
        " inner join instances as i using (instance_no) inner join cases as c on c.case_no = i.case_no order by all"
    ).fetchall()
    assert found == [
        ("c1", "help", "plan", "free"), ("c1", "help", "plan", "team"), *[("c1", "help", "week", "2025-09-01")] * 2,
        ("c1", "order", "channel", "web"), ("c1", "order", "plan", "free"), ("c1", "order", "role", "clerk"), ("c1", "order", "week", "2025-09-01"),
        ("c2", "order", "country", "PL"), ("c2", "order", "plan", "pro"), ("c2", "order", "week", "2025-09-01"),
        ("c2", "use", "country", "PL"), ("c2", "use", "plan", "pro"), ("c2", "use", "week", "2025-09-01"),
    ]  # fmt: skip
    assert design.kept_attributes >= {"plan", "country"}


@pytest.mark.parametrize("name", ["it's", "a.b", "a/b~c", "$", "0"])
def test_an_attribute_may_have_any_name(tmp_path, name) -> None:
    quoted = "'" + name.replace("'", "''") + "'"
    design = design_of(tmp_path, ("[plan, country]", f"[plan, {quoted}]"))
    connection, sources = written_log("c1 0h ask plan=pro\nc1 1h answer\nc2 0h ask")
    attributes = json.dumps({name: "yes", "other": "no"})
    connection.execute("update events set attributes = $1 where activity = 'answer'", [attributes])
    compare(connection, design, RunFacts(id="1", at="", version="", sources=sources))
    found = connection.execute(
        "select distinct value from instance_segments where attribute = $1", [name]
    )
    assert found.fetchall() == [("yes",)]


@pytest.mark.parametrize("name", ["week", "", "a*", "[1]"])
def test_what_is_no_attribute_is_refused(tmp_path, name) -> None:
    named = name if name.startswith("[") else f'"{name}"'
    with pytest.raises(DesignError, match=r"segment|attribute"):
        design_of(tmp_path, ("[plan, country]", f"[{named}]"))


def units(connection, rows, codes):
    """The tables that the counting reads, of (gap, instance, customer, affected) and code by instance."""
    fill(connection, "segment_zone", "zone varchar, min_cases bigint", [("UTC", 20)])
    columns = "gap_no integer, instance_no bigint, customer_no integer, affected boolean"
    connection.register("drawn_rows", rows)
    connection.register("drawn_codes", codes)
    connection.execute(f"create or replace table segment_rows ({columns})")
    connection.execute("insert into segment_rows from drawn_rows")
    connection.execute("create or replace table instance_codes as from drawn_codes")
    connection.execute(
        "create or replace table segment_codes as select distinct code, 'plan' as attribute,"
        " code::varchar as value from instance_codes"
    )


class _Gap:
    kind = "skipped_step"


def drawn(seed, gaps, customers=300, lift=1.0):
    """Rows of gaps in which customers differ, and of ten values of which the first is planted."""
    import numpy as np
    import pandas as pd

    draw = np.random.default_rng(seed)
    each = draw.integers(1, 4, customers)
    customer = np.repeat(np.arange(customers), each)
    code = np.where(
        draw.random(len(customer)) < 0.5, customer % 10, draw.integers(0, 10, len(customer))
    )
    rows = []
    for gap in range(gaps):
        prone = draw.beta(1, 4, customers)[customer]
        affected = draw.random(len(customer)) < np.minimum(
            prone * np.where(code == 0, lift, 1.0), 1
        )
        rows.append(
            pd.DataFrame({"g": gap, "i": range(len(customer)), "c": customer, "a": affected})
        )
    codes = pd.DataFrame({"instance_no": range(len(customer)), "code": code})
    return pd.concat(rows), codes


def test_nothing_planted_is_hardly_ever_told_and_a_large_one_is(monkeypatch) -> None:
    connection, false, hit = duckdb.connect(), 0, 0
    for seed in range(20):
        units(connection, *drawn(seed, gaps=10))
        false += bool(segments._told(connection, [_Gap()] * 10))
        units(connection, *drawn(seed, gaps=1, lift=3.0))
        told = segments._told(connection, [_Gap()]).get(0, [])
        hit += "0" in [one.value for one in told]
        assert len(told) <= 2
    assert false <= 3  # of 20 runs with 100 tests each, with nothing to be found
    assert hit >= 17


def test_the_sums_of_both_sides_are_those_of_plain_python() -> None:
    connection = duckdb.connect()
    rows, codes = drawn(7, gaps=2, customers=120)
    units(connection, rows, codes)
    keys = [(0, 0), (0, 3), (1, 3)]
    found = segments._sides(connection, keys)
    code_of = dict(codes.itertuples(index=False))
    for (gap, code), sides in found.items():
        for is_inside, side in zip((True, False), sides, strict=True):
            mine = defaultdict(list)
            for g, instance, customer, affected in rows.itertuples(index=False):
                if g == gap and (code_of[instance] == code) == is_inside:
                    mine[customer].append(int(affected))
            assert (side.n, side.x) == (sum(map(len, mine.values())), sum(map(sum, mine.values())))
            assert (side.customers, side.hit) == (len(mine), sum(any(v) for v in mine.values()))


def test_the_test_is_fishers_where_customers_have_one_instance_each() -> None:
    inside, outside = Share(100, 30, 100, 30, 100.0), Share(300, 45, 300, 45, 300.0)
    expected = fisher_exact([[30, 70], [45, 255]], alternative="greater").pvalue
    assert segment_test.p_larger(inside, outside) == pytest.approx(expected)
    assert segment_test.p_larger(outside, inside) == 1.0
    many = [Share(n, x, n, x, float(n)) for n, x in ((100_000, 30_300), (300_000, 90_000))]
    close = segment_test.p_larger(*many)
    z = (0.303 - 0.3) / math.sqrt(0.30075 * 0.69925 * (1 / 1e5 + 1 / 3e5))
    assert close == pytest.approx(0.5 * math.erfc(z / math.sqrt(2)), rel=1e-3)


def test_a_lift_without_anything_outside_has_no_upper_end() -> None:
    low, high = segment_test.lift_interval(Share(50, 20, 50, 20, 50.0), Share(50, 0, 50, 0, 50.0))
    assert low > 1
    assert high is None


def segment(customers, rest):
    return Segment(
        attribute="plan", value="pro", eligible=90, affected=30, customers=customers, rate=0.3, rest_rate=0.1,
        rest_customers=rest, lift=3.0, interval=(2.0, 4.0), q=0.01,
    )  # fmt: skip


def test_segments_of_few_customers_or_with_few_left_outside_are_withheld() -> None:
    some = [segment(5, 9), segment(4, 9), segment(9, 4), segment(9, 0)]
    assert large_segments(some, 5) == [some[0], some[3]]
