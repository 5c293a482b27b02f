"""The log of unattended runs: a line with time, plan and what happened, for whoever is asked why it did not work.

Its size is bounded: some 1 MB, and three older files of that size.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable
from logging.handlers import RotatingFileHandler
from pathlib import Path

from xlplan.errors import one_line

LARGEST = 1_000_000
KEPT = 3


def write_log(file: Path, lines: Iterable[tuple[str, str]], when: dt.datetime) -> None:
    """Add lines to a log.

    The file is opened for these lines alone, so that on Windows too the next run can turn it over.

    Args:
        file: the log.
        lines: the plan's name ("" for the run as a whole) and what is to be said of it.
        when: the moment.

    Raises:
        OSError: it cannot be written.
    """
    handler = _Handler(file, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", errors="replace")
    try:
        for plan, text in lines:
            place = f"[{one_line(plan)}] " if plan else ""
            line = f"{when:%Y-%m-%d %H:%M:%S} {place}{one_line(text)}"
            handler.emit(logging.LogRecord("xlplan", logging.INFO, "", 0, line, None, None))
    finally:
        handler.close()


class _Handler(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is logging's
        """Logging prints what goes wrong and goes on; whoever called decides that here."""
        raise
