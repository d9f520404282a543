"""The design file entry by entry: what is well formed goes on to the checks of references.

An entry with a mistake in one key goes on without that key and is marked as hurt, so that all
other mistakes are still found and none follows from the first.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from blueprint.design.document import Document, Place
from blueprint.design.schema import (
    ActionEntry,
    BindingsEntry,
    ChannelEntry,
    Entry,
    HeadEntry,
    LaneEntry,
    LinkEntry,
    RoleEntry,
    RuleEntry,
    StageEntry,
    StepEntry,
    SystemEntry,
)
from blueprint.design.wording import keys_at, worded
from blueprint.flow import ReadFlow, read_flow
from blueprint.mistakes import did_you_mean

E = TypeVar("E", bound=Entry)
NAMELESS = "nameless"
STAND_INS: Mapping[str | int, Any] = {
    **dict.fromkeys(("id", "name", "what", "metric", "version"), NAMELESS),
    "within": "1s",
    "contact": "digital",
    "actor": "person",
    "hours": "mon-fri 09:00-17:00",
    "blueprint": 1,
}
"""What stands for a missing value where nothing is said about the rest of its entry by it."""
MENDED_AT_MOST = 5
NO_HEAD = {"blueprint": 1, **dict.fromkeys(("id", "version", "name"), NAMELESS)}
LISTED = ("lanes", "stages", "steps", "links", "rules", "actions")
REQUIRED = ("lanes", "stages", "steps", "flow", "bindings")
SECTIONS = (
    *("lanes", "channels", "systems", "roles", "stages", "steps", "flow", "links", "rules"),
    *("bindings", "gap", "actions"),
)


@dataclass(slots=True)
class Sheet:
    """A design file as far as it is well formed, each entry with its place."""

    document: Document
    hurt: set[Place] = field(default_factory=set)
    head: HeadEntry = field(init=False)
    lanes: dict[Place, LaneEntry] = field(default_factory=dict)
    channels: dict[Place, ChannelEntry] = field(default_factory=dict)
    systems: dict[Place, SystemEntry] = field(default_factory=dict)
    roles: dict[Place, RoleEntry] = field(default_factory=dict)
    stages: dict[Place, StageEntry] = field(default_factory=dict)
    steps: dict[Place, StepEntry] = field(default_factory=dict)
    links: dict[Place, LinkEntry] = field(default_factory=dict)
    rules: dict[Place, RuleEntry] = field(default_factory=dict)
    actions: dict[Place, ActionEntry] = field(default_factory=dict)
    bindings: BindingsEntry = field(init=False)
    flows: dict[str, ReadFlow] = field(default_factory=dict)
    names: dict[str, frozenset[str]] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()

    def wrong(self, place: Place, message: str, hint: str = "") -> None:
        """Remember a mistake at a place of the file."""
        self.document.wrong(place, message, hint)

    def unknown(self, place: Place, found: str, section: str, told: str) -> bool:
        """Whether a name is not declared in a section; if so, that is a mistake.

        It is not told when the section itself could not be read: the mistake is there.
        """
        if found in self.names[section] or section in self.unsure:
            return found not in self.names[section]
        where = f"declared under {section}"
        self.wrong(place, told, did_you_mean(found, self.names[section], where))
        return True


def read_sheet(document: Document) -> Sheet:
    """All entries of a document; what is badly formed is among the document's mistakes."""
    sheet = Sheet(document)
    sheet.head = _head(sheet)
    sheet.lanes = _listed(sheet, "lanes", LaneEntry)
    sheet.stages = _listed(sheet, "stages", StageEntry)
    sheet.steps = _listed(sheet, "steps", StepEntry)
    sheet.links = _listed(sheet, "links", LinkEntry)
    sheet.rules = _listed(sheet, "rules", RuleEntry)
    sheet.actions = _listed(sheet, "actions", ActionEntry)
    sheet.channels = _named(sheet, "channels", ChannelEntry)
    sheet.systems = _named(sheet, "systems", SystemEntry)
    sheet.roles = _named(sheet, "roles", RoleEntry)
    sheet.bindings = _bindings(sheet)
    sheet.flows = _flows(sheet)
    sheet.names = _names(document.values)
    sheet.unsure = frozenset(
        section for section in SECTIONS if _is_unsure(section, document.values.get(section))
    )
    return sheet


def _head(sheet: Sheet) -> HeadEntry:
    values = sheet.document.values
    known = (*keys_at(HeadEntry, ()), *SECTIONS, "include")
    for key in [key for key in values if key not in known]:
        sheet.wrong((key,), f'unknown key "{key}"', did_you_mean(key, known, "keys"))
    for key in [key for key in REQUIRED if key not in values]:
        sheet.wrong((), f'the design has no "{key}"', f"Add {key}: ...")
    head = {key: value for key, value in values.items() if key in known and key not in SECTIONS}
    return _entry(sheet, HeadEntry, head, ()) or HeadEntry.model_validate(NO_HEAD)


