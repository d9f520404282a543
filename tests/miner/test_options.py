"""Options of measures that cannot be met are told in a sentence."""

from __future__ import annotations

import pytest

import miner
from miner.measures import (
    activities,
    batches,
    case_rates,
    dot_cells,
    dots,
    variants,
    work_in_progress,
)
from miner.nets import END, START, Net, Transition
from miner.warehouse import LogError


@pytest.mark.parametrize("measure", [case_rates, work_in_progress])
def test_time_is_cut_into_what_is_known(log, measure):
    with pytest.raises(LogError, match="time is cut into day, week, month, not 'hour'"):
        measure(log("a"), "hour")
    with pytest.raises(LogError, match=r"(?i)unknown timezone 'Europe/Nowhere'"):
        measure(log("a"), zone="Europe/Nowhere")


def test_a_dotted_chart_has_room(log):
    with pytest.raises(LogError, match="most of a dotted chart is at least 1, not 0"):
        dots(log("a"), 0)
    with pytest.raises(LogError, match="rows of a dotted chart is at least 1, not -1"):
        dot_cells(log("a"), rows=-1)


def test_one_case_is_no_batch(log):
    with pytest.raises(LogError, match="a batch has at least 2 cases, not 1"):
        batches(log("a"), least=1)
    with pytest.raises(LogError, match="no less than 0 microseconds, not -5"):
        batches(log("a"), gap_us=-5)


def test_no_variant_is_no_answer(log):
    with pytest.raises(LogError, match="at least 1, not -1"):
        variants(log("a"), -1)


def test_groups_are_no_lists(log):
    with pytest.raises(LogError, match="not lists"):
        log("a").by("list_value(case_id)").each(activities)


def test_a_net_that_is_not_safe_is_not_aligned():
    """After b and c one place has two tokens, so that d leaves one behind."""
    one, two, three = 2, 3, 4
    net = Net(
        places=5,
        transitions=[
            Transition("a", (START,), (one, two)),
            Transition("b", (one,), (three,)),
            Transition("c", (two,), (three,)),
            Transition("d", (three,), (END,)),
        ],
    )
    with pytest.raises(LogError, match="not safe"):
        miner.align({tuple("abcd"): 1}, net)
