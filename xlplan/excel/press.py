"""What every button has around it: the open workbook made ready, one box at the end, a log file for support.

Whatever happens, the person who clicked is told in one box, in plain words, and sees the sheet that needs attention.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from logging.handlers import RotatingFileHandler
from pathlib import Path

import platformdirs
import xlwings as xw

from xlplan.errors import XlplanError
from xlplan.workbook.live import LiveBook

LOG = logging.getLogger("xlplan.excel")
_LONGEST = 900
"""Characters that a box shows without growing out of a small screen."""
_LOG_SIZE = 500_000

_copy: ContextVar[Path | None] = ContextVar("copy", default=None)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a button says at the end."""

    text: str
    sheet: str = ""
    """The sheet to show; empty to leave the one that is shown."""


@contextlib.contextmanager
def reading(copy: Path | None) -> Iterator[None]:
    """Let a button read the open workbook from this copy, which was saved just before it was pressed."""
    token = _copy.set(copy)
    try:
        yield
    finally:
        _copy.reset(token)


def pressed(book: xw.Book, title: str, work: Callable[[LiveBook], Answer]) -> None:
    """Do a button's work on the open workbook, and say in one box what came of it.

    Args:
        book: the open workbook.
        title: the button's label, which is the box's title.
        work: what to do; it saves what it changes.
    """
    with _logged():
        LOG.info("%s: %s (xlplan %s)", title, book.name, _version())
        try:
            answer = work(LiveBook(book, _copy.get()))
        except XlplanError as error:
            LOG.warning("%s: %s", title, error, exc_info=error.__cause__)
            _show(book, error.sheet or "")
            tell(book, title, str(error), mode="critical")
        except Exception as fault:
            # A fault of ours. The workbook is as it was: what goes wrong while it is written comes as an XlplanError.
            LOG.exception("%s: %s", title, fault)
            tell(
                book,
                title,
                f"xlplan could not do this, and changed nothing. {_for_support()}",
                mode="critical",
            )
        else:
            LOG.info("%s: %s", title, answer.text)
            _show(book, answer.sheet)
            tell(book, title, answer.text)


def tell(book: xw.Book, title: str, text: str, *, mode: str = "info") -> None:
    """Show a box. A text that is too long for one is cut at the end of a line."""
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST].rsplit(chr(10), 1)[0]}\n…"
    book.app.alert(text, title=f"xlplan: {title}", buttons="ok", mode=mode)


def log_file() -> Path:
    """Where the log file lies."""
    return platformdirs.user_log_path("xlplan", appauthor=False) / "xlplan.log"


def _version() -> str:
    try:
        return version("xlplan")
    except PackageNotFoundError:
        return "from a checkout"


def _for_support() -> str:
    return f"Please send this file to whoever looks after xlplan for you: {log_file()}"


@contextlib.contextmanager
def _logged() -> Iterator[None]:
    """Write what is logged into the log file; where none can be written, a button works all the same."""
    try:
        log_file().parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            log_file(), maxBytes=_LOG_SIZE, backupCount=2, encoding="utf-8"
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    try:
        yield
    finally:
        LOG.removeHandler(handler)
        handler.close()


def _show(book: xw.Book, name: str) -> None:
    for sheet in book.sheets:
        if name and sheet.name == name:
            sheet.activate()
