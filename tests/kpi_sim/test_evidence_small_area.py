"""Limits of small counts, funnel, shrinkage, simulated deaths: against definitions, other libraries and coverage."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_sim import (
    byar_limits,
    funnel,
    funnel_dispersion,
    funnel_limits,
    poisson_limits,
    rate_limits,
    shrink,
    simulate_deaths,
    wilson_limits,
)
from kpi_sim.errors import EmptyDataError, OutOfRangeError, UnknownNameError
from kpi_sim.evidence.deaths import poisson_quantile

LEVELS = st.sampled_from([0.8, 0.9, 0.95, 0.998])


def _poisson_cdf(count: int, mean: float) -> float:
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1))


@given(st.integers(1, 150), LEVELS)
def test_exact_limits_leave_half_the_rest_in_each_tail(count: int, level: float):
    """Garwood's definition, summed directly: the lower limit makes this count or more rare, the upper this or less."""
    low, high = poisson_limits(count, level=level)
    tail = (1 - level) / 2
    assert 1 - _poisson_cdf(count - 1, low) == pytest.approx(tail, rel=1e-6)
    assert _poisson_cdf(count, high) == pytest.approx(tail, rel=1e-6)


@pytest.mark.parametrize(
    ("deaths", "births", "low", "high"),
    [(3, 4200, 14.7, 208.7), (8, 7000, 49.3, 225.2), (9, 7000, 58.8, 244.1), (0, 1500, 0.0, 245.9), (25, 21500, 75.2, 171.7)],
)  # fmt: skip
def test_limits_of_the_maternal_mortality_ratio(deaths: int, births: int, low: float, high: float):
    """Table of the reference on small numbers (regulations.md §5.1)."""
    limits = rate_limits(deaths, births)
    assert (round(float(limits.low), 1), round(float(limits.high), 1)) == (low, high)


@pytest.mark.parametrize("count", [1, 4, 10, 65, 240])
def test_exact_limits_agree_with_statsmodels(count: int):
    from statsmodels.stats.rates import confint_poisson

    assert tuple(poisson_limits(count)) == pytest.approx(
        confint_poisson(count, 1, method="exact-c"), rel=1e-9
    )


@pytest.mark.parametrize(("count", "total"), [(0, 20), (1, 29), (15, 148), (148, 148)])
def test_wilson_agrees_with_statsmodels(count: int, total: int):
    from statsmodels.stats.proportion import proportion_confint

    expected = proportion_confint(count, total, method="wilson")
    assert tuple(wilson_limits(count, total)) == pytest.approx(expected, abs=1e-12)


@given(st.integers(0, 400), LEVELS)
def test_limits_enclose_the_count_and_grow_with_the_level(count: int, level: float):
    for limits in (poisson_limits, byar_limits):
        inner, outer = limits(count, level=level), limits(count, level=(1 + level) / 2)
        assert outer.low <= inner.low <= count <= inner.high <= outer.high


def test_byar_approaches_the_exact_limits():
    exact, near = poisson_limits(200), byar_limits(200)
    assert tuple(near) == pytest.approx(tuple(exact), rel=1e-3)


def test_arrays_give_arrays_and_numbers_give_numbers():
    assert poisson_limits([1, 2, 3]).low.shape == (3,)
    assert np.ndim(poisson_limits(1).low) == 0


@pytest.mark.parametrize("expected", [0.3, 1.0, 3.0, 8.0, 15.0, 60.0])
@pytest.mark.parametrize("level", [0.95, 0.998])
def test_funnel_of_tails_ends_where_poisson_tails_fall_below_half_the_rest(expected: float, level: float):
    """The definition, count by count, with a law summed directly."""
    low, high = funnel_limits(expected, level=level, method="tail")
    for count in range(120):
        too_low = _poisson_cdf(count, expected) < (1 - level) / 2
        too_high = 1 - (_poisson_cdf(count - 1, expected) if count else 0.0) < (1 - level) / 2
        assert (count / expected < low) == too_low
        assert (count / expected > high) == too_high


def test_areas_without_any_difference_stay_inside_the_funnel():
    rng = np.random.default_rng(np.random.SeedSequence(11))
    births = np.linspace(1000, 12_000, 2000)
    drawn = funnel(rng.poisson(births * 0.0015), births)
    assert drawn.status.count("in") / 2000 > 0.95
    assert drawn.status.count("bad") <= 8


@given(st.floats(0.05, 500), LEVELS)
def test_funnel_limits_enclose_one_and_never_go_below_zero(expected: float, level: float):
    for method in ("exact", "tail"):
        low, high = funnel_limits(expected, level=level, method=method)
        assert 0 <= low <= 1
        assert high >= low
    wide = funnel_limits(expected, level=level, tau2=0.3)
    assert wide.low < 1 < wide.high


