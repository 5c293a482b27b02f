"""A workbook on disk: what is not meant to change does not, what was asked for is there, and only then is it saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZipFile

import openpyxl
import pytest

from tests.builders.workbook_examples import parts, saved, sheet, zipped
from xlplan.errors import UnreadableWorkbook, UnsafeSave, WorkbookInUse, WrongUsage, XlplanError
from xlplan.workbook import backup, gate
from xlplan.workbook.file import FileBook
from xlplan.workbook.grid import Formula
from xlplan.workbook.readers import read_grids
from xlplan.workbook.sheet_spec import Column, SheetSpec, StyledCell, Table

ROWS = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><f>LEN(A1)</f><v>7</v></c></row>'
PLAN = SheetSpec(
    "Plan",
    cells={(1, 1): StyledCell("Wexcombe")},
    table=Table(
        "Plan",
        (Column("ID"), Column("Action"), Column("Due")),
        (("A001", "Mend the roof", dt.date(2005, 12, 1)),),
    ),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return saved(tmp_path, sheet(ROWS), sheet(ROWS), strings=("Council",))


def contents_of(file: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(file)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def contents(path: Path) -> dict[str, bytes]:
    return contents_of(path.read_bytes())


def test_only_the_parts_that_must_change_do(path: Path) -> None:
    before = contents(path)
    book = FileBook.open(path)
    book.set_cells("Sheet1", {(1, 1): "Wexcombe"})
    book.save()
    after = contents(path)
    assert {name for name in before if before[name] != after.get(name)} == {
        "xl/worksheets/sheet1.xml",
        "xl/workbook.xml",  # Excel is told to work out the formulas anew
    }
    assert list(before) == list(after)


def test_excel_works_out_formulas_anew_after_a_change(path: Path) -> None:
    book = FileBook.open(path)
    book.set_cells("Sheet2", {(1, 1): "Wexcombe"})
    book.save()
    assert b'fullCalcOnLoad="1"' in contents(path)["xl/workbook.xml"]


def test_saving_without_a_change_changes_no_part(path: Path) -> None:
    before = contents(path)
    FileBook.open(path).save()
    assert contents(path) == before


def test_changes_are_read_before_they_are_saved_and_reach_the_disk_only_then(path: Path) -> None:
    before = path.read_bytes()
    book = FileBook.open(path)
    book.set_cells("Sheet1", {(1, 1): "Wexcombe", (7, 1): dt.date(2005, 12, 1)})
    assert book.read("Sheet1")[1, 1].value == "Wexcombe"
    assert book.read("Sheet1", detail=True)[7, 1].shown == "01/12/2005"
    assert path.read_bytes() == before
    book.save()
    assert read_grids(path, detail=True)[0][7, 1].shown == "01/12/2005"


def test_a_book_can_be_changed_and_saved_again_after_a_save(path: Path) -> None:
    book = FileBook.open(path)
    for number in range(3):
        book.set_cells("Sheet1", {(number + 2, 1): number})
        book.save()
    assert [read_grids(path)[0][row, 1].value for row in (2, 3, 4)] == [0, 1, 2]
    backup.undo(path)
    assert read_grids(path)[0][4, 1].value is None


def test_a_colleagues_change_in_the_meantime_stops_the_save(path: Path) -> None:
    book = FileBook.open(path)
    book.set_cells("Sheet1", {(1, 1): "ours"})
    other = FileBook.open(path)
    other.set_cells("Sheet1", {(1, 1): "theirs"})
    other.save()
    with pytest.raises(WorkbookInUse, match="changed"):
        book.save()
    assert read_grids(path)[0][1, 1].value == "theirs"


def test_a_workbook_open_in_excel_stops_the_save(path: Path) -> None:
    book = FileBook.open(path)
    book.set_cells("Sheet1", {(1, 1): "ours"})
    path.with_name(f"~${path.name}").touch()
    with pytest.raises(WorkbookInUse, match="open in Excel"):
        book.save()


def lose_a_part(members: dict[str, bytes]) -> None:
    del members["xl/styles.xml"]


def change_another_part(members: dict[str, bytes]) -> None:
    members["xl/sharedStrings.xml"] = members["xl/sharedStrings.xml"].replace(b"Council", b"Counsel")


def damage_the_sheet(members: dict[str, bytes]) -> None:
    members["xl/worksheets/sheet1.xml"] = members["xl/worksheets/sheet1.xml"].replace(b"</row>", b"", 1)


def lose_the_value(members: dict[str, bytes]) -> None:
    members["xl/worksheets/sheet1.xml"] = members["xl/worksheets/sheet1.xml"].replace(b"Wexcombe", b"Wexford")


def refer_to_nothing(members: dict[str, bytes]) -> None:
    members["xl/_rels/workbook.xml.rels"] = members["xl/_rels/workbook.xml.rels"].replace(
        b"styles.xml", b"none.xml"
    )


def lose_a_content_type(members: dict[str, bytes]) -> None:
    types = members["[Content_Types].xml"]
    start = types.index(b'<Override PartName="/xl/worksheets/sheet1.xml"')
    members["[Content_Types].xml"] = types[:start] + types[types.index(b">", start) + 1 :]
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(
        b'Extension="xml"', b'Extension="x"'
    )


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (lose_a_content_type, "no content type"),
        (lose_a_part, "not to be touched"),
        (change_another_part, "not to be touched"),
        (damage_the_sheet, "damaged"),
        (lose_the_value, "'Wexcombe' was to be written"),
        (refer_to_nothing, "is not there"),
    ],
)
def test_the_gate_lets_no_faulty_file_through(
    path: Path, fault: Callable[[dict[str, bytes]], None], said: str
) -> None:
    old = path.read_bytes()
    book = FileBook.open(path)
    book.set_cells("Sheet1", {(1, 1): "Wexcombe"})
    book.save()
    touched = {"xl/worksheets/sheet1.xml", "xl/workbook.xml"}
    if fault is refer_to_nothing:
        touched.add("xl/_rels/workbook.xml.rels")
    if fault is lose_a_content_type:
        touched.add("[Content_Types].xml")
    gate.check(old, path.read_bytes(), touched, {"Sheet1": {1: {1: "Wexcombe"}}})
    members = contents(path)
    fault(members)
    with pytest.raises(UnsafeSave, match=said) as refused:
        gate.check(
            zipped(contents_of(old)), zipped(members), touched, {"Sheet1": {1: {1: "Wexcombe"}}}, "Plan.xlsx"
        )
    assert refused.value.file is not None
    assert str(refused.value.file) == "Plan.xlsx"
    assert refused.value.remedy


def test_the_gate_names_the_file_that_cannot_be_read_back(path: Path) -> None:
    with pytest.raises(UnsafeSave, match="cannot be read back") as refused:
        gate.check(path.read_bytes(), path.read_bytes()[:-200], set(), {}, "Plan.xlsx")
    assert str(refused.value.file) == "Plan.xlsx"
    assert refused.value.remedy


def test_the_gate_reads_back_what_calamine_cannot_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It fails on some files that Excel writes: then our own reader must see that a value is lost."""

    def fail(_: object) -> None:
        raise ValueError

    old = path.read_bytes()
    book = FileBook.open(path)
    book.set_cells("Sheet1", {(1, 1): "Wexcombe"})
    book.save()
    new, touched = path.read_bytes(), {"xl/worksheets/sheet1.xml", "xl/workbook.xml"}
    monkeypatch.setattr(
        "xlplan.workbook.gate.python_calamine.CalamineWorkbook", SimpleNamespace(from_filelike=fail)
    )
    gate.check(old, new, touched, {"Sheet1": {1: {1: "Wexcombe"}}})
    with pytest.raises(UnsafeSave, match="'Wexford' was to be written"):
        gate.check(old, new, touched, {"Sheet1": {1: {1: "Wexford"}}})


