"""Invented trackers, registers, logs and lists, each with the reading that a careful person would make of it.

They were written down before the reader's word lists were looked at, to say how it fares on what it has not seen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Cell = str | int | float | dt.date | None
Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Tracker:
    """A workbook, and what is right: the number of actions (None: it holds no plan) and what some headings mean."""

    name: str
    sheets: Mapping[str, Rows]
    actions: int | None
    columns: Mapping[str, str] = field(default_factory=dict)
    """Heading -> field; alternatives that are equally right with "|" between them; "other" is the council's own."""
    owners: tuple[str, ...] | None = None


TASKS = [
    "Replace the worn ropes on the climbing frame",
    "Write a guide for new volunteers at the museum",
    "Ask three firms to price the harbour wall",
    "Bring the allotment waiting list up to date",
    "Move the archive boxes out of the cellar",
    "Teach the wardens to use the new radios",
]
TROUBLES = [
    "The climbing frame is worn through in places",
    "New volunteers do not know whom to ask",
    "The harbour wall lets in water at high tide",
    "Nobody can say who is next for an allotment",
    "The archive is kept in a damp cellar",
    "Wardens cannot reach one another by radio",
]
PEOPLE = ["Nell Archer", "Omar Finch", "Greta Lowe", "Nell Archer", "Silas Pike", "Omar Finch"]
OTHERS = ["Tess Ward", "Hugo Marsh", "Tess Ward", "Ines Cole", "Hugo Marsh", "Ines Cole"]
POSTS = [
    "Parks Manager",
    "Head of Museums",
    "Harbour Master",
    "Allotments Officer",
    "Archivist",
    "Head of Wardens",
]
LATER = [dt.date(2027, month, 28) for month in (2, 4, 5, 7, 9, 11)]
EARLIER = [dt.date(2026, month, 9) for month in (1, 2, 3, 3, 5, 6)]
TYPED = ["28/02/2027", "30/04/2027", "28/05/2027", "31/07/2027", "30/09/2027", "30/11/2027"]
STATES = ["Open", "Closed", "In progress", "Open", "Open", "Closed"]
COLOURS = ["Red", "Green", "Amber", "Amber", "Green", "Red"]
NUMBERS = [1, 2, 3, 4, 5, 6]
LEVELS = ["High", "Low", "Medium", "High", "Low", "Medium"]
NOTES = ["Seen twice this month", None, "The firm will ring back", None, "See the minutes of May", None]
AREAS = ["Parks", "Museum", "Harbour", "Parks", "Museum", "Parks"]
RISKS = [
    "If the rope snaps a child may be hurt",
    "Volunteers may leave before the season starts",
    "A storm could flood the quay",
    "Plots may stand empty while people wait",
    "Papers could be lost to mould",
    "A call for help may go unheard",
]


def table(*columns: tuple[str | None, Sequence[Cell]], above: Rows = (), count: int = 6) -> list[list[Cell]]:
    """Rows of a sheet: some rows above, one of headings, then the columns' values."""
    body = [[values[i] if i < len(values) else None for _, values in columns] for i in range(count)]
    return [*[list(row) for row in above], [heading for heading, _ in columns], *body]


def one(name: str, actions: int | None, columns: Mapping[str, str], rows: Rows, **more: object) -> Tracker:
    return Tracker(name, {"Sheet A": rows}, actions, columns, **more)  # type: ignore[arg-type]


SCORES = [3, 2, 4, 5, 2, 4]
PRODUCTS = [12, 6, 16, 25, 4, 16]
CODES = ["PK-01", "MU-02", "HB-03", "AL-04", "AR-05", "WD-06"]
YESNO = ["Yes", "No", "No", "Yes", "No", "No"]

