"""Make the sample workbooks in `workbooks/`: `python -m workbooks.make_samples`. The same bytes on every run.

`wexcombe-plan.xlsx` is what `xlplan demo` starts from. The others are plans of other shapes, for tests.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from workbooks import sample_plan, sample_shapes

FOLDER = Path(__file__).resolve().parent.parent / "workbooks"
WHEN = dt.datetime(2026, 9, 14, 9, 30)
ZIP_WHEN = (2026, 9, 14, 9, 30, 0)

Shows = Mapping[str, int]
"""What the formulas of the Summary sheet show, by address: openpyxl writes formulas without their values."""


def bold(size: float = 11, colour: str = "000000") -> Font:
    """A bold font."""
    return Font(name="Calibri", bold=True, size=size, color=colour)


def fill(colour: str) -> PatternFill:
    """A solid fill."""
    return PatternFill("solid", start_color=colour, end_color=colour)


THIN = Side(style="thin", color="7F7F7F")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
WIDTHS = (52, 22, 34, 16, 48, 10, 10)
RAG_FILLS = {word: colour for word, _, colour in sample_plan.KEY_LINES} | {"Complete": "92D050"}


def demo_plan() -> tuple[Workbook, Shows]:
    """The invented council's own workbook: three tables below each other, contacts, a key, a summary with a chart."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Improvement Plan"
    for letter, width in zip("ABCDEFG", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    _title(sheet, 1, sample_plan.COUNCIL, 16)
    _title(sheet, 2, sample_plan.TITLE, 14)
    _title(sheet, 3, sample_plan.SUBTITLE, 11)
    row = 5
    for table in sample_plan.TABLES:
        row = _demo_table(sheet, row, table) + 2
    sheet.cell(row - 1, 1, sample_plan.NOTE).font = Font(name="Calibri", italic=True, size=9)
    sheet["E8"].comment = Comment(
        "Third event moved from 3 to 17 September: hall not free.", "Improvement Team", width=220, height=60
    )
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:3"
    _contacts(book.create_sheet("Contacts"))
    _key(book.create_sheet("Key to ratings"))
    return book, _summary(book.create_sheet("Summary"), last_row=row)


def _title(sheet: Worksheet, row: int, text: str, size: float) -> None:
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=7)
    sheet.cell(row, 1, text).font = bold(size)


