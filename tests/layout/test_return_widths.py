"""How wide a return's columns are: all of a row in sight on a laptop, and the room that is left where it is needed."""

from __future__ import annotations

import pytest

from xlplan.layout.return_columns import SCREEN_WIDTH, ZOOM, fitted_columns, return_columns
from xlplan.layout.return_sheet import ReturnSheet, return_sheets, return_values
from xlplan.model import Action, Progress

LONG = "word " * 80


def widths(last_period: str | None, context: str, *actions: Action) -> list[float]:
    """The widths as the sheet is drawn; 0 for a column that is hidden."""
    sheet = ReturnSheet(
        "R0001", "abcd", "A plan", "Dec-26", last_period, "Pat Example", None, context=context
    )
    spec, _ = return_sheets(sheet, [return_values(sheet, action) for action in actions])
    assert spec.table is not None
    return [0 if column.is_hidden else column.width for column in spec.table.columns]


def action(**more: str) -> Action:
    return Action.model_validate({"id": "A001", "action": "Do it", **more})


def last(action: Action, rag: str, progress: str) -> Action:
    return action.model_copy(update={"periods": {"Sep-26": Progress(rag=rag, progress=progress)}})


FULL = action(ref="1", action=LONG, recommendation=LONG, success_criteria=LONG, timescale="Ongoing")
REFS = action(ref="1.a.1.2.3.4.5", action=LONG, success_criteria=LONG, timescale="Ongoing")


@pytest.mark.parametrize(
    ("last_period", "context", "shown", "wide"),
    [
        ("Sep-26", "Recommendation", action(), [7, 0, 56, 0, 0, 0, 0, 0, 12, 60, 12, 15]),
        ("Sep-26", "Recommendation", last(FULL, "Red", LONG), [7, 7, 30, 18, 14, 12, 11, 16, 12, 32, 12, 15]),
        ("Sep-26", "Recommendation", last(REFS, "Red", "a"), [7, 7, 34, 0, 30, 12, 11, 16, 12, 32, 12, 15]),
        ("Sep-26", "Recommendation", last(action(action=LONG), "", LONG), [7, 0, 56, 0, 0, 0, 0, 56, 12, 32, 12, 15]),
        ("Sep-26", "Recommendation", last(action(ref="1", action="word " * 10, timescale="now"), "Red", "word " * 20),
         [7, 7, 30, 0, 0, 12, 11, 30, 12, 52, 12, 15]),  # read in three lines, then what is to be written
        (None, "Theme", action(ref="1.a.1.23", theme=LONG, timescale="now"), [7, 7, 30, 40, 0, 12, 12, 54, 12, 15]),
        (None, "Recommendation", action(ref="1", action=LONG, recommendation=LONG),
         [7, 7, 54, 50, 0, 0, 12, 32, 12, 15]),
        (None, "Recommendation", action(ref="1.2.3.4"), [7, 9, 56, 0, 0, 0, 12, 60, 12, 15]),
        (None, "Recommendation", action(ref="1.2.3.4.5.6.7"), [7, 13, 56, 0, 0, 0, 12, 60, 12, 15]),
    ],
)  # fmt: skip
def test_the_room_that_is_left_goes_to_what_takes_most_lines(
    last_period: str | None, context: str, shown: Action, wide: list[float]
) -> None:
    assert widths(last_period, context, shown) == wide
    pixels = sum(int(width * 7 + 5) for width in wide if width)
    assert pixels * ZOOM / 100 <= SCREEN_WIDTH


def test_a_screen_is_filled_to_the_last_step_that_fits() -> None:
    """At 1,371 pixels of 1,371 nothing is added; at one step less there is."""
    columns = return_columns("Sep-26", "Dec-26")
    texts = [["x" * 400] for _ in columns]
    pixels = sum(int(column.width * 7 + 5) for column in fitted_columns(columns, texts))
    room = SCREEN_WIDTH * 100 / ZOOM
    assert room - 14 < pixels <= room
