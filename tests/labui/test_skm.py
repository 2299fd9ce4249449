"""Simulator SKM: an element is a ninth, silence of the unhappy is worth more, small surveys scatter."""

from __future__ import annotations

import numpy as np
import pytest
from labui.presenters.skm import SatisfactionSurvey

from kpi_sim import satisfaction_score, skm_dukcapil


@pytest.fixture(scope="module")
def survey() -> SatisfactionSurvey:
    return SatisfactionSurvey()


def result(survey: SatisfactionSurvey, replications: int = 40, **values: float) -> float:
    return float(survey.answer(survey.settle(values), replications)["result"])


def test_repeated_surveys_stand_around_the_score_of_all(survey: SatisfactionSurvey):
    """The score of the whole file by the public function is what samples of it scatter around."""
    everybody = float(satisfaction_score(list(skm_dukcapil())).score)
    scores = survey.now(200).scores
    assert scores.mean() == pytest.approx(everybody, abs=4 * scores.std() / np.sqrt(200))


def test_the_unhappy_who_stay_away_help_more_than_a_better_service(survey: SatisfactionSurvey):
    """The surprise: nine elements share a point; leaving people out does not share it."""
    better, silent = result(survey, better_time=1.0), result(survey, unhappy_answer=0.0)
    assert 0 < better <= 25 / 9
    assert silent > 1.5 * better


def test_empty_answers_as_zeros_and_short_weights_lower_the_score(survey: SatisfactionSurvey):
    assert result(survey, empty=1) < -5
    # 9 x 0,11 = 0,99: one percent of the score is lost (regulations: weight 0,11 is rounded)
    assert result(survey, weights=2) == pytest.approx(-survey.now(40).scores.mean() * 0.01, rel=1e-6)


def test_a_fourth_of_the_respondents_scatters_twice_as_much(survey: SatisfactionSurvey):
    def spread(respondents: float) -> float:
        return float(survey.surveys(survey.settle({"respondents": respondents}), 200).scores.std())

    assert spread(100) / spread(400) == pytest.approx(2, rel=0.25)


def test_the_three_lowest_elements_stand_out(survey: SatisfactionSurvey):
    rows = survey.answer(survey.settle({}), 40)["chart"]["rows"]
    strong = [row["value"] for row in rows if row.get("strong")]
    assert sorted(row["value"] for row in rows)[:3] == sorted(strong)
    assert all(row["low"] <= row["value"] <= row["high"] for row in rows)
