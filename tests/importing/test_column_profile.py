"""What a column holds: a column of dates that is taken for one of names gives every action a wrong owner."""

from __future__ import annotations

import datetime as dt

import pytest

from xlplan.importing.column_profile import (
    NOTHING,
    Contents,
    contents,
    looks_like_a_person,
    looks_like_date,
    looks_like_heading,
    looks_like_names,
    looks_like_prose,
    looks_like_ref,
    says_nothing,
)
from xlplan.model import KeyEntry
from xlplan.values.rag import Key
from xlplan.workbook.grid import Cell, Value


@pytest.mark.parametrize(
    ("text", "is_date"),
    [
        ("Autumn 2005", True), ("Ongoing", True), ("31/10/14 March 2015", True), ("end of May", True),
        ("Dec 03 - March 04", True), ("2026/27", True), ("Q3", True), ("Within 3 months", True), ("ASAP", True),
        ("May", True), ("completed by June", True), ("each term", True), ("31.10.2014", True), ("June: halls", True),
        ("", False), ("Jo Bell", False), ("12", False), ("May we mend the roof", False),
        ("Review of the policy", False),
        ("completed", False), ("June: halls and roofs", False), ("May " * 99 + "May", True),
        ("May " * 100 + "May", False),
    ],
)  # fmt: skip
def test_a_time_is_told_from_a_sentence_that_names_one(text: str, is_date: bool) -> None:
    assert looks_like_date(text) is is_date


@pytest.mark.parametrize(
    ("text", "is_ref"),
    [
        ("1", True), ("2.10", True), ("1.a.4", True), ("A3", True), ("REF-012", True), ("(iv)", False), ("iv)", True),
        ("R1.2.3.4.5", True), ("1)", True), ("A", True), ("(12)", True), ("12:", True), ("A.", True), ("xiv.", True),
        ("", False), ("AB", False), ("Jo", False), ("ABCDEF1", False), ("12345", True), ("1234567", True),
        ("12345678901234", True), ("123456789012345", False), ("1.2.3.4.5.6", False), ("ABCDE 1234.567", True),
        ("ABCDE 1234.5678", False),
    ],
)  # fmt: skip
def test_a_ref_is_told_from_a_word(text: str, is_ref: bool) -> None:
    assert looks_like_ref(text) is is_ref


@pytest.mark.parametrize(
    ("text", "are_names"),
    [
        ("Jo Bell / Ann Day", True), ("HF (HC/JM)", True), ("Head of Service", True), ("Ward manager", True),
        ("Deputy head", True), ("Jo Bell and Ann Day", True), ("Jan van der Berg", True), ("HR", True),
        ("Mend the roof of the hall", False), ("", False), (".", False), ("- / -", False), ("May 2026", False),
        ("May", False), ("Room 12", False), ("jo bell", False), ("Jo bell", False),
        ("Jo Ann Bell de van Rue Day", True), ("Jo Ann Bell De La Rue Day Lee Ray", False),
        ("Al" + " Bo" * 6 + ", Cy" * 35, True), ("Al" + " Bo" * 6 + ", Cy" * 36, False),
        ("Ward and clinic manager", True), ("Ward and long clinic manager", False),
        ("The ward manager of all wards", False), ("Jo Bell Ann tidied", True), ("Jo Bell tidied up", False),
    ],
)  # fmt: skip
def test_names_and_posts_are_told_from_sentences(text: str, are_names: bool) -> None:
    assert looks_like_names(text) is are_names


@pytest.mark.parametrize(
    ("text", "is_person"),
    [
        ("Jo Bell", True), ("Dr A. Day", True), ("Jo Bell / Ann Day", True), ("Jo Bell and Ann Day", True),
        ("Jan van der Berg", True), ("Jo Bell (Housing)", True), ("Jo", False), ("JB", False), ("", False),
        ("jo bell", False), ("Jo Bell, Ann", False), ("A B, C D, E F, G H", True), ("A B, C D, E F, G H, I J", False),
        ("Jo Ann May Bell", True), ("Jo Ann May Lou Bell", False), ("Jo " + "B" * 77, True),
        ("Jo " + "B" * 78, False),
    ],
)  # fmt: skip
def test_a_persons_name_has_two_words_or_more(text: str, is_person: bool) -> None:
    assert looks_like_a_person(text) is is_person


