"""The RAG words as they are written in a master, and how each is drawn."""

from __future__ import annotations

CANONICAL = ("Red", "Amber", "Green", "Complete", "Not started")
"""The words as they are written in a master."""

COLOURS = {
    "Red": "B3261E",
    "Amber": "F2B33D",
    "Green": "BFE3B4",
    "Complete": "D5E3F0",
    "Not started": "EDEDED",
}
"""The fill that each word is drawn with. Printed in grey they go from dark to light in this order."""
