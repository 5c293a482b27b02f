"""`undo`: put back the master as it was before the last change."""

from __future__ import annotations

from pathlib import Path

from xlplan.verbs.result import Result
from xlplan.workbook import backup
from xlplan.workbook.book import Book


class Undone(Result):
    """What `undo` puts back."""

    master: str
    put_back: str
    """The copy that was, or would be, put back."""
    kept_in: str
    """The folder in which the master as it stood until now is kept."""

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
            WorkbookInUse: the master is open in Excel.
        """
        if self._book is None:
            backup.undo(Path(self.master))
        else:
            self._book.put_back(Path(self.put_back))


def undo(workbook: str | Path | Book) -> Undone:
    """Go one step back: the master as it was before the last command that changed it.

    Args:
        workbook: the master: its path, or the workbook as it is open.

    Raises:
        WrongUsage: there is no earlier copy.
    """
    if isinstance(workbook, str | Path):
        # the file is not opened for it: it is put back even when it is damaged
        return _undone(str(workbook), Path(workbook))
    result = _undone(str(workbook.path), workbook.path)
    result._book = workbook
    return result


def _undone(told: str, path: Path) -> Undone:
    return Undone(master=told, put_back=str(backup.newest(path)), kept_in=str(backup.folder_of_undone(path)))
