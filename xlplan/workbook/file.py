"""A workbook on disk: read, changed in memory, and saved in one step through the gate."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from xlplan.errors import UnreadableWorkbook, WrongUsage
from xlplan.workbook import backup, gate
from xlplan.workbook.book import Book
from xlplan.workbook.disk import real
from xlplan.workbook.grid import Area, Formula, Grid, Place, Value
from xlplan.workbook.in_use import refuse_if_changed, refuse_if_in_use
from xlplan.workbook.ooxml.archive import Member, write_members
from xlplan.workbook.ooxml.calculation import has_formulas, recalculate_on_opening
from xlplan.workbook.ooxml.cell_xml import storable
from xlplan.workbook.ooxml.macros import drop_macros, drop_signatures
from xlplan.workbook.ooxml.package import Package, worksheet
from xlplan.workbook.ooxml.sheet_list import SheetEntry
from xlplan.workbook.readers import SheetReader, plain_errors
from xlplan.workbook.readers.admission import admit
from xlplan.workbook.readers.sheet_facts import Allowed, Obstacles, obstacles_of, validations_of
from xlplan.workbook.readers.xlsx import counts_from_1904
from xlplan.workbook.sheet_spec import Column, SheetSpec

if TYPE_CHECKING:  # what changes sheets is loaded when one is changed: half of the commands only read
    from xlplan.workbook.ooxml.sheet_editor import Frame
    from xlplan.workbook.ooxml.table_lookup import FoundTable


_Expected = dict[int, dict[int, Value | Formula]]
"""Row -> column -> what must be read back."""


class FileBook:
    """An .xlsx or .xlsm file as a `Book`. Nothing is written before `save`."""

    def __init__(self, package: Package, content: bytes, path: Path | None = None) -> None:
        """Not to be called from outside; see `open` and `new`."""
        self._notices: tuple[str, ...] = ()
        self.backup: Path | None = None
        """The copy that was kept of the file as it was before the last save, if it was there."""
        self._take(package, content, path)

    def _take(self, package: Package, content: bytes, path: Path | None) -> None:
        self._package = package
        self._content = content
        self._path = path
        self._reader = SheetReader(package)
        self._is_1904 = counts_from_1904(package)
        self._expected: dict[str, _Expected] = {}

    @classmethod
    def open(cls, path: str | Path, *, known_as: Path | None = None) -> FileBook:
        """Open a workbook to read and change it.

        Args:
            path: the file.
            known_as: the workbook that the file is a copy of, where it is one: its name is in messages.

        Raises:
            UnreadableWorkbook: it is none that can be changed in place, or may not be read at all.
        """
        path = Path(path)
        admitted = admit(path)
        if admitted.kind != "xlsx":
            raise UnreadableWorkbook(
                f"a {path.suffix.lower() or 'file of this kind'} file can be read but not changed",
                "Open it in Excel, save it as an Excel Workbook (.xlsx), and use that",
                file=known_as or path,
            )
        known_as = known_as or path
        with plain_errors(known_as):
            return cls(Package.of_members(admitted.members, str(known_as)), admitted.content, known_as)

    @classmethod
    def new(cls, sheets: Sequence[SheetSpec], *, known_as: Path | None = None) -> FileBook:
        """A fresh workbook that holds just these sheets. It has no path until it is saved, or the one it is given."""
        from xlplan.workbook.ooxml.insert_sheet import new_package

        members = new_package(sheets).members()
        # What was drawn is to be read back like any change.
        book = cls(Package.of_members(members), _zip_of(members), known_as)
        for spec in sheets:
            book._expect_sheet(spec)
        return book

    @classmethod
    def of(cls, content: bytes, known_as: Path) -> FileBook:
        """A workbook from its bytes.

        Raises:
            UnreadableWorkbook: it is damaged.
        """
        with plain_errors(known_as):
            return cls(Package.from_bytes(content, str(known_as)), content, known_as)

    @property
    def path(self) -> Path:
        """Where it lies.

        Raises:
            WrongUsage: it is new and was not saved yet.
        """
        if self._path is None:
            raise WrongUsage("the workbook has no name yet", "Save it under one first")
        return self._path

    @property
    def notices(self) -> tuple[str, ...]:
        """After `save`: what the workbook could not keep, a line each."""
        return self._notices

    def sheets(self) -> tuple[str, ...]:
        """The names of all worksheets, hidden ones too, in their order."""
        return tuple(entry.name for entry in self._package.sheets() if entry.is_worksheet)

    def visible_sheets(self) -> tuple[str, ...]:
        """The names of the worksheets that a person sees, in their order."""
        return tuple(
            entry.name for entry in self._package.sheets() if entry.is_worksheet and entry.state == "visible"
        )

    def read(self, sheet: str, *, detail: bool = False) -> Grid:
        """The sheet as a grid, with the changes made so far.

        Args:
            sheet: its name.
            detail: also read fills, formulas and the texts as displayed.

        Raises:
            XlplanError: there is no such sheet.
            UnreadableWorkbook: it is damaged.
        """
        entry = worksheet(self._package, sheet)
        with plain_errors(self._path or Path(sheet)):
            return self._reader.read(entry, detail=detail)

    def set_cells(self, sheet: str, values: Mapping[Place, Value | Formula]) -> None:
        """Put values into cells; None empties one. See `cells.set_cells`.

        Raises:
            XlplanError: there is no such sheet, or a cell cannot be changed alone.
        """
        from xlplan.workbook.ooxml.cells import set_cells

        set_cells(self._package, sheet, values)
        self._expect(sheet, values)

    def append_rows(self, sheet: str, table: str, rows: Sequence[Sequence[Value | Formula]]) -> None:
        """Add rows below the table's last row. See `grow_table.append_rows`.

        Raises:
            XlplanError: there is no such table, or something is in the way.
        """
        from xlplan.workbook.ooxml import grow_table

        if not rows:
            return
        area = grow_table.append_rows(self._package, sheet, table, rows)
        self._expect_rows(sheet, area.first_row, area.first_column, rows)

    def extend_table(self, sheet: str, table: str, last_row: int) -> None:
        """Let a table reach down to rows that were typed below it. See `grow_table.extend_table`.

        Raises:
            XlplanError: there is no such table.
        """
        from xlplan.workbook.ooxml import grow_table

        grow_table.extend_table(self._package, sheet, table, last_row)
        self._reader.forget()

    def append_columns(
        self, sheet: str, table: str, columns: Sequence[Column], values: Sequence[Sequence[Value | Formula]]
    ) -> None:
        """Add columns at the right of the table. See `grow_table.append_columns`.

        Raises:
            XlplanError: there is no such table, or something is in the way.
        """
        from xlplan.workbook.ooxml import grow_table

        if not columns:
            return
        area = grow_table.append_columns(self._package, sheet, table, columns, values)
        rows = zip_longest(*values) if values else ()
        headings = [column.heading for column in columns]
        self._expect_rows(sheet, area.first_row, area.first_column, [headings, *rows], blanks=True)

    def hidden_columns(self, sheet: str) -> frozenset[int]:
        """The numbers of the columns that are hidden, by xlplan or by a person."""
        from xlplan.workbook.ooxml.column_widths import hidden_columns

        return hidden_columns(self._frame(sheet)[1])

    def show_columns(self, sheet: str, widths: Mapping[int, float]) -> None:
        """Show columns that were hidden: column number -> its width."""
        from xlplan.workbook.ooxml.column_widths import set_widths

        entry, frame = self._frame(sheet)
        set_widths(frame, widths)
        frame.put_into(self._package, entry.part)

    def columns_without_look(self, sheet: str, area: Area) -> list[int]:
        """The columns of an area in which no cell has a look of its own."""
        frame = self._frame(sheet)[1]
        rows = range(area.first_row, area.last_row + 1)
        dressed = {cell.column for row in rows for cell in frame.cells(row) if cell.style}
        return [column for column in range(area.first_column, area.last_column + 1) if column not in dressed]

    def obstacles(self, sheet: str) -> Obstacles:
        """What would keep a program that has the workbook open from writing into a sheet."""
        entry = worksheet(self._package, sheet)
        return obstacles_of(self._package.read(entry.part))

    def allowed(self, sheet: str) -> tuple[Allowed, ...]:
        """What may be typed into the cells of a sheet."""
        entry = worksheet(self._package, sheet)
        return validations_of(self._package.read(entry.part), entry.part)

    def put_sheet(self, spec: SheetSpec, before: str | None = None) -> None:
        """Draw a sheet and put it before the named one. See `insert_sheet.put_sheet`.

        Raises:
            XlplanError: it cannot be put there.
        """
        from xlplan.workbook.ooxml import insert_sheet

        insert_sheet.put_sheet(self._package, spec, before)
        self._expected.pop(spec.name, None)
        self._expect_sheet(spec)

    def rename_sheet(self, old: str, new: str) -> None:
        """Rename a sheet, with every reference to it. See `rename.rename_sheet`.

        Raises:
            XlplanError: there is no such sheet, or the name is taken or not allowed.
        """
        from xlplan.workbook.ooxml import rename

        name = worksheet(self._package, old).name
        rename.rename_sheet(self._package, old, new)
        self._reader.forget()
        if name in self._expected:
            self._expected[new] = self._expected.pop(name)

    def drop_macros(self) -> bool:
        """Take macros out, so that the workbook can be saved as .xlsx; True when there were any."""
        return drop_macros(self._package)

    def save(self, path: Path | None = None, *, is_new: bool = False) -> None:
        """Write it all, checked, as one step: afterwards there is the old file or the new one, never a half.

        Args:
            path: another place than it was opened from. A file that is there is replaced; a copy of it is kept.
            is_new: nothing may be there.

        Raises:
            WrongUsage: there is something, and nothing may be.
            WorkbookInUse: the file is open in another program, or was changed since it was read.
            UnsafeSave: the new file did not pass its checks.
        """
        target = self.path if path is None else Path(path)
        self._drop_what_cannot_stay(target)
        if self._package.touched and has_formulas(self._package):
            recalculate_on_opening(self._package)
        content = self._zipped()
        package = Package.from_bytes(content, str(target))
        # what was written lies in the new file now, deflated: it need not be held twice while it is looked at
        package.touched = self._package.touched
        self._package, self._reader = package, SheetReader(package)
        self._check(content, target)
        with backup.held(target):
            refuse_if_in_use(target)
            if self._path is not None and real(target) == real(self._path):
                refuse_if_changed(target, self._content)
            try:
                self.backup = backup.replace(target, content, is_new=is_new)
            except FileExistsError as error:
                raise WrongUsage(
                    "it exists already", "Give another name with -o, or replace it with --force", file=target
                ) from error
        package.touched = set()
        self._take(package, content, target)

    def _drop_what_cannot_stay(self, target: Path) -> None:
        """Macros have no place in an .xlsx, and a signature no longer holds once the workbook has been changed."""
        notices = []
        if target.suffix.lower() == ".xlsx" and drop_macros(self._package):
            notices.append(f"{target.name}: its macros are gone, for an .xlsx holds none.")
        if self._package.touched and drop_signatures(self._package):
            notices.append(f"{target.name}: its digital signature is gone, for the workbook was changed.")
        self._notices = tuple(notices)

    def put_back(self, copy: Path, ours: Collection[str] = ()) -> None:
        """Make the file what a copy of it holds, whole, and use the copy up. See `backup.undo`.

        Raises:
            WorkbookInUse: the file is open in another program.
        """
        backup.undo(self.path, copy)

    def refuse_damaged(self) -> None:
        """Raise unless all that the file holds can be read.

        Raises:
            UnreadableWorkbook: it cannot.
        """
        name = self._path or Path("workbook")
        with plain_errors(name):
            gate.refuse_damaged(self._content, str(name))
            for sheet in self.sheets():
                self.read(sheet)

    def checked(self, known_as: Path) -> bytes:
        """The workbook with its changes as a file, after it has passed the gate.

        Raises:
            UnsafeSave: it did not pass.
        """
        content = self._zipped()
        self._check(content, known_as)
        return content

    def _zipped(self) -> bytes:
        return _zip_of(self._package.members()) if self._package.touched else self._content

    def _check(self, content: bytes, known_as: Path) -> None:
        gate.check(self._content, content, self._package.touched, self._expected, str(known_as))

    def table(self, sheet: str, table: str) -> FoundTable:
        """Where a table is on a sheet, and what it is called there. See `table_lookup.find_table`.

        Raises:
            XlplanError: there is no such table.
        """
        from xlplan.workbook.ooxml.table_lookup import find_table

        return find_table(self._package, *self._frame(sheet), table)

    def _frame(self, sheet: str) -> tuple[SheetEntry, Frame]:
        """A sheet, and what it is taken into to be changed."""
        from xlplan.workbook.ooxml.sheet_editor import Frame

        entry = worksheet(self._package, sheet)
        return entry, Frame.of(self._package, entry.part)

    def _expect(self, sheet: str, values: Mapping[Place, Value | Formula]) -> None:
        """Remember what must be read back from the saved file."""
        self._add_cells(self._expected_of(sheet), values)

    def _add_cells(self, expected: _Expected, values: Mapping[Place, Value | Formula]) -> None:
        for (row, column), value in values.items():
            expected.setdefault(row, {})[column] = storable(value, is_1904=self._is_1904)

    def _expect_rows(
        self,
        sheet: str,
        first_row: int,
        first_column: int,
        rows: Iterable[Sequence[Value | Formula]],
        *,
        blanks: bool = False,
    ) -> None:
        """As `_expect`, for rows one below the other. Where a column is calculated, None becomes its formula."""
        self._add_rows(self._expected_of(sheet), first_row, first_column, rows, blanks=blanks)

    def _add_rows(
        self,
        expected: _Expected,
        first_row: int,
        first_column: int,
        rows: Iterable[Sequence[Value | Formula]],
        *,
        blanks: bool,
    ) -> None:
        for row, values in enumerate(rows, first_row):
            expected.setdefault(row, {}).update(
                {
                    column: value if value and type(value) is str else storable(value, is_1904=self._is_1904)
                    for column, value in enumerate(values, first_column)
                    if blanks or value is not None
                }
            )

    def _expected_of(self, sheet: str) -> _Expected:
        self._reader.forget()
        return self._expected.setdefault(worksheet(self._package, sheet).name, {})

    def _expect_sheet(self, spec: SheetSpec) -> None:
        expected = self._expected_of(spec.name)
        self._add_cells(expected, {place: cell.value for place, cell in spec.cells.items()})
        table = spec.table
        if table is not None:
            rows = [[column.heading for column in table.columns], *table.rows]
            self._add_rows(expected, table.header_row, table.first_column, rows, blanks=False)


def _zip_of(members: Sequence[Member]) -> bytes:
    stream = BytesIO()
    write_members(stream, members)
    return stream.getvalue()


def opened(workbook: str | Path | Book) -> Book:
    """The workbook to work on: read from disk where a path is given, else the one that is open.

    Raises:
        UnreadableWorkbook: it is none that can be changed in place, or may not be read at all.
    """
    return FileBook.open(workbook) if isinstance(workbook, str | Path) else workbook
