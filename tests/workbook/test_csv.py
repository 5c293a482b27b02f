"""Text files: a return that came back as .csv loses no answer, and one that is damaged is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.grid import Grid
from xlplan.workbook.readers import read_grids

HEADINGS = "ID,Dec-26 RAG,Dec-26 progress\n"


def read(tmp_path: Path, content: str | bytes) -> Grid:
    path = tmp_path / "Return.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (grid,) = read_grids(path)
    return grid


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ('A011,Green,"96% seen in time\nA015,Amber,forty trained\n', 2),
        ('A011,Green,ok\nA015,Amber,"forty trained\nA016,Green,offered\nA017,Red,"Police 94%"\n', 3),
        ('A011,Green,"96% seen\nA015,Amber,forty trained\nA016,Green,"\n', 2),
        ('A011,Green,"said "yes" to it"\n', 2),
        ('A011,Green,"ok"\n"A015,Amber,forty\n', 3),
    ],
)
def test_a_quotation_mark_that_is_not_closed_swallows_no_answer(tmp_path: Path, rows: str, line: int) -> None:
    """If this fails, three officers' answers become one progress note."""
    with pytest.raises(UnreadableWorkbook, match=f"line {line}") as refused:
        read(tmp_path, HEADINGS + rows)
    assert "quotation mark" in str(refused.value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ('"two lines\nof it, with a comma"', "two lines\nof it, with a comma"),
        ('"he said ""yes"""', 'he said "yes"'),
        ('5" pipes', '5" pipes'),
        ('"Autumn, then\r\nSpring, then Summer"', "Autumn, then\nSpring, then Summer"),
        ('"Part 1, done\nPart 2, to do"', "Part 1, done\nPart 2, to do"),
    ],
)
def test_a_text_of_several_lines_is_one_answer(tmp_path: Path, field: str, value: str) -> None:
    assert read(tmp_path, f"{HEADINGS}A011,Green,{field}\nA015,Amber,x\n").values[2] == {
        1: "A011",
        2: "Green",
        3: value,
    }


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_beyond_a_to_z_are_read(tmp_path: Path, codec: str) -> None:
    grid = read(tmp_path, f"{HEADINGS}A011,Green,Café – 5€\n".encode(codec))
    assert grid[2, 3].value == "Café – 5€"
    assert bool(grid.notes) == (codec == "cp1252")


def test_a_code_page_that_is_guessed_is_said(tmp_path: Path) -> None:
    """Else what a Mac writes as an accent is merged as another letter, and nobody looks."""
    grid = read(tmp_path, f"{HEADINGS}A011,Green,Café\n".encode("mac_roman"))
    assert grid[2, 3].value == "CafŽ"
    assert "as Windows writes them: Ž" in grid.notes[0]


def test_no_more_than_eight_guessed_letters_are_listed(tmp_path: Path) -> None:
    """A text in another alphabet would be listed whole, in the middle of a line for people."""
    grid = read(tmp_path, f"{HEADINGS}A011,Green,àáâãäåæçèé\n".encode("cp1252"))
    assert grid.notes[0].endswith(": à á â ã ä å æ ç")


@pytest.mark.parametrize("codec", ["cp850", "utf-32", "utf-16-le"])
def test_a_code_page_that_cannot_be_it_is_refused(tmp_path: Path, codec: str) -> None:
    with pytest.raises(UnreadableWorkbook, match=r"no way that is known|not a text file"):
        read(tmp_path, f"{HEADINGS}A011,Green,ü\n".encode(codec))


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("sep=|\nID|Ref\n", {2: {1: "ID", 2: "Ref"}}),
        ("SEP=;\nID;Ref\n", {2: {1: "ID", 2: "Ref"}}),
        ("sep=;;\nID;Ref\n", {1: {1: "sep="}, 2: {1: "ID", 2: "Ref"}}),
        ("sep=\nID;Ref\n", {1: {1: "sep="}, 2: {1: "ID", 2: "Ref"}}),
        ("Wexcombe\n\nID|Ref\n", {1: {1: "Wexcombe"}, 3: {1: "ID", 2: "Ref"}}),
        ("ID\nA001\n", {1: {1: "ID"}, 2: {1: "A001"}}),
        ("ID,Ref;No\n", {1: {1: "ID", 2: "Ref;No"}}),
        ("ID;Ref;No,1\n", {1: {1: "ID", 2: "Ref", 3: "No,1"}}),
        ("\n", {}),
    ],
)
def test_what_parts_the_fields_is_seen_from_the_first_lines(
    tmp_path: Path, content: str, rows: dict[int, dict[int, str]]
) -> None:
    """If this fails, all answers of a row stand in one cell."""
    assert read(tmp_path, content).values == rows


def test_a_line_may_have_as_many_fields_as_a_sheet_has_columns(tmp_path: Path) -> None:
    assert read(tmp_path, f"ID,Ref\n{'x,' * 16_383}x\n")[2, 16_384].value == "x"
    with pytest.raises(UnreadableWorkbook, match="line 3 has more than 16,384 columns"):
        read(tmp_path, f"ID,Ref\nA001,1\n{'x,' * 16_384}x\n")


def test_a_text_that_goes_on_for_ever_is_told_with_the_row_where_it_begins(tmp_path: Path) -> None:
    with pytest.raises(
        UnreadableWorkbook, match="begins in line 3 holds a text of more than 131,072"
    ) as refused:
        read(tmp_path, f'{HEADINGS}A011,Green,ok\nA015,Amber,"{"word " * 30_000}"\n')
    assert "quotation mark is missing" in str(refused.value.remedy)


@pytest.mark.parametrize(
    ("text", "is_swallowed"),
    [
        ("seen\nA015,Amber", True),
        ("seen\n A015 ,Amber", True),
        ("seen\nA015", False),
        ("seen\nA0151,Amber", False),
        ("seen\nB-15,Amber", False),
        ("seen\nsome,Amber", False),
    ],
)
def test_a_line_of_a_text_that_looks_like_a_row_is_one(tmp_path: Path, text: str, is_swallowed: bool) -> None:
    content = f'{HEADINGS}A011,Green,"{text}"\n'
    if is_swallowed:
        with pytest.raises(UnreadableWorkbook, match="begins in line 2 goes on over line 3"):
            read(tmp_path, content)
    else:
        assert read(tmp_path, content)[2, 3].value == text


def test_where_rows_begin_with_words_no_line_of_a_text_is_taken_for_a_row(tmp_path: Path) -> None:
    assert read(tmp_path, 'Owner,Note\nAnn,"asked\nJim, then Bob"\n')[2, 2].value == "asked\nJim, then Bob"


@pytest.mark.parametrize(("length", "is_swallowed"), [(99, True), (100, False)])
def test_a_line_with_a_long_beginning_is_no_row(tmp_path: Path, length: int, is_swallowed: bool) -> None:
    """However long the first field of a row is, what is looked at of it is its beginning."""
    first = "9" * length
    content = f'ID,Note\n{first},"seen\n{first},and more"\n'
    if is_swallowed:
        with pytest.raises(UnreadableWorkbook, match="quotation mark is missing"):
            read(tmp_path, content)
    else:
        assert read(tmp_path, content)[2, 1].value == first
