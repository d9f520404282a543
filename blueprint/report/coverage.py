"""Coverage and data quality: sources, how events were bound, identity, clock, what is unjudged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from blueprint.amounts import UNKNOWN, number, share
from blueprint.findings import ActivityCoverage, SourceState
from blueprint.reasons import reason
from blueprint.report.parts.variant_rows import steps
from blueprint.report.section import Context, Section, Table, fold, render, tables
from blueprint.sentences import kind_word

NAMED = frozenset({
    "confident_share", "events_without_customer",
    "pairs", "ties", "between_source_ties", "midnight", "cases", "events", "inversions",
    "batch_stamps", "implausible",
})  # fmt: skip
"""Numbers of the gates that have a name in every language."""
STATES = ("bound", "not_picked", "ignored", "unbound", "unplaced")
LOOSE = ("unbound", "unplaced")


def section(context: Context) -> Section:
    """What must be known before any gap is believed."""
    gates = context.findings.gates
    shares = [(context.word(s), share(gates.coverage.get(s), context.language)) for s in STATES]
    blind = [context.name(step) for step in gates.blind_steps] or [context.word("none")]
    content = (
        tables(_sources(context))
        + render("note", text=context.word("sources_note"))
        + render(
            "coverage",
            shares=shares,
            blind=(context.word("blind"), ", ".join(blind)),
            identity=(context.word("identity"), _pairs(gates.identity, context)),
            clock=(context.word("clock_gate"), _pairs(gates.clock, context)),
        )
    )
    if context.findings.disagreements:
        content += tables(_disagreements(context))
    content += _activities(context) + _unjudged(context)
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
    counts = (source.events, source.rows_read, source.rows_duplicate, source.rows_quarantined)
    return [
        source.source,
        _minute(source.coverage_from),
        _minute(source.complete_until),
        *(number(count, context.language) for count in counts),
        ", ".join(_notes(source, context)) or context.word("good"),
    ]


def _notes(source: SourceState, context: Context) -> list[str]:
    """What is not right with a source, its doubtful times among it."""
    notes = [context.word("stale")] if source.stale else []
    notes += (
        [f"{context.word('stopped')}: {reason(source.stopped, context.language)}"]
        if source.stopped
        else []
    )
    if source.assumed:
        notes.append(f"{context.word('complete_until')} {context.word('assumed')}")
    return notes + [
        context.word(key, n=number(count, context.language))
        for key in ("times_ambiguous", "times_impossible", "times_future")
        if (count := getattr(source, key))
    ]


def _minute(moment: str | None) -> str:
    """A time to the minute."""
    return moment[:16].replace("T", " ") if moment else UNKNOWN


def _activities(context: Context) -> Markup:
    """Unbound activities first: undesigned steps come from there; the bound ones fold out."""
    order = {state: n for n, state in enumerate(LOOSE + STATES)}
    found = sorted(
        context.findings.gates.activities,
        key=lambda one: (order.get(one.state, len(order)), -one.events, one.source, one.activity),
    )
    loose = [one for one in found if one.state in LOOSE]
    bound = [one for one in found if one.state not in LOOSE]
    content = tables(_table("loose_caption", loose, context)) if loose else Markup()
    if bound:
        folded = tables(_table("coverage_caption", bound, context))
        content += fold(context.word("coverage_all", n=len(bound)), folded)
    return content


def _table(caption: str, found: Sequence[ActivityCoverage], context: Context) -> Table:
    """One row per activity and state."""
    heads = [context.word(key) for key in ("source", "activity", "state", "events")]
    rows = [_activity(one, context) for one in found]
    return Table(context.word(caption), heads, rows, frozenset({3}))


def _activity(one: ActivityCoverage, context: Context) -> list[str]:
    """One activity in one state."""
    state = context.word(one.state) if one.state in STATES else one.state
    return [one.source, one.activity, state, number(one.events, context.language)]


def _unjudged(context: Context) -> Markup:
    """The kinds for which the design has no key, one row per reason, if there are any."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for one in context.findings.unjudged:
        subject = reason(context.name(one.get("subject", "")), context.language)
        reasons.setdefault((one.get("kind", ""), one.get("why", "")), []).append(subject)
    rows = [
        [_kind(kind, context), ", ".join(subjects), reason(why, context.language)]
        for (kind, why), subjects in reasons.items()
    ]
    heads = [context.word(key) for key in ("kind", "subject", "why")]
    table = Table(context.word("unjudged_caption"), heads, rows)
    return fold(f"{context.word('unjudged')} ({len(rows)})", tables(table)) if rows else Markup()


def _kind(kind: str, context: Context) -> str:
    """The word for a kind; of a step that no log shows, all of them."""
    word = kind_word(kind, context.language)
    return reason(word, context.language) if kind == "all" else word


def _disagreements(context: Context) -> Table:
    """Sequences of which alignments and sets tell different things."""
    heads = [
        context.word(k)
        for k in ("where", "variant", "instances", "clean_by_sets", "clean_by_alignment")
    ]
    rows = [
        [
            context.name(one.stage),
            steps(one.trace, context),
            number(one.instances, context.language),
            context.word("yes" if one.clean_by_sets else "no"),
            context.word("yes" if one.clean_by_alignment else "no"),
        ]
        for one in context.findings.disagreements
    ]
    return Table(context.word("disagreements_caption"), heads, rows, frozenset({2}))
