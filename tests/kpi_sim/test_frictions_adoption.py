"""How a new system spreads: against Mesa, the Bass curve, networkx; and what must hold for any office."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_sim import bass, simulate_adoption
from kpi_sim.errors import OutOfRangeError
from kpi_sim.frictions.adoption import Strengths
from kpi_sim.frictions.network import small_world

SHARES = st.floats(0, 1)
LEVERS = st.fixed_dictionaries(
    dict.fromkeys(("champions", "socialisation", "usability", "leadership", "reluctant", "reluctance", "rewiring"), SHARES)
)  # fmt: skip


def _mesa_office(
    staff: int, weeks: int, seed: int, *, reluctant: float, reluctance: float, usability: float
) -> list[float]:
    """The law of the module, written as agents who toss a coin every week; networkx draws the network."""
    import mesa
    import networkx as nx

    strengths = Strengths()

    class Person(mesa.Agent):
        def __init__(self, model, unwilling: bool):
            super().__init__(model)
            self.will = 1 - reluctance if unwilling else 1.0
            self.using = self.attended = False
            self.colleagues: list[Person] = []

        def meet(self):
            self.attended |= self.random.random() < 1 - math.exp(-0.5 * strengths.attendance)

        def decide(self):
            around = sum(other.using for other in self.colleagues) / len(self.colleagues)
            rate = strengths.leadership * 0.5 + strengths.training * self.attended + strengths.peer * around
            self.next = self.using or self.random.random() < 1 - math.exp(-usability * self.will * rate)

        def act(self):
            self.using = self.next

    model = mesa.Model(seed=seed)
    people = [Person(model, model.random.random() < reluctant) for _ in range(staff)]
    for one, other in nx.watts_strogatz_graph(staff, 6, 0.1, seed=seed).edges:
        people[one].colleagues.append(people[other])
        people[other].colleagues.append(people[one])
    willing = [person for person in people if person.will == 1.0]
    for person in model.random.sample(willing, round(0.05 * staff)):
        person.using = True
    shares = []
    for _ in range(weeks):
        for step in ("meet", "decide", "act"):
            model.agents.do(step)
        shares.append(sum(person.using for person in people) / staff)
    return shares


@pytest.mark.parametrize(("reluctant", "reluctance", "usability"), [(0.0, 0.0, 0.8), (0.5, 0.8, 0.6)])
def test_shares_agree_with_mesa(reluctant: float, reluctance: float, usability: float):
    """Another engine, another way to draw chance, another network generator: inside 4 combined standard errors."""
    office = {"reluctant": reluctant, "reluctance": reluctance, "usability": usability}
    theirs = np.array([_mesa_office(120, 30, seed, **office) for seed in range(60)])
    ours = simulate_adoption(
        120, weeks=30, champions=0.05, degree=6, replications=600, seed=3, **office
    ).using[:, 1:]
    error = np.sqrt(theirs.var(axis=0, ddof=1) / len(theirs) + ours.var(axis=0, ddof=1) / len(ours))
    assert np.all(np.abs(theirs.mean(axis=0) - ours.mean(axis=0)) < 4 * error)


def test_everyone_knowing_everyone_gives_the_bass_curve():
    """Willing staff of a complete network, leadership alone: p = usability x leadership rate, q = usability x peer."""
    slow = Strengths(leadership=0.002, training=0.0, peer=0.04)
    run = simulate_adoption(
        401, weeks=400, champions=0, socialisation=0, usability=0.5, leadership=1, reluctant=0, degree=400,
        strengths=slow, replications=40, seed=1,
    )  # fmt: skip
    curve = bass(0.5 * 0.002, 0.5 * 0.04)
    weeks = np.arange(401)
    error = run.using.std(axis=0, ddof=1) / np.sqrt(40)
    assert np.all(np.abs(run.using.mean(axis=0) - curve.cdf(weeks)) < 0.01 + 3 * error)
    assert error.max() < 0.02
    peak = np.diff(run.using.mean(axis=0)).argmax()
    assert peak == pytest.approx(curve.peak_time, abs=20)


def test_nothing_social_leaves_a_plain_decay():
    """Leadership alone, nobody reluctant, no colleagues' weight: those left shrink by exp(-rate) each week."""
    alone = Strengths(leadership=0.05, training=0, peer=0)
    run = simulate_adoption(
        5000,
        weeks=40,
        champions=0,
        leadership=1,
        usability=1,
        reluctant=0,
        strengths=alone,
        replications=10,
        seed=2,
    )
    expected = 1 - np.exp(-0.05 * np.arange(41))
    assert run.using.mean(axis=0) == pytest.approx(expected, abs=0.005)


@settings(max_examples=40)
@given(LEVERS, st.integers(0, 2**31), st.integers(12, 80))
def test_shares_lie_in_zero_to_one_and_never_fall(levers: dict[str, float], seed: int, staff: int):
    run = simulate_adoption(staff, weeks=12, degree=4, replications=3, seed=seed, **levers)
    for shares in (run.using, run.attended):
        assert shares.shape == (3, 13)
        assert shares.min() >= 0
        assert shares.max() <= 1
        assert np.all(np.diff(shares, axis=1) >= 0)


@settings(max_examples=40)
@given(
    LEVERS,
    st.sampled_from(["champions", "socialisation", "usability", "leadership"]),
    SHARES,
    st.integers(0, 2**31),
)
def test_a_stronger_lever_never_loses_a_user(levers: dict[str, float], lever: str, more: float, seed: int):
    weak, strong = sorted([levers[lever], more])
    low, high = (
        simulate_adoption(60, weeks=20, degree=6, replications=5, seed=seed, **{**levers, lever: value})
        for value in (weak, strong)
    )
    assert np.all(high.using >= low.using - 1e-12)


