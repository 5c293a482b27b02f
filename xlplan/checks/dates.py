"""DUE: when each action is due, and whether that can be right."""

from __future__ import annotations

import datetime as dt
import re
import statistics
from collections.abc import Iterator

from xlplan.checks.context import Context, Found, OwnCell, PlanRow, also_in, by_value
from xlplan.checks.examples import REVISIONS, Situation
from xlplan.checks.registry import check
from xlplan.values.patterns import compile_late
from xlplan.values.swapped_dates import may_be_swapped
from xlplan.values.text import clean, fold
from xlplan.values.timescales import read_timescale, says_only_a_date

_YEARS_APART = 10
"""A plan answers one inspection: dates further than this from its middle are slips."""
_ENOUGH_DATES = 3
"""From so many dates on a plan's middle can be told from its own dates."""
_TOO_OFTEN = 2
_NUMERIC = compile_late(r"\b(\d{1,2})[/.](\d{1,2})[/.](?:\d{4}|\d{2})\b")
_FIXED = ("date", "month", "season", "range", "multiple", "review")
"""Kinds of timescale that end on a day."""
_SWAPPED = "Real dates with a day of 12 or less, typed ones of 13 or more: day and month may be turned round"
_COMPARE = "Compare a few dates with an older copy"
_OVERDUE = dt.date(2026, 10, 31)
_LATER = dt.date(2027, 3, 31)


@check(
    "DUE001",
    "warning",
    "No date",
    matters="An action without a date is never late, and nobody looks at it. Inspectorates ask for timescales in "
    "every plan.",
    remedy="Type a month or a day into Timescale, and the day into Due.",
    fires=Situation(({"Timescale": ""}, {"Timescale": "TBC"})),
    quiet=Situation(({"Timescale": "Dec 2026", "Due": dt.date(2026, 12, 31)}, {"Timescale": "Ongoing"})),
)
def no_date(context: Context) -> Iterator[Found]:
    """Neither Timescale nor Due nor Revised due says when, or the timescale says that it is still to be set."""
    for row in context.rows:
        if context.timescale(row).kind == "none" and row.due is None and not _typed_dates(row):
            yield Found("No date is given", row, "Timescale", row.action.timescale, "Type a month or a day")


@check(
    "DUE002",
    "warning",
    "A timescale that cannot be read",
    matters="Without a date xlplan cannot say whether the action is late. A wrong date would be worse, so none is "
    "guessed.",
    remedy="Write it as 31/03/2027, Mar 2027, Spring 2027 or Ongoing; or type the day into Due and leave the "
    "timescale as it is.",
    fires=Situation(({"Timescale": "Spr1ng"}, {"Timescale": "30/02/2027"}, {"Due": "soon"})),
    quiet=Situation(({"Timescale": "Spring 2027"}, {"Timescale": "Spr1ng", "Due": _LATER})),
    is_once_a_value=True,
)
def unreadable(context: Context) -> Iterator[Found]:
    """The text says something, but no date, and Due holds none either. The same words in several rows are found
    once."""
    unread = (
        (row.action.timescale, row)
        for row in context.rows
        if context.timescale(row).kind == "unreadable" and row.due is None and not _typed_dates(row)
    )
    for text, rows in by_value(unread).items():
        message = f"No date could be read from this timescale{also_in(rows)}"
        yield Found(message, rows[0], "Timescale", text, "Type the day into Due")
    for row in context.rows:
        for heading, text in _typed_dates(row):
            if read_timescale(text, base=context.base).kind in ("unreadable", "none"):
                yield Found(
                    f"{heading} holds a text that is no date", row, heading, text, "Type it as 31/03/2027"
                )


