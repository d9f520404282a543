"""What the words of an activity say about who acts and what the customer sees.

Stems in English, Spanish, Polish and Italian, matched at the beginning of a word (accents and case
do not count); a stem of two words is matched word by word. Used only where the log itself does not
say who acted or what was public: words are a guess, and the draft says so.
"""

from __future__ import annotations

import re
import unicodedata

STEMS: dict[str, tuple[str, ...]] = {
    # defects and notes never concern the customer, whatever is done with them
    "inside": (
        *("anomal", "bug", "defect", "internal", "note", "backoffice"),
        *("interno", "interna", "blad", "usterk", "notat", "wewnetrzn", "difett", "guast"),
    ),
    # something is sent to the customer
    "message": (
        *("mail", "email", "sms", "push", "notif", "newsletter", "remind", "sent", "send"),
        "acknowledg",
        *("correo", "aviso", "enviad", "recorda", "powiadom", "wyslan", "przypomn", "inviat"),
    ),
    # what customers do
    "customer": (
        *("submit", "sign up", "signup", "register", "checkout", "purchas", "buy", "complain"),
        *("reopen", "log in", "login", "wait for customer", "compra", "reclam", "rejestr"),
        *("zamaw", "kupuj", "reklamac", "acquist", "iscri"),
    ),
    # what customers hand in: it may be they who do it, when no other word says who
    "wish": (
        *("request", "apply", "applic", "order", "solicit", "registr", "zamow", "wnios", "richie"),
    ),
    # people speak with the customer, or give what was asked for
    "contact": (
        *("repl", "answer", "respon", "call", "phone", "contact", "meet", "visit", "appoint"),
        *("schedul", "resolv", "solv", "clos", "deliver", "explain", "demo", "chat", "interview"),
        *("respuest", "llam", "cita", "resuel", "entreg", "cerrad", "odpowi", "rozmow", "telefon"),
        *("kontakt", "wizyt", "spotkan", "rozwiaz", "zamkni", "dostarcz", "rispo", "chiam"),
        *("contatt", "appunt", "risol", "chius", "consegn"),
    ),
    # people work on it, unseen
    "work": (
        *("assign", "triage", "verif", "approv", "check", "review", "escalat", "investigat"),
        *("in charge", "duplic", "invalid", "wait", "hold", "pending", "prepar", "decid", "decis"),
        *("assess", "evaluat", "asign", "aprob", "revis", "escal", "esper", "evalu", "przydziel"),
        *("zatwierdz", "sprawdz", "weryfik", "oczek", "przygot", "decyz", "assegn", "attes"),
        *("valut", "controll"),
    ),
    # machines work, unseen
    "machine": (
        *("auto", "system", "sync", "batch", "job", "import", "export", "charg", "captur"),
        *("refus", "webhook", "provision", "backup", "sistema", "cobr", "pobra", "addebit"),
    ),
    # says that somebody is there, not that something happens
    "noise": ("heartbeat", "ping", "scroll", "click", "hover", "session", "impression", "pageview"),
    # the type of contact, in the name of a channel
    "remote": ("phone", "call", "voice", "tel", "video", "post", "letter", "fax", "llam", "carta"),
    "in_person": (
        "shop",
        "store",
        "desk",
        "counter",
        "branch",
        "person",
        "tienda",
        "sklep",
        "visit",
    ),
    # what the customer says about it
    "opinion": ("rating", "survey", "nps", "csat", "feedback", "encuesta", "ankiet", "sondaggio"),
}
_BEGINNINGS = ("create", "open", "insert", "new", "raise", "report", "file", "crear", "abrir")
_BEGUN = ("ticket", "case", "request", "order", "account", "claim", "complaint", "application")
_NEAR = 2
MEANINGS = ("inside", "customer", "message", "contact", "work", "machine", "wish")
PAGES = frozenset({"page", "screen", "page view", "page viewed", "screen view", "screen viewed"})
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BREAK = re.compile(r"[^\w]+|_")
LONGEST = 400
"""Letters of a name that are looked at: a longer one is no name."""


def words_of(text: str) -> list[str]:
    """The words of a name, in lower case, without accents: `MailSent` are mail and sent."""
    parted = _CAMEL.sub(" ", text[:LONGEST])
    letters = unicodedata.normalize("NFKD", parted.casefold().replace("ł", "l"))
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    return [word for word in _BREAK.split(plain) if word]


def meaning(activity: str) -> tuple[str, str] | None:
    """What an activity's words say (the first of `MEANINGS` that holds), and the word for it."""
    words = words_of(activity)
    begun = _begins_something(words)
    for about in MEANINGS:
        found = said(words, about) or (begun if about == "customer" else None)
        if found is not None:
            return about, found
    return None


def is_noise(activity: str) -> bool:
    """Whether the name of an activity says that it is a page view, a heartbeat or the like."""
    words = words_of(activity)
    return " ".join(words) in PAGES or said(words, "noise") is not None


def is_opinion(activity: str) -> bool:
    """Whether the name of an activity says that it is an answer to a survey."""
    return said(words_of(activity), "opinion") is not None


def said(words: list[str], about: str) -> str | None:
    """The first words that begin with a stem of `STEMS[about]`."""
    for at in range(len(words)):
        for stem in STEMS[about]:
            parts = stem.split()
            here = words[at : at + len(parts)]
            if len(here) == len(parts) and all(map(str.startswith, here, parts)):
                return " ".join(here)
    return None


def _begins_something(words: list[str]) -> str | None:
    """`Create ticket`, `Open a case`: what only a customer's wish begins."""
    for at, verb in enumerate(words):
        thing = next((w for w in words[at + 1 : at + 1 + _NEAR] if w.startswith(_BEGUN)), None)
        if thing and verb.startswith(_BEGINNINGS):
            return f"{verb} {thing}"
    return None


def contact_of(channel: str) -> str:
    """The type of contact that a log's word for a channel means: digital, remote or in_person."""
    words = words_of(channel)
    for contact in ("remote", "in_person"):
        if said(words, contact) is not None:
            return contact
    return "digital"
