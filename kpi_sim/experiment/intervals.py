"""Intervals of means over independent replications."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from kpi_sim.errors import OutOfRangeError

FloatArray = npt.NDArray[np.float64]


def interval(
    values: FloatArray, level: float = 0.95
) -> tuple[FloatArray, FloatArray, FloatArray, npt.NDArray[Any]]:
    """Mean, lower and upper limit (Student t) and count along the last axis; NaN values are left out.

    Raises:
        OutOfRangeError: the level is not between 0 and 1.

    Source: Student 1908.
    """
    if not 0 < level < 1:
        raise OutOfRangeError(
            name="Tingkat keyakinan", value=level, allowed="Isi di antara 0 dan 1, misalnya 0,95."
        )
    n = np.isfinite(values).sum(axis=-1)
    mean = mean_of(values)
    spread = np.where(np.isfinite(values), values - mean[..., None], 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        error = np.sqrt((spread**2).sum(axis=-1) / np.where(n > 1, n - 1, np.nan) / n)
    half = student(level, n) * error
    return mean, mean - half, mean + half, n


def student(level: float, n: npt.NDArray[Any] | int) -> FloatArray:
    """Two-sided t quantile for ``n`` values."""
    from scipy.special import stdtrit

    freedom = np.where(np.asarray(n) > 1, np.asarray(n, dtype=float) - 1, np.nan)
    quantile: FloatArray = stdtrit(freedom, (1 + level) / 2)
    return quantile


def mean_of(values: FloatArray) -> FloatArray:
    known = np.isfinite(values)
    total, n = np.where(known, values, 0.0).sum(axis=-1), known.sum(axis=-1)
    result: FloatArray = np.divide(total, n, out=np.full(total.shape, np.nan), where=n > 0)
    return result
