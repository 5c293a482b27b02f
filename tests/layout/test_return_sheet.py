"""The return on an officer's laptop: what is asked, where to type, what the words mean, whom to send it to."""

from __future__ import annotations

import datetime as dt

import pytest

from xlplan.layout.return_columns import SCREEN_WIDTH, ZOOM
from xlplan.layout.return_sheet import ReturnSheet, meanings_in, return_sheets, return_values
from xlplan.model import Action, KeyEntry, Progress
from xlplan.workbook.sheet_spec import SheetSpec

SHEET = ReturnSheet(
    "R0001", "abcd", "A plan", "Dec-26", "Sep-26", "Asha Verrall", dt.date(2026, 12, 4), "Jo Lee, jo@example.org",
    meanings_in([KeyEntry(as_typed="Amber", means="Amber", definition="Late, and in hand")]),
)  # fmt: skip
LONG = (
    "Review how the strategy is put into practice in every locality, and report to the board each quarter. "
    * 4
)
FULL = Action(
    id="A001", ref="1.a.1", theme="Homes", recommendation=LONG, action=LONG, success_criteria=LONG,
    due=dt.date(2026, 12, 4), periods={"Sep-26": Progress(rag="Green", progress=LONG)},
)  # fmt: skip


def drawn(*actions: Action) -> tuple[SheetSpec, dict[str, float]]:
    """The sheet Return, and how many pixels each of its columns takes at the zoom it opens with."""
    spec, _ = return_sheets(SHEET, [return_values(SHEET, action) for action in actions])
    assert spec.table is not None
    return spec, {
        column.heading: 0 if column.is_hidden else int(column.width * 7 + 5) * spec.zoom / 100
        for column in spec.table.columns
    }


@pytest.mark.parametrize("actions", [[FULL], [Action(id="A001", action="Do it")], [FULL] * 40])
def test_action_cells_to_fill_in_and_check_are_in_sight_together(actions: list[Action]) -> None:
    """Check was off the screen, and nobody saw that a word was missing."""
    spec, pixels = drawn(*actions)
    assert spec.zoom == ZOOM
    assert sum(pixels.values()) <= SCREEN_WIDTH
    assert pixels["Dec-26 progress"] > 180
    assert pixels["Action"] > 170


def test_the_order_is_that_of_the_contract() -> None:
    _, pixels = drawn(FULL)
    assert list(pixels) == [
        "ID", "Ref", "Action", "Recommendation", "Success criteria", "Due", "Sep-26 RAG", "Sep-26 progress",
        "Dec-26 RAG", "Dec-26 progress", "Revised due", "Check",
    ]  # fmt: skip


def test_the_line_under_the_title_says_whose_return_it_is_and_for_which_plan() -> None:
    """By it a return is known again that was copied into a new workbook, without its hidden sheet."""
    line = drawn(FULL)[0].cells[2, 1].value
    assert str(line).endswith("   Return R0001 · Dec-26 · Asha Verrall · plan abcd")


def test_the_cursor_stands_in_the_first_cell_to_fill_in() -> None:
    filled = FULL.model_copy(update={"periods": {"Dec-26": Progress(rag="Red", progress="Late.")}})
    assert drawn(FULL)[0].cursor == (4, 9)
    assert drawn(filled, FULL)[0].cursor == (5, 9)


def test_what_is_asked_stands_beside_the_action() -> None:
    """ "Agreed" was all that an officer saw of an audit's action."""
    audit = Action(id="A001", action="Agreed", recommendation="Reconcile the rents each month", theme="Rents")
    themed = Action(id="A002", action="Agreed", theme="Rents")
    spec, _ = drawn(audit, themed)
    assert spec.table is not None
    assert [row[3] for row in spec.table.rows] == ["Reconcile the rents each month", "Rents"]


def test_how_to_says_what_the_words_mean_here_and_whom_to_send_it_to() -> None:
    _, how_to = return_sheets(SHEET, [return_values(SHEET, FULL)])
    said = {place: str(cell.value) for place, cell in how_to.cells.items()}
    rows = {said[row, 1]: said[row, 2] for row, column in said if column == 1 and (row, 2) in said}
    assert rows["Amber"] == "Late, and in hand"
    assert rows["Red"].endswith("(The usual meaning: the plan's Key does not say.)")
    assert "send it back to Jo Lee, jo@example.org by Friday 4 December 2026." in rows["5."]
    assert "Jo Lee, jo@example.org" in said.values()


@pytest.mark.parametrize(
    ("before", "now", "shown"),
    [
        (None, Progress(), "RAG missing"),
        (
            Progress(rag="Red", progress="Late"),
            Progress(rag="Red", progress="late "),
            "Same words as last time",
        ),
        (Progress(rag="Red", progress="Late"), Progress(rag="Red", progress="Later"), "Done"),
        (Progress(rag="Red", progress="Late"), Progress(rag="Complete", progress="Late"), "Done"),
        (Progress(rag="Red"), Progress(rag="Red"), "Say why Red"),
    ],
)
def test_check_shows_its_answer_before_excel_has_worked_it_out(
    before: Progress | None, now: Progress, shown: str
) -> None:
    """Officers read returns on telephones, which work out nothing."""
    periods = {"Dec-26": now} if before is None else {"Sep-26": before, "Dec-26": now}
    spec, _ = drawn(FULL.model_copy(update={"periods": periods}))
    assert spec.table is not None
    assert spec.table.rows[0][-1].shows == shown  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("key", "meaning"),
    [
        ([], "At risk of slipping. (The usual meaning: the plan's Key does not say.)"),
        ([("Amber", "Amber", "")], "At risk of slipping. (The usual meaning: the plan's Key does not say.)"),
        ([("Amber", "Amber", "Late, and in hand")], "Late, and in hand"),
        ([("AMBER", "Amber", "Late, and in hand")], "Late, and in hand"),
        ([("Parked", "Amber", "Waits")], "Parked: Waits"),
        (
            [("Amber", "Amber", "Late"), ("Parked", "Amber", "Waits"), ("A", "Amber", "")],
            "Late; Parked: Waits",
        ),
        ([("Amber", "Amber", "Late"), ("amber", "Amber", "Late")], "Late"),
        (
            [("Amber", "Red", "Lost")],
            "At risk of slipping. (The usual meaning: the plan's Key does not say.)",
        ),
    ],
)
def test_a_word_means_to_an_officer_what_the_plans_key_says(
    key: list[tuple[str, str, str]], meaning: str
) -> None:
    """In one plan amber is late and in hand, in another it is at risk."""
    entries = [KeyEntry(as_typed=typed, means=means, definition=said) for typed, means, said in key]
    assert meanings_in(entries)["Amber"] == meaning
    assert list(meanings_in(entries)) == ["Red", "Amber", "Green", "Complete", "Not started"]
