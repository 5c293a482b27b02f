"""The files that come with the library: the sample plan, our own report template, the buttons for Excel."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable

from xlplan.errors import UnreadableWorkbook


def shipped(name: str, folder: str = "samples") -> Traversable:
    """A file that comes with the library: packed with it, or in the checkout that it is run from.

    Args:
        name: the file's name.
        folder: where in the package it is packed, as `pyproject.toml` says.

    Raises:
        UnreadableWorkbook: it is not there.
    """
    package = resources.files("xlplan")
    for place in (package / folder / name, package / ".." / "workbooks" / name):
        if place.is_file():
            return place
    raise UnreadableWorkbook("a file of xlplan's own is missing", "Install xlplan again", file=name)
