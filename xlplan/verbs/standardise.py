"""`standardise`: from the council's own workbook to a master in the standard layout.

The council's own sheets stay in the master, untouched, after ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import PrivateAttr

from xlplan.checks.reading import findings as reading_findings
from xlplan.checks.registry import listing_order
from xlplan.errors import UnreadableWorkbook, WrongUsage, XlplanError
from xlplan.importing.reader import read_plan_sheets
from xlplan.importing.result import Reading, ReadRow, inference
from xlplan.importing.row_reader import own_formats
from xlplan.layout import standard
from xlplan.layout.cover import cover_sheet
from xlplan.layout.plan_sheet import plan_sheet
from xlplan.layout.read_record import read_record
from xlplan.layout.record import Record, new_plan_id, record_rows
from xlplan.layout.sheets import (
    finding_row,
    hidden_sheet,
    key_rows,
    list_sheet,
    officer_rows,
    period_rows,
)
from xlplan.model import Action, Finding, KeyEntry, Model, Officer, Period, Plan
from xlplan.values.no_owner import names_nobody
from xlplan.values.rag import DEFAULT_KEY, Key
from xlplan.values.text import counted, fold, listing
from xlplan.verbs.result import Result
from xlplan.workbook.backup import held
from xlplan.workbook.book import Book
from xlplan.workbook.file import FileBook
from xlplan.workbook.grid import Grid, quoted, sheet_named
from xlplan.workbook.sheet_spec import SheetSpec


class TableFound(Model):
    """A plan table of the council's workbook."""

    sheet: str
    header_row: int
    first_row: int
    last_row: int
    columns: Mapping[str, str]
    """Heading as typed -> the field that it was read as."""


class CellsRead(Model):
    """Where the cells of the plan tables went: `read` is `placed` plus `listed`."""

    read: int
    placed: int
    listed: int


class Standardised(Result):
    """What `standardise` made of a workbook."""

    master: str
    title: str
    tables: tuple[TableFound, ...]
    actions: int
    periods: tuple[str, ...]
    cells: CellsRead
    findings: tuple[Finding, ...]
    renamed: Mapping[str, str] = {}
    """The council's own sheets that had the name of one of ours: old name -> new name."""

    def summary(self) -> str:
        tables = f"in {counted(len(self.tables), 'table')} on {counted(self._sheets, 'sheet')}"
        lines = [f"{counted(self.actions, 'action')} {tables}; {self._periods_in_words()}."]
        lines.append(
            f"{self.cells.read:,} cells read: {self.cells.placed:,} placed in the plan, "
            f"{self.cells.listed:,} listed on the Checks sheet."
        )
        for old, new in self.renamed.items():
            lines.append(f'The council\'s own sheet "{old}" is now called "{new}".')
        worth_a_look = sum(1 for finding in self.findings if finding.severity != "info")
        if worth_a_look:
            lines.append(f"{counted(worth_a_look, 'finding')} to look at, on the Checks sheet.")
        lines.append(f"Master: {self.master}")
        return "\n".join(lines)

    _is_new: bool = PrivateAttr(default=True)

    @property
    def _sheets(self) -> int:
        return len({table.sheet for table in self.tables})

    def _periods_in_words(self) -> str:
        return f"periods {listing(self.periods)}" if self.periods else "no review period yet"

    @property
    def needs_a_person(self) -> bool:
        return any(finding.severity == "error" for finding in self.findings)

    def save(self) -> None:
        """Write the master. The council's workbook is not touched."""
        assert self._book is not None
        if isinstance(self._book, FileBook):
            self._book.save(Path(self.master), is_new=self._is_new)
        else:
            self._book.save(Path(self.master))


