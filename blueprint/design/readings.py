"""What the data team's half says: bindings, ignored events, signals, outcomes, tolerances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from blueprint.design.conditions import (
    is_field,
    read_alternative,
    read_alternatives,
    read_conditions,
)
from blueprint.design.document import Place
from blueprint.design.forms import shown
from blueprint.design.sheet import Sheet
from blueprint.design.values import Alternative, Condition, Signal
from blueprint.mistakes import did_you_mean

GAP_DEFAULTS: Mapping[str, float] = {
    "min_cases": 36,
    "coverage_min": 0.9,
    "identity_min": 0.8,
    "skipped_above": 0.05,
    "undesigned_above": 0.02,
    "forbidden_above": 0,
    "repeated_above": 0.02,
    "order_above": 0.02,
    "branch_above": 0.02,
    "rule_above": 0,
    "role_above": 0.02,
    "channel_above": 0.02,
    "visibility_above": 0,
    "limit_above": 0.02,
    "wait_above": 0.1,
    "silence_above": 0.1,
    "emotion_below": 0.25,
    "path_above": 0.1,
    "time_tolerance": 0.1,
}
SIGNAL_KINDS = ("self_report", "model", "friction")
SIGNAL_KEYS = ("kind", "value", "scale", "stage", "stage_of")


@dataclass(slots=True)
class Readings:
    """Bindings by step with their places, ignored events, signals, outcomes, tolerances."""

    steps: dict[str, tuple[tuple[Place, Alternative], ...]] = field(default_factory=dict)
    ignore: tuple[Alternative, ...] = ()
    signals: tuple[Signal, ...] = ()
    outcomes: dict[str, tuple[Condition, ...]] = field(default_factory=dict)
    gap: dict[str, float] = field(default_factory=dict)

    def outcome_text(self, step: str) -> str | None:
        """A step's outcome in one text, as `attributes.result = failed`."""
        said = [
            f"{one.field} {one.operator} {', '.join(one.values)}"
            for one in self.outcomes.get(step, ())
        ]
        return " and ".join(said) or None

    def attributes(self) -> frozenset[str]:
        """The names of the attributes that anything here speaks of."""
        bound = [way for ways in self.steps.values() for _, way in ways]
        conditions = [one for way in (*bound, *self.ignore) for one in way.conditions]
        conditions += [one for signal in self.signals for one in signal.conditions]
        conditions += [one for ones in self.outcomes.values() for one in ones]
        fields = [one.field for one in conditions]
        fields += [signal.value for signal in self.signals if signal.value]
        return frozenset(
            name.removeprefix("attributes.") for name in fields if name.startswith("attributes.")
        )


def read_readings(sheet: Sheet) -> Readings:
    """Everything of the data team's half; what is wrong is among the document's mistakes."""
    ignore = sheet.bindings.ignore
    return Readings(
        steps={
            step: read_alternatives(
                raw, ("bindings", "steps", step), f'binding of "{step}"', sheet.document
            )
            for step, raw in sheet.bindings.steps.items()
        },
        ignore=() if ignore is None else _ignore(sheet, ignore),
        signals=tuple(_signals(sheet)),
        outcomes=_outcomes(sheet),
        gap=_gap(sheet),
    )


def _ignore(sheet: Sheet, raw: Any) -> tuple[Alternative, ...]:
    read = read_alternatives(raw, ("bindings", "ignore"), "ignore", sheet.document)
    for place, alternative in read:
        if alternative.pick != "all":
            sheet.wrong((*place, "pick"), "ignore: what is ignored is not picked", "Leave out pick")
    return tuple(alternative for _, alternative in read)


def _outcomes(sheet: Sheet) -> dict[str, tuple[Condition, ...]]:
    """By which attribute a step has failed: `attributes.failed` (is true), or conditions."""
    outcomes = {}
    for place, step in sheet.steps.items():
        if step.outcome is None:
            continue
        at, name = (*place, "outcome"), f'outcome of step "{step.id}"'
        raw = {step.outcome: True} if isinstance(step.outcome, str) else step.outcome
        read = read_alternative(raw, at, name, sheet.document)
        outcomes[step.id] = read.conditions if read else ()
    return outcomes


