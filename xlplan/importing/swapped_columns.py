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
    actions = [row.own for row in each.rows if row.kind == "action"]
    for index in range(len(each.columns)):
        cells = [own[index] for own in actions if index in own]
        dates = [cell.value for cell, _ in cells if isinstance(cell.value, dt.date)]
        if dates and may_be_swapped(dates, [cell.value for cell, _ in cells if isinstance(cell.value, str)]):
            cell, place = next((cell, place) for cell, place in cells if isinstance(cell.value, dt.date))
            found.append(inference("DUE012", each.view.sheet, address(*place), clean(cell.shown)))
    return found