def standardise(
    workbook: str | Path | Book,
    *,
    output: str | Path | None = None,
    title: str = "",
    period: str | None = None,
    sheets: Sequence[str] = (),
    headings: Mapping[str, str] | None = None,
    split: bool = False,
    force: bool = False,
) -> Standardised:
    """Read a council's own plan workbook and lay it out as a master.

    Args:
        workbook: the path of the council's workbook (.xlsx or .xlsm), which is never changed; or a workbook that is
            open, which gets the standard sheets itself, before its own.
        output: where the master goes; by default beside the workbook, named "NAME master.xlsx". Not for an open one.
        title: what the plan is called; by default what a line above its table or on a front sheet says.
        period: the review period that undated RAG and progress columns belong to.
        sheets: the sheets to read; by default all of them.
        headings: what a heading means, where the reader gets it wrong: {"Heading as typed": "field"}.
        split: make a row of each action in cells that hold several, where they pair off with their dates and owners.
        force: replace a file that exists at `output`.

    Raises:
        UnreadableWorkbook: the file cannot be read, or is of a kind that holds no sheets to keep (.xls, .ods, .csv).
        NoPlanFound: no sheet holds an action plan.
        WrongUsage: `output` exists or is the workbook itself; an unknown sheet, heading or field was named.
    """
    book, target = _taken(workbook, output, force)
    source = book.path
    if sheet_named(standard.HIDDEN, book.sheets()):
        raise _ours_already(book)
    grids = [book.read(sheet, detail=True) for sheet in book.sheets()]
    reading = read_plan_sheets(
        grids, title=title, period=period, sheets=sheets, headings=headings or {}, split=split
    )
    renamed = _make_room(book)
    plan, own = plan_of(reading, grids)
    findings = _with_ids(reading, plan, renamed)
    if isinstance(book, FileBook) and book.drop_macros():
        findings = (*findings, *reading_findings([inference("LAY009", value=source.name)]))
    findings = tuple(sorted(findings, key=lambda each: listing_order(each.code, each.severity)))
    _put_our_sheets(book, plan, own, own_formats(reading.rows), findings)
    result = Standardised(
        master=str(target),
        title=reading.title,
        tables=tuple(
            TableFound(
                sheet=table.sheet,
                header_row=table.header_row,
                first_row=table.first_row,
                last_row=table.last_row,
                columns=dict(table.columns),
            )
            for table in reading.tables
        ),
        actions=len(plan.actions),
        periods=reading.periods,
        cells=CellsRead(read=reading.cells_read, placed=reading.cells_placed, listed=len(reading.listed)),
        findings=findings,
        renamed=renamed,
    )
    result._book = book
    result._is_new = not force
    return result


def _ours_already(book: Book) -> WrongUsage:
    """That a workbook is no council's own plan but one of ours: a master, or a return."""
    remedy = "Go on with the other commands or buttons; or take the original"
    try:
        record = read_record(book.read(standard.HIDDEN))
        [issued] = record.issued if record.of == "return" else [None]
    except (XlplanError, ValueError):
        return WrongUsage("it has the hidden sheet of a master or a return", remedy, file=book.path.name)
    if issued is None:
        return WrongUsage("it is a master already", remedy, file=book.path.name)
    what = f"it is a return, of {issued.officer} for {issued.period}"
    return WrongUsage(what, "Merge it into its master; or take the council's own plan", file=book.path.name)


def _taken(workbook: str | Path | Book, output: str | Path | None, force: bool) -> tuple[Book, Path]:
    """The workbook to read, and where the master goes."""
    if not isinstance(workbook, str | Path):
        if output is not None:
            raise WrongUsage("an open workbook is standardised where it is", "Leave the output out")
        return workbook, workbook.path
    source = Path(workbook)
    target = Path(output) if output is not None else source.with_name(f"{source.stem} master.xlsx")
    _refuse_wrong_target(source, target, force)
    if source.suffix.lower() in (".xls", ".ods", ".csv"):
        raise UnreadableWorkbook(
            f"a master cannot be made from a {source.suffix.lower()} file",
            "Open it in Excel, save it as an Excel Workbook (.xlsx), and standardise that",
            file=source.name,
        )
    return FileBook.open(source), target


