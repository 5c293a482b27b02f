"""The sheets of an Excel workbook as grids, read from its own XML: values, formulas, fills, texts as displayed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.grid import Area, Cell, CellsOnDemand, Columns, Place, area_of
from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.ooxml.shared_strings import shared_strings
from xlplan.workbook.ooxml.sheet_list import SheetEntry
from xlplan.workbook.ooxml.xml import local_name
from xlplan.workbook.readers.cell_styles import PLAIN, CellStyle, cell_styles_of
from xlplan.workbook.readers.number_formats import displayed
from xlplan.workbook.readers.sheet_bytes import read_bytes
from xlplan.workbook.readers.sheet_content import TRUE, SheetContent, ValueReader
from xlplan.workbook.readers.sheet_events import read_events


class XlsxReader:
    """Reads sheets of one package as it is now, with what was written to it since it was opened."""

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

    @cached_property
    def _keeping_texts(self) -> frozenset[int]:
        """The numbers of the cell styles that show a text as it is."""
        return frozenset(number for number, style in enumerate(self.cell_styles) if style.form.keeps_texts)

    def content(self, entry: SheetEntry, *, detail: bool) -> SheetContent:
        """What a sheet holds.

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
        return found

    def cells(self, found: SheetContent, *, detail: bool) -> CellsOnDemand:
        """The cells of a sheet; without detail they look as if none had a style."""
        if detail:
            return _SheetCells(found, self.cell_styles, self._keeping_texts)
        return _SheetCells(found, (PLAIN,), frozenset((0,)))

    def struck(self, found: SheetContent) -> frozenset[Place]:
        """The cells of a sheet whose whole text is struck through."""
        struck = {number for number, style in enumerate(self.cell_styles) if style.is_struck}
        return frozenset(
            (row, column)
            for row, in_row in (found.styles.items() if struck else ())
            for column, number in in_row.items()
            if number in struck
        )


class _SheetCells(CellsOnDemand):
    """The cells of one sheet.

    Args:
        found: what its XML holds.
        styles: the cell styles.
        keeping_texts: the numbers of those that show a text as it is.
    """

    def __init__(
        self, found: SheetContent, styles: Sequence[CellStyle], keeping_texts: Collection[int]
    ) -> None:
        self.by_row = found.values
        self._found = found
        self._styles = styles
        self._keeping_texts = keeping_texts

    @cached_property
    def more_than_text(self) -> Columns:
        """See `Grid`."""
        found: dict[int, set[int]] = {}
        keeping_texts = self._keeping_texts
        for row, values in self.by_row.items():
            styles = self._found.styles.get(row, _NOTHING)
            columns = {
                column
                for column, value in values.items()
                if type(value) is not str or styles.get(column, 0) not in keeping_texts
            }
            if columns:
                found[row] = columns
        for row, formulas in self._found.formulas.items():
            found.setdefault(row, set()).update(formulas)
        return found

    def _cells(self) -> Columns:
        return self._found.styles or self.by_row

    def _make(self, row: int, columns: Iterable[int]) -> dict[int, Cell]:
        made: dict[int, Cell] = {}
        found = self._found
        values = self.by_row.get(row, _NOTHING)
        formulas = found.formulas.get(row, _NOTHING)
        numbers = found.styles.get(row, _NOTHING)
        # A colour matters beside a text: a row that is only coloured (tables are often formatted to the foot of the
        # sheet) says nothing.
        if not values and not formulas:
            return made
        styles, count = self._styles, len(self._styles)
        for column in columns:
            value = values.get(column)
            number = numbers.get(column, 0)
            style = styles[number] if number < count else PLAIN
            if column in formulas:
                formula = found.formula(row, column)
                # a formula that comes to an empty text has an empty value, of the kind "str"
                is_uncalculated = value is None and (row, column) not in found.empty_texts
                made[column] = Cell(value, displayed(value, style.form), style.fill, formula, is_uncalculated)
            elif value is not None:
                keeps = type(value) is str and style.form.keeps_texts
                shown = value if keeps else displayed(value, style.form)
                made[column] = _new(Cell, (value, shown, style.fill, None, False))
            elif style.fill is not None and column in numbers:
                made[column] = Cell(None, "", style.fill)
        return made


_NOTHING: Mapping[int, Any] = {}
_new = tuple.__new__
"""What a named tuple is made with, without the step that would name its fields: half of the time."""


def counts_from_1904(package: Package) -> bool:
    """True when the workbook counts days from 1904, as those from an old Mac do."""
    return any(
        child.get("date1904", "0") in TRUE
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
