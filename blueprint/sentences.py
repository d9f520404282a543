"""What a gap says, in the languages of `languages/*.json`: templates, label words, kind words.

A gap carries no text, only a template's id and its parameters (findings.Sentence), so that the same
findings can be said in any language.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from blueprint.amounts import duration, number, plural, share, signed
from blueprint.findings import Gap
from blueprint.model import Blueprint, say

LANGUAGES = ("en", "es", "pl")
CANONICAL = "canonical"
LABELS = (CANONICAL, "apto", "milda")
"""Sets of names for rows and lines: the canon's, and those of templates that people know."""
FOLDER = Path(__file__).parent / "languages"
OF_A_STAGE = frozenset(
    {"abandonment", "slow_stage", "low_reach", "silence", "long_wait", "low_emotion"}
)
"""Kinds whose gaps belong to a stage, not to one of its steps."""
LATE, SKIPPED, UNSURE = "late_step", "skipped_step", "not_enough_data"


def folder() -> Path:
    """Where the texts of all languages are."""
    return FOLDER


@cache
def vocabulary(language: str) -> Mapping[str, Mapping[str, str]]:
    """Everything we can say in a language; English when we do not speak it."""
    known = language if language in LANGUAGES else "en"
    texts: dict[str, dict[str, str]] = json.loads((FOLDER / f"{known}.json").read_text("utf-8"))
    return texts


def word(key: str, language: str = "en", **values: object) -> str:
    """A label word of the board, with its values filled in."""
    return vocabulary(language)["words"][key].format(**values)


def counted(key: str, count: int, language: str = "en", **values: object) -> str:
    """A label word of the board that counts something, in the form that goes with the count."""
    form = plural(vocabulary(language)["words"][key], count, language)
    return form.format(n=number(count, language), **values)


def label_word(key: str, language: str = "en", labels: str = CANONICAL) -> str:
    """A row or line of the blueprint as a template calls it; the canon's word where it has none."""
    renamed = {} if labels == CANONICAL else vocabulary(language).get(f"labels_{labels}", {})
    return renamed.get(key) or word(key, language)


def report_word(key: str, language: str = "en", **values: object) -> str:
    """A heading or text of the report, with its values filled in."""
    return vocabulary(language)["report"][key].format(**values)


def kind_word(kind: str, language: str = "en") -> str:
    """One or two words for a kind of gap: late, skipped, unplanned."""
    return vocabulary(language)["kinds"].get(kind, kind.replace("_", " "))


def verdict_word(verdict: str, language: str = "en") -> str:
    """confirmed, indicated or not enough data, in the language."""
    return vocabulary(language)["verdicts"].get(verdict, verdict)


def kind_told(gap: Gap, language: str = "en") -> str:
    """A gap's kind; of a slow stage with what is slow of it, for each has its own target."""
    told, key = kind_word(gap.kind, language), f"slow_{gap.facet}"
    words = vocabulary(language)["words"]
    return f"{told}, {words[key]}" if gap.kind == "slow_stage" and key in words else told


def status_word(status: str, language: str = "en") -> str:
    """new, worse, came back ...: what became of a gap over the runs, in the language."""
    return vocabulary(language)["statuses"].get(status, status.replace("_", " "))


def said_duration(seconds: float | None, language: str = "en", clock: str = "calendar") -> str:
    """A duration in a sentence: one that only passes in business hours says so."""
    time = duration(seconds, language, clock)
    if clock == "calendar" or seconds is None:
        return time
    return word("working_time", language, time=time)


def effect_words(unit: str, value: float, language: str = "en", clock: str = "calendar") -> str:
    """The size of an effect with its unit: 271 h, 67 customers."""
    if unit == "hours" and clock != "calendar":
        unit = "working_hours"
    decimals = 1 if unit in {"hours", "working_hours", "points"} and abs(value) < 10 else 0  # noqa: PLR2004 - small ones need a decimal
    unit_word = plural(vocabulary(language)["units"].get(unit, unit), value, language)
    return f"{number(value, language, decimals)}\u00a0{unit_word}"


def sentence(gap: Gap, designed: Blueprint, language: str = "en") -> str:
    """The gap in one sentence: n of N, and what the design says; plain for kinds without words."""
    templates = vocabulary(language)["sentences"]
    template = templates.get(_template(gap)) or templates.get(gap.kind) or templates["other"]
    said = template.format_map(_Values(_values(gap, designed, language)))
    return said[:-1] if said.endswith("..") else said


