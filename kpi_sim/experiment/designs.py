"""Sets of scenarios to run: every combination of a few values, or well spread points in a range of many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np

from kpi_sim.errors import OutOfRangeError, UnknownNameError
from kpi_sim.scenarios.parameter import UnknownParameterError
from kpi_sim.scenarios.reader import load_scenario
from kpi_sim.scenarios.scenario import Scenario
from kpi_sim.streams import stream

MOST_SCENARIOS = 10_000
KINDS = ("grid", "latin_hypercube")


def design(
    scenario: Scenario | str,
    choices: Mapping[str, Sequence[float]],
    *,
    kind: str = "grid",
    points: int | None = None,
    seed: int = 0,
) -> list[Scenario]:
    """Scenarios that cover the choices.

    Args:
        choices: parameter -> its values (``"grid"``), or -> (lowest, highest) (``"latin_hypercube"``).
        kind: every combination, or ``points`` points of which each parameter's values are evenly spread.
        points: number of points of a Latin hypercube.

    Raises:
        UnknownNameError: no such kind; UnknownParameterError: no such parameter.
        OutOfRangeError, FaultsError: values that the scenario does not allow, too many scenarios.

    Source: full factorial; Latin hypercube of McKay, Beckman and Conover 1979 (``scipy.stats.qmc``).
    """
    base = load_scenario(scenario)
    if kind not in KINDS:
        raise UnknownNameError("Jenis rancangan", kind, KINDS)
    for name in choices:
        if name not in base.parameters:
            raise UnknownParameterError(name, base.parameters, f"Skenario {base.id}.")
    rows = _grid(choices) if kind == "grid" else _latin_hypercube(base, choices, points, seed)
    return [base.replace(dict(zip(choices, row, strict=True))) for row in rows]


def _grid(choices: Mapping[str, Sequence[float]]) -> list[tuple[float, ...]]:
    size = int(np.prod([len(values) for values in choices.values()], dtype=float)) if choices else 0
    _check_size(size)
    return list(product(*choices.values()))


def _latin_hypercube(
    base: Scenario, choices: Mapping[str, Sequence[float]], points: int | None, seed: int
) -> list[tuple[float, ...]]:
    from scipy.stats import qmc

    _check_size(points or 0)
    for name, limits in choices.items():
        if len(limits) != 2 or not limits[0] < limits[1]:
            raise OutOfRangeError(
                name=base.parameters[name].label,
                value=str(list(limits)),
                allowed="Isi dua bilangan: terendah, lalu tertinggi.",
            )
    sampler = qmc.LatinHypercube(d=len(choices), rng=stream(seed, "design"))
    unit = sampler.random(points)
    columns = []
    for at, (name, (low, high)) in enumerate(choices.items()):
        values = low + unit[:, at] * (high - low)
        if base.parameters[name].whole:  # equal chances for every whole number from low to high
            values = np.minimum(np.floor(low + unit[:, at] * (high - low + 1)), high)
        columns.append(values)
    return [tuple(row) for row in np.stack(columns, axis=1).tolist()]


def _check_size(size: int) -> None:
    if not 1 <= size <= MOST_SCENARIOS:
        raise OutOfRangeError(
            name="Jumlah skenario",
            value=size,
            allowed=f"Pilih nilai sehingga ada 1 sampai {MOST_SCENARIOS} skenario.",
        )
