"""What may be typed into the cells of a sheet, as its part says it."""

from __future__ import annotations

from dataclasses import dataclass

from xlplan.workbook.grid import Area, area_of
from xlplan.workbook.ooxml.xml import parse_xml


@dataclass(frozen=True, slots=True)
class Allowed:
    """One rule, and the cells that it holds for."""

    areas: tuple[Area, ...]
    kind: str
    """As in the file: list, whole, decimal, date, time, textLength, custom."""
    operator: str
    """As in the file: between, notBetween, equal, notEqual, greaterThan, ..."""
    first: str
    second: str

    @property
    def words(self) -> tuple[str, ...]:
        """The words of a list that holds its words itself."""
        text = self.first
        if self.kind != "list" or len(text) < 2 or text[0] != '"' or text[-1] != '"':
            return ()
        return tuple(word.strip() for word in text[1:-1].replace('""', '"').split(","))


def validations_of(content: bytes, part: str) -> tuple[Allowed, ...]:
    """The rules of a worksheet part, in the order of the file.

    Raises:
        UnreadableWorkbook: the part is damaged.
    """
    found = []
    for element in parse_xml(content, part).iter("{*}dataValidation"):
        ranges = element.get("sqref", "").split()
        if not ranges or element.get("type", "none") == "none":
            continue
        found.append(
            Allowed(
                areas=tuple(area_of(text) for text in ranges),
                kind=element.get("type", ""),
                operator=element.get("operator", "between"),
                first=element.findtext("{*}formula1") or "",
                second=element.findtext("{*}formula2") or "",
            )
        )
    return tuple(found)
