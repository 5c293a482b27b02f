"""Sheets of a workbook behind xlwings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from tests.excel.engines.libreoffice.names import Names
from tests.excel.engines.libreoffice.process import ExcelRefused
from tests.excel.engines.libreoffice.ranges import Range
from tests.excel.engines.libreoffice.tables import Tables

if TYPE_CHECKING:
    from tests.excel.engines.libreoffice.engine import Book

_FORBIDDEN_IN_NAMES = set("[]:*?/\\")
_LONGEST_NAME = 31


class Sheets(base_classes.Sheets):
    """The sheets in their order."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> object:
        return self.book.bridge

    def _names(self) -> list[str]:
        found: list[str] = self.book.bridge.call("sheets", book=self.book.key)
        return found

    def _sheet(self, name: str) -> Sheet:
        return self.book.sheets_by_name.setdefault(name, Sheet(self.book, name))

    @property
    def active(self) -> Sheet:
        return self._sheet(self.book.bridge.call("active_sheet", book=self.book.key))

    def __call__(self, key: int | str) -> Sheet:
        names = self._names()
        if isinstance(key, int):
            return self._sheet(names[key - 1])
        for name in names:
            if name.lower() == key.lower():
                return self._sheet(name)
        raise KeyError(f"Sheet '{key}' doesn't exist!")

    def __contains__(self, key: str) -> bool:
        return key.lower() in (name.lower() for name in self._names())

    def __len__(self) -> int:
        return len(self._names())

    def __iter__(self) -> Iterator[Sheet]:
        return iter([self._sheet(name) for name in self._names()])

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        if name is None:
            name = next(f"Sheet{n}" for n in range(1, 1000) if f"Sheet{n}" not in self)
        _check_name(name)
        if before is None and after is None:
            before = self.active
        position = before.index - 1 if before is not None else after.index if after is not None else 0
        self.book.bridge.call("add_sheet", book=self.book.key, name=name, position=position)
        return self._sheet(name)


def _check_name(name: str) -> None:
    if (
        not name
        or len(name) > _LONGEST_NAME
        or _FORBIDDEN_IN_NAMES & set(name)
        or name[0] == "'"
        or name[-1] == "'"
    ):
        raise ExcelRefused(f"a sheet cannot be called {name!r}")


class Sheet(base_classes.Sheet):
    """One sheet; the same object for the same sheet, so that whoever holds it follows a new name."""

    def __init__(self, book: Book, name: str) -> None:
        self._book = book
        self._name = name
        self._gridlines = True

    @property
    def book(self) -> Book:
        return self._book

    @property
    def api(self) -> object:
        return self.book.bridge

    def call(self, operation: str, /, **arguments: Any) -> Any:
        """One operation on this sheet."""
        return self.book.bridge.call(operation, book=self.book.key, sheet=self._name, **arguments)

    @property
    def name(self) -> str:
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        _check_name(value)
        self.call("rename_sheet", name=value)
        self.book.sheets_by_name.pop(self._name, None)
        self._name = value
        self.book.sheets_by_name[value] = self

    @property
    def index(self) -> int:
        return list(self.book.bridge.call("sheets", book=self.book.key)).index(self._name) + 1

    @property
    def visible(self) -> bool:
        return bool(self.call("sheet_visible"))

    @visible.setter
    def visible(self, value: bool) -> None:
        self.call("show_sheet", visible=bool(value))

    @property
    def show_gridlines(self) -> bool:
        """Only remembered: LibreOffice keeps it with a window, and there may be none."""
        return self._gridlines

    @show_gridlines.setter
    def show_gridlines(self, value: bool) -> None:
        self._gridlines = bool(value)

    @property
    def names(self) -> Names:
        raise NotImplementedError("names of one sheet alone are not offered")

    @property
    def tables(self) -> Tables:
        return Tables(self)

    @property
    def cells(self) -> Range:
        rows, columns = self.call("sheet_size")
        return Range(self, (1, 1), (rows, columns))

    @property
    def used_range(self) -> Range:
        return Range.of(self, self.call("used_block"))

    def range(self, first: Any, second: Any = None) -> Range:
        return Range(self, first, second)

    def activate(self) -> None:
        self.call("activate_sheet")

    def select(self) -> None:
        self.activate()

    def clear(self) -> None:
        self.used_range.clear()

    def clear_contents(self) -> None:
        self.used_range.clear_contents()

    def clear_formats(self) -> None:
        self.used_range.clear_formats()

    def autofit(self, axis: str | None = None) -> None:
        self.used_range.autofit(axis)

    def delete(self) -> None:
        self.call("delete_sheet")
        self.book.sheets_by_name.pop(self._name, None)
