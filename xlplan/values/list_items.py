"""A cell that holds a list: its bullets, its numbers or its lines."""

from __future__ import annotations

import re

from xlplan.values.patterns import compile_late
from xlplan.values.text import BULLETS

_ITEM = rf"\s*(?:[{BULLETS}]|-(?=\s)|\(?(?:\d{{1,2}}|[a-z])[.)](?=\s))"
_ITEMS = compile_late(rf"^{_ITEM}", re.M)
_NEXT_ITEM = compile_late(rf"\n(?={_ITEM})")


def list_items(text: str) -> list[str]:
    """The items of a cell that holds a list: its bullets, else its lines."""
    has_bullets = len(_ITEMS.findall(text)) > 1
    items = _NEXT_ITEM.split(text) if has_bullets else text.split("\n")
    return [item.strip() for item in items if item.strip()]


def holds_several(text: str) -> bool:
    """True when a cell holds several actions: bullets, numbers or paragraphs."""
    return "\n" in text and len(list_items(text)) > 1
