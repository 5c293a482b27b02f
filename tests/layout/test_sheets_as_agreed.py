"""Our sheets look as councils have agreed to them, down to each width, lock and drop-down."""

from __future__ import annotations

from tests.builders.agreed_sheets import AGREED, described


def test_no_sheet_changes_its_look_without_anybody_looking() -> None:
    """Run `python -m tests.builders.agreed_sheets` when this fails, and look at what has changed in the text.

    A column that is no longer locked, a drop-down that lacks a word or a width at which Check is off the screen is
    seen by nobody until the returns come back.
    """
    assert described().splitlines() == AGREED.read_text("utf-8").splitlines()
