"""Rows over the actions: under a wrong theme, an action is reported to the wrong committee."""

from __future__ import annotations

import pytest

from xlplan.importing.section_rows import (
    Band,
    SectionStack,
    Titles,
    announced,
    band_text,
    is_document_title,
    is_note,
    names_section,
    number_of,
    read_titles,
)


@pytest.mark.parametrize(
    ("text", "kind", "rest"),
    [
        ("Issue: Roofs leak", "recommendation", "Roofs leak"),
        ("Lead: Jo Bell", "owner", "Jo Bell"),
        ("Strategic priority 2 Roofs", "theme", "Strategic priority 2 Roofs"),
        ("Work package A", "theme", "Work package A"),
        ("Roofs", "", "Roofs"),
        ("Roofs:", "", "Roofs:"),
        ("Roofs: mend them", "", "Roofs: mend them"),
        ("The lead of all that there is: Jo", "", "The lead of all that there is: Jo"),
        (" Lead : Jo Bell ", "owner", "Jo Bell"),
    ],
)
def test_a_line_says_by_its_label_what_it_is(text: str, kind: str, rest: str) -> None:
    assert announced(text) == (kind, rest)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1. Roofs", "1"),
        ("Theme 2: Roofs", "1"),
        ("A) Roofs", "A"),
        ("iv. Roofs", "A"),
        ("Roofs", ""),
        ("1.", ""),
        ("123 Roofs", ""),
        ("Area A Roofs", "A"),
    ],
)
def test_the_kind_of_number_of_a_section(text: str, number: str) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize(
    ("text", "names"),
    [("3. Help families early", True), ("What did the inspectors say?", False), ("Priority 2: Safer streets", True),
     ("3. Roofs", False), ("3. Roofs leak", True)],
)  # fmt: skip
def test_a_section_is_numbered_or_announced(text: str, names: bool) -> None:
    assert names_section(text) is names


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Signed", True),
        ("Note: all by May", True),
        ("Total", True),
        ("Draft", True),
        ("© Wexcombe", True),
        ("Page 3", True),
        ("Noted by all", False),
        ("Draft the policy", False),
        ("Mend the roof", False),
        ("v2", True),
    ],
)
def test_what_stands_below_a_plan_is_no_part_of_it(text: str, is_one: bool) -> None:
    assert is_note(text) is is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("Improvement plan 2026", True), ("October 2026", True), ("Annex", True), ("Appendix A", True),
     ("Leadership", False), ("May 2026 to June 2026", True), ("Safer streets", False)],
)  # fmt: skip
def test_a_line_about_the_whole_document_is_no_theme(text: str, is_one: bool) -> None:
    assert is_document_title(text) is is_one


def test_a_number_and_its_words_are_one_text() -> None:
    assert band_text(["1.", "", "Leadership"]) == "1. Leadership"


def band(text: str, look: str = "theme", field: str = "") -> Band:
    return Band(text, 1, (), (look,), field)


@pytest.mark.parametrize(
    ("events", "over"),
    [
        ([band("A")], ["A"]),
        ([band("A"), None, band("B")], ["B"]),
        ([band("A"), band("a", "sub")], ["A", "a"]),
        ([band("A"), band("a", "sub"), None, band("b", "sub")], ["A", "b"]),
        ([band("A"), band("a", "sub"), None, band("B")], ["B"]),
        ([band("A"), band("B")], ["B"]),
        ([band("A"), band("B", field="recommendation")], ["A", "B"]),
        ([band("A"), None, band("B", field="recommendation")], ["B"]),
        ([band("A"), None, band("R", "wide", "recommendation")], ["A", "R"]),
        (
            [band("A"), band("R", "wide", "recommendation"), None, band("S", "other", "recommendation")],
            ["A", "S"],
        ),
        ([band("A"), None, band("B", "other")], ["B"]),
    ],
)
def test_a_band_takes_the_place_of_the_last_that_looks_like_it(
    events: list[Band | None], over: list[str]
) -> None:
    stack = SectionStack()
    for event in events:
        if event is None:
            stack.add_action()
        else:
            stack.add_band(event)
    assert [each.text for each in stack.bands] == over


