"""The report as one HTML page: for the web, for e-mail, for a phone; it prints well and runs no script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from xlplan.reporting.charts import Chart
from xlplan.reporting.html import (
    document,
    heading,
    headings,
    lines,
    numbers,
    paragraph,
    rag_class,
    rag_css,
    table,
    text,
)
from xlplan.reporting.position import NO_OWNER, ActionPosition, Position
from xlplan.reporting.position_in_words import (
    action_in_words,
    exceptions_in_words,
    in_words,
    returned_in_words,
    to_look_at,
)
from xlplan.reporting.report_tables import (
    ALL_REPORTED,
    ALL_THEMES,
    NOT_REPORTED_HEADINGS,
    NOTHING_REPORTED,
    TextLine,
    due_lines,
    exception_headings,
    key_figures,
    not_reported_caption,
    not_reported_rows,
    rag_lines,
    theme_headings,
    theme_rows,
)
from xlplan.reporting.svg import svg_of
from xlplan.values.text import written_day


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
    return document(f"{position.period}: {position.title}", body, rag_css(colours))


def _head(position: Position) -> str:
    council = f'<p class="quiet">{text(position.council)}</p>\n' if position.council else ""
    day = written_day(position.today)
    return (
        f"{council}<h1>{text(' '.join(position.title.split()))}</h1>\n"
        f'<p class="quiet">Progress in {text(position.period)}, as it stood on {day}</p>'
    )


def _numbers(position: Position) -> str:
    figures = key_figures(position) if position.returned.returns else key_figures(position)[:-1]
    return numbers(
        (one.name, one.number if isinstance(one.number, str) else f"{one.number:,}", one.note)
        for one in figures
    )


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
    heads = headings(*exception_headings(position))
    return table("Exceptions", "Red first, then the longest overdue", heads, rows)


def _exception(one: ActionPosition, colours: Mapping[str, str]) -> str:
    looks = f" rag-{rag_class(one.word)}" if one.word in colours else ""
    return (
        f'<tr><th scope="row">{text(one.ref or one.id)}</th><td>{lines(action_in_words(one))}</td>'
        f"<td>{text(one.owner or NO_OWNER)}</td>"
        f'<td class="due">{_one_below_the_other(due_lines(one))}</td>'
        f'<td class="rag{looks}">{_one_below_the_other(rag_lines(one))}</td>'
        f'<td class="words">{lines(one.progress or NOTHING_REPORTED)}</td></tr>'
    )


def _one_below_the_other(found: Iterable[TextLine]) -> str:
    return "<br>".join(f"<strong>{text(one.text)}</strong>" if one.bold else text(one.text) for one in found)


def _themes(position: Position) -> str:
    first, *names = theme_headings(position)
    heads = heading(first) + "".join(heading(name, number=True) for name in names)
    rows = "\n".join(_theme(name, numbers) for name, numbers in theme_rows(position))
    return table("The plan by theme", "Number of actions", heads, rows)


def _theme(name: str, numbers: Sequence[int]) -> str:
    cells = "".join(f'<td class="number">{number:,}</td>' for number in numbers)
    looks = ' class="all"' if name == ALL_THEMES else ""
    return f'<tr{looks}><th scope="row">{text(name)}</th>{cells}</tr>'


def _not_reported(position: Position) -> str:
    told = returned_in_words(position)
    parts = [paragraph(told)] if told else []
    silent = not_reported_rows(position)
    if not silent:
        return "\n".join([*parts, paragraph(ALL_REPORTED)])
    rows = "\n".join(
        f'<tr><th scope="row">{text(name)}</th><td class="number">{number:,}</td><td>{text(refs)}</td></tr>'
        for name, number, refs in silent
    )
    owner, actions, which = NOT_REPORTED_HEADINGS
    heads = heading(owner) + heading(actions, number=True) + heading(which)
    return "\n".join([*parts, table("Who has not reported", not_reported_caption(position), heads, rows)])
