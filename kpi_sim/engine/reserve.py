"""Draws that are kept because they are soon wanted again: a lever that moves asks for the same customers each time.

A draw depends on its address alone (``streams``), and the draws of the first customers do not depend on how many more
come. So what is kept is continued when more are asked for, and nothing can tell whether a draw was kept or made anew.
Only what a first answer needs is kept: small pieces of the first blocks. Scenarios without queues have ``scenarios.chance``.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi_sim.streams import stream

FloatArray = npt.NDArray[np.float64]
Draw = Callable[[np.random.Generator, FloatArray], None]
FIRST_BLOCKS = 2
LARGEST = 256 * 1024  # bytes of one piece
ALL = 4 * 2**20  # bytes of all pieces


@dataclass
class _Kept:
    """One stream: the generator where it stands, and what was drawn up to there (ranks, replications, days)."""

    generator: np.random.Generator
    values: FloatArray


class Reserve:
    """Draws by address; those unused for longest are forgotten."""

    def __init__(self, most: int = ALL) -> None:
        self._most, self._size = most, 0
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._lock = threading.Lock()

    @staticmethod
    def takes(block: int, *shape: int) -> bool:
        """Whether draws of this block and shape are kept."""
        return block < FIRST_BLOCKS and 8 * int(np.prod(shape)) <= LARGEST

    def ranks(
        self,
        address: tuple[int, str, int, tuple[int, ...]],
        draw: Draw,
        until: int,
        whole: tuple[int, int],
        used: tuple[int, int],
    ) -> FloatArray:
        """The draws of the customers before rank ``until``; not to be written to.

        Args:
            address: seed, purpose, block, parts.
            draw: fills an array from the generator; equal draws compare equal.
            until: customers.
            whole: replications and days that are drawn for each customer.
            used: those of them that are wanted.

        Returns:
            Array (until, used replications, used days).
        """
        key = (address, draw, used)
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                seed, purpose, block, part = address
                kept = self._kept[key] = _Kept(stream(seed, purpose, block, *part), np.empty((0, *used)))
            self._kept.move_to_end(key)
            if (missing := until - len(kept.values)) > 0:
                drawn = np.empty((missing, *whole))
                draw(kept.generator, drawn)
                self._size -= kept.values.nbytes
                kept.values = np.concatenate([kept.values, drawn[:, : used[0], : used[1]]])
                self._size += kept.values.nbytes
                while self._size > self._most:
                    self._size -= self._kept.popitem(last=False)[1].values.nbytes
            return kept.values[:until]

    def forget(self) -> None:
        """Start afresh (for measurements)."""
        with self._lock:
            self._kept.clear()
            self._size = 0


RESERVE = Reserve()
