"""Officers at work: what people do to the returns that they get, before they send them back."""

from __future__ import annotations

import copy
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

HEADER_ROW = 3


def headings(sheet: Worksheet) -> dict[str, int]:
    """Heading -> column of a return."""
    return {str(cell.value): cell.column for cell in sheet[HEADER_ROW] if cell.value}


def fill_in(path: Path, *, words: str = "", to: Path | None = None, every: int = 1) -> int:
    """Fill in a return as an officer does: a RAG word and a note in each (or each second, ...) row.

    Returns:
        The number of cells that were given a new value.
    """
    book = openpyxl.load_workbook(path)
    sheet = book["Return"]
    columns = headings(sheet)
    rag = [column for heading, column in columns.items() if heading.endswith(" RAG")][-1]
    progress = [column for heading, column in columns.items() if heading.endswith(" progress")][-1]
    filled = 0
    choices = ("Green", "Amber", "Complete", "Red", "Not started")
    rows = [row for row in range(HEADER_ROW + 1, sheet.max_row + 1) if sheet.cell(row, columns["ID"]).value]
    for number, row in enumerate(rows):
        if number % every:
            continue
        sheet.cell(row, rag).value = choices[(number + len(words)) % len(choices)]
        note = f"{words or 'Work goes on.'} Seen to in row {number + 1}.\n- two visits made"
        sheet.cell(row, progress).value = note
        filled += 2
    book.save(to or path)
    return filled


def sort_upside_down(path: Path) -> None:
    """Sort the rows of a return the other way round, as a filter button does."""
    book = openpyxl.load_workbook(path)
    sheet = book["Return"]
    last = max(row for row in range(HEADER_ROW, sheet.max_row + 1) if sheet.cell(row, 1).value)
    rows = [[copy.copy(cell.value) for cell in sheet[row]] for row in range(HEADER_ROW + 1, last + 1)]
    for row, values in enumerate(reversed(rows), start=HEADER_ROW + 1):
        for column, value in enumerate(values, start=1):
            if not str(value).startswith("="):
                sheet.cell(row, column).value = value
    book.save(path)


def delete_hidden_sheet(path: Path) -> None:
    """Lose the sheet that says whose return it is."""
    book = openpyxl.load_workbook(path)
    del book["_xlplan"]
    book.save(path)


def delete_id_column(path: Path) -> None:
    """Take the ID column away (the officer thought it was clutter). The table's range is dropped with it."""
    book = openpyxl.load_workbook(path)
    sheet = book["Return"]
    for name in list(sheet.tables):
        del sheet.tables[name]
    sheet.delete_cols(1)
    book.save(path)
