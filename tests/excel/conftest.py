"""What the tests of the buttons share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _log_in_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("xlplan.excel.runner.log_file", lambda: tmp_path / "log" / "xlplan.log")
