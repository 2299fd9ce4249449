"""Arrivals whose rate changes by the hour: a unit-rate process mapped through the cumulative rate.

A customer's unit gap belongs to the customer. More demand adds customers and moves the others closer together, so
two demand levels under one seed differ by demand alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


def cumulative_rate(expected: Sequence[float], slot_minutes: float) -> tuple[FloatArray, FloatArray]:
    """Knots of the cumulative rate: people expected until each moment, and the moments (minutes since opening).

    Slots without anybody are left out of the knots, so that nobody lands in one.
    """
    rates = np.asarray(expected, dtype=float)
    total = np.concatenate([[0.0], np.cumsum(rates)])
    minutes = np.arange(len(rates) + 1) * slot_minutes
    busy = np.flatnonzero(rates > 0)
    edges = np.unique(np.concatenate([busy, busy + 1]))
    people, moments = total[edges], minutes[edges]
    return _open_gaps(people, moments, edges, rates)


def _open_gaps(
    people: FloatArray, moments: FloatArray, edges: npt.NDArray[np.int64], rates: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Part the two ends of an idle gap by the smallest step, so that interpolation jumps over it."""
    people = people.copy()
    for at in range(len(edges) - 1):
        if not rates[edges[at] : edges[at + 1]].any():  # an idle stretch between two busy slots
            people[at + 1] = np.nextafter(people[at], np.inf)
    return people, moments


def nonstationary_poisson(
    unit_times: FloatArray, knots: tuple[FloatArray, FloatArray], *, after: float
) -> FloatArray:
    """Arrival moments (minutes since opening) of customers at unit-rate ``unit_times``; ``after`` if the day is over.

    Args:
        unit_times: running sums of unit exponential gaps, any shape.
        knots: from :func:`cumulative_rate`.
        after: value for those who come when the doors are closed.
    """
    people, moments = knots
    if not len(people):
        return np.full(unit_times.shape, after)
    result: FloatArray = np.interp(unit_times, people, moments, right=after)
    return result
