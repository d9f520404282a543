"""A suggestion as a line of YAML that can be pasted under `bindings: steps:`."""

from __future__ import annotations

from blueprint.draft.candidates import Way
from blueprint.draft.writing_bindings import way_text
from blueprint.suggestions import Suggestion, Unbound


def yaml_line(unbound: Unbound, suggestion: Suggestion, most: int | None) -> str:
    """The binding of a step; for a step that is bound already, the alternatives to add to it.

    Where the events come several times and the step may come once, the first is picked.
    """
    first: Way = (("pick", "first"),) if unbound.first_only and most == 1 else ()
    ways = ", ".join(way_text((*way, *first)) for way in unbound.ways)
    if suggestion.is_bound:
        return f"    # {suggestion.step} is bound already; to add to it: {ways}"
    return f"    {suggestion.step}: [{ways}]"
