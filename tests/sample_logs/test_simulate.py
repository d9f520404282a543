"""Same seed, same bytes; and the committed sample is what the simulator writes."""

from __future__ import annotations

import ast
import hashlib
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import sample_logs
from sample_logs.kinds import KINDS
from sample_logs.project_file import DESIGN
from sample_logs.simulate import main, simulate

ROOT = Path(sample_logs.__file__).parent
READY = ROOT / "ready"


def fingerprints(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_same_seed_same_bytes(tmp_path):
    for name, seed in (("one", 3), ("again", 3), ("other", 4)):
        simulate(tmp_path / name, 120, seed)
    one, again, other = (fingerprints(tmp_path / name) for name in ("one", "again", "other"))
    assert one == again
    changed = {name for name in one if one[name] != other.get(name)}
    assert changed >= {"truth.json", "exports/crm/Lead.csv", "exports/helpdesk/users.jsonl"}
    assert "project.yaml" not in changed


def test_the_committed_sample_is_what_the_simulator_writes(tmp_path):
    simulate(tmp_path, 2_000, 1)
    fresh = fingerprints(tmp_path)
    kept = {name: value for name, value in fingerprints(READY).items() if name in fresh}
    assert kept == fresh


def test_without_truth_there_is_none(tmp_path, capsys):
    assert main([str(tmp_path), "--customers", "50", "--no-truth"]) == 0
    assert "50 customers" in capsys.readouterr().out
    assert not (tmp_path / "truth.json").exists()
    assert {path.name for path in tmp_path.iterdir()} == {
        "blueprint.yaml", "exports", "project.yaml",
    }  # fmt: skip


def test_a_second_run_leaves_no_file_of_the_first(tmp_path):
    simulate(tmp_path, 50, 1, with_truth=False)
    stray = tmp_path / "exports" / "web" / "stray.jsonl"
    stray.write_text("{}\n")
    simulate(tmp_path, 50, 1, with_truth=False)
    assert not stray.exists()


def test_a_handful_of_customers_is_enough(tmp_path):
    simulate(tmp_path, 3, 1)
    assert (tmp_path / "truth.json").stat().st_size > 0


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: path.name)
def test_simulator_and_oracle_import_nothing_that_they_test(path):
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    assert not names & {"miner", "blueprint", "pipelines"}


def matches(condition, kind):
    """Whether a binding's conditions on source and activity fit a kind."""
    if condition["source"] != kind.source:
        return False
    if "activity~" in condition:
        return re.search(condition["activity~"], kind.activity) is not None
    named = condition["activity"]
    return kind.activity in ([named] if isinstance(named, str) else named)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_kinds_agree_with_the_bindings(kind):
    """Each kind's steps stand in the design with its source, activity, template and pick."""
    bindings = YAML(typ="safe").load(DESIGN.read_text("utf-8"))["bindings"]
    for step, pick in kind.steps:
        [condition] = bindings["steps"][step]
        assert matches(condition, kind)
        assert condition.get("pick", "all") == pick
        assert condition.get("attributes.template", kind.template) == kind.template
    ignored = any(matches(condition, kind) for condition in bindings["ignore"])
    assert ignored or not kind.ignored
    if not kind.steps and not kind.ignored:
        bound = [one for conditions in bindings["steps"].values() for one in conditions]
        assert not any(matches(condition, kind) for condition in bound + bindings["ignore"])
