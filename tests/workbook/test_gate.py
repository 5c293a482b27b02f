"""The gate before a save, piece by piece: what it lets through is what was asked for."""

from __future__ import annotations

import datetime as dt
import math
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.builders.workbook_examples import MAIN, OFFICE, parts, sheet, zipped
from xlplan.errors import UnreadableWorkbook, UnsafeSave
from xlplan.workbook import gate
from xlplan.workbook.file import FileBook
from xlplan.workbook.gate import is_as_asked
from xlplan.workbook.grid import Formula, Value, address
from xlplan.workbook.readers import read_grids

DAY = dt.date(2026, 12, 1)
NOON = dt.datetime(2026, 12, 1, 12)
ZONE = dt.timezone(dt.timedelta(hours=1))


@pytest.mark.parametrize(
    ("asked", "found", "is_same"),
    [
        ("Green", "Green", True),
        ("Green", "Red", False),
        ("Green", None, False),
        ("1", 1, False),
        ("a\x0bb", "a_x000B_b", True),
        ("ab", "a_x000B_b", False),
        (None, None, True),
        (None, "", True),
        ("", None, True),
        ("", "", True),
        (None, "Green", False),
        ("", "Green", False),
        (None, 0, False),
        (None, False, False),
        (True, True, True),
        (True, False, False),
        (True, 1, False),
        (1, True, False),
        (0, False, False),
        (False, 0, False),
        (5, 5.0, True),
        (5.0, 5, True),
        (5, 6, False),
        (5, "5", False),
        (5, None, False),
        (5, DAY, False),
        (0.1 + 0.2, 0.3, False),
        (2**53 + 1, float(2**53), True),
        (math.inf, "#NUM!", True),
        (math.nan, "#NUM!", True),
        (math.inf, 0, False),
        (Formula("=A1"), "whatever it comes to", True),
        (Formula("=A1", "Green"), "Green", True),
        (Formula("=A1", "Green"), "Red", False),
        (Formula("=A1", 5), 5.0, True),
        (DAY, DAY, True),
        (DAY, dt.datetime(2026, 12, 1), True),
        (dt.datetime(2026, 12, 1), DAY, True),
        (DAY, dt.date(2026, 12, 2), False),
        (DAY, dt.date(2026, 11, 30), False),
        (DAY, None, False),
        (DAY, "2026-12-01", False),
        (DAY, dt.time(), False),
        (NOON, NOON, True),
        (NOON, DAY, False),
        (NOON.replace(tzinfo=ZONE), NOON, True),
        (NOON, NOON + dt.timedelta(milliseconds=1), True),
        (NOON, NOON - dt.timedelta(milliseconds=1), True),
        (NOON, NOON + dt.timedelta(microseconds=1001), False),
        (NOON, NOON - dt.timedelta(microseconds=1001), False),
        (dt.time(9, 30), dt.time(9, 30), True),
        (dt.time(9, 30, tzinfo=ZONE), dt.time(9, 30), True),
        (dt.time(9, 30), dt.time(9, 30, 0, 1000), True),
        (dt.time(9, 30, 0, 1000), dt.time(9, 30), True),
        (dt.time(9, 30), dt.time(9, 30, 0, 1001), False),
        (dt.time(9, 30), dt.time(9, 31), False),
        (dt.time(9, 30), NOON, False),
        (dt.time(9, 30), None, False),
        (dt.time(9, 30), 0.395833333333333, False),
    ],
)
def test_another_value_than_the_one_asked_for_is_never_saved(
    asked: Value | Formula, found: Value, is_same: bool
) -> None:
    """If this fails, an officer's answer is written as another and nobody is told, or a good save is refused."""
    assert is_as_asked(asked, found) is is_same


# whole files

ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>Wexcombe</t></is></c><c r="C1"><v>7</v></c></row>'
SHEET, OTHER = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
SHEET_LINKS = "xl/worksheets/_rels/sheet1.xml.rels"
MEMBERS = parts(sheet(ROW), sheet(ROW))


