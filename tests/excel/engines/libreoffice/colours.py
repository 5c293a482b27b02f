"""Colours as xlwings takes and gives them, and as one number."""

from __future__ import annotations

from typing import Any


def number(value: Any) -> int | None:
    """A colour as xlwings takes it ("#rrggbb", (r, g, b)) as one number; None for none."""
    if value is None:
        return None
    if isinstance(value, str):
        return int(value.removeprefix("#"), 16)
    if isinstance(value, int):
        # Excel's own numbers have blue first.
        return (value & 255) << 16 | value & 0xFF00 | value >> 16
    red, green, blue = value
    return int(red) << 16 | int(green) << 8 | int(blue)


def colour(value: int | None) -> tuple[int, int, int] | None:
    """One number as (r, g, b)."""
    return None if value is None else (value >> 16 & 255, value >> 8 & 255, value & 255)
