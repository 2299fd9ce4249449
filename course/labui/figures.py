"""Pictures and tables of lessons and print: the project's style and font, Indonesian numbers, alt text with each picture.

Nothing global is changed: a chart is drawn inside matplotlib's style context, without pyplot, and comes back
finished. It shows itself in a notebook with its alt text in the output's metadata, where the phone page finds it.
"""

from __future__ import annotations

import functools
import io
import logging
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape
from itertools import pairwise
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any

from kpi_sim.units import format_number
from labui.assets import STATIC_DIR, tokens

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from kpi_sim import Funnel

STYLE = STATIC_DIR / "lab-iku.mplstyle"
FONT = STATIC_DIR / "fonts" / "source-sans-3-latin-wght-normal.woff2"
FAMILY = "Source Sans 3"
WEIGHTS = {400: "Regular", 600: "SemiBold", 700: "Bold"}
COLUMN = (4.8, 3.5)  # inches: drawn for the width of a phone, so that text stays readable there
TITLE_WIDTH, NOTE_WIDTH = 42, 60  # characters


@dataclass(frozen=True)
class Chart:
    """A finished picture: PNG bytes and the sentence that says the same in words."""

    png: bytes = field(repr=False)
    alt: str

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        return {"image/png": self.png, "text/plain": self.alt}, {"image/png": {"alt": self.alt}}


@dataclass(frozen=True)
class Table:
    """A small table for reading; cells are text, numbers already in Indonesian form."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in self.columns)
        body = "".join(
            f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>\n" for row in self.rows
        )
        return f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table>"

    def __repr__(self) -> str:
        lines = [self.columns, *self.rows]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        return "\n".join(
            "  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines
        )


def table(rows: Sequence[Mapping[str, object]], decimals: int | None = None) -> Table:
    """Rows of the same keys as a table; numbers get the Indonesian form with ``decimals``."""

    def cell(value: object) -> str:
        is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        return format_number(value, decimals) if is_number else str(value)

    return Table(tuple(rows[0]), tuple(tuple(cell(value) for value in row.values()) for row in rows))


@contextmanager
def chart_style() -> Iterator[None]:
    """matplotlib in the project's style while the block runs; settings are as before afterwards."""
    import matplotlib.style

    ensure_font()
    with matplotlib.style.context(str(STYLE)):
        yield


def draw(
    paint: Callable[[Axes], None],
    *,
    title: str,
    alt: str,
    note: str = "",
    size: tuple[float, float] = COLUMN,
    axis: str = "y",
) -> Chart:
    """A chart that ``paint`` draws on one pair of axes, with title, source line and Indonesian tick labels.

    Args:
        title: the finding or the question, at most two lines.
        alt: the content in one or two sentences, numbers included.
        note: unit and source, written under the picture.
        axis: which axis carries numbers: ``"x"``, ``"y"`` or ``"both"``.
    """
    from matplotlib.figure import Figure

    with chart_style():
        figure = Figure(figsize=size)
        axes = figure.subplots()
        paint(axes)
        figure.suptitle(fill(title, TITLE_WIDTH), x=0.01, ha="left", fontsize=14, fontweight="semibold")
        indonesian_ticks(axes, axis)
        if note:
            figure.supxlabel(
                fill(note, NOTE_WIDTH), x=0.01, ha="left", fontsize=10.5, color=tokens()["ink-soft"]
            )
        return Chart(png_bytes(figure), alt)


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
            axes.text(value, at, text, va="center", ha="left" if value >= 0 else "right")
        axes.invert_yaxis()
        axes.grid(visible=False)
        axes.tick_params(axis="y", length=0)
        axes.set_xlim(min(0.0, *heights) * 1.15, max([*heights, target or 0.0]) * 1.18 or 1)
        axes.xaxis.set_visible(False)
        if target is not None:
            _target(axes, target, f"target {format_number(target)}{_after(unit)}")

    return draw(
        paint, title=title, alt=alt, note=note, size=(COLUMN[0], 1.3 + 0.36 * len(names)), axis="none"
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
) -> Chart:
    """Shares (percent) per class; what lies past ``standard`` is hatched, ``compare`` is a grey step behind."""
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
        axes.set_ylabel("persen pemohon")
        if standard is not None:
            _target(axes, standard, f"standar {format_number(standard)} {unit}")

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


def indonesian_ticks(axes: Axes, axis: str = "y") -> None:
    """Decimal comma and thousands point on the numeric axes (``"x"``, ``"y"``, ``"both"``, ``"none"``)."""
    from matplotlib.ticker import FuncFormatter

    for name in ("x", "y"):
        if axis in (name, "both"):
            side = getattr(axes, f"{name}axis")
            side.set_major_formatter(FuncFormatter(lambda value, _: format_number(round(value, 9))))


def png_bytes(figure: Figure) -> bytes:
    """The figure as PNG, at the resolution of a good phone."""
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=240)
    return out.getvalue()


@functools.cache
def ensure_font() -> bool:
    """Register Source Sans 3 with matplotlib, cut from the web font; ``False`` when it cannot be (DejaVu then)."""
    import matplotlib
    from matplotlib import font_manager

    for folder in (Path(matplotlib.get_cachedir()) / "lab-iku-fonts", None):
        try:
            place = folder or Path(tempfile.mkdtemp(prefix="lab-iku-fonts-"))
            for path in _cut_font(place):
                font_manager.fontManager.addfont(path)
            return True
        except OSError:
            logging.getLogger(__name__).info("font cannot be kept in %s", folder, exc_info=True)
    return False


def _cut_font(folder: Path) -> list[Path]:
    """Static TTF files of the weights in use (matplotlib reads neither WOFF2 nor variable fonts)."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"SourceSans3-{name}.ttf" for name in WEIGHTS.values()]
    for path, (weight, name) in zip(paths, WEIGHTS.items(), strict=True):
        if path.exists():
            continue
        font = instantiateVariableFont(TTFont(FONT), {"wght": weight})
        font.flavor = None
        font["OS/2"].usWeightClass = weight
        for record, text in ((1, FAMILY), (2, name), (4, f"{FAMILY} {name}"), (16, FAMILY), (17, name)):
            font["name"].setName(text, record, 3, 1, 0x409)
            font["name"].setName(text, record, 1, 0, 0)
        part = path.with_suffix(f".{id(font):x}.part")
        font.save(part)
        part.replace(path)
    return paths


def _parts(xs: Sequence[float], breaks: Mapping[float, str]) -> list[slice]:
    """Stretches of ``xs`` (rising) that no break cuts."""
    cuts = [0, *(sum(x < at for x in xs) for at in sorted(breaks)), len(xs)]
    return [slice(low, high) for low, high in pairwise(cuts) if high > low]


def _target(axes: Axes, at: float, words: str) -> None:
    colour = tokens()["d-target"]
    axes.axvline(at, color=colour, linestyle="--", linewidth=2)
    axes.annotate(
        words,
        (at, 1.0),
        xycoords=("data", "axes fraction"),
        xytext=(5, -2),
        textcoords="offset points",
        va="top",
        color=colour,
    )


def _after(unit: str) -> str:
    return f"\u00a0{unit}" if unit else ""
