""" "AKI turun": evidence or chance? Two counts before and after, alone or against areas without the programme."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi_sim.errors import EmptyDataError, OutOfRangeError
from kpi_sim.evidence.inputs import FloatArray, counts, level_of, normal_quantile, positive

_HALF = (
    0.5  # added to every count before a logarithm is taken (Haldane 1956), so that zero cases can be compared
)


@dataclass(frozen=True)
class CountChange:
    """A change of rates from counts.

    ``ratio``: rate after over rate before (for a comparison: over what the other areas did), with limits; 1 is no
    change. ``chance``: probability of a fall at least as deep though nothing has changed. ``dispersion``: spread of
    the comparison areas beyond chance, 1 for none or without a comparison.
    """

    ratio: float
    low: float
    high: float
    chance: float
    level: float
    dispersion: float = 1.0

    @property
    def verdict(self) -> str:
        """``"fell"``, ``"rose"`` or ``"chance"``: what the limits allow to say."""
        return "fell" if self.high < 1 else "rose" if self.low > 1 else "chance"


def count_change(
    before: float,
    after: float,
    *,
    exposure_before: float,
    exposure_after: float,
    level: float = 0.95,
) -> CountChange:
    """Exact comparison of two counts: given their sum, the later one is binomial if nothing has changed.

    Args:
        before, after: counts of equal meaning (deaths), whole numbers; several years may be summed.
        exposure_before, exposure_after: live births of the same years.

    Raises:
        OutOfRangeError: a negative or broken count, no births.
        EmptyDataError: no case before or after.

    Source: Przyborowski and Wilenski 1940; limits of Clopper and Pearson 1934.
    """
    from scipy import special

    x0, x1 = counts([before, after], "Cacah kejadian")
    b0, b1 = positive([exposure_before, exposure_after], "Kelahiran hidup (penyebut)")
    total, tail = x0 + x1, (1 - level_of(level)) / 2
    if not total:
        raise EmptyDataError(name="Perbandingan", need="Tidak ada satu kasus pun, sebelum maupun sesudah.")
    low = special.betaincinv(x1, x0 + 1, tail) if x1 else 0.0
    high = special.betaincinv(x1 + 1, x0, 1 - tail) if x0 else 1.0
    scale = b0 / b1
    return CountChange(
        ratio=float(x1 / x0 * scale) if x0 else float("inf"),
        low=float(low / (1 - low) * scale),
        high=float(high / (1 - high) * scale) if high < 1 else float("inf"),
        chance=float(fall_by_chance(x0, x1, b0, b1)),
        level=level,
    )


def count_change_against(
    treated: npt.ArrayLike,
    treated_exposure: npt.ArrayLike,
    comparison: npt.ArrayLike,
    comparison_exposure: npt.ArrayLike,
    *,
    level: float = 0.95,
) -> CountChange:
    """Change of the areas with a programme over the change of those without: a difference in differences of counts.

    Args:
        treated: counts (2,) before and after, or (areas, 2).
        treated_exposure: live births, same shape.
        comparison: counts of areas without the programme (areas, 2), two areas or more.
        comparison_exposure: live births, same shape.

    What moved everywhere (a new way of recording, a better year) cancels. Where the comparison areas differ more
    than chance, the limits grow by that much (quasi-Poisson).

    Raises:
        OutOfRangeError: shapes that do not fit, negative counts, no births.
        EmptyDataError: fewer than two comparison areas.

    Source: ratio of rate ratios with Haldane's half; dispersion of McCullagh and Nelder 1989.
    """
    first, first_births = _pairs(treated, treated_exposure, "Wilayah program", least=1)
    second, second_births = _pairs(comparison, comparison_exposure, "Wilayah pembanding", least=2)
    log, error, dispersion = log_ratio_against(first, first_births, second, second_births)
    z = normal_quantile((1 + level_of(level)) / 2)
    from scipy import special

    return CountChange(
        ratio=float(np.exp(log)),
        low=float(np.exp(log - z * error)),
        high=float(np.exp(log + z * error)),
        chance=float(special.ndtr(log / error)),
        level=level,
        dispersion=float(dispersion),
    )


def fall_by_chance(
    before: npt.ArrayLike, after: npt.ArrayLike, exposure_before: npt.ArrayLike, exposure_after: npt.ArrayLike
) -> FloatArray:
    """Probability of at most ``after`` cases of the sum where the rate has not changed; arrays broadcast."""
    from scipy import special

    x0, x1 = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    b0, b1 = np.asarray(exposure_before, dtype=float), np.asarray(exposure_after, dtype=float)
    return np.asarray(special.bdtr(x1, np.asarray(x0 + x1, dtype=int), b1 / (b0 + b1)))[()]


def log_ratio_against(
    treated: FloatArray, treated_births: FloatArray, comparison: FloatArray, comparison_births: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Log ratio of rate ratios, its standard error and the dispersion; (…, areas, 2) arrays, areas are pooled."""
    pooled = treated.sum(axis=-2) + _HALF, comparison.sum(axis=-2) + _HALF
    births = treated_births.sum(axis=-2), comparison_births.sum(axis=-2)
    logs = [
        np.log(x[..., 1] / x[..., 0]) - np.log(b[..., 1] / b[..., 0])
        for x, b in zip(pooled, births, strict=True)
    ]
    dispersion = _dispersion(comparison, comparison_births)
    variance = dispersion * sum((1 / x).sum(axis=-1) for x in pooled)
    return np.asarray(logs[0] - logs[1]), np.sqrt(variance), dispersion


def _dispersion(x: FloatArray, births: FloatArray) -> FloatArray:
    """Pearson's chi-square of the areas' shares after, over its degrees of freedom, at least 1; (…, areas, 2)."""
    total = x.sum(axis=-1)
    odds = (x[..., 1].sum(axis=-1) + _HALF) / (x[..., 0].sum(axis=-1) + _HALF)
    odds = odds * births[..., 0].sum(axis=-1) / births[..., 1].sum(axis=-1)
    after = odds[..., None] * births[..., 1]
    share = after / (after + births[..., 0])
    spread = total * share * (1 - share)
    chi = np.divide((x[..., 1] - total * share) ** 2, spread, out=np.zeros_like(total), where=spread > 0)
    freedom = np.maximum((total > 0).sum(axis=-1) - 1, 1)
    return np.asarray(np.maximum(chi.sum(axis=-1) / freedom, 1.0))


def _pairs(
    values: npt.ArrayLike, exposure: npt.ArrayLike, name: str, *, least: int
) -> tuple[FloatArray, FloatArray]:
    x, births = (
        np.atleast_2d(counts(values, name)),
        np.atleast_2d(positive(exposure, "Kelahiran hidup (penyebut)")),
    )
    if x.shape != births.shape or x.ndim != 2 or x.shape[1] != 2:
        raise OutOfRangeError(
            name=name,
            value=f"bentuk {x.shape} dan {births.shape}",
            allowed="Isi satu pasang bilangan (sebelum, sesudah) untuk tiap wilayah.",
        )
    if len(x) < least:
        raise EmptyDataError(name=name, need=f"Isi sedikitnya {least} wilayah.")
    return x, births
