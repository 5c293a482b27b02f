"""The add-in and the sheet of buttons as they are built: the same each time, complete, and harmless."""

from __future__ import annotations

import functools
import io
import re
import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from oletools.olevba import VBA_Parser
from python_calamine import CalamineWorkbook

from macros import sources
from macros.build import SETTINGS_SHEET, built_addin, built_buttons
from macros.buttons_sheet import BUTTONS_SHEET, CHOICE_NAME
from macros.ribbon import buttons
from xlplan import shipped
from xlplan.errors import XlplanError
from xlplan.excel import install

Built = Callable[..., bytes]
BOTH = pytest.mark.parametrize("built", [built_addin, built_buttons], ids=["add-in", "buttons"])
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@functools.cache
def made(built: Built) -> bytes:
    """Built once for the tests that only look at it."""
    return built()


@functools.cache
def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


@functools.cache
def code(content: bytes) -> dict[str, str]:
    """The modules of a workbook by name, as another program reads them."""
    parser = VBA_Parser("vbaProject.bin", parts(content)["xl/vbaProject.bin"])
    return {name.partition(".")[0]: source for _, _, name, source in parser.extract_macros()}


@BOTH
def test_built_twice_it_is_the_same(built: Built) -> None:
    """IT signs one build and must be able to compare it with its own."""
    assert built() == built()


@pytest.mark.parametrize(
    ("name", "built"), [("xlplan.xlam", built_addin), ("xlplan-buttons.xlsm", built_buttons)]
)
def test_the_built_workbooks_are_what_the_sources_build(repository: Path, name: str, built: Built) -> None:
    """Nobody should have to trust a file whose source is another."""
    assert (repository / "workbooks" / name).read_bytes() == built(), "run: python -m macros.build"


