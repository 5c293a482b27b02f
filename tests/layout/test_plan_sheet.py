"""The Plan on a coordinator's screen: what stays in sight, what is hidden, how wide and how high."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

import xlplan
from tests.builders.cycle import REPOSITORY, change_sheet, columns, decide, sent_back, table
from xlplan.layout import standard
from xlplan.layout.plan_sheet import plan_sheet
from xlplan.model import Action, Period, Plan, Progress
from xlplan.workbook.text_height import lines_of

LONG = (
    "Agree one referral form with schools, health and police, and use it from the same day everywhere. " * 2
)


def plan(*actions: Action, periods: tuple[str, ...] = ()) -> Plan:
    return Plan(title="A plan", actions=actions, periods=tuple(Period(label=label) for label in periods))


def column_of(drawn: Plan, heading: str, own: tuple[str, ...] = ()) -> standard.Column:
    spec = plan_sheet(drawn, own)
    assert spec.table is not None
    return next(column for column in spec.table.columns if column.heading == heading)


def test_id_ref_and_action_stand_first_and_stay_in_sight() -> None:
    """Else RAG and progress stand beside "A036", and nobody knows what that is."""
    spec = plan_sheet(plan(Action(id="A001", ref="1.1", action="Do it")), [])
    assert spec.table is not None
    assert [column.heading for column in spec.table.columns[:3]] == ["ID", "Ref", "Action"]
    assert spec.freeze == (4, 4)
    assert (spec.repeat_rows, spec.repeat_columns) == ((3, 3), (1, 3))


def test_the_order_is_that_of_the_contract_with_periods_last() -> None:
    action = Action(id="A001", action="Do it", other={"Cost": 5}, periods={"Oct-26": Progress(rag="Red")})
    spec = plan_sheet(plan(action, periods=("Oct-26",)), ["Cost"])
    assert spec.table is not None
    assert [column.heading for column in spec.table.columns] == [
        "ID", "Ref", "Action", "Theme", "Recommendation", "Report ref", "Owner", "Supporting", "Timescale", "Due",
        "Revised due", "Success criteria", "Notes", "Cost", "Source", "Oct-26 RAG", "Oct-26 progress",
        "Oct-26 direction",
    ]  # fmt: skip


def test_a_standard_column_with_nothing_in_it_is_hidden_and_a2_says_which() -> None:
    """Empty columns push what is to be read off the screen; a column that is gone without a word is missed."""
    action = Action(id="A001", action="Do it", owner="Ann Lee", due=dt.date(2027, 3, 31))
    spec = plan_sheet(plan(action), ["Cost"])
    assert spec.table is not None
    hidden = [column.heading for column in spec.table.columns if column.is_hidden]
    assert hidden == [
        "Ref", "Theme", "Recommendation", "Report ref", "Supporting", "Timescale", "Revised due",
        "Success criteria", "Notes", "Source",
    ]  # fmt: skip
    assert str(spec.cells[2, 1].value).endswith(f"Hidden while nothing stands in them: {', '.join(hidden)}.")


def test_a_row_is_as_high_as_its_action_and_its_progress_need() -> None:
    """A narrow theme made every row six lines high: five actions on a screen."""
    theme = "Helping children and families before problems grow, together with schools and health"
    actions = [
        Action(id=f"A{n:03}", theme=theme, recommendation=LONG, action=f"Do number {n}") for n in range(20)
    ]
    drawn = plan(*actions, periods=("Oct-26",))
    for heading in ("Theme", "Recommendation"):
        text = theme if heading == "Theme" else LONG
        assert lines_of(text, column_of(drawn, heading).width) <= (2 if heading == "Theme" else 4)


@pytest.mark.parametrize("heading", ["Recommendation", "Success criteria", "Timescale"])
def test_no_heading_is_broken_within_a_word(heading: str) -> None:
    """ "Recommend ation" was."""
    action = Action(id="A001", action="Do it", recommendation="All", success_criteria="All", timescale="now")
    assert column_of(plan(action), heading).width >= max(map(len, heading.split())) + 4


def test_progress_columns_are_of_equal_width_whatever_stands_in_them() -> None:
    action = Action(id="A001", action="Do it", periods={"Sep-26": Progress(progress="Done.")})
    drawn = plan(action, periods=("Jun-26", "Sep-26"))
    widths = {column_of(drawn, f"{label} progress").width for label in ("Jun-26", "Sep-26")}
    assert widths == {standard.period_columns("Dec-26")[1].width}


@pytest.fixture
def master(tmp_path: Path) -> Path:
    own = shutil.copyfile(REPOSITORY / "workbooks" / "wexcombe-plan.xlsx", tmp_path / "plan.xlsx")
    made = tmp_path / "master.xlsx"
    xlplan.standardise(own, output=made).save()
    xlplan.add_period(made, "Oct-26").save()
    xlplan.issue(made).save()
    (tmp_path / "back").mkdir()
    return made


def hidden_on(master: Path) -> list[str]:
    sheet = openpyxl.load_workbook(master)["Plan"]
    letters = {get_column_letter(number): heading for heading, number in columns(sheet).items()}
    return [
        letters[get_column_letter(number)]
        for letter, dimension in sheet.column_dimensions.items()
        if dimension.hidden
        for number in range(dimension.min, dimension.max + 1)
    ]


def test_a_hidden_column_is_shown_again_when_something_comes_in(master: Path) -> None:
    """Else a date that was agreed would stand where nobody sees it."""
    assert "Revised due" in hidden_on(master)
    assert "Revised due" in str(openpyxl.load_workbook(master)["Plan"]["A2"].value)
    back = sent_back(
        master,
        "Ruth Ackland",
        {"A001": {"RAG": "Amber", "progress": "Late.", "Revised due": dt.date(2027, 5, 31)}},
    )
    xlplan.merge(master, back).save()
    assert "Revised due" in hidden_on(master), "it waits for a decision"
    [line] = table(master, "Conflicts")
    decide(master, (int(str(line["No"])), "Take this", None))
    xlplan.resolve(master).save()
    assert "Revised due" not in hidden_on(master)
    told = str(openpyxl.load_workbook(master)["Plan"]["A2"].value)
    assert "Revised due" not in told
    assert told.endswith(f"{', '.join(hidden_on(master))}.")


def test_what_a_person_has_hidden_stays_hidden(master: Path) -> None:
    def hide(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        for heading in ("Owner", "Oct-26 progress"):
            sheet.column_dimensions[get_column_letter(columns(sheet)[heading])].hidden = True

    change_sheet(master, "Plan", hide)
    xlplan.merge(
        master, sent_back(master, "Ruth Ackland", {"A001": {"RAG": "Amber", "progress": "On."}})
    ).save()
    assert {"Owner", "Oct-26 progress"} <= set(hidden_on(master))


def height_of(master: Path, identity: str) -> float:
    sheet = openpyxl.load_workbook(master)["Plan"]
    row = next(row for row in range(4, sheet.max_row + 1) if sheet.cell(row, 1).value == identity)
    return sheet.row_dimensions[row].height or 15


@pytest.mark.parametrize(
    "is_saved_again", [False, True], ids=["as we write it", "as another program writes it"]
)
def test_a_row_shrinks_when_a_shorter_text_comes_unless_a_person_has_set_it(
    master: Path, is_saved_again: bool
) -> None:
    """Rows stayed tall for good after one long progress note."""
    before = {identity: height_of(master, identity) for identity in ("A001", "A002")}
    long = "\n".join(["A line of progress."] * 12)
    said = {identity: {"RAG": "Amber", "progress": long} for identity in before}
    xlplan.merge(master, sent_back(master, "Ruth Ackland", said)).save()
    assert {height_of(master, identity) for identity in before} == {180}

    def set_by_hand(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet.row_dimensions[5].height = 200  # openpyxl calls any height one that a person has set
        sheet.row_dimensions[4].height = 180

    if is_saved_again:
        change_sheet(master, "Plan", set_by_hand)
        content = {}
        with zipfile.ZipFile(master) as package:
            content = {name: package.read(name) for name in package.namelist()}
        for name, part in content.items():
            content[name] = re.sub(rb'(<row r="4"[^>]*?) customHeight="1"', rb"\1", part)
        with zipfile.ZipFile(master, "w") as package:
            for name, part in content.items():
                package.writestr(name, part)
    short = {identity: {"RAG": "Amber", "progress": "Done."} for identity in before}
    later = sent_back(master, "Ruth Ackland", short, name="later.xlsx")
    xlplan.merge(master, later).save()
    assert height_of(master, "A001") == before["A001"]
    assert height_of(master, "A002") == (200 if is_saved_again else before["A002"])


@pytest.mark.parametrize(
    ("themes", "width"),
    [
        (["Homes"], 10),
        (["Regulation"], 14),  # its longest word, with room for the margins
        (["x" * 26], 30),
        (["x" * 40], 30),  # a longer word is a link, and may break
        (["word " * 30], 70),  # in two lines
        (["word " * 300], 74),  # wider than this it does not get
        (["wordword " * 300], 72),
        (["word " * 30, *["Homes"] * 19], 10),  # one row in twenty may be higher
        (["word " * 30] * 2 + ["Homes"] * 18, 70),
    ],
)
def test_a_column_is_as_wide_as_nearly_all_its_texts_need(themes: list[str], width: int) -> None:
    actions = [Action(id=f"A{n:03}", theme=theme, action="Do it") for n, theme in enumerate(themes)]
    assert column_of(plan(*actions), "Theme").width == width


def test_a_column_may_use_the_lines_that_the_action_and_the_progress_take() -> None:
    theme = "word " * 30
    narrow = column_of(plan(Action(id="A001", theme=theme, action=LONG * 4)), "Theme").width
    reported = Action(id="A001", theme=theme, action="x", periods={"Oct-26": Progress(progress=LONG * 4)})
    assert narrow == column_of(plan(reported, periods=("Oct-26",)), "Theme").width < 70


def test_of_a_long_plan_some_rows_are_measured_evenly() -> None:
    """Twelve thousand rows would take a minute; the first three hundred are not like the others."""
    actions = [
        Action(id=f"A{n:04}", theme="Homes" if n < 600 else "Regulation", action="x") for n in range(1200)
    ]
    assert column_of(plan(*actions), "Theme").width == 14
    odd = [
        Action(id=f"A{n:04}", theme="Homes" if n % 4 == 0 else "Regulation", action="x") for n in range(1200)
    ]
    assert column_of(plan(*odd), "Theme").width == 10, "each fourth of 1,200"
    few = [
        Action(id=f"A{n:04}", theme="Homes" if n % 2 == 0 else "Regulation", action="x") for n in range(599)
    ]
    assert column_of(plan(*few), "Theme").width == 14, "all, up to twice as many as are measured"
