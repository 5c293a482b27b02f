"""Two months of a plan, and a master that people have made their own, come out as agreed, down to each cell."""

from __future__ import annotations

from tests.builders import agreed_changed, agreed_month, agreed_nights


def test_no_command_does_or_says_another_thing_without_anybody_looking() -> None:
    """Run `python -m tests.builders.agreed_month` when this fails, and look at what has changed in the text.

    A line missing in the trail, a count that is one too high, an officer who is not asked: nobody would see it among
    all that is right.
    """
    assert agreed_month.described().splitlines() == agreed_month.AGREED.read_text("utf-8").splitlines()


def test_a_master_that_people_have_changed_is_worked_with_as_it_is() -> None:
    """Run `python -m tests.builders.agreed_changed` when this fails, and look at what has changed in the text.

    What is put where a column was, and not where it is, is another's text overwritten.
    """
    assert agreed_changed.described().splitlines() == agreed_changed.AGREED.read_text("utf-8").splitlines()


def test_no_night_does_or_says_another_thing_without_anybody_looking() -> None:
    """Run `python -m tests.builders.agreed_nights` when this fails, and look at what has changed in the text.

    Nobody is there at night: what is not said, logged or written is not known to have been done.
    """
    assert agreed_nights.described().splitlines() == agreed_nights.AGREED.read_text("utf-8").splitlines()
