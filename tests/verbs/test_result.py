"""What a preview says of each change: a coordinator decides by these lines whether to go on."""

from __future__ import annotations

import datetime as dt

import pytest

from xlplan.model import CellValue, Change
from xlplan.verbs.result import Result


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("Amber", "Green", "A001 Dec-26 RAG: Amber -> Green"),
        (None, "Green", "A001 Dec-26 RAG: (blank) -> Green"),
        ("Green", None, "A001 Dec-26 RAG: Green -> (blank)"),
        ("  ", "Two visits\nmade ", "A001 Dec-26 RAG: (blank) -> Two visits made"),
        (0, False, "A001 Dec-26 RAG: 0 -> False"),
        ("", dt.date(2026, 12, 31), "A001 Dec-26 RAG: (blank) -> 2026-12-31"),
    ],
)
def test_a_change_is_one_line_and_a_blank_is_said(old: CellValue, new: CellValue, line: str) -> None:
    result = Result(changes=(Change(id="A001", column="Dec-26 RAG", old=old, new=new),))
    assert result.change_lines() == [line]
    assert result.preview().splitlines()[1:] == [f"  {line}"]


def test_a_long_text_is_cut_and_a_new_action_is_called_new() -> None:
    result = Result(changes=(Change(id="", column="Action", old=None, new="Visit every home. " * 20),))
    [line] = result.change_lines()
    assert line.startswith("new Action: (blank) -> Visit every home.")
    assert line.endswith("…")
    assert len(line) < 100


@pytest.mark.parametrize(("count", "shown"), [(60, "x" * 60), (61, "x" * 59 + "…")])
def test_sixty_characters_of_a_value_are_shown(count: int, shown: str) -> None:
    result = Result(changes=(Change(id="A001", column="Notes", old=None, new="x" * count),))
    assert result.change_lines() == [f"A001 Notes: (blank) -> {shown}"]


def test_what_has_let_go_of_its_workbook_saves_nothing_and_has_nothing_to_tell() -> None:
    """A night hands its result to another process: there it must not write the master a second time."""

    class Kept:
        saved = 0
        notices = ("its macros were left out",)

        def save(self) -> None:
            self.saved += 1

    book = Kept()
    result = Result()
    assert (result.notices, result.errors, result.warnings, result.needs_a_person) == ((), (), (), False)
    result._book = book  # type: ignore[assignment]
    result.save()
    assert (book.saved, result.notices) == (1, book.notices)
    result.forget()
    result.save()
    assert (book.saved, result.notices) == (1, ())
    assert result.to_json() == {"changes": []}