def test_chance_alone_shows_no_overdispersion_and_true_differences_do():
    rng = np.random.default_rng(np.random.SeedSequence(5))
    expected = np.full(400, 40.0)
    by_chance = funnel_dispersion(rng.poisson(expected), expected, winsorise=0)
    assert by_chance.phi == pytest.approx(1.0, abs=0.2)
    apart = np.exp(rng.normal(0, 0.3, 400))
    real = funnel_dispersion(rng.poisson(expected * apart), expected, winsorise=0)
    assert real.tau2 == pytest.approx(0.09, abs=0.03)


def test_funnel_marks_the_area_that_differs_and_leaves_the_others():
    births = np.full(11, 6000)
    deaths = np.full(11, 8)
    deaths[4] = 30
    drawn = funnel(deaths, births)
    assert drawn.status[4] == "bad"
    assert set(np.delete(np.array(drawn.status), 4)) == {"in"}
    assert drawn.rates[4] == pytest.approx(500)
    assert drawn.false_alarms == pytest.approx(0.55)


def test_funnel_limits_of_the_picture_are_those_of_the_marks():
    drawn = funnel([10, 3, 8, 40], [7000, 1500, 6000, 9000])
    low, high = drawn.limits(drawn.exposure, level=0.95)
    outside = (drawn.rates < low) | (drawn.rates > high)
    assert [word != "in" for word in drawn.status] == outside.tolist()


def test_an_overdispersed_funnel_is_wider():
    deaths, births = [2, 30, 5, 45, 9, 60], [6000] * 6
    plain, wide = funnel(deaths, births), funnel(deaths, births, overdispersed=True)
    assert wide.limits(6000).high > plain.limits(6000).high
    assert wide.status.count("in") > plain.status.count("in")


# ---- shrinkage ------------------------------------------------------------------------------------------------------


def test_shrunken_rates_lie_between_own_rate_and_common_rate_and_small_areas_move_more():
    deaths, births = np.array([12, 3, 60, 1, 20]), np.array([4000, 4000, 40000, 1000, 9000])
    better = shrink(deaths, births, per=100_000)
    own = deaths / births * 100_000
    assert np.all((better.estimate - own) * (better.centre - own) >= 0)
    assert better.weight[2] > better.weight[0] > better.weight[3]


def test_shrunken_rates_are_closer_to_the_truth_than_the_counted_ones():
    """The promise of shrinkage, measured: smaller squared error on average over simulated provinces."""
    births = np.array([4000, 6000, 5200, 5000, 7000, 3800, 5600, 6000, 6400, 10400, 1500])
    run = simulate_deaths(births, 150, area_spread=0.25, replications=300, seed=3)
    raw, better = 0.0, 0.0
    for counted, truth in zip(run.deaths[:, 0], run.true_rates[:, 0], strict=True):
        raw += float(((counted / births * 1e5 - truth) ** 2).sum())
        better += float(((shrink(counted, births, per=1e5).estimate - truth) ** 2).sum())
    assert better < 0.75 * raw


def test_limits_of_shrunken_rates_cover_the_truth():
    births = np.full(40, 6000)
    run = simulate_deaths(births, 200, area_spread=0.3, replications=60, seed=8)
    inside = []
    for counted, truth in zip(run.deaths[:, 0], run.true_rates[:, 0], strict=True):
        better = shrink(counted, births, per=1e5)
        inside.append((truth >= better.low) & (truth <= better.high))
    assert 0.90 < float(np.mean(inside)) < 0.99


def test_areas_that_differ_only_by_chance_are_drawn_far_together():
    better = shrink([8, 8, 9, 8, 8], [6000] * 5, per=1e5)
    own = np.array([8, 8, 9, 8, 8]) / 6000 * 1e5
    assert np.ptp(better.estimate) < 0.3 * np.ptp(own)


# ---- simulated deaths -----------------------------------------------------------------------------------------------


def test_counts_have_the_mean_and_variance_of_their_law():
    run = simulate_deaths(np.full(20, 6000), 150, periods=5, replications=400, seed=2)
    assert run.deaths.mean() == pytest.approx(9, rel=0.01)
    assert run.deaths.var() == pytest.approx(9, rel=0.03)
    wide = simulate_deaths(np.full(20, 6000), 150, periods=5, period_spread=0.3, replications=400, seed=2)
    assert wide.deaths.var() == pytest.approx(9 + 0.09 * 81, rel=0.05)


@given(st.lists(st.floats(1e-9, 1 - 1e-9), min_size=1, max_size=20), st.floats(0.001, 480))
def test_poisson_quantile_is_where_the_law_first_reaches_the_number(uniform: list[float], mean: float):
    u = np.array(uniform)
    for value, count in zip(u, poisson_quantile(u, np.full(len(u), mean)), strict=True):
        assert _poisson_cdf(int(count), mean) >= value - 1e-9
        assert count == 0 or _poisson_cdf(int(count) - 1, mean) < value + 1e-9


