"""Replications of scenarios, in chunks, on any executor.

A chunk is addressed by model, values, seed and first block, so its result is the same wherever it is worked, and one
that was worked before is not worked again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Executor
from typing import Any

import numpy as np

from kpi_sim.engine.reserve import RESERVE
from kpi_sim.errors import LabIkuError, OutOfRangeError
from kpi_sim.experiment.results import Histogram, Results
from kpi_sim.scenarios import chance
from kpi_sim.scenarios.models import describe, simulate
from kpi_sim.scenarios.outcome import Outcome, stacked
from kpi_sim.scenarios.reader import load_scenario
from kpi_sim.scenarios.scenario import Scenario
from kpi_sim.streams import BLOCK_REPLICATIONS, checked_seed

CHUNK = 2 * BLOCK_REPLICATIONS  # replications worked at once
REMEMBERED = 400  # chunks kept
MOST_REPLICATIONS = 100_000


class DifferentModelsError(LabIkuError):
    """Scenarios of different models cannot be put side by side."""

    what = "Skenario {names} memakai model yang berbeda, sehingga indikatornya tidak dapat disandingkan."
    fix = "Jalankan masing-masing model sendiri, atau bandingkan skenario dari model yang sama."


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


def forget() -> None:
    """Start afresh, without results and draws of earlier calls (for measurements)."""
    _MEMORY.forget()
    chance.forget()
    RESERVE.forget()
