"""Charts as inline SVG for a page without scripts: drawn from the same data as the native ones."""

from __future__ import annotations

import math
from collections.abc import Iterator
from html import escape

from xlplan.reporting.charts import INK, Chart, Series
from xlplan.values.text import drop_control_characters, shortened

_SIZE = 12
_LETTER = 6.4
"""The width of an average letter at that size."""
_LEGEND, _AXIS = 26, 22
_GRID, _EDGE = "#E1E5EA", "#8A94A0"


def svg_of(chart: Chart, number: int) -> str:
    """A chart as an <svg> element with its text alternative.

    Args:
        chart: what to draw.
        number: unique on the page; it makes the ids.
    """
    lies = "bars" in chart.form
    width = 760 if lies else 420
    legend = "".join(_legend(chart, width))
    legend_height = _LEGEND * (1 + legend.count('data-line="1"') + legend.count('data-line="2"'))
    body, height = _bars(chart, width) if lies else _columns(chart, width)
    whole = height + legend_height
    return (
        f'<svg class="chart" role="img" viewBox="0 0 {width} {whole}" aria-labelledby="chart{number} says{number}">'
        f'<title id="chart{number}">{_text(chart.title)}</title><desc id="says{number}">{_text(chart.says)}</desc>'
        f'<g font-size="{_SIZE}" fill="#{INK}">{body}<g transform="translate(0 {height})">{legend}</g></g></svg>'
    )


def _columns(chart: Chart, width: int) -> tuple[str, int]:
    """Columns that stand, and the height that they take."""
    height, left = 220, 42
    top, bottom = 8, height - _AXIS
    step_of, highest = _scale(chart)
    parts = []
    at = 0.0
    while at <= highest + 1e-9:
        y = bottom - (bottom - top) * at / highest
        label = f"{at:.0%}" if chart.form == "share columns" else f"{at:,.0f}"
        parts.append(f'<path d="M{left} {y:.1f}H{width}" stroke="{_GRID}"/>')
        parts.append(f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{label}</text>')
        at += step_of
    slot = (width - left) / len(chart.categories)
    thick = min(90.0, slot * 0.65)
    for number, category in enumerate(chart.categories):
        x = left + slot * number + (slot - thick) / 2
        total = sum(one.values[number] for one in chart.series)
        y = float(bottom)
        for one in chart.series:
            value = one.values[number]
            share = (value / total if total else 0) if chart.form == "share columns" else value
            tall = (bottom - top) * share / highest
            y -= tall
            parts.append(_block(x, y, thick, tall, one, value, fits=tall >= 13))
        fitting = _cut(category, slot)
        parts.append(f'<text x="{x + thick / 2:.1f}" y="{bottom + 16}" text-anchor="middle">{fitting}</text>')
    return "".join(parts), height


def _bars(chart: Chart, width: int) -> tuple[str, int]:
    """Bars that lie, and the height that they take."""
    step_of, highest = _scale(chart)
    clustered = chart.form == "bars"
    row = 28 if clustered else 23
    left = min(240.0, 12 + max(len(name) for name in chart.categories) * _LETTER)
    right = width - 30
    bottom = 4 + row * len(chart.categories)
    parts = []
    at = 0.0
    while at <= highest + 1e-9:
        x = left + (right - left) * at / highest
        parts.append(f'<path d="M{x:.1f} 4V{bottom}" stroke="{_GRID}"/>')
        parts.append(f'<text x="{x:.1f}" y="{bottom + 16}" text-anchor="middle">{at:,.0f}</text>')
        at += step_of
    for number, category in enumerate(chart.categories):
        y = 4 + row * number
        parts.append(
            f'<text x="{left - 8:.1f}" y="{y + row / 2 + 4:.1f}" text-anchor="end">{_text(category)}</text>'
        )
        x = left
        for at_series, one in enumerate(chart.series):
            value = one.values[number]
            long = (right - left) * value / highest
            if clustered:
                thick = (row - 8) / len(chart.series)
                top = y + 4 + thick * at_series
                parts.append(_block(left, top, long, thick, one, value, fits=False))
                if value:
                    parts.append(
                        f'<text x="{left + long + 5:.1f}" y="{top + thick - 2.5:.1f}">{value:,}</text>'
                    )
            else:
                parts.append(_block(x, y + 4, long, row - 8, one, value, fits=long >= len(f"{value:,}") * 8))
                x += long
    return "".join(parts), bottom + _AXIS


def _block(x: float, y: float, wide: float, tall: float, one: Series, value: int, *, fits: bool) -> str:
    """One part of a column or bar, with its figure where there is room."""
    if not value:
        return ""
    block = (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}" fill="#{one.colour}" '
        f'stroke="{_EDGE}" stroke-width="0.6"/>'
    )
    if not fits:
        return block
    middle, base = x + wide / 2, y + tall / 2 + 4.2
    return f'{block}<text x="{middle:.1f}" y="{base:.1f}" text-anchor="middle" fill="#{one.ink}">{value:,}</text>'


def _legend(chart: Chart, width: int) -> Iterator[str]:
    x, line = 8.0, 0
    for one in chart.series:
        wide = 22 + len(one.name) * _LETTER + 12
        if x + wide > width:
            x, line = 8.0, line + 1
            mark = f' data-line="{line}"'
        else:
            mark = ""
        y = 8 + _LEGEND * line * 0.8
        yield (
            f'<rect x="{x:.1f}" y="{y:.1f}" width="11" height="11" fill="#{one.colour}" stroke="{_EDGE}" '
            f'stroke-width="0.6"{mark}/><text x="{x + 16:.1f}" y="{y + 10:.1f}">{_text(one.name)}</text>'
        )
        x += wide


def _scale(chart: Chart) -> tuple[float, float]:
    """The step of the axis in round whole numbers, and its end."""
    if chart.form == "share columns":
        return 0.25, 1.0
    columns = list(zip(*(one.values for one in chart.series), strict=True))
    highest = max((max(column) if chart.form == "bars" else sum(column)) for column in columns)
    rough = max(1.0, highest / 5)
    power = 10 ** math.floor(math.log10(rough))
    step_of = next(float(power * times) for times in (1, 2, 5, 10) if power * times >= rough)
    return step_of, step_of * max(1, math.ceil(highest / step_of))


def _cut(name: str, room: float) -> str:
    most = max(3, int(room / _LETTER))
    return _text(shortened(name, most))


def _text(text: str) -> str:
    return escape(drop_control_characters(text))
