"""Letters as drafts: an `.eml` that a mail program opens ready to send. Nothing is ever sent.

Names, addresses and texts come from workbooks. None of them may add a header, a recipient or a file to a letter: an
address is an address and nothing else, or it is not used; everything that goes into a header is one line.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from pathlib import Path
from typing import Any

from xlplan.errors import UnreadableTemplate
from xlplan.model import Model
from xlplan.values.text import clean, drop_control_characters

DRAFTS = "drafts"
"""The folder, beside a master or a report, into which letters are put."""

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+")
_NAMED = re.compile(r"[^<>@]*<([^<>]*)>")
_SUBJECT = re.compile(r"\ASubject:[ \t]*(.+)\n", re.IGNORECASE)
_LONGEST_ADDRESS, _LONGEST_SUBJECT = 254, 200
_LONGEST_NAME, _LONGEST_ENCODED_NAME = 70, 40
_LONGEST_LETTER = 1_000_000
_XLSX = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _Whole(EmailPolicy):
    """Writes headers with addresses in one line, and what can be read as it is.

    Python, where it folds addresses, may leave a comma of somebody's name bare (CVE-2025-1795): a recipient more.
    """

    def fold_binary(self, name: str, value: Any) -> bytes:
        is_whole = hasattr(value, "addresses") or (name == "Subject" and value.isascii())
        policy = self.clone(max_line_length=0) if is_whole else self
        return super(_Whole, policy).fold_binary(name, value)


_POLICY = _Whole(linesep="\r\n", max_line_length=78)


class Attachment(Model):
    """A workbook that goes with a letter."""

    name: str
    content: bytes


class LetterText(Model):
    """The words of a letter, its fields not filled in yet."""

    subject: str
    body: str
    file: str = ""
    """Where they come from, when they are the council's own."""


def address_in(text: str) -> str:
    """The e-mail address that a cell holds; "" when it holds none, or more than one.

    >>> address_in("ada@wexcombe.example"), address_in("Ada Marsh <ada@wexcombe.example>")
    ('ada@wexcombe.example', 'ada@wexcombe.example')
    >>> address_in("ada@wexcombe.example, al@elsewhere.example"), address_in("ada@wexcombe"), address_in("n/a")
    ('', '', '')
    """
    text = clean(text)
    named = _NAMED.fullmatch(text)
    text = (named[1] if named else text).strip().removeprefix("mailto:")
    return text if len(text) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(text) else ""


def addresses_in(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The addresses that a cell for several holds, and what in it is none; between them ; or , or a line end.

    >>> addresses_in("ada@wexcombe.example; PA <pa@wexcombe.example>, see Al")
    (('ada@wexcombe.example', 'pa@wexcombe.example'), ('see Al',))
    """
    pieces = [piece.strip() for piece in re.split(r"[;,\n]", clean(text)) if piece.strip()]
    found = {piece: address_in(piece) for piece in pieces}
    return tuple(dict.fromkeys(filter(None, found.values()))), tuple(
        piece for piece, one in found.items() if not one
    )


def draft(
    *,
    name: str,
    to: str,
    copies: Sequence[str] = (),
    subject: str,
    text: str,
    attachments: Sequence[Attachment] = (),
    sender: str = "",
    reply_to: str = "",
    kind: str = "letter",
) -> bytes:
    """One letter as a draft that opens ready to send.

    Args:
        name: the addressee's name.
        to: the addressee's address.
        copies: the addresses of those who get a copy.
        subject: the subject; line ends in it become blanks.
        text: the letter.
        attachments: the workbooks that go with it.
        sender: the name of the one who writes.
        reply_to: the address to which answers go; "" for the account that sends it.
        kind: what our own drafts of one kind are known again by.

    Raises:
        ValueError: an address is none.
    """
    if not all(address_in(one) == one for one in (to, *copies, *([reply_to] if reply_to else []))):
        raise ValueError("an address is to be taken from a cell with address_in")
    message = EmailMessage(policy=_POLICY)
    message["X-Unsent"] = "1"
    message[_KIND] = kind
    message["To"] = Address(_name(name), addr_spec=to)
    others = [copy for copy in dict.fromkeys(copies) if copy.casefold() != to.casefold()]
    if others:
        message["Cc"] = [Address(addr_spec=copy) for copy in others]
    if reply_to:
        message["Reply-To"] = Address(_name(sender), addr_spec=reply_to)
    message["Subject"] = _one_line(subject)[:_LONGEST_SUBJECT]
    message.set_content(drop_control_characters(clean(text)) + "\n", cte="quoted-printable")
    for attachment in attachments:
        message.add_attachment(
            attachment.content, maintype="application", subtype=_XLSX, filename=_one_line(attachment.name)
        )
    if attachments:
        digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=12)
        for attachment in attachments:
            digest.update(attachment.content)
        message.set_boundary(f"=_xlplan_{digest.hexdigest()}")  # the same draft each time
    return message.as_bytes()


def is_our_draft(path: Path, kind: str) -> bool:
    """True for a draft of that kind that we wrote, also when somebody has opened it since."""
    try:
        with path.open("rb") as file:
            head = file.read(2_000)
    except OSError:
        return False
    return f"{_KIND}: {kind}".encode() in head.splitlines()


def letter_of(path: Path, ours: LetterText) -> LetterText:
    """The words of a letter in a text file of the council's own. Its first line may be "Subject: ...".

    Args:
        path: the file.
        ours: the letter whose place it takes; its subject stays where the file gives none.

    Raises:
        UnreadableTemplate: the file is not there, is no text, or is empty.
    """
    try:
        content = path.read_bytes()[: _LONGEST_LETTER + 1]
    except OSError as error:
        raise UnreadableTemplate(
            f"the letter cannot be read ({error.strerror})", "Name a text file", file=path
        ) from error
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))  # what Notepad calls Unicode
    if len(content) > _LONGEST_LETTER or (b"\x00" in content and not is_wide):
        raise UnreadableTemplate(
            "the letter is no plain text", "Save it as plain text (.txt, UTF-8)", file=path
        )
    try:
        text = content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # as Notepad used to save it
    text = clean(text)
    if not text:
        raise UnreadableTemplate(
            "the letter is empty", "Write it, with fields such as {{ period }}", file=path
        )
    found = _SUBJECT.match(text)
    body = text[found.end() :].strip() if found else text
    return LetterText(subject=found[1].strip() if found else ours.subject, body=body, file=str(path))


_KIND = "X-Xlplan"


def _name(name: str) -> str:
    name = _one_line(name)
    return name[: _LONGEST_NAME if name.isascii() else _LONGEST_ENCODED_NAME].strip()


def _one_line(text: str) -> str:
    """Text for a header: one line, nothing in it that is not seen (a mark that turns the direction, say)."""
    seen = "".join(
        sign for sign in clean(drop_control_characters(text)) if unicodedata.category(sign) != "Cf"
    )
    return " ".join(seen.split())
