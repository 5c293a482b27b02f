"""A workbook that is open in Excel as a `Book`: read as it is now, changed in memory, and written in one go.

The verbs work on a picture of the workbook in memory, the very same that serves a file on disk. So what they decide,
and whether the result is whole, is known before the first cell of the open workbook is touched; then the changes are
carried over through xlwings, in blocks. What only some of xlwings' engines can do is not used.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path

import xlwings as xw

from xlplan.errors import UnsafeSave, WorkbookInUse, WrongUsage, XlplanError, one_line
from xlplan.workbook import backup
from xlplan.workbook.excel_session.blocks import spans
from xlplan.workbook.excel_session.diff import steps_back
from xlplan.workbook.excel_session.operations import (
    AllowTyping,
    DeleteSheet,
    DrawSheet,
    DressColumns,
    FitRows,
    LikeRowAbove,
    RenameSheet,
    ResizeTable,
    ShowColumns,
    Step,
    WriteCells,
)
from xlplan.workbook.excel_session.snapshot import holds, read_open_book
from xlplan.workbook.excel_session.verify import first_difference, quietly, read_back, written
from xlplan.workbook.file import FileBook
from xlplan.workbook.grid import Area, Formula, Grid, Place, Value
from xlplan.workbook.sheet_spec import Column, SheetSpec


class LiveBook:
    """A workbook open in Excel, or in another program that xlwings drives. Nothing is written before `save`."""

    def __init__(self, book: xw.Book, copy: Path | None = None) -> None:
        """
        Args:
            book: the open workbook.
            copy: a copy that was saved of it just now, with what is not saved yet; see `read_open_book`.

        Raises:
            UnreadableWorkbook: the workbook is of a kind that xlplan cannot change.
        """
        self._book = book
        self._now, self._kept = read_open_book(book, copy)
        self._before = self._now.checked(self._now.path)
        self._steps: list[Step] = []
        self.backup: Path | None = None
        """The copy that was kept of the workbook as it was; None when there was no place for one."""
        self.is_changed = False
        """True as soon as something was written into the open workbook, and stayed there."""

    @property
    def path(self) -> Path:
        """Where it lies; just its name when that is nowhere on this computer."""
        return self._now.path

    @property
    def notices(self) -> tuple[str, ...]:
        """None: what an open workbook keeps is Excel's affair."""
        return ()

    def sheets(self) -> tuple[str, ...]:
        """The names of all worksheets, hidden ones too, in their order."""
        return self._now.sheets()

    def visible_sheets(self) -> tuple[str, ...]:
        """The names of the worksheets that a person sees, in their order."""
        return self._now.visible_sheets()

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
        before = self._now.table(sheet, table)
        typed = Area(before.last_row + 1, before.first_column, last_row, before.last_column)
        plain = self._now.columns_without_look(sheet, typed)
        self._now.extend_table(sheet, table, last_row)
        if self._now.table(sheet, table).last_row > before.last_row:
            self._resize(sheet, table)
            allowed = self._now.allowed(sheet)
            # what a person has given a look of its own keeps it
            self._steps += [
                LikeRowAbove(sheet, replace(typed, first_column=first, last_column=last), allowed)
                for first, last in spans(plain)
            ]
            self._steps.append(AllowTyping(sheet, typed, allowed))

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

    def hidden_columns(self, sheet: str) -> frozenset[int]:
        """The numbers of the columns that are hidden, by xlplan or by a person."""
        return self._now.hidden_columns(sheet)

    def show_columns(self, sheet: str, widths: Mapping[int, float]) -> None:
        """Show columns that were hidden: column number -> its width."""
        self._now.show_columns(sheet, widths)
        self._steps.append(ShowColumns(sheet, dict(widths)))

    def put_sheet(self, spec: SheetSpec, before: str | None = None) -> None:
        """Draw a sheet and put it before the named one. See `FileBook.put_sheet`.

        What xlwings cannot set is left to the add-in (frozen panes, printing) or left out (messages at drop-downs).
        """
        self._now.put_sheet(spec, before)
        name = "" if spec.table is None else self._named(spec.name, spec.table.name)
        self._steps.append(DrawSheet(spec, name, before))

    def rename_sheet(self, old: str, new: str) -> None:
        """Rename a sheet, with every reference to it. See `FileBook.rename_sheet`."""
        self._now.rename_sheet(old, new)
        self._steps.append(RenameSheet(old, new))

    def save(self, path: Path | None = None) -> None:
        """Carry the changes over into the open workbook. It is not saved to disk: that is left to its owner.

        A copy of the workbook as it was is kept first. When a change does not go through, all are taken back.

        Raises:
            WorkbookInUse: rows are hidden or a sheet is protected, or somebody has typed into it meanwhile; nothing
                was changed.
            UnsafeSave: the changes did not pass their checks, or did not go through; the message says how the
                workbook was left.
            WrongUsage: another path is asked for.
        """
        if path is not None and path != self.path:
            raise WrongUsage("an open workbook is changed where it is", file=self.path.name)
        after = self._now.checked(self.path)
        if not self._steps:
            return
        self._refuse_obstacles(self._steps)
        self._refuse_if_typed_into(self._steps)
        self._keep()
        with quietly(self._book):
            self._carry_out(self._steps, FileBook.of(after, self.path))
        self._before = after
        self._steps = []
        self.is_changed = True

    def put_back(self, copy: Path, ours: Collection[str]) -> None:
        """Make the open workbook what a copy of it holds, and use the copy up, so that the next undo goes further back.

        Args:
            copy: one of the copies that are kept beside the workbook.
            ours: the names of the sheets that xlplan makes: they go when they were not there. Other sheets stay.

        Raises:
            WorkbookInUse: rows are hidden or a sheet is protected; nothing was changed.
            XlplanError: it cannot be done in an open workbook; nothing was changed.
            UnsafeSave: it did not go through; the message says how the workbook was left.
        """
        then = FileBook.open(copy, known_as=self.path)
        steps = steps_back(self._now, then, ours)
        self._refuse_obstacles(steps)
        undone = backup.keep_undone(self.path, self._kept if self._kept is not None else self._before)
        try:
            with quietly(self._book):
                self._carry_out(steps, then)
        except UnsafeSave:
            undone.unlink(missing_ok=True)
            raise
        copy.unlink(missing_ok=True)
        self.is_changed = True
        self.backup = undone

    def _carry_out(self, steps: Sequence[Step], wanted: FileBook) -> None:
        """Carry steps out, or none: when one fails, or does not leave what it should, those before it are taken back.

        Args:
            steps: what to do.
            wanted: the workbook as it must be afterwards.
        """
        there = {sheet.name for sheet in self._book.sheets}
        try:
            for step in steps:
                step.carry_out(self._book)
            read_back(self._book, steps)
        except Exception as fault:  # noqa: BLE001 - whatever the program answers, no workbook stays half changed
            self._take_back(fault, steps, wanted, there)

    def _refuse_obstacles(self, steps: Sequence[Step]) -> None:
        """Raise when Excel would write into the wrong cells of a sheet, or not at all."""
        as_it_is = FileBook.of(self._before, self.path)
        sheets = {step.sheet for step in steps if not isinstance(step, RenameSheet | DeleteSheet)}
        for sheet in as_it_is.sheets():
            if sheet not in sheets:
                continue
            obstacles = as_it_is.obstacles(sheet)
            if obstacles.is_protected:
                raise WorkbookInUse(
                    "the sheet is protected, so nothing was changed",
                    "Take its protection off (Review, Unprotect Sheet), then click again",
                    sheet=sheet,
                )
            if obstacles.has_hidden_rows:
                raise WorkbookInUse(
                    "some rows are hidden, by a filter or by hand, and Excel would write past them; nothing is changed",
                    "Show all rows (Data, Clear; or select all rows and Unhide), then click again",
                    sheet=sheet,
                )

    def _refuse_if_typed_into(self, steps: Sequence[Step]) -> None:
        """Raise when a cell that is to be written no longer holds what it held when the workbook was read."""
        then = FileBook.of(self._before, self.path)
        sheets = then.sheets()
        known: dict[str, dict[Place, Value]] = {}
        for sheet, places in written(steps).items():
            if sheet in sheets:
                grid = then.read(sheet, detail=True)
                # not every engine tells an error in a cell, and a formula may have been worked out anew
                known[sheet] = {
                    place: grid[place].value
                    for place in places
                    if not grid[place].formula and not str(grid[place].value).startswith("#")
                }
        if difference := first_difference(self._book, known):
            raise WorkbookInUse(
                "somebody typed into it while xlplan was at work, so nothing was changed",
                "Click again",
                file=self.path.name,
                sheet=difference.sheet,
                cell=difference.cell,
            )

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
        if found.root is not None:  # else a person has turned the table into plain cells
            self._steps.append(ResizeTable(sheet, self._named(sheet, table), found.area))

    def _named(self, sheet: str, table: str) -> str:
        """What a table is called in this workbook, where a person or another program gave it another name."""
        root = self._now.table(sheet, table).root
        return table if root is None else root.get("displayName") or root.get("name") or table

    def _take_back(self, fault: Exception, done: Sequence[Step], wanted: FileBook, there: Set[str]) -> None:
        """Put the open workbook back as it was after a step has failed, and say so; always raises.

        Args:
            fault: what went wrong.
            done: the steps that were to be carried out.
            wanted: the workbook as they would have left it.
            there: the names of the sheets that were there before the first step.
        """
        then = FileBook.of(self._before, self.path)
        made = {sheet for sheet in wanted.sheets() if sheet not in there}
        renamed = {step.old: step.new for step in done if isinstance(step, RenameSheet)}
        left = []
        try:
            steps = steps_back(wanted, then, made | set(renamed))
        except XlplanError as error:
            steps, left = [], [str(error)]
        for step in steps:
            if self._was_not_done(step, renamed, there):
                continue
            try:
                step.carry_out(self._book)
            except Exception as another:  # noqa: BLE001 - each of the others is still to be taken back
                left.append(_reason(another))
        if (left and not holds(self._book, then)) or first_difference(self._book, written(steps)):
            where = f". A copy of it as it was lies in {self.backup}" if self.backup else ""
            raise UnsafeSave(
                f"Excel did not take a change ({_reason(fault)}), and not all could be taken back",
                f"Close the workbook without saving{where}",
                file=self.path.name,
            ) from fault
        if self.backup is not None:
            # nothing was changed, so there is nothing to undo
            self.backup.unlink(missing_ok=True)
            self.backup = None
        raise UnsafeSave(
            f"Excel did not take a change ({_reason(fault)}), so all were taken back: the workbook is as it was",
            "Leave the cell you are typing in, and click again",
            file=self.path.name,
        ) from fault

    def _was_not_done(self, step: Step, renamed: Mapping[str, str], there: Set[str]) -> bool:
        """True when a step back is about a sheet that was not made or renamed, for it did not come to that."""
        here = {sheet.name for sheet in self._book.sheets}
        if isinstance(step, RenameSheet):
            return step.old not in here
        if isinstance(step, DeleteSheet):
            # a sheet of the owner's has its old name still, when it was not renamed
            return step.sheet not in here or (step.sheet in there and renamed.get(step.sheet) not in here)
        return False


def _reason(fault: Exception) -> str:
    """The message of Excel, or of what drives it, on a fault; the log has the rest."""
    return one_line(str(fault))[:200] or "it does not say why"
