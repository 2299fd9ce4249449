"""How many replications: until a mean is known precisely enough.

The look-ahead rule of Hoad, Robinson and Davies: the first number of replications at which the interval of the
cumulative mean is narrow enough, and stays so for some replications more. The decision is taken at the smallest
number that satisfies it, so the size of the rounds in which replications are run does not change the answer.
"""

from __future__ import annotations

import math
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi_sim.errors import OutOfRangeError
from kpi_sim.experiment.intervals import student
from kpi_sim.experiment.results import Results
from kpi_sim.experiment.running import CHUNK, replicate
from kpi_sim.scenarios.scenario import Scenario

FloatArray = npt.NDArray[np.float64]

FEWEST = 3  # replications before a decision: fewer say nothing about their spread
_LOOK_FURTHER = 100  # beyond this many replications the look-ahead grows in proportion


@dataclass(frozen=True)
class Precision:
    """Outcome of :func:`until_precision`.

    ``replications`` is how many were enough (or all that were allowed); ``half_width`` and ``mean`` are those at that
    number, in the unit of the metric; ``reached`` is ``False`` when the limit stopped the run. ``results`` holds
    exactly these replications.
    """

    metric: str
    replications: int
    mean: float
    half_width: float
    level: float
    reached: bool
    results: Results


def until_precision(
    scenario: Scenario | str,
    *,
    metric: str,
    relative: float | None = None,
    absolute: float | None = None,
    level: float = 0.95,
    look_ahead: int = 5,
    max_replications: int = 2000,
    seed: int = 0,
    executor: Executor | None = None,
) -> Precision:
    """Replicate until the half width of the mean is at most ``relative`` times the mean, or ``absolute``.

    Raises:
        OutOfRangeError: neither or both targets, or one that is not above zero.
        UnknownNameError: the scenario gives no such indicator.

    Source: Hoad, Robinson and Davies 2010, Automated selection of the number of replications.
    """
    target = _target(relative, absolute)
    if look_ahead < 0 or max_replications < FEWEST:
        raise OutOfRangeError(
            name="Batas ulangan", value=max_replications, allowed=f"Isi paling sedikit {FEWEST}."
        )
    planned = min(CHUNK, max_replications)
    while True:
        results = replicate(scenario, replications=planned, seed=seed, executor=executor)
        values = results.metric(metric)[0]
        half, mean = half_widths(values, level)
        reach = half if relative is None else _relative(half, mean)
        found = first_precise(reach, target, look_ahead)
        if found is not None or planned == max_replications:
            n = found or planned
            return Precision(
                metric, n, float(mean[n - 1]), float(half[n - 1]), level, found is not None, results.first(n)
            )
        planned = min(max(planned + CHUNK, planned * 3 // 2), max_replications)


def half_widths(values: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
    """Half width and mean of the first 1, 2, 3, … values; infinite for one value; NaN values are left out."""
    known = np.isfinite(values)
    n = known.cumsum()
    filled = np.where(known, values, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = filled.cumsum() / n
        # running sum of squared deviations from a fixed centre: no loss of digits
        centre = filled[known][0] if known.any() else 0.0
        moved = np.where(known, filled - centre, 0.0)
        squares = (moved**2).cumsum() - moved.cumsum() ** 2 / n
        half = student(level, n) * np.sqrt(np.maximum(squares, 0) / (n - 1) / n)
    return np.where(n > 1, half, np.inf), mean


def first_precise(half: FloatArray, target: float, look_ahead: int) -> int | None:
    """The first number of replications that is precise enough and stays so; ``None`` when not (yet) known."""
    enough = half <= target
    for n in range(FEWEST, len(half) + 1):
        ahead = look_ahead if n <= _LOOK_FURTHER else look_ahead * n // _LOOK_FURTHER
        if n + ahead > len(half):
            return None
        if enough[n - 1 : n + ahead].all():
            return n
    return None


def replications_needed(
    mean: float,
    variance: float,
    *,
    relative: float | None = None,
    absolute: float | None = None,
    level: float = 0.95,
    fewest: int = 2,
) -> int:
    """Replications that a first sample suggests, as in Law's book (a relative error is one of the true mean).

    Source: Law, Simulation Modeling and Analysis, approximate number of replications.
    """
    target = _target(relative, absolute)
    if relative is not None:
        target = abs(mean) * relative / (1 + relative)
    if not (variance >= 0 and math.isfinite(variance) and target > 0):
        raise OutOfRangeError(
            name="Ragam", value=variance, allowed="Isi nol atau lebih, dan rata-rata bukan nol."
        )
    n = max(fewest, 2)
    while float(student(level, n)) * math.sqrt(variance / n) > target:
        n += 1
    return n


def _target(relative: float | None, absolute: float | None) -> float:
    given = [value for value in (relative, absolute) if value is not None]
    if len(given) != 1 or not 0 < given[0] < math.inf:
        raise OutOfRangeError(
            name="Ketelitian",
            value=given[0] if len(given) == 1 else "tidak jelas",
            allowed="Isi salah satu: relative (misalnya 0,05) atau absolute, di atas nol.",
        )
    return given[0]


def _relative(half: FloatArray, mean: FloatArray) -> FloatArray:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(half == 0, 0.0, half / np.abs(mean))
