"""Regional innovation: counting is not worth, proof is not innovation, and the index is that of the rules."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_sim import achievement, compare, innovation_category, load_rules, load_scenario, replicate
from kpi_sim.errors import OutOfRangeError
from kpi_sim.indicators.innovation import innovation_index, innovation_points
from kpi_sim.scenarios import innovation
from kpi_sim.scenarios.chance import Chance
from kpi_sim.scenarios.innovation_pool import BEFORE, FILLING, YEARS, innovations
from kpi_sim.scenarios.parameter import UnknownParameterError

SEED = 2026
BASE = load_scenario("innovation")


def run(changes: dict[str, object], replications: int = 10):
    return replicate(BASE.replace(changes), replications=replications, seed=SEED)


def every(results, name: str, *, reported: bool = False) -> np.ndarray:
    """All replications and periods of an indicator."""
    values = results.reported if reported else results.true
    return values[0, :, results.model.position(name), :, 0]


def pool_of(changes: dict[str, object], planned: float = 1.0, replications: int = 5):
    """What is begun in every year when the plan is carried out this far."""
    years = FILLING + BEFORE + YEARS
    steps = np.where(np.arange(years) >= FILLING + BEFORE, planned, 0.0)
    chance = Chance(SEED, "innovation", 0, replications)
    return innovations(chance, BASE.replace(changes).values, np.tile(steps, (replications, 1)))


# ---- counting and worth --------------------------------------------------------------------------------------------


def test_a_quota_raises_number_and_index_but_serves_nobody():
    """Pedagogy T3.6: number, maturity and benefit are three things."""
    results = replicate([BASE, BASE.replace({"quota": 1.0})], replications=20, seed=SEED)

    def change(name: str, reported: bool = False) -> float:
        now, chosen = results.metric(name, reported=reported)
        return float((chosen - now).mean())

    assert change("innovations", reported=True) > 30 and change("iid_score", reported=True) > 3
    assert change("maturity", reported=True) < -4
    assert change("users") < 0 and change("innovations") < 0  # mentors are asked by more, and help fewer
    assert change("achievement_innovations", reported=True) > 0 > change("achievement_users")


def test_proof_raises_the_index_without_one_innovation_more():
    results = replicate([BASE, BASE.replace({"reporting.discipline": 1.0})], replications=20, seed=SEED)
    for name in ("innovations", "users", "iid_score", "maturity"):
        now, chosen = results.metric(name)
        np.testing.assert_array_equal(now, chosen)
    now, chosen = results.metric("iid_score", reported=True)
    assert (chosen > now).all() and (chosen - now).mean() > 8
    assert (results.metric("programme_cost")[1] > results.metric("programme_cost")[0]).all()


def test_replication_brings_users_without_innovations():
    results = replicate([BASE, BASE.replace({"replication": 1.0})], replications=10, seed=SEED)
    for name, more in (("users", True), ("copies", True), ("innovations", False), ("iid_score", False)):
        now, chosen = results.metric(name)
        assert (chosen > now).all() if more else (chosen == now).all()


def test_few_innovations_serve_most_users():
    """Pareto: a fifth of what runs has more than half of the users."""
    pool = pool_of({})
    for replication in range(5):
        last = pool.alive(FILLING + BEFORE + YEARS - 1)[replication] & ~pool.paper[replication]
        users = np.sort(pool.users[replication][last])[::-1]
        assert users[: len(users) // 5].sum() > 0.55 * users.sum()


@pytest.mark.parametrize(
    ("changes", "metric", "sign"),
    [
        ({"idea_time": 0.8}, "ideas", 1),
        ({"idea_time": 0.8}, "innovations", 1),
        ({"idea_time": 0.8}, "users", 1),
        ({"idea_time": 0.8}, "programme_cost", 1),
        ({"mentors": 16}, "innovations", 1),
        ({"mentors": 16}, "users_per_innovation", 1),
        ({"mentors": 16}, "mentored", 1),
        ({"mentors": 16}, "maturity", 1),
        ({"friction.adoption": 0, "adoption.without_system": 0.0}, "innovations", 1),
    ],
)
def test_levers_move_what_they_should(changes: dict[str, object], metric: str, sign: int):
    base = BASE.replace({"adoption.without_system": 0.0}) if "friction.adoption" in changes else BASE
    (found,) = compare(
        replicate([base, base.replace(changes)], replications=20, seed=SEED), metric, baseline=base
    )
    assert found.conclusive and np.sign(found.difference) == sign, found


# ---- the pool ------------------------------------------------------------------------------------------------------


@settings(max_examples=15, deadline=None)
@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 40), st.floats(0, 1))
def test_everything_begun_was_an_idea_or_a_paper(thinking, quota, mentors, planned):
    pool = pool_of({"idea_time": thinking, "quota": quota, "mentors": mentors}, planned, 2)
    real, paper = (pool.begun & ~pool.paper).sum(axis=2), (pool.begun & pool.paper).sum(axis=2)
    assert (real <= pool.ideas).all()
    np.testing.assert_array_equal(paper, pool.papers)
    assert (pool.users[pool.paper] == 0).all() and (pool.copies[pool.paper] == 0).all()
    assert ((pool.mentored >= 0) & (pool.mentored <= 1)).all() and (
        pool.mentored[:, : FILLING + BEFORE] == 0
    ).all()
    assert (pool.life >= 1).all()
    last = FILLING + BEFORE + YEARS - 1
    assert not (pool.alive(last) & ~pool.begun).any()
    for year in range(last):
        ended = pool.alive(year) & ~pool.alive(year + 1)
        assert not (ended & pool.alive(last)).any()  # what has ended does not come back


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 40), st.integers(0, 40))
def test_under_one_seed_a_mentor_more_never_ends_an_innovation(one: int, other: int):
    few, many = sorted((one, other))
    less, more = (pool_of({"mentors": n, "idea_time": 0.0}, 1.0, 2) for n in (few, many))
    assert not (less.begun & ~more.begun).any()
    assert (more.users >= less.users).all() and (more.life >= less.life).all()


def test_fields_are_shared_out_as_published():
    """National 2023: 6.220 of 28.539 innovations in health, 3.279 in education (Kemendagri BSKDN)."""
    field = pool_of({}, replications=5).field
    assert (field == 1).mean() == pytest.approx(6220 / 28539, abs=0.01)
    assert (field == 0).mean() == pytest.approx(3279 / 28539, abs=0.01)
    assert len(BASE["field_shares"]) == len(load_rules("iid-2026")["fields"]["items"])


# ---- index and report ----------------------------------------------------------------------------------------------


def test_the_start_is_near_the_published_number():
    """77 innovations of the province of Jambi in 2020, as reported."""
    reported = every(run({}, 40), "innovations", reported=True)[:, 0]
    assert reported.mean() == pytest.approx(77, abs=5)


def test_points_and_index_are_those_of_the_rules():
    """Twenty rows at parameter 3 are 111 points; the index of a year is the rule's of the same innovations."""
    ids = [item["id"] for item in load_rules("iid-2026")["sid"]["items"]]
    assert innovation._weights().sum() * 3 == float(innovation_points(dict.fromkeys(ids, 3)))
    results = run(
        {"maturity.first": -5.0, "maturity.step": 0.05, "maturity.growth": 3.0, "maturity.worth_effect": 0.0}
    )
    # every row of every innovation at its highest parameter: maturity 111, so the index can be had by hand
    assert every(results, "maturity").min() > 110.9
    many, fields = (int(every(results, n)[0, -1]) for n in ("innovations", "mandatory_fields"))
    expected = innovation_index(BASE["agency_points"], [111] * many, mandatory_fields=fields).index
    assert every(results, "iid_score")[0, -1] == pytest.approx(float(expected), abs=0.05)


