"""Dinas Pendidikan: children are not lost, levers do what they should, and the surprises of the course come true."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_sim import achievement, compare, load_scenario, replicate
from kpi_sim.errors import OutOfRangeError
from kpi_sim.evidence.shrinkage import selection_intensity
from kpi_sim.indicators.education import attendance_rate, dropout_rate, graduation_rate
from kpi_sim.scenarios.parameter import UnknownParameterError

SEED = 2026
BASE = load_scenario("education")
QUIET = {"friction.adoption": 0, "friction.data": 0}
NO_PROGRAMME = {
    "training.share": 0,
    "remedial.coverage": 0,
    "prevention.reach": 0,
    "committee.programme": 0,
    "support.budget": 0,
}
YEAR_1 = "Tahun 1"


def run(changes: dict[str, object], replications: int = 10):
    return replicate(BASE.replace(changes), replications=replications, seed=SEED)


def every(results, name: str, *, reported: bool = False) -> np.ndarray:
    """All replications, periods and areas (the province first) of an indicator."""
    values = results.reported if reported else results.true
    return values[0, :, results.model.position(name)]


# ---- children ------------------------------------------------------------------------------------------------------


@settings(max_examples=12, deadline=None)
@given(
    st.fixed_dictionaries(
        {
            "dropout.base": st.floats(0, 20),
            "failing": st.floats(0, 30),
            "never_continuing": st.floats(0, 0.5),
            "prevention.reach": st.floats(0, 1),
            "remedial.coverage": st.floats(0, 1),
            "committee.programme": st.floats(0, 1),
            "support.budget": st.floats(0, 200_000),
        }
    )
)
def test_no_child_is_lost_and_none_comes_from_nowhere(changes):
    """Pupils of a year, less dropouts and graduates, plus new ones, are the pupils of the next year."""
    results = run(changes, 2)
    pupils, new, lost, done = (every(results, n) for n in ("pupils", "new_pupils", "dropouts", "graduates"))
    np.testing.assert_array_equal(pupils[:, 1:], (pupils - lost - done)[:, :-1] + new[:, 1:])
    for name in ("pupils", "dropouts", "graduates", "final_grade_pupils", "new_pupils"):
        counts = every(results, name)
        assert (counts >= 0).all() and (counts == np.round(counts)).all()
        np.testing.assert_array_equal(
            counts[..., 0], counts[..., 1:].sum(axis=-1)
        )  # the province is its areas
    for name in ("participation_rate", "net_enrolment", "committee_attendance", "graduation_rate"):
        for reported in (False, True):
            rate = every(results, name, reported=reported)
            assert ((rate >= 0) & (rate <= 100)).all()


def test_rates_are_those_of_the_definitions():
    results = run({})
    place = (0, 3, 5)
    lost, pupils = (every(results, n)[place] for n in ("dropouts", "pupils"))
    assert every(results, "dropout_rate")[place] == pytest.approx(float(dropout_rate(lost, pupils)))
    done, last = (every(results, n)[place] for n in ("graduates", "final_grade_pupils"))
    assert every(results, "graduation_rate")[place] == pytest.approx(float(graduation_rate(done, last)))
    assert (every(results, "net_enrolment") <= every(results, "participation_rate")).all()


def test_the_start_is_near_what_is_published():
    """APM SMP 79,88 of Tanjung Jabung Barat in 2021; of 4.144 examined in Muaro Jambi (2020) 4.136 passed, 99,81."""
    results = run({"support.budget": 0}, 50)
    assert results.metric("net_enrolment", period="Awal").mean() == pytest.approx(79.88, abs=0.5)
    reported = results.metric("graduation_rate", period="Awal", area="Muaro Jambi", reported=True).mean()
    assert reported == pytest.approx(99.81, abs=0.02)
    final = results.metric("final_grade_pupils", period="Awal", area="Muaro Jambi").mean()
    assert final == pytest.approx(4144, rel=0.06)
    assert results.metric("dropout_rate", period="Awal").mean() == pytest.approx(
        0.62, abs=0.03
    )  # asumsi of the file


# ---- levers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "metric", "sign"),
    [
        ({"prevention.reach": 0.8}, "dropout_rate", -1),
        ({"prevention.reach": 0.8}, "participation_rate", 1),
        ({"prevention.reach": 0.8}, "programme_cost", 1),
        ({"remedial.coverage": 0.8}, "graduation_rate", 1),
        ({"remedial.coverage": 0.8}, "learning_score", 1),
        ({"remedial.coverage": 0.8}, "dropout_rate", -1),
        ({"committee.programme": 0.9}, "committee_attendance", 1),
        ({"committee.programme": 0.9}, "decisions_followed_up", 1),
        ({"committee.programme": 0.9}, "dropout_rate", -1),
        ({"training.quality": 1.0}, "training_effect_estimate", 1),
        ({"training.coverage": 1.0}, "learning_score", 1),
        ({"training.share": 0.6}, "learning_score", 1),
        ({"training.share": 0.6}, "trained_schools", 1),
        ({"support.budget": 30_000}, "learning_score", 1),
        ({"support.budget": 30_000}, "dropout_rate", -1),
        ({"friction.adoption": 0, "adoption.without_system": 0}, "dropout_rate", -1),
    ],
)
def test_levers_move_what_they_should(changes: dict[str, object], metric: str, sign: int):
    base = BASE.replace({"adoption.without_system": 0}) if "adoption.without_system" in changes else BASE
    results = replicate([base, base.replace(changes)], replications=20, seed=SEED)
    when = "Tahun 1" if "friction.adoption" in changes else "Tahun 5"
    now, chosen = results.metric(metric, period=when)
    assert np.sign((chosen - now).mean()) == sign
    if when == "Tahun 5":
        (found,) = compare(results, metric, baseline=base)
        assert found.conclusive and np.sign(found.difference) == sign, found


def test_under_one_seed_more_prevention_never_loses_a_child_anywhere():
    levels = [0.0, 0.3, 0.6, 1.0]
    runs = [
        every(run({"prevention.reach": level, "prevention.continuing_effect": 0}), "dropouts")
        for level in levels
    ]
    for less, more in pairwise(runs):
        assert (more[:, 1] <= less[:, 1]).all()  # later years: other children are there to drop out
        assert more.sum() < less.sum()


def test_support_goes_where_the_weight_is():
    tebo = BASE.replace({"support.weight": [0] * 7 + [1] + [0] * 3, "support.budget": 20_000})
    results = replicate([BASE.replace({"support.budget": 0}), tebo], replications=10, seed=SEED)
    gain = np.diff(results.true[:, :, results.model.position("learning_score"), -1], axis=0)[0].mean(axis=0)
    at = results.model.areas.index("Tebo")
    assert gain[at] > 1 and np.abs(np.delete(gain[1:], at - 1)).max() < 1e-9
    cost = tebo.replace(NO_PROGRAMME | {"support.budget": 20_000})
    spent = replicate(cost, replications=1, seed=SEED)
    assert spent.metric("programme_cost", area="Tebo") == pytest.approx(20_000)


def test_nothing_is_spent_and_nothing_changes_before_the_plan():
    results = replicate([BASE, BASE.replace(NO_PROGRAMME)], replications=5, seed=SEED)
    for name in (
        "dropout_rate",
        "graduation_rate",
        "participation_rate",
        "learning_score",
        "committee_attendance",
    ):
        now, without = results.metric(name, period="Awal")
        np.testing.assert_array_equal(now, without)
    assert (results.metric("programme_cost", period="Awal") == 0).all()
    assert (results.metric("programme_cost", period="Tahun 3")[1] == 0).all()


# ---- surprises of the course ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("choice", "direction"), [(1, 1), (2, -1)])
def test_chosen_schools_change_though_training_does_nothing(choice: int, direction: int):
    """Pedagogy M5: 14,0 points from the mean and 5,6 points back; 75 % of the lowest improve."""
    still = QUIET | NO_PROGRAMME | {"training.share": 0.2, "training.effect": 0, "training.choice": choice}
    results = run(still | {"training.comparison": 0}, 100)
    away = results.metric("trained_score", period="Awal") - results.metric("learning_score", period="Awal")
    rise = results.metric("trained_rise", period=YEAR_1)
    expected = 10 * selection_intensity(0.2) * (1 - 0.6)  # luck does not come back
    assert expected == pytest.approx(5.6, abs=0.01)
    assert away.mean() == pytest.approx(-14.0 * direction, abs=0.4)
    assert rise.mean() == pytest.approx(
        expected * direction, abs=0.3
    )  # areas are small: a little less selection
    improved = results.metric("trained_improved", period=YEAR_1).mean()
    assert improved == pytest.approx(75 if direction > 0 else 25, abs=2)


def test_comparison_schools_leave_the_training_its_own_point():
    """Pedagogy M5: trained +6,6, comparison +5,6."""
    one = QUIET | NO_PROGRAMME | {"training.share": 0.2, "training.effect": 1}
    results = run(one | {"training.quality": 1, "training.coverage": 1}, 200)
    assert results.metric("trained_rise", period=YEAR_1).mean() == pytest.approx(6.6, abs=0.3)
    assert results.metric("comparison_rise", period=YEAR_1).mean() == pytest.approx(5.6, abs=0.3)
    estimate = results.metric("training_effect_estimate", period=YEAR_1)
    assert abs(estimate.mean() - 1.0) < 3 * estimate.std(ddof=1) / np.sqrt(estimate.size)


def test_schools_chosen_by_lot_do_not_rise_by_themselves():
    lot = QUIET | NO_PROGRAMME | {"training.share": 0.2, "training.effect": 0, "training.choice": 0}
    rise = run(lot, 100).metric("trained_rise", period=YEAR_1)
    assert abs(rise.mean()) < 3 * rise.std(ddof=1) / 10


# ---- what is reported ----------------------------------------------------------------------------------------------


def test_without_friction_the_report_is_the_truth():
    results = run({"friction.data": 0})
    np.testing.assert_array_equal(results.true, results.reported)


def test_recording_flatters_and_better_recording_tells_more_dropouts():
    """The reported rate rises while children stop dropping out, because fewer are written off as moved away."""
    results = run({"records.hidden_dropouts": 0.6}, 30)
    true = every(results, "dropout_rate")[..., 0].mean(axis=0)
    told = every(results, "dropout_rate", reported=True)[..., 0].mean(axis=0)
    assert (told < true).all()
    assert true[2] < true[0] and told[2] > told[0]
    for name in ("graduation_rate", "participation_rate", "committee_attendance", "iku_achievement"):
        assert (every(results, name, reported=True)[..., 0] >= every(results, name)[..., 0]).all()


def test_a_graduation_rate_of_those_examined_no_longer_tells_good_from_bad():
    """Pedagogy T5.5, K506: dropping out before the exam leaves the reported rate as it was."""
    calm, many = run({"dropout.base": 0.4}), run({"dropout.base": 1.6})
    place = {"period": "Awal"}
    assert (calm.metric("graduation_rate", **place) - many.metric("graduation_rate", **place)).mean() > 1
    told = calm.metric("graduation_rate", **place, reported=True)
    other = many.metric("graduation_rate", **place, reported=True)
    assert abs((told - other).mean()) < 0.05


def test_attendance_counts_people_not_meetings():
    results = run({"friction.data": 0})
    invited = BASE["committee.invited"] * sum(BASE["schools"])
    rate = results.metric("committee_attendance", period="Awal")[0, 0]
    assert rate == pytest.approx(float(attendance_rate(round(rate * invited / 100), invited)))


def test_province_is_scored_by_the_rules():
    results = run({})
    rate = results.metric("dropout_rate")[0, 0]
    found = results.metric("achievement_dropout_rate")[0, 0]
    assert found == pytest.approx(float(achievement(rate, BASE["target.dropout_rate"], "minimize", cap=120)))
    scores = [results.metric(m.id)[0, 0] for m in results.model.measures if m.id.startswith("achievement_")]
    assert results.metric("iku_achievement")[0, 0] == pytest.approx(np.mean(scores))


# ---- adoption, executors, wrong input ------------------------------------------------------------------------------


def test_reluctant_staff_cost_results():
    slow = {"adoption.leadership": 0, "adoption.socialisation": 0, "adoption.without_system": 0.2}
    results = replicate(
        [BASE.replace({"friction.adoption": 0}), BASE.replace(slow)], replications=20, seed=SEED
    )
    everyone, few = results.metric("staff_using", period=YEAR_1)
    assert (everyone == 100).all() and few.mean() < 40
    saved, lost = results.metric("dropouts", period=YEAR_1)
    assert lost.mean() > saved.mean()


def test_threads_and_chunks_change_no_bit():
    from kpi_sim.experiment.running import forget

    whole = run({}, 23).true
    forget()
    with ThreadPoolExecutor(2) as pool:
        threaded = replicate(BASE, replications=23, seed=SEED, executor=pool).true
    forget()
    np.testing.assert_array_equal(whole, threaded)
    np.testing.assert_array_equal(whole[:, :7], replicate(BASE, replications=7, seed=SEED).true)


def test_wrong_levers_are_told_in_words():
    with pytest.raises(UnknownParameterError) as caught:
        BASE.replace({"prevention.reachh": 0.5})
    assert caught.value.sentence().startswith(
        'Parameter "prevention.reachh" tidak ada. Maksud Anda "prevention.reach"? Skenario education.'
    )
    with pytest.raises(OutOfRangeError) as outside:
        BASE.replace({"remedial.coverage": 1.2})
    assert outside.value.sentence() == (
        "Murid yang memerlukan dan mendapat remedial bernilai 1,2 bagian, di luar yang mungkin. "
        'Parameter "remedial.coverage". Skenario education. Isi bilangan dari 0 sampai 1.'
    )
