"""`issue`: a return for each owner, ready to be sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from pathlib import Path

from pydantic import PrivateAttr

from xlplan.checks.catalogue import RULES, chosen
from xlplan.checks.gather import build_context, find_all
from xlplan.errors import WrongUsage
from xlplan.layout import standard
from xlplan.layout.changes import add_rows, nobody_waited_for, put_record, refresh_cover, update_rows
from xlplan.layout.master import Master, read_master
from xlplan.layout.new_actions import give_ids
from xlplan.layout.record import IssuedReturn, Record
from xlplan.layout.return_file import ReturnFile, draw_return
from xlplan.layout.return_sheet import return_values
from xlplan.layout.return_workbook import as_issued, sheets_of_returns
from xlplan.model import Action, Finding, Model
from xlplan.reporting import letter_wording
from xlplan.reporting.correspondence import Correspondence
from xlplan.reporting.letters import Attachment, letter_of
from xlplan.values.cell_values import as_text
from xlplan.values.no_owner import names_nobody
from xlplan.values.officers import Register
from xlplan.values.ownership import actions_by_owner
from xlplan.values.text import counted, fold, listing
from xlplan.verbs.add_period import open_planned
from xlplan.verbs.arguments import folder_beside, period_named
from xlplan.verbs.many_files import begun
from xlplan.verbs.result import Result, Tell
from xlplan.workbook.book import Book
from xlplan.workbook.file import opened
from xlplan.workbook.file_names import file_names
from xlplan.workbook.grid import Formula, Value
from xlplan.workbook.output_files import CutOffRun, cut_off_runs, write_together

FOLDER = "issued"
COMPLETE = "complete"
NO_OWNER = "no owner"
LEFT = "the owner has left"


class ReturnIssued(Model):
    """One officer's return."""

    officer: str
    file: str
    actions: int


class Unissued(Model):
    """An action that nobody was asked about."""

    id: str
    why: str


class Issued(Result):
    """The returns of one period."""

    master: str
    period: str
    was_opened: bool = False
    """True when the period was planned, and is open now."""
    returns: tuple[ReturnIssued, ...] = ()
    unissued: tuple[Unissued, ...] = ()
    findings: tuple[Finding, ...] = ()
    """What the checks call an error of owners: to be put right before anything is sent."""
    drafts: tuple[str, ...] = ()
    """A letter to each officer with their return attached, where drafts were asked for."""
    no_address: tuple[str, ...] = ()
    """Officers to whom no letter could be drafted: the register has no address for them."""
    left_out: tuple[str, ...] = ()
    """What is under Copy to, or on the Cover as Reply to, and is no address."""
    _contents: dict[Path, bytes] = PrivateAttr(default_factory=dict)
    """What is written into the folder."""
    _mark: str = PrivateAttr(default="")
    """By which the run is known in the record, should it be cut off."""
    _cut_off: tuple[CutOffRun, ...] = PrivateAttr(default=())
    """Runs whose returns the master remembers, and that were ended before these were all in the folder."""

    def summary(self) -> str:
        asked = sum(issued.actions for issued in self.returns)
        where = f" in {Path(self.returns[0].file).parent}" if self.returns else ""
        lines = [
            f"{counted(len(self.returns), 'return')} for {self.period}{where}, {counted(asked, 'action')} in all."
        ]
        if self.was_opened:
            lines.append(f"{self.period} was planned; it is open now.")
        lines += [f"  {issued.officer}: {counted(issued.actions, 'action')}" for issued in self.returns]
        by_reason: dict[str, list[str]] = {}
        for missing in self.unissued:
            by_reason.setdefault(missing.why, []).append(missing.id)
        for why, ids in by_reason.items():
            more = " (--all asks about them too)" if why == COMPLETE else ""
            lines.append(f"Not issued, {why}: {listing(ids)}{more}.")
        if self.drafts:
            lines.append(
                f"{counted(len(self.drafts), 'letter')} beside them, ready to send. Nothing was sent."
            )
        if self.no_address:
            lines.append(f"No e-mail address on the Officers sheet: {listing(self.no_address, 12)}.")
        lines += [f"No address: {text}" for text in self.left_out]
        return "\n".join(lines)

    @property
    def needs_a_person(self) -> bool:
        is_left_out = any(one.why != COMPLETE for one in self.unissued)
        return is_left_out or bool(self.findings or self.no_address or self.left_out)

    @property
    def warnings(self) -> tuple[str, ...]:
        by_message: dict[tuple[str, str], list[str]] = {}
        for finding in self.findings:
            by_message.setdefault((finding.code, finding.message), []).append(finding.id)
        lines = [f"{message}: {listing(ids)} ({code})" for (code, message), ids in by_message.items()]
        return ("Put right before anything is sent:", *(f"  {line}" for line in lines)) if lines else ()

    def save(self) -> None:
        """Write the returns and the master's record of them: all of it, or nothing.

        What a run left that was ended in the middle is finished first, where the master remembers its returns.

        Raises:
            WorkbookInUse: the master, or a file that would be replaced, is in use.
            UnsafeSave: the new master did not pass its checks.
        """
        for run in self._cut_off:
            run.finish()
        folders = {path.parent for path in self._contents}
        if not folders:
            super().save()
            return
        (folder,) = folders
        write_together(
            folder,
            {path.name: content for path, content in self._contents.items()},
            mark=self._mark,
            commit=super().save,
            take_back=self._take_back,
        )

    def _take_back(self) -> None:
        """Put the master back as it was before its save."""
        if self._book is not None and self._book.backup is not None:
            self._book.put_back(self._book.backup, standard.OUR_SHEETS)


