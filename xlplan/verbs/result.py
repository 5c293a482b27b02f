"""What every verb returns: its findings and changes, with `save()` to make them and `preview()` to show them.

A verb computes everything first; nothing is written before `save()`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import PrivateAttr

from xlplan.exit_codes import DONE, NEEDS_A_PERSON
from xlplan.model import CellValue, Change, Model
from xlplan.values.text import counted, shortened
from xlplan.workbook.book import Book

_LONGEST_VALUE = 60
"""Characters of a value that is shown."""
Tell = Callable[[int, int], None]
"""Called with how many are done, of how many, while long work goes on."""


class Result(Model):
    """The outcome of a verb.

    The fields are those of the JSON document that the command prints; `changes` lists every cell of the plan
    that gets another value.
    """

    changes: tuple[Change, ...] = ()
    _book: Book | None = PrivateAttr(default=None)

    def save(self) -> None:
        """Write what was computed, in one step.

        Raises:
            WorkbookInUse: the workbook is open in Excel or was changed on disk since it was read.
            UnsafeSave: the new file did not pass its checks; the old one is as it was.
        """
        if self._book is not None:
            self._book.save()

    def forget(self) -> None:
        """Let go of the workbook: what is left can be handed to another process, and saves nothing."""
        self._book = None

    def preview(self) -> str:
        """Write in words what `save()` would change."""
        lines = [self.summary()]
        lines += [f"  {line}" for line in self.change_lines()]
        return "\n".join(lines)

    def summary(self) -> str:
        """Write in a few lines what happened."""
        return counted(len(self.changes), "change")

    def change_lines(self) -> list[str]:
        """One line for each change."""
        return [
            f"{change.id or 'new'} {change.column}: {_on_one_line(change.old)} -> {_on_one_line(change.new)}"
            for change in self.changes
        ]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person should know before anything is written, line by line."""
        return ()

    @property
    def needs_a_person(self) -> bool:
        """True when something waits for a decision: the command then ends with exit code 1."""
        return False

    @property
    def exit_code(self) -> int:
        """The exit code of the command: 0 done, 1 done and something needs a person."""
        return NEEDS_A_PERSON if self.needs_a_person else DONE

    @property
    def errors(self) -> tuple[str, ...]:
        """What could not be done though the rest was, a line each."""
        return ()

    @property
    def notices(self) -> tuple[str, ...]:
        """After `save()`: what the workbook could not keep, a line each."""
        return self._book.notices if self._book is not None else ()

    def to_json(self) -> dict[str, Any]:
        """The JSON document of the contract, as plain Python values."""
        return self.model_dump(mode="json")


def _on_one_line(value: CellValue) -> str:
    """A value on one line, cut to a readable length; "(blank)" for none."""
    text = "" if value is None else " ".join(str(value).split())
    return shortened(text, _LONGEST_VALUE) or "(blank)"
