"""Sheets, names, notes and boxes, in the stand-in for Excel on the web; a renamed sheet is renamed in formulas too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from openpyxl.comments import Comment
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from tests.excel.engines.remote.parts import Action, NotCarriedOut, OpenBook, RefusedByExcel
from xlplan.workbook.grid import address, area_of, quoted
from xlplan.workbook.ooxml.formulas import renamed

_VISIBILITY: dict[str, Any] = {"Visible": "visible", "Hidden": "hidden", "VeryHidden": "veryHidden"}
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_SHEET_NAME = 31
_NOWHERE = "\ue000"
_REFERENCE_TO_NOWHERE = re.compile(
    rf"'{_NOWHERE}'!(?:\$?[A-Za-z]{{1,3}}\$?\d+(?::\$?[A-Za-z]{{1,3}}\$?\d+)?)?"
)


def _refuse_sheet_name(workbook: Workbook, name: str, itself: Worksheet | None = None) -> None:
    taken = [sheet.title.casefold() for sheet in workbook.worksheets if sheet is not itself]
    if name.casefold() in taken:
        raise RefusedByExcel(f"a second sheet {name}")
    if (
        not name
        or len(name) > _LONGEST_SHEET_NAME
        or _FORBIDDEN_IN_NAME.search(name)
        or name.strip("'") != name
    ):
        raise RefusedByExcel(f"a sheet cannot be called {name!r}")
    if name.casefold() == "history":
        raise RefusedByExcel("Excel keeps the name History for itself")


def _shown(workbook: Workbook) -> Worksheet:
    if not isinstance(workbook.active, Worksheet):
        raise NotCarriedOut("a workbook that shows no worksheet")
    return workbook.active


def _first_visible(workbook: Workbook) -> Worksheet:
    return next(sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible")


def add_sheet(book: OpenBook, action: Action) -> None:
    position, name = action.args
    _refuse_sheet_name(book.workbook, name)
    active = _shown(book.workbook)
    book.workbook.create_sheet(name, position)
    book.workbook.active = active


def set_sheet_name(book: OpenBook, action: Action) -> None:
    sheet, name = book.sheet(action), action.args[0]
    _refuse_sheet_name(book.workbook, name, sheet)
    before = sheet.title
    sheet.title = name
    _rewrite(book.workbook, lambda formula: renamed(formula, before, name))


def sheet_delete(book: OpenBook, action: Action) -> None:
    sheet = book.sheet(action)
    if sheet.sheet_state == "veryHidden":
        raise RefusedByExcel(f"the sheet {sheet.title} is very hidden and cannot be deleted")
    _refuse_last(book.workbook, sheet)
    tables = [re.escape(table.displayName) for table in sheet.tables.values()]
    to_its_tables = re.compile(rf"\b(?:{'|'.join(tables)})\[(?:[^\[\]]|\[[^\]]*\])*\]") if tables else None
    active = _shown(book.workbook)
    book.workbook.remove(sheet)
    book.workbook.active = active if active is not sheet else _first_visible(book.workbook)

    def lost(formula: str) -> str:
        formula = _REFERENCE_TO_NOWHERE.sub("#REF!", renamed(formula, sheet.title, _NOWHERE))
        return to_its_tables.sub("#REF!", formula) if to_its_tables else formula

    _rewrite(book.workbook, lost)


def _refuse_last(workbook: Workbook, sheet: Worksheet) -> None:
    others = [one for one in workbook.worksheets if one is not sheet and one.sheet_state == "visible"]
    if not others:
        raise RefusedByExcel(f"{sheet.title} is the last sheet that can be seen")


def _rewrite(workbook: Workbook, rewritten: Callable[[str], str]) -> None:
    """Rewrite every formula of a workbook: in cells, rules, names, links."""
    for sheet in workbook.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.data_type == "f" and isinstance(cell.value, str):
                cell.value = rewritten(cell.value)
            if cell.hyperlink is not None and cell.hyperlink.location:
                cell.hyperlink.location = rewritten(cell.hyperlink.location)
        for entry in sheet.conditional_formatting:
            for rule in entry.rules:
                rule.formula = [rewritten(formula) for formula in rule.formula]
        for validation in sheet.data_validations.dataValidation:
            if validation.formula1 and not validation.formula1.startswith('"'):
                validation.formula1 = rewritten(validation.formula1)
    for name in _names(workbook):
        name.attr_text = rewritten(str(name.attr_text))


def _names(workbook: Workbook) -> Iterator[DefinedName]:
    yield from workbook.defined_names.values()
    for sheet in workbook.worksheets:
        yield from sheet.defined_names.values()


def set_sheet_visibility(book: OpenBook, action: Action) -> None:
    sheet = book.sheet(action)
    if action.args[0] != "Visible":
        _refuse_last(book.workbook, sheet)
    sheet.sheet_state = _VISIBILITY[action.args[0]]
    if book.workbook.active is sheet and action.args[0] != "Visible":
        book.workbook.active = _first_visible(book.workbook)


def activate_sheet(book: OpenBook, action: Action) -> None:
    sheet = book.at(action.args[0])
    if sheet.sheet_state != "visible":
        raise RefusedByExcel(f"{sheet.title} is hidden and cannot be shown")
    book.workbook.active = sheet
    for one in book.workbook.worksheets:
        one.sheet_view.tabSelected = one is sheet


def set_sheet_position(book: OpenBook, action: Action) -> None:
    sheet = book.sheet(action)
    active = _shown(book.workbook)
    book.workbook.move_sheet(sheet, action.args[0] - book.workbook.index(sheet))
    book.workbook.active = active


def set_show_gridlines(book: OpenBook, action: Action) -> None:
    book.sheet(action).sheet_view.showGridLines = bool(action.args[0])


def freeze_pane_at_range(book: OpenBook, action: Action) -> None:
    frozen = area_of(action.args[0])
    book.sheet(action).freeze_panes = address(frozen.last_row + 1, frozen.last_column + 1)


def freeze_pane_unfreeze(book: OpenBook, action: Action) -> None:
    book.sheet(action).freeze_panes = None


def set_print_area(book: OpenBook, action: Action) -> None:
    book.sheet(action).print_area = action.args[0]


def range_select(book: OpenBook, action: Action) -> None:
    sheet = book.sheet(action)
    if sheet is not book.workbook.active:
        raise RefusedByExcel(f"cells of {sheet.title} cannot be selected while another sheet is shown")
    for selection in sheet.sheet_view.selection:
        selection.sqref = str(action.where)
        selection.activeCell = address(action.where.first_row, action.where.first_column)


def _add_name(names: Any, name: str, refers_to: str) -> None:
    if name in names:
        raise RefusedByExcel(f"a second name {name}")
    names[name] = DefinedName(name, attr_text=refers_to.removeprefix("="))


def names_add(book: OpenBook, action: Action) -> None:
    names = book.workbook.defined_names if action.sheet_position is None else book.sheet(action).defined_names
    _add_name(names, *action.args)


def set_range_name(book: OpenBook, action: Action) -> None:
    fixed = re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", str(action.where))
    _add_name(book.workbook.defined_names, action.args[0], f"{quoted(book.sheet(action).title)}!{fixed}")


def name_delete(book: OpenBook, action: Action) -> None:
    _, _, name, _, is_for_book, scope = action.args
    names = book.workbook.defined_names if is_for_book else book.at(scope).defined_names
    del names[name]


def set_name_refers_to(book: OpenBook, action: Action) -> None:
    name, is_for_book, scope, refers_to = action.args
    names = book.workbook.defined_names if is_for_book else book.at(scope).defined_names
    names[name].attr_text = refers_to.removeprefix("=")


def add_note(book: OpenBook, action: Action) -> None:
    place, text = action.args
    cell = book.sheet(action)[place.replace("$", "")]
    if cell.comment is not None:
        raise RefusedByExcel(f"a second note on {place}")
    cell.comment = Comment(text, "")


def set_note_text(book: OpenBook, action: Action) -> None:
    place, text = action.args
    book.sheet(action)[place.replace("$", "")].comment = Comment(text, "")


def delete_note(book: OpenBook, action: Action) -> None:
    book.sheet(action)[action.args[0].replace("$", "")].comment = None


def alert(book: OpenBook, action: Action) -> None:
    book.alerts.append(action.args[0])


def leave_file_as_it_is(book: OpenBook, action: Action) -> None:
    """What changes only what is seen, or what Excel does by itself when the file is opened."""


def save(book: OpenBook, action: Action) -> None:
    raise NotCarriedOut("saving: the person saves")


SHEETS: dict[str, Callable[[OpenBook, Action], None]] = {
    "addSheet": add_sheet,
    "setSheetName": set_sheet_name,
    "sheetDelete": sheet_delete,
    "setSheetVisibility": set_sheet_visibility,
    "activateSheet": activate_sheet,
    "setSheetPosition": set_sheet_position,
    "setShowGridlines": set_show_gridlines,
    "freezePaneAtRange": freeze_pane_at_range,
    "freezePaneUnfreeze": freeze_pane_unfreeze,
    "setPrintArea": set_print_area,
    "rangeSelect": range_select,
    "namesAdd": names_add,
    "setRangeName": set_range_name,
    "nameDelete": name_delete,
    "setNameRefersTo": set_name_refers_to,
    "addNote": add_note,
    "setNoteText": set_note_text,
    "deleteNote": delete_note,
    "alert": alert,
    "calculate": leave_file_as_it_is,
    "setScreenUpdating": leave_file_as_it_is,
    "save": save,
}
