"""`python benchmarks/conformance.py`: alignments beside pm4py's and r4pm's, the same variants.

One row per log and model. Ours: from the tree to costs, moves, fitness and precision of all
variants. pm4py: its default alignments of the same variants in one call, which gets `--limit`
seconds; what it has not finished then is counted. r4pm: a call per variant with our limit of states
and the same limit of time. What takes less than a second is done again, up to 20 times, and the
median told. Seconds are those of the processor, as the machine may be busy. The ratios are theirs
over ours, though ours has all variants; costs are compared wherever both finished.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from travel_design import INTERNATIONAL, PERMIT  # noqa: E402

from miner import large_models  # noqa: E402
from miner.conformance import align  # noqa: E402
from miner.discovery import discover  # noqa: E402
from miner.nets import Tree, net_of, text_of  # noqa: E402
from miner.xes import read_xes  # noqa: E402

REAL = ROOT.parent / "shared" / "real" / "bpic2020"
LOGS = {
    "permit": ("PermitLog.xes.gz", PERMIT),
    "international": ("InternationalDeclarations.xes.gz", INTERNATIONAL),
}
TIMES = 20
MOVE = 10_000
"""What pm4py counts for one move of one side."""

Trace = tuple[str, ...]
Variants = Mapping[Trace, int]
Costs = dict[Trace, int]


class Row(NamedTuple):
    """One log and model: what there is, and what each tool did in how many seconds."""

    name: str
    variants: int
    cases: int
    not_computed: int
    ours: float
    pm4py: float
    pm4py_finished: int
    r4pm: float
    r4pm_finished: int
    equal: int
    different: int

    def text(self) -> str:
        """The row of the table."""
        ours = f"{self.ours:8.4f} {self.not_computed:5}"
        pm4py = f"{self.pm4py:8.2f} {self.pm4py_finished:8,} {self.pm4py / self.ours:6.0f}"
        r4pm = f"{self.r4pm:8.2f} {self.r4pm_finished:8,} {self.r4pm / self.ours:6.0f}"
        log = f"{self.name:24} {self.variants:8,} {self.cases:7,}"
        return f"{log} {ours} {pm4py} {r4pm} {self.equal:8,} {self.different:6}"


HEAD = (
    f"{'log, model':24} {'variants':>8} {'cases':>7} {'ours s':>8} {'left':>5}"
    f" {'pm4py s':>8} {'finished':>8} {'ratio':>6} {'r4pm s':>8} {'finished':>8} {'ratio':>6}"
    f" {'equal':>8} {'differ':>6}"
)


def variants_of(file: Path) -> Variants:
    """The variants of a log, events in the order of the file."""
    table = read_xes(file)
    traces: dict[str, list[str]] = {}
    cases, activities = (table[name].to_pylist() for name in ("case:concept:name", "concept:name"))
    for case, activity in zip(cases, activities, strict=True):
        traces.setdefault(case, []).append(activity)
    return dict(Counter(map(tuple, traces.values())).most_common())


def real() -> Iterator[tuple[str, Tree, Variants]]:
    """The public logs, each with the design and with the model that is mined from it."""
    for name, (file, tree) in LOGS.items():
        if not (REAL / file).is_file():
            print(f"{name}: {REAL / file} is not there")
            continue
        variants = variants_of(REAL / file)
        yield f"{name}, designed", tree, variants
        yield f"{name}, mined", discover(variants).neutral, variants


def sample() -> Iterator[tuple[str, Tree, Variants]]:
    """The stages of the sample project with their designed trees."""
    from blueprint import flow, instances  # noqa: PLC0415
    from blueprint.conformance import journey_logs, stage_variants  # noqa: PLC0415
    from miner.cases import prepare  # noqa: PLC0415
    from miner.warehouse import open_for_analysis  # noqa: PLC0415
    from pipelines.run import identity_rules, load_sources, new_order, read  # noqa: PLC0415
    from pipelines.source_states import source_states  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as name:
        order = new_order(Path(shutil.copytree(ROOT / "sample_logs" / "ready", Path(name) / "s")))
        load_sources(order)
        project, design = read(order)
        with open_for_analysis(project.warehouse_path) as connection:
            prepare(connection, design.bindings.customer, identity_rules(project))
            states = source_states(connection, project.sources, datetime.now(UTC), {})
            instances.build(connection, design, states, (None, None))
            for stage, variants in sorted(stage_variants(connection)[0].items()):
                tree = flow.unrolled(design.flows[stage], design.blueprint.steps)
                yield f"sample, {stage}", tree, variants
            for one in journey_logs(connection, design):
                yield "sample, journeys", one.journey.tree, one.variants


def pm4py_costs(tree: Tree, variants: Variants, limit: float) -> Costs:
    """The costs of pm4py's default alignments, as far as it comes."""
    from pm4py.algo.conformance.alignments.petri_net import algorithm  # noqa: PLC0415
    from pm4py.objects.conversion.process_tree.variants import to_petri_net  # noqa: PLC0415
    from pm4py.objects.log.obj import Event, EventLog  # noqa: PLC0415
    from pm4py.objects.log.obj import Trace as Events  # noqa: PLC0415
    from pm4py.objects.process_tree.utils.generic import parse  # noqa: PLC0415

    net = to_petri_net.apply(parse(text_of(tree)))
    log = EventLog(Events([Event({"concept:name": a}) for a in trace]) for trace in variants)
    given = {"show_progress_bar": False, "max_align_time": limit}
    found = algorithm.apply_log(log, *net, given)
    return {
        trace: one["cost"] // MOVE
        for trace, one in zip(variants, found, strict=True)
        if one is not None
    }


