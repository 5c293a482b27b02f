"""Which period a command means, and where its files go."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders.typed_master import PLAN_HEADINGS, TypedBook, typed_master
from xlplan.errors import NotAMaster, WrongUsage
from xlplan.layout.master import Master
from xlplan.verbs.arguments import folder_beside, period_named, reported_period

ROW = ("A001", "1.1", "Mend the roof", "Pat Example", None, None, None)


def a_master(*periods: tuple[str, str | None], words: tuple[str | None, ...] = ()) -> Master:
    """A plan of one action, its periods with their status, and a word in each."""
    headings = [f"{label} {what}" for label, _ in periods for what in ("RAG", "progress")]
    reported = [cell for word in words for cell in (word, None)]
    lists = {"Periods": [("Period", "Status"), *periods]}
    return typed_master([(*ROW, *reported)], lists, headings=(*PLAN_HEADINGS, *headings))


SEP, DEC = ("Sep-26", "Closed"), ("Dec-26", "Open")


@pytest.mark.parametrize(
    ("master", "asked", "found"),
    [
        (a_master(SEP, DEC), None, "Dec-26"),
        (a_master(SEP, DEC), "sep-26 ", "Sep-26"),
        (a_master(SEP, DEC), "DEC-26", "Dec-26"),
    ],
)
def test_the_period_is_the_one_that_is_named_or_the_open_one(
    master: Master, asked: str | None, found: str
) -> None:
    assert period_named(master, asked, "master.xlsx") == found
    assert reported_period(master, asked, "master.xlsx") == found


@pytest.mark.parametrize(
    ("master", "asked", "what", "remedy"),
    [
        (
            a_master(SEP),
            None,
            "master.xlsx: no review period is open",
            'xlplan add-period "master.xlsx" LABEL',
        ),
        (a_master(SEP, DEC), "Mar-27", "the plan has no period Mar-27", "Its periods are: Sep-26, Dec-26"),
        (a_master(), "Mar-27", "the plan has no period Mar-27", "Its periods are: none yet"),
        (a_master(SEP, DEC), "", "the plan has no period ", "Its periods are: Sep-26, Dec-26"),
    ],
)
def test_a_period_that_there_is_not_is_named_with_those_that_there_are(
    master: Master, asked: str | None, what: str, remedy: str
) -> None:
    with pytest.raises(WrongUsage) as refused:
        period_named(master, asked, "master.xlsx")
    assert what in str(refused.value)
    assert remedy in str(refused.value)


def test_between_two_periods_one_reports_on_the_last_in_which_something_stands() -> None:
    master = a_master(SEP, ("Dec-26", "Closed"), words=("Red", None))
    assert reported_period(master, None, "master.xlsx") == "Sep-26"
    with pytest.raises(WrongUsage, match="has no review period yet"):
        reported_period(a_master(SEP), None, "master.xlsx")
    with pytest.raises(WrongUsage, match="no period Mar-27"):
        reported_period(a_master(SEP), "Mar-27", "master.xlsx")


@pytest.mark.parametrize(
    ("headings", "missing"),
    [
        (["Dec-26 RAG"], "Dec-26 progress"),
        (["Dec-26 progress"], "Dec-26 RAG"),
    ],
)
def test_a_period_whose_column_was_renamed_is_told_by_the_heading_that_is_missing(
    headings: list[str], missing: str
) -> None:
    lists = {"Periods": [("Period", "Status"), DEC]}
    master = typed_master([ROW], lists, headings=(*PLAN_HEADINGS, *headings))
    with pytest.raises(NotAMaster, match=f"sheet Plan: row 3 lacks the heading {missing}"):
        period_named(master, None, "master.xlsx")


def test_files_go_beside_the_master_or_where_one_says(tmp_path: Path) -> None:
    class Open(TypedBook):
        path = tmp_path / "master.xlsx"

    beside, nowhere = Open([]), TypedBook([])
    assert folder_beside(beside, beside, None, "reports") == tmp_path / "reports"  # type: ignore[arg-type]
    assert folder_beside(beside, beside, "there", "reports") == Path("there")  # type: ignore[arg-type]
    assert folder_beside(nowhere, nowhere, "there", "reports") == Path("there")  # type: ignore[arg-type]
    assert folder_beside(nowhere, "typed.xlsx", None, "reports") == Path("reports")  # type: ignore[arg-type]
    with pytest.raises(WrongUsage, match="no folder on this computer"):
        folder_beside(nowhere, nowhere, None, "reports")  # type: ignore[arg-type]
