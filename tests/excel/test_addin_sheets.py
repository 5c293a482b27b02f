"""What the macros set on new sheets, for xlwings cannot, is what the layout declares for a file."""

from __future__ import annotations

import re

import pytest

from macros.sources import macro_text
from xlplan.layout import standard
from xlplan.layout.sheets import cover_drawing, list_drawing, plan_drawing
from xlplan.model import Plan
from xlplan.workbook.grid import column_letters
from xlplan.workbook.sheet_spec import Drawing

SOURCE = macro_text("XlplanSheets.bas")
CONSTANTS = dict(re.findall(r'^Private Const (\w+) As String = "(.*)"$', SOURCE, re.M))
_IF = re.compile(r'If \w+(?:\.Name)? (=|<>) "(\w+)" Then ?(.*)')
_SET = re.compile(r"\.(\w+) = (.+)")


def procedure(name: str) -> list[str]:
    found = re.search(rf"^Private Sub {name}\(.*?\n(.*?)^End Sub$", SOURCE, re.M | re.S)
    assert found
    return [line.strip() for line in found[1].splitlines()]


def settings(sheet: str) -> dict[str, str]:
    """What the macros set for a sheet, by property: the last word for each."""
    found: dict[str, str] = {}
    is_meant = [True]
    for line in [*procedure("PreparePrint"), *procedure("PrepareWindow")]:
        statement, only_here = line, is_meant[-1]
        if condition := _IF.fullmatch(line):
            holds = (condition[1] == "=") == (condition[2] == sheet)
            statement, only_here = condition[3], only_here and holds
            if not statement:
                is_meant.append(only_here)
        elif line == "End If":
            is_meant.pop()
        assignment = _SET.fullmatch(statement)
        if assignment and only_here:
            found[assignment[1]] = CONSTANTS.get(assignment[2], assignment[2].strip('"'))
    return found


def declared(drawing: Drawing) -> dict[str, str]:
    """The same, as the layout declares it for a file."""
    wanted = {
        "Orientation": "xlLandscape" if drawing.landscape else "xlPortrait",
        "FitToPagesWide": str(drawing.pages_wide),
        "DisplayGridlines": str(drawing.gridlines),
    }
    if drawing.paper != "A4":
        wanted["PaperSize"] = f"xlPaper{drawing.paper}"
    if drawing.repeat_rows:
        wanted["PrintTitleRows"] = "${}:${}".format(*drawing.repeat_rows)
    if drawing.repeat_columns:
        first, last = (column_letters(column) for column in drawing.repeat_columns)
        wanted["PrintTitleColumns"] = f"${first}:${last}"
    if drawing.freeze:
        row, column = drawing.freeze
        wanted |= {"SplitRow": str(row - 1), "SplitColumn": str(column - 1), "FreezePanes": "True"}
    return wanted


NOT_DECLARED = ("Zoom", "FitToPagesTall", "LeftFooter", "RightFooter", "ScrollRow", "ScrollColumn")
PLAN = Plan()
DRAWINGS = [
    cover_drawing(PLAN, period="", sheets=[]),
    plan_drawing(PLAN, []),
    *(list_drawing(sheet, []) for sheet in standard.LIST_SHEETS),
]


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda drawing: drawing.name)
def test_a_sheet_that_a_button_draws_freezes_and_prints_like_a_commands(drawing: Drawing) -> None:
    """Else a list drawn by a click prints without its headings, or scrolls them away."""
    found = {name: value for name, value in settings(drawing.name).items() if name not in NOT_DECLARED}
    assert found == declared(drawing)


def test_the_sheets_that_are_finished_are_ours_and_no_other() -> None:
    """A council's own sheet must not be set to other paper; and none of ours be left out."""
    named = CONSTANTS["OUR_SHEETS"]
    assert named == f":{':'.join(named.strip(':').split(':'))}:", "each name stands between two colons"
    ours = [sheet for sheet in standard.OUR_SHEETS if sheet != standard.HIDDEN]
    assert named.strip(":").split(":") == ours
    assert [drawing.name for drawing in DRAWINGS] == ours
