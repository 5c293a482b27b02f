"""Review periods in headings and titles: words of one month under another are a wrong report."""

from __future__ import annotations

import datetime as dt

import pytest

from xlplan.importing.period_labels import (
    PeriodLabel,
    is_day_in,
    is_of_month,
    month_alone,
    month_and_year,
    period_in,
    period_of_date,
    period_under,
    quarter_and_year,
)


@pytest.mark.parametrize(
    ("text", "label", "when", "rest"),
    [
        ("RAG Oct 2025", "Oct 2025", (2025, 10, 0), "RAG"),
        ("Progress at 31/10/2026", "31/10/2026", (2026, 10, 31), "Progress"),
        ("31.10.26 RAG", "31.10.26", (2026, 10, 31), "RAG"),
        ("2026-10 RAG", "2026-10", (2026, 10, 0), "RAG"),
        ("2026-10-31", "2026-10-31", (2026, 10, 31), ""),
        ("2026/10/31 RAG", "2026/10/31", (2026, 10, 31), "RAG"),
        ("RAG 31-Oct-2026", "31-Oct-2026", (2026, 10, 31), "RAG"),
        ("31st of October 2026", "31st of October 2026", (2026, 10, 31), ""),
        ("October 31, 2026 RAG", "October 31, 2026", (2026, 10, 31), "RAG"),
        ("RAG Oct-2026", "Oct-2026", (2026, 10, 0), "RAG"),
        ("Oct 26 2026/27", "Oct 26", (2026, 10, 0), "2026/27"),
        ("Oct-20267", "Oct-20267", None, ""),
        # a number that is no day
        ("Week 2 October 2026", "October 2026", (2026, 10, 0), "Week 2"),
        ("Review 2 - October 2026", "October 2026", (2026, 10, 0), "Review 2"),
        ("4. October 2026", "October 2026", (2026, 10, 0), "4"),
        ("Q1 2026/27 update", "Q1 2026/27", (2026, 6, 31), "update"),
        ("Q2 2026/27", "Q2 2026/27", (2026, 9, 31), ""),
        ("Q3 2026/27", "Q3 2026/27", (2026, 12, 31), ""),
        ("Q4 2026/27", "Q4 2026/27", (2027, 3, 31), ""),
        ("2026/27 Q4 RAG", "2026/27 Q4", (2027, 3, 31), "RAG"),
        ("Autumn term 2026", "Autumn term 2026", (2026, 12, 31), ""),
        ("Spring 2026 progress", "Spring 2026", (2026, 4, 31), "progress"),
        ("Summer 2026", "Summer 2026", (2026, 8, 31), ""),
        ("Winter 2026", "Winter 2026", (2026, 2, 31), ""),
        ("Review 3", "Review 3", None, ""),
        ("2026/27 RAG", "2026/27", (2027, 3, 31), "RAG"),
        ("October update", "October", None, "update"),
        ("OCTOBER 2026 RAG", "October 2026", (2026, 10, 0), "RAG"),
        ("OCT 2026", "Oct 2026", (2026, 10, 0), ""),
        ("MAY", "MAY", None, ""),
    ],
)
def test_a_heading_names_its_period(
    text: str, label: str, when: tuple[int, int, int] | None, rest: str
) -> None:
    found = period_in(text)
    assert found is not None
    assert (found.label, found.when, found.rest) == (label, when, rest)


@pytest.mark.parametrize("text", ["Progress", "12.40", "", "31/13/2026", "32.10.2026", "A1"])
def test_a_heading_without_a_period_names_none(text: str) -> None:
    assert period_in(text) is None


@pytest.mark.parametrize(
    ("texts", "are_one"),
    [
        (("Oct 2026", "October 26", "2026-10", "RAG Oct-26", "Oct-2026", "Sales for Oct - 2026"), True),
        (("15/10/2026", "2026-10-15", "15 October 2026", "15th Oct 26", "15-Oct-2026", "Oct 15, 2026"), True),
        (("1 October 2026", "15 October 2026"), False),
        (("2026-10-01", "2026-10-15"), False),
        (("Oct 2026", "15 October 2026"), False),
        (("31/10/2026", "31.10.26"), True),
        (("31/10/2026", "30/10/2026"), False),
        (("Oct 2026", "31/10/2026"), False),
        (("Q1 2026/27", "q1 2026/27"), True),
        (("Q2 2026/27", "Sep 2026"), False),
    ],
)
def test_one_period_has_one_key_however_it_is_written(texts: tuple[str, ...], are_one: bool) -> None:
    keys = {found.key for text in texts if (found := period_in(text))}
    assert (len(keys) == 1) is are_one