def issue(
    workbook: str | Path | Book,
    *,
    period: str | None = None,
    folder: str | Path | None = None,
    officers: Sequence[str] = (),
    ask_complete: bool = False,
    force: bool = False,
    drafts: bool = False,
    letter: str | Path | None = None,
    now: dt.datetime | None = None,
    tell: Tell | None = None,
) -> Issued:
    """Prepare a return for each owner of actions.

    Args:
        workbook: the master: its path, or the workbook as it is open.
        period: the period to report on; by default the open one.
        folder: where the returns go; by default the folder "issued" beside the master.
        officers: only these, by name or by a name that the register knows; by default everybody.
        ask_complete: ask about actions too that are Complete in the period already.
        force: replace files of the same names.
        drafts: write a letter to each officer beside their return, as an e-mail that opens ready to send.
        letter: a text file with the council's own words for it.
        now: the moment written into the record; by default the present.
        tell: called with (done, of) as the returns are made.

    Raises:
        NotAMaster: the workbook is no master.
        WrongUsage: no period is open or none has that name, an officer owns no action, or a file exists.
        UnreadableTemplate, UnknownField: the council's own words cannot be used.
    """
    text = letter_wording.ISSUED if letter is None else letter_of(Path(letter), letter_wording.ISSUED)
    book = opened(workbook)
    path = book.path
    master = read_master(book)
    target = folder_beside(book, workbook, folder, FOLDER)
    when = now or dt.datetime.now()
    label = period_named(master, period, path.name)
    changes = give_ids(book, master, operation="issue", when=when)
    if changes:
        master = read_master(book)
    is_opened = label in master.planned_periods and not master.open_period
    if is_opened:
        changes += open_planned(book, master, label, when)
        master = read_master(book)
    owned, unissued = _by_owner(master, label, ask_complete)
    wanted = _wanted(owned, officers, master)
    to_look_at = {action.id for officer in wanted for action in owned[officer]}
    if not officers:
        to_look_at |= {one.id for one in unissued if one.why != COMPLETE}
    record = master.record
    cut_off = () if force else _remembered(cut_off_runs(target), record)
    finished = {file for run in cut_off for file in run.files}
    files = _file_names(wanted, label, target, finished if not force else None)
    issued: list[ReturnIssued] = []
    left = []
    for officer in wanted:
        if files[officer] in finished and (one := _last_issued(record, label, officer)):
            issued.append(ReturnIssued(officer=officer, file=str(files[officer]), actions=len(one.actions)))
        else:
            left.append(officer)
    is_cut_off = bool(issued)
    entries: list[IssuedReturn] = []

    def to_draw() -> Iterator[ReturnFile]:
        for sheet in sheets_of_returns(master, label, left):
            shown = [return_values(sheet, action) for action in owned[sheet.officer]]
            file = files[sheet.officer]
            one = as_issued(sheet, shown, file.name, when)
            entries.append(one)
            issued.append(ReturnIssued(officer=sheet.officer, file=str(file), actions=len(shown)))
            yield ReturnFile(file, sheet, shown, one.rows)

    with begun(draw_return, to_draw(), len(left)) as wait:
        new = issued[len(wanted) - len(left) :]
        record = replace(record, entries=(*record.entries, *entries))
        if new or not is_cut_off:
            _note(book, master, record, new, label, when)
            refresh_cover(book, master)
        findings = _errors_of_owners(master, label, to_look_at, when.date())
        contents = dict(zip((files[officer] for officer in left), wait(tell), strict=True))
    letters: dict[Path, bytes] = {}
    correspondence = Correspondence(master, label)
    for officer in left if drafts else ():
        content = contents[files[officer]]
        asked = len(owned[officer])
        written = correspondence.write(
            officer,
            text,
            what=letter_wording.issued_in_words(label, asked, correspondence.returns_due),
            actions=asked,
            attachments=[Attachment(name=files[officer].name, content=content)],
            kind=letter_wording.FIRST,
        )
        if written:
            letters[files[officer].with_suffix(".eml")] = written[1]
    result = Issued(
        master=str(path),
        changes=tuple(changes),
        period=label,
        was_opened=is_opened,
        returns=tuple(sorted(issued, key=lambda one: wanted.index(one.officer))),
        unissued=tuple(unissued) if not officers else (),
        findings=findings,
        drafts=tuple(map(str, [*(file for file in finished if file.suffix == ".eml"), *letters])),
        no_address=tuple(correspondence.no_address),
        left_out=tuple(correspondence.left_out) if drafts else (),
    )
    result._book = book if new or changes or not is_cut_off else None
    result._contents = contents | letters
    result._cut_off = cut_off
    result._mark = _mark_of(entries[0]) if entries else ""
    return result


