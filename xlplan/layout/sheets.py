"""Plan to sheets: the specifications of the standard sheets, ready to be put into a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from xlplan.layout import standard
from xlplan.layout.standard import StandardSheet
from xlplan.model import Action, CellValue, Finding, KeyEntry, Officer, Period, Plan, Progress
from xlplan.workbook.grid import Formula, Place, Value, address, quoted
from xlplan.workbook.sheet_spec import Column, SheetSpec, StyledCell, Table

Row = tuple[Value | Formula, ...]

_BLANK_WIDTH = 11


def title_cells(title: str, says: str) -> dict[Place, StyledCell]:
    """A1 and A2 of every sheet of ours."""
    return {(1, 1): StyledCell(title, standard.TITLE), (2, 1): StyledCell(says, standard.SUBTITLE)}


def list_sheet(sheet: StandardSheet, rows: Sequence[Row]) -> SheetSpec:
    """A standard sheet that holds one table."""
    return SheetSpec(
        name=sheet.name,
        cells=title_cells(sheet.name, sheet.says),
        table=Table(sheet.name, sheet.columns, tuple(rows), heading_format=standard.HEADING),
        heights={1: 26, 2: 18},
        freeze=(standard.FIRST_ROW, 1),
        repeat_rows=(standard.HEADER_ROW, standard.HEADER_ROW),
        footer=sheet.name,
    )


def hidden_sheet(rows: Sequence[Sequence[Value]]) -> SheetSpec:
    """The sheet that xlplan keeps for itself."""
    cells = {
        (row, column): StyledCell(value, standard.PLAIN)
        for row, line in enumerate(rows, start=1)
        for column, value in enumerate(line, start=1)
        if value is not None
    }
    return SheetSpec(name=standard.HIDDEN, cells=cells, visibility="veryHidden", gridlines=True)


def plan_sheet(plan: Plan, own: Sequence[str], formats: Mapping[str, str] = {}) -> SheetSpec:
    """The Plan sheet.

    Args:
        plan: the plan.
        own: the headings of the council's own columns, in their order.
        formats: the number formats of those that hold numbers, by heading.
    """
    columns = [_fitted(column, plan.actions) for column in standard.PLAN_COLUMNS]
    columns += [
        _own_column(heading, [action.other.get(heading) for action in plan.actions], formats.get(heading))
        for heading in own
    ]
    columns.append(standard.SOURCE_COLUMN.column)
    labels = [period.label for period in plan.periods]
    columns += _period_columns(labels, plan.actions)
    first_period_column = len(standard.PLAN_COLUMNS) + len(own) + 2
    rows = tuple(
        _plan_row(action, own, labels, standard.FIRST_ROW + number, first_period_column)
        for number, action in enumerate(plan.actions)
    )
    return SheetSpec(
        name=standard.PLAN,
        cells=title_cells(plan.title or "Action plan", plan_line(len(plan.actions), labels)),
        table=Table(standard.PLAN, tuple(columns), rows, heading_format=standard.HEADING),
        heights={1: 26, 2: 18, 3: 32},
        freeze=(standard.FIRST_ROW, 2),
        repeat_rows=(standard.HEADER_ROW, standard.HEADER_ROW),
        repeat_columns=(1, 1),
        paper="A3",
        # two pages wide: on one, the progress of the third period could not be read any more
        pages_wide=2,
        footer=plan.title or "Action plan",
        tab_colour=standard.ACCENT,
    )


def plan_line(actions: int, periods: Sequence[str]) -> str:
    """The line in A2 of the Plan sheet."""
    counted = "1 action" if actions == 1 else f"{actions} actions"
    rounds = (
        f" Review periods: {', '.join(periods)}." if periods else " No review period has been opened yet."
    )
    return f"One line for each action, {counted}.{rounds}"


def narrow_if_blank(column: Column, values: Iterable[CellValue]) -> Column:
    """A column in which nothing stands is drawn narrow, so that the rest is in sight."""
    if any(value not in (None, "") for value in values):
        return column
    return replace(column, width=min(column.width, _BLANK_WIDTH))


def _fitted(declared: standard.PlanColumn, actions: Sequence[Action]) -> Column:
    if declared.field in ("id", "action", "owner", "due", "revised_due"):
        return declared.column
    return narrow_if_blank(declared.column, (getattr(action, declared.field) for action in actions))


def _period_columns(labels: Sequence[str], actions: Sequence[Action]) -> list[Column]:
    """The columns of all periods; past ones in which nobody wrote anything are narrow."""
    columns: list[Column] = []
    for label in labels:
        rag, progress, direction_column = standard.period_columns(label)
        if label != labels[-1]:
            said = (action.periods.get(label, Progress()).progress for action in actions)
            progress = narrow_if_blank(progress, said)
        columns += [rag, progress, direction_column]
    return columns


def _own_column(heading: str, values: Sequence[CellValue], number_format: str | None) -> Column:
    """A column of the council's own looks like what it holds: dates, numbers as they were shown, or text."""
    column = standard.own_column(heading)
    filled = [value for value in values if value not in (None, "")]
    if filled and all(isinstance(value, dt.date) for value in filled):
        return replace(column, format=standard.DATE, width=12)
    if filled and all(isinstance(value, int | float) for value in filled):
        look = replace(standard.CENTRED, number_format=number_format or "General")
        return replace(column, format=look, width=12)
    longest = max((len(str(value)) for value in filled), default=0)
    # beside texts too: a number format leaves them as they are
    look = replace(column.format, number_format=number_format) if number_format else column.format
    return replace(column, format=look, width=34 if longest > 60 else 18 if longest > 10 else 11)


