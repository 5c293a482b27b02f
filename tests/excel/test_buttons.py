"""The buttons: each does in the open workbook just what its command does to the file, and says so in one box."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwings as xw

import xlplan
from tests.builders import cycle, month
from tests.builders.same_workbook import differences
from tests.excel.engines.libreoffice.engine import ExcelOnLibreOffice
from tests.excel.pressing import After, InLibreOffice, OnTheWeb, compare
from xlplan.errors import UnsafeSave
from xlplan.excel import buttons, launch, runner
from xlplan.workbook.backup import FOLDER
from xlplan.workbook.excel_session import operations
from xlplan.workbook.excel_session.book import LiveBook
from xlplan.workbook.excel_session.operations import DrawSheet, FitRows, WriteCells
from xlplan.workbook.file import FileBook

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def libreoffice(excel_on_libreoffice: ExcelOnLibreOffice) -> InLibreOffice:
    return InLibreOffice(excel_on_libreoffice)


def test_on_the_web_every_button_does_what_its_command_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a coordinator's workbook would say another thing than the script's of the same night."""
    month.stop_the_clock(monkeypatch)
    plan = REPOSITORY / "workbooks" / "wexcombe-plan.xlsx"
    assert compare(month.a_month(plan, tmp_path), OnTheWeb()) == month.BUTTONS


@pytest.mark.libreoffice
def test_in_a_spreadsheet_program_every_button_does_what_its_command_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, libreoffice: InLibreOffice
) -> None:
    """Else a coordinator's workbook would say another thing than the script's of the same night."""
    month.stop_the_clock(monkeypatch)
    plan = REPOSITORY / "workbooks" / "wexcombe-plan.xlsx"
    assert compare(month.a_month(plan, tmp_path), libreoffice) == month.BUTTONS


@pytest.fixture
def master(tmp_path: Path) -> Path:
    """A master with returns issued; Ruth's has come back, with two actions reported and one date asked for."""
    made = cycle.a_master(tmp_path / "work")
    (made.parent / "back").rename(made.parent / "returns")
    issued = made.parent / "issued" / f"{cycle.PERIOD} {cycle.RUTH}.xlsx"
    first, second = _ids(issued)[:2]

    def fill(sheet: cycle.Worksheet) -> None:
        at = cycle.columns(sheet)
        for row in range(4, sheet.max_row + 1):
            if sheet.cell(row, 1).value in (first, second):
                sheet.cell(row, at[f"{cycle.PERIOD} RAG"]).value = "Green"
                sheet.cell(row, at[f"{cycle.PERIOD} progress"]).value = "1.10"
        sheet.cell(4, at["Revised due"]).value = dt.date(2027, 6, 30)

    cycle.change_sheet(issued, "Return", fill, made.parent / "returns" / issued.name)
    return made


def _ids(issued: Path) -> list[str]:
    return [str(row["ID"]) for row in cycle.table(issued, "Return") if row["ID"]]


def rag_cell(book: xw.Book, identity: str) -> xw.Range:
    """The cell of an action's RAG word in the open period."""
    plan = book.sheets["Plan"]
    headings = plan.range("A3").expand("right").value
    ids = plan.range("A4").expand("down").value
    return plan.range((4 + ids.index(identity), 1 + headings.index(f"{cycle.PERIOD} RAG")))


def row_of(path: Path, identity: str) -> dict[str, object]:
    return next(row for row in cycle.table(path, "Plan") if row["ID"] == identity)


def test_without_a_file_on_this_computer_the_values_are_enough_to_merge(master: Path) -> None:
    """Excel on the web knows no folder: a whole path on the Cover must do."""
    month.type_into(master, "Cover", {(8, 2): str(master.parent / "returns")})
    after = OnTheWeb(knows_path=False).press("merge_returns", master)
    assert after.boxes[0].startswith("1 return merged, 4 cells, 1 conflict to settle, "), after.boxes
    first = _ids(master.parent / "issued" / f"{cycle.PERIOD} {cycle.RUTH}.xlsx")[0]
    assert row_of(after.workbook, first)[f"{cycle.PERIOD} RAG"] == "Green"
    assert row_of(after.workbook, first)[f"{cycle.PERIOD} progress"] == "1.10"


