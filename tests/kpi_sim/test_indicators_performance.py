"""Predicates of performance: regulations.md §2 (PermenPANRB 6/2022)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpi_sim import Rating, performance_predicate, performance_rating
from kpi_sim.errors import OutOfRangeError, UnknownNameError

MATRIX = [  # result, behaviour, predicate: all nine cells, agreed by at least five implementations (§2.2)
    ("above", "below", "Kurang"),
    ("above", "meets", "Baik"),
    ("above", "above", "Sangat Baik"),
    ("meets", "below", "Kurang"),
    ("meets", "meets", "Baik"),
    ("meets", "above", "Baik"),
    ("below", "below", "Sangat Kurang"),
    ("below", "meets", "Butuh Perbaikan"),
    ("below", "above", "Butuh Perbaikan"),
]


@pytest.mark.parametrize(("result", "behaviour", "predicate"), MATRIX)
def test_all_nine_cells(result: str, behaviour: str, predicate: str):
    assert performance_predicate(result, behaviour).label == predicate


def test_poor_behaviour_caps_the_predicate_however_good_the_result():
    for result in Rating:
        assert performance_predicate(result, "below").rank >= 3


def test_the_matrix_is_not_symmetric():
    assert str(performance_predicate("above", "below")) == "Kurang"
    assert str(performance_predicate("below", "above")) == "Butuh Perbaikan"


@pytest.mark.parametrize("better", ["result", "behaviour"])
def test_a_better_rating_never_worsens_the_predicate(better: str):
    order = list(Rating)
    for fixed in order:
        pairs = [(r, fixed) if better == "result" else (fixed, r) for r in order]
        ranks = [performance_predicate(*pair).rank for pair in pairs]
        assert ranks == sorted(ranks, reverse=True)


def test_words_of_the_form_are_understood():
    assert performance_predicate("Di atas ekspektasi", "Sesuai Ekspektasi").id == "baik"
    assert Rating.parse("dibawah ekspektasi") is Rating.BELOW
    assert Rating.MEETS.label == "Sesuai ekspektasi"


def test_another_word_is_refused_with_the_three():
    with pytest.raises(UnknownNameError, match=r"above .Di atas ekspektasi., below"):
        performance_predicate("bagus", "meets")


@pytest.mark.parametrize(
    ("value", "rating"), [("100", "meets"), ("100.01", "above"), ("90", "meets"), ("89.99", "below")]
)
def test_numeric_values_become_ratings(value: str, rating: str):
    """Ministry of Finance practice, §2.2."""
    assert performance_rating(Decimal(value)) == rating


def test_a_missing_value_has_no_rating_and_a_negative_one_is_refused():
    assert performance_rating(None) is None
    with pytest.raises(OutOfRangeError):
        performance_rating(-1)
