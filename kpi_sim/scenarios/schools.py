"""Schools whose teachers are trained, and what their results say about the training.

A school's result in a year is its lasting level, what the dinas adds, and luck. Luck does not come back: schools
chosen because a year was bad rise the next year even if the training does nothing (regression to the mean), and
those chosen for a good year fall. Half of the chosen may wait as a comparison; what both have in common is not the
training's.

asumsi: levels and luck are normal, schools within an area are alike in size, and the training works from the year in
which it is given. ``reliability`` is the lasting share of the variance within an area.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi_sim.scenarios.chance import Chance
from kpi_sim.scenarios.inputs import ratio

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

AT_RANDOM, LOWEST, HIGHEST = range(3)
_LASTING, _LUCK, _LOT, _WAIT = range(100, 104)  # parts of the address within purpose "education"


@dataclass(frozen=True)
class Training:
    """Which schools are trained: ``share`` of each area's, chosen by ``choice``; of these ``waiting`` are not trained
    and stand beside as comparison. ``waiting`` is a share of the chosen."""

    share: float
    choice: int
    waiting: float


@dataclass(frozen=True)
class SchoolResults:
    """Results by period and area, the province first: arrays (replications, periods, 1 + areas), points 0-100.

    ``trained`` and ``comparison``: means of the two groups; ``improved``: percent of the trained above their own
    result of the period of choice. NaN where a group is empty. ``trained_schools``: (replications, 1 + areas).
    """

    mean: FloatArray
    trained: FloatArray
    comparison: FloatArray
    improved: FloatArray
    trained_schools: FloatArray


def school_results(
    chance: Chance,
    schools: npt.NDArray[np.int64],
    level: FloatArray,
    added: FloatArray,
    training_effect: FloatArray,
    training: Training,
    *,
    spread: float,
    reliability: float,
) -> SchoolResults:
    """Results of all schools, chosen for training by their results of period 0.

    Args:
        schools: number of schools (areas,).
        level: lasting mean of each area, points (areas,).
        added: what else the dinas adds, points (replications, periods, areas).
        training_effect: what training adds where it is given, points (replications, periods); 0 in period 0.
        spread: standard deviation of a year's results within an area, points.
        reliability: lasting share of that variance, 0-1.
    """
    at = np.repeat(np.arange(len(schools)), schools)
    many, periods = len(at), added.shape[1]
    lasting = spread * np.sqrt(reliability) * chance.normal(_LASTING, many)
    luck = spread * np.sqrt(1 - reliability) * chance.normal(_LUCK, periods, many)
    untrained = level[at] + added[:, :, at] + lasting[:, None, :] + luck
    trained, waiting = chosen_schools(chance, untrained[:, 0], schools, training)
    results = untrained + training_effect[:, :, None] * trained[:, None, :]
    better = 100.0 * (results > results[:, :1])
    return SchoolResults(
        mean=_group_mean(results, np.ones_like(trained), schools),
        trained=_group_mean(results, trained, schools),
        comparison=_group_mean(results, waiting, schools),
        improved=_group_mean(better, trained, schools),
        trained_schools=_by_area(trained.astype(float), schools),
    )


def chosen_schools(
    chance: Chance, result: FloatArray, schools: npt.NDArray[np.int64], training: Training
) -> tuple[BoolArray, BoolArray]:
    """Which schools are trained and which wait as comparison, (replications, schools) each; chosen within each area.

    Whether a chosen school is trained or waits is decided by lot.
    """
    many = result.shape[1]
    key = {LOWEST: result, HIGHEST: -result}.get(training.choice, chance.uniform(_LOT, many))
    lot = chance.uniform(_WAIT, many)
    trained, waiting = np.zeros(result.shape, bool), np.zeros(result.shape, bool)
    stop = 0
    for here in schools:
        start, stop = stop, stop + int(here)
        take = round(training.share * int(here))
        first = start + np.argsort(key[:, start:stop], axis=1, kind="stable")[:, :take]
        turn = np.argsort(np.take_along_axis(lot, first, axis=1), axis=1, kind="stable")
        held = round(training.waiting * take)
        ranked = np.take_along_axis(first, turn, axis=1)
        np.put_along_axis(trained, ranked[:, held:], True, axis=1)
        np.put_along_axis(waiting, ranked[:, :held], True, axis=1)
    return trained, waiting


def _group_mean(results: FloatArray, member: BoolArray, schools: npt.NDArray[np.int64]) -> FloatArray:
    """Mean over the members of a group, by area and for the province, (replications, periods, 1 + areas)."""
    inside = member[:, None, :].astype(float)
    return ratio(_by_area(results * inside, schools), _by_area(inside, schools))


def _by_area(values: FloatArray, schools: npt.NDArray[np.int64]) -> FloatArray:
    """Sums over the schools (last axis) of the province and of each area."""
    starts = np.concatenate([[0], np.cumsum(schools)[:-1]]).astype(np.int64)
    sums = np.add.reduceat(values, starts, axis=-1)
    return np.concatenate([sums.sum(axis=-1, keepdims=True), sums], axis=-1)
