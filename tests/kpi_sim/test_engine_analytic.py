"""Closed forms against published numbers and against a direct solution of the balance equations."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_sim import erlang_a, erlang_b, erlang_c, mean_wait, staff_for_service_level
from kpi_sim.engine.analytic import (
    OverloadError,
    all_idle,
    mean_queue,
    mean_wait_general,
    mean_wait_tandem,
    service_level,
)
from kpi_sim.errors import OutOfRangeError


def test_eye_clinic_of_gross_and_harris():
    """Three doctors, six patients an hour, twenty minutes each."""
    assert all_idle(3, 6, 3) == pytest.approx(1 / 9)
    assert mean_queue(3, 6, 3) == pytest.approx(8 / 9)
    assert mean_wait(3, 6, 3) == pytest.approx(4 / 27)


def test_call_centre_helper_example():
    """200 calls an hour of three minutes: 17,4 % wait with 14 agents; 38,9 % within 20 s with 11."""
    assert erlang_c(14, 200, 20) == pytest.approx(0.174, abs=5e-4)
    assert service_level(11, 200, 20, 20 / 3600) == pytest.approx(0.389, abs=1e-3)


def test_palm_queue_of_mandelbaum_and_zeltyn():
    """48 calls a minute, 50 agents, one minute of service, patience two minutes: 3,1 % abandon."""
    assert erlang_a(50, 48, 1, 0.5) == pytest.approx(0.031, abs=6e-4)


def test_erlang_b_table():
    assert erlang_b(10, 5) == pytest.approx(0.0184, abs=5e-5)
    assert erlang_b(1, 0) == 0


def test_pollaczek_khinchine_example_of_ciw():
    assert mean_wait_general(5, 0.125, 1) == pytest.approx(5 / 24)


def test_constant_service_waits_half_as_long_as_exponential():
    assert mean_wait_general(0.15, 5, 0) == pytest.approx(mean_wait(1, 0.15, 0.2) / 2)


def test_tandem_of_jackson():
    assert mean_wait_tandem(0.25, [2, 2, 1], [5, 4.5, 2]) == pytest.approx(7.287985347985348)


def _birth_death(servers: int, arrival: float, service: float, patience: float, states: int) -> np.ndarray:
    """Stationary distribution from the generator matrix, solved as linear equations."""
    down = [min(n, servers) * service + max(n - servers, 0) * patience for n in range(states)]
    generator = np.diag([arrival] * (states - 1), 1) + np.diag(down[1:], -1)
    generator -= np.diag(generator.sum(axis=1))
    equations = np.vstack([generator.T, np.ones(states)])
    solution, *_ = np.linalg.lstsq(equations, np.append(np.zeros(states), 1.0), rcond=None)
    return solution


@pytest.mark.parametrize(("servers", "arrival", "patience"), [(1, 0.7, 0.2), (3, 4.0, 0.5), (5, 3.0, 0.1)])
def test_erlang_a_solves_the_balance_equations(servers: int, arrival: float, patience: float):
    states = 160
    shares = _birth_death(servers, arrival, 1.0, patience, states)
    waiting = np.maximum(np.arange(states) - servers, 0)
    assert erlang_a(servers, arrival, 1.0, patience) == pytest.approx(
        float(shares @ waiting) * patience / arrival, abs=1e-9
    )


@pytest.mark.parametrize(("servers", "arrival"), [(1, 0.6), (4, 3.4), (6, 5.0)])
def test_erlang_c_solves_the_balance_equations(servers: int, arrival: float):
    shares = _birth_death(servers, arrival, 1.0, 0.0, 400)
    assert erlang_c(servers, arrival, 1.0) == pytest.approx(float(shares[servers:].sum()), abs=1e-9)


@given(
    load=st.floats(0.05, 40),
    service=st.floats(0.01, 5),
    within=st.floats(0, 20),
    share=st.floats(0, 0.999),
)
def test_staffing_is_enough_and_one_less_is_not(load: float, service: float, within: float, share: float):
    servers = staff_for_service_level(load * service, service, within=within, share=share)
    assert service_level(servers, load * service, service, within) >= share
    if servers - 1 > load:
        assert service_level(servers - 1, load * service, service, within) < share


@given(servers=st.integers(1, 30), share=st.floats(0.01, 0.98))
def test_waiting_probability_lies_above_loss_probability(servers: int, share: float):
    load = servers * share
    assert erlang_b(servers, load) <= erlang_c(servers, load, 1.0) <= 1
    assert mean_wait(servers, load, 1.0) > 0


def test_overload_is_told_in_words():
    with pytest.raises(OverloadError) as caught:
        mean_wait(2, 0.5, 0.2)
    assert caught.value.sentence() == (
        "Beban kerja bernilai 2,50 untuk 2 petugas, di luar yang mungkin. Antrean akan tumbuh terus. Tambah petugas, "
        "atau kurangi kedatangan atau lama layanan."
    )


@pytest.mark.parametrize(
    "call",
    [
        lambda: erlang_b(0, 1),
        lambda: erlang_b(2, -1),
        lambda: erlang_a(2, 1, 1, 0),
        lambda: mean_wait(2, math.nan, 1),
        lambda: mean_wait_general(0.1, 5, -1),
        lambda: staff_for_service_level(1, 1, within=1, share=1.0),
        lambda: staff_for_service_level(1, 0, within=1, share=0.9),
    ],
)
def test_impossible_values_are_refused(call):
    with pytest.raises(OutOfRangeError):
        call()
