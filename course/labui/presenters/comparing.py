"""What simulators of a scenario share: the choice beside "sekarang", differences with intervals, their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kpi_sim import compare, load_scenario, replicate
from kpi_sim.experiment import interval as interval_of
from kpi_sim.scenarios.parameter import Parameter
from kpi_sim.scenarios.scenario import Scenario
from kpi_sim.units import MINUS, NBSP, format_number
from labui.refine import STEPWISE

FloatArray = npt.NDArray[np.float64]
SEED = 2026
LEVEL = 0.95
SMALL = 2.0  # points that a room would call "hampir sama"
COMPARED = ["Ukuran", "Sekarang", "Pilihan", "Selisih", f"Kisaran 95{NBSP}%"]  # head of a table of changes


@dataclass(frozen=True)
class Change:
    """A metric now and in the choice, with the interval of the paired difference."""

    base: float
    chosen: float
    difference: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


def change_of(base: FloatArray, chosen: FloatArray) -> Change:
    """The paired difference of replications (replications,) with its interval; NaN values are left out."""
    mean, low, high, _ = interval_of(np.asarray(chosen - base)[None, :], LEVEL)
    return Change(_mean(base), _mean(chosen), float(mean[0]), float(low[0]), float(high[0]))


def _mean(values: FloatArray) -> float:
    """Mean of what is known; NaN where nothing is."""
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")


class Runs:
    """Results of "sekarang" and of a choice at the same random numbers."""

    def __init__(self, base: Scenario, chosen: Scenario, replications: int) -> None:
        self.base, self.chosen = base, chosen
        self.same = base.hash == chosen.hash
        scenarios = [base] if self.same else [base, chosen]
        self.results = replicate(scenarios, replications=replications, seed=SEED, executor=STEPWISE)
        self.replications = replications

    def values(
        self, metric: str, *, period: str | None = None, area: str | None = None, reported: bool = False
    ) -> tuple[FloatArray, FloatArray]:
        """Per replication, now and in the choice; without period and area those that stand for the whole."""
        found = np.asarray(
            self.results.metric(metric, period=period, area=area, reported=reported), dtype=float
        )
        return found[0], found[-1]

    def means(
        self, metric: str, *, period: str | None = None, area: str | None = None, reported: bool = False
    ) -> tuple[float, float]:
        """Means over replications that gave a number."""
        base, chosen = self.values(metric, period=period, area=area, reported=reported)
        return _mean(base), _mean(chosen)

    def change_in(self, metric: str, *, period: str | None = None, area: str | None = None) -> Change:
        """The paired difference of a metric in a period or area, with its interval."""
        return change_of(*self.values(metric, period=period, area=area))

    def change(self, metric: str) -> Change:
        """The paired difference of a metric with its interval."""
        base, chosen = self.means(metric)
        if self.same:
            return Change(base, chosen, 0.0, 0.0, 0.0)
        (found,) = compare(self.results, metric, baseline=self.base, level=LEVEL)
        return Change(base, chosen, found.difference, found.low, found.high)

    def bars(self, name: str, edges: Sequence[float]) -> Bars:
        """A distribution in coarser bins: people a replication, with the interval of each bar."""
        histogram = self.results.histogram(name)
        counts = np.asarray(histogram.counts, dtype=float)
        coarse = _rebin(np.asarray(histogram.edges, dtype=float), counts, np.asarray(edges, dtype=float))
        mean, low, high, _ = interval_of(coarse[-1].T, LEVEL)
        return Bars(coarse[0].mean(axis=0), mean, np.maximum(low, 0.0), high)


@dataclass(frozen=True)
class Bars:
    """Heights of a histogram: now, in the choice, and the ends of the choice's intervals."""

    base: FloatArray
    chosen: FloatArray
    low: FloatArray
    high: FloatArray


def _rebin(fine: FloatArray, counts: FloatArray, edges: FloatArray) -> FloatArray:
    """Counts of fine bins in coarse ones; what lies past the last edge goes into the last bin."""
    place = np.clip(np.searchsorted(edges, fine[:-1], side="right") - 1, 0, len(edges) - 2)
    out = np.zeros((*counts.shape[:-1], len(edges) - 1))
    for at in range(len(edges) - 1):
        out[..., at] = counts[..., place == at].sum(axis=-1)
    return out


def signed(value: float, decimals: int = 1) -> str:
    """ "+2,1" or "−0,4"; what rounds to zero has no sign."""
    text = format_number(abs(value), decimals)
    if not text.strip("0,"):
        return text
    return (MINUS if value < 0 else "+") + text


def percent(value: float, decimals: int = 0) -> str:
    """ "79 %"."""
    return f"{format_number(value, decimals)}{NBSP}%"


def rose(change: Change, show: Any) -> str:
    """ "naik dari 58 %", "hampir sama dengan sekarang", "belum pasti beda dari 81 %": by what is told apart and seen."""
    was, now = show(change.base), show(change.chosen)
    if was == now or (not change.clear and abs(change.difference) <= SMALL):
        return "hampir sama dengan sekarang"
    if not change.clear:
        return f"belum pasti beda dari {was}"
    return f"{'naik' if change.difference > 0 else 'turun'} dari {was}"


def became(pair: tuple[float, float], show: Any) -> str:
    """ "turun dari 4,9 % menjadi 1,0 %" or "tetap 4,9 %"."""
    was, now = show(pair[0]), show(pair[1])
    if was == now:
        return f"tetap {was}"
    return f"{'naik' if pair[1] > pair[0] else 'turun'} dari {was} menjadi {now}"


def interval(change: Change, decimals: int = 1) -> str:
    """ "+18 sampai +24"."""
    return f"{signed(change.low, decimals)} sampai {signed(change.high, decimals)}"


def assumptions(scenario: Scenario, why: Mapping[str, str] | None = None) -> list[dict[str, str]]:
    """Every parameter with value, unit, kind of source and source.

    Where the simulator departs from its scenario it says so, with the scenario's value and source; ``why`` holds the
    reasons by parameter.
    """
    given, changed = load_scenario(scenario.id).parameters, dict(scenario.changes)
    return [
        {
            "label": item.label,
            "value": item.show(),
            "kind": item.source.kind,
            "kind_label": item.source.label,
            "source": _departure((why or {}).get(name, ""), given[name])
            if name in changed
            else _source(item),
        }
        for name, item in scenario.parameters.items()
    ]


def _source(item: Parameter) -> str:
    return ". ".join(part.rstrip(".") for part in (item.source.ref, item.source.note) if part)


def _departure(why: str, given: Parameter) -> str:
    told = f"Dalam skenario {given.show()} ({given.source.label}: {_source(given)})"
    return f"{why or 'Ditetapkan untuk simulator ini'}. {told}"


def moved(base: Mapping[str, Any], values: Mapping[str, float]) -> dict[str, float]:
    """What differs from "sekarang", whole numbers as whole numbers where the scenario has them."""
    return {
        name: int(value) if isinstance(base[name], int) else value
        for name, value in values.items()
        if abs(float(base[name]) - value) > 1e-9
    }
