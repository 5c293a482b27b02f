"""A return's texts as a master can hold them: what no cell can hold is cut, with a note, or the return is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from xlplan.errors import XlplanError
from xlplan.layout.returned_rows import ReturnedCell, ReturnedRow
from xlplan.layout.returns import Return
from xlplan.workbook.grid import LONGEST_HEADING, LONGEST_TEXT

LONGEST_NOTE = 2_000
"""Characters of a comment, or of another text that is listed and not merged."""
_HALVES = re.compile("[\ud800-\udfff]")
"""Halves of characters: no text in UTF-8 can hold them."""


def make_storable(returned: Return) -> Return:
    """The return with texts that a master can hold; what was changed for it is among its notes.

    Raises:
        XlplanError: a cell holds more than a cell of a master can.
    """
    if _is_storable(returned):
        return returned
    notes = [_cut(_whole(note), LONGEST_NOTE) for note in returned.notes]
    renamed = {heading: _heading(heading, letters) for heading, letters in returned.headings.items()}
    notes += [
        f'the heading of column {returned.headings[heading]} is cut to "{new}"'
        for heading, new in renamed.items()
        if units(heading) > LONGEST_HEADING
    ]
    halves: list[str] = []
    rows = tuple(_storable_row(row, renamed, returned.file, halves) for row in returned.rows)
    if halves:
        notes.append(f"half a character stands in {', '.join(halves[:10])}; it is shown as \ufffd")
    return replace(
        returned,
        headings={renamed[heading]: letters for heading, letters in returned.headings.items()},
        rows=rows,
        plan_id=_cut(_whole(returned.plan_id), LONGEST_HEADING),
        return_id=_cut(_whole(returned.return_id), LONGEST_HEADING),
        period=_cut(_whole(returned.period), LONGEST_HEADING),
        officer=_cut(_whole(returned.officer), LONGEST_HEADING),
        notes=tuple(notes),
        not_read=tuple(_cut(_whole(text), LONGEST_NOTE) for text in returned.not_read),
    )


def fitting(text: str) -> str:
    """A text that is listed, cut to what one cell can hold, with a note of the cut."""
    return _cut(_whole(text), LONGEST_TEXT)


def units(text: str) -> int:
    """The length of a text as Excel counts it: a character beyond the first 65,536, such as an emoji, is two."""
    return len(text) + sum(character > "\uffff" for character in text) if not text.isascii() else len(text)


def _is_storable(returned: Return) -> bool:
    """True for nearly every return: nothing is to be done."""
    names = [returned.plan_id, returned.return_id, returned.period, returned.officer, *returned.headings]
    notes = [*returned.notes, *returned.not_read]
    texts = [text for row in returned.rows for text in row.values.values() if isinstance(text, str)]
    for row in returned.rows:
        for cell in row.details.values():
            texts += (cell.shown, cell.formula or "")
    return (
        max(map(len, names)) <= LONGEST_HEADING // 2
        and max(map(len, notes), default=0) <= LONGEST_NOTE // 2
        and max(map(len, texts), default=0) <= LONGEST_TEXT // 2
        and _is_utf8((*names, *notes, *texts))
    )


def _is_utf8(texts: Iterable[str]) -> bool:
    try:
        "\n".join(texts).encode()
    except UnicodeEncodeError:
        return False
    return True


def _storable_row(row: ReturnedRow, renamed: Mapping[str, str], file: str, halves: list[str]) -> ReturnedRow:
    cells = {heading: _storable(cell, file, halves) for heading, cell in row.cells.items()}
    return ReturnedRow(
        row.number,
        {renamed.get(heading, heading): cell.value for heading, cell in cells.items()},
        {renamed.get(heading, heading): letters for heading, letters in row.letters.items()},
        {renamed.get(heading, heading): cells[heading] for heading in row.details},
    )


def _storable(cell: ReturnedCell, file: str, halves: list[str]) -> ReturnedCell:
    texts = (cell.shown, cell.formula or "", cell.value if isinstance(cell.value, str) else "")
    longest = max(map(units, texts))
    if longest > LONGEST_TEXT:
        raise XlplanError(
            f"the text of cell {cell.address} has {longest:,} characters; a cell of a workbook holds {LONGEST_TEXT:,}",
            "Shorten it",
            file=file,
            cell=cell.address,
        )
    if not any(map(_HALVES.search, texts)):
        return cell
    halves.append(cell.address)
    return cell._replace(
        value=_whole(cell.value) if isinstance(cell.value, str) else cell.value,
        shown=_whole(cell.shown),
        formula=_whole(cell.formula) if cell.formula else cell.formula,
    )


def _heading(text: str, letters: str) -> str:
    """A heading that a master can hold; one that is changed for it is told apart by its column."""
    if units(text) <= LONGEST_HEADING and not _HALVES.search(text):
        return text
    return f"{_cut(_whole(text), LONGEST_HEADING - 15)} (column {letters})"


def _whole(text: str) -> str:
    return text if text.isascii() else _HALVES.sub("\ufffd", text)


def _cut(text: str, longest: int) -> str:
    length = units(text)
    if length <= longest:
        return text
    told = f"… (cut: {length:,} characters)"
    kept = text[: longest - len(told)]
    while units(kept) > longest - len(told):
        kept = kept[: -max(1, (units(kept) - longest + len(told)) // 2)]
    return kept + told
