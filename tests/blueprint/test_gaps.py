"""Every gap kind against its hand-worked cases: `gaps/<kind>.yaml`, written as logs of words."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from blueprint import gaps, instances, judging, spreads
from blueprint.design import load_design
from blueprint.gaps.rule import Context, Subject
from tests.blueprint.written_log import at, written_log

FOLDER = Path(__file__).parent / "gaps"
RULES = Path(gaps.__file__).parent


def cases():
    """Every case with its kind."""
    for rule in gaps.RULES:
        kind = rule.__name__
        for case in YAML(typ="safe").load((FOLDER / f"{kind}.yaml").read_text()):
            yield pytest.param(kind, case, id=f"{kind}: {case['name']}")


def design_of(case, folder: Path):
    """The small design, with what the case swaps in its text."""
    text = (FOLDER / "design.yaml").read_text()
    for old, new in case.get("design", {}).items():
        assert old in text, old
        text = text.replace(old, new)
    path = folder / "blueprint.yaml"
    path.write_text(text)
    return load_design(path)


@pytest.mark.parametrize(("kind", "case"), list(cases()))
def test_case(kind, case, tmp_path) -> None:
    design = design_of(case, tmp_path)
    connection, sources = written_log(case["log"])
    low, high = (at(offset) for offset in case.get("window", ("-1d", "1000d")))
    instances.build(connection, design, sources, (low, high))
    judging.count(connection, coverage_passed=True)
    found = {
        s.subject + (f".{s.facet}" if s.facet else ""): s
        for s in spreads.counts(connection)
        if s.kind == kind
    }
    counted = {name: [s.n, s.x] for name, s in found.items() if name in case["expect"] or s.x}
    assert counted == case["expect"]
    for name, details in case.get("details", {}).items():
        assert found[name].details == details
    for name, effect in case.get("effect", {}).items():
        assert found[name].e == effect


@pytest.mark.parametrize(
    "kind", ["late_step", "dropped_handoff", "slow_system", "silence", "long_wait"]
)
def test_an_hour_counts_as_a_part_of_the_hours_promised(kind, tmp_path) -> None:
    rule = next(rule for rule in gaps.RULES if rule.__name__ == kind)
    case = next(case.values[1] for case in cases() if case.values[0] == kind)
    design = design_of(case, tmp_path)
    none = {"measures": {}, "undesigned": {}, "next_due": {}}
    context = Context(designed=design.blueprint, tolerances=design.gap, **none)
    for found in case["expect"]:
        name, _, facet = found.partition(".")
        subject = Subject(name=name, facet=facet or None, eligible=1, affected=1, details={})
        place = rule(subject, context)
        promised = place.parameters.get("within_s") or place.parameters["most_s"]
        assert place.unit == "hours"
        assert place.each == pytest.approx(3600 / promised)


def test_each_kind_has_its_rule_its_sql_its_cases_and_its_line() -> None:
    kinds = {rule.__name__ for rule in gaps.RULES}
    assert len(kinds) == len(gaps.RULES)
    modules = {p.stem for p in RULES.glob("*.py")} - {"__init__", "rule"}
    assert modules == kinds
    assert {p.stem for p in RULES.glob("*.sql")} == kinds
    assert {p.stem for p in FOLDER.glob("*.yaml")} - {"design"} == kinds


def test_each_rule_says_its_definition() -> None:
    for kind, definition in gaps.definitions().items():
        assert len(definition) > 60, kind