@pytest.mark.parametrize(
    ("text", "group", "first", "label"),
    [
        ("Sep", "2023/24", "Apr", "Sep 2023"),
        ("Mar", "2023/24", "Apr", "Mar 2024"),
        ("Apr", "2023/24", "Apr", "Apr 2023"),
        ("Sep", "2023/24", "Sep", "Sep 2023"),
        ("Aug", "2023/24", "Sep", "Aug 2024"),
        ("Jan", "2023/24", "Jan", "Jan 2024"),
        ("Mar", "2023/24", "Mar", "Mar 2024"),
        ("May", "2023/24", "first", "May 2023"),
        ("Sep", "2023", "Sep", "Sep 2023"),
        ("Q1", "2023/24", "Q1", "2023/24 Q1"),
        ("Update", "2023/24", "Update", "2023/24"),
        ("Sep", "Progress", "Sep", None),
        ("Update", "Progress", "Update", None),
    ],
)
def test_a_month_takes_its_year_from_the_heading_over_it(
    text: str, group: str, first: str, label: str | None
) -> None:
    """A year too early, and the newest answers are taken for the oldest."""
    found = period_under(text, group, first)
    assert (found and found.label) == label


@pytest.mark.parametrize(
    ("text", "month"), [("October update", 10), ("Oct 2026", None), ("Review 3", None), ("May", 5)]
)
def test_a_month_without_a_year_is_known(text: str, month: int | None) -> None:
    found = period_in(text)
    assert found is not None
    assert month_alone(found) == month


@pytest.mark.parametrize(
    ("text", "month", "is_of"),
    [
        ("Oct 26", 10, True),
        ("31/10/2026", 10, True),
        ("Oct 26", 9, False),
        ("Q2 2026/27", 9, False),
        ("October", 10, False),
    ],
)
def test_a_quarter_is_no_month(text: str, month: int, is_of: bool) -> None:
    found = period_in(text)
    assert found is not None
    assert is_of_month(found, month) is is_of


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Action plan October 2005", "October 2005"),
        ("Oct 2005 to Dec 2005", None),
        ("Plan", None),
        ("May 2005, revised May 2005", "May 2005"),
        ("Plan 2005", None),
    ],
)
def test_a_title_names_one_month_or_none(title: str, label: str | None) -> None:
    found = month_and_year(title)
    assert (found and found.label) == label


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Quarter 2 2026/27", "Quarter 2 2026/27"),
        ("Q1 2026/27 and Q2 2026/27", None),
        ("Q2", None),
        ("Plan 2026", None),
    ],
)
def test_a_title_names_one_quarter_or_none(title: str, label: str | None) -> None:
    found = quarter_and_year(title)
    assert (found and found.label) == label


@pytest.mark.parametrize(
    ("shown", "label", "key"),
    [
        ("", "Oct-26", "2026-10"),
        ("Oct-26", "Oct-26", "2026-10"),
        ("October 2026", "October 2026", "2026-10"),
        ("10/2026", "10/2026", "2026-10"),
        (" 26/10/2026 ", "26/10/2026", "2026-10-26"),
        ("2026-10-26", "2026-10-26", "2026-10-26"),
        ("26-Oct", "26-Oct", "2026-10-26"),
        ("26-Oct-26", "26-Oct-26", "2026-10-26"),
        ("Mon 26th October 2026", "Mon 26th October 2026", "2026-10-26"),
        ("October 26, 2026", "October 26, 2026", "2026-10-26"),
        ("10/26/26", "10/26/26", "2026-10-26"),
    ],
)
def test_a_heading_that_is_a_date_is_the_period_that_it_shows(shown: str, label: str, key: str) -> None:
    """A month that is typed becomes a date in Excel, of its first day: only a day that is shown is meant."""
    assert period_of_date(dt.date(2026, 10, 26), shown) == PeriodLabel(label, key, (2026, 10, 26), "")


@pytest.mark.parametrize(
    ("day", "month", "is_in"),
    [
        ("15/10/2026", "Oct 2026", True),
        ("15/10/2026", "Sep 2026", False),
        ("15/10/2026", "October", False),
        ("Oct 2026", "October 2026", False),
        ("15/10/2026", "2026-10-15", False),
        ("30/09/2026", "Q2 2026/27", False),
    ],
)
def test_a_day_is_in_a_month_that_is_named_with_its_year(day: str, month: str, is_in: bool) -> None:
    one, other = period_in(day), period_in(month)
    assert one is not None
    assert other is not None
    assert is_day_in(one, other) is is_in


def test_a_month_in_words_is_the_month_of_a_date() -> None:
    """Else a column of dates and one of words for the same month are two review periods."""
    written = period_in("RAG Oct 2026")
    assert written is not None
    assert written.key == period_of_date(dt.date(2026, 10, 1), "").key == "2026-10"