@BOTH
def test_line_ends_of_a_checkout_do_not_matter(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkout on Windows may end its lines in another way; the add-in must be the same there."""
    expected = built()
    read_text = Path.read_text
    monkeypatch.setattr(Path, "read_text", lambda path, coding: read_text(path, coding).replace("\n", "\r\n"))
    assert built() == expected


@BOTH
def test_nothing_of_the_machine_or_the_day_is_in_it(built: Built) -> None:
    """Or two builds would differ, and one could see where it was made."""
    with zipfile.ZipFile(io.BytesIO(made(built))) as package:
        assert {member.date_time for member in package.infolist()} == {(2026, 1, 1, 0, 0, 0)}
        assert {member.compress_type for member in package.infolist()} == {zipfile.ZIP_STORED}
        assert {member.create_system for member in package.infolist()} == {0}


def test_the_code_is_exactly_the_sources() -> None:
    """What was reviewed is what runs."""
    for built, names in (
        (built_addin, [*sources.OUR_MODULES, sources.RIBBON_MODULE]),
        (built_buttons, sources.OUR_MODULES),
    ):
        found = dict(code(made(built)))
        for name in names:
            assert found.pop(name).splitlines() == sources.macro_text(f"{name}.bas").splitlines()
        starting = sources.starting_module(sources.xlwings_text())
        assert found.pop(sources.STARTING_MODULE).splitlines() == starting.splitlines()
        assert all(not re.search(r"\b(Sub|Function)\b", source) for source in found.values())


def test_every_sheet_has_its_module() -> None:
    """Excel repairs a workbook whose sheets have no module behind them, and its macros are gone."""
    for content in (made(built_addin), made(built_buttons)):
        workbook = parts(content)["xl/workbook.xml"].decode()
        names = re.findall(r'codeName="(\w+)"', workbook)
        for path, part in parts(content).items():
            if path.startswith("xl/worksheets/sheet"):
                names += re.findall(r'codeName="(\w+)"', part.decode())
        documents = [name for name, text in code(content).items() if "VB_PredeclaredId = True" in text]
        assert sorted(names) == sorted(documents)


@BOTH
def test_the_notices_of_xlwings_go_with_its_code(built: Built) -> None:
    """Its licence asks for the copyright notice, the conditions and the disclaimer."""
    text = code(made(built))[sources.STARTING_MODULE]
    for phrase in (
        "BSD 3-clause license",
        "Copyright (C) 2014-present, Zoomer Analytics LLC.",
        "Redistributions of source code must retain the above copyright notice",
        "Redistributions in binary form must reproduce the above copyright notice",
        "Neither the name of the copyright holder",
        "EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.",
        f"from xlwings {sources.xlwings_version(sources.xlwings_text())}",
    ):
        assert phrase in text


@BOTH
@pytest.mark.parametrize(
    "word",
    [
        "XLPyDLL", "XLPyLoadDLL", "LoadLibrary", "Declare ", "GetConfigFromFile", "GetConfigFilePath",
        "GetDirectoryConfigFilePath", "GetConfigFromSheet", "GetFullName", "SaveConfigToFile", "RunFrozenPython",
        "ImportPythonUDFs", "runpython_embedded_code", "LICENSE_KEY", "VBProject", "Auto_Open", "Workbook_Open",
        "http:", "https:", "URLDownload", "MSXML", "ActiveWorkbook.FullName", "ActiveWorkbook.Path",
        "ThisWorkbook.FullName",
    ],
)  # fmt: skip
def test_what_a_click_does_not_need_is_not_in_it(built: Built, word: str) -> None:
    """Less to read for IT, less for virus scanners to suspect; and no setting comes from the open workbook."""
    for name, text in code(made(built)).items():
        lines = [line for line in text.splitlines() if not line.strip().startswith("'")]
        assert word.lower() not in "\n".join(lines).lower(), name


def test_no_procedure_of_xlwings_that_is_called_was_left_out() -> None:
    """VBA finds out only when a button is clicked: Sub or Function not defined."""
    text = sources.xlwings_text()
    defined = set(re.findall(r"^(?:Public |Private )?(?:Declare )?(?:Sub|Function) (\w+)", text, re.M))
    ours = {"RunPython", "GetConfig", "ShowError", "CleanUp"}
    for name in sources.TAKEN:
        body = "\n".join(line.partition("'")[0] for line in sources.procedure(text, name).splitlines())
        called = {word for word in re.findall(r"\w+", re.sub(r'"[^"\n]*"', "", body)) if word in defined}
        assert called <= {*sources.TAKEN, *ours}, name


@pytest.mark.parametrize("gone", ["ExecuteWindows", "ToPosixPath", "WScript"])
def test_another_xlwings_is_refused_with_a_plain_sentence(gone: str) -> None:
    """A button that stops half way is worse than none."""
    text = sources.xlwings_text().replace(f"Function {gone}(", "Function Renamed(")
    with pytest.raises(XlplanError, match=rf"its VBA has no procedure {gone}.*pip install"):
        sources.starting_module(text)


@pytest.mark.parametrize(("pattern", "what"), [("POSSIBILITY", "licence"), ("XLWINGS_VERSION As", "version")])
def test_an_xlwings_without_notice_or_version_is_refused(pattern: str, what: str) -> None:
    with pytest.raises(XlplanError, match=f"its VBA has no {what}"):
        sources.starting_module(sources.xlwings_text().replace(pattern, ""))


def test_an_installed_xlplan_takes_the_addin_that_came_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is no checkout beside an installed package."""
    (tmp_path / "excel" / "shipped").mkdir(parents=True)
    (tmp_path / "excel" / "shipped" / "xlplan.xlam").write_bytes(b"as installed")
    monkeypatch.setattr(shipped.resources, "files", lambda package: tmp_path)
    assert install.shipped_buttons("xlplan.xlam") == b"as installed"


def test_without_xlwings_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "find_spec", lambda name: None)
    with pytest.raises(XlplanError, match=r'pip install -c constraints\.txt "\.\[excel\]"'):
        built_addin()


@pytest.mark.parametrize("instead", ['"cmd /C "', '"cmd.exe /K "', f"{sources.SHELL} & {sources.SHELL}"])
def test_an_xlwings_that_starts_the_shell_in_another_way_is_refused(instead: str) -> None:
    """Or the shell would be looked for in Excel's current folder again, and nobody would notice."""
    text = sources.xlwings_text().replace(sources.SHELL, instead)
    with pytest.raises(XlplanError, match=r"its VBA has no single place that starts cmd\.exe.*pip install"):
        sources.starting_module(text)


@BOTH
def test_no_program_is_started_by_its_name_alone(built: Built) -> None:
    """Windows looks into Excel's current folder first, where a file from an e-mail may lie."""
    text = code(made(built))[sources.STARTING_MODULE]
    assert r'WScript.Run(Environ("SystemRoot") & "\System32\cmd.exe /C " & ' in text
    assert len(re.findall(r"\.Run\(|\bShell\b\(", text)) == 1
    assert '"cmd' not in text


