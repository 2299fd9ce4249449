"""Bars, lines, histogram and dots: what a lesson shows most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kpi_sim.units import format_number
from labui.assets import tokens
from labui.figures.canvas import COLUMN, Chart, draw, target_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def bars(
    values: Mapping[str, float],
    *,
    title: str,
    alt: str,
    unit: str = "",
    note: str = "",
    target: float | None = None,
    highlight: Sequence[str] = (),
    decimals: int = 1,
) -> Chart:
    """Lying bars from zero, one a name in the given order, the value written at its end.

    ``highlight`` names are blue, the others grey; without it all are blue. ``target`` is a dashed line.
    """
    colours = tokens()
    names = list(values)

    def paint(axes: Axes) -> None:
        shade = [colours["d-1"] if not highlight or n in highlight else colours["d-base"] for n in names]
        heights = [float(values[name]) for name in names]
        axes.barh(names, heights, color=shade, height=0.62)
        for at, value in enumerate(heights):
            text = f" {format_number(value, decimals)}{_after(unit)}"
            # on white, so that the line of a target does not run through the words
            ground = {"facecolor": "white", "edgecolor": "none", "pad": 0}
            side = "left" if value >= 0 else "right"
            axes.text(value, at, text, va="center", ha=side, bbox=ground, zorder=3)
        axes.set_ylim(
            len(names) - 0.4, -0.4 if target is None else -1.1
        )  # the target is named above the bars
        axes.grid(visible=False)
        axes.tick_params(axis="y", length=0)
        axes.set_xlim(min(0.0, *heights) * 1.15, max([*heights, target or 0.0]) * 1.18 or 1)
        axes.xaxis.set_visible(False)
        if target is not None:
            target_line(axes, target, f"target {format_number(target)}{_after(unit)}")

    return draw(
        paint,
        title=title,
        alt=alt,
        note=note,
        size=(COLUMN[0], 1.3 + 0.36 * (len(names) + (target is not None))),
        axis="none",
    )


def lines(
    series: Mapping[str, Mapping[float, float]],
    *,
    title: str,
    alt: str,
    note: str = "",
    breaks: Mapping[float, str] | None = None,
    highlight: Sequence[str] = (),
    decimals: int = 1,
    start: float | None = None,
    values: bool = True,
    across: str = "",
) -> Chart:
    """Lines over years (or another whole axis), named at their ends; missing years leave a gap in the marks.

    ``breaks`` maps a position to words for a dotted line there (a change of instrument): no line crosses it;
    ``start`` fixes the lower end of the value axis; ``values`` writes each value of highlighted lines.
    """
    colours = tokens()

    def paint(axes: Axes) -> None:
        for name, points in series.items():
            chosen = not highlight or name in highlight
            colour = colours["d-1"] if chosen else colours["d-base"]
            xs, ys = list(points), [float(value) for value in points.values()]
            for part in _parts(xs, breaks or {}):
                axes.plot(
                    xs[part], ys[part], color=colour, linestyle="-", marker="o", zorder=3 if chosen else 2
                )
            if len(series) > 1:
                axes.annotate(f"  {name}", (xs[-1], ys[-1]), va="center", color=colour, annotation_clip=False)
            for x, y in zip(xs, ys, strict=True) if chosen and values else ():
                axes.annotate(
                    format_number(y, decimals), (x, y), xytext=(0, 9), textcoords="offset points", ha="center"
                )
        for x, words in (breaks or {}).items():
            axes.axvline(x, color=colours["ink-soft"], linestyle=":", linewidth=1.4)
            axes.annotate(
                words,
                (x, 1.0),
                xycoords=("data", "axes fraction"),
                xytext=(5, -4),
                textcoords="offset points",
                va="top",
                color=colours["ink-soft"],
            )
        axes.set_xticks(sorted({x for points in series.values() for x in points}))
        axes.margins(x=0.16 if len(series) > 1 else 0.06, y=0.18)
        axes.set_xlabel(across)
        if start is not None:
            axes.set_ylim(bottom=start)

    return draw(paint, title=title, alt=alt, note=note)


def histogram(
    edges: Sequence[float],
    shares: Sequence[float],
    *,
    title: str,
    alt: str,
    across: str,
    note: str = "",
    standard: float | None = None,
    compare: Sequence[float] | None = None,
    unit: str = "menit",
    of: str = "pemohon",
    standard_text: str = "",
) -> Chart:
    """Shares (percent) per class; what lies past ``standard`` is hatched, ``compare`` is a grey step behind.

    Args:
        of: what is counted, for the upright axis ("persen pemohon").
        standard_text: words at the line, where it is drawn beside the value (between two whole days).
    """
    import numpy as np

    colours = tokens()

    def paint(axes: Axes) -> None:
        cuts, heights = np.asarray(edges, float), np.asarray(shares, float)
        past = cuts[:-1] >= (np.inf if standard is None else standard - 1e-9)
        kinds: list[dict[str, Any]] = [
            {"color": colours["d-1"], "edgecolor": "white"},
            {"color": colours["bad-soft"], "edgecolor": colours["d-2"], "hatch": "///"},
        ]
        for mask, kind in zip((~past, past), kinds, strict=True):
            axes.bar(cuts[:-1][mask], heights[mask], np.diff(cuts)[mask], align="edge", **kind)
        if compare is not None:
            axes.stairs(np.asarray(compare, float), cuts, color=colours["d-base"], linewidth=2.4)
        axes.set_xlabel(across)
        axes.set_ylabel(f"persen {of}")
        if standard is not None:
            target_line(axes, standard, standard_text or f"standar {format_number(standard)} {unit}")

    return draw(paint, title=title, alt=alt, note=note, axis="both")


def dots(
    values: Mapping[str, Sequence[float]],
    *,
    title: str,
    alt: str,
    across: str,
    note: str = "",
    marks: Mapping[str, Mapping[str, float]] | None = None,
) -> Chart:
    """One row of stacked dots a name: every case is one dot; ``marks`` writes named values under a row."""
    colours = tokens()

    tallest = max(cases.count(case) for cases in map(list, values.values()) for case in cases)
    step = tallest + 5

    def paint(axes: Axes) -> None:
        for row, (name, cases) in enumerate(values.items()):
            floor, seen = -row * step, Counter[float]()
            for case in cases:
                seen[case] += 1
                axes.plot(case, floor + seen[case], "o", color=colours["d-1"], markersize=9)
            place = axes.get_yaxis_transform()
            axes.text(-0.01, floor + 1, name, transform=place, ha="right", va="center")
            for nth, (words, at) in enumerate((marks or {}).get(name, {}).items()):
                axes.plot(at, floor + 0.1, "^", color=colours["d-2"], markersize=8)
                axes.text(at, floor - 0.5 - 1.2 * nth, words, va="top", ha="left", color=colours["ink"])
        axes.set_yticks([])
        axes.grid(visible=False)
        axes.set_xlabel(across)
        axes.set_ylim(-step * (len(values) - 1) - 3.6, tallest + 1)

    height = 1.4 + 0.115 * step * len(values)
    return draw(paint, title=title, alt=alt, note=note, size=(COLUMN[0], height), axis="x")


def _parts(xs: Sequence[float], breaks: Mapping[float, str]) -> list[slice]:
    """Stretches of ``xs`` (rising) that no break cuts."""
    cuts = [0, *(sum(x < at for x in xs) for at in sorted(breaks)), len(xs)]
    return [slice(low, high) for low, high in pairwise(cuts) if high > low]


def _after(unit: str) -> str:
    return f"\u00a0{unit}" if unit else ""
