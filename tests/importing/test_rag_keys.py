"""A council's own key: where green means "complete", a report that says "on track" is a wrong report."""

from __future__ import annotations

import pytest

from tests.builders.messy import Written, sheet
from xlplan.importing.rag_keys import declared_keys, whole_key
from xlplan.importing.sheet_view import SheetView
from xlplan.workbook.grid import Grid

RED, AMBER, GREEN, BLUE = "FF0000", "FFC000", "00B050", "0070C0"


def keys(grid: Grid) -> list[tuple[str, list[tuple[str, str, str, str]]]]:
    return [
        (str(each.area), [(one.as_typed, one.means, one.colour, one.definition) for one in each.entries])
        for each in declared_keys(SheetView(grid))
    ]


THREE: tuple[tuple[Written, ...], ...] = (("Red", "Late"), ("Amber", "At risk"), ("Green", "On track"))
READ = [("Red", "Red", "", "Late"), ("Amber", "Amber", "", "At risk"), ("Green", "Green", "", "On track")]


@pytest.mark.parametrize(
    ("grid", "found"),
    [
        (sheet(*THREE), [("A1:B3", READ)]),
        (sheet(*THREE, at="D7"), [("D7:E9", READ)]),
        (sheet(("Red",), ("Amber",), ("Green",)), []),
        (sheet(("Red", "Late")), []),
        (sheet(("Red", "Late"), ("Red", "Later")), []),
        (sheet(("Red", "Late"), (), ("Green", "On track")), []),
        (
            sheet(("Red", "Late", "since May"), ("Green", "On track")),
            [("A1:C2", [("Red", "Red", "", "Late – since May"), ("Green", "Green", "", "On track")])],
        ),
        (sheet(("Red", "Late", "a", "b"), ("Green", "On track", "c", "d")), []),
        (
            sheet(("", "Late"), ("", "On track"), fills={"A1": RED, "A2": GREEN}),
            [("B1:B2", [("Late", "Red", RED, "Late"), ("On track", "Green", GREEN, "")])],
        ),
        (
            sheet(("Red = late",), ("Green: on track",), ("Blue - completed",)),
            [
                (
                    "A1:A3",
                    [
                        ("Red", "Red", "", "late"),
                        ("Green", "Green", "", "on track"),
                        ("Blue", "Complete", "", "completed"),
                    ],
                )
            ],
        ),
        (
            sheet(("On track",), ("Off track",), fills={"A1": GREEN, "A2": RED}),
            [("A1:A2", [("On track", "Green", GREEN, ""), ("Off track", "Red", RED, "")])],
        ),
        (
            sheet(("Key:", "R", "Off track", "G", "On track")),
            [("B1:E1", [("R", "Red", "", "Off track"), ("G", "Green", "", "On track")])],
        ),
        (
            sheet(("R", "Off track", "G", "On track")),
            [("A1:D1", [("R", "Red", "", "Off track"), ("G", "Green", "", "On track")])],
        ),
        (
            sheet(("RAG key", "", "R", "Off track", "G", "On track")),
            [("C1:F1", [("R", "Red", "", "Off track"), ("G", "Green", "", "On track")])],
        ),
        (
            sheet(("R", "Off track", "", "G", "On track")),
            [("A1:E1", [("R", "Red", "", "Off track"), ("G", "Green", "", "On track")])],
        ),
        (sheet(("R", "Off track", "A", "At risk")), []),
        (sheet(("R", "Off track", "G")), []),
        (sheet(("R", "G", "A", "B")), []),
        (
            sheet(("RAG: R = off track, A = at risk, G = on track",)),
            [
                (
                    "A1",
                    [
                        ("R", "Red", "", "off track"),
                        ("A", "Amber", "", "at risk"),
                        ("G", "Green", "", "on track"),
                    ],
                )
            ],
        ),
        (sheet(("RAG: R = off track, mended",)), []),
        (
            sheet(("Yellow", "At risk"), ("Red", "Late"), ("Green", "Done")),
            [
                (
                    "A1:B3",
                    [
                        ("Yellow", "Amber", "", "At risk"),
                        ("Red", "Red", "", "Late"),
                        ("Green", "Green", "", "Done"),
                    ],
                )
            ],
        ),
        (
            sheet(("Yellow", "At risk"), ("Red", "Late"), ("Amber", "Soon")),
            [
                (
                    "A1:B3",
                    [
                        ("Yellow", "", "", "At risk"),
                        ("Red", "Red", "", "Late"),
                        ("Amber", "Amber", "", "Soon"),
                    ],
                )
            ],
        ),
        (
            sheet(("Blue", "Not yet started"), ("Grey", "Partly completed")),
            [
                (
                    "A1:B2",
                    [("Blue", "Not started", "", "Not yet started"), ("Grey", "", "", "Partly completed")],
                )
            ],
        ),
        (
            sheet(
                *[
                    (word, "x")
                    for word in (
                        "Red",
                        "Amber",
                        "Green",
                        "Blue",
                        "Yellow",
                        "Purple",
                        "Grey",
                        "White",
                        "Black",
                    )
                ]
            ),
            [("A1:B9", None)],
        ),
        (
            sheet(
                *[
                    (word, "x")
                    for word in (
                        "Red",
                        "Amber",
                        "Green",
                        "Blue",
                        "Yellow",
                        "Purple",
                        "Grey",
                        "White",
                        "Black",
                        "Pink",
                    )
                ]
            ),
            [],
        ),
    ],
)
def test_a_key_is_found_with_its_place_and_its_meanings(
    grid: Grid, found: list[tuple[str, list[tuple[str, str, str, str]] | None]]
) -> None:
    read = keys(grid)
    assert [area for area, _ in read] == [area for area, _ in found]
    assert [entries for (_, entries), (_, wanted) in zip(read, found, strict=True) if wanted is not None] == [
        wanted for _, wanted in found if wanted is not None
    ]


def test_what_the_workbook_declares_is_added_to_what_every_plan_knows() -> None:
    declared = declared_keys(
        SheetView(sheet(("Blue", "Completed"), ("Red", "Late"), fills={"A1": BLUE, "A2": RED}))
    )
    key = whole_key(declared)
    assert (key.word("blue"), key.word("green"), key.word_of_colour(BLUE)) == (
        "Complete",
        "Green",
        "Complete",
    )
    assert whole_key([]).word("blue") is None
