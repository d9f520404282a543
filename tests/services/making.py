"""Services by their number: the same number, the same service, log and truth."""

from __future__ import annotations

import numpy as np

from tests.services.designs import drawing_of
from tests.services.drawing import Drawing
from tests.services.rates import set_rates, settle, share_of
from tests.services.service import Service
from tests.services.simulating import DAY, START, Log, simulated
from tests.services.targets import set_targets, waiting


def made(
    seed: int, *, departures: str = "planted", customers: int | None = None, exact: bool = False
) -> tuple[Service, Log]:
    """A service and its log.

    `departures` are "planted" (gaps, and noise within what is tolerated), "tolerated" (the noise
    alone) or "none". An `exact` one has calendar clocks only, and sources that write microseconds.
    """
    drawing = drawing_of(seed)
    service = drawing.service
    service.customers = customers or int(np.exp(drawing.between(np.log(250), np.log(1000))))
    service.days = int(drawing.draw.integers(150, 240))
    service.by_customer = drawing.chance(0.3)
    if exact:
        _make_exact(drawing)
    end, short = START + service.days * DAY, min(service.precision)
    service.complete_until = {s: end - (3 * DAY if s == short else 0) for s in service.precision}
    set_rates(drawing, planted=departures == "planted")
    if departures == "none":
        _follow_the_design(service)
    set_targets(service)
    return service, simulated(drawing)


def _follow_the_design(service: Service) -> None:
    """Nothing departs, and ways are taken in turn: a share of the design is met but for rounding."""
    service.evenly = True
    service.rates = {
        key: share_of(service, key[1]) if key[2] == "share" else 0.0
        for key in (*service.rates, *waiting(service))
    }
    settle(service)


def _make_exact(drawing: Drawing) -> None:
    drawing.service.precision = dict.fromkeys(drawing.service.precision, 1)
    for stage in drawing.service.stages.values():
        stage.clock = "calendar"
