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
        dated = [own[index] for own in actions if index in own and isinstance(own[index][0].value, dt.date)]
        if not dated:
            continue
        values = [own[index][0].value for own in actions if index in own]
        texts = [value for value in values if isinstance(value, str)]
        if may_be_swapped([value for value in values if isinstance(value, dt.date)], texts):
            cell, place = dated[0]
            found.append(inference("DUE012", each.view.sheet, address(*place), clean(cell.shown)))
    return found
