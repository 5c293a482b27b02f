"""The sheets of an Excel workbook as grids, read from its own XML: values, formulas, fills, texts as displayed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.grid import Area, Cell, CellsOnDemand, Place, area_of
from xlplan.workbook.ooxml.package import Package, SheetEntry
from xlplan.workbook.ooxml.shared_strings import shared_strings
from xlplan.workbook.ooxml.xml import local_name
from xlplan.workbook.readers.cell_styles import GENERAL, PLAIN, CellStyle, cell_styles_of
from xlplan.workbook.readers.number_formats import displayed
from xlplan.workbook.readers.sheet_bytes import read_bytes
from xlplan.workbook.readers.sheet_content import SheetContent, ValueReader
from xlplan.workbook.readers.sheet_events import read_events
from xlplan.workbook.readers.sheet_facts import cells_styled, hidden_rows_of

_TRUE = ("1", "true")


class XlsxReader:
    """Reads sheets of one package as it stands now, with what was written to it since it was opened."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._tags: dict[str, int] = {}

    @cached_property
    def strings(self) -> list[str]:
        """The shared strings."""
        part = self._package.related(self._package.workbook_part, "sharedStrings", needed=True)
        if part is None:
            return []
        content = self._package.read(part)
        self._package.limits.check_tags(content)
        return shared_strings(content, part)

    @cached_property
    def cell_styles(self) -> Sequence[CellStyle]:
        """The cell styles."""
        return cell_styles_of(self._package)

    @cached_property
    def values(self) -> ValueReader:
        """What turns the XML of cells into values."""
        return ValueReader(self.strings, self.cell_styles, counts_from_1904(self._package))

    def grid(self, entry: SheetEntry, *, detail: bool) -> tuple[CellsOnDemand, tuple[Area, ...]]:
        """The cells of a sheet, and its merged ranges.

        Raises:
            UnreadableWorkbook: its XML is damaged, or a cell holds something that is no value; with the cell.
        """
        content = self._package.read(entry.part)
        others = sum(tags for part, tags in self._tags.items() if part != entry.part)
        self._tags[entry.part] = self._package.limits.check_tags(content, others) - others
        found = read_bytes(content, self.values, detail=detail)
        if found is not None:
            self._package.mark_plain(entry.part)  # what is read so is in that form
        else:
            try:
                found = read_events(content, entry.part, self.values, detail=detail)
            except UnreadableWorkbook as error:
                raise UnreadableWorkbook(
                    error.what, error.remedy, sheet=entry.name, cell=error.cell
                ) from error
        make = self._cells_in_detail if detail else _plain_cells
        return CellsOnDemand(found.values, lambda: make(found)), found.merges

    def hidden_rows(self, entry: SheetEntry) -> frozenset[int]:
        """The rows of a sheet that do not show."""
        return hidden_rows_of(self._package.read(entry.part))

    def struck(self, entry: SheetEntry) -> frozenset[Place]:
        """The cells of a sheet whose whole text is struck through."""
        styles = {number for number, style in enumerate(self.cell_styles) if style.is_struck}
        return cells_styled(self._package.read(entry.part), styles) if styles else frozenset()

    def _cells_in_detail(self, found: SheetContent) -> dict[Place, Cell]:
        cells: dict[Place, Cell] = {}
        styles, nothing = self.cell_styles, dict[int, str]()
        for row, in_row in found.styles.items():
            values = found.values.get(row)
            formulas = found.formulas.get(row, nothing)
            # A colour matters beside a text: a row that is only coloured (tables are often formatted to the foot
            # of the sheet) says nothing.
            if not values and not formulas:
                continue
            for column, number in in_row.items():
                look = styles[number] if number < len(styles) else PLAIN
                value = values.get(column) if values else None
                formula = formulas.get(column)
                if value is None and formula is None:
                    if look.fill is not None:
                        cells[row, column] = Cell(None, "", look.fill)
                    continue
                shown = value if type(value) is str and look.form is GENERAL else displayed(value, look.form)
                # a formula that comes to an empty text has an empty value, of the kind "str"
                is_uncalculated = value is None and (row, column) not in found.empty_texts
                cells[row, column] = Cell(
                    value, shown, look.fill, formula, is_uncalculated and formula is not None
                )
        return cells


def _plain_cells(found: SheetContent) -> dict[Place, Cell]:
    form = PLAIN.form
    return {
        (row, column): Cell(value, value if type(value) is str else displayed(value, form))
        for row, in_row in found.values.items()
        for column, value in in_row.items()
    }


def counts_from_1904(package: Package) -> bool:
    """True when the workbook counts days from 1904, as those from an old Mac do."""
    return any(
        child.get("date1904", "0") in _TRUE
        for child in package.parsed(package.workbook_part)
        if local_name(child) == "workbookPr"
    )


def tables_of(package: Package, entry: SheetEntry) -> dict[str, Area]:
    """The sheet's Excel tables by name, heading row included."""
    found = {}
    for relation in package.relations(entry.part):
        if relation.kind == "table" and relation.target in package:
            root = package.parsed(relation.target)
            name = root.get("displayName") or root.get("name") or ""
            try:
                found[name] = area_of(root.get("ref", ""))
            except ValueError:
                continue
    return found


def totals_of(package: Package, entry: SheetEntry) -> frozenset[int]:
    """The rows of totals that Excel shows below the sheet's tables."""
    found = set()
    for relation in package.relations(entry.part):
        if relation.kind == "table" and relation.target in package:
            root = package.parsed(relation.target)
            shown = int(root.get("totalsRowCount", "0"))
            try:
                last = area_of(root.get("ref", "")).last_row
            except ValueError:
                continue
            found |= set(range(last - shown + 1, last + 1))
    return frozenset(found)
