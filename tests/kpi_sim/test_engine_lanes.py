"""What must hold for any service: conservation, order, independence of how the work is cut; lanes against events."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from strategies_engine import systems

from kpi_sim import ServiceSystem, Stage, simulate_days
from kpi_sim.engine.queueing import DayResults, quantile
from kpi_sim.engine.tile import BIN_MINUTES, QueueTooLongError
from kpi_sim.errors import FaultsError, OutOfRangeError, UnknownNameError

COUNTER = ServiceSystem(
    stages=(
        Stage("counter", 2, 5.0, patience_mean=45.0, prepared_factor=0.3),
        Stage("verification", 2, 4.5, service_cv=0.5),
        Stage("signing", 1, 2.0),
    ),
    arrivals=(18, 24, 20, 12, 6, 16, 16, 8),
    prepared_share=0.2,
)
FIELDS = [f.name for f in fields(DayResults) if f.name not in {"system", "seed", "request", "first_block"}]


def same(one: DayResults, other: DayResults) -> bool:
    """Whether two results are equal bit by bit."""
    return all(np.array_equal(getattr(one, n), getattr(other, n), equal_nan=True) for n in FIELDS)


def first(run: DayResults, replications: int) -> DayResults:
    """The first replications of a result."""
    return replace(run, **{name: getattr(run, name)[:replications] for name in FIELDS})


@given(system=systems(), seed=st.integers(0, 2**40))
@settings(max_examples=40, deadline=None)
def test_everyone_who_came_was_served_or_left(system: ServiceSystem, seed: int):
    run = simulate_days(system, days=5, replications=3, seed=seed)
    assert (run.arrived == run.served + run.left).all()
    assert (run.waiting_bins.sum(axis=1) == run.served.sum(axis=1)).all()
    assert (run.sojourn_bins.sum(axis=1) == run.served.sum(axis=1)).all()
    if all(stage.patience_mean is None for stage in system.stages):
        assert not run.left.any()


@given(system=systems(patience=False), seed=st.integers(0, 2**40))
@settings(max_examples=40, deadline=None)
def test_time_inside_is_work_plus_waiting(system: ServiceSystem, seed: int):
    """Without impatience every minute inside is a minute in a queue or of work at a stage."""
    run = simulate_days(system, days=4, replications=2, seed=seed)
    np.testing.assert_allclose(run.waiting, run.waited_by_stage.sum(axis=2), atol=1e-3)
    np.testing.assert_allclose(run.sojourn, run.waiting + run.busy_by_stage.sum(axis=2), atol=1e-3)


# several leave at one moment: who prepared needs no work at the second stage
AT_ONCE = ServiceSystem(
    (
        Stage("s0", 2, 1.0, service_cv=0.5, prepared_factor=0.3),
        Stage("s1", 1, 1.0, service_cv=0.0, prepared_factor=0.0),
        Stage("s2", 1, 1.0, service_cv=0.0, prepared_factor=0.3),
    ),
    (0.0,),
    prepared_share=0.4,
)


@given(system=systems(), seed=st.integers(0, 2**40), initial=st.sampled_from([0, 7]))
@example(system=AT_ONCE, seed=3, initial=7)
@example(
    system=replace(AT_ONCE, stages=AT_ONCE.stages[:2], breaks=((8.0, 8.5), (10.0, 11.0))),
    seed=45642,
    initial=7,
)
@settings(max_examples=30, deadline=None)
def test_lanes_and_event_loop_agree_to_the_tick(system: ServiceSystem, seed: int, initial: int):
    asked = {
        "days": 3,
        "replications": 2,
        "seed": seed,
        "standard": 20.0,
        "respondents": 1,
        "initial": initial,
        "since_call": True,
    }
    assert same(simulate_days(system, **asked), simulate_days(system, by_events=True, **asked))


@given(system=systems(most_stages=1, patience=False), seed=st.integers(0, 2**40))
@settings(max_examples=40, deadline=None)
def test_another_server_never_makes_the_same_people_wait_longer(system: ServiceSystem, seed: int):
    stage = system.stages[0]
    more = replace(system, stages=(replace(stage, servers=stage.servers + 1),))
    few = simulate_days(system, days=4, replications=2, seed=seed)
    many = simulate_days(more, days=4, replications=2, seed=seed)
    assert (few.arrived == many.arrived).all()
    assert (many.waiting <= few.waiting).all()


@given(system=systems(most_stages=1, patience=False), seed=st.integers(0, 2**40), faster=st.floats(0.2, 1))
@settings(max_examples=40, deadline=None)
def test_quicker_service_never_makes_the_same_people_wait_longer(
    system: ServiceSystem, seed: int, faster: float
):
    stage = system.stages[0]
    quick = replace(system, stages=(replace(stage, service_mean=stage.service_mean * faster),))
    slow = simulate_days(system, days=4, replications=2, seed=seed)
    # ticks are whole: one of rounding for each customer before
    assert (simulate_days(quick, days=4, replications=2, seed=seed).waiting <= slow.waiting + 0.1).all()


@given(system=systems(), seed=st.integers(0, 2**40), level=st.floats(1, 2))
@settings(max_examples=30, deadline=None)
def test_more_demand_adds_people_and_takes_nobody_away(system: ServiceSystem, seed: int, level: float):
    busier = replace(system, arrivals=tuple(rate * level for rate in system.arrivals))
    now = simulate_days(system, days=4, replications=2, seed=seed)
    assert (simulate_days(busier, days=4, replications=2, seed=seed).arrived >= now.arrived).all()


def test_nobody_arrives_in_an_hour_without_arrivals():
    system = ServiceSystem((Stage("counter", 3, 2.0),), arrivals=(0, 30, 0, 0, 25, 0))
    log = simulate_days(system, days=8, replications=1, seed=3).event_log()
    moments = log.loc[log["event"] == "arrival", "time"] / 60
    assert set(moments.astype(int)) == {1, 4}
    assert len(moments) > 300


def test_a_service_without_arrivals_has_empty_days():
    run = simulate_days(ServiceSystem((Stage("counter", 1, 5.0),), (0, 0)), days=3, replications=2, seed=1)
    assert not run.arrived.any() and not run.sojourn.any()
    assert np.isnan(quantile(run.sojourn_bins, 0.5)).all()


def test_number_of_people_follows_the_hourly_rates():
    run = simulate_days(COUNTER, days=250, replications=10, seed=11)
    error = np.sqrt(120 / 2500)
    assert abs(run.arrived.mean() - 120) < 4 * error
    assert run.arrived.var() / run.arrived.mean() == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize("lanes", [1, 100, 700, 5000])
def test_how_days_are_cut_into_tiles_changes_nothing(lanes: int):
    asked = {"days": 130, "replications": 7, "seed": 5, "standard": 30.0, "respondents": 2}
    assert same(simulate_days(COUNTER, **asked), simulate_days(COUNTER, lanes=lanes, **asked))


def test_threads_change_nothing():
    asked = {"days": 250, "replications": 20, "seed": 5, "standard": 30.0, "respondents": 2}
    alone = simulate_days(COUNTER, **asked)
    with ThreadPoolExecutor(2) as executor:
        assert same(alone, simulate_days(COUNTER, executor=executor, **asked))


@pytest.mark.parametrize("patience_later", [None, 30.0])
def test_sums_alone_are_the_same_sums(patience_later: float | None):
    first, second, third = COUNTER.stages
    system = replace(COUNTER, stages=(first, replace(second, patience_mean=patience_later), third))
    asked = {"days": 40, "replications": 6, "seed": 5}
    whole, sums = (simulate_days(system, **asked, distributions=d) for d in (True, False))
    for name in FIELDS:
        if not name.endswith("_bins"):
            assert np.array_equal(getattr(whole, name), getattr(sums, name), equal_nan=True), name


def test_asking_for_more_replications_leaves_the_first_as_they_were():
    few = simulate_days(COUNTER, days=70, replications=3, seed=5, respondents=2)
    many = simulate_days(COUNTER, days=70, replications=12, seed=5, respondents=2)
    assert same(few, first(many, 3))


def test_a_run_continues_where_it_stopped():
    whole = simulate_days(COUNTER, days=70, replications=10, seed=5)
    rest = simulate_days(COUNTER, days=70, replications=5, seed=5, first_block=1)
    assert np.array_equal(whole.sojourn[5:], rest.sojourn)


def test_asking_for_more_days_leaves_the_first_as_they_were():
    short = simulate_days(COUNTER, days=40, replications=2, seed=5)
    long = simulate_days(COUNTER, days=200, replications=2, seed=5)
    assert np.array_equal(short.sojourn, long.sojourn[:, :40])


def test_another_seed_gives_other_days():
    one, other = (simulate_days(COUNTER, days=40, replications=2, seed=s) for s in (5, 6))
    assert not np.array_equal(one.arrived, other.arrived)


def test_people_at_the_door_are_there_at_opening():
    system = ServiceSystem((Stage("counter", 1, 3.0, service_cv=0),), (0.0, 6.0))
    log = simulate_days(system, days=1, replications=1, seed=2, initial=4).event_log()
    assert (log.loc[log["event"] == "arrival", "time"] == 0).sum() == 4
    starts = log.loc[log["event"] == "counter", "time"].head(4)
    assert starts.tolist() == pytest.approx([0, 3, 6, 9])


def test_nobody_is_started_in_a_break():
    system = replace(COUNTER, breaks=((12.0, 13.0),))
    log = simulate_days(system, days=20, replications=1, seed=2).event_log()
    starts = log.loc[log["event_type"] == "resource_use", "time"]
    assert not starts.between(240, 300, inclusive="left").any()
    assert (starts == 300).any()


def test_window_counts_only_people_who_arrive_in_it():
    whole = simulate_days(COUNTER, days=30, replications=2, seed=2, since_call=True)
    parts = [
        simulate_days(COUNTER, days=30, replications=2, seed=2, observe=w, since_call=True)
        for w in ((8, 10.5), (10.5, 16))
    ]
    counted = ("waiting_bins", "sojourn_bins", "called_waiting_bins", "called_sojourn_bins")
    for name in ("arrived", "served", "sojourn", "waiting", *counted):
        np.testing.assert_allclose(sum(getattr(part, name) for part in parts), getattr(whole, name))


def test_event_log_tells_the_same_story_as_the_sums():
    run = simulate_days(COUNTER, days=70, replications=7, seed=9)
    log = run.event_log(7, days=[3, 66])
    for day in (3, 66):
        events = log[log["day"] == day]
        assert (events["event"] == "arrival").sum() == run.arrived[6, day - 1]
        gone = events[events["event"] == "depart"].set_index("entity_id")["time"]
        came = events[events["event"] == "arrival"].set_index("entity_id")["time"]
        served = events.loc[events["event"] == "signing_end", "entity_id"]
        assert (gone - came)[served].sum() == pytest.approx(run.sojourn[6, day - 1])
    assert set(log["replication"]) == {7}
    assert set(log["event_type"]) == {"arrival_departure", "queue", "resource_use", "resource_use_end"}


def test_quantiles_are_those_of_the_single_times():
    run = simulate_days(COUNTER, days=60, replications=1, seed=4)
    log = run.event_log()
    gone = log[log["event"] == "depart"].set_index("entity_id")["time"]
    came = log[log["event"] == "arrival"].set_index("entity_id")["time"]
    times = (gone - came)[log.loc[log["event"] == "signing_end", "entity_id"]]
    for share in (0.1, 0.5, 0.9):
        assert quantile(run.sojourn_bins, share)[0] == pytest.approx(times.quantile(share), abs=BIN_MINUTES)


def test_time_since_the_first_call_is_that_of_the_event_log():
    run = simulate_days(COUNTER, days=30, replications=1, seed=4, since_call=True)
    log = run.event_log()
    called = log[(log["event"] == "counter") & (log["event_type"] == "resource_use")]
    ended = log[log["event"] == "signing_end"].set_index(["day", "entity_id"])["time"]
    times = ended - called.set_index(["day", "entity_id"])["time"][ended.index]
    assert run.called_sojourn_bins.sum() == len(times) == run.served.sum()
    for share in (0.1, 0.5, 0.9):
        assert quantile(run.called_sojourn_bins, share)[0] == pytest.approx(
            times.quantile(share), abs=BIN_MINUTES
        )
    # what is waited after the first call is waited at the later stages
    middles = np.append(0, (np.arange(run.called_waiting_bins.shape[1] - 1) + 0.5) * BIN_MINUTES)
    later = run.waited_by_stage[:, :, 1:].sum() / run.served.sum()
    assert run.called_waiting_bins[0] @ middles / run.served.sum() == pytest.approx(later, abs=0.1)


def test_counting_since_the_call_changes_nothing_else():
    plain = simulate_days(COUNTER, days=10, replications=2, seed=5, standard=30.0, respondents=1)
    more = simulate_days(
        COUNTER, days=10, replications=2, seed=5, standard=30.0, respondents=1, since_call=True
    )
    for name in set(FIELDS) - {"called_waiting_bins", "called_sojourn_bins"}:
        np.testing.assert_array_equal(getattr(plain, name), getattr(more, name))
    assert plain.called_sojourn_bins.shape == (2, 0)


def test_urgent_people_wait_less_and_others_longer():
    """Priority changes who waits, not how much is waited in all (equal service law, nobody leaves)."""
    plain = ServiceSystem((Stage("counter", 1, 4.0, service_cv=0),), (14, 14))
    urgent = replace(plain, priority_share=0.3)
    asked = {"days": 60, "replications": 2, "seed": 8}
    first, then = simulate_days(plain, **asked), simulate_days(urgent, **asked)
    np.testing.assert_allclose(first.waiting, then.waiting, atol=1e-3)
    assert not np.array_equal(first.waiting_bins, then.waiting_bins)


def test_rework_multiplies_the_visits():
    """With a share r sent back, a customer is worked on 1/(1-r) times on average."""
    system = ServiceSystem((Stage("check", 4, 3.0, rework_share=0.25),), (15, 15))
    run = simulate_days(system, days=250, replications=5, seed=8)
    mean = run.busy_by_stage.sum(axis=(1, 2)) / run.served.sum(axis=1)
    error = mean.std(ddof=1) / np.sqrt(5)
    assert abs(mean.mean() - 3.0 / 0.75) < 4 * error


def test_shared_staff_work_at_one_place_at_a_time():
    stages = (Stage("a", 2, 4.0, staff="team"), Stage("b", 2, 3.0, staff="team"))
    log = simulate_days(ServiceSystem(stages, (14, 14)), days=3, replications=1, seed=8).event_log()
    for _, day in log.groupby("day"):
        change = day["event_type"].map({"resource_use": 1, "resource_use_end": -1}).fillna(0)
        order = day.assign(change=change).sort_values(["time", "change"])
        assert order["change"].cumsum().max() == 2


def test_a_queue_that_never_ends_is_told():
    system = ServiceSystem((Stage("counter", 1, 1440.0),), (400, 400))
    with pytest.raises(QueueTooLongError) as caught:
        simulate_days(system, days=1, replications=1, seed=1)
    assert "Antrean tidak pernah habis" in caught.value.sentence()


def test_faults_of_a_stage_are_told_together():
    with pytest.raises(FaultsError) as caught:
        Stage("loket", 0, -1.0, patience_mean=0.0)
    assert caught.value.total == 3
    assert "Jumlah petugas loket bernilai 0, di luar yang mungkin." in caught.value.sentence()


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: ServiceSystem((), (1,)), OutOfRangeError),
        (lambda: ServiceSystem((Stage("a", 1, 1.0),), (-1,)), OutOfRangeError),
        (lambda: ServiceSystem((Stage("a", 1, 1.0),), (float("nan"),)), OutOfRangeError),
        (lambda: ServiceSystem((Stage("a", 1, 1.0),), (2000, 2000)), OutOfRangeError),
        (lambda: ServiceSystem((Stage("a", 1, 1.0),), (1,), prepared_share=1.2), OutOfRangeError),
        (lambda: ServiceSystem((Stage("a", 1, 1.0),), (1,), breaks=((12, 11),)), OutOfRangeError),
        (lambda: ServiceSystem((Stage("a", 1, 1.0), Stage("a", 1, 1.0)), (1,)), OutOfRangeError),
        (lambda: ServiceSystem((Stage("a", 1, 1.0, rework_to="b"),), (1,)), UnknownNameError),
        (
            lambda: ServiceSystem((Stage("a", 1, 1.0, staff="t"), Stage("b", 2, 1.0, staff="t")), (1,)),
            OutOfRangeError,
        ),
        (lambda: simulate_days(COUNTER, days=0, replications=1, seed=1), OutOfRangeError),
        (lambda: simulate_days(COUNTER, days=1, replications=1, seed=-1), OutOfRangeError),
        (lambda: simulate_days(COUNTER, days=1, replications=1, seed=1, initial=-1), OutOfRangeError),
        (lambda: simulate_days(COUNTER, days=1, replications=1, seed=1).event_log(2), OutOfRangeError),
    ],
)
def test_impossible_services_are_refused(make, error):
    with pytest.raises(error):
        make()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (
            {"respondents": -2},
            "Responden sehari bernilai -2, di luar yang mungkin. Isi bilangan bulat dari 0 sampai 1000.",
        ),
        (
            {"standard": -5.0},
            "Standar pelayanan (menit) bernilai −5, di luar yang mungkin. Isi bilangan di atas nol.",
        ),
        (
            {"observe": (12.5, 9.0)},
            "Jam pengamatan bernilai 12,5–9, di luar yang mungkin. Isi jam mulai yang lebih awal daripada jam selesai.",
        ),
    ],
)
def test_impossible_observations_are_told(asked: dict, told: str):
    with pytest.raises(OutOfRangeError) as caught:
        simulate_days(COUNTER, days=1, replications=1, seed=1, **asked)
    assert caught.value.sentence() == told
