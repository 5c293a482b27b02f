"""A workbook that is open in Excel as a `Book`: read as it is now, changed in memory, and written in one go.

The verbs work on a picture of the workbook in memory, the very same that serves a file on disk. So what they decide,
and whether the result is whole, is known before the first cell of the open workbook is touched; then the changes are
carried over through xlwings, in blocks. What only some of xlwings' engines can do is not used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from pathlib import Path

import xlwings as xw

from xlplan.errors import UnsafeSave, WrongUsage, XlplanError
from xlplan.workbook import backup, gate
from xlplan.workbook.drawing import Column, Drawing
from xlplan.workbook.driven.blocks import blocks, taken
from xlplan.workbook.driven.differences import steps_back
from xlplan.workbook.driven.looks import cells_of
from xlplan.workbook.driven.seen import seen
from xlplan.workbook.driven.steps import (
    AllowTyping,
    DeleteSheet,
    DrawSheet,
    DressColumns,
    FitRows,
    LikeRowAbove,
    RenameSheet,
    ResizeTable,
    Step,
    WriteCells,
)
from xlplan.workbook.file import FileBook
from xlplan.workbook.grid import Area, Formula, Grid, Place, Value, address


class LiveBook:
    """A workbook open in Excel, or in another program that xlwings drives. Nothing is written before `save`."""

    def __init__(self, book: xw.Book, copy: Path | None = None) -> None:
        """
        Args:
            book: the open workbook.
            copy: a copy that was saved of it just now, with what its owner has not saved yet; see `driven.seen`.

        Raises:
            UnreadableWorkbook: the workbook is of a kind that xlplan cannot change.
        """
        self._book = book
        self._now, self._kept = seen(book, copy)
        self._before = self._now.checked(self._now.path)
        self._steps: list[Step] = []
        self.backup: Path | None = None
        """The copy that `save` has kept of the workbook as it was; None when there was no place for one."""

    @property
    def path(self) -> Path:
        """Where it lies; just its name when that is nowhere on this computer."""
        return self._now.path

    def sheets(self) -> tuple[str, ...]:
        """The names of all worksheets, hidden ones too, in their order."""
        return self._now.sheets()

    def read(self, sheet: str, *, detail: bool = False) -> Grid:
        """The sheet as a grid, with the changes made so far. See `FileBook.read`."""
        return self._now.read(sheet, detail=detail)

    def set_cells(self, sheet: str, values: Mapping[Place, Value | Formula]) -> None:
        """Put values into cells; None empties one. See `FileBook.set_cells`."""
        self._now.set_cells(sheet, values)
        self._steps.append(WriteCells(sheet, dict(values)))

    def append_rows(self, sheet: str, table: str, rows: Sequence[Sequence[Value | Formula]]) -> None:
        """Add rows below the table's last row, that look and behave like it. See `FileBook.append_rows`."""
        if not rows:
            return
        self._now.append_rows(sheet, table, rows)
        found = self._now.table(sheet, table)
        first_row = found.last_row - len(rows) + 1
        new = Area(first_row, found.first_column, found.last_row, found.last_column)
        self._resize(sheet, table)
        if first_row > found.header_row + 1:
            self._steps.append(LikeRowAbove(sheet, new, self._now.allowed(sheet)))
        elif len(rows) > 1:
            below = Area(first_row + 1, new.first_column, new.last_row, new.last_column)
            self._steps.append(LikeRowAbove(sheet, below, self._now.allowed(sheet)))
        filled = {
            (first_row + down, found.first_column + right): value
            for down, row in enumerate(rows)
            for right, value in enumerate(row)
            if value is not None  # where a column is calculated, it has its formula
        }
        self._steps += [WriteCells(sheet, filled), FitRows(sheet, new)]

    def extend_table(self, sheet: str, table: str, last_row: int) -> None:
        """Let a table reach down to rows that a person typed below it. See `FileBook.extend_table`."""
        before = self._now.table(sheet, table).last_row
        self._now.extend_table(sheet, table, last_row)
        found = self._now.table(sheet, table)
        if found.last_row > before:
            self._resize(sheet, table)
            typed = Area(before + 1, found.first_column, found.last_row, found.last_column)
            self._steps.append(AllowTyping(sheet, typed, self._now.allowed(sheet)))

    def append_columns(
        self, sheet: str, table: str, columns: Sequence[Column], values: Sequence[Sequence[Value | Formula]]
    ) -> None:
        """Add columns at the right of the table, with all that makes them. See `FileBook.append_columns`."""
        if not columns:
            return
        self._now.append_columns(sheet, table, columns, values)
        found = self._now.table(sheet, table)
        first = found.last_column - len(columns) + 1
        cells: dict[Place, Value | Formula] = {}
        for number, (column, in_column) in enumerate(zip(columns, values, strict=True), first):
            cells[found.header_row, number] = column.heading
            cells |= {
                (found.header_row + 1 + down, number): value
                for down, value in enumerate(in_column)
                if value is not None
            }
        # the headings first: a table that grows takes the names of its columns from them
        self._steps.append(WriteCells(sheet, cells))
        self._resize(sheet, table)
        body = Area(found.header_row + 1, first, found.last_row, found.last_column)
        headings = dict(zip(found.headings, range(found.first_column, found.last_column + 1), strict=True))
        self._steps.append(DressColumns(sheet, tuple(columns), body, headings))

    def put_sheet(self, drawing: Drawing, before: str | None = None) -> None:
        """Draw a sheet and put it before the named one. See `FileBook.put_sheet`.

        What xlwings cannot set is left to the add-in (frozen panes, printing) or left out (messages at drop-downs).
        """
        self._now.put_sheet(drawing, before)
        name = "" if drawing.table is None else self._named(drawing.name, drawing.table.name)
        self._steps.append(DrawSheet(drawing, name, before))

    def rename_sheet(self, old: str, new: str) -> None:
        """Rename a sheet, with every reference to it. See `FileBook.rename_sheet`."""
        self._now.rename_sheet(old, new)
        self._steps.append(RenameSheet(old, new))

    def save(self, path: Path | None = None) -> None:
        """Carry the changes over into the open workbook. It is not saved to disk: that is left to its owner.

        A copy of the workbook as it was is kept first. When a change does not go through, all are taken back.

        Raises:
            UnsafeSave: the changes did not pass their checks, or did not go through; the message says how the
                workbook was left.
            WrongUsage: another path is asked for.
        """
        if path is not None and path != self.path:
            raise WrongUsage("an open workbook is changed where it is", file=self.path.name)
        after = self._now.checked(self.path)
        if not self._steps:
            return
        self._keep()
        there = {sheet.name for sheet in self._book.sheets}
        try:
            for step in self._steps:
                step.carry_out(self._book)
            self._read_back()
        except Exception as fault:  # noqa: BLE001 - whatever the program answers, no workbook stays half changed
            self._take_back(fault, there)
        self._before = after
        self._steps = []

    def put_back(self, copy: Path) -> None:
        """Make the open workbook what a copy of it holds, and use the copy up, so that the next undo goes further back.

        Args:
            copy: one of the copies that are kept beside the workbook.

        Raises:
            XlplanError: that cannot be done in an open workbook; nothing was changed.
            UnsafeSave: it did not go through.
        """
        then = FileBook.open(copy, known_as=self.path)
        steps = steps_back(self._now, then)
        kept = self._kept if self._kept is not None else self._before
        backup.use_up(self.path, copy, kept)
        try:
            for step in steps:
                step.carry_out(self._book)
        except Exception as fault:
            raise UnsafeSave(
                f"the workbook was put back only in part ({_reason(fault)})",
                f"Close it without saving, and take the copy from {backup.folder_of_undone(self.path)}",
                file=self.path.name,
            ) from fault

    def _keep(self) -> None:
        if self._kept is None or not self.path.is_absolute() or not self.path.parent.is_dir():
            return
        try:
            self.backup = backup.keep(self.path, self._kept)
        except OSError as error:
            raise UnsafeSave(
                f"no copy of the workbook could be kept ({error.strerror}), so nothing was changed",
                f"Make room, or ask for the right to write into the folder {self.path.parent}",
                file=self.path.name,
            ) from error

    def _resize(self, sheet: str, table: str) -> None:
        found = self._now.table(sheet, table)
        self._steps.append(ResizeTable(sheet, self._named(sheet, table), found.area))

    def _named(self, sheet: str, table: str) -> str:
        """What a table is called in this workbook, where a person or another program gave it another name."""
        root = self._now.table(sheet, table).root
        return table if root is None else root.get("displayName") or root.get("name") or table

    def _read_back(self) -> None:
        """Raise unless the open workbook now holds what was written, as far as the engine can tell."""
        if self._book.app.engine.type != "desktop":
            return
        for sheet, cells in self._written().items():
            for block in blocks(cells):
                area = cells_of(self._book.sheets[sheet], block.area)
                rows = area.options(ndim=2, err_to_str=True).value
                for down, (asked, found) in enumerate(zip(block.rows, rows, strict=True)):
                    for right, (value, held) in enumerate(zip(asked, found, strict=True)):
                        if not gate.is_as_asked(value, taken(held)):
                            raise UnsafeSave(
                                f"it holds {held!r} where {value!r} was to be written",
                                sheet=sheet,
                                cell=address(block.area.first_row + down, block.area.first_column + right),
                            )

    def _written(self) -> dict[str, dict[Place, Value]]:
        """The values that were written, the last for each cell; formulas are left to the program to work out."""
        written: dict[str, dict[Place, Value]] = {}
        for step in self._steps:
            if isinstance(step, WriteCells):
                cells = written.setdefault(step.sheet, {})
                for place, value in step.cells.items():
                    if isinstance(value, Formula):
                        cells.pop(place, None)
                    else:
                        cells[place] = value
        return written

    def _take_back(self, fault: Exception, there: Set[str]) -> None:
        """Put the open workbook back as it was after a step has failed, and say so; always raises.

        Args:
            fault: what went wrong.
            there: the names of the sheets that were there before the first step.
        """
        then = FileBook.of(self._before, self.path)
        left = []
        try:
            steps = steps_back(self._now, then)
        except XlplanError as error:
            steps, left = [], [str(error)]
        for step in steps:
            if self._was_not_done(step, there):
                continue
            try:
                step.carry_out(self._book)
            except Exception as another:  # noqa: BLE001 - each of the others is still to be taken back
                left.append(_reason(another))
        where = f". A copy of it as it was lies in {self.backup}" if self.backup else ""
        if left:
            raise UnsafeSave(
                f"Excel did not take a change ({_reason(fault)}), and not all could be taken back ({left[0]})",
                f"Close the workbook without saving{where}",
                file=self.path.name,
            ) from fault
        raise UnsafeSave(
            f"Excel did not take a change ({_reason(fault)}), so all were taken back: the workbook is as it was",
            f"Leave the cell you are typing in, take off any protection, and click again{where}",
            file=self.path.name,
        ) from fault

    def _was_not_done(self, step: Step, there: Set[str]) -> bool:
        """True when a step back is about a sheet that was not made or renamed, for it did not come to that."""
        here = {sheet.name for sheet in self._book.sheets}
        if isinstance(step, RenameSheet):
            return step.old not in here
        if isinstance(step, DeleteSheet):
            # a sheet of the owner's has its old name still, when it was not renamed
            renamed = {each.old: each.new for each in self._steps if isinstance(each, RenameSheet)}
            return step.sheet not in here or (step.sheet in there and renamed.get(step.sheet) not in here)
        return False


def _reason(fault: Exception) -> str:
    return " ".join(f"{type(fault).__name__}: {fault}".split())[:200]
