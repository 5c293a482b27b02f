"""The add-in in a program that runs VBA: its modules arrive, compile, and choose, refuse and finish as they should."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from macros import sources
from macros.build import built_addin, built_buttons
from tests.excel.engines.libreoffice.process import Bridge, python_with_uno

pytestmark = pytest.mark.libreoffice

LIBRARY = "Xlplan"
# Stands in for the part of xlwings that starts Python: notes what it was told, and adds sheets as a button does.
RECORDING = """Attribute VB_Name = "xlwings"
Private noted As String

Public Function RunPython(PythonCommand As String)
    Dim copyName As String
    Dim sheet As Worksheet

    copyName = Mid$(PythonCommand, InStr(PythonCommand, "xlplan-"), Len("xlplan-01234567.xlsx"))
    noted = noted & ActiveWorkbook.Name & "|" & PythonCommand & "|"
    If Dir(Environ("TMPDIR") & "/" & copyName) <> "" Then noted = noted & "copy is there"
    Set sheet = ActiveWorkbook.Worksheets.Add
    sheet.Name = "Checks"
    Set sheet = ActiveWorkbook.Worksheets.Add
    sheet.Name = "Holidays"
    Set sheet = ActiveWorkbook.Worksheets.Add
    sheet.Name = "Plan"
    ActiveWorkbook.Worksheets("Checks").Activate
End Function

Public Function GetConfig(SettingName As String, Optional Fallback As String = "") As Variant
    GetConfig = Fallback
    If SettingName = "INTERPRETER_WIN" Then GetConfig = "{python}"
    If SettingName = "XLWINGS_VERSION" Then GetConfig = "1.2.3"
End Function

Public Function Told() As String
    Told = noted
End Function
"""


def recording(python: str = sys.executable) -> dict[str, str]:
    """What to build the add-in with, so that a click is noted and starts nothing."""
    return {sources.STARTING_MODULE: RECORDING.replace("{python}", python)}


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The temporary folder of the LibreOffice in which a click happens."""
    return tmp_path_factory.mktemp("copies")


@pytest.fixture(scope="module")
def bridge(tmp_path_factory: pytest.TempPathFactory, copies: Path) -> Iterator[Bridge]:
    if python_with_uno() is None:
        pytest.skip("no Python here can import uno (Debian: python3-uno)")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TEMP", raising=False)
        patch.setenv("TMPDIR", str(copies))
        bridge = Bridge()
    try:
        bridge.start(tmp_path_factory.mktemp("profile"))
        yield bridge
    finally:
        bridge.close()


class Opened:
    """A workbook that is open in LibreOffice."""

    def __init__(self, bridge: Bridge, path: Path) -> None:
        self.bridge = bridge
        self.key = bridge.call("open_book", path=str(path), visible=True)["book"]

    def modules(self) -> set[str]:
        return set(self.bridge.call("libraries", book=self.key)[LIBRARY])

    def run(self, macro: str, with_object: bool = False) -> Any:
        return self.bridge.call(
            "run_macro", book=self.key, macro=f"{LIBRARY}.{macro}", with_object=with_object
        )

    def ask(self, module: str, question: str, text: str | None = None) -> Any:
        """What an expression is, seen from within a module: for that, the whole module must compile."""
        source = text or sources.macro_text(f"{module}.bas")
        probe = f"\nFunction Answer()\n    Dim problem As String\n    {question}\nEnd Function\n"
        arguments = {"library": LIBRARY, "module": module, "source": f"Option VBASupport 1\n{source}{probe}"}
        self.bridge.call("put_module", book=self.key, **arguments)
        return self.run(f"{module}.Answer")


Open = Callable[[Path], Opened]


@pytest.fixture
def opened(bridge: Bridge) -> Iterator[Open]:
    """Call it with a path; what was opened is closed at the end."""
    books: list[Opened] = []

    def open_one(path: Path) -> Opened:
        books.append(Opened(bridge, path))
        return books[-1]

    yield open_one
    for book in reversed(books):
        bridge.call("close_book", book=book.key)


@pytest.fixture
def addin(opened: Open, tmp_path: Path) -> Opened:
    path = tmp_path / "xlplan.xlam"
    path.write_bytes(built_addin())
    return opened(path)


@pytest.mark.parametrize(
    ("name", "built", "modules"),
    [
        ("xlplan.xlam", built_addin, {"Sheet1", sources.RIBBON_MODULE}),
        ("xlplan-buttons.xlsm", built_buttons, {"Sheet1", "Sheet2"}),
    ],
)
def test_all_modules_arrive(
    name: str, built: Callable[[], bytes], modules: set[str], opened: Open, tmp_path: Path
) -> None:
    """A module that another program cannot read is likely one that Excel cannot."""
    (tmp_path / name).write_bytes(built())
    common = {"ThisWorkbook", sources.STARTING_MODULE, *sources.OUR_MODULES}
    assert opened(tmp_path / name).modules() == common | modules