def test_the_category_is_that_of_the_score():
    results = run({"adoption.leadership": 0.1})
    names = ("tidak_dapat_dinilai", "kurang_inovatif", "inovatif", "sangat_inovatif")
    for reported in (False, True):
        scores, categories = (every(results, n, reported=reported) for n in ("iid_score", "iid_category"))
        for score, category in zip(scores.ravel(), categories.ravel(), strict=True):
            assert innovation_category(score).id == names[int(category)]


def test_without_friction_the_report_is_the_truth():
    results = run({"friction.data": 0})
    np.testing.assert_array_equal(results.true, results.reported)


def test_no_plan_changes_nothing_before_it_starts():
    other = BASE.replace({"mentors": 20, "quota": 1.0, "replication": 1.0, "idea_time": 1.0})
    results = replicate([BASE, other], replications=5, seed=SEED)
    np.testing.assert_array_equal(results.true[0][:, :, 0], results.true[1][:, :, 0])
    assert (results.metric("programme_cost", period="Awal") == 0).all()


def test_achievements_are_those_of_the_rules():
    results = run({})
    users, found = (results.metric(n)[0, 0] for n in ("users", "achievement_users"))
    assert found == pytest.approx(float(achievement(users, BASE["target.users"], "maximize", cap=120)))


def test_threads_and_chunks_change_no_bit():
    from kpi_sim.experiment.running import forget

    whole = run({}, 23)
    forget()
    with ThreadPoolExecutor(2) as pool:
        threaded = replicate(BASE, replications=23, seed=SEED, executor=pool)
    np.testing.assert_array_equal(whole.reported, threaded.reported)
    np.testing.assert_array_equal(whole.true[:, :7], replicate(BASE, replications=7, seed=SEED).true)


def test_wrong_levers_are_told_in_words():
    with pytest.raises(UnknownParameterError) as caught:
        BASE.replace({"mentor": 3})
    assert caught.value.sentence().startswith(
        'Parameter "mentor" tidak ada. Maksud Anda "mentors"? Skenario innovation.'
    )
    with pytest.raises(OutOfRangeError) as outside:
        BASE.replace({"quota": -0.1})
    assert outside.value.sentence() == (
        "Perangkat daerah yang memenuhi kuota dengan kertas: dalam rencana bernilai −0,1 bagian, di luar yang mungkin. "
        'Parameter "quota". Skenario innovation. Isi bilangan dari 0 sampai 1.'
    )
