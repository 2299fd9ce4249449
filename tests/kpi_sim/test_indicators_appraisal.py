"""Numeric appraisal, distribution pattern, behaviour and cascading: regulations.md §2.1, §2.2-2.5, §3.5."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from strategies import amounts

from kpi_sim import (
    behaviour_score,
    check_allocation,
    credit_percent,
    load_rules,
    performance_predicate,
    review_distribution,
    review_tree,
    skp_predicate,
)
from kpi_sim.errors import EmptyDataError, FaultsError, OutOfRangeError, UnknownNameError
from kpi_sim.units import round_half_up

BEHAVIOURS = [item["id"] for item in load_rules("kinerja-6-2022")["behaviours"]["items"]]


@pytest.mark.parametrize(
    ("plan", "behaviour", "peers", "score", "idea", "label"),
    [
        (100, 90, False, "97.0", False, "Baik"),
        (115, 112, True, "113.8", True, "Sangat Baik"),
        (115, 112, True, "113.8", False, "Baik"),
        (88, 92, False, "89.2", False, "Cukup"),
        (90, 90, False, "90.0", False, "Baik"),
        (75, 62, True, "69.8", False, "Kurang"),
    ],
)
def test_pp_30_2019_table(plan: int, behaviour: int, peers: bool, score: str, idea: bool, label: str):
    """§2.5, PP 30/2019 Art. 41 read in a stored transcription."""
    result = skp_predicate(plan, behaviour, peer_review=peers, new_idea=idea)
    assert (result.score, result.category.label) == (Decimal(score), label)


@pytest.mark.parametrize(
    ("value", "idea", "label"),
    [
        (120, True, "Sangat Baik"),
        (110, True, "Sangat Baik"),
        ("109.99", True, "Baik"),
        (120, False, "Baik"),
        (118, False, "Baik"),
        (90, False, "Baik"),
        ("89.99", False, "Cukup"),
        (70, False, "Cukup"),
        ("69.99", False, "Kurang"),
        (50, False, "Kurang"),
        ("49.99", False, "Sangat Kurang"),
        (0, False, "Sangat Kurang"),
    ],
)
def test_pp_30_2019_boundaries(value: object, idea: bool, label: str):
    assert skp_predicate(value, value, new_idea=idea).category.label == label  # type: ignore[arg-type]


def test_lowest_two_predicates_are_shown_as_unverified():
    assert not skp_predicate(60, 60).category.verified
    assert skp_predicate(95, 95).category.verified


def test_appraisal_values_off_the_scale_are_told_together():
    with pytest.raises(FaultsError, match="Nilai SKP bernilai 121"):
        skp_predicate(121, -1)


def test_behaviour_mean_of_the_seven_values():
    """§2.4: 82, 100, 98, 105, 100, 115, 105 gives 100,71 (Ministry of Finance practice)."""
    scores = dict(zip(BEHAVIOURS, (82, 100, 98, 105, 100, 115, 105), strict=True))
    assert round_half_up(behaviour_score(scores), 2) == Decimal("100.71")
    assert behaviour_score(scores | {"loyal": None}) is None


def test_behaviour_keys_are_the_seven_in_fixed_order():
    labels = [item["label"] for item in load_rules("kinerja-6-2022")["behaviours"]["items"]]
    assert labels == [
        "Berorientasi Pelayanan",
        "Akuntabel",
        "Kompeten",
        "Harmonis",
        "Loyal",
        "Adaptif",
        "Kolaboratif",
    ]
    with pytest.raises(UnknownNameError, match='Maksud Anda "loyal"'):
        behaviour_score({"loyall": 100})
    with pytest.raises(OutOfRangeError):
        behaviour_score({"loyal": 121})


@pytest.mark.parametrize(
    ("result", "behaviour", "percent"),
    [
        ("above", "above", 150),
        ("meets", "meets", 100),
        ("below", "meets", 75),
        ("meets", "below", 50),
        ("below", "below", 25),
    ],
)
def test_credit_conversion(result: str, behaviour: str, percent: int):
    """§2.2, PermenPANRB 1/2023, unverified."""
    assert credit_percent(performance_predicate(result, behaviour)) == percent
    assert not load_rules("kinerja-6-2022")["credit_conversion"].verified


def test_credit_of_an_unknown_predicate():
    with pytest.raises(UnknownNameError, match="sangat_baik"):
        credit_percent("istimewa")


# --- distribution pattern: a warning only -------------------------------------------------------


def test_nine_of_twelve_sangat_baik_is_warned_about():
    """§2.3: organisation Baik, 9 of 12 Sangat Baik (75 %)."""
    warnings = review_distribution({"sangat_baik": 9, "baik": 3}, "baik")
    best = next(w for w in warnings if w.predicate == "sangat_baik")
    assert (best.share, round_half_up(best.expected, 1)) == (75, Decimal("8.3"))
    assert "bukan jatah" in best.message


def test_a_team_near_the_pattern_is_left_alone():
    """§2.3: 1 SB (8,3 %), 6 B (50 %), 3 BP (25 %), 2 K (16,7 %) within ten points."""
    assert review_distribution({"sangat_baik": 1, "baik": 6, "butuh_perbaikan": 3, "kurang": 2}, "baik") == []


def test_pattern_shares_of_a_good_organisation():
    heights = load_rules("kinerja-6-2022")["distribution"]["baik"]
    shares = [round_half_up(Decimal(100 * height) / sum(heights), 1) for height in heights]
    assert shares == [Decimal(s) for s in ("8.3", "12.5", "25.0", "45.8", "8.3")]
    assert sum(heights) == 24


def test_distribution_input_is_checked():
    with pytest.raises(EmptyDataError):
        review_distribution({}, "baik")
    with pytest.raises(UnknownNameError, match="Capaian organisasi"):
        review_distribution({"baik": 1}, "bagus")
    with pytest.raises(UnknownNameError, match='Predikat "cukup"'):
        review_distribution({"cukup": 1}, "baik")


# --- cascading ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "status", "difference"),
    [((5, 4, 3), "ok", 0), ((5, 4, 2), "under", -1), ((6, 4, 3), "over", 1)],
)
def test_counts_handed_down_must_add_up(parts: tuple[int, ...], status: str, difference: int):
    """§2.1: leader's target 12 documents."""
    allocation = check_allocation(12, parts)
    assert (allocation.status, allocation.difference) == (status, difference)