def links(*targets: str) -> str:
    leads = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/x" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if ':' in target else ''}/>"
        for number, target in enumerate(targets)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{leads}</Relationships>'


def passes(old: dict[str, str | bytes], new: dict[str, str | bytes], *touched: str) -> str:
    """What the gate says against a new file; nothing where it lets it through."""
    try:
        gate.check(zipped(old), zipped(new), set(touched), {})
    except UnsafeSave as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("before", "after", "touched", "said"),
    [
        ({}, {SHEET: sheet("")}, (SHEET,), ""),
        ({}, {SHEET: sheet("")}, (SHEET.upper(),), ""),
        ({}, {SHEET: sheet("")}, (OTHER,), "the part xl/worksheets/sheet1.xml, which was not to be touched"),
        ({}, {SHEET_LINKS: links("sheet2.xml")}, (SHEET_LINKS,), ""),
        ({}, {SHEET_LINKS: links("https://wexcombe.example")}, (SHEET_LINKS,), ""),
        ({}, {SHEET_LINKS: links("gone.xml")}, (SHEET_LINKS,), "would refer to xl/worksheets/gone.xml"),
        ({SHEET_LINKS: links("gone.xml")}, {SHEET_LINKS: links("gone.xml", "sheet2.xml")}, (SHEET_LINKS,), ""),
        ({}, {"xl/a.xml": "<a>"}, ("xl/a.xml",), "the part xl/a.xml would be damaged"),
        ({}, {"xl/a.XML": "<a>"}, ("xl/a.XML",), "the part xl/a.XML would be damaged"),
        ({}, {"xl/a.xml": "<a/>"}, ("xl/a.xml", "xl/gone.xml"), ""),
        ({}, {"xl/a.bin": "no XML"}, ("xl/a.bin",), "the part xl/a.bin would have no content type"),
        ({}, {"xl/a.xml": f"<a>{'b' * 3_000_000}</a>"}, ("xl/a.xml",), ""),
        ({}, {"xl/a.xml": f"<a>{'b' * 3_000_000}</b>"}, ("xl/a.xml",), "the part xl/a.xml would be damaged"),
    ],
)  # fmt: skip
def test_a_save_changes_what_was_meant_to_change_and_leaves_it_whole(
    before: dict[str, str | bytes], after: dict[str, str | bytes], touched: tuple[str, ...], said: str
) -> None:
    told = passes({**MEMBERS, **before}, {**MEMBERS, **before, **after}, *touched)
    assert said in told
    assert bool(said) is bool(told)


