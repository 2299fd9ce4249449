"""The Dukcapil counter: what its levers do, and that its numbers are those of the engine and of the rules."""

from __future__ import annotations

import numpy as np
import pytest

from kpi_sim import compare, load_scenario, replicate, satisfaction_score
from kpi_sim.engine.queueing import simulate_days
from kpi_sim.scenarios import services
from kpi_sim.scenarios.survey import ELEMENTS, SurveyModel, burden, element_means, latent_level

SEED = 2026
BASE = load_scenario("services")


def difference(changes: dict[str, object], metric: str, base=BASE):
    """Change of a metric against the scenario as it is, with its interval."""
    results = replicate([base, base.replace(changes)], replications=10, seed=SEED)
    (found,) = compare(results, metric, baseline=base)
    return found


def test_today_is_near_the_published_level_of_satisfaction():
    """Calibration: 84,33, mean of the perangkat daerah of Jambi in 2022 (published/jambi_series.csv)."""
    score = replicate(BASE, replications=50, seed=SEED).metric("satisfaction_score")
    assert score.mean() == pytest.approx(84.33, abs=0.4)


@pytest.mark.parametrize(
    ("changes", "metric", "sign"),
    [
        ({"stage.verification.servers": 3}, "waiting_time_mean", -1),
        ({"stage.verification.servers": 3}, "share_within_standard", 1),
        ({"stage.verification.servers": 3}, "satisfaction_score", 1),
        ({"stage.verification.servers": 3}, "cost_per_service", 1),
        ({"stage.counter.servers": 3}, "abandonment_rate", -1),
        ({"stage.counter.servers": 3}, "waiting_counter", -1),
        ({"stage.counter.servers": 3}, "waiting_verification", 1),  # the queue moves on to the next desk
        ({"online_share": 0.5}, "completion_time_median", -1),
        ({"online_share": 0.5}, "abandonment_rate", -1),
        ({"arrival_level": 1.3}, "waiting_time_p90", 1),
        ({"arrival_level": 1.3}, "satisfaction_score", -1),
        ({"arrival_level": 1.3}, "utilisation_counter", 1),
        ({"arrival_level": 1.3}, "customers_per_day", 1),
        ({"stage.signing.service_mean": 1.0}, "completion_time_mean", -1),
        ({"stage.counter.service_cv": 0.3}, "waiting_counter", -1),
        ({"service_standard": 45}, "share_within_standard", 1),
        ({"patience_mean": 20}, "abandonment_rate", 1),
    ],
)
def test_levers_move_what_they_should(changes: dict[str, object], metric: str, sign: int):
    found = difference(changes, metric)
    assert found.conclusive and np.sign(found.difference) == sign, found


def test_everyone_online_leaves_the_stated_rest_of_the_work():
    everyone = BASE.replace({"online_share": 1.0})
    numbers = replicate([BASE.replace({"online_share": 0.0}), everyone], replications=10, seed=SEED)
    busy = numbers.metric("utilisation_counter") / numbers.metric("served_per_day")
    assert (busy[1] / busy[0]).mean() == pytest.approx(BASE["online_counter_work"], rel=0.02)


def test_distribution_and_mean_are_of_the_same_people():
    results = replicate(BASE, replications=5, seed=SEED)
    histogram = results.histogram("completion_time")
    assert histogram.counts.shape == (1, 5, len(histogram.edges) - 1)
    served = results.metric("served_per_day") * BASE["working_days"]
    np.testing.assert_allclose(histogram.counts.sum(axis=2), served)
    middles = histogram.edges[:-1] + 0.5
    means = (histogram.counts * middles).sum(axis=2) / served
    np.testing.assert_allclose(means, results.metric("completion_time_mean"), atol=0.1)
    within = histogram.counts[:, :, : int(BASE["service_standard"])].sum(axis=2) / served
    np.testing.assert_allclose(100 * within, results.metric("share_within_standard"), atol=0.01)
    coarse = histogram.coarser(5, until=60)
    assert coarse.counts.shape[2] == 13 and coarse.edges[-2] == 60
    np.testing.assert_array_equal(coarse.counts.sum(axis=2), histogram.counts.sum(axis=2))


def test_cost_is_what_staff_office_and_registrations_cost():
    results = replicate(BASE, replications=5, seed=SEED)
    staff = sum(BASE[f"stage.{name}.servers"] for name in services.STAGES)
    daily = staff * BASE["staff_cost"] + BASE["overhead_cost"]
    daily = daily + results.metric("customers_per_day") * BASE["online_share"] * BASE["online_cost"]
    np.testing.assert_allclose(daily / results.metric("served_per_day"), results.metric("cost_per_service"))


def test_score_is_that_of_the_rules_on_the_single_answers():
    """The same answers, respondent by respondent, through the survey of the rules."""
    values, seed = BASE.values, 9
    run = simulate_days(
        services.system_of(values), days=40, replications=2, seed=seed, standard=30.0, respondents=2
    )
    found = services.satisfaction(run, values, 30.0, seed, 0)
    survey = SurveyModel(
        {e: values[f"satisfaction.level.{e}"] for e in ELEMENTS},
        {e: values[f"satisfaction.sensitivity.{e}"] for e in ELEMENTS},
        values["satisfaction_trait"],
    )
    burdens = burden(run.asked_sojourn.reshape(2, -1), 30.0)
    answers = survey.answers(burdens, seed=seed, first_block=0)
    assert set(np.unique(answers)) <= {1, 2, 3, 4}
    for replication in range(2):
        rows = [dict(zip(ELEMENTS, map(int, row), strict=True)) for row in answers[:, replication].T]
        assert float(satisfaction_score(rows).score) == pytest.approx(found[replication], abs=1e-9)


def test_people_served_in_the_standard_time_answer_at_the_stated_level():
    levels = dict.fromkeys(ELEMENTS, 3.1)
    survey = SurveyModel(levels, dict.fromkeys(ELEMENTS, 0.9), 0.5)
    answers = survey.answers(np.zeros((5, 20_000)), seed=1, first_block=0)
    assert answers.mean() == pytest.approx(3.1, abs=0.02)
    worse = survey.answers(np.ones((5, 20_000)), seed=1, first_block=0)
    assert (worse <= answers).all() and worse.mean() < answers.mean()


def test_latent_level_gives_the_mean_answer_by_sampling():
    rng = np.random.default_rng(3)
    judged = latent_level(2.6) + rng.standard_normal(200_000)
    assert (1 + (judged[:, None] > np.array([-2.3, -1.4, 0.1])).sum(axis=1)).mean() == pytest.approx(
        2.6, abs=0.01
    )


def test_days_without_a_respondent_are_left_out():
    answers = np.full((9, 2, 3), 4, np.int8)
    means = element_means(answers, np.array([[True, False, True], [False, False, False]]))
    assert set(means[0].values()) == {4} and means[1] == {}


def test_an_office_without_survey_reports_no_score():
    nobody = BASE.replace({"respondents_per_day": 0, "working_days": 20})
    assert np.isnan(replicate(nobody, replications=3, seed=1).metric("satisfaction_score")).all()


def test_an_office_where_nobody_comes_reports_no_times():
    empty = BASE.replace({"arrival_profile": [0] * 8, "working_days": 20})
    results = replicate(empty, replications=2, seed=1)
    for metric in ("waiting_time_mean", "completion_time_p90", "share_within_standard", "satisfaction_score"):
        assert np.isnan(results.metric(metric)).all()
    assert (results.metric("customers_per_day") == 0).all()
