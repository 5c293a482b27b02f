"""How far a table reaches and what its rows are: an action that is taken for a title is never done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from tests.builders.messy import Written, sheet
from xlplan.importing.found_tables import find_tables
from xlplan.importing.sheet_view import SheetView

HEADS: tuple[Written, ...] = ("Ref", "Action", "Lead", "By when")


def row(ref: str, action: str = "Mend the roof of the hall") -> tuple[Written, ...]:
    return ref, action, "Jo Bell", "May 2026"


TWO = (row("1"), row("2"))


def read(heads: Sequence[Written], rows: Sequence[Sequence[Written]], **more: Any) -> str:
    """What each row is, with its number on the sheet; of a band what it says, and of what."""
    (table,) = find_tables([SheetView(sheet(heads, *rows, **more))], {}).tables
    said = []
    for each in table.rows:
        band = (
            f" {each.band.text}" + (f" ({each.band.field})" if each.band.field else "") if each.band else ""
        )
        said.append(f"{each.number} {each.kind}{band}")
    return ", ".join(said)


@pytest.mark.parametrize(
    ("rows", "more", "said"),
    [
        (TWO, {}, "2 action, 3 action"),
        ((("Roofs",), *TWO), {}, "2 band Roofs, 3 action, 4 action"),
        ((("", "Roofs"), *TWO), {}, "2 band Roofs, 3 action, 4 action"),
        ((("", "Review roofs"), *TWO), {}, "2 action, 3 action, 4 action"),
        ((("", "Roofs " * 35), *TWO), {}, "2 action, 3 action, 4 action"),
        ((("", "• Roofs"), *TWO), {}, "2 action, 3 action, 4 action"),
        (
            (("", "ROOFS AND WALLS OF ALL HALLS IN TOWN"), *TWO),
            {},
            "2 band ROOFS AND WALLS OF ALL HALLS IN TOWN, 3 action, 4 action",
        ),
        (
            (("", "Roofs of the halls and of the schools:"), *TWO),
            {},
            "2 band Roofs of the halls and of the schools:, 3 action, 4 action",
        ),
        (
            (("Roofs of all the halls",), *TWO),
            {"merged": ["A2:D2"]},
            "2 band Roofs of all the halls, 3 action, 4 action",
        ),
        (
            (("", "Roofs of all the halls"), *TWO),
            {"merged": ["B2:D2"]},
            "2 band Roofs of all the halls, 3 action, 4 action",
        ),
        (
            (("", "Roofs of all the halls"), *TWO),
            {"fills": {"B2": "DDDDDD"}},
            "2 band Roofs of all the halls, 3 action, 4 action",
        ),
        ((("", "Roofs of all the halls"), *TWO), {}, "2 action, 3 action, 4 action"),
        ((("", "Theme: roofs"), *TWO), {}, "2 band Theme: roofs (theme), 3 action, 4 action"),
        (
            (("", "Issue: roofs leak"), *TWO),
            {},
            "2 band Issue: roofs leak (recommendation), 3 action, 4 action",
        ),
        (
            (("1", "Roofs"), row("1.1"), row("1.2"), ("2", "Walls"), row("2.1")),
            {},
            "2 band 1 Roofs, 3 action, 4 action, 5 band 2 Walls, 6 action",
        ),
        ((("7", "Roofs"), row("1.1"), row("1.2")), {}, "2 action, 3 action, 4 action"),
        ((row("1"), ("2", "Roofs"), row("3")), {}, "2 action, 3 action, 4 action"),
        ((("", "", "Roofs"), *TWO), {}, "2 loose, 3 action, 4 action"),
        (((*TWO, ("Roofs",))), {}, "2 action, 3 action"),
    ],
    ids=[
        "actions",
        "a ref's column",
        "a short text",
        "a verb",
        "a long text",
        "a list",
        "capitals",
        "a colon",
        "wide",
        "wide from the action on",
        "another fill",
        "words like an action",
        "a theme by name",
        "an issue by name",
        "numbers with numbers below",
        "a number of its own",
        "a number in the running order",
        "under the lead",
        "below the last action",
    ],
)
def test_a_row_over_actions_is_told_from_an_action(
    rows: Sequence[Sequence[Written]], more: dict[str, Any], said: str
) -> None:
    assert read(HEADS, rows, **more) == said


WANTED: tuple[Written, ...] = ("Recommendation", "Action", "Lead", "By when")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            (("Roofs leak",), ("", "Mend the roof", "Jo Bell", "May 2026")),
            "2 band Roofs leak (recommendation), 3 action",
        ),
        (
            (("R1 Roofs leak badly",), ("", "Mend the roof", "Jo Bell", "May 2026")),
            "2 band R1 Roofs leak badly (recommendation), 3 action",
        ),
        (
            (
                ("Roofs leak", "Mend the roof", "Jo Bell", "May 2026"),
                ("", "Mend the walls", "Jo Bell", "May 2026"),
            ),
            "2 action, 3 action",
        ),
    ],
)
def test_what_was_recommended_may_stand_in_a_row_of_its_own(
    rows: Sequence[Sequence[Written]], said: str
) -> None:
    assert read(WANTED, rows) == said


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((*TWO, ("Signed",)), "2 action, 3 action"),
        ((*TWO, ("", "", "x")), "2 action, 3 action, 4 loose"),
        ((*TWO, (), row("3")), "2 action, 3 action, 5 action"),
        ((*TWO, (), ("", "Mend the walls")), "2 action, 3 action, 5 action"),
        ((*TWO, (), ("", "Walls are old")), "2 action, 3 action"),
        ((*TWO, (), ("", "Walls are old"), (), row("3")), "2 action, 3 action, 5 band Walls are old, 7 action"),
        ((*TWO, (), ("Note: all by May",), (), row("3")), "2 action, 3 action"),
        ((*TWO, (), ("Item", "Cost", "Supplier"), ("Tiles", 5, "X"), ("Slates", 7, "Y")), "2 action, 3 action"),
        ((*TWO, (), ("3", "Mend walls"), ("4", "Mend doors")), "2 action, 3 action, 5 action, 6 action"),
        ((*TWO, (), ("3", "Mend walls", "Jo"), ("4", "Mend doors", 5)), "2 action, 3 action, 5 action, 6 action"),
        ((*TWO, (), ("Suppliers",), ("Item", "Cost", "Supplier"), ("Tiles", 5, "X")), "2 action, 3 action"),
        ((row("1", "Mend the roof and"), ("", "the walls"), row("2")), "2 action, 3 loose, 4 action"),
        ((row("1", "Mend the roof."), ("", "the walls"), row("2")), "2 action, 3 action, 4 action"),
        ((row("1"), ("-", "-", "-", "-"), row("2")), "2 action, 3 loose, 4 action"),
        ((row("1"), ("2", "", "Jo Bell", "May 2026"), row("3")), "2 action, 3 loose, 4 action"),
        ((row("e.g. 1"), *TWO), "2 example, 3 action, 4 action"),
        ((("(number)", "(what to do)", "Name of lead", "dd/mm/yyyy"), *TWO), "2 hint, 3 action, 4 action"),
    ],
    ids=[
        "a signature", "a stray word", "a gap", "an action alone below a gap", "a text below a gap",
        "a title below a gap", "a note below a gap", "another table", "actions without more below a gap",
        "actions with a number below a gap", "another table with its title",
        "a sentence that goes on", "a sentence that has ended", "dashes", "no action", "an example", "what to type",
    ],
)  # fmt: skip
def test_a_table_reaches_to_its_last_action_and_no_further(
    rows: Sequence[Sequence[Written]], said: str
) -> None:
    """Too short, and actions are lost; too far, and a list of suppliers is asked for progress."""
    assert read(HEADS, rows) == said
