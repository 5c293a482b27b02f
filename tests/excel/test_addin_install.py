"""Installing the buttons and taking them away, on made-up computers with both systems."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from importlib import metadata
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from macros.vba import standard_module, vba_project
from xlplan.cli import addin as addin_commands
from xlplan.cli import run
from xlplan.errors import UnreadableWorkbook, WorkbookInUse, WrongUsage
from xlplan.excel import addin_file, doctor, install
from xlplan.excel.doctor import InterpreterAnswer
from xlplan.excel.places import ADDIN, BUTTONS, Places, System, places
from xlplan.workbook.grid import Formula, Place, Value
from xlplan.workbook.ooxml.cells import set_cells
from xlplan.workbook.ooxml.package import Package

PYTHON = "/opt/xlplan/bin/python"
WINDOWS_PYTHON = r"C:\Program Files\xlplan\python.exe"
SIGNATURES = ("vbaProjectSignature", "vbaProjectSignatureAgile", "vbaProjectSignatureV3")


@pytest.fixture
def windows(tmp_path: Path) -> Places:
    """A user's folders on Windows."""
    return places("win32", {"APPDATA": str(tmp_path / "Roaming")}, tmp_path)


@pytest.fixture
def mac(tmp_path: Path) -> Places:
    """A user's folders on a Mac."""
    return places("darwin", {}, tmp_path)


@pytest.fixture(params=["windows", "mac"])
def anywhere(request: pytest.FixtureRequest) -> Places:
    """Both, one after the other."""
    found: Places = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def python(anywhere: Places) -> str:
    """The path of a Python there."""
    return WINDOWS_PYTHON if anywhere.system == "windows" else PYTHON


def signed(content: bytes) -> bytes:
    """The add-in as Microsoft's signing tool leaves it: three more parts beside the VBA, which stays as it is."""
    package = Package.from_bytes(content)
    for kind in SIGNATURES:
        package.add(f"xl/{kind}.bin", kind.encode() * 40, f"application/vnd.ms-office.{kind}")
        package.add_relation(
            "xl/vbaProject.bin",
            f"http://schemas.microsoft.com/office/2006/relationships/{kind}",
            f"xl/{kind}.bin",
        )
    stream = BytesIO()
    package.write_to(stream)
    return stream.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# where


@pytest.mark.parametrize(
    ("platform", "environment", "addin"),
    [
        ("win32", {"APPDATA": "/p/Roaming"}, "/p/Roaming/Microsoft/Excel/XLSTART/xlplan.xlam"),
        ("win32", {}, "/home/ann/AppData/Roaming/Microsoft/Excel/XLSTART/xlplan.xlam"),
        (
            "darwin",
            {},
            (
                "/home/ann/Library/Group Containers/UBF8T346G9.Office/User Content.localized/"
                "Startup.localized/Excel/xlplan.xlam"
            ),
        ),
    ],
)
def test_excel_finds_the_addin(platform: str, environment: dict[str, str], addin: str) -> None:
    """In any other folder the tab would never appear."""
    assert places(platform, environment, Path("/home/ann")).addin == Path(addin)


