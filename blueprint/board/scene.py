"""One sheet ready to be drawn: what is known, and where everything lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from blueprint.board.arrows import Routed
from blueprint.board.geometry import Across, Down
from blueprint.board.layout import Sheet, Span
from blueprint.board.marks import Mark, Marks
from blueprint.board.states import State
from blueprint.board.views import View
from blueprint.findings import Findings, StageBefore, StageMeasure, StepBefore, StepMeasure
from blueprint.model import Blueprint, Stage
from blueprint.sentences import label_word


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What the whole board tells: the findings, with what every row looks up."""

    findings: Findings
    blueprint: Blueprint
    language: str
    marks: Marks
    states: Mapping[str, State]
    steps: Mapping[str, StepMeasure]
    measures: Mapping[str, StageMeasure]
    stages: Mapping[str, Stage]
    view: View = View.GAPS
    paged: bool = False  # stands in a report, whose ledger has a row for each gap
    past_steps: Mapping[str, StepBefore] = field(default_factory=dict)
    past_stages: Mapping[str, StageBefore] = field(default_factory=dict)

    def entry(self, number: int) -> str:
        """The id of a gap's line in the list that this picture leads to."""
        return f"change-{number}" if self.view is View.BEFORE_AFTER else f"gap-{number}"

    def link(self, mark: Mark) -> str | None:
        """Where a badge leads: to the gap's row of the report, else to its line under the board."""
        if self.paged:
            return f"#row-{mark.gap.id}"
        return f"#{self.entry(mark.number)}" if self.view is not View.JOURNEY else None

    def label(self, key: str) -> str:
        """What a row or a line is called, by the preset of the run."""
        return label_word(key, self.language, self.findings.run.labels)

    def element(self, name: str) -> str:
        """An id of this picture alone: several views stand in one page."""
        return f"bm-{self.view}-{name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One sheet: the story, its part of the blueprint, its arrows and its horizontal positions."""

    story: Story
    sheet: Sheet
    routed: Routed
    across: Across

    def extent(self, span: Span) -> tuple[float, float]:
        """Left and right end of a stage between its separators."""
        return self.across.spans[self.sheet.spans.index(span)]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A row of the picture: its elements, and the y below it."""

    svg: str
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """A sheet with its lanes laid out: what boxes, arrows, lanes and lines are drawn on."""

    scene: Scene
    down: Down
