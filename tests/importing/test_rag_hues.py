"""A fill is Red, Amber or Green only where it plainly is: a shade taken for a word would be reported to a board."""

from __future__ import annotations

import colorsys

import pytest

from xlplan.importing.column_profile import rag_hue


@pytest.mark.parametrize(
    ("colour", "word"),
    [
        ("FF0000", "Red"),
        ("C00000", "Red"),
        ("FFC7CE", "Red"),  # Excel's own "bad"
        ("FF00FF", ""),
        ("FFC000", "Amber"),
        ("FFFF00", "Amber"),
        ("FFEB9C", "Amber"),  # "neutral"
        ("00B050", "Green"),
        ("92D050", "Green"),
        ("c6efce", "Green"),  # "good"
        ("00B0F0", ""),
        ("FFFFFF", ""),
        ("000000", ""),
        ("808080", ""),
        ("FBF5F5", ""),  # hardly a colour
        ("1A0000", ""),  # nearly black
        ("FF000", ""),
        ("green", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_only_what_is_plainly_red_amber_or_green_is_a_word(colour: str | None, word: str) -> None:
    assert rag_hue(colour) == word


@pytest.mark.parametrize(
    ("degrees", "word"),
    [
        *(
            (0, "Red"),
            (15.5, "Red"),
            (16.5, ""),
            (23.5, ""),
            (24.5, "Amber"),
            (65.5, "Amber"),
            (66.5, ""),
            (74.5, ""),
        ),
        *(
            (75.5, "Green"),
            (164.5, "Green"),
            (165.5, ""),
            (240, ""),
            (343.5, ""),
            (344.5, "Red"),
            (359.5, "Red"),
        ),
    ],
)
def test_between_two_words_there_is_a_gap_that_is_neither(degrees: float, word: str) -> None:
    red, green, blue = (round(channel * 255) for channel in colorsys.hls_to_rgb(degrees / 360, 0.5, 1))
    assert rag_hue(f"{red:02X}{green:02X}{blue:02X}") == word


@pytest.mark.parametrize(
    ("lightness", "saturation", "word"),
    [
        (0.5, 0.36, "Green"),
        (0.5, 0.33, ""),
        (0.92, 1, "Green"),
        (0.94, 1, ""),
        (0.13, 1, "Green"),
        (0.11, 1, ""),
    ],
)
def test_a_shade_that_is_nearly_grey_white_or_black_is_no_word(
    lightness: float, saturation: float, word: str
) -> None:
    red, green, blue = (round(channel * 255) for channel in colorsys.hls_to_rgb(1 / 3, lightness, saturation))
    assert rag_hue(f"{red:02X}{green:02X}{blue:02X}") == word