# fmt: off
TRACKERS = [
    one("wide plan with scores and RACI", 6,
        {"What": "action", "Assigned to": "owner", "Finish by": "timescale", "Effort": "other",
        "Consulted": "other|supporting"},
        table(
            ("No", NUMBERS), ("What", TASKS), ("Assigned to", PEOPLE), ("Finish by", LATER), ("Effort", SCORES),
            ("Benefit", SCORES), ("Consulted", OTHERS), ("Tier", LEVELS), ("Wave", NUMBERS), ("Depends on", CODES),
            ("Budget code", CODES)),
    ),
    one("plan dated by creation and by planned finish", 6,
        {"Created": "other", "Planned finish": "timescale", "To be done": "action", "Handled by": "owner"},
        table(
            ("Item", NUMBERS), ("Created", EARLIER), ("To be done", TASKS), ("Handled by", PEOPLE),
            ("Planned finish", TYPED)),
    ),
    one("log whose only dates are past", 6,
        {"Date opened": "other", "Action": "action", "Owner": "owner"},
        table(
            ("Log no", NUMBERS), ("Date opened", EARLIER), ("Action", TASKS), ("Owner", PEOPLE),
            ("Closed on", EARLIER[:2])),
    ),
    one("meeting actions", 6,
        {"Date of meeting": "other", "Agreed action": "action", "Who": "owner", "By": "timescale",
        "Outcome": "other|success_criteria|progress|notes"},
        table(
            ("Date of meeting", EARLIER), ("Agreed action", TASKS), ("Who", PEOPLE), ("By", LATER),
            ("Outcome", NOTES)),
    ),
    one("board of cards", 6,
        {"Card": "action", "Assignee": "owner", "Due": "timescale", "List": "other|rag", "Created at": "other"},
        table(
            ("Key", CODES), ("Card", TASKS), ("List", STATES), ("Assignee", PEOPLE), ("Created at", EARLIER),
            ("Due", LATER)),
    ),
    one("milestones with begin and end", 6,
        {"Milestone": "action", "Begin": "other", "End": "timescale", "State": "rag|other"},
        table(
            ("Milestone", TASKS), ("Begin", EARLIER), ("End", LATER), ("State", STATES),
            above=[["Works at the harbour"], [None]]),
    ),
    one("sentence for a heading", 6,
        {"What are the volunteers going to do about it this year?": "action", "Person": "owner",
        "Date to finish": "timescale"},
        table(
            ("No.", NUMBERS), ("What are the volunteers going to do about it this year?", TASKS), ("Person", PEOPLE),
            ("Date to finish", LATER)),
    ),
    one("agreed at the meeting of a date", 6,
        {"Things agreed on 3 May": "action", "Who": "owner", "When": "timescale"},
        table(
            ("No", NUMBERS), ("Things agreed on 3 May", TASKS), ("Who", PEOPLE), ("When", TYPED)),
    ),
    one("half in German", 6,
        {"Aufgabe": "other|action", "Owner": "owner", "Due date": "timescale", "Bemerkung": "other|notes"},
        table(
            ("Nr", NUMBERS), ("Aufgabe", TASKS), ("Owner", PEOPLE), ("Due date", LATER), ("Bemerkung", NOTES)),
    ),
    one("half in Spanish", 6,
        {"Task": "action", "Responsable": "other|owner", "Deadline": "timescale", "Estado": "other|rag"},
        table(
            ("Task", TASKS), ("Responsable", PEOPLE), ("Deadline", LATER), ("Estado", STATES)),
    ),
    one("misspelt headings", 6,
        {"Acton required": "action", "Resposible officer": "owner", "Dedline": "timescale"},
        table(
            ("Ref", CODES), ("Acton required", TASKS), ("Resposible officer", PEOPLE), ("Dedline", LATER)),
    ),
    one("misspelt and run together", 6,
        {"Recomendation": "recommendation", "Agreed acction": "action", "Target dtae": "timescale"},
        table(
            ("Recomendation", TROUBLES), ("Agreed acction", TASKS), ("Owner", PEOPLE), ("Target dtae", LATER)),
    ),
    one("heading of 280 letters in the middle", 6,
        {"Action": "action", "Owner": "owner"},
        table(
            ("Ref", CODES), ("Action", TASKS), ("Please say here " + "at length and in your own words " * 9, NOTES),
            ("Owner", PEOPLE), ("Due", LATER)),
    ),
    one("progress of status words", 6,
        {"Progress": "rag", "Task": "action"},
        table(
            ("ID", CODES), ("Task", TASKS), ("Lead", PEOPLE), ("Target date", LATER),
            ("Progress", ["Not started", "Complete", "In progress", "Complete", "Not started", "In progress"])),
    ),
    one("status done and to do", 6,
        {"Status": "rag", "Task": "action"},
        table(
            ("ID", CODES), ("Task", TASKS), ("Owner", PEOPLE), ("Due date", LATER),
            ("Status", ["Done", "To do", "Doing", "Done", "To do", "To do"])),
    ),
    one("yes and no in done", 6,
        {"Action": "action", "Priority": "other", "Finished?": "rag|other"},
        table(
            ("No", NUMBERS), ("Action", TASKS), ("Priority", LEVELS), ("Finished?", YESNO), ("Responsible", PEOPLE),
            ("Deadline", TYPED)),
    ),
    one("rag beside a status", 6,
        {"RAG": "rag", "Status": "other|progress|rag"},
        table(
            ("No", NUMBERS), ("Action", TASKS), ("Owner", PEOPLE), ("Due date", LATER), ("RAG", COLOURS),
            ("Status", STATES)),
    ),
    one("two dates due", 6,
        {"Original due date": "timescale", "Revised due date": "revised_due"},
        table(
            ("No", NUMBERS), ("Action", TASKS), ("Owner", PEOPLE), ("Original due date", LATER),
            ("Revised due date", LATER[3:])),
    ),
    one("codes of a standard, nobody named", 6,
        {"Control": "other|theme|ref|report_ref", "Action": "action"},
        table(
            ("Item", NUMBERS), ("Control", CODES), ("Action", TASKS), ("Due date", LATER)),
        owners=(),
    ),
    one("places, nobody named", 6,
        {"Place": "other|theme", "Action": "action"},
        table(
            ("No", NUMBERS),
            ("Place", ["North Quay", "Long Room", "East Wall", "Plot Nine", "Old Cellar", "Top Lodge"]),
            ("Action", TASKS), ("Due date", LATER)),
        owners=(),
    ),
    one("who found it, not who mends it", 6,
        {"Found by": "other", "Remedy": "action", "Remedy due": "timescale"},
        table(
            ("No", NUMBERS), ("Defect", TROUBLES), ("Remedy", TASKS), ("Found by", OTHERS), ("Remedy due", LATER)),
        owners=(),
    ),
    one("sessions without a heading", 6,
        {"Engineer": "owner", "Task": "action"},
        table(
            (None, ["Block-1", None, "Block-2", None, "Block-3", None]), ("Engineer", PEOPLE), ("Task", TASKS),
            ("Deadline", LATER)),
        owners=("Nell Archer", "Omar Finch", "Greta Lowe", "Silas Pike"),
    ),
    one("author and reviewer only", 6,
        {"Author": "other", "Reviewer": "other"},
        table(
            ("No", NUMBERS), ("Action", TASKS), ("Author", PEOPLE), ("Reviewer", OTHERS), ("Target date", LATER)),
        owners=(),
    ),
    one("level and kind, nobody named", 6,
        {"Level": "other", "Kind": "other|theme"},
        table(
            ("No", NUMBERS), ("Kind", ["Must", "Should", "Must", "Could", "Must", "Should"]), ("Action", TASKS),
            ("Level", LEVELS), ("Deadline", LATER)),
        owners=(),
    ),
    one("raised by beside owner", 6,
        {"Raised by": "other", "Action owner": "owner", "Date raised": "other", "Target completion": "timescale"},
        table(
            ("No", NUMBERS), ("Date raised", EARLIER), ("Raised by", OTHERS), ("Action", TASKS),
            ("Action owner", PEOPLE), ("Target completion", LATER)),
    ),
    one("risk register with mitigation", 6,
        {"Risk description": "recommendation", "Mitigation": "action", "Risk owner": "owner",
        "Target date": "timescale", "Score": "other"},
        table(
            ("Risk ID", CODES), ("Risk description", RISKS), ("Likelihood", SCORES), ("Impact", SCORES),
            ("Score", PRODUCTS), ("Mitigation", TASKS), ("Risk owner", PEOPLE), ("Target date", LATER)),
    ),
    one("risk register with response and rag, no date", 6,
        {"Risk": "recommendation", "Response": "action", "Owner": "owner", "RAG": "rag"},
        table(
            ("No", NUMBERS), ("Risk", RISKS), ("Probability", SCORES), ("Response", TASKS), ("Owner", PEOPLE),
            ("RAG", COLOURS)),
    ),
    one("risk register with treatment plan and review", 6,
        {"Treatment plan": "action", "Treatment owner": "owner", "Treatment due": "timescale",
        "Last review": "other", "Residual rating": "other"},
        table(
            ("Ref", CODES), ("Threat", RISKS), ("Inherent rating", LEVELS), ("Treatment plan", TASKS),
            ("Treatment owner", PEOPLE), ("Treatment due", LATER), ("Residual rating", LEVELS),
            ("Last review", EARLIER)),
    ),
    one("RAID log", 6,
        {"Description": "recommendation", "Response": "action", "Owner": "owner", "Logged": "other"},
        table(
            ("ID", CODES), ("Type", ["Risk", "Issue", "Risk", "Assumption", "Dependency", "Issue"]),
            ("Description", RISKS), ("Logged", EARLIER), ("Response", TASKS), ("Owner", PEOPLE), ("Status", STATES)),
    ),
    one("issue log with resolution", 6,
        {"Issue": "recommendation", "Resolution": "action", "Assigned to": "owner", "Date reported": "other",
        "Resolve by": "timescale"},
        table(
            ("Issue no", NUMBERS), ("Issue", TROUBLES), ("Date reported", EARLIER), ("Reported by", OTHERS),
            ("Severity", LEVELS), ("Resolution", TASKS), ("Assigned to", PEOPLE), ("Resolve by", LATER)),
    ),
    one("issue log where the issue is the work", 6,
        {"Issue details": "action", "Assigned to": "owner", "Raised on": "other", "Expected fix": "timescale"},
        table(
            ("Issue ID", CODES), ("Raised on", EARLIER), ("Issue details", TROUBLES), ("Assigned to", PEOPLE),
            ("Expected fix", LATER), ("Status", STATES)),
    ),
    one("audit findings", 6,
        {"Observation": "recommendation", "Corrective action": "action", "Process owner": "owner",
        "Date of audit": "other", "Agreed completion date": "timescale"},
        table(
            ("Obs no", NUMBERS), ("Date of audit", EARLIER), ("Observation", TROUBLES), ("Grade", LEVELS),
            ("Corrective action", TASKS), ("Process owner", PEOPLE), ("Agreed completion date", LATER)),
    ),
    one("findings of a test, with remediation", 6,
        {"Vulnerability": "recommendation", "Remediation": "action", "Detected": "other",
        "Scheduled completion": "timescale"},
        table(
            ("Finding ID", CODES), ("Vulnerability", TROUBLES), ("Detected", EARLIER), ("Remediation", TASKS),
            ("Point of contact", PEOPLE), ("Scheduled completion", LATER)),
    ),
    one("gap analysis", 6,
        {"Gap": "recommendation", "Action needed": "action", "Clause": "other|ref|report_ref",
        "Responsible": "owner"},
        table(
            ("Clause", CODES), ("Gap", TROUBLES), ("Action needed", TASKS), ("Responsible", PEOPLE),
            ("Planned date", LATER)),
    ),
    one("lessons with actions", 6,
        {"Lesson": "recommendation", "Follow-up action": "action", "Who": "owner"},
        table(
            ("No", NUMBERS), ("Lesson", TROUBLES), ("Follow-up action", TASKS), ("Who", PEOPLE), ("Target", LATER)),
    ),
    one("incident log with preventive action", 6,
        {"Date of incident": "other", "What happened": "recommendation", "Action to prevent recurrence": "action",
        "Action by": "owner"},
        table(
            ("Date of incident", EARLIER), ("What happened", TROUBLES), ("Action to prevent recurrence", TASKS),
            ("Action by", PEOPLE), ("Complete by", LATER)),
    ),
    one("snags on site", 6,
        {"Snag": "action|recommendation", "Trade": "other|theme", "Fix by": "timescale", "Noted": "other"},
        table(
            ("No", NUMBERS), ("Noted", EARLIER), ("Snag", TROUBLES),
            ("Trade", ["Joiner", "Painter", "Mason", "Joiner", "Mason", "Painter"]), ("Fix by", LATER)),
    ),
    one("document control above", 6,
        {"Action": "action", "Lead": "owner"},
        table(
            ("No", NUMBERS), ("Action", TASKS), ("Lead", PEOPLE), ("Target date", LATER),
            above=[["Document no", "Issue", "Owner", "Date"], ["HB/7", "4", "Harbour office",
                dt.date(2026, 1, 5)], ["Approved", "Harbour Master", "Status", "Draft"], [None], [None]]),
    ),
    one("hints and an example", 6,
        {"Action": "action"},
        [
            ["Ref", "Action", "Owner", "Due date"],
            ["Number it", "Describe what will be done", "Name of the responsible person", "DD/MM/YYYY"],
            ["Example", "Example: sweep the yard", "J. Bloggs", "01/01/2026"],
            *[[c, t, p, d] for c, t, p, d in zip(CODES, TASKS, PEOPLE, TYPED, strict=True)],
        ],
    ),
    one("blank rows in the middle", 6,
        {"Action": "action"},
        [
            ["No", "Action", "Owner", "Due date"],
            *[[n, t, p, d] for n, t, p, d in zip(NUMBERS, TASKS, PEOPLE, LATER, strict=True)][:3], [], [], [], [],
            *[[n, t, p, d] for n, t, p, d in zip(NUMBERS, TASKS, PEOPLE, LATER, strict=True)][3:],
        ],
    ),
    Tracker("open and done on two sheets", {
        "Open": table(
            ("Ref", CODES), ("Task", TASKS), ("Owner", PEOPLE), ("Due", LATER)),
        "Done": table(
            ("Ref", [f"{c}x" for c in CODES]), ("Task", [f"{t}, again" for t in TASKS]), ("Owner", PEOPLE),
            ("Due", LATER), ("Done on", EARLIER)),
    }, 12, {"Task": "action", "Done on": "other"}),
    Tracker("issues beside risks", {
        "Issues": table(
            ("No", NUMBERS), ("Issue", TROUBLES), ("Action", TASKS), ("Owner", PEOPLE), ("Due date", LATER)),
        "Risks": table(
            ("No", NUMBERS), ("Risk", RISKS), ("Likelihood", SCORES),
            ("Mitigation", [f"{t} for good" for t in TASKS]), ("Owner", PEOPLE)),
    }, 12, {"Issue": "recommendation", "Mitigation": "action"}),
]
# fmt: on
