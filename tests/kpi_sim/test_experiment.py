"""Replications, paired comparison, precision and designs."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from kpi_sim import compare, design, load_scenario, replicate, replications_needed, until_precision
from kpi_sim.errors import FaultsError, OutOfRangeError, UnknownNameError
from kpi_sim.experiment.intervals import interval
from kpi_sim.experiment.precision import first_precise, half_widths
from kpi_sim.experiment.running import forget

# a small office, so that these tests are about the experiment
BASE = load_scenario("services").replace({"working_days": 30}, label="sekarang")
MORE = BASE.replace({"stage.counter.servers": 3}, label="tiga loket")


def equal(one, other) -> bool:
    """Whether two results are equal bit by bit."""
    bins = all(np.array_equal(one.bins[n].counts, other.bins[n].counts) for n in one.bins)
    return bins and all(
        np.array_equal(getattr(one, n), getattr(other, n), equal_nan=True) for n in ("true", "reported")
    )


def fresh(*args, **kwargs):
    """Replicate without what is remembered."""
    forget()
    return replicate(*args, **kwargs)


# ---- the same wherever it is worked --------------------------------------------------------------------------------


def test_threads_processes_and_memory_give_the_same_bits():
    alone = fresh([BASE, MORE], replications=25, seed=3)
    assert equal(alone, replicate([BASE, MORE], replications=25, seed=3))  # remembered
    with ThreadPoolExecutor(2) as executor:
        assert equal(alone, fresh([BASE, MORE], replications=25, seed=3, executor=executor))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        assert equal(alone, fresh([BASE, MORE], replications=25, seed=3, executor=executor))


def test_dask_gives_the_same_bits():
    distributed = pytest.importorskip("distributed", reason="extra lab-iku[cluster] is not installed")
    alone = fresh([BASE, MORE], replications=15, seed=3)
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        assert equal(alone, fresh([BASE, MORE], replications=15, seed=3, executor=client.get_executor()))


def test_asking_for_more_leaves_the_first_replications_as_they_were():
    few, many = fresh(BASE, replications=7, seed=3), fresh(BASE, replications=33, seed=3)
    assert equal(few, many.first(7))


def test_a_scenario_meets_the_same_chance_alone_and_in_company():
    alone, together = fresh(MORE, replications=6, seed=3), fresh([BASE, MORE], replications=6, seed=3)
    assert np.array_equal(alone.true[0], together.true[1], equal_nan=True)


def test_pairing_saves_replications():
    """Common random numbers: the difference varies far less than that of independent runs."""
    quicker = BASE.replace({"stage.counter.service_mean": 4.75})
    paired = replicate([BASE, quicker], replications=60, seed=3).metric("waiting_time_mean")
    other = replicate(quicker, replications=60, seed=4).metric("waiting_time_mean")
    independent = (other[0] - paired[0]).var(ddof=1)
    assert independent > 5 * (paired[1] - paired[0]).var(ddof=1)


# ---- tables ------------------------------------------------------------------------------------------------------


def test_tidy_table_has_one_row_per_value():
    results = replicate([BASE, MORE], replications=4, seed=3)
    frame = results.to_frame()
    assert list(frame.columns) == [
        "scenario",
        "replication",
        "period",
        "area",
        "indicator",
        "unit",
        "true_value",
        "reported_value",
    ]
    assert len(frame) == 2 * 4 * len(results.model.measures)
    picked = frame.query("scenario == 'tiga loket' and indicator == 'waiting_time_p90'")
    assert picked["true_value"].tolist() == results.metric("waiting_time_p90")[1].tolist()
    assert picked["replication"].tolist() == [1, 2, 3, 4] and set(picked["unit"]) == {"menit"}


def test_summary_is_the_t_interval_of_the_replications():
    results = replicate(BASE, replications=12, seed=3)
    row = results.summary(level=0.9).set_index("indicator").loc["completion_time_mean"]
    values = results.metric("completion_time_mean")[0]
    low, high = stats.t.interval(0.9, 11, loc=values.mean(), scale=stats.sem(values))
    assert (row["mean"], row["low"], row["high"]) == pytest.approx((values.mean(), low, high))
    assert row["replications"] == 12


def test_two_scenarios_of_one_name_stay_apart():
    results = replicate([BASE, BASE, MORE], replications=2, seed=3)
    assert results.names == ("sekarang", "sekarang #2", "tiga loket")


def test_provenance_says_what_a_result_came_from():
    provenance = replicate([BASE, MORE], replications=4, seed=3).provenance
    assert provenance["scenarios"] == {"sekarang": BASE.hash, "tiga loket": MORE.hash}
    assert (provenance["seed"], provenance["replications"]) == (3, 4)
    assert provenance["versions"]["numpy"] == np.__version__


# ---- comparison ----------------------------------------------------------------------------------------------------


def test_comparison_is_the_paired_t_interval():
    results = replicate([BASE, MORE], replications=15, seed=3)
    (found,) = compare(results, "abandonment_rate", baseline=BASE, level=0.99)
    now, then = results.metric("abandonment_rate")
    test = stats.ttest_rel(then, now).confidence_interval(0.99)
    assert (found.low, found.high) == pytest.approx((test.low, test.high))
    assert found.difference == pytest.approx((then - now).mean())
    assert (found.scenario, found.baseline, found.replications) == ("tiga loket", "sekarang", 15)
    assert found.conclusive


def test_the_baseline_may_be_named_or_given_or_left_out():
    results = replicate([BASE, MORE], replications=5, seed=3)
    (one,) = compare(results, "served_per_day", baseline="tiga loket")
    (other,) = compare(results, "served_per_day", baseline=MORE)
    (first,) = compare(results, "served_per_day")
    assert one == other and one.difference == pytest.approx(-first.difference)


@pytest.mark.parametrize(
    ("call", "part"),
    [
        (lambda r: compare(r, "wating_time_mean"), 'Maksud Anda "waiting_time_mean"?'),
        (lambda r: compare(r, "served_per_day", baseline="besok"), 'Skenario pembanding "besok" tidak ada.'),
        (lambda r: r.metric("served_per_day", area="Bungo"), 'Wilayah "Bungo" tidak ada.'),
        (lambda r: r.metric("served_per_day", period="2030"), 'Periode "2030" tidak ada.'),
        (lambda r: r.histogram("waiting"), 'Sebaran "waiting" tidak ada.'),
    ],
)
def test_a_wrong_name_is_told(call, part: str):
    results = replicate([BASE, MORE], replications=2, seed=3)
    with pytest.raises(UnknownNameError) as caught:
        call(results)
    assert part in caught.value.sentence()


@pytest.mark.parametrize(
    "arguments",
    [
        {"scenarios": BASE, "replications": 0, "seed": 1},
        {"scenarios": BASE, "replications": 2.5, "seed": 1},
        {"scenarios": BASE, "replications": 2, "seed": -1},
        {"scenarios": [], "replications": 2, "seed": 1},
    ],
)
def test_impossible_experiments_are_refused(arguments):
    scenarios = arguments.pop("scenarios")
    with pytest.raises(OutOfRangeError):
        replicate(scenarios, **arguments)


# ---- intervals and precision -----------------------------------------------------------------------------------------


def test_ten_delays_of_law():
    """Law's ten average delays in the bank: 2,03 with half width 0,32 at 90 %."""
    variance, mean, n = 0.31, 2.03, 10
    spread = np.sqrt(variance * (n - 1) / n)  # ten values with this mean and variance
    values = mean + spread * np.tile([1.0, -1.0], n // 2)
    found, low, high, _ = interval(values[None], 0.9)
    assert found[0] == pytest.approx(2.03)
    assert (high[0] - low[0]) / 2 == pytest.approx(0.32, abs=0.005)


def test_law_needs_sixteen_replications_for_an_absolute_and_twenty_seven_for_a_relative_error():
    assert replications_needed(2.03, 0.31, absolute=0.25, level=0.90) == 16
    assert replications_needed(2.03, 0.31, relative=0.10, level=0.90) == 27


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40))
def test_running_half_widths_are_those_of_each_beginning(values: list[float]):
    half, mean = half_widths(np.array(values), 0.95)
    for n in (2, len(values)):
        part = np.array(values[:n])
        expected = stats.t.ppf(0.975, n - 1) * part.std(ddof=1) / np.sqrt(n)
        assert half[n - 1] == pytest.approx(expected, rel=1e-5, abs=1e-6 * (1 + np.abs(part).max()))
        assert mean[n - 1] == pytest.approx(part.mean(), rel=1e-9, abs=1e-6)


