"""Who fills in the survey: samples of the served people in which some are less willing than others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi_sim.errors import OutOfRangeError
from kpi_sim.streams import BLOCK_REPLICATIONS, blocks, stream
from kpi_sim.units import format_number

FloatArray = npt.NDArray[np.float64]
_ASKED, _REPLY = 1, 2  # parts of the address within purpose "answer"
_CROWD = 512  # people asked at a time
_MOST = 2000


@dataclass(frozen=True)
class Samples:
    """People drawn for each replication: rows of the population, (replications, respondents)."""

    people: npt.NDArray[np.int64]

    def means(self, answers: npt.ArrayLike) -> FloatArray:
        """Mean answer of each element among those who gave one, (replications, elements).

        ``answers``: (population, elements), NaN where not answered.
        """
        drawn = np.asarray(answers, dtype=float)[self.people]
        known = ~np.isnan(drawn)
        total, n = np.where(known, drawn, 0.0).sum(axis=1), known.sum(axis=1)
        means: FloatArray = np.divide(total, n, out=np.full(total.shape, np.nan), where=n > 0)
        return means


def draw_respondents(
    willingness: npt.ArrayLike, *, respondents: int, replications: int = 1, seed: int = 0
) -> Samples:
    """Samples with replacement: people are asked at random, each fills in the form with its ``willingness``.

    Args:
        willingness: of each person of the population, 0-1, one percent on average at least.
        respondents: filled-in forms a replication, 1 to 2000.

    Under one seed the same people are asked in the same order, so a larger sample begins with the same people, and
    when somebody's willingness falls only the forms of those who now refuse are replaced: samples are paired.

    Raises:
        OutOfRangeError: a willingness outside 0-1, hardly anybody willing, too few or too many respondents.

    Source: sampling by acceptance (von Neumann 1951), which gives probabilities in proportion to willingness.
    """
    chance = np.asarray(willingness, dtype=float)
    if not (chance.size and (chance >= 0).all() and (chance <= 1).all() and chance.mean() >= 0.01):
        raise OutOfRangeError(
            name="Kesediaan mengisi",
            value=f"rata-rata {format_number(float(chance.mean()) if chance.size else None, 3)}",
            allowed="Isi dari 0 sampai 1 untuk tiap orang, rata-rata paling sedikit 0,01.",
        )
    if isinstance(respondents, bool) or respondents != int(respondents) or not 1 <= respondents <= _MOST:
        raise OutOfRangeError(
            name="Jumlah responden",
            value=respondents,
            allowed=f"Isi bilangan bulat dari 1 sampai {format_number(_MOST)}.",
        )
    rows = [_filled_in(chance, int(respondents), block, used, seed) for block, used in blocks(replications)]
    return Samples(np.concatenate(rows))


def _filled_in(
    chance: FloatArray, respondents: int, block: int, used: int, seed: int
) -> npt.NDArray[np.int64]:
    """People of a block's replications who filled in, in the order in which they were asked."""
    shape = (BLOCK_REPLICATIONS, _CROWD)
    asking, replying = stream(seed, "answer", block, _ASKED), stream(seed, "answer", block, _REPLY)
    asked, willing = np.empty((used, 0), dtype=np.int64), np.empty((used, 0), dtype=bool)
    while True:
        crowd = asking.integers(0, len(chance), shape)[:used]
        agreed = replying.random(shape)[:used] < chance[crowd]
        asked, willing = np.concatenate([asked, crowd], axis=1), np.concatenate([willing, agreed], axis=1)
        if (willing.sum(axis=1) >= respondents).all():
            break
    first = willing & (willing.cumsum(axis=1) <= respondents)
    return asked[first].reshape(used, respondents)
