"""LAY: what `standardise` finds while it reads a council's own sheets. Documented here, found by the reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlplan.checks.registry import Rule, register
from xlplan.importing.result import Inference
from xlplan.model import Finding, Severity
from xlplan.values.text import counted, fold


@dataclass(frozen=True, slots=True)
class FindingText:
    """How one kind of inference is worded as a finding."""

    severity: Severity
    message: str
    """With the names that an inference's words fill in, in braces."""
    suggestion: str = ""


KINDS = {
    "LAY001": FindingText("warning", "This cell has no place in the plan: {why}"),
    "LAY002": FindingText("warning", "The column was read as {field}, {why}"),
    "LAY003": FindingText(
        "info", "No review period is named, so progress and RAG were put under {period!r}, {why}"
    ),
    "LAY004": FindingText("info", "This was left alone: {why}"),
    "LAY005": FindingText(
        "warning", "The cell has a colour and no word, and no key says what the colour means"
    ),
    "LAY006": FindingText("info", "This line above the table was not used"),
    "LAY007": FindingText("info", "The theme was taken from the sheet ({name})"),
    "LAY008": FindingText("info", "The {field} of all actions in this table was taken from a line above it"),
    "LAY009": FindingText(
        "warning",
        "The workbook's macros are not carried into the master, which is an ordinary .xlsx",
        "Keep the original workbook if its macros are still needed",
    ),
    "LAY010": FindingText(
        "warning",
        "This formula has no place in the plan: the workbook does not hold what it comes to",
        "Open the workbook in Excel, save it, and standardise it again",
    ),
    "LAY011": FindingText(
        "info",
        "The plan's title was taken from {source}",
        "To give it another, type it on the Cover or use --title",
    ),
    "LAY012": FindingText("info", "This column of {what} was left as the council's own"),
    "LAY013": FindingText(
        "warning",
        "This column of {what} was left as the council's own: does it say {may}?",
        'If it does, standardise again with --map "HEADING=FIELD"',
    ),
    "LAY014": FindingText(
        "warning",
        'The hidden sheet "{name}" holds a table of actions, which was not read',
        "To read it, name it with --sheet",
    ),
    "LAY015": FindingText("warning", "These actions stand in hidden rows; they were read like the others"),
    "LAY016": FindingText("warning", "These actions are struck through; they were read like the others"),
    "LAY017": FindingText(
        "info", "This looks like a register of risks; what is done about each was read as its action"
    ),
    "LAY018": FindingText("warning", "This heading is too long for a table in Excel; it was shortened"),
    "LAY019": FindingText("info", "This list of contacts was read into the register of officers"),
    "LAY020": FindingText("warning", "These rows below the table were not read as rows of the plan"),
    "DUE002": FindingText("warning", "No date could be read from this timescale"),
    "DUE005": FindingText("info", "Something was taken for granted to read this date: {assumed}"),
    "DUE012": FindingText(
        "warning",
        "Real dates with a day of 12 or less, typed ones of 13 or more: day and month may be turned round",
        "Compare a few dates with an older copy",
    ),
    "OWN001": FindingText("error", "Nobody is named as owner", "Type the name of one accountable person"),
    "OWN004": FindingText("info", "The names were read as owner {owner}, supporting {supporting}"),
    "OWN005": FindingText("warning", "It is not certain who the owner is: {why}"),
    "OWN010": FindingText("info", "The family name stands first; it was read as {names}"),
    "RAG001": FindingText("warning", "The RAG word is not in the key"),
    "RAG004": FindingText("info", "Text stands where a RAG word belongs; it was read as progress"),
    "PLN004": FindingText("info", "The cell holds several actions; the row was kept whole"),
}


ONCE_A_VALUE = ("DUE002", "DUE005", "OWN004", "OWN005", "OWN010", "RAG001")
"""What is one question for all cells with the same words."""

