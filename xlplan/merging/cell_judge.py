"""Judge one returned cell by itself: against the cell as it was issued, and the master now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from xlplan.layout.record import IssuedAction, fingerprint
from xlplan.layout.returned_rows import ReturnedCell
from xlplan.layout.standard import DATE_COLUMNS, owners_columns, rag_heading
from xlplan.model import CellValue
from xlplan.values.rag import Key
from xlplan.values.text import clean, meaning
from xlplan.values.timescales import says_only_a_date
from xlplan.values.typed_dates import date_or_text, read_date, without_midnight

CLEARED = "cleared"
LOCKED = "locked column"
DATE_CHANGE = "date change"
NOT_ISSUED = "not issued to them"
OWN_COLUMN = "own column"
NEW_ACTION = "new action"


JudgementKind = Literal["unchanged", "new", "doubtful", "error", "proposal"]
"""`new`: a value to be taken, if nothing speaks against it. `doubtful`: a person must say what it means.
`error`: a formula that says nothing."""


class Judgement(NamedTuple):
    """What is to be done with a returned cell, seen by itself."""

    kind: JudgementKind
    value: CellValue = None
    """What would be written into the master; as typed when that is in doubt."""
    why: str = ""
    is_kept: bool = False
    """True when the owner left the cell as it was issued."""


UNCHANGED = Judgement("unchanged")
LEFT = Judgement("unchanged", is_kept=True)
ERROR = Judgement("error")


@dataclass(frozen=True)
class CellJudge:
    """How the cells of one period's returns are read."""

    period: str
    key: Key

    @cached_property
    def rag(self) -> str:
        return rag_heading(self.period)

    @cached_property
    def owners(self) -> tuple[str, ...]:
        """The columns that an owner may change."""
        return owners_columns(self.period)

    def normalised(self, column: str, value: CellValue) -> str:
        """The text that all values of one meaning in a column share: "g" and "Green", 31/03/2026 and its date."""
        if value is None:
            return ""
        if column in DATE_COLUMNS and isinstance(value, str):
            return meaning(date_or_text(value))
        text = meaning(value)
        return (self._word(text) or text) if text and column.endswith(" RAG") else text

    def _word(self, text: str) -> str | None:
        """The Key's word for a text; plans have few different ones, so each is looked up once."""
        if text not in self._words:
            self._words[text] = self.key.word(text)
        return self._words[text]

    @cached_property
    def _words(self) -> dict[str, str | None]:
        return {}

    def value(self, column: str, cell: ReturnedCell) -> CellValue:
        """What a filled cell gives for the master: the word of the Key, the date, else what was typed."""
        if column == self.rag:
            text = meaning(cell.value)
            return self._word(text) or (cell.value if isinstance(cell.value, str) else text)
        if column in DATE_COLUMNS:
            return date_or_text(cell.value) if isinstance(cell.value, str) else cell.value
        if isinstance(cell.value, str) or meaning(cell.value) == clean(cell.shown):
            return cell.value
        return cell.shown  # 0.75 shown as 75 %, a date shown as "Dec-05": what the officer saw

    def judge(
        self, column: str, cell: ReturnedCell, base: IssuedAction | None, master: CellValue
    ) -> Judgement:
        """Judge a cell of an action that was issued to the officer.

        Args:
            column: its heading as issued.
            cell: as it came back; blank ones only where something was issued, or a colour was set.
            base: the action as issued; None when only the master can say what it was.
            master: the value of the master now.
        """
        if cell.is_error:
            return ERROR
        if column not in self.owners:
            return self._judge_locked(column, cell, base, master)
        issued = base.values.get(column) if base is not None else master
        if column == self.rag and cell.is_blank and cell.fill is not None:
            return self._judge_colour(cell, issued)
        if cell.is_blank:
            if self.normalised(column, master):
                return Judgement("proposal", why=CLEARED)
            return UNCHANGED
        known = (self.normalised(column, issued), self.normalised(column, master))
        value = self.value(column, cell)
        normalised = self.normalised(column, value)
        if column != self.rag and value is not cell.value:
            as_typed = self.normalised(column, cell.value)
            if as_typed in known:  # the same number or date as before, whatever it is shown as
                value, normalised = cell.value, as_typed
        if normalised == known[0]:
            return LEFT
        if column == self.rag and self._word(normalised) is None:
            return Judgement("doubtful", value, f'the Key does not know "{clean(meaning(value))}"')
        if column == "Revised due":
            if normalised == known[1]:
                return UNCHANGED
            return Judgement("proposal", value, _why_of_date(cell.value))
        return Judgement("new", value)

    def _judge_locked(
        self, column: str, cell: ReturnedCell, base: IssuedAction | None, master: CellValue
    ) -> Judgement:
        if cell.value == master and cell.value is not None:
            return UNCHANGED
        if cell.is_blank and cell.fill is None:
            return Judgement("proposal", why=CLEARED) if self.normalised(column, master) else UNCHANGED
        value = self.colour_word(cell) if cell.is_blank else self.value(column, cell)
        normalised = self.normalised(column, value)
        issued = fingerprint(master) if base is None else base.fingerprints.get(column, "")
        # "1.10" typed as a number is 1.1, but still shows as it did; a mere colour shows nothing, as what was blank did
        shows = value if cell.is_blank else cell.shown
        if issued in (fingerprint(normalised), fingerprint(value), fingerprint(shows)):
            return LEFT
        if normalised == self.normalised(column, master):
            return UNCHANGED
        return Judgement("proposal", value, LOCKED)

    def _judge_colour(self, cell: ReturnedCell, issued: CellValue) -> Judgement:
        word = self.key.word_of_colour(cell.fill or "")
        if word is not None and word == self.normalised(self.rag, issued):
            return LEFT
        told = f"for which the Key has {word}" if word else "which the Key does not know"
        return Judgement("doubtful", self.colour_word(cell), f"a colour and no word: {cell.fill}, {told}")

    def colour_word(self, cell: ReturnedCell) -> str:
        """The word that the Key gives for a cell's colour, else the colour."""
        return self.key.word_of_colour(cell.fill or "") or f"colour {cell.fill}"


def _why_of_date(typed: CellValue) -> str:
    """Why a new date is a proposal: with the words as typed, where they are not plainly the date that is proposed."""
    if not isinstance(typed, str):
        return DATE_CHANGE
    read = read_date(typed)
    is_plain = read.kind == "date" and not read.assumed and says_only_a_date(without_midnight(typed))
    if is_plain or read.kind != "date":  # without a date the words are the value that is proposed
        return DATE_CHANGE
    return f'{DATE_CHANGE}, typed as "{clean(typed)}"'
