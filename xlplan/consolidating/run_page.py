"""The page of a plan after a night's run: who has returned, what needs a person, and where everything lies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from xlplan.model import CellValue, Model
from xlplan.reporting.html import (
    alert,
    cells,
    document,
    file_link,
    heading,
    headings,
    lines,
    numbers,
    paragraph,
    table,
    text,
)
from xlplan.values.text import shortened, written_day

PAGE = "index.html"
"""What a page is called in its folder."""
MOST_LINES = 200
"""Lines of one table; a page of thousands is read by nobody."""


class ReturnLine(Model):
    """One line of the table of who has returned."""

    officer: str
    state: str
    """"received", "nothing filled in", "outstanding", or "not issued"."""
    received: dt.date | None = None
    done: int = 0
    actions: int = 0
    overdue: int = 0
    file: str = ""
    changed: int = 0
    """Cells that it changed."""
    not_read: str = ""
    """What the officer wrote where nothing is merged from."""


class DecisionLine(Model):
    """One line of the Conflicts sheet that waits for a decision."""

    number: str
    kind: str
    action: str
    """Its ID, and its ref where it has one."""
    column: str
    master: CellValue = None
    returned: CellValue = None
    officer: str = ""
    why: str = ""


class QuestionLine(Model):
    """What one officer is to be asked about."""

    officer: str
    questions: tuple[str, ...]


class RefusedLine(Model):
    """A file of the inbox that is no return of this period, and why."""

    file: str
    why: str = ""


class RunPage(Model):
    """Everything that is shown on the page of a plan."""

    name: str
    title: str = ""
    period: str = ""
    when: dt.datetime
    master: Path
    inbox: Path
    folder: Path
    """The folder of the page; links lead from there."""
    runs: str = ""
    """The name of the folder with the records of the runs."""
    error: str = ""
    returns: tuple[ReturnLine, ...] = ()
    decisions: tuple[DecisionLine, ...] = ()
    questions: tuple[QuestionLine, ...] = ()
    refused: tuple[RefusedLine, ...] = ()
    reports: tuple[Path, ...] = ()
    drafts: tuple[tuple[str, str, Path], ...] = ()
    """Officer, why, and the draft of an e-mail to them."""
    joint: tuple[tuple[str, Path], ...] = ()
    """Officer, and the one draft that reminds them of several plans."""
    no_address: tuple[str, ...] = ()
    """To whom no reminder can be drafted."""


def run_page(facts: RunPage) -> str:
    """The page as HTML. It runs no script, and links to nothing but files beside it."""
    issued = [one for one in facts.returns if one.state != "not issued"]
    received = sum(one.state != "outstanding" for one in issued)
    parts = [
        f"<h1>{text(facts.name)}</h1>",
        f'<p class="quiet">{text(_under_title(facts))}</p>',
    ]
    if facts.error:
        parts.append(alert("The last run was not well.", facts.error))
    if facts.period:
        parts.append(
            numbers(
                [
                    ("Returns received", f"{received:,} of {len(issued):,}", ""),
                    ("To settle", f"{len(facts.decisions):,}", ""),
                    ("Refused", f"{len(facts.refused):,}", ""),
                    ("Officers to ask", f"{len(facts.questions):,}", ""),
                ]
            )
        )
    parts += _needs_a_person(facts)
    parts += _who_has_returned(facts)
    parts += _written(facts)
    return document(f"{facts.name}: {facts.period or 'no period'}", "\n".join(parts))


def _under_title(facts: RunPage) -> str:
    when = f"{written_day(facts.when)} at {facts.when:%H:%M}"
    title = f"{' '.join(facts.title.split())}. " if facts.title else ""
    period = f"Review period {facts.period}" if facts.period else "No review period is open"
    return f"{title}{period}, after the run of {when}."


def _needs_a_person(facts: RunPage) -> list[str]:
    refused = facts.refused
    unread = [one for one in facts.returns if one.not_read]
    if not (facts.decisions or refused or unread or facts.questions or facts.no_address):
        return [] if facts.error else ["<h2>What needs a person</h2>", paragraph("Nothing.")]
    parts = ["<h2>What needs a person</h2>"]
    if facts.decisions:
        rows = [
            cells(
                text(f"{one.kind} {one.number}"),
                text(one.action),
                text(one.column),
                _value(one.master),
                _value(one.returned),
                text("; ".join(part for part in (one.officer, one.why) if part)),
            )
            for one in facts.decisions[:MOST_LINES]
        ]
        parts.append("<h3>To be settled</h3>")
        parts.append(
            f"<p>On the Conflicts sheet of {_link(facts, facts.master)}: choose on each line, then Settle conflicts or "
            "<code>xlplan resolve</code>.</p>"
        )
        heads = headings("Line", "Action", "Column", "Master has", "Returned", "From, and why")
        parts.append(table("To be settled", _more(len(facts.decisions)), heads, "\n".join(rows)))
    if refused:
        parts.append("<h3>Refused</h3>")
        parts.append(
            f"<p>They lie in the inbox, {_link(facts, facts.inbox)}, until somebody sees to them.</p>"
        )
        rows = [cells(text(one.file), text(one.why)) for one in refused[:MOST_LINES]]
        heads = headings("File", "Why, and what to do")
        parts.append(table("Refused", _more(len(refused)), heads, "\n".join(rows)))
    if unread:
        parts.append("<h3>Not read, please look</h3>")
        rows = [cells(text(f"{one.officer}, {one.file}"), lines(one.not_read)) for one in unread[:MOST_LINES]]
        heads = headings("Return", "What the officer wrote where nothing is merged from")
        parts.append(table("Not read", _more(len(unread)), heads, "\n".join(rows)))
    if facts.questions:
        parts.append("<h3>To ask about</h3>")
        rows = [cells(text(one.officer), "<br>".join(map(text, one.questions))) for one in facts.questions]
        heads = headings("Officer", "What the checks found in what they sent")
        parts.append(table("To ask about", "", heads, "\n".join(rows)))
    if facts.no_address:
        parts.append("<h3>No e-mail address</h3>")
        parts.append(
            paragraph(
                f"No reminder can be drafted to {', '.join(facts.no_address)}: the Officers sheet has none."
            )
        )
    return parts


def _who_has_returned(facts: RunPage) -> list[str]:
    if not facts.returns:
        return []
    order = ("outstanding", "nothing filled in", "not issued", "received")
    known = sorted(
        facts.returns, key=lambda one: order.index(one.state) if one.state in order else len(order)
    )
    rows = []
    for one in known:
        state = text(one.state if one.received is None else f"{one.state}, {one.received:%d/%m/%Y}")
        if one.state in ("outstanding", "nothing filled in"):
            state = f"<strong>{state}</strong>"
        overdue = f"{one.overdue:,}" if one.overdue else ""
        if one.received and one.file:
            state += f'<br><span class="quiet">{text(one.file)}</span>'
        changed = f"{one.changed:,}" if one.received else ""
        figures = (f"{one.done:,} of {one.actions:,}", overdue, changed)
        rows.append(cells(text(one.officer), state, numeric=figures))
    heads = headings("Officer", "Return")
    heads += "".join(heading(words, number=True) for words in ("Reported", "Overdue", "Cells changed"))
    caption = "Those of whom something is still wanted come first"
    return ["<h2>Who has returned</h2>", table("Who has returned", caption, heads, "\n".join(rows))]


def _written(facts: RunPage) -> list[str]:
    parts = []
    if facts.reports:
        parts += ["<h2>Reports</h2>", _listed(_link(facts, place) for place in facts.reports)]
    if facts.drafts or facts.joint:
        parts.append("<h2>Reminders, as drafts</h2>")
        parts.append(
            paragraph(
                "Each opens in your e-mail program, to be read and sent. They are made anew in each run."
            )
        )
        own = [f"{_link(facts, place, officer)}: {text(why)}" for officer, why, place in facts.drafts]
        joint = [f"{_link(facts, place, officer)}: one for several plans" for officer, place in facts.joint]
        parts.append(_listed([*own, *joint]))
    records = _link(facts, facts.folder / facts.runs, "a record of each run")
    parts.append(
        f'<p class="quiet">{_link(facts, facts.master, "The master")}, {_link(facts, facts.inbox, "the inbox")}, '
        f"{records}.</p>"
    )
    return parts


def _listed(items: Iterable[str]) -> str:
    return "<ul>\n" + "\n".join(f"<li>{item}</li>" for item in items) + "\n</ul>"


def _link(facts: RunPage, place: Path, words: str = "") -> str:
    return file_link(place, facts.folder, words)


def _value(value: CellValue) -> str:
    """A cell's value as HTML, cut where it is long; "(blank)" for none."""
    plain = f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else str("" if value is None else value)
    shown = " ".join(plain.split())
    if not shown:
        return '<span class="quiet">(blank)</span>'
    return text(shortened(shown, 300))


def _more(number: int) -> str:
    return f"The first {MOST_LINES} of {number:,}" if number > MOST_LINES else ""
