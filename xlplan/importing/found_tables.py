"""All plan tables of a workbook, found, and their columns classified together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from xlplan.importing.classify import ClassifiedColumn, with_theme_headings
from xlplan.importing.evidence import weigh_evidence
from xlplan.importing.header_rows import NearMiss, headers
from xlplan.importing.heading_words import normal
from xlplan.importing.headings import Header
from xlplan.importing.plan_table import cells_under, classify_columns, with_all_columns
from xlplan.importing.rag_keys import DeclaredKey, declared_keys, whole_key
from xlplan.importing.section_rows import Titles
from xlplan.importing.sheet_view import SheetView
from xlplan.importing.table_extent import TableExtent
from xlplan.importing.table_rows import TableRow, rows_between
from xlplan.values.rag import Key
from xlplan.workbook.grid import Area, Cell, Place


@dataclass
class PlanTable:
    """A plan table on its way from headings to rows."""

    view: SheetView
    header: Header
    columns: tuple[ClassifiedColumn, ...]
    table: TableExtent
    taken: frozenset[Place]
    titles: Titles = field(default_factory=Titles)
    lines: list[tuple[int, str]] = field(default_factory=list)
    follows: bool = False
    """True when it is right below another table, with no line between them."""
    repeats_headings: bool = False
    """True when it repeats the headings of the table above it, as on a new page."""

    def set_columns(self, columns: tuple[ClassifiedColumn, ...]) -> None:
        """Give the columns other fields than they were found with."""
        self.columns = columns
        self.table.columns = columns
        self.table.fields = [column.field for column in columns]

    @property
    def rows(self) -> list[TableRow]:
        return self.table.rows

    @property
    def area(self) -> Area:
        return Area(
            self.header.first_row,
            self.header.first_column,
            self.rows[-1].number,
            self.header.last_column,
        )


@dataclass
class _Draft:
    """Headings with the columns below them, before these are classified."""

    view: SheetView
    header: Header
    limit: int
    """The last row that can belong to the table."""
    taken: frozenset[Place]
    cells: list[list[Cell]]
    columns: tuple[ClassifiedColumn, ...] = ()
    is_last: bool = True

    def extent(self) -> TableExtent:
        """The rows below the headings, with what they are."""
        candidates = rows_between(self.view, self.columns, self.header.last_row + 1, self.limit, self.taken)
        return TableExtent(self.view, self.columns, self.header.last_row, candidates, self.is_last)

    def near_miss(self) -> NearMiss:
        """Why the table is no plan."""
        texts = tuple(cell.shown for cell in self.header.cells if cell.shown)
        evidence = weigh_evidence(self.columns)
        return NearMiss(
            self.view.sheet,
            self.header.last_row,
            texts,
            len(texts),
            evidence.missing or "rows",
            evidence.kind,
            evidence.score,
        )

    @property
    def signature(self) -> tuple[tuple[str, int], ...]:
        return tuple(
            (normal(cell.shown) or (cell.period.label if cell.period else ""), cell.first)
            for cell in self.header.cells
        )


@dataclass(frozen=True)
class Findings:
    """What was found on the sheets."""

    tables: list[PlanTable]
    keys: dict[str, list[DeclaredKey]]
    """By sheet."""
    key: Key
    """What RAG words and colours mean in the whole workbook."""
    near: list[NearMiss]


def find_tables(views: Sequence[SheetView], forced: Mapping[str, str]) -> Findings:
    """Find the plan tables of all sheets, in order.

    Tables with the same headings are looked at together: what one column holds in all of them says what it is.
    """
    near: list[NearMiss] = []
    keys: dict[str, list[DeclaredKey]] = {}
    heads: dict[str, list[Header]] = {}
    for view in views:
        heads[view.sheet], missed = headers(view, forced)
        near += missed
        keys[view.sheet] = [
            each for each in declared_keys(view) if not _inside_a_table(each.area, heads[view.sheet], view)
        ]
    key = whole_key([declared for on_sheet in keys.values() for declared in on_sheet])
    drafts = [draft for view in views for draft in _drafts(view, heads[view.sheet], keys[view.sheet])]
    _classify_together(drafts, key, forced)
    tables: list[PlanTable] = []
    weighed = [(draft, weigh_evidence(draft.columns), draft.extent()) for draft in drafts]
    has_better = any(
        evidence.is_plan and not evidence.is_thin and table.rows for _, evidence, table in weighed
    )
    for draft, evidence, table in weighed:
        if evidence.is_plan and table.rows and not (evidence.is_thin and has_better):
            tables.append(PlanTable(draft.view, draft.header, draft.columns, table, draft.taken))
        else:
            near.append(draft.near_miss())
    return Findings(tables, keys, key, near)


def _drafts(view: SheetView, heads: Sequence[Header], keys: Sequence[DeclaredKey]) -> list[_Draft]:
    taken = frozenset(
        (row, column)
        for declared in keys
        for row in range(declared.area.first_row, declared.area.last_row + 1)
        for column in range(declared.area.first_column, declared.area.last_column + 1)
    )
    drafts = []
    for header in heads:
        below = [
            each.first_row for each in heads if each.first_row > header.last_row and each.overlaps(header)
        ]
        limit = min(below, default=view.last_row + 1) - 1
        whole = with_all_columns(view, header, limit, heads, taken)
        cells = cells_under(view, whole, limit)
        drafts.append(_Draft(view, whole, limit, taken, cells, is_last=not below))
    return drafts


def _classify_together(drafts: Sequence[_Draft], key: Key, forced: Mapping[str, str]) -> None:
    alike: dict[tuple[tuple[str, int], ...], list[_Draft]] = {}
    for draft in drafts:
        alike.setdefault(draft.signature, []).append(draft)
    for group in alike.values():
        pooled = [
            [cell for draft in group for cell in draft.cells[index]]
            for index in range(len(group[0].header.cells))
        ]
        settled = classify_columns(group[0].header.cells, pooled, key, forced)
        for draft in group:
            draft.columns = tuple(
                replace(column, heading=heading)
                for column, heading in zip(settled, draft.header.cells, strict=True)
            )
    for sheet in {id(draft.view): draft.view for draft in drafts}.values():
        on_sheet = [draft for draft in drafts if draft.view is sheet]
        themed = with_theme_headings([draft.columns for draft in on_sheet])
        for draft, columns in zip(on_sheet, themed, strict=True):
            draft.columns = columns


def _inside_a_table(area: Area, heads: Sequence[Header], view: SheetView) -> bool:
    """True when the area is part of the table under some headings: it shares its rows, or follows without a gap."""
    for header in heads:
        if header.last_row >= area.first_row or not (
            header.first_column <= area.last_column and area.first_column <= header.last_column
        ):
            continue
        beside = {
            column
            for row in range(area.first_row, area.last_row + 1)
            for column in view.row(row)
            if header.first_column <= column <= header.last_column
            and not area.first_column <= column <= area.last_column
        }
        if beside:
            return True
        between = range(header.last_row + 1, area.first_row)
        if all(
            any(header.first_column <= column <= header.last_column for column in view.row(row))
            for row in between
        ):
            return True
    return False
