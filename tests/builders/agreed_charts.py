"""The charts of the page as people have agreed to them, mark by mark.

    python -m tests.builders.agreed_charts

writes them down anew, for a person to look at what has changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xlplan.reporting.charts import Chart, Form, Series
from xlplan.reporting.svg import svg_of

AGREED = Path(__file__).with_name("agreed_charts.txt")


def _chart(form: Form, categories: tuple[str, ...], *values: tuple[int, ...]) -> Chart:
    colours = ("B3261E", "F2B33D", "BFE3B4")
    series = tuple(
        Series(name=f"Series {number} & more", colour=colours[number % 3], values=each)
        for number, each in enumerate(values)
    )
    return Chart(
        name="a chart", title="A chart <1>", says="What it shows", form=form, of="Theme", categories=categories,
        series=series,
    )  # fmt: skip


def _charts() -> Iterator[Chart]:
    names = (
        "Homes",
        "Roads & bridges",
        "A theme with a name so long that nothing else fits beside it on a page",
    )
    forms: tuple[Form, ...] = ("stacked columns", "share columns", "bars", "stacked bars")
    for form in forms:
        yield _chart(form, names, (3, 0, 12), (1, 0, 7), (0, 0, 1))
        yield _chart(form, names[:1], (1,))
    for highest in (0, 1, 5, 6, 10, 11, 25, 26, 50, 51, 100, 101, 2600):
        yield _chart("bars", names[:2], (highest, 0))
    yield _chart("stacked columns", tuple(f"P{number}" for number in range(24)), *[tuple(range(24))] * 9)


def described() -> str:
    """Every chart, a mark a line."""
    drawn = (svg_of(chart, number) for number, chart in enumerate(_charts(), start=1))
    return "".join(f"{one}\n".replace("><", ">\n<") for one in drawn)


if __name__ == "__main__":
    AGREED.write_text(described(), "utf-8")
