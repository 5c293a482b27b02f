"""Plans of Wexcombe with bad rows: bands, merges, gaps, other tables about them; and their right readings."""

from __future__ import annotations

import datetime as dt

from tests.builders.messy import Messy, Written, month, number, sheet


def _side_by_side() -> Messy:
    grid = sheet(
        ["Housing", "", "", "", "Planning", "", "", "", "Contacts", ""],
        ["Action", "Who", "When", "", "Action", "Who", "When", "", "Name", "Phone"],
        [
            "Clear the backlog",
            "J Moss",
            "May 2026",
            "",
            "Check in 5 days",
            "K Day",
            "June 2026",
            "",
            "Jo Moss",
            "960001",
        ],
        [
            "Inspect all lifts",
            "L Shaw",
            "July 2026",
            "",
            "Publish the rules",
            "K Day",
            "Aug 2026",
            "",
            "Kit Day",
            "960002",
        ],
    )
    return Messy(
        "two plans and a list of phones side by side",
        (grid,),
        (
            {"theme": "Housing", "action": "Clear the backlog", "owner": "J Moss"},
            {"theme": "Housing", "action": "Inspect all lifts"},
            {"theme": "Planning", "action": "Check in 5 days", "due": dt.date(2026, 6, 30)},
            {"theme": "Planning", "action": "Publish the rules"},
        ),
        left_alone=("I2:J4",),
    )


def _bands_of_two_levels() -> Messy:
    dark, pale = "1F4E79", "BDD7EE"
    grid = sheet(
        ["Peer review action plan"],
        [],
        ["Action", "Responsible officer", "Timescale", "Success measures", "Status"],
        ["Theme 1: Leadership"],
        ["Recommendation 1: Be clear about priorities"],
        ["Agree a corporate plan", "Chief Executive", "May 2026", "Plan adopted", "In progress"],
        ["Brief every team", "Heads of Service", "July 2026", "All staff know it", "Not begun"],
        ["Recommendation 2: Strengthen scrutiny"],
        ["Train the chairs", "Monitoring Officer", "June 2026", "Two sessions held", "Done"],
        ["Theme 2: Finance"],
        ["Recommendation 3: Close the gap"],
        ["Hold a star chamber", "Chief Finance Officer", "Sept 2026", "£2m agreed", "In progress"],
        merged=["A4:E4", "A5:E5", "A8:E8", "A10:E10", "A11:E11"],
        fills={"A4:E4": dark, "A5:E5": pale, "A8:E8": pale, "A10:E10": dark, "A11:E11": pale},
    )
    return Messy(
        "bands of themes and recommendations between the actions",
        (grid,),
        (
            {
                "theme": "Theme 1: Leadership",
                "recommendation": "Recommendation 1: Be clear about priorities",
                "action": "Agree a corporate plan",
                "success_criteria": "Plan adopted",
                "rag": {"Start": "In progress"},
            },
            {"recommendation": "Recommendation 1: Be clear about priorities"},
            {"theme": "Theme 1: Leadership", "recommendation": "Recommendation 2: Strengthen scrutiny"},
            {"theme": "Theme 2: Finance", "recommendation": "Recommendation 3: Close the gap"},
        ),
        ("Start",),
    )


def _plain_bands() -> Messy:
    grid = sheet(
        ["Actions", "By whom", "By when", "Notes"],
        ["Communications"],
        ["Issue a monthly bulletin to all staff", "Press office", "From May 2026", ""],
        ["Set up a residents' panel", "Engagement lead", "July 2026", "40 members"],
        ["Finance"],
        ["Agree the savings plan", "Chief Finance Officer", "March 2026", ""],
    )
    return Messy(
        "bands that nothing but their emptiness marks",
        (grid,),
        (
            {"theme": "Communications", "timescale": "From May 2026", "due": None},
            {"theme": "Communications", "notes": "40 members"},
            {"theme": "Finance", "action": "Agree the savings plan"},
        ),
    )


