"""The whole cycle on a sample plan, each command shown as it runs. What people do in Excel is done here for them."""

from __future__ import annotations

import contextlib
import shlex
import shutil
from collections.abc import Callable, Mapping, Sequence
from importlib import resources
from pathlib import Path

from xlplan.errors import WrongUsage
from xlplan.exit_codes import DONE, NOT_DONE
from xlplan.layout import standard
from xlplan.layout.cover import COVER_COORDINATOR, COVER_COUNCIL, COVER_REPLY_TO
from xlplan.shipped import shipped
from xlplan.verbs.report import TEMPLATE
from xlplan.workbook.file import FileBook
from xlplan.workbook.grid import Place, Value

SAMPLE = "wexcombe-plan.xlsx"
MASTER = "wexcombe-master.xlsx"
PERIOD = "Dec-26"

Arguments = Sequence[str]
RunCommand = Callable[[Arguments], int]
TypedRow = Mapping[str, Value]
"""Heading -> value of one row."""

INITIALS: Mapping[str, TypedRow] = {
    "DC": {"Name": "Dev Chandarana", "Initials": "DC", "Post": "Principal Social Worker"},
    "MO": {"Name": "Martin Okoro", "Initials": "MO", "Post": "Workforce Development Lead"},
}
"""What the coordinator knows of the people whom the plan names by initials alone."""

COUNCIL = "Wexcombe Council"
COORDINATOR = "Maya Lindqvist"
NO_ADDRESS = "Helen Sturmey"
"""Letters to the address that the contacts have for her come back, so the coordinator has cleared it."""

RAG, PROGRESS = f"{PERIOD} RAG", f"{PERIOD} progress"


def _says(rag: str, progress: str) -> TypedRow:
    return {RAG: rag, PROGRESS: progress}


RETURNS: Mapping[str, Mapping[str, TypedRow]] = {
    "Asha Verrall": {
        "2.a.3": _says("Green", "96% seen in time in November."),
        "2.c.2": _says("Amber", "- 40 workers trained\n- health visitors to follow in January"),
        "2.c.3": _says("Green", "Offer recorded for 61 of 64 children."),
        "2.d.1": _says("Amber", "Police 94%, health 89%."),
    },
    "Dev Chandarana": {
        "2.c.1": _says("Green", "All 96 workers trained; business support in post."),
        "3.b.3": _says("Amber", "81% recorded."),
    },
    "Ruth Ackland": {
        "1.a.1": _says("Complete", "Third event held on 17 September: 83% of 112 people know when to refer."),
        "1.a.2": _says("Green", "One number since 1 November."),
        "1.b.1": _says("Green", "Fourth worker started on 23 November."),
        "1.b.2": _says("Green", "58 parents so far."),
        "1.b.3": _says("Green", "In use in 31 of 34 schools."),
    },
    "Tom Beddoes": {
        "2.a.1": _says("Complete", "Audit in October: 64% good or better."),
        "2.a.2": _says("On track", "Dip sample in November: 27 of 30."),
        "2.b.1": {**_says("Amber", "Seven left."), "Revised due": "31/01/2027"},
    },
}
"""What four officers fill in, by the ref of the action.

Tom uses a word that the key does not know, and asks for another date.
"""

UNTOUCHED = "Jo Pennick"
"""Sends her return back as it came."""

MEANWHILE: Mapping[str, TypedRow] = {
    "1.b.1": _says("Amber", "Start date of the fourth worker not yet known.")
}
"""What the coordinator types into the master herself before Ruth's return arrives."""


def demo(folder: Path, run: RunCommand) -> int:
    """Play the whole cycle in a folder and leave the workbooks there to look at.

    Args:
        folder: a new or empty folder.
        run: runs one command line and returns its exit code.

    Returns:
        0, or 2 when a command could not be carried out.

    Raises:
        WrongUsage: the folder holds something already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongUsage("the folder of the demo holds something already", "Name another one", file=folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name in (SAMPLE, TEMPLATE):
        with resources.as_file(shipped(name)) as file:
            shutil.copyfile(file, folder / name)
    _tell(f"A council's own action plan, as it is: {folder / SAMPLE}. All that follows happens in {folder}.")
    with contextlib.chdir(folder):
        is_done = all(step(run) for step in (_set_up, _ask, _bring_together, _resolve, _close))
    if not is_done:
        return NOT_DONE
    _tell(f"Look at {folder / MASTER}: your own sheets are in it, unchanged, after the new ones.")
    _tell(
        f"What a meeting reads is in {folder / 'reports'}; the reminders in {folder / 'drafts'} open ready to send."
    )
    _tell(f"To take the last step back: xlplan undo {shlex.quote(str(folder / MASTER))}")
    return DONE


def _set_up(run: RunCommand) -> bool:
    is_done = _show(run, "standardise", SAMPLE, "-o", MASTER)
    if is_done:
        _tell(
            "The coordinator says in the register who DC and MO are, and types the officers' e-mail addresses."
        )
        _type_in(Path(MASTER), standard.OFFICERS.name, "Name", INITIALS)
        _type_in(Path(MASTER), standard.OFFICERS.name, "Name", _addresses())
        _tell("On the Cover she types who she is.")
        typed = {
            COVER_COUNCIL: COUNCIL,
            COVER_COORDINATOR: COORDINATOR,
            COVER_REPLY_TO: _address(COORDINATOR),
        }
        book = FileBook.open(Path(MASTER))
        book.set_cells(standard.COVER, typed)
        book.save()
    return is_done


def _addresses() -> dict[str, TypedRow]:
    names = [str(row["Name"][1]) for row in _table(FileBook.open(Path(MASTER)), standard.OFFICERS.name)]
    return {name: {"Email": None if name == NO_ADDRESS else _address(name)} for name in names}


def _address(name: str) -> str:
    """Nobody's: such addresses are kept for examples."""
    return f"{name.lower().replace(' ', '.')}@wexcombe.example"


