"""Funnel and process chart: is it more than chance?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from labui.assets import tokens
from labui.figures.canvas import COLUMN, Chart, draw

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kpi_sim import Funnel
    from kpi_sim.evidence.signals import Signal
    from kpi_sim.evidence.spc import Chart as ProcessChart


def funnel(
    areas: Funnel, names: Sequence[str], *, title: str, alt: str, note: str = "", named: Sequence[str] = ()
) -> Chart:
    """Rates of areas by size within the limits of chance: 95 % dashed, 99,8 % solid; ``named`` carry their name."""
    colours = tokens()
    least, most = areas.exposure.min(), areas.exposure.max()
    curve = [least * 0.9 + (most * 1.05 - least * 0.9) * step / 60 for step in range(61)]

    def paint(axes: Axes) -> None:
        for words, level, line in ((" 99,8 %", 0.998, "-"), (" 95 %", 0.95, "--")):
            limits = areas.limits(curve, level=level)
            for edge in (limits.low, limits.high):
                axes.plot(curve, edge, color=colours["ink-soft"], linestyle=line, linewidth=1.4)
            axes.annotate(
                words, (curve[-1], limits.high[-1]), va="center", fontsize=10, annotation_clip=False
            )
        axes.axhline(areas.centre, color=colours["d-base"], linestyle="-", linewidth=1.4)
        for name, size, rate in zip(names, areas.exposure, areas.rates, strict=True):
            axes.plot(size, rate, "o", color=colours["d-1"])
            if name in named:
                side, gap = ("right", -7) if size > (least + most) / 2 else ("left", 7)
                place = {"xytext": (gap, 13), "textcoords": "offset points", "ha": side}
                axes.annotate(name, (size, rate), fontsize=10, **place)
        axes.set_xlabel("kelahiran hidup")
        axes.set_ylim(bottom=0)

    return draw(paint, title=title, alt=alt, note=note, size=(COLUMN[0], 4.2), axis="both")


def process(
    chart: ProcessChart,
    found: Sequence[Signal],
    *,
    title: str,
    alt: str,
    across: str,
    note: str = "",
) -> Chart:
    """Points in order of time with centre and limits; points of a signal are larger diamonds, named by their rule."""
    colours = tokens()

    def paint(axes: Axes) -> None:
        at = range(1, len(chart.values) + 1)
        for row, line in ((chart.centre, "-"), (chart.lower, "--"), (chart.upper, "--")):
            axes.plot(at, row, color=colours["ink-soft"], linestyle=line, linewidth=1.2)
        axes.plot(at, chart.values, color=colours["d-base"], linestyle="-", marker="o", markersize=5)
        for signal in found:
            places = [point + 1 for point in signal.points]
            heights = [chart.values[point] for point in signal.points]
            axes.plot(places, heights, "D", color=colours["d-2"], markersize=8)
        axes.set_xlabel(across)

    return draw(paint, title=title, alt=alt, note=note, axis="both")
