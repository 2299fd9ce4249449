"""How a year of a dinas is judged: IKU by the rules of achievement, AKIP by its twelve letters, trust by the public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from kpi_sim.indicators.accountability import AKIP, accountability_score, subcomponent_grade
from kpi_sim.rules import load_rules
from kpi_sim.scenarios.agency_year import Decisions, Figures, Luck, State
from kpi_sim.scenarios.inputs import number, row
from kpi_sim.scenarios.parameter import Value
from kpi_sim.scenarios.scoring import achievements

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

# the IKU of the dinas -> polarity; target and weight are parameters
IKU = {
    "service_on_time": "maximize",
    "satisfaction_score": "maximize",
    "facility_delivery": "maximize",
    "maternal_deaths": "minimize",
    "dropout_rate": "minimize",
    "system_use": "maximize",
}


@dataclass(frozen=True)
class YearScore:
    """Judgement of a year, arrays (replications,).

    ``true`` and ``reported``: IKU -> achievement in percent; ``true_total``, ``reported_total``: weighted means.
    ``flattery``: points by which the report is better than the year. ``exposed``: somebody from outside counted too.
    ``trust``: 0-100 after the year; ``akip``: score 0-100.
    """

    true: dict[str, FloatArray]
    reported: dict[str, FloatArray]
    true_total: FloatArray
    reported_total: FloatArray
    flattery: FloatArray
    exposed: BoolArray
    akip: FloatArray
    trust: FloatArray

    def met(self, *, reported: bool) -> FloatArray:
        """How many IKU reach their target."""
        part = self.reported if reported else self.true
        return np.asarray(sum((score >= 100).astype(float) for score in part.values()))


def targets(values: Mapping[str, Value], year: int) -> dict[str, float]:
    """Target of each IKU in a year (0-4)."""
    return {name: float(row(values, f"target.{name}")[year]) for name in IKU}


def weights(values: Mapping[str, Value]) -> dict[str, float]:
    """Weight of each IKU."""
    return {name: number(values, f"weight.{name}") for name in IKU}


def judge(
    figures: Figures, state: State, year: int, decisions: Decisions, values: Mapping[str, Value], luck: Luck
) -> YearScore:
    """The year as the rules and the public see it."""
    goal = targets(values, year)
    true = {n: achievements(figures.true[n], goal[n], way) for n, way in IKU.items()}
    reported = {n: achievements(figures.reported[n], goal[n], way) for n, way in IKU.items()}
    is_true, is_reported = _total(true, values), _total(reported, values)
    flattery = np.maximum(is_reported - is_true, 0.0)
    exposed = luck.check[:, year] < number(values, "trust.check_chance")
    return YearScore(
        true=true,
        reported=reported,
        true_total=is_true,
        reported_total=is_reported,
        flattery=flattery,
        exposed=exposed,
        akip=akip_scores(state, decisions, np.where(exposed, flattery, 0.0)),
        trust=_trust(state, figures, values, np.where(exposed, flattery, 0.0)),
    )


def _total(scores: Mapping[str, FloatArray], values: Mapping[str, Value]) -> FloatArray:
    weight = weights(values)
    total = sum(weight.values()) or 1.0
    return np.asarray(sum(weight[name] * score for name, score in scores.items()) / total)


def _trust(state: State, figures: Figures, values: Mapping[str, Value], found_out: FloatArray) -> FloatArray:
    """Trust follows what people meet at the counter; being found out costs, saying a figure was corrected pays."""
    met = number(values, "trust.start") + number(values, "trust.service") * (
        figures.true["satisfaction_score"] - number(values, "satisfaction.level")
    )
    trust = state.trust + number(values, "trust.speed") * (met - state.trust)
    trust = (
        trust - number(values, "trust.exposed") * found_out + number(values, "trust.honest") * state.learnt
    )
    return np.clip(trust, 0.0, 100.0)


def akip_scores(state: State, decisions: Decisions, found_out: FloatArray) -> FloatArray:
    """AKIP-like score (0-100) of each replication: letters from the share of criteria met, points by the rule.

    asumsi: which stock of the dinas meets which criteria. Documents exist everywhere; whether they are good and used
    hangs on data, on staff who use the system, and on files being checked. It imitates the evaluation, it is none.
    """
    data, using = 100 * state.data, 100 * state.using
    checked = np.full(data.shape, 100 * min(1.0, 10 * decisions.audit))
    full = np.full(data.shape, 100.0)
    parts = (
        (full, (data + using) / 2 + 30, (data + using) / 2),
        (full, data, (data + using) / 2),
        (full, np.clip(data + 20 - 5 * found_out, 0, 100), (data + using) / 2),
        (np.where(checked > 0, full, 50.0), checked, np.minimum(checked, using)),
    )
    table = np.stack([np.clip(share, 0, 100) for part in parts for share in part], axis=1)
    return np.array([_akip(tuple(_letter(share) for share in shares)) for shares in table])


def _letter(share: float) -> str:
    return _letter_of(int(np.floor(share * 100)))


@lru_cache(maxsize=20_000)
def _letter_of(hundredths: int) -> str:
    return subcomponent_grade(hundredths / 100)


@lru_cache(maxsize=20_000)
def _akip(letters: tuple[str, ...]) -> float:
    components = [item["id"] for item in load_rules(AKIP)["components"]["items"]]
    grades = {name: letters[3 * at : 3 * at + 3] for at, name in enumerate(components)}
    return float(accountability_score(grades).score)
