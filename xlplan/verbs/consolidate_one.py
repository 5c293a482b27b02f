"""One plan's part of `consolidate`, as steps of which each can be done again.

Merge and save; move what the save has used; report; draft reminders; write the page and the record. Each step looks at
what is there and brings it to what it must be. So a run that was cut off, at whatever moment, needs no repair: the next
one does what is left.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import time
from collections.abc import Callable, Collection
from pathlib import Path

from xlplan.consolidating.inbox import Arrival, arrivals, put_away
from xlplan.consolidating.page_lines import decision_lines, question_lines, return_lines
from xlplan.consolidating.run_page import PAGE, RefusedLine, RunPage, run_page
from xlplan.consolidating.run_records import FOLDER as RECORDS
from xlplan.consolidating.run_records import begin_record, finish_cut_off, finish_record
from xlplan.consolidating.settings import PlanSettings
from xlplan.errors import WrongSettings, XlplanError
from xlplan.exit_codes import DONE, NEEDS_A_PERSON, NOT_DONE
from xlplan.layout.master import Master, read_master
from xlplan.model import Model
from xlplan.reporting.letter_wording import REMINDER
from xlplan.reporting.letters import DRAFTS, is_our_draft
from xlplan.reporting.portfolio import PlanSummary, Reminder
from xlplan.reporting.position import position_of
from xlplan.reporting.returns_received import returns_of
from xlplan.verbs.arguments import reported_period
from xlplan.verbs.chase import chase
from xlplan.verbs.merge import Merged, is_passed_over, merge, shown_path
from xlplan.verbs.report import report
from xlplan.workbook.backup import held
from xlplan.workbook.file import FileBook
from xlplan.workbook.file_names import safe_file_name
from xlplan.workbook.output_files import cut_off_runs, write_together

PASSWORD = "XLPLAN_RETURNS_PASSWORD"
"""The environment variable that may hold the password of protected returns."""

_LEFT_AFTER = 3600
"""Seconds after which an unfinished file beside a master is nobody's any more."""


class Task(Model):
    """What is to be done for one plan."""

    plan: PlanSettings
    now: dt.datetime
    is_preview: bool = False
    is_only_for_portfolio: bool = False
    """The plan is not consolidated: only how it stands is read, and its reminders drafted anew, for one of them may be
    joined with those of other plans now, or no more."""
    arriving: frozenset[Path] = frozenset()
    """Files of the inbox that are not whole yet."""


class PlanRun(Model):
    """What became of one plan in one run."""

    name: str
    master: str
    exit: int = DONE
    error: str | None = None
    """What went wrong, in one line; what was done before it is done."""
    merged: Merged | None = None
    archived: tuple[str, ...] = ()
    """Where the files lie now that were moved out of the inbox."""
    files: tuple[str, ...] = ()
    """What was written: reports, drafts, the page."""

    def failed(self, fault: Exception) -> PlanRun:
        """The run with what went wrong in it: not done when nothing was merged, else for a person to look at."""
        told = in_one_line(fault)
        return self.model_copy(
            update={
                # what stops one step often stops the next
                "error": self.error if told in (self.error or "") else f"{self.error or ''} {told}".strip(),
                "exit": NOT_DONE if self.merged is None else max(self.exit, NEEDS_A_PERSON),
            }
        )


class PlanOutcome(Model):
    """The result of one plan's run, with what the portfolio needs of it."""

    run: PlanRun
    page: RunPage
    record: Path | None = None
    summary: PlanSummary


def consolidate_plan(task: Task) -> PlanOutcome:
    """Do all that is to be done for one plan.

    Returns:
        The result, with what went wrong in it. Nothing is raised: a plan that fails stops no other.
    """
    work = _Work(task)
    if task.is_only_for_portfolio:
        if work.step(work.look):
            work.step(work.remind)
        return work.outcome()
    if work.step(work.merge):
        work.step(work.archive)
    if work.step(work.look) and work.run.exit != NOT_DONE:
        work.step(work.report)
        work.step(work.remind)
    return write_page_and_record(task, work.outcome())


def give_up_plan(task: Task, why: str) -> PlanOutcome:
    """Make the result of a plan whose process or worker went away.

    Args:
        task: what was to be done.
        why: what happened, as a sentence without its full stop.
    """
    work = _Work(task)
    work.run = work.run.failed(XlplanError(why, "Run again", file=task.plan.master))
    return write_page_and_record(task, work.outcome())


