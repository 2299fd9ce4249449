"""Working days of a counter service, replicated: cut into tiles, run on any executor, put together by address.

Days are independent, because staff finish everyone who is inside. How the days are cut and who works them changes
nothing in the result: every tile writes its own cells, and sums are sums of whole ticks.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from kpi_sim.engine import lanes as L
from kpi_sim.engine.draws import SPAN_DAYS, Piece, Tile, pieces_of
from kpi_sim.engine.event_log import COLUMNS, event_rows
from kpi_sim.engine.event_tile import run_event_tile
from kpi_sim.engine.system import ServiceSystem
from kpi_sim.engine.tile import BIN_MINUTES, Request, TileRun, run_tile
from kpi_sim.errors import OutOfRangeError
from kpi_sim.streams import BLOCK_REPLICATIONS, blocks, checked_seed
from kpi_sim.units import format_number

if TYPE_CHECKING:
    import pandas as pd

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]

LANES = 4480  # lanes worked side by side: enough to amortise a NumPy call, few enough for the cache
MOST_INITIAL, MOST_RESPONDENTS = 300, 1000


@dataclass(frozen=True)
class DayResults:
    """What happened on the working days: arrays (replications, days), times in minutes.

    ``arrived``, ``served``, ``left`` count people; ``waiting`` and ``sojourn`` are summed over those served
    (all queues together; from arrival to leaving). ``left_by_stage``, ``waited_by_stage``, ``busy_by_stage`` are
    (replications, days, stages). ``waiting_bins`` and ``sojourn_bins`` are (replications, bins): served customers by
    time, bin 0 exactly zero, then quarter minutes, last bin ten hours and more. ``asked_waiting`` and
    ``asked_sojourn`` are (replications, days, respondents), NaN on days when nobody was served.
    ``called_waiting_bins`` and ``called_sojourn_bins`` count from the first call instead of the arrival; without
    ``since_call`` they have no bins.
    """

    system: ServiceSystem
    seed: int
    request: Request
    arrived: IntArray
    served: IntArray
    left_by_stage: IntArray
    waited_by_stage: FloatArray
    busy_by_stage: FloatArray
    waiting: FloatArray
    sojourn: FloatArray
    on_time: IntArray
    waiting_bins: npt.NDArray[np.int32]
    sojourn_bins: npt.NDArray[np.int32]
    called_waiting_bins: npt.NDArray[np.int32]
    called_sojourn_bins: npt.NDArray[np.int32]
    asked_waiting: FloatArray
    asked_sojourn: FloatArray
    first_block: int = 0

    @property
    def left(self) -> IntArray:
        """People who walked away, (replications, days)."""
        total: IntArray = self.left_by_stage.sum(axis=2)
        return total

    def event_log(self, replication: int = 1, *, days: Sequence[int] | None = None) -> pd.DataFrame:
        """Every event of one replication (1, 2, …), as a table that queue animations read.

        Args:
            days: working days (1, 2, …); all of them unless given. One replication at a time: events of several
                runs in one table would show a queue that never was.

        Raises:
            OutOfRangeError: there is no such replication or day.
        """
        import pandas as pd

        replications, all_days = self.arrived.shape
        wanted = range(1, all_days + 1) if days is None else days
        _check_place("Ulangan", replication, replications)
        for day in wanted:
            _check_place("Hari", day, all_days)
        rows = event_rows(
            self.system,
            seed=self.seed,
            replication=replication - 1,
            days=[day - 1 for day in wanted],
            initial=self.request.initial,
            first_block=self.first_block,
        )
        return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"resource_id": "Int64"})


def simulate_days(
    system: ServiceSystem,
    *,
    days: int,
    replications: int,
    seed: int,
    executor: Executor | None = None,
    observe: tuple[float, float] | None = None,
    initial: int = 0,
    standard: float | None = None,
    respondents: int = 0,
    since_call: bool = False,
    distributions: bool = True,
    first_block: int = 0,
    lanes: int = LANES,
    by_events: bool = False,
) -> DayResults:
    """``replications`` independent runs of ``days`` working days.

    Args:
        system: stages and arrivals.
        executor: any ``concurrent.futures.Executor``; changes the time, never a bit of the result.
        observe: clock hours (from, to); only people who arrive in between are counted in ``arrived``, ``served``,
            ``waiting``, ``sojourn`` and the distributions (those who left still show in ``left_by_stage``).
        initial: people at the door when it opens.
        standard: minutes that the service standard allows; ``on_time`` counts who was served within them.
        respondents: served customers drawn each day, with replacement, whose waiting and sojourn are kept.
        since_call: count those served by their time since the first stage called them, too: what a register knows
            that has no ticket machine.
        distributions: count customers by time; without (and without ``observe``, ``standard``, ``respondents``,
            ``since_call``) only sums are made, which takes two thirds of the time, and the bins are empty.
        first_block: number of the first block of replications, for continuing a run.
        lanes: days worked side by side; changes time and memory, never the result.
        by_events: use the event loop even where the lanes could do it; the result is the same, slower.

    Raises:
        OutOfRangeError: a count, the standard or the hours are not possible.
        QueueTooLongError: the staff can never finish.
    """
    _check_places(days, replications, initial, respondents)
    _check_hours(standard, observe)
    checked_seed(seed)
    window = None
    if observe is not None:
        window = ((observe[0] - system.opens) * 60, (observe[1] - system.opens) * 60)
    request = Request(standard, window, respondents, initial, distributions, since_call)
    work = [
        piece for block, used in blocks(replications) for piece in pieces_of(first_block + block, used, days)
    ]
    tiles = _tiles(work, system, initial, lanes)
    work_tile = run_event_tile if system.needs_events or by_events else run_tile
    run = partial(work_tile, system, seed=seed, request=request)
    results = map(run, tiles) if executor is None else executor.map(run, tiles)
    book = _Book(system, seed, request, days, replications, first_block)
    for tile, result in zip(tiles, results, strict=True):
        book.enter(tile, result)
    return book.close()


def _check_places(days: int, replications: int, initial: int, respondents: int) -> None:
    _check_place("Jumlah hari", days, 1_000_000)
    _check_place("Jumlah ulangan", replications, 1_000_000)
    _check_place("Antrean saat buka", initial, MOST_INITIAL, least=0)
    _check_place("Responden sehari", respondents, MOST_RESPONDENTS, least=0)


def _check_hours(standard: float | None, observe: tuple[float, float] | None) -> None:
    if standard is not None and not standard > 0:
        raise OutOfRangeError(
            name="Standar pelayanan (menit)",
            value=format_number(standard),
            allowed="Isi bilangan di atas nol.",
        )
    if observe is not None and not observe[0] < observe[1]:
        raise OutOfRangeError(
            name="Jam pengamatan",
            value="–".join(map(format_number, observe)),
            allowed="Isi jam mulai yang lebih awal daripada jam selesai.",
        )


def _check_place(name: str, value: int, most: int, *, least: int = 1) -> None:
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or not least <= value <= most:
        allowed = f"Isi bilangan bulat dari {least} sampai {most}."
        raise OutOfRangeError(name=name, value=value, allowed=allowed)


def _tiles(work: Sequence[Piece], system: ServiceSystem, initial: int, lanes: int) -> list[Tile]:
    """Pieces in groups of about ``lanes`` lanes that fit the ticket numbers."""
    most = system.expected * max(system.day_factors, default=1.0)
    ranks = initial + most + 6 * math.sqrt(most) + 50
    limit = min(max(lanes, 1), int(L.MOST_CELLS / ranks))
    tiles: list[list[Piece]] = [[]]
    size = 0
    for piece in work:
        if tiles[-1] and size + piece.lanes > limit:
            tiles.append([])
            size = 0
        tiles[-1].append(piece)
        size += piece.lanes
    return [Tile(tuple(pieces)) for pieces in tiles]


_BINS = ("waiting_bins", "sojourn_bins", "called_waiting_bins", "called_sojourn_bins")


class _Book:
    """The arrays of a result, filled tile by tile."""

    def __init__(
        self, system: ServiceSystem, seed: int, request: Request, days: int, replications: int, first: int
    ) -> None:
        cells, stages = (replications, days), len(system.stages)
        self._about = (system, seed, request)
        self._first = first
        self._days = {
            name: np.zeros(cells, np.int64) for name in ("arrived", "served", "waiting", "sojourn", "on_time")
        }
        self._stages = {name: np.zeros((stages, *cells), np.int64) for name in ("left", "waited", "busy")}
        self._bins: dict[str, npt.NDArray[np.int32]] = {}
        self._asked = np.full((2, request.respondents, *cells), np.nan)
        self._replications = replications

    def enter(self, tile: Tile, run: TileRun) -> None:
        """Write a tile's numbers to their places."""
        for piece, columns in tile.slices():
            from_row = (piece.block - self._first) * BLOCK_REPLICATIONS
            rows = slice(from_row, from_row + piece.replications)
            days = slice(piece.span * SPAN_DAYS, piece.span * SPAN_DAYS + piece.days)
            shape = (piece.replications, piece.days)
            for name, array in self._days.items():
                array[rows, days] = getattr(run, name)[columns].reshape(shape)
            for name, stages in self._stages.items():
                stages[:, rows, days] = getattr(run, name)[:, columns].reshape(-1, *shape)
            if self._asked.size:
                for at in range(2):
                    self._asked[at, :, rows, days] = run.asked[at][:, columns].reshape(-1, *shape)
        self._enter_bins(tile, run)

    def _enter_bins(self, tile: Tile, run: TileRun) -> None:
        many = {piece.block: piece.replications for piece in tile.pieces}
        for name in _BINS:
            counts = getattr(run, name)
            whole = self._bins.setdefault(name, np.zeros((self._replications, counts.shape[1]), np.int32))
            for block, row in tile.rows().items():
                to = (block - self._first) * BLOCK_REPLICATIONS
                whole[to : to + many[block]] += counts[row : row + many[block]]

    def close(self) -> DayResults:
        """The finished result."""
        system, seed, request = self._about
        days, stages = self._days, {k: np.moveaxis(v, 0, 2) for k, v in self._stages.items()}
        asked = np.moveaxis(self._asked, 1, 3)
        return DayResults(
            system=system,
            seed=seed,
            request=request,
            arrived=days["arrived"],
            served=days["served"],
            left_by_stage=stages["left"],
            waited_by_stage=L.minutes_of(stages["waited"]),
            busy_by_stage=L.minutes_of(stages["busy"]),
            waiting=L.minutes_of(days["waiting"]),
            sojourn=L.minutes_of(days["sojourn"]),
            on_time=days["on_time"],
            **self._bins,
            asked_waiting=asked[0],
            asked_sojourn=asked[1],
            first_block=self._first,
        )


def quantile(bins: npt.NDArray[np.int32] | FloatArray, share: float) -> FloatArray:
    """Quantile (minutes) of each row of bins (replications, bins); NaN where nobody was counted.

    Exact at zero, interpolated inside a quarter of a minute elsewhere.
    """
    running = bins.cumsum(axis=1)
    total = running[:, -1]
    wanted = share * total
    at = (running < wanted[:, None]).sum(axis=1)
    at = np.minimum(at, bins.shape[1] - 1)
    row = np.arange(len(bins))
    inside = bins[row, at]
    before = running[row, at] - inside
    part = np.divide(wanted - before, inside, out=np.zeros(len(bins)), where=inside > 0)
    value = np.where(at == 0, 0.0, (at - 1 + part) * BIN_MINUTES)
    result: FloatArray = np.where(total > 0, value, np.nan)
    return result
