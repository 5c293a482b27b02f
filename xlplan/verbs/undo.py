"""`undo`: put back the master as it was before the last change."""

from __future__ import annotations

from pathlib import Path

from xlplan.errors import WrongUsage, XlplanError
from xlplan.layout import standard
from xlplan.layout.master import read_master
from xlplan.verbs.result import Result
from xlplan.workbook import backup
from xlplan.workbook.book import Book
from xlplan.workbook.file import FileBook
from xlplan.workbook.grid import is_same_sheet


class Undone(Result):
    """What `undo` puts back."""

    master: str
    put_back: str
    """The copy that was, or would be, put back."""
    kept_in: str
    """The folder in which the master as it was until now is kept."""

    def summary(self) -> str:
        return (
            f"{Path(self.master).name} is as it was before the change of {self.moment}. What stood in it until "
            f"now, also what was typed by hand since, is kept in {self.kept_in}. "
            "Run undo again to go one step further back."
        )

    def preview(self) -> str:
        return f"{Path(self.master).name} would be as it was before the change of {self.moment}."

    @property
    def moment(self) -> str:
        made = backup.made_at(Path(self.put_back))
        return f"{made:%d/%m/%Y at %H:%M}"

    def save(self) -> None:
        """Put the copy back.

        Raises:
            WorkbookInUse: the master is open in another program, or another run is at work on it; or, where it is the
                open workbook that is put back, rows are hidden or a sheet is protected.
            UnsafeSave: the open workbook did not take it.
        """
        if self._book is None:
            backup.undo(Path(self.master), Path(self.put_back))
        else:
            self._book.put_back(Path(self.put_back), standard.OUR_SHEETS)


def undo(workbook: str | Path | Book) -> Undone:
    """Go one step back: the master as it was before the last command that changed it.

    Args:
        workbook: the master: its path, or the workbook as it is open.

    Raises:
        WrongUsage: there is no earlier copy.
        UnsafeSave: the copy cannot be opened; the message says which of the older ones can.
    """
    if isinstance(workbook, str | Path):
        # the file is not opened for it: what is damaged is put back all the same
        copy = backup.newest(workbook)
        backup.refuse_damaged(copy, workbook, _refuse_unusable)
        return _undone(str(workbook), Path(workbook), copy)
    if not workbook.path.is_absolute():
        raise WrongUsage(
            "there is nothing to undo: the workbook has no folder on this computer, where copies are kept",
            "To go back, close it without saving",
            file=workbook.path.name,
        )
    copy = backup.newest(workbook.path, is_open=True)
    backup.refuse_damaged(copy, workbook.path, _refuse_unusable)
    result = _undone(str(workbook.path), workbook.path, copy)
    _refuse_moved_rows(workbook, Path(result.put_back))
    result._book = workbook
    return result


def _refuse_moved_rows(workbook: Book, copy: Path) -> None:
    """An open workbook is put back cell by cell: where rows have been sorted or inserted, looks would not follow."""
    try:
        now, then = read_master(workbook), read_master(FileBook.open(copy, known_as=workbook.path))
    except XlplanError:
        return  # one of the two is no master yet, or no more
    for identity, row in then.rows.items():
        if now.rows.get(identity, row) != row:
            raise WrongUsage(
                f"rows have been sorted, inserted or deleted since: {identity} stood in row {row}",
                f"Put the rows in their old order; or close the workbook and take the copy {copy}",
                file=workbook.path.name,
                sheet=standard.PLAN,
            )


def _refuse_unusable(copy: Path) -> None:
    """Raise unless a copy is a whole workbook and, where it is a master, one that can be read."""
    book = FileBook.open(copy)
    book.refuse_damaged()
    if any(is_same_sheet(sheet, standard.HIDDEN) for sheet in book.sheets()):
        read_master(book)


def _undone(told: str, path: Path, copy: Path) -> Undone:
    return Undone(master=told, put_back=str(copy), kept_in=str(backup.folder_of_undone(path)))
