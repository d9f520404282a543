"""Design files for the tests: the base, what is swapped in it, and what the loader says."""

from __future__ import annotations

import json
from pathlib import Path

from blueprint.design import DesignError, load_design
from blueprint.design.document import read_document

HERE = Path(__file__).parent / "design"
BASE = (HERE / "base.yaml").read_text(encoding="utf-8")
ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_logs" / "ready" / "blueprint.yaml"
EXAMPLE = ROOT.parent / "shared" / "example.blueprint.yaml"
EVERYTHING = "(everything)"


def swapped(swap: dict[str, str]) -> str:
    text = BASE
    for old, new in swap.items():
        if old == EVERYTHING:
            return new
        assert text.count(old) == 1, f"not once in base.yaml: {old}"
        text = text.replace(old, new)
    return text


def mistakes(path: Path) -> list[str]:
    try:
        load_design(path)
    except DesignError as error:
        return [str(mistake) for mistake in error.mistakes]
    return []


def written(folder: Path, text: str, name: str = "blueprint.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def as_json(path: Path):
    return json.loads(json.dumps(read_document(path).values, default=str))
