"""Contract quality, NHK and NKO: every example of regulations.md §4.3-4.4 (KMK 127/2026)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_sim import (
    blend_with_organisation,
    combined_value,
    commitment_quality,
    individual_result,
    objective_score,
    organisation_score,
    quality_weight,
    target_weight,
)
from kpi_sim.errors import EmptyDataError, UnknownNameError
from kpi_sim.units import round_half_up


@pytest.mark.parametrize(
    ("validity", "control", "weight"),
    [
        ("exact", "low", "1.20"),
        ("exact", "moderate", "1.15"),
        ("exact", "high", None),
        ("proxy", "low", "1.10"),
        ("proxy", "moderate", "1.00"),
        ("proxy", "high", "0.90"),
        ("activity", "low", None),
        ("activity", "moderate", "0.80"),
        ("activity", "high", "0.60"),
    ],
)
def test_quality_weight_table(validity: str, control: str, weight: str | None):
    """KMK 127/2026 Table 14; two pairs are not defined."""
    assert quality_weight(validity, control) == (None if weight is None else Decimal(weight))


@pytest.mark.parametrize(
    ("target", "last_target", "last_realisation", "polarity", "weight"),
    [
        (110, 100, 105, "maximize", "1.2"),
        (105, 100, 105, "maximize", "1.1"),
        (103, 100, 105, "maximize", "1.0"),
        (100, 100, 95, "maximize", "1.0"),
        (100, 100, 105, "maximize", "0.9"),
        (95, 100, 105, "maximize", "0.8"),
        (5, 10, 8, "minimize", "1.2"),
        (10, 10, 8, "minimize", "0.9"),
        (12, 10, 8, "minimize", "0.8"),
        (100, 100, 100, "maximize", "1.0"),
        (100, 90, 80, "stabilize", "1.0"),
    ],
)
def test_target_weight_table(
    target: int, last_target: int, last_realisation: int, polarity: str, weight: str
):
    """KMK 127/2026 Table 15; the last two are interpretations."""
    assert target_weight(target, last_target, last_realisation, polarity) == Decimal(weight)


@pytest.mark.parametrize(
    ("quality", "target", "value", "label"),
    [
        ("1.2", "1.2", "1.2", "Sangat berkualitas"),
        ("1.0", "1.0", "1", "Berkualitas"),
        ("0.8", "0.9", "0.85", "Cukup berkualitas"),
        ("0.9", "1.1", "1", "Berkualitas"),
    ],
)
def test_k3_and_its_words(quality: str, target: str, value: str, label: str):
    result = commitment_quality(quality, target)
    assert (result.value, result.category.label) == (Decimal(value), label)


ACHIEVEMENTS = [80, 120, "104,69", 120, 100]
QUALITIES = ["1.05", "0.9", "1", "1", "1.1"]


def test_nhk_worked_example():
    """§4.4: nk = 84, 108, 104,69, 120, 110; NHK = 105,17."""
    result = individual_result(ACHIEVEMENTS, QUALITIES)
    assert [row.quality_achievement for row in result.rows] == [
        Decimal(n) for n in ("84", "108", "104.69", "120", "110")
    ]
    weights = [round_half_up(row.weight, 4) for row in result.rows]
    assert weights == [Decimal(w) for w in (".2079", ".1782", ".1980", ".1980", ".2178")]
    assert round_half_up(result.value, 2) == Decimal("105.17")


def test_an_indicator_without_achievement_is_left_out_and_counted():
    result = individual_result([100, None], [1, 1])
    assert (result.value, result.excluded) == (100, 1)
    assert individual_result([None], [1]).value is None
    with pytest.raises(UnknownNameError):
        individual_result([100], [1, 1])


def test_nhk_never_passes_120():
    assert individual_result([120, 120], ["1.2", "1.2"]).value == 120


@pytest.mark.parametrize(
    ("own", "organisation", "position", "expected"),
    [
        (105, 102, "other", "104.1"),
        (100, 102, "other", "100.2"),
        (105, 102, "unit_head", "103.5"),
        (100, 102, "unit_head", "100.2"),
        (102, 102, "other", "102"),
        (102, 102, "unit_head", "102"),
    ],
)
def test_blending_with_the_organisation(own: int, organisation: int, position: str, expected: str):
    """§4.4: own ≥ NKO takes 30 or 50 percent, below 10 percent."""
    assert blend_with_organisation(own, organisation, position=position) == Decimal(expected)


def test_equality_takes_the_upper_branch():
    """At own = NKO the value is the same either way; just above and just below show which branch is taken."""
    above = blend_with_organisation("102.1", 102, position="unit_head")
    below = blend_with_organisation("101.9", 102, position="unit_head")
    assert (above, below) == (Decimal("102.05"), Decimal("101.91"))


def test_result_and_behaviour_weigh_75_and_25():
    assert combined_value(100, 80) == 95


@pytest.mark.parametrize(("weights", "expected"), [("25/15/30/30", "102.50"), ("30/20/25/25", "103.20")])
def test_nko_by_perspective(weights: str, expected: str):
    """§4.4: scores 104, 110, 98, 102; the plain mean would be 103,50."""
    scores = {"stakeholder": 104, "customer": 110, "internal": 98, "learning": 102}
    assert organisation_score(scores, weights=weights) == Decimal(expected)


def test_an_absent_perspective_drops_out():
    scores = {"stakeholder": 104, "customer": 110, "internal": 98, "learning": None}
    assert round_half_up(organisation_score(scores), 2) == Decimal("102.71")  # (26 + 16,5 + 29,4) / 0,70


def test_a_dinas_without_perspectives():
    assert organisation_score({"dinas": [100, 110, None]}, weights={"dinas": 100}) == 105


def test_unknown_perspective_and_missing_scores():
    with pytest.raises(UnknownNameError, match="stakeholder"):
        organisation_score({"pelanggan": 100})
    with pytest.raises(EmptyDataError):
        organisation_score({"customer": None})
    with pytest.raises(UnknownNameError):
        organisation_score({"customer": 100}, weights="50/50")


def test_weighted_mean_inside_an_objective():
    assert objective_score([(120, 60), (80, 40), (None, 50)]) == 104
    assert objective_score([(None, 1)]) is None


def test_unknown_words_are_named():
    with pytest.raises(UnknownNameError, match="Tingkat validitas"):
        quality_weight("kira-kira", "low")
    with pytest.raises(UnknownNameError, match="Tingkat kendali"):
        quality_weight("proxy", "penuh")
    with pytest.raises(UnknownNameError, match="unit_head"):
        blend_with_organisation(100, 100, position="staf")


SCORES = st.decimals(0, 120, places=2, allow_nan=False)


@given(SCORES, SCORES, st.sampled_from(["unit_head", "other"]))
def test_blend_lies_between_own_and_organisation(own: Decimal, organisation: Decimal, position: str):
    value = blend_with_organisation(own, organisation, position=position)
    assert min(own, organisation) <= value <= max(own, organisation)


@given(
    st.lists(st.tuples(SCORES, st.sampled_from(["0.6", "0.8", "1", "1.15", "1.2"])), min_size=1, max_size=8)
)
def test_order_of_indicators_is_irrelevant_to_nhk(pairs: list[tuple[Decimal, str]]):
    forward = individual_result([a for a, _ in pairs], [k for _, k in pairs])
    backward = individual_result([a for a, _ in reversed(pairs)], [k for _, k in reversed(pairs)])
    assert forward.value == backward.value
    assert 0 <= forward.value <= 120
