"""What a command says and changes, in words: every field of its result, every row of a workbook that it changes."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from xlplan.layout.master import read_master, read_table
from xlplan.verbs.result import Result
from xlplan.workbook.file import FileBook
from xlplan.workbook.grid import Value

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?")


class Story:
    """Commands run one after the other on a master, as they are told to people who read them.

    Args:
        folder: where all of it is.
        moments: those at which the commands are run; any other is told as "SAVED".
    """

    def __init__(self, folder: Path, *moments: dt.datetime) -> None:
        self.folder = folder
        self.master = folder / "master.xlsx"
        self._moments = {f"{moment:%Y-%m-%d %H:%M:%S}" for moment in moments}
        self._rows: dict[str, str] = {}
        self._plan_id = ""

    def run(self, command: str, result: Result) -> Iterator[str]:
        """What a command says, and what it changes."""
        yield f"=== {command}: exit code {result.exit_code}"
        said = [*result.warnings, *result.preview().splitlines()]
        result.save()
        said += [f"error: {line}" for line in result.errors] + [f"notice: {line}" for line in result.notices]
        yield from map(self.known, said)
        for field, value in result.to_json().items():
            yield from map(self.known, in_lines(field, value))
        if not self._plan_id:
            self._plan_id = read_master(FileBook.open(self.master)).record.plan_id
        before, self._rows = self._rows, dict(_rows(self.master))
        for place in sorted({*before, *self._rows}, key=_in_order):
            if before.get(place) != self._rows.get(place):
                yield self.known(f"{place}: {self._rows.get(place, '(gone)')}")

    def known(self, text: str) -> str:
        """A line without what is another at each run."""
        text = text.replace(str(self.folder), "FOLDER")
        text = text.replace(self._plan_id, "PLAN-ID") if self._plan_id else text
        text = re.sub(r"\d{6} \d{4}-\d\d-\d\dT\d\d-\d\d-\d\d", "COPY", text)
        text = re.sub(r"(change of )\d\d/\d\d/\d{4} at \d\d:\d\d", r"\1NOW", text)
        return _MOMENT.sub(lambda found: found[0] if found[0] in self._moments else "SAVED", text)

    def type_into(self, sheet: str, known_by: str, typed: Mapping[str, Mapping[str, Value]]) -> None:
        """Type into rows of a table, each known by what is under a heading; "" for the one below them all."""
        book = FileBook.open(self.master)
        table = read_table(book.read(sheet))
        rows = {row.text(known_by): row.row for row in table.rows}
        rows[""] = max(rows.values()) + 1
        book.set_cells(sheet, {
            (rows[key], table.columns[heading]): value
            for key, values in typed.items() for heading, value in values.items()
        })  # fmt: skip
        book.save()
        self.look()

    def look(self) -> None:
        """See how the master is now: what a person has changed is not told."""
        self._rows = dict(_rows(self.master))

    def files(self, folder: str) -> Iterator[str]:
        """What was written into a folder: each cell of the workbooks, the heads and the text of the letters."""
        for file in sorted((self.folder / folder).iterdir()):
            yield f"--- {folder}/{file.name}"
            if file.suffix == ".xlsx":
                yield from (self.known(f"{place}: {value}") for place, value in _rows(file))
                continue
            letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            yield from (f"{head}: {letter[head]}" for head in ("To", "Cc", "Reply-To", "Subject", "X-Unsent"))
            body = letter.get_body(("plain",))
            yield from body.get_content().splitlines() if body is not None else ()
            for attached in letter.iter_attachments():
                yield f"attached: {attached.get_filename()}"
                if folder == "drafts":  # those of the first letters are the returns themselves
                    content = BytesIO(attached.get_content())
                    yield from (self.known(f"{place}: {value}") for place, value in _rows(content))


def in_lines(name: str, value: object) -> Iterator[str]:
    """A field of the JSON document: one line, or a line for each of its members."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        for number, each in enumerate(value):
            yield f"{name}[{number}] {json.dumps(each, ensure_ascii=False)}"
    else:
        yield f"{name} {json.dumps(value, ensure_ascii=False)}"


_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def _rows(path: Path | BytesIO) -> Iterator[tuple[str, str]]:
    """Every row of a workbook's sheets, with formulas and what they show; the sheets, their tables, hidden columns."""
    with zipfile.ZipFile(path) as file:

        def part(name: str) -> ElementTree.Element:
            return ElementTree.fromstring(file.read(name))

        shared = []
        if "xl/sharedStrings.xml" in file.namelist():
            shared = ["".join(each.itertext()) for each in part("xl/sharedStrings.xml")]
        targets = {each.get("Id"): each.get("Target", "") for each in part("xl/_rels/workbook.xml.rels")}
        sheets = part("xl/workbook.xml").find(f"{_MAIN}sheets")
        assert sheets is not None
        yield "sheets", ", ".join(f"{each.get('name')} ({each.get('state', 'visible')})" for each in sheets)
        for each in sheets:
            name, target = each.get("name"), targets[each.get(_ID)].removeprefix("/xl/")
            sheet = part(f"xl/{target}")
            hidden = [
                look.get("min") for look in sheet.iter(f"{_MAIN}col") if look.get("hidden") in ("1", "true")
            ]
            yield f"{name} hidden columns", ", ".join(map(str, hidden))
            for row in sheet.iter(f"{_MAIN}row"):
                if told := [f"{cell.get('r')} {_value(cell, shared)}" for cell in row if len(cell)]:
                    yield f"{name} {row.get('r')}", "; ".join(told)
        for name in sorted(name for name in file.namelist() if name.startswith("xl/tables/")):
            table = part(name)
            yield f"table {table.get('name')}", str(table.get("ref"))


def _value(cell: ElementTree.Element, shared: Sequence[str]) -> str:
    formula, value, inline = (cell.find(f"{_MAIN}{name}") for name in ("f", "v", "is"))
    typed = "" if value is None else value.text or ""
    kind = cell.get("t", "n")
    if inline is not None:
        typed = repr("".join(inline.itertext()))
    elif kind != "n":
        typed = repr(shared[int(typed)] if kind == "s" else typed)
    return f"{formula.text} -> {typed}" if formula is not None else typed


def _in_order(place: str) -> tuple[str, int, str]:
    sheet, _, row = place.rpartition(" ")
    return (sheet, int(row), "") if row.isdigit() else ("", 0, place)
