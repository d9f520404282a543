"""`diff`: two periods, two segments, two designs; sure only of what was planted."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from blueprint import statistics
from blueprint.as_is_difference import between
from blueprint.design import load_design
from pipelines.diff_command import Asked, sides_of
from pipelines.run import load_sources, new_order
from tests.pipelines.conftest import SHOP
from tests.pipelines.projects import edit

HEAD = "who,what,when,channel\n"


def shop_of(shop, rows):
    """The corner shop with other orders, and their channel."""
    (shop / "orders.csv").write_text(HEAD + "".join(f"{','.join(row)}\n" for row in rows))
    edit(shop / "project.yaml", "timestamp: when", "timestamp: when\n      channel: channel")
    load_sources(new_order(shop))
    return shop


def orders(month, skips, *, late=10, channel="web", customers=60):
    """Orders of one month: every `skips`th is not answered, the answer comes after `late` minutes."""
    rows = []
    for n in range(customers):
        at = datetime(2026, month, 1, 8, tzinfo=UTC) + timedelta(hours=7 * n)
        who = f"c{n:02d}"
        rows.append((who + channel, "ask", f"{at:%Y-%m-%d %H:%M:%S}", channel))
        if n % skips:
            rows.append(
                (
                    who + channel,
                    "answer",
                    f"{at + timedelta(minutes=late):%Y-%m-%d %H:%M:%S}",
                    channel,
                )
            )
        rows.append(
            (
                who + channel,
                "pay",
                f"{at + timedelta(minutes=55 + n % 5):%Y-%m-%d %H:%M:%S}",
                channel,
            )
        )
    return rows


def told(call, *arguments):
    status, output, messages = call("diff", "--json", *arguments)
    assert status == 0, messages
    return json.loads(output)


def sure(found):
    return {
        d["id"]: d["verdict"] for d in found["differences"] if d["verdict"] in {"higher", "lower"}
    }


JANUARY, FEBRUARY = "2026-01-01..2026-02-01", "2026-02-01..2026-03-01"


@pytest.fixture
def two_segments(shop):
    """Chat leaves every second question unanswered, mail every sixth; both pay after the same time."""
    return shop_of(shop, orders(1, 2, channel="chat") + orders(1, 6, channel="mail"))


def test_segments_differ_in_what_was_planted(call, two_segments):
    found = told(call, "-p", two_segments, "--where", "channel=mail", "--where", "channel=chat")
    assert sure(found) == {
        "skipped_step:answer": "higher",
        "late_step:answer": "higher",
        "undesigned_path:ask>pay": "higher",  # the way past the skipped step
    }
    skipped = next(d for d in found["differences"] if d["id"] == "skipped_step:answer")
    assert (skipped["first"]["affected"], skipped["second"]["affected"]) == (10, 30)
    assert skipped["difference"] == pytest.approx(30 / 60 - 10 / 60, abs=1e-6)
    assert skipped["interval"][0] < skipped["difference"] < skipped["interval"][1]
    assert {t["verdict"] for t in found["times"]} == {"unsure"}


def test_sides_that_change_places_turn_the_differences_round(call, two_segments):
    there = told(call, "-p", two_segments, "--where", "channel=mail", "--where", "channel=chat")
    back = told(call, "-p", two_segments, "--where", "channel=chat", "--where", "channel=mail")
    rows = {d["id"]: d for d in back["differences"]}
    for d in there["differences"]:
        turned = rows[d["id"]]
        assert turned["difference"] == -d["difference"]
        assert turned["interval"] == [-d["interval"][1], -d["interval"][0]]
        assert (turned["first"], turned["second"], turned["q"]) == (d["second"], d["first"], d["q"])
    times = {(t["stage"], t["quantile"]): t for t in back["times"]}
    for t in there["times"]:
        assert times[t["stage"], t["quantile"]]["difference_s"] == -t["difference_s"]


def test_one_segment_is_compared_with_the_rest(call, two_segments):
    one = told(call, "-p", two_segments, "--where", "channel=chat")
    two = told(call, "-p", two_segments, "--where", "channel=chat", "--where", "channel=mail")
    assert one["differences"] == two["differences"]


def test_a_segment_against_itself_differs_in_nothing(call, two_segments):
    found = told(call, "-p", two_segments, "--where", "channel=chat", "--where", "channel=chat")
    assert sure(found) == {}
    assert all(d["difference"] == 0 for d in found["differences"])
    assert all(d["interval"][0] <= 0 <= d["interval"][1] for d in found["differences"])


def test_periods_of_the_same_customers(call, shop):
    """In February the same customers are answered three times as late, and pay two hours later."""
    late = [
        (
            who,
            what,
            f"{datetime.fromisoformat(when) + timedelta(hours=2 * (what == 'pay'))}",
            channel,
        )
        for who, what, when, channel in orders(2, 6, late=40)
    ]
    edit(shop / "blueprint.yaml", "from: ask,", "from: ask, ")
    edit(shop / "blueprint.yaml", "abandon_max: 0.1}", "abandon_max: 0.1, restart: ask}")
    shop_of(shop, orders(1, 6) + late)
    found = told(call, "-p", shop, "--window", JANUARY, "--window", FEBRUARY)
    assert found["instances"] == [60, 60]
    assert found["customers"] == [60, 60]
    verdicts = sure(found)
    assert verdicts["late_step:answer"] == "higher"
    assert "skipped_step:answer" not in verdicts
    median = next(t for t in found["times"] if t["quantile"] == 0.5)
    assert median["difference_s"] == pytest.approx(7200, abs=1)
    assert median["interval_s"][0] > 0
    assert median["verdict"] == "higher"


def test_words_of_the_terminal(call, two_segments):
    status, output, _ = call(
        "diff", "-p", two_segments, "--where", "channel=mail", "--where", "channel=chat"
    )
    assert status == 0
    assert "first   channel mail: 60 instances of 60 customers" in output
    assert "higher  skipped_step:answer: 17% -> 50%, +33.3 points" in output


def test_too_few_customers_are_not_told(call, two_segments):
    edit(two_segments / "project.yaml", "smallest_group: 1", "smallest_group: 20")
    found = told(call, "-p", two_segments, "--where", "channel=mail", "--where", "channel=chat")
    assert "skipped_step:answer" not in {d["id"] for d in found["differences"]}  # 10 by mail


def test_what_few_of_the_staff_did_on_a_side_is_not_told(call, shop):
    """Four answer chats, one the mails: five in all, too few by mail."""
    rows = orders(1, 2, channel="chat") + orders(1, 6, channel="mail")
    named = [
        ",".join((*row, row[3] if row[3] == "mail" else f"chat{n % 4}", "person"))
        for n, row in enumerate(row for row in rows if row[1] == "answer")
    ]
    others = [",".join((*row, row[0], "customer")) for row in rows if row[1] != "answer"]
    head = f"{HEAD.rstrip()},by,kind"
    (shop / "orders.csv").write_text("\n".join([head, *named, *others]) + "\n")
    more = "channel: channel\n      actor: by\n      actor_kind: kind"
    edit(shop / "project.yaml", "timestamp: when", f"timestamp: when\n      {more}")
    load_sources(new_order(shop))
    sides = ("-p", shop, "--where", "channel=mail", "--where", "channel=chat")
    assert "skipped_step:answer" in {d["id"] for d in told(call, *sides)["differences"]}
    edit(shop / "project.yaml", "smallest_group: 1", "smallest_group: 4")
    assert "skipped_step:answer" not in {d["id"] for d in told(call, *sides)["differences"]}


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ([], 2, "name what to compare"),
        (["--window", "2026-01-01"], 2, "expected FROM..TO"),
        (["--window", "2026-01-01.."], 2, "needs both ends"),
        (["--window", "2026-02-01..2026-01-01"], 1, "expected the earlier one first"),
        (["--window", "when..2026-01-01"], 1, "expected a date"),
        (["--where", "colour=red"], 2, "a field of activity, actor, actor_kind, channel"),
        (["--where", "channel"], 2, "expected FIELD=VALUE"),
        (["--where", "channel=x", "--where", "channel=y"], 1, "no instance entered a stage there"),
        (["a.yaml", "--window", JANUARY], 2, "not both"),
        (["a.yaml", "b.yaml", "c.yaml"], 2, "name what to compare"),
        (["nowhere.yaml"], 1, "cannot be read"),
    ],
)
def test_what_cannot_be_compared(call, published_shop, arguments, status, message):
    found, _, messages = call("diff", "-p", published_shop, *arguments)
    assert found == status
    assert message in " ".join(messages.split())


def test_a_design_is_compared_with_that_of_the_project(call, published_shop, tmp_path):
    old = tmp_path / "old.yaml"
    old.write_text(
        (published_shop / "blueprint.yaml").read_text().replace("within: 30m", "within: 1h")
    )
    assert "sla.within: 60\xa0min -> 30\xa0min" in call("diff", old, "-p", published_shop)[
        1
    ].replace("1\xa0h", "60\xa0min")
    same = published_shop / "blueprint.yaml"
    assert "differ in no step" in call("diff", same, same)[1]
    assert json.loads(call("diff", "--json", same, same)[1]) == []


def test_one_window_is_compared_with_the_one_before():
    first, second = sides_of(
        Asked(windows=("2026-02-08..2026-02-15",)), load_design(SHOP / "blueprint.yaml")
    )
    assert (first.name, second.name) == ("2026-02-01..2026-02-08", "2026-02-08..2026-02-15")


def test_without_correlation_the_interval_is_newcombes():
    """His example (1998, table II, a): 56 of 70 and 48 of 80, method 10: 0.0524 to 0.3339, by Wilson's limits."""
    low, high = between((48 / 80, 0.4905, 0.7003), (56 / 70, 0.6921, 0.8772), 0.0)
    assert (low, high) == (pytest.approx(0.0524, abs=2e-3), pytest.approx(0.3339, abs=2e-3))
    assert between((0.2, 0.1, 0.3), (0.2, 0.1, 0.3), 1.0) == (0.0, 0.0)
    assert statistics.ALPHA == 0.05
