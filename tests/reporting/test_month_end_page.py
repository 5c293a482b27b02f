"""The page on the month's end: a field that it names must exist, and none be left out."""

from __future__ import annotations

import re
from pathlib import Path

from tests.builders import reported
from xlplan.reporting import letter_wording
from xlplan.reporting.committee import BLOCK_FIELDS, text_fields


def documented(section: str) -> set[str]:
    """The fields in the tables of a section."""
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"\{\{ ([^}]+) \}\}", row)}


def test_the_fields_of_reports_and_letters_are_those_of_the_page(repository: Path) -> None:
    reports, _, letters = (
        (repository / "docs" / "month-end.md").read_text("utf-8").partition("## The letters")
    )
    assert documented(reports) == {*text_fields(reported.position()), *BLOCK_FIELDS}
    assert documented(letters) == set(letter_wording.FIELDS)
