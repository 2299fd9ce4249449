"""The standard workloads of the package answer right, or their speed would mean nothing."""

from __future__ import annotations

import numpy as np
import pytest

from kpi_sim import bench, erlang_c, mean_wait
from kpi_sim.errors import OutOfRangeError


def test_waits_are_those_of_a_steady_queue_from_the_first_customer_on():
    """M/M/4 at rho 0,85 (Erlang C); runs start from the stationary law, so nothing is thrown away."""
    waits = bench.mmc(400_000, c=4, lam=3.4, mu=1.0, seed=7).reshape(-1, 500)
    for values, truth in (
        (waits, mean_wait(4, 3.4, 1.0)),
        ((waits > 0).astype(float), erlang_c(4, 3.4, 1.0)),
    ):
        runs = values.mean(axis=1)  # runs are independent
        assert abs(runs.mean() - truth) < 4 * runs.std(ddof=1) / np.sqrt(len(runs))
        first = values[:, 0]
        assert abs(first.mean() - truth) < 4 * first.std(ddof=1) / np.sqrt(len(first))


def test_the_reference_day_has_as_many_days_as_asked_and_its_long_run_values():
    run = bench.tandem(2003, seed=3)
    assert {array.shape for array in run.values()} == {(2003,)}
    reneged = run["reneged"] / run["arrived"].mean()
    assert abs(reneged.mean() - 0.06634) < 4 * reneged.std(ddof=1) / np.sqrt(2003)
    again = bench.tandem(2003, seed=3)
    assert all(np.array_equal(run[name], again[name]) for name in run)


def test_adoption_ends_where_the_agents_of_mesa_end():
    """The default office passes nine tenths within a year, as the agents of Mesa do (0,92 in benchmarks/)."""
    shares = bench.adoption(5, seed=1, staff=2000)
    assert shares.shape == (5, 53) and shares[:, -1].mean() == pytest.approx(0.92, abs=0.015)


@pytest.mark.parametrize(
    "call",
    [
        lambda: bench.mmc(0, 1, 0.5, 1.0, 1),
        lambda: bench.mmc(10, 2, 2.0, 1.0, 1),
        lambda: bench.tandem(0, 1),
        lambda: bench.adoption(0, 1),
    ],
)
def test_impossible_workloads_are_refused(call):
    with pytest.raises(OutOfRangeError):
        call()
