"""The time of each stage as it was designed: the median, what nine in ten stay below, the limit."""

from __future__ import annotations

from blueprint.amounts import duration
from blueprint.board.layout import Span
from blueprint.board.scene import Drawn, Scene
from blueprint.board.theme import BLUE, FAINT, INK, MARGIN, MUTED
from blueprint.model import StageTime
from blueprint.sentences import report_word, word
from miner.pictures.text import Style, width, write

HEIGHT, SECOND = 62.0, 1_000_000


def draw_design_time(scene: Scene, top: float) -> Drawn:
    """The label and the promised times of each stage."""
    language = scene.story.language
    label = write(MARGIN, top + 36, word("time", language), Style(12.5, bold=True, colour=INK))
    told = [_stage(scene, span, top) for span in scene.sheet.spans if not span.part]
    return Drawn(label + "".join(told), top + HEIGHT)


def _stage(scene: Scene, span: Span, top: float) -> str:
    """One stage: the designed median large, the rest beside and below."""
    left, right = scene.extent(span)
    left, right = left + 13, right - 13
    language, time = scene.story.language, scene.story.stages[span.stage].time
    promised = _times(time, language) if time else {}
    if time is None or not promised:
        style = Style(11.5, colour=FAINT, italic=True, room=right - left)
        return write(left, top + 36, word("no_target", language), style)
    big = Style(20, bold=True, colour=BLUE)
    first = promised.pop("p50", "")
    at = left + (width(first, big) + 8 if first else 0)
    beside = [word("median", language)] if first else []
    beside += [word("nine_in_ten", language, time=promised["p90"])] if "p90" in promised else []
    below = [f"{report_word('limit', language)} {promised['limit']}"] if "limit" in promised else []
    below += [word("clock", language, clock=time.clock)] if time.clock != "calendar" else []
    drawn = write(left, top + 31, first, big) if first else ""
    style = Style(11.5, colour=MUTED, room=max(20, right - at))
    drawn += write(at, top + 31, " · ".join(beside), style)
    style = Style(11.5, colour=MUTED, room=right - left)
    return drawn + write(left, top + 50, " · ".join(below), style)


def _times(time: StageTime, language: str) -> dict[str, str]:
    """The times that are promised, in words."""
    times = {"p50": time.p50_us, "p90": time.p90_us, "limit": time.limit_us}
    return {
        name: duration(us / SECOND, language, time.clock)
        for name, us in times.items()
        if us is not None
    }