def _refuse_wrong_target(source: Path, target: Path, force: bool) -> None:
    if target.suffix.lower() != ".xlsx":
        raise WrongUsage(
            "a master is an .xlsx workbook", "Give it a name that ends in .xlsx", file=target.name
        )
    if target.resolve() == source.resolve():
        raise WrongUsage(
            "the council's own workbook is never overwritten",
            "Give the master another name",
            file=source.name,
        )
    if target.exists() and not force:
        with held(target):  # which clears away what a run left that was killed at its very end
            pass
        raise WrongUsage(
            "it exists already", "Give another name with -o, or replace it with --force", file=target.name
        )


def plan_of(reading: Reading, grids: Sequence[Grid]) -> tuple[Plan, tuple[str, ...]]:
    """A reading as a plan with IDs, a register and a key, and the headings of the council's own columns."""
    width = max(3, len(str(len(reading.rows))))
    actions = tuple(_action(row, f"A{number:0{width}d}") for number, row in enumerate(reading.rows, start=1))
    own = tuple(dict.fromkeys(heading for row in reading.rows for heading in row.other))
    plan = Plan(
        title=reading.title,
        actions=actions,
        periods=_periods(reading.periods, actions),
        officers=register_of(actions, reading.contacts),
        key=key_of(reading.key, grids),
    )
    return plan, own


def _periods(labels: Sequence[str], actions: Sequence[Action]) -> tuple[Period, ...]:
    """The periods, oldest first; those after the last one in which something is written are yet to come."""
    filled = [label for label in labels if any(action.is_reported_in(label) for action in actions)]
    past = labels[: labels.index(filled[-1]) + 1] if filled else ()
    return tuple(Period(label=label, status="Closed" if label in past else "Planned") for label in labels)


def _action(row: ReadRow, identity: str) -> Action:
    labels = dict.fromkeys((*row.rag, *row.progress))
    return Action.model_validate(  # which makes the reports of the periods faster than we could
        {
            "id": identity,
            "theme": row.theme,
            "recommendation": row.recommendation,
            "ref": row.ref,
            "report_ref": row.report_ref,
            "action": row.action,
            "owner": row.owner,
            "supporting": row.supporting,
            "timescale": row.timescale,
            "due": row.due,
            "revised_due": row.revised_due,
            "success_criteria": row.success_criteria,
            "notes": row.notes,
            "other": row.other,
            "source": f"{quoted(row.sheet)}!{row.cell}",
            "periods": {
                label: {"rag": row.rag.get(label, ""), "progress": row.progress.get(label, "")}
                for label in labels
            },
        }
    )


def register_of(actions: Sequence[Action], contacts: Sequence[Officer] = ()) -> tuple[Officer, ...]:
    """Everybody who is named as an owner or as supporting, in the order of the plan, then the other contacts.

    Args:
        actions: the plan's actions.
        contacts: the council's own list. Who is on it is entered as there; an owner who is written with the initials
            of one of them is that one.
    """
    by_name = {fold(contact.name): contact for contact in contacts}
    initials = Counter(fold(contact.initials) for contact in contacts if contact.initials)
    by_initials = {fold(each.initials): each for each in contacts if initials[fold(each.initials)] == 1}
    found: dict[str, Officer] = {}
    named = (name.strip() for action in actions for name in (action.owner, *action.supporting.split("; ")))
    for name in dict.fromkeys(named):
        known = by_name.get(fold(name)) or by_initials.get(fold(name))
        if known:
            found.setdefault(fold(known.name), known)
        elif not names_nobody(name) and fold(name) not in found:
            letters = name.replace(" ", "")
            is_initials = letters.isalpha() and letters.isupper() and 2 <= len(letters) <= 3
            found[fold(name)] = Officer(name=name, initials=letters if is_initials else "")
    return tuple(
        {**found, **{fold(each.name): each for each in contacts if fold(each.name) not in found}}.values()
    )


