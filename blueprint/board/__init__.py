"""The board: the blueprint as one SVG picture, drawn from Findings alone.

`draw` puts the rows of the picture under each other, one file per row; a view says which, and what
they tell. A service that needs more than sixteen columns is drawn on several sheets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from html import escape
from itertools import pairwise

from blueprint.board.arrows import Arrow, arrows, routed
from blueprint.board.change_ledger import draw_changes
from blueprint.board.change_time import draw_time_change
from blueprint.board.chevrons import draw_chevrons
from blueprint.board.declared import draw_contact, draw_roles, draw_systems
from blueprint.board.design_time import draw_design_time
from blueprint.board.emotion import draw_emotion
from blueprint.board.evidence import draw_evidence
from blueprint.board.geometry import across, down, most_tracks
from blueprint.board.header import draw_header, facts
from blueprint.board.journey import draw_actions, draw_pains, draw_touchpoints, journey_scenes
from blueprint.board.lanes import draw_lanes
from blueprint.board.layout import Sheet, sheets
from blueprint.board.ledger import draw_ledger
from blueprint.board.legend import draw_legend
from blueprint.board.lines import draw_lines
from blueprint.board.links import draw_links
from blueprint.board.mined import NARROWEST, draw_flows
from blueprint.board.scene import Drawn, Floor, Scene, Story
from blueprint.board.steps import draw_steps
from blueprint.board.telling import tell
from blueprint.board.theme import BLUE, FONT, PAPER, RULE
from blueprint.board.time_row import draw_time
from blueprint.board.views import View
from blueprint.findings import Findings
from blueprint.model import say
from blueprint.sentences import word
from miner.pictures.svg import clean, number, tag

NAMESPACE = "http://www.w3.org/2000/svg"
Row = Callable[[Scene, float], Drawn]
MEASURED: tuple[Row, ...] = (draw_chevrons, draw_time, draw_evidence, draw_emotion)
ROWS: Mapping[View, tuple[Row, ...]] = {
    View.GAPS: MEASURED,
    View.DESIGNED: (draw_chevrons, draw_design_time, draw_evidence, draw_emotion),
    View.AS_IS: MEASURED,
    View.FLOW: (),
    View.BEFORE_AFTER: (draw_chevrons, draw_time_change),
    View.JOURNEY: (
        draw_chevrons,
        draw_actions,
        draw_touchpoints,
        draw_time,
        draw_emotion,
        draw_pains,
    ),
}
"""The rows above the lanes in each view, from the top."""
LISTS: Mapping[View, tuple[Callable[[Story, float, float], Drawn], ...]] = {
    View.GAPS: (draw_ledger,),
    View.BEFORE_AFTER: (draw_changes,),
}
"""What stands between the board and its legend."""
BELOW: tuple[Row, ...] = (draw_systems, draw_roles, draw_contact)
"""The rows below the lanes."""
LAYERS = (draw_lanes, draw_lines, draw_links, draw_steps)
"""What is drawn on the lanes, from the back."""
SHEET_GAP, FIRST_ROW = 34.0, 12.0
"""Between two sheets of a picture, and above a sheet that has no header."""
SMALLEST = 0.72
"""In a page a picture becomes no smaller than so much of its size; then it scrolls."""


def draw(findings: Findings, view: View = View.GAPS) -> str:
    """One view as SVG: same findings, same bytes; every text escaped, nothing loaded."""
    return _draw(tell(findings, view))


def draw_pages(findings: Findings, view: View = View.GAPS) -> list[str]:
    """One view as a report shows it: each sheet a picture of its own, which print puts on a page.

    The legend stands below the last sheet; badges lead to the rows of the report's ledger.
    """
    story = replace(tell(findings, view), paged=True)
    if not _has_sheets(story):
        return [_draw(story)]
    scenes = stage_scenes(story)
    right = max(scene.across.right for scene in scenes)
    top = Drawn("", FIRST_ROW)
    pages = [
        _below(draw_header(story, right) if scene is scenes[0] else top, partial(draw_sheet, scene))
        for scene in scenes
    ]
    pages[-1] = _below(pages[-1], partial(draw_legend, story, right))
    pages += [rows(story, right, 0.0) for rows in LISTS.get(view, ())]
    return [
        _document(story, page.svg, (right, page.bottom + 8), number_)
        for number_, page in enumerate(pages)
    ]


def _draw(story: Story) -> str:
    """The whole view as one picture."""
    if story.view is View.FLOW:
        return _draw_flow(story)
    if not _has_sheets(story):
        header = draw_header(story, NARROWEST)
        return _document(story, header.svg, (NARROWEST, header.bottom + 8))
    scenes = stage_scenes(story)
    right = max(scene.across.right for scene in scenes)
    drawn = draw_header(story, right)
    for scene in scenes:
        gap = SHEET_GAP if scene is not scenes[0] else 0
        drawn = _below(Drawn(drawn.svg, drawn.bottom + gap), partial(draw_sheet, scene))
    for rows in (*LISTS.get(story.view, ()), draw_legend):
        drawn = _below(drawn, partial(rows, story, right))
    return _document(story, drawn.svg, (right, drawn.bottom + 8))


def _has_sheets(story: Story) -> bool:
    """Whether a view is drawn on sheets: not the flow, and two runs only where there are two."""
    alone = story.view is View.BEFORE_AFTER and story.findings.before is None
    return story.view is not View.FLOW and not alone


def _below(upper: Drawn, row: Callable[[float], Drawn]) -> Drawn:
    """A part of the picture and the next one under it."""
    lower = row(upper.bottom)
    return Drawn(upper.svg + lower.svg, lower.bottom)


def _draw_flow(story: Story) -> str:
    """The view of the mined models."""
    header = draw_header(story, NARROWEST)
    flows, right = draw_flows(story, header.bottom)
    return _document(story, header.svg + flows.svg, (right, flows.bottom + 8))


def stage_scenes(story: Story) -> list[Scene]:
    """The sheets of the board with their arrows and columns."""
    if story.view is View.JOURNEY:
        return journey_scenes(story)
    everything = arrows(story.findings, story.view)
    return [
        _scene(story, sheet, everything) for sheet in sheets(story.blueprint, story.findings.links)
    ]


def _scene(story: Story, sheet: Sheet, everything: list[Arrow]) -> Scene:
    """One sheet."""
    ways = routed(sheet, everything)
    place = across(sheet, most_tracks(ways.routes, ways.tracks))
    return Scene(story=story, sheet=sheet, routed=ways, across=place)


def floor_of(scene: Scene, top: float) -> Floor:
    """The lanes of a sheet, from a height down."""
    most = most_tracks(scene.routed.routes, scene.routed.tracks)
    return Floor(scene=scene, down=down(scene.story.blueprint.lanes, most, top))


def draw_sheet(scene: Scene, top: float) -> Drawn:
    """One sheet: the rows above the lanes, the lanes, and the separators of the stages."""
    body, y, tops = "", top, list[float]()
    for row in ROWS[scene.story.view]:
        part = row(scene, y)
        if part.bottom > y:
            tops.append(part.bottom)
        body, y = body + part.svg, part.bottom
    floor = floor_of(scene, y + 2)
    if not scene.sheet.places:
        return Drawn(_rules(scene, tops[:-1], (top, y)) + body, y)
    lanes_from = y
    layers = [layer(floor) for layer in LAYERS]
    below, bottom = "", floor.down.bottom
    for row in BELOW if scene.story.view is not View.BEFORE_AFTER else ():
        part = row(scene, bottom)
        tops += [part.bottom] if part.bottom > bottom else []
        below, bottom = below + part.svg, part.bottom
    rules = _rules(scene, [y for y in tops if y != lanes_from], (top, bottom))
    return Drawn(rules + body + layers[0] + rules + "".join(layers[1:]) + below, bottom)


def _rules(scene: Scene, tops: list[float], ends: tuple[float, float]) -> str:
    """Hairlines between the rows and between the stages."""
    edges = [right for (_, right), _ in pairwise(scene.across.spans)]
    rows = "".join(_rule(0, scene.across.right, y, y) for y in tops)
    return rows + "".join(_rule(x, x, *ends) for x in edges)


def _rule(x1: float, x2: float, y1: float, y2: float) -> str:
    """A hairline."""
    return tag("line", x1=x1, x2=x2, y1=y1, y2=y2, stroke=RULE, stroke_width=1)


def _document(story: Story, body: str, size: tuple[float, float], page: int = 0) -> str:
    """The SVG element with its name, its hatching and its font."""
    name = clean(say(story.blueprint.name, story.language) or story.blueprint.id)
    heading = f"{name}: {word(f'view_{story.view}', story.language)}"
    style = (
        f".bm-board text{{font-family:{FONT};unicode-bidi:isolate}}"
        ".bm-board a{cursor:pointer}"
        f".bm-step:focus,.bm-board a:focus{{outline:2.5px solid {BLUE};outline-offset:2px}}"
        f".bm-entry:target{{outline:2px solid {BLUE};outline-offset:4px}}"
    )
    width, height = number(size[0]), number(size[1])
    ids = [story.element(f"{name}-{page}" if page else name) for name in ("title", "desc")]
    return tag(
        "svg",
        tag("title", escape(f"{heading} ({page + 1})" if page else heading), id=ids[0]),
        tag("desc", escape(clean(facts(story))), id=ids[1]),
        tag("style", style),
        tag("defs", _hatch()) if story.view is View.GAPS and not page else "",
        tag("rect", x=0, y=0, width=size[0], height=size[1], fill=PAPER),
        body,
        xmlns=NAMESPACE, class_="bm-board", viewBox=f"0 0 {width} {height}", width=size[0],
        height=size[1], style=f"min-width:{number(SMALLEST * size[0])}px" if story.paged else None,
        role="group", lang=story.language, aria_labelledby=" ".join(ids),
    )  # fmt: skip


def _hatch() -> str:
    """The hatching of what was never seen; only the view of the gaps has some."""
    line = tag("path", d="M0 6L6 0", stroke=BLUE, stroke_width=0.7, opacity=0.35)
    return tag("pattern", line, id="bm-hatch", width=6, height=6, patternUnits="userSpaceOnUse")
