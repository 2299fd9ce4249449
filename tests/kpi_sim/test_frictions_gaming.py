"""What staff do when a number becomes a target: the case of the course, and what holds for any office."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_sim import TargetRegime, respond
from kpi_sim.errors import LabIkuError

SHARES = st.floats(0, 1)
SEEDS = st.integers(0, 2**31)
OFFICES = st.lists(st.floats(0, 60), min_size=1, max_size=40)


def office(replications: int = 50, cases: int = 200, seed: int = 1) -> np.ndarray:
    """Days of files, made up: half done within 1,6 days, a long tail."""
    return np.random.default_rng(seed).lognormal(np.log(1.6), 0.8, (replications, cases))


def test_the_case_of_the_course():
    """K804: pressure high, nobody checks: 97 % reported, 81 % true; one file in ten checked: the lines meet."""
    pressed = respond(office(), TargetRegime(pressure=0.85, audit=0), seed=1)
    assert pressed.reported_share.mean() == pytest.approx(97, abs=0.7)
    assert pressed.true_share.mean() == pytest.approx(81, abs=0.7)
    checked = respond(office(), TargetRegime(pressure=0.85, audit=0.1), seed=1)
    assert checked.true_share.mean() == pytest.approx(81, abs=0.7)
    assert 0 <= checked.gap.mean() < 2


@given(OFFICES, st.floats(0, 100), SHARES, SEEDS)
def test_without_pressure_the_report_is_the_truth(days: list[float], target: float, audit: float, seed: int):
    found = respond(days, TargetRegime(pressure=0, target=target, audit=audit, ratchet=0.5), seed=seed)
    assert np.array_equal(found.days[0], days) and np.array_equal(found.reported_days[0], days)
    assert found.gap[0] == pytest.approx(0, abs=1e-9) and found.unmeasured == 1


@given(OFFICES, st.floats(0.5, 30), SHARES, SEEDS)
def test_a_full_check_leaves_nothing_bent(days: list[float], limit: float, pressure: float, seed: int):
    found = respond(days, TargetRegime(limit=limit, pressure=pressure, audit=1), seed=seed)
    assert found.gap[0] == pytest.approx(0, abs=1e-9)
    assert not any(hit.any() for hit in found.moves.values())


@settings(max_examples=60)
@given(OFFICES, st.floats(0, 100), SHARES, SHARES, SEEDS)
def test_the_report_never_looks_worse_than_the_service_without_a_ratchet(
    days: list[float], target: float, pressure: float, audit: float, seed: int
):
    found = respond(days, TargetRegime(target=target, pressure=pressure, audit=audit), seed=seed)
    assert 0 <= found.true_share[0] <= 100
    if not np.isnan(found.reported_share[0]):  # everyone refused: nothing left to report
        assert found.true_share[0] - 1e-9 <= found.reported_share[0] <= 100


@settings(max_examples=60)
@given(SHARES, SHARES, SHARES, SEEDS)
def test_more_checking_never_widens_the_gap(pressure: float, one: float, other: float, seed: int):
    few, many = sorted([one, other])
    gaps = [
        respond(office(5, 100, seed), TargetRegime(pressure=pressure, audit=audit), seed=seed).gap
        for audit in (few, many)
    ]
    assert np.all(gaps[1] <= gaps[0] + 2)  # two files of a hundred: which move reaches the target may change


@settings(max_examples=60)
@given(SHARES, SHARES, SEEDS)
def test_more_pressure_serves_some_faster_and_what_nobody_counts_less(one: float, other: float, seed: int):
    mild, hard = sorted([one, other])
    soft, tough = (respond(office(5, 100, seed), TargetRegime(pressure=p), seed=seed) for p in (mild, hard))
    assert np.all(tough.true_share >= soft.true_share)
    assert tough.unmeasured <= soft.unmeasured


def test_nobody_bends_more_than_the_target_needs():
    """Units whose true result lies below heap just above the target: one more file is less than one percent."""
    found = respond(office(200, 100), TargetRegime(target=90, pressure=1), seed=2)
    reached = found.reported_share[found.true_share < 90]
    assert len(reached) > 150
    assert np.all((reached >= 90) & (reached <= 91.2))


def test_records_heap_at_the_limit_while_true_days_avoid_it():
    found = respond(office(), TargetRegime(limit=3, pressure=0.9, target=100), seed=3)
    at_limit = np.isclose(found.reported_days, 3).sum()
    truly = ((found.days > 2.999) & (found.days < 3.001)).sum()
    assert at_limit > 20 * max(truly, 1)
    just_over, just_under = ((found.days > 3) & (found.days < 3.4)).sum(), ((found.days > 2.6) & (found.days <= 3)).sum()  # fmt: skip
    assert just_over < 0.5 * just_under  # who is late already waits longer still


def test_each_move_has_the_cases_it_fits():
    found = respond(office(), TargetRegime(target=100, pressure=1), seed=3)
    over = found.days / 3
    assert over[found.moves["bunched"]].min() > 1
    assert over[found.moves["relabelled"]].min() > over[found.moves["bunched"]].max()
    assert over[found.moves["refused"]].min() > over[found.moves["relabelled"]].max()
    assert np.isnan(found.reported_days[found.moves["refused"]]).all()
    again = found.moves["relabelled"]
    assert np.all(found.reported_days[again] < 3)
    rest = (found.days[again] - found.reported_days[again]) / 3
    assert np.allclose(rest, np.round(rest))  # the clock began anew at whole limits
    assert set(found.shares()) == set(found.moves)


def test_a_ratchet_holds_back_what_exceeds_the_target():
    quick = office() * 0.4  # an office that could report far more than its target
    free = respond(quick, TargetRegime(target=80, pressure=1, ratchet=0), seed=4)
    held = respond(quick, TargetRegime(target=80, pressure=1, ratchet=0.1), seed=4)
    assert free.reported_share.min() > 90
    assert np.all((held.reported_share >= 80) & (held.reported_share <= 80.5))
    assert np.array_equal(held.true_share, free.true_share)
    assert np.all(held.gap < 0)


def test_ten_percent_above_the_last_result_ends_at_the_natural_limit():
    """K805: 80 x 1,1^3 would be 106,48 percent of all files."""
    regime, targets = TargetRegime(target=80, ratchet=0.1), []
    for _ in range(3):
        regime = regime.after(regime.target)
        targets.append(regime.target)
    assert targets == pytest.approx([88, 96.8, 100])
    assert TargetRegime(target=80).after(95).target == 80


def test_more_replications_keep_the_first_and_blocks_can_be_continued():
    days = office(12, 30)
    many = respond(days, seed=5)
    few = respond(days[:7], seed=5)
    later = respond(days[5:10], seed=5, first_block=1)
    assert np.array_equal(few.reported_share, many.reported_share[:7])
    assert np.array_equal(later.reported_share, many.reported_share[5:10])
    assert not np.array_equal(respond(days, seed=6).reported_share, many.reported_share)


def test_days_given_are_not_changed():
    days = office(2, 50)
    before = days.copy()
    respond(days, seed=1)
    assert np.array_equal(days, before)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: TargetRegime(pressure=2), "Tekanan bernilai 2, di luar yang mungkin. Isi dari 0 sampai 1."),
        (lambda: TargetRegime(audit=-0.1), "Bagian berkas yang diperiksa bernilai −0,1, di luar yang mungkin. Isi dari 0 sampai 1."),
        (lambda: TargetRegime(target=120), "Target (persen) bernilai 120, di luar yang mungkin. Isi dari 0 sampai 100."),
        (lambda: TargetRegime(limit=0), "Batas hari bernilai 0, di luar yang mungkin. Isi bilangan di atas 0."),
        (lambda: respond([1, -2]), "Lama penyelesaian (hari) bernilai −2, di luar yang mungkin. Isi bilangan nol atau lebih pada setiap berkas."),
        (lambda: respond([1, float("nan")]), "Lama penyelesaian (hari) bernilai tidak ada data, di luar yang mungkin. Isi bilangan nol atau lebih pada setiap berkas."),
        (lambda: respond([]), "Daftar lama penyelesaian belum berisi data. Isi sedikitnya satu berkas."),
    ],
)  # fmt: skip
def test_impossible_regimes_are_told(call, said: str):
    with pytest.raises(LabIkuError) as caught:
        call()
    assert str(caught.value) == said
