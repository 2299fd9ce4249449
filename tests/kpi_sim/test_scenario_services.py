"""The Dukcapil counter: what its levers do, and that its numbers are those of the engine and of the rules."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_sim import achievement, compare, load_scenario, replicate, satisfaction_score
from kpi_sim.engine.queueing import simulate_days
from kpi_sim.engine.tile import BIN_MINUTES
from kpi_sim.scenarios import services
from kpi_sim.scenarios.chance import Chance
from kpi_sim.scenarios.services_office import arrivals
from kpi_sim.scenarios.services_records import Register
from kpi_sim.scenarios.survey import ELEMENTS, SurveyModel, burden, latent_level, survey_scores

SEED = 2026
BASE = load_scenario("services")
EVERYTHING = BASE.replace(
    {
        "extra_hours": 2,
        "appointment_share": 0.5,
        "training.share": 1.0,
        "guidance": 1.0,
        "queue_machine": 1.0,
        "complaint_channel": 1.0,
    }
)


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
        ({"appointment_share": 0.8}, "abandonment_rate", -1),
        ({"appointment_share": 0.8}, "waiting_time_p90", -1),
        ({"extra_hours": 2}, "abandonment_rate", -1),
        ({"extra_hours": 2}, "cost_per_service", 1),
        ({"guidance": 1.0}, "customers_per_day", -1),
        ({"guidance": 1.0}, "waiting_time_mean", -1),
        ({"guidance": 1.0}, "cost_per_service", 1),  # fewer visits before the same desks
        ({"training.share": 1.0}, "completion_time_mean", -1),
        ({"complaint_channel": 1.0}, "cost_per_service", 1),
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
    results = replicate([BASE, EVERYTHING], replications=5, seed=SEED)
    came, served = results.metric("customers_per_day"), results.metric("served_per_day")
    # 5 staff at Rp260.000 and Rp900.000; 15 % at Rp1.500 online
    plain = (5 * 260_000 + 900_000 + came[0] * 0.15 * 1_500) / served[0]
    # two hours more at one and a half; trained; machine, channel, guidance; half by appointment at Rp2.000
    staff = 5 * (260_000 * (1 + 1.5 * 2 / 8) + 10_000)
    more = (staff + 900_000 + 120_000 + 130_000 + 100_000 + came[1] * (0.15 * 1_500 + 0.5 * 2_000)) / served[
        1
    ]
    np.testing.assert_allclose(results.metric("cost_per_service"), [plain, more])


def test_people_are_spread_and_spared_as_stated():
    hours = arrivals(BASE.values)
    np.testing.assert_array_equal(hours, BASE["arrival_profile"])
    even = arrivals(BASE.values | {"appointment_share": 1.0})
    np.testing.assert_allclose(even, 15)
    longer = arrivals(BASE.values | {"extra_hours": 2})
    np.testing.assert_allclose(longer[8:], 7.2)
    np.testing.assert_allclose(longer[:8] / hours, 0.88)
    np.testing.assert_allclose(arrivals(BASE.values | {"guidance": 1.0}), 0.92 * hours)  # 0,4 of the fifth


def test_score_is_that_of_the_rules_on_the_single_answers():
    """The same answers, respondent by respondent, through the survey of the rules."""
    values, seed = BASE.values, 9
    run = simulate_days(
        services.system_of(values), days=40, replications=2, seed=seed, standard=30.0, respondents=2
    )
    judged, felt = services.survey_answers(run, values, 30.0, seed, 0)
    found = services.scores(judged, np.isfinite(felt))["satisfaction_score"]
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
    answers[:, 0, 1] = 1
    scores = survey_scores(answers, np.array([[True, False, True], [False, False, False]]))
    assert scores[0] == 100 and np.isnan(scores[1])


def test_an_office_without_survey_reports_no_score():
    nobody = BASE.replace({"respondents_per_day": 0, "working_days": 20})
    assert np.isnan(replicate(nobody, replications=3, seed=1).metric("satisfaction_score")).all()


def test_an_office_where_nobody_comes_reports_no_times():
    empty = BASE.replace({"arrival_profile": [0] * 8, "working_days": 20})
    results = replicate(empty, replications=2, seed=1)
    for metric in ("waiting_time_mean", "completion_time_p90", "share_within_standard", "satisfaction_score"):
        for reported in (False, True):
            assert np.isnan(results.metric(metric, reported=reported)).all()
    assert (results.metric("customers_per_day") == 0).all()


# ---- what is reported ------------------------------------------------------------------------------------------------

HANDS = ("from_call", "rounded", "lost", "missed", "unasked")
CAREFUL = {f"records.{name}": 0.0 for name in HANDS}


def both(changes: dict[str, object], metric: str, replications: int = 10) -> tuple[np.ndarray, np.ndarray]:
    """An indicator as it was and as it is reported, by replication."""
    results = replicate(BASE.replace(changes), replications=replications, seed=SEED)
    return results.metric(metric)[0], results.metric(metric, reported=True)[0]


def test_without_data_friction_the_report_is_the_truth():
    results = replicate(BASE.replace({"friction.data": 0, "working_days": 40}), replications=3, seed=SEED)
    np.testing.assert_array_equal(results.true, results.reported)


def test_frictions_of_the_record_change_nothing_that_happened():
    results = replicate([BASE, BASE.replace({"friction.data": 0} | CAREFUL)], replications=5, seed=SEED)
    np.testing.assert_array_equal(results.true[0], results.true[1])


def test_a_careful_register_tells_what_happened():
    """Every line kept by the clock: only the bins of a quarter of a minute stand between truth and report."""
    results = replicate(BASE.replace(CAREFUL | {"complaint_reach": 1.0}), replications=5, seed=SEED)
    for measure in results.model.measures:
        told, was = results.metric(measure.id, reported=True), results.metric(measure.id)
        np.testing.assert_allclose(told, was, atol=BIN_MINUTES / 2, err_msg=measure.id)


@pytest.mark.parametrize(
    ("flaw", "metric", "sign"),
    [
        ("from_call", "waiting_counter", -1),
        ("from_call", "waiting_time_median", -1),
        ("from_call", "completion_time_mean", -1),
        ("from_call", "share_within_standard", 1),
        ("rounded", "share_within_standard", 1),
        ("lost", "served_per_day", -1),
        ("lost", "cost_per_service", 1),
        ("lost", "abandonment_rate", 1),
        ("missed", "abandonment_rate", -1),
        ("missed", "customers_per_day", -1),
        ("missed", "share_of_visitors_within_standard", 1),
        ("unasked", "satisfaction_score", 1),
        ("unasked", "survey_respondents", -1),
    ],
)
def test_each_flaw_of_the_record_bends_the_report_one_way(flaw: str, metric: str, sign: int):
    was, told = both(CAREFUL | {f"records.{flaw}": 0.8}, metric)
    assert (sign * (told - was) > 0).all()


def test_a_register_that_starts_at_the_call_leaves_out_the_wait_at_the_counter():
    """Mean completion as reported is short of the truth by just that wait."""
    changes = CAREFUL | {"records.from_call": 1.0}
    was, told = both(changes, "completion_time_mean")
    waited, noted = both(changes, "waiting_counter")
    np.testing.assert_allclose(was - told, waited, atol=0.02)
    assert (noted == 0).all()


def test_rounding_by_hand_lets_two_and_a_half_minutes_more_pass():
    """Times up to 32,5 minutes are written as 30, so the share within 30 is that within 32,5."""
    _, told = both(CAREFUL | {"records.rounded": 1.0}, "share_within_standard")
    was, _ = both({"service_standard": 32.5}, "share_within_standard")
    np.testing.assert_allclose(told, was, atol=1e-9)
    _, median = both(CAREFUL | {"records.rounded": 1.0}, "completion_time_median")
    assert (np.abs(median - 15) <= BIN_MINUTES).all()  # 16 minutes is written as 15


def test_lines_that_are_lost_are_the_stated_share_of_the_visits():
    was, told = both(CAREFUL | {"records.lost": 0.25}, "served_per_day", 30)
    assert (told / was).mean() == pytest.approx(0.75, abs=0.003)
    was, told = both(CAREFUL | {"records.missed": 1.0}, "abandonment_rate")
    assert (was > 0).all() and (told == 0).all()


@given(st.lists(st.floats(0, 1), min_size=5, max_size=5), st.integers(0, 2**30))
@settings(max_examples=25, deadline=None)
def test_a_register_never_has_more_visits_than_there_were(shares: list[float], seed: int):
    changes = {f"records.{name}": share for name, share in zip(HANDS, shares, strict=True)}
    office = BASE.replace(changes | {"working_days": 6})
    results = replicate(office, replications=2, seed=seed)
    for metric in ("served_per_day", "customers_per_day", "survey_respondents"):
        assert (results.metric(metric, reported=True) <= results.metric(metric) + 1e-9).all()
    for metric in ("share_within_standard", "share_of_visitors_within_standard", "abandonment_rate"):
        told = results.metric(metric, reported=True)
        assert ((told >= 0) & (told <= 100 + 1e-9)).all()


@given(
    st.sampled_from(
        [
            ("records.from_call", "share_within_standard", 1),
            ("records.from_call", "waiting_time_mean", -1),
            ("records.lost", "served_per_day", -1),
            ("records.missed", "abandonment_rate", -1),
            ("records.unasked", "survey_respondents", -1),
            ("complaint_channel", "complaints_per_1000", 1),
        ]
    ),
    st.floats(0, 1),
    st.floats(0, 1),
    st.integers(0, 2**30),
)
@settings(max_examples=25, deadline=None)
def test_more_of_a_flaw_never_bends_the_report_the_other_way(case, one: float, other: float, seed: int):
    """Paired under one seed, in each replication: the same slips are lost, and more."""
    name, metric, sign = case
    low, high = (BASE.replace({"working_days": 6, name: share}) for share in sorted((one, other)))
    told = replicate([low, high], replications=2, seed=seed).metric(metric, reported=True)
    assert (sign * (told[1] - told[0]) >= -1e-9).all()


def test_the_machine_costs_money_and_shows_what_the_book_did_not():
    """The famous surprise: the service is the same, and its reported numbers become worse."""
    changes = {"queue_machine": 1.0, "friction.adoption": 0}
    results = replicate([BASE, BASE.replace(changes)], replications=10, seed=SEED)
    for metric, sign in (("abandonment_rate", 1), ("share_within_standard", -1), ("iku_achievement", -1)):
        was, told = results.metric(metric), results.metric(metric, reported=True)
        np.testing.assert_array_equal(was[0], was[1])
        assert (sign * (told[1] - told[0]) > 0).all()
        assert (np.abs(told[1] - was[1]) < np.abs(told[0] - was[0])).all()
    cost = results.metric("cost_per_service")
    assert (cost[1] > cost[0]).all()


def test_staff_who_do_not_use_the_machine_keep_the_book():
    told = {
        adoption: both({"queue_machine": 1.0, "friction.adoption": adoption}, "abandonment_rate")[1].mean()
        for adoption in (0, 1)
    }
    alone = both({}, "abandonment_rate")[1].mean()
    assert alone < told[1] < told[0]


def test_an_open_channel_is_heard_more_while_the_service_gets_better():
    better = BASE.replace({"complaint_channel": 1.0, "stage.verification.servers": 3})
    results = replicate([BASE, better], replications=10, seed=SEED)
    was, told = (results.metric("complaints_per_1000", reported=r) for r in (False, True))
    assert (was[1] < was[0]).all() and (told[1] > told[0]).all()
    assert (results.metric("cost_per_service")[1] > results.metric("cost_per_service")[0]).all()


def test_complaints_are_as_many_as_wait_and_walking_away_explain():
    """From the single visits of an event log: a complaint in 25 at twice the standard, one in ten who went home."""
    office = BASE.replace({"working_days": 60, "complaint_reach": 1.0} | CAREFUL)
    run = simulate_days(services.system_of(office.values), days=60, replications=1, seed=SEED)
    log = run.event_log()
    gone = log[log["event"] == "depart"].set_index(["day", "entity_id"])["time"]
    came = log[log["event"] == "arrival"].set_index(["day", "entity_id"])["time"]
    served = log.loc[log["event"] == "signing_end"].set_index(["day", "entity_id"]).index
    longer = ((gone - came)[served] / office["service_standard"] - 1).clip(0, 3).sum()
    expected = 1000 * (0.04 * longer + 0.1 * (len(came) - len(served))) / len(came)
    found = replicate(office, replications=200, seed=SEED).metric("complaints_per_1000")[0]
    # one year is one draw around its own expectation; over replications the mean is near that of this year
    assert found.mean() == pytest.approx(expected, rel=0.15)


def test_iku_are_scored_by_the_rules_from_truth_and_from_report():
    results = replicate(BASE, replications=2, seed=SEED)
    for reported in (False, True):
        for name, polarity in services.IKU.items():
            for value, score in zip(
                results.metric(name, reported=reported)[0],
                results.metric(f"achievement_{name}", reported=reported)[0],
                strict=True,
            ):
                by_rule = achievement(float(value), BASE[f"target.{name}"], polarity, cap=120)
                assert score == pytest.approx(float(by_rule))


def test_register_of_a_machine_used_by_all_has_the_shares_with_the_system():
    values = dict(BASE.values) | {"queue_machine": 1.0, "friction.adoption": 0}
    register = Register.of(values, Chance(1, "recording", 0, 3))
    for name in HANDS:
        np.testing.assert_allclose(getattr(register, name), values[f"records.{name}.system"])
