"""Draws of a run of replications, addressed by purpose and part: whole blocks are drawn, the replications in use kept.

So asking for more replications, in other chunks or on other machines, changes nobody's draws; and because counts are
drawn through one uniform number each, a higher rate never gives a lower count under the same seed.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kpi_sim.streams import BLOCK_REPLICATIONS, blocks, stream

FloatArray = npt.NDArray[np.float64]

_Address = tuple[object, ...]
_MOST_BYTES = 16 * 2**20  # of draws kept; a move of a simulator asks for 1 to 10 MB
_LARGEST = 5 * 2**20  # bytes of one array that is still kept: those of long runs are used once
_LAWS = {"uniform": "random", "normal": "standard_normal", "exponential": "standard_exponential"}
_CERTAIN = 1e-9  # nearer to 0 or 1 the inverse of the law loses its digits; no count of people can tell


@dataclass(frozen=True)
class Chance:
    """Sources of chance of ``replications`` replications from block ``first_block`` on.

    ``purpose`` is a name of ``kpi_sim.streams.PURPOSES``; a *part* numbers the sources within it and is fixed for good.
    """

    seed: int
    purpose: str
    first_block: int
    replications: int

    def uniform(self, part: int, *shape: int) -> FloatArray:
        """Numbers in [0, 1), (replications, *shape); read-only, as all draws are."""
        return self._drawn(part, "random", shape)

    def normal(self, part: int, *shape: int) -> FloatArray:
        """Standard normal numbers, (replications, *shape)."""
        return self._drawn(part, "standard_normal", shape)

    def exponential(self, part: int, *shape: int) -> FloatArray:
        """Exponential numbers of mean 1, (replications, *shape)."""
        return self._drawn(part, "standard_exponential", shape)

    def each(self, part: int, kind: str, many: int, *shape: int) -> FloatArray:
        """Draws that belong to ``many`` people or files, (replications, many, *shape).

        ``kind`` is ``"uniform"``, ``"normal"`` or ``"exponential"``. Asking for more adds people and moves nobody.
        """
        return self._drawn(part, _LAWS[kind], shape, many)

    def once(self, part: int, kind: str, many: int, *shape: int) -> FloatArray:
        """The draws of ``each``, not kept: for those of which something else is."""
        return self._fresh(part, _LAWS[kind], shape, many)

    def derived(self, name: Hashable, make: Callable[[], npt.NDArray[Any]]) -> npt.NDArray[Any]:
        """What follows from these draws, kept as they are; ``name`` says what it is and all else it depends on."""
        address = (self, name)
        known = _DRAWS.recall(address)
        return _DRAWS.keep(address, make()) if known is None else known

    def spread(self, part: int, cv: float, *shape: int) -> FloatArray:
        """Multipliers of mean 1 with coefficient of variation ``cv`` (log-normal), (replications, *shape).

        The draws do not depend on ``cv``; it only stretches them.
        """
        width = np.sqrt(np.log1p(cv**2))
        return np.asarray(np.exp(width * self.normal(part, *shape) - width**2 / 2))

    def _drawn(self, part: int, law: str, shape: tuple[int, ...], many: int | None = None) -> FloatArray:
        """Draws of a law of ``numpy.random.Generator``; ``many``: people come before replications in the stream."""
        address = (self, part, law, shape, many)
        known = _DRAWS.recall(address)
        return _DRAWS.keep(address, self._fresh(part, law, shape, many)) if known is None else known

    def _fresh(self, part: int, law: str, shape: tuple[int, ...], many: int | None) -> FloatArray:
        size = (BLOCK_REPLICATIONS, *shape) if many is None else (many, BLOCK_REPLICATIONS, *shape)
        parts = []
        for block, used in blocks(self.replications):
            rng = stream(self.seed, self.purpose, self.first_block + block, part)
            drawn = getattr(rng, law)(size)
            parts.append((drawn if many is None else np.moveaxis(drawn, 1, 0))[:used])
        return np.concatenate(parts)


class _Draws:
    """The last draws made. They depend on their address alone, and every move of a simulator asks for the same."""

    def __init__(self) -> None:
        self._kept: OrderedDict[_Address, FloatArray] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def recall(self, address: _Address) -> FloatArray | None:
        """The draws of this address, if they are kept."""
        with self._lock:
            if address in self._kept:
                self._kept.move_to_end(address)
            return self._kept.get(address)

    def keep(self, address: _Address, drawn: FloatArray) -> FloatArray:
        """Make the draws read-only and keep them; those unused for longest make room."""
        drawn.setflags(write=False)
        if drawn.nbytes <= _LARGEST:
            with self._lock:
                if address not in self._kept:
                    self._kept[address] = drawn
                    self._bytes += drawn.nbytes
                while self._bytes > _MOST_BYTES:
                    self._bytes -= self._kept.popitem(last=False)[1].nbytes
        return drawn

    def forget(self) -> None:
        """Start afresh (for measurements)."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0


_DRAWS = _Draws()
forget = _DRAWS.forget


def binomial_quantile(uniform: FloatArray, total: npt.ArrayLike, probability: npt.ArrayLike) -> FloatArray:
    """How many of ``total`` (whole numbers) it hits, each with ``probability`` (0-1): quantile at ``uniform``.

    Grows with ``total`` and with ``probability`` under the same ``uniform``.
    """
    u, n, p = np.broadcast_arrays(
        np.clip(uniform, 1e-15, 1 - 1e-15),
        np.asarray(total, dtype=float),
        np.clip(np.asarray(probability, dtype=float), 0.0, 1.0),
    )
    hits = np.where(p >= 0.5, n, 0.0)
    chancy = (n > 0) & (p > _CERTAIN) & (p < 1 - _CERTAIN)
    hits[chancy] = _reaching(u[chancy], n[chancy], p[chancy])
    return hits


def _reaching(u: FloatArray, n: FloatArray, p: FloatArray) -> FloatArray:
    """Smallest counts whose cumulative probability reaches ``u``.

    Nearly always the normal law bent by its skewness (Cornish-Fisher) points at the count itself; the exact law says
    where it does not. (Inverting the law by search takes eight times as long, and a move of a simulator waits for it.)
    """
    from scipy import special

    z: FloatArray = special.ndtri(u)
    mean = n * p
    bent = mean + np.sqrt(mean * (1 - p)) * z + (1 - 2 * p) * (z * z - 1) / 6
    k: FloatArray = np.clip(np.floor(bent + 0.5), 0.0, n)
    reached = np.where(k < n, special.betainc(np.maximum(n - k, 1.0), k + 1, 1 - p), 1.0)
    while (short := (reached < u) & (k < n)).any():
        k[short] += 1
        reached[short] += _mass(k[short], n[short], p[short])
    left = reached - _mass(k, n, p)
    while (spare := (left >= u) & (k > 0)).any():
        k[spare] -= 1
        left[spare] -= _mass(k[spare], n[spare], p[spare])
    return k


def _mass(k: FloatArray, n: FloatArray, p: FloatArray) -> FloatArray:
    """Probability of exactly ``k`` hits."""
    from scipy import special

    ways = special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)
    return np.asarray(np.exp(ways + special.xlogy(k, p) + special.xlog1py(n - k, -p)))
