"""One reminder for an officer of whom several plans want something, made from the reminders of the plans."""

from __future__ import annotations

from collections.abc import Sequence
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern

from xlplan.model import Model
from xlplan.reporting.letter_wording import REMINDER
from xlplan.reporting.letters import Attachment, draft


class PlanReminder(Model):
    """One plan's reminder: the draft of an e-mail."""

    plan: str
    officer: str
    content: bytes


def joint_reminder(reminders: Sequence[PlanReminder]) -> bytes:
    """The draft that takes the place of all of them.

    Args:
        reminders: to one address, each as `chase` drafts it in our own words: a greeting, what is wanted, thanks.
    """
    letters = [_letter(one.content) for one in reminders]
    first = letters[0]
    answers = {str(letter["Reply-To"] or "") for letter in letters}
    parts = [f"Dear {reminders[0].officer},", _OPENING]
    attachments: list[Attachment] = []
    copies: list[str] = []
    for one, letter in zip(reminders, letters, strict=True):
        wanted = _text(letter).split("\n\n")[1:-1]
        if len(answers) > 1 and letter["Reply-To"]:
            wanted.append(f"Please send this one to {letter['Reply-To']}.")
        parts += [one.plan.upper(), *wanted]
        copies += _addresses(letter, "Cc")
        attachments += [
            Attachment(name=f"{one.plan}, {part.get_filename('return.xlsx')}", content=part.get_content())
            for part in letter.iter_attachments()
        ]
    [to] = _addresses(first, "To")
    answer = first["Reply-To"].addresses[0] if len(answers) == 1 and first["Reply-To"] else None
    return draft(
        name=reminders[0].officer,
        to=to,
        copies=copies,
        subject=f"Reminder: your returns for {len(reminders)} action plans",
        text="\n\n".join([*parts, _text(first).split("\n\n")[-1]]),
        attachments=attachments,
        sender=answer.display_name if answer else "",
        reply_to=answer.addr_spec if answer else "",
        kind=REMINDER,
    )


_OPENING = "Several action plans are waiting for something from you. This one reminder is for all of them."


def _letter(content: bytes) -> EmailMessage:
    letter = message_from_bytes(content, policy=modern)
    assert isinstance(letter, EmailMessage)  # the policy makes no other
    return letter


def _text(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    return str(body.get_content()).replace("\r\n", "\n").strip() if body else ""


def _addresses(letter: EmailMessage, header: str) -> list[str]:
    return [address.addr_spec for address in letter[header].addresses] if letter[header] else []
