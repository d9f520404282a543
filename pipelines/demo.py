"""The sample project: where it lies, and how it is copied to where a user wants it."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipelines.project import SourceError

MARK = ".blueprint-miner-demo"
_HERE = Path(__file__).parent


def sample() -> Path:
    """Folder of the sample project: inside the wheel, else beside the checkout."""
    places = (_HERE / "_sample", _HERE.parent / "sample_logs" / "ready")
    found = [place for place in places if (place / "project.yaml").exists()]
    if not found:
        raise SourceError("the sample project is not in this installation: install it again")
    return found[0]


def copy_sample(target: Path) -> Path:
    """Copies the sample project; in an earlier demo, only what lacks, so that edits stay.

    Raises `SourceError` when the folder holds something else.
    """
    if target.exists() and not (target / MARK).exists() and any(target.iterdir()):
        raise SourceError(f"{target}: holds other files already. Name a new folder for the demo.")
    target.mkdir(parents=True, exist_ok=True)
    (target / MARK).touch()
    made = shutil.ignore_patterns("out", "*.duckdb", "*.wal")
    shutil.copytree(sample(), target, ignore=made, copy_function=_copy_new, dirs_exist_ok=True)
    return target


def _copy_new(source: str, target: str) -> None:
    """Copies a file unless it is there."""
    if not Path(target).exists():
        shutil.copyfile(source, target)
