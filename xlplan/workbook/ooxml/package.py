"""The zip of parts that a workbook is, edited in place: what is not written to stays as Excel wrote it.

Part names have forward slashes and no leading one ("xl/workbook.xml"), and are found in any case.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote

from lxml import etree

from xlplan.errors import UnreadableWorkbook, XlplanError
from xlplan.workbook.limits import PLAN, Limits
from xlplan.workbook.ooxml import xml
from xlplan.workbook.ooxml.archive import Member, deflate_all, read_members, write_members
from xlplan.workbook.ooxml.part_names import (
    Relation,
    part_key,
    part_name,
    relations_part,
    source_of_relations,
)
from xlplan.workbook.ooxml.sheet_list import SheetEntry, list_sheets, missing_part
from xlplan.workbook.ooxml.xml import local_name, parse_xml, serialise_xml

TYPES_PART = "[Content_Types].xml"

_LARGE = 1_000_000
"""Bytes of a part that is kept when it is inflated, if no larger one is: a plan's sheet is read, and then changed."""
_NOTHING_INFLATED = ("", b"")


class Package:
    """A workbook's parts. Nothing reaches the disk before `write_to`."""

    def __init__(self, members: Iterable[Member] = (), name: str = "", limits: Limits = PLAN) -> None:
        self.name = name
        """The file's name, for messages."""
        self.limits = limits
        """How much of it is read."""
        self.touched: set[str] = set()
        """The names of parts that were written, added or removed."""
        self._members = list(members)
        self._pending: dict[str, bytes] = {}
        # What was parsed, until it is written to. Relations lead to parts by name, so all of them go when any part
        # changes, comes or leaves, and with them what was found by them; they are quickly made again from the trees.
        self._trees: dict[str, etree._Element] = {}
        self._relations: dict[str, tuple[Relation, ...]] = {}
        self._workbook_part = ""
        self._sheets: list[SheetEntry] | None = None
        self._plain: set[str] = set()
        self._largest = _NOTHING_INFLATED
        self._removed: set[str] = set()
        # Of two members of one name the last counts, as for other readers of zips.
        self._found = {part_key(member.name): member for member in self._members}
        self._names = {
            part_key(member.name): part_name(member.name)
            for member in self._members
            if not part_name(member.name).endswith("/")  # a folder
        }

    @classmethod
    def open(cls, path: str | Path) -> Package:
        """Read a file whole.

        Raises:
            UnreadableWorkbook: it is not there, or no zip of parts.
        """
        try:
            content = Path(path).read_bytes()
        except OSError as error:
            raise UnreadableWorkbook(
                f"the file cannot be read ({error.strerror})", "Check the path and try again", file=path
            ) from error
        return cls.from_bytes(content, str(path))

    @classmethod
    def from_bytes(cls, content: bytes, name: str = "") -> Package:
        """A package from a file's content.

        Raises:
            UnreadableWorkbook: it is no zip of parts.
        """
        return cls.of_members(read_members(content), name)

    @classmethod
    def of_members(cls, members: Iterable[Member], name: str = "", limits: Limits = PLAN) -> Package:
        """A package from the members of its zip, of which no more is read than the limits allow.

        Raises:
            UnreadableWorkbook: it is no zip of parts.
        """
        package = cls(members, name, limits)
        if TYPES_PART not in package:
            raise UnreadableWorkbook(
                "the file is a zip, but not an Excel workbook",
                "Give the .xlsx file itself, not an archive that holds it",
                file=name or None,
            )
        return package

    # parts

    def __contains__(self, part: object) -> bool:
        return isinstance(part, str) and part_key(part) in self._names

    def names(self) -> list[str]:
        """The names of all parts, in the order of the file, new ones last."""
        return list(self._names.values())

    def read(self, part: str) -> bytes:
        """A part's content, as last written.

        Raises:
            UnreadableWorkbook: it is missing or damaged.
        """
        key = part_key(part)
        if key in self._pending:
            return self._pending[key]
        if key not in self._names:
            raise missing_part(part, self.name)
        if key == self._largest[0]:
            return self._largest[1]
        self.limits.check_part(part, self._found[key].size)
        content = self._found[key].content()
        if len(content) > max(_LARGE, len(self._largest[1])):
            self._largest = key, content
        return content

    def parsed(self, part: str) -> etree._Element:
        """The root of a part's XML, parsed once until the part is written to. It is for reading: to change a part,
        parse what `read` gives.

        Raises:
            UnreadableWorkbook: the part is missing or damaged.
        """
        key = part_key(part)
        root = self._trees.get(key)
        if root is None:
            content = self.read(part)
            parse = _parse_small if len(content) <= _SMALL else parse_xml
            root = self._trees[key] = parse(content, part)
        return root

    def is_plain(self, part: str) -> bool:
        """True when the part is known to be a sheet in the plain form of `sheet_scan`."""
        return part_key(part) in self._plain

    def mark_plain(self, part: str) -> None:
        """Remember, until the part is written to, that it is a sheet in the plain form of `sheet_scan`: to see it takes
        as long as to read the sheet."""
        self._plain.add(part_key(part))

    def _forget(self, key: str) -> None:
        self._trees.pop(key, None)
        self._plain.discard(key)
        if key == self._largest[0]:
            self._largest = _NOTHING_INFLATED
        self._relations.clear()
        self._workbook_part = ""
        self._sheets = None

    def write(self, part: str, content: bytes) -> None:
        """Give a part that is there new content. The same content again is no change.

        Raises:
            KeyError: there is no such part.
        """
        key = part_key(part)
        if key not in self._names:
            raise KeyError(part)
        # A part of another size has other content; only one of the same size need be inflated to see it.
        size = len(self._pending[key]) if key in self._pending else self._found[key].size
        if size == len(content) and content == self.read(part):
            return
        self._pending[key] = content
        self._forget(key)
        self.touched.add(self._names[part_key(part)])

    def add(self, part: str, content: bytes, content_type: str) -> None:
        """Add a part and its content type. A part of this name is replaced."""
        name = part_name(part)
        key = part_key(name)
        self._removed.discard(key)
        self._names.setdefault(key, name)
        self._pending[key] = content
        self._forget(key)
        self.touched.add(self._names[key])
        if self.content_type(name) != content_type:
            self.set_content_type(name, content_type)

    def remove(self, part: str) -> None:
        """Take a part out, with its own relations, its content type and every relation to it.

        What it alone related to stays in the file; Excel drops it at its next save.
        """
        key = part_key(part)
        if key not in self._names:
            return
        for name in self.names():
            if name.endswith(".rels"):
                source = source_of_relations(name)
                for relation in self.relations(source):
                    if not relation.external and part_key(relation.target) == key:
                        self.remove_relation(source, relation.id)
        root = self._types()
        overrides = [
            entry
            for entry in root
            if local_name(entry) == "Override" and part_key(entry.get("PartName", "")) == key
        ]
        for entry in overrides:
            root.remove(entry)
        if overrides:
            self.write(TYPES_PART, serialise_xml(root))
        self._drop(key)
        self._drop(part_key(relations_part(part)))

    def _drop(self, key: str) -> None:
        if key in self._names:
            self.touched.add(self._names.pop(key))
            self._pending.pop(key, None)
            self._removed.add(key)
            self._forget(key)

    # content types

    def content_type(self, part: str) -> str:
        """The part's content type; empty when none is declared."""
        key = part_key(part)
        default = ""
        extension = posixpath.splitext(key)[1].lstrip(".")
        for entry in self.parsed(TYPES_PART):
            if local_name(entry) == "Override" and part_key(entry.get("PartName", "")) == key:
                return str(entry.get("ContentType", ""))
            if local_name(entry) == "Default" and entry.get("Extension", "").lower() == extension:
                default = str(entry.get("ContentType", ""))
        return default

    def set_content_type(self, part: str, content_type: str) -> None:
        """Declare the part's content type by its name."""
        root = self._types()
        for entry in root:
            if local_name(entry) == "Override" and part_key(entry.get("PartName", "")) == part_key(part):
                entry.set("ContentType", content_type)
                break
        else:
            etree.SubElement(
                root,
                f"{{{xml.namespace(root)}}}Override",
                {"PartName": f"/{part_name(part)}", "ContentType": content_type},
            )
        self.write(TYPES_PART, serialise_xml(root))

    def drop_default_type(self, content_type: str) -> None:
        """Declare a content type no longer for an ending; parts of that ending must have types of their own."""
        root = self._types()
        declared = [
            entry
            for entry in root
            if local_name(entry) == "Default" and entry.get("ContentType", "") == content_type
        ]
        endings = tuple(f".{entry.get('Extension', '').lower()}" for entry in declared)
        if declared and not any(part_key(name).endswith(endings) for name in self.names()):
            for entry in declared:
                root.remove(entry)
            self.write(TYPES_PART, serialise_xml(root))

    def _types(self) -> etree._Element:
        return parse_xml(self.read(TYPES_PART), TYPES_PART)

    # relations

    def relations(self, part: str) -> tuple[Relation, ...]:
        """The relations of a part ("" for the package itself), targets resolved to part names."""
        found = self._relations.get(part)
        if found is None:
            found = self._relations[part] = self._read_relations(part, relations_part(part))
        return found

    def _read_relations(self, part: str, holder: str) -> tuple[Relation, ...]:
        if holder not in self:
            return ()
        entries = [entry for entry in self.parsed(holder) if local_name(entry) == "Relationship"]
        # Links to pages are many, and cost nothing; a sheet that leads to ten thousand parts has a part for each.
        if sum(entry.get("TargetMode") != "External" for entry in entries) > len(self._names) + 1000:
            raise UnreadableWorkbook(
                f"its part {holder} leads to more parts than the file has",
                "Ask the sender what it is, and for a workbook saved from Excel",
                file=self.name or None,
            )
        return tuple(self._relation(part, entry) for entry in entries)

    def _relation(self, part: str, entry: etree._Element) -> Relation:
        external = entry.get("TargetMode", "") == "External"
        target = entry.get("Target", "")
        return Relation(
            id=entry.get("Id", ""),
            kind=entry.get("Type", "").rstrip("/").rpartition("/")[2],
            target=target if external else self._resolve(part, target),
            external=external,
        )

    def _resolve(self, part: str, target: str) -> str:
        target = target.replace("\\", "/").partition("#")[0]
        name = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
        for candidate in (name, unquote(name)):
            if candidate in self:
                return self._names[part_key(candidate)]
        return name

    def add_relation(self, part: str, kind: str, target: str) -> str:
        """Relate a part to another part; the new relation's id comes back.

        Args:
            part: the one that refers ("" for the package itself).
            kind: the last segment of the relation's type ("worksheet").
            target: the name of the part referred to.
        """
        holder = relations_part(part)
        if holder in self:
            root = parse_xml(self.read(holder), holder)
        else:
            root = etree.Element(
                f"{{{xml.PACKAGE_RELATIONS}}}Relationships", nsmap={None: xml.PACKAGE_RELATIONS}
            )
        taken = {entry.get("Id") for entry in root}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        base = xml.STRICT_OFFICE_RELATIONS if self.is_strict else xml.OFFICE_RELATIONS
        folder = posixpath.dirname(part)
        inside = bool(folder) and target.startswith(folder + "/")
        etree.SubElement(
            root,
            f"{{{xml.namespace(root)}}}Relationship",
            {
                "Id": f"rId{number}",
                "Type": f"{base}/{kind}",
                "Target": target[len(folder) + 1 :] if inside else f"/{target}",
            },
        )
        content = serialise_xml(root)
        if holder in self:
            self.write(holder, content)
        else:
            self.add(holder, content, "application/vnd.openxmlformats-package.relationships+xml")
        return f"rId{number}"

    def remove_relation(self, part: str, id: str) -> None:
        """Take one relation of a part out."""
        holder = relations_part(part)
        root = parse_xml(self.read(holder), holder)
        for entry in [entry for entry in root if entry.get("Id") == id]:
            root.remove(entry)
        self.write(holder, serialise_xml(root))

    def related(self, part: str, kind: str, *, needed: bool = False) -> str | None:
        """The first part of this kind that the part is related to, if it is there.

        Args:
            part: the one that refers.
            kind: the last segment of the relation's type ("styles").
            needed: refuse a workbook that names such a part and does not hold it.

        Raises:
            UnreadableWorkbook: the part is needed, named, and missing.
        """
        named = [one for one in self.relations(part) if one.kind == kind and not one.external]
        for relation in named:
            if relation.target in self:
                return relation.target
        if needed and named:
            raise missing_part(named[0].target, self.name)
        return None

    # the workbook

    @property
    def workbook_part(self) -> str:
        """The name of the part that lists the sheets.

        Raises:
            UnreadableWorkbook: there is none: a Word document or a presentation, say.
        """
        if not self._workbook_part:
            found = self.related("", "officeDocument") or ""
            kind = self.content_type(found)
            if "sheet" not in kind and "excel" not in kind:
                raise UnreadableWorkbook(
                    "the file is not an Excel workbook",
                    "Save it from Excel as an Excel Workbook (.xlsx) and give that file",
                    file=self.name or None,
                )
            self._workbook_part = found
        return self._workbook_part

    @property
    def is_strict(self) -> bool:
        """True for "Strict Open XML", whose namespaces are others throughout."""
        return xml.namespace(self.parsed(self.workbook_part)) == xml.STRICT_MAIN

    def sheets(self) -> list[SheetEntry]:
        """All sheets in their order; those without cells (chart sheets) are told apart by `kind`.

        Raises:
            UnreadableWorkbook: the part of one is missing, or a sheet has a number that is none.
        """
        if self._sheets is None:
            workbook = self.workbook_part
            root, relations = self.parsed(workbook), self.relations(workbook)
            self._sheets = list_sheets(root, relations, self, self.limits, self.name)
        return [*self._sheets]

    def sheet(self, name: str) -> SheetEntry:
        """The worksheet of this name, in any case, as Excel finds it.

        Raises:
            KeyError: there is none.
        """
        for entry in self.sheets():
            if entry.is_worksheet and entry.name.casefold() == name.casefold():
                return entry
        raise KeyError(name)

    # writing

    def members(self) -> list[Member]:
        """What the file will be made of: untouched members as they lie in the source, changed ones deflated."""
        self._largest = _NOTHING_INFLATED  # when all that was written is deflated, most memory is in use
        kept: list[Member | str] = []
        names: dict[str, str] = {}
        """Of the changed parts, which are among the others by their keys."""
        for member in self._members:
            key = part_key(member.name)
            if key in self._removed:
                continue
            if key not in self._pending:
                kept.append(member)
            elif key not in names:
                kept.append(key)
                names[key] = member.name
        for key in self._pending:
            if key not in names and key not in self._found:
                kept.append(key)
                names[key] = self._names[key]
        changed = deflate_all([(name, self._pending[key]) for key, name in names.items()])
        by_key = dict(zip(names, changed, strict=True))
        return [by_key[each] if isinstance(each, str) else each for each in kept]

    def write_to(self, target: BinaryIO | str | Path) -> None:
        """Write the package as it is now to a stream or a path (not atomically: see `backup`)."""
        if isinstance(target, str | Path):
            with Path(target).open("wb") as stream:
                write_members(stream, self.members())
        else:
            write_members(target, self.members())


_SMALL = 10_000
"""Bytes of a part that is remembered: the lists of parts and sheets of a period's returns are all the same."""


@lru_cache(maxsize=64)
def _parse_small(content: bytes, part: str) -> etree._Element:
    return parse_xml(content, part)


def worksheet(package: Package, sheet: str) -> SheetEntry:
    """The worksheet of this name.

    Raises:
        XlplanError: the workbook has none; the message lists those that it has.
    """
    try:
        return package.sheet(sheet)
    except KeyError as error:
        names = ", ".join(entry.name for entry in package.sheets() if entry.is_worksheet)
        raise XlplanError(
            f"there is no sheet {sheet!r}", f"It has: {names}", file=package.name or None
        ) from error
