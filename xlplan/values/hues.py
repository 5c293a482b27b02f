"""Which fills are plainly red, amber or green."""

from __future__ import annotations

import colorsys
import re


def rag_hue(colour: str | None) -> str:
    """The RAG word for a fill that is plainly red, amber or green; empty for all others."""
    if not colour or not re.fullmatch("[0-9A-Fa-f]{6}", colour):
        return ""
    red, green, blue = (int(colour[index : index + 2], 16) / 255 for index in (0, 2, 4))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    if saturation < 0.35 or lightness > 0.93 or lightness < 0.12:
        return ""
    degrees = hue * 360
    if degrees < 16 or degrees > 344:
        return "Red"
    if 24 < degrees < 66:
        return "Amber"
    if 75 < degrees < 165:
        return "Green"
    return ""
