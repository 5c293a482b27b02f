"""Two months of a plan come out as people have agreed to them, down to each cell and each word."""

from __future__ import annotations

from tests.builders.agreed_month import AGREED, described


def test_no_command_does_or_says_another_thing_without_anybody_looking() -> None:
    """Run `python -m tests.builders.agreed_month` when this fails, and look at what has changed in the text.

    A line missing in the trail, a count that is one too high, an officer who is not asked: nobody would see it among
    all that is right.
    """
    assert described().splitlines() == AGREED.read_text("utf-8").splitlines()
