"""Plans of Wexcombe that are other documents: minutes, a savings plan, a school's blocks; and their right readings."""

from __future__ import annotations

import datetime as dt

from tests.builders.messy import Messy, sheet


def _minutes() -> Messy:
    grid = sheet(
        ["Minutes of the improvement board"],
        ["Present: A, B, C"],
        [],
        ["Item", "Discussion", "Decision / action", "By", "Deadline"],
        [
            "1. Workforce",
            "Vacancies have risen since the last meeting.",
            "Bring a plan",
            "K. Orr",
            "9 June 2026",
        ],
        [
            "2. Finance",
            "An overspend of £1.2m is forecast this year.",
            "Write a recovery plan",
            "S. Pym",
            "9 June 2026",
        ],
        ["", "", "Share the model", "S. Pym", "1 July 2026"],
        ["3. Any other business", "None"],
    )
    return Messy(
        "the minutes of a meeting",
        (grid,),
        (
            {
                "theme": "1. Workforce",
                "recommendation": "Vacancies have risen since the last meeting.",
                "action": "Bring a plan",
                "owner": "K. Orr",
                "due": dt.date(2026, 6, 9),
            },
            {"theme": "2. Finance"},
            {"theme": "", "action": "Share the model", "due": dt.date(2026, 7, 1)},
        ),
        listed=("A8", "B8"),
    )


def _labelled_lines() -> Messy:
    heads = ["Action", "Responsible agency", "Timescale", "Outcome measure", "RAG"]
    grid = sheet(
        ["Wexcombe Safeguarding Partnership"],
        ["Business plan 2026-27"],
        [],
        ["Priority 1: Neglect"],
        ["Lead: Jo Fenn"],
        ["What we want to achieve: families get help earlier"],
        heads,
        ["Roll out the toolkit", "Health", "Sept 2026", "200 staff trained", "A"],
        ["Audit 30 cases", "Police", "Dec 2026", "Findings shared", "G"],
        [],
        ["Priority 2: Exploitation"],
        ["Lead: Max Ire"],
        ["What we want to achieve: children are safe outside the home"],
        heads,
        ["Map the places", "Police", "Oct 2026", "Map published", "R"],
    )
    return Messy(
        "labelled lines above each table",
        (grid,),
        (
            {
                "theme": "Priority 1: Neglect",
                "recommendation": "families get help earlier",
                "owner": "Health",
            },
            {"theme": "Priority 1: Neglect", "rag": {"Start": "Green"}},
            {"theme": "Priority 2: Exploitation", "recommendation": "children are safe outside the home"},
        ),
        ("Start",),
    )


def _school_blocks() -> Messy:
    heads = ["Actions", "Who", "Start", "Finish", "Cost", "Monitoring"]
    grid = sheet(
        ["Objective 1: Raise attainment in maths"],
        ["Success criteria: 80% at the standard"],
        heads,
        ["Buy a new scheme", "Maths lead", "Sep 25", "Oct 25", "£2000", "Drop-ins"],
        ["Train the assistants", "Maths lead", "Oct 25", "Dec 25", "£300", "Visit"],
        [],
        ["Objective 2: Improve behaviour"],
        ["Success criteria: fewer exclusions"],
        heads,
        ["Write a policy", "Deputy head", "Sep 25", "Sep 25", "0", "Logs"],
        merged=["A1:F1", "A2:F2", "A7:F7", "A8:F8"],
    )
    return Messy(
        "a school's blocks, each with its objective and success criteria on top",
        (grid,),
        (
            {
                "theme": "Objective 1: Raise attainment in maths",
                "success_criteria": "80% at the standard",
                "due": dt.date(2025, 10, 31),
                "other": {"Start": "Sep 25", "Cost": "£2000", "Monitoring": "Drop-ins"},
            },
            {"success_criteria": "80% at the standard"},
            {"theme": "Objective 2: Improve behaviour", "success_criteria": "fewer exclusions"},
        ),
    )


