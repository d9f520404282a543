"""Reading what was published last; never the warehouse, so that it works during a run."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from blueprint.findings import Findings, from_json
from blueprint.past_run import PastRun, past_run
from pipelines.project import SourceError


def latest(out: Path) -> Path:
    """Folder of the last published run. Raises `SourceError` when nothing was published yet."""
    folder = out / "latest"
    if not (folder / "findings.json").exists():
        raise SourceError(f"{out}: no run was published yet. Run `blueprint-miner run` first.")
    return folder.resolve()


def past_runs(out: Path, smallest: int = 1) -> list[PastRun]:
    """The runs that are kept, without numbers about few people; what cannot be read is left out."""
    found = []
    for path in sorted((out / "runs").glob("[!.]*/findings.json")):
        with suppress(KeyError, TypeError, ValueError, OSError):
            found.append(past_run(json.loads(path.read_text(encoding="utf-8")), smallest))
    return found


def findings_of(folder: Path) -> Findings:
    """Findings of a published run, read from its JSON."""
    path = folder / "findings.json"
    try:
        return from_json(path.read_text(encoding="utf-8"))
    except (KeyError, TypeError, ValueError) as error:
        raise SourceError(
            f"{path}: not the findings of this version. Run `blueprint-miner compare` again."
        ) from error
