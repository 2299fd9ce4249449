"""Hooks for benchmarks and acceptance checks: three standard workloads of the package, one call each."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from kpi_sim.engine.queueing import simulate_days
from kpi_sim.engine.system import ServiceSystem, Stage
from kpi_sim.errors import OutOfRangeError
from kpi_sim.frictions.adoption import simulate_adoption
from kpi_sim.streams import BLOCK_REPLICATIONS, stream

FloatArray = npt.NDArray[np.float64]

RUN, MOST_LANES = 500, 2048  # customers of a run, at least; runs side by side, at most

REFERENCE_DAY = ServiceSystem(
    stages=(
        Stage("counter", 2, 5.0, patience_mean=45.0),
        Stage("verification", 2, 4.5),
        Stage("signing", 1, 2.0),
    ),
    arrivals=(18, 24, 20, 12, 6, 16, 16, 8),
)
"""The day of issue and findings: long-run values 6.634 % reneging, mean sojourn 18.753 minutes."""


def tandem(days: int, seed: int) -> dict[str, npt.NDArray[Any]]:
    """The reference day, ``days`` times.

    Returns:
        Arrays (days): ``arrived``, ``reneged`` (people), ``sojourn`` (minutes in the system, summed over those
        served), ``wait`` (minutes waited at the counter, summed over those served).

    Raises:
        OutOfRangeError: fewer than one day, or an impossible seed.
    """
    _at_least_one("Jumlah hari", days)
    # days are independent, so replications of a fifth of them are the same thing and waste no draws
    each = -(-days // BLOCK_REPLICATIONS)
    run = simulate_days(
        REFERENCE_DAY, days=each, replications=BLOCK_REPLICATIONS, seed=seed, distributions=False
    )
    arrays = {
        "arrived": run.arrived,
        "reneged": run.left,
        "sojourn": run.sojourn,
        "wait": run.waited_by_stage[:, :, 0],
    }
    return {name: array.reshape(-1)[:days] for name, array in arrays.items()}


def mmc(n: int, c: int, lam: float, mu: float, seed: int) -> FloatArray:
    """Waiting times of ``n`` customers of M/M/c in steady state, in runs of consecutive customers.

    Each run starts from the stationary law itself (number present, remaining work), so nothing has to be thrown away;
    runs are independent of each other.

    Raises:
        OutOfRangeError: no customer or server, or more work than the servers can do.
    """
    _at_least_one("Jumlah pelanggan", n)
    _at_least_one("Jumlah petugas", c)
    if not (0 < lam < c * mu < math.inf):
        raise OutOfRangeError(
            name="Laju kedatangan", value=lam, allowed="Isi lebih dari nol dan kurang dari c x mu."
        )
    rng = stream(seed, "arrival", c)
    lanes = min(-(-n // RUN), MOST_LANES)
    length = -(-n // lanes)
    free = _stationary(rng, c, lam / mu, lanes) / mu
    gaps = rng.standard_exponential((length, lanes))
    gaps /= lam
    gaps[0] = 0  # the first customer of a run is the arrival that finds the stationary law
    work = rng.standard_exponential((length, lanes))
    work /= mu
    waits = _waits(free, gaps, work)
    return waits.T.reshape(-1)[:n]


def adoption(replications: int, seed: int, *, staff: int = 10_000, weeks: int = 52) -> FloatArray:
    """Shares of staff who use a new system, (replications, weeks + 1), at the default levers.

    Raises:
        OutOfRangeError: fewer than one replication, week, or an office too small for its networks.
    """
    return simulate_adoption(staff, weeks=weeks, replications=replications, seed=seed).using


def _at_least_one(name: str, value: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 1:
        raise OutOfRangeError(name=name, value=value, allowed="Isi bilangan bulat, paling sedikit 1.")


def _stationary(rng: np.random.Generator, c: int, load: float, lanes: int) -> FloatArray:
    """Unit-rate times (servers, lanes) until each server is free, ascending, as an arrival in steady state finds them."""
    present = _present(rng, c, load, lanes)
    rest = rng.standard_exponential((c, lanes))
    free = np.where(np.arange(c)[:, None] < present, rest, 0.0)
    free.sort(axis=0)
    for queued in range(int(present.max(initial=0)) - c):  # those who wait are given to the servers in turn
        free[0] += np.where(present - c > queued, rng.standard_exponential(lanes), 0.0)
        free.sort(axis=0)
    return free


def _present(rng: np.random.Generator, c: int, load: float, lanes: int) -> npt.NDArray[np.int64]:
    """Number of customers present in steady state."""
    weights = np.cumprod(np.concatenate([[1.0], load / np.arange(1, c + 1)]))
    weights[c] /= 1 - load / c  # c or more; how many more is geometric
    number = rng.choice(c + 1, size=lanes, p=weights / weights.sum())
    more = rng.geometric(1 - load / c, size=lanes) - 1
    result: npt.NDArray[np.int64] = number + np.where(number == c, more, 0)
    return result


def _waits(free: FloatArray, gaps: FloatArray, work: FloatArray) -> FloatArray:
    """Waits (customers, lanes) of customers after ``gaps`` with ``work``, both used up; ``free`` as found at first."""
    waits = np.empty_like(gaps)
    first, *others = free
    clock = np.zeros(gaps.shape[1])
    for gap, job, wait in zip(gaps, work, waits, strict=True):
        np.add(clock, gap, out=clock)
        np.maximum(first, clock, out=gap)  # the start
        np.subtract(gap, clock, out=wait)
        np.add(gap, job, out=job)  # when this server is free again
        place = first
        for other in others:
            np.minimum(job, other, out=place)
            np.maximum(job, other, out=job)
            place = other
        place[...] = job
    return waits
