"""Process charts: what an indicator does by itself, month after month, so that one looks up only when it says more.

Rules that read a chart are data (``kpi_sim.evidence.rule_sets``), applied by :func:`signals`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi_sim.errors import EmptyDataError, OutOfRangeError
from kpi_sim.evidence.inputs import (
    FloatArray,
    counts,
    not_negative,
    numbers,
    positive,
    same_length,
    series,
    single,
    whole_number,
    without_dust,
)

D2 = 1.128  # mean range of two normal values, rounded as every printed table has it: charts must agree with those
D4 = 3.267  # upper limit of the moving range, in mean ranges


def mean_range_factor() -> float:
    """d2 of two values, unrounded: the mean distance of two normal values, in standard deviations.

    Source: E|Z1 - Z2| = 2 / sqrt(pi).
    """
    return float(2 / np.sqrt(np.pi))


def upper_range_factor() -> float:
    """D4 of two values: the three-sigma limit of the moving range, in mean ranges.

    Source: 1 + 3 d3 / d2 with d3 = sqrt(2 - 4 / pi).
    """
    return float(1 + 3 * np.sqrt(2 - 4 / np.pi) / mean_range_factor())


@dataclass(frozen=True)
class Chart:
    """A process chart.

    ``values``, ``centre``, ``lower``, ``upper``, ``sigma`` are (points,); ``baseline``: points that set the limits.
    ``mr_bar`` and ``mr_upper`` describe the moving ranges (of z scores in p' and u' charts), ``sigma_z`` the spread
    beyond chance (1 for an XmR chart).
    """

    kind: str
    values: FloatArray
    centre: FloatArray
    lower: FloatArray
    upper: FloatArray
    sigma: FloatArray
    ranges: FloatArray
    mr_bar: float
    mr_upper: float
    sigma_z: float
    baseline: int

    @property
    def off(self) -> FloatArray:
        """Distance of each point from the centre, in units of the values; exactly 0 on the centre."""
        return without_dust(self.values - self.centre, np.maximum(np.abs(self.values), np.abs(self.centre)))

    @property
    def z(self) -> FloatArray:
        """Distance of each point from the centre, in sigmas; 0 where sigma is 0 and the point lies on the centre."""
        out = np.zeros(len(self.values))
        off = self.off
        np.divide(off, self.sigma, out=out, where=self.sigma > 0)
        out[(self.sigma == 0) & (off != 0)] = np.inf
        return np.copysign(out, off)


def xmr(values: npt.ArrayLike, *, baseline: int | None = None, screen: bool = False) -> Chart:
    """XmR chart of single values in order of time.

    Args:
        values: one row, three points or more, none missing.
        baseline: number of first points that set centre and limits; all of them by default.
        screen: leave moving ranges above their own limit (3.267 times their mean) out of the mean once.

    Raises:
        EmptyDataError: too few points.

    Source: Shewhart 1931; NIST/SEMATECH e-Handbook 6.3.2.2. Screening as in the charts of the English health service.
    """
    x = series(values, "Deret data", least=3)
    used = _baseline(baseline, len(x))
    ranges = np.abs(np.diff(x))
    centre, mr_bar = float(x[:used].mean()), _mean_range(ranges[: used - 1], screen)
    sigma = np.full(len(x), mr_bar / D2)
    flat = np.full(len(x), centre)
    return Chart(
        "xmr", x, flat, flat - 3 * sigma, flat + 3 * sigma, sigma, ranges, mr_bar, D4 * mr_bar, 1.0, used
    )


def laney_p(events: npt.ArrayLike, totals: npt.ArrayLike, *, baseline: int | None = None) -> Chart:
    """p' chart of shares (0-1) with large denominators: limits widened by the spread that is really there.

    Args:
        events: numerators in order of time (whole numbers).
        totals: denominators, above zero.

    Raises:
        OutOfRangeError: more events than the total.

    Source: Laney 2002, Quality Engineering 14:531.
    """
    r, n = counts(events, "Pembilang"), positive(totals, "Penyebut")
    same_length(series(r, "Pembilang", least=3), n, ("pembilang", "penyebut"))
    if np.any(r > n):
        raise OutOfRangeError(
            name="Pembilang",
            value="lebih besar daripada penyebut",
            allowed="Isi paling banyak sebesar penyebut.",
        )
    used = _baseline(baseline, len(r))
    centre = float(r[:used].sum() / n[:used].sum())
    return _laney("p'", r / n, centre, np.sqrt(centre * (1 - centre) / n), used, most=1.0)


def laney_u(events: npt.ArrayLike, exposure: npt.ArrayLike, *, baseline: int | None = None) -> Chart:
    """u' chart of events over exposure (complaints per thousand services, deaths per births), limits as in p'.

    Source: Laney 2002, Quality Engineering 14:531.
    """
    r, n = counts(events, "Cacah kejadian"), positive(exposure, "Penyebut")
    same_length(series(r, "Cacah kejadian", least=3), n, ("cacah kejadian", "penyebut"))
    used = _baseline(baseline, len(r))
    centre = float(r[:used].sum() / n[:used].sum())
    return _laney("u'", r / n, centre, np.sqrt(centre / n), used, most=np.inf)


@dataclass(frozen=True)
class CusumChart:
    """Tabular CUSUM: sums of excess above and below, in units of the values; ``first`` counts from 1, or ``None``."""

    high: FloatArray
    low: FloatArray
    limit: float
    first: int | None


def cusum(
    values: npt.ArrayLike, *, target: float, k: float, h: float | None = None, sigma: float = 1.0
) -> CusumChart:
    """Tabular CUSUM: adds up what lies more than ``k`` beyond the target, so that small lasting shifts show.

    Args:
        target: level that the process should keep.
        k: slack, half the shift to be found; in sigmas.
        h: limit of the sums, in sigmas; without it nothing is signalled.
        sigma: standard deviation of a value; leave 1 where ``k`` and ``h`` are given in units of the values.

    Source: Page 1954; NIST/SEMATECH e-Handbook 6.3.2.3.
    """
    x = series(values, "Deret data", least=1)
    scale = single(positive, sigma, "Simpangan baku")
    slack = single(not_negative, k, "Kelonggaran k") * scale
    limit = np.inf if h is None else single(positive, h, "Batas h") * scale
    off = x - single(numbers, target, "Target")
    high, low = _sums(off - slack), _sums(-off - slack)
    beyond = np.flatnonzero((high > limit) | (low > limit))
    return CusumChart(high, low, float(limit), int(beyond[0]) + 1 if len(beyond) else None)


def _sums(excess: FloatArray) -> FloatArray:
    """Running sum that never falls below zero."""
    total = np.cumsum(excess)
    return total - np.minimum(np.minimum.accumulate(total), 0.0)


def _laney(kind: str, rates: FloatArray, centre: float, chance: FloatArray, used: int, most: float) -> Chart:
    """Limits of rates whose chance part is known (``chance``, one sigma each), widened by the spread of z scores."""
    if not np.all(chance > 0):
        raise EmptyDataError(
            name="Deret data", need="Semua nilainya 0 % atau 100 %, jadi batasnya belum dapat dihitung."
        )
    z = (rates - centre) / chance
    ranges = np.abs(np.diff(z))
    mr_bar = _mean_range(ranges[: used - 1], screen=False)
    sigma_z = mr_bar / D2
    sigma = chance * sigma_z
    flat = np.full(len(rates), centre)
    lower, upper = np.maximum(flat - 3 * sigma, 0.0), np.minimum(flat + 3 * sigma, most)
    return Chart(kind, rates, flat, lower, upper, sigma, ranges, mr_bar, D4 * mr_bar, sigma_z, used)


def _mean_range(ranges: FloatArray, screen: bool) -> float:
    mean = float(ranges.mean())
    return float(ranges[ranges <= D4 * mean].mean()) if screen and mean > 0 else mean


def _baseline(baseline: int | None, points: int) -> int:
    if baseline is None:
        return points
    return whole_number(baseline, "Banyaknya titik acuan", 3, points)
