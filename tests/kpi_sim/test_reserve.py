"""Kept draws: whether a draw was kept, continued or made anew cannot be told from what comes out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_sim import load_scenario, replicate
from kpi_sim.engine.draws import WHOLE, _exponential, _Gamma, _uniform
from kpi_sim.engine.reserve import FIRST_BLOCKS, LARGEST, RESERVE, Reserve
from kpi_sim.experiment.running import forget
from kpi_sim.streams import stream

USED = (5, 20)
ADDRESS = (7, "service", 1, (0, 2))


def drawn_at_once(draw, ranks: int, address=ADDRESS, used=USED) -> np.ndarray:
    """The same draws from a generator of our own, all in one go."""
    seed, purpose, block, part = address
    out = np.empty((ranks, *WHOLE))
    draw(stream(seed, purpose, block, *part), out)
    return out[:, : used[0], : used[1]]


@given(
    asked=st.lists(st.integers(1, 60), min_size=1, max_size=6),
    draw=st.sampled_from([_exponential, _uniform, _Gamma(2.5), _Gamma(0.3)]),
)
@settings(max_examples=60, deadline=None)
def test_more_is_continued_and_less_is_the_beginning(asked: list[int], draw):
    reserve = Reserve()
    for ranks in asked:
        found = reserve.ranks(ADDRESS, draw, ranks, WHOLE, USED)
        assert found.shape == (ranks, *USED)
        assert np.array_equal(found, drawn_at_once(draw, ranks))


def test_equal_shapes_share_what_is_kept_and_others_do_not():
    reserve = Reserve()
    first = reserve.ranks(ADDRESS, _Gamma(2.0), 30, WHOLE, USED)
    assert np.shares_memory(first, reserve.ranks(ADDRESS, _Gamma(2.0), 20, WHOLE, USED))
    assert not np.array_equal(first, reserve.ranks(ADDRESS, _Gamma(3.0), 30, WHOLE, USED))
    assert not np.array_equal(first, reserve.ranks((8, *ADDRESS[1:]), _Gamma(2.0), 30, WHOLE, USED))
    fewer = reserve.ranks(ADDRESS, _Gamma(2.0), 30, WHOLE, (3, 12))
    assert np.array_equal(first[:, :3, :12], fewer)


def test_what_was_unused_for_longest_is_forgotten_and_drawn_again():
    room_for_two = 2 * 8 * 30 * 5 * 20
    reserve = Reserve(room_for_two)
    addresses = [(seed, *ADDRESS[1:]) for seed in range(3)]
    for address in (*addresses, *addresses):
        found = reserve.ranks(address, _exponential, 30, WHOLE, USED)
        assert np.array_equal(found, drawn_at_once(_exponential, 30, address))
        assert sum(kept.values.nbytes for kept in reserve._kept.values()) == reserve._size <= room_for_two


def test_only_small_pieces_of_the_first_blocks_are_kept():
    assert Reserve.takes(FIRST_BLOCKS - 1, 200, 5, 20)
    assert not Reserve.takes(FIRST_BLOCKS, 1, 5, 20)
    assert not Reserve.takes(0, LARGEST // 8 + 1)


def test_threads_that_ask_for_the_same_get_the_same():
    reserve = Reserve()
    with ThreadPoolExecutor(8) as pool:
        found = list(
            pool.map(lambda ranks: reserve.ranks(ADDRESS, _exponential, ranks, WHOLE, USED), range(1, 120))
        )
    whole = drawn_at_once(_exponential, 119)
    assert all(np.array_equal(part, whole[: len(part)]) for part in found)


@pytest.mark.parametrize("days", [3, 20, 70])
def test_results_do_not_depend_on_what_is_kept(days: int):
    """Levels up and down, so that kept draws are continued, cut, and (with the busiest) too many to be kept."""
    base = load_scenario("services").replace({"working_days": days})
    offices = [base.replace({"arrival_level": level}) for level in (1.0, 1.6, 0.7, 3.0, 1.1)]
    forget()
    after_each_other = [replicate(office, replications=12, seed=11) for office in offices]
    for office, kept in zip(offices, after_each_other, strict=True):
        forget()
        fresh = replicate(office, replications=12, seed=11)
        assert np.array_equal(kept.true, fresh.true, equal_nan=True)
        assert np.array_equal(kept.reported, fresh.reported, equal_nan=True)
        for name, bins in kept.bins.items():
            assert np.array_equal(bins.counts, fresh.bins[name].counts)


def test_starting_afresh_keeps_nothing():
    replicate(load_scenario("services").replace({"working_days": 20}), replications=5, seed=4)
    assert RESERVE._kept
    forget()
    assert not RESERVE._kept and RESERVE._size == 0
