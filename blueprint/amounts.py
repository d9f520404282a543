"""Numbers, shares and durations as people write them in English, Spanish and Polish.

Separators in a table instead of a library: the command line needs them without its import time.
"""

from __future__ import annotations

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
NO_BREAK, UNKNOWN = "\N{NO-BREAK SPACE}", "\N{EN DASH}"
SEPARATORS = {"en": (",", "."), "es": (".", ","), "pl": (NO_BREAK, ",")}
"""Between thousands, and before decimals."""
UNSPLIT_BELOW = {"en": 1_000, "es": 10_000, "pl": 10_000}
"""Spanish and Polish leave four digits together."""


def number(value: float, language: str = "en", decimals: int = 0) -> str:
    """A number with the separators of the language: 12,345.6 or 12.345,6."""
    thousands, point = SEPARATORS.get(language, SEPARATORS["en"])
    text = f"{value:,.{decimals}f}"
    if abs(value) < UNSPLIT_BELOW.get(language, 0):
        text = text.replace(",", "")
    return text.replace(",", "\0").replace(".", point).replace("\0", thousands)


def plural(text: str, count: float, language: str = "en") -> str:
    """The form of a text that goes with a count; the forms of one text have | between them.

    One and other in English and Spanish; one, few (2 to 4, 22 to 24, not 12 to 14) and many in
    Polish, as Unicode's CLDR has them; fractions take the last. A text of one form is of all.
    """
    forms = text.split("|")
    if count == 1:
        return forms[0]
    tens, ones = divmod(round(count) % 100, 10)
    few = language == "pl" and count == round(count) and ones in {2, 3, 4} and tens != 1
    return forms[1] if few and len(forms) > 1 else forms[-1]


def signed(value: float, language: str = "en", decimals: int = 1) -> str:
    """A number with its sign, a real minus for what is below zero: +1.3, 0.0."""
    text = number(abs(value), language, decimals)
    if not round(abs(value), decimals):
        return text
    return ("+" if value > 0 else "\N{MINUS SIGN}") + text


def share(value: float | None, language: str = "en") -> str:
    """A share 0 to 1 as percent: a decimal under 10 % unless whole, never rounded to 0 or 100 %."""
    if value is None:
        return UNKNOWN
    percent = 100 * value
    sign = NO_BREAK + "%" if language == "es" else "%"
    if 0 < percent < 0.1:  # noqa: PLR2004 - a tenth of a percent is the smallest that is written out
        return "<" + number(0.1, language, 1) + sign
    return number(percent, language, _decimals_of_percent(percent)) + sign


def _decimals_of_percent(percent: float) -> int:
    """One decimal for small shares and for those that would round up to 100 %; else none."""
    small = percent < 9.95 and abs(percent - round(percent)) >= 0.05  # noqa: PLR2004 - rounding edges
    nearly_all = 99.5 <= percent < 99.95  # noqa: PLR2004 - rounding edges
    return int(small or nearly_all)


def share_within(value: float, interval: tuple[float, float], language: str = "en") -> str:
    """A share with both ends of its interval: 25% (23% - 27%), with an en dash."""
    low, high = (share(end, language) for end in interval)
    return f"{share(value, language)} ({low} \N{EN DASH} {high})"


def duration(
    seconds: float | None,
    language: str = "en",
    clock: str = "calendar",
    like: float | None = None,
) -> str:
    """A duration in the unit that fits: 45 s, 5.8 min, 14 h, 2.2 d; no days on business clocks.

    `like` is the duration whose unit is taken, so that times beside each other have one.
    """
    if seconds is None:
        return UNKNOWN
    size, unit = _unit(seconds if like is None else like, language, clock)
    if 0 < seconds < size / 20:  # would be shown as nothing
        size, unit = _unit(seconds, language, clock)
    return _three_digits(seconds / size, language) + NO_BREAK + unit


def _unit(seconds: float, language: str, clock: str) -> tuple[float, str]:
    """The unit that fits: its seconds and its sign."""
    hours = "godz." if language == "pl" else "h"
    units = [(1.0, "s"), (MINUTE, "min"), (HOUR, hours), (DAY, "d")]
    known = units if clock == "calendar" else units[:-1]
    return next((unit for unit in reversed(known) if _fills(seconds, unit[0])), units[0])


def _fills(seconds: float, unit: float) -> bool:
    """Whether a duration is long enough for a unit: twice as long, or a whole multiple of it."""
    return seconds >= 2 * unit or (seconds >= unit and seconds % unit == 0)


def _three_digits(value: float, language: str) -> str:
    """One decimal under ten unless it is whole; else none."""
    decimals = int(value < 9.95 and abs(value - round(value)) >= 0.05)  # noqa: PLR2004 - rounding edges
    return number(value, language, decimals)
