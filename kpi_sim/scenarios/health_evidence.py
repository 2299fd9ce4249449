"""What counts of deaths allow to say: exact limits, the funnel, falls by chance, before and after beside others.

The same questions as :mod:`kpi_sim.evidence` answers for one table, asked of many replications at once.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kpi_sim.evidence.count_change import log_ratio_against
from kpi_sim.evidence.inputs import normal_quantile
from kpi_sim.evidence.small_area import funnel_limits, poisson_limits
from kpi_sim.scenarios.health_care import Pilot
from kpi_sim.scenarios.inputs import ratio

FloatArray = npt.NDArray[np.float64]

LEVEL = 0.95


def rate_with_limits(
    deaths: FloatArray, births: FloatArray, per: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Rate and its exact limits (Poisson, 95 %), any shape; NaN without births."""
    low, high = poisson_limits(deaths, level=LEVEL)
    return (
        per * ratio(deaths, births),
        per * ratio(np.asarray(low), births),
        per * ratio(np.asarray(high), births),
    )


def outside_funnel(deaths: FloatArray, births: FloatArray) -> FloatArray:
    """How many areas (last axis) lie outside the 95 % limits around their common rate; NaN without any death."""
    expected = ratio(births * deaths.sum(axis=-1, keepdims=True), births.sum(axis=-1, keepdims=True))
    some = expected > 0
    low, high = funnel_limits(np.where(some, expected, 1.0), level=LEVEL, method="tail")
    found = deaths / np.where(some, expected, 1.0)
    outside = ((found < low) | (found > high)).sum(axis=-1).astype(float)
    return np.where(some.all(axis=-1), outside, np.nan)


def fallen(deaths: FloatArray) -> tuple[FloatArray, FloatArray]:
    """How many areas counted fewer deaths than the year before, and how many half or less of some deaths.

    ``deaths`` is (replications, years, areas); the first year has no year before, NaN.
    """
    before, after = deaths[:, :-1], deaths[:, 1:]
    none = np.full((len(deaths), 1), np.nan)
    fewer = (after < before).sum(axis=-1)
    halved = ((before > 0) & (after <= before / 2)).sum(axis=-1)
    return np.concatenate([none, fewer], axis=1), np.concatenate([none, halved], axis=1)


def pilot_against_others(
    deaths: FloatArray, births: FloatArray, pilot: Pilot, before: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Change of the pilot areas over that of the comparison areas, all years since the start against all before.

    Args:
        deaths: (replications, years, areas); ``births``: (areas,) of one year.
        before: years before the start.

    Returns:
        Ratio of rates and its 95 % limits (replications, years); 1 is no effect. NaN before the start and without
        pilot or comparison areas.
    """
    shape = deaths.shape[:2]
    if not pilot.treated.shape[1] or not pilot.comparison.shape[1]:
        return tuple(np.full(shape, np.nan) for _ in range(3))  # type: ignore[return-value]
    since = np.cumsum(deaths[:, before:], axis=1)
    earlier = np.broadcast_to(deaths[:, :before].sum(axis=1, keepdims=True), since.shape)
    cases = np.stack([earlier, since], axis=-1)  # (replications, years, areas, 2)
    years = np.arange(1, since.shape[1] + 1)[:, None]
    exposed = np.stack([np.broadcast_to(births * before, (len(years), len(births))), births * years], axis=-1)
    chosen = [
        (_of(cases, group), _of(np.broadcast_to(exposed, cases.shape), group))
        for group in (pilot.treated, pilot.comparison)
    ]
    log, error, _ = log_ratio_against(*chosen[0], *chosen[1])
    z = normal_quantile((1 + LEVEL) / 2)
    none = np.full((shape[0], before), np.nan)
    found = [np.concatenate([none, np.exp(log + k * error)], axis=1) for k in (0.0, -z, z)]
    return found[0], found[1], found[2]


def _of(values: FloatArray, group: npt.NDArray[np.int64]) -> FloatArray:
    """The areas of a group, (replications, years, areas of the group, 2)."""
    return np.take_along_axis(values, group[:, None, :, None], axis=2)
