"""The gaps as rows of words, for the terminal's table and for Prefect's Markdown artifact."""

from __future__ import annotations

from dataclasses import dataclass

from blueprint.amounts import share
from blueprint.findings import Findings, Gap
from blueprint.sentences import (
    effect_words,
    kind_word,
    sentence,
    status_word,
    subject_name,
    verdict_word,
)
from pipelines.plain import plain

LONGEST = 72
"""Characters of a name or id in the table; the whole stands in the report."""
FOLLOWS = "follows"
"""The verdict of a gap that another one explains: it is not counted again."""
HEADINGS = ("#", "gap", "verdict", "status", "affected", "rate", "effect", "id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One gap in words, safe for a terminal."""

    place: int
    gap: str
    verdict: str
    status: str
    affected: str
    rate: str
    effect: str
    id: str

    def cells(self) -> tuple[str, ...]:
        """The cells in the order of `HEADINGS`."""
        row = (self.gap, self.verdict, self.status, self.affected, self.rate, self.effect, self.id)
        return (str(self.place), *row)


def rows(findings: Findings, most: int | None = None) -> list[Row]:
    """The largest gaps, `most` of them or all, in the order of the findings."""
    return [_row(place, gap, findings) for place, gap in enumerate(findings.gaps[:most], 1)]


def _row(place: int, gap: Gap, findings: Findings) -> Row:
    """One gap in words."""
    language = findings.run.language
    name = f"{kind_word(gap.kind, language)}: {subject_name(gap, findings.designed, language)}"
    return Row(
        place=place,
        gap=plain(_short(name)),
        verdict=verdict_word(gap.verdict, language) if not gap.follows_from else FOLLOWS,
        status=_status(gap, language),
        affected=f"{gap.affected} / {gap.eligible}",
        rate=share(gap.rate, language),
        effect=effect_words(gap.effect.unit, gap.effect.value, language),
        id=plain(_short(gap.id)),
    )


def _status(gap: Gap, language: str) -> str:
    """What became of it over the runs; accepted, while it is."""
    status = "accepted" if gap.accepted else gap.status
    return status_word(status, language) if status else ""


def _short(text: str) -> str:
    """A text that leaves room for the numbers beside it."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def told(gap: Gap, findings: Findings) -> str:
    """The gap in one sentence."""
    return plain(sentence(gap, findings.designed, findings.run.language))


def first_line(findings: Findings) -> str:
    """Over what the run was: customers, events, and until when every source is complete."""
    run = findings.run
    counted = f"{run.customers} customers, {run.events} events{_episodes(findings)}"
    return plain(f"{counted}; complete until {_reach(findings)}")


def doubts(findings: Findings) -> list[str]:
    """What cannot be relied on, a line each: sources that end early or were stopped, lost rows."""
    sources = findings.run.sources
    stale = [s.source for s in sources if s.stale]
    told = [f"stale, their logs end early: {', '.join(stale)}"] if stale else []
    told += [f"{s.source} was stopped: {s.stopped}" for s in sources if s.stopped]
    unread = sum(s.rows_quarantined for s in sources)
    told += [f"{unread} rows were set aside: blueprint-miner quarantine"] if unread else []
    twice = sum(one.instances for one in findings.disagreements)
    told += [f"two engines disagree whether {twice} instances are as designed"] if twice else []
    told += (
        [f"fixed since the last run: {', '.join(f.id for f in findings.fixed)}"]
        if findings.fixed
        else []
    )
    return [plain(line) for line in told]


def _episodes(findings: Findings) -> str:
    """How many episodes there are, and which pause ends one."""
    run = findings.run
    if run.episode_gap is None:
        return ""
    seconds, whence = run.episode_gap
    told = {
        "set": "as set",
        "data": "from the data",
        "usual": "the usual one: the log's pauses are too few, or of one kind",
    }
    return f" in {run.cases} episodes (a pause of {seconds / 86_400:g} days, {told[whence]})"


def _reach(findings: Findings) -> str:
    """The day up to which every source is complete."""
    ends = [s.complete_until for s in findings.run.sources if s.complete_until]
    return min(ends)[:10] if ends else "unknown"