def _plan_row(
    action: Action, own: Sequence[str], periods: Sequence[str], row: int, first_period_column: int
) -> Row:
    cells: list[Value | Formula] = [
        _none_if_empty(getattr(action, column.field)) for column in standard.PLAN_COLUMNS
    ]
    cells += [_none_if_empty(action.other.get(heading)) for heading in own]
    cells.append(_none_if_empty(action.source))
    before: str | None = None
    before_word = ""
    for number, label in enumerate(periods):
        said = action.periods.get(label, Progress())
        now = address(row, first_period_column + 3 * number)
        cells += [_none_if_empty(said.rag), _none_if_empty(said.progress)]
        cells.append(Formula(direction_formula(before, now), shows=direction(before_word, said.rag)))
        before, before_word = now, said.rag
    return tuple(cells)


def _none_if_empty(value: CellValue) -> Value:
    return None if value == "" else value


def officer_rows(officers: Sequence[Officer]) -> list[Row]:
    """Officers as rows of their table."""
    return [
        (
            officer.name,
            officer.initials or None,
            officer.post or None,
            officer.team or None,
            officer.email or None,
            "; ".join(officer.aliases) or None,
            "Yes" if officer.active else "No",
        )
        for officer in officers
    ]


def period_rows(periods: Sequence[Period]) -> list[Row]:
    """Periods as rows of their table."""
    return [(period.label, period.opens, period.returns_due, period.status or None) for period in periods]


def key_rows(key: Sequence[KeyEntry]) -> list[Row]:
    """The Key as rows of its table."""
    return [
        (entry.as_typed or None, entry.means or None, entry.colour or None, entry.definition or None)
        for entry in key
    ]


@dataclass(frozen=True, slots=True)
class CoverCounts:
    """What the Cover says of the plan as it stands, shown beside the formulas that keep it right."""

    actions: int
    rag: Mapping[str, int]
    without_rag: int


COVER_PERIOD: Place = (7, 2)
COVER_TITLE: Place = (4, 2)
COVER_COUNCIL: Place = (5, 2)
COVER_INSPECTION: Place = (6, 2)
COVER_RETURNS_FOLDER: Place = (8, 2)
_COVER_COUNTS_ROW = 11
_COVER_CONTENTS_ROW = _COVER_COUNTS_ROW + len(standard.RAG_WORDS) + 4


