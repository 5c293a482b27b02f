"""A return as a file, from what its officer is shown: many are drawn in processes, which need no plan for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from xlplan.layout.record import Record, RecordRow, first_rows
from xlplan.layout.return_sheet import ReturnSheet, Shown, return_sheets
from xlplan.layout.sheets import hidden_sheet
from xlplan.workbook.file import FileBook


@dataclass(frozen=True, slots=True)
class ReturnFile:
    """A return that is to be drawn."""

    path: Path
    """Where it will lie."""
    sheet: ReturnSheet
    actions: Sequence[Shown]
    """Its rows."""
    issued: Sequence[RecordRow]
    """Its entry in the record, which goes into its hidden sheet."""


def draw_return(file: ReturnFile) -> bytes:
    """Draw the workbook of a return.

    Returns:
        The file's content, which has passed the checks of a save.

    Raises:
        XlplanError: a text is longer than Excel can hold.
        UnsafeSave: it did not pass.
    """
    record = Record(plan_id=file.sheet.plan_id, of="return")
    sheets = [*return_sheets(file.sheet, file.actions), hidden_sheet([*first_rows(record), *file.issued])]
    return FileBook.new(sheets).checked(file.path)
