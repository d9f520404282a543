"""What every folder of tests may use: the sample's run, made once for all processes of a session."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Flows begin first, all else in its random order: one waits for the next minute, at the end alone."""
    items.sort(key=lambda item: item.path.name != "test_flows.py")


@pytest.fixture(scope="session")
def once(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str, Callable[[Path], object]], Path]:
    """`once(name, make)`: a folder that `make` has filled; each process of a session has a copy.

    The first process that asks makes it, under a lock; the others wait for it.
    """
    own = tmp_path_factory.getbasetemp()
    session = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def copied(name: str, make: Callable[[Path], object]) -> Path:
        made, done = session / f"once-{name}", session / f"once-{name}.done"
        with (session / f"once-{name}.lock").open("w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                shutil.rmtree(made, ignore_errors=True)
                make(made)
                done.touch()
        return Path(shutil.copytree(made, tmp_path_factory.mktemp(name) / name, symlinks=True))

    return copied


def _run_of_sample(folder: Path) -> None:
    from pipelines.demo import copy_sample
    from pipelines.run import compare_loaded, load_sources, new_order

    order = new_order(copy_sample(folder))
    load_sources(order)
    compare_loaded(order)


@pytest.fixture(scope="session")
def sample_run(once: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """The sample project, loaded and published; a test that changes it works on a copy."""
    return once("sample", _run_of_sample)
