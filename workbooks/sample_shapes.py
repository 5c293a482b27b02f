"""Four more invented plans, each of another shape: what the reading of messy sheets is tried on.

Each function gives the workbook, and what its formulas show by address.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

Shows = Mapping[str, int]
Cells = Sequence[str | int | dt.date | None]

RED, AMBER, GREEN, GREY = "FF0000", "FFC000", "00B050", "D9D9D9"
LAST_ROW_OF_A_SHEET = 1_048_576


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=colour, end_color=colour)


def _put(sheet: Worksheet, row: int, cells: Cells, *, column: int = 1, bold: bool = False) -> None:
    for number, value in enumerate(cells, start=column):
        cell = sheet.cell(row, number, value)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if bold:
            cell.font = Font(bold=True)
        if isinstance(value, dt.date):
            cell.number_format = "mmm-yy"


def _book(first_sheet: str) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = first_sheet
    return book, sheet


def themed_sheets() -> tuple[Workbook, Shows]:
    """A sheet for each theme. The first is called "Plan", as one of ours is, and other sheets refer to it."""
    book, plan = _book("Plan")
    _put(plan, 1, ["Wexcombe Homes improvement plan: Repairs and safety"], bold=True)
    _put(plan, 2, ["Sponsor", "Director of Housing"])
    headings = ["Ref", "Recommendation", "Key task", "Responsible", "Completion date", "Progress", "RAG"]
    _put(plan, 4, headings, bold=True)
    rows: list[Cells] = [
        [
            "R1",
            "Clear overdue fire actions",
            "Fit fire doors in the three tower blocks",
            "Niall Gaunt",
            dt.date(2025, 3, 1),
            "Doors on order for Mill House",
            "Amber",
        ],
        [
            "R2",
            "Clear overdue fire actions",
            "Resurvey every block over 18 metres",
            "Niall Gaunt/ Lena Fosse",
            "Spring 2025",
            "Eight of eleven surveyed",
            "Amber",
        ],
        [
            "R3",
            "Repairs right first time",
            "Appointments by text message, with a reminder the day before",
            "L Fosse",
            "Completed",
            "Live in May; missed appointments down by a third",
            "Green",
        ],
        [
            "R4",
            "Repairs right first time",
            "Stock on vans reviewed each quarter with the trades",
            "Owen Tarrant",
            "Ongoing",
            None,
            "G",
        ],
        [
            "R5",
            "Damp and mould",
            "Call on every home with two reports in a year",
            "Owen Tarrant",
            dt.date(2024, 12, 1),
            "112 of 340 homes seen. Surveyor post vacant.",
            "red",
        ],
    ]
    for row, cells in enumerate(rows, start=5):
        _put(plan, row, cells)
    other = book.create_sheet("Tenants' voice")
    _put(other, 1, ["Wexcombe Homes improvement plan: Tenants' voice"], bold=True)
    _put(other, 6, ["No.", "Issue", "Action", "Who", "By when", "Update", "Status"], bold=True)
    more: list[Cells] = [
        [
            1,
            "Complaints answered late",
            "Complaints team of four in post",
            "Bryony Keel",
            "31st January",
            "Three started",
            "Amber",
        ],
        [
            2,
            "Complaints answered late",
            "Stage one answers checked by a manager before they go",
            "Bryony Keel",
            "Immediate",
            "In place",
            "Green",
        ],
        [
            3,
            "Tenants not heard",
            "Scrutiny panel of twelve tenants, paid expenses",
            "B Keel / Panel Chair",
            "Jan 2025 - Mar 2025",
            "Nine recruited",
            "Amber",
        ],
        [
            4,
            "Tenants not heard",
            "Publish what was said and what was done, each quarter",
            None,
            "Quarterly",
            None,
            None,
        ],
    ]
    for row, cells in enumerate(more, start=7):
        _put(other, row, cells)
    front = book.create_sheet("Front page", 0)
    _put(front, 1, ["Wexcombe Homes: at a glance"], bold=True)
    _put(front, 3, ["Actions on repairs and safety", "=COUNTA(Plan!A5:A9)"])
    _put(front, 4, ["Still red", '=COUNTIF(Plan!$G$5:$G$9,"red")'])
    book.defined_names["Ratings"] = DefinedName("Ratings", attr_text="Plan!$G$5:$G$9")
    return book, {"B3": 5, "B4": 1}


def merged_hierarchy() -> tuple[Workbook, Shows]:
    """Themes and recommendations merged down the side, two rows of headings, RAG as letters."""
    book, sheet = _book("Action plan v7 FINAL")
    _put(sheet, 1, ["WEXCOMBE LEARNING PARTNERSHIP"], bold=True)
    _put(sheet, 2, ["Accelerated progress plan for pupils with special educational needs, September 2025"])
    _put(
        sheet,
        4,
        [
            "Theme",
            "Area for improvement",
            "Para",
            "Action",
            "Responsibility",
            None,
            "Timescale",
            "Progress",
            None,
        ],
        bold=True,
    )
    _put(sheet, 5, [None, None, None, None, "Lead", "Support", None, "Update", "BRAG"], bold=True)
    for merged in ("A4:A5", "B4:B5", "C4:C5", "D4:D5", "E4:F4", "G4:G5", "H4:I4"):
        sheet.merge_cells(merged)
    themes: list[tuple[str, list[tuple[str, str, list[Cells]]]]] = [
        (
            "Assessment",
            [
                (
                    "Plans are written too late",
                    "12, 15",
                    [
                        [
                            "Two more case officers for the autumn peak",
                            "Farah Dunmore",
                            "HR",
                            dt.date(2025, 10, 1),
                            "Both started",
                            "G",
                        ],
                        [
                            "Advice from health asked for on day one",
                            "Farah Dunmore",
                            "ICB",
                            "Sept 2025",
                            "Form agreed",
                            "A",
                        ],
                        [
                            "Weekly tracker to the Director",
                            "Piers Holloway",
                            None,
                            "Ongoing",
                            "Sent each Monday",
                            "G",
                        ],
                    ],
                ),
                (
                    "Plans do not say what will change for the child",
                    "18",
                    [
                        [
                            "Half-day on writing outcomes for all who write advice",
                            "Sian Treloar",
                            "PH/FD",
                            "Autumn term 2025",
                            "Two of five sessions held",
                            "A",
                        ],
                    ],
                ),
            ],
        ),
        (
            "Preparing for adulthood",
            [
                (
                    "Young people do not know what comes next",
                    "31 - 33",
                    [
                        [
                            "Transition fair each spring",
                            "Piers Holloway",
                            "Colleges",
                            "Spring term 2026",
                            None,
                            None,
                        ],
                        [
                            "Named adviser from Year 9",
                            "Sian Treloar",
                            "Careers Service; FD",
                            "By end of March 2026",
                            "Advisers named in six of nine schools",
                            "A",
                        ],
                        [
                            "Supported internships: from 8 to 25",
                            "TBC",
                            None,
                            dt.date(2026, 9, 1),
                            "No employer has signed up yet",
                            "R",
                        ],
                    ],
                ),
            ],
        ),
    ]
    row = 6
    for theme, areas in themes:
        first_of_theme = row
        for area, paragraph, actions in areas:
            first_of_area = row
            for cells in actions:
                _put(
                    sheet,
                    row,
                    [
                        theme if row == first_of_theme else None,
                        area if row == first_of_area else None,
                        paragraph if row == first_of_area else None,
                        *cells,
                    ],
                )
                row += 1
            if row - first_of_area > 1:
                sheet.merge_cells(start_row=first_of_area, start_column=2, end_row=row - 1, end_column=2)
                sheet.merge_cells(start_row=first_of_area, start_column=3, end_row=row - 1, end_column=3)
        sheet.merge_cells(start_row=first_of_theme, start_column=1, end_row=row - 1, end_column=1)
    _put(sheet, row + 1, ["B = done, G = on time, A = late but in hand, R = late"])
    return book, {}


def colours_only() -> tuple[Workbook, Shows]:
    """Ratings are fills without a word; a legend below the table says what each colour means."""
    book, sheet = _book("Leisure review")
    _put(sheet, 2, [None, "Peer challenge of leisure and libraries: action plan"])
    _put(sheet, 3, [None, "Red = off track, amber = at risk, green = on track, grey = not begun"])
    _put(sheet, 5, [None, "Ref", "Action", "Outcome", "Owner", "Due", "March 2026", "June 2026"], bold=True)
    rows: list[tuple[Cells, str | None, str | None]] = [
        (
            [
                "L1",
                "Close the gap in pool running costs",
                "Subsidy per swim under £2",
                "Gwen Astley",
                dt.date(2026, 9, 1),
            ],
            RED,
            AMBER,
        ),
        (
            [
                "L2",
                "Self-service in all six libraries",
                "60% of loans by machine",
                "Idris Vane",
                dt.date(2026, 6, 1),
            ],
            AMBER,
            GREEN,
        ),
        (
            ["L3", "Open the hub library on Sundays", "300 visits a Sunday", "Idris Vane", "Summer 2026"],
            GREY,
            AMBER,
        ),
        (
            [
                "L4",
                "Concessions leaflet in four languages",
                "Take-up up by 10%",
                "Gwen Astley / Comms",
                "Ongoing",
            ],
            GREEN,
            GREEN,
        ),
        (["L5", "Trust's contract re-let", "Contract signed", "Gwen Astley", "17/11/2026"], GREEN, RED),
        (
            [
                "L6",
                "Volunteers' charter",
                "Charter agreed with the Friends groups",
                "I Vane",
                "Within 6 months",
            ],
            None,
            None,
        ),
    ]
    for row, (cells, before, now) in enumerate(rows, start=6):
        _put(sheet, row, cells, column=2)
        for column, colour in ((7, before), (8, now)):
            if colour:
                sheet.cell(row, column).fill = _fill(colour)
    for row, (colour, meaning) in enumerate(
        ((RED, "Off track"), (AMBER, "At risk"), (GREEN, "On track"), (GREY, "Not begun")), start=14
    ):
        sheet.cell(row, 2).fill = _fill(colour)
        sheet.cell(row, 3, meaning)
    return book, {}


def side_by_side() -> tuple[Workbook, Shows]:
    """Two tables beside each other, a column without a heading, band rows, and a "used" range to the last row."""
    book, sheet = _book("Tracker")
    _put(sheet, 1, ["Wexcombe Adult Social Care - assurance tracker"], bold=True)
    left = ["Ref", "Action", "Owner", "Target date", "RAG", None]
    right = ["No", "Task", "Lead officer", "Deadline", "Status"]
    _put(sheet, 3, left, bold=True)
    _put(sheet, 3, right, column=9, bold=True)
    lines: list[tuple[Cells, Cells]] = [
        (["Waiting for an assessment"], ["Providers"]),
        (
            [
                "2.1",
                "Ring everyone on the list each month",
                "Lowri Capstick",
                "Ongoing",
                "Amber",
                "list shared weekly",
            ],
            [1, "Fee review with care homes", "Jonty Marl", dt.date(2026, 4, 1), "Green"],
        ),
        (
            [
                "2.10",
                "Trusted assessors at the hospital",
                "Lowri Capstick/ NHS",
                dt.date(2026, 2, 1),
                "Red",
                None,
            ],
            [2, "Visit each home rated as needing help", "Jonty Marl", "Quarterly", "Amber"],
        ),
        (
            ["2.2", "Online self-assessment", "Benedek Shaw", "Spring 2026", "Amber", "supplier late"],
            [3, "Workforce forum", None, "Jan - Mar 2026", "Not started"],
        ),
        (["Carers"], ["Safeguarding"]),
        (
            ["3.1", "Carers' breaks fund", "Benedek Shaw", "01/04/2026", "Green", None],
            [4, "Concerns triaged in one day", "Lowri Capstick, J Marl", "Immediate", "Green"],
        ),
        (
            ["3.2", "Register of carers with the GPs", "B Shaw", "Dec 2025", "Complete", None],
            [5, "Board's annual report", "Safeguarding Board", dt.date(2026, 6, 1), None],
        ),
    ]
    for row, (west, east) in enumerate(lines, start=4):
        _put(sheet, row, west)
        _put(sheet, row, east, column=9)
        if len(west) == 1:
            sheet.cell(row, 1).fill = _fill(GREY)
            sheet.cell(row, 9).fill = _fill(GREY)
    sheet.cell(LAST_ROW_OF_A_SHEET, 1).fill = _fill("FFFFFF")
    return book, {}
