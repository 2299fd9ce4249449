"""Simulator Target dan Permainan: the case of the course, and the picture agrees with the numbers."""

from __future__ import annotations

import numpy as np
import pytest
from labui.presenters.permainan import EDGES, LIMIT, PRESSURE, Gaming

PRESSED = {"pressure": PRESSURE}


@pytest.fixture(scope="module")
def gaming() -> Gaming:
    return Gaming()


def shares(gaming: Gaming, **values: float) -> tuple[float, float]:
    """Reported and true percentage."""
    office = gaming.office(gaming.settle(values), 100)
    return float(office.reported_share.mean()), float(office.true_share.mean())


def test_without_pressure_the_report_is_the_truth(gaming: Gaming):
    reported, true = shares(gaming)
    assert reported == true
    assert gaming.answer(gaming.settle({}), 10)["score"]["now"] == "laporan jujur"


def test_pressed_and_unchecked_97_are_reported_and_about_81_true(gaming: Gaming):
    """Reference pedagogy M8 and K804: 97 % reported, 81 % true; one file in ten checked, the lines meet."""
    reported, true = shares(gaming, **PRESSED)
    assert reported == pytest.approx(97, abs=1)
    assert true == pytest.approx(81, abs=1.5)
    checked, still = shares(gaming, **PRESSED, audit=0.1)
    assert checked - still < 2


def test_a_faster_service_moves_the_truth_more_than_pressure(gaming: Gaming):
    now = shares(gaming)[1]
    assert shares(gaming, faster=0.2)[1] - now > 2 * (shares(gaming, **PRESSED)[1] - now)


def test_bars_up_to_the_limit_are_the_true_share(gaming: Gaming):
    answer = gaming.answer(gaming.settle(PRESSED), 40)
    true = np.frombuffer(answer["chart"]["base"], "<f4")
    within = true[EDGES[1:] <= LIMIT].sum() / true.sum() * 100
    assert within == pytest.approx(answer["result"], abs=0.01)


def test_a_heap_stands_just_before_the_limit(gaming: Gaming):
    chart = gaming.answer(gaming.settle(PRESSED), 40)["chart"]
    recorded, true = (np.frombuffer(chart[name], "<f4") for name in ("chosen", "base"))
    at = int(np.flatnonzero(EDGES[1:] == LIMIT)[0])
    assert recorded[at] > 1.2 * true[at]
    assert recorded[at + 1 :].sum() < 0.4 * true[at + 1 :].sum()