def subject_name(gap: Gap, designed: Blueprint, language: str = "en") -> str:
    """What the gap is about, as people call it: its step, its activity or its stage."""
    parameters = gap.sentence.parameters
    if "activity" in parameters:
        return str(parameters["activity"])
    if "arms" in parameters or "rule" in parameters:
        return _rule(parameters, language) or _several(parameters["arms"], designed, language)
    if gap.kind in OF_A_STAGE:
        return _name(gap.stage, designed, language)
    first = parameters.get("before") if gap.kind == "wrong_order" else parameters.get("step")
    return _name(first or gap.subject, designed, language)


def _rule(parameters: Mapping[str, Any], language: str) -> str:
    """The id of a rule and what it says, if the gap is about one."""
    rule, why = parameters.get("rule", ""), parameters.get("why")
    told = say(why, language).rstrip(".") if isinstance(why, Mapping) else ""
    return " ".join(part for part in (str(rule), told) if part)


def _template(gap: Gap) -> str:
    """The id of the template: that of the findings, unless the verdict or a rate of 1 says more."""
    if gap.verdict == UNSURE:
        return UNSURE
    if gap.kind == SKIPPED and gap.rate >= 1:
        return "skipped_step.never"
    if gap.sentence.parameters.get("never"):
        return f"{gap.kind}.never"
    if gap.sentence.parameters.get("hidden"):
        return f"{gap.kind}.hidden"
    return gap.sentence.template


def _values(gap: Gap, designed: Blueprint, language: str) -> dict[str, str]:
    """Every parameter of the sentence as text in the language; the gap's own numbers stand in."""
    own = ("subject", "stage", "affected", "eligible", "rate", "tolerance")
    known: dict[str, Any] = {key: getattr(gap, key) for key in own}
    known |= {"promised": 1 - gap.tolerance} | gap.sentence.parameters
    clock = clock_of(gap, designed)
    return {key: _say_value(key, known[key], designed, (language, clock)) for key in known}


def clock_of(gap: Gap, designed: Blueprint) -> str:
    """The clock of the gap's durations: that of the promise for a late step, else of the stage."""
    if "clock" in gap.sentence.parameters:
        return str(gap.sentence.parameters["clock"])
    if gap.kind == LATE:
        promises = (step.sla for step in designed.steps if step.id == gap.subject)
        return next((sla.clock for sla in promises if sla), "calendar")
    times = (stage.time for stage in designed.stages if stage.id == gap.stage)
    return next((time.clock for time in times if time), "calendar")


def _say_value(key: str, value: Any, designed: Blueprint, manner: tuple[str, str]) -> str:
    """One parameter as text: durations end in _s, shares and counts by name, ids by their names.

    A list is its parts, a mapping a text of the design in several languages.
    """
    language, clock = manner
    if isinstance(value, list):
        return _several(value, designed, language)
    if isinstance(value, Mapping):
        return say(value, language).rstrip(".")
    if isinstance(value, int | float):
        if key.endswith("_s"):
            return said_duration(value, language, clock)
        says: Callable[[float, str], str] = share if key in SHARES else number
        says = signed if key in POINTS else says
        return says(value, language)
    if key == "turn":
        return _turn(str(value), designed, language)
    return str(value) if key in AS_LOGGED else _name(value, designed, language)


SHARES = frozenset({"rate", "tolerance", "promised", "response", "share"})
POINTS = frozenset({"score", "expected", "least"})
AS_LOGGED = frozenset({"activity", "seen"})
"""Words of the log: they stay as they are, also where a step has the same name."""


def _several(identifiers: Iterable[object], designed: Blueprint, language: str) -> str:
    """The names of several steps."""
    return " / ".join(_name(one, designed, language) for one in identifiers)


def _name(identifier: object, designed: Blueprint, language: str) -> str:
    """The name of a step or stage of the design; the identifier itself when it has none."""
    names = {stage.id: stage.name for stage in designed.stages}
    names |= {step.id: step.name for step in designed.steps}
    return say(names.get(str(identifier)), language) or str(identifier)


def _turn(named: str, designed: Blueprint, language: str) -> str:
    """The name of a lane; of a role what the board calls it."""
    lanes = {lane.id: lane.name for lane in designed.lanes}
    return say(lanes.get(named), language) or vocabulary(language)["words"].get(named, named)


class _Values(dict[str, str]):
    """Parameters of a sentence; a missing one shows as a question mark instead of an error."""

    def __missing__(self, key: str) -> str:
        return "?"
