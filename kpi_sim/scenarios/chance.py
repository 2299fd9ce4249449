"""Draws of a run of replications, addressed by purpose and part: whole blocks are drawn, the replications in use kept.

So asking for more replications, in other chunks or on other machines, changes nobody's draws; and because counts are
drawn through one uniform number each, a higher rate never gives a lower count under the same seed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi_sim.streams import BLOCK_REPLICATIONS, blocks, stream

FloatArray = npt.NDArray[np.float64]

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
        """Numbers in [0, 1), (replications, *shape)."""
        return self._drawn(part, lambda rng: rng.random((BLOCK_REPLICATIONS, *shape)))

    def normal(self, part: int, *shape: int) -> FloatArray:
        """Standard normal numbers, (replications, *shape)."""
        return self._drawn(part, lambda rng: rng.standard_normal((BLOCK_REPLICATIONS, *shape)))

    def exponential(self, part: int, *shape: int) -> FloatArray:
        """Exponential numbers of mean 1, (replications, *shape)."""
        return self._drawn(part, lambda rng: rng.standard_exponential((BLOCK_REPLICATIONS, *shape)))

    def each(self, part: int, kind: str, many: int, *shape: int) -> FloatArray:
        """Draws that belong to ``many`` people or files, (replications, many, *shape).

        ``kind`` is ``"uniform"``, ``"normal"`` or ``"exponential"``. Asking for more adds people and moves nobody.
        """
        names = {"uniform": "random", "normal": "standard_normal", "exponential": "standard_exponential"}
        size = (many, BLOCK_REPLICATIONS, *shape)
        return self._drawn(part, lambda rng: np.moveaxis(getattr(rng, names[kind])(size), 1, 0))

    def spread(self, part: int, cv: float, *shape: int) -> FloatArray:
        """Multipliers of mean 1 with coefficient of variation ``cv`` (log-normal), (replications, *shape).

        The draws do not depend on ``cv``; it only stretches them.
        """
        width = np.sqrt(np.log1p(cv**2))
        return np.asarray(np.exp(width * self.normal(part, *shape) - width**2 / 2))

    def _drawn(self, part: int, draw: Callable[[np.random.Generator], FloatArray]) -> FloatArray:
        parts = [
            draw(stream(self.seed, self.purpose, self.first_block + block, part))[:used]
            for block, used in blocks(self.replications)
        ]
        return np.concatenate(parts)


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
