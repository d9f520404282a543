"""The flow diagram: what pm4py discovered in each stage, with who does each step and how often.

One diagram per stage, under each other, drawn as BPMN is: the order that most instances take,
gateways where ways part, ways back of loops. It is the log's own flow, not the design's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import starmap

from blueprint.amounts import number, share
from blueprint.board.scene import Drawn, Story
from blueprint.board.theme import BARS, INK, MARGIN, MUTED, PAPER, RULE
from blueprint.findings import MinedModel
from blueprint.model import Role, Step, say
from blueprint.sentences import report_word, word
from miner.nets import Tree, tree_of
from miner.pictures.blocks import Box, Line, diagram
from miner.pictures.flow import shape_of
from miner.pictures.sizes import LINE_HEIGHT, MOST_LINES, NAME, TASK_ROOM
from miner.pictures.svg import path, tag, title
from miner.pictures.text import Style, width, wrapped, write

HEAD, SPACE, SMALL = 46.0, 14.0, 12.0
NARROWEST, FAR = 900.0, 9000.0
"""The picture is at least so wide; a hairline goes on until the picture ends."""
GATEWAYS = frozenset({"start", "end", "choice", "parallel"})
"""Boxes without a name of their own."""
NO_BREAK = "\N{NO-BREAK SPACE}"


def draw_flows(story: Story, top: float) -> tuple[Drawn, float]:
    """The diagrams of all stages, and the width of the widest."""
    drawn, y, right = "", top, NARROWEST
    for model in story.findings.models:
        if model.stage in story.stages:
            part, size = _stage(story, model, y)
            drawn, y, right = drawn + part.svg, part.bottom, max(right, size)
    if not drawn:
        none = write(MARGIN, y + 24, word("not_measured", story.language), Style(12, colour=MUTED))
        return Drawn(none, y + 40), right
    legend = _legend(story, y + 6)
    return Drawn(drawn + legend.svg, legend.bottom), right


def _stage(story: Story, model: MinedModel, top: float) -> tuple[Drawn, float]:
    """One stage: its name, how well the model fits, its diagram."""
    labels = {step.id: _label(step, story) for step in story.blueprint.steps}
    counts = {
        labels[measure.id]: measure.instances
        for measure in story.steps.values()
        if measure.id in labels
    }
    steps = {label: step for step, label in labels.items()}
    picture = diagram(_labelled(tree_of(model.tree), labels), counts)
    body = "".join(_line(line) for line in picture.lines)
    body += "".join(_box(box, story, steps) for box in picture.boxes)
    stage, language = story.stages[model.stage], story.language
    right = picture.size[0] + MARGIN
    heading = Style(15, bold=True, colour=INK, room=max(NARROWEST, right) - 2 * MARGIN)
    name = write(MARGIN, top + 26, say(stage.name, language) or stage.id, heading)
    name += write(MARGIN, top + 42, _fit(model, language), Style(11.5, colour=MUTED))
    moved = tag("g", body, transform=f"translate(0 {top + HEAD:.1f})")
    bottom = top + HEAD + picture.size[1] + SPACE
    rule = tag("line", x1=0, x2=FAR, y1=top, y2=top, stroke=RULE)
    return Drawn(rule + name + moved, bottom), right


def _label(step: Step, story: Story) -> str:
    """What stands in a box; a step whose name another has gets its id, so that both are told.

    Who does it and how often hold together, so that the box is high enough for lines of their own.
    """
    name = say(step.name, story.language) or step.id
    alike = sum(say(other.name, story.language) == name for other in story.blueprint.steps)
    below = " · ".join(_below(step, story)).replace(" ", NO_BREAK)
    return f"{name} {below}" + (f" [{step.id}]" if alike > 1 else "")


def _below(step: Step, story: Story) -> list[str]:
    """What stands under the name: who does it, and in how many instances."""
    measure = story.steps.get(step.id)
    count = number(measure.instances, story.language) if measure else ""
    return [part for part in (_who(step, story), count) if part]


def _who(step: Step, story: Story) -> str:
    """Who is responsible: the roles of the step, else the role of its lane."""
    roles, language = story.blueprint.roles, story.language
    named = [say(roles[one].name, language) or one for one in step.roles if one in roles]
    lanes = {lane.id: story.label(lane.role.value) for lane in story.blueprint.lanes}
    return ", ".join(named) or lanes[step.lane]


def _fit(model: MinedModel, language: str) -> str:
    """How well a mined model fits, in words: it is not the design's."""
    fitness, precision = share(model.fitness, language), share(model.precision, language)
    return report_word("flow_fit", language, fitness=fitness, precision=precision)


