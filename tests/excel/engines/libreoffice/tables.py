"""Excel tables behind xlwings; LibreOffice keeps them as database ranges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from tests.excel.engines.libreoffice.ranges import Range

if TYPE_CHECKING:
    from tests.excel.engines.libreoffice.sheets import Sheet


class Tables(base_classes.Tables):
    """The tables of one sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.parent = sheet

    @property
    def api(self) -> object:
        return self.parent.api

    def _names(self) -> list[str]:
        found: list[str] = self.parent.call("tables")
        return found

    def __len__(self) -> int:
        return len(self._names())

    def __iter__(self) -> Iterator[Table]:
        return iter([Table(self.parent, name) for name in self._names()])

    def __call__(self, key: int | str) -> Table:
        names = self._names()
        if isinstance(key, int):
            return Table(self.parent, names[key - 1])
        for name in names:
            if name.lower() == key.lower():
                return Table(self.parent, name)
        raise KeyError(key)

    def __contains__(self, key: str) -> bool:
        return key.lower() in (name.lower() for name in self._names())

    def add(
        self,
        source_type: str | None = None,
        source: Any = None,
        link_source: Any = None,
        has_headers: bool | None = None,
        destination: Any = None,
        table_style_name: str | None = None,
        name: str | None = None,
    ) -> Table:
        """LibreOffice 7 knows no table styles: the style's name is taken and has no effect."""
        if source_type or link_source or destination or not has_headers:
            raise NotImplementedError("a table is made of a range with headings")
        return Table(self.parent, self.parent.call("add_table", block=source.impl.block, name=name))


class Table(base_classes.Table):
    """One table."""

    def __init__(self, sheet: Sheet, name: str) -> None:
        self._sheet = sheet
        self._name = name

    @property
    def parent(self) -> Sheet:
        return self._sheet

    @property
    def api(self) -> object:
        return self.parent.api

    def _call(self, operation: str, **arguments: Any) -> Any:
        return self.parent.book.bridge.call(
            operation, book=self.parent.book.key, table=self._name, **arguments
        )

    @property
    def name(self) -> str:
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        self._call("rename_table", name=value)
        self._name = value

    @property
    def display_name(self) -> str:
        return self._name

    @property
    def range(self) -> Range:
        return Range.of(self.parent, self._call("table_block"))

    @property
    def show_headers(self) -> bool:
        return bool(self._call("table_has", what="headers"))

    @property
    def show_totals(self) -> bool:
        return bool(self._call("table_has", what="totals"))

    @property
    def show_autofilter(self) -> bool:
        return bool(self._call("table_has", what="filter"))

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        self._call("set_table_filter", value=bool(value))

    @property
    def show_table_style_row_stripes(self) -> bool:
        """LibreOffice gives tables no look of their own: there are no stripes to show."""
        return False

    @show_table_style_row_stripes.setter
    def show_table_style_row_stripes(self, value: bool) -> None:
        if value:
            raise NotImplementedError("stripes")

    @property
    def header_row_range(self) -> Range | None:
        if not self.show_headers:
            return None
        row, first, _, last = self._call("table_block")
        return Range.of(self.parent, [row, first, row, last])

    @property
    def data_body_range(self) -> Range | None:
        first_row, first, last_row, last = self._call("table_block")
        first_row += self.show_headers
        last_row -= self.show_totals
        return Range.of(self.parent, [first_row, first, last_row, last]) if first_row <= last_row else None

    @property
    def totals_row_range(self) -> Range | None:
        if not self.show_totals:
            return None
        _, first, row, last = self._call("table_block")
        return Range.of(self.parent, [row, first, row, last])

    def resize(self, range: Any) -> None:
        self._call("resize_table", sheet=self.parent.name, block=range.impl.block)
