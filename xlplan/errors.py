"""What can go wrong, said for people: which file, which sheet and cell, what is wrong, what to do.

Every error that a user can meet is an `XlplanError`. The command line and the buttons print
`str(error)`; nobody else formats them. What a check finds is a `Finding` and is collected, never raised.
"""

from __future__ import annotations

import re
from pathlib import Path

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""C0 and C1 controls, line and paragraph separators, what turns the direction of text, half characters."""


def printable(text: str) -> str:
    """A text for a terminal, a log or a box: control characters are shown, not sent. Line ends and tabs stay.

    >>> printable("Amber\x1b[2J")
    'Amber␛[2J'
    """
    return text if text.isascii() and text.isprintable() else CONTROL.sub(_shown, text)


def one_line(text: str) -> str:
    r"""`printable`, on one line: what comes from a file cannot pretend to be a line of ours.

    >>> one_line("a.xlsx: merged\nb.xlsx")
    'a.xlsx: merged b.xlsx'
    """
    return printable(" ".join(text.split()))


def _shown(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\ufffd" if 0xD800 <= code < 0xE000 else f"<{code:02X}>"


class XlplanError(Exception):
    """A thing that stops the work before anything was written.

    Args:
        what: what is wrong, as a sentence without its full stop ("it is not a workbook").
        remedy: what the user can do, as a sentence without its full stop; may be empty.
        file: the file that it is about.
        sheet: the sheet, where there is one.
        cell: the cell's address ("C4"), where there is one.
    """

    def __init__(
        self,
        what: str,
        remedy: str = "",
        *,
        file: str | Path | None = None,
        sheet: str | None = None,
        cell: str | None = None,
    ) -> None:
        self.what = what
        self.remedy = remedy
        self.file = None if file is None else str(file)
        self.sheet = sheet
        self.cell = cell
        super().__init__(str(self))

    def __str__(self) -> str:
        place = ", ".join(
            part
            for part in (
                self.file,
                self.sheet and f"sheet {self.sheet}",
                self.cell and f"cell {self.cell}",
            )
            if part
        )
        what = self.what if self.what.endswith("?") else f"{self.what}."
        sentences = f"{what} {self.remedy}" if self.remedy else self.what
        text = f"{place}: {sentences}" if place else sentences
        text = one_line(text)
        return text if text.endswith((".", "?", "!")) else f"{text}."


class WrongUsage(XlplanError):
    """The command or call was given something that does not fit (an unknown period, a bad option)."""


class WrongSettings(XlplanError):
    """The settings file of a consolidation cannot be used; the message names the lines and the keys."""


class RunInProgress(XlplanError):
    """Another run of the same settings has not ended; nothing was done."""


class UnreadableWorkbook(XlplanError):
    """The file cannot be read as a workbook (missing, empty, cut off, encrypted, hostile, another format)."""


class NoPlanFound(XlplanError):
    """The workbook holds no action plan; the message says what was looked for and what came nearest."""


class NotAMaster(XlplanError):
    """The workbook is not a master in the standard layout."""


class WorkbookInUse(XlplanError):
    """The workbook is open in Excel, or was changed on disk since it was read; nothing was written."""


class UnsafeSave(XlplanError):
    """The new file did not pass its checks, so the old one was left as it was."""


class CountsDoNotAddUp(XlplanError):
    """A law was broken: some cell of the input is neither placed nor listed. Nothing was written."""


class UnknownField(WrongUsage):
    """A letter or a report template names a field that does not exist."""


class UnreadableTemplate(WrongUsage):
    """A letter or a report template cannot be read."""