def test_a_save_that_fails_its_checks_leaves_the_old_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise UnsafeSave("it would be wrong")

    before = path.read_bytes()
    book = FileBook.open(path)
    book.set_cells("Sheet1", {(1, 1): "Wexcombe"})
    monkeypatch.setattr(gate, "check", refuse)
    with pytest.raises(UnsafeSave):
        book.save()
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_new_workbook_grows_by_rows_columns_and_sheets(tmp_path: Path) -> None:
    path = tmp_path / "Master.xlsx"
    FileBook.new([PLAN]).save(path)
    book = FileBook.open(path)
    book.append_rows("Plan", "Plan", [("A002", "=not a formula", dt.date(2006, 1, 31)), ("A003", None, None)])
    book.append_columns(
        "Plan", "Plan", [Column("Oct-05 RAG")], [["Green", "Red", Formula('="Am"&"ber"', "Amber")]]
    )
    book.put_sheet(SheetSpec("Key", cells={(1, 1): StyledCell("Key")}), before="Plan")
    book.rename_sheet("Key", "RAG key")
    book.save()
    key, plan = read_grids(path)
    assert (key.sheet, plan.sheet) == ("RAG key", "Plan")
    assert [plan[row, 4].value for row in range(3, 7)] == ["Oct-05 RAG", "Green", "Red", "Amber"]
    assert plan[5, 2].value == "=not a formula"
    assert str(plan.tables["Plan"]) == "A3:D6"
    assert openpyxl.load_workbook(path)["Plan"]["A1"].value == "Wexcombe"


