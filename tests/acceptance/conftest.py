"""Checks on real workbooks that are not in the repository: XLPLAN_SHARED names the folder that holds them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the real workbooks."""
    folder = os.environ.get("XLPLAN_SHARED")
    if not folder or not Path(folder).is_dir():
        pytest.fail("set XLPLAN_SHARED to the folder of the real workbooks")
    return Path(folder)
