"""Macros of every age and signatures that no longer hold do not stay in what is saved as an ordinary .xlsx."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from tests.builders.excel_validity import broken_rules, schema_errors
from tests.builders.workbook_examples import OFFICE, parts, sheet, zipped
from xlplan.workbook.file import FileBook
from xlplan.workbook.ooxml.macros import drop_macros
from xlplan.workbook.ooxml.package import Package

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
SIGNATURES = "application/vnd.openxmlformats-package.digital-signature-origin"
MACRO_SHEET = (
    b'<xm:macrosheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    b'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><sheetData><row r="1"><c r="A1">'
    b"<f>EXEC(&quot;calc&quot;)</f></c></row></sheetData></xm:macrosheet>"
)


def a_workbook(path: Path, *, macro_sheet: bool = False, vba: bool = False, signed: bool = False) -> Path:
    """Two sheets and a name of each, with a macro sheet before them, a VBA project, or a signature."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Plan"
    sheet["A1"] = "x"
    other = book.create_sheet("Key")
    other.defined_names["Local"] = DefinedName("Local", attr_text="Key!$A$1")
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        parts = {name: source.read(name) for name in source.namelist()}
        types = '<Override PartName="/xl/theme/theme1.xml"'
        relations = "</Relationships>"
        if macro_sheet:
            parts["xl/macrosheets/sheet1.xml"] = MACRO_SHEET
            _replace(parts, "[Content_Types].xml", types, '<Override PartName="/xl/macrosheets/sheet1.xml" '
                     f'ContentType="application/vnd.ms-excel.macrosheet+xml"/>{types}')  # fmt: skip
            _replace(parts, "xl/_rels/workbook.xml.rels", relations, '<Relationship Id="rIdM" '
                     'Type="http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet" '
                     f'Target="macrosheets/sheet1.xml"/>{relations}')  # fmt: skip
            _replace(parts, "xl/workbook.xml", "<sheets>", '<sheets><sheet xmlns:r="http://schemas.openxmlformats.org/'
                     'officeDocument/2006/relationships" name="Macro1" sheetId="9" r:id="rIdM"/>')  # fmt: skip
            _replace(parts, "xl/workbook.xml", 'localSheetId="1"', 'localSheetId="2"')
            _replace(parts, "xl/workbook.xml", "<definedNames>",
                     '<definedNames><definedName name="Auto_Open" xlm="1">Macro1!$A$1</definedName>')  # fmt: skip
        if vba:
            parts["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 macros"
            _replace(parts, "[Content_Types].xml", "<Override", '<Default Extension="bin" '
                     'ContentType="application/vnd.ms-office.vbaProject"/><Override')  # fmt: skip
            _replace(parts, "xl/_rels/workbook.xml.rels", relations, '<Relationship Id="rIdV" '
                     'Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
                     f'Target="vbaProject.bin"/>{relations}')  # fmt: skip
        if signed:
            kind = f"{RELATIONS}/digital-signature"
            parts["_xmlsignatures/origin.sigs"] = b""
            parts["_xmlsignatures/sig1.xml"] = b"<Signature/>"
            parts["_xmlsignatures/_rels/origin.sigs.rels"] = (
                f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{kind}/signature" '
                'Target="sig1.xml"/></Relationships>'
            ).encode()
            _replace(parts, "_rels/.rels", relations, f'<Relationship Id="rIdS" Type="{kind}/origin" '
                     f'Target="_xmlsignatures/origin.sigs"/>{relations}')  # fmt: skip
            _replace(parts, "[Content_Types].xml", types, '<Default Extension="sigs" '
                     f'ContentType="{SIGNATURES}"/>{types}')  # fmt: skip
        for name, content in parts.items():
            target.writestr(name, content)
    return path


def _replace(parts: dict[str, bytes], part: str, old: str, new: str) -> None:
    assert old.encode() in parts[part], (part, old)
    parts[part] = parts[part].replace(old.encode(), new.encode(), 1)


def changed(path: Path) -> FileBook:
    book = FileBook.open(path)
    book.set_cells("Plan", {(1, 1): "y"})
    book.save()
    return book


def test_a_macro_sheet_of_excel_4_does_not_stay_in_an_xlsx(tmp_path: Path) -> None:
    """Excel runs Auto_Open of an old macro sheet like any macro, whatever the file is called."""
    book = changed(a_workbook(tmp_path / "plan.xlsx", macro_sheet=True))
    package = Package.open(book.path)
    assert not [name for name in package.names() if "macro" in name]
    assert b"Auto_Open" not in package.read("xl/workbook.xml")
    assert openpyxl.load_workbook(book.path).sheetnames == ["Plan", "Key"]
    assert openpyxl.load_workbook(book.path)["Key"].defined_names["Local"].attr_text == "Key!$A$1"
    assert broken_rules(book.path) == []
    assert "macros are gone" in book.notices[0]


SHEETS = ("Plan", "Macro1", "Macro1 notes", "Tom's")


def with_macro_sheet(number: int, names: str = "", view: str = "") -> Package:
    """Four sheets, one of them a macro sheet; and what is said of names and of the window."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(SHEETS, 1)
    )
    made = parts(*[sheet('<row r="1"><c r="A1"><v>1</v></c></row>')] * 4)
    workbook = str(made["xl/workbook.xml"])
    start, end = workbook.index("<sheets>"), workbook.index("</sheets>")
    defined = f"<definedNames>{names}</definedNames>" if names else ""
    workbook = f"{workbook[:start]}{view}<sheets>{listed}</sheets>{defined}{workbook[end + 9 :]}"
    links = str(made["xl/_rels/workbook.xml.rels"]).replace(
        f'Id="rId{number}" Type="{OFFICE}/worksheet"', f'Id="rId{number}" Type="{OFFICE}/xlMacrosheet"'
    )
    return Package.from_bytes(
        zipped({**made, "xl/workbook.xml": workbook, "xl/_rels/workbook.xml.rels": links})
    )


def name(name: str, text: str, more: str = "") -> str:
    return f'<definedName name="{name}"{more}>{text}</definedName>'


def local(number: int) -> str:
    return f' localSheetId="{number}"'


@pytest.mark.parametrize(
    ("number", "names", "left"),
    [
        (2, name("A", "Macro1!$A$1") + name("B", "'Macro1'!$A$1") + name("C", "Plan!$A$1"), [("C", None)]),
        (2, name("A", "'Macro1 notes'!$A$1") + name("B", "Macro10!$A$1"), [("A", None), ("B", None)]),
        (4, name("A", "'Tom''s'!$A$1") + name("B", "Macro1!$A$1"), [("B", None)]),
        (2, name("A", "1", local(0)) + name("B", "1", local(1)) + name("C", "1", local(3)), [("A", "0"), ("C", "2")]),
        (2, name("A", "1", ' xlm="1"') + name("B", "1", ' xlm="0"') + name("C", "1", ' xlm="true"'), [("B", None)]),
        (2, name("A", "Macro1!$A$1"), None),
    ],
)  # fmt: skip
def test_with_a_macro_sheet_its_own_names_go_and_no_others(
    number: int, names: str, left: list[tuple[str, str | None]] | None
) -> None:
    """A name that is lost is an error in every formula that holds it; one too many, and Excel repairs the file."""
    package = with_macro_sheet(number, names)
    assert drop_macros(package)
    root = package.parsed("xl/workbook.xml")
    assert [each.get("name") for each in root.iter("{*}sheet")] == [
        each for at, each in enumerate(SHEETS, 1) if at != number
    ]
    found = [(each.get("name"), each.get("localSheetId")) for each in root.iter("{*}definedName")]
    assert found == (left or [])
    assert (root.find("{*}definedNames") is None) is (left is None)
    assert not drop_macros(package)


@pytest.mark.parametrize(
    ("number", "before", "after"), [(1, 0, 0), (2, 0, 0), (2, 1, 0), (2, 2, 1), (2, 3, 2), (4, 2, 2)]
)
def test_the_sheet_that_was_in_sight_is_in_sight_again(number: int, before: int, after: int) -> None:
    package = with_macro_sheet(
        number, view=f'<bookViews><workbookView activeTab="{before}" firstSheet="{before}"/></bookViews>'
    )
    drop_macros(package)
    (view,) = package.parsed("xl/workbook.xml").iter("{*}workbookView")
    assert (view.get("activeTab"), view.get("firstSheet")) == (str(after), str(after))


def test_a_template_becomes_a_workbook() -> None:
    package = Package.from_bytes(zipped(parts(sheet(""))))
    assert not drop_macros(package)
    assert not package.touched
    template = "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"
    package.set_content_type("xl/workbook.xml", template)
    assert not drop_macros(package)
    assert package.content_type("xl/workbook.xml").endswith("spreadsheetml.sheet.main+xml")


def test_nothing_of_a_vba_project_stays_in_an_xlsx(tmp_path: Path) -> None:
    """Scanners of e-mail stop a file that still speaks of a VBA project."""
    book = changed(a_workbook(tmp_path / "plan.xlsx", vba=True))
    package = Package.open(book.path)
    assert "xl/vbaProject.bin" not in package
    assert b"vbaProject" not in package.read("[Content_Types].xml")
    assert "macros are gone" in book.notices[0]


def test_a_signature_that_no_longer_holds_is_dropped_and_said(tmp_path: Path) -> None:
    """Excel would warn that the signature is invalid, as if somebody had tampered with the plan."""
    book = changed(a_workbook(tmp_path / "plan.xlsx", signed=True))
    package = Package.open(book.path)
    assert not [name for name in package.names() if "xmlsignatures" in name]
    assert package.related("", "origin") is None
    assert "digital signature is gone" in book.notices[0]


def test_an_ordinary_workbook_gives_no_notice(tmp_path: Path) -> None:
    """A notice that always comes is not read."""
    assert changed(a_workbook(tmp_path / "plan.xlsx")).notices == ()


@pytest.mark.validator
@pytest.mark.parametrize("what", ["macro_sheet", "vba", "signed"])
def test_what_is_left_is_a_valid_workbook(tmp_path: Path, what: str) -> None:
    """Taking a part out must leave no loose end that Excel repairs."""
    without = schema_errors(a_workbook(tmp_path / "ordinary.xlsx"))  # openpyxl has errors of its own
    assert schema_errors(changed(a_workbook(tmp_path / "plan.xlsx", **{what: True})).path) == without
