"""What is read of a whole file, whatever its format: when it was saved, which sheets, and what is said of damage."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from tests.builders.workbook_examples import saved, sheet, zipped
from tests.hostile.files import ODS, ods
from xlplan.errors import UnreadableWorkbook, WorkbookInUse, XlplanError
from xlplan.workbook.ooxml.archive import read_members
from xlplan.workbook.readers import last_saved, plain_errors, read_grids
from xlplan.workbook.readers.admission import admit

META = (
    '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0">'
    "<office:meta><meta:creation-date>2026-01-01T08:00:00</meta:creation-date>{}</office:meta></office:document-meta>"
)
WHEN = dt.datetime(2026, 12, 1, 10, 30)


@pytest.mark.parametrize(
    ("meta", "when"),
    [
        (META.format("<dc:date>2026-12-01T10:30:00</dc:date>"), WHEN),
        (META.format("<dc:date> 2026-12-01T10:30:00\n</dc:date>"), WHEN),
        (META.format("<dc:date/><dc:date>2026-12-01T10:30:00</dc:date>"), WHEN),
        (META.format("<dc:date>yesterday</dc:date>"), None),
        (META.format("<dc:date/>"), None),
        (META.format(""), None),
        (None, None),
    ],
)
def test_the_later_of_two_returns_from_libreoffice_is_known_too(
    tmp_path: Path, meta: str | None, when: dt.datetime | None
) -> None:
    """If this fails, the older of two returns may win."""
    content = {member.name: member.content() for member in read_members(ods('<table:table table:name="A"/>'))}
    path = tmp_path / "Return.ods"
    path.write_bytes(zipped({**content, **({"meta.xml": meta} if meta else {})}))
    assert last_saved(admit(path)) == when


def test_a_text_file_does_not_say_when_it_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "Return.csv"
    path.write_text("ID,RAG\n")
    assert last_saved(admit(path)) is None


def test_an_ods_without_its_content_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "Return.ods"
    path.write_bytes(zipped({"mimetype": ODS}))
    with pytest.raises(UnreadableWorkbook, match=r"its part content\.xml is missing"):
        read_grids(path)


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_only_the_sheets_that_are_wanted_are_read(tmp_path: Path, form: str) -> None:
    """A chart sheet or a list of thousands of rows would be read for nothing."""
    cell = '<row r="1"><c r="A1"><v>1</v></c></row>'
    path = saved(tmp_path, sheet(cell), sheet(cell), sheet(cell))
    if form == "ods":
        path = path.with_suffix(".ods")
        path.write_bytes(ods("".join(f'<table:table table:name="Sheet{number}"/>' for number in (1, 2, 3))))
    assert [grid.sheet for grid in read_grids(path, sheets=["Sheet3", "Sheet1", "Lists"])] == [
        "Sheet1",
        "Sheet3",
    ]
    assert [grid.sheet for grid in read_grids(path, sheets=[])] == []
    assert len(read_grids(path)) == 3


def test_hidden_sheets_and_comments_of_an_excel_workbook_are_told(tmp_path: Path) -> None:
    """A sheet that nobody sees would be taken for the plan, or what an officer wrote beside a cell be lost."""
    book = openpyxl.Workbook()
    for name, state in (("Plan", "visible"), ("Lists", "hidden"), ("Record", "veryHidden")):
        book.create_sheet(name)["B2"] = name
        book[name].sheet_state = state
        book[name]["B2"].comment = Comment("Ask Jo", "Ines Marlow")
    del book["Sheet"]
    book.save(tmp_path / "Plan.xlsx")
    grids = read_grids(tmp_path / "Plan.xlsx", detail=True)
    assert [(grid.sheet, grid.visible, grid.comments) for grid in grids] == [
        ("Plan", True, {(2, 2): "Ask Jo"}),
        ("Lists", False, {(2, 2): "Ask Jo"}),
        ("Record", False, {(2, 2): "Ask Jo"}),
    ]
    assert [grid.comments for grid in read_grids(tmp_path / "Plan.xlsx")] == [{}, {}, {}]


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (
            UnreadableWorkbook("odd", "Mend it", sheet="Plan", cell="A1"),
            UnreadableWorkbook("odd", "Mend it", file="a.xlsx", sheet="Plan", cell="A1"),
        ),
        (UnreadableWorkbook("odd", "Mend it", file="b.xlsx"), UnreadableWorkbook("odd", "Mend it", file="b.xlsx")),
        (WorkbookInUse("open", "Close it"), WorkbookInUse("open", "Close it")),
    ],
)  # fmt: skip
def test_what_is_said_of_a_file_names_the_one_that_it_is_about(
    raised: XlplanError, said: XlplanError
) -> None:
    with pytest.raises(type(said)) as refused, plain_errors(Path("a.xlsx")):
        raise raised
    assert str(refused.value) == str(said)


@pytest.mark.parametrize(
    "raised", [KeyError("x"), ValueError("x"), IndexError(), OverflowError(), RecursionError()]
)
def test_what_makes_no_sense_is_called_damaged(raised: Exception) -> None:
    with (
        pytest.raises(UnreadableWorkbook, match=r"a\.xlsx: the file is damaged"),
        plain_errors(Path("a.xlsx")),
    ):
        raise raised
