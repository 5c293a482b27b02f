"""The tables of the dashboard that one filters: exceptions, themes, owners, all actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlplan.layout import standard
from xlplan.layout.sheets import Row, title_cells
from xlplan.reporting.charts import ink_on
from xlplan.reporting.position import ActionPosition, Counts, Position
from xlplan.reporting.position_in_words import reasons_in_words, share
from xlplan.values.text import counted, drop_control_characters, written_day
from xlplan.workbook.grid import Value
from xlplan.workbook.sheet_spec import Column, ConditionalFormat, SheetSpec, Table


def listings(position: Position, colours: Mapping[str, str]) -> tuple[SheetSpec, ...]:
    """The sheets with the tables of a position.

    Args:
        position: how the plan stands.
        colours: RAG word -> colour.
    """
    rag = tuple(
        ConditionalFormat(formula=f'{{cell}}="{word}"', fill=fill, colour=ink_on(fill))
        for word, fill in colours.items()
    )
    return (
        _exceptions(position, rag),
        _groups("By theme", "Theme", position.themes, position),
        _groups("By owner", "Owner", position.owners, position),
        _actions(position, rag),
    )


def _exceptions(position: Position, rag: tuple[ConditionalFormat, ...]) -> SheetSpec:
    columns = (
        Column("ID", 8, standard.CENTRED),
        Column("Ref", 8, standard.REF),
        Column("Action", 44, standard.TEXT),
        Column("Owner", 18, standard.TEXT),
        Column("Due", 12, standard.DATE),
        Column("Revised due", 12, standard.DATE),
        Column("RAG", 12, standard.CENTRED, rules=rag),
        Column("Before", 12, standard.CENTRED, rules=rag),
        Column("Why", 26, standard.TEXT),
        Column(f"Progress in {position.period}", 60, standard.TEXT),
    )
    rows = [
        (
            one.id,
            one.ref,
            one.action,
            one.owner,
            one.due,
            one.revised_due,
            one.counted_as,
            one.word_before,
            reasons_in_words(one),
            one.progress,
        )
        for one in position.exceptions
    ]
    says = f"{counted(len(rows), 'action')} red, overdue, slipped, worse than before or not reported."
    return _sheet("Exceptions", says, columns, rows, position)


def _actions(position: Position, rag: tuple[ConditionalFormat, ...]) -> SheetSpec:
    columns = (
        Column("ID", 8, standard.CENTRED),
        Column("Ref", 8, standard.REF),
        Column("Action", 44, standard.TEXT),
        Column("Theme", 20, standard.TEXT),
        Column("Owner", 18, standard.TEXT),
        Column("Timescale", 14, standard.TEXT),
        Column("Due", 12, standard.DATE),
        Column("Revised due", 12, standard.DATE),
        Column("RAG", 12, standard.CENTRED, rules=rag),
        Column("Before", 12, standard.CENTRED, rules=rag),
        Column("Direction", 10, standard.CENTRED),
        Column("Days overdue", 10, standard.WHOLE_NUMBER),
        Column("Days slipped", 10, standard.WHOLE_NUMBER),
        Column(f"Progress in {position.period}", 52, standard.TEXT),
    )
    rows = [_action(one) for one in position.actions]
    return _sheet("All actions", f"{counted(len(rows), 'action')}.", columns, rows, position)


def _action(one: ActionPosition) -> tuple[Value, ...]:
    return (
        one.id,
        one.ref,
        one.action,
        one.theme,
        one.owner,
        one.timescale,
        one.due,
        one.revised_due,
        one.counted_as,
        one.word_before,
        one.direction,
        one.days_overdue or None,
        one.days_slipped or None,
        one.progress,
    )


def _groups(name: str, of: str, groups: Sequence[Counts], position: Position) -> SheetSpec:
    words = position.now.shown
    also = ("% complete", "Overdue", "Slipped", "Worse than before", "Better than before", "Exceptions")
    columns = (
        Column(of, 44, standard.TEXT),
        *(Column(heading, 12, standard.WHOLE_NUMBER) for heading in ("Actions", *words, *also)),
    )
    rows: list[tuple[Value, ...]] = [
        (
            one.name,
            one.actions,
            *(one.shown[word] for word in words),
            share(one.words["Complete"], one.actions),
            one.overdue,
            one.slipped,
            one.worse,
            one.better,
            one.exceptions,
        )
        for one in groups
    ]
    return _sheet(
        name, f"{counted(len(groups), of.lower())}; each action counts once.", columns, rows, position
    )


def _sheet(
    name: str, says: str, columns: Sequence[Column], rows: Sequence[tuple[Value, ...]], position: Position
) -> SheetSpec:
    title = " ".join(f"{name}, {position.period}: {position.title}".split())
    day = written_day(position.today)
    return SheetSpec(
        name=name,
        cells=title_cells(drop_control_characters(title), f"{says} As it stood on {day}."),
        table=Table(
            name.replace(" ", ""), tuple(columns), tuple(map(_cleaned, rows)), heading_format=standard.HEADING
        ),
        heights={1: 26, 2: 18, standard.HEADER_ROW: 32},
        freeze=(standard.FIRST_ROW, 1),
        repeat_rows=(standard.HEADER_ROW, standard.HEADER_ROW),
        footer=drop_control_characters(f"{position.title}, {position.period}"),
    )


def _cleaned(row: Sequence[Value]) -> Row:
    return tuple(
        (drop_control_characters(value) or None) if isinstance(value, str) else value for value in row
    )
