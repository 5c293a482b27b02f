"""The position over all plans as one HTML page, for a desk, paper and a phone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from xlplan.reporting.html import (
    alert,
    cells,
    document,
    file_link,
    heading,
    headings,
    numbers,
    paragraph,
    rag_class,
    rag_css,
    table,
    text,
)
from xlplan.reporting.portfolio import ALL, Portfolio
from xlplan.reporting.position import NO_OWNER, OTHER_WORDS
from xlplan.values.text import shortened, written_day

MOST_EXCEPTIONS = 300
_ALWAYS = ("Red", "Amber", "Green", "Complete")


def portfolio_page(
    portfolio: Portfolio,
    *,
    pages: dict[str, Path],
    folder: Path,
    workbook: str,
    drafts: Sequence[tuple[str, str, Path]] = (),
    colours: Mapping[str, str],
) -> str:
    """The page.

    Args:
        portfolio: its tables.
        pages: plan -> its own page.
        folder: where this page lies; links lead from there.
        workbook: the name of the workbook beside it.
        drafts: officer, plans, and the one reminder for all of them.
        colours: RAG word -> colour.
    """

    def link(place: Path, words: str) -> str:
        return file_link(place, folder, words)

    plans = portfolio.plans[portfolio.plans["Plan"] != ALL]
    day = written_day(portfolio.today)
    parts = [
        "<h1>All action plans</h1>",
        f'<p class="quiet">The position on {day}, over {len(plans)} plans</p>',
    ]
    for name, error in portfolio.failed:
        parts.append(alert(f"{name}:", error))
    if len(plans):
        total = portfolio.plans.iloc[-1]
        parts.append(
            numbers(
                [
                    ("Actions", f"{total['Actions']:,}", ""),
                    ("Complete", f"{total['Complete']:,}", ""),
                    ("Red", f"{total['Red']:,}", ""),
                    ("Overdue", f"{total['Overdue']:,}", ""),
                    ("Returns received", f"{total['Received']:,} of {total['Issued']:,}", ""),
                ]
            )
        )
        parts += ['<section class="wide">', "<h2>Plan by plan</h2>", _plans(portfolio, pages, link)]
        parts += ["<h2>Exceptions</h2>", *_exceptions(portfolio, colours), "</section>"]
    parts += ["<h2>Who is outstanding</h2>", *_outstanding(portfolio)]
    if drafts:
        parts.append("<h2>One reminder for several plans, as drafts</h2>")
        items = "\n".join(f"<li>{link(place, officer)}: {text(of)}</li>" for officer, of, place in drafts)
        parts.append(f"<ul>\n{items}\n</ul>")
    parts.append(
        f'<p class="quiet">{link(folder / workbook, "The same as a workbook")}, to filter and to count.</p>'
    )
    return document(f"All action plans, {day}", "\n".join(parts), rag_css(colours))


def _plans(portfolio: Portfolio, pages: dict[str, Path], link: Callable[[Path, str], str]) -> str:
    total = portfolio.plans.iloc[-1]
    words = [*_ALWAYS, *(word for word in ("Not started", OTHER_WORDS, "No RAG word") if total[word])]
    rows = []
    for row in portfolio.plans.to_dict("records"):
        name = row["Plan"]
        shown = link(pages[name], name) if name in pages else text(name)
        figures = [f"{row[word]:,}" for word in ("Actions", *words, "Overdue", "Slipped", "Worse")]
        figures.append(f"{row['Received']:,} of {row['Issued']:,}")
        period = f'<br><span class="quiet">{text(row["Period"])}</span>' if row["Period"] else ""
        line = cells(shown + period, numeric=figures)
        rows.append(line.replace("<tr>", '<tr class="all">', 1) if name == ALL else line)
    heads = heading("Plan")
    heads += "".join(
        heading(word, number=True) for word in ("Actions", *words, "Overdue", "Slipped", "Worse", "Returns")
    )
    return table("Plan by plan", "Number of actions", heads, "\n".join(rows))


def _exceptions(portfolio: Portfolio, colours: Mapping[str, str]) -> list[str]:
    found = portfolio.exceptions[~portfolio.exceptions["Why"].isin(["Not reported"])]
    silent = len(portfolio.exceptions) - len(found)
    parts = []
    if silent:
        parts.append(paragraph(f"{silent:,} more had nothing reported on them; they are in the workbook."))
    if not len(found):
        return [paragraph("No action is red, overdue, slipped or worse than before."), *parts]
    rows = [_exception(row, colours) for row in found.head(MOST_EXCEPTIONS).to_dict("records")]
    caption = f"The first {MOST_EXCEPTIONS} of {len(found):,}" if len(found) > MOST_EXCEPTIONS else ""
    heads = headings("Plan and ref", "Action", "Owner", "RAG", "Why", "What its owner says")
    return [*parts, table("Exceptions", caption, heads, "\n".join(rows))]


def _outstanding(portfolio: Portfolio) -> list[str]:
    if not len(portfolio.outstanding):
        return [paragraph("Nobody.")]
    rows = []
    for row in portfolio.outstanding.to_dict("records"):
        officer = text(row["Officer"])
        if row["Plans"] > 1:
            officer = f"<strong>{officer}</strong> (in {row['Plans']} plans)"
        rows.append(cells(officer, text(row["Plan"]), text(row["Why"]), text(row["Email"] or "no address")))
    heads = headings("Officer", "Plan", "Why", "E-mail")
    caption = "Those of whom several plans want something come first, and get one reminder for all"
    return [table("Who is outstanding", caption, heads, "\n".join(rows))]


def _exception(row: Mapping[Any, Any], colours: Mapping[str, str]) -> str:
    looks = f" rag-{rag_class(row['RAG'])}" if row["RAG"] in colours else ""
    told = (_short(row["Action"], 300), row["Owner"] or NO_OWNER)
    return (
        f'<tr><th scope="row">{text(row["Plan"])}<br>{text(row["Ref"] or row["ID"])}</th>'
        f"{''.join(f'<td>{text(one)}</td>' for one in told)}"
        f'<td class="number{looks}"><strong>{text(row["RAG"])}</strong></td><td>{text(row["Why"])}</td>'
        f'<td class="words">{text(_short(row["Progress"], 300))}</td></tr>'
    )


def _short(words: Any, most: int) -> str:
    return shortened(" ".join(str(words or "").split()), most)
