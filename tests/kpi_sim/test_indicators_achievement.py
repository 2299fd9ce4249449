"""Achievement, its categories, periods and pooling: every example and boundary of regulations.md §4.1-4.3, 4.5-4.6."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import amounts, percentages, targets

from kpi_sim import Polarity, achievement, achievement_category, consolidate, pooled_ratio
from kpi_sim.errors import AmbiguousNumberError, NumberFormatError, OutOfRangeError, UnknownNameError
from kpi_sim.units import round_half_up

KEMENKEU = "capaian-kemenkeu-2026"


def two(value: Decimal | None) -> Decimal | None:
    return None if value is None else round_half_up(value, 2)


# --- three polarities ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("polarity", "target", "realisation", "plain", "clamped"),
    [
        ("maximize", "80", "88", "110.00", "110"),
        ("maximize", "80", "72", "90.00", "90"),
        ("maximize", "80", "100", "125.00", "120"),
        ("minimize", "15", "12", "120.00", "120"),
        ("minimize", "15", "18", "80.00", "80"),
        ("minimize", "15", "15", "100.00", "100"),
        ("minimize", "15", "30", "0.00", "0"),
        ("minimize", "15", "31", "-6.67", "0"),
        ("minimize", "0.1", "0.0101", "189.90", "120"),
        ("minimize", "10", "21", "-10.00", "0"),
    ],
)
def test_table_of_section_4_1(polarity: str, target: str, realisation: str, plain: str, clamped: str):
    """LKjIP forms; the last two rows come from the tests of kucing007/kinerja-app."""
    done, goal = Decimal(realisation), Decimal(target)
    assert two(achievement(done, goal, polarity)) == Decimal(plain)
    assert achievement(done, goal, polarity, cap=120) == Decimal(clamped)
    assert achievement(done, goal, polarity, rule=KEMENKEU) == Decimal(clamped)


@pytest.mark.parametrize(("realisation", "inverse"), [("12", "125.00"), ("18", "83.33"), ("30", "50.00")])
def test_target_over_realisation_is_another_number(realisation: str, inverse: str):
    """§4.1: do not confuse with T/R, which some reports use for "lower is better"."""
    assert two(15 / Decimal(realisation) * 100) == Decimal(inverse)
    assert two(achievement(realisation, 15, "minimize")) != Decimal(inverse)


@pytest.mark.parametrize(("cap", "expected"), [(100, "100"), (120, "120"), (None, "125")])
def test_the_cap_is_configuration(cap: int | None, expected: str):
    """§4.3: same indicator T = 80, R = 100."""
    assert achievement(100, 80, "maximize", cap=cap) == Decimal(expected)


def test_own_cap_wins_over_the_cap_of_the_rule():
    assert achievement(100, 80, "maximize", cap=100, rule=KEMENKEU) == 100


def test_the_regional_scale_has_no_cap():
    assert achievement(100, 80, "maximize", rule="capaian-permendagri-86-2017") == 125


# --- degenerate inputs --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("polarity", "target", "realisation", "options", "expected"),
    [
        ("maximize", 0, 5, {}, None),
        ("maximize", -10, -11, {}, "90"),
        ("maximize", -10, -5, {}, "150"),
        ("maximize", -10, -5, {"cap": 120}, "120"),
        ("minimize", 0, 4, {"worst": 10}, "60"),
        ("minimize", 0, 0, {"worst": 10}, "100"),
        ("minimize", 0, 4, {}, None),
        ("stabilize", 0, 4, {}, None),
        ("maximize", 4, 4, {"full_conversion": True}, "120"),
        ("maximize", 4, 3, {"full_conversion": True}, "75"),
        ("minimize", 0, 0, {"worst": 10, "full_conversion": True}, "120"),
        ("minimize", 0, 4, {"worst": 10, "full_conversion": True}, "60"),
    ],
)
def test_degenerate_targets(
    polarity: str, target: int, realisation: int, options: dict, expected: str | None
):
    """Ministry of Finance practice, §4.1; a zero target never gives infinity."""
    result = achievement(realisation, target, polarity, **options)
    assert result == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize("missing", [None, float("nan"), np.nan, pd.NA, "", "  "])
def test_missing_is_none_never_zero(missing: object):
    assert achievement(missing, 80, "maximize") is None  # type: ignore[arg-type]
    assert achievement(80, missing, "maximize") is None  # type: ignore[arg-type]
    assert achievement_category(missing) is None  # type: ignore[arg-type]


# --- stabilise ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("realisation", "expected"),
    [
        (100, "120"),
        (96, "112"),
        (102, "116"),
        (101, "118"),
        (95, "110"),
        (90, "100"),
        (110, "100"),
        (130, "77.78"),
        (45, "50"),
    ],
)
def test_stabilise_on_a_target_of_100(realisation: int, expected: str):
    """KMK 127/2026 pp. 67-70 through kucing007/kinerja-app; §4.2."""
    assert two(achievement(realisation, 100, "stabilize")) == Decimal(expected)


def test_a_float_does_not_leak_into_stabilise():
    """§0: in binary floats target 100 and realisation 110 give 89.99999999999999 before conversion."""
    assert achievement(110.0, 100.0, "stabilize") == 100


def test_the_ratio_that_the_decree_prints_wrongly():
    """§4.2 trap: the decree prints 114,26 for 4,56/4,39; true 103,87, so closeness is 96,13 and the index 112,26."""
    assert two(achievement("4.56", "4.39", "maximize")) == Decimal("103.87")
    assert two(achievement("4.56", "4.39", "stabilize")) == Decimal("112.26")


# --- categories ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("percent", "category"),
    [
        ("91", "very_high"),
        ("90.99", "high"),
        ("76", "high"),
        ("75.99", "medium"),
        ("66", "medium"),
        ("65.5", "low"),
        ("51", "low"),
        ("50.99", "very_low"),
        ("120", "very_high"),
        ("0", "very_low"),
        ("-6.67", "very_low"),
    ],
)
def test_permendagri_86_2017_scale(percent: str, category: str):
    """§4.6, Permendagri 86/2017: on the raw value, no cap."""
    assert achievement_category(Decimal(percent), rule="capaian-permendagri-86-2017").id == category


def test_category_carries_its_indonesian_label_and_rule():
    category = achievement_category(95)
    assert (str(category), category.rule, category.rank) == (
        "Sangat Tinggi",
        "capaian-permendagri-86-2017",
        0,
    )


@pytest.mark.parametrize(
    ("percent", "label"),
    [
        ("110", "Sangat Baik"),
        ("109.99", "Baik"),
        ("100", "Baik"),
        ("99.99", "Cukup"),
        ("90", "Cukup"),
        ("89.99", "Kurang"),
        ("80", "Kurang"),
        ("79.99", "Buruk"),
        ("0", "Buruk"),
    ],
)
def test_nko_predicate_is_closed_below(percent: str, label: str):
    """§4.3, KMK 127/2026 read as lower-closed."""
    assert achievement_category(Decimal(percent), rule=KEMENKEU).label == label


@pytest.mark.parametrize(
    ("percent", "colour"), [("100", "green"), ("99.99", "yellow"), ("80", "yellow"), ("79.99", "red")]
)
def test_traffic_light(percent: str, colour: str):
    """§4.3, KMK 467/2014, unverified."""
    assert achievement_category(Decimal(percent), rule=KEMENKEU, table="traffic_light").id == colour


def test_a_category_never_hangs_on_a_rounding_inside():
    """100 percent reached by thirds is 100, not 99,99…: exact fractions inside."""
    assert achievement_category(achievement("96.3", "107", "stabilize"), rule=KEMENKEU).label == "Baik"


# --- input --------------------------------------------------------------------------------------


def test_text_is_read_as_indonesia_writes_it():
    assert achievement("88,0 %", "80", "semakin tinggi semakin baik") == 110
    with pytest.raises(AmbiguousNumberError):
        achievement("1.250", "1000", "maximize")
    with pytest.raises(NumberFormatError):
        achievement("banyak", 80, "maximize")


def test_numpy_numbers_are_numbers():
    assert achievement(np.float64(0.1), np.float64(0.1), "maximize") == 100
    assert achievement(np.int64(72), np.int64(80), "maximize") == 90


@pytest.mark.parametrize(
    "text", ["minimize", "Minimise", "semakin rendah semakin baik", "MIN", "turun", Polarity.MINIMIZE]
)
def test_polarity_is_read_in_both_languages(text: str):
    assert achievement(12, 15, text) == 120


def test_unknown_polarity_names_the_three():
    with pytest.raises(UnknownNameError) as caught:
        achievement(1, 1, "naik turun")
    assert str(caught.value) == (
        'Polaritas "naik turun" tidak ada. Yang tersedia: maximize (semakin tinggi semakin baik), '
        "minimize (semakin rendah semakin baik), stabilize (tepat pada target)."
    )


@pytest.mark.parametrize("options", [{"cap": 0}, {"cap": -5}, {"worst": 0}, {"worst": -1}])
def test_cap_and_worst_are_above_zero(options: dict):
    with pytest.raises(OutOfRangeError, match=r"Isi bilangan di atas 0\."):
        achievement(1, 1, "minimize", **options)


def test_infinity_is_not_a_realisation():
    with pytest.raises(OutOfRangeError, match="terhingga"):
        achievement(float("inf"), 80, "maximize")


# --- periods and areas --------------------------------------------------------------------------


def test_counts_are_summed():
    """§4.5: [4, 5, 4, 5] up to Q2 = 9, year = 18."""
    counts = [4, 5, 4, 5]
    assert consolidate(counts, counts, "sum", through=2).realisation == 9
    assert consolidate(counts, counts, "sum").realisation == 18


def test_cumulative_percentages_take_the_last():
    """§4.5: [25, 60, 75, 100] up to Q3 = 75; adding them would give 160."""
    assert consolidate([25, 60, 75, 100], [25, 50, 75, 100], "take_last", through=3).realisation == 75


def test_average_of_periods():
    assert consolidate([90, 80, 100], [90, 90, 90], "average").realisation == 90


def test_only_periods_with_a_target_count():
    pair = consolidate([7, 9, None, 11], [None, 10, None, 10], "sum")
    assert (pair.realisation, pair.target, pair.periods) == (20, 20, (2, 4))


def test_a_missing_realisation_makes_the_result_missing():
    pair = consolidate({"TW I": 5, "TW II": None}, {"TW I": 5, "TW II": 5}, "sum")
    assert (pair.realisation, pair.target, pair.missing) == (None, None, ("TW II",))
    assert consolidate([1], [None], "sum").target is None


def test_consolidate_first_then_score():
    """Pedagogy K405: the mean of quarterly achievements is 93,75 where the year is 100,00."""
    goals, done = [10, 20, 30, 40], [10, 10, 30, 50]
    pair = consolidate(done, goals, "jumlah")
    assert achievement(pair.realisation, pair.target, "maximize") == 100
    each = [achievement(r, t, "maximize") for r, t in zip(done, goals, strict=True)]
    assert sum(each) / 4 == Decimal("93.75")


def test_unknown_period_and_rule_are_named():
    with pytest.raises(UnknownNameError, match="Periode"):
        consolidate([1], [1], "sum", through=3)
    with pytest.raises(UnknownNameError, match=r"average .rata-rata., sum .jumlah., take_last"):
        consolidate([1], [1], "median")


def test_areas_are_pooled_not_averaged():
    """Pedagogy K504: 90/100 and 700/1.000 are 71,82 together; the mean of percentages says 80,00."""
    assert two(pooled_ratio([90, 700], [100, 1000]).value) == Decimal("71.82")


def test_an_area_without_figures_is_left_out_and_counted():
    pooled = pooled_ratio([90, None, 5], [100, 50, None])
    assert (pooled.value, pooled.used, pooled.excluded) == (90, 1, 2)
    assert pooled_ratio([None], [10]).value is None


def test_pooling_refuses_what_cannot_be():
    with pytest.raises(OutOfRangeError):
        pooled_ratio([1, 2], [10])
    with pytest.raises(OutOfRangeError):
        pooled_ratio([-1], [10])


@pytest.mark.parametrize("wrong", [True, [1], object(), 1j])
def test_what_is_no_number_at_all(wrong: object):
    with pytest.raises(NumberFormatError):
        achievement(wrong, 80, "maximize")  # type: ignore[arg-type]


def test_a_scale_of_points_ends_level(tmp_path: Path):
    """A rule's own points that stop before 100: closer than the last point gains nothing more."""
    rule = tmp_path / "titik.toml"
    rule.write_text(
        'id = "titik"\nfamily = "capaian"\ntitle = "Titik"\nregulation = "contoh"\nsource = "contoh uji"\n'
        "verified = false\n[tables.index]\ntitle = 'B'\nsource = 'contoh uji'\nverified = false\nkind = 'assumption'\n"
        "[tables.stabilise]\ntitle = 'S'\nsource = 'contoh uji'\nverified = false\nkind = 'assumption'\n"
        "points = [[0, 0], [90, 100]]\n",
        encoding="utf-8",
    )
    assert achievement(98, 100, "stabilize", rule=rule) == 100


