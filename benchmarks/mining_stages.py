"""What the tools of benchmarks/mining.py share: stages that are timed, results that are told."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

KIB = 1024
SOURCE, TARGET = "activity d", "activity h"
"""The stage times are from the first SOURCE of a case to its first TARGET."""

Made = TypeVar("Made")


class Stages:
    """The stages of one process; the first is `start`: from its creation to the end of imports."""

    def __init__(self) -> None:
        """Ends the stage `start`."""
        self.seconds: dict[str, float] = {"start": time.time() - float(os.environ["STARTED"])}
        self.cpu: dict[str, float] = {"start": _cpu()}

    def timed(self, name: str, call: Callable[[], Made]) -> Made:
        """What the call returns; its time is added to the stage of this name."""
        begin, cpu = time.perf_counter(), _cpu()
        made = call()
        self.seconds[name] = self.seconds.get(name, 0) + time.perf_counter() - begin
        self.cpu[name] = self.cpu.get(name, 0) + _cpu() - cpu
        return made

    def told(self, results: Callable[[], Mapping[str, Any]]) -> None:
        """Prints stages, peak memory so far, and the results, which are made comparable now."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB
        told = {"seconds": self.seconds, "cpu": self.cpu, "peak_mib": peak, "results": results()}
        json.dump(told, sys.stdout)


def _cpu() -> float:
    """Seconds of all threads of this process so far."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
