"""What a chart shows, as facts: titles, labels, lines, bars, points, legend. Read-only; no drawing crosses the wall.

The facts answer to the method names of matplotlib that tests use (``ax.get_title()``, ``ax.patches[0].get_height()``),
so that a test written for the real thing reads them unchanged.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import Any

from grading.room.errors import CannotCrossError
from grading.room.plain import Decoder, Decoding, Encoder, Encoding, Wire, tagged, text_of

_MOST_ARTISTS = 2_000
_MOST_AXES = 64
_AS_THEY_ARE = ("title", "xlabel", "ylabel", "xticklabels", "yticklabels", "xlim", "ylim", "legend")


@dataclass(frozen=True)
class TextFacts:
    """A text in a chart."""

    text: str

    def get_text(self) -> str:
        """The text itself."""
        return self.text


@dataclass(frozen=True)
class LineFacts:
    """A line: its points and its name in the legend."""

    x: list[Any]
    y: list[Any]
    label: str

    def get_xdata(self) -> list[Any]:
        """Positions across."""
        return list(self.x)

    def get_ydata(self) -> list[Any]:
        """Positions upwards."""
        return list(self.y)

    def get_label(self) -> str:
        """Name in the legend."""
        return self.label


@dataclass(frozen=True)
class BarFacts:
    """A bar (or a bin of a histogram)."""

    x: float
    y: float
    width: float
    height: float

    def get_x(self) -> float:
        """Left edge."""
        return self.x

    def get_y(self) -> float:
        """Lower edge."""
        return self.y

    def get_width(self) -> float:
        """Width in units of the axis across."""
        return self.width

    def get_height(self) -> float:
        """Height in units of the axis upwards."""
        return self.height


@dataclass(frozen=True)
class PointsFacts:
    """A cloud of points."""

    points: list[Any]

    def get_offsets(self) -> list[Any]:
        """Pairs of positions."""
        return list(self.points)


@dataclass(frozen=True)
class LegendFacts:
    """A legend."""

    texts: list[str]

    def get_texts(self) -> list[TextFacts]:
        """Its entries."""
        return [TextFacts(text) for text in self.texts]


@dataclass(frozen=True)
class AxesFacts:
    """One chart."""

    title: str
    xlabel: str
    ylabel: str
    xticklabels: list[str]
    yticklabels: list[str]
    xlim: list[float]
    ylim: list[float]
    legend: list[str] | None
    lines: list[LineFacts] = field(default_factory=list)
    patches: list[BarFacts] = field(default_factory=list)
    collections: list[PointsFacts] = field(default_factory=list)

    def get_title(self) -> str:
        """Title over the chart."""
        return self.title

    def get_xlabel(self) -> str:
        """Name of the axis across."""
        return self.xlabel

    def get_ylabel(self) -> str:
        """Name of the axis upwards."""
        return self.ylabel

    def get_xticklabels(self) -> list[TextFacts]:
        """Marks on the axis across."""
        return [TextFacts(text) for text in self.xticklabels]

    def get_yticklabels(self) -> list[TextFacts]:
        """Marks on the axis upwards."""
        return [TextFacts(text) for text in self.yticklabels]

    def get_xlim(self) -> tuple[float, float]:
        """Range across."""
        return self.xlim[0], self.xlim[1]

    def get_ylim(self) -> tuple[float, float]:
        """Range upwards."""
        return self.ylim[0], self.ylim[1]

    def get_lines(self) -> list[LineFacts]:
        """Its lines."""
        return list(self.lines)

    def get_legend(self) -> LegendFacts | None:
        """Its legend, if it has one."""
        return None if self.legend is None else LegendFacts(self.legend)


@dataclass(frozen=True)
class FigureFacts:
    """A figure: its charts."""

    axes: list[AxesFacts]

    def get_axes(self) -> list[AxesFacts]:
        """Its charts."""
        return list(self.axes)


def encoders() -> dict[type, Encoder]:
    """Encoders by exact type: of facts, and of matplotlib's own where that is loaded."""
    found: dict[type, Encoder] = {
        AxesFacts: tagged("axes", _axes_facts),
        FigureFacts: tagged(
            "figure", lambda value, encoding: [_axes_facts(axes, encoding) for axes in value.axes]
        ),
    }
    if "matplotlib.axes" in sys.modules:
        found[sys.modules["matplotlib.axes"].Axes] = tagged("axes", _axes)
    if "matplotlib.figure" in sys.modules:
        found[sys.modules["matplotlib.figure"].Figure] = tagged("figure", _figure)
    return found