@check(
    "DUE003",
    "warning",
    "Day and month could be the other way round",
    matters="03/04 is 3 April to one reader and 4 March to another, or to a computer with American settings.",
    remedy="Write the month as a word: 3 Apr 2027. If the day is right as it is, type it into Revised due, or choose "
    "Accepted on the Checks sheet.",
    fires=Situation(({"Timescale": "03/04/2027", "Due": dt.date(2027, 4, 3)},)),
    quiet=Situation(
        (
            {"Timescale": "23/04/2027", "Due": dt.date(2027, 4, 23)},
            {"Timescale": "04/04/2027", "Due": dt.date(2027, 4, 4)},
        )
    ),
)
def day_and_month(context: Context) -> Iterator[Found]:
    """A date in numbers alone that makes sense both ways. It was read day first. In a plan whose other dates can only
    be day first it is a note, otherwise a warning; a real date in your own sheet is beyond doubt."""
    is_day_first = any(
        int(first) > 12 for row in context.rows for first, _ in _NUMERIC.findall(_all_text(row))
    )
    is_month_first = any(
        int(second) > 12 for row in context.rows for _, second in _NUMERIC.findall(_all_text(row))
    )
    for row in context.rows:
        for heading in ("Timescale", "Due", "Revised due"):
            text = row.text(heading)
            doubtful = [match for match in _NUMERIC.finditer(text) if _swaps(int(match[1]), int(match[2]))]
            if doubtful and not any(cell.date and cell.text == text for cell in row.own):
                yield Found(
                    f"{doubtful[0][0]} was read day first; it could be month first",
                    row,
                    heading,
                    text,
                    "Write the month as a word",
                    severity="info" if is_day_first and not is_month_first else None,
                )


@check(
    "DUE004",
    "warning",
    "A year that cannot be right",
    matters="A slip in the year hides an action for years, or makes it late from the first day.",
    remedy="Correct the year.",
    fires=Situation(
        (
            {"Timescale": "Dec 2026", "Due": dt.date(2026, 12, 31)},
            {"Timescale": "Mar 2027", "Due": dt.date(2027, 3, 31)},
            {"Timescale": "Mar 2072", "Due": dt.date(2072, 3, 31)},
        )
    ),
    quiet=Situation(
        (
            {"Timescale": "Dec 2026", "Due": dt.date(2026, 12, 31)},
            {"Timescale": "Mar 2030", "Due": dt.date(2030, 3, 31)},
        )
    ),
)
def impossible_year(context: Context) -> Iterator[Found]:
    """A date more than ten years from the middle of the plan's dates, or a year that no calendar of a plan has."""
    years = [row.action.due.year for row in context.rows if row.action.due]
    beginning = (context.began or context.today).year
    middle = round(statistics.median(years)) if len(years) >= _ENOUGH_DATES else beginning
    for row in context.rows:
        for heading in ("Due", "Revised due"):
            value = row.typed.get(heading)
            if isinstance(value, dt.date) and abs(value.year - middle) > _YEARS_APART:
                shown = f"{value:%d/%m/%Y}"
                message = (
                    f"The year {value.year} is far from the plan's other dates, which are about {middle}"
                )
                yield Found(message, row, heading, shown, "Correct the year")
        if row.action.due is None and re.search(
            r"(?<![\d/.])(?!19|20)[1-9]\d{3}(?!\d)|\d{5}", row.action.timescale
        ):
            message = "The year in this timescale cannot be right"
            yield Found(message, row, "Timescale", row.action.timescale, "Correct the year")


@check(
    "DUE005",
    "info",
    "Something was taken for granted to read a date",
    matters="The date may be a year out.",
    remedy="Write the date with its year. If it was read rightly, there is nothing to do.",
    fires=Situation(({"Timescale": "31 October", "Due": _OVERDUE},), began=dt.date(2026, 4, 1)),
    quiet=Situation(({"Timescale": "31 October 2026", "Due": _OVERDUE},), began=dt.date(2026, 4, 1)),
    is_once_a_value=True,
)
def taken_for_granted(context: Context) -> Iterator[Found]:
    """A part of the date is not written, mostly the year; the finding says what was assumed. The same words in several
    rows are found once."""
    doubtful = (
        (row.action.timescale, row)
        for row in context.rows
        if (timescale := context.timescale(row)).due and timescale.assumed not in ("", "day first")
    )
    for text, rows in by_value(doubtful).items():
        timescale = context.timescale(rows[0])
        message = f"Something was taken for granted to read this date: {timescale.assumed}{also_in(rows)}"
        yield Found(message, rows[0], "Timescale", text, f"{timescale.due:%d/%m/%Y}?")


