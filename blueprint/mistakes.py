"""A mistake in a design file: where it is, what is wrong, what would be right."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

NEAREST = 0.65
"""How alike two names must be (difflib's ratio) for the one to be proposed for the other."""
SHOWN = 8
"""So many names are told when none is near."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong at one line; line 0 means the file as a whole."""

    file: str
    line: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """`blueprint.yaml:14: step "x" is on lane "frontstge". Did you mean "frontstage"?`."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}" + (f". {self.hint}" if self.hint else "")


class DesignError(Exception):
    """The design file cannot be used; `mistakes` has all of them, in the order of the file."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        """Keep the mistakes, each once, by file and line."""
        self.mistakes = tuple(dict.fromkeys(mistakes))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


def nearest(found: object, known: Collection[str]) -> str | None:
    """The known name that is most like what was found, if any is near."""
    near = get_close_matches(str(found), sorted(set(known)), n=1, cutoff=NEAREST)
    return near[0] if near else None


def did_you_mean(found: object, known: Collection[str], where: str = "known") -> str:
    """The hint for an unknown name: the nearest one, else the names there are."""
    near, names = nearest(found, known), sorted(set(known))
    if near:
        return f'Did you mean "{near}"?'
    if not names:
        return f"None is {where}"
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"{where.capitalize()}: {', '.join(names[:SHOWN])}{more}"
