"""Texts as Excel displays them: a ref "1.10" must not become 1.1, nor "Dec-05" a day in 1905."""

from __future__ import annotations

import datetime as dt

import pytest

from xlplan.workbook.grid import Value
from xlplan.workbook.ooxml.styles import BUILT_IN_DATE_FORMATS
from xlplan.workbook.readers.cell_styles import tinted
from xlplan.workbook.readers.number_formats import BUILT_IN, displayed, number_format

DAY = dt.date(2005, 12, 1)


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (1.1, "0.00", "1.10"),
        (1.1, "General", "1.1"),
        (2, "General", "2"),
        (-0.0, "General", "0"),
        (0.1 + 0.2, "General", "0.3"),
        (1234567.891, "General", "1234567.891"),
        (123456789012, "General", "1.23457E+11"),
        (1 / 3, "General", "0.333333333"),
        (0.5, "0", "1"),
        (2.5, "0", "3"),
        (1234.5, "#,##0", "1,235"),
        (1234.5, "#,##0.00", "1,234.50"),
        (-1234.5, "#,##0.00;[Red]-#,##0.00", "-1,234.50"),
        (-5, "0;(0)", "(5)"),
        (0, '0;-0;"none"', "none"),
        (0.256, "0%", "26%"),
        (0.256, "0.0%", "25.6%"),
        (1234, "[$£-809]#,##0", "£1,234"),
        (1234, '_-"£"* #,##0.00_-', " £1,234.00 "),
        (0.5, "#.##", ".5"),
        (7, "000", "007"),
        (7, '"No. "0', "No. 7"),
        (7, "@", "7"),
        (7, '"No. "@', "No. 7"),
        (-7, '"No. "@', "-No. 7"),
        (0.5, "# ?/?", "0.5"),
        (-123456, "000-000", "-123456"),
        (1234567890.2, "General", "1234567890"),
        (1.0000000015, "General", "1.000000002"),
        (1.005, "0.00", "1.01"),
        (-7, "000", "-007"),
        (12345678, "0.000,,", "12.346"),
        (5, "0.", "5."),
        (1e300, "0" + "%" * 900, "1" + "0" * 2100 + "%" * 900),
        (1e11, "General", "1E+11"),
        (12345678900.5, "General", "12345678901"),
        (0.5, "", "0.5"),
        (1e30, "#,##0.00", f"1{',000' * 10}.00"),
        (10**11 - 1, "General", "99999999999"),
        (10**11, "General", "1E+11"),
        (1e11 - 1, "General", "99999999999"),
        (1.5e20, "General", "1.5E+20"),
        (-2e-10, "General", "-2E-10"),
        (1e-9, "General", "0.000000001"),
        (-0.001, "0.00", "0.00"),
        (0.00012, "0.00E+00", "1.20E-04"),
        (0.00012, "0.00E-00", "1.20E-04"),
        (12000, "0.0E-0", "1.2E4"),
        (-5, '"late"', "-late"),
        (0, '"late"', "late"),
        (float("inf"), "0.00", "#NUM!"),
        (1, "0" + "-" * 1999, "1" + "-" * 999),
        (1500, '0.0,"k"', "1.5k"),
        (12345, "0.00E+00", "1.23E+04"),
        ("text", "0.00", "text"),
        ("text", '0;0;0;"* "@', "* text"),
        ("text", ";;;", ""),
        ("text", '0;0;0;"a text"', "a text"),
        ("text", "0;0", "text"),
        ("text", "0;0;0", "text"),
        (True, "0", "TRUE"),
        (None, "0", ""),
        (DAY, "mmm-yy", "Dec-05"),
        (DAY, "mmm\\-yy", "Dec-05"),
        (DAY, "mmmm yyyy", "December 2005"),
        (DAY, "dd/mm/yy", "01/12/05"),
        (DAY, "dd/mm/yy;@", "01/12/05"),
        (DAY, "[$-809]d mmmm yyyy;@", "1 December 2005"),
        (DAY, "[$-F800]dddd, mmmm dd, yyyy", "01 December 2005"),
        (DAY, 'ddd d"st" mmm', "Thu 1st Dec"),
        (DAY, "mmmmm", "D"),
        (DAY, "mmmmmm yyy", "December 2005"),
        (DAY, "dddd d", "Thursday 1"),
        (dt.date(2006, 1, 9), "dddddd d", "Monday 9"),
        (DAY, "d.m.yyyy", "1.12.2005"),
        (DAY, "General", "01/12/2005"),
        (DAY, BUILT_IN[14], "01/12/2005"),
        (DAY, BUILT_IN[17], "Dec-05"),
        (dt.datetime(2005, 12, 1, 14, 5), BUILT_IN[22], "01/12/2005 14:05"),
        (dt.datetime(2005, 12, 1, 14, 5), "dd/mm/yy hh:mm AM/PM", "01/12/05 02:05 PM"),
        (dt.time(0, 5, 9), "h:mm:ss", "0:05:09"),
        (dt.time(0, 5, 9), "mm:ss", "05:09"),
        (dt.time(0, 5), "h AM/PM", "12 AM"),
        (dt.datetime(2005, 12, 1, 10, 29, 59, 999900), "hh:mm", "10:30"),
        (dt.time(14, 5, 9), "[$-F400]h:mm:ss AM/PM", "14:05:09"),
        (dt.datetime(2005, 12, 1, 10, 29, 59, 499_500), "hh:mm:ss", "10:29:59"),
        (dt.datetime(2005, 12, 1, 10, 29, 59, 999_900), "d.m.yyyy hh:mm", "1.12.2005 10:30"),
        (dt.time(14, 5, 9), "[s]", "50709"),
        (dt.time(12), "h AM/PM", "12 PM"),
        (dt.time(11, 59), "h:mm A/P", "11:59 A"),
        (dt.time(12, 1), "h:mm a/p", "12:01 P"),
        (dt.time(9, 30, 5), "hhh:mm:sss", "09:30:05"),
        (dt.time(9, 30), "General", "09:30"),
        (dt.time(9, 30, 5), "General", "09:30:05"),
        (dt.time(9, 30), "mmm yyyy h", "Jan 1900 9"),
        (dt.time(9, 30, 0, 400_000), "mm:ss.0", "30:00.4"),
        (dt.datetime(2005, 12, 1, 9, 30), "General", "01/12/2005 09:30"),
        (dt.datetime(1000, 12, 1, 9, 30), "General", "01/12/1000 09:30"),
        (dt.datetime(999, 12, 1, 9, 30), "General", "0999-12-01 09:30"),
    ],
)
def test_a_value_reads_as_excel_shows_it(value: Value, code: str, shown: str) -> None:
    assert displayed(value, number_format(code)) == shown


