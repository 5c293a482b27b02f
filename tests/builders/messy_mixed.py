"""Plans of Wexcombe that mislead: rows of heading words, headings of row words, notes in the margin; read rightly."""

from __future__ import annotations

import datetime as dt

from tests.builders.messy import Messy, Written, month, sheet


def _rows_of_heading_words() -> Messy:
    heads = [
        "No",
        "Requirement",
        "Action required",
        "Executive lead",
        "Supported by",
        "Completion date",
        "Update",
    ]
    grid = sheet(
        ["Wexcombe Community Health: improvement plan"],
        [],
        heads,
        ["MUST DO"],
        [
            "M1",
            "The service must record consent",
            "New consent form",
            "Chief Nurse",
            "Ward leads",
            dt.date(2026, 3, 31),
        ],
        ["SHOULD DO"],
        [
            "S1",
            "The service should improve progress reports",
            "Monthly progress report to the lead officer",
            "Lead officer",
            "Partners",
            dt.date(2026, 4, 30),
            "Target date agreed",
        ],
        [
            "S2",
            "The service should review signs",
            "Walk round with residents",
            "Estates",
            "",
            dt.date(2026, 6, 30),
        ],
        merged=["A4:G4", "A6:G6"],
    )
    return Messy(
        "rows made of the words that headings are made of",
        (grid,),
        (
            {"theme": "MUST DO", "ref": "M1", "action": "New consent form"},
            {
                "theme": "SHOULD DO",
                "ref": "S1",
                "recommendation": "The service should improve progress reports",
                "action": "Monthly progress report to the lead officer",
                "due": dt.date(2026, 4, 30),
                "progress": {"Start": "Target date agreed"},
            },
            {"ref": "S2", "action": "Walk round with residents", "due": dt.date(2026, 6, 30)},
        ),
        ("Start",),
    )


def _each_box_many_columns() -> Messy:
    rows: list[list[str]] = [
        ["No", "", "Action", "", "", "Lead", "", "By when", "", "RAG"],
        ["1", "", "Draft policy", "", "", "AM", "", "Jan 2026", "", "R"],
        ["2", "", "Train staff", "", "", "BR", "", "Feb 2026", "", "G"],
    ]
    grid = sheet(
        *rows,
        merged=[
            f"{area}{row}".replace(":", f"{row}:")
            for row in (1, 2, 3)
            for area in ("A:B", "C:E", "F:G", "H:I")
        ],
    )
    return Messy(
        "every box merged over several columns",
        (grid,),
        (
            {
                "ref": "1",
                "action": "Draft policy",
                "owner": "AM",
                "timescale": "Jan 2026",
                "rag": {"Start": "Red"},
            },
            {"ref": "2", "action": "Train staff", "owner": "BR", "rag": {"Start": "Green"}},
        ),
        ("Start",),
    )


def _months_under_a_year() -> Messy:
    grid = sheet(
        ["Ref", "Action", "Owner", "Due", "2025/26", "", "", "Comment"],
        ["", "", "", "", "Nov", "Jan", "Feb", ""],
        ["A1", "Open the hub", "Ada Marsh", month(2026, 3), "R", "A", "G", "Keys held"],
        ["A2", "Move the team", "Bob Reed", month(2026, 4), "A", "A", "A", ""],
        merged=["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:G1", "H1:H2"],
    )
    return Messy(
        "months whose year stands in the group above",
        (grid,),
        (
            {
                "ref": "A1",
                "rag": {"Nov 2025": "Red", "Jan 2026": "Amber", "Feb 2026": "Green"},
                "progress": {"Feb 2026": "Keys held"},
            },
            {"rag": {"Nov 2025": "Amber", "Jan 2026": "Amber", "Feb 2026": "Amber"}},
        ),
        ("Nov 2025", "Jan 2026", "Feb 2026"),
    )


