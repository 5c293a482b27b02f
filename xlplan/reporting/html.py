"""What the pages are built of: a document that prints well and runs no script, tables, figures, escaped text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from importlib import resources
from os.path import relpath
from pathlib import Path
from string import Template
from urllib.parse import quote

from xlplan.reporting.charts import ink_on
from xlplan.values.text import drop_control_characters

_LONGEST_TITLE = 65
"""What a browser's tab and a search engine show of it."""


def document(title: str, body: str, css: str = "") -> str:
    """A whole page.

    Args:
        title: for the browser's tab.
        body: HTML.
        css: the rules that only this page needs.
    """
    frame = Template((resources.files("xlplan.reporting") / "page.html").read_text(encoding="utf-8"))
    short = " ".join(title.split())[:_LONGEST_TITLE]
    return frame.substitute(title=text(short), css=css, body=body)


def rag_css(colours: Mapping[str, str]) -> str:
    """The rules of CSS that colour a cell by its word, with an ink that is read on it; see `rag_class`."""
    return "\n".join(
        f"td.rag-{rag_class(word)} {{ background: #{fill}; color: #{ink_on(fill)}; }}"
        for word, fill in colours.items()
    )


def rag_class(word: str) -> str:
    """A RAG word as part of a class's name."""
    return word.lower().replace(" ", "-")


def numbers(items: Iterable[tuple[str, str, str]]) -> str:
    """A row of figures: what is counted, the number, and a note to it, which may be empty."""
    boxes = "\n".join(
        f"<div><dt>{name}</dt><dd>{number}{f'<small>{text(note)}</small>' if note else ''}</dd></div>"
        for name, number, note in items
    )
    return f"<dl>\n{boxes}\n</dl>"


def table(name: str, caption: str, headings: str, rows: str) -> str:
    """A table that scrolls by itself where the screen is narrow.

    Args:
        name: for those who hear the page.
        caption: the line above it; may be empty.
        headings: HTML of the heading row's cells.
        rows: HTML of the rows.
    """
    above = f"<caption>{text(caption)}</caption>" if caption else ""
    return (
        f'<section class="table" aria-label="{name}, table" tabindex="0"><table>{above}'
        f"<thead><tr>{headings}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></section>"
    )


def heading(words: str, *, number: bool = False) -> str:
    """The heading of a column."""
    looks = ' class="number"' if number else ""
    return f'<th scope="col"{looks}>{text(words)}</th>'


def headings(*words: str) -> str:
    """The headings of columns of text."""
    return "".join(map(heading, words))


def cells(first: str, *others: str, numeric: Iterable[str] = ()) -> str:
    """A row of HTML cells; the first is its heading, and numbers come last."""
    parts = [f'<th scope="row">{first}</th>', *(f"<td>{other}</td>" for other in others)]
    parts += [f'<td class="number">{number}</td>' for number in numeric]
    return f"<tr>{''.join(parts)}</tr>"


def paragraph(words: str) -> str:
    """A paragraph of text."""
    return f"<p>{text(words)}</p>"


def alert(words: str, more: str) -> str:
    """A paragraph that is not to be overlooked."""
    return f'<p role="alert" class="alert"><strong>{text(words)}</strong> {text(more)}</p>'


def file_link(place: Path, folder: Path, words: str = "") -> str:
    """A link to a file.

    Args:
        place: the file.
        folder: the page's own; the link leads from there, so that the folders can be moved together.
        words: what it says; by default the file's name.
    """
    try:
        way = quote(Path(relpath(place, folder)).as_posix())
    except ValueError:  # on another drive of Windows
        way = place.as_uri()
    return f'<a href="{text(way)}">{text(words or place.name)}</a>'


def lines(words: str) -> str:
    """Text with its line ends."""
    return "<br>".join(text(line) for line in words.split("\n"))


def text(words: str) -> str:
    """Text as HTML."""
    return escape(drop_control_characters(words))
