"""Two months of a small plan, command by command: all that each says, and every row that it changes, a line each.

    python -m tests.builders.agreed_month

writes them down anew, for a person to look at what has changed.
"""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import json
import os
import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

import xlplan
from tests.builders.cycle import change_sheet, columns
from xlplan.layout.master import read_master, read_table
from xlplan.verbs.result import Result
from xlplan.workbook.file import FileBook
from xlplan.workbook.grid import Value

AGREED = Path(__file__).with_name("agreed_month.txt")

NOW = dt.datetime(2026, 11, 20, 9, 30, 15)
SENT_BACK = dt.datetime(2026, 12, 1, 12, 0, tzinfo=dt.UTC)
LATER = dt.timedelta(days=2)
MERGED = dt.datetime(2026, 12, 2, 8, 0)
PAT, SAM, KIM, JO, MAX = "Pat Example", "Sam Sample", "Kim Case", "Jo Lee", "Max Hill"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?")
_OURS = {f"{moment:%Y-%m-%d %H:%M:%S}" for moment in (NOW, MERGED, SENT_BACK, SENT_BACK + LATER)}
_ROWS: tuple[tuple[object, ...], ...] = (
    ("1.1", "Homes", "Open homes", "Open a drop-in", PAT, SAM, "Dec 2026", "20 a week", 1200, "Green", "Begun"),
    ("1.2", "Homes", "Open homes", "Inspect each hostel", "PAT EXAMPLE", None, "30/06/2026", None, 3, "Red", "Late"),
    ("1.3", "Homes", "Mend homes", "Mend the roofs", SAM, PAT, "Autumn 2026", None, None, "Complete", "All mended"),
    ("2.1", "Roads", "Mend roads", "Count the lamps", SAM, None, "Mar 2027", "All counted", 40, "Amber", None),
    ("2.2", "Roads", "Mend roads", "Paint the bridge", KIM, None, "Ongoing", None, None, None, None),
    ("2.3", "Roads", "Mend roads", "Salt the roads", JO, None, "Jan 2027", None, None, "Amber", "Salt is here"),
    ("2.3b", "Roads", "Mend roads", "Grit the paths", MAX, None, "Feb 2026", None, None, "Amber", "No grit"),
    ("2.4", "Roads", "Ask the people", "Write to all", None, None, None, None, None, "Blue-ish", None),
)  # fmt: skip


def described() -> str:
    """The months in words."""
    with tempfile.TemporaryDirectory() as folder:
        return "".join(f"{line}\n" for line in _Months(Path(folder)).lines())