WORDING = {
    "source": {
        "above": "a line above the plan's table",
        "front sheet": "a line on the front sheet",
        "sheet name": "the sheet's name",
        "nothing": "no line of the workbook: none says what the plan is called",
    },
    "why": {
        "part": "by a part of its words",
        "likeness": "as if it were spelt otherwise",
        "prose": "because it holds prose and no RAG words",
        "rag words": "because it holds RAG words",
        "status words": "because it holds words that say how things stand",
        "yes or no": "because it holds Yes and No",
        "colours": "because it holds colours of the key",
        "one heading": "because one heading stands over two columns",
        "numbers": "because it holds short numbers",
        "dates": "because it holds dates",
        "vague dates": "because it holds times that name no day",
        "names": "because it holds names",
        "second owner": "because another column already names the owner",
        "labels": "because it holds labels and stands before the actions",
        "sentences": "because it holds the sentences that the owners and dates belong to",
        "texts": "because it holds the texts that the owners and dates belong to",
        "sentences before": "because it holds sentences and stands before the actions",
        "issue": "because nothing else says what is done about it",
        "recommended": "because nothing else says what is done about what was found",
        "found": "because another column says what is recommended about it",
        "one of that month": "because it is the only review period of that month with a year",
        "day in that month": "because it is the only review period with a day in that month",
        "in title": "which stands in the title {text!r}",
        "in sheet name": "which stands in the sheet's name {text!r}",
        "on sheet": "which stands on the sheet {text!r}",
        "nowhere": "because no title names a month and a year",
        "beside": "it stands beside the table",
        "below": "it stands below the table, and was not read as one of its rows",
        "repeated headings": "the table's headings are repeated here",
        "second cell": "a second cell under one heading",
        "mark": "a mark in a heading row",
        "hint": "it says what to type under the heading",
        "example": "it is an example",
        "empty section": "a heading with no action under it",
        "goes on": "it seems to go on with the row above",
        "no action": "its row has no action, or no owner and date for its recommendation",
        "key": "it is the key to colours and words",
        "risk register": "it seems to be a risk register",
        "budget": "it seems to be a budget",
        "contacts": "it seems to be a list of contacts",
        "figures": "it seems to be figures",
        "meeting": "it seems to be a record of a meeting",
        "changes": "it seems to be a record of changes",
        "no actions": "it seems to be a table without actions",
    },
    "what": {
        "dates": "dates",
        "people": "what may be people",
        "status words": "words that say how things stand",
    },
    "may": {
        "timescale": "by when things are to be done",
        "owner": "who is to do them",
        "rag": "how they stand",
    },
}
"""What the short words of inferences stand for, by their name; with the names of their other words in braces."""


def findings(inferences: Sequence[Inference]) -> tuple[Finding, ...]:
    """Make findings of what a reading inferred and left out; what is one question is asked once."""
    first: dict[tuple[str, str], Inference] = {}
    cells: Counter[tuple[str, str]] = Counter()
    for inference in inferences:
        if inference.code in ONCE_A_VALUE:
            key = (inference.code, fold(inference.value))
            first.setdefault(key, inference)
            cells[key] += 1
    said = []
    for inference in inferences:
        key = (inference.code, fold(inference.value))
        if first.get(key, inference) is inference:
            more = cells[key] - 1
            where = f"; also in {counted(more, 'other cell')}" if more > 0 else ""
            said.append(_finding(inference, where))
    return tuple(said)


def _finding(inference: Inference, where: str) -> Finding:
    text = KINDS[inference.code]
    return Finding(
        code=inference.code,
        severity=text.severity,
        message=text.message.format(**_worded(inference.words)) + where,
        sheet=inference.sheet,
        cell=inference.cell,
        value=inference.value,
        suggestion=text.suggestion,
    )


def _worded(words: Mapping[str, str]) -> dict[str, str]:
    """An inference's words, each as it is in a sentence."""
    wording = {name: WORDING.get(name, {}).get(word) for name, word in words.items()}
    return {name: (wording[name] or "{word}").format(**words, word=word) for name, word in words.items()}


_CHOOSE = "Look at the cell in your own sheet, which stands in the master after ours."