@pytest.mark.parametrize("module", [*sources.OUR_MODULES, sources.RIBBON_MODULE])
def test_each_module_compiles(addin: Opened, module: str) -> None:
    """Excel compiles at the first click, in front of the user."""
    assert addin.ask(module, "Answer = 42") == 42


def test_the_module_that_starts_python_compiles(addin: Opened) -> None:
    text = sources.starting_module(sources.xlwings_text())
    assert addin.ask(sources.STARTING_MODULE, 'Answer = Not FileExistsOnWindows("no such file")', text)


def starting_without_windows() -> str:
    """The module that starts Python; there is no Windows here to put its variables into a setting."""
    text = sources.starting_module(sources.xlwings_text())
    return text.replace(
        "= ExpandEnvironmentStrings(CStr(.Cells(Number, 2).Value))", "= CStr(.Cells(Number, 2).Value)"
    )


def test_settings_are_read_from_the_add_ins_own_sheet(addin: Opened) -> None:
    question = (
        'Answer = GetConfig("XLWINGS_VERSION") & GetConfig("INTERPRETER_WIN") & GetConfig("Other", "none")'
    )
    version = sources.xlwings_version(sources.xlwings_text())
    assert addin.ask(sources.STARTING_MODULE, question, starting_without_windows()) == f"{version}none"


@pytest.mark.parametrize(
    ("setting", "answer"),
    [
        ("INTERPRETER_WIN", "typed"),
        ("INTERPRETER_MAC", "typed"),
        ("XLWINGS_VERSION", "typed"),
        ("CONDA PATH", "fallback"),
        ("CONDA ENV", "fallback"),
        ("SHOW CONSOLE", "fallback"),
        ("TEMP DIR", "fallback"),
        ("INTERPRETER", "fallback"),
        ("", "fallback"),
    ],
)
def test_a_setting_that_is_not_ours_does_nothing(addin: Opened, setting: str, answer: str) -> None:
    """No signature covers the sheet, and xlwings would run what stands under CONDA PATH."""
    question = f"""With ThisWorkbook.Worksheets("xlplan.conf")
        .Cells(4, 1).Value = "{setting}"
        .Cells(4, 2).Value = "typed"
    End With
    Answer = GetConfig("{setting}", "fallback")"""
    assert addin.ask(sources.STARTING_MODULE, question, starting_without_windows()) == answer


@pytest.mark.parametrize(
    "name",
    [
        "Wexcombe plan.xlsx", "Children's plan (2027), v1.2.xlsm", "Plan #3 + notes; final.XLSX", "Book1",
        "Plän – März.xlsx", "1.xls", "~plan[1].ods",
        "Children & Families.xlsx",
    ],
)  # fmt: skip
def test_ordinary_names_are_taken(addin: Opened, name: str) -> None:
    """A coordinator does not want to rename what the council has named."""
    assert addin.ask("XlplanLauncher", f'Answer = WrongWithName("{name}")') == ""


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("a|b.xlsx", "character |"),
        ("%COMSPEC%.xlsx", "character %"),
        ("a^b.xlsx", "character ^"),
        ("a!b.xlsx", "character !"),
        ("a<b.xlsx", "character <"),
        ("a>b.xlsx", "character >"),
        ('a""b.xlsx', 'character "'),
        ("$(open -a Calculator).xlsx", "character $"),
        ("`id`.xlsx", "character `"),
        ("a\\b.xlsx", "character \\"),
        ("a=b.xlsx", "character ="),
        ("plan.x'); quit(); ('", "kind of workbook"),
        ("plan.docx", "kind of workbook (.docx)"),
        ("plan.", "kind of workbook"),
        ("plan.xlsx xlsm", "kind of workbook"),
    ],
)
def test_a_name_that_could_run_a_command_is_refused(addin: Opened, name: str, why: str) -> None:
    """A workbook's name comes by e-mail, and stands in the command that starts Python."""
    assert why in addin.ask("XlplanLauncher", f'Answer = WrongWithName("{name}")')


@pytest.mark.parametrize(
    ("button", "spoken"), [("merge_returns", "Merge returns"), ("who_is_outstanding", "Who is outstanding")]
)
def test_the_status_bar_names_the_button(addin: Opened, button: str, spoken: str) -> None:
    """While it runs one wants to know what it is that runs."""
    assert addin.ask("XlplanLauncher", f'Answer = Spoken("{button}")') == spoken


@pytest.mark.parametrize(("name", "ending"), [("Plan.XLSM", "xlsm"), ("Book1", "xlsx"), ("a.b.ods", "ods")])
def test_the_copys_name_is_safe_and_new(addin: Opened, name: str, ending: str) -> None:
    """It stands in the command too, and two copies must not meet."""
    question = f'Answer = NewCopyName("{name}") & " " & NewCopyName("{name}")'
    first, second = addin.ask("XlplanLauncher", question).split()
    assert first != second
    for copy in (first, second):
        start, _, rest = copy.partition("-")
        assert start == "xlplan"
        assert rest.removesuffix(f".{ending}").isalnum()
        assert len(rest) == 8 + 1 + len(ending)


