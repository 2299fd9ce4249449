"""Arrays that are used again from tile to tile, so that memory is neither asked for nor filled anew each time.

Each thread has its own. An array taken under a name is good until the same name is taken again.
"""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import numpy.typing as npt


class Workspace:
    """Named arrays that grow to the largest size asked for."""

    def __init__(self) -> None:
        self._flat: dict[str, npt.NDArray[Any]] = {}

    def ints(self, name: str, *shape: int) -> npt.NDArray[np.int64]:
        """A C-ordered array of whole numbers, contents undefined."""
        return self._array(name, np.dtype(np.int64), shape)

    def floats(self, name: str, *shape: int) -> npt.NDArray[np.float64]:
        """A C-ordered array of floats, contents undefined."""
        return self._array(name, np.dtype(np.float64), shape)

    def bools(self, name: str, *shape: int) -> npt.NDArray[np.bool_]:
        """A C-ordered array of truth values, contents undefined."""
        return self._array(name, np.dtype(np.bool_), shape)

    def _array(self, name: str, kind: np.dtype[Any], shape: tuple[int, ...]) -> npt.NDArray[Any]:
        size = int(np.prod(shape))
        flat = self._flat.get(name)
        if flat is None or flat.size < size or flat.dtype != kind:
            flat = self._flat[name] = np.empty(size, kind)
        return flat[:size].reshape(shape)


_LOCAL = threading.local()


def workspace() -> Workspace:
    """The workspace of this thread."""
    if not hasattr(_LOCAL, "workspace"):
        _LOCAL.workspace = Workspace()
    found: Workspace = _LOCAL.workspace
    return found
