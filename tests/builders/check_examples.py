"""What each check must find and what it must leave in peace, as tables of cells; invented people throughout."""

from __future__ import annotations

import datetime as dt

from xlplan.checks.examples import FILL, OWN_SHEET, REVISIONS
from xlplan.model import Officer

Rows = list[dict[str, object]]

PAST, TO_COME = dt.date(2026, 10, 31), dt.date(2027, 3, 31)
ASHA = Officer(
    name="Asha Verrall",
    initials="AV",
    post="Head of Safeguarding",
    team="Safeguarding",
    aliases=("A Verrall",),
)
TOM = Officer(name="Tom Beddoes", initials="TB", team="Safeguarding")
TARA = Officer(name="Tara Bright", initials="TB")
GONE = Officer(name="Helen Sturmey", active=False)
OFFICERS = (ASHA, TOM, GONE)
FIRES: dict[str, Rows] = {
    "OWN001": [
        {},
        {"Owner": "tbc"},
        {"Owner": "To be confirmed"},
        {"Owner": "vacant"},
        {"Owner": "N/A"},
        {"Owner": "to be appointed"},
        {"Owner": "-"},
        {"Owner": "All"},
        {"Owner": "TBC (new post)"},
        {"Owner": "Head of Audit (vacant)"},
    ],
    "OWN002": [
        {"Owner": "Asha Verall"},
        {"Owner": "Somebody Else"},
        {"Owner": "CCR9"},
        {"Owner": "Head of Adults"},
    ],
    "OWN003": [],
    "OWN004": [
        {"Owner": "Asha Verrall / Tom Beddoes"},
        {"Owner": "AV, TB"},
        {"Owner": "Asha Verrall", "Supporting": "Tom Beddoes", OWN_SHEET: "Asha Verrall/Tom Beddoes"},
    ],
    "OWN005": [{"Owner": "Asha Verrall /"}, {"Owner": "Asha Verrall", OWN_SHEET: "Asha Verrall /"}],
    "OWN006": [
        {"Owner": "DMT"},
        {"Owner": "Improvement Board"},
        {"Owner": "All managers"},
        {"Owner": "Finance Team"},
        {"Owner": "Safeguarding"},
    ],
    "OWN007": [{"Owner": "ZQ"}, {"Owner": "Z Q"}, {"Owner": "TBB"}],
    "OWN008": [{"Owner": "Helen Sturmey"}, {"Owner": "helen sturmey"}],
    "OWN009": [
        {"Owner": "asha verrall"},
        {"Owner": "Asha  Verrall"},
        {"Owner": "AV"},
        {"Owner": "A V"},
        {"Owner": "A Verrall"},
    ],
    "OWN010": [{"Owner": "Asha Verrall", OWN_SHEET: "Verrall, Asha"}],
    "DUE001": [{}, {"Timescale": "To be agreed"}],
    "DUE002": [
        {"Timescale": "Spnng"},
        {"Timescale": "See 2.3"},
        {"Timescale": "31/02/2027"},
        {"Due": "after Easter"},
        {"Revised due": "when funding allows"},
    ],
    "DUE003": [{"Timescale": "03/04/2027"}, {"Timescale": "by 1.2.27"}, {"Due": "03/04/2027"}],
    "DUE004": [
        {"Due": dt.date(2072, 3, 31)},
        {"Revised due": dt.date(2002, 1, 1)},
        {"Timescale": "March 20027"},
    ],
    "DUE005": [{"Timescale": "31 October"}, {"Timescale": "by March"}],
    "DUE006": [{"Due": dt.date(2026, 3, 31)}],
    "DUE007": [
        {"Due": PAST, "Dec-26 RAG": "Red"},
        {"Due": PAST},
        {"Due": TO_COME, "Revised due": PAST, "Dec-26 RAG": "Amber"},
        {"Due": PAST, "Sep-26 RAG": "Amber"},
    ],
    "DUE008": [{REVISIONS: 2, "Revised due": TO_COME}, {REVISIONS: 5}],
    "DUE009": [
        {"Timescale": "ongoing"},
        {"Timescale": "From September 2026"},
        {"Timescale": "Annually"},
        {"Timescale": "Quarterly"},
    ],
    "DUE010": [{"Timescale": "Within 6 months"}, {"Timescale": "Immediate"}],
    "DUE011": [{"Due": "31/12/2026"}, {"Timescale": "Spring 2027"}, {"Revised due": "March 2027"}],
    "DUE012": [],
    "RAG001": [
        {"Dec-26 RAG": "Blue"},
        {"Dec-26 RAG": "On track"},
        {"Sep-26 RAG": "Amber/Red", "Dec-26 RAG": "Red"},
    ],
    "RAG002": [{"Dec-26 RAG": ""}, {"Sep-26 RAG": "Red", "Dec-26 RAG": ""}],
    "RAG003": [{"Dec-26 RAG": "Green", FILL: "FF0000"}, {"Dec-26 RAG": "Red", FILL: "00B050"}],
    "RAG004": [{"Dec-26 RAG": "Two of the three posts are filled"}, {"Dec-26 RAG": "Two posts\nfilled"}],
    "RAG005": [{"Due": PAST, "Dec-26 RAG": "Green"}, {"Due": PAST, "Dec-26 RAG": "g"}],
    "RAG006": [{"Dec-26 RAG": "Complete"}, {"Dec-26 RAG": "completed", "Sep-26 progress": "Half done"}],
    "RAG007": [{"Dec-26 RAG": "Red", "Sep-26 progress": "Late"}, {"Dec-26 RAG": "r"}],
    "RAG008": [{"Sep-26 RAG": "Red", "Dec-26 RAG": "Complete", "Dec-26 progress": "Done on 3 June"}],
    "RAG009": [{"Sep-26 progress": "Two posts filled", "Dec-26 progress": "two  posts filled"}],
    "RAG010": [
        {"Dec-26 RAG": "GREEN"},
        {"Dec-26 RAG": "Red "},
        {"Dec-26 RAG": "a"},
        {"Sep-26 RAG": "completed"},
    ],
    "RAG011": [
        {"Sep-26 RAG": "Complete", "Dec-26 RAG": "Red"},
        {"Sep-26 RAG": "completed", "Dec-26 RAG": "Not started"},
    ],
    "PLN001": [{"Recommendation": "Improve assessments", "Action": ""}],
    "PLN002": [],
    "PLN003": [{"Action": "", "Owner": "Asha Verrall"}],
    "PLN004": [
        {"Action": "• agree\n• train"},
        {"Action": "1. agree\n2. train"},
        {"Action": "Agree the form.\nTrain all teams."},
    ],
    "PLN005": [],
    "PLN006": [],
}
"""Cells of one row, each of which the rule must find."""

