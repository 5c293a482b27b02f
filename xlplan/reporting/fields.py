"""Fields in a text of the council's own: {{ period }}. For letters and for report templates alike. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from xlplan.errors import UnknownField
from xlplan.values.text import fold

FIELD = re.compile(r"\{\{([^{}\n]*)\}\}")
"""A field: its name between two pairs of braces."""


def field_named(found: re.Match[str], known: Collection[str], file: str) -> str:
    """The known name of a field that was found, whatever its case and blanks.

    Raises:
        UnknownField: there is no such field.
    """
    name = fold(found[1])
    if name not in known:
        raise UnknownField(
            f"there is no field {{{{ {' '.join(found[1].split())} }}}}",
            f"The fields are: {', '.join(sorted(known))}",
            file=file,
        )
    return name


def filled(text: str, values: Mapping[str, str], file: str) -> str:
    """A text with its fields filled in; what is in a value is never a field itself.

    Args:
        text: the text.
        values: field name -> what goes there.
        file: where the text comes from, for the error.

    Raises:
        UnknownField: the text has a field that is not among the values.

    >>> filled("Dear {{ Officer }},", {"officer": "{{ period }}"}, "letter.txt")
    'Dear {{ period }},'
    """
    return FIELD.sub(lambda found: values[field_named(found, values, file)], text)