@pytest.mark.parametrize(
    ("row", "is_sound"),
    [
        ('<row r="1"><c r="A1"><v>7</v></c></row>', True),
        ('<row r="1"><c r="A1"><v>7</c></row>', False),
        ('<row r="1"><c r="A1"><v>7</v></c>', False),
        ('<row r="1" r="2"><c r="A1"/></row>', False),
        ('<row r="1" x:ht="9"><c r="A1"/></row>', False),
        ('<row r="1"><x:c r="A1"/></row>', False),
        ('<row r="1" xmlns:x="u" xmlns:y="u" x:a="" y:a=""/>', False),
        ('<row r="1" xmlns:x="u" x:a=""/>', True),
        ('<row r="1"><c r="A1"><v>&none;</v></c></row>', False),
        ('<row r="1"><c r="A1"><v>&#1;</v></c></row>', False),
        ('<row r="1"><c r="A1"><v>]]></v></c></row>', False),
        ('<row r="1"><c r="A1"><v>\x0b</v></c></row>', False),
        ('<row r="1"><c r="A1"><v>\uffff</v></c></row>', False),
        ('<row r="1"><c r="A<1"/></row>', False),
    ],
)
@pytest.mark.parametrize("size", [10, 3_000_000])
def test_a_damaged_sheet_is_seen_however_large_it_is(row: str, is_sound: bool, size: int) -> None:
    """A large one is looked at by another parser; Excel would open neither."""
    text = f'<row r="9"><c r="A9" t="inlineStr"><is><t>{"x" * 30_000}</t></is></c></row>' * (size // 30_000)
    members = {**MEMBERS, SHEET: sheet(row + text)}
    told = ""
    try:
        gate.check(zipped(MEMBERS), zipped(members), {SHEET}, {"Sheet1": {1: {1: Formula("=7")}}})
    except UnsafeSave as error:
        told = str(error)
    assert ("xl/worksheets/sheet1.xml would be damaged" in told) is not is_sound


def test_a_part_that_is_packed_anew_is_a_part_that_changes() -> None:
    """Byte for byte as Excel wrote it: that holds for what lies in the zip, too."""
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:  # not deflated
        for name, content in MEMBERS.items():
            archive.writestr(name, content)
    with pytest.raises(UnsafeSave, match="which was not to be touched, would change"):
        gate.check(zipped(MEMBERS), stream.getvalue(), {SHEET}, {})


@pytest.mark.parametrize("spelled", [SHEET.replace("/", "\\"), f"/{SHEET}", SHEET.upper()])
def test_a_workbook_is_saved_however_its_program_spells_the_names_of_parts(
    tmp_path: Path, spelled: str
) -> None:
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(
        zipped({spelled if name == SHEET else name: content for name, content in MEMBERS.items()})
    )
    book = FileBook.open(path)
    book.set_cells("Sheet1", {(1, 1): "Wexford"})
    book.save()
    assert read_grids(path)[0][1, 1].value == "Wexford"


FAR = '<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>'


@pytest.mark.parametrize("rows", [ROW, ROW + FAR], ids=["as calamine reads it", "as we read it"])
@pytest.mark.parametrize(
    ("place", "value", "is_there"),
    [
        ((1, 1), "Wexcombe", True),
        ((1, 1), "Wexford", False),
        ((1, 2), None, True),
        ((1, 2), 7, False),
        ((1, 3), 7, True),
        ((1, 3), 8, False),
        ((1, 4), None, True),
        ((1, 4), 7, False),
        ((2, 1), None, True),
        ((2, 1), "Wexcombe", False),
    ],
)
def test_what_was_to_be_written_is_looked_for_in_its_own_cell(
    rows: str, place: tuple[int, int], value: Value, is_there: bool
) -> None:
    """If this fails, an answer may be saved in another action's row."""
    content = zipped(parts(sheet(ROW), sheet(rows)))
    expected = {"Sheet1": {1: {1: "Wexcombe"}}, "sheet2": {place[0]: {place[1]: value}}, "Sheet9": {}}
    if is_there:
        gate.check(content, content, {OTHER}, expected, "Plan.xlsx")
    else:
        with pytest.raises(UnsafeSave, match="was to be written") as refused:
            gate.check(content, content, {OTHER}, expected, "Plan.xlsx")
        assert (str(refused.value.file), refused.value.sheet, refused.value.cell) == (
            "Plan.xlsx",
            "sheet2",
            address(*place),
        )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, ""),
        ({"xl/media/a.png": "no XML"}, ""),
        ({"xl/drawings/a.vml": "<br>"}, ""),
        ({"xl/a.XML": "<br>"}, "its part xl/a.XML is damaged"),
        ({SHEET_LINKS: "<br>"}, f"its part {SHEET_LINKS} is damaged"),
        ({"xl/workbook.xml": f'<workbook xmlns="{MAIN}"/>'}, "it has no sheets"),
    ],
)
def test_a_copy_that_would_not_open_is_known(change: dict[str, str | bytes], said: str) -> None:
    """Undo would put back what Excel cannot open, over what it can."""
    content = zipped({**MEMBERS, **change})
    if not said:
        gate.refuse_damaged(content, "Plan.xlsx")
    else:
        with pytest.raises(UnreadableWorkbook) as refused:
            gate.refuse_damaged(content, "Plan.xlsx")
        assert said in str(refused.value)
        assert "Plan.xlsx" in str(refused.value)
