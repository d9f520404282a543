"""The checks that a well-formed design file must pass, in the order in which they run."""

from __future__ import annotations

from collections.abc import Callable

from blueprint.design.readings import Readings
from blueprint.design.sheet import Sheet

Check = Callable[[Sheet, Readings], None]
CHECKS: tuple[Check, ...] = ()
