"""The files that a source names in project.yaml."""

from __future__ import annotations

import os
from glob import glob
from pathlib import Path

from pipelines.project import Project, SourceSettings
from pipelines.project_file import SourceError


def source_files(project: Project, settings: SourceSettings) -> dict[str, Path]:
    """The files of a source by their name relative to the project, in order of that name.

    Raises `SourceError` for each path that is not there and each glob that no file fits.
    """
    found: dict[str, Path] = {}
    mistakes = []
    for pattern in settings.files:
        files = _fitting(project.root, pattern)
        if not files:
            mistakes.append(_no_file(project, settings, pattern))
        found |= {_relative(project, path): path for path in files}
    if mistakes:
        raise SourceError(*mistakes)
    return dict(sorted(found.items()))


def _fitting(root: Path, pattern: str) -> list[Path]:
    """The files that fit; one of exactly that name stands for itself, even with brackets in it."""
    if (root / pattern).is_file():
        return [root / pattern]
    # glob.glob takes absolute patterns, and roots with brackets in their name; Path.glob does not
    paths = [root / name for name in glob(pattern, root_dir=root, recursive=True)]  # noqa: PTH207
    return [path for path in paths if path.is_file()]


def _relative(project: Project, path: Path) -> str:
    return Path(os.path.relpath(path, project.root)).as_posix()


def _no_file(project: Project, settings: SourceSettings, pattern: str) -> str:
    """What stands where a file was expected."""
    folder = (project.root / pattern).parent
    while not folder.is_dir():
        folder = folder.parent
    names = sorted(path.name for path in folder.iterdir())[:8]
    there = f"there: {', '.join(names)}" if names else "the folder is empty"
    return (
        f"{settings.where}: source {settings.name}: found no file {pattern}"
        f" ({_relative(project, folder)}: {there}). Correct files:, or put the export there."
    )
