"""People as five systems know them, with the truth: who is who, and what the data can tell.

Not part of the sample service: these people do nothing, they only leave identifiers. What makes
identifiers lie is planted: shared devices, junk that strangers type in (some values often, some
twice), placeholders, changed e-mails, merged contacts, phones in several spellings, click ids that
were sent on. With `hard` also what no rule can tell from one person with two records: couples with
one e-mail, households with one landline, an agent's slip of the pen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

MINUTE_US = 60_000_000
DAY_US = 24 * 60 * MINUTE_US
START_US = 1_735_689_600_000_000  # 2025-01-01
JUNK_EMAILS = ("info@a.example", "test@test.example", "a@a.example", "correo@c.example")
PLACEHOLDERS = ("null@null", "-", "unknown", "none@none.example", "")
LEADS_OF_A_PERSON = (*[0] * 15, *[1] * 11, 2, 2, 2, 3)


class Identifier(NamedTuple):
    """A name that a system has for somebody."""

    type: str
    id: str


class Statement(NamedTuple):
    """A system says that two identifiers belong together."""

    giver: Identifier
    taker: Identifier
    qualifier: str
    at_us: int | None


class Visit(NamedTuple):
    """One page view on a device: who really did it, and the user if they were logged in."""

    device: Identifier
    at_us: int
    person: int
    user: Identifier | None
    logs_in: bool  # in this visit, now or later


@dataclass(slots=True)
class Planted:
    """What the systems say, and the truth beside it."""

    statements: list[Statement] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    owners: dict[Identifier, set[int]] = field(default_factory=dict)
    rare_junk: int = 0

    def person_of(self) -> dict[Identifier, int]:
        """The identifiers that are one person's, and whose."""
        return {name: min(owners) for name, owners in self.owners.items() if len(owners) == 1}

    def identifiable(self) -> dict[Identifier, Identifier]:
        """What the data can tell: each key with the smallest one that true statements lead to.

        A plain union of the statements about one person; devices do not glue.
        """
        parent: dict[Identifier, Identifier] = {}
        person = self.person_of()
        for statement in self.statements:
            giver, taker = canonical(statement.giver), canonical(statement.taker)
            is_of_one = giver in person and person[giver] == person.get(taker)
            if is_of_one and giver.type != "anonymous":
                one, other = sorted((_root(parent, giver), _root(parent, taker)))
                parent[other] = one
        return {name: _root(parent, name) for name in list(parent)}


def _root(parent: dict[Identifier, Identifier], name: Identifier) -> Identifier:
    """The name at the end of the chain of parents."""
    while (above := parent.setdefault(name, name)) != name:
        name = above
    return name


def canonical(name: Identifier) -> Identifier:
    """An identifier as it is compared: e-mails in lower case, Spanish phones as +34 and digits."""
    if name.type == "email":
        return Identifier("email", name.id.strip().lower())
    if name.type == "phone":
        return Identifier("phone", "+34" + re.sub(r"\D", "", name.id)[-9:])
    return name


def plant(people: int, seed: int, *, hard: bool = False) -> Planted:
    """Some hundred people (or more), two in eight of them in households of two."""
    planted, random = Planted(), Random(seed)  # noqa: S311 - no secret
    for number in range(people):
        _Person(planted, random, number, people if hard else 0).leaves_traces()
    return planted


