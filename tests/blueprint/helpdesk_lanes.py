"""The lanes of the real help desk log, labelled by hand before there was a rule that drafts them.

The role of the lane that a service designer would put each of its 14 activities on, from the names and
from looking at the log: who does it (nearly all are done by some 20 people of the company), what comes
before and after, and how long it takes.
"""

from __future__ import annotations

LANES = {
    "Insert ticket": "customer",  # the customer's question comes in, whoever typed it
    "Assign seriousness": "backstage",  # people sort it, unseen
    "Take in charge ticket": "backstage",  # somebody takes it on
    "Wait": "backstage",  # put on hold by the one who works on it
    "Require upgrade": "backstage",  # asked for inside the company
    "Create SW anomaly": "backstage",  # a defect report to the developers
    "Resolve SW anomaly": "backstage",  # the developers mend it: as the sample's engineer, behind the line of visibility
    "Schedule intervention": "frontstage",  # an appointment with the customer
    "Resolve ticket": "frontstage",  # the customer gets the solution
    "Closed": "support",  # by one account, 30 days and two minutes later: a machine
    "RESOLVED": "backstage",  # four states of the defect tracker
    "VERIFIED": "backstage",
    "INVALID": "backstage",
    "DUPLICATE": "backstage",
}
