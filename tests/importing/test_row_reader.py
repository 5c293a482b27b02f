"""One row of a table, read: what was typed stays, what it means is beside it, and what is doubtful is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest

from tests.builders.messy import Written, sheet
from xlplan.importing.reader import read_plan_sheets

HEADS: tuple[Written, ...] = ("Action", "Lead", "By when", "RAG", "Progress", "Cost")
MAY = dt.date(2026, 5, 31)
USUAL: dict[str, Any] = {
    "owner": "Jo Bell", "due": MAY, "rag": {"Start": "Red"}, "progress": {"Start": "Half done"}, "other": {"Cost": "x"},
    "timescale": "May 2026",
}  # fmt: skip
FIELDS = (
    "ref",
    "report_ref",
    "owner",
    "supporting",
    "due",
    "revised_due",
    "rag",
    "progress",
    "other",
    "formats",
    "timescale",
)


def row(
    action: str = "Mend the roof of the hall",
    lead: str = "Jo Bell",
    when: str = "May 2026",
    rag: str = "Red",
    cost: Written = "x",
) -> tuple[Written, ...]:
    return action, lead, when, rag, "Half done", cost


def read(
    rows: Sequence[Sequence[Written]], heads: Sequence[Written] = HEADS, **more: Any
) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    """What each row holds, without what is empty; and what is said of which cell."""
    reading = read_plan_sheets([sheet(heads, *rows, **more)])
    held = [{name: value for name in FIELDS if (value := getattr(each, name))} for each in reading.rows]
    said = [
        (item.code, item.cell)
        for item in reading.inferences
        if item.code[:3] in ("OWN", "DUE", "RAG") or item.code == "LAY005"
    ]
    return held, said


@pytest.mark.parametrize(
    ("written", "differs", "said"),
    [
        (row(), {}, []),
        (row(lead="Jo Bell and Ann Day"), {"supporting": "Ann Day"}, [("OWN004", "B2")]),
        (row(when="Son OF"), {"due": None, "timescale": "Son OF"}, [("DUE002", "C2")]),
        (
            row(when="June 2026 - slipped to Dec 2026"),
            {
                "due": dt.date(2026, 6, 30),
                "revised_due": dt.date(2026, 12, 31),
                "timescale": "June 2026 - slipped to Dec 2026",
            },
            [],
        ),
        (row(rag="Purple"), {"rag": {"Start": "Purple"}}, [("RAG001", "D2")]),
        (
            row(rag="Red - the roof leaks badly"),
            {"progress": {"Start": "the roof leaks badly\nHalf done"}},
            [],
        ),
        (row("1.2 Mend the roof"), {"ref": "1.2"}, []),
        (row(cost=dt.date(2026, 5, 2)), {"other": {"Cost": dt.date(2026, 5, 2)}}, []),
        (row(cost=True), {"other": {"Cost": "True"}}, []),
        (row(cost=(1200, "£1,200")), {"other": {"Cost": 1200}, "formats": {"Cost": "£#,##0"}}, []),
        (row(cost=(1200, "1200 pounds")), {"other": {"Cost": "1200 pounds"}}, []),
    ],
    ids=[
        "as usual",
        "two owners",
        "a day that cannot be read",
        "a day that moved",
        "a word that no key knows",
        "a word and a sentence",
        "a ref in the action",
        "a day of the council's own",
        "a truth value",
        "money",
        "money in words",
    ],
)
def test_a_row_is_read_as_it_was_meant(
    written: tuple[Written, ...], differs: dict[str, Any], said: list[tuple[str, str]]
) -> None:
    wanted = {name: value for name, value in {**USUAL, **differs}.items() if value is not None}
    assert read([written]) == ([wanted], said)


@pytest.mark.parametrize(
    ("second", "merged", "code"),
    [
        ({"lead": "Jo Bell and Ann Day"}, "B2:B3", "OWN004"),
        ({"when": "Son OF"}, "C2:C3", "DUE002"),
        ({"rag": "Purple"}, "D2:D3", "RAG001"),
    ],
)
def test_what_is_merged_over_two_rows_holds_for_both_and_is_said_once(
    second: dict[str, str], merged: str, code: str
) -> None:
    rows = [row(**second), row(**dict.fromkeys(second, ""))]  # type: ignore[arg-type]
    held, said = read(rows, merged=[merged])
    assert held[0] == held[1]
    assert said == [(code, merged.partition(":")[0])]


@pytest.mark.parametrize(
    ("costs", "held", "code"),
    [
        (((1200, "£1,200"), (90, "£90")), [1200, 90], "£#,##0"),
        (((1200, "£1,200"), (0.5, "50%")), ["£1,200", "50%"], None),
        ((12, (0.5, "50%")), [12, "50%"], None),
        ((12, 0.5), [12, 0.5], "General"),
        (("none", (0.5, "50%")), ["none", 0.5], "0%"),
    ],
)
def test_numbers_stay_numbers_where_one_format_shows_them_all(
    costs: tuple[Written, Written], held: list[Any], code: str | None
) -> None:
    """Else a sum of the costs is nought, or 50% becomes 0.5."""
    rows, _ = read([row(cost=cost) for cost in costs])
    assert [each["other"]["Cost"] for each in rows] == held
    assert {
        each.get("formats", {}).get("Cost") for each in rows if isinstance(each["other"]["Cost"], int | float)
    } <= {code}


def test_a_total_may_be_shown_in_another_way() -> None:
    rows, _ = read([row(cost=(1200, "£1,200")), ("", "", "", "", "", (1, "1"))])
    assert rows[0]["formats"] == {"Cost": "£#,##0"}


@pytest.mark.parametrize(
    ("fill", "key", "rag", "said"),
    [
        ("00B050", {}, None, [("LAY005", "D2")]),
        ("FFFFFF", {}, None, []),
        ("000000", {}, None, []),
        ("00B050", {"H1": "Green", "I1": "On track", "H2": "Red", "I2": "Late"}, "Green", []),
    ],
)
def test_a_colour_is_a_rag_word_where_the_key_says_so_and_else_is_asked_about(
    fill: str, key: dict[str, str], rag: str | None, said: list[tuple[str, str]]
) -> None:
    fills = {"D2": fill, **({"H1": "00B050", "H2": "FF0000"} if key else {})}
    (held,), found = read([row(rag="")], fills=fills, more=key)
    assert held.get("rag") == (rag and {"Start": rag})
    assert found == said


def test_a_row_that_is_shaded_throughout_has_no_colour_of_its_own() -> None:
    _, said = read([row(rag=""), row(rag="")], fills={"A2:F2": "DDDDDD", "D3": "EEEEEE"})
    assert said == [("LAY005", "D3")]


def test_paragraphs_and_revised_days_are_found_in_words() -> None:
    heads = ("Recommendation", "Action", "Lead", "By when", "Revised date")
    rows = [
        ("Roofs leak (para 12)", "Mend it", "Jo Bell", "May 2026", "1 June 2026"),
        ("Walls (page 3)", "Mend them", "Jo Bell", "May 2026", "by June or later"),
    ]
    usual = {"owner": "Jo Bell", "due": MAY, "timescale": "May 2026"}
    assert read(rows, heads)[0] == [
        {**usual, "report_ref": "para 12", "revised_due": dt.date(2026, 6, 1)},
        {**usual, "report_ref": "page 3", "revised_due": "by June or later"},
    ]


def test_a_due_date_that_is_none_is_kept_in_words_and_so_are_those_who_support() -> None:
    heads = ("Action", "Lead", "Timescale", "Due date", "Supporting")
    rows = [
        ("Mend it", "Jo Bell", "May 2026", "31/05/2026", "Ann Day, Al Ray"),
        ("Mend them", "Jo Bell", "May 2026", "soon", "Ann and the others"),
    ]
    assert read(rows, heads) == (
        [
            {"owner": "Jo Bell", "supporting": "Ann Day; Al Ray", "due": MAY, "timescale": "May 2026"},
            {
                "owner": "Jo Bell",
                "supporting": "Ann and the others",
                "other": {"Due date": "soon"},
                "timescale": "May 2026",
            },
        ],
        [("DUE002", "D3")],
    )
