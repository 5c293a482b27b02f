"""From the label that a person clicks to the Python function that does the work: no name leads nowhere."""

from __future__ import annotations

import ast
import io
import re
import zipfile
from pathlib import Path

import pytest

from macros.build import built_buttons
from macros.ribbon import Button, buttons, ribbon_xml
from macros.sources import OUR_MODULES, RIBBON_MODULE, macro_text

NAMES = [
    ("Set up", "Standardise this workbook", "StandardiseWorkbook", "standardise_workbook"),
    ("Check", "Check plan", "CheckPlan", "check_plan"),
    ("Check", "Fix safe things", "FixSafeThings", "fix_safe_things"),
    ("Returns", "Issue returns", "IssueReturns", "issue_returns"),
    ("Returns", "Merge returns", "MergeReturns", "merge_returns"),
    ("Returns", "Settle conflicts", "SettleConflicts", "settle_conflicts"),
    ("Returns", "Who is outstanding", "WhoIsOutstanding", "who_is_outstanding"),
    ("Returns", "Chase", "ChaseReturns", "chase_returns"),
    ("Review", "Report", "WriteReport", "write_report"),
    ("Review", "Open next period", "OpenNextPeriod", "open_next_period"),
    ("Safety", "Undo last change", "UndoLastChange", "undo_last_change"),
    ("Help", "Help", "ShowHelp", "show_help"),
]
"""What documentation, habit and tests rely on: group, label, Sub, Python function."""


def procedures(module: str) -> dict[str, str]:
    """The procedures of one of our modules: name and body."""
    found = re.findall(
        r"^(?:Public |Private )(?:Sub|Function) (\w+)\(.*?\n(.*?)^End (?:Sub|Function)$",
        macro_text(f"{module}.bas"),
        re.M | re.S,
    )
    return dict(found)


def test_the_ribbon_has_these_buttons_in_this_order() -> None:
    """People find a button again where it was."""
    assert [(button.group, button.label, button.macro) for button in buttons()] == [
        (group, label, macro) for group, label, macro, _ in NAMES
    ]


def test_every_callback_of_the_ribbon_is_there_and_none_is_left_over() -> None:
    """Excel says "Cannot run the macro" where one is missing."""
    assert [button.callback for button in buttons()] == [
        f"{RIBBON_MODULE}.{n}" for n in procedures(RIBBON_MODULE)
    ]


def test_every_callback_calls_its_sub() -> None:
    """A button that does another button's work is the worst of all."""
    for name, body in procedures(RIBBON_MODULE).items():
        assert body.strip() == name.removeprefix("On")
    signatures = re.findall(r"^Public Sub \w+(\(.*\))$", macro_text(f"{RIBBON_MODULE}.bas"), re.M)
    assert set(signatures) == {"(control As IRibbonControl)"}


def test_every_sub_names_its_python_function() -> None:
    expected = {macro: f'XlplanLauncher.Press "{function}"' for _, _, macro, function in NAMES}
    assert {name: body.strip() for name, body in procedures("XlplanButtons").items()} == expected


def test_every_python_function_is_there(repository: Path) -> None:
    """Or a click ends in an error that only a programmer understands."""
    tree = ast.parse((repository / "xlplan" / "excel" / "buttons.py").read_text("utf-8"))
    taking_a_book = {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and [ast.unparse(argument) for argument in node.args.args] == ["book: xw.Book"]
        and not node.name.startswith("_")
    }
    assert taking_a_book == {function for _, _, _, function in NAMES}


def test_the_launcher_calls_python_as_python_expects(repository: Path) -> None:
    """The command stands in VBA and its meaning in Python: they must agree."""
    launcher = macro_text("XlplanLauncher.bas")
    assert (
        '''"from xlplan.excel.launch import press; press('" & button & "', '" & copyName & "', '"'''
        in launcher
    )
    tree = ast.parse((repository / "xlplan" / "excel" / "launch.py").read_text("utf-8"))
    (press,) = (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "press")
    assert [argument.arg for argument in press.args.args] == ["button", "copy", "xlwings_version"]


def test_the_sheet_has_the_same_buttons_as_the_ribbon() -> None:
    """Help and documents name a button by its label, wherever it stands."""
    with zipfile.ZipFile(io.BytesIO(built_buttons())) as package:
        drawing = package.read("xl/drawings/vmlDrawing1.vml").decode()
        texts = package.read("xl/sharedStrings.xml").decode()
    labels = re.findall(r"<font [^>]*>([^<]*)</font>", drawing)
    macros = re.findall(r"<x:FmlaMacro>\[0\]!(\w+)</x:FmlaMacro>", drawing)
    assert list(zip(labels, macros, strict=True)) == [(label, macro) for _, label, macro, _ in NAMES]
    for button in buttons():
        assert f">{button.group}<" in texts
        assert f">{button.says}<" in texts


@pytest.mark.parametrize("button", buttons(), ids=lambda button: button.label)
def test_every_button_says_in_plain_words_what_it_does(button: Button) -> None:
    """Whoever rests the mouse on a button wants to know whether it can do harm."""
    assert button.says.endswith(".")
    assert len(button.says) < 200
    assert re.search(r"backup|[Nn]othing is changed|not changed|is kept", button.says)


def test_ids_in_the_ribbon_are_unique_and_pictures_are_offices_own() -> None:
    """Excel leaves out the whole tab when an id is there twice."""
    text = ribbon_xml().decode()
    ids = re.findall(r'\bid="(\w+)"', text)
    assert len(ids) == len(set(ids)) == 1 + len({group for group, *_ in NAMES}) + len(NAMES)
    assert len(re.findall(r'imageMso="\w+"', text)) == len(NAMES)
    assert re.findall(r'label="([^"]*)" size="large"', text) == ["Check plan", "Merge returns"]


def test_our_vba_asks_nothing_while_it_is_compiled() -> None:
    """LibreOffice, with which the buttons are tried, passes over #If and would take both ways."""
    for name in (*OUR_MODULES, RIBBON_MODULE):
        assert "#If" not in re.sub(r"'.*", "", macro_text(f"{name}.bas"))
        assert "\nOption Explicit\n" in macro_text(f"{name}.bas")
