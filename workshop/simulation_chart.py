"""A picture of a simulation for print: indicators over the years, or how customers are spread."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kpi_sim.errors import DataError
from kpi_sim.experiment.intervals import interval, mean_of
from kpi_sim.units import format_number
from workshop.paths import COURSE

if TYPE_CHECKING:
    from kpi_sim import Results

_STYLE = COURSE / "labui" / "static" / "lab-iku.mplstyle"
_MOST = 6  # small pictures side by side that still can be read on a page


class PictureNameError(DataError):
    """The file of a picture has another ending than .png."""

    what = 'Nama berkas grafik "{name}" tidak berakhiran .png.'
    where = "Pilihan --png."
    fix = "Tulis nama yang berakhiran .png, misalnya hasil.png."


def draw(results: Results, file: Path) -> None:
    """Write the picture that fits the results: lines by period, a distribution, or intervals of the means.

    Raises:
        PictureNameError: the file is no .png.
    """
    if file.suffix.lower() != ".png":
        raise PictureNameError(name=file.name)
    # fonts that a machine lacks are no news for who asked for a picture
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with rc_context(fname=_STYLE):
        figure = Figure(figsize=(11, 6.5), layout="constrained")
        FigureCanvasAgg(figure)
        figure.suptitle(f"{results.scenarios[0].title}: {results.replications} ulangan, benih {results.seed}")
        if len(results.model.periods) > 1:
            _by_period(results, figure)
        elif results.bins:
            _distributions(results, figure)
        else:
            _means(results, figure)
        metadata = {"Description": str(results.provenance)}
        figure.savefig(file, format="png", metadata=metadata)


def _by_period(results: Results, figure: Any) -> None:
    """True values with their interval, reported ones as dots, for the first indicators of the model."""
    model, area = results.model, results.model.main_area
    periods = np.arange(len(model.periods))
    for at, axis in enumerate(_grid(figure, min(_MOST, len(model.measures)))):
        measure = model.measures[at]
        for s, name in enumerate(_names(results)):
            mean, low, high, _ = interval(np.moveaxis(results.true[s, :, at, :, area], 0, -1))
            (line,) = axis.plot(periods, mean, label=f"{name}: keadaan sebenarnya")
            axis.fill_between(periods, low, high, alpha=0.2, color=line.get_color())
            reported = mean_of(np.moveaxis(results.reported[s, :, at, :, area], 0, -1))
            if not np.array_equal(reported, mean, equal_nan=True):
                axis.plot(periods, reported, "o", color=line.get_color(), label=f"{name}: dilaporkan")
        axis.set_xticks(periods, [p.removeprefix("Tahun ") for p in model.periods])
        axis.set_title(measure.label, fontsize=11)
        axis.set_ylabel(measure.unit)
        axis.set_xlabel("tahun")
    axis.legend(fontsize=8)


def _distributions(results: Results, figure: Any) -> None:
    for axis, (name, found) in zip(_grid(figure, len(results.bins)), results.bins.items(), strict=True):
        starts = found.edges[:-1]
        for s, label in enumerate(_names(results)):
            counts = results.histogram(name).counts[s].sum(axis=0)
            kept = max(10, int(np.searchsorted(np.cumsum(counts), 0.995 * counts.sum())) + 1)
            share = 100 * counts / max(counts.sum(), 1)
            axis.step(starts[:kept], share[:kept], where="post", label=label)
        axis.set_title(found.label, fontsize=11)
        axis.set_xlabel(found.unit)
        axis.set_ylabel("persen warga")
        axis.legend(fontsize=8)


def _means(results: Results, figure: Any) -> None:
    model = results.model
    for at, axis in enumerate(_grid(figure, min(_MOST, len(model.measures)))):
        measure = model.measures[at]
        mean, low, high, _ = interval(results.true[:, :, at, model.main_period, model.main_area])
        spots = np.arange(len(mean))
        axis.bar(spots, mean, yerr=np.stack([mean - low, high - mean]), width=0.6)
        axis.set_xticks(spots, _names(results), fontsize=8)
        axis.set_title(measure.label, fontsize=11)
        axis.set_ylabel(measure.unit)


def _names(results: Results) -> Sequence[str]:
    return ["sekarang", "diubah"][: len(results.scenarios)]


def _grid(figure: Any, count: int) -> list[Any]:
    columns = min(3, count)
    rows = -(-count // columns)
    axes = figure.subplots(rows, columns, squeeze=False).ravel()
    for axis in axes[count:]:
        axis.set_visible(False)
    for axis in axes[:count]:
        axis.yaxis.set_major_formatter(lambda value, _: format_number(round(value, 6)))
    return list(axes[:count])
