"""Columns in whose dates a computer with American settings may have swapped day and month."""

from __future__ import annotations

import datetime as dt

from xlplan.importing.found_tables import PlanTable
from xlplan.importing.result import Inference, inference
from xlplan.values.swapped_dates import may_be_swapped
from xlplan.values.text import clean
from xlplan.workbook.grid import address


def swapped_columns(each: PlanTable) -> list[Inference]:
    """One inference, at its first real date, for each column of a table whose days and months may be swapped."""
    found = []
    for index in range(len(each.columns)):
        cells = [row.own[index] for row in each.rows if row.kind == "action" and index in row.own]
        real = [(cell, place) for cell, place in cells if isinstance(cell.value, dt.date)]
        dates = [cell.value for cell, _ in real if isinstance(cell.value, dt.date)]
        typed = [cell.value for cell, _ in cells if isinstance(cell.value, str)]
        if may_be_swapped(dates, typed):
            cell, place = real[0]
            found.append(inference("DUE012", each.view.sheet, address(*place), clean(cell.shown)))
    return found
