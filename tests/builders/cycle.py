"""A master of Wexcombe with returns issued, to be spoiled: what the tests of the verbs start from."""

from __future__ import annotations

import functools
import shutil
import tempfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

import xlplan

REPOSITORY = Path(__file__).resolve().parents[2]
PERIOD = "Oct-26"
RUTH, JO, ASHA = "Ruth Ackland", "Jo Pennick", "Asha Verrall"
Change = Callable[[Worksheet], object]


def a_master(folder: Path) -> Path:
    """The sample plan as a master, with the returns of a period issued beside it."""
    shutil.copytree(_made_once().name, folder, dirs_exist_ok=True)
    return folder / "master.xlsx"


@functools.cache
def _made_once() -> tempfile.TemporaryDirectory[str]:
    """Made for the first test that asks, and copied for it and each other: to make it takes most of a second."""
    made = tempfile.TemporaryDirectory(prefix="xlplan-tests-")
    folder = Path(made.name)
    own = shutil.copyfile(REPOSITORY / "workbooks" / "wexcombe-plan.xlsx", folder / "plan.xlsx")
    master = folder / "master.xlsx"
    xlplan.standardise(own, output=master).save()
    xlplan.add_period(master, PERIOD).save()
    xlplan.issue(master).save()
    (folder / "back").mkdir()
    return made


def columns(sheet: Worksheet) -> dict[str, int]:
    """Heading -> column of any of our tables."""
    return {str(cell.value): cell.column or 0 for cell in sheet[3] if cell.value}


def change_sheet(book: Path, sheet: str, change: Change, to: Path | None = None) -> Path:
    """Change a sheet as a person does, and save."""
    workbook = openpyxl.load_workbook(book)
    change(workbook[sheet])
    target = to or book
    workbook.save(target)
    return target


def sent_back(
    master: Path,
    officer: str,
    said: Mapping[str, Mapping[str, object]],
    name: str = "",
    also: Change | None = None,
) -> Path:
    """A return as it comes back: ID -> heading (RAG, progress or any other) -> value.

    An ID that the return does not hold goes into a new row, and so does one in round brackets, without its ID.
    """

    def change(sheet: Worksheet) -> None:
        at = columns(sheet)
        rows = {
            sheet.cell(row, 1).value: row for row in range(4, sheet.max_row + 1) if sheet.cell(row, 1).value
        }
        last = max(rows.values())
        for number, (identity, values) in enumerate(said.items(), start=1):
            row = rows.get(identity, last + number)
            if not identity.startswith("("):
                sheet.cell(row, 1).value = identity
            for heading, value in values.items():
                column = at.get(f"{PERIOD} {heading}") or at[heading]
                sheet.cell(row, column).value = value  # type: ignore[assignment]
        if also:
            also(sheet)

    issued = master.parent / "issued" / f"{PERIOD} {officer}.xlsx"
    return change_sheet(issued, "Return", change, master.parent / "back" / (name or f"{officer}.xlsx"))


def table(master: Path, sheet: str) -> list[dict[str, object]]:
    """The rows of one of our tables, by heading."""
    workbook = _opened(master.read_bytes())
    if sheet not in workbook.sheetnames:
        return []
    rows = workbook[sheet].iter_rows(min_row=3, values_only=True)
    headings = [str(heading) for heading in next(rows)]
    return [dict(zip(headings, row, strict=True)) for row in rows if any(value is not None for value in row)]


@functools.lru_cache(maxsize=4)
def _opened(content: bytes) -> openpyxl.Workbook:
    """To be looked at only: a test looks at many rows of one workbook."""
    return openpyxl.load_workbook(BytesIO(content))


def action(master: Path, identity: str) -> dict[str, object]:
    """One row of the Plan."""
    return next(row for row in table(master, "Plan") if row["ID"] == identity)


def decide(master: Path, *decisions: tuple[int, str, object]) -> None:
    """Write decisions into the Conflicts sheet: (No, Decision, Other value)."""

    def change(sheet: Worksheet) -> None:
        at = columns(sheet)
        for number, decision, other in decisions:
            row = next(
                row for row in range(4, sheet.max_row + 1) if sheet.cell(row, at["No"]).value == number
            )
            sheet.cell(row, at["Decision"]).value = decision
            sheet.cell(row, at["Other value"]).value = other  # type: ignore[assignment]

    change_sheet(master, "Conflicts", change)