def test_large_means_keep_mean_and_spread():
    u = np.random.default_rng(np.random.SeedSequence(1)).random(50_000)
    counted = poisson_quantile(u, np.full(len(u), 2000.0))
    assert counted.mean() == pytest.approx(2000, rel=0.001)
    assert counted.std() == pytest.approx(2000**0.5, rel=0.02)


@given(st.floats(1, 2), st.integers(0, 2**31))
def test_a_higher_rate_never_gives_fewer_deaths_under_one_seed(factor: float, seed: int):
    births = np.array([4000, 10400, 1500])
    less = simulate_deaths(births, 120, periods=3, replications=6, seed=seed)
    more = simulate_deaths(births, 120 * factor, periods=3, replications=6, seed=seed)
    assert np.all(more.deaths >= less.deaths)


def test_more_replications_keep_the_first_ones():
    few = simulate_deaths([6000, 1500], 150, replications=7, period_spread=0.2, seed=4)
    many = simulate_deaths([6000, 1500], 150, replications=23, period_spread=0.2, seed=4)
    assert np.array_equal(few.deaths, many.deaths[:7])


def test_rates_without_births_are_missing():
    run = simulate_deaths([0, 1000], 150, seed=1)
    assert np.isnan(run.rates[0, 0, 0])
    assert run.deaths[0, 0, 0] == 0


# ---- wrong input ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: poisson_limits(-1), "Cacah kejadian bernilai −1, di luar yang mungkin. Isi bilangan nol atau lebih."),
        (lambda: poisson_limits(2.5), "Cacah kejadian bernilai 2,5, di luar yang mungkin. Isi bilangan bulat, nol atau lebih."),
        (lambda: poisson_limits([1, math.nan]), "Cacah kejadian bernilai kosong, di luar yang mungkin. Isi dengan bilangan, tanpa sel kosong."),
        (lambda: poisson_limits("banyak"), "Cacah kejadian bernilai banyak, di luar yang mungkin. Isi dengan bilangan."),
        (lambda: poisson_limits(1, level=95), "Tingkat kepercayaan bernilai 95, di luar yang mungkin. Isi di antara 0 dan 1, misalnya 0,95."),
        (lambda: wilson_limits(5, 4), "Pembilang bernilai lebih besar daripada penyebut, di luar yang mungkin. Isi paling banyak sebesar penyebut."),
        (lambda: rate_limits(5, 0), "Kelahiran hidup (penyebut) bernilai 0, di luar yang mungkin. Isi bilangan lebih dari nol."),
        (lambda: simulate_deaths([1, 2, 3], [1, 2]), "Isi satu bilangan untuk tiap wilayah, atau tiap tahun dan wilayah."),
        (lambda: funnel([1, 2], [100, 100, 100]), "Banyaknya penyebut bernilai 3, di luar yang mungkin. Isi satu bilangan untuk tiap wilayah (2)."),
    ],
)  # fmt: skip
def test_wrong_numbers_are_told(call, said: str):
    with pytest.raises(OutOfRangeError) as caught:
        call()
    assert str(caught.value).endswith(said)


def test_too_few_areas_and_no_case_are_told():
    with pytest.raises(EmptyDataError, match="sedikitnya 2 wilayah"):
        funnel([5], [1000])
    with pytest.raises(EmptyDataError, match="Tidak ada satu kasus pun"):
        funnel([0, 0], [1000, 1000])
    with pytest.raises(EmptyDataError, match="penyebutnya"):
        shrink([1, 2, 3])


def test_unknown_method_names_those_there_are():
    with pytest.raises(UnknownNameError, match='Maksud Anda "exact"'):
        funnel_limits(5, method="exakt")


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: poisson_limits(3, level=[0.9, 0.8]), "Tingkat kepercayaan"),
        (lambda: shrink([1, 2, 3, 4], variance=[1, 2, 3, 4]), "Ragam pengukuran"),
        (lambda: funnel_limits([1, 2], tau2=[0.1, 0.2]), "Keragaman antarwilayah"),
    ],
)
def test_a_row_where_one_number_belongs_is_told(call, name: str):
    with pytest.raises(OutOfRangeError, match=rf"{name} bernilai \[.*\], .* Isi satu bilangan saja\."):
        call()


def test_a_share_in_words_is_told():
    with pytest.raises(OutOfRangeError, match="Bagian yang ditarik ke tepi bernilai sepuluh"):
        funnel_dispersion([1, 2], [1, 2], winsorise="sepuluh")