def test_precision_must_last_for_the_look_ahead():
    half = np.array([9, 9, 0.5, 0.5, 2, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9])
    assert first_precise(half, 1.0, look_ahead=0) == 3
    assert first_precise(half, 1.0, look_ahead=1) == 3
    assert first_precise(half, 1.0, look_ahead=2) == 6
    assert first_precise(half, 1.0, look_ahead=5) == 6
    assert first_precise(half, 1.0, look_ahead=6) is None


def test_look_ahead_grows_beyond_a_hundred_replications():
    half = np.concatenate([np.full(199, 2.0), np.full(10, 0.5)])
    assert first_precise(half, 1.0, look_ahead=5) is None  # 200 needs ten more
    assert first_precise(np.append(half, 0.5), 1.0, look_ahead=5) == 200


def test_run_stops_at_the_first_precise_number_whatever_the_rounds():
    found = until_precision(BASE, metric="waiting_time_mean", relative=0.05, seed=3)
    values = replicate(BASE, replications=found.replications + 60, seed=3).metric("waiting_time_mean")[0]
    half, mean = half_widths(values, 0.95)
    assert found.reached and found.replications == first_precise(half / mean, 0.05, 5)
    assert found.results.replications == found.replications
    assert found.half_width <= 0.05 * found.mean


