"""Workbooks that Excel has encrypted with a password, opened with it in memory; never on disk."""

from __future__ import annotations

import re
from io import BytesIO

from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.readers import ole

_LARGEST_DESCRIPTION = 100_000
"""Bytes of the part that says how it is encrypted; Excel writes some 1,500."""
_MOST_ROUNDS = 1_000_000
"""Excel hashes a password 100,000 times; a file made to harm may ask for hours of it."""
_ROUNDS = re.compile(rb"""spinCount\s*=\s*["']\s*(\d+)""")

_ASK = "Ask for it without a password, or with the one agreed on"


def is_encrypted(content: bytes) -> bool:
    """True for a workbook of the formats since Excel 2007 that has a password."""
    return content.startswith(ole.MAGIC) and "encryptedpackage" in ole.stream_names(content)


def unlocked(content: bytes, password: str) -> bytes | None:
    """What an encrypted workbook holds; None where the package that can open it is not installed.

    Args:
        content: for which `is_encrypted` says True.
        password: the password. It is in no message.

    Raises:
        UnreadableWorkbook: it has another password, is damaged, or is made to harm.
    """
    try:
        import msoffcrypto
    except ImportError:
        return None
    try:
        description = ole.stream(content, "EncryptionInfo")
        rounds = [int(found) for found in _ROUNDS.findall(description)]
        if (
            len(description) > _LARGEST_DESCRIPTION
            or b"<!" in description
            or max([0, *rounds]) > _MOST_ROUNDS
        ):
            raise UnreadableWorkbook(
                "it is protected with a password in a way that no Excel writes",
                "Do not open it. Ask the sender for a workbook saved from Excel",
            )
        opened = BytesIO()
        document = msoffcrypto.OfficeFile(BytesIO(content))
        document.load_key(password=password, verify_password=True)
        document.decrypt(opened)
    except UnreadableWorkbook:
        raise
    except msoffcrypto.exceptions.InvalidKeyError:
        raise UnreadableWorkbook("it is protected with another password than the one given", _ASK) from None
    except Exception:  # noqa: BLE001 - a damaged file may raise anything in a package that reads bytes by position
        raise UnreadableWorkbook("it is protected with a password, and damaged", _ASK) from None
    return opened.getvalue()
