"""Did the programme do it, and how often is it claimed for nothing."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_sim import count_change, count_change_against, difference_in_differences, false_claim_probability
from kpi_sim.errors import EmptyDataError, OutOfRangeError, UnknownNameError
from kpi_sim.evidence.claims import CLAIMS

OTHERS = [5000, 7000, 6000, 6000, 5000, 8000, 4000, 12000, 1500, 6000]
PANELS = st.integers(0, 2**31).map(lambda seed: np.random.default_rng(np.random.SeedSequence(seed)))


def _world(
    rng: np.random.Generator, *, effect: float = 0.0, areas: tuple[int, int] = (3, 8), drift: float = 0.0
):
    """Eight periods, programme from the fifth on; areas of different level, a common ups and downs."""
    common = rng.normal(0, 2, 8)
    panels = [common + rng.normal(50, 10, (n, 1)) + rng.normal(0, 1, (n, 8)) for n in areas]
    panels[0][:, 4:] += effect
    panels[0] += drift * np.arange(8)
    return panels


# ---- difference in differences --------------------------------------------------------------------------------------


@given(PANELS, st.floats(-50, 50), st.floats(-50, 50))
def test_what_moves_everywhere_and_levels_of_groups_cancel(rng, level: float, wave: float):
    treated, comparison = _world(rng)
    same = difference_in_differences(treated, comparison, start=4).effect
    after = np.r_[np.zeros(4), np.full(4, wave)]
    moved = difference_in_differences(treated + level + after, comparison + after, start=4).effect
    assert (moved.value, moved.low) == pytest.approx((same.value, same.low), abs=1e-6)


@given(PANELS, st.floats(-30, 30))
def test_an_added_effect_is_found_in_full(rng, effect: float):
    treated, comparison = _world(rng)
    raised = treated.copy()
    raised[:, 4:] += effect
    difference = (
        difference_in_differences(raised, comparison, start=4).effect.value
        - difference_in_differences(treated, comparison, start=4).effect.value
    )
    assert difference == pytest.approx(effect, abs=1e-8)


@pytest.mark.parametrize("areas", [(3, 8), (1, 10)])
def test_interval_covers_the_true_effect_as_often_as_it_says(areas: tuple[int, int]):
    rng = np.random.default_rng(np.random.SeedSequence(31))
    covered = []
    for _ in range(1500):
        estimate = difference_in_differences(*_world(rng, effect=2, areas=areas), start=4).effect
        covered.append(estimate.low <= 2 <= estimate.high)
    assert np.mean(covered) == pytest.approx(0.95, abs=0.025)


def test_interval_of_two_groups_is_the_welch_interval():
    from scipy.stats import ttest_ind

    treated, comparison = _world(np.random.default_rng(np.random.SeedSequence(4)), effect=3)
    found = difference_in_differences(treated, comparison, start=4).effect
    changes = [panel[:, 4:].mean(axis=1) - panel[:, :4].mean(axis=1) for panel in (treated, comparison)]
    interval = ttest_ind(*changes, equal_var=False).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high))


def test_groups_that_moved_apart_before_are_told():
    rng = np.random.default_rng(np.random.SeedSequence(6))
    drifting = difference_in_differences(*_world(rng, drift=3), start=4)
    assert drifting.trends_parallel is False
    assert drifting.effect.clear
    assert drifting.verdict == "doubtful"


def test_a_real_effect_is_evidence_and_none_is_chance():
    rng = np.random.default_rng(np.random.SeedSequence(9))
    assert difference_in_differences(*_world(rng, effect=6), start=4).verdict == "evidence"
    assert difference_in_differences(*_world(rng), start=4).verdict == "chance"


def test_placebo_share_of_a_clear_effect_is_the_smallest_there_can_be():
    rng = np.random.default_rng(np.random.SeedSequence(1))
    found = difference_in_differences(*_world(rng, effect=20), start=4)
    assert found.placebo_share == pytest.approx(1 / math.comb(11, 3))


def test_placebo_share_without_effect_is_uniform():
    rng = np.random.default_rng(np.random.SeedSequence(2))
    shares = [difference_in_differences(*_world(rng), start=4).placebo_share for _ in range(400)]
    assert np.mean(shares) == pytest.approx(0.5, abs=0.05)
    assert np.mean(np.array(shares) < 0.1) == pytest.approx(0.1, abs=0.04)


@pytest.mark.parametrize("programme", [70.1, 86.4, 33.3])
@pytest.mark.parametrize("other", [80.1, 91.7, 12.3])
@pytest.mark.parametrize("change", [0.0, 0.1, 0.3, 1.1])
def test_areas_that_all_moved_alike_are_no_evidence(programme: float, other: float, change: float):
    """Differences that only the rounding of floats makes are none, whatever the level of the figures."""
    row = [[level] * 3 + [level + change] * 2 for level in (programme, other, other, other)]
    result = difference_in_differences(row[:1], row[1:], start=3)
    assert (result.verdict, result.trends_parallel, result.effect.value) == ("chance", True, 0.0)
    assert result.placebo_share == 1.0


def test_four_numbers_give_an_effect_without_limits():
    found = difference_in_differences([20.44, 21.03], [23.33, 21.17], start=1)
    assert found.effect.value == pytest.approx(2.75)
    assert math.isnan(found.effect.low)
    assert (found.verdict, found.pre_trend, found.placebo_share) == ("chance", None, None)


def test_wrong_panels_are_told():
    with pytest.raises(OutOfRangeError, match="periode yang sama dengan wilayah program"):
        difference_in_differences([1, 2, 3], [1, 2], start=1)
    with pytest.raises(OutOfRangeError, match="dari 1 sampai 2, dihitung dari 0"):
        difference_in_differences([1, 2, 3], [1, 2, 3], start=3)
    with pytest.raises(OutOfRangeError, match=r"Awal program \(urutan periode\) bernilai tiga"):
        difference_in_differences([1, 2, 3], [1, 2, 3], start="tiga")
    with pytest.raises(OutOfRangeError, match="Wilayah program bernilai kosong"):
        difference_in_differences([1, math.nan], [1, 2], start=1)


# ---- change of counts -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "births"), [(9, 5, (7000, 7000)), (30, 12, (8000, 9000)), (4, 0, (500, 800))]
)
def test_exact_change_agrees_with_the_binomial_test_of_scipy(
    before: int, after: int, births: tuple[int, int]
):
    from scipy.stats import binomtest

    found = count_change(before, after, exposure_before=births[0], exposure_after=births[1])
    test = binomtest(after, before + after, births[1] / sum(births), alternative="less")
    interval = binomtest(after, before + after).proportion_ci(0.95, method="exact")
    assert found.chance == pytest.approx(test.pvalue)
    odds = [p / (1 - p) * births[0] / births[1] for p in interval]
    assert (found.low, found.high) == pytest.approx(odds)


@given(st.integers(0, 60), st.integers(0, 60))
def test_limits_enclose_the_ratio_and_turn_with_time(before: int, after: int):
    if before + after == 0:
        with pytest.raises(EmptyDataError, match="Tidak ada satu kasus pun"):
            count_change(before, after, exposure_before=1000, exposure_after=1000)
        return
    forth = count_change(before, after, exposure_before=5000, exposure_after=6000)
    back = count_change(after, before, exposure_before=6000, exposure_after=5000)
    assert forth.low <= forth.ratio <= forth.high
    assert forth.low == pytest.approx(1 / back.high if back.high else math.inf, rel=1e-9)


def test_what_happens_everywhere_is_no_success_of_the_programme():
    """All areas fall by a third, the pilot with them: alone it is a clear fall, beside the others it is nothing."""
    alone = count_change(150, 100, exposure_before=60_000, exposure_after=60_000)
    others, births = [[90, 60], [120, 80], [60, 40]], [[40_000] * 2, [50_000] * 2, [25_000] * 2]
    beside = count_change_against([150, 100], [60_000] * 2, others, births)
    assert (alone.verdict, beside.verdict) == ("fell", "chance")
    assert beside.ratio == pytest.approx(1.0, abs=0.01)


def test_uneven_comparison_areas_widen_the_limits():
    births = [[30_000] * 2] * 4
    even = count_change_against([50, 25], [30_000] * 2, [[50, 50]] * 4, births)
    uneven = count_change_against([50, 25], [30_000] * 2, [[80, 20], [20, 80], [70, 30], [30, 70]], births)
    assert (even.dispersion, even.verdict) == (1.0, "fell")
    assert uneven.dispersion > 5
    assert uneven.verdict == "chance"


# ---- false claims ---------------------------------------------------------------------------------------------------


def test_a_count_without_change_falls_as_often_as_the_skellam_law_says():
    from scipy.stats import skellam

    risk = false_claim_probability(7000, 130, replications=20_000, seed=1)
    truth = float(skellam.cdf(-1, 9.1, 9.1))
    assert risk.expected_before == pytest.approx(9.1)
    assert abs(risk.probability - truth) < 4 * math.sqrt(truth * (1 - truth) / 20_000)
    assert risk.low < risk.probability < risk.high


@pytest.mark.parametrize("claim", ["exact", "against_others"])
@pytest.mark.parametrize("years", [1, 3])
def test_tests_claim_falsely_no_more_often_than_they_promise(claim: str, years: int):
    risk = false_claim_probability(
        7000,
        130,
        claim=claim,
        years_before=years,
        years_after=years,
        comparison_births=OTHERS,
        replications=8000,
        seed=5,
    )
    assert risk.probability <= 0.025 + 4 * math.sqrt(0.025 * 0.975 / 8000)


def test_a_change_that_came_everywhere_is_claimed_by_before_and_after_but_not_beside_others():
    world = {
        "comparison_births": OTHERS,
        "background": -0.3,
        "years_before": 3,
        "years_after": 3,
        "replications": 4000,
    }
    alone = false_claim_probability(60_000, 130, claim="exact", seed=2, **world)
    beside = false_claim_probability(60_000, 130, claim="against_others", seed=2, **world)
    assert alone.probability > 0.9
    assert beside.probability < 0.05


def test_the_worst_area_falls_by_itself():
    given_area = false_claim_probability(7000, 130, comparison_births=OTHERS, replications=4000, seed=3)
    worst = false_claim_probability(
        7000, 130, comparison_births=OTHERS, placement="worst", replications=4000, seed=3
    )
    assert given_area.probability < 0.5
    assert worst.probability > 0.8


@pytest.mark.parametrize("claim", list(CLAIMS))
def test_a_deeper_fall_is_claimed_at_least_as_often(claim: str):
    """Paired under one seed: a stronger programme never gives fewer claims."""
    shares = [
        false_claim_probability(
            20_000, 150, claim=claim, comparison_births=OTHERS, effect=effect, replications=1500, seed=7
        ).probability
        for effect in (0.0, -0.2, -0.5, -0.9)
    ]
    assert shares == sorted(shares)
    assert shares[-1] > 0.8


def test_more_years_find_the_same_effect_more_often():
    found = [
        false_claim_probability(
            7000, 150, claim="exact", effect=-0.4, years_before=n, years_after=n, replications=3000, seed=4
        ).probability
        for n in (1, 3, 8)
    ]
    assert found[0] < 0.25 < found[1] < found[2]


def test_same_seed_same_answer():
    first, again = (
        false_claim_probability(7000, 130, spread=0.2, replications=999, seed=6) for _ in range(2)
    )
    assert first == again


def test_wrong_questions_are_told():
    with pytest.raises(UnknownNameError, match='Maksud Anda "exact"'):
        false_claim_probability(7000, 130, claim="exakt")
    with pytest.raises(EmptyDataError, match="sedikitnya dua wilayah"):
        false_claim_probability(7000, 130, claim="against_others", comparison_births=[5000])
    with pytest.raises(OutOfRangeError, match="Akibat program"):
        false_claim_probability(7000, 130, effect=-2)
    with pytest.raises(OutOfRangeError, match="Banyaknya tahun"):
        false_claim_probability(7000, 130, years_before=0)
    with pytest.raises(UnknownNameError, match="worst"):
        false_claim_probability(7000, 130, placement="terburuk")
