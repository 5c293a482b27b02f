"""How much of a file is read: beyond, it is no plan and no return, but a mistake or made to harm.

Bytes alone say little: a few kilobytes may hold a million cells, styles or relations. So what costs time and memory is
counted before it is read.
"""

from __future__ import annotations

from dataclasses import dataclass

from xlplan.errors import UnreadableWorkbook

_HARM = "Ask the sender what it is, and for a workbook saved from Excel"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may hold at most."""

    inflated: int
    """Bytes of all parts together, pictures too."""
    part: int
    """Bytes of one part that is read."""
    tags: int
    """Elements of the sheets and of the shared texts, each opening and closing counted."""
    cells: int
    """Cells with something in them, of all sheets together."""
    characters: int
    """Characters of all cells together."""
    sheets: int
    tree: int
    """Bytes that the tree of an .ods file may take, which holds all sheets in one part."""

    def check_part(self, name: str, size: int) -> None:
        """Refuse a part that is larger than any that is read.

        Raises:
            UnreadableWorkbook: it is.
        """
        if size > self.part:
            raise UnreadableWorkbook(
                f"its part {name} unfolds to {size / 1e6:,.0f} MB, and {self.part / 1e6:,.0f} is the most",
                _HARM,
            )

    def check_tags(self, content: bytes, already: int = 0) -> int:
        """Refuse a sheet with more elements than are read.

        Args:
            content: its XML.
            already: the elements of the sheets before it.

        Returns:
            The elements so far.

        Raises:
            UnreadableWorkbook: there are more.
        """
        tags = already + content.count(b"<")
        if tags > self.tags:
            raise UnreadableWorkbook("it has more cells than are read at once", _HARM)
        return tags

    def check_cells(self, cells: int, characters: int = 0) -> None:
        """Refuse a file with more cells or text than is read.

        Raises:
            UnreadableWorkbook: there is more.
        """
        if cells > self.cells:
            raise UnreadableWorkbook(f"it has more than {self.cells:,} cells with something in them", _HARM)
        if characters > self.characters:
            raise UnreadableWorkbook(
                f"its cells hold more than {self.characters / 1e6:,.0f} million characters", _HARM
            )


PLAN = Limits(400_000_000, 150_000_000, 15_000_000, 2_500_000, 300_000_000, 2_000, 1_500_000_000)
"""For a plan: one of 50,000 actions takes some 100 million bytes, unfolded, for a million cells."""

RETURN = Limits(400_000_000, 50_000_000, 1_200_000, 200_000, 20_000_000, 200, 150_000_000)
"""For what comes by e-mail: a return of ten thousand actions has half of this. What it refuses it refuses within a
second, in less than 300 MB."""
