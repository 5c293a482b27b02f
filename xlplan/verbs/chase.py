"""`chase`: a reminder, as a draft, to each officer from whom something is still wanted. Nothing is sent."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from pydantic import PrivateAttr

from xlplan.checks.after_merge import findings_in_received
from xlplan.layout.master import Master, read_master
from xlplan.layout.return_workbook import issued_again
from xlplan.model import Finding, Model
from xlplan.reporting import letter_wording
from xlplan.reporting.correspondence import Correspondence
from xlplan.reporting.letter_wording import REMINDER, Why
from xlplan.reporting.letters import DRAFTS, Attachment, LetterText, is_our_draft, letter_of
from xlplan.reporting.position import PeriodReturns
from xlplan.reporting.returns_received import returns_of
from xlplan.values.officers import Register
from xlplan.values.ownership import actions_by_owner
from xlplan.values.text import counted, listing
from xlplan.verbs.arguments import folder_beside, reported_period
from xlplan.verbs.result import Result
from xlplan.workbook.book import Book
from xlplan.workbook.file import opened
from xlplan.workbook.file_names import file_names, safe_file_name
from xlplan.workbook.output_files import write_together


class Draft(Model):
    """One reminder."""

    officer: str
    to: str
    """The address."""
    file: str
    why: Why


class Chased(Result):
    """The reminders of one period."""

    master: str
    period: str
    drafts: tuple[Draft, ...] = ()
    no_address: tuple[str, ...] = ()
    """Officers who cannot be written to: the register has no address for them, or they have left."""
    left_out: tuple[str, ...] = ()
    """What is under Copy to, or on the Cover as Reply to, and is no address."""
    removed: tuple[str, ...] = ()
    """Earlier reminders of the period that are not wanted any more; `save()` removes them."""
    _contents: dict[str, bytes] = PrivateAttr(default_factory=dict)
    _reasons: dict[str, str] = PrivateAttr(default_factory=dict)

    def summary(self) -> str:
        if not self.drafts and not self.no_address:
            return f"{self.period}: nobody is to be reminded."
        where = f" in {Path(self.drafts[0].file).parent}" if self.drafts else ""
        lines = [
            f"{self.period}: {counted(len(self.drafts), 'reminder')}{where}, ready to send. Nothing was sent."
        ]
        lines += [f"  {one.officer}: {one.why}" for one in self.drafts]
        if self.no_address:
            told = [f"{officer} ({self._reasons[officer]})" for officer in self.no_address]
            lines.append(
                f"Cannot be written to: {listing(told, 12)}. Their addresses belong on the Officers sheet."
            )
        lines += [f"No address: {text}" for text in self.left_out]
        if self.removed:
            lines.append(f"{counted(len(self.removed), 'earlier reminder')} no longer wanted, removed.")
        return "\n".join(lines)

    @property
    def needs_a_person(self) -> bool:
        return bool(self.no_address or self.left_out)

    def save(self) -> None:
        """Write the drafts, all or none, and remove our own of earlier that are not wanted any more.

        Raises:
            WorkbookInUse: one of them is open in another program.
        """
        if self.drafts:
            write_together(Path(self.drafts[0].file).parent, self._contents)
        for file in self.removed:
            Path(file).unlink(missing_ok=True)


def chase(
    workbook: str | Path | Book,
    *,
    period: str | None = None,
    folder: str | Path | None = None,
    letter: str | Path | None = None,
    today: dt.date | None = None,
) -> Chased:
    """Draft a reminder to each officer whose return is outstanding, came back empty, or leaves something to ask.

    The master is not changed, and nothing is sent.

    Args:
        workbook: the master: its path, or the workbook as it is open.
        period: the review period; by default the open one, else the last.
        folder: where the drafts go; by default the folder "drafts" beside the master.
        letter: a text file with the council's own words, for all three.
        today: the present day.

    Raises:
        NotAMaster: the workbook is no master.
        WrongUsage: the plan has no review period yet, or none of that name.
        UnreadableTemplate, UnknownField: the council's own words cannot be used.
    """
    day = today or dt.date.today()
    book = opened(workbook)
    place = folder_beside(book, workbook, folder, DRAFTS)
    master = read_master(book)
    label = reported_period(master, period, book.path.name)
    known = [one for one in returns_of(master) if one.label == label]
    returned = known[0] if known else PeriodReturns(label=label)
    own = letter_of(Path(letter), LetterText(subject="", body="")) if letter is not None else None
    correspondence = Correspondence(master, label)
    actions = {action.id: action for action in master.plan.actions}
    owned = actions_by_owner(master.plan.actions, Register(master.plan.officers))
    letters: list[tuple[str, Why, str, bytes]] = []
    for officer, (why, findings) in _wanted(master, returned, label, day).items():
        again = issued_again(master, officer, label, owned) if why != "to ask about" else None
        asked = len(again[0].actions) if again else 0
        ours = letter_wording.CHASED[why]
        written = correspondence.write(
            officer,
            own.model_copy(update={"subject": own.subject or ours.subject}) if own else ours,
            what=letter_wording.why_in_words(why, label, asked, correspondence.returns_due, day),
            actions=asked,
            points=letter_wording.points_in_words(findings, actions),
            attachments=[Attachment(name=again[0].file, content=again[1])] if again else [],
            kind=REMINDER,
        )
        if written:
            letters.append((officer, why, *written))
    names = file_names((f"{label} {officer}" for officer, *_ in letters), ".eml")
    contents = {name: content for name, (_, _, _, content) in zip(names, letters, strict=True)}
    result = Chased(
        master=str(book.path),
        period=label,
        drafts=tuple(
            Draft(officer=officer, to=to, file=str(place / name), why=why)
            for name, (officer, why, to, _) in zip(names, letters, strict=True)
        ),
        no_address=tuple(correspondence.no_address),
        left_out=tuple(correspondence.left_out),
        removed=tuple(map(str, _not_wanted(returned, label, place, contents))),
    )
    result._contents = contents
    result._reasons = correspondence.no_address
    return result


def _wanted(
    master: Master, returned: PeriodReturns, period: str, today: dt.date
) -> dict[str, tuple[Why, tuple[Finding, ...]]]:
    """Officer -> why they are written to and what they are asked, in the order of the Returns sheet."""
    found = findings_in_received(master, returned.officers("received"), period=period, today=today)
    asked = {one.officer: one.findings for one in found}
    wanted: dict[str, tuple[Why, tuple[Finding, ...]]] = {}
    for one in returned.returns:
        if one.state != "received":
            wanted[one.officer] = (one.state, ())
        elif one.officer in asked:
            wanted[one.officer] = ("to ask about", asked[one.officer])
    return wanted


def _not_wanted(returned: PeriodReturns, period: str, folder: Path, written: dict[str, bytes]) -> list[Path]:
    """Our own earlier reminders to officers of the period who need none any more: nobody must send them by mistake."""
    names = [f"{safe_file_name(f'{period} {one.officer}')}.eml" for one in returned.returns]
    return [folder / name for name in names if name not in written and is_our_draft(folder / name, REMINDER)]
