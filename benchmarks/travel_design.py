"""How travel should go, drawn by hand from the description of BPI Challenge 2020: two small trees.

Activities are those of the permit and the international declarations log.
"""

from __future__ import annotations

from typing import Any

Tree = str | None | tuple[Any, ...]
OFFICES = ("ADMINISTRATION", "PRE_APPROVER", "BUDGET OWNER")
REFUSING = (*OFFICES, "SUPERVISOR", "DIRECTOR")


def optional(*parts: Tree) -> Tree:
    """Parts that may be left out together."""
    return ("choice", None, ("sequence", *parts))


def approval(document: str) -> Tree:
    """A document is handed in, again after each refusal, and approved up to the last level."""
    asked = [optional(f"{document} APPROVED by {office}") for office in OFFICES]
    refused = ("choice", *(f"{document} REJECTED by {office}" for office in REFUSING))
    last = (
        "choice",
        f"{document} FINAL_APPROVED by SUPERVISOR",
        (
            "sequence",
            f"{document} APPROVED by SUPERVISOR",
            f"{document} FINAL_APPROVED by DIRECTOR",
        ),
    )
    again = ("sequence", *asked, refused, f"{document} REJECTED by EMPLOYEE")
    return ("sequence", ("loop", f"{document} SUBMITTED by EMPLOYEE", again), *asked, last)


TRIP = ("sequence", "Start trip", "End trip")
PAYMENT = ("sequence", "Request Payment", "Payment Handled")
INTERNATIONAL: Tree = (
    "sequence",
    ("and", approval("Permit"), TRIP),
    ("and", approval("Declaration"), optional("Send Reminder")),
    PAYMENT,
)
PERMIT: Tree = (
    "sequence",
    ("and", approval("Permit"), TRIP, optional(approval("Request For Payment"), PAYMENT)),
    (
        "and",
        optional(approval("Declaration"), PAYMENT),
        ("choice", None, ("loop", "Send Reminder", None)),
    ),
)
