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

    def summary(self) -> str:
        name, copy = Path(self.master).name, Path(self.put_back).name
        return f"{name} is as it was in the copy {copy}. Run undo again to go one step further back."

    def preview(self) -> str:
        return f"{Path(self.master).name} would be as it was in {Path(self.put_back).name}."

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
    return Undone(master=str(path), put_back=str(backup.newest(Path(path))))
