"""`consolidate`: the month's returns into one or many masters, with nobody watching.

What is done for one plan is in `consolidate_one`; here the plans are shared out, and their results put together.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from xlplan.consolidating.portfolio_files import PortfolioWritten, write_portfolio
from xlplan.consolidating.run_lock import one_run_of
from xlplan.consolidating.run_log import write_log
from xlplan.consolidating.run_page import PAGE
from xlplan.consolidating.settings import Settings, read_settings
from xlplan.consolidating.side_by_side import in_processes, jobs_for, on_cluster
from xlplan.consolidating.watch import LOOK_EVERY, SETTLED_AFTER, Inboxes, wait_for_change
from xlplan.errors import XlplanError
from xlplan.exit_codes import NEEDS_A_PERSON, NOT_DONE
from xlplan.values.text import counted, listing
from xlplan.verbs.consolidate_one import (
    PlanOutcome,
    PlanRun,
    Task,
    consolidate_plan,
    give_up_plan,
    in_one_line,
    write_page_and_record,
)
from xlplan.verbs.result import Result, Tell

RETRY_AFTER = 300.0
"""Seconds after which a plan that could not be consolidated is tried again while watching: its master was open, say."""


class Consolidated(Result):
    """What became of all plans in one run."""

    masters: tuple[PlanRun, ...]
    """In the order of the settings."""
    portfolio: tuple[str, ...] = ()
    """What was written over all plans."""
    error: str | None = None
    """What went wrong with what is written over all plans."""
    exit: int
    """The worst of all."""

    @property
    def needs_a_person(self) -> bool:
        return self.exit > 0

    @property
    def exit_code(self) -> int:
        return self.exit

    def summary(self) -> str:
        return "\n".join(line for run in self.masters for line in _summary_lines(run))

    def preview(self) -> str:
        return self.summary()

    @property
    def errors(self) -> tuple[str, ...]:
        """A line for each plan in which something went wrong."""
        told = tuple(f"{run.name}: {run.error}" for run in self.masters if run.error)
        return (*told, self.error) if self.error else told


def consolidate(
    settings: str | Path | Settings,
    *,
    only: Sequence[str] = (),
    jobs: int | None = 1,
    cluster: str | None = None,
    preview: bool = False,
    now: dt.datetime | None = None,
    arriving: frozenset[Path] = frozenset(),
    tell: Tell | None = None,
) -> Consolidated:
    """Consolidate what has arrived, for each plan of a settings file.

    Unlike the other verbs it has no second step: what it says was done is done, unless it is a preview. It may be
    run again at any time, and two at once do no harm.

    Args:
        settings: the TOML file, or what was read from it.
        only: the names of the plans that are wanted; by default all.
        jobs: in how many processes to work; None for as many as pay on this machine. A script that asks for more
            than one must be guarded by `if __name__ == "__main__"`.
        cluster: the address of a Dask scheduler whose workers are to do it instead.
        preview: say what would be done; write nothing.
        now: the moment of the run; by default the present.
        arriving: files that are not whole yet, to be left where they are.
        tell: called with (done, of) as plans are done.

    Raises:
        WrongSettings: the settings cannot be used.
        WrongUsage: no plan has one of the names, or nobody answers at the cluster's address.
        RunInProgress: another run of these settings does not end.
    """
    known = settings if isinstance(settings, Settings) else read_settings(settings)
    plans = known.only(only)
    moment = (now or dt.datetime.now()).replace(microsecond=0)
    tasks = [Task(plan=plan, now=moment, is_preview=preview, arriving=arriving) for plan in plans]
    others = [
        Task(plan=plan, now=moment, is_only_for_portfolio=True)
        for plan in known.plans
        if known.portfolio is not None and not preview and plan not in plans
    ]
    with contextlib.nullcontext() if preview else one_run_of(known.file):
        done: dict[str, PlanOutcome] = {}
        for number, (task, outcome) in enumerate(_consolidate_all([*tasks, *others], jobs, cluster), start=1):
            done[task.plan.name] = outcome
            if tell:
                tell(number, len(tasks) + len(others))
        result = _portfolio(known, tasks, done)
        return result if preview else _with_log(known, result, moment)


def _portfolio(settings: Settings, tasks: Sequence[Task], done: dict[str, PlanOutcome]) -> Consolidated:
    """Write what is written over all plans, where that is wanted, and put the plans' runs together."""
    files: tuple[str, ...] = ()
    error = None
    if settings.portfolio is not None and not any(task.is_preview for task in tasks):
        today = tasks[0].now.date()
        summaries = [done[plan.name].summary for plan in settings.plans]
        try:
            written = write_portfolio(settings.portfolio, summaries, today)
            files = tuple(map(str, written.files))
            for task in tasks:
                done[task.plan.name] = _with_joint_reminders(task, done[task.plan.name], written)
        except (XlplanError, OSError) as fault:
            error = in_one_line(fault)
    runs = tuple(done[task.plan.name].run for task in tasks)
    worst = max(run.exit for run in runs)
    return Consolidated(
        masters=runs,
        portfolio=files,
        error=error,
        exit=max(worst, NEEDS_A_PERSON) if error else worst,
    )


