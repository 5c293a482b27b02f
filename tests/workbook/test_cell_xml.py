"""One cell as it is written: Excel opens it, and shows what was meant."""

from __future__ import annotations

import datetime as dt
import math

import pytest

from xlplan.errors import XlplanError
from xlplan.workbook.grid import LONGEST_TEXT, Formula, Value
from xlplan.workbook.ooxml.cell_xml import (
    cell_body,
    cell_xml,
    escaped,
    is_written_as_it_is,
    storable,
    text_for_xml,
)


@pytest.mark.parametrize(
    ("value", "is_1904", "stored"),
    [
        ("", False, None),
        ("text", False, "text"),
        (None, False, None),
        (0, False, 0),
        (dt.date(1899, 12, 31), False, "31/12/1899"),
        (dt.date(1900, 1, 1), False, dt.date(1900, 1, 1)),
        (dt.datetime(1899, 12, 31, 10, 30), False, "31/12/1899 10:30"),
        (dt.date(1903, 12, 31), True, "31/12/1903"),
        (dt.date(1904, 1, 1), True, dt.date(1904, 1, 1)),
        (dt.date(1903, 12, 31), False, dt.date(1903, 12, 31)),
        (dt.date(7, 2, 3), False, "03/02/0007"),
        (dt.time(10, 30), True, dt.time(10, 30)),
        (Formula("=A1", ""), False, Formula("=A1", "")),
    ],
)
def test_what_a_workbook_cannot_hold_is_kept_as_text(value: Value, is_1904: bool, stored: Value) -> None:
    assert storable(value, is_1904=is_1904) == stored


@pytest.mark.parametrize(
    ("value", "style", "body"),
    [
        (None, 0, "/>"),
        (None, 3, ' s="3"/>'),
        ("Done", 0, ' t="inlineStr"><is><t>Done</t></is></c>'),
        ("Done", 3, ' s="3" t="inlineStr"><is><t>Done</t></is></c>'),
        (" Done", 0, ' t="inlineStr"><is><t xml:space="preserve"> Done</t></is></c>'),
        ("Done ", 0, ' t="inlineStr"><is><t xml:space="preserve">Done </t></is></c>'),
        ("\tDone", 0, ' t="inlineStr"><is><t xml:space="preserve">\tDone</t></is></c>'),
        ("a\nb", 0, ' t="inlineStr"><is><t xml:space="preserve">a\nb</t></is></c>'),
        ("a b", 0, ' t="inlineStr"><is><t>a b</t></is></c>'),
        ("a & b", 0, ' t="inlineStr"><is><t>a &amp; b</t></is></c>'),
        (7, 3, ' s="3"><v>7</v></c>'),
        (0, 0, "><v>0</v></c>"),
        (0.1, 0, "><v>0.1</v></c>"),
        (True, 0, ' t="b"><v>1</v></c>'),
        (False, 0, ' t="b"><v>0</v></c>'),
        (math.inf, 0, ' t="e"><v>#NUM!</v></c>'),
        (math.nan, 0, ' t="e"><v>#NUM!</v></c>'),
        (dt.date(2005, 12, 1), 3, ' s="3"><v>38687</v></c>'),
        (dt.datetime(2005, 12, 1, 12), 3, ' s="3"><v>38687.5</v></c>'),
        (dt.time(6), 3, ' s="3"><v>0.25</v></c>'),
        (Formula("=A1"), 0, "><f>A1</f></c>"),
        (Formula("=A1", 7), 3, ' s="3"><f>A1</f><v>7</v></c>'),
        (Formula("=A1", ""), 0, ' t="str"><f>A1</f><v></v></c>'),
        (Formula('=A1&"<"', "<"), 0, ' t="str"><f>A1&amp;"&lt;"</f><v>&lt;</v></c>'),
        (Formula("=A1", True), 0, ' t="b"><f>A1</f><v>1</v></c>'),
    ],
)
def test_a_cell_is_written_as_excel_writes_it(value: Value | Formula, style: int, body: str) -> None:
    assert cell_body(value, style) == body
    assert cell_xml(7, 28, value, style) == f'<c r="AB7"{body}'


def test_days_of_an_old_mac_are_written_as_it_counts_them() -> None:
    assert cell_body(dt.date(2005, 12, 1), 0, is_1904=True) == "><v>37225</v></c>"
    assert cell_body(Formula("=A1", dt.date(2005, 12, 1)), 0, is_1904=True) == "><f>A1</f><v>37225</v></c>"
    assert "<v>37225</v>" in cell_xml(1, 1, dt.date(2005, 12, 1), 0, is_1904=True)


def test_a_text_that_no_cell_can_hold_is_refused_with_its_cell() -> None:
    """Excel would cut it off, or call the file damaged."""
    assert "a" * LONGEST_TEXT in cell_xml(7, 28, "a" * LONGEST_TEXT, 0)
    with pytest.raises(XlplanError, match="a text of 32,768 characters does not fit") as refused:
        cell_xml(7, 28, "a" * (LONGEST_TEXT + 1), 0)
    assert refused.value.cell == "AB7"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain", "plain"),
        ("a < b > c & d", "a &lt; b &gt; c &amp; d"),
        ("_x0041_", "_x005F_x0041_"),
        ("_x41", "_x41"),
        ("max_x_2", "max_x_2"),
        ("bell \x07", "bell _x0007_"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("from Windows\r\n", "from Windows_x000D_\n"),
        ("Café – 😀", "Café – 😀"),
        ("Café & tea", "Café &amp; tea"),
        ("half \ud83d", "half _xD83D_"),
        ("\ufffe", "_xFFFE_"),
    ],
)
def test_what_xml_cannot_hold_is_written_as_excel_writes_it(text: str, written: str) -> None:
    assert escaped(text) == written
    assert text_for_xml(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") == written


@pytest.mark.parametrize(
    ("text", "as_it_is"),
    [
        ("Done", True), ("a b", True), ('say "yes"', True), ("x", True), ("x" * LONGEST_TEXT, True),
        ("x" * (LONGEST_TEXT + 1), False), (" Done", False), ("Done ", False), (" ", False), ("a & b", False),
        ("a < b", False), ("a > b", False), ("a_x0041_", False), ("a\nb", False), ("a\tb", False), ("Café", False),
    ],
)  # fmt: skip
def test_a_text_that_is_written_as_it_is_needs_nothing_more(text: str, as_it_is: bool) -> None:
    assert is_written_as_it_is(text) is as_it_is
    if as_it_is:
        assert cell_body(text, 0) == f' t="inlineStr"><is><t>{text}</t></is></c>'