def _ask(run: RunCommand) -> bool:
    return _show(run, "add-period", MASTER, PERIOD, "--returns-due", "2026-12-11") and _show(
        run, "issue", MASTER, "--to", "issued"
    )


def _bring_together(run: RunCommand) -> bool:
    Path("returns").mkdir()
    _tell("Asha, Dev, Ruth and Tom fill in their returns in Excel and send them back.")
    for officer, answers in RETURNS.items():
        _type_in(_sent_back(officer), standard.RETURN, "Ref", answers)
    _tell("Jo sends hers back as it came. The others send nothing yet.")
    _sent_back(UNTOUCHED)
    _tell("Meanwhile the coordinator has typed into the master something else than Ruth for 1.b.1.")
    _type_in(Path(MASTER), standard.PLAN, "Ref", MEANWHILE)
    return _show(run, "merge", MASTER, "returns") and _show(run, "status", MASTER)


def _resolve(run: RunCommand) -> bool:
    _tell("The coordinator decides each line of the Conflicts sheet: Tom's word means Green; his date waits.")
    sheet = standard.CONFLICTS.name
    decisions: dict[str, TypedRow] = {}
    for row in _table(FileBook.open(Path(MASTER)), sheet):
        shown = {heading: value for heading, (_, value) in row.items()}
        decision: TypedRow = {"Decision": standard.TAKE_THIS}
        if shown["Returned value"] == "On track":
            decision = {"Decision": standard.USE_OTHER, "Other value": "Green"}
        elif shown["Column"] == "Revised due":
            decision = {"Decision": standard.KEEP_MASTER}
        decisions[str(shown["No"])] = decision
    _type_in(Path(MASTER), sheet, "No", decisions)
    return _show(run, "resolve", MASTER) and _show(run, "merge", MASTER, "returns")


def _close(run: RunCommand) -> bool:
    _tell(
        "At the month's end: reminders to those from whom something is still wanted, and the papers for the meeting."
    )
    is_done = _show(run, "chase", MASTER) and _show(run, "report", MASTER)
    _tell(f"To give the report your own letterhead: change {TEMPLATE}, and name it with --template.")
    return is_done


def _show(run: RunCommand, *arguments: str) -> bool:
    """Print the command as typed, run it; False when it was not done."""
    print(f"\n$ xlplan {shlex.join(arguments)}", flush=True)
    return run(arguments) != NOT_DONE


def _tell(text: str) -> None:
    print(f"\n-- {text}", flush=True)


def _sent_back(officer: str) -> Path:
    """A copy of the officer's return in the folder of what came back."""
    name = f"{PERIOD} {officer}.xlsx"
    return Path(shutil.copyfile(Path("issued") / name, Path("returns") / name))


def _table(book: FileBook, sheet: str) -> list[dict[str, tuple[Place, Value]]]:
    """The rows of a sheet's table: under each heading the cell's place and its value."""
    grid = book.read(sheet)
    (area,) = grid.tables.values()
    headings = {c: str(grid[area.first_row, c].value) for c in range(area.first_column, area.last_column + 1)}
    return [
        {heading: ((row, column), grid[row, column].value) for column, heading in headings.items()}
        for row in range(area.first_row + 1, area.last_row + 1)
    ]


def _type_in(path: Path, sheet: str, known_by: str, rows: Mapping[str, TypedRow]) -> None:
    """Type values into a table as a person would: the row is known by one column, the cells by their headings."""
    book = FileBook.open(path)
    typed: dict[Place, Value] = {}
    for row in _table(book, sheet):
        for heading, value in rows.get(str(row[known_by][1]), {}).items():
            place, _ = row[heading]
            typed[place] = value
    book.set_cells(sheet, typed)
    book.save()
