"""The miner floor: events, customers, cases, traces and their measures.

In Python and notebooks `import miner` offers, and keeps stable:

- a log: `open_warehouse`, or `read` for one table of events; its type `EventLog` with the verbs
  `where_case`, `retrace`, `relabelled`, `on_clock`, `by` and `by_event`; `ClockSettings` say what
  a business clock is;
- measures: every function of `miner.measures` under its name, as `miner.variants(log)`; what it
  gives is a list (`Rows`) with `.to_pandas()` and `.to_polars()`; `stack` puts groups into one;
- models: `discover`, `discover_heuristics`, `align`; `draw_follows` draws what came after what,
  `drifts` says when cases began to run otherwise, `roles` which activities the same people do;
- open cases: `kaplan_meier`, `aalen_johansen` and `reached_after` (a median with its interval);
- `LogError` is what a user's mistake raises.

Nothing is loaded before it is asked for: this module itself imports nothing.
"""

from importlib import import_module
from pathlib import Path
from typing import Any

_HOMES = {
    "ClockSettings": "miner.calendar_hours",
    "EventLog": "miner.log",
    "LogError": "miner.warehouse",
    "Rows": "miner.rows",
    "aalen_johansen": "miner.survival",
    "align": "miner.notebook",
    "discover": "miner.notebook",
    "discover_heuristics": "miner.notebook",
    "draw_follows": "miner.pictures.follows",
    "drifts": "miner.drift",
    "kaplan_meier": "miner.survival",
    "open_warehouse": "miner.notebook",
    "reached_after": "miner.survival",
    "read": "miner.notebook",
    "roles": "miner.role_mining",
    "stack": "miner.rows",
    "variant_counts": "miner.notebook",
}
_MEASURES = Path(__file__).with_name("sql")


def __getattr__(name: str) -> Any:
    """A name of the surface, from where it lives."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name in _measures():
        return import_module("miner.notebook").measure(name)
    raise AttributeError(f"module 'miner' has no attribute {name!r}")


def __dir__() -> list[str]:
    """The names of the surface."""
    return sorted({*globals(), *_HOMES, *_measures()})


def _measures() -> set[str]:
    """Each measure is a function with the name of its file."""
    return {path.stem for path in _MEASURES.glob("*.sql")}
