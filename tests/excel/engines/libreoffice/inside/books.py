"""Workbooks and sheets: open, save, close, list, add, delete, rename, show, activate; defined names."""

from __future__ import annotations

import os
from typing import Any

import uno

from tests.excel.engines.libreoffice.inside.office import Block, Office, Refused, operation, property_value

_FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xlam": "Calc MS Excel 2007 VBA XML",
    ".ods": "calc8",
}
_ALWAYS_EXECUTE_NO_WARN = 4


def _filter(path: str) -> str:
    ending = os.path.splitext(path)[1].lower()  # noqa: PTH122 - a URL's path is a string here
    if ending not in _FILTERS:
        raise Refused(f"cannot save as {ending}")
    return _FILTERS[ending]


def _described(document: Any) -> dict[str, str]:
    path = uno.fileUrlToSystemPath(document.URL) if document.URL else document.Title
    return {"book": document.RuntimeUID, "path": path}


@operation
def books(office: Office) -> list[dict[str, str]]:
    """The open workbooks: key and path."""
    return [_described(document) for document in office.workbooks()]


@operation
def current_book(office: Office) -> str | None:
    """The workbook in the window in front; none where all are without a window."""
    document = office.desktop.CurrentComponent
    if document is None or not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
        return None
    return str(document.RuntimeUID)


@operation
def open_book(office: Office, path: str, visible: bool) -> dict[str, str]:
    """Open a workbook, its macros allowed."""
    arguments = [
        property_value("Hidden", not visible),
        property_value("MacroExecutionMode", _ALWAYS_EXECUTE_NO_WARN),
    ]
    if path.lower().endswith(".xlam"):
        # LibreOffice does not recognise an add-in by itself.
        arguments.append(property_value("FilterName", _FILTERS[".xlam"]))
    document = office.desktop.loadComponentFromURL(
        uno.systemPathToFileUrl(path), "_blank", 0, tuple(arguments)
    )
    if document is None:
        raise Refused(f"LibreOffice cannot open {path}")
    office.workbooks()
    return _described(document)


@operation
def add_book(office: Office, visible: bool) -> dict[str, str]:
    """A new workbook with one sheet."""
    arguments = (property_value("Hidden", not visible),)
    document = office.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, arguments)
    office.workbooks()
    return _described(document)


@operation
def save_book(office: Office, book: str, path: str) -> None:
    """Save under a path; the open workbook is that file from now on."""
    arguments = (property_value("FilterName", _filter(path)), property_value("Overwrite", True))
    office.document(book).storeAsURL(uno.systemPathToFileUrl(path), arguments)


@operation
def copy_book(office: Office, book: str, path: str) -> None:
    """Save the workbook as it is now to another path; the open one keeps its own."""
    arguments = (property_value("FilterName", _filter(path)), property_value("Overwrite", True))
    office.document(book).storeToURL(uno.systemPathToFileUrl(path), arguments)


@operation
def close_book(office: Office, book: str) -> None:
    """Close without saving."""
    document = office.document(book)
    document.setModified(False)
    document.close(True)
    office.documents.pop(book)


@operation
def activate_book(office: Office, book: str) -> None:
    """Bring its window to the front, where it has one."""
    frame = office.document(book).CurrentController.Frame
    frame.activate()
    frame.ContainerWindow.setFocus()


@operation
def calculate(office: Office, book: str) -> None:
    """Work out every formula anew."""
    office.document(book).calculateAll()


@operation
def is_modified(office: Office, book: str) -> bool:
    """Whether there is anything that is not saved yet."""
    return bool(office.document(book).isModified())


@operation
def sheets(office: Office, book: str) -> list[str]:
    """The sheets' names, in order, hidden ones too."""
    return list(office.document(book).Sheets.ElementNames)


@operation
def active_sheet(office: Office, book: str) -> str:
    """The sheet in front."""
    return str(office.document(book).CurrentController.ActiveSheet.Name)


@operation
def activate_sheet(office: Office, book: str, sheet: str) -> None:
    """Put a sheet in front."""
    found = office.sheet(book, sheet)
    if not found.IsVisible:
        raise Refused(f"sheet {sheet!r} is hidden and cannot be activated")
    office.document(book).CurrentController.setActiveSheet(found)


@operation
def add_sheet(office: Office, book: str, name: str, position: int) -> None:
    """A new sheet at a position counted from 0."""
    found = office.document(book).Sheets
    found.insertNewByName(name, position)
    office.document(book).CurrentController.setActiveSheet(found.getByName(name))


@operation
def delete_sheet(office: Office, book: str, sheet: str) -> None:
    """Delete a sheet; a workbook keeps one that can be seen."""
    found = office.document(book).Sheets
    others = [name for name in found.ElementNames if name != sheet and found.getByName(name).IsVisible]
    if not others:
        raise Refused("a workbook must keep one visible sheet")
    tables = office.document(book).DatabaseRanges
    index = found.getByName(sheet).RangeAddress.Sheet
    areas = {name: tables.getByName(name).DataArea for name in tables.ElementNames}
    found.removeByName(sheet)
    # LibreOffice takes the table of the sheet before it along; Excel does not.
    for name, area in areas.items():
        if area.Sheet != index and not tables.hasByName(name):
            area.Sheet -= area.Sheet > index
            tables.addNewByName(name, area)
            tables.getByName(name).AutoFilter = True


@operation
def rename_sheet(office: Office, book: str, sheet: str, name: str) -> None:
    """Rename a sheet; formulas that name it follow."""
    found = office.sheet(book, sheet)
    if name.lower() != sheet.lower() and office.document(book).Sheets.hasByName(name):
        raise Refused(f"there is a sheet {name!r} already")
    found.Name = name


@operation
def sheet_visible(office: Office, book: str, sheet: str) -> bool:
    """Whether a sheet can be seen."""
    return bool(office.sheet(book, sheet).IsVisible)


@operation
def show_sheet(office: Office, book: str, sheet: str, visible: bool) -> None:
    """Show or hide a sheet."""
    office.sheet(book, sheet).IsVisible = visible


@operation
def names(office: Office, book: str) -> list[str]:
    """The defined names of the whole workbook."""
    return list(office.document(book).NamedRanges.ElementNames)


@operation
def name_content(office: Office, book: str, name: str) -> str:
    """What a name stands for, as LibreOffice writes it."""
    return str(office.document(book).NamedRanges.getByName(name).Content)


@operation
def name_block(office: Office, book: str, name: str) -> tuple[str, Block] | None:
    """The sheet and block that a name stands for; none where it stands for something else."""
    document = office.document(book)
    cells = document.NamedRanges.getByName(name).ReferredCells
    if cells is None:
        return None
    address = cells.RangeAddress
    block = [address.StartRow + 1, address.StartColumn + 1, address.EndRow + 1, address.EndColumn + 1]
    return document.Sheets.getByIndex(address.Sheet).Name, block


@operation
def add_name(office: Office, book: str, name: str, content: str) -> None:
    """Define a name, in place of one of the same name."""
    found = office.document(book).NamedRanges
    if found.hasByName(name):
        found.removeByName(name)
    found.addNewByName(name, content, uno.createUnoStruct("com.sun.star.table.CellAddress"), 0)


@operation
def delete_name(office: Office, book: str, name: str) -> None:
    """Take a name away."""
    office.document(book).NamedRanges.removeByName(name)


@operation
def select_cells(office: Office, book: str, sheet: str, block: Block) -> None:
    """Select cells on the sheet in front."""
    office.document(book).CurrentController.select(office.cells(book, sheet, block))
