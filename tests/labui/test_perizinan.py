"""Simulator Perizinan: hands help at the busy desk only, and the applicant's clock runs longer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from labui.presenters.perizinan import EDGES, SHARE, Licensing

from kpi_sim import load_scenario


@pytest.fixture(scope="module")
def office() -> Licensing:
    return Licensing()


def play(office: Licensing, **values: float) -> dict[str, Any]:
    return office.answer(office.settle({name.replace("_", ".", 1): v for name, v in values.items()}), 40)


def test_levers_start_at_the_scenarios_own_values(office: Licensing):
    values = load_scenario("licensing").values
    assert {lever.id: lever.now for lever in office.levers} == {
        lever.id: values[lever.id] for lever in office.levers
    }
    assert office.standard == values["service_standard"]


def test_one_more_at_the_technical_desk_helps_and_at_the_first_desk_does_not(office: Licensing):
    now = play(office)["result"]
    assert abs(play(office, check_staff=3)["result"] - now) < 3
    assert play(office, technical_staff=4)["result"] - now > 8


def test_the_busiest_desk_is_named(office: Licensing):
    assert "Paling sibuk dinas teknis:" in play(office)["meaning"][0]
    assert "Paling sibuk dinas teknis:" not in play(office, technical_staff=6)["meaning"][0]


def test_clear_requirements_help_the_applicant_though_the_office_does_not_see_it(office: Licensing):
    runs = office.runs(office.settle({"guidance": 1.0}), 40)
    assert runs.change_in("applicant_days_p90").high < 0
    assert runs.change_in("returned_share").high < 0
    assert abs(runs.change_in(SHARE).difference) < 2


def test_bars_left_of_the_standard_are_the_share_within_it(office: Licensing):
    """The hatched part of the picture and the big number must say the same (means of years, so nearly)."""
    answer = play(office, technical_staff=4)
    bars = np.frombuffer(answer["chart"]["chosen"], "<f4")
    within = bars[EDGES[1:] <= office.standard].sum() / bars.sum() * 100
    assert within == pytest.approx(answer["result"], abs=0.5)


def test_the_table_holds_every_measure_of_the_scenario(office: Licensing):
    runs = office.runs(office.settle({}), 10)
    rows = office.answer(office.settle({}), 10)["table"]()["rows"]
    assert [row[0] for row in rows] == [f"{m.label} ({m.unit})" for m in runs.results.model.measures]
