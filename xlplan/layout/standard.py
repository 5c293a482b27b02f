"""The standard layout, declared once as data: sheets, tables, columns, how they look and what may be typed.

Whatever draws, reads, checks or documents a standard sheet reads this declaration.
The rules behind it: one table a sheet, marked up as an Excel table; a title in A1 and one line in A2; headings in
row 3, unique; no merged cells; never colour alone (UK government guidance on accessible spreadsheets).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from xlplan.values.rag_words import CANONICAL, COLOURS
from xlplan.workbook.sheet_spec import HEADER_ROW as HEADER_ROW
from xlplan.workbook.sheet_spec import Column, ConditionalFormat, Format, Validation

LAYOUT_VERSION = 2
FIRST_ROW = HEADER_ROW + 1

RAG_WORDS = CANONICAL

# Dark, middle and light, so that the three still differ in grey; the word always is in the cell.
_RAG_INK = {"Red": "FFFFFF", "Complete": "1F3A5F", "Not started": "5A5A5A"}
RAG_STYLES = {word: (fill, _RAG_INK.get(word, "1F1F1F")) for word, fill in COLOURS.items()}
"""RAG word -> its fill and its text colour."""

INK = "1F2A37"
QUIET = "5B6673"
LINE = "D0D5DB"
HEADING_FILL = "E3E9F0"
LOCKED_FILL = "F3F4F6"
TYPING_FILL = "FFFDF2"
ACCENT = "1F4E79"

TITLE = Format(bold=True, size=16, colour=INK, wrap=False, vertical="center")
SUBTITLE = Format(colour=QUIET, wrap=False, vertical="center")
HEADING = Format(bold=True, colour=INK, fill=HEADING_FILL, border=LINE, vertical="center")
OWNERS_HEADING = Format(bold=True, colour="FFFFFF", fill=ACCENT, border=LINE, vertical="center")
TEXT = Format(colour=INK, border=LINE)
ANY_VALUE = replace(TEXT, horizontal="left")
"""For a column in which texts, dates and numbers are one below the other."""
CENTRED = replace(TEXT, horizontal="center")
DATE = replace(TEXT, number_format="dd/mm/yyyy", horizontal="center", wrap=False)
MOMENT = replace(DATE, number_format="dd/mm/yyyy hh:mm")
WHOLE_NUMBER = replace(CENTRED, number_format="0", wrap=False)
REF = replace(CENTRED, number_format="@")
LABEL = Format(bold=True, colour=INK, wrap=False)
PLAIN = Format(colour=INK, wrap=False)
LINK = Format(colour=ACCENT, underline=True, wrap=False)

RAG_RULES = tuple(
    ConditionalFormat(formula='{cell}="' + word + '"', fill=fill, colour=colour, bold=word == "Red")
    for word, (fill, colour) in RAG_STYLES.items()
)
RAG_CHOICE = Validation(
    kind="list",
    choices=RAG_WORDS,
    title="RAG",
    prompt="Choose one word from the list.",
    error="Please choose Red, Amber, Green, Complete or Not started from the list.",
)
DATE_CHOICE = Validation(
    kind="date",
    title="Date",
    prompt="Type a date such as 31/03/2027.",
    error="Please type a date such as 31/03/2027.",
    strict=False,
)
YES_NO = Validation(kind="list", choices=("Yes", "No"))


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """A standard column of the Plan table: the field of `Action` that it holds, and how it looks."""

    field: str
    column: Column

    @property
    def heading(self) -> str:
        return self.column.heading


PLAN_COLUMNS = (
    PlanColumn("id", Column("ID", 7, replace(CENTRED, bold=True))),
    PlanColumn("ref", Column("Ref", 8, REF)),
    PlanColumn("action", Column("Action", 56, TEXT)),
    PlanColumn("theme", Column("Theme", 22, TEXT)),
    PlanColumn("recommendation", Column("Recommendation", 34, TEXT)),
    PlanColumn("report_ref", Column("Report ref", 12, TEXT)),
    PlanColumn("owner", Column("Owner", 20, TEXT)),
    PlanColumn("supporting", Column("Supporting", 20, TEXT)),
    PlanColumn("timescale", Column("Timescale", 16, replace(TEXT, number_format="@"))),
    PlanColumn("due", Column("Due", 12, DATE, validation=DATE_CHOICE)),
    PlanColumn("revised_due", Column("Revised due", 13, DATE, validation=DATE_CHOICE)),
    PlanColumn("success_criteria", Column("Success criteria", 34, TEXT)),
    PlanColumn("notes", Column("Notes", 26, TEXT)),
)
"""The columns before the council's own ones."""

SOURCE_COLUMN = PlanColumn("source", Column("Source", 16, replace(TEXT, colour=QUIET, size=9)))

