"""The files that come with the library: the sample plan, our own report template."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable

from xlplan.errors import UnreadableWorkbook


def shipped(name: str) -> Traversable:
    """A file that comes with the library: packed with it, or in the checkout that it is run from.

    Raises:
        UnreadableWorkbook: it is not there.
    """
    package = resources.files("xlplan")
    for place in (package / "samples" / name, package / ".." / "workbooks" / name):
        if place.is_file():
            return place
    raise UnreadableWorkbook("a file of xlplan's own is missing", "Install xlplan again", file=name)
