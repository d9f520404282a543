"""The checks that a well-formed design file must pass, in the order in which they run.

Each takes the sheet and the readings and adds its mistakes to the sheet's document.
"""

from __future__ import annotations

from collections.abc import Callable

from blueprint.design.check_bindings import check_bindings
from blueprint.design.check_flows import check_flows
from blueprint.design.check_names import check_ids, check_references, check_rules
from blueprint.design.check_stages import check_lanes, check_stages
from blueprint.design.check_times import check_calendars, check_times
from blueprint.design.readings import Readings
from blueprint.design.sheet import Sheet

Check = Callable[[Sheet, Readings], None]
CHECKS: tuple[Check, ...] = (
    check_ids,
    check_calendars,
    check_lanes,
    check_references,
    check_stages,
    check_times,
    check_flows,
    check_rules,
    check_bindings,
)