# --- properties ---------------------------------------------------------------------------------

POLARITIES = st.sampled_from(["maximize", "minimize", "stabilize"])


@given(amounts(), amounts(0, 100_000), targets())
def test_more_never_hurts_where_more_is_better(realisation: Decimal, more: Decimal, target: Decimal):
    assert achievement(realisation + more, target, "maximize") >= achievement(realisation, target, "maximize")


@given(amounts(), amounts(0, 100_000), targets() | targets().map(lambda t: -t))
def test_more_never_helps_where_less_is_better(realisation: Decimal, more: Decimal, target: Decimal):
    assert achievement(realisation + more, target, "minimize") <= achievement(realisation, target, "minimize")


@given(amounts(0, 1000), targets())
def test_stabilise_punishes_both_sides_alike(deviation: Decimal, target: Decimal):
    above = achievement(target + deviation, target, "stabilize")
    below = achievement(target - deviation, target, "stabilize")
    assert above == below <= achievement(target, target, "stabilize") == 120


@given(amounts(), amounts().filter(bool), POLARITIES)
def test_meeting_the_target_exactly_is_full_achievement(_: Decimal, target: Decimal, polarity: str):
    assert achievement(target, target, polarity) == (120 if polarity == "stabilize" else 100)


@given(amounts(), amounts(), POLARITIES, st.sampled_from([100, 120]))
def test_a_capped_achievement_stays_between_floor_and_cap(r: Decimal, t: Decimal, polarity: str, cap: int):
    result = achievement(r, t, polarity, cap=cap)
    assert (result is None) == (t == 0)
    assert result is None or 0 <= result <= cap


@given(amounts(0), targets(), targets(), st.sampled_from(["maximize", "minimize", "stabilize"]))
def test_the_unit_of_measurement_does_not_matter(r: Decimal, t: Decimal, scale: Decimal, polarity: str):
    assert achievement(r * scale, t * scale, polarity) == achievement(r, t, polarity)


@given(percentages(), percentages())
def test_a_higher_achievement_never_has_a_worse_category(one: Decimal, other: Decimal):
    low, high = sorted((one, other))
    for rule in (KEMENKEU, "capaian-permendagri-86-2017"):
        assert achievement_category(high, rule).rank <= achievement_category(low, rule).rank


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(500, 5000)), min_size=1, max_size=11))
def test_a_pooled_ratio_lies_between_the_ratios(pairs: list[tuple[int, int]]):
    value = pooled_ratio([a for a, _ in pairs], [b for _, b in pairs]).value
    single = [Decimal(100 * a) / b for a, b in pairs]
    assert min(single) - Decimal("1e-20") <= value <= max(single) + Decimal("1e-20")
