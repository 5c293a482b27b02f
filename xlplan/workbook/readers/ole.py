"""The container that Office used before 2007 (.xls, .doc, .msg), and uses now for what has a password."""

from __future__ import annotations

from io import BytesIO

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def stream_names(content: bytes) -> frozenset[str]:
    """The names of what lies at the top of a container, in lower case; none where its directory cannot be read.

    The directory says what a file is: the words in it may say anything, in a letter about a workbook too.
    """
    import olefile

    try:
        with olefile.OleFileIO(BytesIO(content)) as container:
            return frozenset(
                path[0].lower() for path in container.listdir(streams=True, storages=True) if len(path) == 1
            )
    except Exception:  # noqa: BLE001 - a damaged container may raise anything in a package that reads bytes by position
        return frozenset()


def stream(content: bytes, *names: str) -> bytes:
    """The first of these streams that is there; empty where none is or it cannot be read."""
    import olefile

    try:
        with olefile.OleFileIO(BytesIO(content)) as container:
            found = next((name for name in names if container.exists(name)), None)
            return bytes(container.openstream(found).read()) if found else b""
    except Exception:  # noqa: BLE001 - as above
        return b""
