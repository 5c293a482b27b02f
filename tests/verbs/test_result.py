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
