"""Results of an experiment: arrays inside, tidy tables outside, and where they came from."""

from __future__ import annotations

import platform
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from kpi_sim.errors import UnknownNameError
from kpi_sim.experiment.intervals import interval, mean_of
from kpi_sim.scenarios.outcome import Model
from kpi_sim.scenarios.scenario import Scenario
from kpi_sim.streams import BIT_GENERATOR

if TYPE_CHECKING:
    import pandas as pd

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Histogram:
    """Distribution over customers: ``edges`` (bins + 1; the last may be infinite), ``counts`` (scenarios,
    replications, bins)."""

    label: str
    unit: str
    edges: FloatArray
    counts: npt.NDArray[np.int64]

    def coarser(self, width: float, *, until: float) -> Histogram:
        """Bins of ``width`` up to ``until``, then one open bin; ``width`` and ``until`` lie on edges."""
        starts = np.append(np.arange(0.0, until, width), until)
        at = np.searchsorted(self.edges[:-1], starts)
        counts = np.add.reduceat(self.counts, at, axis=2)
        return Histogram(self.label, self.unit, np.append(starts, np.inf), counts)


@dataclass(frozen=True)
class Results:
    """Replications of one or more scenarios of a model.

    ``true`` and ``reported`` are (scenarios, replications, indicators, periods, areas), NaN where there is nothing.
    """

    scenarios: tuple[Scenario, ...]
    model: Model
    seed: int
    true: FloatArray
    reported: FloatArray
    bins: dict[str, Histogram]

    @property
    def replications(self) -> int:
        """Number of replications."""
        return int(self.true.shape[1])

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the scenarios, different from each other."""
        seen: dict[str, int] = {}
        names = []
        for scenario in self.scenarios:
            seen[scenario.name] = seen.get(scenario.name, 0) + 1
            names.append(scenario.name + (f" #{seen[scenario.name]}" if seen[scenario.name] > 1 else ""))
        return tuple(names)

    def metric(
        self, indicator: str, *, period: str | None = None, area: str | None = None, reported: bool = False
    ) -> FloatArray:
        """An indicator, (scenarios, replications); without period and area the ones that stand for the whole.

        Raises:
            UnknownNameError: the model has no such indicator, period or area.
        """
        at = self._position(indicator)
        when = _place("Periode", period, self.model.periods, self.model.main_period)
        where = _place("Wilayah", area, self.model.areas, self.model.main_area)
        values: FloatArray = (self.reported if reported else self.true)[:, :, at, when, where]
        return values

    def histogram(self, name: str) -> Histogram:
        """A distribution over customers (``"waiting_time"``).

        Raises:
            UnknownNameError: the model gives no such distribution.
        """
        if name not in self.bins:
            raise UnknownNameError("Sebaran", name, self.bins)
        return self.bins[name]

    def to_frame(self) -> pd.DataFrame:
        """Tidy table: scenario, replication, period, area, indicator, unit, true_value, reported_value."""
        import pandas as pd

        model = self.model
        index = pd.MultiIndex.from_product(
            [
                self.names,
                range(1, self.replications + 1),
                [m.id for m in model.measures],
                model.periods,
                model.areas,
            ],
            names=["scenario", "replication", "indicator", "period", "area"],
        )
        frame = index.to_frame(index=False)
        frame["unit"] = frame["indicator"].map({m.id: m.unit for m in model.measures})
        frame["true_value"], frame["reported_value"] = self.true.ravel(), self.reported.ravel()
        return frame[
            ["scenario", "replication", "period", "area", "indicator", "unit", "true_value", "reported_value"]
        ]

    def summary(self, level: float = 0.95) -> pd.DataFrame:
        """Mean over replications with its interval, by scenario, period, area and indicator."""
        import pandas as pd

        mean, low, high, n = interval(np.moveaxis(self.true, 1, -1), level)
        reported = mean_of(np.moveaxis(self.reported, 1, -1))
        model = self.model
        index = pd.MultiIndex.from_product(
            [self.names, [m.id for m in model.measures], model.periods, model.areas],
            names=["scenario", "indicator", "period", "area"],
        )
        frame = index.to_frame(index=False)
        for column, text in (("label", "label"), ("unit", "unit")):
            frame[column] = frame["indicator"].map({m.id: getattr(m, text) for m in model.measures})
        for column, values in (("mean", mean), ("low", low), ("high", high), ("reported_mean", reported)):
            frame[column] = values.ravel()
        frame["replications"], frame["level"] = n.ravel(), level
        return frame

    @property
    def provenance(self) -> dict[str, Any]:
        """What this result came from: hashes, seed, replications, generator, versions."""
        return {
            "scenarios": dict(zip(self.names, [s.hash for s in self.scenarios], strict=True)),
            "model": self.scenarios[0].model,
            "seed": self.seed,
            "replications": self.replications,
            "bit_generator": BIT_GENERATOR,
            "versions": dict(_versions()),
        }

    def first(self, replications: int) -> Results:
        """The same results with the first ``replications`` only."""
        bins = {name: replace(b, counts=b.counts[:, :replications]) for name, b in self.bins.items()}
        true, reported = self.true[:, :replications], self.reported[:, :replications]
        return replace(self, true=true, reported=reported, bins=bins)

    def _position(self, indicator: str) -> int:
        at = self.model.position(indicator)
        if at < 0:
            raise UnknownNameError("Indikator", indicator, [m.id for m in self.model.measures])
        return at


def _place(kind: str, name: str | None, names: tuple[str, ...], main: int) -> int:
    if name is None:
        return main
    if name not in names:
        raise UnknownNameError(kind, name, names)
    return names.index(name)


@lru_cache(maxsize=1)
def _versions() -> tuple[tuple[str, str], ...]:
    from importlib.metadata import PackageNotFoundError, version

    try:
        own = version("lab-iku")
    except PackageNotFoundError:
        own = "unknown"
    return (("lab-iku", own), ("numpy", np.__version__), ("python", platform.python_version()))
