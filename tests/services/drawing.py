"""What designs are drawn with: chances, and steps one after another."""

from __future__ import annotations

from itertools import count

import numpy as np

from blueprint.design.schema import StepEntry
from blueprint.flow import Tree
from tests.services.service import Service, Step

KNOWS_SHARES = "share" in Tree.__dataclass_fields__
KNOWS_ASSIGNEE = "assignee" in StepEntry.model_fields
LANES = {
    "customer": ("customer", "customer"),
    "screen": ("frontstage", "system"),
    "agent": ("frontstage", "person"),
    "office": ("backstage", "person"),
    "platform": ("support", "system"),
}
"""Each lane's role and actor."""
ROLES = {"clerk": ("Clerk", "Clerk 2"), "boss": ("Boss",)}
CHANNELS = {"phone": ("phone",), "mail": ("mail", "e-mail")}
"""The logs' words for each."""
MINUTE = 60_000_000
HOUR = 60 * MINUTE
PRECISION = {"web": 1_000, "crm": 1_000_000, "helpdesk": 1_000_000}


class Drawing:
    """Draws one design; the service grows as its parts are drawn."""

    def __init__(self, seed: int) -> None:
        self.draw = np.random.default_rng([seed, 1])
        self.service = Service(seed=seed)
        self.number = count(1)

    def chance(self, share: float) -> bool:
        """True with that share."""
        return bool(self.draw.random() < share)

    def between(self, low: float, high: float) -> float:
        """A number, evenly between two."""
        return float(self.draw.uniform(low, high))

    def step(self, stage: str, place: str, *, least: int = 1, most: int | None = 1) -> str:
        """Another step of a stage; its id."""
        lanes = ["customer"] if place == "first" else list(LANES)
        sources = list(self.service.precision)
        hidden = self.service.unlogged is not None and place not in ("first", "last", "early")
        name = f"s{next(self.number)}"
        self.service.steps[name] = Step(
            id=name, stage=stage, place=place, least=least, most=most,
            lane=str(self.draw.choice(lanes)),
            source=self.service.unlogged if hidden and self.chance(0.12) else str(self.draw.choice(sources)),
            activity=f"Does {name}",
        )  # fmt: skip
        self._say_more(self.service.steps[name])
        return name

    def _say_more(self, step: Step) -> None:
        """How its events are known, and who does it where."""
        if self.chance(0.15):
            step.activity, step.kind_of = "Record changed", step.id
        if self.chance(0.3):
            step.roles = (str(self.draw.choice(list(ROLES))),)
        if self.chance(0.3):
            step.channels = (str(self.draw.choice(list(CHANNELS))),)
        step.tells_public = self.chance(0.3)
        if step.place == "plain" and self.chance(0.2):
            step.fail_max = round(self.between(0.02, 0.1), 3)
