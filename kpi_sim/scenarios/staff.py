"""How many staff really use the new performance system, year by year, as the scenarios of several years need it.

``using`` decides two things: how much of a programme is really done as planned, and how much of what happens is
recorded. With the switch ``friction.adoption`` at 0 everybody uses it from the first day: that shows what reluctance costs.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from kpi_sim.frictions.adoption import simulate_adoption
from kpi_sim.scenarios.inputs import number, switched_on
from kpi_sim.scenarios.parameter import Value

FloatArray = npt.NDArray[np.float64]

WEEKS = 52
STAFF = 200  # asumsi: pegawai satu dinas; bagiannya hampir tidak bergantung pada banyaknya
_LEVERS = ("leadership", "socialisation", "usability", "reluctant")


def using(
    values: Mapping[str, Value], *, years: int, before: int, first_block: int, replications: int, seed: int
) -> FloatArray:
    """Share of staff (0-1) who use the system in each year (replications, before + years); 0 in the years ``before``.

    The share of a year is the mean over its weeks.
    """
    shares = np.zeros((replications, before + years))
    if not switched_on(values, "friction.adoption"):
        shares[:, before:] = 1.0
        return shares
    levers = tuple(number(values, f"adoption.{name}") for name in _LEVERS)
    shares[:, before:] = _yearly(levers, years, first_block, replications, seed)
    return shares


@lru_cache(maxsize=64)
def _yearly(
    levers: tuple[float, ...], years: int, first_block: int, replications: int, seed: int
) -> FloatArray:
    """Yearly shares (replications, years); remembered, because most levers of a scenario leave them alone."""
    leadership, socialisation, usability, reluctant = levers
    weekly = simulate_adoption(
        STAFF,
        weeks=WEEKS * years,
        replications=replications,
        seed=seed,
        first_block=first_block,
        leadership=leadership,
        socialisation=socialisation,
        usability=usability,
        reluctant=reluctant,
    ).using[:, 1:]
    yearly = np.asarray(weekly.reshape(replications, years, WEEKS).mean(axis=2))
    yearly.setflags(write=False)
    return yearly


def done_as_planned(using: FloatArray, without: float) -> FloatArray:
    """Share of a programme that is done as planned: ``without`` by those who do not use the system, all by those who do."""
    return without + (1.0 - without) * using


def mixed(using: FloatArray, without: float, with_system: float) -> FloatArray:
    """A share that is ``without`` among those who do not use the system and ``with_system`` among those who do."""
    return without + (with_system - without) * using