class _Months:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._master = folder / "master.xlsx"
        self._rows: dict[str, str] = {}
        self._plan_id = "?"

    def lines(self) -> Iterator[str]:
        """Each command, in the order of two months."""
        yield from self._run("standardise", xlplan.standardise(self._own(), output=self._master))
        self._type_in_the_beginning()
        yield from self._run("validate", xlplan.validate(self._master, now=NOW))
        self._type("Checks", "Code", {"DUE009": {"Decision": "Accepted", "Reason": "Looked at each month"}})
        yield from self._run("validate --fix", xlplan.validate(self._master, fix=True, now=NOW))
        yield from self._run("add-period", xlplan.add_period(self._master, now=NOW))
        yield from self._run("issue", xlplan.issue(self._master, drafts=True, now=NOW))
        yield from self._files("issued")
        yield from self._run("status", xlplan.status(self._master, today=MERGED.date()))
        back = self._send_back()
        yield from self._run("merge", xlplan.merge(self._master, back, now=MERGED))
        yield from self._run("merge again", xlplan.merge(self._master, back, now=MERGED))
        yield from self._run("status", xlplan.status(self._master, today=MERGED.date()))
        yield from self._run("chase", xlplan.chase(self._master, today=MERGED.date()))
        yield from self._files("drafts")
        yield from self._run("report", xlplan.report(self._master, today=MERGED.date()))
        self._decide(_FIRST_DECISIONS)
        self._type("Plan", "ID", {"A002": {"Dec-26 RAG": "Green"}})
        yield from self._run("resolve", xlplan.resolve(self._master, now=MERGED))
        self._decide(_SECOND_DECISIONS)
        self._type("Conflicts", "No", {"15": {"ID": "A009"}})
        yield from self._run("resolve again", xlplan.resolve(self._master, now=MERGED))
        yield from self._run(
            "merge late", xlplan.merge(self._master, self._send_back_late(), now=MERGED + LATER)
        )
        yield from self._run("validate", xlplan.validate(self._master, now=MERGED))
        january = xlplan.add_period(
            self._master, "Jan-27", returns_due=dt.date(2027, 1, 15), now=MERGED, carry=True
        )
        yield from self._run("add-period", january)
        again = xlplan.issue(self._master, officers=["PE", KIM], now=MERGED)
        yield from self._run("issue to two", again)
        yield from self._run("undo", xlplan.undo(self._master))

    def _run(self, command: str, result: Result) -> Iterator[str]:
        """What a command says, and what it changes."""
        yield f"=== {command}: exit code {result.exit_code}"
        said = [*result.warnings, *result.preview().splitlines()]
        result.save()
        said += [f"error: {line}" for line in result.errors] + [f"notice: {line}" for line in result.notices]
        yield from map(self._known, said)
        for field, value in result.to_json().items():
            yield from map(self._known, _in_lines(field, value))
        if self._plan_id == "?":
            self._plan_id = read_master(FileBook.open(self._master)).record.plan_id
        before, self._rows = self._rows, dict(_rows(self._master))
        for place in sorted({*before, *self._rows}, key=_in_order):
            if before.get(place) != self._rows.get(place):
                yield self._known(f"{place}: {self._rows.get(place, '(gone)')}")

    def _known(self, text: str) -> str:
        """A line without what is another at each run."""
        text = text.replace(str(self._folder), "FOLDER").replace(self._plan_id, "PLAN-ID")
        text = re.sub(r"\d{6} \d{4}-\d\d-\d\dT\d\d-\d\d-\d\d", "COPY", text)
        text = re.sub(r"(change of )\d\d/\d\d/\d{4} at \d\d:\d\d", r"\1NOW", text)
        return _MOMENT.sub(lambda found: found[0] if found[0] in _OURS else "SAVED", text)

    def _own(self) -> Path:
        """The council's own workbook."""
        workbook = openpyxl.Workbook()
        sheet = workbook.active
        assert sheet is not None
        sheet.title = "Plan"
        sheet.append(["Homes and roads improvement plan"])
        sheet.append([])
        sheet.append(
            ["Ref", "Theme", "Recommendation", "Action", "Owner", "Supporting", "By when", "Success criteria", "Cost",
             "Sep-26 RAG", "Sep-26 progress"]
        )  # fmt: skip
        for row in _ROWS:
            sheet.append(list(row))
        workbook.create_sheet("Notes of the board").append(["Kept"])
        path = self._folder / "own.xlsx"
        workbook.save(path)
        return path

    def _type_in_the_beginning(self) -> None:
        """What a coordinator types before the first month."""
        self._type("Officers", "Name", {
            PAT: {"Initials": "PE", "Email": "pat@example.org", "Copy to": "boss@example.org; nobody"},
            SAM: {"Email": "sam@example.org"},
            JO: {"Active": "No"},
            MAX: {"Email": "max@example.org"},
        })  # fmt: skip
        cover = FileBook.open(self._master)
        cover.set_cells("Cover", {(5, 2): "Exmoor Council", (9, 2): "Lee Field", (10, 2): "lee@example.org"})
        cover.save()
        self._type("Periods", "Period", {"": {"Period": "Dec-26", "Returns due": dt.date(2026, 12, 11)}})
        self._type("Plan", "ID", {
            "": {"Ref": "2.5", "Action": "Sweep the square", "Owner": "kim  case", "Timescale": "31/03/2027"}
        })  # fmt: skip
        self._rows = dict(_rows(self._master))

    def _type(self, sheet: str, known_by: str, typed: Mapping[str, Mapping[str, Value]]) -> None:
        """Type into rows of a table, each known by what is under a heading; "" for the one below them all."""
        book = FileBook.open(self._master)
        table = read_table(book.read(sheet))
        rows = {row.text(known_by): row.row for row in table.rows}
        rows[""] = max(rows.values()) + 1
        book.set_cells(sheet, {
            (rows[key], table.columns[heading]): value
            for key, values in typed.items() for heading, value in values.items()
        })  # fmt: skip
        book.save()
        self._rows = dict(_rows(self._master))

    def _send_back(self) -> Path:
        """Returns as they come back: filled in, disputed, with rows and columns of an officer's own, spoilt."""
        back = self._folder / "returns"
        back.mkdir()
        now, rag, progress = "Dec-26", "Dec-26 RAG", "Dec-26 progress"

        def pat(sheet: Worksheet) -> None:
            at = columns(sheet)
            sheet.cell(4, at[rag]).value, sheet.cell(4, at[progress]).value = "green ", "Twelve a week"
            sheet.cell(5, at[rag]).value, sheet.cell(5, at[progress]).value = "Red", "=Late, +2 weeks"
            sheet.cell(5, at["Revised due"]).value = dt.date(2027, 3, 31)
            sheet.cell(4, at["Action"]).value = "Open two drop-ins"
            own = sheet.max_column + 1
            sheet.cell(3, own).value, sheet.cell(4, own).value = "Spent", 250
            sheet.cell(6, at["Action"]).value, sheet.cell(6, at[rag]).value = "Build a ramp", "Amber"
            sheet.cell(6, at["Ref"]).value = "1.9"
            sheet.cell(7, at[progress]).value = "Whose row is this?"
            sheet["K1"] = "Please ring me"

        def sam(sheet: Worksheet) -> None:
            at = columns(sheet)
            sheet.cell(4, at[rag]).value, sheet.cell(4, at[progress]).value = "On track", "Lamps counted"
            sheet.cell(4, 1).value = None  # known by its ref again
            sheet.cell(5, 1).value, sheet.cell(5, at[rag]).value = "A001", "Red"  # which is Pat's
            sheet.cell(6, 1).value, sheet.cell(6, at["Action"]).value = "A099", "Ask the schools"
            sheet.cell(6, at[progress]).value = "They are asked"

        issued = self._folder / "issued"
        for officer, change in ((PAT, pat), (SAM, sam), (KIM, lambda sheet: None)):
            change_sheet(issued / f"{now} {officer}.xlsx", "Return", change, back / f"{officer}.xlsx")
        (back / "letter.xlsx").write_bytes(b"No workbook.")
        for file in back.iterdir():
            os.utime(file, (SENT_BACK.timestamp(), SENT_BACK.timestamp()))

        self._type("Plan", "ID", {"A002": {rag: "Amber"}})
        return back

    def _send_back_late(self) -> Path:
        """One return without its hidden sheet and with a colour for a word; another for the second time."""
        late = self._folder / "late"
        late.mkdir()

        def first(sheet: Worksheet) -> None:
            at = columns(sheet)
            sheet.cell(4, at["Dec-26 RAG"]).fill = PatternFill("solid", fgColor="BFE3B4")
            sheet.cell(4, at["Dec-26 progress"]).value = "Grit is here"
            assert sheet.parent is not None
            del sheet.parent["_xlplan"]

        def again(sheet: Worksheet) -> None:
            at = columns(sheet)
            sheet.cell(4, at["Dec-26 progress"]).value = "All lamps counted"
            sheet.cell(4, 1).comment = Comment("Ask me", "Sam")

        for officer, source, change in ((MAX, "issued", first), (SAM, "returns", again)):
            name = f"{officer}.xlsx" if source == "returns" else f"Dec-26 {officer}.xlsx"
            change_sheet(self._folder / source / name, "Return", change, late / f"{officer} again.xlsx")
        for file in late.iterdir():
            os.utime(file, ((SENT_BACK + LATER).timestamp(),) * 2)
        return late

    def _decide(self, decisions: Mapping[str, tuple[Value, Value]]) -> None:
        """Decide about lines of the Conflicts sheet: No -> Decision, Other value."""
        named = ("Decision", "Other value")
        typed = {number: dict(zip(named, decision, strict=True)) for number, decision in decisions.items()}
        self._type("Conflicts", "No", typed)

    def _files(self, folder: str) -> Iterator[str]:
        """What was written into a folder: each cell of the workbooks, the heads and the text of the letters."""
        for file in sorted((self._folder / folder).iterdir()):
            yield f"--- {folder}/{file.name}"
            if file.suffix == ".xlsx":
                yield from (self._known(f"{place}: {value}") for place, value in _rows(file))
                continue
            letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            yield from (f"{head}: {letter[head]}" for head in ("To", "Cc", "Reply-To", "Subject", "X-Unsent"))
            body = letter.get_body(("plain",))
            yield from body.get_content().splitlines() if body is not None else ()
            yield from (f"attached: {each.get_filename()}" for each in letter.iter_attachments())


