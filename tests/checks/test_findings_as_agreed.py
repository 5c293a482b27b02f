"""What the checks say is what people have agreed to, word for word."""

from __future__ import annotations

from tests.builders.agreed_findings import AGREED, described


def test_no_check_finds_more_or_less_or_says_another_thing_without_anybody_looking() -> None:
    """Run `python -m tests.builders.agreed_findings` when this fails, and look at what has changed in the text.

    A finding in the wrong column or with the wrong date sends a coordinator to the wrong cell; one that is gone is
    missed by nobody.
    """
    assert described().splitlines() == AGREED.read_text("utf-8").splitlines()
