"""Achievement of indicators by the rules, in each replication."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from kpi_sim.indicators.achievement import achievement
from kpi_sim.indicators.words import Polarity
from kpi_sim.rules import load_rules
from kpi_sim.units import to_decimal

FloatArray = npt.NDArray[np.float64]

CAP_RULE = "capaian-kemenkeu-2026"


def achievements(realisation: FloatArray, target: float, polarity: str) -> FloatArray:
    """Achievement in percent, capped as the rule says; NaN where nothing was measured. Any shape.

    Source: KMK 127/2026 (index cap); formulas of ``kpi_sim.achievement``.
    """
    cap, way = Decimal(load_rules(CAP_RULE)["index"]["cap"]), Polarity.parse(polarity)
    goal = to_decimal(target)
    scores = [_one(value, goal, way, cap) for value in realisation.ravel().tolist()]
    return np.array(scores).reshape(realisation.shape)


def area_achievements(realisation: FloatArray, target: float, polarity: str) -> FloatArray:
    """Achievement by period and area, the province first: (replications, periods, 1 + areas).

    The province is scored in every period, its areas in the last one only; elsewhere NaN. (A score is worked out in
    exact fractions; scoring everything would cost more than the simulation.)
    """
    scores = np.full(realisation.shape, np.nan)
    scores[..., 0] = achievements(realisation[..., 0], target, polarity)
    scores[:, -1, 1:] = achievements(realisation[:, -1, 1:], target, polarity)
    return scores


def _one(value: float, target: Decimal, polarity: Polarity, cap: Decimal) -> float:
    if math.isnan(value):
        return math.nan
    score = achievement(value, target, polarity, cap=cap)
    return math.nan if score is None else float(score)
