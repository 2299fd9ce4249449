"""Panel Skor: the figures of the lesson, from the public functions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from labui.presenters.skor import ScorePanel, formulas

MINIMUM, MAXIMUM, EXACT = 1, 0, 2


@pytest.fixture(scope="module")
def panel() -> ScorePanel:
    return ScorePanel()


def play(panel: ScorePanel, **values: float) -> dict[str, Any]:
    return panel.answer(panel.settle(values), 1)


def test_the_three_answers_of_the_room():
    """Reference pedagogy M4: target 15, realisation 12 gives 80, 120 and 125 in reports."""
    assert formulas(Decimal(12), Decimal(15)) == {"R ÷ T": 80, "(2T − R) ÷ T": 120, "T ÷ R": 125}


def test_a_realisation_over_twice_the_target_falls_below_zero(panel: ScorePanel):
    """Reference pedagogy M4: at 31 days the agreed formula says -6,67, its inverse still 48,39."""
    answer = play(panel, realisation=31)
    assert answer["big"] == "\u22126,67\u00a0%"
    texts = {row["label"]: row["text"] for row in answer["chart"]["rows"]}
    assert texts["T ÷ R"] == "48,39\u00a0%"
    assert all(row["value"] >= 0 for row in answer["chart"]["rows"])


def test_a_bar_longer_than_the_picture_says_that_it_goes_on(panel: ScorePanel):
    """31 of 5: six times the target; the picture ends at 150 percent, the number and the words do not."""
    answer = play(panel, realisation=31, target=5, polarity=MAXIMUM)
    rows = {row["label"]: row for row in answer["chart"]["rows"]}
    assert (rows["R ÷ T"]["beyond"], rows["R ÷ T"]["value"], rows["R ÷ T"]["text"]) == (
        True,
        150,
        "620,00\u00a0%",
    )
    assert "beyond" not in rows["T ÷ R"]
    assert answer["summary"].endswith("Batang R ÷ T, aturan melewati tepi gambar (150 persen).")
    assert "melewati" not in play(panel)["summary"]


@pytest.mark.parametrize(("realisation", "target"), [(33, 30), (27, 30)])
def test_ten_percent_beside_the_point_on_either_side_counts_the_same(
    panel: ScorePanel, realisation: int, target: int
):
    assert play(panel, realisation=realisation, target=target, polarity=EXACT)["result"] == 100


def test_the_cap_cuts_and_says_how_much(panel: ScorePanel):
    answer = play(panel, cap=3)
    assert answer["result"] == 100
    assert answer["meaning"][1].startswith("Batas atas 100 memotong 20,00 poin")
    assert answer["detail"][2][0] == "; tanpa batas atas 120,00\u00a0%"
    assert play(panel, realisation=15, cap=3)["meaning"][1].startswith("Batas atas belum memotong")


def test_results_above_and_behaviour_below_is_kurang(panel: ScorePanel):
    """PermenPANRB 6/2022, matrix of result and behaviour."""
    assert play(panel, behaviour=0)["score"]["now"] == "Kurang"
    assert play(panel, behaviour=2)["score"]["now"] == "Sangat Baik"


def test_the_numbers_stay_covered_until_the_guess_is_made(panel: ScorePanel):
    assert all(row["hidden"] for row in play(panel)["chart"]["rows"])
