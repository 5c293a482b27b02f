"""The gate before a save, piece by piece: what it lets through is what was asked for."""

from __future__ import annotations

import datetime as dt
import math

import pytest

from xlplan.workbook.gate import is_as_asked
from xlplan.workbook.grid import Formula, Value

DAY = dt.date(2026, 12, 1)
NOON = dt.datetime(2026, 12, 1, 12)
ZONE = dt.timezone(dt.timedelta(hours=1))


@pytest.mark.parametrize(
    ("asked", "found", "is_same"),
    [
        ("Green", "Green", True),
        ("Green", "Red", False),
        ("Green", None, False),
        ("1", 1, False),
        ("a\x0bb", "a_x000B_b", True),
        ("ab", "a_x000B_b", False),
        (None, None, True),
        (None, "", True),
        ("", None, True),
        ("", "", True),
        (None, "Green", False),
        ("", "Green", False),
        (None, 0, False),
        (None, False, False),
        (True, True, True),
        (True, False, False),
        (True, 1, False),
        (1, True, False),
        (0, False, False),
        (False, 0, False),
        (5, 5.0, True),
        (5.0, 5, True),
        (5, 6, False),
        (5, "5", False),
        (5, None, False),
        (5, DAY, False),
        (0.1 + 0.2, 0.3, False),
        (2**53 + 1, float(2**53), True),
        (math.inf, "#NUM!", True),
        (math.nan, "#NUM!", True),
        (math.inf, 0, False),
        (Formula("=A1"), "whatever it comes to", True),
        (Formula("=A1", "Green"), "Green", True),
        (Formula("=A1", "Green"), "Red", False),
        (Formula("=A1", 5), 5.0, True),
        (DAY, DAY, True),
        (DAY, dt.datetime(2026, 12, 1), True),
        (dt.datetime(2026, 12, 1), DAY, True),
        (DAY, dt.date(2026, 12, 2), False),
        (DAY, dt.date(2026, 11, 30), False),
        (DAY, None, False),
        (DAY, "2026-12-01", False),
        (DAY, dt.time(), False),
        (NOON, NOON, True),
        (NOON, DAY, False),
        (NOON.replace(tzinfo=ZONE), NOON, True),
        (NOON, NOON + dt.timedelta(milliseconds=1), True),
        (NOON, NOON - dt.timedelta(milliseconds=1), True),
        (NOON, NOON + dt.timedelta(microseconds=1001), False),
        (NOON, NOON - dt.timedelta(microseconds=1001), False),
        (dt.time(9, 30), dt.time(9, 30), True),
        (dt.time(9, 30, tzinfo=ZONE), dt.time(9, 30), True),
        (dt.time(9, 30), dt.time(9, 30, 0, 1000), True),
        (dt.time(9, 30, 0, 1000), dt.time(9, 30), True),
        (dt.time(9, 30), dt.time(9, 30, 0, 1001), False),
        (dt.time(9, 30), dt.time(9, 31), False),
        (dt.time(9, 30), NOON, False),
        (dt.time(9, 30), None, False),
        (dt.time(9, 30), 0.395833333333333, False),
    ],
)
def test_another_value_than_the_one_asked_for_is_never_saved(
    asked: Value | Formula, found: Value, is_same: bool
) -> None:
    """If this fails, an officer's answer is written as another and nobody is told, or a good save is refused."""
    assert is_as_asked(asked, found) is is_same
