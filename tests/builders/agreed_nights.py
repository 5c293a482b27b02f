"""Four nights of three plans, one of them without its master: what is said, logged and written, a line each.

    python -m tests.builders.agreed_nights

writes them down anew, for a person to look at what has changed.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

import xlplan
from tests.builders.cycle import change_sheet, columns
from tests.builders.inboxes import files_in
from tests.builders.small_plan import fill_in, plan
from tests.builders.story import in_lines

AGREED = Path(__file__).with_name("agreed_nights.txt")

NIGHT = dt.datetime(2026, 12, 1, 2, 0)
DAY = dt.timedelta(days=1)
PAT, SAM, KIM = "Pat Example", "Sam Sample", "Kim Case"
_SETTINGS = """
[[plan]]
name = "Homes"
master = "Homes/master.xlsx"
inbox = "Homes/returns"
out = "Homes/out"

[[plan]]
name = "Roads"
master = "Roads/master.xlsx"
inbox = "Roads/returns"
out = "Roads/out"
report = false

[[plan]]
name = "Baths"
master = "Baths/master.xlsx"
inbox = "Baths/returns"
out = "Baths/out"
report = false

[portfolio]
out = "all"
"""


def described() -> str:
    """The nights in words."""
    with tempfile.TemporaryDirectory() as folder:
        return "".join(f"{line}\n" for line in _nights(Path(folder)))


def _nights(folder: Path) -> Iterator[str]:
    settings = folder / "plans.toml"
    settings.write_text(_SETTINGS, "utf-8")
    for name in ("Homes", "Roads", "Baths"):
        _make(folder / name)
    (folder / "Baths" / "master.xlsx").rename(folder / "Baths" / "old.xlsx")
    told = _Told(folder)
    _send(folder / "Homes", PAT, "A001", {"RAG": "Green", "progress": "Begun"})
    _send(folder / "Roads", SAM, "A002", {"RAG": "Blue"})
    (folder / "Roads" / "returns" / "letter.txt").write_text("Dear all")
    yield from told.night("preview", preview=True)
    yield from told.night("the first night")
    _send(folder / "Homes", SAM, "A002", {"RAG": "Red", "progress": "No money"})
    yield from told.night("one plan only", only=["homes"], when=NIGHT + DAY)
    yield from told.night("a quiet night", when=NIGHT + 2 * DAY)
    (folder / "Baths" / "old.xlsx").rename(folder / "Baths" / "master.xlsx")
    for name in ("Homes", "Baths"):
        _close(folder / name / "master.xlsx")
    yield from told.night("between two periods", when=NIGHT + 3 * DAY)


class _Told:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, str] = {}
        self._logged = 0

    def night(
        self, name: str, *, only: Sequence[str] = (), preview: bool = False, when: dt.datetime = NIGHT
    ) -> Iterator[str]:
        """What one night says and logs, and every text that it writes."""
        done: list[tuple[int, int]] = []
        result = xlplan.consolidate(
            self._folder / "plans.toml", only=only, preview=preview, now=when,
            tell=lambda number, of: done.append((number, of)),
        )  # fmt: skip
        yield f"=== {name}: exit code {result.exit_code}, told {done}"
        said = [*result.preview().splitlines(), *(f"error: {line}" for line in result.errors)]
        for field, value in result.to_json().items():
            said += in_lines(field, value)
        yield from map(self._known, said)
        log = self._folder / "plans.log"
        logged = log.read_text("utf-8").splitlines() if log.exists() else []
        yield from (self._known(f"log: {line}") for line in logged[self._logged :])
        self._logged = len(logged)
        before, self._files = self._files, {file: self._text(file) for file in files_in(self._folder)}
        for file in sorted({*before, *self._files}):
            if before.get(file) != self._files.get(file):
                yield self._known(f"--- {file}")
                yield from map(self._known, self._files.get(file, "(gone)").splitlines())

    def _text(self, file: str) -> str:
        """What is in a file, as far as it is a text."""
        place = self._folder / file
        if place.suffix == ".html" and "report" not in place.name:
            return "\n".join(_words_of(place.read_text("utf-8")))
        if place.suffix == ".json":
            record = json.loads(place.read_text("utf-8"))
            return "\n".join(
                f"{name} {record[name]!r}" for name in ("when", "state", "exit", "error", "files")
            )
        return ""

    def _known(self, text: str) -> str:
        text = text.replace(str(self._folder), "FOLDER")
        return re.sub(r"\d{6} \d{4}-\d\d-\d\dT\d\d-\d\d-\d\d", "COPY", text)


def _words_of(page: str) -> Iterator[str]:
    """The words of a page, a line for each piece of text."""
    body = re.sub(r"(?s)<(style|script|svg)\b.*?</\1>", "", page)
    pieces = (
        html.unescape(re.sub(r"<[^>]+>", "", piece)).strip()
        for piece in re.split(r"</?(?:p|t[rdh]|h\d|li|a|div)\b[^>]*>", body)
    )
    yield from (" ".join(piece.split()) for piece in pieces if piece)


def _make(folder: Path) -> None:
    """A plan of three officers who were asked, two of whom have an address."""
    master = plan(folder, [PAT, SAM, KIM], {"Sep-26": ["Amber", "Green", "Red"]})

    def addresses(sheet: Worksheet) -> None:
        at = columns(sheet)
        for row, address in ((4, "pat@example.org"), (6, "kim@example.org")):
            sheet.cell(row, at["Email"]).value = address

    change_sheet(master, "Officers", addresses)
    xlplan.add_period(master, "Dec-26", returns_due=dt.date(2026, 12, 11), now=NIGHT - DAY).save()
    xlplan.issue(master, now=NIGHT - DAY).save()
    (folder / "returns").mkdir()


def _send(folder: Path, officer: str, identity: str, said: dict[str, object]) -> None:
    fill_in(folder / "issued" / f"Dec-26 {officer}.xlsx", folder / "returns", {identity: said})


def _close(master: Path) -> None:
    def close(sheet: Worksheet) -> None:
        sheet.cell(5, columns(sheet)["Status"]).value = "Closed"

    change_sheet(master, "Periods", close)


if __name__ == "__main__":
    AGREED.write_text(described(), "utf-8")
