"""What holds in every test of this room."""

from __future__ import annotations

import pytest

from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.ooxml.sheet_scan import is_plain


@pytest.fixture(autouse=True)
def what_is_called_plain_is_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet that is taken for plain and is not would be cut at the wrong places, and cells lost in silence."""
    mark = Package.mark_plain

    def checked(package: Package, part: str) -> None:
        assert is_plain(package.read(part)), part
        mark(package, part)

    monkeypatch.setattr(Package, "mark_plain", checked)
