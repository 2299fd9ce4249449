"""Care of mothers and newborns: where it is improved, what risk is left, what it costs.

Theory of operation. Three things carry a mother through: a midwife in the village, antenatal care that finds danger,
and a chain of emergency care that holds only if every link holds ::

    chain    = facility delivery x (PONED_PART x PONED ready + (1 - PONED_PART) x PONEK ready x exp(-referral / patience))
    mothers  = risk x (1 - e1 chain) x (1 - e2 antenatal) x (1 - e3 midwife)     and the same today
    infants  = risk x (1 - e4 chain) x (1 - e5 antenatal) x (1 - e6 midwife) x (1 - e7 newborn care)

Risks are stated at today's care, so the products are divided by their value of today. The plan holds in the pilot
areas only; the others stay as they are and can be compared with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi_sim.scenarios.chance import Chance
from kpi_sim.scenarios.inputs import number, row
from kpi_sim.scenarios.parameter import Value

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

PONED_PART = (
    0.4  # asumsi: share of emergencies that a PONED puskesmas can end itself; the others need a hospital
)
CARE = ("midwife", "facility", "antenatal", "referral", "poned", "ponek", "newborn")
BY_LOT, WORST, LISTED = range(3)
_LOT, _BESIDE = range(10, 12)  # parts of the address within purpose "health"


@dataclass(frozen=True)
class Pilot:
    """Areas with the programme and areas to compare with, by number: (replications, pilots), (replications, others)."""

    treated: IntArray
    comparison: IntArray

    def mask(self, areas: int) -> FloatArray:
        """1 where the programme runs, (replications, areas)."""
        chosen = np.zeros((len(self.treated), areas))
        np.put_along_axis(chosen, self.treated, 1.0, axis=1)
        return chosen


def choose_pilot(chance: Chance, values: Mapping[str, Value], last_rate: FloatArray) -> Pilot:
    """Pilot areas by lot, the worst of the last year before the plan, or those listed; comparison areas by lot.

    Args:
        last_rate: counted mortality of that year (replications, areas).
    """
    areas = last_rate.shape[1]
    choice, many = int(number(values, "pilot.choice")), int(number(values, "pilot.count"))
    listed = row(values, "pilot.areas")
    lot = chance.uniform(_LOT, areas)
    if choice == LISTED:
        many = int((listed >= 0.5).sum())
    # ties of the worst are broken by lot, which is below 1 and so never outweighs a death
    key = {WORST: lot - 1e6 * last_rate, LISTED: lot - 2 * (listed >= 0.5)}.get(choice, lot)
    order = np.argsort(key, axis=1, kind="stable")
    beside = np.take_along_axis(chance.uniform(_BESIDE, areas), order[:, many:], axis=1)
    rest = np.take_along_axis(order[:, many:], np.argsort(beside, axis=1, kind="stable"), axis=1)
    return Pilot(order[:, :many], rest[:, : int(number(values, "pilot.comparison"))])


@dataclass(frozen=True)
class Care:
    """Levels of care by year and area (replications, years, areas): shares 0-1, minutes for ``referral``."""

    levels: dict[str, FloatArray]
    programme: FloatArray

    @classmethod
    def of(cls, values: Mapping[str, Value], pilot: FloatArray, planned: FloatArray) -> Care:
        """Today's care, moved towards the plan where and as far as it is carried out.

        Args:
            pilot: 1 where the programme runs (replications, areas).
            planned: how much of the plan is carried out (replications, years).
        """
        here = planned[:, :, None] * pilot[:, None, :]
        levels = {}
        for name in CARE:
            now, plan = number(values, f"{name}.now"), number(values, f"{name}.plan")
            levels[name] = now + (plan - now) * here
        return cls(levels, number(values, "programme.effect") * here)

    def risk(self, values: Mapping[str, Value], who: str) -> FloatArray:
        """Risk of ``"maternal"`` or ``"infant"`` death compared with today's care (replications, years, areas)."""
        today = {name: np.array(number(values, f"{name}.now")) for name in CARE}
        return _left(values, self.levels, who) / _left(values, today, who) * (1 - self.programme)


def _left(values: Mapping[str, Value], levels: Mapping[str, FloatArray], who: str) -> FloatArray:
    """What is left of the risk at these levels of care, 0-1."""
    fast = np.exp(-levels["referral"] / number(values, "referral.patience"))
    ready = PONED_PART * levels["poned"] + (1 - PONED_PART) * levels["ponek"] * fast
    left = 1 - number(values, f"chain.{who}_effect") * levels["facility"] * ready
    for name in ("antenatal", "midwife"):
        left = left * (1 - number(values, f"{name}.{who}_effect") * levels[name])
    if who == "infant":
        left = left * (1 - number(values, "newborn.infant_effect") * levels["newborn"])
    return np.asarray(left)


def cost_of(
    values: Mapping[str, Value], pilot: FloatArray, births: FloatArray, years: int, before: int
) -> FloatArray:
    """Million rupiah a year by area (replications, years, areas): what is more than today, in the pilot areas.

    Doing less than today saves nothing (asumsi: people and buildings stay).
    """
    quantity = {
        "midwife": row(values, "villages"),
        "facility": births,
        "antenatal": births,
        "poned": row(values, "puskesmas"),
        "ponek": row(values, "hospitals"),
        "newborn": births,
    }
    total = np.zeros_like(births)
    for name, units in quantity.items():
        more = max(number(values, f"{name}.plan") - number(values, f"{name}.now"), 0.0)
        total = total + more * units * number(values, f"cost.{name}")
    faster = max(number(values, "referral.now") - number(values, "referral.plan"), 0.0)
    total = total + faster * number(values, "cost.referral")
    cost = np.repeat((pilot * total)[:, None], years, axis=1)
    cost[:, :before] = 0.0
    return cost
