"""A heading that names a month and no year: the period that it belongs to, and that the user is told."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.builders.messy import Written, month, sheet
from xlplan.checks.reading import findings
from xlplan.importing import period_labels
from xlplan.importing.periods import beginning, financial_year
from xlplan.importing.reader import read_plan_sheets
from xlplan.importing.sheet_view import SheetView


@pytest.mark.parametrize(
    ("heads", "periods", "said_of"),
    [
        (["RAG Oct 26", "October update"], ("Oct 26",), "progress of Oct 26"),
        (["RAG Oct 26", "Oct progress"], ("Oct 26",), "progress of Oct 26"),
        (["October RAG", "Progress at 31/10/2026"], ("31/10/2026",), "rag of 31/10/2026"),
        ([month(2026, 10), "October progress"], ("Oct-26",), "progress of Oct-26"),
        (["RAG Oct 26", "October"], ("Oct 26",), "progress of Oct 26"),
        (["RAG Oct 26", "October update", "RAG Nov 26"], ("Oct 26", "Nov 26"), "progress of Oct 26"),
        # one day, however it is written; and a month in which that day is
        (["RAG 2026-10-15", "Progress at 15/10/2026"], ("2026-10-15",), ""),
        (["RAG 15 October 2026", "Progress at 15/10/2026"], ("15 October 2026",), ""),
        ([dt.date(2026, 10, 15), "Progress 15 Oct 26"], ("15/10/2026",), ""),
        ([month(2026, 10), "Progress 15/10/2026"], ("15/10/2026",), "rag of 15/10/2026"),
        ([dt.date(2026, 10, 15), "Progress Oct 2026"], ("15/10/2026",), "progress of 15/10/2026"),
        (
            ["RAG 1/10/2026", "RAG 15/10/2026", "Progress Oct 2026"],
            ("Oct 2026", "1/10/2026", "15/10/2026"),
            "",
        ),
        # no year, another month, or a quarter that ends in the month
        (["October RAG", "October update"], ("October",), ""),
        (["RAG Sep 26", "October update"], ("Sep 26", "October"), ""),
        (["RAG Q2 2026/27", "September update"], ("Q2 2026/27", "September"), ""),
        # two Octobers; a RAG for October beside that of one whose year is known
        (["RAG Oct 25", "RAG Oct 26", "October update"], ("Oct 25", "Oct 26", "October"), ""),
        (["October RAG", "October update", "RAG Oct 26"], ("October", "Oct 26"), ""),
    ],
)
def test_a_month_without_its_year_is_no_period_of_its_own(
    heads: list[Written], periods: tuple[str, ...], said_of: str
) -> None:
    """If this fails, October's words stand under another period than October's RAG, and nobody is told."""
    said: list[Written] = ["Green" if "RAG" in str(head) else "Half of it is painted" for head in heads]
    if not isinstance(heads[0], str):
        said[0] = "Green"
    grid = sheet(["Action", "Lead", "By when", *heads], ["Paint the hall", "Al", "May", *said])
    reading = read_plan_sheets([grid])
    told = [item.message for item in findings(reading.inferences) if item.code == "LAY002"]
    assert reading.periods == periods
    assert [said_of in message for message in told] == ([True] if said_of else [])
    assert len(reading.rows[0].rag) + len(reading.rows[0].progress) == len(heads)


@pytest.mark.parametrize(
    ("heads", "why"),
    [
        (["RAG Oct 26", "October update"], "the only review period of that month with a year"),
        (["RAG 15/10/2026", "Progress Oct 26"], "the only review period with a day in that month"),
    ],
)
def test_it_is_said_why_a_column_was_put_under_another_period(heads: list[Written], why: str) -> None:
    """A coordinator who reads that October 2026 was taken for "the only one with a year" cannot see what was done."""
    grid = sheet(["Action", "Lead", "By when", *heads], ["Paint the hall", "Al", "May", "Green", "Half done"])
    told = [item.message for item in findings(read_plan_sheets([grid]).inferences) if item.code == "LAY002"]
    assert [why in message for message in told] == [True]


def test_a_month_finds_its_year_on_another_sheet() -> None:
    """If this fails, a plan of many sheets has a false period for one careless heading."""
    heads: list[Written] = ["Action", "Lead", "By when"]
    one = sheet([*heads, "RAG Oct 26"], ["Paint the hall", "Al", "May", "Red"], name="Halls")
    other = sheet([*heads, "October RAG"], ["Mend the roof", "Al", "May", "Green"], name="Roofs")
    reading = read_plan_sheets([one, other])
    assert [dict(row.rag) for row in reading.rows] == [{"Oct 26": "Red"}, {"Oct 26": "Green"}]
    assert [
        (item.code, item.sheet, item.cell) for item in findings(reading.inferences) if item.code == "LAY002"
    ] == [("LAY002", "Roofs", "D1")]


@given(text=st.text(alphabet="0123456789./- (q)", max_size=14))
@example("30.9.05")
@example("2026-10")
@example("2026/27")
def test_what_seems_to_name_no_period_at_a_glance_names_none(text: str) -> None:
    """Most refs ("12.40") are told by it; if it were wrong, a column of a period would be taken for another."""
    if not period_labels._MAY_NAME_ONE.search(text):
        assert not any(form.search(text) for form in period_labels._FORMS.values())


@pytest.mark.parametrize(
    ("rows", "day"),
    [
        ([["April 2003 – October 2004"]], dt.date(2003, 4, 1)),
        ([["Plan"], ["2003 to 2004"]], dt.date(2003, 1, 1)),
        ([["Plan 2003"]], None),
        ([["x " * 76 + "April 2003 – October 2004"]], None),
        ([], None),
        ([*[["x"]] * 11, ["April 2003 – October 2004"]], dt.date(2003, 4, 1)),
        ([*[["x"]] * 12, ["April 2003 – October 2004"]], None),
    ],
)
def test_a_plan_begins_where_its_title_says(rows: list[list[str]], day: dt.date | None) -> None:
    """A day without a year would fall into another year of the plan."""
    assert beginning([SheetView(sheet(*rows))]) == day
    assert beginning([SheetView(sheet(["Cover"], name="Cover")), SheetView(sheet(*rows))]) == day


@pytest.mark.parametrize(
    ("titles", "day"),
    [
        (["Delivery plan 2026/27", "Draft"], dt.date(2026, 4, 1)),
        (["Plan 2026-30"], None),
        (["Plan 2026/27", "Plan 2027/28"], None),
        (["Plan 2026/27", "2026-27"], dt.date(2026, 4, 1)),
        (["x" * 144 + " 2026/27"], None),
        (["x" * 142 + " 2026/27"], dt.date(2026, 4, 1)),
        ([], None),
    ],
)
def test_the_financial_year_is_the_one_that_titles_name(titles: list[str], day: dt.date | None) -> None:
    assert financial_year(titles) == day
