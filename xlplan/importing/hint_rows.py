"""Rows right under the headings that say what to type, or show an example of it: they are no actions."""

from __future__ import annotations

import re
from collections.abc import Mapping

from xlplan.values.patterns import compile_late

_EXAMPLE = compile_late(
    r"^\W*(?:e\.?\s?g\b\.?|(?:example|sample)s?\W*(?:\d{0,2}\s*$|[:–-])|for example\b)", re.I
)
_IN_BRACKETS = compile_late(r"^\s*(?:\(.*\)|\[.*\]|<.*>|\{.*\})\s*$", re.S)
_INSTRUCTION = compile_late(
    r"^\W*(?:describe|mention|enter|state|say|list|insert|provide|specify|type|give|write|fill|add|brief(?:ly)?|short|what|who|"
    r"when|how|which|number|select|choose|please|include|outline|explain|summar\w+|indicate|unique|name (?:of|the)|"
    r"date (?:of|when|by|the)|the |an? |use|pick|drop[ -]?down|free text|text|yes ?/ ?no|h ?/ ?m ?/ ?l|r ?/ ?a ?/ ?g)",
    re.I,
)
_DATE_HINT = compile_late(r"\b(?:d{1,2}|m{2,3}|yy(?:yy)?|dates?|when|deadline|month|year)\b", re.I)
_NAME_HINT = compile_late(
    r"\b(?:names?|person|who|responsible|owner|post|initials|role|officer|lead)\b", re.I
)
_LEAST = 0.6
_FIRST_ROWS = 3


def is_example(texts: Mapping[int, str]) -> bool:
    """True when a cell of the row says that it is an example: "e.g. paint the door"."""
    return any(_EXAMPLE.match(text) for text in texts.values())


def is_hint(texts: Mapping[int, str], fields: Mapping[int, str]) -> bool:
    """True when a row says what to type under its headings: "(say what will be done)", "dd/mm/yyyy".

    Args:
        texts: the row's texts by column.
        fields: what those columns are.
    """
    hints = sum(_is_hint(text, fields[index]) for index, text in texts.items())
    return hints >= 2 and hints >= _LEAST * len(texts)


def may_be_hint(position: int) -> bool:
    """True for the first rows of a table: no other row says what to type."""
    return position < _FIRST_ROWS


def _is_hint(text: str, field: str) -> bool:
    if _IN_BRACKETS.match(text):
        return True
    if field in ("timescale", "due", "revised_due"):
        return bool(_DATE_HINT.search(text)) and not re.search(r"\d", text)
    if field in ("owner", "supporting") and _NAME_HINT.search(text):
        return True
    return bool(_INSTRUCTION.match(text))
