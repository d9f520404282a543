"""Coverage and data quality: sources, how events were bound, identity, clock, what is unjudged."""

from __future__ import annotations

from collections.abc import Mapping

from blueprint.amounts import UNKNOWN, number, share
from blueprint.findings import ActivityCoverage, SourceState
from blueprint.report.section import Context, Section, Table, render, tables
from blueprint.sentences import kind_word

NAMED = frozenset({
    "cases", "events", "confident_share", "events_without_customer",
    "pairs", "ties", "between_source_ties", "midnight",
})  # fmt: skip
"""Numbers of the gates that have a name in every language."""
STATES = ("bound", "not_picked", "ignored", "unbound", "unplaced")


def section(context: Context) -> Section:
    """What must be known before any gap is believed."""
    gates = context.findings.gates
    shares = [(context.word(s), share(gates.coverage.get(s), context.language)) for s in STATES]
    blind = [context.name(step) for step in gates.blind_steps] or [context.word("none")]
    content = tables(_sources(context)) + render(
        "coverage",
        shares=shares,
        blind=(context.word("blind"), ", ".join(blind)),
        identity=(context.word("identity"), _pairs(gates.identity, context)),
        clock=(context.word("clock_gate"), _pairs(gates.clock, context)),
    )
    content += tables(_activities(context), *_unjudged(context))
    return Section("coverage", context.word("coverage"), content)


def _pairs(values: Mapping[str, float], context: Context) -> str:
    """Named numbers of a gate in one line; shares are those called so."""
    told = []
    for key, value in values.items():
        shown = share if key.endswith("_share") else number
        name = context.word(key) if key in NAMED else key.replace("_", " ")
        told.append(f"{name}: {shown(value, context.language)}")
    return " · ".join(told)


def _sources(context: Context) -> Table:
    """One row per source."""
    keys = "source coverage_from complete_until events rows_read duplicates quarantined state"
    rows = [_source(source, context) for source in context.findings.run.sources]
    heads = [context.word(key) for key in keys.split()]
    return Table(context.word("sources_caption"), heads, rows, frozenset({3, 4, 5, 6}))


def _source(source: SourceState, context: Context) -> list[str]:
    """How far it reaches, how its rows ended, how it is."""
    states = [context.word("stale")] if source.stale else []
    states += [f"{context.word('stopped')}: {source.stopped}"] if source.stopped else []
    states += (
        [f"{context.word('complete_until')} {context.word('assumed')}"] if source.assumed else []
    )
    counts = (source.events, source.rows_read, source.rows_duplicate, source.rows_quarantined)
    return [
        source.source,
        _minute(source.coverage_from),
        _minute(source.complete_until),
        *(number(count, context.language) for count in counts),
        ", ".join(states) or context.word("good"),
    ]


def _minute(moment: str | None) -> str:
    """A time to the minute."""
    return moment[:16].replace("T", " ") if moment else UNKNOWN


def _activities(context: Context) -> Table:
    """Unbound activities first: that is where undesigned steps come from."""
    order = {"unbound": 0, "unplaced": 1, "bound": 2, "not_picked": 3, "ignored": 4}
    found = sorted(
        context.findings.gates.activities,
        key=lambda one: (order.get(one.state, len(order)), -one.events, one.source, one.activity),
    )
    heads = [context.word(key) for key in ("source", "activity", "state", "events")]
    rows = [_activity(one, context) for one in found]
    return Table(context.word("coverage_caption"), heads, rows, frozenset({3}))


def _activity(one: ActivityCoverage, context: Context) -> list[str]:
    """One activity in one state."""
    state = context.word(one.state) if one.state in STATES else one.state
    return [one.source, one.activity, state, number(one.events, context.language)]


def _unjudged(context: Context) -> list[Table]:
    """The kinds for which the design has no key, if any."""
    rows = [
        [
            kind_word(one.get("kind", ""), context.language),
            one.get("subject", ""),
            one.get("why", ""),
        ]
        for one in context.findings.unjudged
    ]
    heads = [context.word(key) for key in ("kind", "subject", "why")]
    return [Table(context.word("unjudged_caption"), heads, rows)] if rows else []
