"""Paired comparison of scenarios that met the same chance."""

from __future__ import annotations

from dataclasses import dataclass

from kpi_sim.errors import UnknownNameError
from kpi_sim.experiment.intervals import interval
from kpi_sim.experiment.results import Results
from kpi_sim.scenarios.scenario import Scenario


@dataclass(frozen=True)
class Comparison:
    """How much ``scenario`` differs from ``baseline`` in ``metric``: mean of the paired differences, interval.

    ``conclusive`` says whether the interval leaves zero out.
    """

    scenario: str
    baseline: str
    metric: str
    unit: str
    difference: float
    low: float
    high: float
    level: float
    replications: int

    @property
    def conclusive(self) -> bool:
        """Whether the interval excludes no difference at all."""
        return self.low > 0 or self.high < 0


def compare(
    results: Results, metric: str, *, baseline: Scenario | str | None = None, level: float = 0.95
) -> list[Comparison]:
    """Paired difference of every other scenario from ``baseline`` (by default the first), with its interval.

    Raises:
        UnknownNameError: no such indicator, or the baseline is not among the scenarios.

    Source: paired t interval under common random numbers (Law, Simulation Modeling and Analysis).
    """
    values = results.metric(metric)
    base = _baseline(results, baseline)
    unit = next(m.unit for m in results.model.measures if m.id == metric)
    comparisons = []
    for at, name in enumerate(results.names):
        if at == base:
            continue
        mean, low, high, n = interval((values[at] - values[base])[None], level)
        comparisons.append(
            Comparison(
                scenario=name,
                baseline=results.names[base],
                metric=metric,
                unit=unit,
                difference=float(mean[0]),
                low=float(low[0]),
                high=float(high[0]),
                level=level,
                replications=int(n[0]),
            )
        )
    return comparisons


def _baseline(results: Results, baseline: Scenario | str | None) -> int:
    if baseline is None:
        return 0
    if isinstance(baseline, Scenario):
        for at, scenario in enumerate(results.scenarios):
            if scenario.hash == baseline.hash:
                return at
        raise UnknownNameError("Skenario pembanding", baseline.name, results.names)
    if baseline not in results.names:
        raise UnknownNameError("Skenario pembanding", baseline, results.names)
    return results.names.index(baseline)
