"""Pictures and tables of lessons and print, in the project's style, with Indonesian numbers and alt text."""

from labui.figures.canvas import Chart, chart_style, draw, indonesian_ticks
from labui.figures.charts import bars, dots, histogram, lines
from labui.figures.evidence import funnel, process
from labui.figures.live import picture
from labui.figures.tables import Table, table

__all__ = [
    "Chart",
    "Table",
    "bars",
    "chart_style",
    "dots",
    "draw",
    "funnel",
    "histogram",
    "indonesian_ticks",
    "lines",
    "picture",
    "process",
    "table",
]