@pytest.mark.parametrize(
    ("interpreter", "why"),
    [("", "not set up on this computer yet"), ("/nowhere/python", "no longer where it was")],
)
def test_without_python_it_says_what_to_do(interpreter: str, why: str, opened: Open, tmp_path: Path) -> None:
    """After a new computer, or when Python was updated by IT."""
    path = tmp_path / "xlplan.xlam"
    path.write_bytes(built_addin(replacing=recording(interpreter)))
    said = opened(path).ask("XlplanLauncher", "Answer = WrongWithPython()")
    assert why in said
    assert "xlplan addin install" in said


@pytest.fixture
def with_buttons(opened: Open, tmp_path: Path) -> Opened:
    """The sheet of buttons, open, with the recording double in xlwings' place."""
    path = tmp_path / "xlplan-buttons.xlsm"
    path.write_bytes(built_buttons(replacing=recording()))
    return opened(path)


@pytest.fixture
def plan(sample: Callable[[str], Path]) -> Callable[[str], Path]:
    """Call it with a name for a council's plan of that name."""

    def named(name: str) -> Path:
        path = sample("colours-only.xlsx")
        return path.rename(path.with_name(name))

    return named


CHOOSE = """ThisWorkbook.Worksheets("Buttons").Range("PlanToWorkOn").Value = "{wanted}"
    Dim book As Workbook
    Set book = ChosenBook(problem)
    Answer = problem
    If Not book Is Nothing Then Answer = book.Name"""


@pytest.mark.parametrize(
    ("names", "wanted", "answer"),
    [
        ([], "", "Open the plan first"),
        (["Wexcombe plan.xlsx"], "", "Wexcombe plan.xlsx"),
        (["Wexcombe plan.xlsx"], "Another", "is not open"),
        (["Wexcombe plan.xlsx", "Budget.xlsx"], "", "More than one workbook is open"),
        (["Wexcombe plan.xlsx", "Budget.xlsx"], "wexcombe plan.xlsx", "Wexcombe plan.xlsx"),
        (["Wexcombe plan.xlsx", "Budget.xlsx"], " Wexcombe plan ", "Wexcombe plan.xlsx"),
    ],
)
def test_a_button_on_the_sheet_works_on_the_plan_that_is_meant(
    names: list[str],
    wanted: str,
    answer: str,
    with_buttons: Opened,
    plan: Callable[[str], Path],
    opened: Open,
) -> None:
    """The wrong workbook must never be changed; where two could be meant, the person is asked."""
    for name in names:
        opened(plan(name))
    said = with_buttons.ask("XlplanBooks", CHOOSE.format(wanted=wanted))
    assert answer in said
    if answer.startswith(("More", "is not")):
        assert all(name in said for name in names)


@pytest.mark.parametrize(
    ("name", "built", "macro"),
    [
        ("xlplan-buttons.xlsm", built_buttons, "XlplanButtons.MergeReturns"),
        ("xlplan.xlam", built_addin, "XlplanRibbon.OnMergeReturns"),
    ],
)
def test_a_click_saves_a_copy_starts_python_and_finishes_new_sheets(
    name: str,
    built: Callable[..., bytes],
    macro: str,
    opened: Open,
    plan: Callable[[str], Path],
    tmp_path: Path,
    copies: Path,
) -> None:
    """The whole way of a click, but for Python itself."""
    (tmp_path / name).write_bytes(built(replacing=recording()))
    program = opened(tmp_path / name)
    book = opened(plan("Wexcombe plan.xlsx"))
    program.run(macro, with_object="Ribbon" in macro)
    caller, command, copy = program.run("xlwings.Told").split("|")
    assert caller == "Wexcombe plan.xlsx"
    start, _, rest = command.partition("xlplan-")
    assert start == "from xlplan.excel.launch import press; press('merge_returns', '"
    assert rest[8:] == ".xlsx', '1.2.3')"
    assert copy == "copy is there"
    assert not list(copies.glob("xlplan-*")), "the copy is deleted at the end"
    assert book.bridge.call("active_sheet", book=book.key) == "Checks", "as Python left it"
    saved = tmp_path / "saved.xlsx"
    book.bridge.call("save_book", book=book.key, path=str(saved))
    sheets = openpyxl.load_workbook(saved)
    frozen = {sheet.title: sheet.freeze_panes for sheet in sheets}
    assert frozen["Plan"] == "D4"
    assert frozen["Checks"] == "A4"
    assert frozen["Holidays"] is None, "not ours"
    assert sheets["Plan"].page_setup.orientation == "landscape"
    gridlines = 'Answer = ActiveWorkbook.Name & "|" & ActiveWindow.DisplayGridlines'
    assert program.ask("XlplanSheets", gridlines) == "saved.xlsx|False"
