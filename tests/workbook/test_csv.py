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
