"""Timescales: a due date is read where one was written; a wrong one would chase an officer in the wrong month."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.long_texts import LONG, SECONDS
from xlplan.values import moved_dates
from xlplan.values.timescales import read_date_cell, read_timescale, says_only_a_date

BASE = dt.date(2005, 4, 1)

LOOSE_WORDS = """
29 Feb;31 Dec;June;Winter;Autumn term;2005;2005/06;'04;12;31/12/79;1/1/90;Q4;week;w/c;to;-;and;/;,;from;by;until;end of;
before;mid;ongoing;termly;within 3 months;completed;review;TBC;?;(;);•;Board;9 Nov 2010;Sept 04;Dec;may
"""

DUE = [
    # days
    ("17/9/05", "date", "2005-09-17"),
    ("31.3.06", "date", "2006-03-31"),
    ("2005-12-01", "date", "2005-12-01"),
    ("1st Oct '05", "date", "2005-10-01"),
    ("Oct 1st 2005", "date", "2005-10-01"),
    ("Monday 3 October 2005", "date", "2005-10-03"),
    ("5-Dec-05", "date", "2005-12-05"),
    ("Report to Cabinet 12/12/05", "date", "2005-12-12"),
    ("by 5pm on 3 June 2005", "date", "2005-06-03"),
    ("46295", "date", "2026-09-30"),
    # months: two digits after a month are a year, always
    ("Sep-05", "month", "2005-09-30"),
    ("Sept 05", "month", "2005-09-30"),
    ("Sept05", "month", "2005-09-30"),
    ("September, 2005", "month", "2005-09-30"),
    ("End Mar '27", "month", "2027-03-31"),
    ("by end of February 2008", "month", "2008-02-29"),
    ("(march 2006)", "month", "2006-03-31"),
    ("09/2005", "month", "2005-09-30"),
    ("Strategy agreed June 05", "month", "2005-06-30"),
    ("Ongoing until July 2006", "month", "2006-07-31"),
    ("before September 2005", "month", "2005-08-31"),
    ("before the end of September 2005", "month", "2005-09-30"),
    ("To be completed by Dec 05", "month", "2005-12-31"),
    ("12 places by June 2005", "month", "2005-06-30"),
    # seasons and terms
    ("Autumn 2005", "season", "2005-11-30"),
    ("Spring 06", "season", "2006-05-31"),
    ("Summer 2006", "season", "2006-08-31"),
    ("Winter 2005", "season", "2006-02-28"),
    ("Winter 2007", "season", "2008-02-29"),
    ("Winter 2005/06", "season", "2006-02-28"),
    ("Autumn term 2005", "season", "2005-12-31"),
    ("Spring Term 2006", "season", "2006-04-30"),
    ("by the end of the summer term 2006", "season", "2006-08-31"),
    ("Spring term 2005/06", "season", "2006-04-30"),
    # stretches
    ("Dec 2005 - Apr 2006", "range", "2006-04-30"),
    ("Sept – Dec 2005", "range", "2005-12-31"),
    ("Nov - Feb 2006", "range", "2006-02-28"),
    ("(Sept/Oct 2005)", "range", "2005-10-31"),
    ("Between April and June 2005", "range", "2005-06-30"),
    ("28 Sept - 4 Oct 2005", "range", "2005-10-04"),
    ("3rd - 7th October 2005", "range", "2005-10-07"),
    ("19 - 23/2/2006", "range", "2006-02-23"),
    ("From 1/9/05 to 31/8/06", "range", "2006-08-31"),
    ("w/c 5th December 2005", "range", "2005-12-11"),
    ("w/e 9 Dec 2005", "range", "2005-12-09"),
    ("Q2 2005/06", "range", "2005-09-30"),
    ("4th quarter 2005/06", "range", "2006-03-31"),
    ("2005/06", "range", "2006-03-31"),
    ("Academic year 2005-06", "range", "2006-08-31"),
    ("end of 2005", "range", "2005-12-31"),
    ("Q4 05/06", "range", "2006-03-31"),
    ("Q1/Q2 05/06", "range", "2005-09-30"),
    # feasts
    ("By Easter 2027", "date", "2027-03-28"),
    ("Easter Sunday '08", "date", "2008-03-23"),
    ("Christmas 2005", "date", "2005-12-25"),
    ("between Easter 2006 and June 2006", "range", "2006-06-30"),
    # several
    ("July 2004 Dec 2005", "multiple", "2005-12-31"),
    ("• Sept 2005\n• June 2005", "multiple", "2005-09-30"),
    ("31/10/05\nMarch 2006", "multiple", "2006-03-31"),
    ("May 2005\nOngoing", "multiple", "2005-05-31"),
    ("Sub-group Dec 05, Board Feb 06", "multiple", "2006-02-28"),
    ("July 2005, extended from September 2005", "multiple", "2005-09-30"),
    ("1. Sept 2005\n2. Dec 2005", "multiple", "2005-12-31"),
    ("Sept 2005 – first draft\nDec 2005 – final", "multiple", "2005-12-31"),
    ("June 2005\nTBC", "multiple", "2005-06-30"),
    ("June 2005 (ongoing)", "multiple", "2005-06-30"),
    ("Ongoing, June 2005", "multiple", "2005-06-30"),
    ("Ongoing with review June 2005", "multiple", "2005-06-30"),
    ("Immediate, then June 2005", "multiple", "2005-06-30"),
    # reviews
    ("Review Feb 2006", "review", "2006-02-28"),
    ("Ongoing (next review Dec 2005)", "review", "2005-12-31"),
    ("September\n2005", "month", "2005-09-30"),
    # a number before each line is the line's, and one alone is the day
    ("1. Dec 2005\n2. March 2006", "multiple", "2006-03-31"),
    ("5. Dec 2005", "date", "2005-12-05"),
    ("March 2005\n5. Dec 2005", "multiple", "2005-12-05"),
]


@pytest.mark.parametrize(("text", "kind", "due"), DUE)
def test_the_due_date_is_the_last_day_that_was_meant(text: str, kind: str, due: str) -> None:
    read = read_timescale(text)
    assert (read.kind, str(read.due), read.text) == (kind, due, text)


@pytest.mark.parametrize(
    ("text", "kind", "start"),
    [
        ("", "none", None),
        ("TBC", "none", None),
        ("n/a", "none", None),
        ("Ongoing", "ongoing", None),
        ("• On-going\n• Ongoing", "ongoing", None),
        ("From September 2005", "ongoing", "2005-09-01"),
        ("Sept 2005 onwards", "ongoing", "2005-09-01"),
        ("June 2005 and ongoing", "ongoing", "2005-06-01"),
        ("Commencing Jan 2006", "ongoing", "2006-01-01"),
        ("Immediate", "relative", None),
        ("asap", "relative", None),
        ("Within 3 months", "relative", None),
        ("6 months", "relative", None),
        ("Within 6 weeks of appointment", "relative", None),
        ("Termly", "recurring", None),
        ("Half termly", "recurring", None),
        ("Annual", "recurring", None),
        ("Every 6 weeks", "recurring", None),
        ("Monthly from Sept 2005", "recurring", "2005-09-01"),
        ("Sept 2005 and termly thereafter", "recurring", "2005-09-01"),
        ("At the start of each term, with the governors", "recurring", None),
        ("Completed", "completed", None),
        ("Completed June 2005", "completed", None),
    ],
)
def test_what_has_no_end_gets_no_due_date(text: str, kind: str, start: str | None) -> None:
    read = read_timescale(text, base=BASE)
    assert (read.kind, read.due, read.start and str(read.start)) == (kind, None, start)


@pytest.mark.parametrize(
    "text",
    [
        "Para 17, 27",
        "See 2.3",
        "Within 6",
        "Son OF",
        "1-2 hours",
        "Phase 2 2005 places",
        "Phase 2 June 2005",
        "Son OF, now Dec",
        "when funds allow, now December",
        "TBC slipped to December",
        "Phase 2 slipped to December",
        "Children aged 5 - 11 June 2005",
        "Priority 7e actions",
        "Version 1.2",
        "12.30",
        "05/06",
        "12/31/05",
        "13/13/05",
        "00/06/2005",
        "31/02/2006",
        "29 Feb 2005",
        "June 1985",
        "June 2085",
        "99999",
        "June 03-04",
        "2004-2007",
        "Early 2006",
        "Septmber 2005",
        "By Easter",
        "After Easter 2006",
        "Easter term 2006",
        "Every Q2",
        "Q3 data to be looked at",
        "Ongoing 12",
        "ongoing before",
        "Each term 3",
        "Q5",
        "By end of term",
        "Winter half term 2006",
        "Autumn 3 2005",
        "H1 2005",
        "first quarter of 2005",
        "mid 2005",
        "late 2005",
        "Paras 3 4 2005",
        "Within 3 months of June 2005",
        "2 weeks after June 2005",
        "After June 2005",
        "not before June 2005",
        "Ongoing (was March 2005)",
        "June 2005 (was delayed by 3 months)",
        "Dec 2005 - Apr 2005",
        "June 2005\nSee 4.2",
        "June 2005\nSon OF",
        "£5,000 June 2005",
        "Complete review",
        "Under review",
        "Staff may be trained",
        "29 Feb",  # the plan began in 2005: no such day soon
        "29 Feb - March 2005",
        "March 31",  # hardly March 2031 in a plan of 2005
    ],
)
def test_no_date_is_invented_for_what_is_not_understood(text: str) -> None:
    read = read_timescale(text, base=BASE)
    assert (read.kind, read.start, read.due) == ("unreadable", None, None)


@pytest.mark.parametrize(
    ("text", "due", "revised_due"),
    [
        ("June 2026 - slipped to Dec 2026", "2026-06-30", "2026-12-31"),
        ("June 2026 slipped to Dec 2026 because of the strike", "2026-06-30", "2026-12-31"),
        ("Mar 27 (was Dec 26)", "2026-12-31", "2027-03-31"),
        ("Mar 27 (was Dec)", "2026-12-31", "2027-03-31"),
        ("Mar 27, was Dec 26", "2026-12-31", "2027-03-31"),
        ("30/6/05 (originally due 31/3/05)", "2005-03-31", "2005-06-30"),
        ("Dec 26, now Mar 27", "2026-12-31", "2027-03-31"),
        ("Dec 26, now Mar", "2026-12-31", "2027-03-31"),
        ("Was Jun-26, now Sep-26", "2026-06-30", "2026-09-30"),
        ("Now March 2027 (was June 2026)", "2026-06-30", "2027-03-31"),
        ("Originally May 2026, now Nov 2026", "2026-05-31", "2026-11-30"),
        ("Original date July 2026; revised date January 2027", "2026-07-31", "2027-01-31"),
        ("Revised to 31/3/27 (original 30/9/26)", "2026-09-30", "2027-03-31"),
        ("June 2026\nRevised: December 2026", "2026-06-30", "2026-12-31"),
        ("June 2026, revised Dec 2026", "2026-06-30", "2026-12-31"),
        ("April 2026, delayed until June 2026", "2026-04-30", "2026-06-30"),
        ("30 June 2026. Extended to 31 August 2026.", "2026-06-30", "2026-08-31"),
        ("June 2026, brought forward to May 2026", "2026-06-30", "2026-05-31"),
        ("changed from Sept 2026 to Dec 2026", "2026-09-30", "2026-12-31"),
        ("Dec 2026 (slipped from Sept 2026)", "2026-09-30", "2026-12-31"),
        ("Sep 26 → Dec 26", "2026-09-30", "2026-12-31"),
        ("Q2 26/27 moved to Q4 26/27", "2026-09-30", "2027-03-31"),
        ("June 26, slipped to Sept 26, slipped to Dec 26", "2026-06-30", "2026-12-31"),
        ("Dec 26 (was Sept 26, originally June 26)", "2026-06-30", "2026-12-31"),
        ("Summer 2026 - put back to Autumn 2026", "2026-08-31", "2026-11-30"),
        ("Strategy agreed June 2026, slipped to Dec 2026", "2026-06-30", "2026-12-31"),
        ("Revised to March 2027 from Dec 2026", "2026-12-31", "2027-03-31"),
        ("Jun 26 > Sep 26", "2026-06-30", "2026-09-30"),
        ("initially June 2026, then Sept 2026", "2026-06-30", "2026-09-30"),
        ("Slipped: June 2026 to Dec 2026", "2026-06-30", "2026-12-31"),
        ("June 2026 - missed, new date Dec 2026", "2026-06-30", "2026-12-31"),
        ("Sept 2026 slipped, now Nov 2026", "2026-09-30", "2026-11-30"),
        ("Mar-27 (slippage from Dec-26)", "2026-12-31", "2027-03-31"),
        (
            "Originally due 30 June 2026; extension to 30 Sept 2026 agreed by the SRO",
            "2026-06-30",
            "2026-09-30",
        ),
        ("Xmas 2026 - now Easter 2027", "2026-12-25", "2027-03-28"),
    ],
)
def test_a_date_that_moved_gives_the_first_and_the_one_that_holds(
    text: str, due: str, revised_due: str
) -> None:
    """The first date would be lost, or the action be overdue by a date that no longer holds."""
    read = read_timescale(text)
    assert (str(read.due), str(read.revised_due), read.text) == (due, revised_due, text)
    assert str(read.holds) == revised_due


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Dec 2005 - Apr 2006", "2006-04-30"),
        ("Revised policy by June 2006", "2006-06-30"),
        ("Draft June 2006, revised Dec 2006", "2006-12-31"),
        ("Contract extended to Dec 2006", "2006-12-31"),
        ("Pilot June 2006, extended to all schools Dec 2006", "2006-12-31"),
        ("Report to Board June 2006, now with Cabinet Dec 2006", "2006-12-31"),
        ("Recruit Sept 2006 → train Dec 2006", "2006-12-31"),
        ("July 2006, extended from September 2006", "2006-09-30"),
        ("June 2006, slipped to May 2006", "2006-06-30"),
        ("June 2006 (was 30 June 2006)", "2006-06-30"),
        ("Sept 2006 – policy was agreed in June 2006", "None"),
        ("Ongoing (was March 2005)", "None"),
        ("June 2005 (was delayed by 3 months)", "None"),
        ("31 Feb 2006, now Dec 2006", "None"),
    ],
)
def test_what_may_have_moved_and_does_not_say_so_moves_nothing(text: str, due: str) -> None:
    read = read_timescale(text, base=BASE)
    assert (str(read.due), read.revised_due) == (due, None)


@pytest.mark.parametrize(
    ("text", "is_all"),
    [
        ("31/12/2026", True),
        ("by the end of Dec 26", True),
        ("Thursday, 31 December 2026", True),
        ("Dec 26 (2nd revision)", False),
        ("Dec 26 subject to funding", False),
        ("31/12/2026, now 31/3/2027", False),
        ("Dec 2026 - Mar 2027", False),
        ("from Dec 2026", False),
        ("Dec 2026?", False),
        ("soon", False),
        ("", False),
    ],
)
def test_only_what_is_a_date_and_no_more_may_be_replaced_by_it(text: str, is_all: bool) -> None:
    assert says_only_a_date(text) is is_all


@pytest.mark.parametrize("words", ["Completed by June 2005", "completed June 2005"])
def test_a_day_by_which_it_was_completed_is_no_due_date(words: str) -> None:
    """A finished action would be chased."""
    assert (read_timescale(words).kind, read_timescale(words).due) == ("completed", None)
    assert str(read_timescale("Complete by June 2005").due) == "2005-06-30"


@pytest.mark.parametrize("part", LONG)
def test_no_cell_of_any_length_takes_long(part: str) -> None:
    """One hostile or pasted cell of 32,000 characters must not stop a run."""
    for text in (part * (32_000 // len(part)), part * (1_900 // len(part)), f"June 2005 {part * 300} 2006"):
        began = time.process_time()
        read_timescale(text, base=BASE)
        read_date_cell(BASE, text)
        says_only_a_date(text)
        assert time.process_time() - began < SECONDS


@pytest.mark.parametrize(
    ("text", "start", "due"),
    [
        ("Q1 2005", "2005-04-01", "2005-06-30"),
        ("Q2 2005", "2005-07-01", "2005-09-30"),
        ("Q3 2005", "2005-10-01", "2005-12-31"),
        ("Q4 2005", "2006-01-01", "2006-03-31"),
        ("Q1 2005/06", "2005-04-01", "2005-06-30"),
        ("Q4 2005/06", "2006-01-01", "2006-03-31"),
        ("Q1", "2005-04-01", "2005-06-30"),
        ("September 2007 to March", "2007-09-01", "2008-03-31"),
        ("From March 2008 to 5 September", "2008-03-01", "2008-09-05"),
        ("2005/06", "2005-04-01", "2006-03-31"),
        ("2005", "2005-01-01", "2005-12-31"),
    ],
)
def test_a_span_begins_and_ends_with_its_months(text: str, start: str, due: str) -> None:
    """An action of the last quarter would be overdue a year too early."""
    read = read_timescale(text, base=BASE)
    assert (str(read.start), str(read.due)) == (start, due)


@pytest.mark.parametrize(
    ("text", "due", "assumed"),
    [
        ("31st October", "2005-10-31", "year 2005"),
        ("by the end of March", "2006-03-31", "year 2006"),
        ("June/July", "2005-07-31", "year 2005"),
        ("5-Dec", "2005-12-05", "year 2005"),
        ("06/05/05", "2005-05-06", "day first"),
        ("05/12/05", "2005-12-05", "day first"),
        ("12/05/05", "2005-05-12", "day first"),
        ("13/12/05", "2005-12-13", ""),
        ("12/12/05", "2005-12-12", ""),
        ("2005/06", "2006-03-31", "financial year"),
        ("by 2010", "2010-12-31", "to 2010-12-31"),
        ("Mid June 2005", "2005-06-30", "to its end"),
        ("Mar-06?", "2006-03-31", "written as not certain"),
        ("46295", "2026-09-30", "a date, stored as the number 46295"),
        ("31 12 2005", "2005-12-31", ""),
        ("1 12 2005", "2005-12-01", "day first"),
        ("before 31 March 2006", "2006-03-31", "by the day named"),
        ("before Xmas 2005", "2005-12-25", "by the day named"),
        ("By Christmas", "2005-12-25", "year 2005"),
        ("Q3", "2005-12-31", "year 2005"),
        ("end of Q4", "2006-03-31", "year 2006"),
        ("By the end of quarter 2", "2005-09-30", "year 2005"),
        ("end of quarter three", "2005-12-31", "year 2005"),
        ("by the end of the fourth quarter", "2006-03-31", "year 2006"),
        ("End Q2 2005", "2005-09-30", "financial year 2005/06"),
        ("Quarter 4 2005", "2006-03-31", "financial year 2005/06"),
        ("Autumn 1 2005", "2005-10-31", "half term 1 of autumn"),
        ("Autumn term 2 2005", "2005-12-31", "half term 2 of autumn"),
        ("Spring 1 2008", "2008-02-29", "half term 1 of spring"),
        ("By end of Spring 2, 2006", "2006-04-30", "half term 2 of spring"),
        ("Summer half term 2006", "2006-05-31", "half term 1 of summer"),
        ("Summer half-term 2 2006", "2006-08-31", "half term 2 of summer"),
        ("Autumn 2", "2005-12-31", "half term 2 of autumn; year 2005"),
        ("Year end 2005/06", "2006-03-31", "financial year"),
        ("17/9/05", "2005-09-17", ""),
        ("Sept - Dec 2005", "2005-12-31", ""),
        ("June 2005 (ongoing)", "2005-06-30", "due at the date, and ongoing after it"),
        ("Ongoing, June 2005", "2005-06-30", ""),
    ],
)
def test_what_was_taken_for_granted_is_said(text: str, due: str, assumed: str) -> None:
    read = read_timescale(text, base=BASE)
    assert (str(read.due), read.assumed) == (due, assumed)


@pytest.mark.parametrize(
    "text",
    [
        "31st October",
        "by the end of March",
        "June/July",
        "5-Dec",
        "Autumn term",
        "Q3",
        "end of Q2",
        "by Xmas",
    ],
)
def test_no_year_is_supplied_without_knowing_when_the_plan_began(text: str) -> None:
    assert read_timescale(text).kind == "unreadable"


@pytest.mark.parametrize(
    ("value", "shown", "kind", "due"),
    [
        (dt.date(2005, 12, 1), "Dec-05", "month", "2005-12-31"),
        (dt.date(2005, 12, 15), "December 2005", "month", "2005-12-31"),
        (dt.date(2005, 12, 1), "12/2005", "month", "2005-12-31"),
        (dt.date(2005, 12, 1), "December", "month", "2005-12-31"),
        (dt.date(2005, 12, 1), "01/12/2005", "date", "2005-12-01"),
        (dt.date(2005, 12, 1), "Thursday, 1 December 2005", "date", "2005-12-01"),
        (dt.datetime(2005, 12, 1, 0, 0), "2005-12-01 00:00:00", "date", "2005-12-01"),
        (
            dt.date(2005, 12, 1),
            "12/01/05",
            "date",
            "2005-12-01",
        ),  # an American format: the cell's date counts
        (dt.date(2005, 12, 1), "#####", "date", "2005-12-01"),
        (dt.date(2005, 12, 1), "", "date", "2005-12-01"),
        (dt.date(2005, 1, 1), "2005", "range", "2005-12-31"),
        (dt.date(1900, 1, 5), "Jan-00", "unreadable", "None"),
    ],
)
def test_a_real_date_means_what_its_display_shows(value: dt.date, shown: str, kind: str, due: str) -> None:
    read = read_date_cell(value, shown)
    assert (read.kind, str(read.due)) == (kind, due)


def test_a_month_and_year_that_excel_took_for_a_day_is_kept_and_told() -> None:
    read = read_date_cell(dt.date(2010, 12, 5), "5-Dec")
    assert read.due == dt.date(2010, 12, 5)
    assert "2010-12-05" in read.assumed


@given(st.dates(dt.date(1990, 1, 1), dt.date(2079, 12, 31)))
def test_every_day_is_read_back_from_every_common_way_of_writing_it(day: dt.date) -> None:
    for form in (
        "%d/%m/%Y",
        "%d.%m.%y",
        "%-d %B %Y",
        "%d-%b-%y",
        "%A %d %b %Y",
        "by %-dth %B '%y",
        "%Y-%m-%d",
    ):
        assert read_timescale(day.strftime(form)).due == day, form


@given(
    st.lists(st.sampled_from(LOOSE_WORDS.split(";")), max_size=7).map(" ".join),
    st.one_of(st.none(), st.dates(dt.date(1990, 1, 1), dt.date(2079, 12, 31))),
)
def test_no_run_of_words_and_figures_stops_the_reading(text: str, base: dt.date | None) -> None:
    read = read_timescale(text, base=base)
    assert read.kind != "unreadable" or (read.start, read.due) == (None, None)
    if read.start and read.due:
        assert read.start <= read.due


@given(st.text(alphabet=" \n-/.,'&()0123456789abcdeJunMarySeptFbDcWO", max_size=40))
def test_no_text_stops_the_reading_or_ends_before_it_starts(text: str) -> None:
    read = read_timescale(text, base=BASE)
    assert read.text == text
    assert read.kind != "unreadable" or (read.start, read.due) == (None, None)
    if read.start and read.due:
        assert read.start <= read.due


@given(
    st.lists(
        st.sampled_from(["Dec", "may", "MARCH", "31", "2026", "/", "-", " - ", ".", ",", "'05", " "])
    ).map("".join)
)
def test_a_text_of_nothing_but_dates_never_says_that_one_moved(text: str) -> None:
    """It is told at a glance: if that were wrong, a date that moved would be read as one that did not."""
    if moved_dates._ONLY_A_DATE.fullmatch(text):
        assert not moved_dates._MARK.search(text)


@pytest.mark.parametrize(
    "text", ["Dec 26 -> Mar 27", "Dec 26 => Mar 27", "Dec 26 > Mar 27", "Dec 26 → Mar 27"]
)
def test_an_arrow_between_two_dates_says_that_one_moved(text: str) -> None:
    assert moved_dates.find_moved_date(text) is not None
