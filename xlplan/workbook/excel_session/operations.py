"""What is done to an open workbook, step by step: each is a small piece of data that can carry itself out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import xlwings as xw

from xlplan.errors import XlplanError
from xlplan.workbook.excel_session import formatting
from xlplan.workbook.excel_session.blocks import Block, blocks
from xlplan.workbook.excel_session.excel_values import to_excel
from xlplan.workbook.excel_session.formatting import cells_of
from xlplan.workbook.grid import Area, Formula, Place, Value, is_same_sheet
from xlplan.workbook.ooxml.sheet_rows import format_of
from xlplan.workbook.ooxml.table_part import TABLE_STYLE, body_of, headings_of
from xlplan.workbook.readers.sheet_facts import Allowed
from xlplan.workbook.sheet_spec import Column, Format, SheetSpec, Table

T = TypeVar("T")


class Step(Protocol):
    """One thing to do."""

    @property
    def sheet(self) -> str:
        """The sheet that it is done to."""

    def carry_out(self, book: xw.Book) -> None:
        """Do it to the open workbook."""


@dataclass(frozen=True)
class WriteCells:
    """Put values and formulas into cells; None empties one. Formats stay."""

    sheet: str
    cells: Mapping[Place, Value | Formula]

    def carry_out(self, book: xw.Book) -> None:
        sheet = book.sheets[self.sheet]
        formulas = {place: cell.text for place, cell in self.cells.items() if isinstance(cell, Formula)}
        values = {
            place: to_excel(cell) for place, cell in self.cells.items() if not isinstance(cell, Formula)
        }
        for block in blocks(values):
            cells_of(sheet, block.area).value = _lines(block)
        for formula_block in blocks(formulas):
            cells_of(sheet, formula_block.area).formula = _lines(formula_block)


def _lines(block: Block[T]) -> list[list[T | str]]:
    # "" empties a cell in every engine of xlwings
    return [["" if value is None else value for value in line] for line in block.rows]


@dataclass(frozen=True)
class ResizeTable:
    """Let a table reach over this area, headings included."""

    sheet: str
    table: str
    area: Area

    def carry_out(self, book: xw.Book) -> None:
        sheet = book.sheets[self.sheet]
        for table in sheet.tables:
            if table.name.casefold() == self.table.casefold():
                table.resize(cells_of(sheet, self.area))
                return
        raise XlplanError(f"the table {self.table} is not there", "Undo the last change", sheet=self.sheet)


@dataclass(frozen=True)
class LikeRowAbove:
    """Let new rows look like the row above them, and let the same be typed into them."""

    sheet: str
    rows: Area
    allowed: Sequence[Allowed]

    def carry_out(self, book: xw.Book) -> None:
        sheet = book.sheets[self.sheet]
        above = Area(
            self.rows.first_row - 1, self.rows.first_column, self.rows.first_row - 1, self.rows.last_column
        )
        whole = Area(above.first_row, above.first_column, self.rows.last_row, above.last_column)
        cells_of(sheet, above).autofill(cells_of(sheet, whole), "fill_formats")
        formatting.allow(sheet, self.allowed, self.rows)


@dataclass(frozen=True)
class AllowTyping:
    """Let the rules of a table's rows hold for rows that a person typed below it."""

    sheet: str
    rows: Area
    allowed: Sequence[Allowed]

    def carry_out(self, book: xw.Book) -> None:
        formatting.allow(book.sheets[self.sheet], self.allowed, self.rows)


@dataclass(frozen=True)
class FitRows:
    """Make rows as high as their texts need."""

    sheet: str
    rows: Area

    def carry_out(self, book: xw.Book) -> None:
        cells_of(book.sheets[self.sheet], self.rows).rows.autofit()


@dataclass(frozen=True)
class ShowColumns:
    """Give columns a width, which shows them again when they were hidden."""

    sheet: str
    widths: Mapping[int, float]

    def carry_out(self, book: xw.Book) -> None:
        for number, width in self.widths.items():
            formatting.set_width(book.sheets[self.sheet].range((1, number)), width)


@dataclass(frozen=True)
class DressColumns:
    """Give new columns of a table their looks, widths, drop-downs and rules."""

    sheet: str
    columns: Sequence[Column]
    body: Area
    """Of the new columns alone."""
    headings: Mapping[str, int]
    """Of the whole table."""

    def carry_out(self, book: xw.Book) -> None:
        sheet = book.sheets[self.sheet]
        above = self.body.first_row - 1
        before = Area(above, self.body.first_column - 1, above, self.body.first_column - 1)
        whole = Area(above, before.first_column, above, self.body.last_column)
        cells_of(sheet, before).autofill(cells_of(sheet, whole), "fill_formats")
        _dress(sheet, self.columns, self.body, self.headings)


