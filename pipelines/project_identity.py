"""`identity:` of project.yaml: which names of a person are one customer, and which are not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import phonenumbers
from ruamel.yaml.comments import CommentedMap

from miner.fuzzy import LEAST_THRESHOLD, FuzzyRules
from miner.identity import FAN_OUT, IdentityRules, Withdrawn
from pipelines.project_file import Section, nearest

_KEYS = (
    "keys", "leaves", "single", "unique", "blocked", "blocked_patterns", "fan_out", "pause",
    "region", "withdraw", "fuzzy",
)  # fmt: skip
_RULES = IdentityRules()
_PAUSE = timedelta(minutes=30)
_MOST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentitySettings:
    """How identifiers become customers; docs/identity.md has the rules in words."""

    keys: tuple[str, ...] = _RULES.keys
    leaves: tuple[str, ...] = _RULES.leaves
    single: tuple[str, ...] = _RULES.single
    unique: tuple[str, ...] = _RULES.unique
    blocked: tuple[str, ...] = ()
    blocked_patterns: tuple[str, ...] = ()
    fan_out: int = _RULES.fan_out
    fan_outs: tuple[tuple[str, int], ...] = tuple(sorted(FAN_OUT.items()))
    pause: timedelta = _PAUSE
    region: str | None = None  # of phones written without a country, such as ES
    withdrawn: tuple[Withdrawn, ...] = ()
    fuzzy: FuzzyRules | None = None  # None: no fuzzy pass


def read_identity(section: Section | None) -> IdentitySettings:
    """The settings of the section, the defaults where it lacks; collects its mistakes."""
    if section is None:
        return IdentitySettings()
    section.known_keys(*_KEYS)
    fan_out, fan_outs = _fan_out(section)
    return IdentitySettings(
        keys=section.texts("keys", _RULES.keys),
        leaves=section.texts("leaves", _RULES.leaves),
        single=section.texts("single", _RULES.single),
        unique=section.texts("unique", _RULES.unique),
        blocked=section.texts("blocked"),
        blocked_patterns=_patterns(section),
        fan_out=fan_out,
        fan_outs=fan_outs,
        pause=section.duration("pause") or _PAUSE,
        region=_region(section),
        withdrawn=_withdrawn(section),
        fuzzy=_fuzzy(section),
    )


def _fan_out(section: Section) -> tuple[int, tuple[tuple[str, int], ...]]:
    """One limit for all types, or a mapping of types to limits with a default."""
    if not isinstance(section.content.get("fan_out"), CommentedMap):
        limit = int(section.number("fan_out", _RULES.fan_out, 1, _MOST))
        return limit, () if section.has("fan_out") else tuple(sorted(FAN_OUT.items()))
    limits = section.section("fan_out")
    if limits is None:
        return _RULES.fan_out, ()
    told = {str(kind): int(limits.number(kind, 20, 1, _MOST)) for kind in limits.content}
    default = told.pop("default", _RULES.fan_out)
    return default, tuple(sorted((FAN_OUT | told).items()))


def _patterns(section: Section) -> tuple[str, ...]:
    """Patterns of whole values, in lower case."""
    patterns = section.texts("blocked_patterns")
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            section.wrong("blocked_patterns", f'pattern "{pattern}" cannot be read: {error}')
            return ()
    return patterns


def _fuzzy(section: Section) -> FuzzyRules | None:
    """The fuzzy pass, when it is asked for: `fuzzy: {}` takes the defaults."""
    if not section.has("fuzzy"):
        return None
    asked = section.section("fuzzy")
    if asked is None:
        return None
    asked.known_keys("threshold", "compare")
    return FuzzyRules(
        threshold=asked.number("threshold", FuzzyRules().threshold, LEAST_THRESHOLD, 1),
        compare=asked.texts("compare"),
    )


def _region(section: Section) -> str | None:
    region = section.text("region")
    if region is not None and region.upper() not in phonenumbers.SUPPORTED_REGIONS:
        hint = nearest(region, phonenumbers.SUPPORTED_REGIONS) if len(region) > 1 else "."
        short = hint if "mean" in hint else ". Expected two letters such as ES."
        section.wrong("region", f'region "{region}" is not known{short}')
        return None
    return region.upper() if region else None


def _withdrawn(section: Section) -> tuple[Withdrawn, ...]:
    """The statements that do not hold, each between two identifiers written as type:id."""
    value = section.content.get("withdraw")
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, CommentedMap) for item in value):
        section.wrong(
            "withdraw", '"withdraw" must be a list such as [{from: "email:a@x.es", to: "user:7"}]'
        )
        return ()
    found = (_one_withdrawn(section, item) for item in value)
    return tuple(withdrawn for withdrawn in found if withdrawn)


def _one_withdrawn(section: Section, item: CommentedMap) -> Withdrawn | None:
    place = item.lc.line + 1
    entry = Section(section.path, item, f"{section.name}, withdraw", place, section.mistakes)
    entry.known_keys("from", "to")
    ends = [(entry.text(key) or "").partition(":") for key in ("from", "to")]
    for key, (kind, _, name) in zip(("from", "to"), ends, strict=True):
        if not kind or not name:
            entry.wrong(key, f'"{key}" must be an identifier such as email:a@x.es')
            return None
    (from_type, _, from_id), (to_type, _, to_id) = ends
    return Withdrawn(from_type, from_id, to_type, to_id)
