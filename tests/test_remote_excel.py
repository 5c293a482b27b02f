"""The stand-in for Excel on the web does what Excel would, so that a button that passes here works at a desk."""

from __future__ import annotations

import datetime as dt

import pytest
from excel_typing import ErrorValue, Typed, typed

from xlplan.workbook.grid import Formula


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Repair the roof", "Repair the roof"),
        ("", None),
        ("1.10", 1.1),
        (" 7 ", 7.0),
        ("1,234.5", 1234.5),
        ("12,34", "12,34"),
        ("-5", -5.0),
        ("(5)", -5.0),
        ("5-", "5-"),
        ("25%", 0.25),
        ("£1,200", 1200.0),
        ("-£3", -3.0),
        ("1E5", 100000.0),
        ("1 1/2", 1.5),
        ("0 3/4", 0.75),
        ("12345678901234567890", 12345678901234600000.0),
        ("1.2.3", "1.2.3"),
        ("1.a.1", "1.a.1"),
        ("12/05", dt.date(2005, 5, 12)),
        ("3-4", dt.date(2005, 4, 3)),
        ("12/13", dt.date(2013, 12, 1)),
        ("31/2", "31/2"),
        ("25/12/05", dt.date(2005, 12, 25)),
        ("12/25/2005", "12/25/2005"),
        ("2005-10-31", dt.date(2005, 10, 31)),
        ("2005-10-31 14:30:00", dt.datetime(2005, 10, 31, 14, 30)),
        ("5/2006", dt.date(2006, 5, 1)),
        ("Dec-05", dt.date(2005, 12, 5)),
        ("Dec-45", dt.date(1945, 12, 1)),
        ("dec 2005", dt.date(2005, 12, 1)),
        ("5 December 2005", dt.date(2005, 12, 5)),
        ("March1", dt.date(2005, 3, 1)),
        ("Autumn 2005", "Autumn 2005"),
        ("May", "May"),
        ("1st May", "1st May"),
        ("9:30", dt.time(9, 30)),
        ("2 pm", dt.time(14, 0)),
        ("25:30", 25.5 / 24),
        ("true", True),
        ("#n/a", ErrorValue("#N/A")),
        ("#1", "#1"),
        ("=A1+1", Formula("=A1+1")),
        ("+A1", Formula("=+A1")),
        ("- see the note", Formula("=- see the note")),
        ("@SUM(A1)", Formula("=SUM(A1)")),
        ("-", "-"),
        ("'1.10", "1.10"),
        ("'=A1", "=A1"),
        ("''quoted'", "'quoted'"),
    ],
)
def test_a_text_that_is_not_protected_turns_into_what_excel_makes_of_it(text: str, held: Typed) -> None:
    assert typed(text, year=2005) == held
    assert type(typed(text, year=2005)) is type(held)


@pytest.mark.parametrize("text", ["1.10", "3-4", "=A1", "TRUE", "Dec-05", "#N/A"])
def test_a_cell_formatted_as_text_keeps_it(text: str) -> None:
    assert typed(text, "@") == text
