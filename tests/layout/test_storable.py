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


@pytest.mark.parametrize(
    ("count", "is_cut"),
    [(LONGEST_HEADING - 1, False), (LONGEST_HEADING, False), (LONGEST_HEADING + 1, True)],
)
def test_a_heading_is_cut_only_where_a_table_cannot_hold_it(count: int, is_cut: bool) -> None:
    heading = "x" * count
    returned = replace(answered(""), headings={**answered("").headings, heading: "T"})
    told = make_storable(returned)
    assert (heading in told.headings) is not is_cut
    assert [note for note in told.notes if "is cut" in note] == (
        [f'the heading of column T is cut to "{list(told.headings)[-1]}"'] if is_cut else []
    )
    assert list(told.headings)[-1].endswith(" (column T)") is is_cut
    assert max(map(units, told.headings)) <= LONGEST_HEADING


def test_the_cells_under_a_heading_that_is_cut_go_with_it() -> None:
    sent = a_return()
    heading = "x" * 300
    sent.headings.append(heading)
    sent.row("A001")[heading] = "kept"
    sent.row("A002")[heading] = 3
    told = make_storable(sent.send())
    new = list(told.headings)[-1]
    assert [row.values.get(new) for row in told.rows] == ["kept", 3, None]
    assert told.rows[1].cell(new).address == "M5"
    assert told.rows[0].letters[new] == "M"


@pytest.mark.parametrize(("count", "is_cut"), [(2_000, False), (2_001, True)])
def test_a_note_is_cut_at_two_thousand_characters(count: int, is_cut: bool) -> None:
    returned = replace(answered(""), not_read=("x" * count,), notes=("y" * count,))
    told = make_storable(returned)
    assert [len(text) == count for text in (*told.not_read, *told.notes)] == [not is_cut] * 2
    assert all(("cut:" in text) is is_cut for text in (*told.not_read, *told.notes))


def test_half_a_character_in_any_text_is_made_whole() -> None:
    returned = replace(
        answered(""), officer=f"Nadia{HALF}", period=f"Oct{HALF}", plan_id=f"a{HALF}", return_id=f"R{HALF}",
        notes=(f"n{HALF}",), not_read=(f"r{HALF}",), headings={**answered("").headings, f"h{HALF}": "T"},
    )  # fmt: skip
    told = make_storable(returned)
    texts = (
        told.officer,
        told.period,
        told.plan_id,
        told.return_id,
        *told.notes,
        *told.not_read,
        *told.headings,
    )
    assert [text for text in texts if "\ufffd" in text] == [
        "Nadia\ufffd", "Oct\ufffd", "a\ufffd", "R\ufffd", "n\ufffd", "r\ufffd", "h\ufffd (column T)",
    ]  # fmt: skip
    assert all(text.encode() for text in texts)


def test_only_the_first_cells_with_half_a_character_are_named() -> None:
    sent = a_return()
    for identity in ("A001", "A002", "A003"):
        for heading in ("Theme", "Action", PROGRESS, "Success criteria"):
            sent.row(identity)[heading] = f"x{HALF}"
    [note] = make_storable(sent.send()).notes
    assert note.count(",") == 9
    assert note.startswith("half a character stands in C4, D4, E4, J4, C5")
