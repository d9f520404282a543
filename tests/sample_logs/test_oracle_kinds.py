"""The later kinds in the oracle, each worked out by hand on a small design of its own."""

from __future__ import annotations

from ruamel.yaml import YAML

from sample_logs.oracle.counting import count_gaps
from sample_logs.oracle.events import Event
from sample_logs.oracle.reading import parse_design
from sample_logs.oracle.setting import Period
from sample_logs.truth import gap_id

HOUR = 3_600_000_000
DAYS = 24 * HOUR
MOODS = """
  signals:
    stars: {value: attributes.stars, scale: [1, 5], stage: order, kind: self_report}
    care: {value: attributes.said, scale: {good: 2, bad: -2}, stage_of: previous_step, kind: self_report}
    tone: {value: attributes.stars, scale: [1, 5], stage: order, kind: model}
"""
DESIGN = """
lanes:
  - {id: customer, role: customer, actor: customer}
  - {id: desk, role: frontstage, actor: person}
  - {id: office, role: backstage, actor: person}
channels: {web: {contact: digital}, phone: {contact: remote, is: [voice]}}
roles: {agent: {}, engineer: {is: [eng]}}
scope: {instances: {help: ticket}}
stages:
  - id: order
    emotion: 1
    time: {from: ask, to: deliver, limit: 10h}
    next: use
    reach: 0.9
    silence: 3h
    wait_budget: {desk: 2h}
  - {id: use, time: {from: start, to: start, limit: 10h}}
  - {id: help, time: {from: call, to: close, limit: 10h}}
steps:
  - {id: ask, stage: order, lane: customer, channel: web, systems: [site]}
  - {id: card, stage: order, lane: customer, systems: [bank], fail_point: true, fail_max: 0.1}
  - {id: cash, stage: order, lane: customer}
  - {id: count, stage: order, lane: desk, occurs: 1..2}
  - {id: pack, stage: order, lane: office, role: engineer}
  - {id: deliver, stage: order, lane: desk, role: [agent], outcome: {attributes.result: lost}, fail_max: 0.1}
  - {id: start, stage: use, lane: customer}
  - {id: call, stage: help, lane: customer}
  - {id: assign, stage: help, lane: office, assignee: attributes.to}
  - {id: close, stage: help, lane: desk}
flow:
  order: [ask, {choice: [card, [cash, count]]}, pack, deliver]
  use: [start]
  help: [call, assign, close]
links:
  - {from: ask, to: pack, kind: trigger, within: 2h, share: 0.9}
  - {from: ask, to: card, kind: trigger, within: 1h, share: 0.9}
  - {from: ask, to: start, kind: needs}
rules:
  - {id: before, before: [card, start]}
  - {id: leads, leads_to: [deliver, start], within: 5h}
  - {id: never, never: cash}
  - {id: must, must: start}
  - {id: first, first: ask}
  - {id: both, not_both: [card, start]}
  - {id: most, at_most: {call: 1}}
  - {id: each, at_most: {assign: 1}, per: ticket}
bindings:
  steps: {}
"""
NO_STEPS = ("mail", "stars", "care", "tone")
PUBLIC = {"yes": True, "no": False}


def design(flow=None):
    raw = YAML(typ="safe").load(DESIGN + MOODS)
    raw["flow"] |= flow or {}
    raw["bindings"]["steps"] = {step["id"]: [{"source": "log"}] for step in raw["steps"]}
    return parse_design(raw)


def event(words):
    """`3 pack role=eng to=ana public=no ticket=1`: at 3 hours, a step with what the log says."""
    hour, step, *rest = words.split()
    said = dict(word.split("=") for word in rest)
    ticket = said.pop("ticket", None)
    fields = {name: said.pop(name) for name in ("role", "channel", "actor_kind") if name in said}
    return Event(
        customer=0,
        time=round(float(hour) * HOUR),
        source="log",
        activity=step,
        steps=((step, "all"),) if step not in NO_STEPS else (),
        ignored=step in NO_STEPS,
        objects={"ticket": ticket} if ticket else {},
        public=PUBLIC.get(said.pop("public", "")),
        attributes=said,
        signals=(step,) if step in ("stars", "care", "tone") else (),
        **fields,
    )


