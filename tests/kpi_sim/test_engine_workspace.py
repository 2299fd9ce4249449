"""Rooms for arrays: what is taken is nobody else's, and what is given back is used again."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_sim.engine.workspace import Workspace

shapes = st.tuples(st.integers(0, 40), st.integers(1, 3000))
kinds = st.sampled_from(["ints", "floats", "bools"])
steps = st.lists(st.tuples(kinds, shapes, st.booleans()), max_size=25)


@given(steps)
def test_arrays_in_use_never_share_memory(asked: list[tuple[str, tuple[int, int], bool]]) -> None:
    space, held = Workspace(), []
    for kind, shape, give_one_back in asked:
        array = getattr(space, kind)(*shape)
        assert array.shape == shape and array.flags.c_contiguous
        held.append(array)
        if give_one_back:
            space.give_back(held.pop(0))
        assert not any(np.shares_memory(*pair) for pair in itertools.combinations(held, 2))


def test_what_is_given_back_is_used_again_whatever_its_kind() -> None:
    space = Workspace()
    first = space.floats(100, 2000)
    space.give_back(first[3:, ::2])  # a part stands for the whole
    assert np.shares_memory(space.ints(99, 2000), first)


def test_a_small_array_does_not_take_the_room_of_a_large_one() -> None:
    space = Workspace()
    large = space.ints(100, 2000)
    space.give_back(large)
    assert not np.shares_memory(space.ints(100), large)
    assert np.shares_memory(space.ints(100, 2000), large)


def test_after_the_block_everything_is_free_also_after_an_error() -> None:
    space = Workspace()
    with pytest.raises(ZeroDivisionError), space:
        lost = space.ints(500, 500)
        raise ZeroDivisionError
    assert np.shares_memory(space.ints(500, 500), lost)


def test_an_array_of_another_owner_is_left_alone() -> None:
    space, own = Workspace(), np.zeros((500, 500), np.int64)
    space.give_back(own)
    space.give_back(None)
    assert not np.shares_memory(space.ints(500, 500), own)