@pytest.mark.libreoffice
def test_what_was_typed_and_not_saved_yet_is_not_overwritten(
    master: Path, libreoffice: InLibreOffice
) -> None:
    """A coordinator types a word, does not save, and merges: her word stays, and the other is asked about."""
    first = _ids(master.parent / "issued" / f"{cycle.PERIOD} {cycle.RUTH}.xlsx")[0]

    def typing(book: xw.Book) -> None:
        rag_cell(book, first).value = "Red"

    after = libreoffice.press("merge_returns", master, typing)
    assert "3 cells, 2 conflicts to settle" in after.boxes[0]
    assert row_of(after.workbook, first)[f"{cycle.PERIOD} RAG"] == "Red"
    assert cycle.table(after.workbook, "Conflicts")[0]["Returned value"] == "Green"


@pytest.mark.libreoffice
def test_a_copy_saved_at_the_click_tells_what_the_engine_cannot(
    master: Path, excel_on_libreoffice: ExcelOnLibreOffice, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The add-in hands over a copy with what is not saved yet: it is read, kept as the backup, and taken away."""
    monkeypatch.setattr(launch, "temporary_folder", lambda: tmp_path)
    first = _ids(master.parent / "issued" / f"{cycle.PERIOD} {cycle.RUTH}.xlsx")[0]
    excel_on_libreoffice.forget()
    book = excel_on_libreoffice.open(master)
    rag_cell(book, first).value = "Red"
    copy = excel_on_libreoffice.save_as(book, tmp_path / "xlplan-1.xlsx")
    content = copy.read_bytes()
    kept_before = set((master.parent / FOLDER / master.name).iterdir())
    book.set_mock_caller()
    launch.press("merge_returns", copy.name, xw.__version__)
    assert rag_cell(book, first).value == "Red"
    assert "2 conflicts to settle" in excel_on_libreoffice.alerts[-1].text
    [kept] = set((master.parent / FOLDER / master.name).iterdir()) - kept_before
    assert kept.read_bytes() == content
    assert not copy.exists()
    excel_on_libreoffice.forget()


@pytest.mark.parametrize(("step", "at"), [(WriteCells, 1), (WriteCells, 3), (DrawSheet, 1), (FitRows, 1)])
@pytest.mark.libreoffice
def test_a_change_that_does_not_go_through_leaves_the_workbook_as_it_was(
    master: Path, libreoffice: InLibreOffice, monkeypatch: pytest.MonkeyPatch, step: type, at: int
) -> None:
    """A protected sheet, a cell being typed in: half a merge would be worse than none."""
    carried = step.carry_out
    calls = 0

    def fails_once(self: object, book: xw.Book) -> None:
        nonlocal calls
        calls += 1
        carried(self, book)
        if calls == at:
            raise RuntimeError("Excel is busy")

    monkeypatch.setattr(step, "carry_out", fails_once)
    before = libreoffice.opened_and_saved(master)
    kept_before = set((master.parent / FOLDER / master.name).iterdir())
    after = libreoffice.press("merge_returns", master)
    assert "all were taken back: the workbook is as it was" in after.boxes[0], after.boxes
    assert set((master.parent / FOLDER / master.name).iterdir()) == kept_before, "there is nothing to undo"
    assert not differences(before, after.workbook)


@pytest.mark.libreoffice
def test_a_plan_that_could_not_be_standardised_keeps_its_own_sheets(
    sample: Callable[[str], Path], libreoffice: InLibreOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The council's own sheet Plan makes room for ours: when that fails it must not be taken for ours and deleted."""
    own = sample("themed-sheets.xlsx")
    first = FileBook.open(own).sheets()[0]
    with_plan = cycle.change_sheet(own, first, lambda sheet: setattr(sheet, "title", "Plan"))
    before = libreoffice.opened_and_saved(with_plan)

    def fails(self: object, book: xw.Book) -> None:
        raise RuntimeError("Excel is busy")

    monkeypatch.setattr("xlplan.workbook.excel_session.operations.RenameSheet.carry_out", fails)
    after = libreoffice.press("standardise_workbook", with_plan)
    assert "the workbook is as it was" in after.boxes[0], after.boxes
    assert not differences(before, after.workbook)


@pytest.mark.parametrize("with_copy", [True, False], ids=["with a copy", "without a copy"])
@pytest.mark.libreoffice
def test_a_plan_that_was_standardised_can_be_as_it_was(
    sample: Callable[[str], Path], excel_on_libreoffice: ExcelOnLibreOffice, tmp_path: Path, with_copy: bool
) -> None:
    """The council's own sheet Plan had to make room, formulas point at it: all of it must come back by Undo."""
    own = sample("themed-sheets.xlsx")
    own = cycle.change_sheet(
        own, FileBook.open(own).sheets()[0], lambda sheet: setattr(sheet, "title", "Plan")
    )
    before = InLibreOffice(excel_on_libreoffice).opened_and_saved(own)
    book = excel_on_libreoffice.open(own)
    for button in (buttons.standardise_workbook, buttons.undo_last_change):
        copy = excel_on_libreoffice.save_as(book, tmp_path / f"{button.__name__}.xlsx") if with_copy else None
        with runner.reading(copy):
            button(book)
    assert (
        "Plan (original)" in FileBook.open(tmp_path / "undo_last_change.xlsx").sheets() if with_copy else True
    )
    assert "The workbook is as it was before" in excel_on_libreoffice.alerts[-1].text
    after = excel_on_libreoffice.save_as(book, tmp_path / "after.xlsx")
    assert not differences(before, after)
    excel_on_libreoffice.forget()


def test_what_excel_changed_on_the_way_is_seen_and_taken_back(
    master: Path, excel_on_libreoffice: ExcelOnLibreOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every value is read back: a note that arrived as a number must not stay unnoticed."""
    monkeypatch.setattr("xlplan.workbook.excel_session.operations.to_excel", lambda value: value)
    after = InLibreOffice(excel_on_libreoffice).press("merge_returns", master)
    assert "it holds 1.1 where '1.10' was to be written" in after.boxes[0], after.boxes
    assert "the workbook is as it was" in after.boxes[0]


@pytest.mark.parametrize(
    ("button", "prepare", "says"),
    [
        ("merge_returns", "no folder", 'there is no folder "'),
        ("merge_returns", "empty folder", '" is empty. Put the returned workbooks into it'),
        ("issue_returns", "", "the folder holds "),
        ("open_next_period", "", "Type it in cell A"),
        ("open_next_period", "no date", '"next spring" is not a date'),
        ("standardise_workbook", "", "master.xlsx: it is a master already"),
        ("settle_conflicts", "", "0 lines settled, 0 cells changed."),
    ],
)
def test_what_cannot_be_done_is_said_with_what_to_do(
    master: Path, button: str, prepare: str, says: str
) -> None:
    """One plain sentence in one box, and nothing changed."""
    folder = master.parent / "returns"
    if prepare:
        next(folder.iterdir()).unlink()
    if prepare == "no folder":
        folder.rmdir()
    if prepare == "no date":
        below = 4 + len(cycle.table(master, "Periods"))
        month.type_into(master, "Periods", {(below, 1): "Next", (below, 3): "next spring"})
    web = OnTheWeb()
    after = web.press(button, master)
    [box] = after.boxes
    assert says in box
    assert "Traceback" not in box
    assert not differences(web.opened_and_saved(master), after.workbook)


def test_chase_says_who_is_written_to_and_where_the_letters_are(master: Path) -> None:
    def give_one_address(sheet: cycle.Worksheet) -> None:
        at = cycle.columns(sheet)
        for row in range(4, sheet.max_row + 1):
            is_jo = sheet.cell(row, at["Name"]).value == cycle.JO
            sheet.cell(row, at["Email"]).value = "jo.pennick@wexcombe.example" if is_jo else None

    cycle.change_sheet(master, "Officers", give_one_address)
    web = OnTheWeb()
    before = web.opened_and_saved(master)
    after = web.press("chase_returns", master)
    [box] = after.boxes
    folder = after.workbook.parent / "drafts"
    assert box.startswith(f"1 reminder for {cycle.PERIOD} written into the folder\n{folder}")
    assert "Nothing was sent." in box
    assert f"{cycle.JO}: outstanding" in box
    assert f"No e-mail address on the Officers sheet: {cycle.ASHA}" in box
    assert [file.name for file in folder.iterdir()] == [f"{cycle.PERIOD} {cycle.JO}.eml"]
    assert not differences(before, after.workbook)


def test_report_says_which_files_it_wrote_and_opens_none(master: Path) -> None:
    after = OnTheWeb().press("write_report", master)
    [box] = after.boxes
    folder = after.workbook.parent / "reports"
    assert box.startswith(f"The report for {cycle.PERIOD} is in the folder\n{folder}")
    for file in folder.iterdir():
        assert file.name in box
    assert len(list(folder.iterdir())) == 3
    assert "actions" in box


@pytest.mark.parametrize("button", ["chase_returns", "write_report"])
def test_without_a_folder_on_this_computer_it_is_said_where_files_could_go(master: Path, button: str) -> None:
    [box] = OnTheWeb(knows_path=False).press(button, master).boxes
    assert "has no folder on this computer" in box
    assert "Save it first" in box


def test_a_workbook_that_is_no_plan_is_told_what_to_click(tmp_path: Path) -> None:
    own = REPOSITORY / "workbooks" / "themed-sheets.xlsx"
    path = tmp_path / own.name
    path.write_bytes(own.read_bytes())
    for button in buttons.BUTTONS:
        if button.__name__ in ("standardise_workbook", "show_help"):
            continue
        [box] = OnTheWeb().press(button.__name__, path).boxes
        if button.__name__ == "undo_last_change":
            assert "there is nothing to undo" in box
        else:
            assert "the button Standardise this workbook" in box, button.__name__


def test_a_fault_of_ours_is_one_sentence_and_a_log_for_support(
    master: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An officer must never see a traceback; whoever helps her needs it."""

    def breaks(*_: object, **__: object) -> None:
        raise ZeroDivisionError("our fault")

    monkeypatch.setattr(buttons, "merge", breaks)
    after = OnTheWeb().press("merge_returns", master)
    [box] = after.boxes
    assert box == (
        "xlplan could not do this, and changed nothing. "
        f"Please send this file to whoever looks after xlplan for you: {tmp_path / 'log' / 'xlplan.log'}"
    )
    log = (tmp_path / "log" / "xlplan.log").read_text(encoding="utf-8")
    assert "ZeroDivisionError: our fault" in log
    assert "Traceback" in log


def test_where_no_log_can_be_written_a_button_works_all_the_same(
    master: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    in_the_way = tmp_path / "log"
    in_the_way.write_text("a file where the folder should be", encoding="utf-8")
    assert "1 return merged" in OnTheWeb().press("merge_returns", master).boxes[0]


def test_an_add_in_of_another_version_asks_to_be_set_up_again(
    master: Path, excel_on_libreoffice: ExcelOnLibreOffice
) -> None:
    """Parts that do not belong together fail in ways that nobody can read."""
    excel_on_libreoffice.forget()
    excel_on_libreoffice.open(master).set_mock_caller()
    launch.press("merge_returns", "", "0.1.2")
    [alert] = excel_on_libreoffice.alerts
    assert "xlplan addin install" in alert.text
    with pytest.raises(ValueError, match="no button"):
        launch.press("no_such_button")
    excel_on_libreoffice.forget()


def test_a_workbook_that_cannot_be_kept_first_is_not_changed(
    master: Path, excel_on_libreoffice: ExcelOnLibreOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a copy to go back to, nothing is written."""
    excel_on_libreoffice.forget()
    live = LiveBook(excel_on_libreoffice.open(master))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("xlplan.workbook.disk.replace", full)
    result = xlplan.add_period(live, "Next", returns_due=dt.date(2027, 1, 29))
    with pytest.raises(UnsafeSave, match="No space left on device"):
        result.save()
    assert "Next RAG" not in excel_on_libreoffice.app.books.active.sheets["Plan"].range("A3:AZ3").value
    excel_on_libreoffice.forget()


def test_undo_says_when_a_deleted_sheet_cannot_come_back(master: Path, tmp_path: Path) -> None:
    """Half an undo would be worse: the whole copy is there to be put back."""
    book = cycle.openpyxl.load_workbook(master)
    del book["Officers"]
    book.save(master)
    after: After = OnTheWeb().press("undo_last_change", master)
    assert "the sheet Officers has been deleted since" in after.boxes[0]


@pytest.mark.parametrize(
    ("sheet", "spoil", "says"),
    [
        ("Plan", lambda sheet: setattr(sheet.row_dimensions[5], "hidden", True), "some rows are hidden"),
        ("Returns", lambda sheet: setattr(sheet.row_dimensions[4], "hidden", True), "some rows are hidden"),
        ("Plan", lambda sheet: setattr(sheet.protection, "sheet", True), "the sheet is protected"),
    ],
)
def test_where_excel_would_write_past_a_row_nothing_is_written(
    master: Path, sheet: str, spoil: cycle.Change, says: str
) -> None:
    """With a filter on, Excel puts a block of values into the rows that can be seen, which are the wrong ones."""
    cycle.change_sheet(master, sheet, spoil)
    web = OnTheWeb()
    after = web.press("merge_returns", master)
    assert after.boxes[0].startswith(f"Sheet {sheet}: {says}"), after.boxes
    assert not differences(web.opened_and_saved(master), after.workbook)


@pytest.mark.parametrize(
    ("button", "hidden"),
    [("who_is_outstanding", "Returns"), ("check_plan", "Checks"), ("merge_returns", "Returns")],
)
@pytest.mark.libreoffice
def test_a_sheet_that_its_owner_has_hidden_stays_hidden_and_the_work_is_done(
    master: Path, libreoffice: InLibreOffice, button: str, hidden: str
) -> None:
    """Else the box would say that nothing was done, when all was."""
    cycle.change_sheet(master, hidden, lambda sheet: setattr(sheet, "sheet_state", "hidden"))
    after = libreoffice.press(button, master)
    assert "could not" not in after.boxes[0]
    assert "did not" not in after.boxes[0]
    assert cycle.openpyxl.load_workbook(after.workbook)[hidden].sheet_state == "hidden"


@pytest.mark.libreoffice
def test_what_is_typed_while_a_button_works_is_not_overwritten(
    master: Path, excel_on_libreoffice: ExcelOnLibreOffice, tmp_path: Path
) -> None:
    """On a Mac Excel goes on while Python works, and a colleague may type into a shared workbook."""
    first = _ids(master.parent / "issued" / f"{cycle.PERIOD} {cycle.RUTH}.xlsx")[0]
    book = excel_on_libreoffice.open(master)
    copy = excel_on_libreoffice.save_as(book, tmp_path / "copy.xlsx")
    rag_cell(book, first).value = "Amber"
    with runner.reading(copy):
        buttons.merge_returns(book)
    assert "somebody typed into it while xlplan was at work" in excel_on_libreoffice.alerts[-1].text
    assert rag_cell(book, first).value == "Amber"
    excel_on_libreoffice.forget()


@pytest.mark.parametrize("step", ["WriteCells", "ResizeTable", "ClearCells"])
@pytest.mark.libreoffice
def test_an_undo_that_does_not_go_through_keeps_the_copy_for_another_try(
    master: Path, libreoffice: InLibreOffice, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Else the only copy of the state before would be gone."""
    xlplan.merge(master, master.parent / "returns").save()
    xlplan.add_period(master, "Jan-27").save()
    xlplan.merge(master, master.parent / "returns", period=cycle.PERIOD).save()
    month.type_into(master, "Plan", {(4, 6): "Another text"})
    folder = master.parent / FOLDER / master.name
    copies = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    # the state before the period was opened: columns, rows and a sheet's line go
    for path in sorted(copies)[-1:]:
        path.unlink()
        del copies[path]

    def fails(self: object, book: xw.Book) -> None:
        raise RuntimeError("Excel is busy")

    monkeypatch.setattr(getattr(operations, step), "carry_out", fails)
    before = libreoffice.opened_and_saved(master)
    after = libreoffice.press("undo_last_change", master)
    assert "the workbook is as it was" in after.boxes[0], after.boxes
    assert {path: path.read_bytes() for path in folder.iterdir() if path.is_file()} == copies
    assert not differences(before, after.workbook)


@pytest.mark.parametrize("button", ["merge_returns", "check_plan"])
def test_tables_that_were_turned_into_plain_cells_do_not_stop_a_button(master: Path, button: str) -> None:
    """A coordinator who finds tables a nuisance (Convert to Range) must still be able to merge."""
    workbook = cycle.openpyxl.load_workbook(master)
    for sheet in workbook.worksheets:
        for name in list(sheet.tables):
            del sheet.tables[name]
    workbook.save(master)
    after = OnTheWeb().press(button, master)
    assert "did not take" not in after.boxes[0], after.boxes
    assert after.boxes[0].startswith(("1 return merged", "27 actions checked")), after.boxes
    if button == "merge_returns":
        first = _ids(master.parent / "issued" / f"{cycle.PERIOD} {cycle.RUTH}.xlsx")[0]
        assert row_of(after.workbook, first)[f"{cycle.PERIOD} RAG"] == "Green"
