"""What the arguments of several commands mean: which review period is asked for, into which folder files go."""

from __future__ import annotations

from pathlib import Path

from xlplan.errors import NotAMaster, WrongUsage
from xlplan.layout import standard
from xlplan.layout.master import Master
from xlplan.values.text import fold
from xlplan.workbook.book import Book


def period_named(master: Master, label: str | None, file: str) -> str:
    """Find the period that was asked for.

    Args:
        master: the master as read.
        label: its label in any case; None for the open period.
        file: the master's name, for the error.

    Raises:
        WrongUsage: there is none of that name, or none is open.
        NotAMaster: the Plan lacks one of its columns.
    """
    found = _known_period(master, label, file)
    missing = [
        heading
        for heading in (standard.rag_heading(found), standard.progress_heading(found))
        if heading not in master.columns
    ]
    if missing:
        raise NotAMaster(
            f"row {standard.HEADER_ROW} lacks the heading {' and '.join(missing)}",
            "Put the heading back, or undo the last change",
            file=file,
            sheet=standard.PLAN,
        )
    return found


def _known_period(master: Master, label: str | None, file: str) -> str:
    if label is None:
        if not master.open_period:
            raise WrongUsage(
                "no review period is open",
                f'Open one first: the button Open next period, or xlplan add-period "{file}" LABEL',
                file=file,
            )
        return master.open_period
    for known in master.period_labels:
        if fold(known) == fold(label):
            return known
    known_labels = ", ".join(master.period_labels) or "none yet"
    raise WrongUsage(f"the plan has no period {label}", f"Its periods are: {known_labels}", file=file)


def reported_period(master: Master, period: str | None, file: str) -> str:
    """Find the period to look at: the one that is named, else the open one, else the last.

    Args:
        master: the master as read.
        period: its label in any case; None when none was named.
        file: the master's name, for the error.

    Raises:
        WrongUsage: the plan has none of that name, or none at all.
    """
    if period is None and not master.current_period:
        raise WrongUsage(
            "the plan has no review period yet",
            f'Open one first: the button Open next period, or xlplan add-period "{file}" LABEL',
            file=file,
        )
    return period_named(master, period or master.current_period, file)


def folder_beside(book: Book, workbook: str | Path | Book, folder: str | Path | None, name: str) -> Path:
    """Choose the folder that files go into: the one that is named, else one beside the master.

    Args:
        book: the master's workbook.
        workbook: the master as the caller gave it: a path, or an open workbook.
        folder: the folder that was named; None when none was.
        name: what a folder beside the master is called.

    Raises:
        WrongUsage: the workbook is open and has no folder on this computer.
    """
    if folder is not None:
        return Path(folder)
    if not book.path.is_absolute() and not isinstance(workbook, str | Path):
        raise WrongUsage(
            "the workbook has no folder on this computer", "Name a folder for the files", file=book.path.name
        )
    return book.path.with_name(name)
