"""Simulator Adopsi: what it says agrees with the model, and colleagues weigh more than letters."""

from __future__ import annotations

import numpy as np
import pytest
from labui.presenters.adopsi import CHECKED, STAFF, WEEKS, Spreading

from kpi_sim import simulate_adoption


@pytest.fixture(scope="module")
def office() -> Spreading:
    return Spreading()


def result(office: Spreading, **values: float) -> float:
    return float(office.answer(office.settle(values), 40)["result"])


def test_the_office_of_today_is_the_models_own(office: Spreading):
    """At "sekarang" the invitation is the model's full one, so the plain call must agree."""
    direct = simulate_adoption(
        STAFF, weeks=WEEKS, champions=0.02, socialisation=0.3, usability=0.5, leadership=0.3,
        reluctant=0.4, reluctance=0.7, replications=40, seed=2026,
    )  # fmt: skip
    assert result(office) == pytest.approx(100 * direct.using[:, CHECKED].mean())


def test_colleagues_weigh_more_than_twice_the_sessions(office: Spreading):
    now = result(office)
    sessions, invited = result(office, socialisation=0.6), result(office, peer=1.5)
    assert now < sessions < invited


def test_to_have_attended_is_not_to_use(office: Spreading):
    answer = office.answer(office.settle({"socialisation": 1.0, "usability": 0.1}), 40)
    attended = float(np.frombuffer(answer["chart"]["series"][0]["values"], "<f4")[CHECKED])
    assert attended > 90
    assert answer["result"] < 30
    assert answer["score"]["now"] == "belum dalam setahun"


def test_the_band_holds_the_line_and_shares_stay_shares(office: Spreading):
    chosen = office.answer(office.settle({"champions": 0.1}), 40)["chart"]["series"][2]
    values, low, high = (np.frombuffer(chosen[key], "<f4") for key in ("values", "low", "high"))
    assert (low <= values + 1e-4).all()
    assert (values <= high + 1e-4).all()
    assert ((values >= 0) & (values <= 100)).all()
    assert (np.diff(values) >= 0).all()


def test_the_score_card_names_the_week_of_half(office: Spreading):
    chosen = office.offices(office.settle({"usability": 0.8}), 40)
    weeks = int(office.answer(office.settle({"usability": 0.8}), 40)["score"]["grade"])
    assert (chosen.using[:, weeks] >= 0.5).mean() >= 0.5
    assert (chosen.using[:, weeks - 1] >= 0.5).mean() <= 0.5
