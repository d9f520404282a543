"""Whose turn it was in each stage: its time as one bar of lanes, the longest turn in words."""

from __future__ import annotations

from markupsafe import Markup

from blueprint.amounts import UNKNOWN, duration, number, share
from blueprint.findings import LaneWait, StageMeasure
from blueprint.model import Role
from blueprint.report.section import Context, Table, fold, render, tables
from blueprint.sentences import word
from miner.pictures.svg import tag, title

COLOURS = {
    Role.CUSTOMER: ("#b8860b", "#8a6508"),
    Role.FRONTSTAGE: ("#2878b5", "#5aa0d6"),
    Role.BACKSTAGE: ("#5d6b78", "#84929e"),
    Role.SUPPORT: ("#8a7f68", "#aaa088"),
}
"""By role; lanes of one role take turns."""
WIDTH, HEIGHT = 420.0, 20.0
HEADS = "where waits_share waits_longest silence_p90 clock"
NUMBER_HEADS = "where lane waits_instances median p90 waits_share"


def turns(context: Context) -> Markup:
    """A row per stage; the numbers of every lane fold out below. Nothing where nobody waited."""
    stages = [stage for stage in context.findings.stages if stage.waits]
    if not stages:
        return Markup()
    heads = [context.word(key) for key in HEADS.split()]
    rows = [_row(stage, context) for stage in stages]
    table = Table(context.word("waits_caption"), heads, rows, frozenset({3}))
    legend = render("legend", lanes=_legend(stages, context))
    note = render("note", text=context.word("silence_note"))
    return (
        tables(table) + legend + note + fold(context.word("waits_all"), _numbers(stages, context))
    )


def _legend(stages: list[StageMeasure], context: Context) -> list[tuple[str, str]]:
    """Colour and name of every lane that anybody waited for, from top to bottom."""
    seen = {wait.lane for stage in stages for wait in stage.waits}
    lanes = [lane.id for lane in context.story.blueprint.lanes if lane.id in seen]
    return [(_colour(lane, context), context.name(lane)) for lane in lanes]


def _row(stage: StageMeasure, context: Context) -> list[str]:
    """The bar of a stage, whose turn was the longest, and the longest silence."""
    language, clock = context.language, _clock(stage)
    longest = max(stage.waits, key=lambda wait: wait.share or 0.0)
    times = (duration(at, language, clock) for at in (longest.p50_s, longest.p90_s))
    told = dict(zip(("p50", "p90"), times, strict=True))
    told |= {"n": number(longest.instances, language), "of": number(stage.judged, language)}
    said = context.word("waits_told", lane=context.name(longest.lane), **told)
    return [
        context.name(stage.id),
        _bar(stage.waits, context),
        f"{said} ({share(longest.share, language)})",
        duration(stage.silence_p90_s, language, clock),
        context.word("calendar") if clock == "calendar" else clock,
    ]


def _clock(stage: StageMeasure) -> str:
    """The clock of a stage's times."""
    return stage.clock


def _bar(waits: list[LaneWait], context: Context) -> Markup:
    """The lanes from top to bottom, side by side, as wide as their share of the stage's time."""
    drawn, left, told = "", 0.0, list[str]()
    for wait in waits:
        size = WIDTH * (wait.share or 0.0)
        said = f"{context.name(wait.lane)}: {share(wait.share, context.language)}"
        colour = _colour(wait.lane, context)
        drawn += tag("rect", title(said), x=left, y=0, width=size, height=HEIGHT, fill=colour)
        left += size
        told.append(said)
    picture = tag(
        "svg", title("; ".join(told)), drawn, class_="turns", role="img", width=WIDTH,
        height=HEIGHT, viewBox=f"0 0 {WIDTH:.0f} {HEIGHT:.0f}", preserveAspectRatio="none",
    )  # fmt: skip
    return Markup(picture)  # noqa: S704 - numbers of ours, every text escaped by tag and title


def _colour(lane: str, context: Context) -> str:
    """The colour of a lane, the same in every stage: of its role, lighter for every second one."""
    lanes = context.story.blueprint.lanes
    role = next((one.role for one in lanes if one.id == lane), Role.SUPPORT)
    same = [one.id for one in lanes if one.role is role]
    return COLOURS[role][same.index(lane) % 2 if lane in same else 0]


def _numbers(stages: list[StageMeasure], context: Context) -> Markup:
    """Every lane of every stage."""
    heads = [context.word(key) for key in NUMBER_HEADS.split()]
    rows = [_lane(stage, wait, context) for stage in stages for wait in stage.waits]
    return tables(Table(context.word("waits_caption"), heads, rows, frozenset(range(2, 6))))


def _lane(stage: StageMeasure, wait: LaneWait, context: Context) -> list[str]:
    """One lane in one stage."""
    language, clock = context.language, _clock(stage)
    met = number(wait.instances, language)
    return [
        context.name(stage.id),
        context.name(wait.lane),
        word("affected_of", language, affected=met, eligible=number(stage.judged, language)),
        duration(wait.p50_s, language, clock),
        duration(wait.p90_s, language, clock),
        UNKNOWN if wait.share is None else share(wait.share, language),
    ]
