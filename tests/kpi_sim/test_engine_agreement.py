"""Does the engine agree with theory, with a long-run reference, and with SimPy and Ciw?

Averages over customers are ratios of daily sums; their standard errors come from the days, which are independent.
Seeds are fixed; limits are three or four standard errors.
"""

from __future__ import annotations

import numpy as np
import pytest
from queue_peers import run_ciw, run_simpy

from kpi_sim import ServiceSystem, Stage, erlang_a, erlang_c, mean_wait, simulate_days
from kpi_sim.engine.analytic import mean_wait_general, mean_wait_tandem

REFERENCE = ServiceSystem(
    stages=(Stage("counter", 2, 5.0, patience_mean=45.0), Stage("check", 2, 4.5), Stage("sign", 1, 2.0)),
    arrivals=(18, 24, 20, 12, 6, 16, 16, 8),
)


def ratio(part: np.ndarray, whole: np.ndarray) -> tuple[float, float]:
    """Ratio of two sums over days, and its standard error (delta method)."""
    part, whole = part.ravel().astype(float), whole.ravel().astype(float)
    value = part.sum() / whole.sum()
    rest = part - value * whole
    return float(value), float(np.sqrt((rest**2).sum()) / whole.sum())


# ---- theory ----------------------------------------------------------------------------------------------------


def steady(stages: tuple[Stage, ...], per_hour: float, seed: int):
    """Days of 24 hours, people of the last 12 counted: the empty beginning is forgotten by then."""
    system = ServiceSystem(stages, (per_hour,) * 24, opens=0.0)
    return simulate_days(system, days=100, replications=20, seed=seed, observe=(12, 24))


def mean_and_error(run, name: str = "waiting") -> tuple[float, float]:
    """Mean over customers and its standard error over independent replications."""
    values = getattr(run, name).sum(axis=1) / run.served.sum(axis=1)
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values)))


@pytest.mark.parametrize(("servers", "per_hour", "mean"), [(1, 8, 4.0), (2, 20, 4.2), (4, 40, 4.8)])
def test_waiting_is_that_of_erlang_c(servers: int, per_hour: float, mean: float):
    run = steady((Stage("counter", servers, mean),), per_hour, seed=1)
    value, error = mean_and_error(run)
    assert abs(value - mean_wait(servers, per_hour / 60, 1 / mean)) < 4 * error
    waited = 1 - run.waiting_bins[:, 0] / run.served.sum(axis=1)
    error = waited.std(ddof=1) / np.sqrt(len(waited))
    assert abs(waited.mean() - erlang_c(servers, per_hour / 60, 1 / mean)) < 4 * error


@pytest.mark.parametrize("cv", [0.0, 0.5, 1.5])
def test_one_server_waits_as_pollaczek_and_khinchine_say(cv: float):
    value, error = mean_and_error(steady((Stage("counter", 1, 4.0, service_cv=cv),), 8, seed=2))
    assert abs(value - mean_wait_general(8 / 60, 4.0, cv)) < 4 * error


def test_abandonment_is_that_of_erlang_a():
    run = steady((Stage("counter", 3, 6.0, patience_mean=10.0),), 33, seed=3)
    left = 1 - run.served.sum(axis=1) / run.arrived.sum(axis=1)
    error = left.std(ddof=1) / np.sqrt(len(left))
    assert abs(left.mean() - erlang_a(3, 33 / 60, 1 / 6, 1 / 10)) < 4 * error


def test_exponential_stages_in_a_row_wait_as_jackson_says():
    stages = (Stage("counter", 2, 5.0), Stage("check", 2, 4.5), Stage("sign", 1, 2.0))
    value, error = mean_and_error(steady(stages, 15, seed=4))
    assert abs(value - mean_wait_tandem(0.25, [2, 2, 1], [5, 4.5, 2])) < 4 * error


def test_reference_day_has_its_long_run_values():
    """6,634 % renege (se 0,003), mean sojourn 18,753 minutes (se 0,003): long runs of three other programs."""
    run = simulate_days(REFERENCE, days=250, replications=80, seed=2026)
    left, error = ratio(run.left, run.arrived)
    assert abs(100 * left - 6.634) < 3 * np.hypot(100 * error, 0.003)
    sojourn, error = ratio(run.sojourn, run.served)
    assert abs(sojourn - 18.753) < 3 * np.hypot(error, 0.003)


# ---- SimPy and Ciw -----------------------------------------------------------------------------------------------

HOURLY = (10, 22, 0, 18, 5)
SYSTEMS = {
    "three stages, reneging, hourly rates": REFERENCE,
    "hourly rates with an idle hour": ServiceSystem((Stage("counter", 2, 5.5),), HOURLY),
    "gamma work, impatience at two stages": ServiceSystem(
        (
            Stage("counter", 2, 6.0, service_cv=0.5, patience_mean=20.0),
            Stage("check", 1, 3.0, service_cv=1.5, patience_mean=30.0),
        ),
        HOURLY,
    ),
    "constant work": ServiceSystem((Stage("counter", 3, 8.0, service_cv=0.0), Stage("sign", 1, 2.5)), HOURLY),
    "rework to an earlier stage": ServiceSystem(
        (Stage("counter", 2, 4.0), Stage("check", 2, 4.0, rework_share=0.2, rework_to="counter")), HOURLY
    ),
    "priorities": ServiceSystem(
        (Stage("counter", 2, 6.5, patience_mean=60.0), Stage("sign", 1, 2.5)), HOURLY, priority_share=0.3
    ),
}
SIMPY_ONLY = {
    "shared staff": ServiceSystem(
        (Stage("counter", 3, 5.0, staff="team"), Stage("check", 3, 4.0, staff="team")), HOURLY
    ),
    "prepared customers": ServiceSystem(
        (Stage("counter", 1, 5.0, prepared_factor=0.2), Stage("check", 1, 3.0)), HOURLY, prepared_share=0.4
    ),
}
DAYS = 300


def assert_agree(system: ServiceSystem, peer) -> None:
    """Reneging, sojourn and waiting inside three combined standard errors."""
    days = 200 if system.needs_events else 1000
    ours = simulate_days(system, days=days, replications=5, seed=77)
    for part, whole in (("left", "arrived"), ("sojourn", "served"), ("waiting", "served")):
        (one, error), (other, peer_error) = (
            ratio(getattr(run, part), getattr(run, whole)) for run in (ours, peer)
        )
        assert abs(one - other) <= 3 * np.hypot(error, peer_error), (part, one, other)


@pytest.mark.parametrize("name", [*SYSTEMS, *SIMPY_ONLY])
def test_agrees_with_simpy(name: str):
    system = (SYSTEMS | SIMPY_ONLY)[name]
    assert_agree(system, run_simpy(system, days=DAYS, seed=5))


@pytest.mark.parametrize("name", SYSTEMS)
def test_agrees_with_ciw(name: str):
    system = SYSTEMS[name]
    assert_agree(system, run_ciw(system, days=DAYS, seed=6))
