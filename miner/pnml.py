"""A net as PNML (ISO/IEC 15909-2, place/transition nets), as ProM, pm4py and others read it.

Silent transitions carry ProM's mark for invisible ones, and the last marking stands in ProM's
element `finalmarkings`. Ids are numbers of the net: the same net gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator

from miner.elements import HEAD, element, worded
from miner.nets import END, START, Net, Transition

_SILENT = element("toolspecific", tool="ProM", version="6.4", activity="$invisible$")


def pnml(net: Net) -> str:
    """The PNML file of a net."""
    page = element(
        "page",
        (_place(place) for place in range(net.places)),
        (_transition(number, each) for number, each in enumerate(net.transitions)),
        _arcs(net),
        id="page",
    )
    last = element("place", worded("text", "1"), idref=_id(END))
    return HEAD + element(
        "pnml",
        element(
            "net",
            element("name", worded("text", "model")),
            page,
            element("finalmarkings", element("marking", last)),
            id="net",
            type="http://www.pnml.org/version-2009/grammar/pnmlcoremodel",
        ),
    )


def _id(place: int) -> str:
    return f"p{place}"


def _place(place: int) -> str:
    marking = element("initialMarking", worded("text", "1")) if place == START else ""
    name = {START: "start", END: "end"}.get(place, _id(place))
    return element("place", element("name", worded("text", name)), marking, id=_id(place))


def _transition(number: int, transition: Transition) -> str:
    name = f"silent {number}" if transition.label is None else transition.label
    silent = _SILENT if transition.label is None else ""
    return element("transition", element("name", worded("text", name)), silent, id=f"t{number}")


def _arcs(net: Net) -> Iterator[str]:
    ends = (
        pair
        for number, transition in enumerate(net.transitions)
        for pair in (
            *((_id(place), f"t{number}") for place in transition.inputs),
            *((f"t{number}", _id(place)) for place in transition.outputs),
        )
    )
    for number, (source, target) in enumerate(ends):
        weight = element("inscription", worded("text", "1"))
        yield element("arc", weight, id=f"a{number}", source=source, target=target)
