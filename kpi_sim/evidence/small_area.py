"""Few cases, wide chance: exact limits of counts and shares, and the funnel in which areas are compared.

A district with nine maternal deaths has not measured its mortality; it has seen one draw of it. The limits here say
which rates would give such a draw, and which draws one common rate would give.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi_sim.errors import EmptyDataError, OutOfRangeError, UnknownNameError
from kpi_sim.evidence.inputs import (
    FloatArray,
    Limits,
    counts,
    level_of,
    normal_quantile,
    not_negative,
    numbers,
    positive,
    same_length,
    single,
)

INSIDE, OUTSIDE_95, OUTSIDE_998 = "in", "warn", "bad"
METHODS = ("exact", "tail")
WINSORISE = 0.1  # share of the z scores drawn in at each end, as Spiegelhalter proposes
WINSORISE_FROM = 10  # with fewer areas a tenth is less than one area: nothing is drawn in


def poisson_limits(count: npt.ArrayLike, *, level: float = 0.95) -> Limits:
    """Exact limits of the expected count behind an observed count (Garwood).

    Args:
        count: whole number or array, 0 or more (deaths).
        level: confidence, between 0 and 1.

    Raises:
        OutOfRangeError: a count that is negative or not whole; a level outside 0-1.

    Source: Garwood 1936; Ulm 1990.
    """
    return _garwood(counts(count, "Cacah kejadian"), level_of(level))


def byar_limits(count: npt.ArrayLike, *, level: float = 0.95) -> Limits:
    """Byar's approximation of :func:`poisson_limits`, good from about ten cases; 0 has the lower limit 0.

    Source: Breslow and Day 1987; the method of the UK public health observatories.
    """
    x, z = counts(count, "Cacah kejadian"), normal_quantile((1 + level_of(level)) / 2)
    above = x + 1
    high = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    safe = np.maximum(x, 1)
    low = np.where(x > 0, safe * (1 - 1 / (9 * safe) - z / (3 * np.sqrt(safe))) ** 3, 0.0)
    return Limits(np.maximum(low, 0.0)[()], high[()])


def wilson_limits(count: npt.ArrayLike, total: npt.ArrayLike, *, level: float = 0.95) -> Limits:
    """Score limits of a share (0-1): ``count`` of ``total``, without continuity correction.

    Raises:
        OutOfRangeError: negative, not whole, more cases than the total, or an empty total.

    Source: Wilson 1927; Newcombe 1998.
    """
    x, n = counts(count, "Pembilang"), positive(counts(total, "Penyebut"), "Penyebut")
    if np.any(x > n):
        raise OutOfRangeError(
            name="Pembilang",
            value="lebih besar daripada penyebut",
            allowed="Isi paling banyak sebesar penyebut.",
        )
    z = normal_quantile((1 + level_of(level)) / 2)
    centre, spread = x + z**2 / 2, z * np.sqrt(x * (n - x) / n + z**2 / 4)
    low = np.where(x > 0, (centre - spread) / (n + z**2), 0.0)
    high = np.where(x < n, (centre + spread) / (n + z**2), 1.0)
    return Limits(low[()], high[()])


def rate_limits(
    count: npt.ArrayLike, exposure: npt.ArrayLike, *, per: float = 100_000, level: float = 0.95
) -> Limits:
    """Exact limits of a rate: 9 deaths among 7,000 live births are 58.8 to 244.1 per 100,000.

    Args:
        exposure: what the count stands over (live births), above zero.
        per: unit of the rate.

    Source: Garwood 1936.
    """
    births = positive(exposure, "Kelahiran hidup (penyebut)")
    limits = poisson_limits(count, level=level)
    return Limits(limits.low / births * per, limits.high / births * per)


def funnel_limits(
    expected: npt.ArrayLike, *, level: float = 0.95, method: str = "exact", tau2: float = 0.0
) -> Limits:
    """Limits of chance for observed over expected, given the expected count of each area.

    Args:
        expected: cases that the common rate gives (births times rate), above zero.
        method: ``"exact"`` is the chi-square form that funnel software draws; ``"tail"`` ends where the Poisson tail
            beyond falls below half of 1 minus ``level``, on each side, which for tiny areas is not the same.
        tau2: true variance between areas on the log scale (:func:`funnel_dispersion`); above zero the limits
            are log-normal with both sources of spread.

    Source: Spiegelhalter 2005, Statistics in Medicine 24:1185.
    """
    if method not in METHODS:
        raise UnknownNameError("Cara menghitung batas corong", method, METHODS)
    e, level = positive(expected, "Kasus yang diharapkan"), level_of(level)
    between = single(not_negative, tau2, "Keragaman antarwilayah")
    if between > 0:
        spread = normal_quantile((1 + level) / 2) * np.sqrt(1 / e + between)
        return Limits(np.exp(-spread)[()], np.exp(spread)[()])
    limits = _garwood(e, level) if method == "exact" else _tails(e, level)
    return Limits(limits.low / e, limits.high / e)


@dataclass(frozen=True)
class Dispersion:
    """How far areas differ beyond chance: ``phi`` is 1 and ``tau2`` 0 where chance explains all.

    ``phi``: mean squared z score; ``tau2``: true variance on the log scale; ``z``: the scores (areas,).
    """

    phi: float
    tau2: float
    z: FloatArray


def funnel_dispersion(
    observed: npt.ArrayLike, expected: npt.ArrayLike, *, winsorise: float | None = None
) -> Dispersion:
    """Overdispersion of areas around a common rate.

    Args:
        observed: counts (areas,). Where one is zero all logarithms are taken after adding half a case.
        expected: expected counts (areas,).
        winsorise: share of the scores drawn in at each end before squaring; by default a tenth from ten areas on.

    Source: Spiegelhalter 2005 (phi); DerSimonian and Laird 1986 (tau2).
    """
    o, e = counts(observed, "Kasus teramati"), positive(expected, "Kasus yang diharapkan")
    _areas(o, e, least=2)
    trim = (
        (WINSORISE if len(o) >= WINSORISE_FROM else 0.0)
        if winsorise is None
        else single(numbers, winsorise, "Bagian yang ditarik ke tepi")
    )
    if not 0 <= trim < 0.5:
        raise OutOfRangeError(
            name="Bagian yang ditarik ke tepi", value=trim, allowed="Isi dari 0 sampai 0,5."
        )
    half = 0.5 if np.any(o == 0) else 0.0
    z = np.sqrt(e) * np.log((o + half) / (e + half))
    held = np.clip(z, np.quantile(z, trim), np.quantile(z, 1 - trim)) if trim else z
    phi, k = float(np.mean(held**2)), len(o)
    tau2 = (k * phi - (k - 1)) / float(e.sum() - (e**2).sum() / e.sum())
    return Dispersion(phi, max(tau2, 0.0), z)


@dataclass(frozen=True)
class Funnel:
    """Areas against the limits of chance around their common rate.

    ``rates``, ``expected`` and ``status`` are (areas,); ``status`` is ``"in"``, ``"warn"`` (outside 95 %) or
    ``"bad"`` (outside 99.8 %). ``false_alarms``: areas that chance alone would put outside the 95 % limits.
    """

    counts: FloatArray
    exposure: FloatArray
    per: float
    centre: float
    rates: FloatArray
    expected: FloatArray
    status: tuple[str, ...]
    false_alarms: float
    tau2: float

    def limits(self, exposure: npt.ArrayLike, *, level: float = 0.95) -> Limits:
        """Limits of the rate at these exposures, to draw the funnel."""
        births = positive(exposure, "Kelahiran hidup (penyebut)")
        ratio = funnel_limits(births * self.centre / self.per, level=level, method="tail", tau2=self.tau2)
        return Limits(ratio.low * self.centre, ratio.high * self.centre)


def funnel(
    count: npt.ArrayLike, exposure: npt.ArrayLike, *, per: float = 100_000, overdispersed: bool = False
) -> Funnel:
    """Rates of areas within the limits of chance of their pooled rate.

    Args:
        count: cases (areas,), whole numbers.
        exposure: live births (areas,), above zero.
        overdispersed: widen the limits by the spread that areas show beyond chance.

    Raises:
        EmptyDataError: fewer than two areas, or no case in any of them.

    Source: Spiegelhalter 2005; exact Poisson limits.
    """
    x, births = counts(count, "Kasus teramati"), positive(exposure, "Kelahiran hidup (penyebut)")
    _areas(x, births, least=2)
    if not x.sum():
        raise EmptyDataError(name="Corong", need="Tidak ada satu kasus pun, jadi tidak ada angka bersama.")
    expected = births * x.sum() / births.sum()
    tau2 = funnel_dispersion(x, expected).tau2 if overdispersed else 0.0
    ratio = x / expected
    status = np.full(len(x), INSIDE, dtype=object)
    for level, word in ((0.95, OUTSIDE_95), (0.998, OUTSIDE_998)):
        low, high = funnel_limits(expected, level=level, method="tail", tau2=tau2)
        status[(ratio < low) | (ratio > high)] = word
    return Funnel(
        counts=x,
        exposure=births,
        per=per,
        centre=float(x.sum() / births.sum() * per),
        rates=x / births * per,
        expected=expected,
        status=tuple(status),
        false_alarms=0.05 * len(x),
        tau2=tau2,
    )


def _garwood(x: FloatArray, level: float) -> Limits:
    from scipy import special

    tail = (1 - level) / 2
    low = np.where(x > 0, special.gammaincinv(np.maximum(x, 1e-300), tail), 0.0)
    return Limits(low[()], special.gammainccinv(x + 1, tail)[()])


def _tails(mean: FloatArray, level: float) -> Limits:
    """Counts beyond which the Poisson tail falls below half the rest, between whole counts by the gamma function."""
    from scipy import special

    tail = (1 - level) / 2
    none = special.pdtr(0, mean) >= tail  # no count is too low
    low = np.where(none, 0.0, special.pdtrik(tail, np.where(none, 20.0, mean)))
    high = np.maximum(special.pdtrik(1 - tail, np.where(special.pdtr(0, mean) > 1 - tail, 1.0, mean)), 0.0)
    high = np.where(special.pdtr(0, mean) > 1 - tail, 0.0, high)
    return Limits(low[()], (high + 1)[()])


def _areas(first: FloatArray, second: FloatArray, *, least: int) -> None:
    if first.ndim != 1 or len(first) < least:
        raise EmptyDataError(name="Daftar wilayah", need=f"Isi sedikitnya {least} wilayah.")
    same_length(first, second, ("wilayah", "penyebut"))