def test_a_limit_stops_the_run_and_says_so():
    found = until_precision(BASE, metric="waiting_time_mean", absolute=0.001, seed=3, max_replications=23)
    assert not found.reached and found.replications == 23 and found.half_width > 0.001


def test_a_metric_without_spread_is_precise_at_once():
    steady = BASE.replace({"arrival_profile": [0] * 8})
    assert until_precision(steady, metric="customers_per_day", absolute=1.0, seed=3).replications == 3


@pytest.mark.parametrize(
    "target", [{}, {"relative": 0.1, "absolute": 1}, {"relative": 0}, {"absolute": float("nan")}]
)
def test_one_target_is_needed(target):
    with pytest.raises(OutOfRangeError):
        until_precision(BASE, metric="waiting_time_mean", **target)


# ---- designs -------------------------------------------------------------------------------------------------------


def test_grid_has_every_combination():
    scenarios = design(BASE, {"stage.counter.servers": [2, 3], "online_share": [0.0, 0.2, 0.4]})
    assert [(s["stage.counter.servers"], s["online_share"]) for s in scenarios] == [
        (2, 0.0),
        (2, 0.2),
        (2, 0.4),
        (3, 0.0),
        (3, 0.2),
        (3, 0.4),
    ]


def test_latin_hypercube_has_one_point_in_every_slice():
    asked = {"online_share": [0.2, 0.6], "stage.counter.servers": [1, 5]}
    scenarios = design(BASE, asked, kind="latin_hypercube", points=20, seed=4)
    slices = sorted(int((s["online_share"] - 0.2) / 0.4 * 20) for s in scenarios)
    assert slices == list(range(20))
    assert sorted(s["stage.counter.servers"] for s in scenarios) == [n for n in range(1, 6) for _ in range(4)]
    again = design(BASE, asked, kind="latin_hypercube", points=20, seed=4)
    assert [s.hash for s in again] == [s.hash for s in scenarios]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"choices": {"online_shares": [0.1]}}, UnknownNameError),
        ({"choices": {"online_share": [2.0]}}, OutOfRangeError),
        ({"choices": {"online_share": [2.0], "arrival_level": [99]}}, FaultsError),
        ({"choices": {"online_share": []}}, OutOfRangeError),
        ({"choices": {}}, OutOfRangeError),
        ({"choices": {"online_share": [0.1]}, "kind": "sobol"}, UnknownNameError),
        ({"choices": {"online_share": [0.5, 0.1]}, "kind": "latin_hypercube", "points": 5}, OutOfRangeError),
        ({"choices": {"online_share": [0.1, 0.5]}, "kind": "latin_hypercube"}, OutOfRangeError),
        ({"choices": {"online_share": np.linspace(0, 1, 20_000)}}, OutOfRangeError),
    ],
)
def test_impossible_designs_are_refused(arguments, error):
    with pytest.raises(error):
        design(BASE, **arguments)
