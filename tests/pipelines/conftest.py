"""Projects for the tests of the command line, the flow and publishing."""

from __future__ import annotations

import shutil
import sys
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipelines.cli import main

SHOP = Path(__file__).with_name("corner_shop")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A fresh copy of the corner shop: nothing loaded, nothing published."""
    return Path(shutil.copytree(SHOP, tmp_path / "shop"))


def _publish(folder: Path) -> None:
    from pipelines.run import compare_loaded, load_sources, new_order

    order = new_order(Path(shutil.copytree(SHOP, folder)))
    load_sources(order)
    compare_loaded(order)


@pytest.fixture(scope="session")
def _published_shop(once: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    return once("shop", _publish)


@pytest.fixture
def published_shop(_published_shop: Path, tmp_path: Path) -> Path:
    """A copy of the corner shop, loaded and published."""
    return Path(shutil.copytree(_published_shop, tmp_path / "shop", symlinks=True))


@pytest.fixture
def plain_flow(monkeypatch: pytest.MonkeyPatch) -> None:
    """`run` goes through the same functions, but not through Prefect: what is tested is our side."""
    from pipelines.run import compare_loaded, load_sources, new_order, stopped

    def blueprint_run(project: str, since: str | None, until: str | None, verify: bool) -> str:  # noqa: FBT001
        order = new_order(Path(project), since, until, verify=verify)
        return str(compare_loaded(order, stopped(load_sources(order))))

    @contextmanager
    def available() -> Iterator[Callable[[], None]]:
        yield lambda: None

    module = types.ModuleType("pipelines.flows")
    module.blueprint_run = blueprint_run
    monkeypatch.setitem(sys.modules, "pipelines.flows", module)
    monkeypatch.setattr("pipelines.flows", module, raising=False)
    monkeypatch.setattr("pipelines.server.available", available)


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Calls the command line in this process; gives status, output and messages."""

    def called(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        output, messages = capsys.readouterr()
        assert "Traceback" not in output + messages
        return int(ended.value.code or 0), output, messages

    return called
