"""`undo`: put back the master as it was before the last change."""

from __future__ import annotations

from pathlib import Path

from xlplan.verbs.result import Result
from xlplan.workbook import backup


class Undone(Result):
    """What `undo` puts back."""

    master: str
    put_back: str
    """The copy that was, or would be, put back."""
    kept_in: str
    """The folder in which the master as it stood until now is kept."""

    def summary(self) -> str:
        return (
            f"{Path(self.master).name} is as it was before the change of {self._moment}. What stood in it until "
            f"now, also what was typed by hand since, is kept in {self.kept_in}. "
            "Run undo again to go one step further back."
        )

    def preview(self) -> str:
        return f"{Path(self.master).name} would be as it was before the change of {self._moment}."

    @property
    def _moment(self) -> str:
        made = backup.made_at(Path(self.put_back))
        return f"{made:%d/%m/%Y at %H:%M}"

    def save(self) -> None:
        """Put the copy back.

        Raises:
            WorkbookInUse: the master is open in Excel.
        """
        backup.undo(Path(self.master))


def undo(path: str | Path) -> Undone:
    """Go one step back: the master as it was before the last command that changed it.

    Args:
        path: the master.

    Raises:
        WrongUsage: there is no earlier copy.
    """
    return Undone(
        master=str(path), put_back=str(backup.newest(path)), kept_in=str(backup.folder_of_undone(path))
    )
