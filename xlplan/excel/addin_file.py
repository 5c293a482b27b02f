"""The add-in as a file: what its settings sheet says, whether it is signed, and whether its code is that of this
version. Nothing but the interpreter is ever changed in a finished one, so that a signature stays valid."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from xlplan.errors import UnreadableWorkbook
from xlplan.excel.places import ADDIN
from xlplan.workbook import gate
from xlplan.workbook.editing.cells import set_cells
from xlplan.workbook.grid import Formula, Grid, Place, Value
from xlplan.workbook.parts.package import Package
from xlplan.workbook.reading import SheetReader, plain_errors

SETTINGS = "xlplan.conf"
"""The sheet whose first column names a setting and whose second holds it. Nothing else is asked at a click."""
INTERPRETERS = ("INTERPRETER_WIN", "INTERPRETER_MAC")
XLWINGS = "XLWINGS_VERSION"

_NAME, _VALUE = 1, 2
_ANOTHER = "Give the xlplan.xlam that 'xlplan addin build' wrote, or a signed copy of it"


def settings(content: bytes, name: str = "") -> dict[str, str]:
    """What the settings sheet says.

    Args:
        content: the bytes of an .xlam or .xlsm.
        name: the file's name, for messages.

    Raises:
        UnreadableWorkbook: it is no workbook, or none of ours.
    """
    return {
        str(row[_NAME].value): row[_VALUE].shown if _VALUE in row else ""
        for _, row in _sheet(Package.from_bytes(content, name), content, name).rows()
        if _NAME in row
    }


def with_interpreter(content: bytes, python: str, name: str = "") -> bytes:
    """The same file with another interpreter recorded. Every part but the settings sheet stays byte for byte.

    Raises:
        UnreadableWorkbook: it is no workbook, or none of ours.
        UnsafeSave: the new file did not pass its checks.
    """
    package = Package.from_bytes(content, name)
    cells: dict[Place, Value | Formula] = {
        (number, _VALUE): python
        for number, row in _sheet(package, content, name).rows()
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
    gate.check(content, changed, package.touched, {SETTINGS: cells}, name)
    return changed


def is_addin(content: bytes) -> bool:
    """True for an add-in, False for a workbook; the name of the file says nothing."""
    package = Package.from_bytes(content)
    return "addin" in package.content_type(package.workbook_part)


def is_signed(content: bytes) -> bool:
    """True when the VBA project carries a digital signature; by whom, and whether it holds, Excel decides."""
    return any("vbaprojectsignature" in part.lower() for part in Package.from_bytes(content).names())


def same_code(content: bytes, built: bytes) -> bool:
    """True when two add-ins have the same VBA and the same ribbon, whatever interpreter is recorded."""
    return _code(content) == _code(built)


def _code(content: bytes) -> dict[str, bytes]:
    package = Package.from_bytes(content)
    return {
        part.lower(): package.read(part)
        for part in package.names()
        if part.lower().endswith("vbaproject.bin") or part.lower().startswith("customui/")
    }


def _sheet(package: Package, content: bytes, name: str) -> Grid:
    try:
        entry = package.sheet(SETTINGS)
    except KeyError:
        raise UnreadableWorkbook(
            f"it is not xlplan's add-in: it has no sheet {SETTINGS}", _ANOTHER, file=name or None
        ) from None
    with plain_errors(Path(name or ADDIN)):
        return SheetReader(package, content).read(entry)