@pytest.mark.parametrize("command", ["install", "remove", "check"])
def test_where_there_is_no_excel_it_says_so(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody should look for a tab that cannot be."""
    monkeypatch.setattr("xlplan.excel.places.places", lambda: places("linux", {}, Path("/home/ann")))
    assert run(["addin", command]) == 2
    assert "Windows and macOS only" in capsys.readouterr().err


def test_the_commands_do_it_all(
    anywhere: Places, python: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A script for many computers goes by exit codes and JSON."""
    monkeypatch.setattr("xlplan.excel.places.places", lambda: anywhere)
    monkeypatch.setattr("xlplan.excel.doctor.metadata.version", lambda _: "7.8.9")
    monkeypatch.setattr("xlplan.excel.doctor.ask", lambda _: InterpreterAnswer(problem="no packages"))
    monkeypatch.setattr("xlplan.excel.install.interpreter_of", lambda _: python)

    def printed(command: str, code: int) -> dict[str, Any]:
        assert run(["addin", command, "--json"]) == code
        document: dict[str, Any] = json.loads(capsys.readouterr().out)
        return document

    assert printed("check", 1)["lines"][0]["state"] == "missing"
    installed = printed("install", 0)
    assert installed["files"][-1] == str(anywhere.addin)
    assert installed["interpreter"] == python
    assert not installed["signed"]
    assert python in printed("check", 1)["lines"][1]["what"]
    assert str(anywhere.addin) in printed("remove", 0)["removed"]
    assert printed("remove", 0)["removed"] == []


# install


@pytest.mark.parametrize("name", [ADDIN, BUTTONS])
def test_what_is_given_to_sign_is_set_up_for_no_computer(name: str) -> None:
    """A path of the builder's own computer would be signed and handed out."""
    recorded = addin_file.settings(install.shipped_buttons(name))
    assert [recorded.get(setting, "") for setting in addin_file.INTERPRETERS] == ["", ""]


def test_the_addin_starts_the_python_that_has_xlplan(anywhere: Places, python: str) -> None:
    """Another Python would not know xlplan."""
    install.install(anywhere, python=python).save()
    assert addin_file.settings(anywhere.addin.read_bytes())["INTERPRETER_MAC"] == python


def test_installing_twice_is_installing_once(anywhere: Places, python: str, tmp_path: Path) -> None:
    """People run it again when something does not work."""
    install.install(anywhere, python=python).save()
    once = files(tmp_path)
    result = install.install(anywhere, python=python)
    result.save()
    assert files(tmp_path) == once
    assert str(anywhere.addin) in result.summary()
    assert "Start Excel anew" in result.summary()


def test_on_a_mac_the_script_that_starts_python_is_there(mac: Places) -> None:
    """Without it every click ends in xlwings' own error."""
    install.install(mac, python=PYTHON).save()
    name, content = install.script_of_xlwings()
    assert mac.scripts is not None
    assert (mac.scripts / name).read_bytes() == content
    assert name == f"xlwings-{metadata.version('xlwings')}.applescript"


def test_a_script_for_an_earlier_xlwings_goes(mac: Places) -> None:
    """Scripts that Excel may start must not pile up."""
    assert mac.scripts is not None
    mac.scripts.mkdir(parents=True)
    (mac.scripts / "xlwings-0.1.0.applescript").write_text("on VbaHandler()", "utf-8")
    (mac.scripts / install.RECORD).write_text("xlwings-0.1.0.applescript\n../../gone.applescript\n", "utf-8")
    install.install(mac, python=PYTHON).save()
    name, _ = install.script_of_xlwings()
    assert sorted(path.name for path in mac.scripts.iterdir()) == sorted([install.RECORD, name])


def test_a_workbook_with_buttons_instead_of_an_addin(windows: Places, tmp_path: Path) -> None:
    """Who may not install add-ins gets the same buttons on a sheet, and nothing else."""
    install.install(windows, python=WINDOWS_PYTHON, buttons=tmp_path / "plans").save()
    made = tmp_path / "plans" / "xlplan-buttons.xlsm"
    assert list(files(tmp_path)) == [str(made.relative_to(tmp_path))]
    assert addin_file.settings(made.read_bytes())["INTERPRETER_WIN"] == WINDOWS_PYTHON


def test_a_signature_stays_valid(windows: Places, tmp_path: Path) -> None:
    """An add-in whose VBA or signature changed by one byte is no longer signed, and Office blocks it."""
    given = signed(install.shipped_buttons(ADDIN))
    (tmp_path / "signed.xlam").write_bytes(given)
    result = install.install(windows, python=WINDOWS_PYTHON, signed=tmp_path / "signed.xlam")
    result.save()
    installed = windows.addin.read_bytes()
    before, after = parts(given), parts(installed)
    assert result.signed
    assert addin_file.settings(installed)["INTERPRETER_WIN"] == WINDOWS_PYTHON
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"}
    assert {f"xl/{kind}.bin" for kind in SIGNATURES} | {"xl/vbaProject.bin"} <= set(before) - changed


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        (b"", "damaged"),
        (b"PK\x03\x04 no zip at all", "damaged"),
        ("wexcombe-plan.xlsx", "not xlplan's add-in"),
    ],
)
def test_another_file_is_not_installed(
    content: bytes | str | None, said: str, windows: Places, tmp_path: Path, sample: Callable[[str], Path]
) -> None:
    """A mistaken path must not put a stranger's macros where Excel starts them."""
    file = tmp_path / "given.xlam"
    if isinstance(content, bytes):
        file.write_bytes(content)
    elif content:
        file = sample(content)
    with pytest.raises(UnreadableWorkbook, match=said):
        install.install(windows, python=WINDOWS_PYTHON, signed=file)
    assert not windows.addin.exists()


