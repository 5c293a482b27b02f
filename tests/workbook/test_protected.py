"""What an officer's protected return would cost: the return itself, the password, or the night."""

from __future__ import annotations

import logging
import sys
import time
from io import BytesIO
from pathlib import Path

import pytest

from tests.builders.workbook_examples import parts, sheet, zipped
from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.readers import admission, ole
from xlplan.workbook.readers import protected as protected_files

msoffcrypto = pytest.importorskip("msoffcrypto")

PASSWORD = "Sesame 42 £"
WORKBOOK = zipped(
    parts(
        sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), strings=("Wexcombe", *map(str, range(9000)))
    )
)
"""The package that protects it for the tests writes none of less than 4 kB."""


def protected(content: bytes = WORKBOOK, password: str = PASSWORD) -> bytes:
    """The workbook as Excel saves it with a password."""
    from msoffcrypto.format.ooxml import OOXMLFile

    closed = BytesIO()
    OOXMLFile(BytesIO(content)).encrypt(password, closed)
    return closed.getvalue()


@pytest.fixture(scope="module")
def closed() -> bytes:
    return protected()


def test_a_protected_return_is_read_with_the_password_agreed_on(tmp_path: Path, closed: bytes) -> None:
    file = tmp_path / "Jo.xlsx"
    file.write_bytes(closed)
    admitted = admission.admit(file, password=PASSWORD)
    assert (admitted.kind, admitted.content) == ("xlsx", WORKBOOK)
    assert file.read_bytes() == closed


@pytest.mark.parametrize(
    ("spoil", "password", "told"),
    [
        (lambda closed: closed, None, "it is protected with a password. Open it in Excel"),
        (lambda closed: closed, "Abracadabra", "another password than the one given"),
        (lambda closed: closed[:5000], PASSWORD, "protected with a password"),
        (
            lambda closed: closed.replace(b'spinCount="100000"', b'spinCount="9999999"'),
            PASSWORD,
            "in a way that no Excel writes",
        ),
        (
            lambda closed: closed.replace(b"<encryption xml", b'<!DOCTYPE x [<!ENTITY a "b">]><e x'),
            PASSWORD,
            "in a way that no Excel writes",
        ),
    ],
    ids=["no password", "another", "cut off", "endless", "entities"],
)
def test_one_that_cannot_be_opened_gets_one_line_quickly_that_keeps_the_password_to_itself(
    tmp_path: Path,
    closed: bytes,
    caplog: pytest.LogCaptureFixture,
    spoil: object,
    password: str | None,
    told: str,
) -> None:
    file = tmp_path / "Jo.xlsx"
    file.write_bytes(spoil(closed))  # type: ignore[operator]
    began = time.monotonic()
    with caplog.at_level(logging.DEBUG), pytest.raises(UnreadableWorkbook) as refused:
        admission.admit(file, password=password)
    assert time.monotonic() - began < 5
    assert told in str(refused.value)
    assert password is None or password not in f"{refused.value} {caplog.text}"


@pytest.mark.parametrize(
    ("bound", "most", "is_opened"),
    [
        ("_MOST_ROUNDS", 100_000, True),
        ("_MOST_ROUNDS", 99_999, False),
        ("_LARGEST_DESCRIPTION", 0, True),
        ("_LARGEST_DESCRIPTION", -1, False),
    ],
)
def test_a_file_asks_for_no_more_work_than_is_allowed(
    tmp_path: Path, closed: bytes, monkeypatch: pytest.MonkeyPatch, bound: str, most: int, is_opened: bool
) -> None:
    file = tmp_path / "Jo.xlsx"
    file.write_bytes(closed)
    size = len(ole.stream(closed, "EncryptionInfo")) if bound == "_LARGEST_DESCRIPTION" else 0
    monkeypatch.setattr(protected_files, bound, size + most)
    if is_opened:
        assert admission.admit(file, password=PASSWORD).content == WORKBOOK
    else:
        with pytest.raises(UnreadableWorkbook, match="in a way that no Excel writes"):
            admission.admit(file, password=PASSWORD)


def test_what_is_inside_is_looked_at_like_any_file(tmp_path: Path) -> None:
    file = tmp_path / "Jo.xlsx"
    climbing = parts(sheet(""), strings=tuple(map(str, range(9000))))
    file.write_bytes(protected(zipped({**climbing, "../../outside.xml": "<x/>"})))
    with pytest.raises(UnreadableWorkbook, match="lead out of the file"):
        admission.admit(file, password=PASSWORD)


def test_without_the_package_a_protected_return_gets_the_line_that_it_always_got(
    tmp_path: Path, closed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "msoffcrypto", None)
    file = tmp_path / "Jo.xlsx"
    file.write_bytes(closed)
    with pytest.raises(UnreadableWorkbook, match=r"it is protected with a password\. Open it in Excel"):
        admission.admit(file, password=PASSWORD)