QUIET: dict[str, Rows] = {
    "OWN001": [
        {"Owner": "Asha Verrall"},
        {"Owner": "SMT"},
        {"Owner": "All managers"},
        {"Owner": "Vacant (interim: Tom Beddoes)"},
    ],
    "OWN002": [
        {"Owner": "asha verrall"},
        {"Owner": "Verrall, Asha"},
        {"Owner": "AV"},
        {"Owner": "Head of Safeguarding"},
        {},
        {"Owner": "Asha Verrall / Tom Beddoes"},
    ],
    "OWN003": [],
    "OWN004": [
        {"Owner": "Asha Verrall"},
        {
            "Owner": "Asha Verrall",
            "Supporting": "Tom Beddoes",
            OWN_SHEET: "Asha Verrall (lead) / Tom Beddoes",
        },
        {"Owner": "AV", "Supporting": "TB", OWN_SHEET: "AV (TB)"},
    ],
    "OWN005": [
        {"Owner": "Asha Verrall"},
        {"Owner": "Tom Beddoes", OWN_SHEET: "Asha Verrall /"},
        {"Owner": "tbc"},
    ],
    "OWN006": [
        {"Owner": "Asha Verrall"},
        {"Owner": "Head of Finance"},
        {"Owner": "Team Manager"},
        {"Owner": "Board Secretary"},
    ],
    "OWN007": [{"Owner": "AV"}, {"Owner": "A V"}, {"Owner": "Asha Verrall"}, {"Owner": "ZQ / AV"}],
    "OWN008": [{"Owner": "Asha Verrall"}, {"Owner": "Nobody Known"}],
    "OWN009": [
        {"Owner": "Asha Verrall"},
        {"Owner": "Head of Safeguarding"},
        {"Owner": "Asha Verall"},
        {"Owner": "Safeguarding"},
    ],
    "OWN010": [
        {"Owner": "Asha Verrall", OWN_SHEET: "Asha Verrall"},
        {"Owner": "Tom Beddoes", OWN_SHEET: "Verrall, Asha"},
    ],
    "DUE001": [
        {"Timescale": "Ongoing"},
        {"Due": PAST},
        {"Revised due": TO_COME},
        {"Timescale": "Completed"},
        {"Revised due": "31/03/2027"},
    ],
    "DUE002": [
        {"Timescale": "Dec 2026"},
        {"Timescale": "Spnng", "Due": PAST},
        {"Timescale": "Ongoing"},
        {},
        {"Due": "31/12/2026"},
    ],
    "DUE003": [
        {"Timescale": "23/04/2027"},
        {"Timescale": "04/04/2027"},
        {"Timescale": "3 Apr 2027"},
        {"Timescale": "2026/27"},
    ],
    "DUE004": [
        {"Due": dt.date(2030, 1, 1)},
        {"Timescale": "2026/27"},
        {"Timescale": "31/03/2027"},
        {"Timescale": "March 2027"},
    ],
    "DUE005": [{"Timescale": "31 October 2026"}, {"Timescale": "Ongoing"}, {"Timescale": "31/03/2027"}],
    "DUE006": [{"Due": dt.date(2026, 4, 30)}, {}],
    "DUE007": [
        {"Due": PAST, "Dec-26 RAG": "Complete"},
        {"Due": PAST, "Dec-26 RAG": "completed"},
        {"Due": PAST, "Dec-26 RAG": "Green"},
        {"Due": PAST, "Revised due": TO_COME},
        {"Due": dt.date(2026, 11, 23)},
        {"Due": PAST, "Sep-26 RAG": "Complete"},
    ],
    "DUE008": [{REVISIONS: 1, "Revised due": TO_COME}, {}],
    "DUE009": [
        {"Timescale": "Ongoing", "Revised due": TO_COME},
        {"Timescale": "Review Feb 2027", "Due": TO_COME},
        {"Timescale": "Ongoing", "Dec-26 RAG": "Complete"},
    ],
    "DUE010": [{"Timescale": "Within 6 months", "Due": TO_COME}, {"Timescale": "Dec 2026"}],
    "DUE011": [{"Due": TO_COME, "Timescale": "March 2027"}, {"Timescale": "Ongoing"}, {"Due": "soon"}],
    "DUE012": [{"Due": dt.date(2027, 6, 8)}],
    "RAG001": [
        {"Dec-26 RAG": "Not started"},
        {"Dec-26 RAG": "green "},
        {"Dec-26 RAG": "A"},
        {"Dec-26 RAG": ""},
    ],
    "RAG002": [{"Dec-26 RAG": "Amber"}, {"Dec-26 RAG": "Blue"}, {}],
    "RAG003": [
        {"Dec-26 RAG": "Green", FILL: "00B050"},
        {"Dec-26 RAG": "Green", FILL: "D9D9D9"},
        {"Dec-26 RAG": "Complete", FILL: "00B050"},
        {"Dec-26 RAG": "", FILL: "FF0000"},
    ],
    "RAG004": [{"Dec-26 RAG": "Blue"}, {"Dec-26 RAG": "Amber"}],
    "RAG005": [
        {"Due": TO_COME, "Dec-26 RAG": "Green"},
        {"Due": PAST, "Dec-26 RAG": "Amber"},
        {"Due": PAST, "Timescale": "Completed", "Dec-26 RAG": "Green"},
    ],
    "RAG006": [{"Dec-26 RAG": "Complete", "Dec-26 progress": "Agreed"}, {"Dec-26 RAG": "Green"}],
    "RAG007": [{"Dec-26 RAG": "Red", "Dec-26 progress": "Agency cover"}, {"Dec-26 RAG": "Amber"}],
    "RAG008": [{"Sep-26 RAG": "Red", "Dec-26 RAG": "Green"}, {"Dec-26 RAG": "Complete"}],
    "RAG009": [
        {"Sep-26 progress": "Two", "Dec-26 progress": "Three"},
        {"Sep-26 progress": "", "Dec-26 progress": ""},
        {"Sep-26 progress": "Live", "Dec-26 RAG": "Complete", "Dec-26 progress": "Live"},
    ],
    "RAG010": [{"Dec-26 RAG": "Green"}, {"Dec-26 RAG": "Blue"}, {"Dec-26 RAG": ""}],
    "RAG011": [
        {"Sep-26 RAG": "Complete"},
        {"Sep-26 RAG": "Complete", "Dec-26 RAG": "Complete"},
        {"Sep-26 RAG": "Green", "Dec-26 RAG": "Red"},
    ],
    "PLN001": [{"Recommendation": "Improve assessments"}, {"Action": ""}],
    "PLN002": [],
    "PLN003": [{}, {"Recommendation": "Improve assessments", "Action": ""}],
    "PLN004": [{"Action": "Agree the form - then train"}, {"Action": "Agree\n"}],
    "PLN005": [],
    "PLN006": [{"Action": "Audit"}],
}
"""Cells of one row that the rule must leave in peace."""


