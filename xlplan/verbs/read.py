"""`read_plan`: a master as pydantic models."""

from __future__ import annotations

from pathlib import Path

from xlplan.layout.master import read_master
from xlplan.model import Plan
from xlplan.workbook.file import FileBook


def read_plan(path: str | Path) -> Plan:
    """Read the plan from a master; nothing is changed.

    Args:
        path: the master.

    Returns:
        The plan; `plan.to_frame()` gives it as a pandas frame.

    Raises:
        UnreadableWorkbook: the file cannot be read.
        NotAMaster: it is not in the standard layout.
    """
    return read_master(FileBook.open(path)).plan
