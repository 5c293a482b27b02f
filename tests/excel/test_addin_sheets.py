"""What the macros set on new sheets, for xlwings cannot, is what the layout declares for a file."""

from __future__ import annotations

import re

import pytest

from macros.sources import macro_text
from xlplan.layout import standard
from xlplan.layout.cover import cover_sheet
from xlplan.layout.plan_sheet import plan_sheet
from xlplan.layout.sheets import list_sheet
from xlplan.model import Plan
from xlplan.workbook.grid import column_letters
from xlplan.workbook.sheet_spec import SheetSpec

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


def declared(spec: SheetSpec) -> dict[str, str]:
    """The same, as the layout declares it for a file."""
    wanted = {
        "Orientation": "xlLandscape" if spec.landscape else "xlPortrait",
        "FitToPagesWide": str(spec.pages_wide),
        "FitToPagesTall": str(spec.pages_high or False),
        "DisplayGridlines": str(spec.gridlines),
    }
    if spec.paper != "A4":
        wanted["PaperSize"] = f"xlPaper{spec.paper}"
    if spec.repeat_rows:
        wanted["PrintTitleRows"] = "${}:${}".format(*spec.repeat_rows)
    if spec.repeat_columns:
        first, last = (column_letters(column) for column in spec.repeat_columns)
        wanted["PrintTitleColumns"] = f"${first}:${last}"
    if spec.freeze:
        row, column = spec.freeze
        wanted |= {"SplitRow": str(row - 1), "SplitColumn": str(column - 1), "FreezePanes": "True"}
    return wanted


NOT_DECLARED = ("Zoom", "LeftFooter", "RightFooter", "ScrollRow", "ScrollColumn")
PLAN = Plan()
DRAWINGS = [
    cover_sheet(PLAN, period="", sheets=[]),
    plan_sheet(PLAN, []),
    *(list_sheet(sheet, []) for sheet in standard.LIST_SHEETS),
]


@pytest.mark.parametrize("spec", DRAWINGS, ids=lambda spec: spec.name)
def test_a_sheet_that_a_button_draws_freezes_and_prints_like_a_commands(spec: SheetSpec) -> None:
    """Else a list drawn by a click prints without its headings, or scrolls them away."""
    found = {name: value for name, value in settings(spec.name).items() if name not in NOT_DECLARED}
    assert found == declared(spec)


def test_the_sheets_that_are_finished_are_ours_and_no_other() -> None:
    """A council's own sheet must not be set to other paper; and none of ours be left out."""
    named = CONSTANTS["OUR_SHEETS"]
    assert named == f":{':'.join(named.strip(':').split(':'))}:", "each name stands between two colons"
    ours = [sheet for sheet in standard.OUR_SHEETS if sheet != standard.HIDDEN]
    assert named.strip(":").split(":") == ours
    assert [spec.name for spec in DRAWINGS] == ours
