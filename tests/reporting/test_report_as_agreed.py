"""The report that goes to committee, and the lists behind it, are as people have agreed to them."""

from __future__ import annotations

from tests.builders.agreed_report import AGREED, described


def test_no_report_changes_its_words_or_its_look_without_anybody_looking() -> None:
    """Run `python -m tests.builders.agreed_report` when this fails, and look at what has changed in the text.

    A figure in the wrong column, or an exception that is not in the table, is believed by a whole committee.
    """
    assert described().splitlines() == AGREED.read_text("utf-8").splitlines()
