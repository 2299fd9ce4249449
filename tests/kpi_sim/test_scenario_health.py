"""Dinas Kesehatan: deaths as counts, what they allow to say, and the surprises of the course."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_sim import achievement, load_scenario, replicate
from kpi_sim.evidence.count_change import count_change_against
from kpi_sim.evidence.small_area import funnel, rate_limits
from kpi_sim.indicators.health import mortality_rate
from kpi_sim.scenarios.chance import Chance
from kpi_sim.scenarios.health_records import Records
from kpi_sim.scenarios.parameter import UnknownParameterError

SEED = 2026
BASE = load_scenario("health")
ONE_RISK = {
    "friction.adoption": 0,
    "friction.data": 0,
    "risk.area_spread": 0,
    "risk.year_spread": 0,
    "risk.maternal": 115,
}
BEST = {
    "midwife.plan": 1.0,
    "facility.plan": 1.0,
    "antenatal.plan": 1.0,
    "referral.plan": 45,
    "poned.plan": 1.0,
    "ponek.plan": 1.0,
    "newborn.plan": 1.0,
}


def run(changes: dict[str, object], replications: int = 10):
    return replicate(BASE.replace(changes), replications=replications, seed=SEED)


def every(results, name: str, *, reported: bool = False) -> np.ndarray:
    """All replications, periods and areas (the province first) of an indicator."""
    values = results.reported if reported else results.true
    return values[0, :, results.model.position(name)]


# ---- the surprise of module 6 --------------------------------------------------------------------------------------


def test_with_one_risk_for_all_about_five_areas_report_a_fall():
    """Pedagogy M6: 4,8 of 11 fall; in 84 % one halves; the province falls in 48 %, by 10 % in 26 %, by 20 % in 9 %."""
    results = run(ONE_RISK, 800)
    assert results.metric("areas_fallen", period="Awal 2").mean() == pytest.approx(4.8, abs=0.2)
    assert (results.metric("areas_halved", period="Awal 2") > 0).mean() == pytest.approx(0.84, abs=0.03)
    first, second = (results.metric("maternal_deaths", period=f"Awal {n}")[0] for n in (1, 2))
    fall = 1 - second / first
    for depth, share in ((1e-9, 0.48), (0.1, 0.26), (0.2, 0.09)):
        assert (fall >= depth).mean() == pytest.approx(share, abs=0.05)
    assert results.metric("outside_funnel").mean() < 0.55  # 5 % of 11 areas at most, for counts come in steps


def test_a_true_fall_takes_years_to_prove_while_care_shows_at_once():
    """Programme of 40 % in three areas beside three others; with more areas and years the proof comes sooner."""
    pilot = ONE_RISK | {"programme.effect": 0.4}
    few = run(pilot, 300)
    proven = [few.metric("fall_proven", period=f"Tahun {year}").mean() for year in range(1, 6)]
    assert proven[0] < 30 and proven[-1] < 70 and proven[-1] > proven[0] + 10
    many = run(pilot | {"pilot.count": 5, "pilot.comparison": 6}, 300)
    assert many.metric("fall_proven").mean() > proven[-1] + 10
    care = run(ONE_RISK | {"facility.plan": 0.96, "pilot.count": 11}, 50)
    before, after = (care.metric("facility_deliveries", period=p)[0] for p in ("Awal 3", "Tahun 1"))
    assert (after > before).all()  # frequent enough to see in every run within a year


def test_a_fall_is_seldom_proven_where_there_is_none():
    proven = run(ONE_RISK | {"pilot.comparison": 8}, 500).metric("fall_proven")
    assert proven.mean() <= 4  # one-sided part of 5 %; small counts make the limits a little wide


def test_the_worst_areas_get_better_by_themselves():
    """Chosen because last year was bad: their counts fall though nobody did anything."""
    worst = run(ONE_RISK | {"pilot.choice": 1}, 400)
    chosen = every(worst, "pilot_area")[:, 0, 1:] == 1
    deaths = every(worst, "maternal_deaths")[..., 1:]
    births = np.array(BASE["births"])
    last, next_ = (
        (deaths[:, at] * chosen).sum(axis=1) / (births * chosen).sum(axis=1) * 100_000 for at in (2, 3)
    )
    assert last.mean() > 155
    assert abs(next_.mean() - 115) < 4 * next_.std() / np.sqrt(400)


# ---- counts and limits ---------------------------------------------------------------------------------------------


def test_rates_and_limits_are_those_of_the_definitions():
    results = run({})
    place = (1, 4, 2)
    deaths, births = (every(results, n)[place] for n in ("maternal_deaths", "live_births"))
    assert every(results, "maternal_mortality")[place] == pytest.approx(
        float(mortality_rate(int(deaths), int(births)).value)
    )
    low, high = rate_limits(deaths, births)
    assert every(results, "maternal_low")[place] == pytest.approx(low)
    assert every(results, "maternal_high")[place] == pytest.approx(high)
    small = every(results, "infant_deaths")[place]
    assert every(results, "infant_mortality")[place] == pytest.approx(
        float(mortality_rate(int(small), int(births), "infant").value)
    )


def test_counts_are_whole_and_the_province_is_its_areas():
    results = run({})
    for reported in (False, True):
        for name in ("maternal_deaths", "infant_deaths", "live_births"):
            counts = every(results, name, reported=reported)
            assert (counts >= 0).all() and (counts == np.round(counts)).all()
            np.testing.assert_array_equal(counts[..., 0], counts[..., 1:].sum(axis=-1))
    assert (every(results, "live_births")[..., 0] == 65_000).all()


def test_the_start_is_at_the_published_level_and_reported_lower():
    """177 per 100.000, Long Form SP2020, Provinsi Jambi; what a dinas counts is far lower (asumsi 0,65 of it)."""
    results = run({}, 200)
    counted = results.metric("maternal_mortality", period="Awal 3")
    assert abs(counted.mean() - 177) < 4 * counted.std() / np.sqrt(200)
    told = results.metric("maternal_mortality", period="Awal 3", reported=True).mean()
    assert told == pytest.approx(115, abs=8)


def test_the_funnel_and_the_comparison_are_those_of_the_evidence_module():
    results = run({"programme.effect": 0.5}, 5)
    births = np.array(BASE["births"])
    deaths = every(results, "maternal_deaths")[2, :, 1:]
    outside = sum(status != "in" for status in funnel(deaths[6], births).status)
    assert every(results, "outside_funnel")[2, 6, 0] == outside
    treated, other = (every(results, n)[2, 0, 1:] == 1 for n in ("pilot_area", "comparison_area"))
    assert treated.sum() == 3 and other.sum() == 3 and not (treated & other).any()
    before, after = deaths[:3].sum(axis=0), deaths[3:7].sum(axis=0)
    exposed = np.stack([3 * births, 4 * births], axis=1)
    found = count_change_against(
        np.stack([before, after], axis=1)[treated],
        exposed[treated],
        np.stack([before, after], axis=1)[other],
        exposed[other],
    )
    ratios = [every(results, n)[2, 6, 0] for n in ("pilot_ratio", "pilot_ratio_low", "pilot_ratio_high")]
    assert ratios == pytest.approx([found.ratio, found.low, found.high])


def test_listed_areas_are_the_pilot():
    listed = [0] * 11
    listed[4] = listed[9] = 1
    results = run({"pilot.choice": 2, "pilot.areas": listed})
    assert (every(results, "pilot_area")[..., 1:] == listed).all()
    assert (every(results, "comparison_area")[..., 0] == 3).all()


def test_without_pilot_or_comparison_there_is_no_verdict():
    for change in ({"pilot.count": 0}, {"pilot.comparison": 0}, {"pilot.count": 11}):
        results = run(change, 3)
        assert np.isnan(every(results, "fall_proven")).all()


# ---- levers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("lever", "value"), list(BEST.items()))
def test_every_part_of_care_saves_lives_and_costs_money(lever: str, value: float):
    everywhere = BASE.replace({"pilot.count": 11, "friction.adoption": 0})
    results = replicate([everywhere, everywhere.replace({lever: value})], replications=2, seed=SEED)
    infants, cost = (results.metric(name).mean(axis=1) for name in ("infant_risk", "programme_cost"))
    assert infants[1] < infants[0]
    assert cost[1] > cost[0] == 0
    mothers = results.metric("maternal_risk").mean(axis=1)
    assert mothers[1] < mothers[0] if lever != "newborn.plan" else mothers[1] == mothers[0]


@settings(max_examples=15, deadline=None)
@given(
    st.fixed_dictionaries(
        {name: st.floats(0, 1) for name in ("midwife.plan", "facility.plan", "poned.plan")}
    ),
    st.floats(15, 600),
    st.sampled_from(list(BEST)),
)
def test_better_care_never_kills_one_more_under_the_same_chance(plan, minutes, lever):
    start = plan | {
        "referral.plan": minutes,
        "pilot.count": 11,
        "friction.adoption": 0,
        "pilot.comparison": 0,
    }
    worse, better = run(start, 2), run(start | {lever: BEST[lever]}, 2)
    for name in ("maternal_deaths", "infant_deaths"):
        fewer, more = every(better, name), every(worse, name)
        if lever == "referral.plan" and minutes < 45:
            fewer, more = more, fewer
        assert (fewer <= more).all()


def test_a_chain_holds_only_if_every_link_holds():
    """Delivery in a facility without readiness saves few: readiness makes the same deliveries count."""
    everywhere = {"pilot.count": 11, "friction.adoption": 0, "facility.plan": 1.0}
    risk = [
        run(everywhere | ready, 1).metric("maternal_risk")[0, 0]
        for ready in (
            {"poned.plan": 0, "ponek.plan": 0},
            {},
            {"poned.plan": 1, "ponek.plan": 1, "referral.plan": 45},
        )
    ]
    now = run({}, 1).metric("maternal_risk")[0, 0]
    assert risk[0] > now > risk[1] > risk[2]


def test_the_plan_stays_in_the_pilot_areas():
    results = replicate([BASE, BASE.replace(BEST)], replications=5, seed=SEED)
    at = results.model.position("maternal_deaths")
    chosen = results.true[0, :, results.model.position("pilot_area"), :, 1:] == 1
    now, better = results.true[:, :, at, :, 1:]
    np.testing.assert_array_equal(now[~chosen], better[~chosen])
    np.testing.assert_array_equal(now[:, :3], better[:, :3])  # nothing before the start
    assert better[chosen].sum() < now[chosen].sum()
    cost = results.true[1, :, results.model.position("programme_cost"), -1, 1:]
    assert (cost[~chosen[:, -1]] == 0).all() and (cost[chosen[:, -1]] > 0).all()


# ---- what is reported ----------------------------------------------------------------------------------------------


def records(**shares: float) -> Records:
    """Shares of the same size in every year; those not given are 0. Area 2 has the hospital."""
    names = ("untold", "moved", "late", "twice", "home", "partial")
    return Records(**{n: np.full((5, 6, 1), shares.get(n, 0.0)) for n in names}, hospital=2)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(0, 1), st.floats(0, 1))
def test_a_death_told_elsewhere_or_later_is_still_one_death(seed: int, moved: float, late: float):
    chance = Chance(seed, "health", 0, 5)
    happened = np.floor(20 * chance.uniform(90, 6, 4))
    there = records(moved=moved).deaths(chance, 20, happened)
    np.testing.assert_array_equal(there.sum(axis=-1), happened.sum(axis=-1))
    assert (there[..., 2] >= happened[..., 2]).all()
    told = records(moved=moved, late=late).deaths(chance, 20, happened)
    owed = happened.sum(axis=-1).cumsum(axis=1) - told.sum(axis=-1).cumsum(axis=1)
    assert (owed >= 0).all()
    assert (owed <= there.sum(axis=-1)).all()  # at most the year itself is still to come
    nothing = records(untold=1.0, moved=moved, late=late).deaths(chance, 20, happened)
    assert not nothing.any()
    assert (records(twice=1.0).deaths(chance, 20, happened) == 2 * happened).all()


def test_without_friction_the_report_is_the_truth():
    results = run({"friction.data": 0})
    np.testing.assert_array_equal(results.true, results.reported)


def test_better_recording_reports_more_deaths_while_fewer_mothers_die():
    results = run({"facility.plan": 0.96, "pilot.count": 11}, 60)
    true, told = (
        every(results, "maternal_mortality", reported=r)[..., 0].mean(axis=0) for r in (False, True)
    )
    assert true[3:].mean() < true[:3].mean() and told[3:].mean() > 1.2 * told[:3].mean()
    assert (
        every(results, "facility_deliveries", reported=True)[:, 0, 0].mean()
        > every(results, "facility_deliveries")[:, 0, 0].mean()
    )


def test_the_area_of_the_hospital_looks_worst():
    """K608: counted where they died, not where they lived."""
    results = run({"risk.area_spread": 0, "records.untold_deaths": 0}, 60)
    told = every(results, "maternal_mortality", reported=True)[:, 0].mean(axis=0)
    assert results.model.areas[1 + int(told[1:].argmax())] == "Kota Jambi"


def test_province_and_areas_are_scored_by_the_rules_in_every_year():
    results = run({})
    rate = results.metric("maternal_mortality", reported=True)[0, 0]
    found = results.metric("achievement_maternal_mortality", reported=True)[0, 0]
    assert found == pytest.approx(float(achievement(rate, 110, "minimize", cap=120)))
    scores, rates = (every(results, f"{p}maternal_mortality") for p in ("achievement_", ""))
    for year, area in ((0, 1), (3, 11), (-1, 5)):
        by_rule = achievement(rates[3, year, area], 110, "minimize", cap=120)
        assert scores[3, year, area] == pytest.approx(float(by_rule))


def test_areas_of_one_risk_get_very_different_scores():
    """A league table of small counts: some area has full marks, some none, and next time it is another."""
    scores = every(run(ONE_RISK, 20), "achievement_maternal_mortality")[:, -1, 1:]
    assert (scores.max(axis=1) - scores.min(axis=1) > 60).all()
    assert len(set(scores.argmin(axis=1))) > 3


# ---- executors, wrong input ----------------------------------------------------------------------------------------


def test_threads_and_chunks_change_no_bit():
    from kpi_sim.experiment.running import forget

    whole = run({}, 23).reported
    forget()
    with ThreadPoolExecutor(2) as pool:
        threaded = replicate(BASE, replications=23, seed=SEED, executor=pool).reported
    np.testing.assert_array_equal(whole, threaded)
    np.testing.assert_array_equal(whole[:, :7], replicate(BASE, replications=7, seed=SEED).reported)


def test_a_wrong_lever_is_told_with_the_nearest():
    with pytest.raises(UnknownParameterError) as caught:
        BASE.replace({"facility.plans": 0.9})
    assert caught.value.sentence().startswith(
        'Parameter "facility.plans" tidak ada. Maksud Anda "facility.plan"? Skenario health.'
    )
