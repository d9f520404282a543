"""A service changed in a way that must change nothing, or one thing alone, in its findings."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import fields, replace
from typing import Any

import numpy as np

from tests.services.service import Service, Step
from tests.services.simulating import START, Log


def renamed(service: Service, log: Log) -> tuple[Service, Log, dict[str, str]]:
    """Every id another one, customers and tickets too; and what each is called now."""
    words = {*service.steps, *service.stages, *service.precision, *service.noise}
    words |= {step.activity for step in service.steps.values()} | {service.unlogged or "ledger"}
    draw = np.random.default_rng(service.seed)
    codes = draw.permutation(len(words))
    names = {word: f"n{code}" for word, code in zip(sorted(words), codes, strict=True)}
    customers, tickets = (
        draw.permutation(log.customer.max() + 1),
        draw.permutation(log.ticket.max() + 2),
    )
    whose = replace(
        log,
        customer=customers[log.customer],
        ticket=np.where(log.ticket < 0, -1, tickets[log.ticket]),
    )
    return _named(service, names), whose, names


def _named(value: Any, names: dict[str, str]) -> Any:
    """The same value with other names in it, whatever it holds."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, dict):
        return {_named(key, names): _named(each, names) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_named(each, names) for each in value)
    if hasattr(value, "__dataclass_fields__"):
        changed = {
            f.name: _named(getattr(value, f.name), names) for f in fields(value) if f.name != "gap"
        }
        return replace(value, **changed)
    return value


def slowed(service: Service, log: Log, times: int) -> tuple[Service, Log]:
    """All that happens, and all that is promised, takes so many times as long."""
    service = deepcopy(service)
    for stage in service.stages.values():
        for target in _TIMES & {f.name for f in fields(stage)}:
            setattr(stage, target, getattr(stage, target) * times)
        stage.silence = None if stage.silence is None else stage.silence * times
        stage.budgets = {lane: budget * times for lane, budget in stage.budgets.items()}
    for promise in service.promises.values():
        promise.within *= times
    until = service.complete_until.items()
    service.complete_until = {s: START + (end - START) * times for s, end in until}
    return service, replace(log, time=START + (log.time - START) * times)


_TIMES = {"p50", "p90", "limit"}
"""Of a stage, besides its silence and wait budgets."""


def with_unlogged(service: Service) -> Service:
    """The service with further steps of a system that no log shows, one in each stage."""
    service = deepcopy(service)
    for stage in service.stages.values():
        name = f"{stage.id}_unseen"
        service.steps[name] = Step(
            id=name, stage=stage.id, lane="platform", source="archive", activity=f"Does {name}"
        )
        stage.flow.insert(len(stage.flow) // 2, name)
    return service
