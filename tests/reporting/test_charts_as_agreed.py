"""The charts of the page are drawn as people have agreed to them."""

from __future__ import annotations

from tests.builders.agreed_charts import AGREED, described


def test_no_chart_is_drawn_otherwise_without_anybody_looking() -> None:
    """Run `python -m tests.builders.agreed_charts` when this fails, and look at what has changed in the text.

    A column that is too high by a tenth, or a figure beside the wrong bar, is believed by a whole meeting.
    """
    assert described().splitlines() == AGREED.read_text("utf-8").splitlines()
