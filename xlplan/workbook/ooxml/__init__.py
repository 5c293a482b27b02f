"""Changing a workbook in place: cells, rows, columns, sheets and their looks, every other part untouched."""
