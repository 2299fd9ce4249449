"""Did the programme do it? The change where it ran, less the change that came by itself elsewhere.

The comparison carries the answer only if both groups moved alike before; the pre-trend check and the placebos look
at that, they cannot prove it. Few areas make wide intervals: with one pilot area the interval rests on how much the
comparison areas differ among themselves.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from kpi_sim.errors import EmptyDataError, OutOfRangeError
from kpi_sim.evidence.inputs import FloatArray, level_of, numbers, t_quantile, whole_number, without_dust
from kpi_sim.streams import stream


@dataclass(frozen=True)
class Estimate:
    """A number with its limits; ``clear`` tells whether zero lies outside. Limits are NaN where nothing gives them."""

    value: float
    low: float
    high: float
    level: float

    @property
    def clear(self) -> bool:
        """Zero lies outside the limits."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Attribution:
    """Result of a difference in differences.

    ``effect`` in units of the indicator; ``treated_change`` and ``comparison_change`` are after less before.
    ``pre_trend``: difference of the slopes before the start, per period; ``None`` with fewer than three periods
    before. ``placebo_time``: the same estimate with a start made up halfway through the periods before;
    ``placebo_share``: share of the assignments of the programme to other areas with an effect at least as large,
    the true assignment included; ``None`` where the data are too few.
    """

    effect: Estimate
    treated_change: float
    comparison_change: float
    pre_trend: Estimate | None
    placebo_time: Estimate | None
    placebo_share: float | None
    treated_areas: int
    comparison_areas: int

    @property
    def trends_parallel(self) -> bool | None:
        """``False`` where the groups clearly moved apart before the start; ``None`` where it cannot be looked at."""
        return None if self.pre_trend is None else not self.pre_trend.clear

    @property
    def verdict(self) -> str:
        """``"evidence"``, ``"chance"`` or ``"doubtful"`` (clear, but a check speaks against the comparison)."""
        if not self.effect.clear:
            return "chance"
        against = self.trends_parallel is False or (self.placebo_time is not None and self.placebo_time.clear)
        return "doubtful" if against else "evidence"


VERDICTS = {"evidence": "bukti", "chance": "dapat terjadi karena kebetulan", "doubtful": "belum meyakinkan"}
_MOST_ASSIGNMENTS = 2000


def difference_in_differences(
    treated: npt.ArrayLike, comparison: npt.ArrayLike, *, start: int, level: float = 0.95
) -> Attribution:
    """Effect of a programme from areas with and without it, before and after.

    Args:
        treated: indicator of the areas with the programme (areas, periods); one row is one area.
        comparison: the same of areas without it.
        start: first period of the programme, counted from 0; at least one period lies before it.

    Each area counts once, with its mean after less its mean before: periods of one area are no independent
    witnesses. Limits from Student's t on those changes (Welch for two groups; for a single treated area the spread
    of the comparison areas stands in for its own). With one area on each side there are no limits.

    Raises:
        OutOfRangeError: groups of different length, or no period before or after the start.
        EmptyDataError: a group without area.

    Source: Card and Krueger 1994; Bertrand, Duflo and Mullainathan 2004 (collapsing to before and after);
    Conley and Taber 2011 (few treated areas).
    """
    first, second = _panel(treated, "Wilayah program"), _panel(comparison, "Wilayah pembanding")
    start = _start(first, second, start)
    level = level_of(level)
    size = max(float(np.abs(first).max()), float(np.abs(second).max()))
    changes = _changes(first, start), _changes(second, start)
    pre = first[:, :start], second[:, :start]
    return Attribution(
        effect=_difference(*changes, level, size),
        treated_change=float(changes[0].mean()),
        comparison_change=float(changes[1].mean()),
        pre_trend=_difference(_slopes(pre[0]), _slopes(pre[1]), level, size) if start >= 3 else None,
        placebo_time=(
            _difference(_changes(pre[0], start // 2), _changes(pre[1], start // 2), level, size)
            if start >= 4
            else None
        ),
        placebo_share=_placebo_share(*changes, size),
        treated_areas=len(first),
        comparison_areas=len(second),
    )


def _difference(first: FloatArray, second: FloatArray, level: float, size: float) -> Estimate:
    """Difference of two means with Welch's interval; a group of one borrows the other's spread.

    ``size``: largest figure that the means were computed from, for what counts as rounding.
    """
    m, n = len(first), len(second)
    value = float(without_dust(first.mean() - second.mean(), size))
    if m + n < 3:
        return Estimate(value, float("nan"), float("nan"), level)
    if m == 1 or n == 1:
        several = second if m == 1 else first
        variance, freedom = several.var(ddof=1) * (1 / m + 1 / n), float(len(several) - 1)
    else:
        a, b = first.var(ddof=1) / m, second.var(ddof=1) / n
        variance = a + b
        freedom = float(variance**2 / (a**2 / (m - 1) + b**2 / (n - 1))) if variance > 0 else float(m + n - 2)
    half = t_quantile((1 + level) / 2, freedom) * float(np.sqrt(variance))
    return Estimate(value, value - half, value + half, level)


def _placebo_share(first: FloatArray, second: FloatArray, size: float) -> float | None:
    """Exact permutation test over areas; a fixed sample of assignments where they are too many."""
    m, everyone = len(first), np.concatenate([first, second])
    if len(everyone) < 4:
        return None
    assignments = _assignments(len(everyone), m)
    chosen = everyone[assignments].mean(axis=1)
    effects = chosen - (everyone.sum() - m * chosen) / (len(everyone) - m)
    return float((without_dust(np.abs(effects) - abs(effects[0]), size) >= 0).mean())


def _assignments(areas: int, chosen: int) -> npt.NDArray[np.int64]:
    """Ways to choose ``chosen`` of ``areas`` (ways, chosen); the first is the true one, 0, 1, 2, …"""
    if math.comb(areas, chosen) <= _MOST_ASSIGNMENTS:
        return np.array(list(combinations(range(areas), chosen)))
    rng = stream(0, "placebo", areas, chosen)
    drawn = rng.permuted(np.tile(np.arange(areas), (_MOST_ASSIGNMENTS - 1, 1)), axis=1)[:, :chosen]
    return np.vstack([np.arange(chosen), drawn])


def _changes(panel: FloatArray, start: int) -> FloatArray:
    return np.asarray(panel[:, start:].mean(axis=1) - panel[:, :start].mean(axis=1))


def _slopes(panel: FloatArray) -> FloatArray:
    """Least-squares slope of each area, per period."""
    time = np.arange(panel.shape[1]) - (panel.shape[1] - 1) / 2
    return np.asarray(panel @ time / (time**2).sum())


def _panel(values: npt.ArrayLike, name: str) -> FloatArray:
    panel = np.atleast_2d(numbers(values, name))
    if panel.ndim != 2 or not panel.size:
        raise EmptyDataError(
            name=name, need="Isi satu baris untuk tiap wilayah, satu kolom untuk tiap periode."
        )
    return panel


def _start(first: FloatArray, second: FloatArray, start: int) -> int:
    if first.shape[1] != second.shape[1]:
        raise OutOfRangeError(
            name="Banyaknya periode wilayah pembanding",
            value=str(second.shape[1]),
            allowed=f"Isi periode yang sama dengan wilayah program ({first.shape[1]}).",
        )
    return whole_number(start, "Awal program (urutan periode)", 1, first.shape[1] - 1, ", dihitung dari 0")
