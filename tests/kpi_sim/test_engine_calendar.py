"""Closed and busy days: the office's calendar against the working days of the rules, and in the engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_sim import ServiceSystem, Stage, day_factors, simulate_days, working_days
from kpi_sim.errors import OutOfRangeError

MONDAY = date(2026, 3, 16)
LEBARAN = [date(2026, 3, 19), date(2026, 3, 20), date(2026, 3, 23)]  # Thursday, Friday, Monday (days made up)
COUNTER = ServiceSystem((Stage("counter", 2, 4.0, patience_mean=60.0),), (12,) * 8)
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@given(DAYS, st.integers(1, 120), st.sets(st.integers(0, 119), max_size=20))
def test_as_many_days_are_open_as_the_rules_call_working_days(first: date, days: int, off: set[int]):
    """An independent count: NumPy's business days behind ``working_days``."""
    holidays = [first + timedelta(days=number) for number in off]
    factors = day_factors(first, days, holidays=holidays)
    last = first + timedelta(days=days - 1)
    assert sum(factor > 0 for factor in factors) == working_days(
        first - timedelta(days=1), last, holidays=holidays
    )


@given(DAYS, st.integers(10, 120), st.sets(st.integers(0, 100), max_size=20), st.floats(0, 1))
def test_who_puts_off_the_visit_comes_later_and_nobody_is_made_or_lost(first, days, off, share):
    holidays = [first + timedelta(days=number) for number in off]
    whole, closed, later = (
        sum(day_factors(first, days, holidays=h, put_off=p))
        for h, p in (((), 0), (holidays, 0), (holidays, share))
    )
    still_waiting = 0.0
    for number in reversed(range(days)):  # holidays after the last open day are lost to the run
        day = first + timedelta(days=number)
        if day not in set(holidays) and day.weekday() < 5:
            break
        still_waiting += (day in set(holidays)) * (day.weekday() < 5)
    assert later - closed == pytest.approx(share * (whole - closed - still_waiting))


def test_two_days_off_and_a_weekend_meet_on_the_tuesday():
    factors = day_factors(MONDAY, 10, holidays=LEBARAN, put_off=0.5)
    assert factors == (1, 1, 1, 0, 0, 0, 0, 0, 2.5, 1)


def test_nobody_comes_on_a_closed_day_and_more_come_after_it():
    factors = day_factors(MONDAY, 14, holidays=LEBARAN, put_off=1.0)
    run = simulate_days(replace(COUNTER, day_factors=factors), days=14, replications=200, seed=4)
    open_days = np.array(factors) > 0
    assert (run.arrived[:, ~open_days] == 0).all() and (run.arrived[:, open_days] > 0).all()
    came = run.arrived.mean(axis=0)
    error = np.sqrt(96 * np.array(factors) / 200)  # a Poisson count has its mean as variance
    assert (np.abs(came - 96 * np.array(factors)) <= 4 * error).all()
    assert run.left[:, 8].mean() > 3 * run.left[:, :3].mean()  # four days' people before the same two desks


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"days": 0}, "Jumlah hari bernilai 0, di luar yang mungkin. Isi bilangan bulat, satu atau lebih."),
        (
            {"weekdays": (1, 1)},
            "Keramaian Senin sampai Minggu bernilai 1; 1, di luar yang mungkin. Isi tujuh bilangan, nol atau lebih.",
        ),
        (
            {"put_off": 1.5},
            "Bagian warga yang menunda bernilai 1,5, di luar yang mungkin. Isi dari 0 sampai 1.",
        ),
    ],
)
def test_impossible_calendars_are_told(arguments: dict, told: str):
    with pytest.raises(OutOfRangeError) as caught:
        day_factors(MONDAY, **({"days": 5} | arguments))
    assert caught.value.sentence() == told
