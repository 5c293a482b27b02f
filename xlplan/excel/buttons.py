"""The buttons: one function each. What they do is done by the verbs; here it is put into a few words for a box.

Each works on the workbook as it is open, with what is not saved in it yet. It leaves saving to its owner: what a
button has done can still be dropped by closing the workbook without saving.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlwings as xw

from xlplan.errors import WrongUsage
from xlplan.excel.runner import Answer, log_file, own_version, pressed, tell
from xlplan.layout import standard
from xlplan.layout.cover import COVER_RETURNS_FOLDER
from xlplan.layout.master import read_master
from xlplan.model import ReturnOutcome
from xlplan.reporting.letters import DRAFTS
from xlplan.reporting.position_in_words import in_words
from xlplan.values.text import counted, listing
from xlplan.verbs.add_period import add_period
from xlplan.verbs.chase import chase
from xlplan.verbs.issue import FOLDER as ISSUED
from xlplan.verbs.issue import Issued, issue
from xlplan.verbs.merge import Merged, is_passed_over, merge
from xlplan.verbs.report import FOLDER as REPORTS
from xlplan.verbs.report import report
from xlplan.verbs.resolve import resolve
from xlplan.verbs.standardise import standardise
from xlplan.verbs.status import status
from xlplan.verbs.undo import undo
from xlplan.verbs.validate import Validated, validate
from xlplan.workbook.excel_session.book import LiveBook
from xlplan.workbook.grid import address, sheet_named

_FOLDER_CELL = address(*COVER_RETURNS_FOLDER)
_MOST_LINES = 6


def standardise_workbook(book: xw.Book) -> None:
    """Give the open workbook the standard sheets, before its own, and show the Plan."""
    pressed(book, "Standardise this workbook", _standardised)


def check_plan(book: xw.Book) -> None:
    """Check the open master, and show what was found on its Checks sheet."""
    pressed(book, "Check plan", lambda live: _checked(live, fix=False))


def fix_safe_things(book: xw.Book) -> None:
    """Put right in the open master what can be put right without altering any meaning."""
    pressed(book, "Fix safe things", lambda live: _checked(live, fix=True))


def issue_returns(book: xw.Book) -> None:
    """Write a return for each owner into the folder "issued" beside the open master."""
    pressed(book, "Issue returns", _issued)


def merge_returns(book: xw.Book) -> None:
    """Merge the files of the returns folder into the open master, and show the sheet that needs attention."""
    pressed(book, "Merge returns", _merged)


def settle_conflicts(book: xw.Book) -> None:
    """Apply the decisions that were made on the Conflicts sheet."""
    pressed(book, "Settle conflicts", _settled)


def who_is_outstanding(book: xw.Book) -> None:
    """Say who has not sent a return of the open period yet; nothing is changed."""
    pressed(book, "Who is outstanding", _outstanding)


def chase_returns(book: xw.Book) -> None:
    """Draft a reminder to each officer from whom something is still wanted; nothing is changed, and nothing is sent."""
    pressed(book, "Chase", _chased)


def write_report(book: xw.Book) -> None:
    """Write the report of the open period into the folder "reports" beside the open master, which is not changed."""
    pressed(book, "Report", _reported)


def open_next_period(book: xw.Book) -> None:
    """Open the review period whose name was typed on the Periods sheet."""
    pressed(book, "Open next period", _opened)


def undo_last_change(book: xw.Book) -> None:
    """Put the open workbook back as it was before the last button or command."""
    pressed(book, "Undo last change", _undone)


def show_help(book: xw.Book) -> None:
    """Say what to click in which order."""
    tell(book, "Help", _HELP.format(version=own_version(), log=log_file()))


BUTTONS = (
    standardise_workbook,
    check_plan,
    fix_safe_things,
    issue_returns,
    merge_returns,
    settle_conflicts,
    who_is_outstanding,
    chase_returns,
    write_report,
    open_next_period,
    undo_last_change,
    show_help,
)

_HELP = """Once: open the council's own plan, click Standardise this workbook, and save it under a new name.

Each review:
1. Type the new period's name on the Periods sheet, then click Open next period.
2. Issue returns writes a workbook for each owner into the folder "issued". Send them.
3. Put what comes back into the folder "returns", then click Merge returns, as often as you like.
4. Choose on each line of the Conflicts sheet, then click Settle conflicts.
5. Who is outstanding says whom to remind; Chase writes the reminders, ready to send.
6. Check plan lists what looks wrong. Report writes what a meeting reads.

A copy of the workbook is kept beside it before each change; Undo last change goes back to it.

