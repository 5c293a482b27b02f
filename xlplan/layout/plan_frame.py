"""The plan as a pandas frame: the Plan table with the headings and in the order of the standard layout."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from xlplan.layout import standard
from xlplan.layout.direction import direction
from xlplan.model import Plan

if TYPE_CHECKING:
    import pandas as pd


def to_frame(plan: Plan) -> pd.DataFrame:
    """The Plan table as a pandas frame: one row an action, directions of travel too.

    Args:
        plan: the plan.

    Returns:
        The frame. Columns that hold dates and nothing else are of dtype datetime64, with NaT where there is none; all
        others are of dtype object, with "" for an empty text. A Revised due in words keeps its column as objects.
    """
    import pandas as pd

    labels = [period.label for period in plan.periods]
    own = dict.fromkeys(heading for action in plan.actions for heading in action.other)
    rows: list[dict[str, Any]] = []
    for action in plan.actions:
        row: dict[str, Any] = {
            column.heading: getattr(action, column.field) for column in standard.PLAN_COLUMNS
        }
        row |= {heading: action.other.get(heading) for heading in own}
        row[standard.SOURCE_COLUMN.heading] = action.source
        words: list[str] = []
        for label in labels:
            report = action.in_period(label)
            row[standard.rag_heading(label)] = report.rag
            row[standard.progress_heading(label)] = report.progress
            row[standard.direction_heading(label)] = direction(words, report.rag)
            words.append(report.rag)
        rows.append(row)
    headings = [*standard.STANDARD_HEADINGS[:-1], *own, standard.SOURCE_COLUMN.heading]
    headings += [
        heading
        for label in labels
        for heading in (
            standard.rag_heading(label),
            standard.progress_heading(label),
            standard.direction_heading(label),
        )
    ]
    frame = pd.DataFrame(rows, columns=headings, dtype=object)
    dates = [standard.HEADING_OF_FIELD[field] for field in ("due", "revised_due")]
    for heading in (*dates, *own):
        held = [value for value in frame[heading] if value is not None]
        if all(isinstance(value, dt.date) for value in held) and (held or heading in dates):
            frame[heading] = pd.to_datetime(frame[heading])
    return frame
