"""One plan's letters of one period: who they go to, who signs, what goes with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from xlplan.layout.cover import COORDINATOR, COUNCIL, REPLY_TO
from xlplan.layout.master import Master
from xlplan.reporting.letter_wording import by, worded
from xlplan.reporting.letters import Attachment, LetterText, address_in, addresses_in, draft
from xlplan.values.officers import Register
from xlplan.values.text import counted, fold, written_day


@dataclass
class Correspondence:
    """Writes the letters of a plan for one period, and notes who cannot be written to."""

    master: Master
    period: str
    no_address: dict[str, str] = field(default_factory=dict)
    """Officer -> why they cannot be written to."""
    left_out: list[str] = field(default_factory=list)
    """What is under Copy to, or on the Cover as Reply to, and is no address."""

    def __post_init__(self) -> None:
        self._register = Register(self.master.officers)
        self._coordinator = self._on_cover(COORDINATOR)
        reply_to = self._on_cover(REPLY_TO)
        self._reply_to = address_in(reply_to)
        if reply_to and not self._reply_to:
            self.left_out.append(f"Cover, {REPLY_TO}: {reply_to}")

    def _on_cover(self, label: str) -> str:
        return self.master.cover.get(fold(label), "")

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
            "council": self._on_cover(COUNCIL),
            "period": self.period,
            "actions": counted(actions, "action"),
            "due": written_day(self.returns_due) if self.returns_due else "",
            "by": by(self.returns_due),
            "what": what,
            "points": points,
            "coordinator": self._coordinator,
            "reply to": self._reply_to,
        }
        subject, body = worded(text, values)
        known = self._register.find_one(officer)
        email = known.email if known else ""
        to = address_in(email)
        if not to or (known is not None and not known.active):
            reason = "has left" if to else f"{email} is no address" if email else "no address"
            self.no_address[officer] = reason
            return None
        copies, no_addresses = addresses_in(known.copy_to if known else "")
        self.left_out += [f"{officer}, Copy to: {piece}" for piece in no_addresses]
        content = draft(
            name=officer,
            to=to,
            copies=copies,
            subject=subject,
            text=body,
            attachments=attachments,
            sender=self._coordinator,
            reply_to=self._reply_to,
            kind=kind,
        )
        return to, content