REC = {"Recommendation": "Improve assessments"}
SEVERAL_ROWS: list[tuple[str, Rows, list[str]]] = [
    ("PLN001", [{**REC, "Action": ""}, {**REC, "Action": "Audit"}], []),
    ("PLN003", [{**REC, "Action": ""}, {**REC, "Action": "Audit"}], ["A001"]),
    ("PLN002", [{"Ref": "2.1", "Action": "Audit"}, {"Ref": "2.1", "Action": "Train"}], ["A002"]),
    (
        "PLN002",
        [{**REC, "Ref": "2.1", "Action": "2.1 Audit"}, {**REC, "Ref": "2.1", "Action": "2.1 Train"}],
        ["A002"],
    ),
    ("PLN002", [{**REC, "Ref": "2.1"}, {**REC, "Ref": "2.1"}, {**REC, "Ref": "2.2"}], ["A002"]),
    ("PLN002", [{**REC, "Ref": "1a", "Action": "Audit"}, {**REC, "Ref": "1a", "Action": "Train"}], []),
    ("PLN002", [{"Theme": "Health", "Ref": "1"}, {"Theme": "Workforce", "Ref": "1"}], []),
    ("PLN005", [{"Action": "Audit thirty files"}, {"Action": "2.1 Audit  thirty files."}], ["A002"]),
    (
        "PLN005",
        [{"Action": "As above"}, {"Action": "As above"}, {"Action": "[See 2.3]"}, {"Action": "[See 2.3]"}],
        [],
    ),
    (
        "PLN005",
        [
            {**REC, "Action": "Audit"},
            {"Recommendation": "Lead well", "Action": "Audit"},
            {**REC, "Action": "audit"},
        ],
        ["A003"],
    ),
    (
        "PLN005",
        [
            {**REC, "Theme": "Payroll", "Action": "Agreed"},
            {**REC, "Theme": "Housing", "Action": "Agreed"},
            {"Theme": "Payroll", "Action": "Audit"},
            {"Theme": "Housing", "Action": "Audit"},
        ],
        ["A004"],
    ),
    # one question, however many rows it is about
    (
        "OWN004",
        [
            {"Owner": "Asha Verrall / Tom Beddoes"},
            {"Owner": "Asha Verrall / Tom Beddoes"},
            {"Owner": "AV, TB"},
        ],
        ["A001", "A003"],
    ),
    (
        "OWN004",
        [
            {"Owner": "Asha Verrall", "Supporting": "Tom Beddoes", OWN_SHEET: "Asha Verrall / Tom Beddoes"},
            {"Owner": "Asha Verrall", "Supporting": "Tom Beddoes", OWN_SHEET: "Asha Verrall / Tom Beddoes"},
        ],
        ["A001"],
    ),
    (
        "DUE005",
        [{"Timescale": "31 October"}, {"Timescale": "Q3"}, {"Timescale": "31 october"}],
        ["A001", "A002"],
    ),
    ("OWN002", [{"Owner": "Somebody Else"}, {"Owner": "Tom Beddoes"}, {"Owner": "somebody  else"}], ["A001"]),
    ("OWN005", [{"Owner": "Asha Verrall /"}, {"Owner": "Asha Verrall /"}], ["A001"]),
    ("OWN006", [{"Owner": "DMT"}, {"Owner": "DMT"}, {"Owner": "Finance Team"}], ["A001", "A002", "A003"]),
    ("OWN008", [{"Owner": "Helen Sturmey"}, {"Owner": "helen sturmey"}], ["A001"]),
    (
        "DUE002",
        [{"Timescale": "Q3 of some year"}, {"Timescale": "Spnng"}, {"Timescale": "Spnng"}],
        ["A001", "A002"],
    ),
    (
        "RAG001",
        [
            {"Sep-26 RAG": "Blue", "Dec-26 RAG": "Blue"},
            {"Dec-26 RAG": "blue "},
            {"Dec-26 RAG": "On track"},
        ],
        ["A001", "A003"],
    ),
    # each of two cells of one row is a finding
    ("DUE002", [{"Due": "soon", "Revised due": "later"}], ["A001", "A001"]),
    ("DUE003", [{"Due": "03/04/2027", "Revised due": "05/06/2027"}], ["A001", "A001"]),
    ("DUE004", [{"Due": dt.date(2072, 3, 31), "Revised due": dt.date(2073, 3, 31)}], ["A001", "A001"]),
    ("DUE011", [{"Due": "31/12/2026", "Revised due": "31/03/2027"}], ["A001", "A001"]),
    (
        "DUE012",
        [
            {"Revised due": dt.date(2027, 6, 8)},
            {"Revised due": "13/07/2027"},
            {"Revised due": dt.date(2027, 11, 6)},
            {"Revised due": "30.6.27"},
        ],
        ["A001"],
    ),
    ("DUE012", [{"Due": dt.date(2027, 6, 8)}, {"Due": dt.date(2027, 11, 6)}, {"Due": "13/07/2027"}], []),
    (
        "DUE012",
        [
            {"Due": dt.date(2027, 6, 6)},
            {"Due": dt.date(2027, 5, 5)},
            {"Due": "13/07/2027"},
            {"Due": "30/06/2027"},
        ],
        [],
    ),
    (
        "DUE012",
        [
            {"Due": dt.date(2027, 6, 8)},
            {"Due": dt.date(2027, 5, 7)},
            {"Due": "13/07/2027"},
            {"Due": "05/06/2027"},
        ],
        [],
    ),
    ("RAG007", [{"Dec-26 RAG": "Red"}, {"Dec-26 RAG": "Amber"}, {"Dec-26 RAG": "Red"}], ["A001", "A003"]),
    ("OWN001", [{"Owner": ""}, {"Owner": "Asha Verrall"}, {"Owner": ""}], ["A001", "A003"]),
]
