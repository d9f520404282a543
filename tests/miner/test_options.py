"""Options of measures that cannot be met are told in a sentence."""

from __future__ import annotations

import pytest

from miner.measures import batches, case_rates, dot_cells, dots, work_in_progress
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
