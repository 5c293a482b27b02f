"""The return that an officer gets: one sheet to fill in, one of five lines on how to.

Every formula is plain Excel 2010, so that it works in Excel 2013 and later, Excel on the web and LibreOffice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from xlplan.layout import standard
from xlplan.layout.return_columns import RECOMMENDATION, THEME, ZOOM, fitted_columns, return_columns
from xlplan.layout.sheets import Row, title_cells
from xlplan.values.text import written_day
from xlplan.workbook.grid import Formula, Place, column_letters
from xlplan.workbook.sheet_spec import Column, SheetSpec, StyledCell, Table

if TYPE_CHECKING:
    from xlplan.model import Action, CellValue, KeyEntry

Shown: TypeAlias = "Mapping[str, CellValue]"
"""The cells of one action in a return, by heading, without Check. Blank ones are None."""

DONE = "Done"
RAG_MISSING = "RAG missing"
NOT_A_RAG_WORD = "Choose from the list"
SAY_WHY_RED = "Say why Red"
PROGRESS_MISSING = "Say what was done"
SAY_WHAT_SHOWS_IT = "Say what shows it"
SAME_WORDS = "Same words as last time"
NOT_A_DATE = "Revised due: type a date"


@dataclass(frozen=True, slots=True)
class ReturnSheet:
    """Whose return it is, for which plan and period, and where it goes back to."""

    return_id: str
    plan_id: str
    plan_title: str
    period: str
    last_period: str | None
    officer: str
    returns_due: dt.date | None
    send_to: str = ""
    """The coordinator's name and address; "" where the Cover says neither."""
    meanings: Mapping[str, str] = field(default_factory=lambda: meanings_in(()))
    """What each RAG word means in the plan. See `meanings_in`."""
    context: str = RECOMMENDATION
    """The column that says what an action answers to."""

    @property
    def identity(self) -> str:
        """The line by which a return is known again when its hidden sheet is gone."""
        return f"Return {self.return_id} · {self.period} · {self.officer} · plan {self.plan_id}"

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of its table."""
        return return_columns(self.last_period, self.period, self.context)

    @property
    def sent_back(self) -> str:
        """To whom and by when it is sent back, in words."""
        to = f" to {self.send_to}" if self.send_to else ""
        return f"{to} by {_day(self.returns_due)}" if self.returns_due else f"{to} when done"


def _day(date: dt.date) -> str:
    """A day as one writes it: "Friday 4 December 2026"."""
    return f"{date:%A} {written_day(date)}"


def return_sheets(sheet: ReturnSheet, actions: Sequence[Shown]) -> tuple[SheetSpec, SheetSpec]:
    """The sheets `Return` and `How to`.

    Args:
        sheet: whose return it is, for which period.
        actions: the actions to report on, at least one. See `return_values`.
    """
    columns = sheet.columns
    headings = [column.heading for column in columns]
    texts = [
        ["x" if heading in ("ID", "Check") else str(values[heading] or "") for values in actions]
        for heading in headings
    ]
    formula = check_formula(sheet, headings)
    rows = tuple(
        _return_row(sheet, headings, values, formula.replace(_ROW, str(row)))
        for row, values in enumerate(actions, standard.FIRST_ROW)
    )
    rag_column = headings.index(standard.rag_heading(sheet.period)) + 1
    unfilled = next(
        (row for row, word in enumerate(texts[rag_column - 1], standard.FIRST_ROW) if not word), None
    )
    says = f"Fill in the pale yellow cells and send the workbook back{sheet.sent_back}.   {sheet.identity}"
    cells = title_cells(f"{sheet.plan_title}: return for {sheet.officer}, {sheet.period}", says)
    look = replace(standard.LABEL, size=14, colour=standard.ACCENT, vertical="center")
    cells[2, rag_column] = StyledCell(count_formula(headings, len(actions)), look)
    spec = SheetSpec(
        name=standard.RETURN,
        cells=cells,
        # room to write, also where there is little to read
        table=Table(
            standard.RETURN,
            fitted_columns(columns, texts),
            rows,
            heading_format=standard.HEADING,
            least_height=48,
        ),
        heights={1: 28, 2: 24, 3: 34},
        freeze=(standard.FIRST_ROW, headings.index("Action") + 2),
        cursor=(unfilled or standard.FIRST_ROW, rag_column),
        repeat_rows=(standard.HEADER_ROW, standard.HEADER_ROW),
        protected=True,
        zoom=ZOOM,
        footer=f"{sheet.officer}, {sheet.period}",
        tab_colour=standard.ACCENT,
    )
    return spec, _how_to(sheet)


def return_values(sheet: ReturnSheet, action: Action) -> Shown:
    """What a return shows of one action."""
    now = action.in_period(sheet.period)
    values: dict[str, CellValue] = {
        "ID": action.id,
        "Ref": action.ref,
        "Action": action.shown_action,
        # without what it answers to, "Agreed" is all that an officer sees of an audit's action
        sheet.context: action.theme if sheet.context == THEME else action.recommendation or action.theme,
        "Success criteria": action.success_criteria,
        "Due": action.revised_due or action.due or action.timescale,
    }
    if sheet.last_period is not None:
        last = action.in_period(sheet.last_period)
        values[standard.rag_heading(sheet.last_period)] = last.rag
        values[standard.progress_heading(sheet.last_period)] = last.progress
    values[standard.rag_heading(sheet.period)] = now.rag
    values[standard.progress_heading(sheet.period)] = now.progress
    values["Revised due"] = None
    return {heading: None if value == "" else value for heading, value in values.items()}


def _return_row(sheet: ReturnSheet, headings: Sequence[str], values: Shown, formula: str) -> Row:
    """One action as a row of the return."""

    def text(heading: str) -> str:
        return str(values.get(heading) or "")

    rag, progress = text(standard.rag_heading(sheet.period)), text(standard.progress_heading(sheet.period))
    last_progress = text(standard.progress_heading(sheet.last_period)) if sheet.last_period else ""
    by_heading = {**values, "Check": Formula(formula, shows=check(rag, progress, last_progress))}
    return tuple([by_heading[heading] for heading in headings])


def check(rag: str, progress: str, last_progress: str, revised_due: CellValue = None) -> str:
    """Work out the words of the Check column for one row."""
    word, words = _as_excel_reads(rag), _as_excel_reads(progress)
    if not word:
        return RAG_MISSING
    if word not in map(str.casefold, standard.RAG_WORDS):
        return NOT_A_RAG_WORD
    if not words:
        if word == "not started":
            return _date_or_done(revised_due)
        return {"red": SAY_WHY_RED, "complete": SAY_WHAT_SHOWS_IT}.get(word, PROGRESS_MISSING)
    if words == _as_excel_reads(last_progress) and word != "complete":
        return SAME_WORDS
    return _date_or_done(revised_due)


def _as_excel_reads(text: str) -> str:
    """As the formula compares: TRIM closes up blanks, CLEAN drops line ends, and case makes no difference."""
    if not text:  # as in nearly all that is issued
        return ""
    return " ".join("".join(sign for sign in text.replace("\u00a0", " ") if sign >= " ").split()).casefold()


def _date_or_done(revised_due: CellValue) -> str:
    return DONE if revised_due in (None, "") or isinstance(revised_due, dt.date) else NOT_A_DATE


_ROW = "#"
"""What is in the formula of the Check column for the number of its row."""


def check_formula(sheet: ReturnSheet, headings: Sequence[str]) -> str:
    """The same rule as a formula in one row of the return, with a mark for the row's number.

    It must hold whatever is pasted: no-break spaces from a web page, line ends, an error value, a text of any length
    (MATCH takes no more than 255 characters, and gives an error for more).
    """

    def cell(heading: str) -> str:
        return f"${column_letters(headings.index(heading) + 1)}{_ROW}"

    def text(heading: str) -> str:
        return f'TRIM(CLEAN(SUBSTITUTE({cell(heading)},"\u00a0"," ")))'

    rag, progress = text(standard.rag_heading(sheet.period)), text(standard.progress_heading(sheet.period))
    words = '{"' + '","'.join(standard.RAG_WORDS) + '"}'
    revised = cell("Revised due")
    date_or_done = f'IF(OR({revised}="",ISNUMBER({revised})),"{DONE}","{NOT_A_DATE}")'
    otherwise = date_or_done
    if sheet.last_period is not None:
        last = text(standard.progress_heading(sheet.last_period))
        otherwise = f'IF(AND({progress}={last},{rag}<>"Complete"),"{SAME_WORDS}",{date_or_done})'
    nothing_said = (
        f'IF({rag}="Not started",{date_or_done},IF({rag}="Red","{SAY_WHY_RED}",'
        f'IF({rag}="Complete","{SAY_WHAT_SHOWS_IT}","{PROGRESS_MISSING}")))'
    )
    return (
        f'=IFERROR(IF({rag}="","{RAG_MISSING}",IF(ISNUMBER(MATCH({rag},{words},0)),'
        f'IF({progress}="",{nothing_said},{otherwise}),"{NOT_A_RAG_WORD}")),"{NOT_A_RAG_WORD}")'
    )


def count_formula(headings: Sequence[str], actions: int) -> Formula:
    """The line "12 of 14 done" above the table, right for as many rows as a return may come to hold."""
    check_column = column_letters(headings.index("Check") + 1)
    id_column = column_letters(headings.index("ID") + 1)
    first, last = standard.FIRST_ROW, standard.FIRST_ROW + actions + 500
    done = f'COUNTIF(${check_column}${first}:${check_column}${last},"{DONE}")'
    asked = f"COUNTA(${id_column}${first}:${id_column}${last})"
    return Formula(f'={done}&" of "&{asked}&" done"', shows=f"0 of {actions} done")


def _how_to(sheet: ReturnSheet) -> SheetSpec:
    choose = "Red, Amber, Green, Complete or Not started"
    why_red = "If it is Red, say what is being done about it."
    grey = "The grey cells are for reading; if something in them is wrong, say so in your progress note."
    rag, progress = standard.rag_heading(sheet.period), standard.progress_heading(sheet.period)
    lines = (
        f"1.  Open the sheet Return. It lists the actions of {sheet.officer} for {sheet.period}.",
        f"2.  In each row choose one word under {rag}: {choose}.",
        f"3.  Under {progress} say in your own words what was done since last time. {why_red}",
        f"4.  Only if the date must change: type the date you ask for under Revised due. {grey}",
        f'5.  When every row says "{DONE}" on the right, save the workbook and send it back{sheet.sent_back}.',
    )
    text = replace(standard.PLAIN, wrap=True, size=12)
    cells: dict[Place, StyledCell] = title_cells(
        "How to fill in this return", "Five lines, and what the words mean."
    )
    # the lines reach over both columns, of which the first is only as wide as a RAG word
    heights: dict[int, float] = {1: 28, 2: 20}
    for row, line in enumerate(lines, standard.FIRST_ROW):
        number, _, words = line.partition("  ")
        cells[row, 1] = StyledCell(number, replace(text, horizontal="right"))
        cells[row, 2] = StyledCell(words.strip(), text)
        heights[row] = 38
    first = standard.FIRST_ROW + len(lines) + 1
    cells[first - 1, 2] = StyledCell("What each word means in this plan", replace(standard.LABEL, size=12))
    heights[first - 1] = 30
    for row, (word, meaning) in enumerate(sheet.meanings.items(), first):
        fill, colour = standard.RAG_STYLES[word]
        look = replace(text, fill=fill, colour=colour, border=standard.LINE, horizontal="center", bold=True)
        cells[row, 1] = StyledCell(word, look)
        cells[row, 2] = StyledCell(meaning, replace(text, border=standard.LINE))
    last = first + len(sheet.meanings) + 1
    cells[last, 2] = StyledCell("Whom to send it to", replace(standard.LABEL, size=12))
    whom = (
        sheet.send_to
        or "The person from whom you have it; reply to their e-mail, with this workbook attached."
    )
    cells[last + 1, 2] = StyledCell(whom, text)
    return SheetSpec(
        name=standard.HOW_TO,
        cells=cells,
        widths={1: 15, 2: 100},
        heights=heights,
        protected=True,
    )


_USUAL = {
    "Red": "Off track: say what is being done about it.",
    "Amber": "At risk of slipping.",
    "Green": "On track.",
    "Complete": "Done, and there is something to show for it.",
    "Not started": "No work has begun.",
}
_USUALLY = " (The usual meaning: the plan's Key does not say.)"


def meanings_in(key: Sequence[KeyEntry]) -> Mapping[str, str]:
    """RAG word -> its definition in the plan's Key, else the usual meaning, named as such."""
    meanings: dict[str, str] = {}
    for word in standard.RAG_WORDS:
        said = [entry for entry in key if entry.means == word and entry.definition]
        own = [
            entry.definition
            if entry.as_typed.casefold() == word.casefold()
            else f"{entry.as_typed}: {entry.definition}"
            for entry in said
        ]
        meanings[word] = "; ".join(dict.fromkeys(own)) or _USUAL[word] + _USUALLY
    return meanings
