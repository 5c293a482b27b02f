"""The buttons on real councils' plans: each leaves the workbook just as its command does.

Run with the folder of the plans in the environment variable XLPLAN_SHARED.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.builders import month
from tests.excel.engines.libreoffice.engine import ExcelOnLibreOffice
from tests.excel.pressing import InLibreOffice, OnTheWeb, compare
from xlplan.excel import runner

SHARED = Path(os.environ["XLPLAN_SHARED"])
PLANS = sorted((SHARED / "plans").glob("*.xlsx"))


@pytest.fixture(params=PLANS, ids=lambda path: path.stem)
def buttons_of_a_month(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> object:
    """Every button once, on one council's own workbook."""
    monkeypatch.setattr(runner, "log_file", lambda: tmp_path / "log" / "xlplan.log")
    month.stop_the_clock(monkeypatch)
    return month.a_month(request.param, tmp_path / "month")


def test_on_the_web_every_button_does_what_its_command_does(buttons_of_a_month) -> None:  # type: ignore[no-untyped-def]
    """Else a coordinator's workbook would say another thing than the script's of the same night."""
    assert compare(buttons_of_a_month, OnTheWeb()) == month.BUTTONS


def test_in_a_spreadsheet_program_every_button_does_what_its_command_does(  # type: ignore[no-untyped-def]
    buttons_of_a_month, excel_on_libreoffice: ExcelOnLibreOffice
) -> None:
    """Else a coordinator's workbook would say another thing than the script's of the same night."""
    assert compare(buttons_of_a_month, InLibreOffice(excel_on_libreoffice)) == month.BUTTONS
