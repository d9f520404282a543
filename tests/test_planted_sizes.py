"""Over many simulated services: how large a gap truly is lies in the interval that is told.

What was planted is a chance, so its true size is the share over all simulations taken together.
"""

from __future__ import annotations

import json
from collections import defaultdict

import pytest

from sample_logs.planted import PLANTED
from sample_logs.simulate import simulate
from tests.test_sample import CUSTOMERS, OF_MEANS, compared, is_judged

SEEDS = range(21, 33)
COVERED = 0.91
"""Of intervals of 95 %, over 12 simulations of 25 gaps: less than this is no chance any more."""


@pytest.mark.nightly
def test_intervals_hold_what_was_planted(tmp_path_factory) -> None:
    counts, intervals = defaultdict(list), defaultdict(list)
    planted = {p for p in PLANTED if is_judged(p) and p.partition(":")[0] not in OF_MEANS}
    for seed in SEEDS:
        folder = tmp_path_factory.mktemp(f"seed{seed}")
        simulate(folder, CUSTOMERS, seed)
        findings, _ = compared(folder)
        truth = {
            one["id"]: one for one in json.loads((folder / "truth.json").read_text())["counts"]
        }
        for gap in (g for g in findings.gaps if g.id in planted):
            counts[gap.id].append((truth[gap.id]["affected"], truth[gap.id]["eligible"]))
            intervals[gap.id].append(gap.interval)
    assert set(intervals) == planted
    true = {name: sum(x for x, _ in own) / sum(n for _, n in own) for name, own in counts.items()}
    held = [low <= true[name] <= high for name, own in intervals.items() for low, high in own]
    assert sum(held) >= COVERED * len(held), (sum(held), len(held))
