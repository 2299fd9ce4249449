"""IID: every example and boundary of regulations.md §6.2 (BSKDN letter of 29 April 2026)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_sim import innovation_category, innovation_index, innovation_points, load_rules
from kpi_sim.errors import FaultsError, OutOfRangeError, UnknownNameError
from kpi_sim.indicators.innovation import innovation_indices


@pytest.mark.parametrize(
    ("agency", "each", "n", "fields", "total", "index", "label"),
    [
        (63, 111, 200, 6, "250", "100.00", "Sangat Inovatif"),
        (50, 90, 100, 6, "178.00", "71.20", "Sangat Inovatif"),
        (50, 90, 100, 5, "140.00", "56.00", "Inovatif"),
        (50, 90, 60, 6, "162.80", "65.12", "Sangat Inovatif"),
        (40, 75, 30, 6, "126.40", "50.56", "Inovatif"),
        (45, 80, 10, 6, "105.94", "42.38", "Inovatif"),
    ],
)
def test_worked_examples(agency: int, each: int, n: int, fields: int, total: str, index: str, label: str):
    result = innovation_index(agency, [each] * n, mandatory_fields=fields)
    assert result.total.quantize(Decimal("0.01")) == Decimal(total)
    assert (result.rounded, result.category.label) == (Decimal(index), label)


ONE = st.tuples(st.integers(0, 6300), st.lists(st.integers(0, 111), max_size=260), st.integers(0, 6))


@given(st.lists(ONE, min_size=1, max_size=5), st.sampled_from([None, 2026, 2029]))
def test_many_governments_at_once_have_the_index_that_each_has_alone(
    several: list[tuple[int, list[int], int]], year: int | None
):
    found, categories = innovation_indices(
        np.array([spd / 100 for spd, _, _ in several]),
        np.array([float(sum(points)) for _, points, _ in several]),
        np.array([len(points) for _, points, _ in several]),
        mandatory_fields=np.array([fields for _, _, fields in several]),
        year=year,
    )
    for index, category, (spd, points, fields) in zip(found, categories, several, strict=True):
        alone = innovation_index(Decimal(spd) / 100, points, mandatory_fields=fields, year=year)
        assert (index, category) == (float(alone.index), alone.category)


def test_many_governments_refuse_what_one_refuses():
    right = {"mandatory_fields": np.array([6, 6])}
    with pytest.raises(FaultsError):
        innovation_indices(np.array([64.0, -1.0]), np.zeros(2), np.zeros(2, int), **right)
    with pytest.raises(UnknownNameError):
        innovation_indices(np.array([50.0, 50.0]), np.zeros(2), np.zeros(2, int), year=2025, **right)


def test_one_missing_field_costs_38_points():
    full = innovation_index(50, [90] * 100, mandatory_fields=6)
    assert full.total - innovation_index(50, [90] * 100, mandatory_fields=5).total == 38


def test_more_than_200_innovations_do_not_count():
    assert innovation_index(0, [0] * 300, mandatory_fields=6).count_points == 76


@pytest.mark.parametrize(
    ("year", "divisor", "fields"), [(2026, 12, 5), (2027, 14, 6), (2028, 16, 6), (2029, 18, 6)]
)
def test_divisor_and_fields_by_year(year: int, divisor: int, fields: int):
    result = innovation_index(45, [80] * 10, mandatory_fields=6, year=year)
    assert (result.divisor, result.fields_needed) == (divisor, fields)
    assert not load_rules("iid-2026")["years"].verified


@pytest.mark.parametrize(
    ("score", "label"),
    [
        ("100", "Sangat Inovatif"),
        ("65.01", "Sangat Inovatif"),
        ("65.005", "Sangat Inovatif"),
        ("65.00", "Inovatif"),
        ("40.01", "Inovatif"),
        ("40.00", "Kurang Inovatif"),
        ("0.01", "Kurang Inovatif"),
        ("0", "Tidak Dapat Dinilai"),
    ],
)
def test_categories_of_2026(score: str, label: str):
    assert innovation_category(Decimal(score)).label == label


@pytest.mark.parametrize(
    ("score", "label"),
    [
        ("60.01", "Sangat Inovatif"),
        ("60.00", "Inovatif"),
        ("35.00", "Inovatif"),
        ("34.99", "Kurang Inovatif"),
        ("0", "Tidak Dapat Dinilai"),
    ],
)
def test_older_thresholds_hold_before_the_letter(score: str, label: str):
    category = innovation_category(Decimal(score), day=date(2026, 4, 28))
    assert (category.label, category.rule, category.verified) == (label, "iid-2021", False)
    assert innovation_category(62, day=date(2026, 4, 29)).label == "Inovatif"


@pytest.mark.parametrize(
    ("score", "label"),
    [(1001, "Sangat Inovatif"), (1000, "Inovatif"), (500, "Inovatif"), (499, "Kurang Inovatif")],
)
def test_the_scale_of_a_thousand(score: int, label: str):
    assert innovation_category(score, day=date(2019, 6, 1)).label == label


def test_rows_of_one_innovation_sum_to_111():
    """§6.2: twenty rows, weights sum 37, times 3."""
    items = load_rules("iid-2026")["sid"]["items"]
    assert [item["number"] for item in items] == list(range(16, 36))
    assert sum(item["weight"] for item in items) == 37
    assert innovation_points({item["id"]: 3 for item in items}) == 111
    assert innovation_points({"monitoring": 2, "video": 1}) == 8


def test_input_is_checked_together():
    with pytest.raises(FaultsError) as caught:
        innovation_index(64, [112, -1], mandatory_fields=7)
    assert caught.value.total == 4
    with pytest.raises(FaultsError):
        innovation_points({"videos": 1, "video": 4})
    with pytest.raises(UnknownNameError, match="2026, 2027, 2028, 2029"):
        innovation_index(50, [90], mandatory_fields=6, year=2025)
    with pytest.raises(OutOfRangeError):
        innovation_category(101)


def test_no_innovation_at_all_is_possible():
    assert innovation_index(0, [], mandatory_fields=0).category.label == "Tidak Dapat Dinilai"


@given(st.lists(st.integers(0, 111), max_size=60), st.integers(0, 63), st.integers(0, 6))
def test_order_is_irrelevant_and_the_index_stays_on_its_scale(points: list[int], agency: int, fields: int):
    one = innovation_index(agency, points, mandatory_fields=fields)
    other = innovation_index(agency, points[::-1], mandatory_fields=fields)
    assert one == other
    assert 0 <= one.index <= 100