def _by_owner(
    master: Master, period: str, ask_complete: bool
) -> tuple[dict[str, list[Action]], list[Unissued]]:
    """The actions to ask each owner about, and those that nobody is asked about."""
    register = Register(master.officers)
    heading = standard.rag_heading(period)
    actions = [action for action in master.plan.actions if action.id]
    officers = {owner: register.find_one(owner) for owner in {action.owner for action in actions}}
    asked: list[Action] = []
    unissued: list[Unissued] = []
    for action in actions:
        officer = officers[action.owner]
        if not ask_complete and master.key.word(as_text(master.cells[action.id].get(heading))) == "Complete":
            unissued.append(Unissued(id=action.id, why=COMPLETE))
        elif not action.owner:
            unissued.append(Unissued(id=action.id, why=NO_OWNER))
        elif names_nobody(action.owner):
            unissued.append(Unissued(id=action.id, why=f"{NO_OWNER} ({action.owner})"))
        elif officer is not None and not officer.active:
            unissued.append(Unissued(id=action.id, why=f"{LEFT} ({officer.name})"))
        else:
            asked.append(action)
    return actions_by_owner(asked, register), unissued


def _errors_of_owners(master: Master, period: str, ids: set[str], today: dt.date) -> tuple[Finding, ...]:
    """What the checks call an error of owners, for these actions."""
    context = build_context(master, period=period, today=today, only=ids)
    # a check may find something less grave than its code says, never graver
    codes = [code for code in chosen(["OWN"], []) if RULES[code].severity == "error"]
    found = find_all(context, codes, master)
    return tuple(finding for finding, _ in found if finding.severity == "error")


