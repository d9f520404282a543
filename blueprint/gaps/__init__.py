"""The gap kinds: one rule per file, in the order in which the report tells them.

To add a kind: `<kind>.py` (the rule, its docstring is its definition), `<kind>.sql` (one row per
subject and instance), a line in `RULES`, and a case file `tests/blueprint/gaps/<kind>.yaml`.
"""

from __future__ import annotations

import json
from importlib.resources import files

from blueprint.gaps.abandonment import abandonment
from blueprint.gaps.broken_rule import broken_rule
from blueprint.gaps.dropped_handoff import dropped_handoff
from blueprint.gaps.failed_touchpoint import failed_touchpoint
from blueprint.gaps.forbidden_step import forbidden_step
from blueprint.gaps.late_step import late_step
from blueprint.gaps.long_wait import long_wait
from blueprint.gaps.low_emotion import low_emotion
from blueprint.gaps.low_reach import low_reach
from blueprint.gaps.repeated_step import repeated_step
from blueprint.gaps.rule import GapRule
from blueprint.gaps.silence import silence
from blueprint.gaps.skipped_step import skipped_step
from blueprint.gaps.slow_stage import slow_stage
from blueprint.gaps.slow_system import slow_system
from blueprint.gaps.undesigned_path import undesigned_path
from blueprint.gaps.undesigned_step import undesigned_step
from blueprint.gaps.visibility_breach import visibility_breach
from blueprint.gaps.wrong_branch import wrong_branch
from blueprint.gaps.wrong_channel import wrong_channel
from blueprint.gaps.wrong_order import wrong_order
from blueprint.gaps.wrong_role import wrong_role

RULES: tuple[GapRule, ...] = (
    skipped_step,
    abandonment,
    low_reach,
    undesigned_step,
    forbidden_step,
    repeated_step,
    failed_touchpoint,
    wrong_order,
    wrong_branch,
    broken_rule,
    wrong_role,
    wrong_channel,
    visibility_breach,
    slow_stage,
    late_step,
    low_emotion,
    dropped_handoff,
    slow_system,
    silence,
    long_wait,
    undesigned_path,
)


def definitions(language: str = "en") -> dict[str, str]:
    """The definition of each kind in words, in the order of `RULES`.

    In English its rule's docstring; in the other languages of `languages/definitions` as there.
    """
    english = {rule.__name__: " ".join((rule.__doc__ or "").split()) for rule in RULES}
    file = files("blueprint") / "languages" / "definitions" / f"{language}.json"
    translated = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return {kind: translated.get(kind, text) for kind, text in english.items()}
