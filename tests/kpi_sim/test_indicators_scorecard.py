"""Scorecards: weighting, exclusions, faults; pedagogy E4.1, E9.1, K205, K903."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import amounts

from kpi_sim import Indicator, score_indicators, scorecard
from kpi_sim.errors import CardFieldError, EmptyDataError, FaultsError, MissingColumnError
from kpi_sim.units import round_half_up


def row(polarity: str, target: object, realisation: object, **more: object) -> dict[str, object]:
    return {
        "indicator": f"{polarity} {target}",
        "polarity": polarity,
        "target": target,
        "realisation": realisation,
    } | more


FIVE = [
    row("maximize", 80, 88, weight=20),
    row("maximize", 80, 72, weight=20),
    row("maximize", 80, 100, weight=20),
    row("minimize", 15, 12, weight=20),
    row("minimize", 15, 18, weight=20),
]


def test_five_rows_of_the_exercise():
    """Pedagogy E4.1: 110, 90, 120, 120, 80 with cap 120; total 104,00."""
    card = score_indicators(FIVE, cap=120)
    assert [r.achievement for r in card.rows] == [110, 90, 120, 120, 80]
    assert (card.total, card.category.label, card.weight_total, card.excluded) == (
        104,
        "Sangat Tinggi",
        100,
        0,
    )
    assert score_indicators(FIVE, rule="capaian-kemenkeu-2026").category.label == "Baik"


def test_the_frame_is_tidy():
    frame = scorecard(FIVE, cap=120)
    assert list(frame.columns) == [
        "indicator",
        "polarity",
        "target",
        "realisation",
        "achievement",
        "category",
        "weight",
        "contribution",
        "total",
    ]
    assert frame["contribution"].sum() == pytest.approx(104)
    assert set(frame["total"]) == {104.0}
    assert frame.attrs["total"] == 104
    assert frame.attrs["rule"] == "capaian-permendagri-86-2017"


def achieved(*pairs: tuple[int, int]) -> list[dict[str, object]]:
    return [row("maximize", 100, achievement, weight=weight) for achievement, weight in pairs]


def test_weights_that_do_not_make_100_are_divided_out():
    """Pedagogy K205: 30/25/25/25 and 100, 90, 80, 110 give 95,24, not 100,00."""
    card = score_indicators(achieved((100, 30), (90, 25), (80, 25), (110, 25)))
    assert (card.rounded, card.weight_total) == (Decimal("95.24"), 105)


def test_the_capstone_set():
    """Pedagogy E9.1: weights 25/20/20/20/15, achievements 120, 95, 100, 80, 110 give 101,50."""
    assert score_indicators(achieved((120, 25), (95, 20), (100, 20), (80, 20), (110, 15))).rounded == Decimal(
        "101.50"
    )


@pytest.mark.parametrize(("cap", "total"), [(None, 110), (120, 90)])
def test_one_very_high_figure_hides_a_failure_without_a_cap(cap: int | None, total: int):
    """Pedagogy K903: 160 and 60."""
    assert score_indicators(achieved((160, 1), (60, 1)), cap=cap).total == total


def test_a_row_without_realisation_is_left_out_and_counted():
    card = score_indicators([*achieved((100, 50), (80, 25)), row("maximize", 100, None, weight=25)])
    assert (card.excluded, card.rows[2].achievement, card.rows[2].contribution) == (1, None, None)
    assert round_half_up(card.total, 2) == Decimal("93.33")
    assert score_indicators([row("maximize", 0, 5)]).total is None


def test_without_weights_all_count_alike():
    assert score_indicators([row("maximize", 100, 90), row("maximize", 100, 110)]).total == 100


def test_indonesian_titles_frames_and_cards_are_read():
    sheet = pd.DataFrame(
        {
            "Nama indikator": ["A", "B"],
            "Polarisasi": ["semakin tinggi semakin baik", "turun"],
            "Target": ["80", "15"],
            "Realisasi": ["88,0", None],
            "Bobot": [50, 50],
        }
    )
    card = score_indicators(sheet)
    assert (card.rows[0].achievement, card.excluded, card.rows[1].indicator) == (110, 1, "B")
    indicator = Indicator(name="A", polarity="maximize", targets={"2026": 80}, weight=40)
    assert score_indicators([(indicator, 88)]).rows[0].achievement == 110


def test_zero_target_with_the_agreed_worst_value():
    assert score_indicators([row("minimize", 0, 4, worst=10)]).total == 60


def test_all_faults_are_told_at_once():
    rows = [
        row("maximize", "banyak", 1),
        row("miring", 1, 1),
        {"indicator": "C", "target": 1, "realisation": 1},
        row("minimize", 1, 1, weight=-1),
    ]
    with pytest.raises(FaultsError) as caught:
        score_indicators(rows)
    assert caught.value.total == 4
    with pytest.raises(MissingColumnError, match="Polarisasi"):
        score_indicators([rows[2]])
    with pytest.raises(CardFieldError, match='Kolom Target, indikator "maximize banyak"'):
        score_indicators([rows[0]])


@pytest.mark.parametrize("empty", [[], pd.DataFrame()])
def test_an_empty_scorecard(empty: object):
    with pytest.raises(EmptyDataError):
        score_indicators(empty)


@given(st.lists(st.tuples(amounts(0, 200), amounts(1, 100)), min_size=1, max_size=8))
def test_order_is_irrelevant_and_the_total_lies_between(pairs: list[tuple[Decimal, Decimal]]):
    rows = [row("maximize", 100, value, weight=weight) for value, weight in pairs]
    card = score_indicators(rows)
    assert card.total == score_indicators(rows[::-1]).total
    low, high = min(v for v, _ in pairs), max(v for v, _ in pairs)
    assert low - Decimal("1e-20") <= card.total <= high + Decimal("1e-20")
