"""Bar charts in the workbook, drawn by the spreadsheet from the cells beside them."""

from __future__ import annotations

from typing import Any

from openpyxl.chart import BarChart, Reference

BLUE = "0072B2"
WIDTH_CM, ROW_CM = 20.0, 0.7


def bars(sheet: Any, *, title: str, names: int, values: int, first: int, last: int, anchor: str) -> None:
    """Horizontal bars of percents.

    Args:
        names, values: columns (from 1) of the labels and of the numbers.
        first, last: rows of the first and last bar.
        anchor: cell at the chart's upper left corner.
    """
    chart = BarChart()
    chart.type, chart.style, chart.legend, chart.title = "bar", 10, None, title
    chart.add_data(Reference(sheet, min_col=values, min_row=first, max_row=last))
    chart.set_categories(Reference(sheet, min_col=names, min_row=first, max_row=last))
    chart.series[0].graphicalProperties.solidFill = BLUE
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 100
    chart.x_axis.scaling.orientation = "maxMin"  # first row on top, as in the table
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.gapWidth = 40
    chart.width, chart.height = WIDTH_CM, 3 + ROW_CM * (last - first + 1)
    sheet.add_chart(chart, anchor)
