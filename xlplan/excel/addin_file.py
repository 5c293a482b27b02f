"""The add-in as a file: its settings, whether it is signed, and whether its code is that of this version.

Nothing but the interpreter is ever changed in a finished one, so that a signature stays valid.
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

from xlplan.errors import UnreadableWorkbook
from xlplan.excel.places import ADDIN
from xlplan.workbook import gate
from xlplan.workbook.grid import Formula, Grid, Place, Value
from xlplan.workbook.ooxml.cells import set_cells
from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.ooxml.part_names import Relation
from xlplan.workbook.ooxml.sheet_list import SheetEntry
from xlplan.workbook.readers import SheetReader, plain_errors

SETTINGS = "xlplan.conf"
"""The sheet whose first column names a setting and whose second holds it. Nothing else is asked at a click."""
INTERPRETERS = ("INTERPRETER_WIN", "INTERPRETER_MAC")
XLWINGS = "XLWINGS_VERSION"

_NAME, _VALUE = 1, 2
# What Microsoft's signing tool adds, and what it may write in another way. Which parts there are, of what type, and
# how they are related is compared by itself.
_SIGNATURE = re.compile(r"vbaprojectsignature(agile|v3)?\.bin|vbaproject\.bin\.rels")
_WRITTEN_FREELY = re.compile(r"\[content_types\]\.xml|.*\.rels|docprops/.*|xl/sharedstrings\.xml")
_Part = tuple[str, frozenset[Relation], bytes]
_ANOTHER = "Give the xlplan.xlam that this version ships, or a signed copy of it"


def settings(content: bytes, name: str = "") -> dict[str, str]:
    """Read the settings sheet: name -> setting.

    Args:
        content: the bytes of an .xlam or .xlsm.
        name: the file's name, for messages.

    Raises:
        UnreadableWorkbook: it is no workbook, or none of ours.
    """
    return {
        str(row[_NAME].value): row[_VALUE].shown if _VALUE in row else ""
        for _, row in _sheet(Package.from_bytes(content, name), name).rows()
        if _NAME in row
    }


def with_interpreter(content: bytes, python: str, name: str = "") -> bytes:
    """Record another interpreter in a file. Every part but the settings sheet stays byte for byte.

    Args:
        content: the bytes of an .xlam or .xlsm.
        python: the interpreter's path.
        name: the file's name, for messages.

    Raises:
        UnreadableWorkbook: it is no workbook, or none of ours.
        UnsafeSave: the new file did not pass its checks.
    """
    package = Package.from_bytes(content, name)
    cells: dict[Place, Value | Formula] = {
        (number, _VALUE): python
        for number, row in _sheet(package, name).rows()
        if _NAME in row and row[_NAME].value in INTERPRETERS
    }
    if len(cells) != len(INTERPRETERS):
        raise UnreadableWorkbook(
            f"its sheet {SETTINGS} has no place for the interpreter", _ANOTHER, file=name or None
        )
    set_cells(package, SETTINGS, cells)
    stream = BytesIO()
    package.write_to(stream)
    changed = stream.getvalue()
    expected = {row: {column: python} for (row, column), python in cells.items()}
    gate.check(content, changed, package.touched, {SETTINGS: expected}, name)
    return changed


def is_addin(content: bytes) -> bool:
    """True for an add-in, False for a workbook; the name of the file says nothing."""
    package = Package.from_bytes(content)
    return "addin" in package.content_type(package.workbook_part)


def is_signed(content: bytes) -> bool:
    """True when the VBA project carries a digital signature; by whom, and whether it holds, Excel decides."""
    return any("vbaprojectsignature" in part.lower() for part in Package.from_bytes(content).names())


def same_code(content: bytes, built: bytes) -> bool:
    """True when two add-ins have the same VBA and the same ribbon, and no part more that Excel could run, whatever
    interpreter is recorded.

    Raises:
        UnreadableWorkbook: one is no workbook, or none of ours.
    """
    return _parts(content) == _parts(built)


def same_settings(content: bytes, built: bytes) -> bool:
    """True when the settings sheets of two add-ins hold the same, in the same cells, but for the interpreter.

    Raises:
        UnreadableWorkbook: one is no workbook, or none of ours.
    """
    return _fixed_settings(content) == _fixed_settings(built)


def _fixed_settings(content: bytes) -> dict[Place, tuple[Value, str | None]]:
    sheet = _sheet(Package.from_bytes(content), "", detail=True)
    return {
        (row, column): (cell.value, cell.formula)
        for (row, column), cell in sheet.cells.items()
        if (cell.value is not None or cell.formula)
        and (column != _VALUE or sheet[row, _NAME].value not in INTERPRETERS)
    }


def _parts(content: bytes) -> dict[str, _Part]:
    """Every part but the signature: its type, its relations, and what it holds where that must not differ.

    The VBA that Excel runs is the part that the workbook is related to, whatever others are called.
    """
    package = Package.from_bytes(content)
    settings_part = _entry(package, "").part
    found: dict[str, _Part] = {"": ("", _relations(package, ""), b"")}
    for part in package.names():
        name = part.lower()
        if _SIGNATURE.fullmatch(name.rpartition("/")[2]):
            continue
        is_free = part == settings_part or _WRITTEN_FREELY.fullmatch(name)
        held = b"" if is_free else package.read(part)
        found[name] = (package.content_type(part), _relations(package, part), held)
    return found


def _relations(package: Package, part: str) -> frozenset[Relation]:
    # those of the VBA are to its signatures
    return frozenset() if part.lower().endswith("vbaproject.bin") else frozenset(package.relations(part))


def _entry(package: Package, name: str) -> SheetEntry:
    try:
        return package.sheet(SETTINGS)
    except KeyError:
        raise UnreadableWorkbook(
            f"it is not xlplan's add-in: it has no sheet {SETTINGS}", _ANOTHER, file=name or None
        ) from None


def _sheet(package: Package, name: str, *, detail: bool = False) -> Grid:
    entry = _entry(package, name)
    with plain_errors(Path(name or ADDIN)):
        return SheetReader(package).read(entry, detail=detail)
