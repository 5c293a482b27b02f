"""Workbooks as grids, whatever their format: .xlsx, .xlsm, .xls, .ods, .csv."""

from __future__ import annotations

import datetime as dt
import struct
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from xlplan.errors import UnreadableWorkbook, XlplanError
from xlplan.workbook.grid import Grid
from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.ooxml.sheet_list import SheetEntry
from xlplan.workbook.ooxml.xml import local_name
from xlplan.workbook.readers.admission import Admitted, admit
from xlplan.workbook.readers.sheet_facts import comments_of
from xlplan.workbook.readers.xlsx import XlsxReader, tables_of, totals_of

# What reading a part raises that is well-formed but makes no sense: a style number that is no number, say.
_SENSELESS = (KeyError, ValueError, IndexError, OverflowError, RecursionError, struct.error, zlib.error)


def read_grids(
    path: str | Path, *, detail: bool = False, sheets: Collection[str] | None = None
) -> list[Grid]:
    """The sheets of a workbook, hidden ones too, in their order.

    Args:
        path: the file. What it is is seen from its content, not its name.
        detail: read fills, formulas and the texts as displayed too, which takes longer.
        sheets: the names of the sheets that are wanted; None for all. One that is not there is passed over.

    Raises:
        UnreadableWorkbook: the file is no workbook, damaged, protected, or made to harm.
    """
    admitted = admit(path)
    return grids_of(admitted, detail=detail, sheets=sheets)


def grids_of(
    admitted: Admitted, *, detail: bool = False, sheets: Collection[str] | None = None
) -> list[Grid]:
    """As `read_grids`, for a file that was let in already."""
    with plain_errors(admitted.path):
        grids = _grids(admitted, detail, sheets)
        held = [value for grid in grids for row in grid.values.values() for value in row.values()]
        admitted.limits.check_cells(len(held), sum([len(value) for value in held if type(value) is str]))
        return grids


def _grids(admitted: Admitted, detail: bool, sheets: Collection[str] | None) -> list[Grid]:
    # the readers of the rarer formats are imported when one comes
    match admitted.kind:
        case "csv":
            from xlplan.workbook.readers.csv import read_csv

            return [read_csv(admitted.content, admitted.path.stem, admitted.limits)]
        case "xls":
            from xlplan.workbook.readers.xls import read_xls

            return read_xls(admitted.content, admitted.limits, detail=detail, sheets=sheets)
        case "ods":
            from xlplan.workbook.readers.ods import read_ods

            return read_ods(admitted.members, admitted.limits, detail=detail, sheets=sheets)
    reader = SheetReader(admitted.package)
    return [
        reader.read(entry, detail=detail)
        for entry in admitted.package.sheets()
        if entry.is_worksheet and (sheets is None or entry.name in sheets)
    ]


def last_saved(admitted: Admitted) -> dt.datetime | None:
    """When a workbook itself says that it was last saved; None where it does not say.

    A time with a zone has it, one without has none.

    Raises:
        UnreadableWorkbook: it is damaged.
    """
    with plain_errors(admitted.path):
        if admitted.kind == "ods":
            from xlplan.workbook.readers.ods import last_saved_ods

            return last_saved_ods(admitted.members)
        if admitted.kind != "xlsx":
            return None
        package = admitted.package
        part = package.related("", "core-properties")
        if part is None:
            return None
        for element in package.parsed(part):
            if local_name(element) == "modified" and element.text:
                return _time(element.text.strip())
    return None


def _time(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None


class SheetReader:
    """Reads the sheets of one package.

    Args:
        package: the workbook as it is now, with changes.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        self._xlsx = XlsxReader(package)

    def forget(self) -> None:
        """To be called when the package was changed: styles and strings are read anew."""
        self._xlsx = XlsxReader(self._package)

    def read(self, entry: SheetEntry, *, detail: bool = False) -> Grid:
        """One sheet as a grid.

        Raises:
            UnreadableWorkbook: its XML is damaged.
        """
        found = self._xlsx.content(entry, detail=detail)
        return Grid(
            entry.name,
            self._xlsx.cells(found, detail=detail),
            found.merges,
            tables_of(self._package, entry),
            totals=totals_of(self._package, entry),
            visible=entry.state == "visible",
            hidden_rows=frozenset(found.hidden_rows),
            struck=self._xlsx.struck(found),
            comments=comments_of(self._package, entry) if detail else {},
        )


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turn what reading a damaged file raises into one line that names the file.

    Raises:
        UnreadableWorkbook: in the place of anything that says the file makes no sense.
    """
    try:
        yield
    except UnreadableWorkbook as error:
        if error.file is not None:
            raise
        raise UnreadableWorkbook(
            error.what, error.remedy, file=path, sheet=error.sheet, cell=error.cell
        ) from error
    except XlplanError:
        raise
    except _SENSELESS as error:
        raise UnreadableWorkbook(
            "the file is damaged", "Open it in Excel, let Excel repair it, save it, and try again", file=path
        ) from error