def cover_counts(words: Sequence[str], period: str) -> CoverCounts:
    """The counts for the Cover: from the RAG word of each action in the current period, "" where it has none.

    `period` is empty when none was opened yet.
    """
    rag = {word: words.count(word) for word in standard.RAG_WORDS}
    return CoverCounts(len(words), rag, max(0, len(words) - sum(rag.values())) if period else 0)


def cover_formulas(counts: CoverCounts) -> dict[Place, Formula]:
    """The counting cells of the Cover: the number of actions, and of each RAG word in the current period."""
    period_cell = address(*COVER_PERIOD).replace("B", "$B$")
    plan = "Plan!"
    column = f'INDEX({plan}$A$4:$ZZ$20000,0,MATCH({period_cell}&" RAG",{plan}$A$3:$ZZ$3,0))'
    cells = {(_COVER_COUNTS_ROW, 2): Formula(f"=COUNTA({plan}$A$4:$A$20000)", counts.actions)}
    for number, word in enumerate(standard.RAG_WORDS, start=1):
        row = _COVER_COUNTS_ROW + number
        cells[row, 2] = Formula(f"=IFERROR(COUNTIF({column},$A{row}),0)", counts.rag.get(word, 0))
    row = _COVER_COUNTS_ROW + len(standard.RAG_WORDS) + 1
    known = f"SUM($B${_COVER_COUNTS_ROW + 1}:$B${row - 1})"
    formula = f'=IF({period_cell}="",0,MAX(0,$B${_COVER_COUNTS_ROW}-{known}))'
    cells[row, 2] = Formula(formula, counts.without_rag)
    return cells


def cover_sheet(plan: Plan, *, period: str, sheets: Sequence[str]) -> SheetSpec:
    """The Cover: what this is, how it stands, and where to go.

    Args:
        plan: the plan.
        period: the current period; empty when none was opened yet.
        sheets: the workbook's other sheets in their order, the council's own ones too.
    """
    cells = title_cells(plan.title or "Action plan", "The action plan in the standard layout. Start here.")
    facts: list[tuple[Place, str, Value]] = [
        (COVER_TITLE, "Title", plan.title or None),
        (COVER_COUNCIL, "Council", None),
        (COVER_INSPECTION, "Inspection", None),
        (COVER_PERIOD, "Current period", period or None),
        (COVER_RETURNS_FOLDER, "Returns folder", "returns"),
    ]
    typing = replace(standard.TEXT, fill=standard.TYPING_FILL, number_format="@")
    for (row, column), label, value in facts:
        cells[row, 1] = StyledCell(label, standard.LABEL)
        cells[row, column] = StyledCell(value, typing)
    cells[_COVER_COUNTS_ROW - 1, 1] = StyledCell("How it stands in the current period", standard.LABEL)
    labels = ("Actions", *standard.RAG_WORDS, "No RAG word")
    for number, label in enumerate(labels):
        fill, colour = standard.RAG_STYLES.get(label, (None, standard.INK))
        look = replace(standard.PLAIN, fill=fill, colour=colour, border=standard.LINE)
        cells[_COVER_COUNTS_ROW + number, 1] = StyledCell(label, look)
    number_look = replace(standard.PLAIN, bold=True, horizontal="left")
    words = [action.periods.get(period, Progress()).rag for action in plan.actions]
    for place, formula in cover_formulas(cover_counts(words, period)).items():
        cells[place] = StyledCell(formula, number_look)
    cells[_COVER_CONTENTS_ROW - 1, 1] = StyledCell("Where to go", standard.LABEL)
    contents = cover_contents(sheets)
    for row in range(_COVER_CONTENTS_ROW, _COVER_CONTENTS_ROW + len(standard.LIST_SHEETS) + len(sheets)):
        # rows to spare, for the sheets that come later
        cells[row, 1] = StyledCell(contents.get((row, 1)), standard.LINK)
        cells[row, 2] = StyledCell(contents.get((row, 2)), standard.PLAIN)
    return SheetSpec(
        name=standard.COVER,
        cells=cells,
        widths={1: 32, 2: 84},
        heights={1: 26, 2: 18},
        footer=plan.title or "Action plan",
        tab_colour=standard.ACCENT,
    )


