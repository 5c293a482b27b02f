"""Twenty plans of Wexcombe, each laid out in its own bad way, with what a careful person reads in them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from messy import month, number, sheet

from xlplan.workbook.grid import Grid

Wanted = dict[str, object]
"""Field -> value; `rag` and `progress` by period, `other` by heading. Fields not named are not looked at."""


@dataclass(frozen=True)
class Messy:
    """A workbook and its right reading."""

    name: str
    grids: tuple[Grid, ...]
    rows: tuple[Wanted, ...]
    periods: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    """The addresses of cells that have no place in the plan."""
    left_alone: tuple[str, ...] = field(default=())
    """Areas that are no plan."""


def _periods_over_two_rows() -> Messy:
    grid = sheet(
        ["Wexcombe Borough Council"],
        ["SEND improvement plan – update for the scrutiny panel"],
        [],
        ["Ref", "What we will do", "Lead", "Deadline", "October 2025", "", "January 2026", ""],
        ["", "", "", "", "RAG", "Comment", "RAG", "Comment"],
        ["1.1", "Appoint an officer", "Petra Lyle", dt.date(2025, 12, 31), "A", "Advert out", "G", "In post"],
        [
            "1.2",
            "Publish the offer",
            "Sunil Okoro",
            dt.date(2026, 3, 31),
            "G",
            "Draft",
            "Complete",
            "Published",
        ],
        merged=["E4:F4", "G4:H4", "A4:A5", "B4:B5", "C4:C5", "D4:D5"],
    )
    return Messy(
        "periods in a merged row over RAG and comment",
        (grid,),
        (
            {
                "ref": "1.1",
                "action": "Appoint an officer",
                "due": dt.date(2025, 12, 31),
                "rag": {"October 2025": "Amber", "January 2026": "Green"},
                "progress": {"October 2025": "Advert out", "January 2026": "In post"},
            },
            {"rag": {"October 2025": "Green", "January 2026": "Complete"}},
        ),
        ("October 2025", "January 2026"),
    )


def _periods_over_unmerged_cells() -> Messy:
    grid = sheet(
        ["", "", "", "", "Q1 2026/27", "", "Q2 2026/27", ""],
        ["No", "Action", "Owner", "Due", "RAG", "Progress", "RAG", "Progress"],
        [
            1,
            "Review the allowance",
            "Ana Pell",
            "June 2026",
            "Green",
            "Reviewed",
            "Complete",
            "Paid from July",
        ],
        [2, "Open two lodgings", "Bo Reed", "Sept 2026", "Amber", "One found", "Red", "Planning refused"],
    )
    return Messy(
        "periods in an unmerged row above",
        (grid,),
        (
            {"ref": "1", "owner": "Ana Pell", "due": dt.date(2026, 6, 30)},
            {"rag": {"Q1 2026/27": "Amber", "Q2 2026/27": "Red"}},
        ),
        ("Q1 2026/27", "Q2 2026/27"),
    )


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
                "other": {"Status": "In progress"},
            },
            {"recommendation": "Recommendation 1: Be clear about priorities"},
            {"theme": "Theme 1: Leadership", "recommendation": "Recommendation 2: Strengthen scrutiny"},
            {"theme": "Theme 2: Finance", "recommendation": "Recommendation 3: Close the gap"},
        ),
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


def _audit_tracker() -> Messy:
    grid = sheet(
        ["Internal audit recommendations tracker at 31 March 2026"],
        ["Audit title", "Rec no.", "Finding", "Recommendation", "Priority", "Management response",
         "Responsible officer", "Original due date", "Revised due date", "Status", "Latest update", "Date closed"],
        ["Payroll", 1, "Leavers are paid.", "Send forms within two days.", "High", "Agreed: a weekly report.",
         "Payroll Manager", dt.date(2025, 9, 30), dt.date(2026, 3, 31), "Open", "Being tested with two teams.", None],
        ["", 2, "Overtime is not agreed.", "Agree overtime beforehand.", "Medium", "Agreed.",
         "Payroll Manager", dt.date(2025, 6, 30), None, "Closed", "Policy sent out.", dt.date(2025, 6, 28)],
    )  # fmt: skip
    return Messy(
        "an auditors' tracker with four columns of dates",
        (grid,),
        (
            {
                "theme": "Payroll",
                "recommendation": "Send forms within two days.",
                "action": "Agreed: a weekly report.",
                "due": dt.date(2025, 9, 30),
                "revised_due": dt.date(2026, 3, 31),
                "progress": {"March 2026": "Being tested with two teams."},
                "other": {"Finding": "Leavers are paid.", "Priority": "High", "Status": "Open"},
            },
            {
                "theme": "",
                "ref": "2",
                "due": dt.date(2025, 6, 30),
                "other": {
                    "Finding": "Overtime is not agreed.",
                    "Priority": "Medium",
                    "Status": "Closed",
                    "Date closed": dt.date(2025, 6, 28),
                },
            },
        ),
        ("March 2026",),
    )


def _colour_alone() -> Messy:
    grid = sheet(
        ["Inspection action plan"],
        ["Key"],
        ["Green", "On track"],
        ["Amber", "Some slippage"],
        ["Red", "Significant delay"],
        ["Blue", "Complete"],
        [],
        ["Area for improvement", "Action", "Lead officer", "Target date", "RAG"],
        ["Supervision", "Audit the notes monthly", "Ivy Tran", dt.date(2026, 4, 30)],
        ["Supervision", "Train all managers", "Ivy Tran", dt.date(2026, 5, 31)],
        ["Placements", "Recruit 12 carers", "Joel Kerr", dt.date(2026, 9, 30)],
        ["Placements", "Launch the hub", "Joel Kerr", dt.date(2026, 9, 30)],
        fills={"A3": "00B050", "A4": "FFC000", "A5": "FF0000", "A6": "0070C0",
               "E9": "00B050", "E10": "FFC000", "E11": "7030A0", "E12": "0070C0"},
    )  # fmt: skip
    return Messy(
        "a RAG column of colours alone, under a key",
        (grid,),
        (
            {"rag": {"Start": "Green"}, "recommendation": "Supervision"},
            {"rag": {"Start": "Amber"}},
            {"rag": {}},
            {"rag": {"Start": "Complete"}},
        ),
        ("Start",),
        left_alone=("A3:B6",),
    )


def _blank_headings() -> Messy:
    grid = sheet(
        ["", "Recommendation", "Action", "By whom", "", ""],
        [
            "R1",
            "Improve the quality of care plans in all teams",
            "Sample 20 a month",
            "Tess Bly",
            "Mar 2026",
            "Green",
        ],
        [
            "R2",
            "Visit children within the timescales of the law",
            "Weekly report",
            "Omar Finn",
            "April 2026",
            "Amber",
        ],
        [
            "R3",
            "Make better use of conferences with families",
            "Offer one early",
            "Tess Bly",
            "May 2026",
            "Red",
        ],
    )
    return Messy(
        "headings left blank over refs, dates and RAG words",
        (grid,),
        (
            {"ref": "R1", "timescale": "Mar 2026", "due": dt.date(2026, 3, 31), "rag": {"Start": "Green"}},
            {"ref": "R2", "owner": "Omar Finn"},
            {"ref": "R3", "rag": {"Start": "Red"}},
        ),
        ("Start",),
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


def _questions() -> Messy:
    grid = sheet(
        ["School improvement plan"],
        ["What needs to improve?", "What are we going to do?", "Who will do it?", "When will it be done?",
         "How will we know it has worked?", "What has been done so far?"],
        ["Phonics is below national", "Train all staff", "English lead", "Spring term 2026", "85% pass", "Trained"],
        ["Attendance is low", "Call home weekly", "Head of Year", "Summer term 2026", "Over 94%", "Calls in place"],
    )  # fmt: skip
    return Messy(
        "headings that are questions",
        (grid,),
        (
            {
                "recommendation": "Phonics is below national",
                "action": "Train all staff",
                "owner": "English lead",
                "due": dt.date(2026, 4, 30),
                "success_criteria": "85% pass",
                "progress": {"Start": "Trained"},
            },
            {"owner": "Head of Year"},
        ),
        ("Start",),
    )


def _stacked_with_titles() -> Messy:
    heads = ["Key tasks", "Officer", "Comments", "Target date", month(2026, 1), month(2025, 10)]
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


def _theme_in_the_heading() -> Messy:
    grid = sheet(
        ["The experience of children who need help now", "Actions", "Outcome", "Lead", "Ву"],
        [
            "Assess need within ten days of every referral (1)",
            "Track it weekly",
            "All in time",
            "AB",
            dt.date(2026, 1, 9),
        ],
        [
            "See each child alone and write down their views (2)",
            "Prompt cards",
            "Views seen",
            "CD/EF",
            dt.date(2026, 2, 9),
        ],
        [],
        ["Leadership and management of the service", "Actions", "Outcome", "Lead", "Ву"],
        [
            "Share one vision with partners in all agencies (para 7)",
            "Hold a summit",
            "Signed",
            "GH",
            dt.date(2026, 3, 9),
        ],
    )
    return Messy(
        "the first column's heading is the theme, another in each table, and By is in Cyrillic",
        (grid,),
        (
            {"theme": "The experience of children who need help now", "ref": "1", "due": dt.date(2026, 1, 9)},
            {"ref": "2", "owner": "CD", "supporting": "EF"},
            {"theme": "Leadership and management of the service", "report_ref": "para 7", "ref": ""},
        ),
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
                "other": {"Resources": "£40k", "% complete": "50%", "Column H": "Wait for the grid"},
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


def _form_like() -> Messy:
    grid = sheet(
        ["Improvement board action log"],
        ["Ref", "", "Action agreed", "", "", "", "Owner", "", "Due", "", "RAG", "Update", "", ""],
        [
            "A1",
            "",
            "Write to all schools",
            "",
            "",
            "",
            "Lin Poe",
            "",
            "May 2026",
            "",
            "Green",
            "Letter sent",
            "",
            "",
        ],
        [
            "A2",
            "",
            "Review thresholds",
            "",
            "",
            "",
            "Max Ude",
            "",
            "June 2026",
            "",
            "Amber",
            "Meeting held",
            "",
            "",
        ],
        merged=[
            "A2:B2",
            "C2:F2",
            "G2:H2",
            "I2:J2",
            "L2:N2",
            "A3:B3",
            "C3:F3",
            "G3:H3",
            "I3:J3",
            "L3:N3",
            "C4:F4",
        ],
    )
    return Messy(
        "each column merged over several columns of the grid",
        (grid,),
        (
            {
                "ref": "A1",
                "action": "Write to all schools",
                "owner": "Lin Poe",
                "progress": {"Start": "Letter sent"},
            },
            {
                "ref": "A2",
                "action": "Review thresholds",
                "due": dt.date(2026, 6, 30),
                "rag": {"Start": "Amber"},
            },
        ),
        ("Start",),
    )


def _rag_and_prose() -> Messy:
    grid = sheet(
        ["No.", "Issue", "Action", "Timescale", "Responsibility", "Progress (RAG)"],
        [
            1,
            "Assessments are late",
            "Weekly meeting",
            "Immediate",
            "Team Manager",
            "Green - meetings in place",
        ],
        [
            2,
            "Case notes are thin",
            "Workshop",
            "May 2026",
            "Practice Lead",
            "Two are held and a third is booked",
        ],
        [3, "Plans are not shared", "Post the plans", "Ongoing", "Business Support", "Amber"],
    )
    return Messy(
        "RAG word and prose in one column",
        (grid,),
        (
            {"rag": {"Start": "Green"}, "progress": {"Start": "meetings in place"}},
            {"rag": {}, "progress": {"Start": "Two are held and a third is booked"}},
            {"rag": {"Start": "Amber"}, "progress": {}},
        ),
        ("Start",),
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


def _one_heading_over_two() -> Messy:
    grid = sheet(
        ["PROGRESS AFTER TWELVE MONTHS"],
        ["FEBRUARY 2026"],
        [],
        ["Key recommendations", "", "Action", "Time scale", "Officers responsible", "Evaluation"],
        [
            "Section 1\nLeadership",
            "Recommendation 1a. Check the policies",
            "Write guidance",
            month(2025, 9),
            "Ada Marsh",
            "Sent",
        ],
        ["", "", "Change the form", "July 2025", "", ""],
        ["Section 2\nSupport", "Recommendation 2.1: Make plans clear", "See plan 7", "", "Al Moss", ""],
        merged=["A4:B4", "A5:A6", "B5:B6", "F5:F6"],
    )
    return Messy(
        "one heading merged over theme and recommendation, the month in the title",
        (grid,),
        (
            {"theme": "Section 1\nLeadership", "ref": "1a", "progress": {"February 2026": "Sent"}},
            {"theme": "Section 1\nLeadership", "owner": "", "progress": {"February 2026": "Sent"}},
            {"recommendation": "Recommendation 2.1: Make plans clear", "owner": "Al Moss", "timescale": ""},
        ),
        ("February 2026",),
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


def _ticks_under_names() -> Messy:
    grid = sheet(
        ["No", "Task description", "Responsible person", "", "", "Planned date"],
        ["", "", "Ada", "Al", "Ida", ""],
        [1, "Prepare"],
        ["", "1.1 Order the boxes", "x", "", "x", "May 2026"],
        ["", "1.2 Pack", "", "x", "", "June 2026"],
        merged=["A1:A2", "B1:B2", "C1:E1", "F1:F2"],
    )
    return Messy(
        "ticks under the names of those responsible",
        (grid,),
        (
            {"owner": "Ada", "supporting": "Ida", "theme": "1 Prepare", "ref": "1.1"},
            {"owner": "Al", "supporting": "", "due": dt.date(2026, 6, 30)},
        ),
    )


PLANS = (
    _periods_over_two_rows(),
    _periods_over_unmerged_cells(),
    _side_by_side(),
    _bands_of_two_levels(),
    _plain_bands(),
    _audit_tracker(),
    _colour_alone(),
    _blank_headings(),
    _merged_down(),
    _blank_is_not_merged(),
    _questions(),
    _stacked_with_titles(),
    _theme_in_the_heading(),
    _page_breaks(),
    _gaps_and_notes_beside(),
    _between_other_tables(),
    _form_like(),
    _rag_and_prose(),
    _one_sheet_a_priority(),
    _one_heading_over_two(),
    _numbers_with_formats(),
    _ticks_under_names(),
)
