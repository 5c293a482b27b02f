"""The plan as a frame: an analyst counts, sorts by date and compares periods without knowing our cells."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from xlplan.layout import standard
from xlplan.model import Action, Period, Plan, Progress

PLAN = Plan(
    actions=(
        Action(
            id="A001",
            action="Build",
            due=dt.date(2027, 3, 31),
            other={"Cost": 5, "Begun": dt.date(2026, 1, 1)},
            periods={"Sep-26": Progress(rag="Red"), "Dec-26": Progress(rag="Green", progress="Done.")},
        ),
        Action(id="A002", action="Paint", other={"Cost": None}),
    ),
    periods=(Period(label="Sep-26"), Period(label="Dec-26")),
)


def test_headings_and_their_order_are_those_of_the_plan_sheet() -> None:
    *first, source = standard.STANDARD_HEADINGS
    assert list(PLAN.to_frame().columns) == [
        *first, "Cost", "Begun", source, "Sep-26 RAG", "Sep-26 progress", "Sep-26 direction", "Dec-26 RAG",
        "Dec-26 progress", "Dec-26 direction",
    ]  # fmt: skip


def test_directions_are_there() -> None:
    assert list(PLAN.to_frame()["Dec-26 direction"]) == ["better", ""]


def test_dates_can_be_reckoned_with() -> None:
    """Dates as objects cannot be sorted, grouped by month or subtracted."""
    frame = PLAN.to_frame()
    for heading in ("Due", "Revised due", "Begun"):
        assert pd.api.types.is_datetime64_any_dtype(frame[heading]), heading
    assert frame["Due"].iloc[0] == pd.Timestamp(2027, 3, 31)
    assert frame["Due"].isna().sum() == 1


def test_a_revised_date_in_words_is_not_lost() -> None:
    action = Action(id="A001", revised_due="when the panel meets")
    assert list(Plan(actions=(action,)).to_frame()["Revised due"]) == ["when the panel meets"]


def test_an_empty_plan_has_its_headings() -> None:
    assert list(Plan().to_frame().columns) == list(standard.STANDARD_HEADINGS)


def test_only_columns_of_dates_become_dates() -> None:
    """A column of amounts, or one of dates and words, must not become one of times."""
    actions = (
        Action(
            id="A001",
            other={"Cost": 5, "Begun": dt.date(2026, 1, 1), "Empty": None, "Mixed": dt.date(2026, 1, 1)},
        ),
        Action(id="A002", other={"Cost": None, "Begun": None, "Empty": None, "Mixed": "soon"}),
    )
    frame = Plan(actions=actions).to_frame()
    kinds = {heading: str(frame[heading].dtype).partition("[")[0] for heading in frame.columns}
    assert kinds["Begun"] == kinds["Due"] == "datetime64"
    assert [kinds[heading] for heading in ("Cost", "Empty", "Mixed", "ID")] == ["object"] * 4
    assert list(frame["Mixed"]) == [dt.date(2026, 1, 1), "soon"]
    assert str(Plan().to_frame()["Due"].dtype).startswith("datetime64")