@check(
    "DUE006",
    "warning",
    "Due before the plan began",
    matters="An action that was due before the plan was written is done already, or its date is a slip.",
    remedy="Correct the date, or mark the action Complete and say what shows it.",
    fires=Situation(({"Timescale": "March 2025", "Due": dt.date(2025, 3, 31)},), began=dt.date(2026, 4, 1)),
    quiet=Situation(({"Timescale": "May 2026", "Due": dt.date(2026, 5, 31)},), began=dt.date(2026, 4, 1)),
)
def before_the_plan(context: Context) -> Iterator[Found]:
    """The due date is earlier than the day on which the plan begins: the one in a title such as "April 2026 - March
    2028", or the inspection's on the Cover."""
    if context.began is None:
        return
    for row in context.rows:
        due = row.action.due
        if due is not None and due < context.began:
            message = f"Due {due:%d/%m/%Y}, before the plan began on {context.began:%d/%m/%Y}"
            yield Found(message, row, "Due", f"{due:%d/%m/%Y}", "Correct the date")


@check(
    "DUE007",
    "warning",
    "Past and not complete",
    matters="This is what members and inspectors look for first.",
    remedy="Ask the owner: mark it Complete, or agree a new date and type it into Revised due.",
    fires=Situation(({"Due": _OVERDUE, "Dec-26 RAG": "Amber"},)),
    quiet=Situation(
        (
            {"Due": _OVERDUE, "Dec-26 RAG": "Complete"},
            {"Due": _OVERDUE, "Revised due": _LATER, "Dec-26 RAG": "Amber"},
        )
    ),
)
def overdue(context: Context) -> Iterator[Found]:
    """The date that holds (the revised one, where there is one) is past and the last RAG word is not Complete. An
    action that is Green besides is found by RAG005 instead. As long as nobody was ever asked for a RAG word, it is a
    note."""
    for row in context.rows:
        if not context.is_overdue(row) or context.now(row).rag == "Green" or row.due is None:
            continue
        word = context.last_word(row)
        said = f"the last word is {word}" if word else "nobody has said how it stands"
        yield Found(
            f"Due {row.due:%d/%m/%Y}, and {said}",
            row,
            "Due" if row.due == row.action.due else "Revised due",
            f"{row.due:%d/%m/%Y}",
            "Complete, or a revised date?",
            severity=None if word or context.is_asked else "info",
        )


@check(
    "DUE008",
    "warning",
    "Revised again and again",
    matters="A date that moves each time is no date. Boards ask to see the first date beside the present one, and who "
    "agreed to the change.",
    remedy="Ask what stands in the way. If the date is right now, choose Accepted on the Checks sheet.",
    fires=Situation(({"Due": _OVERDUE, "Revised due": _LATER, REVISIONS: 2},)),
    quiet=Situation(({"Due": _OVERDUE, "Revised due": _LATER, REVISIONS: 1},)),
)
def revised_often(context: Context) -> Iterator[Found]:
    """The Changes sheet says that the date was moved twice or more."""
    for row in context.rows:
        if row.revisions >= _TOO_OFTEN:
            shown = f"{row.due:%d/%m/%Y}" if row.due else row.text("Revised due")
            yield Found(f"The date was moved {row.revisions} times", row, "Revised due", shown)


@check(
    "DUE009",
    "warning",
    "Ongoing, with no next review",
    matters="What has no end is never late and never finished. A date of the next review makes somebody look.",
    remedy='Type the day of the next review into Revised due, or write "Review Feb 2027" as the timescale.',
    fires=Situation(({"Timescale": "Ongoing"}, {"Timescale": "Termly"})),
    quiet=Situation(
        ({"Timescale": "Ongoing", "Revised due": _LATER}, {"Timescale": "Review Feb 2027", "Due": _LATER})
    ),
)
def no_next_review(context: Context) -> Iterator[Found]:
    """The timescale goes on for ever or comes round again, and no day is given on which it is next looked at."""
    for row in context.rows:
        timescale = context.timescale(row)
        is_done = context.last_word(row) == "Complete"
        if timescale.kind in ("ongoing", "recurring") and row.due is None and not is_done:
            yield Found(
                "It has no end and no next review", row, "Timescale", row.action.timescale, "Next review?"
            )


@check(
    "DUE010",
    "info",
    "Counted from a day that is not said",
    matters='"Within 3 months" of what: the report, the plan, today?',
    remedy="Type the day that is meant into Due.",
    fires=Situation(({"Timescale": "Within 3 months"}, {"Timescale": "Immediate"})),
    quiet=Situation(({"Timescale": "Within 3 months", "Due": _LATER},)),
)
def relative(context: Context) -> Iterator[Found]:
    """The timescale is a stretch of time without its beginning, and Due is empty."""
    for row in context.rows:
        if context.timescale(row).kind == "relative" and row.due is None:
            message = "The timescale does not say from when it counts"
            yield Found(message, row, "Timescale", row.action.timescale, "Type the day into Due")


