"""AKIP: every example and boundary of regulations.md §3.6-3.7 (PermenPANRB 88/2021)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_sim import (
    accountability_category,
    accountability_score,
    budget_efficiency,
    load_rules,
    subcomponent_grade,
)
from kpi_sim.errors import FaultsError, OutOfRangeError, UnknownNameError

EXAMPLE = {
    "planning": "BB/B/CC",
    "measurement": "A/B/CC",
    "reporting": "A/BB/B",
    "internal_evaluation": "BB/CC/C",
}
LETTERS = ["AA", "A", "BB", "B", "CC", "C", "D", "E"]


def test_worked_example():
    """§3.7: 20,10 + 20,70 + 11,55 + 14,75 = 67,10, B."""
    result = accountability_score(EXAMPLE)
    assert dict(result.components) == {
        "planning": Decimal("20.10"),
        "measurement": Decimal("20.70"),
        "reporting": Decimal("11.55"),
        "internal_evaluation": Decimal("14.75"),
    }
    assert (result.rounded, result.category.id, result.category.label) == (Decimal("67.10"), "B", "Baik")


def test_all_bb_is_80_and_bb():
    result = accountability_score(dict.fromkeys(EXAMPLE, "BB/BB/BB"))
    assert (result.score, result.category.id) == (80, "BB")


def test_letters_by_name_or_by_order_are_the_same():
    named = {
        c: dict(zip(("existence", "quality", "use"), g.split("/"), strict=True)) for c, g in EXAMPLE.items()
    }
    assert accountability_score(named) == accountability_score(
        {c: g.lower().split("/") for c, g in EXAMPLE.items()}
    )


@pytest.mark.parametrize(
    ("score", "category"),
    [
        ("100", "AA"),
        ("90.01", "AA"),
        ("90.00", "A"),
        ("80.01", "A"),
        ("80.005", "A"),
        ("80.004", "BB"),
        ("80.00", "BB"),
        ("70.01", "BB"),
        ("70.00", "B"),
        ("60.01", "B"),
        ("60", "CC"),
        ("50.01", "CC"),
        ("50", "C"),
        ("30.01", "C"),
        ("30.00", "D"),
        ("0", "D"),
    ],
)
def test_upper_ends_are_closed(score: str, category: str):
    assert accountability_category(Decimal(score)).id == category


def test_e_is_no_category_of_the_whole():
    assert "E" not in [band.id for band in load_rules("akip-88-2021")["categories"].bands]
    assert accountability_score(dict.fromkeys(EXAMPLE, "E/E/E")).category.id == "D"


@pytest.mark.parametrize("score", ["-0.01", "100.01"])
def test_scores_off_the_scale(score: str):
    with pytest.raises(OutOfRangeError, match="dari 0 sampai 100"):
        accountability_category(score)


@pytest.mark.parametrize(
    ("met", "options", "letter"),
    [
        (100, {"innovative": True}, "AA"),
        (100, {"extra_effort": True}, "A"),
        (100, {}, "BB"),
        ("99.99", {}, "B"),
        ("75.01", {}, "B"),
        (75, {}, "CC"),
        ("50.01", {}, "CC"),
        (50, {}, "C"),
        ("25.01", {}, "C"),
        (25, {}, "D"),
        ("0.01", {}, "D"),
        (0, {}, "E"),
        (80, {"innovative": True}, "B"),
    ],
)
def test_letter_from_criteria_met(met: object, options: dict, letter: str):
    assert subcomponent_grade(met, **options) == letter  # type: ignore[arg-type]


def test_weights_of_the_sub_components():
    """§3.7 table: 6, 9, 15 for planning … 5, 7.5, 12.5 for internal evaluation; 100 in all."""
    rules = load_rules("akip-88-2021")
    table = {
        item["id"]: [Decimal(item["weight"] * sub["share"]) / 100 for sub in rules["subcomponents"]["items"]]
        for item in rules["components"]["items"]
    }
    assert table["planning"] == [6, 9, 15]
    assert table["reporting"] == [3, Decimal("4.5"), Decimal("7.5")]
    assert table["internal_evaluation"] == [5, Decimal("7.5"), Decimal("12.5")]
    assert sum(sum(row) for row in table.values()) == 100


def test_all_faults_of_the_letters_are_told_at_once():
    with pytest.raises(FaultsError) as caught:
        accountability_score({"planning": "BB/X", "measurement": "A/B/CC", "laporan": "A/A/A"})
    text = str(caught.value)
    assert 'Komponen AKIP "laporan" tidak ada' in text
    assert "Perencanaan kinerja, Kualitas" in text
    assert "Perencanaan kinerja: Pemanfaatan" in text


def test_one_wrong_letter_alone():
    with pytest.raises(UnknownNameError, match='"F" tidak ada'):
        accountability_score(EXAMPLE | {"planning": "F/B/B"})


@pytest.mark.parametrize(("done", "absorbed", "points"), [(104, 92, 12), (88, 95, -7)])
def test_efficiency_in_points(done: int, absorbed: int, points: int):
    """§3.6: convention of many LKjIP."""
    assert budget_efficiency(done, absorbed) == points


@given(st.lists(st.sampled_from(LETTERS), min_size=12, max_size=12), st.integers(0, 11))
def test_a_better_letter_never_lowers_the_score(letters: list[str], at: int):
    def score(of: list[str]) -> Decimal:
        return accountability_score({c: of[3 * i : 3 * i + 3] for i, c in enumerate(EXAMPLE)}).score

    better = list(letters)
    better[at] = LETTERS[max(0, LETTERS.index(letters[at]) - 1)]
    assert 0 <= score(letters) <= score(better) <= 100
