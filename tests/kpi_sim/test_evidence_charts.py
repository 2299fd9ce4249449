"""Process charts and the rules that read them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_sim import (
    cusum,
    cusum_arl,
    laney_p,
    laney_u,
    list_chart_rules,
    load_chart_rules,
    shewhart_arl,
    signals,
    xmr,
)
from kpi_sim.errors import EmptyDataError, OutOfRangeError, RuleFileError, UnknownNameError

ROWS = st.lists(st.floats(-1e4, 1e4).map(lambda x: round(x, 3)), min_size=3, max_size=40)
FLAT = [50, 52, 48, 51, 49, 50, 52, 48, 51, 49, 51, 49, 51, 49]  # mean 50, no signal of any rule


def _found(values, rules: str, **options) -> list[tuple[str, tuple[int, ...]]]:
    return [(s.rule, s.points) for s in signals(values, rules=rules, **options)]


@given(ROWS, st.floats(-100, 100), st.floats(0.1, 10))
def test_limits_move_and_stretch_with_the_values(values: list[float], shift: float, scale: float):
    here, there = xmr(values), xmr([shift + scale * x for x in values])
    assert there.upper == pytest.approx(shift + scale * here.upper, abs=1e-6, rel=1e-9)
    assert there.lower == pytest.approx(shift + scale * here.lower, abs=1e-6, rel=1e-9)


@given(ROWS)
def test_reversed_time_keeps_the_limits(values: list[float]):
    assert xmr(values[::-1]).upper[0] == pytest.approx(xmr(values).upper[0], abs=1e-6)


def test_baseline_alone_sets_the_limits():
    chart = xmr([*FLAT, 90, 91, 92], baseline=len(FLAT))
    assert chart.upper[0] == pytest.approx(xmr(FLAT).upper[0])
    assert chart.baseline == len(FLAT)


def test_screening_drops_one_wild_range_and_narrows_the_limits():
    values = [10, 11, 10, 11, 10, 11, 10, 40, 10, 11, 10, 11, 10, 11, 10, 11, 10]
    plain, screened = xmr(values), xmr(values, screen=True)
    assert plain.mr_bar == pytest.approx((14 + 60) / 16)
    assert screened.mr_bar == pytest.approx(1.0)


def test_pure_chance_gives_laney_the_limits_of_a_plain_p_chart():
    rng = np.random.default_rng(np.random.SeedSequence(7))
    totals = rng.integers(300, 900, 500)
    chart = laney_p(rng.binomial(totals, 0.2), totals)
    assert chart.sigma_z == pytest.approx(1.0, abs=0.1)
    plain = 3 * np.sqrt(chart.centre * (1 - chart.centre) / totals)
    assert chart.upper - chart.centre == pytest.approx(plain, rel=0.1)


def test_spread_beyond_chance_widens_laney_u():
    rng = np.random.default_rng(np.random.SeedSequence(7))
    births = np.full(300, 5000.0)
    quiet = laney_u(rng.poisson(births * 0.01), births)
    uneasy = laney_u(rng.poisson(births * 0.01 * rng.gamma(25, 1 / 25, 300)), births)
    assert quiet.sigma_z == pytest.approx(1.0, abs=0.15)
    assert uneasy.sigma_z > 1.5


def test_shares_never_leave_zero_to_one():
    chart = laney_p([9, 10, 8, 10, 9, 7], [10] * 6)
    assert chart.upper.max() <= 1
    assert chart.lower.min() >= 0


def test_cusum_finds_a_small_lasting_shift_that_no_single_point_shows():
    rng = np.random.default_rng(np.random.SeedSequence(3))
    values = rng.normal(0, 1, 80)
    values[40:] += 1
    assert np.abs(values).max() < 3.6
    found = cusum(values, target=0, k=0.5, h=5)
    assert found.first is not None
    assert 41 <= found.first <= 65


def test_cusum_in_sigmas_and_in_units_agree():
    values = [3.0, 9.0, 4.0, 12.0, 13.0, 12.5]
    scaled, plain = cusum(values, target=5, k=0.5, h=3, sigma=2), cusum(values, target=5, k=1.0, h=6)
    assert scaled.high.tolist() == plain.high.tolist()
    assert scaled.first == plain.first


@pytest.mark.parametrize("shift", [0.0, 0.5, 1.5])
def test_run_length_of_cusum_agrees_with_simulation(shift: float):
    rng = np.random.default_rng(np.random.SeedSequence(12))
    high, low = np.zeros(4000), np.zeros(4000)
    length, running = np.zeros(4000), np.ones(4000, dtype=bool)
    for _ in range(3000):
        x = rng.normal(shift, 1, 4000)
        high, low = np.maximum(0, high + x - 0.5), np.maximum(0, low - x - 0.5)
        length += running
        running &= (high <= 3) & (low <= 3)
        if not running.any():
            break
    error = length.std() / np.sqrt(4000)
    assert cusum_arl(0.5, 3, shift) == pytest.approx(length.mean(), abs=4 * error)


@given(st.floats(0, 3), st.floats(2, 4))
def test_a_shift_is_found_sooner_than_none(shift: float, limit: float):
    assert shewhart_arl(limit, shift) <= shewhart_arl(limit) + 1e-9
    assert shewhart_arl(limit, -shift) == pytest.approx(shewhart_arl(limit, shift))


# ---- rules ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rules", [rule_set.id for rule_set in list_chart_rules()])
def test_every_rule_set_is_quiet_on_a_quiet_process(rules: str):
    assert _found(FLAT, rules) == []


@pytest.mark.parametrize("rules", [rule_set.id for rule_set in list_chart_rules()])
def test_every_rule_set_sees_one_point_far_out(rules: str):
    chart = xmr([*FLAT, 90], baseline=len(FLAT))
    assert ("outside", (len(FLAT),)) in _found(chart, rules)


@given(ROWS)
def test_signals_do_not_depend_on_the_unit(values: list[float]):
    for rule_set in list_chart_rules():
        scaled = _found([2 * x for x in values], rule_set.id)
        assert scaled == _found(values, rule_set.id)


def _chart(z: list[float]):
    """A chart whose points lie at these distances from the centre: limits from a long quiet time before."""
    quiet = [1.0, -1.0] * 30
    sigma = xmr(quiet).sigma[0]
    return xmr([*quiet, *(sigma * np.array(z))], baseline=60), 60


def test_seven_points_on_one_side_are_a_shift_and_six_are_not():
    chart, start = _chart([0.6, 0.5, 0.7, 0.4, 0.6, 0.5])
    # the quiet time ends below the centre, so that six is the whole run
    assert "shift" not in [rule for rule, _ in _found(chart, "nhs-2023")]
    chart, start = _chart([0.6, 0.5, 0.7, 0.4, 0.6, 0.5, 0.3])
    assert ("shift", tuple(range(start, start + 7))) in _found(chart, "nhs-2023")


def test_a_point_on_the_centre_ends_a_run():
    chart, _ = _chart([0.6, 0.5, 0.7, 0.0, 0.6, 0.5, 0.3, 0.4])
    assert "shift" not in [rule for rule, _ in _found(chart, "nhs-2023")]


@pytest.mark.parametrize("value", [0.7, 1.1, 33.3, 86.4])
@pytest.mark.parametrize("rules", ["nhs-2023", "western-electric-1956", "anhoej-2014"])
def test_a_figure_that_never_moves_says_nothing(value: float, rules: str):
    """The mean of twelve times 86,4 is not 86,4 to the last bit; that alone must not be a signal."""
    assert _found([value] * 12, rules) == []
    assert _found(laney_p([1, 3, 7, 9, 11, 13, 17, 19], [10, 30, 70, 90, 110, 130, 170, 190]), rules) == []


def test_the_first_true_move_after_a_still_baseline_is_seen():
    assert _found(xmr([86.4] * 12 + [86.5], baseline=12), "nhs-2023")[0] == ("outside", (12,))


def test_two_points_near_the_limits_on_opposite_sides_say_nothing():
    """Fault that the English tool once had: both points count only on one side of the mean."""
    chart, _ = _chart([2.5, 0.3, -2.5])
    assert "two-of-three" not in [rule for rule, _ in _found(chart, "nhs-2023")]


def test_third_point_on_the_other_side_spoils_two_of_three_in_the_english_rules_but_not_in_nelson():
    chart, start = _chart([2.5, -0.5, 2.4])
    assert "two-of-three" not in [rule for rule, _ in _found(chart, "nhs-2023")]
    assert ("two-of-three", (start, start + 2)) in _found(chart, "nelson-1984")


def test_a_point_beyond_the_limit_counts_for_two_of_three_since_2023_only():
    chart, start = _chart([3.4, 2.4, 0.5])
    assert ("two-of-three", (start, start + 1)) in _found(chart, "nhs-2023")
    assert "two-of-three" not in [rule for rule, _ in _found(chart, "nhs-2019")]


def test_trend_counts_points_and_a_tie_ends_it():
    steps = [-0.9, -0.6, -0.3, 0.1, 0.4, 0.7]
    chart, start = _chart(steps)
    rising = [points for rule, points in _found(chart, "nelson-1984") if rule == "trend"]
    assert rising == [tuple(range(start, start + 6))]
    tied, _ = _chart([-0.9, -0.6, -0.3, -0.3, 0.4, 0.7])
    assert "trend" not in [rule for rule, _ in _found(tied, "nelson-1984")]


def test_nelson_sees_sawtooth_hugging_and_avoiding():
    sawtooth, _ = _chart([0.2, -0.2] * 8)
    names = [rule for rule, _ in _found(sawtooth, "nelson-1984")]
    assert {"alternating", "hugging"} <= set(names)
    avoiding, start = _chart([1.5, -1.5, -1.4, 1.6, 1.2, -1.8, 1.3, -1.4])
    assert ("avoiding", tuple(range(start, start + 8))) in _found(avoiding, "nelson-1984")


def test_few_crossings_and_long_run_of_a_process_that_moved_once():
    values = [10 + 0.1 * (i % 3) for i in range(15)] + [14 + 0.1 * (i % 3) for i in range(15)]
    names = [rule for rule, _ in _found(values, "anhoej-2014")]
    assert names.count("long-run") == 2
    assert "few-crossings" in names


def test_polarity_tells_improvement_from_concern():
    chart = xmr([*FLAT, 90], baseline=len(FLAT))
    assert [s.meaning for s in signals(chart, polarity="maximize")] == ["improvement"]
    assert [s.meaning for s in signals(chart, polarity="minimize")] == ["concern"]
    assert [s.meaning for s in signals(chart)] == ["change"]


def test_false_signals_of_the_three_sigma_rule_come_as_often_as_theory_says():
    """Long normal noise, limits known: one point in 370."""
    rng = np.random.default_rng(np.random.SeedSequence(2))
    values = rng.normal(0, 1, 60_000)
    chart = xmr(values)
    beyond = np.mean((chart.values > chart.upper) | (chart.values < chart.lower))
    assert 1 / beyond == pytest.approx(shewhart_arl(3), rel=0.2)


def test_rule_sets_are_versioned_and_sourced():
    for rule_set in list_chart_rules():
        assert rule_set.source
        assert rule_set.valid_from
        assert load_chart_rules(rule_set.id) == rule_set


def test_own_rule_file_is_read(tmp_path: Path):
    file = tmp_path / "dinas.toml"
    file.write_text(
        'format = 1\nid = "dinas"\ntitle = "Aturan dinas"\nsource = "rapat"\nverified = true\n'
        '[[rules]]\nid = "lima"\nlabel = "Lima titik di satu sisi"\nkind = "run"\ncount = 5\n',
        encoding="utf-8",
    )
    chart, start = _chart([0.6, 0.5, 0.7, 0.4, 0.6])
    assert _found(chart, str(file)) == [("lima", tuple(range(start, start + 5)))]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("id = ", "bukan TOML yang sah, ada yang belum ditutup"),
        ("format = 9\n", "formatnya versi 9"),
        ('format = 1\nid = "x"\n', "bagian yang belum ada: title, source, verified, [[rules]]"),
        (
            'format = 1\nid = "x"\ntitle = "x"\nsource = "x"\nverified = true\n[[rules]]\nkind = "sihir"\n',
            'jenis aturan ke-1 "sihir" tidak dikenal',
        ),
        (
            'format = 1\nid = "x"\ntitle = "x"\nsource = "x"\nverified = true\n[[rules]]\nkind = "run"\ncount = 0\n',
            'aturan ke-1 memerlukan "count" di atas nol',
        ),
    ],
)
def test_wrong_rule_files_are_told(tmp_path: Path, content: str, said: str):
    file = tmp_path / "x.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(RuleFileError) as caught:
        load_chart_rules(file)
    assert said in str(caught.value)
    assert "Berkas x.toml." in str(caught.value)


def test_wrong_rows_are_told():
    with pytest.raises(EmptyDataError, match="sedikitnya 3 titik"):
        xmr([1, 2])
    with pytest.raises(OutOfRangeError, match="lebih besar daripada penyebut"):
        laney_p([1, 2, 9], [5, 5, 5])
    with pytest.raises(EmptyDataError, match="0 % atau 100 %"):
        laney_p([5, 5, 5], [5, 5, 5])
    with pytest.raises(UnknownNameError, match="nhs-2023"):
        signals(FLAT, rules="nhs-2032")
    with pytest.raises(OutOfRangeError, match="dari 3 sampai 14"):
        xmr(FLAT, baseline=99)
