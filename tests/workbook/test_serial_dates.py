"""Days as numbers: a due date that is a day early is merged as a day early."""

from __future__ import annotations

import datetime as dt

import pytest

from xlplan.workbook.grid import Value
from xlplan.workbook.readers.serial_dates import from_iso, moment, plain_number, serial_number

ZONE = dt.timezone(dt.timedelta(hours=1))


@pytest.mark.parametrize(
    ("serial", "value"),
    [
        (-1.0, -1),
        (-0.25, -0.25),
        (0.0, dt.time()),
        (0.5, dt.time(12)),
        (0.25 + 1e-3 / 86400, dt.time(6, 0, 0, 1000)),
        (0.99999999999, dt.date(1900, 1, 1)),
        (1.0, dt.date(1900, 1, 1)),
        (1.5, dt.datetime(1900, 1, 1, 12)),
        (59.0, dt.date(1900, 2, 28)),
        (60.0, dt.date(1900, 2, 28)),  # Excel's 29 February, which there was not
        (61.0, dt.date(1900, 3, 1)),
        (38687.0, dt.date(2005, 12, 1)),
        (38687.5, dt.datetime(2005, 12, 1, 12)),
        (2958465.0, dt.date(9999, 12, 31)),
        (2958465.5, dt.datetime(9999, 12, 31, 12)),
        (2958466.0, 2958466),
        (2958466.5, 2958466.5),
    ],
)
def test_a_number_of_days_is_the_day_that_excel_shows(serial: float, value: Value) -> None:
    found = moment(serial)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("serial", "value"),
    [
        (0.5, dt.time(12)),
        (1.0, dt.date(1904, 1, 2)),
        (37225.0, dt.date(2005, 12, 1)),
        (2957003.0, dt.date(9999, 12, 31)),
    ],
)
def test_an_old_mac_counts_from_1904(serial: float, value: Value) -> None:
    assert moment(serial, is_1904=True) == value
    assert serial_number(value, is_1904=True) == serial  # type: ignore[arg-type]


def test_the_last_day_of_an_old_mac_is_excels_last_day_too() -> None:
    assert moment(2957004.0, is_1904=True) == 2957004


@pytest.mark.parametrize(
    ("serial", "value"), [(0.5, dt.time(12)), (1.0, 1), (1.5, 1.5), (36.0, 36), (-0.5, -0.5)]
)
def test_hours_that_are_counted_on_are_no_date(serial: float, value: Value) -> None:
    assert moment(serial, is_elapsed=True) == value


@pytest.mark.parametrize(
    ("value", "serial"),
    [
        (dt.date(1900, 1, 1), 1),
        (dt.date(1900, 2, 28), 59),
        (dt.date(1900, 3, 1), 61),
        (dt.date(2005, 12, 1), 38687),
        (dt.datetime(2005, 12, 1, 18), 38687.75),
        (dt.datetime(2005, 12, 1, 18, tzinfo=ZONE), 38687.75),
        (dt.datetime(1900, 2, 28, 12), 59.5),
        (dt.time(), 0),
        (dt.time(18), 0.75),
        (dt.time(0, 1), 1 / 1440),
        (dt.time(0, 0, 1), 1 / 86400),
        (dt.time(0, 0, 0, 500_000), 0.5 / 86400),
    ],
)
def test_a_day_is_written_as_the_number_that_excel_reads(
    value: dt.date | dt.datetime | dt.time, serial: float
) -> None:
    assert serial_number(value) == pytest.approx(serial, abs=1e-12)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2005-12-01", dt.date(2005, 12, 1)),
        ("10:30", dt.time(10, 30)),
        ("2005-12-01T10:30:00", dt.datetime(2005, 12, 1, 10, 30)),
        ("2005-12-01T00:00:00", dt.date(2005, 12, 1)),
        ("2005-12-01T10:30:00Z", dt.datetime(2005, 12, 1, 10, 30)),
        ("soon", "soon"),
        ("", ""),
    ],
)
def test_a_date_that_is_written_out_is_read(text: str, value: Value) -> None:
    found = from_iso(text)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("number", "plain"),
    [
        (5.0, 5),
        (-5.0, -5),
        (0.0, 0),
        (0.5, 0.5),
        (999_999_999_999_999.0, 999_999_999_999_999),
        (1e15, 1e15),
        (-1e15, -1e15),
    ],
)
def test_a_number_without_a_fraction_is_plain(number: float, plain: float) -> None:
    found = plain_number(number)
    assert (found, type(found)) == (plain, type(plain))
