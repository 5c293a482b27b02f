"""Ranges of cells behind xlwings: values and formulas in blocks, and what is done with whole blocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from openpyxl.formula.translate import Translator
from xlwings import utils

from tests.excel.engines.libreoffice import formulas
from tests.excel.engines.libreoffice.dressed import DressedRange
from tests.excel.engines.libreoffice.places import Block, place, runs
from tests.excel.engines.libreoffice.reading import CellError, as_typed, handed_out
from tests.excel.engines.libreoffice.rules import ConditionalFormats, DataValidation
from tests.excel.engines.libreoffice.writing import prepared

if TYPE_CHECKING:
    from tests.excel.engines.libreoffice.names import Name
    from tests.excel.engines.libreoffice.sheets import Sheet


class Range(DressedRange):
    """A block of cells on a sheet; the block is fixed when it is asked for."""

    def __init__(self, sheet: Sheet, first: Any, second: Any = None) -> None:
        self.sheet = sheet
        self.options: dict[str, Any] = {}
        corners = [self._block_of(part) for part in (first, second) if part is not None]
        self.block: Block = [
            min(block[0] for block in corners),
            min(block[1] for block in corners),
            max(block[2] for block in corners),
            max(block[3] for block in corners),
        ]

    @classmethod
    def of(cls, sheet: Sheet, block: Block) -> Range:
        """The range of [first row, first column, last row, last column]."""
        return cls(sheet, (block[0], block[1]), (block[2], block[3]))

    def _block_of(self, part: Any) -> Block:
        if isinstance(part, Range):
            return part.block
        if isinstance(part, str):
            return self._block_of_text(part)
        if len(part) == 4:
            row, column, rows, columns = part
            return [row, column, row + rows - 1, column + columns - 1]
        row, column = part
        if row < 1 or column < 1:
            raise IndexError("rows and columns are counted from 1")
        return [row, column, row, column]

    def _block_of_text(self, text: str) -> Block:
        ends = [place(end) for end in text.split(":")]
        if None not in ends and len(ends) <= 2:
            known = [end for end in ends if end is not None]
            if all(row and column for row, column in known) or len(known) == 2:
                rows, columns = self.sheet.call("sheet_size") if not all(map(all, known)) else (0, 0)
                first, last = known[0], known[-1]
                return [first[0] or 1, first[1] or 1, last[0] or rows, last[1] or columns]
        names = self.sheet.book.names
        if names.contains(text):
            found: Range = names(text).refers_to_range
            return found.block
        if text in self.sheet.tables:
            body = self.sheet.tables(text).data_body_range
            if body is not None:
                return body.block
        raise NotImplementedError(f"an address like {text!r} is not offered")

    @property
    def is_empty(self) -> bool:
        """A slice without rows or columns."""
        return self.block[2] < self.block[0] or self.block[3] < self.block[1]

    def call(self, operation: str, /, **arguments: Any) -> Any:
        """One operation on this block."""
        return self.sheet.call(operation, block=self.block, **arguments)

    @property
    def api(self) -> object:
        return None if self.is_empty else self.sheet.book.bridge

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        return (self.sheet.name, self.row, self.column, *self.shape)

    @property
    def row(self) -> int:
        return self.block[0]

    @property
    def column(self) -> int:
        return self.block[1]

    @property
    def shape(self) -> tuple[int, int]:
        return self.block[2] - self.block[0] + 1, self.block[3] - self.block[1] + 1

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, first: int, second: int | None = None) -> Range:
        if second is None:
            row, column = divmod(first - 1, self.shape[1])
            return Range(self.sheet, (self.row + row, self.column + column))
        return Range(self.sheet, (self.row + first - 1, self.column + second - 1))

    def get_address(
        self, row_absolute: bool = True, col_absolute: bool = True, external: bool = False
    ) -> str:
        def cell(row: int, column: int) -> str:
            return f"{'$' * col_absolute}{utils.col_name(column)}{'$' * row_absolute}{row}"

        first, last = cell(*self.block[:2]), cell(*self.block[2:])
        address = first if first == last else f"{first}:{last}"
        return f"'{self.sheet.name.replace(chr(39), chr(39) * 2)}'!{address}" if external else address

    @property
    def address(self) -> str:
        return self.get_address()

    @property
    def raw_value(self) -> Any:
        if self.is_empty:
            return None
        rows = tuple(tuple(handed_out(value) for value in row) for row in self.call("read"))
        return rows[0][0] if len(self) == 1 else rows

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        if not self.is_empty:
            self._write(self._spread(value))

    def _spread(self, value: Any) -> list[list[Any]]:
        """One value for every cell; a formula's relative references move along, as in Excel."""
        if isinstance(value, list | tuple):
            return [list(row) for row in value]
        rows, columns = self.shape
        if not (isinstance(value, str) and value.startswith("=") and len(self) > 1):
            return [[value] * columns for _ in range(rows)]
        origin = self(1, 1).get_address(False, False)
        return [
            [
                Translator(value, origin=origin).translate_formula(
                    self(row, column).get_address(False, False)
                )
                for column in range(1, columns + 1)
            ]
            for row in range(1, rows + 1)
        ]

    def _write(self, rows: list[list[Any]]) -> None:
        before = self._number_formats()
        writing = prepared(rows, before)
        self.call("write", values=writing.values, formulas=writing.formulas)
        # LibreOffice gives the Text format to a text that looks like a number; in Excel the cell keeps its own.
        like_numbers = list(writing.texts_like_numbers())
        after = self._number_formats() if like_numbers else before
        for row, column in like_numbers:
            if after(row, column) == "@" != before(row, column):
                writing.formats.setdefault(before(row, column), []).append((row, column))
        for code, cells in writing.formats.items():
            self.sheet.call("set_number_format", blocks=runs(cells, self.block), code=code)

    def _number_formats(self) -> Callable[[int, int], str]:
        """The number format of the cell at (row, column) from the corner."""
        groups: list[tuple[str, list[Block]]] = self.call("number_formats")
        if len(groups) == 1:
            return lambda row, column: groups[0][0]
        found = {
            (row - self.row, column - self.column): code
            for code, blocks in groups
            for first_row, first, last_row, last in blocks
            for row in range(first_row, last_row + 1)
            for column in range(first, last + 1)
        }
        return lambda row, column: found[row, column]

    @property
    def formula(self) -> Any:
        texts = tuple(
            tuple(
                formulas.excel(text) if text else as_typed(value)
                for text, value in zip(texts, values, strict=True)
            )
            for texts, values in zip(self.call("read_formulas"), self.call("read"), strict=True)
        )
        return texts[0][0] if len(self) == 1 else texts

    @formula.setter
    def formula(self, value: Any) -> None:
        self.raw_value = value

    @property
    def formula2(self) -> Any:
        return self.formula

    @formula2.setter
    def formula2(self, value: Any) -> None:
        self.raw_value = value

    @property
    def has_array(self) -> bool:
        return bool(self.call("array_formula"))

    @property
    def number_format(self) -> str | None:
        codes = [code for code, _ in self.call("number_formats")]
        return codes[0] if len(codes) == 1 else None

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.sheet.call("set_number_format", blocks=[self.block], code=value)

    @property
    def data_validation(self) -> DataValidation:
        return DataValidation(self)

    @property
    def conditional_formats(self) -> ConditionalFormats:
        return ConditionalFormats(self)

    def clear_contents(self) -> None:
        if not self.is_empty:
            self.call("clear_contents")

    def clear_formats(self) -> None:
        self.call("clear_formats")
        self.call("clear_rules")

    def clear(self) -> None:
        if not self.is_empty:
            self.clear_contents()
            self.clear_formats()
            self.call("clear_comments")
            self.call("delete_validation")

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        if copy_origin not in (None, "format_from_left_or_above"):
            raise NotImplementedError("inserted cells take the format from the left or above")
        self.call("insert_cells", shift=shift or "down")

    def delete(self, shift: str | None = None) -> None:
        rows, columns = self.shape
        self.call("delete_cells", shift=shift or ("up" if columns >= rows else "left"))

    def copy_from(
        self, source_range: Any, copy_type: str = "all", skip_blanks: bool = False, transpose: bool = False
    ) -> None:
        source: Range = source_range.impl
        if skip_blanks or transpose or source.sheet.book is not self.sheet.book:
            raise NotImplementedError("copying within one workbook, as it stands, is all that is offered")
        if copy_type == "all":
            self.call(
                "copy_cells",
                from_book=source.sheet.book.key,
                from_sheet=source.sheet.name,
                from_block=source.block,
            )
        elif copy_type == "values":
            value = source.raw_value
            rows = value if isinstance(value, tuple) else ((value,),)
            self._corner(source)._write([[_untouched(value) for value in row] for row in rows])
        elif copy_type == "formats" and source.sheet is self.sheet:
            self._formats_from(source, self if len(self) > len(source) else self._corner(source))
        else:
            raise NotImplementedError(f"copying {copy_type!r} is not offered")

    def _corner(self, source: Range) -> Range:
        """The block of the source's shape that starts in this one's corner."""
        rows, columns = source.shape
        return Range(self.sheet, (self.row, self.column, rows, columns))

    def _formats_from(self, source: Range, target: Range) -> None:
        self.sheet.call("copy_formats", source=source.block, target=target.block)
        self.sheet.call("spread_rules", source=source.block, target=target.block)

    def autofill(self, destination: Any, type_: str) -> None:
        if type_ != "fill_formats":
            raise NotImplementedError(f"autofill {type_!r} is not offered")
        target: Range = destination.impl
        if target.sheet is not self.sheet or target.block[:2] != self.block[:2]:
            raise NotImplementedError("formats are filled downwards or to the right")
        self._formats_from(self, target)

    def end(self, direction: str) -> Range:
        row, column = self.sheet.call("end", cell=self.block[:2], direction=direction)
        return Range(self.sheet, (row, column))

    @property
    def current_region(self) -> Range:
        return Range.of(self.sheet, self.call("current_region"))

    @property
    def table(self) -> Any:
        for table in self.sheet.tables:
            block = table.range.block
            if block[0] <= self.row <= block[2] and block[1] <= self.column <= block[3]:
                return table
        return None

    @property
    def hyperlink(self) -> str:
        found = self.sheet.call("link", cell=self.block[:2])
        if found is None:
            raise ValueError("The cell doesn't seem to contain a hyperlink!")
        return str(found)

    def add_hyperlink(
        self, address: str, text_to_display: str | None = None, screen_tip: str | None = None
    ) -> None:
        """The tip is not kept: LibreOffice has none."""
        place = formulas.native(f"={address[1:]}")[1:].removeprefix("$") if address.startswith("#") else ""
        target = f"#{place}" if place else address
        self.sheet.call("add_link", cell=self.block[:2], address=target, text=text_to_display or address)

    @property
    def name(self) -> Name | None:
        for _, name in self.sheet.book.names.snapshot():
            try:
                found = name.refers_to_range
            except ValueError:
                continue
            if found.sheet is self.sheet and found.block == self.block:
                return name
        return None

    @name.setter
    def name(self, value: str) -> None:
        self.sheet.book.names.add(value, f"={self.get_address(True, True, True)}")

    def merge(self, across: bool) -> None:
        if across:
            raise NotImplementedError("merging row by row is not offered")
        self.call("merge", value=True)

    def unmerge(self) -> None:
        self.call("merge", value=False)

    @property
    def merge_cells(self) -> bool:
        return bool(self.call("is_merged"))

    def select(self) -> None:
        self.sheet.call("select_cells", block=self.block)


def _untouched(value: Any) -> Any:
    """A value to write that must not be read anew, as if it were typed."""
    return f"'{value}" if isinstance(value, str) and not isinstance(value, CellError) else value
