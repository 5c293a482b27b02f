"""Comparing cells: what a person would call the same must be the same, and a changed word must show."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.long_texts import LONG, SECONDS
from xlplan.model import CellValue
from xlplan.values.text import clean, fold, level, meaning, same


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  Two posts filled  ", "Two posts filled"),
        ("Two\u00a0posts\u200b filled", "Two posts filled"),
        ("\ufeffFirst\r\nsecond \r third", "First\nsecond\n third"),
        ("\n\nBlank lines around\n\n", "Blank lines around"),
        ("Inner  gaps\n\nand paragraphs stay", "Inner  gaps\n\nand paragraphs stay"),
        (" \u00a0\u200b", ""),
    ],
)
def test_invisible_characters_do_not_make_a_cell_look_filled_or_changed(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Green ", "Green"),
        ("Line one\r\nline two", "Line one\nline two"),
        ("Ada\u00a0Marsh", "Ada Marsh"),
        (3, 3.0),
        (3, "3"),
        (0.1 + 0.2, 0.3),
        (1e16, 10**16),
        (dt.date(2005, 12, 31), dt.datetime(2005, 12, 31)),
        (None, ""),
        (None, " \u00a0"),
        ("Zoe\u0308", "Zoë"),
    ],
)
def test_a_resaved_return_shows_no_change_where_nobody_changed_anything(
    one: CellValue, other: CellValue
) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Two posts filled", "Three posts filled"),
        ("Draft", "draft"),
        ("Not done", "Notdone"),
        ("Done.", "Done"),
        ("1.1", "1.10"),
        (dt.date(2005, 12, 31), dt.datetime(2005, 12, 31, 9)),
        (dt.date(2005, 12, 31), dt.date(2006, 12, 31)),
        (0, None),
        (False, 0),
        (1.5, 1.25),
    ],
)
def test_an_officers_edit_is_never_taken_for_no_change(one: CellValue, other: CellValue) -> None:
    assert not same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HEAD  of\nService", "Head of service"),
        ("Children’s Services – Adults", "Children's services - adults"),
        ("Ву", "By"),  # Cyrillic, as text recognition leaves it
        ("ТА", "TA"),
        ("Straße", "strasse"),
    ],
)
def test_a_heading_or_name_is_known_however_it_is_typed(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_text_in_another_alphabet_is_left_as_it_is() -> None:
    assert fold("Москва") == "москва"


def test_a_character_is_cleaned_away_from_one_line_as_from_many() -> None:
    """Nothing is looked for in a line that prints whole: a blank of another kind in it would be a change forever."""
    for character in map(chr, range(0x10000)):
        line = f"a{character}b"
        assert clean(f"{line}\nlast") == f"{clean(line)}\nlast"


@given(st.text())
def test_reading_a_text_twice_is_reading_it_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert level(level(text)) == level(text)
    assert meaning(meaning(text)) == meaning(text)


@given(st.text(st.characters(codec="cp1252")))
def test_comparing_a_text_that_was_made_comparable_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(
    st.one_of(
        st.text(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.dates(), st.none()
    )
)
def test_every_value_means_the_same_as_its_own_canonical_text(value: CellValue) -> None:
    assert same(value, meaning(value))


@pytest.mark.parametrize("part", LONG)
def test_no_text_of_any_length_takes_long(part: str) -> None:
    """One pasted cell of 32,000 characters must not stop a run."""
    text = part * (32_000 // len(part))
    began = time.process_time()
    for typed in (text, f"é{text}x", f"{text}\nx"):
        for read in (clean, level, fold, meaning):
            read(typed)
    assert time.process_time() - began < SECONDS
