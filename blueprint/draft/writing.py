"""A draft as the text of a blueprint.yaml, with a comment wherever something was guessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from math import ceil, floor

from blueprint.draft.flows import block_text
from blueprint.draft.lanes import LANES
from blueprint.draft.measured import StageCount
from blueprint.draft.plan import NamedStage, NamedStep
from blueprint.draft.sheet import Sheet
from blueprint.draft.texts import comment, duration, free_id, quoted, short, slug
from blueprint.draft.writing_bindings import bindings, gap
from blueprint.findings import SourceState


def written(sheet: Sheet) -> str:
    """The text of the file; the same sheet gives the same text."""
    parts = (_head, _scope, _lanes, _channels, _systems, _stages, _steps, _flow, bindings, gap)
    sections = ("\n".join(part(sheet)) for part in parts)
    return "\n\n".join(section for section in sections if section) + "\n"


def _head(sheet: Sheet) -> Iterator[str]:
    yield f"# Drafted by blueprint-miner {_version()} from what the logs show, from nothing else:"
    yield from (_source_line(state) for state in sheet.sources)
    yield "# It says how the service runs, not how it should. Look at every line: stages, lanes and"
    yield "# names are guesses (the comments say from what), targets are as measured."
    yield "blueprint: 1"
    yield f"id: {slug(sheet.name)}"
    yield 'version: "1"'
    yield "status: draft                      # draft | approved | retired"
    yield f"name: {quoted(short(sheet.name))}"


def _version() -> str:
    try:
        return version("blueprint-miner")
    except PackageNotFoundError:
        return "(not installed)"


def _source_line(state: SourceState) -> str:
    if not state.events:
        return f"#   {comment(state.source)}: no event"
    first, last = str(state.coverage_from)[:10], str(state.complete_until)[:10]
    return f"#   {comment(state.source)}: {first} to {last}, {state.events:,} events"


def _scope(sheet: Sheet) -> Iterator[str]:
    yield "scope:"
    yield f"  timezone: {quoted(sheet.zone)}"
    yield "  case: customer                   # one journey = one customer"
    own = [f"{stage.id}: {quoted(stage.life)}" for stage in sheet.plan.stages if stage.life]
    if own:
        yield "  # customers have several of these, each with a life of its own: timed one by one"
        yield f"  instances: {{{', '.join(own)}}}"


def _lanes(sheet: Sheet) -> Iterator[str]:
    used = {step.candidate.placing.lane for step in sheet.plan.steps}
    yield "lanes:                             # by who acts and what the customer sees"
    for lane in LANES:
        if lane.id in used:
            told = f"id: {lane.id}, role: {lane.role.value}, actor: {lane.actor}"
            yield f"  - {{{told}, name: {lane.name}}}"


def _channels(sheet: Sheet) -> Iterator[str]:
    if not sheet.channels:
        return
    yield "channels:                          # the type of contact is a guess from the words"
    taken: list[str] = []
    for one in sheet.channels:
        taken.append(free_id(one.word, taken))
        told = f"contact: {one.contact}, is: [{quoted(one.word)}]"
        yield f"  {taken[-1]}: {{{told}}}    # {one.events:,} events"


def _systems(sheet: Sheet) -> Iterator[str]:
    yield "systems:                           # one per source"
    for source, name in sheet.system_ids().items():
        yield f"  {name}: {{name: {quoted(short(source))}, is: [{quoted(source)}]}}"


def _stages(sheet: Sheet) -> Iterator[str]:
    yield "# Cut where the flow is thin and time passes; named by their first step."
    yield "stages:"
    for stage in sheet.plan.stages:
        count = sheet.stage_count(stage)
        yield f"  - id: {stage.id}"
        yield f"    name: {quoted(stage.name)}"
        if count is not None:
            yield f"    # {count.entered:,} entered, {count.finished:,} came to its end"
        yield f"    time: {{{_time(stage, count)}}}{_as_measured(count)}"
        yield from _following(stage, count)


def _time(stage: NamedStage, count: StageCount | None) -> str:
    start = stage.start[0] if len(stage.start) == 1 else f"[{', '.join(stage.start)}]"
    told = f"from: {start}, to: {stage.end}"
    if count is None or count.targets is None:
        return told
    of = count.targets
    times = (("p50", of.p50_s), ("p90", of.p90_s), ("limit", of.limit_s))
    return ", ".join([told, *(f"{key}: {duration(seconds)}" for key, seconds in times)])


def _as_measured(count: StageCount | None) -> str:
    if count is None or count.targets is None:
        return ""
    return "    # as measured (median, P90, P98), rounded up: set your own"


def _following(stage: NamedStage, count: StageCount | None) -> Iterator[str]:
    """What follows the stage, with the shares that were measured: reach rounded down, loss up.

    Reach is a comment: the log's own share is of those who went on at any time, and a promise of it
    is judged within the limit of the next stage.
    """
    if stage.next is not None:
        yield f"    next: {stage.next}"
        if count is not None and count.entered:
            share = floor(100 * count.onward / count.entered) / 100
            yield f"    # reach: {share:.2f}    # went on at all; a promise has the next limit"
    if count is not None and count.eligible:
        share = ceil(100 * count.abandoned / count.eligible) / 100
        yield f"    abandon_max: {share:.2f}              # as measured: set your own"
    if stage.restart is not None:
        yield f"    restart: {stage.restart}    # it comes again after the end: another round"


def _steps(sheet: Sheet) -> Iterator[str]:
    systems = sheet.system_ids()
    counts = sheet.step_counts()
    yield "# Shares are of the cases (or objects) in which anything happens."
    yield "steps:"
    for stage in sheet.plan.stages:
        yield f"  # ---- {comment(stage.name)}"
        for step in _of(sheet.plan.steps, stage):
            least, most = counts[step.id].occurs
            told = [
                f"id: {step.id}, stage: {step.stage}, lane: {step.candidate.placing.lane}",
                f"name: {quoted(step.name)}",
                *([] if (least, most) == (1, 1) else [f"occurs: {_occurs(least, most)}"]),
                f"systems: [{systems[step.candidate.source]}]",
            ]
            yield f"  - {{{', '.join(told)}}}    # {_why(step)}"


def _of(steps: Iterable[NamedStep], stage: NamedStage) -> list[NamedStep]:
    return [step for step in steps if step.stage == stage.id]


def _occurs(least: int, most: int | None) -> str:
    return str(least) if least == most else f"{least}..{'*' if most is None else most}"


def _why(step: NamedStep) -> str:
    one = step.candidate
    return comment(f"{100 * one.share:.0f} %; {one.placing.why}")


def _flow(sheet: Sheet) -> Iterator[str]:
    counts = sheet.step_counts()
    yield "flow:                              # in the order in which it mostly comes"
    for stage in sheet.plan.stages:
        yield f"  {stage.id}:"
        for block in sheet.flow(stage):
            yield f"    - {block_text(block, counts)}"
