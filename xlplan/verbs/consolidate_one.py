"""One plan's part of `consolidate`, as steps of which each can be done again.

Merge and save; move what the save has used; report; write the record. Each step looks at what is there and brings it
to what it must be. So a run that was cut off, at whatever moment, needs no repair: the next one does what is left.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable
from pathlib import Path

from xlplan.consolidating.inbox import Arrival, arrivals, put_away
from xlplan.consolidating.records import begin_record, finish_cut_off, finish_record
from xlplan.consolidating.settings import PlanSettings
from xlplan.errors import WrongSettings, XlplanError
from xlplan.layout.master import Master, read_master
from xlplan.model import Model
from xlplan.verbs.issue import safe_file_name
from xlplan.verbs.merge import Merged, is_passed_over, merge
from xlplan.workbook.file import FileBook

PASSWORD = "XLPLAN_RETURNS_PASSWORD"
"""The environment variable that may hold the password of protected returns."""
DONE, NEEDS_A_PERSON, NOT_DONE = 0, 1, 2

_LEFT_AFTER = 3600
"""Seconds after which an unfinished file beside a master is nobody's any more."""


class Task(Model):
    """What is to be done for one plan."""

    plan: PlanSettings
    now: dt.datetime
    is_preview: bool = False
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
        return self.model_copy(
            update={
                "error": " ".join(part for part in (self.error, in_one_line(fault)) if part),
                "exit": NOT_DONE if self.merged is None else max(self.exit, NEEDS_A_PERSON),
            }
        )


class BroughtIn(Model):
    """What a plan's first steps have left to be written up."""

    run: PlanRun
    record: Path | None = None
    """The record that was begun before the save."""


def bring_in(task: Task) -> BroughtIn:
    """Merge what has arrived, and archive it. It raises nothing: a plan that fails stops no other."""
    work = _Work(task)
    if work.step(work.merge):
        work.step(work.archive)
    return BroughtIn(run=work.run, record=work.record)


def write_up(task: Task, brought_in: BroughtIn) -> PlanRun:
    """Write down what became of a plan. It raises nothing either."""
    work = _Work(task, brought_in)
    work.step(work.write_record)
    return work.run


def in_one_line(fault: Exception) -> str:
    """What went wrong, for people."""
    if isinstance(fault, XlplanError):
        return str(fault)
    if isinstance(fault, OSError):
        place = f"{fault.filename}: " if fault.filename else ""
        return (
            f"{place}it cannot be written or read ({fault.strerror or fault}). "
            "See that the folder is there, that the disk has room, and that xlplan may write to it."
        )
    reason = " ".join(f"{type(fault).__name__}: {fault}".split())[:300]
    return f"a fault in xlplan itself: {reason}. Please report it."


class _Work:
    """One plan's run while it goes on."""

    def __init__(self, task: Task, brought_in: BroughtIn | None = None) -> None:
        self._task = task
        self._plan = task.plan
        self._seen: dict[Path, Arrival] = {}
        self.run = (
            brought_in.run if brought_in else PlanRun(name=self._plan.name, master=str(self._plan.master))
        )
        self.record = brought_in.record if brought_in else None

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
            self.record = begin_record(plan.out, run.model_dump(mode="json"), task.now)
            merged.save()
        merged.forget()
        self.run = run

    def archive(self) -> None:
        """Move the returns that the master holds out of the inbox."""
        merged = self.run.merged
        if merged is None or not self._plan.archive:
            return
        held = {Path(one.file) for one in merged.returns if one.outcome in ("merged", "already merged")}
        used = [file for path, file in self._seen.items() if path in held]
        folder = self._plan.archive_folder / safe_file_name(merged.period)
        if self._task.is_preview:
            places = tuple(folder / file.path.name for file in used)
        else:
            places, _ = put_away(used, folder)
        self.run = self.run.model_copy(update={"archived": tuple(map(str, places))})

    def write_record(self) -> None:
        """Finish the record of this run."""
        plan, now = self._plan, self._task.now
        if self._task.is_preview or not plan.out.parent.is_dir():
            return
        document = self.run.model_dump(mode="json")
        if self.record is None:
            self.record = begin_record(plan.out, document, now)
        finish_record(self.record, document, now)

    def _clear_up(self, master: Master) -> None:
        """Do what a run that was cut off could not: finish its record, take away its unfinished files."""
        plan = self._plan
        finish_cut_off(plan.out, lambda when: any(version.when == when for version in master.record.merged))
        for folder in (plan.out, plan.out / "runs", *plan.archive_folder.glob("*")):
            _sweep(folder, 0)
        _sweep(plan.master.parent, _LEFT_AFTER)  # where somebody may be saving just now


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
