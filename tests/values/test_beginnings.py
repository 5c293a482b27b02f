"""The first day of a timescale, and which of two dates a plan moved to: reports are sorted and judged by them."""

from __future__ import annotations

import datetime as dt

import pytest

from xlplan.values.moved_dates import find_moved_date
from xlplan.values.timescales import read_timescale


@pytest.mark.parametrize(
    ("text", "start", "due"),
    [
        ("09/2005", "2005-09-01", "2005-09-30"),
        ("Sep 2005", "2005-09-01", "2005-09-30"),
        ("mid June 2005", "2005-06-01", "2005-06-30"),
        ("Autumn 2005", "2005-09-01", "2005-11-30"),
        ("Winter 2005/06", "2005-12-01", "2006-02-28"),
        ("Summer 2006", "2006-06-01", "2006-08-31"),
        ("Spring 2006", "2006-03-01", "2006-05-31"),
        ("Summer term 2006", "2006-04-01", "2006-08-31"),
        ("Spring 1 2006", "2006-01-01", "2006-02-28"),
        ("Spring 2 2006", "2006-03-01", "2006-04-30"),
        ("Summer 1 2006", "2006-04-01", "2006-05-31"),
        ("Summer 2 2006", "2006-06-01", "2006-08-31"),
        ("Autumn 1 2005", "2005-09-01", "2005-10-31"),
        ("Autumn 2 2005", "2005-11-01", "2005-12-31"),
        ("Easter 2006", "2006-04-16", "2006-04-16"),
        ("Christmas 2005", "2005-12-25", "2005-12-25"),
        ("financial year 2005/06", "2005-04-01", "2006-03-31"),
        ("Autumn term 2005", "2005-09-01", "2005-12-31"),
        ("Spring term 2006", "2006-01-01", "2006-04-30"),
        ("Dec 2005 - Apr 2006", "2005-12-01", "2006-04-30"),
        ("3-5 June 2005", "2005-06-03", "2005-06-05"),
        ("12-14/6/05", "2005-06-12", "2005-06-14"),
        ("3 & 5 June 2005", "2005-06-03", "2005-06-05"),
        ("from 1/9/05 to 30/9/05", "2005-09-01", "2005-09-30"),
        ("week commencing 3 October 2005", "2005-10-03", "2005-10-09"),
        ("2005", "2005-01-01", "2005-12-31"),
        ("2005/06", "2005-04-01", "2006-03-31"),
        ("Q3 2005/06", "2005-10-01", "2005-12-31"),
        ("June or July 2005", "2005-06-01", "2005-07-31"),
        ("May 2005, June 2006", "2005-05-01", "2006-06-30"),
        # a day, and what comes before one, has no beginning
        ("by 17/9/05", None, "2005-09-17"),
        ("before September 2005", None, "2005-08-31"),
        ("end of Sep 2005", None, "2005-09-30"),
        ("Ongoing from May 2006", "2006-05-01", None),
    ],
)
def test_a_timescale_begins_on_its_first_day(text: str, start: str | None, due: str | None) -> None:
    read = read_timescale(text)
    assert (read.start and str(read.start), read.due and str(read.due)) == (start, due)


@pytest.mark.parametrize(
    ("text", "first", "now", "direction", "is_certain"),
    [
        ("Dec 26 amended from June 26", "June 26", "Dec 26", "later", True),
        ("Dec 26, revised to June 26", "Dec 26", "June 26", "either", True),
        ("June 26 brought forward to May 26", "June 26", "May 26", "earlier", True),
        ("June 26 changed to Dec 26", "June 26", "Dec 26", "either", True),
        ("Dec 26 (was June 26)", "June 26", "Dec 26", "either", True),
        ("moved from June 26 to Dec 26", "June 26", "Dec 26", "later", True),
        ("June 26 extended to Dec 26", "June 26", "Dec 26", "later", True),
        ("Slipped: June to Dec 26", "June", "Dec 26", "later", True),
        ("June 26, delayed to Sept 26, now Dec 26", "June 26", "Dec 26", "later", False),
        ("June 26 now Dec 26", "June 26", "Dec 26", "either", False),
    ],
)
def test_a_date_that_moved_says_whither_as_far_as_its_words_do(
    text: str, first: str, now: str, direction: str, is_certain: bool
) -> None:
    """Taken the wrong way round, an action that was brought forward would be chased a year too late."""
    moved = find_moved_date(text)
    assert moved is not None
    assert (moved.first, moved.now, moved.direction, moved.is_certain) == (first, now, direction, is_certain)


@pytest.mark.parametrize("name", ["%B", "%b"])
def test_every_month_is_known_by_its_name_and_by_its_short_name(name: str) -> None:
    for number in range(1, 13):
        first = dt.date(2005, number, 1)
        read = read_timescale(f"{first:{name}} 2005")
        last = dt.date(2005 + number // 12, number % 12 + 1, 1) - dt.timedelta(days=1)
        assert (read.start, read.due) == (first, last)


@pytest.mark.parametrize(
    ("text", "base", "due"),
    [
        ("March 31", dt.date(2011, 4, 1), None),
        ("March 31", dt.date(2021, 4, 1), "2031-03-31"),
        ("March 31", dt.date(2020, 4, 1), None),
    ],
)
def test_two_digits_after_a_month_are_a_year_of_the_plan_or_nothing(
    text: str, base: dt.date, due: str | None
) -> None:
    read = read_timescale(text, base=base)
    assert (read.due and str(read.due)) == due
