"""A click, from the button to the merged plan: the real VBA, the real buttons, a real spreadsheet program.

LibreOffice stands in for Excel, and a double for the one VBA module that starts Python. With XLPLAN_PICTURE=file.png a
picture of the screen is kept for the documentation.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import xlplan
from macros import sources
from macros.build import built_addin, built_buttons
from macros.ribbon import Button, buttons
from tests.builders import month
from tests.builders.same_workbook import differences
from tests.excel.engines.libreoffice.click import DOUBLE, Clicks, awaited, clicks
from tests.excel.engines.libreoffice.process import python_with_uno
from tests.excel.engines.libreoffice.window import HEIGHT, WIDTH, Screen, missing_programs, screen
from xlplan import demo
from xlplan.cli import run

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(
        python_with_uno() is None, reason="no Python here can import uno (Debian: python3-uno)"
    ),
]

DOUBLES = {sources.STARTING_MODULE: DOUBLE}
STOPPED_CLOCK = "import pytest; from tests.builders import month; month.stop_the_clock(pytest.MonkeyPatch())"
MERGE = "xlplan: Merge returns"
BUTTONS_BOOK = "xlplan-buttons.xlsm"


def saved_by_libreoffice(running: Clicks, book: str, path: Path) -> Path:
    """The open workbook as a file of its own."""
    running.bridge.call("copy_book", book=book, path=str(path))
    return path


def what_differs(running: Clicks, book: str, wanted: Path, folder: Path) -> list[str]:
    """Compare the open workbook with what the command has made, after both have been saved by LibreOffice."""
    pressed = saved_by_libreoffice(running, book, folder / "pressed.xlsx")
    key = running.bridge.call("open_book", path=str(wanted), visible=False)["book"]
    commanded = saved_by_libreoffice(running, key, folder / "commanded.xlsx")
    running.bridge.call("close_book", book=key)
    return differences(pressed, commanded)


@pytest.fixture
def a_month(
    sample: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Iterator[month.Pressed]]:
    with monkeypatch.context() as patch:
        month.stop_the_clock(patch)
        yield month.a_month(sample("colours-only.xlsx"), tmp_path / "month")


def function(button: Button) -> str:
    """The Python function behind a button: "merge_returns" for the Sub MergeReturns."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", button.macro).lower()


@pytest.mark.parametrize("program", [BUTTONS_BOOK, "xlplan.xlam"])
def test_every_button_does_what_its_command_does(
    program: str, a_month: Iterator[month.Pressed], tmp_path: Path
) -> None:
    """Else a button is dead, or leads to another's work, or leaves the plan otherwise than the command line."""
    is_addin = program.endswith(".xlam")
    path = tmp_path / program
    path.write_bytes(built_addin(replacing=DOUBLES) if is_addin else built_buttons(replacing=DOUBLES))
    left = {function(button): button for button in buttons()}
    folder = tmp_path / "click"
    folder.mkdir()
    with clicks(folder, before=STOPPED_CLOCK) as running:
        key = running.open(path)
        for step in a_month:
            button = left.pop(step.button, None)
            if button is None:
                continue  # pressed a second time in this month
            book = running.open(step.before)
            module = f"{sources.RIBBON_MODULE}.On" if is_addin else "XlplanButtons."
            macro = f"Xlplan.{module}{button.macro}"
            running.bridge.call("run_macro", book=key, macro=macro, with_object=is_addin)
            assert [alert.title for alert in running.answered()] == [f"xlplan: {button.label}"]
            assert what_differs(running, book, step.wanted, tmp_path) == [], button.label
            assert not list((folder / "copies").glob("xlplan-*")), "the copy is deleted at the end"
            running.bridge.call("close_book", book=book)
            running.forget()
    assert not left, "every button was pressed"


def clicked(on: Screen, running: Clicks, book: str, label: str) -> None:
    """Click the button with this label, once its window has it."""
    window = awaited("the window with the buttons", lambda: on.window(f"{BUTTONS_BOOK} .*"))

    def begun() -> bool:
        on.activate(window)
        on.click(*running.bridge.call("button_place", book=book, label=label))
        return awaited_for_a_while(running.has_begun)

    awaited("the click to be taken", begun)


def awaited_for_a_while(look: Callable[[], bool]) -> bool:
    """A click on a window that is still being drawn may be lost; one that was taken shows within half a minute."""
    try:
        return awaited("a sign", look, patience=30)
    except AssertionError:
        return False


@pytest.fixture
def before_merging(tmp_path: Path) -> Path:
    """The demo's master, its returns beside it, as the coordinator has them before they are merged."""

    def until_merge(arguments: demo.Arguments) -> int:
        return demo.NOT_DONE if arguments[0] == "merge" else run([*arguments, "--quiet"])

    folder = tmp_path / "wexcombe"
    assert demo.demo(folder, until_merge) == demo.NOT_DONE
    return folder / demo.MASTER


@pytest.mark.skipif(bool(missing_programs()), reason=f"not installed: {', '.join(missing_programs())}")
def test_a_click_on_merge_returns_merges_them(before_merging: Path, tmp_path: Path) -> None:
    """The whole way that a coordinator goes: button, box, OK, save."""
    wanted = Path(shutil.copy(before_merging, tmp_path / "wanted.xlsx"))
    xlplan.merge(wanted, before_merging.parent / "returns", now=month.NOW).save()
    path = tmp_path / BUTTONS_BOOK
    path.write_bytes(built_buttons(replacing=DOUBLES))
    folder = tmp_path / "click"
    folder.mkdir()
    with screen() as on, clicks(folder, on.display, before=STOPPED_CLOCK) as running:
        book, key = running.open(before_merging), running.open(path)
        set_out(on, running, book, key)
        clicked(on, running, key, "Merge returns")
        box = awaited("the message box", lambda: on.window(MERGE))
        if picture := os.environ.get("XLPLAN_PICTURE"):
            awaited("the box to be drawn", on.is_still)
            on.photograph(Path(picture))
        on.press(box, "Return")
        said = running.answered()
        awaited("the box to go", lambda: on.window(MERGE) is None)
        assert [alert.title for alert in said] == [MERGE]
        assert "5 returns merged" in said[0].text
        assert what_differs(running, book, wanted, tmp_path) == []
        running.bridge.call("save_book", book=book, path=str(before_merging))
    assert differences(before_merging, tmp_path / "pressed.xlsx") == []


def set_out(on: Screen, running: Clicks, book: str, key: str) -> None:
    """The buttons at the left, the plan at the right."""
    running.bridge.call("tidy_window", book=book, place=[372, 24, WIDTH - 374, HEIGHT - 30], zoom=70)
    running.bridge.call("tidy_window", book=key, place=[2, 24, 366, HEIGHT - 30], zoom=80)
    awaited("the plan", lambda: on.window(f"{demo.MASTER} .*"))
