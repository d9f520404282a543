"""Every SQL file: DuckDB can parse it, and its first line says what its rows are or what it does."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted(
    f for floor in ("miner", "blueprint", "pipelines") for f in (ROOT / floor).rglob("*.sql")
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_duckdb_parses_it_and_it_says_what_it_is(path):
    text = path.read_text(encoding="utf-8")
    assert text.startswith("-- ")
    assert duckdb.extract_statements(text)


def test_there_are_files():
    assert len(FILES) > 30
