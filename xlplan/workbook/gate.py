"""The gate before every save: a new file passes if it is whole, holds what was asked for, and nothing else changed."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from io import BytesIO
from typing import Any
from xml.parsers import expat

import python_calamine
from lxml import etree

from xlplan.errors import UnreadableWorkbook, UnsafeSave
from xlplan.workbook.grid import Formula, Value, address
from xlplan.workbook.ooxml.archive import read_members
from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.ooxml.sheet_list import SheetEntry
from xlplan.workbook.ooxml.sheet_scan import is_dense
from xlplan.workbook.ooxml.xml import without_escapes
from xlplan.workbook.readers.calamine import CALAMINE_ERRORS, calamine_value
from xlplan.workbook.readers.files import SheetReader

Expected = Mapping[str, Mapping[int, Mapping[int, Value | Formula]]]
"""Sheet -> row -> column -> what was asked for."""

_Rows = Sequence[Sequence[Value | dt.timedelta]]

_XML = (".xml", ".rels", ".vml")
_PIECE = 1 << 20
_A_MOMENT = dt.timedelta(milliseconds=1)


def check(old: bytes, new: bytes, touched: set[str], expected: Expected, name: str = "") -> None:
    """Raise unless the new file may take the old one's place.

    Args:
        old: the file as it was opened.
        new: the file as it would be.
        touched: the names of the parts that were meant to change.
        expected: the values that were put into cells.
        name: the file's name, for the message.

    Raises:
        UnsafeSave: it may not; the message says why.
    """
    try:
        package = Package.from_bytes(new, name)
        if touched:
            _same_parts(old, new, touched)
            _all_there(Package.from_bytes(old), package, touched)
        _readable(package, new, touched, {sheet: values for sheet, values in expected.items() if values})
    except UnreadableWorkbook as error:
        raise UnsafeSave(
            f"the new file cannot be read back: {error.what}", _REPORT, file=name or None
        ) from error
    except UnsafeSave as error:
        raise UnsafeSave(
            error.what, _REPORT, file=name or None, sheet=error.sheet, cell=error.cell
        ) from error


def refuse_damaged(content: bytes, name: str = "") -> None:
    """Raise unless every part of a workbook can be read, and is well formed where it is XML.

    Raises:
        UnreadableWorkbook: a part is damaged, or none can be found.
    """
    package = Package.from_bytes(content, name)
    for member in read_members(content):
        part = member.content()
        if member.name.lower().endswith(_XML[:2]):
            try:
                _well_formed(member.name, part)
            except UnsafeSave as error:
                raise UnreadableWorkbook(f"its part {member.name} is damaged", file=name or None) from error
    if not package.sheets():
        raise UnreadableWorkbook("it has no sheets", file=name or None)


_REPORT = "The workbook was left as it was. Please report this, with the workbook if you can"


def _same_parts(old: bytes, new: bytes, touched: set[str]) -> None:
    after = {member.name: member for member in read_members(new)}
    meant = {part.lower() for part in touched}
    for member in read_members(old):
        if member.name.replace("\\", "/").lstrip("/").lower() in meant:
            continue
        there = after.get(member.name)
        if there is None or there.deflated != member.deflated or there.crc != member.crc:
            raise UnsafeSave(f"the part {member.name}, which was not to be touched, would change")


def _readable(package: Package, new: bytes, touched: set[str], expected: Expected) -> None:
    """Raise unless what was written is well formed, and the values are there that were put into cells."""
    calamine = _opened(new) if expected else None
    seen = set()
    for sheet, values in expected.items():
        entry = package.sheet(sheet)
        content = package.read(entry.part)
        # A sheet that was changed has the plain form, so how far its cells reach is quickly seen.
        read = partial(_rows, calamine if is_dense(content) else None, entry.name)
        if entry.part in touched:
            rows = _read_and_looked_at(read, entry.part, content)
            seen.add(entry.part)
        else:
            rows = read()
        _refuse_others(sheet, values, _by_row(package, entry, rows))
    for part in touched - seen:
        if part in package and part.lower().endswith(_XML):
            _well_formed(part, package.read(part))


def _read_and_looked_at(read: Callable[[], _Rows | None], part: str, content: bytes) -> _Rows | None:
    """The rows of a sheet that was written, once its XML is seen to be well formed.

    calamine reads a large one beside, while its XML is looked at: neither needs Python meanwhile.
    """
    if len(content) < _PIECE:
        _well_formed(part, content)
        return read()
    # loaded where one is needed: a small plan is done sooner without
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as beside:
        rows = beside.submit(read)
        _large_and_well_formed(part, content)
        return rows.result()


class _Nothing:
    """Takes nothing of what a parser reads."""

    def close(self) -> None:
        """The end of the document."""


def _large_and_well_formed(part: str, content: bytes) -> None:
    """As `_well_formed`, by libxml2, which takes half of expat's time for megabytes.

    Its limits are off. They are there for what strangers send; a sheet that was written has no document type.
    """
    nothing: Any = _Nothing()
    parser = etree.XMLParser(target=nothing, huge_tree=True, resolve_entities=False)
    try:
        etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnsafeSave(f"the part {part} would be damaged ({error})") from error
    told = list(parser.error_log.filter_from_errors())
    if told:  # of prefixes without a namespace: it goes on
        raise UnsafeSave(f"the part {part} would be damaged ({told[0].message})")


def _well_formed(part: str, content: bytes) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    view = memoryview(content)
    try:
        for start in range(0, len(content), _PIECE):  # in pieces, or nothing else runs meanwhile
            parser.Parse(view[start : start + _PIECE], False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise UnsafeSave(f"the part {part} would be damaged ({error})") from error


def _all_there(before: Package, package: Package, touched: set[str]) -> None:
    """Each part that was written says what it is, and refers to nothing that is missing."""
    for part in touched:
        if part not in package:
            continue
        if part.endswith(".rels"):
            folder, _, last = part.rpartition("/")
            source = f"{folder.removesuffix('_rels')}{last.removesuffix('.rels')}"
            known = before.relations(source)  # a user's file may lack a part already
            for relation in package.relations(source):
                if not relation.external and relation.target not in package and relation not in known:
                    raise UnsafeSave(f"{part} would refer to {relation.target}, which is not there")
        elif part != "[Content_Types].xml" and not package.content_type(part):
            raise UnsafeSave(f"the part {part} would have no content type")


def _opened(new: bytes) -> python_calamine.CalamineWorkbook | None:
    try:
        return python_calamine.CalamineWorkbook.from_filelike(BytesIO(new))
    except CALAMINE_ERRORS:
        return None  # it fails on some files that Excel writes; our own reader reads them


def _rows(calamine: python_calamine.CalamineWorkbook | None, sheet: str) -> _Rows | None:
    """The rows of a sheet, all from row 1 and column A on; None where calamine cannot read it."""
    try:
        return calamine and calamine.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except CALAMINE_ERRORS:
        return None


def _refuse_others(
    sheet: str,
    values: Mapping[int, Mapping[int, Value | Formula]],
    read: Callable[[int], Sequence[Value | dt.timedelta]],
) -> None:
    """Raise unless a sheet holds the values that were put into it."""
    for row, in_row in values.items():
        there = read(row)
        for column, value in in_row.items():
            held = there[column - 1] if column <= len(there) else None
            if type(held) is type(value) and held == value:
                continue
            if not is_as_asked(value, calamine_value(held)):
                raise UnsafeSave(
                    f"it would hold {held!r} where {value!r} was to be written",
                    sheet=sheet,
                    cell=address(row, column),
                )


def _by_row(
    package: Package, entry: SheetEntry, rows: _Rows | None
) -> Callable[[int], Sequence[Value | dt.timedelta]]:
    """What says which values a row of the new file holds, from column A on; as we read them where calamine cannot."""
    if rows is not None:
        return lambda row: rows[row - 1] if row <= len(rows) else ()
    values = SheetReader(package).read(entry).values

    def in_row(row: int) -> Sequence[Value]:
        held = values.get(row, {})
        return [held.get(column) for column in range(1, max(held, default=0) + 1)]

    return in_row


def is_as_asked(asked: Value | Formula, found: Value) -> bool:
    """True when what a file holds is what was to be put there."""
    if type(asked) is str and asked == found:
        return True
    if isinstance(asked, Formula):
        if asked.shows is None:
            return True
        asked = asked.shows
    if asked is None or asked == "":
        return found is None or found == ""
    if isinstance(asked, bool) or isinstance(found, bool):
        return asked is found
    if isinstance(asked, str):
        # calamine leaves the escape of a character that XML cannot hold as it is
        return asked == found or (isinstance(found, str) and asked == without_escapes(found))
    if isinstance(asked, int | float):
        if not math.isfinite(asked):
            return found == "#NUM!"
        # A cell holds a number as Excel does, with the precision of a float.
        return isinstance(found, int | float) and float(asked) == float(found)
    return _is_same_moment(asked, found)


def _is_same_moment(asked: dt.date | dt.time, found: Value) -> bool:
    if isinstance(asked, dt.time):
        return isinstance(found, dt.time) and abs(_on_a_day(asked) - _on_a_day(found)) <= _A_MOMENT
    if not isinstance(found, dt.date):
        return False
    return abs(_as_datetime(asked) - _as_datetime(found)) <= _A_MOMENT


def _on_a_day(time: dt.time) -> dt.datetime:
    return dt.datetime.combine(dt.date(2000, 1, 1), time.replace(tzinfo=None))


def _as_datetime(date: dt.date) -> dt.datetime:
    if isinstance(date, dt.datetime):
        return date.replace(tzinfo=None)
    return dt.datetime.combine(date, dt.time())
