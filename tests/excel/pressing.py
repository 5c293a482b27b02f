"""Pressing buttons without Excel: on xlwings' remote engine, as on the web, and on a real spreadsheet program."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import openpyxl
import xlwings as xw

from tests.builders.month import Pressed
from tests.builders.same_workbook import differences
from tests.excel.engines.libreoffice.engine import ExcelOnLibreOffice
from tests.excel.engines.remote.engine import applied, remote_book
from xlplan.excel import buttons

Typing = Callable[[xw.Book], object]
"""What a person does in the open workbook, without saving it, before the button."""


@dataclass(frozen=True)
class After:
    """What a click has left."""

    workbook: Path
    """The workbook as it is open, saved as a file of its own."""
    boxes: Sequence[str]
    """What the boxes said."""


class Program(Protocol):
    """A program that has a workbook open."""

    def press(self, button: str, path: Path, typing: Typing | None = None) -> After:
        """Open a workbook, press a button, and save what is open then as another file."""

    def opened_and_saved(self, path: Path) -> Path:
        """The workbook as the program itself saves it, for a fair comparison."""


class OnTheWeb:
    """xlwings' remote engine. It knows the workbook's path; without one it is as in a browser."""

    def __init__(self, *, knows_path: bool = True) -> None:
        self._knows_path = knows_path

    def press(self, button: str, path: Path, typing: Typing | None = None) -> After:
        assert typing is None, "what is typed there is not in the payload"
        book = remote_book(path, name=str(path) if self._knows_path else None)
        getattr(buttons, button)(book)
        target = path.with_name("after the button.xlsx")
        return After(target, applied(book, path, target))

    def opened_and_saved(self, path: Path) -> Path:
        saved = path.with_name("saved again.xlsx")
        openpyxl.load_workbook(path).save(saved)
        return saved


class InLibreOffice:
    """LibreOffice behind xlwings."""

    def __init__(self, excel: ExcelOnLibreOffice) -> None:
        self._excel = excel

    def press(self, button: str, path: Path, typing: Typing | None = None) -> After:
        self._excel.forget()
        book = self._excel.open(path)
        if typing is not None:
            typing(book)
        getattr(buttons, button)(book)
        target = self._excel.save_as(book, path.with_name("after the button.xlsx"))
        boxes = [alert.text for alert in self._excel.alerts]
        self._excel.forget()
        return After(target, boxes)

    def opened_and_saved(self, path: Path) -> Path:
        self._excel.forget()
        copy = Path(shutil.copy(path, path.with_name("opened and saved.xlsx")))
        saved = self._excel.save_as(self._excel.open(copy), path.with_name("saved again.xlsx"))
        self._excel.forget()
        return saved


def compare(month_of_buttons: Iterable[Pressed], program: Program) -> set[str]:
    """Press each button of a month, and find no difference to what its command has made.

    Returns:
        The buttons that were pressed.
    """
    done = set()
    for pressed in month_of_buttons:
        after = program.press(pressed.button, pressed.before)
        assert len(after.boxes) == 1, f"{pressed.button} said {after.boxes}"
        assert "xlplan could not" not in after.boxes[0], after.boxes
        assert not differences(program.opened_and_saved(pressed.wanted), after.workbook), pressed.button
        done.add(pressed.button)
    return done
