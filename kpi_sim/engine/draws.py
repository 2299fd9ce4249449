"""What chance gives to a day: gaps, patience, preparation and work of each customer, by address.

A *lane* is one working day of one replication. Streams are drawn for fixed pieces of lanes (``BLOCK_REPLICATIONS``
replications x ``SPAN_DAYS`` days), customer rank by customer rank, so that a draw depends neither on how many
customers come, nor on how many days or replications are asked for, nor on how the pieces are grouped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi_sim.engine.system import Stage
from kpi_sim.streams import BLOCK_REPLICATIONS, stream

SPAN_DAYS = 64
FloatArray = npt.NDArray[np.float64]
Draw = Callable[[np.random.Generator, tuple[int, int, int]], FloatArray]


@dataclass(frozen=True)
class Piece:
    """The used part of one fixed piece of lanes: ``replications`` x ``days`` of block ``block``, span ``span``."""

    block: int
    span: int
    replications: int
    days: int

    @property
    def lanes(self) -> int:
        """Lanes that are used."""
        return self.replications * self.days


@dataclass(frozen=True)
class Tile:
    """Pieces that are worked together; their lanes stand side by side."""

    pieces: tuple[Piece, ...]

    @property
    def lanes(self) -> int:
        """Lanes of all pieces."""
        return sum(piece.lanes for piece in self.pieces)

    def slices(self) -> Iterator[tuple[Piece, slice]]:
        """Each piece with its columns in the tile."""
        at = 0
        for piece in self.pieces:
            yield piece, slice(at, at + piece.lanes)
            at += piece.lanes

    def day_of_lane(self) -> npt.NDArray[np.int64]:
        """Working day (0, 1, …) of each lane."""
        return np.concatenate(
            [np.tile(np.arange(p.days) + p.span * SPAN_DAYS, p.replications) for p in self.pieces]
        )


def pieces_of(block: int, replications: int, days: int) -> list[Piece]:
    """The pieces that hold ``days`` days of the first ``replications`` replications of a block."""
    return [
        Piece(block, span, replications, min(SPAN_DAYS, days - span * SPAN_DAYS))
        for span in range(-(-days // SPAN_DAYS))
    ]


class TileDraws:
    """Draws of a tile; every array is (ranks, lanes), every method may be called for more ranks later."""

    def __init__(self, tile: Tile, seed: int) -> None:
        self._tile, self._seed = tile, seed
        self._gaps = [stream(seed, "arrival", p.block, p.span) for p in tile.pieces]

    def gaps(self, ranks: int) -> FloatArray:
        """The next ``ranks`` unit gaps of every lane."""
        out = np.empty((ranks, self._tile.lanes))
        for (piece, columns), generator in zip(self._tile.slices(), self._gaps, strict=True):
            _used(piece, generator.standard_exponential(_shape(ranks)), out[:, columns])
        return out

    def patience(self, ranks: int, stage: int) -> FloatArray:
        """Unit exponential patience of every customer at a stage."""
        return self._fill(ranks, "patience", (stage,), _exponential)

    def preparation(self, ranks: int) -> FloatArray:
        """Uniform numbers that decide who prepared online."""
        return self._fill(ranks, "preparation", (), _uniform)

    def survey(self, respondents: int) -> FloatArray:
        """Uniform numbers that pick ``respondents`` customers of each day."""
        return self._fill(respondents, "survey", (), _uniform)

    def urgency(self, ranks: int) -> FloatArray:
        """Uniform numbers that decide who is taken first."""
        return self._fill(ranks, "priority", (), _uniform)

    def returns(self, ranks: int, number: int, visit: int) -> FloatArray:
        """Uniform numbers that decide who must do stage ``number`` again after this visit."""
        return self._fill(ranks, "rework", (number, visit), _uniform)

    def work(self, ranks: int, number: int, stage: Stage, visit: int = 0) -> FloatArray:
        """Work of every customer on a visit to stage ``number``, in units of its mean."""
        cv = stage.service_cv
        if cv == 0:
            return np.ones((ranks, self._tile.lanes))
        part = (number, visit) if visit else (number,)
        if cv == 1:
            return self._fill(ranks, "service", part, _exponential)
        shape = cv**-2

        def gamma(generator: np.random.Generator, size: tuple[int, int, int]) -> FloatArray:
            return generator.standard_gamma(shape, size) / shape

        return self._fill(ranks, "service", part, gamma)

    def _fill(self, ranks: int, purpose: str, part: tuple[int, ...], draw: Draw) -> FloatArray:
        out = np.empty((ranks, self._tile.lanes))
        for piece, columns in self._tile.slices():
            generator = stream(self._seed, purpose, piece.block, piece.span, *part)
            _used(piece, draw(generator, _shape(ranks)), out[:, columns])
        return out


def _shape(ranks: int) -> tuple[int, int, int]:
    return ranks, BLOCK_REPLICATIONS, SPAN_DAYS


def _used(piece: Piece, drawn: FloatArray, out: FloatArray) -> None:
    """Copy the lanes that the piece uses into the tile's columns."""
    part = drawn[:, : piece.replications, : piece.days]
    out.reshape(len(drawn), piece.replications, piece.days)[...] = part


def _exponential(generator: np.random.Generator, shape: tuple[int, int, int]) -> FloatArray:
    return generator.standard_exponential(shape)


def _uniform(generator: np.random.Generator, shape: tuple[int, int, int]) -> FloatArray:
    return generator.random(shape)
