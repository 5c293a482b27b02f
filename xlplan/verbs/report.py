"""`report`: how the plan stands, for a meeting: a report in Word and as a page, and a dashboard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from pydantic import Field, PrivateAttr

from xlplan.errors import WrongUsage
from xlplan.layout.cover import COUNCIL
from xlplan.layout.master import read_master
from xlplan.model import Model
from xlplan.reporting.position import Position, Reason, position_of, rag_words
from xlplan.reporting.position_in_words import in_words
from xlplan.reporting.returns_received import returns_of
from xlplan.shipped import shipped
from xlplan.values.text import fold, listing
from xlplan.verbs.arguments import folder_beside, reported_period
from xlplan.verbs.result import Result
from xlplan.workbook.book import Book
from xlplan.workbook.file import opened
from xlplan.workbook.file_names import safe_file_name
from xlplan.workbook.output_files import write_together

FOLDER = "reports"
TEMPLATE = "report-template.docx"


class ReportedException(Model):
    """An action that a meeting must look at."""

    id: str
    why: tuple[Reason, ...]


class Reported(Result):
    """The report of one period."""

    master: str
    period: str
    files: tuple[str, ...]
    """The report in Word, the same as a page, the dashboard."""
    counts: Mapping[str, int]
    """RAG word -> number of actions in the period; they add up to the actions of the plan."""
    exceptions: tuple[ReportedException, ...]
    kept: tuple[str, ...] = ()
    """Earlier reports of the same name that somebody has edited since: kept, under these names."""
    position: Position = Field(exclude=True)
    """All that was reported, to go on from."""
    _contents: dict[str, bytes] = PrivateAttr(default_factory=dict)

    def summary(self) -> str:
        lines = [f"{self.period}: {self.position.title}", *in_words(self.position)]
        if self.exceptions:
            lines.append(f"Exceptions: {listing([one.id or 'a new row' for one in self.exceptions], 12)}.")
        lines += [f"  {file}" for file in self.files]
        lines += [f"Kept, for somebody has edited it: {file}" for file in self.kept]
        return "\n".join(lines)

    def save(self) -> None:
        """Write the files, all or none.

        Raises:
            WorkbookInUse: one of them is open in another program.
        """
        folder = Path(self.files[0]).parent
        kept = {Path(file).name: _before(Path(file)).read_bytes() for file in self.kept}
        write_together(folder, {**kept, **self._contents})


def report(
    workbook: str | Path | Book,
    *,
    period: str | None = None,
    folder: str | Path | None = None,
    template: str | Path | None = None,
    today: dt.date | None = None,
) -> Reported:
    """Report how a plan stands. The master is not changed.

    Args:
        workbook: the master: its path, or the workbook as it is open.
        period: the review period to report on; by default the open one, else the last.
        folder: where the files go; by default the folder "reports" beside the master.
        template: a Word document with fields to fill in; by default our own.
        today: the day against which overdue is judged; by default the present day.

    Raises:
        NotAMaster: the workbook is no master.
        WrongUsage: the plan has no review period yet, or none of that name; or the computer's clock has stopped.
        UnreadableTemplate: the template is no Word document.
        UnknownField: the template has a field that does not exist.
    """
    from xlplan.reporting.charts import charts_of, rag_colours
    from xlplan.reporting.committee import committee_report
    from xlplan.reporting.dashboard import dashboard
    from xlplan.reporting.page import page
    from xlplan.reporting.seal import is_edited

    _refuse_clock(dt.date.today())
    book = opened(workbook)
    place = folder_beside(book, workbook, folder, FOLDER)
    master = read_master(book)
    label = reported_period(master, period, book.path.name)
    position = position_of(
        master.plan,
        period=label,
        today=today or dt.date.today(),
        returns=returns_of(master),
        council=master.cover.get(fold(COUNCIL), ""),
    )
    charts, colours = charts_of(position, master.own_key), rag_colours(master.own_key)
    with resources.as_file(shipped(TEMPLATE)) as ours:
        chosen = Path(template) if template is not None else ours
        word = committee_report(position, charts, colours, chosen)
    stem = safe_file_name(label)
    contents = {
        f"{stem} report.docx": word,
        f"{stem} report.html": page(position, charts, colours).encode(),
        f"{stem} dashboard.xlsx": dashboard(position, charts, colours),
    }
    edited = [place / name for name in contents if name.endswith("x") and (place / name).exists()]
    result = Reported(
        master=str(book.path),
        period=label,
        files=tuple(str(place / name) for name in contents),
        counts=rag_words(master.plan.actions, label, master.key),
        exceptions=tuple(ReportedException(id=one.id, why=one.why) for one in position.exceptions),
        kept=tuple(str(_kept(file)) for file in edited if is_edited(file)),
        position=position,
    )
    result._contents = contents
    return result


_KEPT = " (edited, kept "


def _refuse_clock(today: dt.date) -> None:
    """Refuse a day before 1980, which a computer says that has lost its time: no zip, so no document, can bear it."""
    if today.year < 1980:
        raise WrongUsage(
            f"the clock of this computer says {today:%d/%m/%Y}, and no document can bear that date",
            "Set the clock, and run again",
        )


def _kept(file: Path) -> Path:
    """Where an edited file is kept: under its name and the time at which it was last saved."""
    saved = dt.datetime.fromtimestamp(file.stat().st_mtime)
    return file.with_name(f"{file.stem}{_KEPT}{saved:%Y-%m-%d %H%M%S}){file.suffix}")


def _before(kept: Path) -> Path:
    """The way back from `_kept`."""
    return kept.with_name(kept.stem.partition(_KEPT)[0] + kept.suffix)
