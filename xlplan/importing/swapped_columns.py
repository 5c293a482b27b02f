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
    dated = {index for own in actions for index, held in own.items() if isinstance(held[0].value, dt.date)}
    for index in sorted(dated):
        in_column = [own[index] for own in actions if index in own]
        values = [held[0].value for held in in_column]
        days = [value for value in values if isinstance(value, dt.date)]
        if may_be_swapped(days, [value for value in values if isinstance(value, str)]):
            cell, place = next(held for held in in_column if isinstance(held[0].value, dt.date))
            found.append(inference("DUE012", each.view.sheet, address(*place), clean(cell.shown)))
    return found
