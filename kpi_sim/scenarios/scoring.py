"""Achievement of indicators by the rules, in each replication."""

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

    The two formulas of a target above zero are worked out on whole arrays: a simulator's move scores thousands of
    figures, and they are floats anyway. Everything else goes one by one through ``kpi_sim.achievement``, which is exact.

    Source: KMK 127/2026 (index cap); formulas of ``kpi_sim.achievement``.
    """
    cap, way = float(load_rules(CAP_RULE)["index"]["cap"]), Polarity.parse(polarity)
    if target <= 0 or way is Polarity.STABILIZE:
        scores = [_one(value, target, way) for value in realisation.ravel().tolist()]
        return np.array(scores).reshape(realisation.shape)
    met = 100.0 * (
        realisation / target
    )  # in this order a realisation that is the target gives 100 and nothing near it
    return np.asarray(np.clip(met if way is Polarity.MAXIMIZE else 200.0 - met, 0.0, cap))


def _one(value: float, target: float, polarity: Polarity) -> float:
    score = None if np.isnan(value) else achievement(value, target, polarity, rule=CAP_RULE)
    return float("nan") if score is None else float(score)