@settings(max_examples=30)
@given(LEVERS, SHARES, st.integers(0, 2**31))
def test_deeper_reluctance_never_gains_a_user(levers: dict[str, float], deeper: float, seed: int):
    mild, deep = sorted([levers["reluctance"], deeper])
    soft, hard = (
        simulate_adoption(
            60, weeks=20, degree=6, replications=5, seed=seed, **{**levers, "reluctance": value}
        )
        for value in (mild, deep)
    )
    assert np.all(hard.using <= soft.using + 1e-12)


def test_having_attended_is_not_using():
    run = simulate_adoption(2000, weeks=26, usability=0.15, socialisation=1, replications=3, seed=1)
    assert run.attended[:, -1].min() > 0.95
    assert run.final.max() < 0.5


def test_reluctant_staff_come_later():
    run = simulate_adoption(2000, weeks=26, replications=3, seed=1)
    assert np.all(run.reluctant_using[:, 5:] < run.using[:, 5:])
    assert np.isnan(simulate_adoption(100, reluctant=0, weeks=4, seed=1).reluctant_using).all()


def test_zero_usability_leaves_the_champions_alone():
    run = simulate_adoption(500, usability=0, champions=0.1, weeks=30, replications=4, seed=5)
    assert np.all(run.using == 0.1)


def test_weeks_to_a_share():
    run = simulate_adoption(500, weeks=52, replications=4, seed=5)
    for shares, week in zip(run.using, run.weeks_to(0.5), strict=True):
        assert shares[int(week)] >= 0.5 > shares[int(week) - 1]
    assert np.isnan(run.weeks_to(1.01)).all()


def test_same_seed_same_answer_and_more_replications_keep_the_first():
    few = simulate_adoption(300, weeks=10, replications=7, seed=9)
    many = simulate_adoption(300, weeks=10, replications=12, seed=9)
    assert np.array_equal(few.using, many.using[:7])
    later = simulate_adoption(300, weeks=10, replications=7, seed=9, first_block=1)
    assert np.array_equal(later.using[:5], many.using[5:10])
    assert not np.array_equal(few.using, simulate_adoption(300, weeks=10, replications=7, seed=10).using)


# ---- networks -------------------------------------------------------------------------------------------------------


@given(st.integers(5, 200), st.integers(1, 6), SHARES, st.integers(0, 2**31))
def test_networks_have_no_loops_no_double_ties_and_both_directions(
    staff: int, half: int, rewiring: float, seed: int
):
    degree = min(2 * half, (staff - 1) // 2 * 2)
    network = small_world(staff, degree, rewiring, seed)
    source = np.repeat(np.arange(staff), network.degrees)
    ties = set(zip(source.tolist(), network.neighbours.tolist(), strict=True))
    assert len(ties) == len(source) == staff * degree
    assert all(one != other and (other, one) in ties for one, other in ties)


@pytest.mark.parametrize("rewiring", [0.0, 0.1, 1.0])
def test_clustering_and_degrees_are_those_of_networkx(rewiring: float):
    import networkx as nx

    ours = small_world(2000, 10, rewiring, 4)
    graph = nx.Graph()
    graph.add_nodes_from(range(2000))
    source = np.repeat(np.arange(2000), ours.degrees)
    graph.add_edges_from(zip(source.tolist(), ours.neighbours.tolist(), strict=True))
    theirs = nx.watts_strogatz_graph(2000, 10, rewiring, seed=4)
    assert nx.average_clustering(graph) == pytest.approx(nx.average_clustering(theirs), abs=0.02)
    assert ours.degrees.std() == pytest.approx(np.std([d for _, d in theirs.degree]), abs=0.15)


# ---- Bass -----------------------------------------------------------------------------------------------------------


@given(st.floats(0.001, 0.2), st.floats(0, 1))
def test_bass_rate_is_the_slope_of_the_curve_and_peaks_at_its_peak(p: float, q: float):
    curve, step = bass(p, q), 1e-5
    for time in (0.5, 3.0, 12.0):
        slope = (curve.cdf(time + step) - curve.cdf(time - step)) / (2 * step)
        assert curve.rate(time) == pytest.approx(slope, rel=1e-3, abs=1e-9)
    around = curve.rate(np.linspace(0, 400, 4001))
    assert curve.peak_rate >= around.max() - 1e-12


def test_bass_share_runs_from_none_to_all():
    curve = bass(0.03, 0.38)
    assert curve.cdf(-5) == curve.cdf(0) == 0
    assert curve.cdf(1000) == pytest.approx(1)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: simulate_adoption(100, usability=1.2), "Kemudahan pemakaian bernilai 1,2, di luar yang mungkin. Isi dari 0 sampai 1."),
        (lambda: simulate_adoption(100, champions=math.nan), "Bagian pelopor bernilai tidak ada data, di luar yang mungkin. Isi dari 0 sampai 1."),
        (lambda: simulate_adoption(8, degree=10), "Banyaknya rekan kerja bernilai 10, di luar yang mungkin. Isi bilangan genap, 2 atau lebih, di bawah jumlah pegawai."),
        (lambda: simulate_adoption(2), "Jumlah pegawai bernilai 2, di luar yang mungkin. Isi bilangan bulat dari 3 sampai 1.000.000."),
        (lambda: bass(0, 0.4), "Koefisien mulai sendiri (p) bernilai 0, di luar yang mungkin. Isi di atas 0 sampai 1."),
        (lambda: bass(0.1, -1), "Koefisien meniru (q) bernilai −1, di luar yang mungkin. Isi dari 0 sampai 1."),
    ],
)  # fmt: skip
def test_impossible_offices_are_told(call, said: str):
    with pytest.raises(OutOfRangeError) as caught:
        call()
    assert str(caught.value) == said