def _merged_down() -> Messy:
    grid = sheet(
        ["Objective", "Key actions", "Lead", "By when", "Outcome", "Progress Oct 25", "RAG Oct 25"],
        [
            "1. Safer streets",
            "1.1 Relight the underpass",
            "Cara Nott",
            "Nov 2025",
            "Fewer falls",
            "Lamps here",
            "Amber",
        ],
        ["", "1.2 Add two patrols", "", "Dec 2025", "", "Rota agreed", "Green"],
        [
            "2. Cleaner parks",
            "2.1 Replace 40 bins",
            "Dev Rao",
            "Mar 2026",
            "Happier people",
            "Out to tender",
            "Green",
        ],
        merged=["A2:A3", "C2:C3", "E2:E3"],
    )
    return Messy(
        "merged cells that reach over several actions",
        (grid,),
        (
            {"ref": "1.1", "action": "1.1 Relight the underpass", "owner": "Cara Nott"},
            {
                "ref": "1.2",
                "recommendation": "1. Safer streets",
                "owner": "Cara Nott",
                "success_criteria": "Fewer falls",
                "progress": {"Oct 25": "Rota agreed"},
            },
            {"ref": "2.1", "owner": "Dev Rao"},
        ),
        ("Oct 25",),
    )


def _blank_is_not_merged() -> Messy:
    grid = sheet(
        ["Theme", "Recommendation", "Action", "Owner", "Due date"],
        ["Leadership", "Publish one plan", "Draft the plan", "Hal Orme", dt.date(2026, 2, 1)],
        ["", "", "Consult staff on it", "Hal Orme", dt.date(2026, 3, 1)],
        ["", "Report every quarter", "Write a report", "Uma Vale", dt.date(2026, 4, 1)],
    )
    return Messy(
        "blank cells under a label that are not merged with it",
        (grid,),
        (
            {"theme": "Leadership", "recommendation": "Publish one plan"},
            {"theme": "", "recommendation": ""},
            {"theme": "", "recommendation": "Report every quarter"},
        ),
    )


def _stacked_with_titles() -> Messy:
    heads: list[Written] = [
        "Key tasks",
        "Officer",
        "Comments",
        "Target date",
        month(2026, 1),
        month(2025, 10),
    ]
    grid = sheet(
        ["Wexcombe update report"],
        ["Plan 1"],
        ["Key recommendation: Decide more quickly"],
        heads,
        ["1.a.1 Audit the minutes", "Ada Marsh", "Half done", month(2026, 6), "Green", "Amber"],
        [],
        ["Plan 2"],
        ["Key recommendation: Spend on what matters"],
        heads,
        ["2.a.1 Rank the budget lines", "Al Moss /", "Workshop held", "Ongoing", "Amber", "Red"],
        ["2.a.2 Publish the ranking", "", "", "Autumn 2026", "Red", "Red"],
    )
    return Messy(
        "stacked tables under titles, periods as real dates, newest first",
        (grid,),
        (
            {
                "theme": "Plan 1",
                "recommendation": "Decide more quickly",
                "ref": "1.a.1",
                "timescale": "Jun-26",
                "due": dt.date(2026, 6, 30),
                "rag": {"Oct-25": "Amber", "Jan-26": "Green"},
                "progress": {"Jan-26": "Half done"},
            },
            {"theme": "Plan 2", "owner": "Al Moss", "due": None},
            {"recommendation": "Spend on what matters", "owner": "", "due": dt.date(2026, 11, 30)},
        ),
        ("Oct-25", "Jan-26"),
    )


def _page_breaks() -> Messy:
    heads = ["Ref", "Action", "Owner", "Date"]
    grid = sheet(
        heads,
        ["A", "Safeguarding"],
        ["A1", "Update the policy", "J. Dunn", "Jan 2026"],
        ["A2", "Brief governors", "J. Dunn", "Feb 2026"],
        heads,
        ["A3", "Audit the record", "J. Dunn", "Mar 2026"],
        ["B", "Attendance"],
        ["B1", "Call home by 9.30", "M. Obi", "Ongoing"],
    )
    return Messy(
        "headings repeated at a page break",
        (grid,),
        (
            {"ref": "A1", "theme": "A Safeguarding"},
            {"ref": "A2"},
            {"ref": "A3", "theme": "A Safeguarding"},
            {"ref": "B1", "theme": "B Attendance"},
        ),
        listed=("A5", "B5", "C5", "D5"),
    )


