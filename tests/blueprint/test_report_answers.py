"""Five questions are answered by the summary, and drop-off and experience by their pictures."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from blueprint.board.telling import tell
from blueprint.findings import Disagreement, LaneWait
from blueprint.report import page
from blueprint.report.parts.answers import answers
from blueprint.report.parts.drop_off import drop_off
from blueprint.report.parts.score_line import score_line, two_scores
from blueprint.report.section import Context
from blueprint.sentences import LANGUAGES, report_word
from tests.blueprint.fixture_findings import bare, gap, sample

NB = "\u00a0"


def told(findings, language="en"):
    findings = replace(findings, run=replace(findings.run, language=language))
    return [one.answer for one in answers(Context(tell(findings), {}, {}))]


def waiting(lane, instances, p50, share):
    return LaneWait(lane=lane, instances=instances, customers=instances, p50_s=p50, p90_s=2 * p50, share=share)  # fmt: skip


def with_waits():
    base = sample()
    signup, purchase, first_use, support = base.stages
    first_use = replace(first_use, waits=[waiting("customer", 1000, 180000, 0.9), waiting("agent", 12, 900000, 0.1)])  # fmt: skip
    support = replace(support, waits=[waiting("agent", 600, 36000, 0.7), waiting("screen", 630, 60, 0.3)])  # fmt: skip
    return replace(base, stages=[signup, purchase, first_use, support])


def test_where_customers_are_lost():
    said = told(sample())[0]
    assert said == "280 of 1,840 left “Sign up” unfinished and did not come back (15%); the design accepts 10%."  # fmt: skip
    tolerated = [one for one in sample().gaps if one.kind != "abandonment"]
    within = told(replace(sample(), gaps=tolerated))[0]
    assert within == "In “Sign up”: 280 of 2,000 (14%) left it unfinished and did not come back."
    assert told(bare())[0].startswith("In every stage")
    reach = gap("low_reach", "first_use", "first_use", (571, 1053), ("customers", 571), tolerance=0.3, next="support")  # fmt: skip
    followed = replace(
        reach, id="low_reach:signup", affected=900, follows_from="abandonment:signup"
    )
    said = told(replace(sample(), gaps=[followed, reach]))[0]
    assert (
        "On the way between stages: Of 1,053 who came to “First use”, 571 (54%) did not go on"
        in said
    )
    assert said.endswith("(Those who did not come back are among them.)")
    alone = told(replace(sample(), gaps=[reach]))[0]
    assert "571 (54%) did not go on to “Support” in time; the design wants 70% to." in alone
    assert "among them" not in alone


def test_the_promise_that_is_broken_most():
    assert told(sample())[1] == f"263 of 626 (42%) waited longer than 4{NB}h of working time for “Answers”, and 18 of them never got it; 90% should get it in time."  # fmt: skip
    others = [gap for gap in sample().gaps if gap.kind != "late_step"]
    assert told(replace(sample(), gaps=others))[1].startswith("No promised time")


def test_the_longest_wait_is_the_one_with_the_most_time_and_ours_is_told_beside_the_customers():
    said = told(with_waits())[2]
    assert re.findall("turn of “(.*?)”", said) == ["Customer journey", "Frontstage: people"]
    assert f"in “Support” while it is the turn of “Frontstage: people”: half of 600 waited longer than 10{NB}h of working time" in said  # fmt: skip
    assert "12" not in said  # so few instances tell nothing, however long they waited
    assert told(sample())[2] == "No stage has enough finished instances to tell."


def test_what_nobody_designed():
    assert told(sample())[3] == "“Sales Chat Opened” in 67 of 1,324 (5.1%, Purchase), “ticket.escalated” in 19 of 644 (3%, Support)."  # fmt: skip
    assert told(bare())[3].startswith("Nothing that happens")


def test_how_sure_we_are():
    said = told(sample())[4]
    assert said.startswith(
        "Gaps confirmed: 9, only indicated: 3, with too little data: 1; rows that follow from them: 1."
    )
    assert said.endswith("Two independent engines agree on which instances follow the design.")
    other = Disagreement(stage="support", trace=["open_ticket"], instances=17, customers=17, clean_by_sets=True, clean_by_alignment=False)  # fmt: skip
    assert "disagree on 17 of 5,028 instances" in told(replace(sample(), disagreements=[other]))[4]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_is_whole_in_every_language(language):
    for answer in told(with_waits(), language):
        assert answer.endswith(".")
        assert not re.search(r"[{}]|\.\.", answer)


def test_the_drop_off_shows_everybody_who_entered_once():
    context = Context(tell(sample()), {}, {})
    picture = drop_off(context)
    signup = sample().stages[0]
    assert sum(getattr(signup, state) for state in ("finished", "went_on", "open", "overdue", "abandoned")) == signup.entered  # fmt: skip
    assert "<title>Did not come back: 280 (14%)</title>" in picture
    widths = [float(w) for w in re.findall(r'width="([\d.]+)" height="30"', picture)]
    whole = sum(widths[:5])  # the parts of the first stage
    assert whole == pytest.approx(1180 - 200 - 70, abs=0.5)
    assert picture.count('class="ribbon"') == 2
    assert "1,320 (66%)" in picture


def test_scores_lie_where_they_belong():
    line = score_line(-2.0, (-2.0, 0.0), 2.0, "en")
    assert 'cx="8"' in line
    assert '<line x1="8" x2="95" y1="11" y2="11" class="interval"/>' in line
    assert 'points="182.0,5.0' in line
    assert score_line(None, None, None, "en").count("circle") == 0
    assert two_scores(0.0, 2.0, "en").count("<circle") == 2


def test_the_experience_section_tells_score_share_and_gaps_beside_it():
    html = page(sample())
    section = html[html.index('<section id="experience"') :].partition("</section>")[0]
    assert section.count("not asked here") == 1
    assert ">28%</td>" in section
    assert '<a href="#row-late_step:first_reply">Answers</a>' in section
    assert "\N{MINUS SIGN}1.6 \N{EN DASH} \N{MINUS SIGN}0.8" in section


def part(findings, section):
    html = page(findings)
    return html[html.index(f'<section id="{section}"') :].partition("</section>")[0]


def test_whose_turn_it_was_is_a_bar_a_sentence_and_a_table():
    stages = part(with_waits(), "stages")
    assert "<title>Customer journey: 90%; Frontstage: people: 10%</title>" in stages
    widths = [float(w) for w in re.findall(r'y="0" width="([\d.]+)" height="20"', stages)]
    assert widths == pytest.approx([378, 42, 294, 126])
    assert f"and then half took longer than 10{NB}h, one in ten longer than 20{NB}h (70%)" in stages
    assert re.search(r"Frontstage: people: it had a turn in [\d,]+ of [\d,]+, and then", stages)
    assert report_word("silence_note") in stages
    assert stages.count("<details") == 1
    assert stages.count('<i aria-hidden="true"') == 3  # a colour for each lane that was waited for
    colours = re.findall(r'y="0" width="[\d.]+" height="20" fill="(#\w+)"', stages)
    assert colours[1] == colours[2]  # the agent's, in both stages
    table = stages[stages.index("Time of each stage") :].partition("</table>")[0]
    assert table.count("<th scope=") == 13 + 4
    assert table.count("<td") == 12 * 4


def test_variants_say_how_much_they_cover_together():
    variants = part(sample(), "variants")
    rows = variants[variants.index("Signup Submitted") :]
    assert [rows.index(f">{share}</td>") for share in ("21%", "10%", "31%")]


def test_what_the_design_leaves_unjudged_is_grouped_by_its_reason():
    reasons = [{"kind": "silence", "subject": stage, "why": "the stage has no silence"} for stage in ("signup", "purchase")]  # fmt: skip
    coverage = part(replace(sample(), unjudged=reasons), "coverage")
    assert ">Sign up, Purchase</td>" in coverage
    assert coverage.count("the stage has no silence") == 1


def test_events_that_no_step_takes_up_stand_open_the_others_fold():
    coverage = part(sample(), "coverage")
    shown, _, folded = coverage.partition("<details")
    assert "Sales Chat Opened" in shown
    assert "Signup Submitted" not in shown
    assert "Signup Submitted" in folded


def test_where_the_engines_disagree_is_told_with_the_data():
    other = Disagreement(stage="support", trace=["open_ticket", "resolve"], instances=17, customers=17, clean_by_sets=True, clean_by_alignment=False)  # fmt: skip
    assert "Asks for help \N{RIGHTWARDS ARROW} Resolves" in part(replace(sample(), disagreements=[other]), "coverage")  # fmt: skip