def _signals(sheet: Sheet) -> list[Signal]:
    signals = []
    for name, raw in sheet.bindings.signals.items():
        place: Place = ("bindings", "signals", name)
        if isinstance(raw, dict):
            signals.append(_signal(sheet, name, raw, place))
        else:
            hint = "Write {source: web, activity: Rage Click, kind: friction}"
            sheet.wrong(place, f'signal "{name}": {shown(raw)} is no set of keys', hint)
    return signals


def _signal(sheet: Sheet, name: str, raw: Mapping[str, Any], place: Place) -> Signal:
    told = f'signal "{name}"'
    rest = {key: value for key, value in raw.items() if key not in SIGNAL_KEYS}
    conditions = read_conditions(rest, place, told, sheet.document)
    if raw.get("kind") not in SIGNAL_KINDS:
        hint = did_you_mean(raw.get("kind"), SIGNAL_KINDS, "known")
        sheet.wrong((*place, "kind"), f"{told}: kind {shown(raw.get('kind'))} is not known", hint)
    value, stage = raw.get("value"), raw.get("stage")
    if value is not None and not is_field(str(value)):
        sheet.wrong((*place, "value"), f"{told}: {shown(value)} is no field", "attributes.NAME")
    if stage is not None:
        sheet.unknown((*place, "stage"), str(stage), "stages", f'{told} is in stage "{stage}"')
    return Signal(
        id=name,
        conditions=conditions,
        kind=str(raw.get("kind")),
        value=None if value is None else str(value),
        scale=_scale(sheet, raw.get("scale"), (*place, "scale"), told),
        stage=None if stage is None else str(stage),
        stage_of=raw.get("stage_of"),
    )


def _scale(
    sheet: Sheet, raw: Any, place: Place, told: str
) -> Mapping[str, float] | tuple[float, float] | None:
    if raw is None:
        return None
    numbers = list(raw.values()) if isinstance(raw, dict) else raw
    if not isinstance(numbers, list) or not all(_is_number(number) for number in numbers):
        sheet.wrong(place, f"{told}: {shown(raw)} is no scale", "[1, 5], or {good: 2, bad: -2}")
        return None
    if isinstance(raw, dict):
        return {str(answer): float(number) for answer, number in raw.items()}
    if len(numbers) != 2 or numbers[0] >= numbers[1]:  # noqa: PLR2004 - lowest and highest
        sheet.wrong(place, f"{told}: the scale does not rise", "[lowest, highest], as [1, 5]")
        return None
    return float(numbers[0]), float(numbers[1])


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _gap(sheet: Sheet) -> dict[str, float]:
    """The tolerances: the defaults, and over them what the design says."""
    raw = sheet.document.values.get("gap") or {}
    if not isinstance(raw, dict):
        sheet.wrong(("gap",), '"gap" is no set of keys', "gap: {min_cases: 36}")
        return dict(GAP_DEFAULTS)
    for key, value in raw.items():
        if key not in GAP_DEFAULTS:
            hint = did_you_mean(key, GAP_DEFAULTS, "keys")
            sheet.wrong(("gap", key), f'gap: unknown key "{key}"', hint)
        elif not _is_number(value):
            sheet.wrong(("gap", key), f"gap: {key} {shown(value)} is no number", "As 0.05")
        else:
            _refuse_size(sheet, key, value)
    said = {key: value for key, value in raw.items() if key in GAP_DEFAULTS and _is_number(value)}
    return {**GAP_DEFAULTS, **said}


def _refuse_size(sheet: Sheet, key: str, value: float) -> None:
    """A share is 0 to 1, a count a whole number from 1, a distance of emotions at most 4."""
    if key == "min_cases":
        if value < 1 or value != int(value):
            sheet.wrong(("gap", key), f'gap: {key} "{value}" is no count', "As 36")
        return
    highest = 4 if key == "emotion_below" else 1
    if not 0 <= value <= highest:
        hint = f"Shares are 0 to 1: {value / 100:g} for {value:g} %" if value > 1 else ""
        sheet.wrong(("gap", key), f'gap: {key} "{value}" is not from 0 to {highest}', hint)
