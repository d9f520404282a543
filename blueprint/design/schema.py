"""The form of the design file as pydantic models: what one entry alone can get wrong."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from blueprint.design.forms import (
    Alternatives,
    Assignee,
    Day,
    Duration,
    Emotion,
    FlowNode,
    Holidays,
    Id,
    Moment,
    Names,
    Occurs,
    Outcome,
    Segments,
    Share,
    SignalForm,
    Text,
    Texts,
)
from blueprint.model import Role


class Entry(BaseModel):
    """What all entries have in common: unknown keys are refused, nothing is converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class CalendarEntry(Entry):
    """Business hours and the days on which they do not hold.

    `hours`: `mon-fri 09:00-17:00, sat 22:00-06:00`, and for a day with hours of its own its date:
    `2025-12-24 09:00-12:00`; `holidays`: a country (`PL`, `ES-MD`), dates, or a list of both.
    """

    hours: str
    holidays: Holidays = []


class EpisodeEntry(Entry):
    """How the journey of a customer is cut into episodes."""

    gap: Duration | None = None
    objects: Names = []


class ScopeEntry(Entry):
    """Whose journey this is, in which time zone, on which calendars, by which case notion.

    `case`: customer, episode, or an object type such as order. `segments`: attributes of events.
    """

    customer: Text | None = None
    timezone: str = "UTC"
    calendars: dict[Id, CalendarEntry] = {}
    case: str = "customer"
    episode: EpisodeEntry | None = None
    instances: dict[str, str] = {}
    segments: Segments = []


class LaneEntry(Entry):
    """A row; lanes stand in the order of their roles, from the customer down."""

    id: Id
    role: Role = Field(strict=False)
    actor: Literal["customer", "person", "system", "partner"]
    name: Text


class ChannelEntry(Entry):
    """A channel; `is` lists the logs' own words for it."""

    contact: Literal["digital", "remote", "in_person"]
    words: Names = Field(default=[], alias="is")
    name: Text | None = None


class SystemEntry(Entry):
    """A system; `is` lists the sources whose events show it."""

    name: Text | None = None
    external: bool = False
    words: Names = Field(default=[], alias="is")


class RoleEntry(Entry):
    """Who acts; `is` lists the logs' names for the role."""

    name: Text | None = None
    team: Text | None = None
    does: Text | None = None
    external: bool = False
    words: Names = Field(default=[], alias="is")


class TimeEntry(Entry):
    """From which step to which a stage is timed, and its targets, which must rise."""

    start: Names = Field(alias="from", min_length=1)
    end: Names = Field(alias="to", min_length=1)
    p50: Duration | None = None
    p90: Duration | None = None
    limit: Duration | None = None
    clock: str = "calendar"


class StageEntry(Entry):
    """A column: its times, what follows it, and how many may stay behind."""

    id: Id
    name: Text
    section: Text | None = None
    description: Text | None = None
    time: TimeEntry | None = None
    next: str | None = None
    reach: Share | None = None
    abandon_max: Share | None = None
    restart: str | None = None
    silence: Duration | None = None
    wait_budget: dict[str, Duration] = {}
    emotion: Emotion | None = None


class SlaEntry(Entry):
    """A promise: this step comes `within` of `after` in at least `share` of the cases."""

    after: str
    within: Duration
    share: Share = 1.0
    clock: str = "calendar"


class StepEntry(Entry):
    """A box: a stage, a lane, how often it occurs, and the method's other rows."""

    id: Id
    stage: str
    lane: str
    name: Text
    occurs: Occurs = (1, 1)
    kind: str | None = None
    sla: SlaEntry | None = None
    role: Names = []
    channel: Names = []
    systems: Names = []
    evidence: Texts = []
    policy: Text | None = None
    description: Text | None = None
    moment_of_truth: bool = False
    fail_point: bool = False
    fail_max: Share | None = None
    outcome: Outcome = None
    assignee: Assignee | None = None
    observable: bool = True


class LinkEntry(Entry):
    """An extra arrow; with `within` and `share` it is judged for time."""

    start: str = Field(alias="from")
    end: str = Field(alias="to")
    kind: Literal["trigger", "agreement", "needs", "flow"]
    within: Duration | None = None
    share: Share | None = None


class RuleEntry(Entry):
    """A constraint across stages: exactly one of the seven kinds."""

    id: Id
    before: Annotated[list[str], Field(min_length=2, max_length=2)] | None = None
    leads_to: Annotated[list[str], Field(min_length=2, max_length=2)] | None = None
    not_both: Annotated[list[str], Field(min_length=2, max_length=2)] | None = None
    never: str | None = None
    must: str | None = None
    first: str | None = None
    at_most: Annotated[dict[str, Annotated[int, Field(ge=1)]], Field(max_length=1)] | None = None
    within: Duration | None = None
    per: str = "case"
    why: Text | None = None


class BindingsEntry(Entry):
    """Which events are which step, over the normal form only."""

    customer: str
    steps: dict[str, Alternatives] = {}
    ignore: Alternatives = None
    signals: dict[Id, SignalForm] = {}


class ExpectEntry(Entry):
    """What people expect an action to change."""

    metric: str
    start: float | None = Field(default=None, alias="from")
    target: float | None = Field(default=None, alias="to")


class ActionEntry(Entry):
    """A plan of people, tied to a gap by its id."""

    id: Id
    gap: str
    what: Text
    owner: str | None = None
    due: Day | None = None
    status: Literal["planned", "doing", "done", "dropped", "accepted"] | None = None
    expect: ExpectEntry | None = None


class HeadEntry(Entry):
    """The single keys of the file."""

    blueprint: Literal[1]
    id: Id
    version: str
    name: Text
    status: Literal["draft", "approved", "retired"] = "draft"
    reviewed: Day | None = None
    owner: str | None = None
    effective_from: Moment | None = None
    scope: ScopeEntry = ScopeEntry()


class DesignFile(HeadEntry):
    """The whole file, for the JSON Schema: the head and all sections."""

    include: Names = []
    lanes: list[LaneEntry] = Field(min_length=1)
    channels: dict[Id, ChannelEntry] = {}
    systems: dict[Id, SystemEntry] = {}
    roles: dict[Id, RoleEntry] = {}
    stages: list[StageEntry] = Field(min_length=1)
    steps: list[StepEntry] = Field(min_length=1)
    flow: dict[str, FlowNode]
    links: list[LinkEntry] = []
    rules: list[RuleEntry] = []
    bindings: BindingsEntry | None = None
    gap: Annotated[Any, WithJsonSchema({"form": "Gap"})] = None
    actions: list[ActionEntry] = []
