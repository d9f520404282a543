"""What a rule of the oracle is, and what it tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sample_logs.oracle.instances import Case, Instance
from sample_logs.oracle.setting import Setting

Verdict = tuple[str, str, bool]
"""(subject, facet, affected) of one eligible instance or occurrence; not eligible: none."""
InstanceRule = Callable[[Instance, Case, Setting], Iterator[Verdict]]
"""Asked for every judged instance of a case."""
CaseRule = Callable[[Case, Setting], Iterator[Verdict]]
"""Asked once for every case."""
