"""What a chart shows before anybody restyles it: steps of half an action or a bar without its name mislead a board."""

from __future__ import annotations

import pytest
from openpyxl.chart.label import DataLabelList

from xlplan.reporting.charts import Chart, Form, Series
from xlplan.reporting.native_charts import FiguresPlace, native_chart

PLACE = FiguresPlace("Our figures", 10, 2)


def a_chart(form: Form, *values: tuple[int, ...]) -> Chart:
    names = ("Red", "Amber", "Green")
    return Chart(
        name="rag by theme",
        title="RAG by theme",
        says="Homes: 1 Red",
        form=form,
        of="Theme",
        categories=("Homes", "Schools")[: len(values[0])],
        series=tuple(
            Series(name=name, values=one, colour="FFFFFF" if name == "Green" else "C00000")
            for name, one in zip(names, values, strict=False)
        ),
    )


@pytest.mark.parametrize(
    ("form", "direction", "grouping", "overlap", "highest", "figures"),
    [
        ("share columns", "col", "percentStacked", 100, 1, "0%"),
        ("stacked columns", "col", "stacked", 100, None, "#,##0"),
        ("stacked bars", "bar", "stacked", 100, None, "#,##0"),
        ("bars", "bar", "clustered", -10, None, "#,##0"),
    ],
)
def test_each_form_is_drawn_as_it_is_called(
    form: Form, direction: str, grouping: str, overlap: int, highest: int | None, figures: str
) -> None:
    drawn = native_chart(a_chart(form, (1, 2), (3, 4)), PLACE)
    assert (drawn.type, drawn.grouping, drawn.overlap) == (direction, grouping, overlap)
    axis = drawn.y_axis
    assert (axis.scaling.min, axis.scaling.max, axis.numFmt.formatCode) == (0, highest, figures)
    # bars begin at the top, as the table does
    assert (drawn.x_axis.scaling.orientation == "maxMin") is (direction == "bar")
    assert (axis.crosses == "max") is (direction == "bar")
    assert drawn.title.tx.rich.p[0].r[0].t == "RAG by theme"


@pytest.mark.parametrize(
    ("form", "values", "step"),
    [
        ("bars", ((5, 1), (5, 2)), 1),
        ("bars", ((6, 1), (5, 2)), None),
        ("stacked bars", ((3, 1), (2, 2)), 1),
        ("stacked bars", ((3, 1), (3, 2)), None),
        ("share columns", ((1, 1), (1, 2)), None),
    ],
)
def test_an_axis_of_few_actions_has_no_half_ones(
    form: Form, values: tuple[tuple[int, ...], ...], step: int | None
) -> None:
    assert native_chart(a_chart(form, *values), PLACE).y_axis.majorUnit == step


def labels(form: Form, values: tuple[int, ...], number: int = 0) -> DataLabelList:
    return native_chart(a_chart(form, *[values] * (number + 1)), PLACE).series[number].dLbls


def test_a_bar_of_no_length_has_no_figure() -> None:
    """It would stand on its neighbour's."""
    assert [(label.idx, label.showVal) for label in labels("bars", (0, 2)).dLbl] == [(0, False)]
    assert labels("bars", (1, 2)).dLbl == []
    assert labels("bars", (1, 2)).showVal


@pytest.mark.parametrize(
    ("form", "place"), [("bars", "outEnd"), ("stacked bars", "ctr"), ("share columns", "ctr")]
)
def test_a_figure_stands_where_there_is_room_for_it(form: Form, place: str) -> None:
    assert labels(form, (1, 2)).dLblPos == place


@pytest.mark.parametrize(
    ("categories", "cells"),
    [(1, ("$B$11", "$C$11", "$C$10")), (2, ("$B$11:$B$12", "$C$11:$C$12", "$C$10"))],
)
def test_a_series_points_to_its_own_cells(categories: int, cells: tuple[str, str, str]) -> None:
    one = native_chart(a_chart("bars", (1, 2)[:categories]), PLACE).series[0]
    pointed = (one.cat.strRef.f, one.val.numRef.f, one.tx.strRef.f)
    assert pointed == tuple(f"'Our figures'!{cell}" for cell in cells)


def test_a_white_bar_has_an_edge_that_can_be_seen() -> None:
    drawn = native_chart(a_chart("bars", (1, 2), (1, 2), (1, 2)), PLACE)
    edges = [one.spPr.ln.solidFill.srgbClr for one in drawn.series]
    assert edges == ["FFFFFF", "FFFFFF", "8A94A0"]
