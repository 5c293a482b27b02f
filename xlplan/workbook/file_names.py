"""Names of files, made of texts that people typed."""

from __future__ import annotations

import re
from collections.abc import Iterable


def safe_file_name(text: str) -> str:
    """A text as a file name that Windows, macOS and e-mail let pass, at most 100 characters and 200 bytes long.

    >>> safe_file_name("Dec-26 A/B: Team")
    'Dec-26 A-B- Team'
    """
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+', "-", text)
    short = re.sub(r"\s+", " ", name).strip(" .-")[:100].encode()[:200].decode(errors="ignore")
    return short.rstrip(" .-") or "return"


def file_names(texts: Iterable[str], ending: str) -> list[str]:
    """A name for a file of each text; those that would be the same, in any case, are numbered.

    Args:
        texts: what the files are to be called.
        ending: of all of them, with its point.

    >>> file_names(["Ann: Lee", "Ann? Lee", "Al Moss"], ".xlsx")
    ['Ann- Lee.xlsx', 'Ann- Lee 2.xlsx', 'Al Moss.xlsx']
    """
    names: list[str] = []
    taken: set[str] = set()
    for text in texts:
        stem, number = safe_file_name(text), 2
        name = f"{stem}{ending}"
        while name.casefold() in taken:
            name, number = f"{stem} {number}{ending}", number + 1
        taken.add(name.casefold())
        names.append(name)
    return names