def key_of(declared: Sequence[KeyEntry], grids: Sequence[Grid]) -> tuple[KeyEntry, ...]:
    """The key to begin with: the words everybody knows, what the workbook declares, the fills seen with them."""
    entries = {fold(entry.as_typed): entry for entry in DEFAULT_KEY.entries if entry.as_typed}
    for entry in declared:
        typed = fold(entry.as_typed)
        if typed in entries and not entry.means:
            entry = entry.model_copy(update={"means": entries[typed].means})
        if typed:
            entries[typed] = entry
    known = Key(tuple(entries.values()))
    seen: Counter[tuple[str, str]] = Counter()
    for grid in grids:
        for cell in (cell for cells in grid.in_rows.values() for cell in cells.values()):
            word = known.word(cell.shown) if cell.fill and len(cell.shown) <= 20 else None
            if word and cell.fill:
                seen[word, cell.fill] += 1
    taken = {entry.colour for entry in declared if entry.colour}
    for (word, fill), count in seen.most_common():
        rivals = [other for (other, same_fill), _ in seen.items() if same_fill == fill and other != word]
        if count >= 2 and not rivals and fill not in taken:
            taken.add(fill)
            entry = entries.get(fold(word), KeyEntry(as_typed=word, means=word))
            if entry.colour and entry.colour in taken:
                entries[f"{word} {fill}"] = KeyEntry(as_typed=word, means=word, colour=fill)
            else:
                entries[fold(word)] = entry.model_copy(update={"colour": fill})
    return tuple(entries.values())


def _with_ids(reading: Reading, plan: Plan, renamed: Mapping[str, str]) -> tuple[Finding, ...]:
    """The reading's findings with the action's ID, and the sheet's name as it is in the master."""
    ids: dict[tuple[str, int], str] = {}
    for row, action in zip(reading.rows, plan.actions, strict=True):
        ids.setdefault((row.sheet, row.row), action.id)
    located = []
    for finding in reading_findings(reading.inferences):
        digits = finding.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        identity = ids.get((finding.sheet, int(digits)), "") if digits.isdigit() else ""
        sheet = renamed.get(finding.sheet, finding.sheet)
        located.append(finding.model_copy(update={"id": finding.id or identity, "sheet": sheet}))
    return tuple(located)


def _make_room(book: Book) -> dict[str, str]:
    """Rename the council's sheets that have the name of one of ours."""
    renamed: dict[str, str] = {}
    names = {name.casefold() for name in book.sheets()}
    ours = {name.casefold() for name in standard.OUR_SHEETS}
    for name in book.sheets():
        if name.casefold() not in ours:
            continue
        new, number = f"{name} (original)", 2
        while new.casefold() in names:
            new, number = f"{name} (original {number})", number + 1
        book.rename_sheet(name, new)
        names.add(new.casefold())
        renamed[name] = new
    return renamed


def _put_our_sheets(
    book: Book,
    plan: Plan,
    own: Sequence[str],
    formats: Mapping[str, str],
    findings: Sequence[Finding],
) -> None:
    own_sheets = book.sheets()
    current = plan.current_period
    record = Record(plan_id=new_plan_id(), last_id=len(plan.actions))
    sheets: list[SheetSpec] = [
        plan_sheet(plan, own, formats),
        list_sheet(standard.OFFICERS, officer_rows(plan.officers)),
        list_sheet(standard.PERIODS, period_rows(plan.periods)),
        list_sheet(standard.KEY, key_rows(plan.key)),
    ]
    if findings:
        actions = {action.id: action for action in plan.actions}
        sheets.append(list_sheet(standard.CHECKS, [finding_row(finding, actions) for finding in findings]))
    names = [*(spec.name for spec in sheets), *book.visible_sheets()]
    cover = cover_sheet(plan, period=current, sheets=names)
    for spec in (*sheets, hidden_sheet(record_rows(record))):
        book.put_sheet(spec, before=own_sheets[0])
    # the Cover last, for it counts what is on the Plan: Excel asks where a sheet is that is not there yet
    book.put_sheet(cover, before=standard.PLAN)