def test_a_signed_workbook_with_buttons(windows: Places, tmp_path: Path) -> None:
    """Where only signed macros run, those who may not install add-ins need it; and one is not taken for the other."""
    addin, buttons = tmp_path / "addin", tmp_path / "buttons"
    addin.write_bytes(signed(install.shipped_buttons(ADDIN)))
    buttons.write_bytes(signed(install.shipped_buttons(BUTTONS)))
    result = install.install(windows, python=WINDOWS_PYTHON, signed=buttons, buttons=tmp_path / "plans")
    result.save()
    assert result.signed
    made = (tmp_path / "plans" / "xlplan-buttons.xlsm").read_bytes()
    assert addin_file.settings(made)["INTERPRETER_WIN"] == WINDOWS_PYTHON
    with pytest.raises(UnreadableWorkbook, match="it is the workbook with buttons"):
        install.install(windows, python=WINDOWS_PYTHON, signed=buttons)
    with pytest.raises(UnreadableWorkbook, match="it is the add-in"):
        install.install(windows, python=WINDOWS_PYTHON, signed=addin, buttons=tmp_path)


def rewritten(content: bytes, change: Callable[[Package], object]) -> bytes:
    """The file with its parts changed."""
    package = Package.from_bytes(content)
    change(package)
    stream = BytesIO()
    package.write_to(stream)
    return stream.getvalue()


def with_a_macro_more(content: bytes) -> bytes:
    """The same procedures, and one that Excel runs at its start."""
    project = vba_project(
        "Xlplan", [standard_module('Attribute VB_Name = "More"\nSub Auto_Open()\nEnd Sub\n')]
    )
    return rewritten(content, lambda package: package.write("xl/vbaProject.bin", project))


def with_code_elsewhere(content: bytes, name: str = "code.bin") -> bytes:
    """Our code is there, and the workbook is related to another part as its code."""

    def change(package: Package) -> None:
        relations = "xl/_rels/workbook.xml.rels"
        package.add(f"xl/{name}", b"another project", package.content_type("xl/vbaProject.bin"))
        package.write(relations, package.read(relations).replace(b"vbaProject.bin", name.encode()))

    return rewritten(content, change)


def with_code_under_the_name_of_a_signature(content: bytes) -> bytes:
    """Signatures are the one thing that a signed file has more than ours."""
    return with_code_elsewhere(content, "vbaProjectSignature.bin")


def with_a_sheet_of_old_macros(content: bytes) -> bytes:
    """Excel 4.0 macros are not in the VBA."""

    def change(package: Package) -> None:
        package.add("xl/macrosheets/sheet1.xml", b"<macrosheet/>", "application/vnd.ms-excel.macrosheet+xml")
        kind = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
        package.add_relation("xl/workbook.xml", kind, "xl/macrosheets/sheet1.xml")

    return rewritten(content, change)


