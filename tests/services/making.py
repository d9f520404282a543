"""Services by their number: the same number, the same service, log and truth."""

from __future__ import annotations

import numpy as np

from tests.services.drawing import drawing_of
from tests.services.rates import set_rates
from tests.services.service import Service
from tests.services.simulating import Log, simulated


def made(seed: int, *, planted: bool = True) -> tuple[Service, Log]:
    """A service and its log; without `planted`, every departure stays within what is tolerated."""
    drawing = drawing_of(seed)
    service = drawing.service
    service.customers = int(np.exp(drawing.between(np.log(300), np.log(1500))))
    service.days = int(drawing.draw.integers(150, 240))
    service.by_customer = drawing.chance(0.3)
    set_rates(drawing, planted=planted)
    return service, simulated(drawing)
