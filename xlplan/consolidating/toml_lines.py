"""Where each key of a TOML file is: tomllib reads the values, but does not say on which line they were."""

from __future__ import annotations

import re

KeyPath = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+(?:\s*\.\s*[\w-]+)*)\s*=""")
_FENCES = ('"""', "'''")


def lines_of(text: str) -> dict[KeyPath, int]:
    """The line, from 1, of every table and key that begins a line; a list of tables is numbered from 0.

    >>> lines_of('[[plan]]\\nname = "A"\\n[[plan]]\\nname = "B"')[("plan", 1, "name")]
    4
    """
    found: dict[KeyPath, int] = {}
    tables: dict[str, int] = {}
    table: KeyPath = ()
    fence = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if fence:
            if fence in line:
                fence = ""
            continue
        if header := _HEADER.match(line):
            name = _bare(header[2])
            table = tuple(name.split("."))
            if header[1] == "[[":
                tables[name] = tables.get(name, -1) + 1
                table = (*table, tables[name])
            found.setdefault(table[:1], number)
        elif key := _KEY.match(line):
            table_and_key = (*table, *(_bare(part) for part in key[1].split(".")))
            found.setdefault(table_and_key, number)
            fence = next((fence for fence in _FENCES if line.count(fence) % 2), "")
            continue
        else:
            continue
        found.setdefault(table, number)
    return found


def _bare(key: str) -> str:
    return key.strip().strip("\"'")