ALL_PLAN_COLUMNS = (*PLAN_COLUMNS, SOURCE_COLUMN)
STANDARD_HEADINGS = tuple(column.heading for column in ALL_PLAN_COLUMNS)
KEPT_IN_SIGHT = 3
"""The first columns of the Plan: they stay when one scrolls, and are printed again on every page."""
HEADING_OF_FIELD = {column.field: column.heading for column in ALL_PLAN_COLUMNS}
FIELD_OF_HEADING = {heading: field for field, heading in HEADING_OF_FIELD.items()}


def rag_heading(period: str) -> str:
    """ "Oct-05" -> "Oct-05 RAG"."""
    return f"{period} RAG"


def progress_heading(period: str) -> str:
    """ "Oct-05" -> "Oct-05 progress"."""
    return f"{period} progress"


def direction_heading(period: str) -> str:
    """ "Oct-05" -> "Oct-05 direction"."""
    return f"{period} direction"


def period_columns(period: str) -> tuple[Column, Column, Column]:
    """The three columns that a review period adds at the right of the Plan table."""
    return (
        Column(rag_heading(period), 12, CENTRED, validation=RAG_CHOICE, rules=RAG_RULES),
        Column(progress_heading(period), 56, TEXT),
        Column(direction_heading(period), 11, replace(CENTRED, colour=QUIET)),
    )


def own_column(heading: str) -> Column:
    """A column of the council's own, under its own heading."""
    return Column(heading, 18, TEXT)


@dataclass(frozen=True, slots=True)
class StandardSheet:
    """A standard sheet that holds one table of the same name."""

    name: str
    says: str
    """The line in A2."""
    columns: tuple[Column, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns)


COVER = "Cover"
PLAN = "Plan"
HIDDEN = "_xlplan"
RETURN = "Return"
HOW_TO = "How to"

