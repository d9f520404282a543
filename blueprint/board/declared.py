"""The rows below the lanes: systems, roles and responsibilities, type of contact, by stage."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from blueprint.board.evidence import row_label
from blueprint.board.layout import Span
from blueprint.board.scene import Drawn, Scene
from blueprint.board.theme import INK, MUTED, PAPER
from blueprint.model import Declared, Step, say
from blueprint.sentences import word
from miner.pictures.svg import tag, title
from miner.pictures.text import Style, width, write

CHIP, SPACE, PAD = 20.0, 5.0, 9.0
TEXT = Style(11, colour=INK)
Chip = tuple[str, str]
"""What a chip shows, and its tooltip."""


def draw_systems(scene: Scene, top: float) -> Drawn:
    """The systems that the steps of each stage run on; external ones say so."""
    known = scene.story.blueprint.systems
    return _row(scene, top, "systems", lambda span: _chips(scene, span, known, _systems))


def draw_roles(scene: Scene, top: float) -> Drawn:
    """Who acts in each stage, with the team; what they do is the tooltip."""
    known = scene.story.blueprint.roles
    return _row(scene, top, "roles", lambda span: _chips(scene, span, known, _roles))


def draw_contact(scene: Scene, top: float) -> Drawn:
    """Through which channels each stage meets its customers: digital, remote or face to face."""
    known = scene.story.blueprint.channels
    return _row(scene, top, "contact", lambda span: _chips(scene, span, known, _channels))


def _systems(step: Step) -> tuple[str, ...]:
    return step.systems


def _roles(step: Step) -> tuple[str, ...]:
    return step.roles


def _channels(step: Step) -> tuple[str, ...]:
    return step.channels


def _row(scene: Scene, top: float, name: str, chips: Callable[[Span], list[Chip]]) -> Drawn:
    """One row with its chips; no row where no stage has one."""
    whole = [(span, chips(span)) for span in scene.sheet.spans]
    if not any(found for _, found in whole):
        return Drawn("", top)
    laid = [
        laid_chips(scene.extent(span), found, top + 8) for span, found in whole if not span.part
    ]
    bottom = max([top + CHIP + 14, *(row.bottom + 6 for row in laid)])
    label = row_label(scene.story.label(name), top, bottom)
    return Drawn(label + "".join(row.svg for row in laid), bottom)


def _chips(
    scene: Scene, span: Span, known: Mapping[str, Declared], of: Callable[[Step], tuple[str, ...]]
) -> list[Chip]:
    """What the steps of a stage declare, each once, in the order of the steps."""
    steps = [step for step in scene.story.blueprint.steps if step.stage == span.stage]
    ids = dict.fromkeys(one for step in steps for one in of(step) if one in known)
    return [_chip(known[one], scene.story.language) for one in ids]


def _chip(one: Declared, language: str) -> Chip:
    """The name with the contact or the team; the tooltip says what the role does."""
    beside = word(f"contact_{one.contact}", language) if one.contact else say(one.team, language)
    beside = word("external", language) if one.external else beside
    told = " · ".join(part for part in (say(one.name, language), beside) if part)
    return told, " · ".join(part for part in (told, say(one.does, language)) if part)


def laid_chips(box: tuple[float, float], chips: list[Chip], top: float) -> Drawn:
    """Chips one after the other, on as many lines as they need; long ones are cut."""
    left, right = box[0] + 12, box[1] - 12
    x, y, drawn = left, top, ""
    for told, whole in chips:
        size = min(width(told, TEXT) + 2 * PAD, right - left)
        if x + size > right and x > left:
            x, y = left, y + CHIP + SPACE
        shape = tag(
            "rect", x=x, y=y, width=size, height=CHIP, rx=3, fill=PAPER, stroke="#c3ccd4",
        )  # fmt: skip
        style = Style(TEXT.size, colour=MUTED, room=size - 2 * PAD + 1)
        drawn += tag("g", title(whole), shape, write(x + PAD, y + 14, told, style))
        x += size + SPACE
    return Drawn(drawn, y + CHIP)
