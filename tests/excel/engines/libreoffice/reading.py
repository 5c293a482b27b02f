"""What the bridge says of a cell, as Excel hands it out."""

from __future__ import annotations

from typing import Any

from tests.excel.engines.libreoffice.moments import moment


class CellError(str):
    """What a cell with an error holds, such as "#N/A"."""

    __slots__ = ()


def handed_out(value: Any) -> Any:
    """One value from the bridge as Excel hands it out."""
    if not isinstance(value, list):
        return value
    kind, found = value
    return moment(found) if kind == "date" else CellError(found)


def as_typed(value: Any) -> str:
    """What `formula` gives for a cell without one: the value as it would be typed in English."""
    if value is None:
        return ""
    if isinstance(value, list):
        value = value[1]
    if isinstance(value, bool):
        return str(value).upper()
    return f"{value:.15g}" if isinstance(value, float) else str(value)
