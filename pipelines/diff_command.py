"""`blueprint-miner diff`: two versions of a design, or two sides of one warehouse as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from blueprint import judging, measuring, sides
from blueprint.amounts import duration, share
from blueprint.as_is_difference import compare_sides
from blueprint.conditions import FIELDS
from blueprint.design import Design, load_design
from blueprint.design_difference import Change, changes
from blueprint.differences import AsIsDifference, Difference, TimeDifference
from blueprint.sides import Segment, Side
from pipelines.analysis import BoundLog, bound_log
from pipelines.faults import DONE
from pipelines.plain import plain
from pipelines.project import SourceError, load_project
from pipelines.run import moment
from pipelines.terminal import progress

TWO = 2
SIGNS = {"added": "+", "removed": "-", "moved": ">", "changed": "~"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be compared: files of designs, or windows and segments of what is loaded."""

    designs: tuple[Path, ...] = ()
    windows: tuple[str, ...] = ()
    wheres: tuple[str, ...] = ()


def show(project: Path, asked: Asked, *, as_json: bool) -> int:
    """Shows what differs. Raises `click.UsageError` where it is not clear what to compare."""
    _refuse_unclear(asked)
    if asked.designs:
        return _designs(project, asked.designs, as_json=as_json)
    return _as_is(project, asked, as_json=as_json)


def _refuse_unclear(asked: Asked) -> None:
    many = max(len(asked.designs), len(asked.windows), len(asked.wheres))
    if asked.designs and (asked.windows or asked.wheres):
        raise click.UsageError("name designs, or --window and --where, not both")
    if not many or many > TWO:
        raise click.UsageError(
            "name what to compare: two designs (or one, with the project's), up to two --window"
            " FROM..TO, up to two --where FIELD=VALUE"
        )


def _designs(project: Path, paths: tuple[Path, ...], *, as_json: bool) -> int:
    """Two versions of a design; one alone is compared with the project's own."""
    own = () if len(paths) == TWO else (load_project(project).design_path,)
    old, new = (load_design(path) for path in (*paths, *own))
    found = changes(old, new)
    if as_json:
        click.echo(json.dumps([asdict(change) for change in found], ensure_ascii=True, indent=1))
        return DONE
    for change in found:
        click.echo(plain(_told(change)))
    if not found:
        click.echo("The designs differ in no step, order or promise.")
    return DONE


def _told(change: Change) -> str:
    sign = SIGNS[change.how]
    if not change.field:
        return f"{sign} {change.what} {change.id}: {change.how}"
    name, before, after = change.field, change.before, change.after
    if name.endswith("_s"):
        name, before, after = name[:-2], _lasting(before), _lasting(after)
    return f"{sign} {change.what} {change.id}: {name}: {_value(before)} -> {_value(after)}"


def _lasting(value: Any) -> Any:
    return duration(value) if isinstance(value, int | float) else value


def _value(value: Any) -> str:
    if value is None:
        return "none"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _as_is(project: Path, asked: Asked, *, as_json: bool) -> int:
    """Two periods or segments of what is loaded, both as they are."""
    with progress("comparing"), bound_log(project) as log:
        if log.ambiguous:
            raise SourceError(*map(str, log.ambiguous))
        pair = sides_of(asked, log.design)
        found = _compared(log, pair)
    if as_json:
        told = {"sides": [asdict(side) for side in pair], **asdict(found)}
        click.echo(json.dumps(told, ensure_ascii=True, indent=1, default=str))
    else:
        for line in _lines(pair, found):
            click.echo(plain(line))
    return DONE


def _compared(log: BoundLog, pair: tuple[Side, Side]) -> AsIsDifference:
    connection, design = log.connection, log.design
    sides.place(connection, design, pair)
    gates = measuring.gates(connection, design, log.sources)
    judging.count(connection, coverage_passed=gates.coverage_passed)
    smallest = log.project.privacy.smallest_group
    found = compare_sides(connection, design.gap["min_cases"], smallest)
    if 0 in found.instances:
        empty = pair[found.instances.index(0)]
        raise SourceError(plain(f"{empty.name}: no instance entered a stage there"))
    return found


