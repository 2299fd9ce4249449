"""Shrinkage: a small area's own figure drawn towards what all areas together say, the more the fewer its cases.

It is what regression to the mean does anyway next year; said beforehand, it is a better guess than the figure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi_sim.errors import EmptyDataError
from kpi_sim.evidence.inputs import (
    FloatArray,
    counts,
    level_of,
    normal_quantile,
    numbers,
    positive,
    same_length,
    share,
    single,
)

_SPREADS = np.linspace(
    0.025, 1.5, 60
)  # spreads between areas that are weighed, all equally likely beforehand
_HALVINGS = 45


@dataclass(frozen=True)
class Shrunk:
    """Shrunken estimates (areas,) with limits of belief; ``weight`` is what an area's own figure counts, 0-1."""

    estimate: FloatArray
    low: FloatArray
    high: FloatArray
    weight: FloatArray
    centre: float


def shrink(
    values: npt.ArrayLike,
    exposure: npt.ArrayLike | None = None,
    *,
    variance: float | None = None,
    per: float = 1.0,
    level: float = 0.95,
) -> Shrunk:
    """Better guesses of what each area's level is: counts with ``exposure``, or measurements with ``variance``.

    Args:
        values: counts (areas,) together with ``exposure`` (live births): gamma-Poisson, the spread between areas
            weighed by the data themselves; or any figures (areas,) together with ``variance``: James-Stein.
        variance: sampling variance that all figures share.
        per: unit of the rate where counts are given.

    Raises:
        EmptyDataError: too few areas, or neither ``exposure`` nor ``variance``.

    Source: Clayton and Kaldor 1987 (gamma-Poisson); Efron and Morris 1975, 1977 (James-Stein).
    """
    if exposure is not None:
        return _rates(counts(values, "Cacah kejadian"), positive(exposure, "Penyebut"), per, level_of(level))
    if variance is None:
        raise EmptyDataError(
            name="Penyusutan", need="Sebutkan penyebutnya (exposure), atau ragam pengukurannya (variance)."
        )
    return james_stein(values, variance, level=level)


def james_stein(values: npt.ArrayLike, variance: float, *, level: float = 0.95) -> Shrunk:
    """Figures of equal precision drawn towards their mean (positive-part James-Stein).

    Args:
        values: figures (areas,), four or more.
        variance: sampling variance of each.

    Source: James and Stein 1961; Efron and Morris 1977, Scientific American 236:119.
    """
    x, error = numbers(values, "Angka wilayah"), single(positive, variance, "Ragam pengukuran")
    if x.ndim != 1 or len(x) < 4:
        raise EmptyDataError(name="Penyusutan James-Stein", need="Isi sedikitnya empat wilayah.")
    centre = float(x.mean())
    spread = float(((x - centre) ** 2).sum())
    factor = max(0.0, 1 - (len(x) - 3) * error / spread) if spread > 0 else 0.0
    estimate = centre + factor * (x - centre)
    half = normal_quantile((1 + level_of(level)) / 2) * np.sqrt(error * (factor + (1 - factor) / len(x)))
    return Shrunk(estimate, estimate - half, estimate + half, np.full(len(x), factor), centre)


def gamma_poisson_mean(
    observed: npt.ArrayLike, expected: npt.ArrayLike, *, shape: float, rate: float
) -> FloatArray:
    """Mean of the relative risk after seeing ``observed`` where ``expected`` cases were due; prior Gamma(shape, rate).

    Source: conjugacy of the gamma and Poisson laws.
    """
    o, e = counts(observed, "Kasus teramati"), positive(expected, "Kasus yang diharapkan")
    a, b = positive(shape, "Bentuk prior"), positive(rate, "Laju prior")
    return ((a + o) / (b + e))[()]


def selection_intensity(share_selected: float) -> float:
    """Mean of the best ``share_selected`` (0-1) of a standard normal population, in standard deviations.

    Source: Falconer, Introduction to Quantitative Genetics.
    """
    part = share(share_selected, "Bagian yang dipilih")
    z = normal_quantile(1 - part)
    return float(np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) / part)


def regression_to_mean(share_selected: float, reliability: float) -> float:
    """Where those selected by a first test stand at a second one though nothing was done, in standard deviations.

    Args:
        reliability: correlation of the two tests, 0-1; 1 minus it is the share of luck.

    Source: Galton 1886; selection intensity times reliability.
    """
    return selection_intensity(share_selected) * share(reliability, "Keterandalan tes")


def _rates(x: FloatArray, exposure: FloatArray, per: float, level: float) -> Shrunk:
    """Gamma-Poisson with the spread between areas (coefficient of variation) weighed over a grid.

    A single best spread would be zero whenever areas happen to look alike, and the limits then far too narrow.
    """
    from scipy import special

    if x.ndim != 1 or len(x) < 3:
        raise EmptyDataError(name="Penyusutan", need="Isi sedikitnya tiga wilayah.")
    same_length(x, exposure, ("wilayah", "penyebut"))
    expected = exposure * x.sum() / exposure.sum()
    if not x.sum():
        raise EmptyDataError(name="Penyusutan", need="Tidak ada satu kasus pun di semua wilayah.")
    shape = 1 / _SPREADS[:, None] ** 2  # prior Gamma(shape, shape) of the relative risk: mean 1
    # log of the negative binomial law of the counts, up to what does not depend on the spread
    law = special.gammaln(shape + x) - special.gammaln(shape) + shape * np.log(shape / (shape + expected))
    law -= x * np.log(shape + expected)
    plausible = np.exp(law.sum(axis=1) - law.sum(axis=1).max())
    plausible /= plausible.sum()
    own = plausible @ (expected / (shape + expected))
    estimate = plausible @ ((shape + x) / (shape + expected))

    def quantile(p: float) -> FloatArray:
        """Quantile of the mixture over spreads, by bisection."""
        low, high = np.zeros(len(x)), np.full(len(x), 10.0 + 10 * float((x / expected).max()))
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            below = plausible @ special.gammainc(shape + x, middle * (shape + expected)) < p
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return np.asarray((low + high) / 2)

    centre = float(x.sum() / exposure.sum()) * per
    tail = (1 - level) / 2
    return Shrunk(estimate * centre, quantile(tail) * centre, quantile(1 - tail) * centre, own, centre)
