"""Arrays that are used again from tile to tile, so that memory is neither asked for nor filled anew each time.

Each thread has its own. What is taken is the caller's until he gives it back, or until the ``with`` block ends; giving
back early lets the next step work in memory that is still in the processor's cache.
"""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Any

import numpy as np
import numpy.typing as npt

Room = npt.NDArray[np.uint8]
GRAIN = 1 << 16  # bytes: rooms are made in steps of this size
MOST_TIMES = 8  # a room is at most so many times as large as what is put into it


class Workspace:
    """Rooms that arrays are put into; there are never more of them than were in use at the same time."""

    def __init__(self) -> None:
        self._free: list[Room] = []
        self._used: dict[int, Room] = {}

    def ints(self, *shape: int) -> npt.NDArray[np.int64]:
        """A C-ordered array of whole numbers, contents undefined."""
        return self._array(np.dtype(np.int64), shape)

    def floats(self, *shape: int) -> npt.NDArray[np.float64]:
        """A C-ordered array of floats, contents undefined."""
        return self._array(np.dtype(np.float64), shape)

    def bools(self, *shape: int) -> npt.NDArray[np.bool_]:
        """A C-ordered array of truth values, contents undefined."""
        return self._array(np.dtype(np.bool_), shape)

    def give_back(self, array: npt.NDArray[Any] | None) -> None:
        """The array (or a part of it) is not needed any more; one that was not taken here is left alone."""
        while array is not None and array.base is not None:
            array = array.base
        if id(array) in self._used:
            self._free.append(self._used.pop(id(array)))

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Everything comes back."""
        self._free += self._used.values()
        self._used.clear()

    def _array(self, kind: np.dtype[Any], shape: tuple[int, ...]) -> npt.NDArray[Any]:
        size = int(np.prod(shape)) * kind.itemsize
        room = self._room(size)
        self._used[id(room)] = room
        return room[:size].view(kind).reshape(shape)

    def _room(self, size: int) -> Room:
        """The smallest free room that fits; where none does, the largest makes way for one that does.

        A small array does not get a room many times its size: the large one that needs it next would have to have a
        new one.
        """
        fit = [room for room in self._free if size <= room.size <= MOST_TIMES * max(size, GRAIN)]
        small = [room for room in self._free if size / 2 <= room.size < size]
        for among, choose in ((fit, min), (small, max)):
            if among:
                chosen = choose(among, key=len)
                self._free = [room for room in self._free if room is not chosen]
                if chosen.size >= size:
                    return chosen
        return np.empty(-(-max(size, 1) // GRAIN) * GRAIN, np.uint8)


_LOCAL = threading.local()


def workspace() -> Workspace:
    """The workspace of this thread."""
    if not hasattr(_LOCAL, "workspace"):
        _LOCAL.workspace = Workspace()
    found: Workspace = _LOCAL.workspace
    return found
