"""RAG: whether the words fit the dates, the notes, the colours and what was said before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from xlplan.checks.context import Context, Found, PlanRow, also_in, by_value
from xlplan.checks.examples import FILL, Situation
from xlplan.checks.registry import check
from xlplan.layout.standard import progress_heading, rag_heading
from xlplan.model import KeyEntry, Severity
from xlplan.values.hues import rag_hue
from xlplan.values.rag import is_prose
from xlplan.values.text import fold

_PAST = dt.date(2026, 10, 31)
_TO_COME = dt.date(2027, 3, 31)
_ON_TRACK = (KeyEntry(as_typed="On track", means="Green"),)


@check(
    "RAG001",
    "warning",
    "A RAG word that the Key does not know",
    matters="It is counted nowhere and coloured nowhere. Councils mean different things by one word or colour, so "
    "nothing is guessed.",
    remedy="Add a line to the Key sheet that says what it means, or choose a word from the list.",
    fires=Situation(({"Dec-26 RAG": "Amber/Green"}, {"Dec-26 RAG": "Blue"})),
    quiet=Situation(({"Dec-26 RAG": "Amber"}, {"Dec-26 RAG": "On track"}), key=_ON_TRACK),
    is_once_a_value=True,
)
def unknown_word(context: Context) -> Iterator[Found]:
    """The word in the RAG cell is not on the Key sheet. It was kept as typed. It is found once, wherever it is."""
    cells = [
        (typed, row, period)
        for row, period, typed in _rag_cells(context)
        if context.key.word(typed) is None and not is_prose(typed)
    ]
    for word, rows in by_value((typed, row) for typed, row, _ in cells).items():
        period = next(period for typed, _, period in cells if typed == word)
        yield Found(
            f"The RAG word is not in the key{also_in(rows)}",
            rows[0],
            rag_heading(period),
            word,
            "Add it to the Key sheet, or choose from the list",
        )


@check(
    "RAG002",
    "warning",
    "RAG missing",
    matters="The report has a hole, and it cannot be told from an action that stands still.",
    remedy="Ask the owner for the return, or for the word.",
    fires=Situation(({"Dec-26 RAG": ""},)),
    quiet=Situation(({"Dec-26 RAG": "Not started"},)),
)
def missing(context: Context) -> Iterator[Found]:
    """The action has no RAG word in the period that is checked. It is a warning when the return came back without it
    or the day by which returns were due is past; until then it is a note."""
    if not context.period:
        return
    for row, now in context.rows_now():
        if not now.rag:
            heading = rag_heading(context.period)
            severity: Severity | None = None if row.is_expected else "info"
            yield Found(f"No RAG word for {context.period}", row, heading, severity=severity)


@check(
    "RAG003",
    "warning",
    "The colour says another thing than the word",
    matters="Some readers see the colour, others filter by the word, and they report different counts. A colour alone "
    "is no answer: it cannot be searched, read aloud or printed in grey.",
    remedy="Ask which is right. In the Plan choose the word from the list and clear the fill: the colour follows.",
    fires=Situation(({"Dec-26 RAG": "Green", FILL: "FF0000"},)),
    quiet=Situation(({"Dec-26 RAG": "Red", FILL: "FF0000"}, {"Dec-26 RAG": "Green", FILL: "FFFFFF"})),
)
def other_colour(context: Context) -> Iterator[Found]:
    """A RAG cell, in the Plan or in the council's own sheet, has the fill of one word and holds another. Colours mean
    what the Key says; a fill that it does not know counts only when it is plainly red, amber or green."""
    for row, period, typed in _rag_cells(context):
        word, heading = context.key.word(typed), rag_heading(period)
        shown = _word_of(context, row.fills.get(heading, ""))
        if word in ("Red", "Amber", "Green") and shown and shown != word:
            yield Found(f"The fill of the cell says {shown}", row, heading, typed, f"{word} or {shown}?")
    for row in context.rows:
        for cell in row.own:
            word = context.key.word(cell.text) if len(cell.text) > 1 else None
            shown = _word_of(context, cell.fill)
            if word in ("Red", "Amber", "Green") and shown and shown != word:
                message = f"The fill of the cell says {shown}"
                asked = f"{word} or {shown}?"
                yield Found(message, row, "", cell.text, asked, sheet=cell.sheet, cell=cell.cell)


@check(
    "RAG004",
    "info",
    "Text where a RAG word belongs",
    matters="The words are progress, and the action has no rating.",
    remedy="Move the text into the progress column and choose a word. What stood so in your own sheet was read as "
    "progress; nothing was lost.",
    fires=Situation(({"Dec-26 RAG": "Two posts filled, the third is out to advert"},)),
    quiet=Situation(({"Dec-26 RAG": "Amber", "Dec-26 progress": "Two posts filled"},)),
)
def prose(context: Context) -> Iterator[Found]:
    """A sentence is in the RAG cell."""
    for row, period, typed in _rag_cells(context):
        if context.key.word(typed) is None and is_prose(typed):
            message = "Text stands where a RAG word belongs"
            yield Found(message, row, rag_heading(period), typed, "Move it to the progress column")


@check(
    "RAG005",
    "warning",
    "Green and overdue",
    matters="Members make this check by eye, and it is where trust in the report is lost.",
    remedy="Ask the owner whether it is done (Complete), late (Amber or Red), or has a new date (Revised due). If your "
    "key means done by green, say so on the Key sheet: Green means Complete.",
    fires=Situation(({"Due": _PAST, "Dec-26 RAG": "Green"},)),
    quiet=Situation(
        (
            {"Due": _TO_COME, "Dec-26 RAG": "Green"},
            {"Due": _PAST, "Revised due": _TO_COME, "Dec-26 RAG": "Green"},
            {"Due": _PAST, "Dec-26 RAG": "Complete"},
        )
    ),
)
def green_and_overdue(context: Context) -> Iterator[Found]:
    """The word for the period is Green, and the date that holds is past."""
    for row, now in context.rows_now():
        if now.rag == "Green" and row.due and context.is_overdue(row):
            heading = rag_heading(context.period)
            message = f"Green, but due {row.due:%d/%m/%Y} and not complete"
            yield Found(message, row, heading, "Green", "Complete, or a revised date?")


@check(
    "RAG006",
    "warning",
    "Complete, without a word of evidence",
    matters="Inspectors ask what shows that it is done.",
    remedy="Ask for a sentence: what was done, when, and where it can be seen.",
    fires=Situation(({"Dec-26 RAG": "Complete", "Dec-26 progress": ""},)),
    quiet=Situation(
        (
            {"Dec-26 RAG": "Complete", "Dec-26 progress": "Agreed by Cabinet on 9 June"},
            {
                "Sep-26 RAG": "Complete",
                "Sep-26 progress": "Agreed by Cabinet on 9 June",
                "Dec-26 RAG": "Complete",
            },
        )
    ),
)
def complete_without_evidence(context: Context) -> Iterator[Found]:
    """The action is Complete, and no progress was written in any period in which it was."""
    for row, now in context.rows_now():
        if now.rag != "Complete":
            continue
        reports = [context.reported(row, label) for label in _up_to_now(context)]
        if not any(one.progress for one in reports if one.rag == "Complete"):
            heading = progress_heading(context.period)
            yield Found("Complete, and nothing says what shows it", row, heading, "", "What shows it?")


@check(
    "RAG007",
    "warning",
    "Red, without a word of what is being done",
    matters="A red action is read first, and the reader wants to know what is being done about it. Some councils' "
    "reports have a box for the corrective action beside every red.",
    remedy="Ask the owner what is being done, by whom and by when.",
    fires=Situation(({"Dec-26 RAG": "Red", "Dec-26 progress": ""},)),
    quiet=Situation(({"Dec-26 RAG": "Red", "Dec-26 progress": "Agency cover from 1 December"},)),
)
def red_without_words(context: Context) -> Iterator[Found]:
    """The action is Red in the period, and its progress cell is empty."""
    for row, now in context.rows_now():
        if now.rag == "Red" and not now.progress:
            heading = progress_heading(context.period)
            yield Found("Red, and nothing says what is being done", row, heading, "", "What is being done?")


@check(
    "RAG008",
    "warning",
    "From Red to Complete in one step",
    matters="It may be true, and then it is worth a sentence in the report; or a word was chosen by mistake.",
    remedy="Ask the owner. If it is right, choose Accepted on the Checks sheet.",
    fires=Situation(({"Sep-26 RAG": "Red", "Dec-26 RAG": "Complete"},)),
    quiet=Situation(({"Sep-26 RAG": "Amber", "Dec-26 RAG": "Complete"},)),
)
def jumped(context: Context) -> Iterator[Found]:
    """The action is Complete in this period, and Red was its last word before, be it some periods ago."""
    for row, now in context.rows_now():
        if now.rag != "Complete":
            continue
        label, before = context.rag_before(row)
        if before == "Red":
            message = f"Red in {label}, Complete in {context.period}"
            yield Found(message, row, rag_heading(context.period), "Complete", "Is it done?")


@check(
    "RAG009",
    "warning",
    "The same words as last time",
    matters="Either nothing has happened, which is worth knowing, or last period's text was copied.",
    remedy="Ask the owner what has happened since.",
    fires=Situation(
        (
            {
                "Sep-26 RAG": "Amber",
                "Sep-26 progress": "Two posts filled",
                "Dec-26 RAG": "Amber",
                "Dec-26 progress": "Two posts filled ",
            },
        )
    ),
    quiet=Situation(
        (
            {
                "Sep-26 progress": "Two posts filled",
                "Dec-26 RAG": "Amber",
                "Dec-26 progress": "All posts filled",
            },
            {
                "Sep-26 progress": "Live since 2 March",
                "Dec-26 RAG": "Complete",
                "Dec-26 progress": "Live since 2 March",
            },
        )
    ),
)
def same_words(context: Context) -> Iterator[Found]:
    """The progress text is the last one before, word for word, and the action is not Complete."""
    for row, now in context.rows_now():
        if not now.progress or now.rag == "Complete":
            continue
        label, before = context.progress_before(row)
        if before and fold(now.progress) == fold(before):
            message = f"The same words as in {label}"
            heading = progress_heading(context.period)
            yield Found(message, row, heading, now.progress, "What has happened since?")


@check(
    "RAG010",
    "info",
    "A RAG word in another spelling",
    matters="Nothing is wrong: the Key says what is meant. Charts and filters count one spelling only.",
    remedy="`xlplan validate --fix` writes the word as it is in the list.",
    fires=Situation(
        ({"Dec-26 RAG": "green "}, {"Dec-26 RAG": "G"}, {"Dec-26 RAG": "On track"}), key=_ON_TRACK
    ),
    quiet=Situation(({"Dec-26 RAG": "Green"}, {"Dec-26 RAG": "Amber/Green"})),
)
def other_spelling(context: Context) -> Iterator[Found]:
    """The Key knows the word, and it is not spelt as in the list: other case, blanks, a letter, or the plan's own
    word."""
    for row, period, typed in _rag_cells(context):
        word = context.key.word(typed)
        heading = rag_heading(period)
        if word is not None and row.typed.get(heading) != word:
            yield Found(f"The Key reads this as {word}", row, heading, typed, word, fix=word)


@check(
    "RAG011",
    "warning",
    "No longer Complete",
    matters="What was reported as done is not done. Those who were told so have to be told, and why; or a word was "
    "chosen by mistake.",
    remedy="Ask the owner what has come up. If it is right, choose Accepted on the Checks sheet.",
    fires=Situation(({"Sep-26 RAG": "Complete", "Dec-26 RAG": "Red"},)),
    quiet=Situation(
        (
            {"Sep-26 RAG": "Complete", "Dec-26 RAG": "Complete"},
            {"Sep-26 RAG": "Complete", "Dec-26 RAG": ""},
        )
    ),
)
def no_longer_complete(context: Context) -> Iterator[Found]:
    """Complete was the action's last word before, and it has another in this period."""
    for row, now in context.rows_now():
        if now.rag in ("", "Complete"):
            continue
        label, before = context.rag_before(row)
        if before == "Complete":
            message = f"Complete in {label}, {now.rag} in {context.period}"
            yield Found(message, row, rag_heading(context.period), now.rag, "Was it done?")


def _rag_cells(context: Context) -> Iterator[tuple[PlanRow, str, str]]:
    """Every RAG cell of the Plan that holds something: its row, its period, the word as typed."""
    for row in context.rows:
        for label in context.periods:
            typed = row.action.periods[label].rag if label in row.action.periods else ""
            if typed:
                yield row, label, typed


def _up_to_now(context: Context) -> tuple[str, ...]:
    return context.periods[: context.periods.index(context.period) + 1]


def _word_of(context: Context, fill: str) -> str:
    """What a fill means: by the Key, else by its plain hue."""
    if not fill:
        return ""
    return context.key.word_of_colour(fill) or rag_hue(fill)