def _quarters_under_years() -> Messy:
    grid = sheet(
        ["Action", "Lead", "By when", "2024/25", "", "2025/26", ""],
        ["", "", "", "Q3", "Q4", "Q1", "Q2"],
        ["Open the hub", "Ada Marsh", "March 2026", "R", "R", "A", "G"],
        ["Move the team", "Bob Reed", "April 2026", "A", "A", "A", "G"],
        merged=["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1"],
    )
    labels = ("2024/25 Q3", "2024/25 Q4", "2025/26 Q1", "2025/26 Q2")
    return Messy(
        "quarters of two years, each year once above them",
        (grid,),
        (
            {"rag": dict(zip(labels, ("Red", "Red", "Amber", "Green"), strict=True))},
            {"rag": dict(zip(labels, ("Amber", "Amber", "Amber", "Green"), strict=True))},
        ),
        labels,
    )


def _status_is_the_rag() -> Messy:
    grid = sheet(
        ["Ref", "Recommendation", "Response", "Responsible officer", "Agreed date", "Status"],
        [
            "7/1",
            "Count the float each night",
            "Agreed; from June",
            "Cash officer",
            "30 June 2026",
            "Complete",
        ],
        ["7/2", "Lock the store at weekends", "Agreed", "Site manager", "31 July 2026", "Not started"],
        ["7/3", "Check the lists of keys held", "Agreed", "Site manager", "31 July 2026", "In progress"],
    )
    return Messy(
        "a status of the key's words where there is no RAG",
        (grid,),
        (
            {"rag": {"Start": "Complete"}},
            {"rag": {"Start": "Not started"}},
            {"rag": {"Start": "In progress"}},
        ),
        ("Start",),
    )


def _status_in_colours() -> Messy:
    key = sheet(["Red", "Late"], ["Amber", "At risk"], ["Green", "On track"], name="Key",
                fills={"A1": "FF0000", "A2": "FFC000", "A3": "00B050"})  # fmt: skip
    plan = sheet(
        ["Ref", "Action", "Owner", "By when", "Status"],
        ["1", "Open the hub", "Ada Marsh", "May 2026", ""],
        ["2", "Move the team", "Bob Reed", "June 2026", ""],
        fills={"E2": "00B050", "E3": "FF0000"},
        name="Plan",
    )
    return Messy(
        "a status of colours alone",
        (plan, key),
        ({"rag": {"Start": "Green"}}, {"rag": {"Start": "Red"}}),
        ("Start",),
        left_alone=("A1:B3",),
    )


def _who_under_by() -> Messy:
    grid = sheet(
        [
            "Recommendation",
            "Action to be taken",
            "Implementation by:",
            "Target date",
            "Date done",
            "Evidence required",
        ],
        [
            "Mend the rota",
            "Agree one rota for all sites",
            "Ward manager",
            "end of May 2026",
            dt.date(2026, 5, 20),
            "Rota",
        ],
        ["Share the learning", "Hold a learning day each term", "Practice lead", "ASAP", "", "Minutes"],
    )
    return Messy(
        "names under by, and a date done beside the target",
        (grid,),
        (
            {
                "owner": "Ward manager",
                "timescale": "end of May 2026",
                "due": dt.date(2026, 5, 31),
                "other": {"Date done": dt.date(2026, 5, 20)},
            },
            {"owner": "Practice lead", "timescale": "ASAP", "due": None, "other": {}},
        ),
    )


def _parents_without_owner() -> Messy:
    grid = sheet(
        ["", "Objective / task", "Lead", "Timescale", "Outcome"],
        ["1", "Increase the number of foster homes in the borough"],
        ["1.1", "Refresh the website", "Press office", "May 2026", "300 enquiries"],
        ["1.2", "Hold six open days", "Recruitment", "June 2026", "40 attend"],
        [
            "2",
            "Improve support for foster carers at weekends and in the evenings, as they asked in the survey",
        ],
        ["2.1", "Relaunch the buddy scheme", "Ada Marsh", "July 2026", "30 buddies"],
    )
    first = "1 Increase the number of foster homes in the borough"
    return Messy(
        "tasks numbered under objectives that begin with a verb",
        (grid,),
        (
            {"ref": "1.1", "theme": first, "action": "Refresh the website"},
            {"ref": "1.2", "theme": first},
            {"ref": "2.1", "owner": "Ada Marsh"},
        ),
    )


