"""On which lane a step lies: by who acts and what the customer sees; by its words as a last resort.

| who acts | what the customer sees | lane |
|---|---|---|
| customer | | customer |
| person | public, or the words of a contact or a message | people (frontstage) |
| person | else | backstage |
| system | public, or the words of a message | screens (frontstage) |
| system, partner | else | support |
| unknown | often after the very same hours, days later: a machine | support |
| unknown | the words of the activity; backstage when they say nothing | |

A source that never says `public: true` says nothing by `false`: a CRM marks nothing as seen.
"""

from __future__ import annotations

from dataclasses import dataclass

from blueprint.draft.words import meaning
from blueprint.model import Role


@dataclass(frozen=True, slots=True)
class DraftedLane:
    """A lane that a draft may have."""

    id: str
    role: Role
    actor: str
    name: str  # as YAML: one text per language


LANES = (
    DraftedLane(
        "customer",
        Role.CUSTOMER,
        "customer",
        "{en: Customer journey, es: Recorrido del cliente, pl: Podróż klienta}",
    ),
    DraftedLane(
        "screens",
        Role.FRONTSTAGE,
        "system",
        '{en: "Frontstage: screens, messages", es: "Frontstage: pantallas, mensajes",'
        ' pl: "Frontstage: ekrany, wiadomości"}',
    ),
    DraftedLane(
        "people",
        Role.FRONTSTAGE,
        "person",
        '{en: "Frontstage: people", es: "Frontstage: personas", pl: "Frontstage: ludzie"}',
    ),
    DraftedLane(
        "backstage",
        Role.BACKSTAGE,
        "person",
        "{en: Backstage, es: Trastienda (backstage), pl: Zaplecze (backstage)}",
    ),
    DraftedLane(
        "support",
        Role.SUPPORT,
        "system",
        "{en: Support processes, es: Procesos de soporte, pl: Procesy wspierające}",
    ),
)
_BY_WORDS = {
    "inside": "backstage",
    "message": "screens",
    "customer": "customer",
    "contact": "people",
    "work": "backstage",
    "machine": "support",
    "wish": "customer",
}


@dataclass(frozen=True, slots=True)
class Placing:
    """The lane of a step, and what speaks for it; `guessed` when it is the words alone."""

    lane: str
    why: str
    guessed: bool = False


def placing(
    activity: str, actor_kind: str, *, public: bool | None, automatic: bool = False
) -> Placing:
    """The lane of an activity that a kind of actor does; `public` None: the log does not say."""
    if actor_kind == "customer":
        return Placing("customer", "the customer acts")
    if actor_kind == "person":
        return _of_people(activity, public=public)
    if actor_kind in {"system", "partner"}:
        return _of_machines(activity, actor_kind, public=public)
    if automatic:
        return Placing("support", "a machine: often after the very same hours, days later")
    return _of_nobody(activity, public=public)


def _of_people(activity: str, *, public: bool | None) -> Placing:
    if public:
        return Placing("people", "people act, the customer sees it")
    told = meaning(activity)
    if public is None and told and told[0] in {"contact", "message"}:
        return Placing("people", f'people act; "{told[1]}" says that the customer is told', True)
    return Placing("backstage", "people act, unseen")


def _of_machines(activity: str, actor_kind: str, *, public: bool | None) -> Placing:
    acts = f"a {actor_kind} acts"
    if public:
        return Placing("screens", f"{acts}, the customer sees it")
    told = meaning(activity)
    if public is None and told and told[0] == "message":
        return Placing("screens", f'{acts}; "{told[1]}" says that the customer is told', True)
    return Placing("support", f"{acts}, unseen")


def _of_nobody(activity: str, *, public: bool | None) -> Placing:
    """Nothing says who acts: the words decide, and what was public is not below the line."""
    told = meaning(activity)
    if told is None:
        lane, why = ("people", "seen by the customer") if public else ("backstage", "no word helps")
        return Placing(lane, f"a guess: the log does not say who acts; {why}", True)
    lane = _BY_WORDS[told[0]]
    if public and lane in {"backstage", "support"}:
        lane = "people" if lane == "backstage" else "screens"
    return Placing(lane, f'a guess from the word "{told[1]}": the log does not say who acts', True)
