"""Deaths of small areas as chance gives them: what a dinas counts, with the true rate kept beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi_sim.errors import OutOfRangeError
from kpi_sim.evidence.inputs import FloatArray, not_negative, single
from kpi_sim.streams import blocks, stream

_AREA, _YEAR, _COUNT = range(3)  # parts of the address within purpose "deaths"
_SUMMED_UP_TO = 10.0  # means whose quantile is found by summing the law; above, from the normal one
_EXACT_UP_TO = 500.0  # above, the normal one, bent, is near enough
_NEGLIGIBLE = 1e-18


@dataclass(frozen=True)
class Deaths:
    """Simulated counts (replications, periods, areas) and the true rates (per ``per``) behind them."""

    deaths: npt.NDArray[np.int64]
    births: FloatArray
    true_rates: FloatArray
    per: float

    @property
    def rates(self) -> FloatArray:
        """Counted rates (replications, periods, areas); NaN without births."""
        out = np.full(self.deaths.shape, np.nan)
        np.divide(self.deaths * self.per, self.births, out=out, where=self.births > 0)
        return out


def simulate_deaths(
    births: npt.ArrayLike,
    rate: npt.ArrayLike,
    *,
    per: float = 100_000,
    periods: int = 1,
    area_spread: float = 0.0,
    period_spread: float = 0.0,
    replications: int = 1,
    seed: int = 0,
) -> Deaths:
    """Deaths by period and area: Poisson around a rate that may differ by area and by area and period (gamma).

    Args:
        births: live births (areas,) or (periods, areas).
        rate: true rate per ``per``; a number, (areas,) or (periods, areas).
        periods: number of periods where neither has a row for each.
        area_spread: coefficient of variation of the lasting differences between areas.
        period_spread: coefficient of variation of the passing ones; with it the counts are negative binomial.

    Under one seed a higher rate never gives fewer deaths: scenarios are paired.

    Raises:
        OutOfRangeError: negative numbers, or shapes that do not belong together.

    Source: Poisson law of rare events; gamma-Poisson mixture (Greenwood and Yule 1920).
    """
    exposure, level = _table(births, "Kelahiran hidup", periods), _table(rate, "Angka kematian", periods)
    try:
        rows, areas = np.broadcast_shapes(exposure.shape, level.shape, (periods, 1))
    except ValueError:
        raise OutOfRangeError(
            name="Bentuk data kelahiran dan angka kematian",
            value=f"{exposure.shape} dan {level.shape}",
            allowed="Isi satu bilangan untuk tiap wilayah, atau tiap tahun dan wilayah.",
        ) from None
    exposure, level = np.broadcast_to(exposure, (rows, areas)), np.broadcast_to(level, (rows, areas))
    lasting = single(not_negative, area_spread, "Perbedaan antarwilayah")
    passing = single(not_negative, period_spread, "Perbedaan antartahun")
    rates, dead = [], []
    for block, used in blocks(replications):
        shape = (used, rows, areas)
        by_area = _mixing(lasting, (used, 1, areas), stream(seed, "deaths", block, _AREA))
        by_year = _mixing(passing, shape, stream(seed, "deaths", block, _YEAR))
        true = level * by_area * by_year
        uniform = stream(seed, "deaths", block, _COUNT).random(shape)
        rates.append(true)
        dead.append(poisson_quantile(uniform, true * exposure / per))
    return Deaths(np.concatenate(dead), exposure, np.concatenate(rates), per)


def poisson_quantile(uniform: FloatArray, mean: FloatArray) -> npt.NDArray[np.int64]:
    """The count whose cumulative Poisson probability first reaches ``uniform`` (0-1), elementwise.

    Drawing through one uniform number makes counts grow with their mean, never fall.
    """
    u, m = np.broadcast_arrays(uniform, mean)
    result = np.zeros(u.shape, dtype=np.int64)
    large = m > _EXACT_UP_TO
    small = m <= _SUMMED_UP_TO
    for which, counts in ((small, _by_sum), (~small & ~large, _by_search), (large, _by_normal)):
        if which.any():
            result[which] = counts(u[which], m[which])
    return result


def _by_sum(u: FloatArray, mean: FloatArray) -> npt.NDArray[np.int64]:
    """Counts how many steps of the cumulative law lie below ``u``; those done leave the row now and then."""
    result = np.zeros(len(u), dtype=np.int64)
    at, term, k = np.arange(len(u)), np.exp(-mean), 0
    total = term.copy()
    while True:
        # far in the tail the sum stops growing just below a uniform number next to 1
        above = (u > total) & ((term > _NEGLIGIBLE) | (k < mean))
        result[at] += above
        left = int(above.sum())
        if not left:
            return result
        if left < 0.7 * len(at):
            at, u, mean, term, total = at[above], u[above], mean[above], term[above], total[above]
        k += 1
        term = term * mean / k
        total = total + term


def _by_search(u: FloatArray, mean: FloatArray) -> npt.NDArray[np.int64]:
    """From where the normal law points, a count or two up or down by the exact law."""
    from scipy import special

    k = _by_normal(u, mean).astype(float)
    while (short := special.pdtr(k, mean) < u).any():
        k[short] += 1
    while (spare := (k > 0) & (special.pdtr(k - 1, mean) >= u)).any():
        k[spare] -= 1
    return k.astype(np.int64)


def _by_normal(u: FloatArray, mean: FloatArray) -> npt.NDArray[np.int64]:
    """Cornish-Fisher: normal quantile with the skewness of the Poisson law; within a count above 500."""
    from scipy import special

    z = special.ndtri(np.clip(u, 1e-16, 1 - 1e-16))
    value = mean + np.sqrt(mean) * z + (z**2 - 1) / 6
    return np.asarray(np.maximum(np.ceil(value - 0.5), 0), dtype=np.int64)


def _mixing(spread: float, shape: tuple[int, ...], rng: np.random.Generator) -> FloatArray:
    """Multipliers of mean 1 with this coefficient of variation."""
    return rng.standard_gamma(1 / spread**2, shape) * spread**2 if spread > 0 else np.ones(shape)


def _table(values: npt.ArrayLike, name: str, periods: int) -> FloatArray:
    array = not_negative(values, name)
    return array if array.ndim == 2 else np.atleast_1d(array)[None, :]
