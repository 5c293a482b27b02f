"""The report in Word and the lists of the dashboard as people have agreed to them, an element or a cell a line.

    python -m tests.builders.agreed_report

writes them down anew, for a person to look at what has changed.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from tests.builders.agreed_sheets import lines_of_sheet
from tests.builders.cycle import REPOSITORY
from xlplan.model import Action, KeyEntry, Officer, Period, Plan, Progress
from xlplan.reporting.charts import charts_of, rag_colours
from xlplan.reporting.committee import committee_report
from xlplan.reporting.listings import listings
from xlplan.reporting.position import OfficerReturn, PeriodReturns, Position, position_of

AGREED = Path(__file__).with_name("agreed_report.txt")
_TODAY = dt.date(2026, 12, 11)
_KEY = (KeyEntry(as_typed="Red", means="Red", colour="C00000"), KeyEntry(as_typed="Parked", means="Amber"))
_PARTS = ("word/document.xml", "word/charts/chart1.xml")


def _position(*actions: Action) -> Position:
    made = Plan(
        title="Homes & roads",
        actions=actions,
        periods=(Period(label="Sep-26"), Period(label="Dec-26")),
        officers=(Officer(name="Ada Marsh", initials="AM"), Officer(name="Al Moss")),
        key=_KEY,
    )
    returned = (
        OfficerReturn(officer="Ada Marsh", state="received"),
        OfficerReturn(officer="Al Moss", state="outstanding"),
    )
    returns = (PeriodReturns(label="Dec-26", returns=returned),)
    return position_of(made, period="Dec-26", today=_TODAY, returns=returns, council="Wexcombe")


def _action(number: int, *words: str, **facts: object) -> Action:
    said = zip(("Sep-26", "Dec-26"), words, strict=False)
    periods = {
        label: Progress(rag=word, progress=f"{word}, and\nso on" if word else "") for label, word in said
    }
    fields = {"owner": "Ada Marsh", "theme": "Homes", "action": f"1.{number} Mend the roof", **facts}
    return Action.model_validate({"id": f"A{number:03}", "ref": f"1.{number}", "periods": periods, **fields})


_FULL = _position(
    _action(1, "Green", "Red", due=dt.date(2026, 11, 30)),
    _action(2, "Red", "Amber", due=dt.date(2026, 10, 31), revised_due=dt.date(2027, 3, 31), owner="Al Moss"),
    _action(3, "Amber", "Complete", theme="Roads"),
    _action(4, "Red", "", owner=""),
    _action(5, "Parked", "Blue", due=None, timescale="Ongoing", theme=""),
)
_QUIET = _position(_action(1, "Green", "Green"))


def described() -> str:
    """Both reports and their lists."""
    return "".join(f"{line}\n" for position in (_FULL, _QUIET) for line in _lines(position))


def _lines(position: Position) -> Iterator[str]:
    colours = rag_colours(_KEY)
    template = REPOSITORY / "workbooks" / "report-template.docx"
    word = committee_report(position, charts_of(position, _KEY), colours, template)
    with zipfile.ZipFile(io.BytesIO(word)) as parts:
        for part in _PARTS:
            if part in parts.namelist():
                yield f"=== {part}"
                yield from _elements(etree.fromstring(parts.read(part)), 0)
    for spec in listings(position, colours):
        yield from lines_of_sheet(spec)


def _elements(element: etree._Element, depth: int) -> Iterator[str]:
    attributes = "".join(
        f" {etree.QName(name).localname}={value!r}" for name, value in sorted(element.attrib.items())
    )
    text = f" {element.text!r}" if element.text and element.text.strip() else ""
    yield f"{' ' * depth}{etree.QName(element).localname}{attributes}{text}"
    for child in element:
        if isinstance(child.tag, str):
            yield from _elements(child, depth + 1)


if __name__ == "__main__":
    AGREED.write_text(described(), "utf-8")
