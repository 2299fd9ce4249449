"""Simulator Pendidikan: regression to the mean is seen, and the comparison takes it away."""

from __future__ import annotations

import numpy as np
import pytest
from labui.presenters.pendidikan import FIRST, Schools

from kpi_sim import load_scenario, selection_intensity

AT_RANDOM, LOWEST, HIGHEST = range(3)


@pytest.fixture(scope="module")
def schools() -> Schools:
    return Schools()


def rises(schools: Schools, **values: float) -> tuple[float, float]:
    """Trained and comparison schools after a year, points."""
    named = {f"training.{name}": value for name, value in values.items()}
    runs = schools.runs(schools.settle(named), 40)
    return runs.means("trained_rise", period=FIRST)[1], runs.means("comparison_rise", period=FIRST)[1]


def test_levers_stand_where_the_scenario_stands(schools: Schools):
    values = load_scenario("education").values
    same = {"training.share", "learning.reliability"}
    assert {lever.id: lever.now for lever in schools.levers if lever.id in same} == {
        name: values[name] for name in same
    }


def test_the_lowest_rise_and_the_highest_fall_by_as_much_as_theory_says(schools: Schools):
    """Reference pedagogy M5 (hitung): a fifth at either end of results with reliability 0,6 and sd 10 comes back by 5,6.

    What the dinas does for all schools is taken off: the rise of schools chosen by lot.
    """
    back = 10 * selection_intensity(0.2) * (1 - 0.6)
    assert back == pytest.approx(5.6, abs=0.05)
    by_lot = rises(schools, choice=AT_RANDOM)[1]
    assert rises(schools, choice=LOWEST)[0] - by_lot == pytest.approx(back, abs=0.7)
    assert rises(schools, choice=HIGHEST)[0] - by_lot == pytest.approx(-back, abs=0.7)


def test_the_comparison_takes_away_what_comes_by_itself(schools: Schools):
    trained, waiting = rises(schools, choice=LOWEST)
    assert abs(trained - waiting) < 1
    helped, still = rises(schools, choice=LOWEST, quality=1.0)
    assert still == pytest.approx(waiting)
    assert helped > trained + 1.5


def test_perfectly_reliable_results_do_not_come_back(schools: Schools):
    still = schools.runs(schools.settle({"training.choice": LOWEST, "learning.reliability": 1.0}), 40)
    by_lot = schools.runs(schools.settle({"learning.reliability": 1.0}), 40)
    assert still.means("trained_rise", period=FIRST)[1] == pytest.approx(
        by_lot.means("trained_rise", period=FIRST)[1], abs=0.3
    )


def test_lines_are_those_of_the_scenario(schools: Schools):
    values = schools.settle({"training.choice": LOWEST})
    answer = schools.answer(values, 10)
    lines = {one["name"]: np.frombuffer(one["values"], "<f4") for one in answer["chart"]["series"]}
    runs = schools.runs(values, 10)
    assert lines["dilatih"][1] - lines["dilatih"][0] == pytest.approx(answer["result"], abs=0.01)
    assert lines["semua sekolah"][-1] == pytest.approx(
        runs.means("learning_score", period="Tahun 5")[1], abs=0.01
    )
