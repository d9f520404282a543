"""Work folders: `.staging` beside the warehouse, one folder per run and process in it.

Those of processes that have died are removed when the next run stages.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path


def work_folder(warehouse: Path, source: str, run_id: str) -> Path:
    """A new, empty folder for one source; what dead runs left is removed."""
    staging = warehouse.parent / ".staging"
    mine = f"{run_id}-{os.getpid()}"
    for folder in staging.glob("*") if staging.is_dir() else ():
        if folder.name != mine and not _is_alive(folder.name):
            shutil.rmtree(folder, ignore_errors=True)
    # sources are named by the user: a hash is a safe name for a folder
    folder = staging / mine / hashlib.sha256(source.encode()).hexdigest()[:16]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _is_alive(name: str) -> bool:
    """Whether the process that made a work folder still runs (and is not this one)."""
    process = name.rpartition("-")[2]
    if not process.isdigit() or int(process) == os.getpid():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def leave(folder: Path) -> None:
    """Removes a work folder, and those above it that hold nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    for above in (folder.parent, folder.parent.parent):
        try:
            above.rmdir()
        except OSError:  # another source or run still works there
            return
