"""`make bench-open`: how long a report takes to open in headless Chromium, in milliseconds.

For each file the median of `--times` openings, each in a new page of a browser that runs already:
the first text that is painted, the load event, and the moment at which a click on the second view,
made as soon as the page takes one, has shown it; and the CPU time of the page's own thread until
then, which says nothing of what else the machine does. Without files the sample is loaded and
compared first. `--slow N` makes the processor N times slower, as an older laptop is.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from pipelines.run import compare_loaded, load_sources, new_order

SAMPLE = Path(__file__).parents[1] / "sample_logs" / "ready"
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
TIMES = """() => ({
  painted: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
  loaded: performance.getEntriesByType("navigation")[0].loadEventEnd,
})"""
KIB = 1024


def sample_report(folder: Path) -> Path:
    """The report of the sample, made anew."""
    shutil.copytree(SAMPLE, folder / "sample")
    order = new_order(folder / "sample")
    load_sources(order)
    return compare_loaded(order) / "report.html"


def opened(browser: Any, file: Path, slow: float) -> tuple[float, float, float, float]:
    """One opening: first paint, load and the first click answered since its beginning; CPU."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    if slow > 1:
        session.send("Emulation.setCPUThrottlingRate", {"rate": slow})
    begun = time.perf_counter()
    page.goto(file.as_uri(), wait_until="commit")
    page.click('.views a[href="#view-designed"]')
    page.wait_for_selector("#view-designed svg.bm-board", state="visible")
    answered = 1000 * (time.perf_counter() - begun)
    page.wait_for_load_state("load")
    page.wait_for_function("() => performance.getEntriesByType('navigation')[0].loadEventEnd > 0")
    told = page.evaluate(TIMES)
    metrics = session.send("Performance.getMetrics")["metrics"]
    busy = next(one["value"] for one in metrics if one["name"] == "TaskDuration")
    page.close()
    return told["painted"], told["loaded"], answered, 1000 * busy


def main() -> None:
    """Prints a line per file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--slow", type=float, default=1)
    asked = parser.parse_args()
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  only where it is installed

    found = next(filter(None, map(shutil.which, NAMES)), None)
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        files = asked.files or [sample_report(Path(made))]
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        for file in files:
            opened(browser, file.resolve(), asked.slow)  # the first one warms the browser
            rows = [opened(browser, file.resolve(), asked.slow) for _ in range(asked.times)]
            columns = zip(*rows, strict=True)
            paint, load, answer, busy = (statistics.median(column) for column in columns)
            size = file.stat().st_size / KIB
            print(f"{file.name}, {size:,.0f} KiB: first paint {paint:.0f} ms, load {load:.0f} ms,")
            print(
                f"  first click answered {answer:.0f} ms, CPU of the page {busy:.0f} ms", flush=True
            )
        browser.close()


if __name__ == "__main__":
    main()