def _note(code: str, title: str, means: str, matters: str, remedy: str, fires: str, quiet: str) -> None:
    register(Rule(code, KINDS[code].severity, title, means, matters, remedy, fires, quiet))


_note(
    "LAY001",
    "A cell that has no place in the plan",
    "A filled cell inside a plan's table belongs to no action and no heading.",
    "Nothing of your workbook may be lost: what is not in the plan is listed, with its text.",
    f"{_CHOOSE} If it belongs to an action, type it into that action's row; if a whole column is missing, standardise "
    "again and name its heading with `--map`.",
    'A line "All actions to be reviewed in May" between two rows of the table.',
    "The same line above the table.",
)
_note(
    "LAY002",
    "A column that was understood by a part of its heading, or by its contents",
    "A heading's words are not all known, or misspelt; a part of them, or what stands under them, told what it is.",
    "A column taken for another is a fault in every row.",
    'If it was taken for the wrong thing, standardise again with `--map "HEADING=FIELD"`.',
    'A heading "Who" over a column of names.',
    'A heading "Lead officer".',
)
_note(
    "LAY003",
    "A review period that is not named",
    "There are RAG words or progress, and no heading, title or sheet says of which period.",
    "They were put under a period whose name was taken from elsewhere.",
    "Standardise again with `--period`, and give the label that the period should have.",
    'A column "RAG" in a sheet whose title names no month.',
    'A column "RAG Sep-26".',
)
_note(
    "LAY004",
    "Something that was left alone",
    "A part of a sheet is not a plan: a list of contacts, a key, a budget.",
    "It stays in the master as it is, on its own sheet.",
    "If it is a part of the plan, standardise again and name its sheet with `--sheet` or its headings with `--map`.",
    "A table of names and telephone numbers beside the plan.",
    "A table with actions and owners.",
)
_note(
    "LAY005",
    "A colour without a word",
    "A RAG cell has a fill and no word, and no key says what the colour means.",
    "Councils mean different things by one colour, so none was guessed; the action has no RAG word.",
    "Type the colour and what it means on the Key sheet, and the word into the Plan.",
    "An empty RAG cell filled in orange, in a workbook without a key.",
    'The same cell, with a key that says orange is "Amber".',
)
_note(
    "LAY006",
    "A line above the table that was not used",
    "A text above a table is neither a title nor a theme nor a recommendation.",
    "It may say something of all actions below it.",
    "If it does, type it where it belongs.",
    '"Queries to the Improvement Team" above the headings.',
    '"Recommendation 2: improve assessments" above the headings.',
)
_note(
    "LAY007",
    "A theme that was taken from elsewhere",
    "No column names the theme; the sheet's name or title was taken for it.",
    "Reports are sorted by theme.",
    "If it is no theme, clear or correct the Theme column.",
    'Actions on a sheet called "Workforce", without a column for the theme.',
    'A column "Theme".',
)
_note(
    "LAY008",
    "A line that speaks for the whole table",
    "A labelled line above a table was read as the owner, or the success criteria, of every action in it.",
    "It now stands in every row.",
    "If it is meant for some of the actions only, correct the others.",
    '"Lead: Ruth Ackland" above the headings.',
    'A column "Lead".',
)
_note(
    "LAY009",
    "Macros that were not carried over",
    "The council's workbook had macros. A master is an ordinary .xlsx and has none.",
    "Buttons and functions of your own workbook do not work in the master.",
    "Keep the original workbook if you still need its macros.",
    'A plan kept as "Improvement plan.xlsm".',
    'A plan kept as "Improvement plan.xlsx".',
)
_note(
    "LAY010",
    "A formula that was never worked out",
    "A cell inside a plan's table, or beside it, holds a formula, and the workbook does not hold the formula's value. "
    "Workbooks that another program has written are often so until Excel has saved them.",
    "What the cell would show is missing from the plan, and with it its whole row where it is the action.",
    "Open your own workbook in Excel, save it, and standardise it again.",
    'An action `="Report every "&"quarter"` in a workbook that a reporting system has exported.',
    "The same formula in a workbook that Excel has saved, also where it comes to nothing.",
)
_note(
    "LAY011",
    "What the plan's title was taken from",
    "No title was given, so a line above the plan's table, or on a front sheet, was taken for it.",
    "The title stands on the Cover, on every return and in every report.",
    "Correct it on the Cover, or standardise again with `--title`.",
    '"Service improvement plan 2026" above the headings.',
    'A run with `--title "Service improvement plan 2026"`.',
)
_note(
    "LAY012",
    "A column of dates, people or status words that was left as your own",
    "Its heading says that something happened, or who did it; or the plan has another column for it.",
    "It is in the plan under its own heading, and no report looks at it.",
    'If it says by when, or by whom, something is to be done, standardise again with `--map "HEADING=FIELD"`.',
    'A column "Date raised" beside "Due date".',
    'A column "Due date".',
)
_note(
    "LAY013",
    "A column that may say who, when or how things stand",
    "No column of the plan says so for certain, and this one may: its heading does not tell.",
    "Nothing was guessed. Without it the actions have no owner, no due date or no status.",
    'Standardise again with `--map "HEADING=owner"`, `"HEADING=timescale"` or `"HEADING=rag"`; or leave it.',
    'A column "Date" of a plan without a due date.',
    'A column "Date raised".',
)
_note(
    "LAY014",
    "A hidden sheet with actions",
    "A sheet that does not show holds a table that looks like a plan. It was not read.",
    "It may be another service's part of the plan, or last year's copy, which would double every action.",
    "If it belongs to the plan, show it, or standardise again and name each sheet with `--sheet`.",
    'A hidden sheet "Plan Homes" with actions, owners and dates.',
    "A hidden sheet with the words of a drop-down.",
)
_note(
    "LAY015",
    "Actions in hidden rows",
    "Rows of the plan do not show, by hand or by a filter. They were read.",
    "What somebody has hidden may be meant to be left out; what a filter hides seldom is.",
    "Look at them in your own sheet; mark what is dropped as such in the Plan.",
    "A table with a filter on the owner.",
    "The same table with the filter taken off.",
)
_note(
    "LAY016",
    "Actions that are struck through",
    "The text of rows is struck through. They were read like the others.",
    "Many councils strike out what was dropped or is done, and the Plan does not show it.",
    "Give them a RAG word, or take them out of the Plan.",
    "An action whose whole row is struck through.",
    "An action in plain letters.",
)
_note(
    "LAY017",
    "A register that was read as a plan",
    "A register of risks or a log of issues holds actions: what is threatened was read as the recommendation, the "
    "response as the action.",
    "Scores and the other columns of a register stay your own.",
    "If it is not part of the plan, standardise again and name the plan's sheets with `--sheet`.",
    "A table with Risk, Likelihood, Mitigation and Owner.",
    "A table with Action and Owner.",
)
_note(
    "LAY018",
    "A heading that was shortened",
    "A column's heading is longer than a table in Excel can have.",
    "The column is in the plan under the beginning of its heading.",
    "Give the column a shorter heading in the Plan.",
    "A heading of 300 characters that tells people how to fill in the column.",
    'A heading "Comments from the board".',
)
_note(
    "LAY019",
    "Contacts that filled the register",
    "The workbook has a list of names with initials or e-mail addresses. It was read into the Officers sheet.",
    "Returns are addressed by it, and initials in the plan are understood by it.",
    "Correct the Officers sheet where the list was out of date.",
    "A sheet with Name, Initials, Job title and E-mail.",
    "A sheet with names alone.",
)
_note(
    "LAY020",
    "Rows below the table that were not read",
    "Below the last action, after a gap, rows stand under the table's headings that do not look like its actions.",
    "They may be actions that the plan now lacks.",
    "If they are, move them up to the table, or give them headings of their own, and standardise again.",
    "Four rows without an owner or a date, three rows below the plan.",
    "A signature below the plan.",
)
