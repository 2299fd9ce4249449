"""Health, education, service standards and SPM: every example of regulations.md §5."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kpi_sim
from kpi_sim import load_rules, mortality_rate
from kpi_sim.errors import OutOfRangeError, UnknownNameError
from kpi_sim.units import round_half_up

# --- health -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("deaths", "births", "rate"),
    [
        (3, 4200, "71.4"),
        (8, 7000, "114.3"),
        (9, 7000, "128.6"),
        (0, 1500, "0.0"),
        (25, 21500, "116.3"),
    ],
)
def test_maternal_mortality_table(deaths: int, births: int, rate: str):
    """§5.1, AKI per 100.000 live births."""
    assert round_half_up(mortality_rate(deaths, births).value, 1) == Decimal(rate)


@pytest.mark.parametrize(
    ("indicator", "deaths", "rate"),
    [("infant", 64, "9.14"), ("under_five", 79, "11.29"), ("neonatal", 50, "7.14")],
)
def test_child_mortality_examples(indicator: str, deaths: int, rate: str):
    assert round_half_up(mortality_rate(deaths, 7000, indicator).value, 2) == Decimal(rate)


def test_years_are_pooled_not_averaged():
    """§5.1: 8, 5, 11 over 7.000, 6.900, 7.100 pool to 114,29; the mean of yearly ratios, 113,89, is not used."""
    pooled = mortality_rate([8, 5, 11], [7000, 6900, 7100])
    assert (round_half_up(pooled.value, 2), pooled.deaths, pooled.live_births, pooled.years) == (
        Decimal("114.29"),
        24,
        21000,
        3,
    )
    yearly = [mortality_rate(d, b).value for d, b in ((8, 7000), (5, 6900), (11, 7100))]
    assert round_half_up(sum(yearly) / 3, 2) == Decimal("113.89")


def test_one_more_death_among_7000_births():
    difference = mortality_rate(9, 7000).value - mortality_rate(8, 7000).value
    assert round_half_up(difference, 1) == Decimal("14.3")


def test_a_small_count_is_flagged_beside_the_rate():
    assert mortality_rate(19, 15000).few
    assert not mortality_rate(20, 15000).few


def test_no_births_no_rate():
    assert mortality_rate(0, 0).value is None


def test_health_input_is_checked():
    with pytest.raises(OutOfRangeError):
        mortality_rate(-1, 7000)
    with pytest.raises(OutOfRangeError):
        mortality_rate([8, 5], [7000])
    with pytest.raises(OutOfRangeError, match="paling banyak sebanyak kelahiran hidup"):
        mortality_rate(11, 10, "infant")
    with pytest.raises(UnknownNameError, match="infant, maternal"):
        mortality_rate(1, 10, "AKI")


def test_numpy_counts_are_welcome():
    assert mortality_rate(np.array([8, 5, 11]), np.array([7000, 6900, 7100])).deaths == 24
    assert mortality_rate(np.int64(9), np.float64(7000)).deaths == 9


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1000, 9000)), min_size=1, max_size=5))
def test_order_of_years_is_irrelevant(years: list[tuple[int, int]]):
    assert mortality_rate(*zip(*years, strict=True)) == mortality_rate(*zip(*reversed(years), strict=True))  # type: ignore[arg-type]


# --- education ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "part", "whole", "rate"),
    [
        ("gross_enrolment", 9650, 9400, "102.66"),
        ("net_enrolment", 9024, 9400, "96.00"),
        ("participation_rate", 9212, 9400, "98.00"),
        ("dropout_rate", 47, 18800, "0.25"),
        ("graduation_rate", 3120, 3150, "99.05"),
        ("attendance_rate", 42, 60, "70.00"),
        ("minimum_service_achievement", 6650, 7000, "95.00"),
    ],
)
def test_worked_examples_of_rates(function: str, part: int, whole: int, rate: str):
    """§5.1-5.2."""
    assert round_half_up(getattr(kpi_sim, function)(part, whole), 2) == Decimal(rate)


@pytest.mark.parametrize("function", ["gross_enrolment", "continuation_rate"])
def test_two_rates_may_exceed_100(function: str):
    assert getattr(kpi_sim, function)(110, 100) == 110


@pytest.mark.parametrize(
    "function", ["net_enrolment", "participation_rate", "dropout_rate", "graduation_rate", "attendance_rate"]
)
def test_the_others_may_not(function: str):
    with pytest.raises(OutOfRangeError, match="tidak dapat melebihi 100 %"):
        getattr(kpi_sim, function)(110, 100)


def test_missing_and_zero_denominator_give_no_rate():
    assert kpi_sim.net_enrolment(None, 100) is None
    assert kpi_sim.net_enrolment(0, 0) is None
    assert kpi_sim.net_enrolment(0, 100) == 0
    with pytest.raises(OutOfRangeError):
        kpi_sim.net_enrolment(-1, 100)


def test_the_two_aps_point_in_opposite_directions():
    """§5.2 acronym trap: never one id for both."""
    items = {item["id"]: item["polarity"] for item in load_rules("indikator-pendidikan")["rates"]["items"]}
    assert (items["participation_rate"], items["dropout_rate"]) == ("maximize", "minimize")
    with pytest.raises(UnknownNameError):
        kpi_sim.education_rate("aps", 1, 2)


@given(st.integers(1, 10_000), st.data())
def test_net_enrolment_is_never_above_participation_or_gross(population: int, data: st.DataObject):
    """§5.2: always APM ≤ APS-participation and APM ≤ APK."""
    of_age = data.draw(st.integers(0, population))
    attending = data.draw(st.integers(of_age, population))
    pupils = data.draw(st.integers(of_age, 2 * population))
    net = kpi_sim.net_enrolment(of_age, population)
    assert net <= kpi_sim.participation_rate(attending, population)
    assert net <= kpi_sim.gross_enrolment(pupils, population)


# --- service standard and SPM -------------------------------------------------------------------


def test_a_standard_is_incomplete_until_all_14_are_there():
    """§5.3: six of delivery, eight of management."""
    items = load_rules("standar-pelayanan-15-2014")["components"]["items"]
    assert [sum(i["group"] == g for i in items) for g in ("delivery", "management")] == [6, 8]
    ids = [item["id"] for item in items]
    assert kpi_sim.missing_components(ids) == {}
    assert kpi_sim.missing_components(ids[1:]) == {"requirements": "Persyaratan"}
    with pytest.raises(UnknownNameError, match='Maksud Anda "fee"'):
        kpi_sim.missing_components(["fees"])


def test_spm_index_of_receivers_and_quality():
    """§5.1: 95 and 90 give 94,0 (weights unverified)."""
    assert kpi_sim.minimum_service_index(95, 90) == 94
    assert not load_rules("spm-59-2021")["index"].verified
    with pytest.raises(OutOfRangeError):
        kpi_sim.minimum_service_index(101, 90)


@pytest.mark.parametrize(
    ("score", "label"),
    [
        ("100", "Tuntas Paripurna"),
        ("99.99", "Tuntas Utama"),
        ("94.0", "Tuntas Utama"),
        ("90", "Tuntas Utama"),
        ("89.9", "Tuntas Madya"),
        ("80", "Tuntas Madya"),
        ("79.99", "Tuntas Pratama"),
        ("70", "Tuntas Pratama"),
        ("69.99", "Tuntas Muda"),
        ("60", "Tuntas Muda"),
        ("59.99", "Belum Tuntas"),
        ("0", "Belum Tuntas"),
    ],
)
def test_spm_categories(score: str, label: str):
    assert kpi_sim.minimum_service_category(score).label == label


def test_twelve_health_services_and_two_of_the_province():
    rules = load_rules("spm-59-2021")
    assert len(rules["health_regency"]["items"]) == 12
    assert len(rules["health_province"]["items"]) == 2
    assert not rules["health_province"].verified