def test_a_percentage_is_handed_down_whole():
    """§2.1: 95 % stays 95 % for each, it is not divided; pedagogy K103: 19 each."""
    assert check_allocation(95, [95] * 5, additive=False).status == "ok"
    divided = check_allocation(95, [19] * 5, additive=False)
    assert (divided.status, divided.difference) == ("under", -76)
    assert "tidak dibagi" in divided.message


def test_allocation_message_counts_what_is_missing():
    assert check_allocation(20, [8, 7, 3]).message == "Target bawahan kurang 2 dari target pimpinan."
    with pytest.raises(EmptyDataError):
        check_allocation(20, [])


def test_performance_tree_findings():
    """§3.5: acyclic, one root, at least two children or a note."""
    good = {"hasil": None, "a": "hasil", "b": "hasil"}
    assert review_tree(good) == []
    assert [f.rule for f in review_tree({"hasil": None, "a": "hasil"})] == ["single-child"]
    assert review_tree({"hasil": None, "a": "hasil"}, notes=["hasil"]) == []
    assert {f.rule for f in review_tree({"a": "b", "b": "a"})} >= {"loop", "roots"}
    assert [f.rule for f in review_tree({"a": None, "b": None})] == ["roots"]
    with pytest.raises(UnknownNameError):
        review_tree({"a": "tidak ada"})
    with pytest.raises(EmptyDataError):
        review_tree({})


@given(amounts(0, 120), amounts(0, 120))
def test_an_idea_never_worsens_the_predicate(plan: Decimal, behaviour: Decimal):
    with_idea = skp_predicate(plan, behaviour, new_idea=True)
    without = skp_predicate(plan, behaviour)
    assert with_idea.category.rank <= without.category.rank
    assert min(plan, behaviour) <= with_idea.score <= max(plan, behaviour)
