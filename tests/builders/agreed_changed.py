"""A master that people have made their own (columns moved, tabs renamed, headings lost), command by command.

    python -m tests.builders.agreed_changed

writes down anew what each says and changes, for a person to look at what has changed.
"""

from __future__ import annotations

import datetime as dt
import itertools
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import openpyxl
from openpyxl.worksheet.table import Table

import xlplan
from tests.builders.small_plan import fill_in, plan
from tests.builders.story import Story

AGREED = Path(__file__).with_name("agreed_changed.txt")

NOW = dt.datetime(2026, 12, 1, 9, 30)
PAT, SAM, JO = "Pat Example", "Sam Sample", "Jo Lee"
_WORDS: dict[str, list[str | None]] = {
    "Jun-26": ["Red", "Complete", None, None],
    "Sep-26": ["Amber", None, "Green", None],
    "Dec-26": [None, None, None, None],
}
_OWN: dict[str, list[str | None]] = {
    "Board": ["Homes board", None, "Roads board", None],
    "Supporting": [f"{SAM}; {JO}", None, None, None],
}


def described() -> str:
    """The commands in words."""
    with tempfile.TemporaryDirectory() as folder:
        return "".join(f"{line}\n" for line in _Changed(Path(folder), NOW).lines())


class _Changed(Story):
    """What each command makes of a master that is not as it was made."""

    def lines(self) -> Iterator[str]:
        """Each command, people's changes between them."""
        plan(self.folder, [PAT, SAM, PAT, JO], _WORDS, _OWN)
        self._change(self._move_columns)
        self.type_into(
            "Officers", "Name", {PAT: {"Also known as": "P. Example; PE"}, JO: {"Email": "j@example.org"}}
        )
        yield from self.run(
            "validate", xlplan.validate(self.master, now=NOW, period="sep-26", ignore=["DUE"])
        )
        yield from self.run(
            "issue, which opens what is planned",
            xlplan.issue(self.master, period="dec-26", now=NOW, ask_complete=True),
        )
        yield from self.files("issued")
        back = self.folder / "back"
        fill_in(self.folder / "issued" / f"Dec-26 {PAT}.xlsx", back, {
            "A001": {"RAG": "Complete", "progress": "Built", "Success criteria": "It stands"}, "A003": {"RAG": "Blue"},
        })  # fmt: skip
        fill_in(self.folder / "issued" / f"Dec-26 {JO}.xlsx", back, {"A004": {"RAG": "Red", "Due": "2028"}})
        self.type_into("plan", "ID", {"A004": {"Owner": SAM, "Dec-26 RAG": "Amber"}})
        yield from self.run("merge", xlplan.merge(self.master, [back], now=NOW, period="DEC-26"))
        self._change(self._move_decisions)
        self.type_into("Conflicts", "No", {
            "1": {"Decision": "Take this"}, "2": {"Decision": "keep master"},
            "3": {"Decision": "Use other value", "Other value": "Amber"}, "4": {"Decision": "Take this"},
        })  # fmt: skip
        yield from self.run("resolve", xlplan.resolve(self.master, now=NOW))
        yield from self.run("status", xlplan.status(self.master, period="Sep-26", today=NOW.date()))
        yield from self.run("chase", xlplan.chase(self.master, today=NOW.date()))
        yield from self.files("drafts")
        yield from self.run(
            "issue again", xlplan.issue(self.master, now=NOW, force=True, officers=["P. Example"])
        )
        spring = xlplan.add_period(self.master, "Quarter 4", now=NOW, carry=False)
        yield from self.run("add-period", spring)
        self._change(self._take_sheets_out)
        yield from self.run(
            "validate", xlplan.validate(self.master, now=NOW, select=["RAG", "PLN"], fix=True)
        )
        yield from self.run("add-period", xlplan.add_period(self.master, "Summer", now=NOW))
        yield from self.run("issue", xlplan.issue(self.master, now=NOW, folder=self.folder / "last"))
        yield from self.run(
            "report", xlplan.report(self.master, today=NOW.date(), folder=self.folder / "ours")
        )

    def _change(self, change: Callable[[openpyxl.Workbook], None]) -> None:
        workbook = openpyxl.load_workbook(self.master)
        change(workbook)
        workbook.save(self.master)
        self.look()

    @staticmethod
    def _move_columns(workbook: openpyxl.Workbook) -> None:
        """The owner comes first, the council's own column last; a direction is gone, and so are the Notes."""
        sheet = workbook["Plan"]
        headings = [str(cell.value) for cell in sheet[3]]
        kept = [
            heading for heading in headings if heading not in ("Owner", "Board", "Sep-26 direction", "Notes")
        ]
        _arrange(workbook, "Plan", ["Owner", *kept, "Board"])
        sheet.title = "another"
        sheet.title = "plan"
        sheet["A1"] = "An old title"
        workbook["Cover"]["B4"] = "Homes  and roads"
        workbook["Cover"]["B6"] = "March 2026"

    @staticmethod
    def _move_decisions(workbook: openpyxl.Workbook) -> None:
        """The decisions come first; nobody wants to know in which file a value was."""
        headings = [str(cell.value) for cell in workbook["Conflicts"][3]]
        kept = [
            heading for heading in headings if heading not in ("Decision", "Other value", "File", "Decided")
        ]
        _arrange(workbook, "Conflicts", ["Decision", "Other value", *kept, "Decided", "Mine"])
        headings = [str(cell.value) for cell in workbook["Changes"][3]]
        _arrange(workbook, "Changes", [*reversed(headings[:-1])])
        workbook["Changes"].cell(5, 20).value = "beside the table"

    @staticmethod
    def _take_sheets_out(workbook: openpyxl.Workbook) -> None:
        for name in ("Cover", "Officers", "Key", "Checks", "Returns"):
            if name in workbook.sheetnames:
                del workbook[name]


def _arrange(workbook: openpyxl.Workbook, name: str, headings: Sequence[str]) -> None:
    """Put the columns of a table into another order; those not named go, others come."""
    sheet = workbook[name]
    table = sheet.tables[name]
    rows = [list(row) for row in sheet.iter_rows(min_row=3, values_only=True)]
    before = [str(heading) for heading in rows[0]]
    sheet.delete_rows(3, sheet.max_row)
    for number, row in enumerate(rows, 3):
        values = dict(zip(before, row, strict=True))
        for column, heading in enumerate(headings, 1):
            sheet.cell(number, column).value = heading if number == 3 else values.get(heading)
    looks = sheet.column_dimensions
    hidden = {heading for heading, letter in zip(before, _letters(), strict=False) if looks[letter].hidden}
    for heading, letter in zip(headings, _letters(), strict=False):
        looks[letter].hidden = heading in hidden
    del sheet.tables[name]
    last = openpyxl.utils.get_column_letter(len(headings))
    sheet.add_table(Table(name=table.name, displayName=name, ref=f"A3:{last}{2 + len(rows)}"))


def _letters() -> Iterator[str]:
    return map(openpyxl.utils.get_column_letter, itertools.count(1))


if __name__ == "__main__":
    AGREED.write_text(described(), "utf-8")