def write_page_and_record(task: Task, done: PlanOutcome) -> PlanOutcome:
    """Write the page and the record of a plan's run, at its end and again when the portfolio has changed something."""
    plan = task.plan
    if task.is_preview or not plan.out.parent.is_dir():
        return done
    run, page, record = done.run, done.page, done.record
    try:
        page = page.model_copy(update={"error": run.error or "", "runs": RECORDS})
        write_together(plan.out, {PAGE: run_page(page).encode(errors="replace")})
        run = run.model_copy(update={"files": tuple(dict.fromkeys([*run.files, str(plan.out / PAGE)]))})
        document = run.model_dump(mode="json")
        record = record or begin_record(plan.out, document, task.now)
        finish_record(record, document, task.now)
    except Exception as fault:  # noqa: BLE001 - whatever one plan does to us, the others are consolidated
        run = run.failed(fault)
    return done.model_copy(update={"run": run, "page": page, "record": record})


def in_one_line(fault: Exception) -> str:
    """Say in one line what went wrong."""
    if isinstance(fault, XlplanError):
        return str(fault)
    if isinstance(fault, OSError):
        place = f"{fault.filename}: " if fault.filename else ""
        return (
            f"{place}it cannot be written or read ({fault.strerror or fault}). "
            "See that the folder is there, that the disk has room, and that xlplan may write to it."
        )
    return "a fault in xlplan itself. Please report it, with the returns if you can."


class _Work:
    """One plan's run while it goes on."""

    def __init__(self, task: Task) -> None:
        plan = self._plan = task.plan
        self._task = task
        self._seen: dict[Path, Arrival] = {}
        self._book: FileBook | None = None
        self._record: Path | None = None
        self._is_open = False
        self._summary = PlanSummary(name=plan.name)
        self._page = RunPage(
            name=plan.name, when=task.now, master=plan.master, inbox=plan.inbox, folder=plan.out
        )
        self.run = PlanRun(name=plan.name, master=str(plan.master))

    def outcome(self) -> PlanOutcome:
        """The result so far."""
        summary = self._summary.model_copy(update={"error": self.run.error or ""})
        return PlanOutcome(run=self.run, page=self._page, record=self._record, summary=summary)

    def step(self, step: Callable[[], None]) -> bool:
        """Do one step; what goes wrong in it is written down, and the next steps are for others to decide."""
        try:
            step()
        except Exception as fault:  # noqa: BLE001 - whatever one plan does to us, the others are consolidated
            self.run = self.run.failed(fault)
            return False
        return True

    def merge(self) -> None:
        """Merge what has arrived into the master, and save it."""
        # held from the reading to the save, so that no other command comes between
        with contextlib.nullcontext() if self._task.is_preview else held(self._plan.master):
            self._merge()

    def _merge(self) -> None:
        plan, task = self._plan, self._task
        if not plan.out.parent.is_dir():  # a drive that is not connected is not to be made up for
            raise WrongSettings(
                "the folder in which 'out' is to lie is not there", "Make it", file=plan.out.parent
            )
        book = FileBook.open(plan.master)
        master = read_master(book)
        if not task.is_preview:
            self._clear_up(master)
        self._seen = {file.path: file for file in arrivals(plan.inbox) if not is_passed_over(file.path)}
        if not self._seen and not plan.period and not master.open_period:
            return  # between two review periods the nights are quiet
        whole = [path for path in self._seen if path not in task.arriving]
        merged = merge(
            book,
            whole if task.arriving else plan.inbox,
            period=plan.period,
            now=task.now,
            password=password_of(plan),
        )
        run = self.run.model_copy(
            update={"merged": merged, "exit": NEEDS_A_PERSON if merged.needs_a_person else DONE}
        )
        if not task.is_preview:
            self._record = begin_record(plan.out, run.model_dump(mode="json"), task.now)
            merged.save()
        self._book = book
        merged.forget()
        self.run = run

    def archive(self) -> None:
        """Move the returns that the master holds out of the inbox."""
        merged = self.run.merged
        if merged is None or not self._plan.archive:
            return
        used_up = {Path(one.file) for one in merged.returns if one.outcome in ("merged", "already merged")}
        used = [file for path, file in self._seen.items() if Path(shown_path(str(path))) in used_up]
        folder = self._plan.archive_folder / safe_file_name(merged.period)
        if self._task.is_preview:
            places = tuple(folder / file.path.name for file in used)
        else:
            places, _ = put_away(used, folder)
        self.run = self.run.model_copy(update={"archived": tuple(shown_path(str(place)) for place in places)})

    def look(self) -> None:
        """See how the plan stands now."""
        plan, task, merged = self._plan, self._task, self.run.merged
        refused = [one for one in (merged.returns if merged else ()) if one.outcome == "refused"]
        lines = tuple(RefusedLine(file=Path(one.file).name, why=one.why) for one in refused)
        self._page = self._page.model_copy(update={"refused": lines})
        book = self._book = self._book or FileBook.open(plan.master)
        master = read_master(book)
        label = reported_period(master, plan.period, plan.master.name) if master.period_labels else ""
        self._is_open = bool(plan.period or master.open_period)
        title = master.title
        self._page = self._page.model_copy(update={"title": title, "period": label})
        if not label:
            return
        today = task.now.date()
        position = position_of(master.plan, period=label, today=today, returns=returns_of(master))
        self._page = self._page.model_copy(
            update={
                "returns": return_lines(master, position),
                "decisions": decision_lines(master),
                "questions": question_lines(master, position),
            }
        )
        self._summary = self._summary.model_copy(update={"position": position, "page": plan.out / PAGE})

    def report(self) -> None:
        """Write the reports."""
        if not self._plan.report or self._book is None or not self._page.period:
            return
        reported = report(
            self._book, period=self._plan.period, folder=self._plan.out, today=self._task.now.date()
        )
        if not self._task.is_preview:
            reported.save()
        self._add_files(*reported.files, *reported.kept)
        self._page = self._page.model_copy(update={"reports": tuple(map(Path, reported.files))})

    def remind(self) -> None:
        """Draft the reminders, and take away those that nobody needs any more."""
        if not self._plan.drafts or self._book is None or not self._page.period:
            return
        if not self._is_open:  # between two review periods nobody is reminded
            if not self._task.is_preview:
                _forget_others(self._plan.out / DRAFTS, ())
            return
        folder = self._plan.out / DRAFTS
        chased = chase(self._book, period=self._plan.period, folder=folder, today=self._task.now.date())
        drafts = tuple(chased.drafts)
        if not self._task.is_preview:
            chased.save()
            _forget_others(folder, {Path(one.file) for one in drafts})
        self._add_files(*(one.file for one in drafts))
        actions = {line.officer: line.actions for line in self._page.returns}
        reminders = tuple(
            Reminder(
                officer=one.officer,
                address=one.to,
                why=one.why,
                actions=actions.get(one.officer, 0),
                file=Path(one.file),
            )
            for one in drafts
        )
        without = tuple(Reminder(officer=name, why="outstanding") for name in chased.no_address)
        self._summary = self._summary.model_copy(update={"reminders": (*reminders, *without)})
        self._page = self._page.model_copy(
            update={
                "drafts": tuple((one.officer, one.why, Path(one.file)) for one in drafts),
                "no_address": chased.no_address,
            }
        )

    def _add_files(self, *files: str) -> None:
        self.run = self.run.model_copy(update={"files": (*self.run.files, *files)})

    def _clear_up(self, master: Master) -> None:
        """Do what a run that was cut off could not: finish its record, take away its unfinished files."""
        plan = self._plan
        finish_cut_off(plan.out, lambda when: any(version.when == when for version in master.record.merged))
        for folder in (plan.out, plan.out / DRAFTS):
            for cut_off in cut_off_runs(folder):
                cut_off.clear()  # what it was to put there is made anew
        for folder in (plan.out / RECORDS, *plan.archive_folder.glob("*")):
            _sweep(folder, 0)
        for folder in (plan.out, plan.master.parent):  # where somebody else may be writing just now
            _sweep(folder, _LEFT_AFTER)


