"""Boards as files for slides and print: PNG and PDF, without a browser.

The SVG is drawn by resvg with a font that the package carries (Arimo, as wide as Arial), so that a
picture looks the same on every machine; characters that it lacks are taken from matplotlib's DejaVu
Sans, which pm4py brings. A PDF is one A3 page, landscape, with the picture at 300 dots per inch.
"""

from __future__ import annotations

import io
import time
from functools import cache
from importlib.util import find_spec
from pathlib import Path

FONTS = Path(__file__).parents[2] / "miner" / "pictures" / "fonts"
FAMILY = "Arimo"
TWICE = 2.0
DOTS = 300
A3, MARGIN = (4961, 3508), 118
"""Pixels of an A3 page in landscape at 300 dots per inch, and of a margin of a centimetre."""


@cache
def _fonts() -> list[str]:
    """The font files, ours first."""
    files = sorted(str(path) for path in FONTS.glob("*.ttf"))
    spec = find_spec("matplotlib")
    places = list(spec.submodule_search_locations or ()) if spec else []
    more = [Path(place) / "mpl-data" / "fonts" / "ttf" / "DejaVuSans.ttf" for place in places]
    return [*files, *(str(path) for path in more if path.is_file())]


def png(svg: str, scale: float = TWICE) -> bytes:
    """The picture with so many pixels for each of its own; same picture, same bytes."""
    return _drawn(svg, zoom=scale)


def pdf(svg: str, heading: str) -> bytes:
    """One page of A3, landscape, with the whole picture as large as it fits."""
    from PIL import Image  # noqa: PLC0415  heavy: only for files

    wide, high = A3[0] - 2 * MARGIN, A3[1] - 2 * MARGIN
    picture = Image.open(io.BytesIO(_drawn(svg, width=wide))).convert("RGB")
    if picture.height > high:
        size = (round(picture.width * high / picture.height), high)
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    page = Image.new("RGB", A3, "white")
    page.paste(picture, ((A3[0] - picture.width) // 2, MARGIN))
    file, never = io.BytesIO(), time.gmtime(0)
    page.save(
        file, "PDF", resolution=DOTS, title=heading, creationDate=never, modDate=never, quality=92
    )
    return file.getvalue()


def _drawn(svg: str, *, zoom: float | None = None, width: int | None = None) -> bytes:
    """The picture as PNG."""
    import resvg_py  # noqa: PLC0415  only for files

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            font_files=_fonts(),
            skip_system_fonts=True,
            font_family=FAMILY,
            sans_serif_family=FAMILY,
            background="#ffffff",
            zoom=zoom,
            width=width,
        )
    )
