"""The Cover: what the workbook is, how the plan stands, and where to go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from xlplan.layout import standard
from xlplan.layout.sheets import title_cells
from xlplan.model import Plan
from xlplan.values.text import clean, fold
from xlplan.workbook.grid import Formula, Grid, Place, Value, address, quoted
from xlplan.workbook.sheet_spec import SheetSpec, StyledCell


@dataclass(frozen=True, slots=True)
class CoverCounts:
    """The counts on the Cover, shown beside the formulas that keep them right."""

    actions: int
    rag: Mapping[str, int]
    without_rag: int


COVER_PERIOD: Place = (7, 2)
COVER_TITLE: Place = (4, 2)
COVER_COUNCIL: Place = (5, 2)
COVER_INSPECTION: Place = (6, 2)
COVER_RETURNS_FOLDER: Place = (8, 2)
COVER_COORDINATOR: Place = (9, 2)
COVER_REPLY_TO: Place = (10, 2)
COUNCIL, COORDINATOR, REPLY_TO = "Council", "Coordinator", "Reply to"
"""The labels beside which the name and the address of whoever writes the letters are, on whatever row."""
UNTITLED = "Action plan"
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
        sheets: the workbook's other sheets that a person sees, in their order, the council's own ones too.
    """
    cells = title_cells("", "The action plan in the standard layout. Start here.")
    cells[1, 1] = StyledCell(cover_heading(plan.title), standard.TITLE)
    facts: list[tuple[Place, str, Value]] = [
        (COVER_TITLE, "Title", plan.title or None),
        (COVER_COUNCIL, COUNCIL, None),
        (COVER_INSPECTION, "Inspection", None),
        (COVER_PERIOD, "Current period", period or None),
        (COVER_RETURNS_FOLDER, "Returns folder", "returns"),
        (COVER_COORDINATOR, COORDINATOR, None),
        (COVER_REPLY_TO, REPLY_TO, None),
    ]
    typing = replace(standard.TEXT, fill=standard.TYPING_FILL, number_format="@")
    for (row, column), label, value in facts:
        cells[row, 1] = StyledCell(label, standard.LABEL)
        cells[row, column] = StyledCell(value, typing)
    labels = ("Actions", *standard.RAG_WORDS, "No RAG word")
    for number, label in enumerate(labels):
        fill, colour = standard.RAG_STYLES.get(label, (None, standard.INK))
        look = replace(standard.PLAIN, fill=fill, colour=colour, border=standard.LINE, vertical="bottom")
        cells[_COVER_COUNTS_ROW + number, 1] = StyledCell(label, look)
    number_look = replace(standard.PLAIN, bold=True, horizontal="left", vertical="bottom")
    words = [action.in_period(period).rag for action in plan.actions]
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
        pages_high=1,
        heights={1: 26, 2: 18, _COVER_COUNTS_ROW: 34},
        footer=plan.title or "Action plan",
        tab_colour=standard.ACCENT,
    )


def cover_contents(sheets: Sequence[str]) -> dict[Place, Value | Formula]:
    """The list of sheets on the Cover, with links: nobody can follow one to a sheet that is hidden.

    Args:
        sheets: the sheets that a person sees, in their order.
    """
    says = {fold(sheet.name): sheet.says for sheet in standard.LIST_SHEETS}
    says[fold(standard.PLAN)] = "One line for each action: owner, dates, RAG and progress by period."
    cells: dict[Place, Value | Formula] = {}
    listed = [name for name in sheets if fold(name) not in (fold(standard.COVER), fold(standard.HIDDEN))]
    for row, name in enumerate(listed, start=_COVER_CONTENTS_ROW):
        target = f"#{quoted(name)}!A1".replace('"', '""')
        shows = name.replace('"', '""')
        cells[row, 1] = Formula(f'=HYPERLINK("{target}","{shows}")', shows=name)
        cells[row, 2] = says.get(fold(name), "The council's own sheet, as it was.")
    return cells


def cover_heading(title: str) -> Formula:
    """A1 of the Cover: the title as it is typed below."""
    typed = address(*COVER_TITLE).replace("B", "$B$")
    return Formula(f'=IF({typed}="","{UNTITLED}",{typed})', shows=title or UNTITLED)


def typed_title(cover: Grid) -> str:
    """The Title that a person has typed on the Cover, which is the plan's title everywhere; "" when there is none."""
    is_there = fold(cover[COVER_TITLE[0], 1].shown) == "title"
    return " ".join(clean(cover[COVER_TITLE].shown).split()) if is_there else ""


def cover_facts(cover: Grid) -> dict[str, str]:
    """Read column B of the Cover: label of column A, folded, without a colon -> text."""
    return {
        fold(cell.shown).rstrip(":"): " ".join(clean(cover[row, 2].shown).split())
        for (row, column), cell in cover.cells.items()
        if column == 1 and not cell.is_blank
    }