@dataclass(frozen=True)
class DrawSheet:
    """Draw a sheet, also over one of that name."""

    spec: SheetSpec
    table: str
    """What its table is called; empty when it has none."""
    before: str | None

    @property
    def sheet(self) -> str:
        return self.spec.name

    def carry_out(self, book: xw.Book) -> None:
        spec = self.spec
        existing = next((sheet for sheet in book.sheets if is_same_sheet(sheet.name, spec.name)), None)
        sheet = _new_sheet(book, spec.name, self.before) if existing is None else existing
        cells = {place: cell.value for place, cell in spec.cells.items()}
        if spec.table is not None:
            cells |= table_cells(spec.table)
        old = None if spec.table is None or existing is None else _table_area(sheet, self.table)
        WriteCells(spec.name, cells).carry_out(book)
        if spec.visibility == "visible":
            _dress_cells(sheet, spec)
        if spec.table is not None:
            _dress_table(sheet, spec.table, self.table, old)
        if spec.visibility != "visible":
            sheet.visible = False
        elif existing is None:
            sheet.show_gridlines = spec.gridlines


@dataclass(frozen=True)
class RenameSheet:
    """Rename a sheet; the program changes every reference to it."""

    old: str
    new: str

    @property
    def sheet(self) -> str:
        return self.old

    def carry_out(self, book: xw.Book) -> None:
        book.sheets[self.old].name = self.new


@dataclass(frozen=True)
class DeleteSheet:
    """Take a sheet away."""

    sheet: str

    def carry_out(self, book: xw.Book) -> None:
        book.sheets[self.sheet].delete()


@dataclass(frozen=True)
class ClearCells:
    """Take values, looks and rules from cells."""

    sheet: str
    area: Area

    def carry_out(self, book: xw.Book) -> None:
        cells = cells_of(book.sheets[self.sheet], self.area)
        cells.data_validation.delete()
        cells.conditional_formats.clear()
        cells.clear()


def table_cells(table: Table) -> dict[Place, Value | Formula]:
    """A cell table's headings and rows by place, blank cells too, so that nothing old is left in them."""
    cells: dict[Place, Value | Formula] = {
        (table.header_row, number): column.heading
        for number, column in enumerate(table.columns, table.first_column)
    }
    for row, values in enumerate(table.rows, table.header_row + 1):
        cells |= {(row, column): value for column, value in enumerate(values, table.first_column)}
    return cells


def _new_sheet(book: xw.Book, name: str, before: str | None) -> xw.Sheet:
    if before is None:
        return book.sheets.add(name, after=book.sheets[-1])
    place = book.sheets[before].index
    if book.app.engine.type == "remote" and place > 1:
        # told "before", xlwings' remote engine puts a sheet one place too far to the left, save for the first
        return book.sheets.add(name, after=book.sheets[place - 2])
    return book.sheets.add(name, before=book.sheets[before])


def _table_area(sheet: xw.Sheet, name: str) -> Area | None:
    for table in sheet.tables:
        if table.name.casefold() == name.casefold() and table.range is not None:
            cells = table.range
            return Area(cells.row, cells.column, cells.last_cell.row, cells.last_cell.column)
    return None


def _dress_cells(sheet: xw.Sheet, spec: SheetSpec) -> None:
    # widths first: a row grows with the lines that its texts take
    for number, width in spec.widths.items():
        formatting.set_width(sheet.range((1, number)), width)
    by_look: dict[Format, dict[Place, None]] = {}
    for place, cell in spec.cells.items():
        by_look.setdefault(cell.format, {})[place] = None
    for look, places in by_look.items():
        for block in blocks(places):
            formatting.set_format(cells_of(sheet, block.area), look)
    for number, height in spec.heights.items():
        sheet.range((number, 1)).row_height = height


def _dress_table(sheet: xw.Sheet, table: Table, name: str, old: Area | None) -> None:
    body, headings = body_of(table), headings_of(table)
    whole = Area(table.header_row, body.first_column, body.last_row, body.last_column)
    if old is None:
        made = sheet.tables.add(cells_of(sheet, whole), name=name, table_style_name=TABLE_STYLE)
        made.show_table_style_row_stripes = False
    else:
        sheet.tables[name].resize(cells_of(sheet, whole))
        cells_of(sheet, old).conditional_formats.clear()
        if old.last_row > body.last_row:
            below = Area(body.last_row + 1, old.first_column, old.last_row, old.last_column)
            ClearCells(sheet.name, below).carry_out(sheet.book)
    row_of_headings = Area(table.header_row, body.first_column, table.header_row, body.last_column)
    formatting.set_formats(
        sheet, row_of_headings, [column.heading_format or table.heading_format for column in table.columns]
    )
    _dress(sheet, table.columns, body, headings, table.rows)
    cells_of(sheet, body).rows.autofit()


def _dress(
    sheet: xw.Sheet,
    columns: Sequence[Column],
    body: Area,
    headings: Mapping[str, int],
    rows: Sequence[Sequence[Value | Formula]] = (),
) -> None:
    formatting.set_formats(
        sheet, body, [_look(column, rows, offset) for offset, column in enumerate(columns)]
    )
    for number, column in enumerate(columns, body.first_column):
        cells = cells_of(sheet, Area(body.first_row, number, body.last_row, number))
        formatting.set_width(cells, 0 if column.is_hidden else column.width)
        if column.validation is not None:
            formatting.set_choice(cells, column.validation)
    formatting.set_rules(sheet, columns, body, headings)


def _look(column: Column, rows: Sequence[Sequence[Value | Formula]], offset: int) -> Format:
    """A column without a number format of its own that holds dates shows them as dates."""
    first = next((row[offset] for row in rows if row[offset] is not None), None)
    return format_of(column, first)
