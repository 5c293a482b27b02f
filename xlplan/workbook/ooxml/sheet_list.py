"""The sheets of a workbook, as its list of them and the relations that it names say."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.limits import Limits
from xlplan.workbook.ooxml.part_names import Relation
from xlplan.workbook.ooxml.xml import local_name

_REPAIR = "Open it in Excel, let Excel repair it, save it, and try again"


_KINDS = ("worksheet", "chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet")


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One sheet as the workbook lists it."""

    name: str
    part: str
    sheet_id: int
    relation_id: str
    state: str
    """"visible", "hidden" or "veryHidden"."""
    kind: str = "worksheet"
    """"worksheet", "chartsheet", "dialogsheet" or "xlMacrosheet"; cells are on the first only."""

    @property
    def is_worksheet(self) -> bool:
        """True when it has cells."""
        return self.kind == "worksheet"


def list_sheets(
    workbook: etree._Element, relations: Sequence[Relation], parts: Container[str], limits: Limits, file: str
) -> list[SheetEntry]:
    """All sheets in their order; those without cells (chart sheets) are told apart by `kind`.

    Args:
        workbook: the root of the part that lists them.
        relations: that part's.
        parts: the parts that there are.
        limits: how many sheets are read.
        file: the file's name, for messages.

    Raises:
        UnreadableWorkbook: the part of one is missing, or the list says what no workbook says.
    """
    by_id = {relation.id: relation for relation in relations}
    found: list[SheetEntry] = []
    taken: set[str] = set()
    for sheets in (child for child in workbook if local_name(child) == "sheets"):
        for sheet in sheets:
            if not local_name(sheet):
                continue
            if local_name(sheet) != "sheet":
                raise UnreadableWorkbook(
                    "its list of sheets holds something that is no sheet", _REPAIR, file=file or None
                )
            entry = _entry(sheet, by_id, parts, file)
            if entry.part in taken or len(taken) >= limits.sheets:
                raise UnreadableWorkbook(
                    "it names one sheet twice" if entry.part in taken else "it has too many sheets",
                    "Open it in Excel, save it as an Excel Workbook (.xlsx), and try again",
                    file=file or None,
                    sheet=sheet.get("name"),
                )
            taken.add(entry.part)
            found.append(entry)
    return found


def _entry(
    sheet: etree._Element, relations: Mapping[str, Relation], parts: Container[str], file: str
) -> SheetEntry:
    relation_id = next((value for name, value in sheet.items() if name.endswith("}id")), "")
    relation = relations.get(relation_id)
    if relation is None or relation.external:
        raise UnreadableWorkbook(
            "the workbook names this sheet and does not hold it",
            _REPAIR,
            file=file or None,
            sheet=sheet.get("name"),
        )
    if relation.target not in parts:
        raise missing_part(relation.target, file, sheet.get("name"))
    if relation.kind not in _KINDS:  # its cells would be passed over in silence
        raise UnreadableWorkbook(
            "what it says of this sheet's kind no workbook says",
            _REPAIR,
            file=file or None,
            sheet=sheet.get("name"),
        )
    return SheetEntry(
        name=sheet.get("name", ""),
        part=relation.target,
        sheet_id=_whole(sheet.get("sheetId", "0")),
        relation_id=relation_id,
        state=sheet.get("state", "visible"),
        kind=relation.kind,
    )


def missing_part(part: str, file: str, sheet: str | None = None) -> UnreadableWorkbook:
    """What is said of a part that is named and not there."""
    return UnreadableWorkbook(f"its part {part} is missing", _REPAIR, file=file or None, sheet=sheet)


def _whole(text: str) -> int:
    """The number that a text writes in digits; 0 for any other text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
