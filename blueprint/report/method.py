"""Method: how a gap is judged, what each kind means, and which run this is."""

from __future__ import annotations

from blueprint.report.section import Context, Section, render
from blueprint.sentences import kind_word


def section(context: Context) -> Section:
    """The rule of judgement, the definitions, the run's fingerprints."""
    run = context.findings.run
    kinds = [
        (kind_word(kind, context.language), text) for kind, text in context.definitions.items()
    ]
    facts = [
        (context.word("run"), run.id),
        (context.word("made"), run.at),
        (context.word("version"), run.version),
        (context.word("data"), run.data_sha256),
        (context.word("design_hash"), run.design_sha256),
    ]
    content = render("method", text=context.word("method_text"), kinds=kinds, facts=facts)
    return Section("method", context.word("method"), content)