def r4pm_costs(tree: Tree, variants: Variants, limit: float) -> Costs:
    """The costs of r4pm's alignments; a variant with too many states has none."""
    net, until = large_models._as_r4pm(net_of(tree)), time.process_time() + limit  # noqa: SLF001
    found = {}
    for trace in variants:
        cost, _ = large_models._cost(net, trace, large_models.MOST_STATES)  # noqa: SLF001
        if cost is not None:
            found[trace] = cost
        if time.process_time() > until:
            break
    return found


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """The seconds of the processor that some work takes, and what it gives."""
    seconds: list[float] = []
    found = None
    while len(seconds) < TIMES and sum(seconds) < 1:
        begin = time.process_time()
        found = work()
        seconds.append(time.process_time() - begin)
    return statistics.median(seconds), found


def measured(name: str, tree: Tree, variants: Variants, limit: float) -> Row:
    """One row of the table."""
    ours_s, found = timed(lambda: align(tree, variants))
    pm4py_s, pm4py = timed(lambda: pm4py_costs(tree, variants, limit))
    r4pm_s, r4pm = timed(lambda: r4pm_costs(tree, variants, limit))
    known = found.costs
    all_theirs = [*pm4py.items(), *r4pm.items()]
    return Row(
        name=name,
        variants=len(variants),
        cases=sum(variants.values()),
        not_computed=len(variants) - len(known),
        ours=ours_s,
        pm4py=pm4py_s,
        pm4py_finished=len(pm4py),
        r4pm=r4pm_s,
        r4pm_finished=len(r4pm),
        equal=sum(known.get(trace) == cost for trace, cost in pm4py.items()),
        different=sum(known.get(trace, cost) != cost for trace, cost in all_theirs),
    )


def main() -> None:
    """Measures and prints one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=float, default=180, help="seconds for pm4py, r4pm per row")
    parser.add_argument("--only", choices=["real", "sample"])
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    r4pm_costs(("sequence", "a"), {("a",): 1}, 1)  # imports are no work
    pm4py_costs(("sequence", "a"), {("a",): 1}, 1)
    print(HEAD)
    for part in (sample, real):
        if given.only in {None, part.__name__}:
            for name, tree, variants in part():
                print(measured(name, tree, variants, given.limit).text(), flush=True)


if __name__ == "__main__":
    main()
