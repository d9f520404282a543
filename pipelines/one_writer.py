"""One connection to the warehouse at a time: how long one waits, and the lock in this process."""

from __future__ import annotations

import threading

LOCK_WAIT_S = 600.0
WAREHOUSE = threading.Lock()
"""Held while this process has the warehouse open: DuckDB opens a file in one way at a time."""
