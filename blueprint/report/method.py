"""Method: how a gap is judged, what each kind means, and which run this is."""

from __future__ import annotations

from blueprint.amounts import duration
from blueprint.report.section import Context, Section, prose, render
from blueprint.sentences import kind_word


def section(context: Context) -> Section:
    """The rule of judgement, the definitions, the run's fingerprints."""
    run = context.findings.run
    kinds = [
        (kind_word(kind, context.language), prose(text))
        for kind, text in context.definitions.items()
    ]
    facts = [
        (context.word("run"), run.id),
        (context.word("made"), run.at),
        (context.word("version"), run.version),
        (context.word("data"), run.data_sha256),
        (context.word("design_hash"), run.design_sha256),
        (context.word("case_rule"), _case_rule(context)),
    ]
    content = render(
        "method",
        text=context.word("method_text"),
        summary=context.word("kinds_caption"),
        kinds=kinds,
        facts=facts,
    )
    return Section("method", context.word("method"), content)


def _case_rule(context: Context) -> str:
    """What a case is, and where its episodes are cut."""
    run = context.findings.run
    if run.episode_gap is None:
        return run.case_rule
    seconds, whence = run.episode_gap
    gap = duration(seconds, context.language)
    return context.word(f"episode_{whence}", rule=run.case_rule, gap=gap)
