"""Defined names of a workbook behind xlwings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlwings import base_classes

from tests.excel.engines.libreoffice import formulas
from tests.excel.engines.libreoffice.ranges import Range

if TYPE_CHECKING:
    from tests.excel.engines.libreoffice.engine import Book


class Names(base_classes.Names):
    """The names of the whole workbook."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> object:
        return self.book.bridge

    def _names(self) -> list[str]:
        found: list[str] = self.book.bridge.call("names", book=self.book.key)
        return found

    def snapshot(self) -> list[tuple[str, Name]]:
        return [(name, Name(self, name)) for name in self._names()]

    def __call__(self, key: str) -> Name:
        for name in self._names():
            if name.lower() == key.lower():
                return Name(self, name)
        raise KeyError(key)

    def contains(self, key: str) -> bool:
        return key.lower() in (name.lower() for name in self._names())

    def add(self, name: str, refers_to: str) -> Name:
        content = formulas.native(refers_to).removeprefix("=")
        self.book.bridge.call("add_name", book=self.book.key, name=name, content=content)
        return Name(self, name)


class Name(base_classes.Name):
    """One name."""

    def __init__(self, names: Names, name: str) -> None:
        self.book = names.book
        self._name = name

    @property
    def api(self) -> object:
        return self.book.bridge

    @property
    def name(self) -> str:
        return self._name

    @property
    def refers_to(self) -> str:
        content = self.book.bridge.call("name_content", book=self.book.key, name=self._name)
        return "=" + formulas.excel(content)

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        Names(self.book).add(self._name, value)

    @property
    def refers_to_range(self) -> Range:
        found = self.book.bridge.call("name_block", book=self.book.key, name=self._name)
        if found is None:
            raise ValueError(f"{self._name} is no range")
        sheet, block = found
        return Range.of(self.book.sheets(sheet), block)

    def delete(self) -> None:
        self.book.bridge.call("delete_name", book=self.book.key, name=self._name)
