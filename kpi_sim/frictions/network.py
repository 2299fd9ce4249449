"""Who works with whom: small-world networks of staff (Watts and Strogatz), drawn with NumPy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from kpi_sim.streams import stream

IntArray = npt.NDArray[np.int64]
_ATTEMPTS = (
    100  # to find a new colleague for a tie; in a nearly complete network some ties stay where they are
)


@dataclass(frozen=True)
class Network:
    """An undirected network: colleagues of person ``i`` are ``neighbours[starts[i]:starts[i + 1]]``."""

    starts: IntArray
    neighbours: IntArray

    @property
    def staff(self) -> int:
        """Number of people."""
        return len(self.starts) - 1

    @property
    def degrees(self) -> IntArray:
        """Number of colleagues of each."""
        return np.diff(self.starts)

    def of(self, people: IntArray) -> tuple[IntArray, IntArray]:
        """Colleagues of all ``people`` in one row, and how many each of them has."""
        many = self.starts[people + 1] - self.starts[people]
        ends = np.cumsum(many)
        skip = np.repeat(self.starts[people] - (ends - many), many)
        return self.neighbours[np.arange(ends[-1] if len(ends) else 0) + skip], many


@lru_cache(maxsize=16)
def small_world(staff: int, degree: int, rewiring: float, seed: int, block: int = 0) -> Network:
    """Ring of ``staff`` people who each know the ``degree`` nearest, every tie moved with chance ``rewiring``.

    Args:
        degree: even, below ``staff``; everyone keeps on average that many colleagues.
        rewiring: 0 is a ring of neighbouring desks, 1 nearly a random network.
        block: block of replications, part of the address of chance.

    Source: Watts and Strogatz 1998, Nature 393:440.
    """
    rng = stream(seed, "network", block)
    near = np.arange(staff)
    first = np.tile(near, degree // 2)
    second = np.concatenate([(near + step) % staff for step in range(1, degree // 2 + 1)])
    low, high = np.minimum(first, second), np.maximum(first, second)
    ties = low * staff + high
    moving = np.flatnonzero(rng.random(len(ties)) < rewiring)
    if degree < staff - 1:  # in a complete network there is nowhere to move to
        ties = _moved(ties, first, moving, staff, rng)
    return _network(ties, staff)


def _moved(
    ties: IntArray, first: IntArray, moving: IntArray, staff: int, rng: np.random.Generator
) -> IntArray:
    """Each moving tie keeps its first end and gets a new second one: not itself, not somebody it already knows."""
    ties = ties.copy()
    for _ in range(_ATTEMPTS):
        if not len(moving):
            break
        target = rng.integers(0, staff, len(moving))
        own = first[moving]
        fresh = np.minimum(own, target) * staff + np.maximum(own, target)
        good = _once(fresh) & (own != target) & ~_known(fresh, np.sort(ties))
        ties[moving[good]] = fresh[good]
        moving = moving[~good]
    return ties


def _once(keys: IntArray) -> npt.NDArray[np.bool_]:
    """Marks the first of each key."""
    once = np.zeros(len(keys), dtype=bool)
    once[np.unique(keys, return_index=True)[1]] = True
    return once


def _known(keys: IntArray, ordered: IntArray) -> npt.NDArray[np.bool_]:
    at = np.minimum(np.searchsorted(ordered, keys), len(ordered) - 1)
    return np.asarray(ordered[at] == keys)


def _network(ties: IntArray, staff: int) -> Network:
    low, high = np.divmod(ties, staff)
    source, target = np.concatenate([low, high]), np.concatenate([high, low])
    # 16-bit keys are sorted by counting, several times quicker
    order = np.argsort(source.astype(np.uint16) if staff <= 2**16 else source, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(source, minlength=staff))])
    network = Network(starts.astype(np.int64), target[order])
    network.starts.flags.writeable = network.neighbours.flags.writeable = False
    return network