def with_a_name_that_runs(content: bytes) -> bytes:
    """A name Auto_Open runs when the file is opened."""

    def change(package: Package) -> None:
        names = b'<definedNames><definedName name="_xlnm.Auto_Open">[b.xls]M!A1</definedName></definedNames>'
        workbook = package.read("xl/workbook.xml")
        package.write("xl/workbook.xml", workbook.replace(b"</sheets>", b"</sheets>" + names))

    return rewritten(content, change)


REMEDY = "Sign a copy of the file that this version ships"
BOTH = pytest.mark.parametrize("is_addin", [True, False], ids=["add-in", "buttons"])


def built(*, is_addin: bool) -> bytes:
    """What IT has signed."""
    return signed(install.shipped_buttons(ADDIN) if is_addin else install.shipped_buttons(BUTTONS))


def refused(content: bytes, said: str, where: Places, folder: Path, *, is_addin: bool) -> None:
    """Installing it is refused with these words, and leaves nothing behind."""
    (folder / "given").write_bytes(content)
    buttons = None if is_addin else folder / "plans"
    with pytest.raises(UnreadableWorkbook, match=f"{said}.*{REMEDY}"):
        install.install(where, python=WINDOWS_PYTHON, signed=folder / "given", buttons=buttons)
    assert list(files(folder)) == ["given"]


@BOTH
@pytest.mark.parametrize(
    "change",
    [
        with_a_macro_more,
        with_code_elsewhere,
        with_code_under_the_name_of_a_signature,
        with_a_sheet_of_old_macros,
        with_a_name_that_runs,
    ],
)
def test_a_signed_file_with_other_code_is_refused(
    change: Callable[[bytes], bytes], is_addin: bool, windows: Places, tmp_path: Path
) -> None:
    """What Excel starts by itself must be what was reviewed, whoever signed it."""
    said = "not the one that this version of xlplan ships"
    refused(change(built(is_addin=is_addin)), said, windows, tmp_path, is_addin=is_addin)


@BOTH
@pytest.mark.parametrize(
    "cells",
    [
        {(4, 1): "CONDA PATH", (4, 2): "calc &"},
        {(9, 1): "SHOW CONSOLE", (9, 2): True},
        {(4, 1): "TEMP DIR"},
        {(4, 1): "INTERPRETER_WIN_2", (4, 2): "python"},
        {(3, 2): "0.37.8'); quit(); ('"},
        {(3, 2): Formula("=NOW()", "0.37.8")},
        {(1, 3): Formula("=1+1", 2)},
        {(3, 1): None},
    ],
    ids=str,
)
def test_a_signed_file_with_other_settings_is_refused(
    cells: dict[Place, Value | Formula], is_addin: bool, windows: Places, tmp_path: Path
) -> None:
    """No signature covers the sheet, and anybody on the way can type into it."""
    changed = rewritten(
        built(is_addin=is_addin), lambda package: set_cells(package, addin_file.SETTINGS, cells)
    )
    refused(changed, "sheet xlplan.conf holds other settings", windows, tmp_path, is_addin=is_addin)


@BOTH
@pytest.mark.parametrize("recorded", ["", r"D:\elsewhere\python.exe"])
def test_a_signed_build_installs_whatever_python_it_was_set_up_for(
    recorded: str, is_addin: bool, windows: Places, tmp_path: Path
) -> None:
    """A coordinator may hand the installed file on to the next one."""
    given = built(is_addin=is_addin)
    (tmp_path / "given").write_bytes(addin_file.with_interpreter(given, recorded) if recorded else given)
    buttons = None if is_addin else tmp_path / "plans"
    result = install.install(windows, python=WINDOWS_PYTHON, signed=tmp_path / "given", buttons=buttons)
    result.save()
    assert result.signed
    assert addin_file.settings(Path(result.files[-1]).read_bytes())["INTERPRETER_WIN"] == WINDOWS_PYTHON


