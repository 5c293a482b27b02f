"""What a return says is written down as far as a cell can hold it, and what is cut or changed for that is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders.merge_examples import PROGRESS, a_return
from xlplan.errors import XlplanError, one_line, printable
from xlplan.layout.returns import Return
from xlplan.layout.storable import fitting, make_storable, units
from xlplan.workbook.grid import LONGEST_HEADING, LONGEST_TEXT

HALF = "\ud83d"
EMOJI = "\N{GRINNING FACE}"


def answered(text: str) -> Return:
    return a_return().set("A001", progress=text).send()


def said(returned: Return) -> object:
    return returned.rows[0].cells[PROGRESS].value


def test_an_ordinary_return_stays_the_very_same() -> None:
    returned = answered(f"Zwölf Besuche {EMOJI}")
    assert make_storable(returned) is returned


def test_half_a_character_is_shown_and_said() -> None:
    returned = make_storable(answered(f"All done {HALF} so far"))
    assert said(returned) == "All done \N{REPLACEMENT CHARACTER} so far"
    assert "half a character stands in J4" in returned.notes[-1]


@pytest.mark.parametrize("text", ["x" * LONGEST_TEXT, EMOJI * (LONGEST_TEXT // 2), "é" * LONGEST_TEXT])
def test_a_text_that_just_fits_is_kept_whole(text: str) -> None:
    assert said(make_storable(answered(text))) == text


def test_a_text_that_excel_counts_as_too_long_is_refused_with_its_cell() -> None:
    with pytest.raises(XlplanError, match=r"cell J4 has 32,768 characters"):
        make_storable(answered(EMOJI * (LONGEST_TEXT // 2 + 1)))


@pytest.mark.parametrize("mark", ["x", EMOJI, f"x{EMOJI}", HALF])
@pytest.mark.parametrize("count", [100, LONGEST_TEXT, LONGEST_TEXT + 1, 100_000])
def test_a_listed_text_is_cut_to_what_a_cell_holds_and_the_cut_is_said(mark: str, count: int) -> None:
    text = mark * count
    cut = fitting(text)
    assert units(cut) <= LONGEST_TEXT
    cut.encode()
    if units(text) > LONGEST_TEXT:
        assert cut.endswith(f"(cut: {units(text):,} characters)")
        assert units(cut) > LONGEST_TEXT - 3


def test_names_notes_and_headings_are_cut_and_stay_apart() -> None:
    long = "A heading of Ruth's own. " * 400
    returned = replace(
        answered(""),
        officer=long,
        headings={**answered("").headings, f"{long} 1": "T", f"{long} 2": "U"},
        not_read=(long * 10,),
    )
    told = make_storable(returned)
    assert max(map(len, (told.officer, *told.headings))) <= LONGEST_HEADING
    assert list(told.headings.values())[-2:] == ["T", "U"]
    assert "the heading of column T is cut" in " ".join(told.notes)
    assert len(told.not_read[0]) <= 2_000


def test_control_characters_are_shown() -> None:
    assert (
        printable("a\x1b[31m\x9b\u202e\ud800\tb\n")
        == "a\N{SYMBOL FOR ESCAPE}[31m<9B><202E>\N{REPLACEMENT CHARACTER}\tb\n"
    )
    assert one_line("a.xlsx: merged\r\n  b") == "a.xlsx: merged b"
