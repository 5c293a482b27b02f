"""One row of a council's table, read: its texts, its dates, its owners, its RAG words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from xlplan.importing.candidates import OWNER_MARK
from xlplan.importing.classify import ClassifiedColumn
from xlplan.importing.heading_words import BOTH
from xlplan.importing.result import Inference, ReadRow, inference
from xlplan.importing.table_extent import TableExtent
from xlplan.importing.table_rows import TableRow
from xlplan.model import CellValue
from xlplan.values.list_items import list_items
from xlplan.values.no_owner import names_nobody
from xlplan.values.owners import read_owners
from xlplan.values.patterns import compile_late
from xlplan.values.rag import CANONICAL, Key, is_prose, split_rag
from xlplan.values.refs import ref_in_label, split_ref
from xlplan.values.text import clean
from xlplan.values.timescales import read_date_cell, read_timescale, says_only_a_date
from xlplan.workbook.grid import Cell, Place, address, column_letters
from xlplan.workbook.readers.number_formats import displayed, number_format

_TEXT_FIELDS = dict.fromkeys(
    ("theme", "recommendation", "ref", "report_ref", "action", "success_criteria", "notes", "timescale"), ""
)
_PARAGRAPH = compile_late(
    r"[(\[]\s*((?:paras?|paragraphs?|pages?|pp?)\b\.?\s*\d[\d\s.,;&\-–]*(?:and\s+\d[\d.]*)*)\s*[)\]]", re.I
)
_JOINERS = frozenset(
    [
        "and",
        "with",
        "plus",
        "also",
        "lead",
        "support",
        "supporting",
        "supported",
        "assisted",
        "by",
        "in",
        "consultation",
        "officer",
        "owner",
        "person",
        "responsible",
        "accountable",
    ]
)
"""Words between the names of an owner cell that say who leads or follows, and name nobody."""


@dataclass
class RowReader:
    """What the rows of one table are read with.

    Args:
        table: the table.
        key: what RAG words and colours mean in this workbook.
        base: the day that the plan begins, for dates without a year.
        period: the period that columns without a named one belong to.
        headings: column index -> the heading that a column of the council's own is kept under.
        labels: a period's key -> its label.
    """

    table: TableExtent
    key: Key
    base: dt.date | None
    period: str
    headings: Mapping[int, str]
    labels: Mapping[str, str]
    findings: list[Inference] = field(default_factory=list)
    placed: set[Place] = field(default_factory=set)
    """Where every text that ended in a row is written."""

    def read(self, row: TableRow, theme: str, recommendation: str) -> ReadRow:
        """The row, with the theme and recommendation that bands and titles over it give."""
        texts = dict(_TEXT_FIELDS)
        rag: dict[str, str] = {}
        progress: dict[str, str] = {}
        other: dict[str, CellValue] = {}
        formats: dict[str, str] = {}
        supporting: list[str] = []
        owner = ""
        due: dt.date | None = None
        moved_to: dt.date | None = None
        revised_due: dt.date | str | None = None
        own, number, placed = row.own, row.number, self.placed
        has_merges = self.table.view.has_merges
        for index, column, kind in self._columns:
            held = own.get(index)
            if held is None:
                held = self.table.cell_under(row, index) if has_merges else None
                if held is None or held[0].is_blank:
                    if kind in ("rag", BOTH):
                        self._colour(row, column, index, rag)
                    continue
            cell, place = held
            placed.add(place)
            text = clean(cell.shown)
            is_own = place[0] == number
            if kind in _TEXT_FIELDS:
                texts[kind] = text
                if kind == "timescale" and not self._has_due:
                    due, moved_to = self._due(cell, text, place, is_own)
            elif kind == "due":
                due, moved_to = self._due(cell, text, place, is_own)
                if due is None or not (isinstance(cell.value, dt.date) or _is_one_day(text)):
                    other[self.headings[index]] = text
            elif kind == "revised_due":
                revised_due = self._revised(cell, text, place, is_own)
            elif kind == "owner":
                owner, others = self._owners(text, place, is_own)
                supporting += [name for name in others if name not in supporting]
            elif kind == OWNER_MARK:
                other[self.headings[index]] = text
                if owner:
                    supporting.append(column.heading.text)
                else:
                    owner = column.heading.text
            elif kind == "supporting":
                owners = read_owners(text)
                names = list(owners) if _names_all(text, " ".join(owners)) else [text]
                supporting += [name for name in names if name not in supporting]
            elif kind in ("rag", "progress", BOTH):
                self._read_report(column, cell, text, place, is_own, rag, progress)
            else:
                other[self.headings[index]] = self._own_value(cell, text, index)
                if holds_number(cell) and (code := self._formats[index]):
                    formats[self.headings[index]] = code
        recommendation = _joined(recommendation, "\n", texts["recommendation"])
        return ReadRow(
            self.table.view.sheet,
            number,
            f"{self._first_column}{number}",
            theme=_joined(theme, " – ", texts["theme"]),
            recommendation=recommendation,
            ref=texts["ref"] or split_ref(texts["action"])[0] or ref_in_label(recommendation),
            report_ref=texts["report_ref"] or _paragraph_in(recommendation),
            action=texts["action"],
            owner=owner,
            supporting="; ".join([name for name in supporting if name != owner]) if supporting else "",
            timescale=texts["timescale"],
            due=due,
            revised_due=revised_due if revised_due is not None else moved_to,
            success_criteria=texts["success_criteria"],
            notes=texts["notes"],
            rag=rag,
            progress=progress,
            other=other,
            formats=formats,
        )

    @cached_property
    def _first_column(self) -> str:
        return column_letters(self.table.columns[0].heading.first)

    @cached_property
    def _formats(self) -> dict[int, str | None]:
        """Column index -> the number format that shows all its numbers as they are."""
        cells: dict[int, list[Cell]] = {index: [] for index in range(len(self.table.columns))}
        for row in self.table.rows:
            if row.kind == "action":  # a total may be shown in another way
                for index, (cell, _) in row.own.items():
                    cells[index].append(cell)
        return {index: shared_format(found) for index, found in cells.items()}

    def _own_value(self, cell: Cell, text: str, index: int) -> CellValue:
        """A date or a number as such where the column can show it as it is; else the text as displayed."""
        if isinstance(cell.value, dt.date) and not isinstance(cell.value, dt.datetime):
            return cell.value
        is_plain = self._formats[index] or str(cell.value) == text
        return cell.value if holds_number(cell) and is_plain else text

    @cached_property
    def _columns(self) -> list[tuple[int, ClassifiedColumn, str]]:
        """The columns with their indices and fields."""
        return [(index, column, column.field) for index, column in enumerate(self.table.columns)]

    @cached_property
    def _has_due(self) -> bool:
        return any(column.field == "due" for column in self.table.columns)

    def _note(self, code: str, place: Place, value: str, **words: str) -> None:
        self.findings.append(inference(code, self.table.view.sheet, address(*place), value, **words))

    def _label(self, column: ClassifiedColumn) -> str:
        return self.labels[column.period.key] if column.period else self.period

    def _due(
        self, cell: Cell, text: str, place: Place, is_own: bool
    ) -> tuple[dt.date | None, dt.date | None]:
        """Read the due date of a cell, and the one that it was moved to, if any."""
        if isinstance(cell.value, dt.date):
            reading = read_date_cell(cell.value, cell.shown)
        else:
            reading = read_timescale(text, base=self.base)
        if is_own and reading.kind == "unreadable":
            self._note("DUE002", place, text)
        elif is_own and reading.assumed and reading.due:
            self._note("DUE005", place, text, assumed=reading.assumed)
        return reading.due, reading.revised_due

    def _revised(self, cell: Cell, text: str, place: Place, is_own: bool) -> dt.date | str:
        """Read the revised date of a cell; its words as they are where they are more than one day."""
        if isinstance(cell.value, dt.date):
            return read_date_cell(cell.value, cell.shown).due or text
        if not _is_one_day(text):
            return text
        reading = read_timescale(text, base=self.base)
        if is_own and reading.assumed:
            self._note("DUE005", place, text, assumed=reading.assumed)
        return reading.due or text

    def _owners(self, text: str, place: Place, is_own: bool) -> tuple[str, Sequence[str]]:
        owner, others, code, words = _owners_in(text)
        if is_own and code:
            self._note(code, place, text, **words)
        return owner, others

    def _read_report(
        self,
        column: ClassifiedColumn,
        cell: Cell,
        text: str,
        place: Place,
        is_own: bool,
        rag: dict[str, str],
        progress: dict[str, str],
    ) -> None:
        period = self._label(column)
        if column.field == "progress":
            _add(progress, period, text)
            return
        word, prose = split_rag(text, self.key)
        if word and rag.get(period, word) != word:
            # two columns give this period a RAG word, and not the same: the second is kept beside
            _add(progress, period, text)
            return
        if not word and column.field == "rag" and not is_prose(text):
            if is_own:
                self._note("RAG001", place, text)
            if period in rag:
                _add(progress, period, text)
            else:
                rag[period] = text
            return
        if word:
            rag[period] = word
        if prose:
            _add(progress, period, prose)
            if is_own and column.field == "rag":
                self._note("RAG004", place, text)

    def _colour(self, row: TableRow, column: ClassifiedColumn, index: int, rag: dict[str, str]) -> None:
        """A RAG cell that has a fill and no text."""
        place = (row.number, column.heading.first)
        fill = self.table.view.grid[place].fill
        if fill is None or fill.upper() in ("FFFFFF", "000000"):
            return
        word = self.key.word_of_colour(fill)
        if word in CANONICAL:
            rag.setdefault(self._label(column), word or "")
        elif not self.table.is_plain_fill(index, fill):
            self._note("LAY005", place, fill)


def _joined(above: str, sign: str, own: str) -> str:
    return f"{above}{sign}{own}" if above and own else above or own


def _paragraph_in(text: str) -> str:
    """The paragraph of a report that a recommendation names in brackets; "" for none."""
    match = _PARAGRAPH.search(text) if "(" in text or "[" in text else None
    return match[1].strip() if match else ""


def _is_one_day(text: str) -> bool:
    """True for a text that is a day and says nothing else, so that the date can stand for it."""
    return says_only_a_date(text) and read_timescale(text).kind == "date"


def _add(progress: dict[str, str], period: str, text: str) -> None:
    progress[period] = f"{progress[period]}\n{text}" if period in progress else text


@lru_cache(maxsize=4096)
def _owners_in(text: str) -> tuple[str, Sequence[str], str, Mapping[str, str]]:
    """The owner that a cell names, the others, and what is to be said of it, if anything: a code and its words."""
    owners = read_owners(text)
    if names_nobody(text):
        return text, (), "OWN001", {}
    if not _names_all(text, " ".join(owners)):
        # taking the cell apart would lose a word of it: it is kept whole
        return text, (), "OWN005", {"why": "the names could not be taken apart"}
    others = owners.supporting
    if owners.questions:
        return owners.lead, others, "OWN005", {"why": "; ".join(owners.questions)}
    if owners.reordered:
        return owners.lead, others, "OWN010", {"names": "; ".join(owners.reordered)}
    if others:
        return owners.lead, others, "OWN004", {"owner": owners.lead, "supporting": "; ".join(others)}
    return owners.lead, others, "", {}


@lru_cache(maxsize=4096)
def _names_all(text: str, names: str) -> bool:
    """True when the names have every word of an owner cell but those that join them."""
    words = re.findall(r"[^\W_]+", clean(names).casefold())
    left = "".join(words)
    said = re.findall(r"[^\W_]+", clean(text).casefold())
    return all(word in words or word in left or word in _JOINERS for word in said)


def split_row(row: ReadRow, owner_text: str, base: dt.date | None) -> list[ReadRow]:
    """The row's actions, each with its own timescale and owner; the row as it is when the lists do not match.

    Args:
        row: the row as read.
        owner_text: its owner cell as typed.
        base: when the plan began, for dates without a year.
    """
    actions, timescales, owners = (
        list_items(row.action),
        list_items(row.timescale),
        list_items(clean(owner_text)),
    )
    if not len(actions) == len(timescales) == len(owners) > 1:
        return [row]
    criteria = list_items(row.success_criteria)
    rows = []
    for index, (action, timescale, owner) in enumerate(zip(actions, timescales, owners, strict=True)):
        named = read_owners(owner)
        when = read_timescale(timescale, base=base)
        rows.append(
            row._replace(
                action=action,
                ref=split_ref(action)[0] or row.ref,
                timescale=timescale,
                due=when.due,
                revised_due=when.revised_due or row.revised_due,
                owner=named.lead,
                supporting="; ".join(named.supporting),
                success_criteria=criteria[index] if len(criteria) == len(actions) else row.success_criteria,
            )
        )
    return rows


GENERAL = "General"
_FORMATS = (
    GENERAL, "0", "#,##0", "£#,##0", "0%", "0.0", "0.00", "#,##0.0", "#,##0.00", "£#,##0.00", "0.0%", "0.00%",
)  # fmt: skip


def holds_number(cell: Cell) -> bool:
    """True for a number that is no date and no TRUE or FALSE."""
    return isinstance(cell.value, int | float) and not isinstance(cell.value, bool)


def shared_format(cells: Iterable[Cell]) -> str | None:
    """The one format that shows all numbers among the cells as they are on the sheet; None without one.

    >>> shared_format([Cell(1200000, "1,200,000"), Cell(900, "900"), Cell("not known", "not known")])
    '#,##0'
    >>> shared_format([Cell(0.45, "45%"), Cell(12, "12")]) is None
    True
    """
    numbers = [cell for cell in cells if holds_number(cell)]
    if not numbers:
        return None
    for code in _FORMATS:
        form = number_format(code)
        if all(displayed(cell.value, form) == clean(cell.shown) for cell in numbers):
            return code
    return None


def own_formats(rows: Iterable[ReadRow]) -> dict[str, str]:
    """The number format of each of the council's own columns, where all its tables agree on one."""
    found: dict[str, set[str]] = {}
    for row in rows:
        for heading, code in row.formats.items():
            found.setdefault(heading, set()).add(code)
    return {heading: codes.pop() for heading, codes in found.items() if len(codes) == 1}
