"""A made-up service as its blueprint.yaml says it."""

from __future__ import annotations

from typing import Any

from tests.services.clocks import HOLIDAYS, HOURS, ZONE
from tests.services.drawing import CHANNELS, KNOWS_ASSIGNEE, LANES, ROLES
from tests.services.service import Promise, Rule, Service, Stage, Step

SECOND = 1_000_000
SYSTEMS = ("ledgers", "phones")


def design_of(service: Service) -> dict[str, Any]:
    """The content of blueprint.yaml."""
    stages = service.stages.values()
    return {
        "blueprint": 1, "id": f"service-{service.seed}", "version": "1", "name": "Made up",
        "scope": {
            "timezone": ZONE,
            "calendars": {"business": {"hours": HOURS, "holidays": HOLIDAYS}},
            "instances": {stage.id: "ticket" for stage in stages if stage.by_ticket},
        },
        "lanes": [{"id": k, "role": r, "actor": a, "name": k} for k, (r, a) in LANES.items()],
        "stages": [_stage(stage) for stage in stages],
        "steps": [_step(service, step) for step in service.steps.values()],
        "flow": {stage.id: stage.flow for stage in stages},
        "roles": {name: {"name": name, "is": list(words)} for name, words in ROLES.items()},
        "channels": {name: {"contact": "remote", "is": list(w)} for name, w in CHANNELS.items()},
        "systems": {name: {"name": name} for name in SYSTEMS},
        "links": [_link(p) for p in service.promises.values() if p.kind != "late_step"],
        "rules": [_rule(service, rule) for rule in service.rules],
        "bindings": {
            "customer": "customer",
            "steps": {step.id: [_binding(step)] for step in service.steps.values()},
            "ignore": [{"activity": n} for n, (_, known) in service.noise.items() if known and n not in service.surveys],
            "signals": {stage: _survey(service, name) for name, stage in service.surveys.items()},
        },
        "gap": service.gap,
    }  # fmt: skip


def _stage(stage: Stage) -> dict[str, Any]:
    time = {"from": stage.first, "to": stage.last, "clock": stage.clock}
    for target in ("p50", "p90", "limit"):
        time[target] = f"{getattr(stage, target) // SECOND}s"
    entry: dict[str, Any] = {"id": stage.id, "name": stage.id, "time": time, "abandon_max": stage.abandon_max}  # fmt: skip
    if stage.next:
        entry |= {"next": stage.next, "reach": stage.reach}
    if stage.silence is not None:
        entry["silence"] = f"{stage.silence // SECOND}s"
    if stage.emotion is not None:
        entry["emotion"] = stage.emotion
    entry["wait_budget"] = {lane: f"{us // SECOND}s" for lane, us in stage.budgets.items()}
    return entry | ({"restart": stage.restart} if stage.restart else {})


def _step(service: Service, step: Step) -> dict[str, Any]:
    most = "*" if step.most is None else step.most
    entry: dict[str, Any] = {
        "id": step.id, "stage": step.stage, "lane": step.lane, "name": step.id,
        "occurs": step.least if step.least == most else f"{step.least}..{most}",
    }  # fmt: skip
    entry |= {"role": list(step.roles), "channel": list(step.channels), "systems": []}
    if step.system:
        entry["systems"] = [step.system]
    if step.fail_max is not None:
        is_point = step.place == "failing"
        failed = {"fail_point": True} if is_point else {"outcome": {"attributes.result": "failed"}}
        entry |= {"fail_max": step.fail_max, **failed}
    if step.place == "held" and KNOWS_ASSIGNEE:
        entry["assignee"] = "attributes.owner"
    promise = service.promises.get(step.id)
    if promise and promise.kind == "late_step":
        entry["sla"] = {
            "after": promise.after, "within": f"{promise.within // SECOND}s",
            "share": promise.share, "clock": service.stages[step.stage].clock,
        }  # fmt: skip
    return entry


def _survey(service: Service, name: str) -> dict[str, Any]:
    return {
        "source": service.noise[name][0], "activity": name, "value": "attributes.score",
        "scale": [1, 5], "stage": service.surveys[name], "kind": "self_report",
    }  # fmt: skip


def _link(promise: Promise) -> dict[str, Any]:
    within = f"{promise.within // SECOND}s"
    return {"from": promise.after, "to": promise.step, "kind": "trigger", "within": within, "share": promise.share}  # fmt: skip


def _rule(service: Service, rule: Rule) -> dict[str, Any]:
    """The rule with what else it speaks of, and by what it is judged."""
    stage, [step, *_] = service.stages[rule.stage], rule.steps
    said: dict[str, Any] = {
        "never": step, "must": step, "first": step, "before": [step, stage.last],
        "leads_to": [stage.first, step], "not_both": list(rule.steps), "at_most": {step: 1},
    }  # fmt: skip
    entry = {"id": rule.id, rule.form: said[rule.form], "per": _per(stage, rule)}
    if rule.form == "leads_to" and stage.clock == "calendar":
        entry["within"] = f"{2 * stage.limit // SECOND}s"
    return entry


def _per(stage: Stage, rule: Rule) -> str:
    """Where another stage's cases count among those that could break it, it is judged per stage."""
    if stage.restart or rule.form in ("must", "first", "never") or stage.limit // SECOND % 2:
        return "stage"
    return "ticket" if stage.by_ticket else "case"


def _binding(step: Step) -> dict[str, str]:
    binding = {"source": step.source, "activity": step.activity, "pick": step.pick}
    return binding | ({"attributes.type": step.kind_of} if step.kind_of else {})
