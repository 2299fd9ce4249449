"""One tile of working days through every stage: draws in, sums per day and counts per replication out."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi_sim.engine import lanes as L
from kpi_sim.engine.arrivals import cumulative_rate, nonstationary_poisson
from kpi_sim.engine.draws import Tile, TileDraws
from kpi_sim.engine.system import ServiceSystem
from kpi_sim.errors import LabIkuError

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]

BIN_SHIFT = 18  # a bin of the distributions is 2**18 ticks wide: a quarter of a minute
BIN_MINUTES = (1 << BIN_SHIFT) / L.TICKS
BINS = 2402  # exactly zero; quarter minutes up to ten hours; longer


class QueueTooLongError(LabIkuError):
    """People wait for years: the staff can never finish."""

    what = "Antrean tidak pernah habis: pekerjaan sehari lebih dari yang sanggup diselesaikan dalam setahun."
    fix = "Tambah petugas, perpendek lama layanan, atau kurangi pengunjung."


@dataclass(frozen=True)
class Request:
    """What to observe: service standard, arrival window (minutes since opening), survey respondents a day."""

    standard: float | None = None
    window: tuple[float, float] | None = None
    respondents: int = 0
    initial: int = 0


@dataclass(frozen=True)
class TileRun:
    """Sums of a tile; lanes last. Times are ticks, counts people; ``left``, ``waited``, ``busy`` by stage."""

    arrived: IntArray
    served: IntArray
    left: IntArray
    waited: IntArray
    busy: IntArray
    waiting: IntArray
    sojourn: IntArray
    on_time: IntArray
    waiting_bins: IntArray
    sojourn_bins: IntArray
    asked: tuple[FloatArray, FloatArray]


@dataclass(frozen=True)
class Customers:
    """Everyone of a tile: arrays (ranks + 1, lanes); the last row and unused cells are fillers."""

    arrival: IntArray  # ticks
    arrived: IntArray  # people (lanes)
    work: tuple[IntArray, ...]  # ticks, by stage
    patience: tuple[IntArray | None, ...]  # ticks, by stage
    prepared: npt.NDArray[np.bool_]
    draws: TileDraws


def draw_customers(system: ServiceSystem, tile: Tile, seed: int, initial: int = 0) -> Customers:
    """The customers of a tile as chance sends them."""
    draws = TileDraws(tile, seed)
    moments = _arrival_moments(system, tile, draws, initial)
    here = moments < L.FAR
    ranks = len(moments)
    prepared = np.zeros(moments.shape, bool)
    if system.prepared_share > 0:
        prepared = draws.preparation(ranks) < system.prepared_share
    work: list[IntArray] = []
    patience: list[IntArray | None] = []
    for number, stage in enumerate(system.stages):
        unit = draws.work(ranks, number, stage)
        if stage.prepared_factor != 1 and system.prepared_share > 0:
            unit *= np.where(prepared, stage.prepared_factor, 1.0)
        unit *= here
        work.append(L.to_ticks(unit, stage.service_mean))
        if stage.patience_mean is None:
            patience.append(None)
        else:
            minutes = np.minimum(draws.patience(ranks, number) * stage.patience_mean, L.FAR)
            patience.append(L.to_ticks(minutes) + 1)
    return Customers(L.to_ticks(moments), here.sum(axis=0), tuple(work), tuple(patience), prepared, draws)


def _arrival_moments(system: ServiceSystem, tile: Tile, draws: TileDraws, initial: int) -> FloatArray:
    """Minutes since opening (ranks + 1, lanes), ``FAR`` for fillers; the last row is fillers only."""
    factors = np.ones(tile.lanes)
    if system.day_factors:
        factors = np.asarray(system.day_factors)[tile.day_of_lane() % len(system.day_factors)]
    needed = system.expected * factors
    most = float(needed.max(initial=0.0))
    times = draws.gaps(initial + math.ceil(most + 4.2 * math.sqrt(most)) + 8)
    times[:initial] = 0
    _accumulate(times)
    while (times[-1] <= needed).any():
        more = draws.gaps(32)
        more[0] += times[-1]
        _accumulate(more)
        times = np.concatenate([times, more])
    ranks = int((times < needed).sum(axis=0).max(initial=0))
    times = times[: max(ranks, initial, 1) + 1]
    with np.errstate(divide="ignore"):
        times /= np.where(times == 0, 1.0, factors)
    knots = cumulative_rate(system.arrivals, system.slot_minutes)
    moments = nonstationary_poisson(times, knots, after=float(L.FAR))
    moments[:initial] = 0
    moments[-1] = L.FAR
    return moments


def _accumulate(gaps: FloatArray) -> None:
    for row in range(1, len(gaps)):
        np.add(gaps[row], gaps[row - 1], out=gaps[row])


def run_tile(system: ServiceSystem, tile: Tile, seed: int, request: Request) -> TileRun:
    """Every lane of the tile through every stage, by the lane recursion."""
    people = draw_customers(system, tile, seed, request.initial)
    keys = L.to_keys(people.arrival.copy())[:-1]
    breaks = system.break_minutes()
    runs = []
    for number, stage in enumerate(system.stages):
        patience = people.patience[number]
        run = L.serve(
            keys,
            people.work[number] << L.TICKET_BITS,
            stage.servers,
            patience=None if patience is None else patience << L.TICKET_BITS,
            breaks=breaks,
        )
        keys = run.leaving
        runs.append(run)
    work = sum(people.work[1:], start=people.work[0])
    return summed(tile, people, runs, work, request, seed)


def summed(
    tile: Tile, people: Customers, runs: list[L.StageRun], work: IntArray, request: Request, seed: int
) -> TileRun:
    """Sums of a tile from its stages; ``work`` is all the work done for each customer, (ranks + 1, lanes)."""
    ticket = L.ticket_of(runs[-1].leaving)
    leaving = L.time_of(runs[-1].leaving)
    done = (leaving - L.FAR * L.TICKS) >> 63  # -1 where a customer was served, 0 for fillers
    left = np.stack([run.left for run in runs])
    if (left.sum(axis=0) - done.sum(axis=0) != people.arrived).any():
        raise QueueTooLongError
    arrival = people.arrival.reshape(-1).take(ticket, mode="clip")
    arrived = people.arrived
    if request.window is not None:
        begin, end = (int(minutes * L.TICKS) for minutes in request.window)
        done &= -((arrival >= begin) & (arrival < end)).astype(np.int64)
        arrived = ((people.arrival >= begin) & (people.arrival < end)).sum(axis=0)
    sojourn = (leaving - arrival) & done
    waiting = (sojourn - work.reshape(-1).take(ticket, mode="clip")) & done
    on_time = np.zeros(tile.lanes, np.int64)
    if request.standard is not None:
        late = (int(request.standard * L.TICKS) - sojourn) >> 63
        on_time = (late & done).sum(axis=0) - done.sum(axis=0)
    served = -done.sum(axis=0)
    asked = _ask(tile, request, seed, done, waiting, sojourn) if request.respondents else _NOBODY
    return TileRun(
        arrived=arrived,
        served=served,
        left=left,
        waited=np.stack([run.waited for run in runs]),
        busy=np.stack([run.busy for run in runs]),
        waiting=waiting.sum(axis=0),
        sojourn=sojourn.sum(axis=0),
        on_time=on_time,
        waiting_bins=_bins(tile, waiting, served),
        sojourn_bins=_bins(tile, sojourn, served),
        asked=asked,
    )


def _bins(tile: Tile, times: IntArray, served: IntArray) -> IntArray:
    """Customers by bin of time, (replications of the tile in the order of its pieces, BINS)."""
    bins = (times + ((1 << BIN_SHIFT) - 1)) >> BIN_SHIFT
    np.minimum(bins, BINS - 1, out=bins)
    owner = np.concatenate([np.arange(p.replications).repeat(p.days) for p in tile.pieces])
    offset = np.concatenate([np.zeros(1, np.int64), np.cumsum([p.replications for p in tile.pieces])])
    owner += np.repeat(offset[:-1], [p.lanes for p in tile.pieces])
    bins += owner * BINS
    counts = np.bincount(bins.reshape(-1), minlength=int(offset[-1]) * BINS).reshape(-1, BINS)
    # what is masked (fillers, people outside the window) was counted as zero
    np.subtract.at(counts[:, 0], owner, len(times) - served)
    return counts


_NOBODY = (np.empty((0, 0)), np.empty((0, 0)))


def _ask(
    tile: Tile, request: Request, seed: int, done: IntArray, waiting: IntArray, sojourn: IntArray
) -> tuple[FloatArray, FloatArray]:
    """Waiting and sojourn (minutes) of ``respondents`` customers a day, drawn among those served; NaN: nobody."""
    served = -done.sum(axis=0)
    drawn = TileDraws(tile, seed).survey(request.respondents)
    row = np.minimum((drawn * served).astype(np.int64), np.maximum(served - 1, 0))
    lane = np.arange(tile.lanes)
    if request.window is not None:  # those observed do not stand in the first rows
        row = np.argsort(done, axis=0, kind="stable")[row, lane]
    nobody = np.where(served > 0, 1.0, np.nan)
    return L.minutes_of(waiting[row, lane]) * nobody, L.minutes_of(sojourn[row, lane]) * nobody