OFFICERS = StandardSheet(
    "Officers",
    "The register: everybody who is named in the plan. Put other spellings under Also known as.",
    (
        Column("Name", 28, TEXT),
        Column("Initials", 10, CENTRED),
        Column("Post", 30, TEXT),
        Column("Team", 24, TEXT),
        Column("Email", 32, TEXT),
        Column("Copy to", 32, TEXT),
        Column("Also known as", 34, TEXT),
        Column("Active", 9, CENTRED, validation=YES_NO),
    ),
)
PERIOD_STATUSES = ("Planned", "Open", "Closed")
PERIODS = StandardSheet(
    "Periods",
    "The review periods, oldest first. Returns are asked for in the one that is open. Type the next one below.",
    (
        Column("Period", 16, TEXT),
        Column("Opens", 13, DATE, validation=DATE_CHOICE),
        Column("Returns due", 13, DATE, validation=DATE_CHOICE),
        Column("Status", 12, CENTRED, validation=Validation(kind="list", choices=PERIOD_STATUSES)),
    ),
)
KEY = StandardSheet(
    "Key",
    "What each RAG word, letter or colour means in this plan. Add a line for each word that your officers use.",
    (
        Column("As typed", 18, TEXT),
        Column(
            "Means",
            16,
            CENTRED,
            validation=Validation(kind="list", choices=RAG_WORDS),
            rules=RAG_RULES,
        ),
        Column("Colour", 12, replace(CENTRED, number_format="@")),
        Column("Definition", 60, TEXT),
    ),
)
ACCEPTED = "Accepted"
CHECK_STATUSES = ("Open", ACCEPTED, "Settled")
CHECKS = StandardSheet(
    "Checks",
    "What was found that a person should look at. Put it right, or choose Accepted and say why. Filter by Status.",
    (
        Column("Code", 9, CENTRED),
        Column(
            "Severity",
            11,
            CENTRED,
            rules=(
                ConditionalFormat(
                    formula='AND({cell}="error",{column:Status}="Open")',
                    fill="F2C9C4",
                    colour="7A1710",
                    bold=True,
                ),
                ConditionalFormat(
                    formula='AND({cell}="warning",{column:Status}="Open")', fill="F7E3C3", colour="5C3B00"
                ),
            ),
        ),
        Column(
            "Status",
            10,
            CENTRED,
            rules=(
                ConditionalFormat(
                    formula='OR({cell}="Settled",{cell}="Accepted")', fill="E7EFE5", colour=QUIET
                ),
            ),
        ),
        Column("ID", 7, CENTRED),
        Column("Ref", 7, REF),
        Column("Action", 24, TEXT),
        Column("Column", 12, TEXT),
        Column("What was found", 32, TEXT),
        Column("Value", 18, TEXT),
        Column("Suggestion", 20, TEXT),
        Column(
            "Decision",
            12,
            replace(CENTRED, fill=TYPING_FILL),
            heading_format=OWNERS_HEADING,
            validation=Validation(
                kind="list",
                choices=(ACCEPTED,),
                title="Accepted",
                prompt="Choose Accepted to leave it as it is, and say why. It stays quiet until the cell changes.",
            ),
        ),
        Column("Reason", 18, replace(TEXT, fill=TYPING_FILL), heading_format=OWNERS_HEADING),
        Column("Sheet", 16, TEXT),
        Column("Cell", 8, replace(CENTRED, colour=ACCENT, underline=True)),
    ),
)
OUTSTANDING, MERGED, NOTHING_FILLED_IN, NO_ACTION_LEFT = (
    "Outstanding",
    "Merged",
    "Nothing filled in",
    "No action left",
)
"""What the Returns sheet says of a return."""
_WAITED_FOR = ConditionalFormat(
    formula=f'OR({{cell}}="{OUTSTANDING}",{{cell}}="{NOTHING_FILLED_IN}")',
    fill="F7E3C3",
    colour="5C3B00",
    bold=True,
)
RETURNS = StandardSheet(
    "Returns",
    "One line for each officer and period: what was issued, what came back, and what became of it.",
    (
        Column("Period", 12, TEXT),
        Column("Officer", 26, TEXT),
        Column("Return", 10, CENTRED),
        Column("Actions", 9, WHOLE_NUMBER),
        Column("Issued", 12, DATE),
        Column("Received", 12, DATE),
        Column(
            "Status",
            18,
            CENTRED,
            rules=(_WAITED_FOR,),
        ),
        Column("File", 38, TEXT),
        Column("Read", 9, WHOLE_NUMBER),
        Column("Unchanged", 11, WHOLE_NUMBER),
        Column("Changed", 10, WHOLE_NUMBER),
        Column("Conflicts", 10, WHOLE_NUMBER),
        Column("Proposals", 10, WHOLE_NUMBER),
        Column("Unmatched", 11, WHOLE_NUMBER),
        Column("Matched without ID", 12, WHOLE_NUMBER),
        Column("Not read", 40, TEXT),
    ),
)
TAKE_THIS = "Take this"
KEEP_MASTER = "Keep master"
USE_OTHER = "Use other value"
CONFLICTS = StandardSheet(
    "Conflicts",
    "What needs your decision. Choose on each line, then click Settle conflicts (or run: xlplan resolve).",
    (
        Column("No", 6, WHOLE_NUMBER),
        Column("Kind", 12, CENTRED),
        Column("ID", 7, CENTRED),
        Column("Ref", 7, REF),
        Column("Action", 34, TEXT),
        Column("Column", 14, TEXT),
        Column("Master value", 26, ANY_VALUE),
        Column("Returned value", 28, ANY_VALUE),
        Column(
            "Decision",
            16,
            replace(CENTRED, fill=TYPING_FILL),
            heading_format=OWNERS_HEADING,
            validation=Validation(
                kind="list",
                choices=(TAKE_THIS, KEEP_MASTER, USE_OTHER),
                title="Your decision",
                prompt="Take this: the returned value goes in. Keep master: nothing changes. "
                "Use other value: type it in the next column.",
                error="Please choose Take this, Keep master or Use other value.",
            ),
        ),
        Column("Other value", 18, replace(ANY_VALUE, fill=TYPING_FILL), heading_format=OWNERS_HEADING),
        Column("Why", 30, TEXT),
        Column("Officer", 18, TEXT),
        Column("File", 24, replace(TEXT, colour=QUIET)),
        Column("Cell", 7, replace(CENTRED, colour=QUIET)),
        Column("Decided", 18, replace(CENTRED, colour=QUIET)),
    ),
)
CHANGES = StandardSheet(
    "Changes",
    "Every change ever made by xlplan, oldest first. Lines are only ever added.",
    (
        Column("When", 17, MOMENT),
        Column("Operation", 14, TEXT),
        Column("ID", 8, CENTRED),
        Column("Ref", 8, REF),
        Column("Column", 20, TEXT),
        Column("Old", 40, ANY_VALUE),
        Column("New", 40, ANY_VALUE),
        Column("From", 36, replace(TEXT, colour=QUIET)),
    ),
)

LIST_SHEETS = (OFFICERS, PERIODS, KEY, CHECKS, RETURNS, CONFLICTS, CHANGES)
"""The sheets with one table each, in their order after Cover and Plan."""

OUR_SHEETS = (COVER, PLAN, *(sheet.name for sheet in LIST_SHEETS), HIDDEN)
"""The names that a council's own sheet must give up, in their order in the workbook."""


DATE_COLUMNS = frozenset({"Due", "Revised due"})
"""The headings of the columns that hold dates."""


def owners_columns(period: str) -> tuple[str, str, str]:
    """The headings of a return that its owner may change."""
    return rag_heading(period), progress_heading(period), "Revised due"
