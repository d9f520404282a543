"""Results about few people are withheld in all that is published, and it is said that they are."""

from __future__ import annotations

import duckdb
import pytest

from pipelines.published import findings_of, latest
from pipelines.run import compare_loaded, load_sources, new_order
from tests.pipelines.projects import edit


def published(shop, smallest):
    """What the corner shop publishes with this smallest group."""
    text = (shop / "project.yaml").read_text("utf-8")
    (shop / "project.yaml").write_text(
        "\n".join(
            f"  smallest_group: {smallest}" if "smallest_group" in line else line
            for line in text.splitlines()
        )
        + "\n",
        "utf-8",
    )
    order = new_order(shop)
    load_sources(order)
    folder = compare_loaded(order)
    assert folder == latest(shop / "out")
    return findings_of(folder), folder


def mart(folder, query):
    with duckdb.connect() as connection:
        return connection.execute(
            query.format(f"read_parquet('{folder}/mart/deviations.parquet')")
        ).fetchall()


PER_GAP = "select gap_id, count(distinct case_id) from {} group by gap_id order by all"


def test_gaps_of_few_customers_go_from_findings_and_mart_and_are_told_without_a_number(shop):
    everything, folder = published(shop, 1)
    sizes = sorted(gap.customers for gap in everything.gaps)
    assert sizes[0] < sizes[-1], "the shop must have a smaller and a larger gap"
    smallest = sizes[-1]
    small = {gap.id for gap in everything.gaps if gap.customers < smallest}
    found, folder = published(shop, smallest)
    assert {gap.id for gap in found.gaps} == {gap.id for gap in everything.gaps} - small
    told = [one for one in found.unjudged if one["why"].startswith("withheld: ")]
    assert {f"{one['kind']}:{one['subject']}" for one in told} == small
    assert {one["why"] for one in told} == {
        f"withheld: fewer than {smallest} customers (privacy.smallest_group)"
    }
    assert all(customers >= smallest for _, customers in mart(folder, PER_GAP))
    assert mart(folder, PER_GAP) != []
    assert all(gap.follows_from not in small for gap in found.gaps)
    page = (folder / "report.html").read_text("utf-8")
    assert "withheld: fewer than" in page


def test_what_is_large_enough_is_as_it_was(shop):
    everything, _ = published(shop, 1)
    found, _ = published(shop, 2)
    kept = {gap.id: gap for gap in found.gaps}
    assert all(
        kept.get(gap.id) == gap
        for gap in everything.gaps
        if gap.customers >= 2 and gap.follows_from is None
    )
    assert found.run.customers == everything.run.customers
    assert sum(v.cases for v in found.variants) >= sum(v.cases for v in everything.variants) - 1


def test_variants_times_and_shares_of_few_are_withheld(shop):
    everything, _ = published(shop, 1)
    most = max(variant.cases for variant in everything.variants)
    found, _ = published(shop, most)
    assert [v.cases for v in found.variants if v.trace != ["others"]] == [most]
    assert all(v.cases >= most for one in found.conformance for v in one.top_variants)
    assert all(one.customers >= most for one in found.journeys)
    none, folder = published(shop, everything.run.customers + 1)
    assert none.gaps == []
    assert none.variants == []
    assert none.models == []
    assert none.throughput["p50_s"] is None
    stage, measured = none.stages[0], everything.stages[0]
    assert (stage.p50_s, stage.p90_s, stage.within_limit, stage.histogram) == (None, None, None, {})
    assert stage.entered == measured.entered
    assert none.as_is.stages[0].time.p50_us is None
    assert everything.as_is.stages[0].time.p50_us is not None
    assert all(link.p50_s is None and link.designed for link in none.links)
    assert all(step.share is None for step in none.steps)
    assert mart(folder, PER_GAP) == []
    assert (folder / "board.svg").read_text("utf-8").startswith("<svg")


@pytest.mark.parametrize(("clerks", "is_shown"), [(2, False), (3, True)])
def test_what_few_of_the_staff_did_is_withheld_where_the_log_names_them(shop, clerks, is_shown):
    orders = shop / "orders.csv"
    head, *rows = orders.read_text("utf-8").splitlines()
    named = [
        f"{row},clerk-{n % clerks},{'person' if ',answer,' in row else 'customer'}"
        for n, row in enumerate(rows)
    ]
    orders.write_text("\n".join([f"{head},by,kind", *named]) + "\n", "utf-8")
    edit(
        shop / "project.yaml",
        "timestamp: when\n",
        "timestamp: when\n      actor: by\n      actor_kind: kind\n",
    )
    found, folder = published(shop, 3)
    about_answers = [gap.id for gap in found.gaps if gap.subject == "answer" and gap.customers >= 3]
    assert bool(about_answers) == is_shown
    told = {one["why"] for one in found.unjudged if one["subject"] == "answer"}
    assert ("withheld: fewer than 3 staff (privacy.smallest_group)" in told) != is_shown
    assert any(":answer" in gap_id for gap_id, _ in mart(folder, PER_GAP)) == is_shown


def test_several_cases_of_one_customer_are_one_customer(shop):
    """Six episodes of one person, each without an answer, are nobody else's business."""
    edit(shop / "blueprint.yaml", "case: customer", "case: episode\n  episode: {gap: 2d}")
    rows = ["who,what,when"]
    for week in range(6):
        rows += [
            f"loner,ask,2025-03-{1 + 4 * week:02} 09:00",
            f"loner,pay,2025-03-{1 + 4 * week:02} 10:00",
        ]
    for number in range(5):
        rows += [
            f"c{number},{what},2025-03-02 09:{at}"
            for what, at in (("ask", "00"), ("answer", "10"), ("pay", "30"))
        ]
    (shop / "orders.csv").write_text("\n".join(rows) + "\n", "utf-8")
    everything, _ = published(shop, 1)
    assert {(tuple(v.trace), v.cases, v.customers) for v in everything.variants} == {
        (("ask", "pay"), 6, 1),
        (("ask", "answer", "pay"), 5, 5),
    }
    found, _ = published(shop, 3)
    assert [v.trace for v in found.variants] == [["ask", "answer", "pay"]]
    assert [v.trace for one in found.conformance for v in one.top_variants] == [
        ["ask", "answer", "pay"]
    ]
    assert {gap.customers for gap in found.gaps} <= {5}
