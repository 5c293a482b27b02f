"""The two workbooks that hold the buttons, built without Excel: the add-in, and the sheet of buttons.

`python -m macros.build` writes both into `workbooks/`, with no interpreter recorded. The same input gives the same
bytes on any machine, so that anybody can build them again and compare.
"""

from __future__ import annotations

import datetime as dt
import sys
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from macros import sources
from macros.buttons_sheet import BUTTONS_SHEET, draw_buttons
from macros.ribbon import buttons, ribbon_xml
from macros.vba import (
    SHEET_BASE,
    WORKBOOK_BASE,
    Module,
    document_module,
    standard_module,
    vba_project,
)

SETTINGS_SHEET = "xlplan.conf"
"""Its first column names a setting, its second holds the value. The launcher reads no other settings."""

_WHEN = dt.datetime(2026, 1, 1)
_ZIP_WHEN = (2026, 1, 1, 0, 0, 0)
_WORKBOOK_MODULE = "ThisWorkbook"
_RIBBON_PART = "customUI/customUI.xml"
_RIBBON_RELATION = (
    '<Relationship Id="rIdRibbon" '
    'Type="http://schemas.microsoft.com/office/2006/relationships/ui/extensibility" '
    f'Target="{_RIBBON_PART}"/></Relationships>'
)
_WORKBOOK_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_ADDIN_TYPE = "application/vnd.ms-excel.addin.macroEnabled.main+xml"


def built_addin(interpreter: str = "", replacing: Mapping[str, str] | None = None) -> bytes:
    """The add-in `xlplan.xlam`: a ribbon tab, the VBA behind it, and one sheet of settings.

    Args:
        interpreter: the Python that a click starts; empty where it is recorded later.
        replacing: texts to build in place of modules of ours, by module name, for tests.

    Raises:
        XlplanError: xlwings is not installed, or is one that does not fit.
    """
    modules = [*sources.OUR_MODULES, sources.RIBBON_MODULE]
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        _draw_settings(book, interpreter)
        _add_vba(book, modules, replacing or {})
    return _packed(_as_addin(_parts(stream)))


def built_buttons(interpreter: str = "", replacing: Mapping[str, str] | None = None) -> bytes:
    """The workbook `xlplan-buttons.xlsm`: the same buttons on a sheet, for those who may not install add-ins.

    Args:
        interpreter: the Python that a click starts; empty where it is recorded later.
        replacing: texts to build in place of modules of ours, by module name, for tests.

    Raises:
        XlplanError: xlwings is not installed, or is one that does not fit.
    """
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        draw_buttons(book, book.add_worksheet(BUTTONS_SHEET), buttons())
        _draw_settings(book, interpreter).very_hidden()
        _add_vba(book, sources.OUR_MODULES, replacing or {})
    return _packed(_parts(stream))


def _draw_settings(book: Workbook, interpreter: str) -> Worksheet:
    sheet = book.add_worksheet(SETTINGS_SHEET)
    settings = (
        ("INTERPRETER_WIN", interpreter),
        ("INTERPRETER_MAC", interpreter),
        ("XLWINGS_VERSION", sources.xlwings_version(sources.xlwings_text())),
    )
    for row, (name, value) in enumerate(settings):
        sheet.write_string(row, 0, name)
        if value:
            sheet.write_string(row, 1, value)
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 90)
    return sheet


def _add_vba(book: Workbook, names: Sequence[str], replacing: Mapping[str, str]) -> None:
    """Give the workbook its VBA project, with a module for itself and for each of its sheets."""
    texts = {name: sources.macro_text(f"{name}.bas") for name in names}
    texts[sources.STARTING_MODULE] = sources.starting_module(sources.xlwings_text())
    modules: list[Module] = [document_module(_WORKBOOK_MODULE, WORKBOOK_BASE)]
    for number, sheet in enumerate(book.worksheets(), start=1):
        modules.append(document_module(f"Sheet{number}", SHEET_BASE))
        sheet.set_vba_name(f"Sheet{number}")
    modules += [standard_module(text) for text in (texts | dict(replacing)).values()]
    book.set_vba_name(_WORKBOOK_MODULE)
    book.add_vba_project(BytesIO(vba_project("Xlplan", modules)), is_stream=True)
    book.set_properties({"title": "xlplan", "created": _WHEN})


def _as_addin(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts of a workbook as those of an add-in with a ribbon."""
    types = parts["[Content_Types].xml"].decode().replace(_WORKBOOK_TYPE, _ADDIN_TYPE)
    relations = parts["_rels/.rels"].decode().replace("</Relationships>", _RIBBON_RELATION)
    changed = {"[Content_Types].xml": types.encode(), "_rels/.rels": relations.encode()}
    return {**parts, **changed, _RIBBON_PART: ribbon_xml()}


def _parts(stream: BytesIO) -> dict[str, bytes]:
    with zipfile.ZipFile(stream) as package:
        return {name: package.read(name) for name in package.namelist()}


def _packed(parts: Mapping[str, bytes]) -> bytes:
    """A zip of the parts. They are stored as they are: deflated, they would differ between builds of Python."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            member = zipfile.ZipInfo(name, _ZIP_WHEN)
            # or it would say on which system it was made
            member.create_system = 0
            package.writestr(member, content)
    return stream.getvalue()


def main() -> None:
    """Write the add-in and the workbook of buttons into `workbooks/`."""
    folder = Path(__file__).resolve().parents[1] / "workbooks"
    for name, content in (("xlplan.xlam", built_addin()), ("xlplan-buttons.xlsm", built_buttons())):
        (folder / name).write_bytes(content)
        sys.stdout.write(f"{name}: {len(content):,} bytes\n")


if __name__ == "__main__":
    main()
