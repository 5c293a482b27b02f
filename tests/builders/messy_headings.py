"""Plans of Wexcombe with bad headings: blank, merged, two rows deep, of colours alone; and their right readings."""

from __future__ import annotations

import datetime as dt

from tests.builders.messy import Messy, month, sheet


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
                "other": {"Finding": "Leavers are paid.", "Priority": "High"},
            },
            {
                "theme": "",
                "ref": "2",
                "due": dt.date(2025, 6, 30),
                "other": {
                    "Finding": "Overtime is not agreed.",
                    "Priority": "Medium",
                    "Date closed": dt.date(2025, 6, 28),
                },
            },
        ),
        ("March 2026",),
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


PLANS = (
    _periods_over_two_rows(),
    _periods_over_unmerged_cells(),
    _audit_tracker(),
    _blank_headings(),
    _questions(),
    _theme_in_the_heading(),
    _one_heading_over_two(),
    _ticks_under_names(),
    _form_like(),
    _rag_and_prose(),
    _colour_alone(),
)
