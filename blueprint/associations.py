"""What a gap goes with, for its row in the ledger: segments, and what customers said with it."""

from __future__ import annotations

from collections.abc import Iterable

from blueprint.amounts import number, share, signed
from blueprint.findings import Gap, GapEffect, Segment, StageExperience
from blueprint.sentences import report_word


def segments_told(gap: Gap, language: str) -> list[str]:
    """A sentence per segment: associated, never caused."""
    return [_segment(one, language) for one in gap.segments]


def _segment(one: Segment, language: str) -> str:
    names = {"channel": "segment_channel", "role": "segment_role", "week": "segment_week"}
    named = names.get(one.attribute)
    low, high = (None if end is None else number(end, language, 1) for end in one.interval)
    lift = "segment_only" if one.lift is None else "segment_lift"
    return report_word(
        lift,
        language,
        attribute=report_word(named, language) if named else one.attribute,
        value=one.value,
        rate=share(one.rate, language),
        rest=share(one.rest_rate, language),
        affected=number(one.affected, language),
        eligible=number(one.eligible, language),
        lift=number(one.lift or 0.0, language, 1),
        interval=f"{low} \N{EN DASH} {high or ''}".rstrip(),
    )


def moods_told(gap: Gap, experience: Iterable[StageExperience], language: str) -> list[str]:
    """What customers said with and without the gap, a sentence per stage that asked."""
    return [
        _mood(effect, language)
        for stage in experience
        for effect in stage.effects
        if effect.gap == gap.id
    ]


def _mood(effect: GapEffect, language: str) -> str:
    low, high = effect.interval
    return report_word(
        "mood_effect",
        language,
        **{
            key: signed(value, language)
            for key, value in (
                ("with_it", effect.score_with),
                ("without", effect.score_without),
                ("difference", effect.difference),
                ("low", low),
                ("high", high),
            )
        },
        n_with=number(effect.n_with, language),
        n_without=number(effect.n_without, language),
    )
