"""Small drawings of an invented council's plan, and the ways to look at what was cell."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
from openpyxl.styles import Font
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table as OwnTable
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from xlplan.workbook.grid import Formula
from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.sheet_spec import (
    Column,
    ConditionalFormat,
    Format,
    SheetSpec,
    StyledCell,
    Table,
    Validation,
)

WORDS = ("Red", "Amber", "Green", "Complete", "Not started")
LINE = "BFC8D2"
HEADING = Format(bold=True, fill="1F3A5F", colour="FFFFFF", border=LINE)
CHOICE = Validation(
    "list", WORDS, title="RAG", prompt="Choose how the action stands.", error="Choose one of the five words."
)
RULES = (
    ConditionalFormat('{cell}="Red"', fill="F4B6B0", colour="5B0F0A", bold=True),
    ConditionalFormat('AND({cell}="",{column:Due}<>"")', fill="FFFFFF"),
)
COLUMNS = (
    Column("ID", 7, Format(border=LINE)),
    Column("Action", 40, Format(border=LINE)),
    Column("Due", 12, Format(number_format="dd/mm/yyyy"), validation=Validation("date", prompt="A date")),
    Column("Oct RAG", 12, Format(horizontal="center", locked=False), validation=CHOICE, rules=RULES),
    Column("Oct direction", 12),
)


def plan_row(row: int, word: str | None = "Amber") -> tuple[Any, ...]:
    """One action as it stands in this row of the sheet."""
    direction = Formula(f'=IF(D{row}="","","new")', "new" if word else "")
    return (f"A{row:03}", f"Mend the roof of school {row}", dt.date(2026, 3, 31), word, direction)


def plan(rows: int = 3, name: str = "Plan", **other: Any) -> SheetSpec:
    """A sheet with a table of that many actions."""
    return SheetSpec(
        name,
        cells={
            (1, 1): StyledCell("Wexcombe: action plan", Format(bold=True, size=16, wrap=False)),
            (2, 1): StyledCell("One row an action.", link="'Key'!A1"),
        },
        table=Table(
            name.replace(" ", "_"),
            COLUMNS,
            tuple(plan_row(row) for row in range(4, 4 + rows)),
            heading_format=HEADING,
        ),
        **other,
    )


KEY = SheetSpec("Key", cells={(1, 1): StyledCell("What the words mean")})
HIDDEN = SheetSpec("_xlplan", cells={(1, 1): StyledCell("plan")}, visibility="veryHidden")


JANUARY = (
    Column("Jan RAG", 12, Format(locked=False), validation=CHOICE, rules=RULES),
    Column("Jan direction", 11),
)


def new_columns(rows: int) -> tuple[tuple[Column, ...], tuple[list[str], list[Formula]]]:
    """Two columns for a plan of that many actions, and their values."""
    directions = [Formula(f"=D{row}&F{row}", "AmberGreen") for row in range(4, 4 + rows)]
    return JANUARY, (["Green"] * rows, directions)


def content(package: Package) -> bytes:
    """The file that the package makes."""
    stream = io.BytesIO()
    package.write_to(stream)
    return stream.getvalue()


def opened(package: Package) -> Workbook:
    """The workbook as openpyxl sees it."""
    return openpyxl.load_workbook(io.BytesIO(content(package)))


def values(package: Package, sheet: str) -> list[list[Any]]:
    """A sheet's values as other programs read them."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content(package))).get_sheet_by_name(sheet).to_python()


def tables(sheet: Worksheet) -> dict[str, str]:
    """A sheet's tables: name -> where they stand."""
    return {table.name: table.ref for table in sheet.tables.values()}


def a_council_workbook() -> Package:
    """A workbook of the council's own, made by another program, with two sheets, names, a table and a link."""
    workbook = openpyxl.Workbook()
    own = workbook.active
    assert own is not None
    own.title = "Plan"
    own.append(["Area", "Task"])
    own.append(["Roads", "Fill the holes"])
    own["B2"].font = Font(name="Arial", size=9, italic=True)
    own.add_table(OwnTable(displayName="Plan", ref="A1:B2"))
    other = workbook.create_sheet("My notes")
    other["A1"] = "=Plan!A2&\" Plan!A2\"&'Plan'!B2"
    other["A2"].hyperlink = Hyperlink(ref="A2", location="Plan!B2")
    workbook.defined_names["Tasks"] = DefinedName("Tasks", attr_text="Plan!$B$2:$B$9")
    other.print_title_rows = "1:1"
    stream = io.BytesIO()
    workbook.save(stream)
    return Package.from_bytes(stream.getvalue(), "council.xlsx")