@pytest.mark.parametrize(
    ("bands", "has", "themes", "recommendations"),
    [
        ([band("A")], False, ["A"], []),
        ([band("A"), band("a", "sub")], False, ["A"], ["a"]),
        ([band("A"), band("a", "sub")], True, ["A", "a"], []),
        ([band("A"), band("a", "sub", "theme")], False, ["A", "a"], []),
        ([band("A"), band("R", "wide", "recommendation")], False, ["A"], ["R"]),
        ([band("A"), band("a", "sub"), band("R", "wide", "recommendation")], False, ["A", "a"], ["R"]),
    ],
)
def test_the_innermost_of_two_bands_is_what_was_recommended(
    bands: list[Band], has: bool, themes: list[str], recommendations: list[str]
) -> None:
    found = SectionStack(bands).themes_and_recommendations(has)
    assert [[each.text for each in part] for part in found] == [themes, recommendations]


@pytest.mark.parametrize(
    ("lines", "plain", "wanted", "titles"),
    [
        (["Leadership"], 1, (), Titles("Leadership", used=(0,))),
        (["Leadership"], 0, (), Titles()),
        (
            ["Leadership", "Leaders do not lead"],
            2,
            (),
            Titles("Leadership", "Leaders do not lead", used=(1, 0)),
        ),
        (
            ["People", "Leadership", "Leaders do not lead"],
            3,
            (),
            Titles("People: Leadership", "Leaders do not lead", used=(2, 0, 1)),
        ),
        (
            ["People", "Leadership", "Leaders do not lead"],
            2,
            (),
            Titles("Leadership", "Leaders do not lead", used=(2, 1)),
        ),
        (["Issue: Roofs leak"], 1, (), Titles("", "Roofs leak", used=(0,))),
        (["Issue: Roofs leak", "Issue: Walls too"], 1, (), Titles("", "Roofs leak\nWalls too", used=(0, 1))),
        (["Theme 1: Roofs", "Theme 2: Walls"], 1, (), Titles("Theme 1: Roofs: Theme 2: Walls", used=(0, 1))),
        (["Priority 1 Roofs", "Roofs leak"], 1, (), Titles("Priority 1 Roofs", "Roofs leak", used=(0, 1))),
        (["Roofs leak", "Priority 1 Roofs"], 1, (), Titles("Priority 1 Roofs", used=(1,))),
        (["Issue: Roofs leak", "Leadership"], 1, (), Titles("Leadership", "Roofs leak", used=(0, 1))),
        (
            ["Issue: Roofs leak", "People", "Leadership"],
            2,
            (),
            Titles("People: Leadership", "Roofs leak", used=(0, 1, 2)),
        ),
        (["Lead: Jo Bell"], 1, ("owner",), Titles(fields={"owner": "Jo Bell"}, used=(0,))),
        (["Lead: Jo Bell", "Lead: Ann Day"], 1, ("owner",), Titles(fields={"owner": "Jo Bell"}, used=(0,))),
        (["Lead: Jo Bell"], 1, (), Titles()),
        (["Improvement plan 2026", "Leadership"], 2, (), Titles("Leadership", used=(1,))),
        (["Note: all by May", "Leadership"], 2, (), Titles("Leadership", used=(1,))),
        (["x" * 400], 1, (), Titles("x" * 400, used=(0,))),
        (["x" * 401], 1, (), Titles()),
        (["Issue: " + "x" * 1193], 1, (), Titles("", "x" * 1193, used=(0,))),
        (["Issue: " + "x" * 1194], 1, (), Titles()),
    ],
)
def test_the_lines_above_a_table_give_its_theme_and_what_was_recommended(
    lines: list[str], plain: int, wanted: tuple[str, ...], titles: Titles
) -> None:
    assert read_titles(list(enumerate(lines)), plain, wanted) == titles
