"""A grid looked at row by row: its cells that say something, and what merged cells repeat."""

from __future__ import annotations

from xlplan.workbook.grid import BLANK, Area, Cell, Grid, Place


class SheetView:
    """What the reading of a sheet asks of its grid.

    Args:
        grid: the sheet. Formatted but empty cells, however many, cost nothing after this.
    """

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.sheet = grid.sheet
        self.rows: dict[int, dict[int, Cell]] = dict(grid.rows())
        self.row_numbers = sorted(self.rows)
        self.last_row = self.row_numbers[-1] if self.rows else 0
        self.last_column = max((next(reversed(cells)) for cells in self.rows.values()), default=0)
        self.uncalculated: dict[int, list[int]] = {}
        """By row, the columns of formulas whose value was never worked out: they show nothing and say something."""
        for row, cells in sorted(grid.in_rows.items()):
            if columns := [column for column, cell in cells.items() if cell.is_uncalculated]:
                self.uncalculated[row] = sorted(columns)
        self._merge_at: dict[Place, Area] = {}
        for area in grid.merges:
            for row in range(area.first_row, min(area.last_row, self.last_row) + 1):
                for column in range(area.first_column, min(area.last_column, self.last_column + 1) + 1):
                    self._merge_at[row, column] = area

    @property
    def has_merges(self) -> bool:
        """True when cells are merged where something stands."""
        return bool(self._merge_at)

    def row(self, number: int) -> dict[int, Cell]:
        """The cells of a row that are not blank, by column, from left to right."""
        return self.rows.get(number, {})

    def merge(self, row: int, column: int) -> Area | None:
        """The merged area that the cell belongs to."""
        return self._merge_at.get((row, column))

    def right_end(self, row: int, column: int) -> int:
        """The last column that the cell reaches over."""
        area = self._merge_at.get((row, column)) if self._merge_at else None
        return area.last_column if area else column

    def repeated(self, row: int, first_column: int, last_column: int) -> tuple[Cell, Place]:
        """The merged cell further up that reaches down to a row under a heading.

        Returns:
            The cell, `BLANK` when there is none, and the place where it is written.
        """
        for column in range(first_column, last_column + 1) if self._merge_at else ():
            area = self.merge(row, column)
            if area and area.first_row < row and area.first_column >= first_column:
                origin = (area.first_row, area.first_column)
                cell = self.grid[origin]
                if not cell.is_blank:
                    return cell, origin
        return BLANK, (row, first_column)
