"""Findings about whole columns, tables and sheets: what was inferred, what does not show, what is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xlplan.importing.candidates import OWNER_MARK
from xlplan.importing.classify import ClassifiedColumn
from xlplan.importing.evidence import looks_like_register
from xlplan.importing.found_tables import PlanTable, find_tables
from xlplan.importing.own_columns import may_be, what_it_holds
from xlplan.importing.result import Inference, inference
from xlplan.importing.section_rows import is_document_title
from xlplan.importing.sheet_view import SheetView
from xlplan.importing.titles import PlanTitle, is_key_title
from xlplan.values.text import counted
from xlplan.workbook.grid import address


def title_inference(title: PlanTitle) -> Inference:
    """A finding that says what the plan's title was taken from."""
    return inference("LAY011", title.sheet, title.cell, title.text, source=title.source)


def column_inferences(found: Sequence[PlanTable]) -> list[Inference]:
    """What was inferred of columns, and which were left as the council's own; once where tables have it alike."""
    said: dict[tuple[str, str, str], Inference] = {}
    for each in found:
        for column in each.columns:
            made = _column_inference(each, column)
            if made:
                said.setdefault((made.code, made.value, made.words.get("field", "")), made)
    return list(said.values())


def _column_inference(each: PlanTable, column: ClassifiedColumn) -> Inference | None:
    place = (each.view.sheet, address(each.header.last_row, column.heading.first), column.heading.shown)
    field = "owner" if column.field == OWNER_MARK else column.field
    if column.why and column.field != "other":
        return inference(
            "LAY002", *place, field=field.replace("_", " ").replace("rag", "RAG"), why=column.why
        )
    if column.field == "other" and (what := what_it_holds(column)):
        field = may_be(column, what, each.columns)
        return (
            inference("LAY013", *place, what=what, may=field)
            if field
            else inference("LAY012", *place, what=what)
        )
    return None


def labelled_lines(each: PlanTable) -> list[Inference]:
    """A finding for each labelled line above a table that was read for all its actions."""
    return [
        inference(
            "LAY008",
            each.view.sheet,
            address(each.header.first_row, each.header.first_column),
            text,
            field=name,
        )
        for name, text in each.titles.fields.items()
    ]


def unused_lines(each: PlanTable, sheet_theme: str, title: str) -> list[Inference]:
    """The lines above a table that are no title, no theme and no recommendation."""
    return [
        inference("LAY006", each.view.sheet, address(row, each.header.first_column), text[:200])
        for row, text in each.lines
        if row not in each.titles.used
        and text not in (sheet_theme, title)
        and not is_document_title(text)
        and not is_key_title(text)
    ]


def hidden_and_struck(found: Sequence[PlanTable]) -> list[Inference]:
    """Actions in rows that do not show, and actions that are struck through: once a table."""
    said = []
    for each in found:
        grid = each.view.grid
        rows = [row for row in each.rows if row.kind == "action"]
        hidden = [row.number for row in rows if row.number in grid.hidden_rows]
        struck = [
            row.number
            for row in rows
            if grid.struck
            and row.own
            and sum(place in grid.struck for _, place in row.own.values()) * 2 > len(row.own)
        ]
        first = each.header.first_column
        for code, numbers in (("LAY015", hidden), ("LAY016", struck)):
            if numbers:
                said.append(
                    inference(code, each.view.sheet, address(numbers[0], first), _row_ranges(numbers))
                )
    return said


def _row_ranges(numbers: Sequence[int]) -> str:
    """[4, 5, 9] -> "rows 4-5, 9"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return f"{'row' if len(numbers) == 1 else 'rows'} {', '.join(parts)}"


def hidden_sheets(views: Iterable[SheetView]) -> list[Inference]:
    """The hidden sheets that hold a table of actions, which was not read."""
    said = []
    for view in views:
        tables = find_tables([view], {}).tables
        if tables:
            count = sum(row.kind == "action" for each in tables for row in each.rows)
            area = str(tables[0].area)
            said.append(
                inference(
                    "LAY014",
                    view.sheet,
                    area.partition(":")[0],
                    f"{area}, {counted(count, 'row')}",
                    name=view.sheet,
                )
            )
    return said


def registers(found: Sequence[PlanTable]) -> list[Inference]:
    """The tables that look like registers of risks, whose responses were read as the actions."""
    return [
        inference("LAY017", each.view.sheet, address(each.header.last_row, each.header.first_column))
        for each in found
        if looks_like_register(each.columns)
    ]