@pytest.mark.parametrize(
    ("days", "code", "shown"),
    [
        (1.5, "[h]:mm", "36:00"),
        (1.5 + 30 / 1440, "[h]:mm", "36:30"),
        (2 + 3661 / 86400, "[h]:mm:ss", "49:01:01"),
        (1.5 + 30 / 1440, "[mm]:ss", "2190:00"),
        (1.5 + 1 / 86400, "[s]", "129601"),
        (1 + 59.9999 / 86400, "[h]:mm:ss", "24:01:00"),
        (0.25, "[hh]:mm", "06:00"),
        (0, "[h]:mm", "0:00"),
        (1.5, "[ss].00", "129600.00"),
        (1.5, "[s] hh", "129600 12"),
        (-0.25, "[h]:mm", "-0.25"),
        (float("inf"), "[h]:mm", "#NUM!"),
    ],
)
def test_hours_beyond_a_day_are_counted_on(days: float, code: str, shown: str) -> None:
    """If this fails, somebody's 36 and a half hours are read as 36."""
    assert displayed(days, number_format(code)) == shown


@pytest.mark.parametrize(
    ("value", "shown_by_number"),
    [
        (
            -1234.5,
            {
                0: "-1234.5", 1: "-1235", 2: "-1234.50", 3: "-1,235", 4: "-1,234.50", 5: "-£1,235", 6: "-£1,235",
                7: "-£1,234.50", 8: "-£1,234.50", 9: "-123450%", 10: "-123450.00%", 11: "-1.23E+03", 37: "-1,235",
                38: "-1,235", 39: "-1,234.50", 40: "-1,234.50", 41: "-1,235", 42: "-£1,235", 43: "-1,234.50",
                44: "-£1,234.50", 48: "-1.2E+3", 49: "-1234.5",
            },
        ),
        (0, {37: "0", 40: "0.00", 41: "-", 42: "£-", 43: "-", 44: "£-"}),
        (
            dt.datetime(2005, 12, 1, 14, 5, 9),
            {
                14: "01/12/2005", 15: "1-Dec-05", 16: "1-Dec", 17: "Dec-05", 18: "2:05 PM", 19: "2:05:09 PM",
                20: "14:05", 21: "14:05:09", 22: "01/12/2005 14:05", 27: "01/12/2005", 36: "01/12/2005",
                45: "05:09", 46: "14:05:09", 47: "05:09.0", 50: "01/12/2005", 58: "01/12/2005",
            },
        ),
    ],
    ids=["negative", "nothing", "moment"],
)  # fmt: skip
def test_a_format_that_the_file_names_by_its_number_alone_is_the_one_that_excel_means(
    value: Value, shown_by_number: dict[int, str]
) -> None:
    shown = {number: displayed(value, number_format(BUILT_IN[number])) for number in shown_by_number}
    assert shown == shown_by_number


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ("mmm-yy", True),
        ("[h]:mm", True),
        ("0.00", False),
        ('"day" 0', False),
        ("[Red]0", False),
        ("0\\d", False),
    ],
)
def test_a_number_is_not_taken_for_a_date_nor_a_date_for_a_number(code: str, is_date: bool) -> None:
    assert number_format(code).is_date is is_date


def test_a_date_that_is_written_keeps_each_built_in_date_format() -> None:
    """Those of East Asia are shown as they are there: a date that is written gets a format of its own."""
    east_asian = {*range(27, 37), *range(50, 59)}
    dates = {number for number, code in BUILT_IN.items() if number_format(code).is_date}
    assert dates - east_asian == BUILT_IN_DATE_FORMATS


@pytest.mark.parametrize(
    "code", ["", ";;;", '"open', "[", "\\", "?/?", "000-000", "0.0.0", "[>100]0;0", "E+", "*"]
)
def test_a_strange_format_stops_nobody(code: str) -> None:
    for value in (0, -1.5, 3, "text", DAY, dt.time(1, 2)):
        assert isinstance(displayed(value, number_format(code)), str)


@pytest.mark.parametrize(
    ("colour", "tint", "result"),
    [
        ("4F81BD", 0.5999, "B8CCE4"),
        ("FFFFFF", -0.05, "F2F2F2"),
        ("FFFFFF", -0.15, "D9D9D9"),
    ],
)
def test_a_lighter_shade_of_a_theme_colour_is_told_as_excel_shows_it(
    colour: str, tint: float, result: str
) -> None:
    assert tinted(colour, tint) == result
