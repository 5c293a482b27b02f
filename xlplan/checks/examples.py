"""An example for a rule: a few cells of a plan, from which a context is made and a page is drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xlplan.checks.context import Context, GoneAction, OwnCell, PlanRow
from xlplan.layout import standard
from xlplan.model import Action, CellValue, KeyEntry, Officer, Progress
from xlplan.values.rag import DEFAULT_KEY, Key

OWN_SHEET = "In your own sheet"
"""The heading under which an example shows what the council's own sheet says."""
FILL = "Fill of the RAG cell"
REVISIONS = "Times the date was moved"
TODAY = dt.date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class Situation:
    """Some rows of an invented plan.

    Args:
        rows: cells by heading of the Plan; also `OWN_SHEET`, `FILL` and `REVISIONS`.
        officers: the register.
        key: lines of the Key besides those that every plan has.
        began: when the plan began.
        gone: the IDs of actions that were issued in Dec-26 to Ruth Ackland and that the plan no longer has.
        has_come_back: False while the period's returns are still being asked for.
    """

    rows: tuple[Mapping[str, CellValue], ...]
    officers: tuple[Officer, ...] = ()
    key: tuple[KeyEntry, ...] = ()
    began: dt.date | None = None
    gone: tuple[str, ...] = ()
    has_come_back: bool = True

    def context(self) -> Context:
        """The situation as a rule sees it. The last period named by a heading is the one that is checked."""
        labels = tuple(
            dict.fromkeys(
                heading.removesuffix(ending)
                for row in self.rows
                for heading in row
                for ending in (" RAG", " progress")
                if heading.endswith(ending)
            )
        )
        rows = tuple(
            _row(number, cells, labels, self.has_come_back) for number, cells in enumerate(self.rows)
        )
        return Context(
            rows=rows,
            periods=labels,
            period=labels[-1] if labels else "",
            is_asked=True,
            officers=self.officers,
            key=Key((*DEFAULT_KEY.entries, *self.key)),
            today=TODAY,
            began=self.began,
            gone=tuple(
                GoneAction(identity, "Ruth Ackland", "Dec-26", "Returns", "B4") for identity in self.gone
            ),
        )


def _row(number: int, cells: Mapping[str, CellValue], labels: tuple[str, ...], is_expected: bool) -> PlanRow:
    texts: dict[str, str] = {"ID": f"A{number + 1:03d}", "Action": "Rewrite the threshold document"}
    texts.update({heading: value for heading, value in cells.items() if isinstance(value, str)})
    fields: dict[str, Any] = {
        field: texts.get(heading, "")
        for heading, field in standard.FIELD_OF_HEADING.items()
        if field not in ("due", "revised_due")
    }
    due = cells.get("Due")
    action = Action(
        **fields,
        due=due if isinstance(due, dt.date) else None,
        periods={
            label: Progress(
                rag=texts.get(standard.rag_heading(label), "").strip(),
                progress=texts.get(standard.progress_heading(label), ""),
            )
            for label in labels
        },
    )
    fill, own, revisions = texts.get(FILL, ""), texts.get(OWN_SHEET, ""), cells.get(REVISIONS)
    return PlanRow(
        number=number,
        typed={**texts, **cells},
        make_action=lambda: action,
        own=(OwnCell("Plan 1", f"C{number + 5}", own),) if own else (),
        fills={standard.rag_heading(labels[-1]): fill} if fill and labels else {},
        revisions=revisions if isinstance(revisions, int) else 0,
        is_expected=is_expected,
    )