def cover_contents(sheets: Sequence[str]) -> dict[Place, Value | Formula]:
    """The list of sheets on the Cover, with links."""
    says = {sheet.name: sheet.says for sheet in standard.LIST_SHEETS}
    says[standard.PLAN] = "One line for each action: owner, dates, RAG and progress by period."
    cells: dict[Place, Value | Formula] = {}
    listed = [name for name in sheets if name not in (standard.COVER, standard.HIDDEN)]
    for row, name in enumerate(listed, start=_COVER_CONTENTS_ROW):
        target = f"#{quoted(name)}!A1".replace('"', '""')
        shows = name.replace('"', '""')
        cells[row, 1] = Formula(f'=HYPERLINK("{target}","{shows}")', shows=name)
        cells[row, 2] = says.get(name, "The council's own sheet, as it was.")
    return cells


OPEN, ACCEPTED, SETTLED = standard.CHECK_STATUSES


def finding_row(finding: Finding) -> tuple[Value | Formula, ...]:
    """A new finding as a row of the Checks table."""
    cells = {**finding_cells(finding), "Status": OPEN}
    return tuple(cells.get(heading) for heading in standard.CHECKS.headings)


def finding_cells(finding: Finding) -> Mapping[str, Value | Formula]:
    """What the Checks table says of a finding, by heading; not what a person says of it."""
    return {
        "Code": finding.code,
        "Severity": finding.severity,
        "ID": finding.id or None,
        "Sheet": finding.sheet or None,
        "Cell": link_to(finding.sheet, finding.cell),
        "Column": finding.column or None,
        "What was found": finding.message,
        "Value": finding.value or None,
        "Suggestion": finding.suggestion or None,
    }


def link_to(sheet: str, cell: str) -> Value | Formula:
    """A cell's address as a link to it; None when there is none."""
    if not cell or not sheet:
        return cell or None
    target = f"#{quoted(sheet)}!{cell}".replace('"', '""')
    return Formula(f'=HYPERLINK("{target}","{cell}")', shows=cell)


_RATED = ("Red", "Amber", "Green", "Complete")


def direction(before: str, now: str) -> str:
    """The direction from one period's RAG word to the next one's.

    Args:
        before: the word of the period before; empty when there was none.
        now: this period's word.

    Returns:
        "new" when there was no rating before, "better", "same" or "worse"; "" when `now` is no rating.
        Not started is before any rating: leaving it is "new", going back to it is "worse".

    >>> direction("Red", "Amber"), direction("", "Green"), direction("Green", "green?")
    ('better', 'new', '')
    """
    if now == "Not started":
        return "same" if before == now else "worse" if before in _RATED else "new"
    if now not in _RATED:
        return ""
    if before not in _RATED:
        return "new"
    change = _RATED.index(now) - _RATED.index(before)
    return "better" if change > 0 else "worse" if change < 0 else "same"


def direction_formula(before: str | None, now: str) -> str:
    """The same rule as a formula over two cells of one row.

    Args:
        before: the address of the RAG cell of the period before ("P4"); None in the first period.
        now: the address of this period's RAG cell.
    """
    rated = '{"' + '","'.join(_RATED) + '"}'
    any_word = '{"Not started","' + '","'.join(_RATED) + '"}'
    if before is None:
        return f'=IF(ISNUMBER(MATCH({now},{any_word},0)),"new","")'
    rank_now = f"IFERROR(MATCH({now},{rated},0),0)"
    rank_before = f"IFERROR(MATCH({before},{rated},0),0)"
    return (
        f'=IF(NOT(ISNUMBER(MATCH({now},{any_word},0))),"",IF({now}={before},"same",'
        f'IF({rank_before}=0,"new",IF({rank_now}>{rank_before},"better","worse"))))'
    )
