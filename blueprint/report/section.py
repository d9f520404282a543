"""What a section of the report is and what it is made from; jinja fills in tables and texts.

Every value is escaped (autoescape); only markup that we made ourselves is passed as Markup.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from blueprint.board.scene import Story
from blueprint.board.views import View
from blueprint.findings import Findings
from blueprint.model import say
from blueprint.sentences import report_word
from miner.pictures.svg import clean

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Context:
    """What every section gets: the boards, the story (findings, numbered gaps), definitions."""

    story: Story
    boards: Mapping[View, str]
    definitions: Mapping[str, str]

    @property
    def findings(self) -> Findings:
        """Everything the run found."""
        return self.story.findings

    @property
    def language(self) -> str:
        """The language of the report."""
        return self.story.language

    def word(self, key: str, **values: object) -> str:
        """A text of the report in its language."""
        return report_word(key, self.language, **values)

    def name(self, identifier: str) -> str:
        """The name of a step, stage or lane; the identifier when it has none."""
        blueprint = self.story.blueprint
        things = {lane.id: lane.name for lane in blueprint.lanes}
        things |= {stage.id: stage.name for stage in blueprint.stages}
        things |= {step.id: step.name for step in blueprint.steps}
        return say(things.get(identifier), self.language) or identifier


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its anchor, its heading, and its content as markup."""

    id: str
    heading: str
    content: Markup


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; columns whose number is in `numeric` are set flush right."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: frozenset[int] = frozenset()


@cache
def _environment() -> Environment:
    """The templates of the report; missing values are errors, all are cleaned and escaped."""
    return Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )


def _shown(value: object) -> object:
    """Text without control characters and bidirectional marks; markup of ours as it is."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def render(template: str, **values: object) -> Markup:
    """A template filled in."""
    text = _environment().get_template(f"{template}.html.jinja").render(**values)
    return Markup(text)  # noqa: S704 - the environment has escaped every value


def tables(*some: Table) -> Markup:
    """Tables one after the other, each scrolling inside itself."""
    return Markup("").join(render("table", table=table) for table in some)


def prose(text: str) -> Markup:
    """A definition: what stands in backticks is a key of the design, set as code."""
    parts = enumerate(text.split("`"))
    return Markup("").join(
        Markup("<code>{}</code>").format(p) if n % 2 else escape(p) for n, p in parts
    )


def fold(summary: str, content: Markup) -> Markup:
    """What few readers need: below a line that opens, without a script."""
    return render("fold", summary=summary, content=content)


def asset(name: str) -> Markup:
    """A file of ours that goes into the page as it is."""
    return Markup((FOLDER / "assets" / name).read_text("utf-8"))  # noqa: S704 - our own file
