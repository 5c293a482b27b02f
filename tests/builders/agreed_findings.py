"""What each check says of what it finds, word for word, as people have agreed to it: a line for each finding.

    python -m tests.builders.agreed_findings

writes it down anew, for a person to look at what has changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from tests.builders.check_examples import FIRES, OFFICERS, PAST, REC, SEVERAL_ROWS, TO_COME, Rows
from xlplan.checks.catalogue import RULES
from xlplan.checks.context import Found
from xlplan.checks.examples import FILL, OWN_SHEET, REVISIONS, TODAY, Situation
from xlplan.model import KeyEntry, Officer

AGREED = Path(__file__).with_name("agreed_findings.txt")

_BEGAN = dt.date(2026, 4, 1)
_A_DAY = dt.timedelta(days=1)
_REGISTER = (
    *OFFICERS,
    Officer(name="Tara Bright", initials="TB"),
    Officer(name="QX", initials="QX"),
    Officer(name="Jo Lee-Pike", team="Housing"),
    Officer(name="Sam Sample", team="Housing"),
    Officer(name="Housing", team="Housing"),
    Officer(name="Kim Case", team="Waste"),
    Officer(name="Waste", team="Waste"),
)
_KEY = (KeyEntry(as_typed="Parked", means="Amber", colour="00B0F0"),)

# cells that stand at the edge of what a check looks for, on either side
_MORE: list[tuple[str, Rows]] = [
    ("OWN001", [{"Owner": "TBC"}, {"Owner": "tbc (Asha Verrall?)"}]),
    ("OWN002", [{"Owner": "Tom Bedoes"}, {"Owner": "Asha Verral"}, {"Owner": "asha verral"}, {"Owner": "ZQ"}]),
    ("OWN002", [{"Owner": "Zebedee Quartermain"}, {"Owner": "Somebody / Nobody"}, {"Owner": "Roads Board"}]),
    ("OWN004", [{"Owner": "Asha Verrall (lead), Tom Beddoes"}, {"Owner": "Sam Sample & Kim Case & Jo Lee-Pike"}]),
    ("OWN004", [{"Owner": "Sam Sample", "Supporting": "Kim Case", OWN_SHEET: "Sam Sample (lead) / Kim Case"}]),
    ("OWN005", [{"Owner": "Sam Sample", OWN_SHEET: text} for text in ("Sam Sample /", "sam sample /", "Sam Sample")]),
    ("OWN005", [{"Owner": "Sam Sample /", OWN_SHEET: "Sam Sample /"}, {"Owner": "Tom B /"}]),
    ("OWN006", [{"Owner": "Housing"}, {"Owner": "Waste"}, {"Owner": "Safeguarding"}, {"Owner": "Kim Case"}]),
    ("OWN006", [{"Owner": "Roads Board / Parks Board"}]),
    ("OWN007", [{"Owner": letters} for letters in ("TB", "T.B.", "QX", "AV", "JLP", "ZZ")]),
    ("OWN007", [{"Owner": "QX"}, {"Owner": "QX"}, {"Owner": "TB / AV"}]),
    ("OWN008", [{"Owner": "Helen Sturmey"}, {"Owner": "Tom Beddoes"}, {"Owner": "HELEN STURMEY"}]),
    ("OWN009", [{"Owner": "av"}, {"Owner": "A.V."}, {"Owner": "Asha Verrall "}, {"Owner": "Asha Verrall"}]),
    ("OWN010", [
        {"Owner": "Asha Verrall", OWN_SHEET: "Verrall, Asha"}, {"Owner": "Asha Verrall", OWN_SHEET: "Verrall, Asha"},
        {"Owner": "Tom Beddoes", OWN_SHEET: "Verrall, Asha"}, {"Owner": "", OWN_SHEET: "Verrall, Asha"},
    ]),
    ("DUE001", [{"Timescale": "TBC", "Due": TO_COME}, {"Due": "soon"}, {"Timescale": "tba"}, {"Revised due": TO_COME}]),
    ("DUE002", [{"Due": "TBC", "Revised due": "n/a"}, {"Timescale": "Spnng", "Revised due": "soon"}]),
    ("DUE003", [{"Timescale": text} for text in (
        "13/12/2027", "12/13/2027", "12/12/2027", "1/12/2027", "12/1/2027", "0/5/2027", "5/0/2027", "5/6/27 or 7/8/27",
        "13/12/27 or 7/8/27", "5/6/2", "3.4.2027",
    )]),
    ("DUE003", [{"Timescale": "03/04/2027", OWN_SHEET: "03/04/2027"}]),
    ("DUE004", [{"Due": dt.date(year, 6, 30)} for year in (2026, 2026, 2036, 2037, 2016, 2015)]),
    ("DUE004", [{"Due": dt.date(year, 6, 30)} for year in (2026, 2037)]),
    ("DUE004", [{"Timescale": text} for text in ("May 3027", "May 20277", "May 0202", "5/6/3027", "1999")]),
    ("DUE005", [{"Timescale": "31 October"}, {"Timescale": "Q3"}, {"Timescale": "3/4/27"}, {"Timescale": "October"}]),
    ("DUE006", [{"Due": _BEGAN - _A_DAY}, {"Due": _BEGAN}, {"Due": "31/3/2026"}]),
    ("DUE007", [
        {"Due": TODAY - _A_DAY, "Dec-26 RAG": "Red"}, {"Due": TODAY, "Dec-26 RAG": "Red"},
        {"Due": PAST, "Revised due": PAST + _A_DAY, "Dec-26 RAG": ""}, {"Due": PAST, "Dec-26 RAG": "Green"},
        {"Due": PAST, "Dec-26 RAG": "Complete"}, {"Due": PAST, "Timescale": "Completed", "Dec-26 RAG": "Red"},
    ]),
    ("DUE008", [{REVISIONS: times, "Due": PAST} for times in (0, 1, 2, 3)]),
    ("DUE009", [
        {"Timescale": "Ongoing", "Dec-26 RAG": "Complete"}, {"Timescale": "Ongoing", "Dec-26 RAG": "Green"},
        {"Timescale": "Ongoing", "Due": TO_COME},
    ]),
    ("DUE010", [{"Timescale": "Within 3 months", "Revised due": TO_COME}, {"Timescale": "within 3 months"}]),
    ("DUE011", [
        {"Due": "31/12/2026, subject to Cabinet"}, {"Revised due": "Dec 26 (was Sept 26)"}, {"Due": "ongoing"},
        {"Timescale": "Dec 2026 (was Sept 2026)"}, {"Timescale": "31 October"}, {"Timescale": "May or July 2027"},
        {"Timescale": "Review May 2027"}, {"Timescale": "Dec 2026", "Due": "soon"}, {"Due": "3/4/27"},
    ]),
    ("DUE012", [{"Due": day} for day in (dt.date(2027, 6, 8), dt.date(2027, 5, 12), "13/07/2027", "30/06/2027")]),
    ("DUE012", [{"Due": day} for day in (dt.date(2027, 6, 8), dt.date(2027, 5, 13), "13/07/2027", "30/06/2027")]),
    ("RAG001", [{"Sep-26 RAG": "Blue", "Dec-26 RAG": "Parked"}, {"Dec-26 RAG": "BLUE"}, {"Dec-26 RAG": "x" * 25}]),
    ("RAG001", [{"Dec-26 RAG": "x" * 26}]),
    ("RAG003", [
        {"Dec-26 RAG": "Amber", FILL: "00B0F0"}, {"Dec-26 RAG": "Green", FILL: "00B0F0"},
        {"Dec-26 RAG": "Complete", FILL: "FF0000"}, {"Dec-26 RAG": "g", FILL: "FF0000"},
    ]),
    ("RAG004", [{"Dec-26 RAG": "x" * 25}, {"Dec-26 RAG": "x" * 26}, {"Sep-26 RAG": "Two posts\nfilled"}]),
    ("RAG005", [
        {"Due": TODAY, "Dec-26 RAG": "Green"}, {"Due": TODAY - _A_DAY, "Dec-26 RAG": "Green"},
        {"Due": PAST, "Sep-26 RAG": "Green", "Dec-26 RAG": "Amber"}, {"Dec-26 RAG": "Green"},
    ]),
    ("RAG006", [
        {"Sep-26 RAG": "Complete", "Sep-26 progress": "Agreed", "Dec-26 RAG": "Complete"},
        {"Sep-26 RAG": "Amber", "Sep-26 progress": "Agreed", "Dec-26 RAG": "Complete"},
        {"Dec-26 RAG": "Complete", "Dec-26 progress": "Agreed"}, {"Sep-26 RAG": "Complete", "Dec-26 RAG": "Green"},
    ]),
    ("RAG007", [{"Dec-26 RAG": "Red", "Dec-26 progress": "Late"}, {"Dec-26 RAG": "Amber"}, {"Dec-26 RAG": "Red"}]),
    ("RAG008", [{"Jun-26 RAG": "Red", "Sep-26 RAG": "", "Dec-26 RAG": "Complete"}, {"Dec-26 RAG": "Complete"}]),
    ("RAG009", [
        {"Sep-26 progress": "Late", "Dec-26 progress": "Late", "Dec-26 RAG": "Complete"},
        {"Sep-26 progress": "Late", "Dec-26 progress": " LATE", "Dec-26 RAG": "Red"},
        {"Sep-26 progress": "Late", "Dec-26 progress": "Later", "Dec-26 RAG": "Red"},
        {"Dec-26 progress": "Late"},
    ]),
    ("RAG010", [{"Sep-26 RAG": "a", "Dec-26 RAG": "parked"}, {"Dec-26 RAG": "Amber"}, {"Dec-26 RAG": "Blue"}]),
    ("RAG011", [
        {"Sep-26 RAG": "Complete", "Dec-26 RAG": "Blue"}, {"Sep-26 RAG": "Complete", "Dec-26 RAG": "completed"},
        {"Sep-26 RAG": "Complete", "Dec-26 RAG": ""},
    ]),
    ("PLN001", [{**REC, "Action": ""}, {**REC, "Action": ""}, {"Recommendation": "x" * 121, "Action": ""}]),
    ("PLN001", [{"Recommendation": "y " * 60, "Action": ""}, {"Action": ""}]),
    ("PLN002", [{"Ref": "1"}, {"Ref": "1"}, {"Ref": "1 "}, {"Ref": ""}, {"Ref": ""}]),
    ("PLN003", [{"Action": ""}, {**REC, "Action": ""}, {**REC, "Action": "Audit"}]),
    ("PLN004", [{"Action": "- " + "agree " * 30 + "\n- train"}]),
    ("PLN005", [{"Action": "Audit"}, {"Action": "audit."}, {"Action": "Audit"}, {"Action": ""}, {"Action": ""}]),
    ("PLN005", [{"Action": "Audit " * 30}, {"Action": "Audit " * 30}]),
    ("PLN005", [{"Action": "See " + "x" * 59}, {"Action": "See " + "x" * 59}]),
    ("PLN005", [{"Action": "See " + "x" * 60}, {"Action": "See " + "x" * 60}]),
]  # fmt: skip


def _situations() -> Iterator[tuple[str, Situation]]:
    for code, rule in RULES.items():
        if isinstance(rule.fires, Situation) and isinstance(rule.quiet, Situation):
            yield code, rule.fires
            yield code, rule.quiet
    for code, table in FIRES.items():
        for cells in table:
            yield code, _situation(cells)
    for code, rows, _ in SEVERAL_ROWS:
        yield code, _situation(*rows)
    for code, rows in _MORE:
        yield code, _situation(*rows, officers=_REGISTER)
    for names in (
        ["J Moss", "Jo Moss", "Jack Moss"],
        ["Liz Marsh", "Elizabeth Marsh"],
        ["Ann Lee", "Bob Ray"],
        ["Ruth Ackland", "Ruth Ackland (Homes)", "R Ackland"],
    ):
        rows = [{"Owner": name, "Supporting": names[-1]} for name in names]
        yield "OWN003", _situation(*rows, officers=tuple(Officer(name=name) for name in names))
        yield "OWN003", _situation(*rows[1:], officers=tuple(Officer(name=name) for name in names))


def _situation(*rows: dict[str, object], officers: tuple[Officer, ...] = OFFICERS) -> Situation:
    periods = {"Sep-26 RAG": "", "Dec-26 RAG": ""} if any("-26" in key for row in rows for key in row) else {}
    if any(key.startswith("Jun-26") for row in rows for key in row):
        periods = {"Jun-26 RAG": "", **periods}
    given = tuple({**periods, **row} for row in rows)
    return Situation(given, officers, key=_KEY, began=_BEGAN)  # type: ignore[arg-type]


def described() -> str:
    """Every finding in all situations."""
    return "".join(f"{line}\n" for code, situation in _situations() for line in _lines(code, situation))


def _lines(code: str, situation: Situation) -> Iterator[str]:
    find = RULES[code].find
    assert find is not None
    yield f"{code} {' | '.join(map(_cells, situation.rows))}"
    for found in find(situation.context()):
        yield f"    {_said(found)}"


def _cells(row: object) -> str:
    assert isinstance(row, dict)
    return ", ".join(f"{heading}: {_short(value)}" for heading, value in row.items() if value != "")


def _short(value: object) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else repr(value)


def _said(found: Found) -> str:
    where = found.row.id if found.row else found.id
    parts = [where, found.column, f"{found.sheet} {found.cell}".strip(), found.officer, found.severity or ""]
    told = [
        found.value,
        found.message,
        found.suggestion,
        "" if found.fix is None else f"fix: {_short(found.fix)}",
    ]
    return " | ".join(repr(part)[1:-1] for part in [*parts, *told] if part)


if __name__ == "__main__":
    AGREED.write_text(described(), "utf-8")
