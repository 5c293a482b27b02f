"""Two months of a small plan, command by command: all that each says, and every row that it changes, a line each.

    python -m tests.builders.agreed_month

writes them down anew, for a person to look at what has changed.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

import xlplan
from tests.builders.cycle import change_sheet, columns
from tests.builders.small_plan import save_at
from tests.builders.story import Story
from xlplan.workbook.file import FileBook
from xlplan.workbook.grid import Value

AGREED = Path(__file__).with_name("agreed_month.txt")

NOW = dt.datetime(2026, 11, 20, 9, 30, 15)
SENT_BACK = dt.datetime(2020, 12, 1, 12, 0, tzinfo=dt.UTC)  # a time that is yet to come is no time
LATER = dt.timedelta(days=2)
MERGED = dt.datetime(2026, 12, 2, 8, 0)
PAT, SAM, KIM, JO, MAX = "Pat Example", "Sam Sample", "Kim Case", "Jo Lee", "Max Hill"
_MOMENTS = (NOW, MERGED, MERGED + LATER, SENT_BACK, SENT_BACK + LATER)
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
        return "".join(f"{line}\n" for line in _Months(Path(folder), *_MOMENTS).lines())


class _Months(Story):
    """Two months, all of whose commands a coordinator runs."""

    def lines(self) -> Iterator[str]:
        """Each command, in the order of two months."""
        yield from self.run("standardise", xlplan.standardise(self._own(), output=self.master))
        self._type_in_the_beginning()
        yield from self.run("validate", xlplan.validate(self.master, now=NOW))
        self.type_into(
            "Checks", "Code", {"DUE009": {"Decision": "Accepted", "Reason": "Looked at each month"}}
        )
        yield from self.run("validate --fix", xlplan.validate(self.master, fix=True, now=NOW))
        yield from self.run("add-period", xlplan.add_period(self.master, now=NOW))
        yield from self.run("issue", xlplan.issue(self.master, drafts=True, now=NOW))
        yield from self.files("issued")
        yield from self.run("status", xlplan.status(self.master, today=MERGED.date()))
        back = self._send_back()
        yield from self.run("merge", xlplan.merge(self.master, back, now=MERGED))
        yield from self.run("merge again", xlplan.merge(self.master, back, now=MERGED))
        yield from self.run("status", xlplan.status(self.master, today=MERGED.date()))
        yield from self.run("chase", xlplan.chase(self.master, today=MERGED.date()))
        yield from self.files("drafts")
        yield from self.run("report", xlplan.report(self.master, today=MERGED.date()))
        self._decide(_FIRST_DECISIONS)
        self.type_into("Plan", "ID", {"A002": {"Dec-26 RAG": "Green"}})
        yield from self.run("resolve", xlplan.resolve(self.master, now=MERGED))
        self._decide(_SECOND_DECISIONS)
        self.type_into("Conflicts", "No", {"15": {"ID": "A009"}})
        yield from self.run("resolve again", xlplan.resolve(self.master, now=MERGED))
        yield from self.run(
            "merge late", xlplan.merge(self.master, self._send_back_late(), now=MERGED + LATER)
        )
        yield from self.run("validate", xlplan.validate(self.master, now=MERGED))
        january = xlplan.add_period(
            self.master, "Jan-27", returns_due=dt.date(2027, 1, 15), now=MERGED, carry=True
        )
        yield from self.run("add-period", january)
        again = xlplan.issue(self.master, officers=["PE", KIM], now=MERGED)
        yield from self.run("issue to two", again)
        yield from self.run("undo", xlplan.undo(self.master))

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
        path = self.folder / "own.xlsx"
        workbook.save(path)
        return path

    def _type_in_the_beginning(self) -> None:
        """What a coordinator types before the first month."""
        self.type_into("Officers", "Name", {
            PAT: {"Initials": "PE", "Email": "pat@example.org", "Copy to": "boss@example.org; nobody"},
            SAM: {"Email": "sam@example.org"},
            JO: {"Active": "No"},
            MAX: {"Email": "max@example.org"},
        })  # fmt: skip
        cover = FileBook.open(self.master)
        cover.set_cells("Cover", {(5, 2): "Exmoor Council", (9, 2): "Lee Field", (10, 2): "lee@example.org"})
        cover.save()
        self.type_into("Periods", "Period", {"": {"Period": "Dec-26", "Returns due": dt.date(2026, 12, 11)}})
        self.type_into("Plan", "ID", {
            "": {"Ref": "2.5", "Action": "Sweep the square", "Owner": "kim  case", "Timescale": "31/03/2027"}
        })  # fmt: skip
        self.look()

    def _send_back(self) -> Path:
        """Returns as they come back: filled in, disputed, with rows and columns of an officer's own, spoilt."""
        back = self.folder / "returns"
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

        issued = self.folder / "issued"
        for officer, change in ((PAT, pat), (SAM, sam), (KIM, lambda sheet: None)):
            change_sheet(issued / f"{now} {officer}.xlsx", "Return", change, back / f"{officer}.xlsx")
        (back / "letter.xlsx").write_bytes(b"No workbook.")
        for file in back.iterdir():
            save_at(file, SENT_BACK)

        self.type_into("Plan", "ID", {"A002": {rag: "Amber"}})
        return back

    def _send_back_late(self) -> Path:
        """One return without its hidden sheet and with a colour for a word; another for the second time."""
        late = self.folder / "late"
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
            change_sheet(self.folder / source / name, "Return", change, late / f"{officer} again.xlsx")
        for file in late.iterdir():
            save_at(file, SENT_BACK + LATER)
        return late

    def _decide(self, decisions: Mapping[str, tuple[Value, Value]]) -> None:
        """Decide about lines of the Conflicts sheet: No -> Decision, Other value."""
        named = ("Decision", "Other value")
        typed = {number: dict(zip(named, decision, strict=True)) for number, decision in decisions.items()}
        self.type_into("Conflicts", "No", typed)


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


if __name__ == "__main__":
    AGREED.write_text(described(), "utf-8")