def _labelled(tree: Tree, labels: Mapping[str, str]) -> Tree:
    """The tree with the labels of the steps."""
    if tree is None or isinstance(tree, str):
        return labels.get(tree, tree) if tree else tree
    operator, *children = tree
    return (operator, *(_labelled(child, labels) for child in children))


def _line(line: Line) -> str:
    """An arrow between two boxes; its head is a triangle of its own, for every reader of SVG."""
    (x1, y1), (x2, y2) = line.points[-2:]
    along = (x2 - x1, y2 - y1)
    size = abs(along[0]) + abs(along[1]) or 1
    a, b = along[0] / size, along[1] / size
    corners = [(x2, y2), (x2 - 8 * a - 4 * b, y2 - 8 * b + 4 * a)]
    corners.append((x2 - 8 * a + 4 * b, y2 - 8 * b - 4 * a))
    points = " ".join(starmap("{:.1f},{:.1f}".format, corners))
    return tag("path", d=path(line.points), fill="none", stroke="#7c8896", stroke_width=1.4) + tag(
        "polygon", points=points, fill="#7c8896"
    )


def _box(box: Box, story: Story, steps: Mapping[str, str]) -> str:
    """A step as a task with its responsible; any other box in its usual shape."""
    step = next((s for s in story.blueprint.steps if s.id == steps.get(box.name)), None)
    if box.kind != "task" or step is None:
        style = {"fill": PAPER, "stroke": INK}
        told = word(f"flow_{box.kind}", story.language) if box.kind in GATEWAYS else box.name
        return tag("g", shape_of(replace(box, name=told)), **style)
    return _task(box, step, story)


def _task(box: Box, step: Step, story: Story) -> str:
    """The name, who does it, and in how many instances; the colour of its lane at the left."""
    (x, y), (wide, high) = box.corner, box.size
    language = story.language
    role = next(lane.role for lane in story.blueprint.lanes if lane.id == step.lane)
    shape = tag("rect", x=x, y=y, width=wide, height=high, rx=6, fill=PAPER, stroke="#8d99a5")
    shape += tag("rect", x=x + 3, y=y + 5, width=4, height=high - 10, rx=2, fill=BARS[role])
    names = wrapped(say(step.name, language) or step.id, NAME, TASK_ROOM, MOST_LINES - 1)
    small = Style(10, colour=MUTED, anchor="middle", italic=True, room=TASK_ROOM)
    below = _below(step, story)
    together = " · ".join(below)
    below = [together] if width(together, small) <= TASK_ROOM else below
    first = box.middle[1] - (LINE_HEIGHT * len(names) + SMALL * len(below)) / 2 + 11
    style = Style(11.5, colour=INK, anchor="middle", room=TASK_ROOM)
    texts = "".join(
        write(box.middle[0] + 3, first + LINE_HEIGHT * n, row, style) for n, row in enumerate(names)
    )
    start = first + LINE_HEIGHT * len(names)
    texts += "".join(
        write(box.middle[0] + 3, start + SMALL * n, row, small) for n, row in enumerate(below)
    )
    told = f"{say(step.name, language) or step.id} · {together}"
    return tag(
        "g", title(told), shape, texts,
        class_="bm-step", tabindex="0", role="img", aria_label=told, data_step=step.id,
    )  # fmt: skip


def _legend(story: Story, top: float) -> Drawn:
    """The colours of the roles."""
    x, drawn = MARGIN, ""
    for role in Role:
        told, style = story.label(role.value), Style(11.5, colour=MUTED)
        drawn += tag("rect", x=x, y=top + 4, width=5, height=16, rx=2, fill=BARS[role])
        drawn += write(x + 11, top + 17, told, style)
        x += 11 + width(told, style) + 24
    return Drawn(drawn, top + 30)
