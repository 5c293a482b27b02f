"""An xlwings engine on LibreOffice: the application and its workbooks. Only xlwings' free part is used."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import xlwings as xw
from xlwings import base_classes

from tests.excel.engines.libreoffice.names import Names
from tests.excel.engines.libreoffice.process import Bridge
from tests.excel.engines.libreoffice.reading import CellError
from tests.excel.engines.libreoffice.sheets import Sheet, Sheets

NAME = "libreoffice"


@dataclass(frozen=True)
class Alert:
    """A message box that a button showed."""

    title: str
    text: str


class Engine:
    """What xlwings asks of an engine; it has one application at most."""

    name = NAME
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, options: dict[str, Any]) -> Any:
        """A Python value as it goes to the cells."""
        if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
            return ""
        if isinstance(value, pd.Timestamp):
            return value.to_pydatetime()
        return value.item() if hasattr(value, "item") else value

    @staticmethod
    def clean_value_data(
        data: Any,
        datetime_builder: Callable[..., Any],
        empty_as: Any,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,
    ) -> list[list[Any]]:
        """Raw rows as `Range.value` gives them."""

        def cleaned(value: Any) -> Any:
            if value is None or value == "":
                return empty_as
            if isinstance(value, CellError):
                return str(value) if err_to_str else None
            if isinstance(value, dt.datetime):
                parts = ("month", "day", "year", "hour", "minute", "second", "microsecond")
                return datetime_builder(**{part: getattr(value, part) for part in parts}, tzinfo=None)
            if number_builder is not None and isinstance(value, float):
                return number_builder(value)
            return value

        return [[cleaned(value) for value in row] for row in data]


class Apps(base_classes.Apps):
    """The running applications: none or one."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.running: list[App] = []

    def keys(self) -> list[int]:
        return [app.pid for app in self.running]

    def __iter__(self) -> Iterator[App]:
        return iter(self.running)

    def __len__(self) -> int:
        return len(self.running)

    def __getitem__(self, key: int) -> App:
        return self.running[0 if key == 0 else self.keys().index(key)]


class App(base_classes.App):
    """One LibreOffice.

    Args:
        apps: the engine's collection.
        bridge: the calls to it.
        visible: whether there is a window; message boxes are shown there, else only recorded in `alerts`.
    """

    pid = 1
    version = "16.0"
    visible = False
    screen_updating = True
    display_alerts = True
    enable_events = True
    interactive = True
    status_bar: str | bool = False

    def __init__(self, apps: Apps, bridge: Bridge, visible: bool = False) -> None:
        self.engine = apps.engine
        self.bridge = bridge
        self.visible = visible
        self.alerts: list[Alert] = []
        self._books = Books(self)
        self._calculation = "automatic"

    @property
    def api(self) -> object:
        return self.bridge

    @property
    def books(self) -> Books:
        return self._books

    def activate(self, steal_focus: bool = False) -> None:
        """There is one application: it is the active one."""

    @property
    def calculation(self) -> str:
        return self._calculation

    @calculation.setter
    def calculation(self, value: str) -> None:
        if value not in ("automatic", "manual", "semiautomatic"):
            raise ValueError(f"not a way of calculating: {value!r}")
        self._calculation = value

    def calculate(self) -> None:
        for book in self.books:
            self.bridge.call("calculate", book=book.key)

    @property
    def selection(self) -> None:
        raise NotImplementedError

    def alert(
        self, prompt: str, title: str | None, buttons: str | None, mode: str | None, callback: object
    ) -> str:
        """Only the box with an OK button: the web's xlwings answers no questions either."""
        if buttons not in (None, "ok") or callback is not None:
            raise NotImplementedError("only message boxes with an OK button are offered")
        if mode not in (None, "info", "critical"):
            raise ValueError(f"not a mode: {mode!r}")
        self.alerts.append(Alert(title or "", prompt or ""))
        if self.visible:
            self.bridge.call("alert", title=title or "", prompt=prompt or "")
        return "ok"


