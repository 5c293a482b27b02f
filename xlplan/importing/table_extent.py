"""How far a table reaches, and which of its rows are actions, which are bands over them, and which are neither."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from xlplan.importing.candidates import OWNER_MARK
from xlplan.importing.classify import ClassifiedColumn
from xlplan.importing.column_profile import (
    VERB,
    looks_like_date,
    looks_like_heading,
    looks_like_prose,
    looks_like_ref,
    says_nothing,
)
from xlplan.importing.heading_words import BOTH, meanings
from xlplan.importing.hint_rows import is_example, is_hint, may_be_hint
from xlplan.importing.section_rows import Band, announced, band_text, is_note, number_of
from xlplan.importing.sheet_view import SheetView
from xlplan.importing.table_rows import RowKind, TableRow
from xlplan.values.patterns import compile_late
from xlplan.values.refs import split_ref
from xlplan.values.text import BULLETS, clean
from xlplan.workbook.grid import BLANK, Cell, Place

_WHO_WHEN = ("owner", OWNER_MARK, "supporting", "timescale", "due", "revised_due")
_HOW_IT_STANDS = ("rag", "progress", BOTH, "success_criteria")
_PARENT = compile_late(r"^\W*(?:[A-Za-z]+\s)?([A-Za-z]{0,3}\d{1,3}|[A-Za-z])(?:[.):\s–-]|\.0\b|$)")
_RECOMMENDATION_NUMBER = compile_late(r"^(?:R|Rec\.?)\s?\d{1,3}\b")
_BAND_SCORE = 2


class TableExtent:
    """The rows of one table, with what they are.

    Args:
        view: the sheet.
        columns: the table's columns and their fields.
        header_row: the last heading row.
        candidates: the rows below it, down to the next table's headings or the sheet's end.
        is_last: False when headings of another table follow, so that a last line may be that one's title.
    """

    def __init__(
        self,
        view: SheetView,
        columns: Sequence[ClassifiedColumn],
        header_row: int,
        candidates: Sequence[TableRow],
        is_last: bool = True,
    ) -> None:
        self._is_last = is_last
        self.view = view
        self.columns = columns
        self.header_row = header_row
        self.fields = [column.field for column in columns]
        self._action = self.index("action")
        self._lone_columns = {index for index, field in enumerate(self.fields) if field in ("action", "ref")}
        self._fills = self._fills_of(candidates)
        self._lonely = sum(1 for row in candidates if self._only_action(row)) / max(1, len(candidates))
        self._refs_given = any(
            "ref" in {self.fields[index] for index in row.own} for row in candidates if len(row.own) >= 3
        )
        self.rows = self._reach(self._classify(candidates))
        end = self.rows[-1].number if self.rows else header_row
        self.below = [row.number for row in candidates if row.number > end]
        """The rows further down that hold something under these headings and are none of the table's."""

    def index(self, field: str) -> int | None:
        """The column of a field, counted from 0."""
        return self.fields.index(field) if field in self.fields else None

    def is_plain_fill(self, index: int, fill: str) -> bool:
        """True for a fill that the cells beside it share: the row's shading, not a RAG colour."""
        shaded = 0
        for row in self.rows:
            first = self.columns[index].heading.first
            if self.view.grid[row.number, first].fill == fill:
                beside = [
                    column.heading.first for position, column in enumerate(self.columns) if position != index
                ]
                shaded += all(self.view.grid[row.number, column].fill == fill for column in beside)
        return shaded > 0

    def cell_under(self, row: TableRow, index: int) -> tuple[Cell, Place]:
        """Find the cell of a row under a heading, merged cells repeated, and where it is written."""
        if index in row.own:
            return row.own[index]
        heading = self.columns[index].heading
        cell, place = self.view.repeated(row.number, heading.first, heading.last)
        # a heading that is merged down into the rows below it is no value
        return (cell, place) if place[0] > self.header_row else (BLANK, (row.number, heading.first))

    def text(self, row: TableRow, field: str) -> str:
        """The text of a field in a row, merged cells repeated; empty for none."""
        index = self.index(field)
        return "" if index is None else clean(self.cell_under(row, index)[0].shown)

    def _own_text(self, row: TableRow, field: str) -> str:
        index = self.index(field)
        return clean(row.own[index][0].shown) if index is not None and index in row.own else ""

    def _classify(self, candidates: Sequence[TableRow]) -> list[TableRow]:
        rows = []
        for position, row in enumerate(candidates):
            told = self._hint(row) if may_be_hint(position) else None
            if told:
                rows.append(TableRow(row.number, row.own, row.spare, told))
                continue
            if self._is_plainly_action(row):
                rows.append(TableRow(row.number, row.own, row.spare, "action"))
                continue
            words = row.words
            band = self._band(row, words, _below(candidates, position))
            if band:
                rows.append(TableRow(row.number, row.own, row.spare, "band", band))
            elif self._is_action(row, words, candidates[position - 1] if position else None):
                rows.append(TableRow(row.number, row.own, row.spare, "action"))
            else:
                rows.append(row)
        return rows

    def _hint(self, row: TableRow) -> RowKind | None:
        texts = {index: clean(cell.shown) for index, (cell, _) in row.own.items()}
        if is_example(texts):
            return "example"
        return "hint" if is_hint(texts, dict(enumerate(self.fields))) else None

    def _is_plainly_action(self, row: TableRow) -> bool:
        """True for an action with two cells of words beside it, as most rows have: no band has so many."""
        if row.spare or self._action is None or self._action not in row.own:
            return False
        if says_nothing(clean(row.own[self._action][0].shown)):
            return False
        beside = 0
        for index, (cell, _) in row.own.items():
            if self.fields[index] != "action" and not says_nothing(cell.shown):
                beside += 1
                if beside == 2:
                    return True
        return False

    def _is_action(self, row: TableRow, words: Mapping[int, Cell], above: TableRow | None) -> bool:
        if self._has_action_and_more(words):
            return True
        own = {self.fields[index] for index in words}
        if not own:
            return False
        action, wanted = self.text(row, "action"), self.text(row, "recommendation")
        if own <= {"action"} and (self._goes_on(row, above) or is_note(self._own_text(row, "action"))):
            return False
        if action and not says_nothing(action):
            # a row that only lies under a merged action, with nothing that makes it one of its own, is no action
            return "action" in own or bool(own - {"ref"})
        if wanted and not says_nothing(wanted):
            is_whole = "action" not in self.fields and "recommendation" in own and len(own) > 1
            return is_whole or bool(own & {*_WHO_WHEN, *_HOW_IT_STANDS})
        return False

    def _has_action_and_more(self, words: Mapping[int, Cell]) -> bool:
        """True for an action of its own with something of another kind beside it, as most rows have."""
        cell = words.get(self._action) if self._action is not None else None
        if cell is None or says_nothing(clean(cell.shown)):
            return False
        return any(self.fields[index] != "action" for index in words)

    def _goes_on(self, row: TableRow, above: TableRow | None) -> bool:
        """True for a line of text that ends the sentence of the row above, typed into a row of its own."""
        text = self._own_text(row, "action")
        before = self._own_text(above, "action") if above and above.number == row.number - 1 else ""
        return text[:1].islower() and bool(before) and before[-1] not in ".;:!?"

    def _only_action(self, row: TableRow) -> bool:
        return row.own.keys() <= self._lone_columns

    def _fills_of(self, candidates: Sequence[TableRow]) -> Counter[str | None]:
        """How often each fill, or none, is behind the actions."""
        index = self._action if self._action is not None else self.index("recommendation") or 0
        column = self.columns[index].heading.first
        rows = self.view.grid.in_rows
        return Counter(rows[row.number].get(column, BLANK).fill for row in candidates if len(row.own) >= 3)

    def _band(self, row: TableRow, words: Mapping[int, Cell], later: Iterable[TableRow]) -> Band | None:
        """The row as a band, when it is one: one text, with at most a number before it."""
        if len(words) > 2 or row.spare:
            return None
        texts = [index for index, cell in words.items() if not looks_like_ref(clean(cell.shown))]
        if len(texts) != 1:
            return None
        index = texts[0]
        if any(other > index for other in words):
            return None
        column = self.columns[index]
        cell, place = row.own[index]
        text = clean(cell.shown)
        area = self.view.merge(*place)
        is_wide = bool(area and area.last_column > column.heading.last)
        if (
            index > 0
            and column.field not in ("theme", "recommendation", "action", "ref", "other")
            and not is_wide
        ):
            return None
        if column.field == "other" and index > 0 and not is_wide:
            return None
        if looks_like_date(text) and not is_wide:
            return None
        next_action = next((other for other in later if not self._is_lone(other)), None)
        if next_action is None and self._is_last:
            return None
        if self._is_counted(row, next_action):
            return None
        score = self._band_score(row, index, text, is_wide, next_action, len(words) > 1)
        if score < _BAND_SCORE:
            return None
        says = announced(text)[0]
        says = says if says in ("theme", "recommendation") else ""
        if not says and _RECOMMENDATION_NUMBER.match(text):
            says = "recommendation"
        leaves_blank = next_action is not None and not self._own_text(next_action, "recommendation")
        if column.field == "recommendation" and not is_wide and not says and leaves_blank:
            says = "recommendation"
        parts = [clean(words[place_index].shown) for place_index in sorted(words)]
        look = (index, cell.fill, is_wide, number_of(parts[0]), says)
        return Band(
            band_text(parts), row.number, tuple(row.own[each][1] for each in sorted(words)), look, says
        )

    def _is_counted(self, row: TableRow, next_action: TableRow | None) -> bool:
        """True when the row has a number in the running order of the rows: "3" between "2" and "4"."""
        number = self._own_text(row, "ref")
        after = self._own_text(next_action, "ref") if next_action else ""
        return number.isdigit() and after.isdigit() and int(after) == int(number) + 1

    def _is_lone(self, row: TableRow) -> bool:
        words = row.words
        return len(words) < 2 or (
            len(words) == 2 and any(looks_like_ref(clean(cell.shown)) for cell in words.values())
        )

    def _band_score(
        self,
        row: TableRow,
        index: int,
        text: str,
        is_wide: bool,
        next_action: TableRow | None,
        has_number: bool,
    ) -> int:
        column = self.columns[index]
        is_parent = next_action is not None and self._is_parent(row, text, next_action)
        if is_parent and {self.fields[each] for each in row.own} == {"ref", "action"}:
            return _BAND_SCORE  # a number and a text, over actions that are numbered under it
        score = 3 if is_wide else 0
        if next_action is None:
            score += 1
        if column.field in ("theme", "ref"):
            score += 3
        if column.field == "recommendation":
            score += 1
            if next_action and not self._own_text(next_action, "recommendation"):
                score += 2
        if column.field == "other" or (
            column.field not in ("action", "recommendation", "theme") and index == 0
        ):
            score += 2
        fill = row.own[index][0].fill
        usual = self._fills.most_common(1)[0][0] if self._fills else None
        if fill and fill != usual:
            score += 2
        is_announced = announced(text)[0] in ("theme", "recommendation")
        if is_announced:
            score += 2
        if is_parent:
            score += 2
        if has_number and not self._refs_given:
            score += 2
        if next_action and column.field == "action" and self._numbered_alone(text, next_action):
            score += 1
        if text.isupper() and len(text) > 4:
            score += 2
        if text.endswith(":"):
            score += 1
        if looks_like_heading(text):
            score += 1
        elif len(text) > 200:
            score -= 2
        if column.field == "action" and not is_wide:
            # "Issue: ..." announces what was found; "Issue the letters" is to be done
            if (VERB.match(text) and not is_parent and not is_announced) or text[:1].islower():
                score -= 2
            if re.match(rf"^\s*[{BULLETS}-]", row.own[index][0].shown):
                score -= 3
            if self._lonely > 0.5:
                score -= 2
            elif len(text.split()) <= 4 and not VERB.match(text) and len(row.own) == 1:
                score += 1
            if "." in split_ref(text)[0]:
                score -= 2
        return score

    def _numbered_alone(self, text: str, next_action: TableRow) -> bool:
        """True when the row has a number of its own and the next action has none."""
        numbered = bool(split_ref(text)[0] or number_of(text))
        below = self._own_text(next_action, "ref") or split_ref(self._own_text(next_action, "action"))[0]
        return numbered and not below

    def _is_parent(self, row: TableRow, text: str, next_action: TableRow) -> bool:
        """True when the row's number is the stem of the next action's: "2." over "2.01"."""
        first = clean(row.own[min(row.own)][0].shown)
        match = _PARENT.match(first) or _PARENT.match(text)
        if not match:
            return False
        ref = self._own_text(next_action, "ref") or split_ref(self._own_text(next_action, "action"))[0]
        return bool(re.match(rf"^{re.escape(match[1])}[.\-/:]?[\da-z]", ref, re.I)) and ref != match[1]

    def _reach(self, rows: Sequence[TableRow]) -> list[TableRow]:
        """The rows that belong to the table: down to the last action, and what hangs on to it."""
        blocks: list[list[TableRow]] = []
        previous = self.header_row
        for row in rows:
            if not blocks or row.number > previous + 1:
                blocks.append([])
            blocks[-1].append(row)
            previous = row.number
        kept: list[TableRow] = []
        waiting: list[TableRow] = []
        for number, block in enumerate(blocks):
            if number and self._is_other_heading(block):
                break
            if not kept or any(self._is_convincing(row) for row in block) or self._goes_on_below(block):
                kept += [*waiting, *block]
                waiting = []
            elif all(
                (row.kind != "action" and len(row.own) == 1) or self._only_action(row) for row in block
            ) and not (is_note(clean(block[0].own[min(block[0].own)][0].shown))):
                waiting += block
            else:
                break
        return self._without_tail(kept)

    def _goes_on_below(self, block: Sequence[TableRow]) -> bool:
        """True when most rows of a block below a gap are filled as the table's rows are: an action and more."""
        filled = [
            row
            for row in block
            if row.kind == "action" and len(row.own) >= 2 and not is_note(self._first_text(row))
        ]
        return len(filled) * 2 > len(block) and any(
            "action" in {self.fields[i] for i in row.own} for row in filled
        )

    def _first_text(self, row: TableRow) -> str:
        return clean(row.own[min(row.own)][0].shown)

    def _is_convincing(self, row: TableRow) -> bool:
        """True when the row has an action, and an owner, a date or a RAG word that looks like one."""
        if row.kind != "action":
            return False
        wanted = self._own_text(row, "action") or self._own_text(row, "recommendation")
        if not wanted or is_note(wanted):
            return False
        if self._only_action(row) and VERB.match(wanted) and ":" not in wanted:
            return True
        for index, (cell, _) in row.own.items():
            text = clean(cell.shown)
            field = self.fields[index]
            if field in ("timescale", "due", "revised_due") and (
                looks_like_date(text) or looks_like_prose(text)
            ):
                return True
            if (
                field in ("owner", "supporting")
                and not isinstance(cell.value, int | float)
                and re.search("[A-Za-z]", text)
            ):
                return not re.match(r"^[£$€]?\s?[\d,.]+", text)
            if field in _HOW_IT_STANDS and re.search("[A-Za-z]", text):
                return True
        return False

    def _is_other_heading(self, block: Sequence[TableRow]) -> bool:
        """True when a block of rows begins with headings of its own: another table follows."""
        first = next((row for row in block if len(row.own) > 1), block[0])
        texts = [clean(cell.shown) for cell, _ in first.own.values()]
        if len(block) < 2 or len(texts) < 2 or not all(looks_like_heading(text) for text in texts):
            return False
        if any(looks_like_date(text) or looks_like_ref(text) for text in texts):
            return False
        known = sum(max(meanings(text).values(), default=0.0) >= 0.9 for text in texts)
        heading_fill = self.view.grid[self.header_row, self.columns[0].heading.first].fill
        fills = {cell.fill for cell, _ in first.own.values()}
        same_look = heading_fill is not None and fills == {heading_fill}
        numbers_below = any(
            isinstance(row.own[index][0].value, int | float)
            for row in block
            for index in row.own
            if row is not first and index in first.own and self.fields[index] not in ("ref", "other")
        )
        return known * 2 >= len(texts) or same_look or numbers_below

    def _without_tail(self, rows: list[TableRow]) -> list[TableRow]:
        last = max((position for position, row in enumerate(rows) if row.kind == "action"), default=-1)
        end = last + 1
        previous = rows[last].number if last >= 0 else self.header_row
        while end < len(rows) and rows[end].number == previous + 1 and not self._is_foot(rows[end]):
            previous = rows[end].number
            end += 1
        return rows[:end] if last >= 0 else []

    def _is_foot(self, row: TableRow) -> bool:
        """True for a line below the last action that is none of the table's: a note, a signature, "DRAFT"."""
        first = clean(row.own[min(row.own)][0].shown)
        if is_note(first):
            return True
        return row.kind == "band" or (len(row.own) == 1 and min(row.own) <= 1)


def _below(rows: Sequence[TableRow], position: int) -> Iterator[TableRow]:
    """The rows after one. They are seldom asked for: no list is made of them."""
    return (rows[number] for number in range(position + 1, len(rows)))
