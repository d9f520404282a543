"""One distribution, four names, nothing of another distribution among them; the licence travels along."""

from __future__ import annotations

import importlib.metadata

import pytest

PACKAGES = ("pipelines", "miner", "blueprint")


@pytest.mark.parametrize("package", PACKAGES)
def test_the_three_packages_are_ours_alone(package):
    owners = importlib.metadata.packages_distributions().get(package)
    if owners is None:  # an editable install names no packages: then nobody else may
        files = [
            f
            for d in importlib.metadata.distributions()
            for f in d.files or []
            if f.parts[0] == package and d.name != "blueprint-miner"
        ]
        assert files == []
    else:
        assert set(owners) == {"blueprint-miner"}


def test_the_distribution_says_its_licence_and_command():
    metadata = importlib.metadata.metadata("blueprint-miner")
    assert metadata["License-Expression"] == "AGPL-3.0-or-later"
    commands = importlib.metadata.entry_points(group="console_scripts", name="blueprint-miner")
    assert [command.value for command in commands] == ["pipelines.cli:main"]


def test_the_versions_that_matter_are_capped():
    required = importlib.metadata.requires("blueprint-miner")
    assert any(r.startswith("fastapi") and "<" in r for r in required)
    assert any(r.startswith("prefect") and "<" in r for r in required)
