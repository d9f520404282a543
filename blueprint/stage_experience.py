"""What customers said of a stage, and what annoyed them there: one row per stage of the findings.

Scores are points from -2 to 2, from self-reports alone, the answers of a scale mapped linearly.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Friction:
    """Acts that show annoyance (rage clicks): events, and the instances and customers with any."""

    events: int
    instances: int
    customers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalMeasure:
    """One signal in one stage. The score of a model is a guess, and stands nowhere else."""

    signal: str
    kind: str  # self_report, model, friction
    events: int
    instances: int
    customers: int
    answers: int  # instances with a score on the scale
    score: float | None
    interval: Interval | None
    answering: int = 0  # customers with a score on the scale


@dataclass(frozen=True, slots=True, kw_only=True)
class GapEffect:
    """The score with and without a gap among comparable instances; no cause is claimed.

    Comparable: same stage, same channel, same segments (strata). `difference` is the mean over the
    strata of with minus without, with its 95 % interval clustered by customer.
    """

    gap: str
    score_with: float
    score_without: float
    difference: float
    interval: Interval
    n_with: int
    n_without: int
    strata: int
    customers: int  # on the smaller side
    q: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StageExperience:
    """What customers said of a stage: `asked` are the instances that could have answered."""

    stage: str
    expected: float | None
    asked: int  # 0: nobody was asked here
    answered: int
    response_share: float | None
    score: float | None
    interval: Interval | None  # 95 %, clustered by customer
    customers: int  # who answered
    friction: Friction | None = None  # None: no signal of friction can be seen here
    signals: list[SignalMeasure] = field(default_factory=list)
    effects: list[GapEffect] = field(default_factory=list)
