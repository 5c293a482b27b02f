"""A council's own workbook, in whatever shape, read as a plan: grids in, a reading out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from xlplan.errors import CountsDoNotAddUp, WrongUsage
from xlplan.importing.candidates import OWNER_MARK
from xlplan.importing.contacts import contacts_of
from xlplan.importing.found_tables import Findings, PlanTable, find_tables
from xlplan.importing.header_rows import headers
from xlplan.importing.heading_words import BOTH, FIELDS, normal
from xlplan.importing.own_headings import own_headings, shortened_headings
from xlplan.importing.periods import (
    PERIOD_FIELDS,
    beginning,
    financial_year,
    give_way_to_latest,
    join_months,
    named_periods,
    undated_period,
)
from xlplan.importing.rag_keys import DeclaredKey
from xlplan.importing.refusal import no_plan
from xlplan.importing.remarks import (
    column_inferences,
    hidden_and_struck,
    hidden_sheets,
    labelled_lines,
    registers,
    title_inference,
    unused_lines,
)
from xlplan.importing.result import Inference, LeftAlone, Listed, Reading, ReadRow, ReadTable, inference
from xlplan.importing.row_reader import RowReader, split_row
from xlplan.importing.section_rows import SectionStack
from xlplan.importing.sheet_view import SheetView
from xlplan.importing.swapped_columns import swapped_columns
from xlplan.importing.table_extent import TableExtent
from xlplan.importing.table_rows import TableRow
from xlplan.importing.titles import PlanTitle, plan_title, read_all_titles, sheet_themes
from xlplan.importing.unplaced import (
    areas_used,
    cells_beside,
    cells_in,
    lines_below,
    listed_findings,
    not_placed,
    tables_left_alone,
)
from xlplan.values.list_items import holds_several
from xlplan.values.owners import read_owners
from xlplan.values.text import fold
from xlplan.workbook.grid import Grid, Place, address, column_letters

__all__ = ["LeftAlone", "Listed", "ReadRow", "ReadTable", "Reading", "read_plan_sheets"]


def read_plan_sheets(
    grids: Sequence[Grid],
    *,
    title: str = "",
    period: str | None = None,
    sheets: Sequence[str] = (),
    headings: Mapping[str, str] = {},
    split: bool = False,
) -> Reading:
    """Read a council's workbook as a plan.

    Args:
        grids: the workbook's sheets, with fills, merges and the text as displayed.
        title: what the plan is called; by default what a line above its table or on a front sheet says.
        period: the review period of progress and RAG columns that name none.
        sheets: the names of the sheets to read; all visible ones by default.
        headings: heading -> field, where the user knows better than the vocabulary.
        split: make a row of each action of a cell that holds several, where timescales and owners match.

    Returns:
        The rows, where every cell of the plan's tables went, and what was inferred on the way.

    Raises:
        NoPlanFound: no sheet holds a table with an action or a recommendation and an owner or a date.
        WrongUsage: a sheet or a heading that is not there, or a field that does not exist.
    """
    forced = _forced_fields(headings)
    views = [SheetView(grid) for grid in _chosen(grids, sheets)]
    on_sheets = find_tables(views, forced)
    found = on_sheets.tables
    _check_headings_exist(headings, views)
    if not found:
        raise no_plan(on_sheets.near)
    read_all_titles(found)
    named = PlanTitle(" ".join(title.split()), "given") if title.strip() else _title(on_sheets, views)
    findings = [] if named.source == "given" else [title_inference(named)]
    findings += join_months(found)
    labels, periods = named_periods(found)
    for each in found:
        give_way_to_latest(each, periods[-1] if periods else "", labels)
    undated, assumed = undated_period(found, periods, period, views)
    if assumed:
        findings.append(inference("LAY003", found[0].view.sheet, value=undated, period=undated, **assumed))
    if period and not periods:
        undated = period
    needs_period = any(
        column.field in PERIOD_FIELDS and column.period is None for each in found for column in each.columns
    )
    if not periods and (needs_period or period):
        periods = [undated]
    titles = [
        named.text,
        *(text for each in found for text in (each.view.sheet, *(text for _, text in each.lines))),
    ]
    base = beginning(views) or financial_year(titles)
    themes = sheet_themes(found)
    findings += column_inferences(found)
    findings += hidden_and_struck(found)
    findings += registers(found)
    if not sheets:
        findings += hidden_sheets([SheetView(grid) for grid in grids if not grid.visible])
    contacts, said = contacts_of(views, found)
    findings += said
    rows: list[ReadRow] = []
    listed: list[Listed] = []
    tables: list[ReadTable] = []
    read = placed = 0
    sections = SectionStack()
    left_alone = _left_alone(views, found, on_sheets.keys)
    used = areas_used(found, left_alone)
    listed_beside: set[tuple[str, Place]] = set()
    for each in found:
        if not each.follows:
            sections = SectionStack()
        reader = RowReader(
            each.table, on_sheets.key, base, undated, own_headings(each.columns, periods), labels
        )
        table_rows, theme_why = _read_rows(
            each, reader, sections, themes.get(each.view.sheet, ""), split, base
        )
        rows += table_rows
        if theme_why:
            findings.append(theme_why)
        sheet_theme = themes.get(each.view.sheet, "")
        findings += (
            labelled_lines(each)
            + unused_lines(each, sheet_theme, named.text)
            + lines_below(each, used)
            + swapped_columns(each)
            + reader.findings
        )
        beside = [
            place for place in cells_beside(each, used) if (each.view.sheet, place) not in listed_beside
        ]
        listed_beside |= {(each.view.sheet, place) for place in beside}
        left = not_placed(each, reader.placed, beside)
        count = cells_in(each) + len(beside)
        if count != len(reader.placed) + len(left):
            raise CountsDoNotAddUp(
                f"{count} cells were read, {len(reader.placed)} placed and {len(left)} listed",
                sheet=each.view.sheet,
            )
        read, placed = read + count, placed + len(reader.placed)
        listed += left
        tables.append(_read_table(each))
        findings += shortened_headings(each)
    findings += listed_findings(listed)
    findings += [inference("LAY004", item.sheet, item.area, why=item.why) for item in left_alone]
    return Reading(
        title=named.text,
        tables=tuple(tables),
        rows=tuple(rows),
        periods=tuple(periods),
        inferences=tuple(findings),
        cells_read=read,
        cells_placed=placed,
        listed=tuple(listed),
        left_alone=tuple(left_alone),
        contacts=contacts,
        key=tuple(
            entry for keys in on_sheets.keys.values() for declared in keys for entry in declared.entries
        ),
    )


def _title(on_sheets: Findings, views: Sequence[SheetView]) -> PlanTitle:
    keys = {sheet: [declared.area for declared in found] for sheet, found in on_sheets.keys.items()}
    return plan_title(on_sheets.tables, views, keys)


def _forced_fields(headings: Mapping[str, str]) -> dict[str, str]:
    forced = {}
    for heading, name in headings.items():
        wanted = normal(name).replace(" ", "_")
        known = next((each for each in (*FIELDS, BOTH) if normal(each).replace(" ", "_") == wanted), None)
        if known is None:
            raise WrongUsage(f"{name!r} is no field", f"Choose one of: {', '.join(FIELDS)}")
        forced[normal(heading)] = known
    return forced


def _chosen(grids: Sequence[Grid], sheets: Sequence[str]) -> list[Grid]:
    if not sheets:
        return [grid for grid in grids if grid.visible]
    by_name = {fold(grid.sheet): grid for grid in grids}
    for name in sheets:
        if fold(name) not in by_name:
            raise WrongUsage(
                f"there is no sheet {name!r}", f"The sheets are: {', '.join(grid.sheet for grid in grids)}"
            )
    return [by_name[fold(name)] for name in dict.fromkeys(sheets)]


def _read_rows(
    each: PlanTable,
    reader: RowReader,
    sections: SectionStack,
    sheet_theme: str,
    split: bool,
    base: dt.date | None,
) -> tuple[list[ReadRow], Inference | None]:
    table = each.table
    heading_theme = next((column.heading.shown for column in each.columns if column.is_theme), "")
    outer = heading_theme or each.titles.theme
    has_wanted = table.index("recommendation") is not None or bool(each.titles.recommendation)
    rows: list[ReadRow] = []
    from_sheet = False
    over: tuple[str, str] | None = None
    """The theme and the recommendation that stand over the row; None after another band."""
    for row in each.rows:
        if row.kind == "band" and row.band:
            sections.add_band(row.band)
            over = None
            continue
        if row.kind != "action":
            continue
        sections.add_action()
        over = over or _over(sections, outer, each.titles.recommendation, has_wanted)
        theme, recommendation = over
        if not theme and sheet_theme and not table.text(row, "theme"):
            theme, from_sheet = sheet_theme, True
        read = _with_title_fields(reader.read(row, theme, recommendation), each)
        if holds_several(read.action) and "action" in {each.columns[index].field for index in row.own}:
            index = table.index("action") or 0
            parts_of_it = split_row(read, _owner_text(table, row), base) if split else [read]
            if len(parts_of_it) == 1:
                place = table.cell_under(row, index)[1]
                reader.findings.append(
                    inference("PLN004", each.view.sheet, address(*place), read.action[:120])
                )
            rows += parts_of_it
        else:
            rows.append(read)
    for row in each.rows:
        if row.band and row.band.is_used:
            reader.placed.update(row.band.places)
    why = inference("LAY007", each.view.sheet, value=sheet_theme, name=sheet_theme) if from_sheet else None
    return rows, why


def _over(sections: SectionStack, theme: str, recommendation: str, has_wanted: bool) -> tuple[str, str]:
    """The theme and the recommendation that titles and the bands over a row give it; the bands are used then."""
    themes, wanted = sections.themes_and_recommendations(has_wanted)
    for band in (*themes, *wanted):
        band.is_used = True
    return (
        " – ".join(part for part in (theme, *(band.text for band in themes)) if part),
        "\n".join(part for part in (recommendation, *(band.text for band in wanted)) if part),
    )


def _with_title_fields(row: ReadRow, each: PlanTable) -> ReadRow:
    """The row, with the fields that labelled lines above its table give all actions ("Lead: ...")."""
    fields = each.titles.fields
    if "success_criteria" in fields:
        row = row._replace(success_criteria=fields["success_criteria"])
    if "owner" in fields:
        owners = read_owners(fields["owner"])
        row = row._replace(owner=owners.lead, supporting="; ".join(owners.supporting))
    return row


def _owner_text(table: TableExtent, row: TableRow) -> str:
    index = table.index("owner")
    return "" if index is None else table.cell_under(row, index)[0].shown


def _read_table(each: PlanTable) -> ReadTable:
    columns: dict[str, str] = {}
    for column in each.columns:
        heading = column.heading
        shown = heading.shown or (heading.period.label if heading.period else "")
        letters = column_letters(heading.first)
        name = f"{shown} (column {letters})".strip() if not shown or shown in columns else shown
        columns[name] = "owner" if column.field == OWNER_MARK else column.field
    return ReadTable(
        each.view.sheet, each.header.last_row, each.rows[0].number, each.rows[-1].number, columns
    )


def _left_alone(
    views: Sequence[SheetView], found: Sequence[PlanTable], keys: Mapping[str, Sequence[DeclaredKey]]
) -> list[LeftAlone]:
    left = []
    for view in views:
        used = [each.area for each in found if each.view is view]
        used += [declared.area for declared in keys[view.sheet]]
        left += tables_left_alone(view, used)
        left += [LeftAlone(view.sheet, str(declared.area), "key") for declared in keys[view.sheet]]
    return left


def _check_headings_exist(headings: Mapping[str, str], views: Sequence[SheetView]) -> None:
    if not headings:
        return
    there = {normal(cell.shown) for view in views for cells in view.rows.values() for cell in cells.values()}
    for heading in headings:
        if normal(heading) not in there:
            heads = [cell.shown for view in views for header in headers(view, {})[0] for cell in header.cells]
            choices = ", ".join(dict.fromkeys(text for text in heads if text)) or "none"
            raise WrongUsage(f"there is no heading {heading!r}", f"The headings found are: {choices}")
