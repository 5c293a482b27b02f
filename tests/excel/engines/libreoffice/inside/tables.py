"""Excel's tables, which are database ranges in LibreOffice; and filters."""

from __future__ import annotations

from typing import Any

from tests.excel.engines.libreoffice.inside.office import Block, Office, Refused, operation


def _block(table: Any) -> Block:
    address = table.DataArea
    return [address.StartRow + 1, address.StartColumn + 1, address.EndRow + 1, address.EndColumn + 1]


def _table(office: Office, book: str, table: str) -> Any:
    found = office.document(book).DatabaseRanges
    if not found.hasByName(table):
        raise Refused(f"there is no table {table!r}")
    return found.getByName(table)


@operation
def tables(office: Office, book: str, sheet: str) -> list[str]:
    """The tables on a sheet, by name."""
    document = office.document(book)
    number = document.Sheets.getByName(sheet).RangeAddress.Sheet
    found = document.DatabaseRanges
    return [name for name in found.ElementNames if found.getByName(name).DataArea.Sheet == number]


@operation
def add_table(office: Office, book: str, sheet: str, block: Block, name: str | None) -> str:
    """Make a table of a block, with filter buttons, and give its name."""
    found = office.document(book).DatabaseRanges
    number = office.sheet(book, sheet).RangeAddress.Sheet
    for other in found.ElementNames:
        table = found.getByName(other)
        if table.DataArea.Sheet == number and _touch(_block(table), block):
            raise Refused(f"a table cannot overlap another table: {other!r}")
    if name is None:
        name = next(f"Table{n}" for n in range(1, 10_000) if not found.hasByName(f"Table{n}"))
    elif name.lower() in {other.lower() for other in found.ElementNames}:
        raise Refused(f"there is a table {name!r} already")
    found.addNewByName(name, office.cells(book, sheet, block).RangeAddress)
    found.getByName(name).AutoFilter = True
    return name


def _touch(one: Block, other: Block) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


@operation
def table_block(office: Office, book: str, table: str) -> Block:
    """Where a table lies, its headings and totals included."""
    return _block(_table(office, book, table))


@operation
def table_has(office: Office, book: str, table: str, what: str) -> bool:
    """Whether it has "headers", "totals" or a "filter"."""
    name = {"headers": "ContainsHeader", "totals": "TotalsRow", "filter": "AutoFilter"}[what]
    return bool(getattr(_table(office, book, table), name))


@operation
def set_table_filter(office: Office, book: str, table: str, value: bool) -> None:
    """Show or hide the filter buttons."""
    _table(office, book, table).AutoFilter = value


@operation
def resize_table(office: Office, book: str, sheet: str, table: str, block: Block) -> None:
    """Give a table another extent; its heading row stays where it is."""
    found = _table(office, book, table)
    if block[0] != found.DataArea.StartRow + 1:
        raise Refused("the headings of a table must stay in their row")
    if block[2] == block[0]:
        raise Refused("a table must keep a row under its headings")
    found.setDataArea(office.cells(book, sheet, block).RangeAddress)


@operation
def rename_table(office: Office, book: str, table: str, name: str) -> None:
    """Rename a table."""
    if office.document(book).DatabaseRanges.hasByName(name):
        raise Refused(f"there is a table {name!r} already")
    _table(office, book, table).setName(name)
