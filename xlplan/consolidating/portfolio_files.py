"""What is written over several plans: a page, a workbook, and one reminder for whoever several plans wait for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlplan.consolidating.run_page import PAGE
from xlplan.reporting.charts import rag_colours
from xlplan.reporting.joint_reminder import PlanReminder, joint_reminder
from xlplan.reporting.letter_wording import REMINDER
from xlplan.reporting.letters import DRAFTS, is_our_draft
from xlplan.reporting.portfolio import PlanSummary, portfolio_of, wanted_by_several
from xlplan.reporting.portfolio_book import portfolio_book
from xlplan.reporting.portfolio_page import portfolio_page
from xlplan.workbook.output_files import cut_off_runs, write_together

WORKBOOK = "portfolio.xlsx"


@dataclass(frozen=True)
class PortfolioWritten:
    """What was written, and what that changes for the plans."""

    files: tuple[Path, ...]
    joint: Mapping[Path, tuple[str, Path]]
    """A plan's own draft that is no more -> its officer, and the draft that took its place."""


def write_portfolio(folder: Path, summaries: Sequence[PlanSummary], today: dt.date) -> PortfolioWritten:
    """Write the position over all plans, and let one reminder take the place of several to the same address.

    Args:
        folder: made where it is not there.
        summaries: the plans.
        today: the day of the run.

    Raises:
        WorkbookInUse: one of the files is open in another program.
        OSError: the folder cannot be written to.
    """
    for place in (folder, folder / DRAFTS):
        for cut_off in cut_off_runs(place):
            cut_off.clear()
    letters, joint, told = _joint_reminders(folder / DRAFTS, summaries)
    colours = rag_colours(())  # the plans' own may differ from each other
    portfolio = portfolio_of(summaries, today)
    page = portfolio_page(
        portfolio,
        pages={one.name: one.page for one in summaries if one.page is not None},
        folder=folder,
        workbook=WORKBOOK,
        drafts=told,
        colours=colours,
    )
    write_together(
        folder, {PAGE: page.encode(errors="replace"), WORKBOOK: portfolio_book(portfolio, colours)}
    )
    write_together(folder / DRAFTS, letters)
    for own in joint:
        own.unlink(missing_ok=True)
    for file in (folder / DRAFTS).glob("*.eml"):
        if file.name not in letters and is_our_draft(file, REMINDER):
            file.unlink(missing_ok=True)
    written = (folder / PAGE, folder / WORKBOOK, *(folder / DRAFTS / name for name in letters))
    return PortfolioWritten(files=written, joint=joint)


def _joint_reminders(
    folder: Path, summaries: Sequence[PlanSummary]
) -> tuple[dict[str, bytes], dict[Path, tuple[str, Path]], list[tuple[str, str, Path]]]:
    """Make the joint letters, by file name."""
    letters: dict[str, bytes] = {}
    joint: dict[Path, tuple[str, Path]] = {}
    told: list[tuple[str, str, Path]] = []
    for address, wanted in wanted_by_several(summaries).items():
        drafted = [
            (one, reminder, file) for one, reminder in wanted if (file := reminder.file) and file.exists()
        ]
        if len({one.name for one, _, _ in drafted}) < 2:
            continue
        name = f"{_safe(address)}.eml"
        letters[name] = joint_reminder(
            [
                PlanReminder(plan=one.name, officer=reminder.officer, content=file.read_bytes())
                for one, reminder, file in drafted
            ]
        )
        officer = drafted[0][1].officer
        joint.update((file, (officer, folder / name)) for _, _, file in drafted)
        told.append((officer, "; ".join(one.name for one, _, _ in drafted), folder / name))
    return letters, joint, told


def _safe(address: str) -> str:
    """An address as a file's name."""
    return "".join(sign if sign.isalnum() or sign in "@.-_+" else "-" for sign in address)
