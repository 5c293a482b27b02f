"""Who has returned and who has not: each action counts for its present owner, each officer once."""

from __future__ import annotations

import datetime as dt

import pytest

import xlplan
from tests.builders.typed_master import PLAN_HEADINGS, typed_book
from xlplan.errors import WrongUsage
from xlplan.layout.record import IssuedReturn, issued_action
from xlplan.workbook.book import Book
from xlplan.workbook.grid import Value

TODAY = dt.date(2026, 11, 23)
PAST, TO_COME = TODAY - dt.timedelta(days=1), TODAY
ISSUED, RECEIVED = dt.date(2026, 11, 1), dt.date(2026, 11, 20)


def issued(number: int, officer: str, period: str = "Dec-26") -> IssuedReturn:
    return IssuedReturn(
        id=f"R{number:04d}", period=period, officer=officer, file="x.xlsx", when=None, columns=(),
        actions={"A001": issued_action("A001", {}, period)},
    )  # fmt: skip


def a_book(returns: list[tuple[Value, ...]], *officers: str) -> Book:
    """Five actions: three of Pat's, one of Sam's, one of Kim's."""
    rows = [
        ("A001", "1", "Do it", "Pat Example", PAST, None, None, "Red", None),
        ("A002", "2", "Do it", "pat example", PAST, TO_COME, None, None, "All well"),
        ("A003", "3", "Do it", "PE", PAST, None, None, "Complete", None),
        ("A004", "4", "Do it", "Sam Sample", None, None, None, None, None),
        ("A005", "5", "Do it", "Kim Case", PAST, None, None, "green", None),
    ]
    lists = {
        "Officers": [("Name", "Initials"), ("Pat Example", "PE"), ("Sam Sample", None), ("Kim Case", None)],
        "Periods": [("Period", "Status"), ("Dec-26", "Open")],
        "Returns": [("Period", "Officer", "Issued", "Received", "Status"), *returns],
        "Conflicts": [("No", "Decided"), (1, None), (2, "20/11/2026")],
    }
    entries = [issued(number, officer) for number, officer in enumerate(officers, start=1)]
    headings = (*PLAN_HEADINGS, "Dec-26 RAG", "Dec-26 progress")
    return typed_book(rows, lists, headings=headings, entries=[*entries, issued(9, "Old Hand", "Sep-26")])


def test_every_officer_is_listed_with_what_they_own_now() -> None:
    returns = [
        ("Dec-26", "sam sample", ISSUED, RECEIVED, "Nothing filled in"),
        ("Dec-26", "Pat Example", ISSUED, None, "Outstanding"),
        ("Sep-26", "Kim Case", ISSUED, RECEIVED, "Merged"),
    ]
    found = xlplan.status(a_book(returns, "Sam Sample", "Pat Example"), today=TODAY)
    assert (found.period, found.undecided, found.needs_a_person) == ("Dec-26", 1, True)
    assert [(one.name, one.done, one.actions, one.overdue) for one in found.officers] == [
        ("Sam Sample", 0, 1, 0),  # in the order in which they were issued, then the others
        ("Pat Example", 2, 3, 1),
        ("Kim Case", 1, 1, 1),
    ]
    assert [(one.issued, one.received, one.is_blank) for one in found.officers] == [
        (ISSUED, RECEIVED, True),
        (ISSUED, None, False),
        (None, None, False),
    ]
    assert found.rag == {"Dec-26": {**found.rag["Dec-26"], "Red": 1, "Green": 1, "Complete": 1}}
    assert sum(found.rag["Dec-26"].values()) == 5


@pytest.mark.parametrize(("received", "is_there"), [(None, False), (RECEIVED, True)])
def test_who_owns_nothing_any_more_is_there_only_with_what_they_sent(
    received: dt.date | None, is_there: bool
) -> None:
    returns = [("Dec-26", "Jo Lee", ISSUED, received, "Merged")]
    found = xlplan.status(a_book(returns, "Jo Lee", "Jo Lee"), today=TODAY)
    names = [one.name for one in found.officers]
    assert names == ([*["Jo Lee"] * is_there, "Pat Example", "Sam Sample", "Kim Case"])
    assert [one.actions for one in found.officers][: int(is_there)] == [0] * is_there


def test_a_period_may_be_named_and_must_be_one() -> None:
    assert xlplan.status(a_book([]), period="dec-26", today=TODAY).period == "Dec-26"
    with pytest.raises(WrongUsage, match="no period Sep-26"):
        xlplan.status(a_book([]), period="Sep-26")