def sides_of(asked: Asked, design: Design) -> tuple[Side, Side]:
    """The two sides; one window is compared with the equally long one before, one segment with
    all the rest.
    """  # noqa: D205
    windows = [_window(text, design) for text in asked.windows]
    segments = [_segment(text) for text in asked.wheres]
    if len(windows) == 1 and not segments:
        windows = [_before(windows[0]), windows[0]]
    if len(segments) == 1 and len(windows) < TWO:
        one = segments[0]
        segments = [one, Segment(field=one.field, value=one.value, is_rest=True)]
    first, second = (
        Side(name=_name(window, segment), window=window, segment=segment)
        for window, segment in zip(
            _twice(windows, (None, None)), _twice(segments, None), strict=True
        )
    )
    return first, second


def _twice(given: list[Any], otherwise: Any) -> list[Any]:
    """Two of them: the one for both sides, where there is one."""
    return (given or [otherwise]) * (1 if len(given) == TWO else TWO)


def _window(text: str, design: Design) -> tuple[datetime | None, datetime | None]:
    low, dots, high = text.partition("..")
    if not dots:
        raise click.UsageError(
            f"--window: found {text!r}, expected FROM..TO such as 2026-01-01..2026-02-01"
        )
    zone = ZoneInfo(design.timezone)
    start, end = moment(low or None, zone), moment(high or None, zone)
    if start and end and start >= end:
        raise SourceError(f"--window: found {text}, expected the earlier one first")
    return start, end


def _before(
    window: tuple[datetime | None, datetime | None],
) -> tuple[datetime | None, datetime | None]:
    low, high = window
    if low is None or high is None:
        raise click.UsageError("--window: one window alone needs both ends; or give a second one")
    return low - (high - low), low


def _segment(text: str) -> Segment:
    name, equals, value = text.partition("=")
    if not equals or not sides.is_field(name):
        known = ", ".join([*sorted(FIELDS), "attributes.NAME"])
        raise click.UsageError(f"--where: found {text!r}, expected FIELD=VALUE, a field of {known}")
    return Segment(field=name, value=value)


def _name(window: tuple[datetime | None, datetime | None], segment: Segment | None) -> str:
    low, high = (f"{end:%Y-%m-%d}" if end else "" for end in window)
    parts = [f"{low}..{high}"] if low or high else []
    if segment:
        parts.append(f"{segment.field} {'not ' * segment.is_rest}{segment.value}")
    return ", ".join(parts) or "everything"


def _lines(pair: tuple[Side, Side], found: AsIsDifference) -> Iterator[str]:
    for number, side in enumerate(pair):
        told = f"{found.instances[number]} instances of {found.customers[number]} customers"
        yield f"{'first ' if number == 0 else 'second'}  {side.name}: {told}"
    sure = [d for d in found.differences if d.verdict in {"higher", "lower"}]
    unsure = [d for d in found.differences if d.verdict == "unsure"]
    yield from (
        "",
        f"Shares that differ for sure (of {len(sure) + len(unsure)} that could be tested):",
    )
    yield from (_share_line(one) for one in sure)
    yield from ("", "Times of the stages:")
    yield from (_time_line(one) for one in found.times)


def _share_line(one: Difference) -> str:
    low, high = one.interval
    numbers = f"{share(one.first.rate)} -> {share(one.second.rate)}"
    points = f"{100 * one.difference:+.1f} points ({100 * low:+.1f} to {100 * high:+.1f})"
    return f"  {one.verdict:6}  {one.id}: {numbers}, {points}, q {one.q:.2g}"


def _time_line(one: TimeDifference) -> str:
    """A quantile of a stage; the verdict is of the share above that of both sides together."""
    low, high = (_signed(end) for end in one.interval_s)
    word = {"higher": "slower", "lower": "faster", "unsure": "", "not_enough_data": "too few"}
    name = f"{one.stage} P{100 * one.quantile:.0f}"
    numbers = f"{duration(one.first_s)} -> {duration(one.second_s)}"
    return (
        f"  {word[one.verdict]:7} {name}: {numbers}, {_signed(one.difference_s)} ({low} to {high})"
    )


def _signed(seconds: float | None) -> str:
    if seconds is None:
        return "no limit"
    return ("-" if seconds < 0 else "+") + duration(abs(seconds))
