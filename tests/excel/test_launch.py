"""Around a click: which files it may touch, what the box says when there is much to say, which sheet is in front."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
import xlwings as xw

import xlplan
from tests.builders import cycle, month, officers
from tests.excel.pressing import OnTheWeb
from xlplan.excel import buttons, launch
from xlplan.workbook.excel_session.snapshot import path_of

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The copies that were handed to a button; the button itself does nothing."""
    found: list[Path] = []

    @contextlib.contextmanager
    def noted(copy: Path | None) -> Iterator[None]:
        found.extend([copy] if copy is not None else [])
        yield

    def check_plan(book: xw.Book) -> None:
        pass

    app = SimpleNamespace(alert=lambda *_, **__: None)
    monkeypatch.setattr(launch, "reading", noted)
    monkeypatch.setattr(buttons, "BUTTONS", (check_plan,))
    monkeypatch.setattr(xw.Book, "caller", lambda: SimpleNamespace(name="plan.xlsx", app=app))
    return found


@pytest.mark.parametrize(
    "name", ["../x.xlsx", "sub/../../x.xlsx", "{outside}", "..", ".", "../inside/../x.xlsx"]
)
def test_a_click_never_reads_or_deletes_what_is_not_its_own_copy(
    name: str, read: list[Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The name stands in a command: whoever gets another into it must not get a plan deleted."""
    inside = tmp_path / "inside"
    (inside / "sub").mkdir(parents=True)
    outside = tmp_path / "x.xlsx"
    outside.write_bytes(b"somebody's plan")
    monkeypatch.setattr(launch, "temporary_folder", lambda: inside)
    launch.press("check_plan", name.format(outside=outside))
    assert outside.read_bytes() == b"somebody's plan"
    assert read == []


def test_the_copy_in_its_own_folder_is_read_and_deleted(
    read: list[Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Else every click would leave a copy of the plan behind."""
    copy = tmp_path / "xlplan-01234567.xlsx"
    copy.write_bytes(b"the plan")
    monkeypatch.setattr(launch, "temporary_folder", lambda: tmp_path)
    launch.press("check_plan", copy.name)
    assert read == [copy]
    assert not copy.exists()


HERE = Path.cwd().anchor + str(Path("plans", "plan.xlsx"))


@pytest.mark.parametrize(
    ("sheets", "fullname", "believed"),
    [
        (["Plan"], HERE, HERE),
        (["Plan", "xlwings.conf"], HERE, "plan.xlsx"),
        (["XLWINGS.CONF", "Plan"], HERE, "plan.xlsx"),
        (["Plan"], "https://council.example/sites/plans/plan.xlsx", "plan.xlsx"),
    ],
)
def test_a_workbook_does_not_choose_the_folder_that_is_written_to(
    sheets: list[str], fullname: str, believed: str
) -> None:
    """A plan comes by e-mail; a sheet of settings in it would tell xlwings where it lies."""
    book = SimpleNamespace(
        name="plan.xlsx", fullname=fullname, sheets=[SimpleNamespace(name=name) for name in sheets]
    )
    assert path_of(book) == Path(believed)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A master with a period open and its returns issued; none has come back."""
    return cycle.a_master(tmp_path_factory.mktemp("issued") / "work")


@pytest.fixture
def master(issued: Path, tmp_path: Path) -> Path:
    """A copy of it with all that lies beside it, and an empty folder for the returns."""
    shutil.copytree(issued.parent, tmp_path / "work")
    (tmp_path / "work" / "back").rename(tmp_path / "work" / "returns")
    return tmp_path / "work" / issued.name


@pytest.mark.parametrize("words", [14, 15, 16, 18])
def test_a_box_that_says_much_is_cut_at_the_end_of_a_line(master: Path, words: int) -> None:
    """Half a file's name is worse than none; a box that is higher than the screen has no button to click."""
    for number in range(60):
        name = f"{number:02} {'director ' * words}care.xlsx"
        (master.parent / "returns" / name).write_bytes(b"This is no workbook.")
    [box] = OnTheWeb().press("merge_returns", master).boxes
    assert len(box) < 1000
    *lines, last = box.split("\n")
    assert last == "…"
    said = [line for line in lines if line]
    assert said[0].startswith("0 returns merged, ")
    assert len(said) > 2
    assert all(re.search(r"care\.xlsx was not merged: .*\.$", line) for line in said[1:])


def nothing(master: Path) -> None:
    pass


def some_back(master: Path) -> None:
    """One officer's return is there, as it was issued."""
    first = sorted((master.parent / "issued").iterdir())[0]
    shutil.copy(first, master.parent / "returns")


def all_back(master: Path) -> None:
    for path in (master.parent / "issued").iterdir():
        shutil.copy(path, master.parent / "returns")


def all_filled_in(master: Path) -> None:
    all_back(master)
    for path in (master.parent / "returns").iterdir():
        officers.fill_in(path)


def no_address(master: Path) -> None:
    """Nobody can write to one of the officers."""

    def change(sheet: cycle.Worksheet) -> None:
        at = cycle.columns(sheet)
        row = next(row for row in range(4, 40) if sheet.cell(row, at["Name"]).value == cycle.JO)
        sheet.cell(row, at["Email"]).value = None

    cycle.change_sheet(master, "Officers", change)


def disagreed(master: Path) -> None:
    """An officer asks for another date: that is for a person to decide."""
    path = master.parent / "issued" / f"{cycle.PERIOD} {cycle.RUTH}.xlsx"

    def change(sheet: cycle.Worksheet) -> None:
        sheet.cell(4, cycle.columns(sheet)["Revised due"]).value = dt.date(2027, 6, 30)

    cycle.change_sheet(path, "Return", change, master.parent / "returns" / path.name)


def to_settle(master: Path) -> None:
    disagreed(master)
    xlplan.merge(master, master.parent / "returns").save()


def settled(master: Path) -> None:
    to_settle(master)
    cycle.decide(master, (1, "Keep master", None))


def not_issued(master: Path) -> None:
    shutil.rmtree(master.parent / "issued")


def typed(*cells: object) -> Callable[[Path], None]:
    """A line below the last on the Periods sheet."""

    def type_them(master: Path) -> None:
        below = 4 + len(cycle.table(master, "Periods"))
        month.type_into(master, "Periods", {(below, n): cell for n, cell in enumerate(cells, 1) if cell})

    return type_them


@pytest.mark.parametrize(
    ("button", "before", "sheet"),
    [
        ("check_plan", nothing, "Checks"),
        ("fix_safe_things", nothing, "Checks"),
        ("issue_returns", not_issued, "Returns"),
        ("merge_returns", disagreed, "Conflicts"),
        ("merge_returns", some_back, "Returns"),
        ("merge_returns", all_back, "Returns"),
        ("merge_returns", all_filled_in, "Plan"),
        ("merge_returns", nothing, "Cover"),
        ("who_is_outstanding", nothing, "Returns"),
        ("chase_returns", nothing, "Returns"),
        ("chase_returns", no_address, "Officers"),
        ("write_report", nothing, "Officers"),
        ("settle_conflicts", to_settle, "Conflicts"),
        ("settle_conflicts", settled, "Plan"),
        ("open_next_period", typed("Next", None, dt.date(2027, 1, 29)), "Plan"),
        ("open_next_period", typed("Next", None, "next spring"), "Periods"),
        ("open_next_period", nothing, "Periods"),
        ("undo_last_change", nothing, "Officers"),
        ("show_help", nothing, "Officers"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_the_sheet_that_needs_attention_is_in_front(
    master: Path, button: str, before: Callable[[Path], None], sheet: str
) -> None:
    """Who clicks should not have to look for what the box speaks of; and stays where they were when it is nothing."""
    before(master)
    workbook = openpyxl.load_workbook(master)
    workbook.active = workbook["Officers"]
    workbook.save(master)
    after = OnTheWeb().press(button, master)
    assert openpyxl.load_workbook(after.workbook).active.title == sheet, after.boxes


def test_after_standardising_the_new_plan_is_in_front(sample: Callable[[str], Path]) -> None:
    after = OnTheWeb().press("standardise_workbook", sample("wexcombe-plan.xlsx"))
    assert openpyxl.load_workbook(after.workbook).active.title == "Plan"