def _forget_others(folder: Path, wanted: Collection[Path]) -> None:
    """Take away our own reminders that are not wanted now, of an earlier period: nobody must send them by mistake."""
    for file in folder.glob("*.eml"):
        if file not in wanted and is_our_draft(file, REMINDER):
            file.unlink(missing_ok=True)


def password_of(plan: PlanSettings) -> str | None:
    """The password for protected returns, from the plan's file or the environment; None where there is none.

    Raises:
        WrongSettings: the file cannot be read, or is empty.
    """
    if plan.password_file is None:
        return os.environ.get(PASSWORD) or None
    try:
        lines = plan.password_file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSettings(
            "the file with the password of returns cannot be read",
            "Check 'password_file' in the settings; the file holds the password in one line, in UTF-8",
            file=plan.password_file,
        ) from error
    if not lines or not lines[0]:
        raise WrongSettings(
            "the file with the password of returns is empty",
            "Write the password into it",
            file=plan.password_file,
        )
    return lines[0]


def _sweep(folder: Path, age: float) -> None:
    """Delete the unfinished files that a run left when it was ended in the middle of writing."""
    for left in folder.glob(".~xlplan-*"):
        try:
            if time.time() - left.stat().st_mtime >= age:
                left.unlink()
        except OSError:
            continue
