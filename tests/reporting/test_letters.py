"""Letters: nothing that stands in a workbook may add a header, a recipient or a file to an e-mail."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import email.utils
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlplan.errors import UnknownField, UnreadableTemplate
from xlplan.model import Action, Finding
from xlplan.reporting import letter_wording
from xlplan.reporting.letters import (
    Attachment,
    LetterText,
    address_in,
    addresses_in,
    draft,
    is_our_draft,
    letter_of,
)

ADA, PA, MAYA = "ada@wexcombe.example", "pa@wexcombe.example", "maya@wexcombe.example"
HEADERS = {"X-Unsent", "X-Xlplan", "To", "Cc", "Reply-To", "Subject", "MIME-Version", "Content-Type"}
NAMES = (
    "Verrall, Asha",
    '"Asha" Verrall',
    "O'Dowd, Liz",
    "Zoë Müller-Łukasz",
    'Zoë, "the" <evil@elsewhere.example>, Bob <bob@elsewhere.example>',
    "Asha\r\nBcc: evil@elsewhere.example",
    "Asha\nBcc: evil@elsewhere.example\n\nText",
    "Asha\x0bBcc: evil@elsewhere.example",
    "Asha\u2028Bcc: evil@elsewhere.example",
    "evil@elsewhere.example",
    "=?utf-8?q?evil=40elsewhere.example=2C?=, more",
    "\u202eevil",
    'a\\b"c; group: x@elsewhere.example;',
    "🙂, <a@elsewhere.example>",
    "Ж" * 80 + ", <a@elsewhere.example>",
    "a" * 300,
    "",
    "\ud800 half",
)


def parsed(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def letter(name: str, text: str = "Hello", **also: object) -> bytes:
    facts: dict[str, object] = {
        "name": name,
        "to": ADA,
        "copies": [PA],
        "subject": f"Return of {name}",
        "text": text,
        "attachments": [Attachment(name=f"{name}.xlsx", content=b"PK")],
        "sender": name,
        "reply_to": MAYA,
    }
    return draft(**{**facts, **also})  # type: ignore[arg-type]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_adds_no_recipient_and_no_header(name: str) -> None:
    content = letter(name)
    assert_only_ours(content)
    # as mail programs read it that know the older rules alone
    older = email.message_from_bytes(content)
    assert [address for _, address in email.utils.getaddresses(older.get_all("To"))] == [ADA]
    assert [address for _, address in email.utils.getaddresses(older.get_all("Reply-To"))] == [MAYA]


@given(name=st.text(), text=st.text())
def test_no_text_at_all_adds_one(name: str, text: str) -> None:
    assert_only_ours(letter(name, text))


def assert_only_ours(content: bytes) -> None:
    message = parsed(content)
    assert set(message.keys()) == HEADERS
    assert len(message.keys()) == len(HEADERS)
    assert [one.addr_spec for one in message["To"].addresses] == [ADA]
    assert [one.addr_spec for one in message["Cc"].addresses] == [PA]
    assert [one.addr_spec for one in message["Reply-To"].addresses] == [MAYA]
    assert not message.defects
    assert len(list(message.iter_attachments())) == 1


def test_a_letter_opens_ready_to_send_and_says_what_was_meant() -> None:
    text = "Dear Zoë,\n\n.\nFrom here on: £5 – “quoted”\n\nWith thanks"
    message = parsed(letter("Zoë Müller", text, subject="Zoë's return – Dec-26"))
    assert message["X-Unsent"] == "1"
    assert message["To"].addresses[0].display_name == "Zoë Müller"
    assert message["Subject"] == "Zoë's return – Dec-26"
    body = message.get_body()
    assert body is not None
    assert body.get_content().strip().replace("\r\n", "\n") == text
    [attached] = message.iter_attachments()
    assert attached.get_filename() == "Zoë Müller.xlsx"
    assert attached.get_content() == b"PK"


def test_the_same_letter_has_the_same_bytes() -> None:
    assert letter("Ada Marsh") == letter("Ada Marsh")


def test_nobody_gets_a_letter_twice() -> None:
    message = parsed(letter("Ada Marsh", copies=[PA, PA, ADA.upper()]))
    assert [one.addr_spec for one in message["Cc"].addresses] == [PA]
    assert "Cc" not in parsed(letter("Ada Marsh", copies=[ADA])).keys()  # noqa: SIM118 - not a dictionary


def test_no_draft_is_written_to_what_is_no_address() -> None:
    with pytest.raises(ValueError, match="address"):
        letter("Ada Marsh", to="ada@wexcombe.example, evil@elsewhere.example")


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        (ADA, ADA),
        (f" {ADA}\u00a0", ADA),
        (f"{ADA}\r\n", ADA),
        (f"mailto:{ADA}", ADA),
        (f"Ada Marsh <{ADA}>", ADA),
        (f'"Marsh, Ada" <{ADA}>', ADA),
        ("liz.o'dowd+plan@adults.wexcombe.example", "liz.o'dowd+plan@adults.wexcombe.example"),
        (f"{ADA}, {PA}", ""),
        (f"{ADA};{PA}", ""),
        (f"{ADA}\nBcc: evil@elsewhere.example", ""),
        (f"{ADA} {PA}", ""),
        (f"evil@elsewhere.example <{ADA}>", ""),
        (f"Ada <{ADA}> <{PA}>", ""),
        ("zoë@wexcombe.example", ""),  # mail programs differ on it, so it is asked about
        ('"ada marsh"@wexcombe.example', ""),
        ("ada@wexcombe", ""),
        ("ada@-wexcombe.example", ""),
        ("ada..marsh@wexcombe.example", ""),
        ("ada@wexcombe.example.", ""),
        ("n/a", ""),
        ("", ""),
        (f"{'a' * 250}@wexcombe.example", ""),
        ("=ada@wexcombe.example?bcc=evil@elsewhere.example", ""),
    ],
)
def test_an_address_is_one_address_or_none(cell: str, address: str) -> None:
    assert address_in(cell) == address


def test_copies_go_to_each_address_and_the_rest_is_listed() -> None:
    assert addresses_in(f"{PA}; {ADA}\nMaya <{MAYA}>,, see Al; {PA}") == ((PA, ADA, MAYA), ("see Al",))


OURS = LetterText(subject="Our subject", body="Ours")


@pytest.mark.parametrize(
    ("content", "subject", "body"),
    [
        (b"Subject: Your return\n\nDear {{ officer }}", "Your return", "Dear {{ officer }}"),
        (b"subject:Your return\r\nDear {{ officer }}", "Your return", "Dear {{ officer }}"),
        (b"Dear {{ officer }}", "Our subject", "Dear {{ officer }}"),
        ("\ufeffDear Zoë".encode(), "Our subject", "Dear Zoë"),
        ("Dear Zoë – £5".encode("cp1252"), "Our subject", "Dear Zoë – £5"),
        ("Dear Zoë".encode("utf-16"), "Our subject", "Dear Zoë"),
    ],
)
def test_a_councils_own_words_are_read_however_notepad_saved_them(
    tmp_path: Path, content: bytes, subject: str, body: str
) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(content)
    found = letter_of(path, OURS)
    assert (found.subject, found.body) == (subject, body)


@pytest.mark.parametrize("content", [None, b"", b"  \n", b"PK\x03\x04\x00\x00", b"a" * 1_000_001])
def test_what_is_no_letter_is_refused_in_one_line(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "letter.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnreadableTemplate):
        letter_of(path, OURS)


VALUES = dict.fromkeys(letter_wording.FIELDS, "") | {"officer": "{{ points }} Ada", "period": "Dec-26"}


def test_fields_are_filled_in_and_what_stands_in_them_is_not_a_field() -> None:
    text = LetterText(
        subject="{{ Period }}", body="Dear {{officer}},\n\n{{ what }}\n\n{{ points }}\n\nThanks"
    )
    assert letter_wording.worded(text, VALUES) == ("Dec-26", "Dear {{ points }} Ada,\n\nThanks")


def test_what_is_to_be_asked_is_never_left_out_of_a_councils_own_letter() -> None:
    text = LetterText(subject="x", body="Dear colleague, please send it.")
    _, body = letter_wording.worded(text, {**VALUES, "points": "1. Train\n   No RAG word."})
    assert body == "Dear colleague, please send it.\n\n1. Train\n   No RAG word."


def test_a_field_that_does_not_exist_is_said_with_those_that_do() -> None:
    with pytest.raises(UnknownField, match=r"letter\.txt.*no field \{\{ name \}\}.*officer"):
        letter_wording.worded(LetterText(subject="x", body="Dear {{ name }}", file="letter.txt"), VALUES)


def test_every_field_that_is_documented_can_be_used() -> None:
    body = "".join(f"{{{{ {name} }}}}" for name in letter_wording.FIELDS)
    assert "{{ points }} Ada" in letter_wording.worded(LetterText(subject="x", body=body), VALUES)[1]


def test_our_own_letters_use_fields_that_exist() -> None:
    for text in (letter_wording.ISSUED, *letter_wording.CHASED.values()):
        letter_wording.worded(text, VALUES)


def test_points_are_told_action_by_action_in_plain_words() -> None:
    actions = {
        "A001": Action(id="A001", ref="1.1", action="Recruit\nfour workers"),
        "A002": Action(id="A002", ref="1.2", action="1.2 Train " + "very " * 40),
    }
    findings = [
        Finding(
            code="RAG005", severity="warning", id="A001", message="Green, but due", suggestion="Complete?"
        ),
        Finding(code="RAG006", severity="warning", id="A002", message="Nothing is said."),
        Finding(code="RAG007", severity="warning", id="A001", message="The same words as last time"),
    ]
    first, second = letter_wording.points_in_words(findings, actions).split("\n\n")
    assert (
        first == "1. 1.1 Recruit four workers\n   Green, but due. Complete?\n   The same words as last time."
    )
    assert second.startswith("2. 1.2 Train very")
    assert second.endswith("…\n   Nothing is said.")


@pytest.mark.parametrize(
    ("due", "today", "says"),
    [
        (dt.date(2026, 12, 4), dt.date(2026, 12, 11), "it was due on 4 December 2026"),
        (dt.date(2026, 12, 18), dt.date(2026, 12, 11), "it is due on 18 December 2026"),
        (None, dt.date(2026, 12, 11), "has not reached me yet. I attach"),
    ],
)
def test_a_reminder_says_when_the_return_was_due(due: dt.date | None, today: dt.date, says: str) -> None:
    assert says in letter_wording.why_in_words("outstanding", "Dec-26", 5, due, today)


def test_our_own_drafts_are_known_again_by_their_kind(tmp_path: Path) -> None:
    path = tmp_path / "draft.eml"
    path.write_bytes(letter("Ada Marsh", kind="reminder"))
    assert is_our_draft(path, "reminder")
    assert not is_our_draft(path, "letter")
    path.write_bytes(b"Subject: X-Xlplan: reminder\r\n\r\nX-Xlplan: reminder of mine")
    assert not is_our_draft(path, "reminder")
    assert not is_our_draft(tmp_path / "none.eml", "reminder")