xlplan {version}. Log file for support: {log}"""


def _standardised(live: LiveBook) -> Answer:
    result = standardise(live)
    result.save()
    worth_a_look = sum(1 for finding in result.findings if finding.severity != "info")
    cells = result.cells
    placed = f"{cells.placed:,} placed, {cells.listed:,} listed on the Checks sheet"
    laid_out = f"{counted(result.actions, 'action')} laid out on the new sheet Plan"
    lines = [f"{laid_out}. {cells.read:,} cells read: {placed}."]
    lines += [f'Your own sheet "{old}" is now called "{new}".' for old, new in result.renamed.items()]
    lines.append("Your own sheets stand behind the new ones, as they were.")
    if worth_a_look:
        lines.append(f"{counted(worth_a_look, 'finding')} to look at, on the Checks sheet.")
    lines.append("To keep the original as it is, save this one under a new name: File, Save As.")
    return Answer("\n\n".join(lines), standard.CHECKS.name if result.needs_a_person else standard.PLAN)


def _checked(live: LiveBook, *, fix: bool) -> Answer:
    result = validate(live, fix=fix)
    result.save()
    sentence = _counts(result)
    if fix:
        done = (
            f"{counted(result.fixed, 'cell')} put right"
            if result.fixed
            else "nothing could be put right safely"
        )
        sentence = f"{done[0].upper()}{done[1:]}. {sentence}"
    fixable = sum(1 for finding in result.findings if finding.fixable)
    if fixable and not fix:
        sentence += (
            f"\n\n{counted(fixable, 'cell')} can be put right without altering any meaning: Fix safe things."
        )
    if result.findings:
        sentence += "\n\nEach is a line on the Checks sheet, with its place and what to do."
    return Answer(sentence, standard.CHECKS.name if result.findings else "")


def _counts(result: Validated) -> str:
    severities = [finding.severity for finding in result.findings]
    found = [(severities.count("error"), "error"), (severities.count("warning"), "warning")]
    found += [(severities.count("info"), "note")] if "info" in severities else []
    told = ", ".join(counted(number, word) for number, word in found)
    return f"{counted(result.actions, 'action')} checked: {told}."


def _issued(live: LiveBook) -> Answer:
    folder = _on_this_computer(live, "The returns are written into a folder beside it") / ISSUED
    result = issue(live, folder=folder)
    result.save()
    asked = sum(one.actions for one in result.returns)
    text = (
        f"{counted(len(result.returns), 'return')} for {result.period} written into the folder\n{folder}\n"
        f"{counted(asked, 'action')} in all. Send each to its officer."
    )
    return Answer(f"{text}{_not_issued(result)}{_SAVE_IT}", standard.RETURNS.name)


def _not_issued(result: Issued) -> str:
    by_reason: dict[str, list[str]] = {}
    for missing in result.unissued:
        by_reason.setdefault(missing.why, []).append(missing.id)
    lines = [f"Not issued, {why}: {listing(ids)}." for why, ids in by_reason.items()]
    return "".join(f"\n\n{line}" for line in _at_most(lines))


def _merged(live: LiveBook) -> Answer:
    read_master(live)  # what is no master is told so before a folder is looked for
    result = merge(live, _returns_folder(live))
    result.save()
    merged = sum(1 for one in result.returns if one.outcome == "merged")
    sentence = (
        f"{counted(merged, 'return')} merged, {counted(len(result.changes), 'cell')}, "
        f"{counted(result.undecided, 'conflict')} to settle, "
        f"{counted(len(result.outstanding), 'officer')} outstanding."
    )
    lines = [line for one in result.returns for line in _to_look_at(one)]
    empty = [
        one.officer
        for one in result.returns
        if one.outcome == "merged" and one.cells.unchanged == one.cells.read
    ]
    if empty:
        lines.append(f"Came back with nothing filled in: {listing(empty, 8)}.")
    if result.matches:
        files = sorted({Path(match.file).name for match in result.matches})
        lines.append(f"Rows matched without their ID, please look: {listing(files, 3)}.")
    told = "".join(f"\n\n{line}" for line in _at_most(lines))
    return Answer(f"{sentence}{told}{_SAVE_IT if result.changes or merged else ''}", _sheet_to_see(result))


def _to_look_at(one: ReturnOutcome) -> list[str]:
    name = Path(one.file).name
    lines = [f"{name} was not merged: {one.why}"] if one.outcome == "refused" else []
    return lines + [f"{name}, not read: {what}" for what in one.not_read]


def _sheet_to_see(result: Merged) -> str:
    if result.undecided:
        return standard.CONFLICTS.name
    return standard.RETURNS.name if result.needs_a_person or result.outstanding else standard.PLAN


def _settled(live: LiveBook) -> Answer:
    result = resolve(live)
    result.save()
    lines = [f"{counted(result.settled, 'line')} settled, {counted(len(result.changes), 'cell')} changed."]
    lines += _at_most([f"No {problem.no} was not settled: {problem.why}." for problem in result.problems])
    if result.undecided:
        lines.append(f"{counted(result.undecided, 'line')} still to settle on the Conflicts sheet.")
    text = "\n\n".join(lines)
    sheet = standard.CONFLICTS.name if result.undecided else standard.PLAN
    return Answer(f"{text}{_SAVE_IT if result.settled else ''}", sheet)


def _outstanding(live: LiveBook) -> Answer:
    result = status(live)
    issued = [officer for officer in result.officers if officer.issued]
    missing = [officer for officer in issued if not officer.received]
    if not issued:
        period = f" for {result.period}" if result.period else ""
        return Answer(f"No returns have been issued{period} yet. Click Issue returns first.")
    lines = [f"{result.period}: {len(issued) - len(missing)} of {counted(len(issued), 'return')} received."]
    if missing:
        lines.append("Outstanding:")
        lines += _at_most(
            [f"  {officer.name}, {counted(officer.actions, 'action')}" for officer in missing], 20
        )
    if result.undecided:
        lines.append(f"{counted(result.undecided, 'line')} to settle on the Conflicts sheet.")
    return Answer("\n".join(lines), standard.RETURNS.name)


def _chased(live: LiveBook) -> Answer:
    read_master(live)  # what is no master is told so before a folder is looked for
    folder = _on_this_computer(live, "The reminders are written into a folder beside it") / DRAFTS
    result = chase(live, folder=folder)
    result.save()
    if not result.drafts and not result.no_address:
        return Answer(f"{result.period}: nobody is to be reminded.", standard.RETURNS.name)
    lines = [
        f"{counted(len(result.drafts), 'reminder')} for {result.period} written into the folder\n{folder}"
    ]
    if result.drafts:
        lines[0] += "\nOpen each, look at it, and send it. Nothing was sent."
        lines.append("\n".join(_at_most([f"  {one.officer}: {one.why}" for one in result.drafts], 12)))
    if result.no_address:
        told = listing(result.no_address, 8)
        lines.append(f"No e-mail address on the Officers sheet: {told}.")
    sheet = standard.OFFICERS.name if result.no_address else standard.RETURNS.name
    return Answer("\n\n".join(lines), sheet)


def _reported(live: LiveBook) -> Answer:
    read_master(live)
    folder = _on_this_computer(live, "The report is written into a folder beside it") / REPORTS
    result = report(live, folder=folder)
    result.save()
    lines = [f"The report for {result.period} is in the folder\n{folder}"]
    lines.append("\n".join(f"  {Path(file).name}" for file in result.files))
    lines.append(in_words(result.position)[0])
    lines += [f"Somebody has edited the one before: it is kept as {Path(file).name}." for file in result.kept]
    return Answer("\n\n".join(lines))


def _opened(live: LiveBook) -> Answer:
    result = add_period(live)
    result.save()
    return Answer(f"{result.summary()}\n\nNext: Issue returns.{_SAVE_IT}", standard.PLAN)


def _undone(live: LiveBook) -> Answer:
    result = undo(live)
    result.save()
    text = f"The workbook is as it was before the change of {result.moment}."
    kept = f"What stood in it until now, also what was typed by hand since, is kept in the folder\n{result.kept_in}"
    return Answer(f"{text}\n\n{kept}{_SAVE_IT}")


_SAVE_IT = "\n\nSave the workbook to keep this."


def _on_this_computer(live: LiveBook, why: str) -> Path:
    """The folder that the workbook lies in."""
    if not live.path.is_absolute():
        raise WrongUsage(
            f"the workbook has no folder on this computer. {why}",
            "Save it first (F12), in a folder of this computer or of a network drive, and click again",
            file=live.path.name,
        )
    return live.path.parent


def _returns_folder(live: LiveBook) -> Path:
    """The folder that the Cover names, beside the master unless a whole path is given; with something in it."""
    named = ""
    if sheet_named(standard.COVER, live.sheets()):
        named = live.read(standard.COVER)[COVER_RETURNS_FOLDER].shown.strip()
    folder = Path(named or "returns").expanduser()
    if not folder.is_absolute():
        folder = _on_this_computer(live, "The returns are looked for beside it") / folder
    if not folder.is_dir():
        raise _about_the_folder(
            f'there is no folder "{folder}"', "Make it, and put the returned workbooks into it"
        )
    if all(is_passed_over(file) for file in folder.iterdir()):
        raise _about_the_folder(f'the folder "{folder}" is empty', "Put the returned workbooks into it")
    return folder


def _about_the_folder(what: str, remedy: str) -> WrongUsage:
    return WrongUsage(
        what,
        f"{remedy}; or type where they are into cell {_FOLDER_CELL} of the Cover sheet. Then click again",
        sheet=standard.COVER,
        cell=_FOLDER_CELL,
    )


def _at_most(lines: Sequence[str], most: int = _MOST_LINES) -> list[str]:
    """The first lines, and how many more there are."""
    rest = len(lines) - most
    return [*lines[:most], f"and {rest} more"] if rest > 0 else list(lines)
