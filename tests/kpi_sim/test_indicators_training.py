"""Training conventions: every example of regulations.md §9."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_sim import (
    class_gain,
    gain_category,
    lesson_hours,
    load_rules,
    normalised_gain,
    passes,
    qualification,
)
from kpi_sim.errors import OutOfRangeError
from kpi_sim.units import round_half_up


@pytest.mark.parametrize(("minutes", "hours"), [(90, 2), (100, 2), (360, 8), (1080, 24), (900, 20), (44, 0)])
def test_lesson_hours_are_floored(minutes: int, hours: int):
    assert lesson_hours(minutes) == hours


def test_lesson_hours_with_decimals_or_60_minutes():
    assert round_half_up(lesson_hours(100, decimals=True), 2) == Decimal("2.22")
    assert lesson_hours(360, minutes_per_hour=60) == 6
    with pytest.raises(OutOfRangeError):
        lesson_hours(-1)


@pytest.mark.parametrize(
    ("before", "after", "gain", "label"),
    [
        (40, 82, "0.70", "Tinggi"),
        (55, 70, "0.33", "Sedang"),
        (60, 66, "0.15", "Rendah"),
        (80, 75, "-0.25", "Rendah"),
    ],
)
def test_normalised_gain(before: int, after: int, gain: str, label: str):
    value = normalised_gain(before, after)
    assert (round_half_up(value, 2), gain_category(value).label) == (Decimal(gain), label)


@pytest.mark.parametrize(
    ("gain", "category"),
    [("0.7", "high"), ("0.6999", "medium"), ("0.3", "medium"), ("0.2999", "low"), ("-3", "low")],
)
def test_gain_bands(gain: str, category: str):
    assert gain_category(gain).id == category


def test_a_full_pretest_has_no_gain():
    assert normalised_gain(100, 100) is None
    assert normalised_gain(None, 80) is None
    assert gain_category(None) is None
    with pytest.raises(OutOfRangeError):
        normalised_gain(101, 50)


def test_the_two_class_gains_differ():
    gain = class_gain([40, 90, 100, 50, None], [82, 92, 100, 40, 90])
    assert round_half_up(gain.mean_of_gains, 4) == Decimal("0.2333")  # (0,7 + 0,2 - 0,2) / 3
    assert round_half_up(gain.gain_of_means, 4) == Decimal("0.2833")  # 34 / 120
    assert (gain.used, gain.excluded, gain.negative) == (3, 2, 1)
    assert class_gain([], []).mean_of_gains is None
    with pytest.raises(OutOfRangeError):
        class_gain([40], [])


@pytest.mark.parametrize(
    ("score", "label"),
    [
        ("90.01", "Sangat memuaskan"),
        ("90", "Memuaskan"),
        ("80.01", "Memuaskan"),
        ("80", "Cukup memuaskan"),
        ("70", "Kurang memuaskan"),
        ("60", "Tidak memuaskan"),
        ("0", "Tidak memuaskan"),
    ],
)
def test_qualification_is_marked_unverified(score: str, label: str):
    category = qualification(score)
    assert (category.label, category.verified) == (label, False)


@pytest.mark.parametrize(
    ("score", "attendance", "tasks", "verdict"),
    [
        (70, 85, True, True),
        ("69.99", 85, True, False),
        (70, "84.9", True, False),
        (70, 85, False, False),
    ],
)
def test_passing_this_course(score: object, attendance: object, tasks: bool, verdict: bool):
    assert passes(score, attendance, all_tasks=tasks) is verdict  # type: ignore[arg-type]


def test_yearly_minimum_is_900_minutes():
    table = load_rules("pelatihan-asn")["lesson_hours"]
    assert table["yearly_minimum"] * table["minutes"] == 900


@given(st.integers(0, 99), st.integers(0, 100), st.integers(0, 100))
def test_a_better_posttest_never_lowers_the_gain(before: int, one: int, other: int):
    low, high = sorted((one, other))
    assert normalised_gain(before, low) <= normalised_gain(before, high) <= 1
