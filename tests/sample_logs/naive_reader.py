"""Reads the exports in the plainest way, row by row, as an independent witness of what stands in them."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import UTC, datetime


def moment(text):
    """An instant in UTC, or None for a date that is none."""
    try:
        when = (
            datetime.strptime(text, "%Y/%m/%d %H:%M:%S %z")
            if "/" in text
            else datetime.fromisoformat(text)
        )
    except ValueError:
        return None
    return when.astimezone(UTC)


class Reader:
    """What one project's exports say: events as (email, activity, time), and what was put aside."""

    def __init__(self, folder):
        self.exports = folder / "exports"
        self.events = Counter()
        self.rejected = Counter()
        self.duplicates = Counter()
        self._seen = set()
        self._read_web()
        self._read_crm()
        self._read_desk()

    def _is_new(self, source, identity):
        if (source, identity) in self._seen:
            self.duplicates[source] += 1
            return False
        self._seen.add((source, identity))
        return True

    def _lines(self, source, pattern):
        for path in sorted((self.exports / source).glob(pattern)):
            for line in path.read_text("utf-8").splitlines():
                try:
                    yield json.loads(line), line
                except json.JSONDecodeError:
                    self.rejected[source, "invalid_json"] += 1

    def _read_web(self):
        rows = list(self._lines("web", "*.jsonl"))
        mails, owners = {}, {}
        for row, _ in rows:
            if row["type"] == "identify":
                mails[row["userId"]] = row["traits"]["email"].lower()
                owners[row.get("anonymousId")] = row["userId"]
        for row, line in rows:
            self._web_row(row, line, mails, owners)

    def _web_row(self, row, line, mails, owners):
        reason = web_flaw(row)
        if reason:
            self.rejected["web", reason] += 1
        elif self._is_new("web", row.get("messageId", line)) and row["type"] != "identify":
            user = row.get("userId") or owners.get(row.get("anonymousId"))
            self.events[mails.get(user), row.get("event", "page"), web_moment(row)] += 1

    def _sheet(self, name):
        for path in sorted((self.exports / "crm").glob(name)):
            with path.open(newline="", encoding="utf-8") as file:
                yield from csv.DictReader(file)

    def _read_crm(self):
        mails = {row["Id"][:15]: row["Email"] for row in self._sheet("Lead.csv")}
        deals = {row["ConvertedOpportunityId"]: row["Email"] for row in self._sheet("Lead.csv")}
        contacts = {row["Id"]: row["Email"] for row in self._sheet("Contact.csv")}
        for table in ("Opportunity.csv", "Case.csv"):
            for row in self._sheet(table):
                mails[row["Id"][:15]] = contacts.get(row["ContactId"]) or deals[row["Id"]]
        for name, parent in (
            ("LeadHistory*", "LeadId"),
            ("OpportunityFieldHistory*", "OpportunityId"),
            ("CaseHistory*", "CaseId"),
        ):
            for row in self._sheet(name):
                self._crm_row(row, parent, mails)

    def _crm_row(self, row, parent, mails):
        when = moment(row["CreatedDate"])
        field = row["Field"].lower().removesuffix("__c")
        activity = f"{parent[:-2].lower()}.{field}"
        if when is None:
            self.rejected["crm", "bad_timestamp"] += 1
        elif field == "owner" and row["DataType"] == "Text":
            self.duplicates["owner_names"] += 1
        elif self._is_new("crm", row["Id"]):
            valued = row["DataType"] == "DynamicEnum"
            activity += f":{row['NewValue']}" if valued else ""
            self.events[mails[row[parent][:15]], activity, when] += 1

    def _read_desk(self):
        users = {row["id"]: row for row, _ in self._lines("helpdesk", "users.jsonl")}
        rows = [row for row, _ in self._lines("helpdesk", "ticket_audits*.jsonl")]
        requesters = {
            row["ticket_id"]: int(event["value"])
            for row in rows
            for event in row["events"]
            if event.get("field_name") == "requester_id"
        }
        for row in rows:
            when = moment(row["created_at"])
            if when is None:
                self.rejected["helpdesk", "bad_timestamp"] += 1
            elif self._is_new("helpdesk", row["id"]):
                mail = users[requesters[row["ticket_id"]]]["email"].lower()
                for activity in {desk_activity(event) for event in row["events"]}:
                    self.events[mail, activity, when] += 1
        for row, _ in self._lines("helpdesk", "satisfaction_ratings.jsonl"):
            mail = users[row["requester_id"]]["email"].lower()
            self.events[mail, "ticket.rating", moment(row["created_at"])] += 1


def web_moment(row):
    """When a Segment message happened."""
    return moment(row.get("timestamp") or row["originalTimestamp"])


def web_flaw(row):
    """Why a Segment message must be put aside, or None."""
    if "bot" in row["context"].get("userAgent", "").lower():
        return "bot"
    if "userId" not in row and "anonymousId" not in row:
        return "missing_id"
    return None if web_moment(row) else "bad_timestamp"


def desk_activity(event):
    """The activity of one event of an audit; all that create a ticket are one."""
    kind = event["type"]
    if kind == "Change" and event["field_name"] == "status":
        return f"ticket.status:{event['value']}"
    if kind == "Change":
        return f"ticket.{event['field_name'].removesuffix('_id')}"
    return {"Create": "ticket.created", "Comment": "ticket.comment"}.get(
        kind, "ticket.notification"
    )
