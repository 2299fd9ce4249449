"""Parts that the scenarios of several years share: draws by address, whole counts, staff who use the system."""

from __future__ import annotations

import importlib
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from kpi_sim import achievement, load_scenario, replicate
from kpi_sim.data import districts
from kpi_sim.experiment.running import forget
from kpi_sim.scenarios.chance import Chance, binomial_quantile
from kpi_sim.scenarios.inputs import areas, ratio, with_province
from kpi_sim.scenarios.scoring import achievements
from kpi_sim.scenarios.staff import done_as_planned, mixed, using

STAFF = dict(load_scenario("education").values)


@pytest.mark.parametrize("kind", ["uniform", "normal", "exponential"])
def test_draws_belong_to_the_replication_however_many_are_asked_for(kind: str):
    whole = getattr(Chance(7, "education", 0, 13), kind)(3, 4, 2)
    assert whole.shape == (13, 4, 2)
    np.testing.assert_array_equal(getattr(Chance(7, "education", 0, 6), kind)(3, 4, 2), whole[:6])
    np.testing.assert_array_equal(getattr(Chance(7, "education", 1, 8), kind)(3, 4, 2), whole[5:])
    assert not np.array_equal(getattr(Chance(7, "education", 0, 13), kind)(4, 4, 2), whole)


def test_spread_keeps_the_mean_and_stretches_the_same_draws():
    wide, narrow = (Chance(1, "health", 0, 5).spread(0, cv, 40_000) for cv in (0.3, 0.1))
    assert wide.mean() == pytest.approx(1, abs=0.01) and wide.std() == pytest.approx(0.3, abs=0.01)
    assert np.corrcoef(wide.ravel(), narrow.ravel())[0, 1] > 0.99
    assert (Chance(1, "health", 0, 5).spread(0, 0.0, 3) == 1).all()


@given(st.integers(0, 3000), st.floats(0, 1), st.floats(0.0001, 0.9999))
def test_counts_are_those_of_the_binomial_law(total: int, share: float, uniform: float):
    """The cumulative law of scipy.stats, which sums the beta function, first reaches the uniform number there."""
    found = float(binomial_quantile(np.array(uniform), total, share))
    assert found == int(found) and 0 <= found <= total
    assert stats.binom.cdf(found, total, share) >= uniform - 1e-7
    assert found == 0 or stats.binom.cdf(found - 1, total, share) <= uniform + 1e-7


@pytest.mark.parametrize("share", [0.0001, 0.003, 0.3, 0.5, 0.88, 0.998])
def test_counts_of_whole_districts_are_those_of_scipy_far_out_in_the_tails_too(share: float):
    rng = np.random.default_rng(11)
    total = np.floor(10 ** rng.uniform(0, 4.3, 3000))
    uniform = np.concatenate(
        [rng.random(2000), 10 ** rng.uniform(-12, -2, 500), 1 - 10 ** rng.uniform(-12, -2, 500)]
    )
    np.testing.assert_array_equal(
        binomial_quantile(uniform, total, share), stats.binom.ppf(uniform, total, share)
    )


@given(st.integers(0, 500), st.integers(0, 50), st.floats(0, 1), st.floats(0, 1), st.floats(0.001, 0.999))
def test_more_people_or_a_higher_share_never_give_fewer(total, more, share, higher, uniform):
    low, high = sorted((share, higher))
    u = np.array(uniform)
    assert binomial_quantile(u, total, low) <= binomial_quantile(u, total, high) <= total
    assert binomial_quantile(u, total, low) <= binomial_quantile(u, total + more, low)


def test_areas_are_those_of_the_register_and_lists_follow_them():
    assert areas()[0] == "Provinsi Jambi" and areas()[1:] == tuple(row["area"] for row in districts())
    order = load_scenario("education").parameters["population"].help
    assert order == "Urutan wilayah: " + ", ".join(areas()[1:])


def test_province_is_the_sum_and_nothing_over_nothing_is_missing():
    np.testing.assert_array_equal(with_province(np.array([[1.0, 2], [3, 4]])), [[3, 1, 2], [7, 3, 4]])
    found = ratio(np.array([1.0, 0, 0]), np.array([2.0, 3, 0]))
    assert found[0] == 0.5 and found[1] == 0 and np.isnan(found[2])