def counts(*journeys, kind, until=DAYS * 4, flow=None):
    """Eligible and affected of one kind over journeys of one customer each."""
    made = [[event(words) for words in text.split(";")] for text in journeys]
    period = Period(coverage_from={"log": 0}, complete_until={"log": until})
    found = count_gaps(made, design(flow), period)
    return {
        gap_id(key).partition(":")[2]: (count.eligible, count.affected)
        for key, count in found.items()
        if key[0] == kind
    }


FULL = "0 ask; 1 card; 2 pack; 3 deliver; 4 start"


def test_reach_is_within_the_next_stages_limit_of_leaving():
    late = "0 ask; 1 card; 2 pack; 3 deliver; 13.1 start"
    early = "0 start; 1 ask; 2 card; 3 pack; 4 deliver"  # it comes once only, so this counts
    assert counts(FULL, late, early, "0 ask", kind="low_reach") == {"order": (4, 2)}
    assert counts(FULL, kind="low_reach", until=19 * HOUR) == {}


def test_a_fail_point_is_judged_for_those_who_could_reach_it():
    lost = "0 ask; 1 cash; 1.5 count; 2 pack; 3 deliver result=lost"
    assert counts(FULL, lost, "0 cash", kind="failed_touchpoint") == {
        "card": (2, 1),
        "deliver": (2, 1),
    }


def test_a_branch_is_wrong_when_both_arms_were_taken():
    both = "0 ask; 1 card; 2 count; 3 pack"
    assert counts(FULL, both, "0 ask", kind="wrong_branch") == {"card|cash": (2, 1)}


def test_paths_that_no_run_has():
    other = "0 ask; 1 pack; 2 card; 3 card; 4 deliver"
    counter = "0 ask; 1 cash; 2 count; 3 count; 4 pack; 5 deliver"
    assert counts(FULL, other, counter, kind="undesigned_path") == {
        "ask>pack": (3, 1),
        "pack>card": (3, 1),
        "card>card": (3, 1),
        "card>deliver": (3, 1),
    }
    tied = "0 ask; 1 pack; 1 card; 2 deliver"
    assert counts(tied, kind="undesigned_path") == {}


def test_roles_known_and_foreign():
    eng = "0 ask actor_kind=customer; 2 pack role=eng; 3 deliver role=eng"
    agent = "0 ask actor_kind=person; 2 pack role=agent; 3 deliver role=agent"
    stranger = "2 pack role=bot; 3 deliver role=bot; 4 start role=bot"
    assert counts(eng, agent, stranger, kind="wrong_role") == {
        "ask": (2, 1),
        "pack": (3, 2),
        "deliver": (3, 2),
    }
    assert counts(stranger, kind="wrong_role") == {}  # another language, no gap


def test_channels_known_and_foreign():
    assert counts(
        "0 ask channel=web",
        "0 ask channel=voice",
        "0 ask channel=fax",
        "0 ask",
        kind="wrong_channel",
    ) == {"ask": (3, 2)}
    assert counts("0 ask channel=voice", kind="wrong_channel") == {}  # never on its own channel


def test_what_stays_inside_and_what_is_shown():
    shown = "0 ask; 2 pack public=yes; 3 deliver public=yes"
    inside = "0 ask; 2 pack public=no; 3 deliver public=no; 4 start public=no"
    assert counts(shown, inside, kind="visibility_breach") == {"pack": (2, 1), "deliver": (2, 1)}


