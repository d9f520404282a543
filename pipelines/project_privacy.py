"""`privacy:` of project.yaml: what of the customers and the staff may stand in the warehouse."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from pipelines.project_file import Section

IDENTIFIERS = ("pseudonyms", "plain")
QUARANTINE = ("redacted", "plain")
KEY_VARIABLE = "BLUEPRINT_MINER_KEY"
QUARANTINE_DAYS = 90
SMALLEST_GROUP = 5
_MOST_DAYS = 36_500
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacySettings:
    """What is kept of persons; docs/privacy.md has the rules in words."""

    identifiers: str = "pseudonyms"  # or plain: as the exports have them
    key_variable: str = KEY_VARIABLE  # name of the environment variable that holds the key
    quarantine: str = "redacted"  # or plain: rejected rows as they came
    quarantine_kept: timedelta = timedelta(days=QUARANTINE_DAYS)  # since a row was met last
    persons: tuple[str, ...] = ()  # further types of objects that name a person
    smallest_group: int = SMALLEST_GROUP  # results about fewer persons are suppressed; 1: none


def read_privacy(section: Section | None) -> PrivacySettings:
    """The settings of the section, the defaults where it lacks; collects its mistakes."""
    if section is None:
        return PrivacySettings()
    section.known_keys(
        "identifiers", "key_variable", "persons", "quarantine", "quarantine_days", "smallest_group"
    )
    days = section.number("quarantine_days", QUARANTINE_DAYS, 0, _MOST_DAYS)
    return PrivacySettings(
        identifiers=section.choice("identifiers", IDENTIFIERS, "pseudonyms") or "pseudonyms",
        key_variable=_variable(section),
        quarantine=section.choice("quarantine", QUARANTINE, "redacted") or "redacted",
        quarantine_kept=timedelta(days=days),
        persons=section.texts("persons"),
        smallest_group=int(section.number("smallest_group", SMALLEST_GROUP, 1, 1_000_000)),
    )


def _variable(section: Section) -> str:
    """The name of an environment variable; never the key itself."""
    name = section.text("key_variable") or KEY_VARIABLE
    if _NAME.fullmatch(name):
        return name
    # what stands there may be a key by mistake: it is not repeated
    section.wrong(
        "key_variable",
        f'"key_variable" must be the name of an environment variable, such as {KEY_VARIABLE};'
        " the key itself does not belong into a file",
    )
    return KEY_VARIABLE