def test_scores_leave_missing_values_missing():
    found = achievements(np.array([[12.0, np.nan], [18.0, 0.0]]), 15, "minimize")
    np.testing.assert_allclose(found, [[120, np.nan], [80, 120]])  # (2T - R)/T, capped at 120


@given(
    st.lists(st.floats(-50, 500), min_size=1, max_size=6),
    st.floats(0.1, 200) | st.floats(-20, 0),
    st.sampled_from(["maximize", "minimize", "stabilize"]),
)
def test_scores_of_arrays_are_those_of_the_rules(values: list[float], target: float, polarity: str):
    values.append(target)  # where a rounding would be seen: the target met, neither more nor less
    found = achievements(np.array(values), target, polarity)
    for value, score in zip(values, found.tolist(), strict=True):
        exact = achievement(value, target, polarity, rule="capaian-kemenkeu-2026")
        assert score == pytest.approx(float(exact), abs=1e-9) if exact is not None else np.isnan(score)
    assert target <= 0 or found[-1] == achievement(target, target, polarity)


@pytest.mark.parametrize("name", ["health", "education"])
def test_areas_are_scored_each_year_against_the_target_of_the_province(name: str):
    scenario = load_scenario(name)
    results = replicate(scenario, replications=2, seed=3)
    model = importlib.import_module(f"kpi_sim.scenarios.{name}")
    for indicator, polarity in model.IKU.items():
        for period in (results.model.periods[0], results.model.periods[-1]):
            for area in ("Provinsi Jambi", "Kerinci", "Kota Jambi"):
                where = {"period": period, "area": area}
                value = float(results.metric(indicator, **where)[0, 0])
                score = results.metric(f"achievement_{indicator}", **where)[0, 0]
                by_rule = achievement(value, scenario[f"target.{indicator}"], polarity, cap=120)
                assert score == pytest.approx(float(by_rule))


def test_everyone_uses_the_system_when_adoption_is_switched_off():
    where = {"years": 3, "before": 1, "first_block": 0, "replications": 6, "seed": 1}
    np.testing.assert_array_equal(using(STAFF | {"friction.adoption": 0}, **where), [[0, 1, 1, 1]] * 6)
    slow = using(STAFF, **where)
    assert (slow[:, 0] == 0).all() and (np.diff(slow, axis=1) >= 0).all() and (slow[:, 1] < 0.9).all()
    led = using(STAFF | {"adoption.leadership": 1.0}, **where)
    assert (led >= slow).all() and led[:, 1].mean() > slow[:, 1].mean()


def test_shares_between_those_with_and_without_the_system():
    share = np.array([0.0, 0.5, 1.0])
    np.testing.assert_allclose(done_as_planned(share, 0.4), [0.4, 0.7, 1.0])
    np.testing.assert_allclose(mixed(share, 0.3, 0.1), [0.3, 0.2, 0.1])


def test_another_process_gives_the_same_bits():
    names = ("agency", "education", "health", "innovation", "licensing", "services")
    here = {name: replicate(name, replications=7, seed=11) for name in names}
    forget()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        for name in names:
            there = replicate(name, replications=7, seed=11, executor=pool)
            np.testing.assert_array_equal(there.true, here[name].true)
            np.testing.assert_array_equal(there.reported, here[name].reported)


def test_draws_are_kept_within_bounds_and_cannot_be_changed():
    from kpi_sim.scenarios import chance as module

    module.forget()
    source = Chance(7, "education", 0, 10)
    first = source.uniform(1, 400)
    with pytest.raises(ValueError, match="read-only"):
        first[0, 0] = 0.5
    for part in range(2, 600):  # 32 kB each, 19 MB in all: the first has made room
        source.uniform(part, 400)
    assert module._DRAWS._bytes <= module._MOST_BYTES
    assert sum(drawn.nbytes for drawn in module._DRAWS._kept.values()) == module._DRAWS._bytes
    again = source.uniform(1, 400)
    assert again is not first
    np.testing.assert_array_equal(again, first)
    assert source.uniform(1, 400) is again
    assert source.each(3, "normal", 0).shape == (10, 0)
