"""Achievement of indicators by the rules, for the province in each replication and period."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kpi_sim.indicators.achievement import achievement
from kpi_sim.indicators.words import Polarity
from kpi_sim.rules import load_rules

FloatArray = npt.NDArray[np.float64]

CAP_RULE = "capaian-kemenkeu-2026"


def achievements(realisation: FloatArray, target: float, polarity: str) -> FloatArray:
    """Achievement in percent, capped as the rule says; NaN where nothing was measured. Any shape.

    Source: KMK 127/2026 (index cap); formulas of ``kpi_sim.achievement``.
    """
    cap, way = load_rules(CAP_RULE)["index"]["cap"], Polarity.parse(polarity)
    scores = [_one(float(value), target, way, cap) for value in realisation.ravel()]
    return np.array(scores).reshape(realisation.shape)


def _one(value: float, target: float, polarity: Polarity, cap: int) -> float:
    if np.isnan(value):
        return float("nan")
    score = achievement(value, target, polarity, cap=cap)
    return float("nan") if score is None else float(score)
