"""What the add-in starts: one button, on the workbook that was active when it was clicked."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path

import xlwings as xw

from xlplan.excel import buttons
from xlplan.excel.runner import reading, tell


def press(button: str, copy: str = "", xlwings_version: str = "") -> None:
    """Run a button.

    Args:
        button: the name of its function in `buttons`.
        copy: the name of the copy that the add-in has saved of the workbook, with what is not saved in it yet; it
            lies in the temporary folder, and is deleted at the end.
        xlwings_version: the version of xlwings that the add-in was built from.

    Raises:
        ValueError: there is no such button.
    """
    work = next((each for each in buttons.BUTTONS if each.__name__ == button), None)
    if work is None:
        raise ValueError(f"there is no button {button!r}")
    book = xw.Book.caller()
    file = temporary_folder() / Path(copy).name if copy else None
    try:
        if xlwings_version and xlwings_version != xw.__version__:
            tell(
                book,
                "set up again",
                "The add-in and the Python part of xlplan do not belong together any more "
                f"(xlwings {xlwings_version} and {xw.__version__}). Close Excel and run: xlplan addin install",
                mode="critical",
            )
            return
        if file is not None and not file.is_file():
            tell(
                book,
                "nothing was done",
                "The copy of the workbook that Excel saves at a click is not there. Click again; if it does not help, "
                "the command xlplan addin check says what is missing.",
                mode="critical",
            )
            return
        with reading(file):
            work(book)
    finally:
        if file is not None:
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)


def temporary_folder() -> Path:
    """Where the add-in saves its copies: the one place that Excel and Python both know and may use."""
    if sys.platform == "darwin":
        # Excel on a Mac may write without asking only into its own container
        return Path.home() / "Library/Containers/com.microsoft.Excel/Data"
    if sys.platform == "win32":
        return Path(os.environ.get("TEMP", tempfile.gettempdir()))
    return Path(tempfile.gettempdir())