class Books(base_classes.Books):
    """The open workbooks."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._known: dict[str, Book] = {}
        self._active: str | None = None

    @property
    def api(self) -> object:
        return self.app.bridge

    def _book(self, described: dict[str, str]) -> Book:
        book = self._known.setdefault(described["book"], Book(self, described["book"], described["path"]))
        book.path = described["path"]
        return book

    def _open(self) -> list[Book]:
        found = [self._book(described) for described in self.app.bridge.call("books")]
        self._known = {book.key: book for book in found}
        return found

    @property
    def active(self) -> Book:
        current = self.app.bridge.call("current_book") if self.app.visible else self._active
        found = self._open()
        return next((book for book in found if book.key == current), found[-1])

    def activate(self, book: Book) -> None:
        self._active = book.key
        if self.app.visible:
            self.app.bridge.call("activate_book", book=book.key)

    def __call__(self, key: int | str) -> Book:
        found = self._open()
        if isinstance(key, int):
            return found[key - 1]
        for book in found:
            if key.lower() in (book.name.lower(), book.fullname.lower()):
                return book
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self._open())

    def __iter__(self) -> Iterator[Book]:
        return iter(self._open())

    def add(self) -> Book:
        return self._opened(self.app.bridge.call("add_book", visible=self.app.visible))

    def open(self, fullname: str | os.PathLike[str], *others: Any, **more: Any) -> Book:
        if any(value is not None for value in (*others, *more.values())):
            raise NotImplementedError("a workbook is opened with its path alone")
        path = str(Path(fullname).resolve())
        for book in self._open():
            if book.fullname == path:
                self.activate(book)
                return book
        if not Path(path).exists():
            raise FileNotFoundError(path)
        return self._opened(self.app.bridge.call("open_book", path=path, visible=self.app.visible))

    def _opened(self, described: dict[str, str]) -> Book:
        book = self._book(described)
        self._active = book.key
        return book


class Book(base_classes.Book):
    """One open workbook."""

    def __init__(self, books: Books, key: str, fullname: str) -> None:
        self.books = books
        self.key = key
        self.path = fullname
        self.bridge = books.app.bridge
        self.sheets_by_name: dict[str, Sheet] = {}

    @property
    def api(self) -> object:
        return self.bridge

    @property
    def app(self) -> App:
        return self.books.app

    @property
    def fullname(self) -> str:
        return self.path

    @property
    def name(self) -> str:
        return Path(self.path).name

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    def activate(self) -> None:
        self.books.activate(self)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        if password is not None:
            raise NotImplementedError("no passwords here")
        target = str(Path(path or self.fullname).absolute())
        self.bridge.call("save_book", book=self.key, path=target)
        self.path = target

    def close(self) -> None:
        self.bridge.call("close_book", book=self.key)


class ExcelOnLibreOffice:
    """What tests use: open a workbook as Excel would, look at the message boxes, save a copy."""

    def __init__(self, app: App) -> None:
        self._app = app

    @property
    def app(self) -> xw.App:
        """The application, as xlwings gives it."""
        return xw.App(impl=self._app)

    @property
    def alerts(self) -> list[Alert]:
        """The message boxes since the last `forget`."""
        return self._app.alerts

    def forget(self) -> None:
        """Close all workbooks unsaved and forget the message boxes; a test before this one leaves nothing behind."""
        for book in self._app.books:
            book.close()
        self._app.alerts.clear()
        if hasattr(xw.Book, "_mock_caller"):
            del xw.Book._mock_caller

    def open(self, path: str | os.PathLike[str]) -> xw.Book:
        """Open a workbook."""
        return xw.Book(impl=self._app.books.open(path))

    def is_changed(self, book: xw.Book) -> bool:
        """Whether the workbook holds anything that is not saved yet."""
        return bool(self._app.bridge.call("is_modified", book=book.impl.key))

    def save_as(self, book: xw.Book, path: str | os.PathLike[str]) -> Path:
        """The workbook as it is now, saved as a file of its own; the open one keeps its path and stays open."""
        target = Path(path).absolute()
        self._app.bridge.call("copy_book", book=book.impl.key, path=str(target))
        return target


def attach(bridge: Bridge, visible: bool = False) -> ExcelOnLibreOffice:
    """Make the LibreOffice behind a bridge the application that xlwings works with."""
    if NAME not in xw.engines.engines_by_name:
        xw.engines.add(xw.main.Engine(impl=Engine()))
    engine = xw.engines[NAME]
    engine.activate()
    apps = engine.impl.apps
    apps.running = [App(apps, bridge, visible)]
    return ExcelOnLibreOffice(apps.running[0])


def detach() -> None:
    """Leave xlwings as it was before `attach`."""
    engine = xw.engines.engines_by_name.pop(NAME, None)
    if engine is not None:
        xw.engines.engines.remove(engine)
    if xw.engines.active is engine:
        xw.engines.active = None
