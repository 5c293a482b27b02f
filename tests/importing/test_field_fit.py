"""How well a column suits a field: what its heading says is confirmed or overruled by what it holds."""

from __future__ import annotations

import pytest

from xlplan.importing.column_profile import (
    Contents,
)
from xlplan.importing.field_fit import content_fit, position_fit


@pytest.mark.parametrize(
    ("field", "held", "fit"),
    [
        ("timescale", {"dates": 1.0}, 0.3),
        ("due", {"dates": 0.2, "prose": 0.5}, 0.06 - 0.3),
        ("due", {"dates": 0.3, "prose": 0.5, "numbers": 0.5}, 0.09),
        ("revised_due", {"names": 0.7, "dates": 0.1}, 0.03 - 0.4),
        ("timescale", {"names": 0.6, "dates": 0.1}, 0.03),
        ("timescale", {"names": 0.7, "dates": 0.2}, 0.06),
        ("due", {"dates": 0.2, "numbers": 0.5}, 0.06 - 0.3),
        ("owner", {"names": 1.0}, 0.3),
        ("supporting", {"names": 0.5, "dates": 0.5}, 0.15 - 0.35),
        ("owner", {"prose": 0.8, "names": 0.1}, 0.03 - 0.3),
        ("owner", {"prose": 0.7, "names": 0.1}, 0.03),
        ("owner", {"prose": 0.8, "names": 0.2}, 0.06),
        ("owner", {"numbers": 0.2, "statuses": 0.4, "levels": 0.6}, -0.3),
        ("owner", {"raci": 0.6, "length": 3.9}, -0.8),
        ("owner", {"raci": 0.6, "length": 4.0}, 0.0),
        ("owner", {"raci": 0.5, "length": 1.0}, 0.0),
        ("rag", {"rag": 0.5, "rag_heads": 0.5}, 0.3),
        ("rag", {"rag": 0.1}, 0.03 - 0.25),
        ("rag", {"rag": 0.1, "rag_heads": 0.1}, 0.06),
        ("progress", {"prose": 1.0, "length": 40}, 0.15),
        ("progress", {"length": 11.9}, -0.1),
        ("progress", {"length": 12, "real_dates": 0.5, "numbers": 0.5}, -0.5),
        ("success_criteria", {"prose": 1.0, "dates": 0.6}, 0.15),
        ("success_criteria", {"dates": 0.7}, -0.42),
        ("success_criteria", {"numbers": 0.2, "levels": 0.4}, -0.2),
        ("ref", {"refs": 1.0}, 0.2),
        ("ref", {"refs": 0.2, "length": 6}, 0.04 - 0.5),
        ("ref", {"refs": 0.2, "length": 5}, 0.04),
        ("ref", {"refs": 0.3, "length": 6}, 0.06),
        ("ref", {"prose": 0.5, "real_dates": 0.5, "levels": 0.5}, -1.05),
        ("action", {"prose": 1.0, "past": 0.5}, 0.2 - 0.2),
        ("recommendation", {"prose": 1.0, "past": 0.5}, 0.2),
        (
            "action",
            {"real_dates": 0.5, "refs": 0.1, "levels": 0.2, "numbers": 0.3, "statuses": 0.4, "paths": 0.5},
            -0.7,
        ),
        ("action", {"filled": 5, "distinct": 0.4, "length": 15.9}, -0.6),
        ("action", {"filled": 4, "distinct": 0.4, "length": 15}, 0.0),
        ("action", {"filled": 5, "distinct": 0.5, "length": 15}, 0.0),
        ("action", {"filled": 5, "distinct": 0.4, "length": 16}, 0.0),
        ("theme", {"length": 59}, 0.1),
        ("theme", {"length": 60}, 0.0),
        ("theme", {"length": 150, "levels": 0.5, "numbers": 0.5}, -0.55),
        ("theme", {"length": 151}, -0.2),
        ("notes", {"prose": 1.0}, 0.05),
        ("other", {"levels": 0.5, "numbers": 0.2, "statuses": 0.5}, 0.31),
        ("unknown", {"prose": 1.0}, 0.0),
    ],
)
def test_what_a_column_holds_suits_one_field_more_than_another(
    field: str, held: dict[str, float], fit: float
) -> None:
    """A heading may mislead: where the contents speak against it, somebody must be asked."""
    filled = {"filled": 3, "distinct": 1.0, **held}
    assert content_fit(field, Contents(**filled)) == pytest.approx(fit)  # type: ignore[arg-type]
    assert content_fit(field, Contents(**{**filled, "filled": 0})) == 0.0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "left", "right"),
    [
        ("recommendation", 0.05, -0.35),
        ("theme", 0.0, -0.3),
        ("success_criteria", -0.15, 0.0),
        ("progress", -0.3, 0.0),
        ("owner", 0.0, 0.0),
    ],
)
def test_what_is_wanted_is_left_of_the_action_and_what_came_of_it_right(
    field: str, left: float, right: float
) -> None:
    assert (position_fit(field, 1, 2), position_fit(field, 3, 2), position_fit(field, 2, 2)) == (
        left,
        right,
        right,
    )
    assert position_fit(field, 1, None) == 0.0