def _with_joint_reminders(task: Task, done: PlanOutcome, written: PortfolioWritten) -> PlanOutcome:
    """A plan's run, some of whose reminders are now in one with those of other plans."""
    gone = {str(own): told for own, told in written.joint.items() if str(own) in done.run.files}
    if not gone:
        return done
    run = done.run.model_copy(update={"files": tuple(file for file in done.run.files if file not in gone)})
    drafts = tuple(draft for draft in done.page.drafts if str(draft[2]) not in gone)
    page = done.page.model_copy(update={"drafts": drafts, "joint": tuple(gone.values())})
    return write_page_and_record(task, done.model_copy(update={"run": run, "page": page}))


def _with_log(settings: Settings, result: Consolidated, when: dt.datetime) -> Consolidated:
    """Write the log. What was done is done, also where it cannot be written."""
    try:
        write_log(log_of(settings), _log_lines(result), when)
    except OSError as fault:
        told = " ".join(filter(None, [result.error, in_one_line(fault)]))
        return result.model_copy(update={"error": told, "exit": max(result.exit, NEEDS_A_PERSON)})
    return result


def watch_inboxes(
    settings: str | Path,
    *,
    only: Sequence[str] = (),
    jobs: int | None = 1,
    cluster: str | None = None,
    show: Callable[[Consolidated | XlplanError], None],
    stop: threading.Event | None = None,
) -> None:
    """Consolidate now, at the beginning of each day, and whenever a file has arrived and is whole, until stopped.

    Args:
        settings: the TOML file.
        only: as for `consolidate`, like `jobs` and `cluster`.
        show: called with the result of each run, or with what kept it from running.
        stop: set to end it.

    Raises:
        WrongSettings: the settings cannot be used.
        WrongUsage: no plan has one of the names, or the package watchfiles is not installed.
    """
    known = read_settings(settings)
    plans = known.only(only)
    inboxes = Inboxes(plan.inbox for plan in plans)
    stopped = stop or threading.Event()
    day: dt.date | None = None
    again: dict[Path, float] = {}
    while not stopped.is_set():
        for inbox in [inbox for inbox, due in again.items() if due <= time.monotonic()]:
            inboxes.try_again(inbox)
            del again[inbox]
        ready = inboxes.look()
        is_new_day, day = day != dt.date.today(), dt.date.today()
        names = [plan.name for plan in plans if is_new_day or plan.inbox in ready]
        if names:
            try:
                result = consolidate(
                    known, only=names, jobs=jobs, cluster=cluster, arriving=inboxes.arriving()
                )
                show(result)
                failed = {run.name for run in result.masters if run.exit == NOT_DONE}
            except XlplanError as error:
                show(error)
                failed = set(names)
            again.update(
                (plan.inbox, time.monotonic() + RETRY_AFTER) for plan in plans if plan.name in failed
            )
        waits = [SETTLED_AFTER / 2 if inboxes.arriving() else LOOK_EVERY]
        waits += [max(due - time.monotonic(), 0.1) for due in again.values()]
        wait_for_change([plan.inbox for plan in plans], stopped, min(waits))


def log_of(settings: Settings) -> Path:
    """The log of a settings file: beside it, and called like it."""
    return settings.file.with_suffix(".log")


def _consolidate_all(
    tasks: Sequence[Task], jobs: int | None, cluster: str | None
) -> Iterator[tuple[Task, PlanOutcome]]:
    if cluster:
        return on_cluster(consolidate_plan, tasks, cluster, give_up_plan)
    return in_processes(consolidate_plan, tasks, jobs or jobs_for(len(tasks)), give_up_plan)


def _summary_lines(run: PlanRun) -> Iterator[str]:
    """A plan's run for people."""
    if run.merged is None:
        yield f"{run.name}: {run.error or 'no review period is open, and nothing has arrived.'}"
        return
    first, *rest = run.merged.summary().splitlines()
    yield f"{run.name}: {first}"
    yield from rest
    if run.archived:
        yield f"  {counted(len(run.archived), 'file')} moved to {Path(run.archived[0]).parent}"
    if run.files:
        yield f"  See {next((file for file in run.files if file.endswith(PAGE)), run.files[0])}"
    if run.error:
        yield f"  but: {run.error}"


def _log_lines(result: Consolidated) -> Iterator[tuple[str, str]]:
    """The lines of the log: time, plan and file."""
    for run in result.masters:
        if run.merged is not None:
            for one in run.merged.returns:
                cells = f" ({counted(one.cells.changed, 'cell')} changed)" if one.outcome == "merged" else ""
                why = f": {one.why}" if one.why else ""
                yield run.name, f"{one.outcome}: {Path(one.file).name}{cells}{why}"
            told = f"{run.merged.undecided} to settle, {len(run.merged.outstanding)} outstanding"
            yield run.name, f"{run.merged.period}: {told}"
        for place in run.archived:
            yield run.name, f"archived: {place}"
        if run.files:
            page = next((place for place in run.files if place.endswith(PAGE)), run.files[0])
            yield run.name, f"written: {counted(len(run.files), 'file')}, with {page}"
        if run.error:
            yield run.name, f"error: {run.error}"
        yield run.name, f"exit {run.exit}"
    if result.portfolio:
        yield "", f"written: {counted(len(result.portfolio), 'file')}, with {result.portfolio[0]}"
    if result.error:
        yield "", f"error: {result.error}"
    failed = [run.name for run in result.masters if run.error]
    yield "", f"exit {result.exit}" + (f", not well: {listing(failed, 10)}" if failed else "")
