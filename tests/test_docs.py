"""The documentation is current, and names every command, gap kind, source and table."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from blueprint.gaps import RULES
from miner.measures import SQL as MEASURES
from pipelines.cli import commands
from pipelines.mart import TABLES
from pipelines.project import PROJECT_KEYS, SOURCE_KEYS
from pipelines.sources import SOURCES

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
TEXT = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, script, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_generated_parts_are_current():
    checked = run("docs/generate.py", "--check")
    assert checked.returncode == 0, checked.stdout


def test_the_check_finds_what_is_not_current(monkeypatch, tmp_path):
    sys.path.insert(0, str(ROOT / "docs"))
    import generate

    page = tmp_path / "README.md"
    page.write_text(
        "a\n<!-- generated: sources -->\nstale words\n<!-- end -->\nb\n", encoding="utf-8"
    )
    assert "stale words" not in generate.current(page)
    assert generate.current(page).startswith("a\n")
    assert generate.current(page).endswith("<!-- end -->\nb\n")
    sys.path.remove(str(ROOT / "docs"))


@pytest.mark.parametrize("name", sorted(commands.commands))
def test_every_command_is_documented(name):
    assert f"blueprint-miner {name}" in TEXT


@pytest.mark.parametrize("kind", [rule.__name__ for rule in RULES])
def test_every_gap_kind_is_documented(kind):
    assert f"`{kind}`" in TEXT
    assert f"`{kind}" in (ROOT / "docs" / "definitions.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [source.name for source in SOURCES])
def test_every_source_is_documented(name):
    assert f"`{name}`" in TEXT


@pytest.mark.parametrize("key", sorted({*PROJECT_KEYS, *SOURCE_KEYS}))
def test_every_key_of_a_project_is_documented(key):
    assert f"`{key}`" in (ROOT / "docs" / "project.md").read_text(encoding="utf-8")


def test_every_page_of_a_vendor_is_listed():
    folder = ROOT / "docs" / "sources"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    for page in sorted(folder.glob("*.md")):
        assert page.name == "README.md" or f"]({page.name})" in listed


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_is_documented(name):
    page = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
    section = page.split(f"\n### {name}\n")[1].split("\n### ")[0]
    assert "One row per " in section
    assert "Columns: " in section


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_documented(name):
    assert f"### {name}\n" in TEXT


def test_the_shape_of_the_code():
    shape = run(".ci/shape.py")
    assert shape.returncode == 0, shape.stdout
    assert "median" in shape.stdout