def _gaps_and_notes_beside() -> Messy:
    grid = sheet(
        ["Climate action plan"],
        [],
        [
            "Key theme",
            "Action",
            "Responsible",
            "Target completion date",
            "Resources",
            "% complete",
            "RAG rating",
        ],
        [],
        ["Transport"],
        [],
        [
            "",
            "Install 20 points",
            "Fleet Manager",
            dt.date(2026, 8, 31),
            "£40k",
            (0.5, "50%"),
            "Amber",
            "Wait for the grid",
        ],
        ["", "Replace the cars", "Fleet Manager", dt.date(2027, 3, 31), "£90k", (0.1, "10%"), "Green"],
        [],
        ["Buildings"],
        [],
        ["", "Insulate the roof", "Estates", dt.date(2026, 12, 31), "£15k", (1.0, "100%"), "Complete"],
    )
    return Messy(
        "blank rows everywhere and a remark beside the table",
        (grid,),
        (
            {
                "theme": "Transport",
                "rag": {"Start": "Amber"},
                "other": {"Resources": "£40k", "% complete": 0.5, "Column H": "Wait for the grid"},
            },
            {"theme": "Transport", "action": "Replace the cars"},
            {"theme": "Buildings", "rag": {"Start": "Complete"}},
        ),
        ("Start",),
    )


def _between_other_tables() -> Messy:
    grid = sheet(
        ["Budget monitoring"],
        ["Service", "Budget", "Actual", "Variance"],
        ["Adults", 100, 110, 10],
        ["Children", 90, 95, 5],
        [],
        ["How the position will be recovered"],
        ["Action", "Owner", "Date", "Saving"],
        ["Freeze vacant posts", "All heads of service", "Immediate", "£300k"],
        ["Renegotiate the contract", "Procurement", "June 2026", "£150k"],
        [],
        ["Signed: ________"],
        [],
        ["Staffing"],
        ["Team", "FTE"],
        ["Adults", 20],
        ["Children", 30],
    )
    return Messy(
        "a plan between a budget, a signature and staff numbers",
        (grid,),
        (
            {
                "action": "Freeze vacant posts",
                "timescale": "Immediate",
                "due": None,
                "other": {"Saving": "£300k"},
            },
            {"action": "Renegotiate the contract", "due": dt.date(2026, 6, 30)},
        ),
        left_alone=("A2:D4", "A14:B16"),
    )


def _one_sheet_a_priority() -> Messy:
    heads = ["Action", "Lead", "By when", "Success criteria"]
    return Messy(
        "a sheet for each priority, and a list of contacts",
        (
            sheet(
                ["Priority 1 – Attainment"], heads, ["Run classes", "AB", "Spring 2026", "60 come"], name="P1"
            ),
            sheet(
                ["Priority 2 – Behaviour"],
                heads,
                ["Revise the policy", "EF", "Summer 2026", "Fewer"],
                name="P2",
            ),
            sheet(
                ["Name", "Role", "Phone"],
                ["Ann Bow", "Head", "960003"],
                ["Cy Dole", "Deputy", "960004"],
                name="Who",
            ),
            sheet(
                ["Action", "Owner", "Date"], ["Old action", "Nobody", "2019"], name="Archive", visible=False
            ),
        ),
        (
            {"theme": "Priority 1 – Attainment", "due": dt.date(2026, 5, 31)},
            {"theme": "Priority 2 – Behaviour", "due": dt.date(2026, 8, 31)},
        ),
        left_alone=("A1:C3",),
    )


def _numbers_with_formats() -> Messy:
    grid = sheet(
        ["Directorate plan April 2025 – March 2027"],
        ["", "Objectives", "Action", "Target", "Date", "Responsibility"],
        ["1.", "Better schools"],
        [
            number(1.1, 2),
            "Prepare for the next inspection",
            "Review the plan",
            "Plan agreed",
            "31st October",
            "Ada Marsh",
        ],
        [number(1.11, 2), "Widen the curriculum", "", "Conference", "May", "Al Moss / Board"],
        ["2.", "Safer children", "-"],
        [number(2.1, 1), "Prepare for the review", "Assess ourselves", "", "July 2025", "Ida Hay"],
        merged=["B3:F3"],
        fills={"A3:F3": "FFFF99", "A6:F6": "FFFF99"},
    )
    return Messy(
        "refs that are numbers, bands with a number, dates without a year",
        (grid,),
        (
            {"ref": "1.10", "theme": "1. Better schools", "due": dt.date(2025, 10, 31)},
            {
                "ref": "1.11",
                "action": "",
                "recommendation": "Widen the curriculum",
                "due": dt.date(2025, 5, 31),
            },
            {"ref": "2.1", "theme": "2. Safer children"},
        ),
        listed=("C6",),
    )


PLANS = (
    _side_by_side(),
    _bands_of_two_levels(),
    _plain_bands(),
    _merged_down(),
    _blank_is_not_merged(),
    _stacked_with_titles(),
    _page_breaks(),
    _gaps_and_notes_beside(),
    _between_other_tables(),
    _one_sheet_a_priority(),
    _numbers_with_formats(),
)
