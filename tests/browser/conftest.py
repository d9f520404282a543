"""Reports of several services in headless Chromium; skipped with a reason where there is none, never in CI."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from blueprint.findings import from_json
from blueprint.report import page
from pipelines.run import compare_loaded, load_sources, new_order
from tests.blueprint.fixture_before import two_runs
from tests.blueprint.fixture_generated import generated

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared" / "real"
HELPDESK = ROOT / "tests" / "real_logs" / "helpdesk"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium():
    """A headless browser for the whole run."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have Chromium: see .ci/run")
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, headless=True, args=list(FLAGS)
        )
        yield browser
        browser.close()


def run_of_helpdesk(folder: Path) -> str:
    """The findings of the help desk's log, as JSON."""
    shutil.copytree(HELPDESK, folder, symlinks=False)
    (folder / "helpdesk.csv").symlink_to(REAL / "helpdesk.csv")
    order = new_order(folder)
    load_sources(order)
    return (compare_loaded(order) / "findings.json").read_text("utf-8")


@pytest.fixture(scope="session")
def findings_of(sample_run, tmp_path_factory):
    """Findings by the name of the service, made once."""
    made = {}

    def of(name):
        if name == "helpdesk" and not REAL.is_dir():
            pytest.skip("../shared/real is not here")
        if name not in made:
            made[name] = _findings(name, sample_run, tmp_path_factory.mktemp(name))
        return made[name]

    return of


def _findings(name, sample_run, folder):
    if name == "sixty steps":
        return two_runs(generated(4, 8, 60))
    if name == "helpdesk":
        return from_json(run_of_helpdesk(folder / "project"))
    published = sample_run / "out" / "latest" / "findings.json"
    return two_runs(from_json(published.read_text("utf-8")))


@pytest.fixture(scope="session")
def report_of(findings_of, tmp_path_factory):
    """The file of a service's report in a language, made once."""
    folder, made = tmp_path_factory.mktemp("reports"), {}

    def of(name, language):
        if (name, language) not in made:
            findings = findings_of(name)
            findings = replace(findings, run=replace(findings.run, language=language))
            file = folder / f"{name.replace(' ', '_')}_{language}.html"
            file.write_text(page(findings), encoding="utf-8")
            made[name, language] = file
        return made[name, language]

    return of
