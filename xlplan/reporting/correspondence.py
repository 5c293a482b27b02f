"""One plan's letters of one period: who they go to, who signs, what goes with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from xlplan.layout.cover import COORDINATOR, COVER_COUNCIL, REPLY_TO
from xlplan.layout.master import Master
from xlplan.layout.standard import COVER
from xlplan.reporting.letters import Attachment, LetterText, address_in, addresses_in, draft
from xlplan.reporting.sentences import counted
from xlplan.reporting.wording import by, day, worded
from xlplan.values.officers import Register
from xlplan.values.text import fold
from xlplan.workbook.book import Book
from xlplan.workbook.grid import sheet_named


@dataclass(frozen=True, slots=True)
class Sender:
    """What the Cover says of whoever writes the letters."""

    council: str = ""
    name: str = ""
    reply_to: str = ""


@dataclass
class Correspondence:
    """Writes the letters of a plan for one period, and notes who cannot be written to."""

    master: Master
    period: str
    sender: Sender
    no_address: dict[str, str] = field(default_factory=dict)
    """Officer -> why they cannot be written to."""
    left_out: list[str] = field(default_factory=list)
    """What stands under Copy to and is no address."""

    @property
    def returns_due(self) -> dt.date | None:
        """The day by which returns of the period are asked for."""
        due = (period.returns_due for period in self.master.periods if period.label == self.period)
        return next(due, None)

    def write(
        self,
        officer: str,
        text: LetterText,
        *,
        what: str,
        actions: int,
        points: str = "",
        attachments: Sequence[Attachment] = (),
        kind: str,
    ) -> tuple[str, bytes] | None:
        """One letter: the address it goes to, and the draft. None when the officer has no address, which is noted.

        Raises:
            UnknownField: the text has a field that does not exist.
        """
        values = {
            "officer": officer,
            "plan": " ".join(self.master.title.split()) or "the action plan",
            "council": self.sender.council,
            "period": self.period,
            "actions": counted(actions, "action"),
            "due": day(self.returns_due) if self.returns_due else "",
            "by": by(self.returns_due),
            "what": what,
            "points": points,
            "coordinator": self.sender.name,
            "reply to": self.sender.reply_to,
        }
        subject, body = worded(text, values)
        known = Register(self.master.officers).the_one(officer)
        email = known.email if known else ""
        to = address_in(email)
        if not to or (known is not None and not known.active):
            reason = "has left" if to else f"{email} is no address" if email else "no address"
            self.no_address[officer] = reason
            return None
        copies, no_addresses = addresses_in(known.copy_to if known else "")
        self.left_out += [f"{officer}: {text}" for text in no_addresses]
        content = draft(
            name=officer,
            to=to,
            copies=copies,
            subject=subject,
            text=body,
            attachments=attachments,
            sender=self.sender.name,
            reply_to=self.sender.reply_to,
            kind=kind,
        )
        return to, content


def sender_of(book: Book) -> Sender:
    """The council, and the coordinator's name and address, from the Cover. What is not there, or no address, is ""."""
    if not sheet_named(COVER, book.sheets()):
        return Sender()
    grid = book.read(COVER)
    beside = {
        fold(cell.shown).rstrip(":"): grid[row, 2].shown.strip()
        for (row, column), cell in grid.cells.items()
        if column == 1
    }
    return Sender(
        council=grid[COVER_COUNCIL].shown.strip(),
        name=beside.get(fold(COORDINATOR), ""),
        reply_to=address_in(beside.get(fold(REPLY_TO), "")),
    )