def _unknown_first_heading() -> Messy:
    grid = sheet(
        ["What the visitors told us", "What we will do", "Who", "When"],
        ["Records were thin in half of the files", "Audit ten files a month", "Ada Marsh", "May 2026"],
        [
            "Nobody chases the actions of the panel",
            "Keep a log of the panel's actions",
            "Bob Reed",
            "June 2026",
        ],
    )
    return Messy(
        "a heading in the council's own words that is no theme",
        (grid,),
        (
            {"theme": "", "recommendation": "Records were thin in half of the files"},
            {"theme": "", "action": "Keep a log of the panel's actions"},
        ),
    )


def _short_actions_under_an_unknown_heading() -> Messy:
    grid = sheet(
        ["Item", "Hazard found", "Our pledge", "By whom", "Target date", "Our view of it at the last visit"],
        [
            "1",
            "Fire door wedged open",
            "Remove the wedge",
            "Site manager",
            "ASAP",
            "The door was shut at each of three visits",
        ],
        [
            "2",
            "Cables across the hall",
            "Fit a tray",
            "Ada Marsh",
            "May 2026",
            "Not done when the inspector came to look",
        ],
    )
    return Messy(
        "short actions under a heading that nobody else uses",
        (grid,),
        (
            {"ref": "1", "action": "Remove the wedge", "owner": "Site manager", "timescale": "ASAP"},
            {"ref": "2", "action": "Fit a tray", "due": dt.date(2026, 5, 31)},
        ),
    )


def _notes_in_the_margin() -> Messy:
    heads = ["Ref", "Action", "Lead", "Timescale"]
    grid = sheet(
        ["Objective 1: A fair employer"],
        [*heads, "", "", "Notes for editors"],
        ["1.1", "Publish the pay gap", "Ada Marsh", "May 2026", "", "", "Keep to plain English"],
        ["1.2", "Mentor new starters", "Bob Reed", "June 2026"],
        [],
        heads,
        ["1.3", "Review the exit survey", "Cy Dunn", "July 2026", "", "", "", "Ask Cy first"],
        fills={"A2:D2": "BDD7EE", "A6:D6": "BDD7EE"},
    )
    return Messy(
        "notes in the margin, and headings again after a gap",
        (grid,),
        (
            {"ref": "1.1", "notes": "", "other": {}},
            {"ref": "1.2"},
            {"ref": "1.3", "action": "Review the exit survey", "other": {}},
        ),
        listed=("G2", "G3", "A6", "B6", "C6", "D6", "H7"),
    )


def _log_of_cases() -> Messy:
    case: list[Written] = [
        "All spending on agency staff",
        dt.date(2026, 1, 5),
        dt.date(2026, 2, 2),
        "Finance",
    ]
    log = sheet(
        ["Ref", "Request", "Date received", "Due date", "Assigned to", "Date answered", "Outcome"],
        ["E1", *case, dt.date(2026, 1, 20), "Full"],
        ["E2", *case, dt.date(2026, 1, 21), "In part"],
        ["E3", *case, dt.date(2026, 1, 22), "Full"],
        name="Enquiries",
    )
    plan = sheet(["Action", "Owner", "Due"], ["Answer in ten days", "Ada Marsh", "May 2026"], name="Plan")
    return Messy(
        "a log of enquiries beside the plan",
        (log, plan),
        ({"action": "Answer in ten days", "owner": "Ada Marsh"},),
        left_alone=("A1:G4",),
    )


PLANS = (
    _rows_of_heading_words(),
    _each_box_many_columns(),
    _months_under_a_year(),
    _quarters_under_years(),
    _status_is_the_rag(),
    _status_in_colours(),
    _who_under_by(),
    _parents_without_owner(),
    _unknown_first_heading(),
    _short_actions_under_an_unknown_heading(),
    _notes_in_the_margin(),
    _log_of_cases(),
)
