"""What keeps a program from writing into a sheet that it has open: protection, rows that are hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*\shidden\s*=\s*[\"'](?:1|true)[\"']")
_PROTECTION = re.compile(rb"<(?:\w+:)?sheetProtection\b[^>]*\ssheet\s*=\s*[\"'](?:1|true)[\"']")


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What stands in the way on a sheet."""

    is_protected: bool
    has_hidden_rows: bool


def obstacles_of(content: bytes) -> Obstacles:
    """The obstacles on the sheet of a worksheet part."""
    return Obstacles(bool(_PROTECTION.search(content)), bool(_HIDDEN_ROW.search(content)))
