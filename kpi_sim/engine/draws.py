"""What chance gives to a day: gaps, patience, preparation and work of each customer, by address.

A *lane* is one working day of one replication. Streams are drawn for fixed pieces of lanes (``BLOCK_REPLICATIONS``
replications x ``SPAN_DAYS`` days), customer rank by customer rank, so that a draw depends neither on how many
customers come, nor on how many days or replications are asked for, nor on how the pieces are grouped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from kpi_sim.engine.reserve import RESERVE, Draw, Reserve
from kpi_sim.engine.system import Stage
from kpi_sim.engine.workspace import Workspace
from kpi_sim.streams import BLOCK_REPLICATIONS, stream

SPAN_DAYS = 64
IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
Scalar = TypeVar("Scalar", bound=np.generic)
WHOLE = BLOCK_REPLICATIONS, SPAN_DAYS  # what is drawn for each customer of a piece


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

    def rows(self) -> dict[int, int]:
        """First row of each block in a table of the tile's replications; pieces of one block share its rows."""
        first: dict[int, int] = {}
        used = 0
        for piece in self.pieces:
            if piece.block not in first:
                first[piece.block] = used
                used += piece.replications
        return first

    @property
    def replications(self) -> int:
        """Replications that have a lane here."""
        return sum({piece.block: piece.replications for piece in self.pieces}.values())

    def row_of_lane(self) -> npt.NDArray[np.int64]:
        """Row of the replication that each lane belongs to."""
        first = self.rows()
        return np.concatenate(
            [first[p.block] + np.arange(p.replications).repeat(p.days) for p in self.pieces]
        )

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
    """Draws of a tile into arrays (ranks, lanes) that the caller gives; a later call may ask for more ranks."""

    def __init__(self, tile: Tile, seed: int, space: Workspace) -> None:
        self._tile, self._seed, self._space = tile, seed, space
        self._gaps: dict[Piece, np.random.Generator] = {}
        self._ranks = 0  # whose gaps were asked for

    def gaps(self, out: FloatArray) -> None:
        """The next unit gaps of every lane."""
        for piece, columns, drawn in self._drawn(out, "arrival", (), _exponential, self._ranks):
            np.copyto(_columns(out, piece, columns), drawn)
        self._ranks += len(out)

    def patience(self, out: IntArray, stage: int, scale: float) -> None:
        """Patience of every customer at a stage: unit exponential times ``scale``, whole."""
        self._fill(out, "patience", (stage,), _exponential, scale)

    def prepared(self, out: BoolArray, share: float) -> None:
        """Who prepared online."""
        self._below(out, "preparation", (), share)

    def urgent(self, out: BoolArray, share: float) -> None:
        """Who is taken first."""
        self._below(out, "priority", (), share)

    def returns(self, out: BoolArray, number: int, visit: int, share: float) -> None:
        """Who must do stage ``number`` again after this visit."""
        self._below(out, "rework", (number, visit), share)

    def survey(self, out: FloatArray) -> None:
        """Uniform numbers that pick respondents (respondents, lanes)."""
        for piece, columns, drawn in self._drawn(out, "survey", (), _uniform):
            np.copyto(_columns(out, piece, columns), drawn)

    def work(
        self,
        out: IntArray,
        number: int,
        stage: Stage,
        scale: float,
        *,
        visit: int = 0,
        rest: FloatArray | None = None,
    ) -> None:
        """Work of every customer on a visit to stage ``number``: unit work times ``scale``, whole.

        ``rest`` (ranks, lanes) is what is left of it for each customer.
        """
        if stage.service_cv == 0:
            np.multiply(1.0 if rest is None else rest, scale, out=out, casting="unsafe")
            return
        part = (number, visit) if visit else (number,)
        draw = _exponential if stage.service_cv == 1 else _Gamma(stage.service_cv**-2)
        self._fill(out, "service", part, draw, scale, rest)

    def _fill(
        self,
        out: IntArray,
        purpose: str,
        part: tuple[int, ...],
        draw: Draw,
        scale: float,
        rest: FloatArray | None = None,
    ) -> None:
        for piece, columns, drawn in self._drawn(out, purpose, part, draw):
            left = None
            if rest is not None:
                left = self._space.floats(*drawn.shape)
                drawn = np.multiply(drawn, _columns(rest, piece, columns), out=left)
            np.multiply(drawn, scale, out=_columns(out, piece, columns), casting="unsafe")
            self._space.give_back(left)

    def _below(self, out: BoolArray, purpose: str, part: tuple[int, ...], share: float) -> None:
        for piece, columns, drawn in self._drawn(out, purpose, part, _uniform):
            np.less(drawn, share, out=_columns(out, piece, columns))

    def _drawn(
        self, out: npt.NDArray[Scalar], purpose: str, part: tuple[int, ...], draw: Draw, begin: int = 0
    ) -> Iterator[tuple[Piece, slice, FloatArray]]:
        """For each piece its columns of ``out`` and the draws (ranks, replications, days) of the customers from ``begin``.

        They are only lent: not to be written to, and gone with the next piece.
        """
        room = None
        until = begin + len(out)
        for piece, columns in self._tile.slices():
            if Reserve.takes(piece.block, until, piece.replications, piece.days):
                address = (self._seed, purpose, piece.block, (piece.span, *part))
                used = (piece.replications, piece.days)
                yield piece, columns, RESERVE.ranks(address, draw, until, WHOLE, used)[begin:]
                continue
            if room is None:
                room = self._space.floats(len(out), *WHOLE)
            generator = self._gaps.pop(piece, None) if begin else None
            if generator is None:
                generator = stream(self._seed, purpose, piece.block, piece.span, *part)
                if begin:  # the first ones came from the reserve
                    draw(generator, np.empty((begin, *WHOLE)))
            draw(generator, room)
            if purpose == "arrival":  # the only one that is asked again
                self._gaps[piece] = generator
            yield piece, columns, _used(room, piece)
        self._space.give_back(room)


def _used(drawn: FloatArray, piece: Piece) -> FloatArray:
    """The lanes of a whole piece that are used."""
    return drawn[:, : piece.replications, : piece.days]


def _columns(array: npt.NDArray[Scalar], piece: Piece, columns: slice) -> npt.NDArray[Scalar]:
    """The piece's columns of a tile's array, shaped like the piece."""
    return array[:, columns].reshape(len(array), piece.replications, piece.days)


def _exponential(generator: np.random.Generator, out: FloatArray) -> None:
    generator.standard_exponential(out=out)


def _uniform(generator: np.random.Generator, out: FloatArray) -> None:
    generator.random(out=out)


@dataclass(frozen=True)
class _Gamma:
    """Unit work of a shape: two of one shape are equal."""

    shape: float

    def __call__(self, generator: np.random.Generator, out: FloatArray) -> None:
        generator.standard_gamma(self.shape, out=out)
        out /= self.shape
