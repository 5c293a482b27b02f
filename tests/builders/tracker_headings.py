"""Headings of dates and of people, each with what a careful person takes it for."""

from __future__ import annotations

from collections.abc import Mapping

DATE_HEADINGS: Mapping[str, str] = {
    **dict.fromkeys(
        ["Required by", "Complete no later than", "Finish (plan)", "Scheduled completion", "ETA", "Forecast finish",
         "Deadline for closure", "To be closed by", "Delivery date", "Date to be completed", "Anticipated end date",
         "Expected closure", "Agreed deadline", "When will it be finished?", "Resolve by", "Remediation deadline",
         "Go-live target", "Planned end", "Estimated completion", "Fix by", "Completion due", "Due (dd/mm/yy)",
         "Response required by", "End date (planned)", "Must be done before", "To be finished by (date)",
         "By which date?",
         "Expected date of completion", "Date by which it will be done", "Latest date"], "timescale"),
    **dict.fromkeys(
        ["Date found", "Opened on", "Date entered", "First seen", "Date received", "Closed on", "Date closed",
         "Completed on", "Actual finish", "Actual completion date", "Date identified", "Entry date", "Last reviewed",
         "Last modified", "Date of audit", "Date of incident", "Submitted", "Registered on", "Date of meeting",
         "Approved on", "Signed off on", "Date implemented", "Date of inspection", "Discovered", "Noted on",
         "Date of birth", "Start", "Planned start", "Commenced", "Invoice date", "Date of request", "Updated",
         "Checked on", "Date escalated", "Date"], "other"),
}  # fmt: skip
"""What a heading over dates means: by when something is to be done (`timescale`), or no such thing (`other`)."""

PEOPLE_HEADINGS: Mapping[str, str] = {
    **dict.fromkeys(
        ["Who's doing it", "Owned by", "Assignee", "Person in charge", "Task leader", "Responsible party",
         "Point of contact", "Handler", "Manager responsible", "Person accountable", "Responsible (name)", "Named lead",
         "Being dealt with by", "To be actioned by", "Actionee", "Who will fix it?", "Risk owner", "Mitigation owner",
         "Name of responsible person", "Implementing officer"], "owner"),
    **dict.fromkeys(
        ["Raised by", "Reported by", "Found by", "Identified by", "Requested by", "Author", "Approved by",
         "Verified by",
         "Checked by", "Reviewer", "Closed by", "Auditor", "Created by", "Originator", "Logged by"], "other"),
}  # fmt: skip
"""What a heading over people means: who is to do it (`owner`), or no such thing (`other`)."""
