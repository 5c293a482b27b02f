"""A report's seal tells whether a person has gone on editing it: then it is theirs, and no new one replaces it.

The seal is a digest of all the document's parts, kept among its properties. Whatever program saves the document
writes its parts otherwise, so the digest does not fit any longer.
"""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

from docx.opc.package import OpcPackage


def sealed(document: bytes) -> bytes:
    """The same .docx or .xlsx with its seal."""
    return save_sealed(OpcPackage.open(io.BytesIO(document)))


def save_sealed(package: OpcPackage) -> bytes:
    """A document that is open, as its bytes with its seal."""
    package.core_properties.identifier = _digest(package)
    written = io.BytesIO()
    package.save(written)
    return written.getvalue()


def is_edited(path: Path) -> bool:
    """True when a document is not as it was sealed."""
    try:
        package = OpcPackage.open(str(path))
        seal: str = package.core_properties.identifier
        return seal != _digest(package)
    except Exception:  # noqa: BLE001 - whatever it is that cannot be read, it is not as we wrote it
        return True


def _digest(package: OpcPackage) -> str:
    properties = package.core_properties
    digest = hashlib.blake2b(f"{properties.title}\n{properties.author}".encode(), digest_size=16)
    for part in sorted(package.iter_parts(), key=lambda part: str(part.partname)):
        if not str(part.partname).startswith("/docProps/"):
            digest.update(str(part.partname).encode())
            digest.update(part.blob)
    return digest.hexdigest()
