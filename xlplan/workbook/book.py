"""The few calls that every verb makes on a workbook, whether it lies on disk or is open in Excel."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from xlplan.workbook.grid import Formula, Grid, Place, Value
from xlplan.workbook.sheet_spec import Column, SheetSpec


class Book(Protocol):
    """A workbook to read and to change. Nothing is written before `save`."""

    @property
    def path(self) -> Path:
        """Where it lies."""

    @property
    def backup(self) -> Path | None:
        """After `save`: the copy that was kept of the workbook as it was before; None when there was nothing to keep,
        or no place for it."""

    @property
    def notices(self) -> tuple[str, ...]:
        """After `save`: what the workbook could not keep, a line each."""

    def sheets(self) -> tuple[str, ...]:
        """The names of all worksheets, hidden ones too, in their order."""

    def visible_sheets(self) -> tuple[str, ...]:
        """The names of the worksheets that a person sees, in their order."""

    def read(self, sheet: str, *, detail: bool = False) -> Grid:
        """The sheet as a grid, with the changes made so far.

        With `detail` also fills, formulas, the text as displayed and merged cells, which take longer to read;
        without it `shown` is a plain rendering of the value.
        """

    def set_cells(self, sheet: str, values: Mapping[Place, Value | Formula]) -> None:
        """Put values into cells; None empties one. Formats, comments and all else stay.

        A string is written as text whatever it starts with, never as a formula.
        """

    def append_rows(self, sheet: str, table: str, rows: Sequence[Sequence[Value | Formula]]) -> None:
        """Add rows below the table's last row. They look and behave like that row: its formats,
        drop-downs and conditional formats reach over them, and the table's range grows."""

    def extend_table(self, sheet: str, table: str, last_row: int) -> None:
        """Let a table reach down to rows that a person typed below it."""

    def append_columns(
        self, sheet: str, table: str, columns: Sequence[Column], values: Sequence[Sequence[Value | Formula]]
    ) -> None:
        """Add columns at the right of the table, each with its heading, width, format, drop-down and rules.
        `values` holds one sequence a column, one value a row of the table."""

    def hidden_columns(self, sheet: str) -> frozenset[int]:
        """The numbers of the columns that are hidden, by xlplan or by a person."""

    def show_columns(self, sheet: str, widths: Mapping[int, float]) -> None:
        """Show columns that were hidden: column number -> its width."""

    def put_sheet(self, spec: SheetSpec, before: str | None = None) -> None:
        """Draw a sheet and put it before the named one (None: at the end). One of that name is replaced."""

    def rename_sheet(self, old: str, new: str) -> None:
        """Rename a sheet, with every reference to it in formulas, names, links, drop-downs and charts."""

    def put_back(self, copy: Path, ours: Collection[str]) -> None:
        """Make the workbook what a copy of it holds, and use the copy up. What it held until now is kept.

        Args:
            copy: the copy.
            ours: the sheets that may go when they were not there then.

        Raises:
            WorkbookInUse: it is open in another program, or hidden rows or a protected sheet are in the way.
            UnsafeSave: it did not go through; the message says how the workbook was left.
        """

    def save(self, path: Path | None = None) -> None:
        """Write it all, checked, as one step: afterwards there is the old file or the new one, never a half.

        Raises:
            WorkbookInUse: it is open in Excel or was changed meanwhile.
            UnsafeSave: the new file did not pass its checks.
        """