def _three_rows_of_headings() -> Messy:
    grid = sheet(
        ["ACTION PLAN", "", "", "", "MONITORING", "", "", ""],
        ["No.", "Recommendation and action", "", "Responsibility", "April 2026", "", "July 2026", ""],
        ["", "Recommendation", "Action", "", "RAG", "Evidence", "RAG", "Evidence"],
        [
            "1",
            "The council should publish its fees",
            "Put fees online",
            "Comms",
            "G",
            "Link",
            "Complete",
            "Live",
        ],
        ["2", "Fees should be reviewed every year", "Annual report", "Finance", "A", "Draft", "G", "Agreed"],
        merged=["A1:D1", "E1:H1", "A2:A3", "B2:C2", "D2:D3", "E2:F2", "G2:H2"],
    )
    return Messy(
        "headings three rows deep",
        (grid,),
        (
            {
                "ref": "1",
                "action": "Put fees online",
                "owner": "Comms",
                "rag": {"April 2026": "Green", "July 2026": "Complete"},
                "progress": {"April 2026": "Link", "July 2026": "Live"},
            },
            {"recommendation": "Fees should be reviewed every year", "due": None},
        ),
        ("April 2026", "July 2026"),
    )


def _wrapped_headings_and_rows() -> Messy:
    grid = sheet(
        ["Action", "Officer", "Target", "Progress"],
        ["required", "responsible", "date", "to date"],
        ["Review the contract register and publish it on the", "Ann Bee", "May 2026", "Started"],
        ["council's pages each quarter"],
        ["Train the buyers.", "Cy Dee", "June 2026", "Two dates set"],
        ["", "", "", "Third date in July"],
    )
    return Messy(
        "headings and texts that run on in the next row",
        (grid,),
        (
            {"action": "Review the contract register and publish it on the", "due": dt.date(2026, 5, 31)},
            {"theme": "", "progress": {"Start": "Two dates set"}},
        ),
        ("Start",),
        listed=("A4", "D6"),
    )


def _savings_with_totals() -> Messy:
    grid = sheet(
        ["Savings plan – Quarter 2 2026/27"],
        ["Ref", "Key action", "Lead", "Target date", "Saving", "RAG"],
        ["Theme A – People"],
        ["A1", "Freeze posts", "HR", "May 2026", "£10k", "G"],
        ["Subtotal", "", "", "", "£10k", ""],
        ["Theme B – Places"],
        ["B1", "Sell the depot", "Estates", "June 2026", "£20k", "A"],
        ["Subtotal", "", "", "", "£20k", ""],
        ["Total", "", "", "", "£30k", ""],
    )
    return Messy(
        "a savings plan with subtotals, the quarter in its title",
        (grid,),
        (
            {"theme": "Theme A – People", "ref": "A1", "rag": {"Quarter 2 2026/27": "Green"}},
            {"theme": "Theme B – Places", "owner": "Estates", "other": {"Saving": "£20k"}},
        ),
        ("Quarter 2 2026/27",),
        listed=("A5", "E5"),
    )


def _recommendation_bands() -> Messy:
    grid = sheet(
        ["Action", "Lead", "By when", "RAG"],
        ["R1. The council should publish its plan"],
        ["Draft it", "Al", "May 2026", "G"],
        ["Print it", "Al", "June 2026", "A"],
        [],
        ["R2. The council should consult residents"],
        ["Hold six meetings", "Bo", "July 2026", "R"],
    )
    return Messy(
        "numbered recommendations in the column of actions",
        (grid,),
        (
            {"recommendation": "R1. The council should publish its plan", "ref": "R1", "action": "Draft it"},
            {"recommendation": "R1. The council should publish its plan"},
            {"recommendation": "R2. The council should consult residents", "theme": ""},
        ),
        ("Start",),
    )


def _starts_and_supporters() -> Messy:
    grid = sheet(
        ["Task", "Responsibility", "", "Timescale", "", "Status", "Due date"],
        ["", "Lead", "Support", "Start", "Finish", "", ""],
        ["Paint the hall", "Al Moss", "Ida Hay", "Jan 26", "Mar 26", "Green", dt.date(2026, 3, 15)],
        ["Sweep the yard", "Bo Day", "", "Feb 26", "May 26", "Red", dt.date(2026, 5, 15)],
        merged=["A1:A2", "B1:C1", "D1:E1", "F1:F2", "G1:G2"],
    )
    return Messy(
        "lead and support, start and finish, each under one heading",
        (grid,),
        (
            {
                "owner": "Al Moss",
                "supporting": "Ida Hay",
                "due": dt.date(2026, 3, 15),
                "rag": {"Start": "Green"},
            },
            {"owner": "Bo Day", "supporting": "", "due": dt.date(2026, 5, 15)},
        ),
        ("Start",),
    )


PLANS = (
    _minutes(),
    _labelled_lines(),
    _school_blocks(),
    _three_rows_of_headings(),
    _wrapped_headings_and_rows(),
    _savings_with_totals(),
    _recommendation_bands(),
    _starts_and_supporters(),
)