@pytest.mark.parametrize(
    ("text", "is_heading", "is_prose"),
    [
        ("Action", True, False),
        ("Mend the roof of the halls 1", True, True),
        ("Mend the roof of the halls", True, False),
        ("Mend the roof.", False, False),
        ("• Action", False, False),
        ("- Action", False, False),
        ("a b c d e f g h", True, False),
        ("a b c d e f g h i", False, False),
        ("x" * 60, True, True),
        ("x" * 61, False, True),
        ("Autumn 2005 and Spring term 2006", True, False),
    ],
)
def test_a_label_is_told_from_a_sentence(text: str, is_heading: bool, is_prose: bool) -> None:
    assert (looks_like_heading(text), looks_like_prose(text)) == (is_heading, is_prose)


@pytest.mark.parametrize(
    ("text", "is_nothing"),
    [
        ("-", True),
        ("", True),
        ("...", True),
        ("n/a", True),
        (" NA ", True),
        ("Nil", True),
        ("-" * 20, True),
        ("_ _", True),
        ("no", False),
        ("0", False),
        ("--------- a", False),
        ("nothing yet", False),
        ("- - - - - n/a", False),
    ],
)
def test_a_dash_is_no_answer(text: str, is_nothing: bool) -> None:
    assert says_nothing(text) is is_nothing


KEY = Key(
    [
        KeyEntry(as_typed="Red", means="Red", colour="FF0000"),
        KeyEntry(as_typed="Green", means="Green", colour="00B050"),
        KeyEntry(as_typed="Done", means="Complete", colour="0070C0"),
    ]
)


def cells(*values: Value) -> list[Cell]:
    return [Cell(value, "" if value is None else str(value)) for value in values]


@pytest.mark.parametrize(
    ("values", "shares"),
    [
        ((None, None), {"rows": 2, "filled": 0}),
        (
            ("Red", "green", "x", None),
            {"rows": 4, "filled": 3, "rag": 2 / 3, "rag_colours": 2 / 3, "statuses": 2 / 3},
        ),
        (("Done", "Red"), {"rag": 1, "rag_colours": 0.5, "statuses": 1}),
        (("Red - the roof leaks", "Red"), {"rag": 0.5, "rag_heads": 0.5, "rag_colours": 1}),
        (("Open", "In progress.", "Mend it"), {"statuses": 2 / 3, "rag": 0}),
        (("High", "low", "Yes", "Mend it"), {"levels": 0.75, "yes_no": 0.25}),
        (("R", "A/C", "Jo"), {"raci": 2 / 3}),
        (("x", "✓", "Jo", "n/a"), {"marks": 0.5}),
        (("Jo Bell", "Ann Day", "Housing"), {"people": 2 / 3, "names": 1}),
        (("Replaced the roof", "Was mended", "Need the roof", "Mend"), {"past": 0.5}),
        (("https://a.example/b", "C:\\plans\\a.xlsx", "jo@a.example", "Mend it"), {"paths": 0.75}),
        ((1, 2.5, True, "£1,200", "12%", "one"), {"numbers": 4 / 6}),
        (("Review the policy", "Review", "1.2 Agree it", "The policy"), {"verbs": 0.5}),
        (
            (dt.date(2026, 5, 1), "May 2026", "1 May 2026", "soon"),
            {"dates": 0.75, "real_dates": 0.25, "vague": 0.25},
        ),
        (("1.1", "A2", "Mend the roof"), {"refs": 2 / 3}),
        (("ab", "abcd", "ab", "abcd"), {"length": 3, "distinct": 0.5}),
        (("Mend the roof of the village hall", "Short", "May 2026 or the Autumn of 2027"), {"prose": 1 / 3}),
    ],
)
def test_the_shares_of_what_a_column_holds(values: tuple[Value, ...], shares: dict[str, float]) -> None:
    found = contents(cells(*values), KEY)
    assert {name: getattr(found, name) for name in shares} == pytest.approx(shares)


def test_the_colours_of_a_column_count_among_all_of_its_cells() -> None:
    coloured = [
        Cell("a", "a", "FF0000"),
        Cell("b", "b", "0070C0"),
        Cell("c", "c", "123456"),
        Cell(None, "", "00B050"),
    ]
    assert contents([*coloured, Cell("d", "d")], KEY).coloured == pytest.approx(3 / 5)
    assert contents([Cell(None, "", "00B050"), Cell(None, "")], KEY) == Contents(rows=2, coloured=0.5)
    assert contents([], KEY) == NOTHING
