"""`read_plan`: a master as pydantic models."""

from __future__ import annotations

from pathlib import Path

from xlplan.layout.master import read_master
from xlplan.model import Plan
from xlplan.workbook.book import Book
from xlplan.workbook.opening import opened


def read_plan(workbook: str | Path | Book) -> Plan:
    """Read the plan from a master; nothing is changed.

    Args:
        workbook: the master: its path, or the workbook as it is open.

    Returns:
        The plan; `plan.to_frame()` gives it as a pandas frame.

    Raises:
        UnreadableWorkbook: the file cannot be read.
        NotAMaster: it is not in the standard layout.
    """
    return read_master(opened(workbook)).plan