def _listed(sheet: Sheet, section: str, model: type[E]) -> dict[Place, E]:
    raw = sheet.document.values.get(section, [])
    if not isinstance(raw, list):
        sheet.wrong(
            (section,), f'"{section}" is no list', "Each entry begins with a dash: - {id: ...}"
        )
        return {}
    if not raw and section in REQUIRED and section in sheet.document.values:
        sheet.wrong((section,), f'"{section}" is empty', "There must be at least one")
    read = {(section, at): _entry(sheet, model, item, (section, at)) for at, item in enumerate(raw)}
    return {place: entry for place, entry in read.items() if entry is not None}


def _named(sheet: Sheet, section: str, model: type[E]) -> dict[Place, E]:
    raw = sheet.document.values.get(section, {})
    if not isinstance(raw, dict):
        sheet.wrong(
            (section,), f'"{section}" is no set of keys', "Each entry has a name: web: {...}"
        )
        return {}
    read = {
        (section, key): _entry(sheet, model, item or {}, (section, key))
        for key, item in raw.items()
    }
    return {place: entry for place, entry in read.items() if entry is not None}


def _bindings(sheet: Sheet) -> BindingsEntry:
    raw = sheet.document.values.get("bindings", {"customer": ""})
    read = _entry(sheet, BindingsEntry, raw, ("bindings",))
    return read or BindingsEntry(customer="")


def _flows(sheet: Sheet) -> dict[str, ReadFlow]:
    raw = sheet.document.values.get("flow", {})
    if not isinstance(raw, dict):
        sheet.wrong(("flow",), '"flow" is no set of stages', "flow: {a_stage: [a_step, another]}")
        return {}
    if not raw and "flow" in sheet.document.values:
        sheet.wrong(("flow",), '"flow" is empty', "flow: {a_stage: [a_step, another]}")
    flows = {stage: read_flow(value) for stage, value in raw.items()}
    for stage, flow in flows.items():
        for path, message, hint in flow.mistakes:
            sheet.wrong(("flow", stage, *path), f'flow of "{stage}": {message}', hint)
    return flows


def _entry(sheet: Sheet, model: type[E], raw: Any, place: Place) -> E | None:
    """An entry, mended where it is wrong; None when it cannot be mended."""
    mended, errors = copy.deepcopy(raw), _errors(model, raw)
    for found in errors:
        sheet.document.wrong(*worded(found, model, place, raw, sheet.document))
    for _ in range(MENDED_AT_MOST):
        if not errors:
            return model.model_validate(mended)
        sheet.hurt.add(place)
        if not all(_mend(mended, found) for found in errors):
            return None
        errors = _errors(model, mended)
    return None


def _errors(model: type[Entry], raw: Any) -> list[ErrorDetails]:
    try:
        model.model_validate(raw)
    except ValidationError as error:
        return error.errors(include_url=False)
    return []


def _mend(raw: Any, error: ErrorDetails) -> bool:
    """Put a stand-in for what is missing, take out what is wrong; whether that was possible."""
    loc = error["loc"]
    if error["type"] == "missing":
        holder = _at(raw, loc[:-1])
        if isinstance(holder, dict) and loc[-1] in STAND_INS:
            holder[loc[-1]] = STAND_INS[loc[-1]]
            return True
        loc = loc[:-1]
    for end in range(len(loc), 0, -1):
        holder = _at(raw, loc[: end - 1])
        if isinstance(holder, dict) and loc[end - 1] in holder:
            del holder[loc[end - 1]]
            return True
    return False


def _at(raw: Any, loc: tuple[int | str, ...]) -> Any:
    """What stands at a way through sets of keys; None where it leads through a list."""
    for key in loc:
        raw = raw.get(key) if isinstance(raw, dict) else None
    return raw


def _names(values: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """The names declared in each section, also of entries with mistakes of their own."""
    names = {section: _ids(values.get(section)) for section in SECTIONS}
    scope = values.get("scope")
    names["calendars"] = _ids(scope.get("calendars") if isinstance(scope, dict) else None)
    return names


def _is_unsure(section: str, raw: Any) -> bool:
    """Whether the names of a section are not all known: it is missing, misformed, or an id is."""
    if raw is None or raw in ([], {}):
        return section in REQUIRED
    if section not in LISTED:
        return not isinstance(raw, dict)
    return not isinstance(raw, list) or len(_ids(raw)) < len(raw)


def _ids(raw: Any) -> frozenset[str]:
    if isinstance(raw, dict):
        return frozenset(raw)
    if not isinstance(raw, list):
        return frozenset()
    found = (item.get("id") for item in raw if isinstance(item, dict))
    return frozenset(name for name in found if isinstance(name, str))
