"""How an open workbook looks after a click: as drawn from new, however often it was clicked before."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import xlplan
from tests.builders import cycle
from tests.excel.engines.remote.engine import applied, remote_book
from tests.excel.engines.remote.parts import Action, action_of
from tests.excel.engines.remote.rules import conditional_rules
from tests.excel.pressing import OnTheWeb
from xlplan.layout import standard
from xlplan.layout.sheets import list_sheet
from xlplan.workbook.excel_session.book import LiveBook
from xlplan.workbook.grid import Area, area_of
from xlplan.workbook.sheet_spec import Column, SheetSpec, Table

pytestmark = pytest.mark.slow

PERIOD = "Jan-27"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cycle.a_master(tmp_path_factory.mktemp("made") / "work")


@pytest.fixture
def master(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path))


def asked(path: Path, work: Callable[[LiveBook], object]) -> tuple[list[Action], openpyxl.Workbook]:
    """What is asked of Excel while something is done in the open workbook, and the workbook afterwards."""
    book = remote_book(path, name=str(path))
    live = LiveBook(book)
    work(live)
    live.save()
    target = path.with_name("after.xlsx")
    applied(book, path, target)
    return [action_of(entry) for entry in book.json()["actions"]], openpyxl.load_workbook(target)


def test_rows_are_fitted_after_they_are_written(master: Path) -> None:
    """Else a long note shows its first line, and nobody sees that there is more."""
    rows = [["A. Body", *[None] * 5, "Yes"], ["B. Body", "B\nB\nB", *[None] * 4, "Yes"]]
    actions, workbook = asked(master, lambda live: live.append_rows("Officers", "Officers", rows))
    last = area_of(workbook["Officers"].tables["Officers"].ref).last_row
    written = max(n for n, action in enumerate(actions) if action.func == "setValues")
    fitted = [
        action.where
        for action in actions[written:]
        if action.func == "setAutofit" and action.args == ["rows"] and action.sheet_position is not None
    ]
    assert any((last - 1, 1) in area and (last, 1) in area for area in fitted)


def test_new_columns_are_as_wide_and_as_lined_as_the_layout_says(master: Path) -> None:
    """Else a period that was opened by a click would show its progress in a column of eight characters."""
    _, workbook = asked(master, lambda live: xlplan.add_period(live, PERIOD).save())
    plan = workbook["Plan"]
    area = area_of(plan.tables["Plan"].ref)
    columns = standard.period_columns(PERIOD)
    for number, column in enumerate(columns, area.last_column - len(columns) + 1):
        letters = openpyxl.utils.get_column_letter(number)
        assert plan[f"{letters}3"].value == column.heading
        assert plan.column_dimensions[letters].width == pytest.approx(column.width, abs=0.1)
        for row in range(area.first_row, area.last_row + 1):
            border = plan.cell(row, number).border
            for side in (border.left, border.right, border.top, border.bottom):
                assert side.style == "thin", f"{letters}{row}"
                assert side.color.rgb[-6:] == standard.LINE, f"{letters}{row}"


def test_new_sheets_have_no_gridlines_and_the_councils_own_keep_theirs(
    sample: Callable[[str], Path],
) -> None:
    own = sample("wexcombe-plan.xlsx")
    after = openpyxl.load_workbook(OnTheWeb().press("standardise_workbook", own).workbook)
    theirs = openpyxl.load_workbook(own)
    seen = {
        sheet.title: sheet.sheet_view.showGridLines is not False
        for sheet in after
        if sheet.sheet_state == "visible"
    }
    assert [name for name in standard.OUR_SHEETS if seen.get(name)] == []
    assert {name: seen[name] for name in theirs.sheetnames} == {
        sheet.title: sheet.sheet_view.showGridLines is not False for sheet in theirs
    }


def without_owners(plan: Worksheet) -> None:
    owner = cycle.columns(plan)["Owner"]
    for row in range(4, 12):
        plan.cell(row, owner).value = None


def with_owners(plan: Worksheet) -> None:
    owner = cycle.columns(plan)["Owner"]
    for row in range(4, 12):
        plan.cell(row, owner).value = cycle.RUTH


def assert_is_as_drawn(checks: Worksheet) -> None:
    """No rule twice in any cell, and none left below the table, nor anything else."""
    area = area_of(checks.tables["Checks"].ref)
    body = Area(area.first_row + 1, area.first_column, area.last_row, area.last_column)
    rules = conditional_rules(checks)
    for number, column in enumerate(standard.CHECKS.columns, body.first_column):
        for row in (body.first_row, body.last_row):
            there = [rule for areas, rule in rules if any((row, number) in one for one in areas)]
            assert len(there) == len(column.rules), f"{column.heading}, row {row}"
    assert all(one.last_row <= body.last_row for areas, _ in rules for one in areas)
    for row in checks.iter_rows(body.last_row + 1):
        for cell in row:
            assert cell.value is None, cell.coordinate
            assert cell.fill.fill_type is None, cell.coordinate
            assert cell.border.left is None or cell.border.left.style is None, cell.coordinate
    for validation in checks.data_validations.dataValidation:
        assert all(found.max_row <= body.last_row for found in validation.sqref.ranges)


def test_checked_again_and_again_the_colours_do_not_pile_up(master: Path) -> None:
    """Excel would look at each of them for each cell, and a plan that is checked daily would become slow."""
    statuses = set()
    for change in (without_owners, with_owners, without_owners):
        cycle.change_sheet(master, "Plan", change)
        after = OnTheWeb().press("check_plan", master)
        assert "actions checked" in after.boxes[0]
        checks = openpyxl.load_workbook(after.workbook)["Checks"]
        assert_is_as_drawn(checks)
        statuses.add(tuple(str(cell.value) for cell in checks["C"]))
        after.workbook.replace(master)
    assert len(statuses) > 1, "what is found has changed"


@pytest.mark.parametrize(("before", "now"), [(9, 3), (3, 9), (5, 1), (2, 2)])
def test_of_a_longer_list_nothing_stays_behind_when_it_is_drawn_again(
    master: Path, before: int, now: int
) -> None:
    """Else findings of last month would stand below the table, and be taken for open."""
    width = len(standard.CHECKS.columns)
    for length in (before, now):
        rows = [tuple(f"{length}.{row}" for _ in range(width)) for row in range(length)]
        spec = list_sheet(standard.CHECKS, rows)
        _, workbook = asked(master, lambda live, spec=spec: live.put_sheet(spec))
        workbook.save(master)
    assert workbook["Checks"].tables["Checks"].ref == str(Area(3, 1, 3 + now, width))
    assert_is_as_drawn(workbook["Checks"])


def test_a_list_whose_tab_was_renamed_is_drawn_again_where_it_is(master: Path) -> None:
    """A second sheet of that name is what Excel refuses: nothing could be checked any more."""
    rows = [tuple(str(column) for column in range(len(standard.CHECKS.columns)))]

    def rename(checks: Worksheet) -> None:
        checks.title = "another"
        checks.title = "CHECKS"

    cycle.change_sheet(master, "Checks", rename)
    before = openpyxl.load_workbook(master).sheetnames
    assert "CHECKS" in before
    _, workbook = asked(master, lambda live: live.put_sheet(list_sheet(standard.CHECKS, rows)))
    assert workbook.sheetnames == before
    assert [cell.value for cell in workbook["CHECKS"][4]] == list(rows[0])


def test_dates_in_a_column_without_a_format_are_shown_as_dates(master: Path) -> None:
    """The first line may be empty: the others must not show 46387."""
    rows = ((None, "x"), (dt.date(2026, 12, 31), "y"), ("by spring", "z"))
    spec = SheetSpec("Dates", table=Table("Dates", (Column("When"), Column("What")), rows))
    actions, _ = asked(master, lambda live: live.put_sheet(spec))
    said = {str(action.where): action.args[0] for action in actions if action.func == "setNumberFormat"}
    assert said == {"A4:A6": "dd/mm/yyyy"}