def _axes_facts(value: AxesFacts, encoding: Encoding) -> Wire:
    return {
        **{name: getattr(value, name) for name in _AS_THEY_ARE},
        "lines": [[encoding.node(line.x), encoding.node(line.y), line.label] for line in value.lines],
        "patches": [[bar.x, bar.y, bar.width, bar.height] for bar in value.patches],
        "collections": [encoding.node(cloud.points) for cloud in value.collections],
    }


def decoders() -> dict[str, Decoder]:
    """Decoders by tag."""
    return {"axes": _read_axes, "figure": _read_figure}


def _figure(value: Any, encoding: Encoding) -> Wire:
    return [_axes(axes, encoding) for axes in value.axes[:_MOST_AXES]]


def _axes(value: Any, encoding: Encoding) -> Wire:
    from matplotlib.patches import Rectangle

    if len(value.lines) + len(value.patches) > _MOST_ARTISTS:
        raise CannotCrossError("gambarnya memuat terlalu banyak unsur")
    value.figure.canvas.draw()  # marks get their texts when drawn
    bars = [patch for patch in value.patches if isinstance(patch, Rectangle)]
    legend = value.get_legend()
    return {
        "title": value.get_title(),
        "xlabel": value.get_xlabel(),
        "ylabel": value.get_ylabel(),
        "xticklabels": [text.get_text() for text in value.get_xticklabels()],
        "yticklabels": [text.get_text() for text in value.get_yticklabels()],
        "xlim": [float(end) for end in value.get_xlim()],
        "ylim": [float(end) for end in value.get_ylim()],
        "legend": None if legend is None else [text.get_text() for text in legend.get_texts()],
        "lines": [_line(line, encoding) for line in value.lines],
        "patches": [
            [float(number) for number in (bar.get_x(), bar.get_y(), bar.get_width(), bar.get_height())]
            for bar in bars
        ],
        "collections": [
            encoding.node(points.get_offsets().tolist())
            for points in value.collections
            if hasattr(points, "get_offsets")
        ],
    }


def _line(line: Any, encoding: Encoding) -> Wire:
    import numpy as np

    x, y = (encoding.node(np.asarray(data).tolist()) for data in (line.get_xdata(), line.get_ydata()))
    return [x, y, str(line.get_label())]


def _read_figure(wire: Any, decoding: Decoding) -> FigureFacts:
    return FigureFacts([_read_axes(axes, decoding) for axes in wire[:_MOST_AXES]])


def _read_axes(wire: Any, decoding: Decoding) -> AxesFacts:
    lines = [
        LineFacts(_list(x, decoding), _list(y, decoding), text_of(label)) for x, y, label in wire["lines"]
    ]
    return AxesFacts(
        title=text_of(wire["title"]),
        xlabel=text_of(wire["xlabel"]),
        ylabel=text_of(wire["ylabel"]),
        xticklabels=[text_of(text) for text in wire["xticklabels"]],
        yticklabels=[text_of(text) for text in wire["yticklabels"]],
        xlim=_numbers(wire["xlim"], 2),
        ylim=_numbers(wire["ylim"], 2),
        legend=None if wire["legend"] is None else [text_of(text) for text in wire["legend"]],
        lines=lines,
        patches=[BarFacts(*_numbers(bar, 4)) for bar in wire["patches"]],
        collections=[PointsFacts(_list(points, decoding)) for points in wire["collections"]],
    )


def _list(wire: Any, decoding: Decoding) -> list[Any]:
    value = decoding.node(wire)
    if type(value) is not list:
        raise CannotCrossError("bentuknya tidak dikenal")
    return value


def _numbers(wire: Any, count: int) -> list[float]:
    if (
        type(wire) is not list
        or len(wire) != count
        or any(type(number) not in (int, float) for number in wire)
    ):
        raise CannotCrossError("bentuknya tidak dikenal")
    return [float(number) for number in wire]
