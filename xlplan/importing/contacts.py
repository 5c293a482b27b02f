"""A council's own list of contacts: it fills the register of officers."""

from __future__ import annotations

from collections.abc import Sequence

from xlplan.importing.found_tables import PlanTable
from xlplan.importing.heading_words import normal
from xlplan.importing.result import Inference, inference
from xlplan.importing.sheet_view import SheetView
from xlplan.model import Officer
from xlplan.values.text import clean, fold
from xlplan.workbook.grid import Cell, address

_HEADINGS = {
    "name": (
        "name",
        "full name",
        "officer",
        "officer name",
        "contact",
        "contact name",
        "staff name",
        "owner",
        "person",
    ),
    "initials": ("initial", "initial s"),
    "post": ("post", "job title", "title", "role", "position", "post title", "job"),
    "team": ("team", "service", "department", "directorate", "section"),
    "email": ("email", "e mail", "email address", "e mail address", "mail"),
}
_TELLING = ("initials", "email")
"""One of these beside a name makes a list one of contacts."""


def contacts_of(
    views: Sequence[SheetView], found: Sequence[PlanTable]
) -> tuple[tuple[Officer, ...], list[Inference]]:
    """The people on the sheets' lists of contacts, and from which sheets they were taken.

    Args:
        views: the sheets that are read.
        found: the plan's tables: what lies in them is no list of contacts.
    """
    officers: dict[str, Officer] = {}
    said = []
    for view in views:
        areas = [each.area for each in found if each.view is view]
        for row in view.row_numbers:
            across = [area for area in areas if area.first_row <= row <= area.last_row]
            columns = (
                {}
                if any((row, column) in area for area in across for column in view.row(row))
                else _columns(view, row)
            )
            if "name" in columns and any(each in columns for each in _TELLING):
                people = _people_below(view, row, columns)
                officers = {**{fold(person.name): person for person in people}, **officers}
                if people:
                    said.append(
                        inference(
                            "LAY019", view.sheet, address(row, columns["name"]), f"{len(people)} people"
                        )
                    )
                break
    return tuple(officers.values()), said


def _columns(view: SheetView, row: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, cell in view.row(row).items():
        text = normal(clean(cell.shown))
        field = next((field for field, words in _HEADINGS.items() if text in words), "")
        if field:
            found.setdefault(field, column)
    return found


def _people_below(view: SheetView, row: int, columns: dict[str, int]) -> list[Officer]:
    people = []
    row += 1
    while cells := view.row(row):
        said = {field: _text(cells.get(column)) for field, column in columns.items()}
        if said["name"]:
            people.append(Officer.model_validate(said))
        row += 1
    return people


def _text(cell: Cell | None) -> str:
    return clean(cell.shown) if cell else ""