def test_an_addin_that_excel_holds_is_left_alone(windows: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows an open file cannot be replaced; half of one must not be left either."""
    install.install(windows, python=WINDOWS_PYTHON).save()
    before = windows.addin.read_bytes()

    unlink = Path.unlink

    def held(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "in use")

    def held_if_installed(path: Path, missing_ok: bool = False) -> None:
        if path == windows.addin:
            held(path)
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(Path, "unlink", held_if_installed)
    with pytest.raises(WorkbookInUse, match="Close all windows of Excel"):
        install.install(windows, python=r"D:\python.exe").save()
    with pytest.raises(WorkbookInUse, match="Close all windows of Excel"):
        install.remove(windows).save()
    assert [path.name for path in windows.startup.iterdir()] == ["xlplan.xlam"]
    assert windows.addin.read_bytes() == before


@pytest.mark.parametrize(
    ("python", "system", "why"),
    [
        (r"C:\Users\Ann O'Neil & co\.venv\Scripts\python.exe", "windows", ""),  # the macro puts it in quotes
        (r"\\server\share\xlplan\python.exe", "windows", ""),
        ("/Users/ann/.xlplan/bin/python3", "mac", ""),
        (r"C:\100% mine\python.exe", "windows", "plain name"),
        ('C:\\x" & calc & "\\python.exe', "windows", "plain name"),
        (r"C:\now!\python.exe", "windows", "plain name"),  # where cmd.exe is set to expand variables late
        ("C:\\x\n& calc\\python.exe", "windows", "holds a control character"),
        ("C:\\x\r\\python.exe", "windows", "holds a control character"),
        ("C:\\x\x1b[2J\\python.exe", "windows", "holds a control character"),
        ("C:\\x\0\\python.exe", "windows", "holds a control character"),
        ("python", "windows", "not the whole path"),
        ("python.exe", "windows", "not the whole path"),
        (r"Scripts\python.exe", "windows", "not the whole path"),
        (r"..\python.exe", "windows", "not the whole path"),
        (r"\Python312\python.exe", "windows", "not the whole path"),
        ("C:python.exe", "windows", "not the whole path"),
        ("/opt/xlplan/bin/python", "windows", "not the whole path"),
        ("/Users/ann/My plans/.venv/bin/python", "mac", "plain name"),
        ("/Users/ann/plans;x/bin/python", "mac", "plain name"),
        ("/Users/ann/now!/bin/python", "mac", "plain name"),
        ("/Users/ann/x\nopen/bin/python", "mac", "holds a control character"),
        ("/Users/ann/x\ty/bin/python", "mac", "holds a control character"),
        ("/Users/ann/x\x85/bin/python", "mac", "holds a control character"),
        ("python3", "mac", "not the whole path"),
        ("bin/python3", "mac", "not the whole path"),
        ("./python3", "mac", "not the whole path"),
    ],
)
def test_a_python_that_no_click_can_start_is_refused(python: str, system: System, why: str) -> None:
    """It would install well, and every button would fail, or start another program that lies nearer."""
    if not why:
        assert install.startable(python, system) == python
        return
    with pytest.raises(WrongUsage, match=why) as refusal:
        install.startable(python, system)
    assert str(refusal.value).isprintable(), "it is shown in a terminal"


def test_a_python_without_a_path_is_refused(windows: Places) -> None:
    """A program that has Python built in does not know where Python lies."""
    with pytest.raises(WrongUsage, match="not the whole path"):
        install.startable("", "windows")
    with pytest.raises(WrongUsage, match="not the whole path"):
        install.install(windows, python="python.exe")
    assert not windows.startup.exists()


def test_the_python_without_a_window_is_not_recorded(tmp_path: Path) -> None:
    """pythonw.exe writes no errors anywhere, so a fault would pass without a word."""
    (tmp_path / "python.exe").touch()
    assert install.interpreter_of("windows", str(tmp_path / "pythonw.exe")) == str(tmp_path / "python.exe")
    assert install.interpreter_of("windows", r"C:\x\python.exe") == r"C:\x\python.exe"
    assert install.interpreter_of("mac", "/x/python3") == "/x/python3"


def test_python_from_the_store_is_refused() -> None:
    """What it writes to the folder that Excel looks in, Excel never sees."""
    install.refuse_store_python(r"C:\Python312")
    with pytest.raises(WrongUsage, match=r"python\.org"):
        install.refuse_store_python(r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12_x64")


def test_without_its_packages_it_says_what_to_install(
    mac: Places, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who installed the plain library gets the one line to type, not a traceback."""

    def without(name: str) -> metadata.Distribution:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr("xlplan.excel.places.places", lambda: mac)
    monkeypatch.setattr("xlplan.excel.install.metadata.distribution", without)
    assert run(["addin", "install"]) == 2
    assert 'In your copy of xlplan run: pip install -c constraints.txt ".[excel]"' in capsys.readouterr().err


# remove


def test_remove_takes_away_what_install_put_there(anywhere: Places, python: str, tmp_path: Path) -> None:
    """Nothing of ours stays behind in folders that Excel runs things from."""
    install.install(anywhere, python=python).save()
    anywhere.addin.with_name("council.xlam").write_bytes(b"another's")
    result = install.remove(anywhere)
    result.save()
    assert [Path(name).name for name in files(tmp_path)] == ["council.xlam"]
    assert str(anywhere.addin) in result.summary()
    again = install.remove(anywhere)
    again.save()
    assert again.removed == ()
    assert "nothing to remove" in again.summary()


def test_a_script_that_somebody_else_put_there_stays(mac: Places) -> None:
    """Other macros of the user may need xlwings' script."""
    name, content = install.script_of_xlwings()
    assert mac.scripts is not None
    mac.scripts.mkdir(parents=True)
    (mac.scripts / name).write_bytes(content)
    install.install(mac, python=PYTHON).save()
    install.remove(mac).save()
    assert [path.name for path in mac.scripts.iterdir()] == [name]


# check, after install


def test_check_sees_what_install_did(anywhere: Places, python: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The two must agree on every place and name."""
    versions = {"xlplan": "7.8.9", "xlwings": metadata.version("xlwings")}
    monkeypatch.setattr("xlplan.excel.doctor.metadata.version", versions.__getitem__)
    monkeypatch.setattr("xlplan.excel.doctor.ask", lambda _: InterpreterAnswer(**versions))
    monkeypatch.setattr(
        "xlplan.excel.doctor.Path", lambda path: SimpleNamespace(is_file=lambda: path == python)
    )
    assert doctor.check(anywhere, {}).needs_a_person
    install.install(anywhere, python=python).save()
    result = doctor.check(anywhere, {})
    assert not result.needs_a_person
    assert {line.state for line in result.lines} == {"fine"}
    assert "buttons should work" in result.summary()
    anywhere.addin.write_bytes(b"cut off")
    assert "damaged" in doctor.check(anywhere, {}).summary()


def test_a_signed_addin_of_this_version_is_known(windows: Places, tmp_path: Path) -> None:
    """IT would be asked for another signature for nothing."""
    (tmp_path / "signed.xlam").write_bytes(signed(install.shipped_buttons(ADDIN)))
    install.install(windows, python=WINDOWS_PYTHON, signed=tmp_path / "signed.xlam").save()
    content = windows.addin.read_bytes()
    assert addin_file.is_signed(content)
    assert addin_file.same_code(content, install.shipped_buttons(ADDIN))
    assert not addin_file.same_code(content, install.shipped_buttons(BUTTONS))


@pytest.mark.parametrize("command", sorted(addin_commands.commands))
def test_every_option_of_the_group_is_documented(repository: Path, command: str) -> None:
    """An option that is not written down is not used."""
    page = (repository / "docs" / "commands.md").read_text("utf-8")
    section = page.partition("\n## addin\n")[2].partition("\n## ")[0]
    assert f"\nxlplan addin {command}" in section
    options = {max(option.opts, key=len) for option in addin_commands.commands[command].params}
    assert [option for option in options - {"--json", "--quiet"} if f"`{option}`" not in section] == []