def test_a_handoff_is_dropped_only_over_a_line_a_system_is_slow_between_two():
    late = "0 ask; 2.5 pack"
    assert counts(FULL, late, "0 ask", kind="dropped_handoff") == {"ask>pack": (3, 2)}
    assert counts(FULL, late, kind="slow_system") == {"ask>card": (2, 1)}
    assert counts(late, kind="dropped_handoff", until=2 * HOUR - 1) == {}


def test_whose_turn_it_was():
    slow = "0 ask; 1 cash; 3.5 count; 4 pack; 5 deliver"  # the desk: 2.5 h and 1 h
    assert counts(FULL, slow, "0 ask", kind="long_wait") == {"order.desk": (2, 1)}


def test_silence_ends_with_what_the_customer_sees():
    quiet = "0 ask; 1 card; 4 pack; 4.5 deliver"  # packing is out of sight: 3.5 h
    mailed = quiet + "; 3 mail public=yes"
    mailed = "; ".join(sorted(mailed.split("; "), key=lambda words: float(words.split()[0])))
    assert counts(FULL, quiet, mailed, kind="silence") == {"order": (3, 1)}
    assert counts("0 ask", kind="silence") == {"order": (1, 1)}  # watched until the cut


def test_tickets_that_go_to_and_fro():
    back = "0 call ticket=1; 1 assign ticket=1 to=a; 2 assign ticket=1 to=b; 3 assign ticket=1 to=a"
    on = back.replace("3 assign ticket=1 to=a", "3 assign ticket=1 to=c")
    same = back.replace("to=b", "to=a")
    found = counts(back, on, same, "0 call ticket=1; 1 assign ticket=1", kind="repeated_step")
    assert found["assign.pingpong"] == (3, 1)


def test_each_form_of_rule():
    without = "0 ask; 1 cash; 1 count; 2 pack; 3 deliver; 9 start"
    never = "0 cash; 2 pack; 3 deliver"
    calls = "0 call ticket=1; 1 assign ticket=1; 2 call ticket=2; 3 assign ticket=2"
    twice = "0 call ticket=1; 1 assign ticket=1; 2 assign ticket=1"
    assert counts(FULL, without, never, calls, twice, "0 ask", kind="broken_rule") == {
        "before": (2, 1),
        "leads": (3, 2),
        "never": (6, 2),
        "must": (3, 1),  # the one that begins with cash may have begun before the log
        "first": (3, 0),
        "both": (2, 1),
        "most": (2, 1),
        "each": (3, 1),
    }


def test_a_rule_waits_for_its_time():
    begun = "0 ask; 1 card; 2 pack; 3 deliver"
    assert counts(begun, kind="broken_rule", until=20 * HOUR)["must"] == (1, 1)
    early = counts(begun, kind="broken_rule", until=8 * HOUR - 1)
    assert "must" not in early
    assert "leads" not in early


def test_a_share_is_told_toward_the_larger_side():
    arms = [{"do": "card", "share": 0.6}, {"do": ["cash", "count"], "share": 0.4}]
    flow = {"order": ["ask", {"choice": arms}, "pack", "deliver"]}
    cash = "0 ask; 1 cash; 2 count"
    both = "0 ask; 1 cash; 2 card"
    found = counts(FULL, FULL, cash, both, kind="wrong_branch", flow=flow)
    assert found == {"card|cash": (4, 1), "card.share": (3, 2)}
    fewer = counts(FULL, cash, cash, kind="wrong_branch", flow=flow)
    assert fewer["card.share"] == (3, 2)  # a third took it: two took another


def test_scores_are_of_the_last_answers_that_customers_gave():
    answered = "0 ask; 1 stars stars=1; 2 stars stars=5; 3 stars stars=9"  # +2
    two = "0 ask; 1 stars stars=4; 2 care said=bad"  # (+1 and -2) / 2
    guessed = "0 ask; 1 tone stars=1"
    early = "0 stars stars=1; 1 ask"  # before there was anything to speak of
    assert counts(answered, two, guessed, early, kind="low_emotion") == {"order": (2, 1)}