def test_a_new_workbook_has_no_name_until_it_is_saved(tmp_path: Path) -> None:
    book = FileBook.new([PLAN])
    with pytest.raises(WrongUsage):
        book.save()
    book.save(tmp_path / "New.xlsx")
    assert book.path == tmp_path / "New.xlsx"


def test_a_heading_of_a_table_changes_in_the_table_too_or_excel_calls_the_file_damaged(
    tmp_path: Path,
) -> None:
    path = tmp_path / "Master.xlsx"
    FileBook.new([PLAN]).save(path)
    book = FileBook.open(path)
    book.set_cells("Plan", {(3, 2): "Key task"})
    with pytest.raises(XlplanError, match="twice"):
        book.set_cells("Plan", {(3, 2): "Due"})
    with pytest.raises(XlplanError, match="must be a text"):
        book.set_cells("Plan", {(3, 2): None})
    book.save()
    assert openpyxl.load_workbook(path)["Plan"].tables["Plan"].column_names == ["ID", "Key task", "Due"]


def test_a_heading_that_formulas_name_is_not_changed_under_them(tmp_path: Path) -> None:
    path = tmp_path / "Master.xlsx"
    FileBook.new([PLAN]).save(path)
    book = FileBook.open(path)
    book.set_cells("Plan", {(9, 9): Formula("=COUNTA(Plan[Action])", 1)})
    with pytest.raises(XlplanError, match="formulas name"):
        book.set_cells("Plan", {(3, 2): "Key task"})


def test_macros_do_not_come_along_into_an_ordinary_workbook(tmp_path: Path) -> None:
    made = contents_of(zipped(parts(sheet(ROWS), strings=("Council",))))
    types, relations = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
    made[types] = (
        made[types]
        .replace(
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        )
        .replace(
            b"<Default",
            b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Default',
            1,
        )
    )
    made[relations] = made[relations].replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
        b'Target="vbaProject.bin"/></Relationships>',
    )
    source = tmp_path / "Plan.xlsm"
    source.write_bytes(zipped({**made, "xl/vbaProject.bin": b"macros"}))
    book = FileBook.open(source)
    book.set_cells("Sheet1", {(5, 5): 1})
    book.save()
    assert "xl/vbaProject.bin" in contents(source)  # its own file keeps them
    book = FileBook.open(source)
    book.save(tmp_path / "Master.xlsx")
    after = contents(tmp_path / "Master.xlsx")
    assert "xl/vbaProject.bin" not in after
    assert b"macroEnabled" not in after[types]
    assert b"vbaProject" not in after[relations]


def test_a_file_that_can_only_be_read_is_not_opened_for_changes(tmp_path: Path) -> None:
    path = tmp_path / "Return.csv"
    path.write_text("ID,Progress\n")
    with pytest.raises(UnreadableWorkbook, match="can be read but not changed"):
        FileBook.open(path)