@check(
    "DUE011",
    "info",
    "A date that is not in its place",
    matters="A date kept as text is not sorted, not coloured and never overdue.",
    remedy="`xlplan validate --fix` writes the date, where that is all that the cell says and it "
    "can be read in one way only.",
    fires=Situation(({"Due": "31/12/2026"}, {"Timescale": "Dec 2026"})),
    quiet=Situation(({"Timescale": "Dec 2026", "Due": dt.date(2026, 12, 31)}, {"Timescale": "Ongoing"})),
)
def date_out_of_place(context: Context) -> Iterator[Found]:
    """Due or Revised due holds a date as text, or Timescale names one and Due is empty."""
    for row in context.rows:
        readings = [(heading, text, text) for heading, text in _typed_dates(row)]
        if row.typed.get("Due") is None and row.action.timescale:
            readings.append(("Due", row.action.timescale, ""))
        for heading, text, value in readings:
            timescale = read_timescale(text, base=context.base)
            if timescale.due is None or timescale.kind not in _FIXED:
                continue
            day = timescale.due if heading == "Due" else timescale.holds
            # what is in the cell goes when the date takes its place; a timescale stays where it is
            is_all = says_only_a_date(value) if value else timescale.revised_due is None
            is_certain = is_all and not timescale.assumed and timescale.kind != "multiple"
            names = "is" if is_certain else "names"
            rest = "" if is_all else ", and the rest into Notes?"
            yield Found(
                f'"{clean(text)}" {names} the date {day:%d/%m/%Y}',
                row,
                heading,
                value,
                f"{day:%d/%m/%Y}{rest}",
                fix=day if is_certain else None,
            )


@check(
    "DUE012",
    "warning",
    "Day and month perhaps turned round by another computer",
    matters="A computer with American settings makes 8 June of a typed 6/8/2027 and leaves 13/07/2027 as text. Every "
    "date of the column may be months out, and nothing looks wrong.",
    remedy="Ask who has had the workbook open, and compare a few dates with an older copy or with the owners. If the "
    "dates are right, choose Accepted on the Checks sheet.",
    fires=Situation(
        (
            {"Due": dt.date(2027, 6, 8)},
            {"Due": dt.date(2027, 11, 6)},
            {"Due": "13/07/2027"},
            {"Due": "30/06/2027"},
        )
    ),
    quiet=Situation(
        (
            {"Due": dt.date(2027, 6, 8)},
            {"Due": dt.date(2027, 11, 30)},
            {"Due": "13/07/2027"},
            {"Due": "30/06/2027"},
        )
    ),
)
def swapped_by_a_computer(context: Context) -> Iterator[Found]:
    """All real dates of a column, in the Plan or in the council's own sheet, have a day of 12 or less, and all that
    are there as text one of 13 or more. It is asked once a column."""
    for heading in ("Due", "Revised due"):
        real = [(row, value) for row in context.rows if isinstance(value := row.typed.get(heading), dt.date)]
        if may_be_swapped([value for _, value in real], [row.text(heading) for row in context.rows]):
            row, value = real[0]
            yield Found(_SWAPPED, row, heading, f"{value:%d/%m/%Y}", _COMPARE)
    columns: dict[tuple[str, str], list[tuple[PlanRow, OwnCell]]] = {}
    for row in context.rows:
        for cell in row.own:
            columns.setdefault((cell.sheet, cell.cell.rstrip("0123456789")), []).append((row, cell))
    for cells in columns.values():
        dates = [cell.date for _, cell in cells if cell.date]
        if dates and may_be_swapped(dates, [cell.text for _, cell in cells if not cell.date]):
            row, cell = next(pair for pair in cells if pair[1].date)
            yield Found(_SWAPPED, row, "", cell.text, _COMPARE, sheet=cell.sheet, cell=cell.cell)


def _typed_dates(row: PlanRow) -> list[tuple[str, str]]:
    """Texts that are where a date belongs, with their headings."""
    texts = [(heading, row.text(heading)) for heading in ("Due", "Revised due")]
    return [(heading, text) for heading, text in texts if text]


def _all_text(row: PlanRow) -> str:
    return fold(f"{row.action.timescale} {row.text('Due')} {row.text('Revised due')}")


def _swaps(first: int, second: int) -> bool:
    return 1 <= first <= 12 and 1 <= second <= 12 and first != second
