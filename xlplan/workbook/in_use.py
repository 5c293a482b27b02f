"""Whether a workbook on disk may be replaced: no other program has it open, and nobody has changed it meanwhile."""

from __future__ import annotations

import os
from pathlib import Path

from xlplan.errors import WorkbookInUse
from xlplan.workbook.disk import real


def refuse_if_in_use(path: Path) -> None:
    """Raise when another program has the workbook open, as far as that can be seen.

    Raises:
        WorkbookInUse: Excel's or LibreOffice's note of it lies beside it, or it cannot be opened for writing.
    """
    # the note lies beside the real file, or beside the link to it
    for each in dict.fromkeys((real(path), path)):
        note, program = _note_beside(each)
        if note:
            raise WorkbookInUse(
                f"the workbook is open in {program}, so nothing was written",
                f"Close it and try again; if nobody has it open, delete the file {note.name} beside it",
                file=path,
            )
    if not path.exists():
        return
    try:
        # Appending nothing: on Windows this fails while another program holds the file.
        with path.open("ab"):
            pass
    except OSError as error:
        raise WorkbookInUse(
            f"the workbook cannot be written to ({error.strerror}), so nothing was",
            "Close it in other programs, or take its write protection off, and try again",
            file=path,
        ) from error


def _note_beside(path: Path) -> tuple[Path | None, str]:
    """What a program that has the workbook open puts beside it, if it is there, and which program that is."""
    for name, program in ((f"~${path.name}", "Excel"), (f".~lock.{path.name}#", "LibreOffice")):
        if os.path.lexists(path.with_name(name)):
            return path.with_name(name), program
    return None, ""


def refuse_if_changed(path: Path, content: bytes) -> None:
    """Raise when the file is no longer the one that was read.

    Args:
        path: the file.
        content: what it held when it was read.

    Raises:
        WorkbookInUse: it has other content, or is gone.
    """
    try:
        is_same = path.read_bytes() == content
    except OSError:
        is_same = False
    if not is_same:
        raise WorkbookInUse(
            "the workbook was changed, moved or deleted by somebody else since it was read, so nothing was written",
            "Run the command again: it will start from the workbook as it is now",
            file=path,
        )
