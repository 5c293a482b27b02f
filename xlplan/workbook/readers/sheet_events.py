"""A sheet's XML read by a parser, element by element, in whatever dress it comes; the judge of what it holds.

Prefixes, other encodings, CDATA sections, comments, instructions, rows and cells without an address or out of order:
all are read as LibreOffice reads them. A row, a cell or a text that is where none belongs is never passed over: the
sheet is refused, with the cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.parsers import expat

from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.grid import LAST_COLUMN, Place, address, place_of
from xlplan.workbook.ooxml.plain_form import cell_twice, row_number
from xlplan.workbook.ooxml.xml import MAIN, STRICT_MAIN, damaged_part, events_parser, too_deep
from xlplan.workbook.readers.sheet_content import (
    NO_STYLE,
    REPAIR,
    TRUE,
    SharedFormulas,
    SheetContent,
    ValueReader,
    merged_areas,
    wrong_cell,
)

_INSIDE = {
    ("", "worksheet"),
    ("worksheet", "sheetData"),
    ("worksheet", "mergeCells"),
    ("mergeCells", "mergeCell"),
    ("sheetData", "row"),
    ("row", "c"),
    ("c", "v"),
    ("c", "f"),
    ("c", "is"),
    ("is", "t"),
    ("is", "r"),
    ("is", "rPh"),
    ("r", "t"),
}
"""Which element may be in which. The pronunciation of a text (rPh) is no part of it."""

_NAMES = {
    f"{namespace} {name}": name for namespace in (MAIN, STRICT_MAIN) for name in {name for _, name in _INSIDE}
}
_TEXTS = ("v", "f", "t")
_CALLED = {"row": "row", "c": "cell"}


def read_events(content: bytes, part: str, values: ValueReader, *, detail: bool) -> SheetContent:
    """What a sheet holds.

    Args:
        content: the bytes of the worksheet part.
        part: its name, for messages.
        values: turns the cells' XML into values.
        detail: keep styles and formulas too.

    Raises:
        UnreadableWorkbook: it is not well-formed, no worksheet, holds one cell twice, a cell that no sheet has, or a
            cell with something that is no value; with the cell where there is one.
    """
    reader = _Reader(values, detail, part)
    parser = events_parser(part)
    parser.ordered_attributes = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise reader.damaged() from error
    if not reader.is_worksheet:
        raise UnreadableWorkbook(f"the part {part} is no worksheet", REPAIR)
    return reader.content()


class _Reader:
    def __init__(self, values: ValueReader, detail: bool, part: str) -> None:
        self.is_worksheet = False
        self.place: Place = (0, 0)
        self._values = values
        self._part = part
        self._detail = detail
        self._content = SheetContent()
        self._merged: list[str] = []
        self._seen: dict[int, set[int]] = {}
        self._shared = SharedFormulas()
        self._open: list[str] = [""]
        self._in_rows = False
        # of the cell that is being read
        self._style = 0
        self._kind = ""
        self._texts: dict[str, list[str]] = {}
        self._formula_number: str | None = None
        self._has_text = False

    @property
    def is_in_cell(self) -> bool:
        return "c" in self._open

    def damaged(self) -> UnreadableWorkbook:
        """What is said of the sheet when it is not well-formed, with the cell that was being read."""
        said = damaged_part(self._part)
        return UnreadableWorkbook(
            said.what, said.remedy, cell=address(*self.place) if self.is_in_cell else None
        )

    def content(self) -> SheetContent:
        """What was read, rows and columns in their order."""
        found = self._content
        found.values = {row: dict(sorted(cells.items())) for row, cells in sorted(found.values.items())}
        found.styles = {row: dict(sorted(cells.items())) for row, cells in sorted(found.styles.items())}
        found.merges = merged_areas(self._merged)
        return found

    def start(self, name: str, attributes: Sequence[str]) -> None:
        known = _NAMES.get(name, "other")
        above = self._open[-1]
        if too_deep(len(self._open)):
            raise self.damaged()
        if (above, known) not in _INSIDE:
            if known in ("row", "c"):
                raise self._misplaced(known)
            known = "rPh" if above == "rPh" else "other"
        self._open.append(known)
        if known == "c":
            self._cell(dict(zip(attributes[::2], attributes[1::2], strict=True)))
        elif known in ("v", "f", "is"):
            if known in self._texts:
                raise wrong_cell(self.place, "it holds two values")
            self._texts[known] = []
            self._has_text = False
            if known == "f":
                named = dict(zip(attributes[::2], attributes[1::2], strict=True))
                self._formula_number = named.get("si") if named.get("t") == "shared" else None
        elif known == "r":
            self._has_text = False
        elif known == "t":
            if self._has_text:
                raise wrong_cell(self.place, "it holds two values")
            self._has_text = True
        elif known == "row":
            self._row(dict(zip(attributes[::2], attributes[1::2], strict=True)))
        elif known == "mergeCell":
            named = dict(zip(attributes[::2], attributes[1::2], strict=True))
            self._merged.append(named.get("ref", ""))
        elif known == "sheetData":
            self._in_rows = True
        elif known == "worksheet":
            self.is_worksheet = True

    def _misplaced(self, what: str) -> UnreadableWorkbook:
        said = f"a {_CALLED[what]} of it stands where none belongs"
        return UnreadableWorkbook(said, REPAIR, cell=address(*self.place) if self.is_in_cell else None)

    def _row(self, attributes: dict[str, str]) -> None:
        written = attributes.get("r")
        number = row_number(str(self.place[0] + 1) if written is None else written.strip())
        if number is None:
            raise UnreadableWorkbook(f"it has a row {(written or '')[:20]!r}, which no sheet has", REPAIR)
        self.place = (number, 0)
        if self._detail and attributes.get("hidden") in TRUE:
            self._content.hidden_rows.add(number)

    def _cell(self, attributes: dict[str, str]) -> None:
        row, column = self.place
        written = attributes.get("r")
        place = (row, column + 1)
        if written is not None:
            try:
                place = place_of(written.strip())
            except ValueError:
                place = (0, 0)
        if place[0] != row or not 1 <= place[1] <= LAST_COLUMN:
            raise UnreadableWorkbook(
                f"it has a cell {(written or '')[:20]!r} in row {row}, where no sheet has one", REPAIR
            )
        self.place = place
        seen = self._seen.setdefault(row, set())
        if place[1] in seen:
            raise cell_twice(address(*place))
        seen.add(place[1])
        style = attributes.get("s", "0")
        self._style = int(style) if style.isascii() and style.isdigit() and len(style) < 10 else NO_STYLE
        self._kind = attributes.get("t", "")
        self._texts = {}
        self._formula_number = None

    def characters(self, text: str) -> None:
        within = self._open[-1]
        if within in _TEXTS:
            self._texts["is" if within == "t" else within].append(text)
        elif self._in_rows and within != "rPh" and text.strip():
            if self.is_in_cell:
                raise wrong_cell(self.place, "it holds a text where none belongs")
            raise UnreadableWorkbook(f"row {self.place[0]} holds a text outside its cells", REPAIR)

    def end(self, _: str) -> None:
        closed = self._open.pop()
        if closed == "c":
            self._close_cell()
        elif closed == "sheetData":
            self._in_rows = False

    def _close_cell(self) -> None:
        row, column = self.place
        if self._detail:
            self._content.styles.setdefault(row, {})[column] = self._style
        if not self._texts:
            return
        texts = {name: "".join(pieces) for name, pieces in self._texts.items()}
        if self._detail and "f" in texts:
            formula = texts["f"]
            if self._formula_number is not None:
                formula = self._shared.text(self.place, formula, self._formula_number)
            self._content.formulas.setdefault(row, {})[column] = formula
        text = texts.get("v", "")
        if self._kind == "inlineStr":
            if text.strip():
                raise wrong_cell(self.place, "it holds a value of another kind than it says")
            text = texts.get("is", "")
        elif texts.get("is"):
            raise wrong_cell(self.place, "it holds a text, and says that it holds none")
        if not text or (self._kind in ("", "n", "s", "b", "d") and not text.strip()):
            if self._detail and self._kind == "str" and "v" in texts:
                self._content.empty_texts.add(self.place)
            return
        try:
            value = self._values.read(self._kind, text, self._style)
        except ValueError as error:
            raise wrong_cell(self.place, str(error)) from None
        if value is not None:
            self._content.values.setdefault(row, {})[column] = value
