"""A test of a mean score against what a design tolerates, where other kinds test a share."""

from __future__ import annotations

from dataclasses import dataclass

from blueprint import scores, statistics
from blueprint.gap import Effect
from blueprint.scores import Score
from blueprint.signals import POINT


@dataclass(frozen=True, slots=True)
class MeanTest:
    """The mean of what was answered, against what is expected less what is tolerated, in points."""

    score: Score
    expected: float
    below: float

    @property
    def least(self) -> float:
        """The lowest mean that the design tolerates."""
        return self.expected - self.below

    @property
    def mean(self) -> float:
        """The mean of the answers."""
        return self.score.mean / POINT

    @property
    def interval(self) -> tuple[float, float]:
        """Its 95 % interval, clustered by customer."""
        low, high = self.score.interval
        return low / POINT, high / POINT

    def p_value(self) -> float:
        """Probability of a mean this low if the true one were the least that is tolerated."""
        return scores.p_below(self.score, self.least * POINT)

    def verdict(self, q: float | None) -> str | None:
        """The verdict; None where the mean is high enough."""
        return statistics.verdict(-self.mean, -self.interval[1], -self.least, q)

    def effect(self) -> Effect:
        """How many points the mean lacks of what is expected."""
        low, high = (max(0.0, self.expected - end) for end in reversed(self.interval))
        value = round(self.expected - self.mean, 3)
        return Effect(unit="points", value=value, interval=(round(low, 3), round(high, 3)))