def _demo_table(sheet: Worksheet, row: int, table: sample_plan.SampleTable) -> int:
    """Draw one table from this row on; the row after its last."""
    _title(sheet, row, table.theme, 12)
    sheet.merge_cells(start_row=row + 1, start_column=1, end_row=row + 1, end_column=7)
    line = sheet.cell(row + 1, 1, table.recommendation)
    line.font = Font(name="Calibri", italic=True)
    line.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.row_dimensions[row + 1].height = 32
    headings: tuple[str | dt.date, ...] = (*sample_plan.HEADINGS, *sample_plan.PERIODS)
    for column, heading in enumerate(headings, start=1):
        cell = sheet.cell(row + 2, column, heading)
        cell.font = bold(colour="FFFFFF")
        cell.fill = fill("1F4E79")
        cell.border = BOX
        if isinstance(heading, dt.date):
            cell.number_format = "mmm-yy"
    first = row + 3
    for number, action in enumerate(table.actions, start=first):
        texts = (action.action, action.lead, action.success, action.timescale, action.comments)
        sheet.row_dimensions[number].height = 15.5 * max(
            _lines(str(text), width) for text, width in zip(texts, WIDTHS, strict=False)
        )
        for column, value in enumerate((*texts, *action.rag), start=1):
            cell = sheet.cell(number, column, value or None)
            cell.border = BOX
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(value, dt.date):
                cell.number_format = "mmm-yy"
            if column > len(texts) and value in RAG_FILLS:
                cell.fill = fill(RAG_FILLS[str(value)])
    if table is sample_plan.TABLES[0]:
        # "Three in post" and the blank below it are one merged cell: one comment for two actions.
        sheet.merge_cells(start_row=first + 3, start_column=5, end_row=first + 4, end_column=5)
    return first + len(table.actions)


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column of this width, roughly."""
    return sum(1 + len(line) // (width - 2) for line in text.split("\n"))


def _contacts(sheet: Worksheet) -> None:
    sheet.append([sample_plan.TITLE + ": who is who"])
    sheet.append([])
    sheet.append(list(sample_plan.CONTACTS_HEADINGS))
    for name, initials, post, team in sample_plan.CONTACTS:
        sheet.append([name, initials, post, team, name.lower().replace(" ", ".") + "@wexcombe.example"])
    for letter, width in zip("ABCDE", (20, 10, 38, 30, 36), strict=True):
        sheet.column_dimensions[letter].width = width
    for cell in sheet[3]:
        cell.font = bold()


def _key(sheet: Worksheet) -> None:
    sheet["A1"] = "What the ratings mean"
    sheet["A1"].font = bold(12)
    for row, (word, meaning, colour) in enumerate(sample_plan.KEY_LINES, start=3):
        sheet.cell(row, 1, word).fill = fill(colour)
        sheet.cell(row, 2, meaning)
    sheet.column_dimensions["B"].width = 60


def _summary(sheet: Worksheet, last_row: int) -> Shows:
    """How many of each rating in each period, as formulas, with a chart of them."""
    sheet["A1"] = "Ratings at each review"
    sheet["A1"].font = bold(12)
    words = ("Green", "Amber", "Red", "Complete")
    shows: dict[str, int] = {}
    sheet.cell(3, 1, "Rating")
    for index, label in enumerate(("Jun 26", "Sep 26")):
        sheet.cell(3, 2 + index, label)
        for offset, word in enumerate(words):
            row, column, letter = 4 + offset, 2 + index, "FG"[index]
            sheet.cell(row, 1, word)
            cell = sheet.cell(
                row, column, f"=COUNTIF('Improvement Plan'!${letter}$8:${letter}${last_row},$A{row})"
            )
            shows[cell.coordinate] = sum(
                action.rag[index] == word for table in sample_plan.TABLES for action in table.actions
            )
    chart = BarChart()
    chart.title = "Ratings at each review"
    chart.add_data(Reference(sheet, min_col=2, max_col=3, min_row=3, max_row=7), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=4, max_row=7))
    sheet.add_chart(chart, "E3")
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return shows


def packed(book: Workbook, shows: Shows) -> bytes:
    """The workbook as bytes that are the same each time: fixed times, and formulas with what they show."""
    drawn = io.BytesIO()
    book.properties.creator = "Wexcombe Improvement Team"
    book.properties.created = WHEN
    book.save(drawn)
    stamp = WHEN.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    fixed = io.BytesIO()
    with zipfile.ZipFile(drawn) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            if name == "xl/styles.xml":
                content = _with_fonts_in_order(content)
            if name.startswith("xl/worksheets/sheet"):
                content = _with_shown_values(content, shows)
            entry = zipfile.ZipInfo(name, ZIP_WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, content)
    return fixed.getvalue()


def _with_fonts_in_order(styles: bytes) -> bytes:
    """The parts of each font in the order of the schema (ECMA-376 18.8.22), in which openpyxl does not write them."""

    def ordered(font: re.Match[bytes]) -> bytes:
        parts = re.findall(rb"<(\w+)[^>]*/>", font[2])
        whole = {
            name: part[0] for name in parts if (part := re.search(rb"<" + name + rb"\b[^>]*/>", font[2]))
        }
        return font[1] + b"".join(whole[name] for name in _FONT_PARTS if name in whole) + font[3]

    return re.sub(rb"(<font>)(.*?)(</font>)", ordered, styles, flags=re.S)


_FONT_PARTS = (
    b"b",
    b"i",
    b"strike",
    b"u",
    b"vertAlign",
    b"sz",
    b"color",
    b"name",
    b"family",
    b"charset",
    b"scheme",
)


def _with_shown_values(content: bytes, shows: Shows) -> bytes:
    def put(match: re.Match[bytes]) -> bytes:
        return match[1] + b"<v>%d</v>" % shows[match[2].decode()]

    return re.sub(rb'(<c r="([A-Z]+\d+)"[^>]*><f>[^<]*</f>)<v\s*/>', put, content)


SAMPLES: Mapping[str, Callable[[], tuple[Workbook, Shows]]] = {
    "wexcombe-plan.xlsx": demo_plan,
    "themed-sheets.xlsx": sample_shapes.themed_sheets,
    "merged-hierarchy.xlsx": sample_shapes.merged_hierarchy,
    "colours-only.xlsx": sample_shapes.colours_only,
    "side-by-side.xlsx": sample_shapes.side_by_side,
}


def main() -> None:
    """Write every sample into `workbooks/`."""
    FOLDER.mkdir(exist_ok=True)
    for name, make in SAMPLES.items():
        (FOLDER / name).write_bytes(packed(*make()))
        sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    main()