class _Person:
    """One person while their traces are planted."""

    def __init__(self, planted: Planted, random: Random, number: int, confused: int) -> None:
        """`confused`: among so many people agents mix up e-mails; 0: they do not."""
        self.planted, self.random, self.number, self.confused = planted, random, number, confused
        self.household = number // 2 if number % 8 < 2 else None  # noqa: PLR2004
        self.begins_us = START_US + random.randrange(60) * DAY_US
        self.own_email = self._own_email()
        self.own_phones = self._own_phones()

    def leaves_traces(self) -> None:
        """Each system comes to know the person, or does not."""
        user = self._user() if self._chance(0.7) else None
        contact = self._contact(user) if self._chance(0.6) else None
        for number in range(self.random.choice(LEADS_OF_A_PERSON)):
            self._lead(number, contact)
        if self._chance(0.5):
            self._requester(user)
        self._devices(user)

    def _user(self) -> Identifier:
        user = self._mine("user", f"u{self.number}")
        self._says(user, self._email(junk=0.005))
        if self._chance(0.1):  # changed their e-mail
            self._says(user, self._mine("email", f"new{self.number}@mail.example"))
        return user

    def _contact(self, user: Identifier | None) -> Identifier:
        contact = self._mine("contact", f"c{self.number}")
        self._says(contact, self._email(junk=0.03))
        self._says(contact, self._phone())
        if user and self._chance(0.3):
            self._says(contact, user)
        if self._chance(0.05):  # a duplicate, found and merged by an agent
            double = self._mine("contact", f"d{self.number}")
            self._says(double, self._email(junk=0.03))
            self._says(double, contact, "merged")
        return contact

    def _lead(self, number: int, contact: Identifier | None) -> None:
        lead = self._mine("lead", f"l{self.number}.{number}")
        self._says(lead, self._email(junk=0.03))
        self._says(lead, self._phone())
        if contact and self._chance(0.5):
            self._says(lead, contact)
        if self._chance(0.2):
            self._click(lead, number)

    def _click(self, lead: Identifier, number: int) -> None:
        click = ("gclid", f"g{self.number}.{number}" if self._chance(0.97) else "sent on")
        self._says(lead, self._mine(*click))
        device = self._mine("anonymous", f"a{self.number}.0")
        self._says(device, self._mine(*click), at_us=self.begins_us - DAY_US)

    def _requester(self, user: Identifier | None) -> None:
        requester = self._mine("requester", f"r{self.number}")
        self._says(requester, self._email(junk=0.02))
        if self._chance(0.5):
            self._says(requester, self._phone())
        if user and self._chance(0.5):
            self._says(requester, user)

    def _devices(self, user: Identifier | None) -> None:
        """Own devices, and the tablet of the household or the screen in the shop."""
        for number in range(self.random.choice((1, 1, 2))):
            self._visits(self._mine("anonymous", f"a{self.number}.{number}"), user, 1.0)
        if self.household is not None:
            self._visits(self._mine("anonymous", f"tablet{self.household}"), user, 0.8)
        elif self._chance(0.05):
            self._visits(self._mine("anonymous", f"shop{self.number % 3}"), user, 0.8)

    def _visits(self, device: Identifier, user: Identifier | None, logs_in: float) -> None:
        """Two visits on days of the person's own; in most of them they log in after some pages."""
        for _ in range(2):
            at_us = self.begins_us + self.random.randrange(100_000) * 15 * MINUTE_US
            login = self.random.randrange(1, 4) if self._chance(logs_in) else None
            for page in range(5):
                logged_in = user if login is not None and page >= login else None
                self.planted.visits.append(
                    Visit(
                        device,
                        at_us,
                        self.number,
                        logged_in,
                        logs_in=user is not None and login is not None,
                    )
                )
                if logged_in and page == login:
                    self._says(device, logged_in, at_us=at_us)
                at_us += self.random.randrange(1, 8) * MINUTE_US

    def _own_email(self) -> Identifier:
        if self.confused and self.household is not None and self.household % 100 == 0:
            return Identifier("email", f"family{self.household}@mail.example")
        return Identifier("email", f"p{self.number}@mail.example")

    def _own_phones(self) -> list[Identifier]:
        """None, one or two; a landline is the whole household's."""
        if self.confused and self.household is not None and self.household % 20 == 0:
            return [Identifier("phone", f"91{self.household:07}")]
        numbers = (f"6{self.number + 20_000_000:08}", f"7{self.number + 20_000_000:08}")
        count = self.random.choices((0, 1, 2), (20, 65, 15))[0]
        return [Identifier("phone", number) for number in numbers[:count]]

    def _email(self, junk: float) -> Identifier:
        """The person's e-mail, or what was typed in instead of it."""
        dice = self.random.random()
        if dice < junk:
            return self._junk()
        if dice < junk + 0.01:
            return Identifier("email", self.random.choice(PLACEHOLDERS))
        if self.confused and dice < junk + 0.0105:  # the agent took the wrong customer's
            return Identifier("email", f"p{self.random.randrange(self.confused)}@mail.example")
        name = self._mine(*self.own_email)
        return Identifier("email", self.random.choice((name.id, f" {name.id.upper()}")))

    def _junk(self) -> Identifier:
        """What strangers type in: some values very often, some hardly twice."""
        if self._chance(0.95):
            return Identifier("email", self.random.choice(JUNK_EMAILS))
        self.planted.rare_junk += 1
        strangers = 5 if self.confused else 2
        return Identifier("email", f"junk{self.planted.rare_junk // strangers}@x.example")

    def _phone(self) -> Identifier:
        """The person's phone as somebody wrote it, or what was typed in instead of it."""
        if self._chance(0.01):
            return Identifier("phone", self.random.choice(("600 000 000", "+34 611 111 111")))
        if not self.own_phones:
            return Identifier("phone", "0")
        own = self._mine(*self.random.choice(self.own_phones)).id
        spelled = (own, f"+34{own}", f"0034 {own[:3]} {own[3:]}", f"(+34) {own[:3]}-{own[3:]}")
        return Identifier("phone", self.random.choice(spelled))

    def _mine(self, kind: str, name: str) -> Identifier:
        identifier = Identifier(kind, name)
        self.planted.owners.setdefault(canonical(identifier), set()).add(self.number)
        return identifier

    def _says(
        self, giver: Identifier, taker: Identifier, qualifier: str = "same", at_us: int = 0
    ) -> None:
        self.planted.statements.append(Statement(giver, taker, qualifier, at_us or None))

    def _chance(self, share: float) -> bool:
        return self.random.random() < share
