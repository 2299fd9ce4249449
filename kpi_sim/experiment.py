"""Experiments on scenarios: replicate, compare in pairs, run until precise enough.

A run is cut into chunks of replications; a chunk is addressed by model, values, seed and first block, so its result
is the same wherever it is worked, and one that was worked before is not worked again.
"""

from __future__ import annotations

import platform
import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from kpi_sim.errors import LabIkuError, OutOfRangeError, UnknownNameError
from kpi_sim.scenarios.models import describe, simulate
from kpi_sim.scenarios.outcome import Model, Outcome, stacked
from kpi_sim.scenarios.reader import load_scenario
from kpi_sim.scenarios.scenario import Scenario
from kpi_sim.streams import BIT_GENERATOR, BLOCK_REPLICATIONS, checked_seed

if TYPE_CHECKING:
    import pandas as pd

FloatArray = npt.NDArray[np.float64]

CHUNK = 2 * BLOCK_REPLICATIONS  # replications worked at once
REMEMBERED = 400  # chunks kept
MOST_REPLICATIONS = 100_000


class DifferentModelsError(LabIkuError):
    """Scenarios of different models cannot be put side by side."""

    what = "Skenario {names} memakai model yang berbeda, sehingga indikatornya tidak dapat disandingkan."
    fix = "Jalankan masing-masing model sendiri, atau bandingkan skenario dari model yang sama."


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
class Comparison:
    """How much ``scenario`` differs from ``baseline`` in ``metric``: mean of the paired differences, interval.

    ``probable`` is the half width of the interval; ``conclusive`` says whether it leaves zero out.
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
        reported = _mean(np.moveaxis(self.reported, 1, -1))
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

    def _position(self, indicator: str) -> int:
        at = self.model.position(indicator)
        if at < 0:
            raise UnknownNameError("Indikator", indicator, [m.id for m in self.model.measures])
        return at


def replicate(
    scenarios: Scenario | str | Sequence[Scenario | str],
    *,
    replications: int,
    seed: int,
    executor: Executor | None = None,
) -> Results:
    """Run every scenario ``replications`` times under one seed, so that they meet the same chance.

    Args:
        scenarios: one or several of the same model, or their ids.
        executor: any ``concurrent.futures.Executor`` (threads, processes, Dask's ``client.get_executor()``);
            the result is the same bit by bit.

    Raises:
        DifferentModelsError: scenarios of different models.
        OutOfRangeError: not a possible number of replications, or seed.

    Source: common random numbers by address; design of the streams in ``kpi_sim.streams``.
    """
    chosen = _scenarios(scenarios)
    checked_seed(seed)
    _check_replications(replications)
    outcomes = _outcomes(chosen, range(0, replications, CHUNK), replications, seed, executor)
    return _results(chosen, [stacked(parts) for parts in outcomes], seed)


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


def interval(
    values: FloatArray, level: float = 0.95
) -> tuple[FloatArray, FloatArray, FloatArray, npt.NDArray[Any]]:
    """Mean, lower and upper limit (Student t) and count along the last axis; NaN values are left out.

    Raises:
        OutOfRangeError: the level is not between 0 and 1.

    Source: Student 1908.
    """
    if not 0 < level < 1:
        raise OutOfRangeError(
            name="Tingkat keyakinan", value=level, allowed="Isi di antara 0 dan 1, misalnya 0,95."
        )
    n = np.isfinite(values).sum(axis=-1)
    mean = _mean(values)
    spread = np.where(np.isfinite(values), values - mean[..., None], 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        error = np.sqrt((spread**2).sum(axis=-1) / np.where(n > 1, n - 1, np.nan) / n)
    half = student(level, n) * error
    return mean, mean - half, mean + half, n


def student(level: float, n: npt.NDArray[Any] | int) -> FloatArray:
    """Two-sided t quantile for ``n`` values."""
    from scipy.special import stdtrit

    freedom = np.where(np.asarray(n) > 1, np.asarray(n, dtype=float) - 1, np.nan)
    quantile: FloatArray = stdtrit(freedom, (1 + level) / 2)
    return quantile


def _mean(values: FloatArray) -> FloatArray:
    known = np.isfinite(values)
    total, n = np.where(known, values, 0.0).sum(axis=-1), known.sum(axis=-1)
    result: FloatArray = np.divide(total, n, out=np.full(total.shape, np.nan), where=n > 0)
    return result


def _scenarios(scenarios: Scenario | str | Sequence[Scenario | str]) -> tuple[Scenario, ...]:
    several = [scenarios] if isinstance(scenarios, Scenario | str) else list(scenarios)
    chosen = tuple(load_scenario(scenario) for scenario in several)
    if not chosen:
        raise OutOfRangeError(name="Skenario", value="kosong", allowed="Beri paling sedikit satu skenario.")
    if len({scenario.model for scenario in chosen}) > 1:
        raise DifferentModelsError(names=", ".join(scenario.name for scenario in chosen))
    return chosen


def _check_replications(replications: int) -> None:
    whole = isinstance(replications, int | np.integer) and not isinstance(replications, bool)
    if not whole or not 1 <= replications <= MOST_REPLICATIONS:
        raise OutOfRangeError(
            name="Jumlah ulangan",
            value=replications,
            allowed=f"Isi bilangan bulat dari 1 sampai {MOST_REPLICATIONS}.",
        )


def _outcomes(
    chosen: Sequence[Scenario], starts: range, until: int, seed: int, executor: Executor | None
) -> list[list[Outcome]]:
    """Outcomes of each scenario, chunk by chunk; what is remembered is not worked again."""
    tasks = [(s, start // BLOCK_REPLICATIONS, min(CHUNK, until - start)) for s in chosen for start in starts]
    keys = [(s.model, s.hash, seed, block, count) for s, block, count in tasks]
    known = {key: outcome for key in keys if (outcome := _MEMORY.recall(key)) is not None}
    missing = {key: task for key, task in zip(keys, tasks, strict=True) if key not in known}
    calls = [(s.model, dict(s.values), block, count, seed) for s, block, count in missing.values()]
    worked = map(_work, calls) if executor is None else executor.map(_work, calls)
    for key, outcome in zip(missing, worked, strict=True):
        known[key] = outcome
        _MEMORY.keep(key, outcome)
    rows = iter(keys)
    return [[known[next(rows)] for _ in starts] for _ in chosen]


def _work(call: tuple[str, dict[str, Any], int, int, int]) -> Outcome:
    model, values, block, count, seed = call
    return simulate(model, values, first_block=block, replications=count, seed=seed)


def _results(chosen: tuple[Scenario, ...], outcomes: Sequence[Outcome], seed: int) -> Results:
    first = outcomes[0]
    bins = {
        name: Histogram(b.label, b.unit, b.edges, np.stack([o.bins[name].counts for o in outcomes]))
        for name, b in first.bins.items()
    }
    return Results(
        scenarios=chosen,
        model=describe(chosen[0]),
        seed=seed,
        true=np.stack([o.true for o in outcomes]),
        reported=np.stack([o.reported for o in outcomes]),
        bins=bins,
    )


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


class _Memory:
    """The last chunks worked; results depend on their address alone, so remembering them changes nothing."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[tuple[Any, ...], Outcome] = OrderedDict()
        self._lock = threading.Lock()

    def recall(self, key: tuple[Any, ...]) -> Outcome | None:
        """The chunk at this address, if it was worked lately."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: tuple[Any, ...], outcome: Outcome) -> None:
        """Remember a chunk; the one unused for longest is forgotten."""
        for array in (outcome.true, outcome.reported):
            array.setflags(write=False)
        with self._lock:
            self._kept[key] = outcome
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)

    def forget(self) -> None:
        """Start afresh (for measurements)."""
        with self._lock:
            self._kept.clear()


_MEMORY = _Memory(REMEMBERED)
forget = _MEMORY.forget