def test_the_part_that_starts_python_is_taken_word_for_word_but_for_the_path_of_the_shell() -> None:
    """What thousands use is better tested than what we could write."""
    text = sources.xlwings_text()
    module = code(made(built_addin))[sources.STARTING_MODULE].replace("\r\n", "\n")
    spec = find_spec("xlwings")
    assert spec
    assert spec.origin
    shipped = (Path(spec.origin).parent / "xlwings_custom_addin.bas").read_text("utf-8")
    for name in sources.TAKEN:
        taken = sources.procedure(text, name)
        assert taken.replace(sources.SHELL, sources.SHELL_IN_FULL) in module
        assert [line.rstrip() for line in shipped.splitlines()].count(taken.splitlines()[0]) == 1


@BOTH
@pytest.mark.parametrize("interpreter", ["", r"C:\Users\Ann O'Dell\xlplan & co\python.exe"])
def test_the_interpreter_is_on_the_settings_sheet(built: Built, interpreter: str) -> None:
    """It is the only place where a click looks for Python."""
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(built(interpreter)))
        .get_sheet_by_name(SETTINGS_SHEET)
        .to_python()
    )
    assert rows == [
        ["INTERPRETER_WIN", interpreter],
        ["INTERPRETER_MAC", interpreter],
        ["XLWINGS_VERSION", sources.xlwings_version(sources.xlwings_text())],
    ]


def test_settings_are_out_of_sight_on_the_sheet_of_buttons() -> None:
    """Nobody should type into them by accident."""
    book = openpyxl.load_workbook(io.BytesIO(made(built_buttons)))
    assert [sheet.sheet_state for sheet in book] == ["visible", "veryHidden"]


def test_the_add_in_is_one_and_has_its_ribbon() -> None:
    """Without its type Excel opens it as a workbook; without the relation there is no tab."""
    built = parts(made(built_addin))
    assert b"application/vnd.ms-excel.addin.macroEnabled.main+xml" in built["[Content_Types].xml"]
    assert b"sheet.macroEnabled.main+xml" not in built["[Content_Types].xml"]
    relations = {
        relation.get("Type", "").rpartition("/")[2]: relation.get("Target")
        for relation in ElementTree.fromstring(built["_rels/.rels"]).iter(RELATIONS)
    }
    assert relations["extensibility"] == "customUI/customUI.xml"
    assert ElementTree.fromstring(built["customUI/customUI.xml"]).tag.endswith("customUI")
    assert all(ElementTree.fromstring(part) is not None for name, part in built.items() if ".bin" not in name)


def test_the_cell_for_the_plans_name_can_be_typed_into() -> None:
    """The sheet is protected against accidents; this one cell is what people fill in."""
    book = openpyxl.load_workbook(io.BytesIO(made(built_buttons)))
    sheet, address = next(book.defined_names[CHOICE_NAME].destinations)
    cell = book[sheet][address.replace("$", "")]
    assert sheet == BUTTONS_SHEET
    assert not cell.protection.locked
    assert cell.number_format == "@", "a plan named 2027 stays a name"
    assert book[sheet]["B4"].value == "Plan to work on"


def test_buttons_stand_in_their_own_column_and_row() -> None:
    """A button over the text that explains it, or over another button, frightens people."""
    drawing = parts(made(built_buttons))["xl/drawings/vmlDrawing1.vml"].decode()
    anchors = [[int(n) for n in found.split(",")] for found in re.findall(r"<x:Anchor>([^<]*)<", drawing)]
    assert len(anchors) == len(buttons())
    for column, _, row, _, last_column, _, last_row, _ in anchors:
        assert (column, row) == (last_column, last_row)
    assert len({anchor[2] for anchor in anchors}) == len(anchors)


def test_a_module_can_be_replaced_for_a_test() -> None:
    """Where there is no Excel, the buttons are tried with another way to start Python."""
    double = (
        'Attribute VB_Name = "xlwings"\nPublic Function RunPython(PythonCommand As String)\nEnd Function\n'
    )
    assert code(built_buttons(replacing={"xlwings": double}))["xlwings"].splitlines() == double.splitlines()