def _wanted(owned: dict[str, list[Action]], officers: Sequence[str], master: Master) -> list[str]:
    if not officers:
        return sorted(owned, key=fold)
    register = Register(master.officers)
    by_name = {fold(name): name for name in owned}
    wanted = []
    for asked in officers:
        known = register.find_one(asked)
        name = by_name.get(fold(known.name)) if known else by_name.get(fold(asked))
        if name is None:
            owners = actions_by_owner(master.plan.actions, register)
            name_of_all = {fold(owner) for owner in owners}
            if fold(known.name if known else asked) in name_of_all:
                raise WrongUsage(
                    f"{asked} is to be asked about no action: all are complete, or the officer has left",
                    "Ask about complete ones too with --all",
                )
            raise WrongUsage(
                f"{asked} owns no action in the plan", f"Owners are: {listing(sorted(owned, key=fold), 12)}"
            )
        if name not in wanted:
            wanted.append(name)
    return wanted


def _mark_of(issued: IssuedReturn) -> str:
    """The mark by which one run of `issue` is known: its first return, and when that was issued."""
    return f"{issued.id} {issued.when:%Y-%m-%dT%H:%M:%S}" if issued.when else issued.id


def _remembered(runs: Sequence[CutOffRun], record: Record) -> tuple[CutOffRun, ...]:
    """Those of the runs that were cut off after the master had been saved: it remembers their returns."""
    marks = {_mark_of(issued) for issued in record.issued}
    return tuple(run for run in runs if run.mark in marks)


def _last_issued(record: Record, period: str, officer: str) -> IssuedReturn | None:
    return next(
        (one for one in reversed(record.issued) if one.period == period and one.officer == officer), None
    )


def _file_names(
    officers: Sequence[str], period: str, folder: Path, finished: Set[Path] | None
) -> dict[str, Path]:
    """A file for each officer.

    Args:
        officers: their names.
        period: the review period's label.
        folder: where the files go.
        finished: the files that may be there, for a run that was cut off has put them there; None for any.
    """
    names = file_names((f"{period} {officer}" for officer in officers), ".xlsx")
    files = {officer: folder / name for officer, name in zip(officers, names, strict=True)}
    existing = (
        []
        if finished is None
        else [path.name for path in files.values() if path.exists() and path not in finished]
    )
    if existing:
        raise WrongUsage(
            f"the folder holds {listing(existing, 3)} already",
            "Move them elsewhere; or name another folder with --to, or replace the files with --force",
            file=str(folder),
        )
    return files


def _note(
    book: Book,
    master: Master,
    record: Record,
    issued: Sequence[ReturnIssued],
    period: str,
    when: dt.datetime,
) -> None:
    """Write down in the master what was issued: the record, and a line for each officer on Returns."""
    put_record(book, master.record, record)
    known = {(row.text("Period"), row.text("Officer")): row for row in master.listed(standard.RETURNS.name)}
    new_rows: list[list[Value | Formula]] = []
    updates: dict[int, dict[str, Value]] = {}
    ids = {one.officer: one.id for one in record.issued if one.period == period}
    for one in issued:
        facts: dict[str, Value] = {
            "Return": ids[one.officer],
            "Actions": one.actions,
            "Issued": when.date(),
            "Status": standard.OUTSTANDING,
            "File": Path(one.file).name,
        }
        row = known.get((period, one.officer))
        if row is not None:
            if row.values.get("Received"):
                # issued again: what came back before still counts
                del facts["Status"]
            updates[row.row] = facts
        else:
            values: dict[str, Value] = {"Period": period, "Officer": one.officer, **facts}
            new_rows.append([values.get(heading) for heading in standard.RETURNS.headings])
    updates = {**nobody_waited_for(master, period), **updates}
    update_rows(book, master, standard.RETURNS, updates)
    add_rows(book, master, standard.RETURNS, new_rows)
