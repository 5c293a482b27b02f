"""Regular expressions that are compiled when they are first used.

Compiling all that reads dates, owners and refs takes longer than many a command on a plan of ordinary size, which
needs few of them.
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("fullmatch", "match", "search", "findall", "finditer", "split", "sub", "subn")


def compile_late(source: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, but compiled at its first use.

    >>> compile_late("[a-z]+").findall("one, two")
    ['one', 'two']
    """
    return cast("re.Pattern[str]", _LatePattern(source, flags))


class _LatePattern:
    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Called for what the object does not have: before the first use, everything."""
        compiled = re.compile(self._source, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)
