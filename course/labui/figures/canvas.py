"""Ground of every picture: the project's style and font, Indonesian numbers, alt text with each picture.

Nothing global is changed: a chart is drawn inside matplotlib's style context, without pyplot, and comes back
finished. It shows itself in a notebook with its alt text in the output's metadata, where the phone page finds it.
"""

from __future__ import annotations

import functools
import io
import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any

from kpi_sim.units import format_number
from labui.assets import STATIC_DIR, tokens

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

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

    wide = size[0] / COLUMN[0]
    with chart_style():
        figure = Figure(figsize=size)
        axes = figure.subplots()
        paint(axes)
        figure.suptitle(
            fill(title, round(TITLE_WIDTH * wide)), x=0.01, ha="left", fontsize=14, fontweight="semibold"
        )
        indonesian_ticks(axes, axis)
        if note:
            figure.supxlabel(
                fill(note, round(NOTE_WIDTH * wide)),
                x=0.01,
                ha="left",
                fontsize=10.5,
                color=tokens()["ink-soft"],
            )
        return Chart(png_bytes(figure), alt)


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


def target_line(axes: Axes, at: float, words: str) -> None:
    """A dashed upright line named at its top."""
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