_TAKE, _KEEP, _OTHER = "Take this", "Keep master", "Use other value"
_FIRST_DECISIONS: Mapping[str, tuple[Value, Value]] = {
    "1": (_TAKE, None), "3": (_TAKE, None), "4": (_OTHER, None), "5": (_OTHER, "Late by two weeks"), "6": (_TAKE, None),
    "7": (_TAKE, None), "8": (_OTHER, "soon"), "9": (_TAKE, None), "13": (_OTHER, "Ask all schools"),
    "15": ("Perhaps", None),
}  # fmt: skip
_SECOND_DECISIONS: Mapping[str, tuple[Value, Value]] = {
    "3": (_KEEP, None), "4": (_OTHER, "amber"), "8": (_OTHER, "31/03/2027"), "10": (_TAKE, None), "11": (_TAKE, None),
    "12": (_TAKE, None), "14": ("take this", None), "15": (_TAKE, None),
}  # fmt: skip


def _in_lines(name: str, value: object) -> Iterator[str]:
    """A field of the JSON document: one line, or a line for each of its members."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        for number, each in enumerate(value):
            yield f"{name}[{number}] {json.dumps(each, ensure_ascii=False)}"
    else:
        yield f"{name} {json.dumps(value, ensure_ascii=False)}"


_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def _rows(path: Path) -> Iterator[tuple[str, str]]:
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


if __name__ == "__main__":
    AGREED.write_text(described(), "utf-8")
