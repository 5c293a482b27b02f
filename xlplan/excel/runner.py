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

from xlplan.errors import XlplanError, printable
from xlplan.workbook.excel_session.book import LiveBook

LOG = logging.getLogger("xlplan.excel")
_LONGEST = 900
"""Characters that a box shows without growing out of a small screen."""
_LOG_SIZE = 500_000

_copy: ContextVar[Path | None] = ContextVar("copy", default=None)


@dataclass(frozen=True, slots=True)
class Answer:
    """The text of the box at a button's end."""

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
    """Do a button's work on the open workbook, and show its outcome in one box.

    Args:
        book: the open workbook.
        title: the button's label, which is the box's title.
        work: what to do; it saves what it changes.
    """
    with _logged():
        LOG.info("%s: %s (xlplan %s)", title, book.name, own_version())
        live: LiveBook | None = None
        try:
            live = LiveBook(book, _copy.get())
            answer = work(live)
        except XlplanError as error:
            LOG.warning("%s: %s", title, error, exc_info=error.__cause__)
            text = str(error)
            if error.file is None:  # a file's name stays as it is
                text = text[0].upper() + text[1:]
            _say(book, title, Answer(text, error.sheet or ""), mode="critical")
        except OSError as error:
            LOG.exception("%s: %s", title, error)
            where = f" ({error.filename})" if error.filename else ""
            _say(book, title, Answer(f"{_outcome(live)}: {error.strerror or error}{where}."), mode="critical")
        except Exception as fault:
            LOG.exception("%s: %s", title, fault)
            _say(book, title, Answer(f"{_outcome(live)}. {_for_support()}"), mode="critical")
        else:
            LOG.info("%s: %s", title, answer.text)
            _say(book, title, Answer(f"{answer.text}{_without_a_copy(live)}", answer.sheet))


def tell(book: xw.Book, title: str, text: str, *, mode: str = "info") -> None:
    """Show a box. A text that is too long for one is cut at the end of a line."""
    text = printable(text)
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST].rsplit(chr(10), 1)[0]}\n…"
    book.app.alert(text, title=f"xlplan: {title}", buttons="ok", mode=mode)


def log_file() -> Path:
    """Where the log file lies."""
    return platformdirs.user_log_path("xlplan", appauthor=False) / "xlplan.log"


def own_version() -> str:
    """The version of xlplan that is at work."""
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


def _outcome(live: LiveBook | None) -> str:
    if live is not None and live.is_changed:
        return "This was done, but xlplan failed when it was to say what; look at the sheet Changes"
    return "xlplan could not do this, and changed nothing"


def _without_a_copy(live: LiveBook) -> str:
    if not live.is_changed or live.backup is not None:
        return ""
    return (
        "\n\nNo copy of it as it was could be kept, for it has no folder on this computer: to go back, close it "
        "without saving."
    )


def _say(book: xw.Book, title: str, answer: Answer, *, mode: str = "info") -> None:
    for sheet in book.sheets:
        # one that its owner has hidden cannot be shown, and stays hidden
        if answer.sheet and sheet.name == answer.sheet and sheet.visible:
            sheet.activate()
    tell(book, title, answer.text, mode=mode)
