"""Cells that hold a list: an action that is torn apart, or two taken for one, has nobody who answers for it."""

from __future__ import annotations

import pytest

from xlplan.values.list_items import holds_several, list_items


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("", []),
        ("Paint the hall", ["Paint the hall"]),
        ("Paint the hall\nMend the roof", ["Paint the hall", "Mend the roof"]),
        ("• Paint\nthe hall\n• Mend the roof", ["• Paint\nthe hall", "• Mend the roof"]),
        ("1. Paint\n   the hall\n2. Mend the roof", ["1. Paint\n   the hall", "2. Mend the roof"]),
        ("(a) Paint\n\n(b) Mend", ["(a) Paint", "(b) Mend"]),
        ("- Paint\n- Mend", ["- Paint", "- Mend"]),
        # one mark makes no list, nor does a number that is none of a list
        ("Paint:\n- the hall", ["Paint:", "- the hall"]),
        ("1.5 posts\n2.5 posts", ["1.5 posts", "2.5 posts"]),
    ],
)
def test_a_list_has_the_items_that_its_marks_say(cell: str, items: list[str]) -> None:
    """An item of two lines would be two actions, the second without its verb."""
    assert list_items(cell) == items
    assert holds_several(cell) is (len(items) > 1)
