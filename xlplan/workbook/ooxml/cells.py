"""Values put into cells of a sheet that is there; formats, comments, drop-downs and all else stay."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cached_property

from xlplan.errors import XlplanError
from xlplan.workbook.grid import (
    LAST_COLUMN,
    LAST_ROW,
    LONGEST_TEXT,
    Area,
    Formula,
    Place,
    Value,
    address,
    area_of,
    column_letters,
    column_number,
    reach_of,
)
from xlplan.workbook.ooxml.calculation import drop_calculation_chain
from xlplan.workbook.ooxml.cell_xml import cell_xml, storable, text_body
from xlplan.workbook.ooxml.formulas import translated
from xlplan.workbook.ooxml.package import Package, worksheet
from xlplan.workbook.ooxml.row_heights import Fitting
from xlplan.workbook.ooxml.sheet_editor import FoundCell, FoundRow, Frame
from xlplan.workbook.ooxml.sheet_list import SheetEntry
from xlplan.workbook.ooxml.sheet_scan import CELL
from xlplan.workbook.ooxml.styles import Styles, styles_of
from xlplan.workbook.ooxml.table_lookup import rename_headings
from xlplan.workbook.ooxml.xml import MAIN, escape, local_name, namespace, unescaped
from xlplan.workbook.readers.cell_styles import PLAIN, CellStyle, cell_styles_of
from xlplan.workbook.readers.xlsx import counts_from_1904

DATE_FORMAT, DATE_TIME_FORMAT, TIME_FORMAT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "hh:mm"

_FORMULA = re.compile(rb"<f\b([^>]*?)(?:/>|>(.*?)</f>)", re.DOTALL)
_OVER_AREA = re.compile(rb'<f\b(?=[^>]*\bt="(?:array|dataTable)")[^>]*\bref="([A-Z0-9:]+)"')
_SHARED = re.compile(rb'\bsi="([0-9]+)"')
_ROW_STYLE = re.compile(rb'(?=.*\bcustomFormat="(?:1|true)").*?\bs="([0-9]+)"', re.DOTALL)

Changes = dict[int, dict[int, str]]


def set_cells(package: Package, sheet: str, values: Mapping[Place, Value | Formula]) -> None:
    """Put values into cells of a sheet; None and the empty text empty one.

    A text is written as text whatever it starts with. A date in a cell whose format is none gets a date's
    format, and a number in a date's cell loses it, so that what was written is what is read.

    Args:
        package: the workbook; the sheet's part is replaced, and the styles when a format had to be added.
        sheet: the sheet's name.
        values: place -> value.

    Raises:
        XlplanError: there is no such sheet or cell; or the cell cannot be changed alone (the inner part of a
            merged cell, part of an array formula, a table's heading that formulas name).
    """
    entry = worksheet(package, sheet)
    frame = Frame.of(package, entry.part)
    _refuse_unsafe(package, entry, frame, values)
    rename_headings(package, entry, values)
    is_1904 = counts_from_1904(package)
    changes: Changes = {}
    overwritten: dict[Place, FoundCell] = {}
    texts: list[tuple[int, int, int, str]] = []
    has_new_formula = False
    with _formats(package) as formats:
        columns = _column_styles(frame)
        for row, in_row in _by_row(values).items():
            there = frame.row(row)
            new = changes[row] = {}
            for column, value in in_row.items():
                cell = frame.cell_in(there, column) if there is not None else None
                if cell is not None:
                    style = cell.style
                    if b"<f" in cell.content:
                        overwritten[row, column] = cell
                elif value is None or value == "":
                    continue
                else:
                    row_style = _row_style(there)
                    style = row_style if row_style is not None else columns.get(column, 0)
                if type(value) is str and 0 < len(value) <= LONGEST_TEXT:
                    # as it is, under whatever format; nearly all are texts
                    new[column] = f'<c r="{column_letters(column)}{row}"{text_body(value, style)}'
                    texts.append((row, column, style, value))
                    continue
                value = storable(value, is_1904=is_1904)
                has_new_formula = has_new_formula or isinstance(value, Formula)
                style = formats.style_for(style, value)
                new[column] = cell_xml(row, column, value, style, is_1904=is_1904)
                shown = value.shows if isinstance(value, Formula) else value
                if isinstance(shown, str):
                    texts.append((row, column, style, shown))
            if not new:
                del changes[row]
    _unshare(frame, overwritten, values, changes)
    if not changes:
        return
    heights, measured = _heights(package, frame, texts, changes)
    frame.set_cells(changes, heights, measured)
    _widen(frame, changes)
    frame.put_into(package, entry.part)
    if overwritten or has_new_formula:
        drop_calculation_chain(package)


def _heights(
    package: Package, frame: Frame, texts: Sequence[tuple[int, int, int, str]], changes: Changes
) -> tuple[Mapping[int, float] | None, Collection[int]]:
    """What the changed rows need, and of which rows all texts were measured, for they may have become too high.

    No heights at all, which leaves it to Excel to measure, where styles cannot be read.
    """
    if package.is_strict:
        return None, ()
    with styles_of(package) as styles:
        fitting = Fitting(frame, styles)
        for text in texts:
            fitting.note(*text)
        measured = fitting.measure_too_high(package, changes)
        return fitting.heights(), measured


def _by_row(values: Mapping[Place, Value | Formula]) -> dict[int, dict[int, Value | Formula]]:
    rows: dict[int, dict[int, Value | Formula]] = {}
    for (row, column), value in values.items():
        rows.setdefault(row, {})[column] = value
    return rows


# what may not be changed


def _refuse_unsafe(
    package: Package, entry: SheetEntry, frame: Frame, values: Mapping[Place, Value | Formula]
) -> None:
    def refuse(place: Place, what: str, remedy: str) -> XlplanError:
        return XlplanError(what, remedy, file=package.name or None, sheet=entry.name, cell=address(*place))

    for place in values:
        if not (1 <= place[0] <= LAST_ROW and 1 <= place[1] <= LAST_COLUMN):
            raise XlplanError(f"there is no cell in row {place[0]:,}, column {place[1]:,}", sheet=entry.name)
    for merged in _merged(frame):
        for place in _within(values, merged):
            if place != (merged.first_row, merged.first_column) and values[place] not in (None, ""):
                raise refuse(
                    place,
                    f"it is an inner part of the merged cell {merged}, where nothing shows",
                    "Unmerge it in Excel first",
                )
    has_arrays = frame.holds(b'"array"') or frame.holds(b'"dataTable"')
    found_arrays = _OVER_AREA.findall(frame.rows_xml) if has_arrays else []
    for array in (area_of(found.decode()) for found in found_arrays):
        for place in _within(values, array):
            if array.first_row != array.last_row or array.first_column != array.last_column:
                raise refuse(
                    place,
                    f"one formula fills {array}, and a part of it cannot be changed alone",
                    "Clear that formula in Excel first",
                )


def _merged(frame: Frame) -> Iterator[Area]:
    for holder in frame.root:
        if local_name(holder) == "mergeCells":
            for merged in holder:
                yield reach_of(merged.get("ref", "A1"))


def _within(values: Mapping[Place, Value | Formula], area: Area) -> Iterator[Place]:
    size = (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1)
    if size < len(values):
        for row in range(area.first_row, area.last_row + 1):
            for column in range(area.first_column, area.last_column + 1):
                if (row, column) in values:
                    yield row, column
    else:
        yield from (place for place in values if place in area)


# formats


class _Formats:
    """Cell styles for values: each cell's own, but for the number format where that would turn a value into
    another kind."""

    def __init__(self, package: Package, held: ExitStack) -> None:
        self._package = package
        self._held = held
        self._known: dict[tuple[int, str], int] = {}

    @cached_property
    def _cell_styles(self) -> Sequence[CellStyle]:
        return cell_styles_of(self._package)

    @cached_property
    def _styles(self) -> Styles:
        if self._package.is_strict:
            raise XlplanError(
                "a date cannot be written into a workbook in Strict Open XML format",
                "Save it from Excel as an Excel Workbook (.xlsx), not as Strict, and try again",
                file=self._package.name or None,
            )
        return self._held.enter_context(styles_of(self._package))

    def style_for(self, style: int, value: Value | Formula) -> int:
        shows = value.shows if isinstance(value, Formula) else value
        if shows is None or isinstance(shows, str | bool):
            return style
        is_moment = isinstance(shows, dt.date | dt.time)
        if not is_moment and isinstance(value, Formula):
            return style
        form = (self._cell_styles[style] if style < len(self._cell_styles) else PLAIN).form
        if form.is_date and not form.is_elapsed and is_moment:
            return style
        if not is_moment and not form.is_date:
            return style
        if isinstance(shows, dt.datetime):
            code = DATE_TIME_FORMAT
        elif isinstance(shows, dt.date):
            code = DATE_FORMAT
        else:
            code = TIME_FORMAT if is_moment else "General"
        known = self._known.get((style, code))
        if known is None:
            known = self._known[style, code] = self._styles.with_number_format(style, code)
        return known


@contextmanager
def _formats(package: Package) -> Iterator[_Formats]:
    with ExitStack() as held:
        yield _Formats(package, held)


def _row_style(row: FoundRow | None) -> int | None:
    style = _ROW_STYLE.search(row.attributes) if row is not None else None
    return int(style[1]) if style else None


def _column_styles(frame: Frame) -> dict[int, int]:
    styles = {}
    for columns in frame.root:
        if local_name(columns) == "cols":
            for column in columns:
                if column.get("style"):
                    first, last = int(column.get("min", "1")), int(column.get("max", "1"))
                    for number in range(first, min(last, LAST_COLUMN) + 1):
                        styles[number] = int(column.get("style", "0"))
    return styles


# formulas that others share


def _unshare(
    frame: Frame,
    overwritten: Mapping[Place, FoundCell],
    values: Mapping[Place, Value | Formula],
    changes: Changes,
) -> None:
    """Where a cell is overwritten that holds the formula for others too, give each of those its own."""
    texts: dict[bytes, tuple[Place, str]] = {}
    for place, cell in overwritten.items():
        if b"si=" not in cell.content:
            continue
        found = _FORMULA.search(cell.content)
        number = _SHARED.search(found[1]) if found else None
        if found and number and found[2]:
            texts[number[1]] = (place, unescaped(found[2]))
    if not texts:
        return
    for found in CELL.finditer(frame.rows_xml):
        body = found[6] or b""
        formula = _FORMULA.search(body) if b'"shared"' in body else None
        number = _SHARED.search(formula[1]) if formula else None
        place = int(found[2]), column_number(found[1].decode())
        if formula is None or number is None or number[1] not in texts or place in values:
            continue
        text = escape(translated(*texts[number[1]], place))
        whole = found[0].decode()
        changes.setdefault(place[0], {})[place[1]] = whole.replace(formula[0].decode(), f"<f>{text}</f>", 1)


def _widen(frame: Frame, changes: Changes) -> None:
    dimension = next((child for child in frame.root if local_name(child) == "dimension"), None)
    if dimension is None or namespace(dimension) != MAIN:
        return  # it is a hint that a sheet may do without
    columns = {column for row in changes.values() for column in row}
    frame.widen_dimension(Area(min(changes), min(columns), max(changes), max(columns)))
