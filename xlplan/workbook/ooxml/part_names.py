"""The names of a package's parts, and how one part leads to another.

Two names that differ in case alone are one part, and a part's relations lie beside it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation of a part to another, or to something outside."""

    id: str
    kind: str
    """The last segment of the type ("worksheet", "sharedStrings"): the same in Strict and Transitional."""
    target: str
    """The part's name, or for an external one the target as written."""
    external: bool = False


def part_name(name: str) -> str:
    """The name as relations lead to it: with plain slashes, and without one before."""
    return name.replace("\\", "/").lstrip("/")


def part_key(name: str) -> str:
    """The same for all names of one part."""
    # ECMA-376 part 2, 9.1.1: part names that differ only in case are the same part.
    return part_name(name).lower()


def relations_part(part: str) -> str:
    """The name of the part that holds a part's relations; "" is the package itself."""
    folder, _, last = part.rpartition("/")
    return f"{folder}/_rels/{last}.rels" if folder else f"_rels/{last}.rels"


def source_of_relations(holder: str) -> str:
    """The part whose relations a part holds."""
    folder, _, last = holder.rpartition("/")
    parent = folder.rpartition("/")[0] if "/" in folder else ""
    source = last.removesuffix(".rels")
    return f"{parent}/{source}" if parent else source
