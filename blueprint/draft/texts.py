"""Texts of a log as ids, as YAML and as comments; durations as people write them. All are safe."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection
from itertools import count

LONGEST_ID = 40
LONGEST_NAME = 80
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINT = re.compile(r"(?<=[^\W\d_])[._/]+(?=[^\W\d_])")
_COLON = re.compile(r"(?<=[^\W\d_]):(?=[^\W\d_])")
_YAML_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_BYTE, _PLANE = 0xFF, 0xFFFF

SECOND_US = 1_000_000
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_LADDER = tuple(
    number * unit
    for unit, numbers in (
        (1, (1, 2, 5, 10, 15, 20, 30, 45)),
        (_MINUTE, (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45)),
        (_HOUR, (1, 2, 3, 4, 6, 8, 12, 18)),
        (_DAY, (1, 2, 3, 4, 5, 6, 7, 10, 14, 21, 30, 45, 60, 90, 120, 180, 270, 365)),
    )
    for number in numbers
)


def slug(text: str) -> str:
    """An id made of a text: ASCII letters and digits, parted by `_`; a hash when none is left."""
    plain = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "L"))
    words = re.sub(r"[^a-z0-9]+", "_", plain.encode("ascii", "ignore").decode().lower())
    cut = words.strip("_")[:LONGEST_ID].strip("_")
    if not cut:
        return f"x{hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()[:8]}"
    return f"x{cut}" if cut in _YAML_WORDS or cut[0].isdigit() else cut


def free_id(text: str, taken: Collection[str]) -> str:
    """The slug of a text, numbered when it is taken."""
    base = slug(text)
    numbered = (base if number == 1 else f"{base}_{number}" for number in count(1))
    return next(one for one in numbered if one not in taken)


def quoted(text: str) -> str:
    """A text as a YAML scalar in double quotes, on one line, whatever is in it."""
    return '"' + "".join(map(_escaped, text)) + '"'


def short(text: str) -> str:
    """A text cut to what a name may be long; a stand-in when it is blank."""
    kept = " ".join(text.split())
    if not kept:
        return "(no name)"
    return kept if len(kept) <= LONGEST_NAME else kept[: LONGEST_NAME - 1] + "…"


def readable(text: str) -> str:
    """The name that a person would give: `ticket.status:solved` is "Ticket status: solved"."""
    parted = _JOINT.sub(" ", _COLON.sub(": ", short(text)))
    return parted[:1].upper() + parted[1:]


def comment(text: str) -> str:
    """A text for a comment: on one line, nothing unprintable, not too long."""
    return "".join(" " if unicodedata.category(c) in _UNPRINTABLE else c for c in short(text))


def _escaped(letter: str) -> str:
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    if unicodedata.category(letter) not in _UNPRINTABLE:
        return letter
    code = ord(letter)
    if code <= _BYTE:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _PLANE else f"\\U{code:08x}"


def rounded_up(us: int) -> int:
    """The next duration up that people would write, in seconds: 1s ... 45m ... 14d ... 365d."""
    for seconds in _LADDER:
        if us <= seconds * SECOND_US:
            return seconds
    year = _LADDER[-1]
    return -(-us // (year * SECOND_US)) * year


def duration(seconds: int) -> str:
    """Seconds as a duration of the design file, in its largest whole unit."""
    for unit, letter in ((_DAY, "d"), (_HOUR, "h"), (_MINUTE, "m")):
        if seconds % unit == 0:
            return f"{seconds // unit}{letter}"
    return f"{seconds}s"
