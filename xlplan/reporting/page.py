"""The report as one HTML page: for the web, for e-mail, for a phone; it prints well and runs no script."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from xlplan.reporting.charts import Chart
from xlplan.reporting.html import (
    document,
    heading,
    headings,
    lines,
    numbers,
    paragraph,
    rag_class,
    rag_looks,
    table,
    text,
)
from xlplan.reporting.position import ActionPosition, Counts, Position
from xlplan.reporting.position_in_words import (
    action_in_words,
    exceptions_in_words,
    in_words,
    not_reported_by_owner,
    returned_in_words,
    to_look_at,
)
from xlplan.reporting.svg import svg_of
from xlplan.values.text import counted


def page(position: Position, charts: Sequence[Chart], colours: Mapping[str, str]) -> str:
    """The report of a position as HTML.

    Args:
        position: how the plan stands.
        charts: its charts.
        colours: RAG word -> colour.
    """
    body = "\n".join(
        [
            _head(position),
            "<h2>The position</h2>",
            *(paragraph(told) for told in in_words(position)),
            _numbers(position),
            '<div class="charts">',
            *(_figure(chart, number) for number, chart in enumerate(sorted(charts, key=_lies), start=1)),
            "</div>",
            '<section class="wide">',
            "<h2>Exceptions</h2>",
            paragraph(exceptions_in_words(position)),
            _exceptions(position, colours),
            "<h2>The plan by theme</h2>",
            _themes(position),
            "<h2>Who has not reported</h2>",
            _not_reported(position),
            "</section>",
        ]
    )
    return document(f"{position.period}: {position.title}", body, rag_looks(colours))


def _head(position: Position) -> str:
    council = f'<p class="quiet">{text(position.council)}</p>\n' if position.council else ""
    day = f"{position.today.day} {position.today:%B %Y}"
    return (
        f"{council}<h1>{text(' '.join(position.title.split()))}</h1>\n"
        f'<p class="quiet">Progress in {text(position.period)}, as it stood on {day}</p>'
    )


def _numbers(position: Position) -> str:
    now, then, returned = position.now, position.then, position.returned
    issued = len(returned.returns)
    received = sum(one.state != "outstanding" for one in returned.returns)
    before = f"in {position.before}"
    figures = [
        ("Actions", f"{now.actions:,}", ""),
        ("Complete", f"{now.words['Complete']:,}", f"{then.words['Complete']:,} {before}" if then else ""),
        ("Red", f"{now.words['Red']:,}", f"{then.words['Red']:,} {before}" if then else ""),
        ("Overdue", f"{now.overdue:,}", ""),
        ("Slipped", f"{now.slipped:,}", ""),
        ("Worse", f"{now.worse:,}", f"{now.better:,} better" if then else ""),
    ]
    if issued:
        figures.append(("Returns received", f"{received:,} of {issued:,}", ""))
    return numbers(figures)


def _lies(chart: Chart) -> bool:
    """True for a chart that takes the whole width."""
    return "columns" not in chart.form


def _figure(chart: Chart, number: int) -> str:
    half = "" if _lies(chart) else ' class="half"'
    return f"<figure{half}><figcaption>{text(chart.title)}</figcaption>{svg_of(chart, number)}</figure>"


def _exceptions(position: Position, colours: Mapping[str, str]) -> str:
    found = to_look_at(position)
    if not found:
        return ""
    rows = "\n".join(_exception(one, colours) for one in found)
    heads = headings("Ref", "Action", "Owner", "Due", "RAG", f"What its owner says in {position.period}")
    return table("Exceptions", "Red first, then the longest overdue", heads, rows)


def _exception(one: ActionPosition, colours: Mapping[str, str]) -> str:
    due = [text(_date(one.due) if one.due else one.timescale or "No date")]
    if one.revised_due:
        revised = _date(one.revised_due) if isinstance(one.revised_due, dt.date) else one.revised_due
        due.append(f"revised {text(revised)}")
    if one.days_slipped:
        due.append(f"slipped by {counted(one.days_slipped, 'day')}")
    if one.days_overdue:
        due.append(f"<strong>{counted(one.days_overdue, 'day')} overdue</strong>")
    rag = f"<strong>{text(one.counted_as)}</strong>"
    if one.direction in ("better", "worse"):
        rag += f"<br>{one.direction}: was {text(one.word_before)}"
    elif one.direction:
        rag += f"<br>{one.direction}"
    elif one.word_before:
        rag += f"<br>was {text(one.word_before)}"
    looks = f" rag-{rag_class(one.word)}" if one.word in colours else ""
    return (
        f'<tr><th scope="row">{text(one.ref or one.id)}</th><td>{lines(action_in_words(one))}</td>'
        f"<td>{text(one.owner or 'No owner')}</td>"
        f'<td class="due">{"<br>".join(due)}</td>'
        f'<td class="rag{looks}">{rag}</td>'
        f'<td class="words">{lines(one.progress or "Nothing was reported.")}</td></tr>'
    )


def _themes(position: Position) -> str:
    always: tuple[str, ...] = ("Complete", "Green", "Amber", "Red")
    words = [*always, *(word for word, number in position.now.shown.items() if number and word not in always)]
    names = ("Actions", *words, "Overdue", "Slipped", "Worse")
    heads = heading("Theme") + "".join(heading(name, number=True) for name in names)
    rows = [_theme(one, words) for one in position.themes]
    rows.append(_theme(position.now, words, "All"))
    return table("The plan by theme", "Number of actions", heads, "\n".join(rows))


def _theme(counts: Counts, words: Sequence[str], name: str = "") -> str:
    numbers = (
        counts.actions,
        *(counts.shown[word] for word in words),
        counts.overdue,
        counts.slipped,
        counts.worse,
    )
    cells = "".join(f'<td class="number">{number:,}</td>' for number in numbers)
    looks = ' class="all"' if name else ""
    return f'<tr{looks}><th scope="row">{text(name or counts.name)}</th>{cells}</tr>'


def _not_reported(position: Position) -> str:
    told = returned_in_words(position)
    parts = [paragraph(told)] if told else []
    silent = not_reported_by_owner(position)
    if not silent:
        return "\n".join([*parts, paragraph("Every action has been reported on.")])
    rows = "\n".join(
        f'<tr><th scope="row">{text(name)}</th><td class="number">{len(ones):,}</td>'
        f"<td>{text(', '.join(one.ref or one.id for one in ones))}</td></tr>"
        for name, ones in silent
    )
    heads = heading("Owner") + heading("Actions", number=True) + heading("Which")
    caption = f"Actions with no RAG word in {position.period}"
    return "\n".join([*parts, table("Who has not reported", caption, heads, rows)])


def _date(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"
