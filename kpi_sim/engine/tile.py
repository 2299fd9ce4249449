"""One tile of working days through every stage: draws in, sums per day and counts per replication out."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi_sim.engine import lanes as L
from kpi_sim.engine.arrivals import cumulative_rate, nonstationary_poisson
from kpi_sim.engine.draws import Tile, TileDraws
from kpi_sim.engine.system import ServiceSystem, Stage
from kpi_sim.engine.workspace import Workspace, workspace
from kpi_sim.errors import LabIkuError

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]

BIN_SHIFT = 12  # a bin of the distributions is 2**12 ticks wide: a quarter of a minute
BIN_MINUTES = (1 << BIN_SHIFT) / L.TICKS
BINS = 2402  # exactly zero; quarter minutes up to ten hours; longer


class QueueTooLongError(LabIkuError):
    """People wait for months: the staff can never finish."""

    what = (
        "Antrean tidak pernah habis: pekerjaan sehari lebih dari yang sanggup diselesaikan dalam tiga bulan."
    )
    fix = "Tambah petugas, perpendek lama layanan, atau kurangi pengunjung."


@dataclass(frozen=True)
class Request:
    """What to observe: service standard, arrival window (minutes since opening), survey respondents a day.

    ``singly``: look at every customer; otherwise sums must do. ``since_call``: count time from the first call, too.
    """

    standard: float | None = None
    window: tuple[float, float] | None = None
    respondents: int = 0
    initial: int = 0
    singly: bool = True
    since_call: bool = False

    def sums_do(self, system: ServiceSystem) -> bool:
        """Whether the sums of the stages tell all that is asked: nobody leaves after the first stage."""
        stays = all(stage.patience_mean is None for stage in system.stages[1:])
        asked = (
            self.singly
            or self.standard is not None
            or self.respondents
            or self.window is not None
            or self.since_call
        )
        return stays and not asked


@dataclass(frozen=True)
class TileRun:
    """Sums of a tile; lanes last. Times are stamps, counts people; ``left``, ``waited``, ``busy`` by stage."""

    arrived: IntArray
    served: IntArray
    left: IntArray
    waited: IntArray
    busy: IntArray
    waiting: IntArray
    sojourn: IntArray
    on_time: IntArray
    waiting_bins: npt.NDArray[np.int32]
    sojourn_bins: npt.NDArray[np.int32]
    called_waiting_bins: npt.NDArray[np.int32]
    called_sojourn_bins: npt.NDArray[np.int32]
    asked: tuple[FloatArray, FloatArray]


@dataclass(frozen=True)
class Customers:
    """Everyone of a tile: arrays (ranks + 1, lanes); the last row and unused cells are fillers.

    Work and patience are drawn when they are asked for, into ``space``: the order of asking changes nothing.
    """

    system: ServiceSystem
    arrival: IntArray  # keys
    arrived: IntArray  # people (lanes)
    prepared: npt.NDArray[np.bool_] | None
    draws: TileDraws
    space: Workspace

    def work(self, number: int) -> IntArray:
        """Stamps of work at a stage, at the first visit; none for fillers."""
        stage, space = self.system.stages[number], self.space
        work, rest = space.ints(*self.arrival.shape), rest_of_work(stage, self.prepared, space)
        self.draws.work(work, number, stage, stage.service_mean * L.TICKS, rest=rest)
        space.give_back(rest)
        work <<= L.TICKET_BITS
        ranks = np.arange(len(work))[:, None]
        fewest = int(self.arrived.min())
        for some in L.groups(len(work) - fewest, len(self.arrived)):
            work[fewest:][some] *= ranks[fewest:][some] < self.arrived
        return work

    def patience(self, number: int) -> IntArray | None:
        """Stamps that each customer will wait at a stage; ``None`` where nobody leaves."""
        mean = self.system.stages[number].patience_mean
        if mean is None:
            return None
        limit = self.space.ints(*self.arrival.shape)
        self.draws.patience(limit, number, mean * L.TICKS)
        np.minimum(limit, L.FAR * L.TICKS, out=limit)
        limit += 1
        limit <<= L.TICKET_BITS
        return limit


def draw_customers(
    system: ServiceSystem, tile: Tile, seed: int, space: Workspace, initial: int = 0
) -> Customers:
    """The customers of a tile as chance sends them; the arrays live in ``space``."""
    draws = TileDraws(tile, seed, space)
    arrival = _arrivals(system, tile, draws, space, initial)
    arrived = (arrival < L.FAR_STAMP).sum(axis=0)
    prepared = None
    if system.prepared_share > 0:
        prepared = space.bools(*arrival.shape)
        draws.prepared(prepared, system.prepared_share)
    return Customers(system, L.give_tickets(arrival), arrived, prepared, draws, space)


def rest_of_work(stage: Stage, prepared: npt.NDArray[np.bool_] | None, space: Workspace) -> FloatArray | None:
    """Part of the work that is left for each customer of a tile; ``None``: all of it for everyone."""
    if prepared is None or stage.prepared_factor == 1:
        return None
    rest = space.floats(*prepared.shape)
    np.multiply(prepared, stage.prepared_factor - 1.0, out=rest)
    rest += 1.0
    return rest


def _arrivals(
    system: ServiceSystem, tile: Tile, draws: TileDraws, space: Workspace, initial: int
) -> IntArray:
    """Stamps of arrival (ranks + 1, lanes), ``FAR_STAMP`` for fillers; the last row is fillers only."""
    factors = np.ones(1)
    if system.day_factors:
        factors = np.asarray(system.day_factors)[tile.day_of_lane() % len(system.day_factors)]
    needed = system.expected * factors
    times = _unit_times(draws, space, tile.lanes, needed, initial)
    ranks = int((times < needed).sum(axis=0).max(initial=0))
    times = times[: max(ranks, initial, 1) + 1]
    if system.day_factors:
        with np.errstate(divide="ignore"):
            np.divide(times, factors, out=times, where=times > 0)
    knots = cumulative_rate(system.arrivals, system.slot_minutes)
    arrival = space.ints(*times.shape)
    for some in L.groups(*times.shape):
        moments = nonstationary_poisson(times[some], knots, after=float(L.FAR))
        np.multiply(moments, L.TICKS, out=arrival[some], casting="unsafe")
    space.give_back(times)
    arrival[:initial] = 0
    arrival[-1] = L.FAR * L.TICKS
    arrival <<= L.TICKET_BITS
    return arrival


def _unit_times(
    draws: TileDraws, space: Workspace, lanes: int, needed: FloatArray, initial: int
) -> FloatArray:
    """Running sums of unit gaps (ranks, lanes), as many ranks as it takes; the first ``initial`` are 0."""
    most = float(needed.max(initial=0.0))
    ranks = initial + math.ceil(most + 4.2 * math.sqrt(most)) + 8
    times = space.floats(ranks, lanes)
    draws.gaps(times)
    times[:initial] = 0
    _accumulate(times)
    while (times[-1] <= needed).any():
        more = np.empty((32, lanes))
        draws.gaps(more)
        more[0] += times[-1]
        _accumulate(more)
        times = np.concatenate([times, more])
    return times


def _accumulate(gaps: FloatArray) -> None:
    for row in range(1, len(gaps)):
        np.add(gaps[row], gaps[row - 1], out=gaps[row])


def run_tile(system: ServiceSystem, tile: Tile, seed: int, request: Request) -> TileRun:
    """Every lane of the tile through every stage, by the lane recursion."""
    with workspace() as space:
        people = draw_customers(system, tile, seed, space, request.initial)
        breaks, sums_do = system.break_minutes(), request.sums_do(system)
        runs: list[L.StageRun] = []
        called = total = None
        for number, stage in enumerate(system.stages):
            keys = runs[-1].leaving if runs else people.arrival[:-1]
            work, patience = people.work(number), people.patience(number)
            run = L.serve(
                keys, work, stage.servers, space, patience=patience, breaks=breaks, in_order=number == 0
            )
            space.give_back(patience)
            if runs:
                space.give_back(keys)
            runs.append(run)
            if request.since_call and number == 0:
                called = L.calls(people.arrival, run.leaving, work, space)
            if total is None and not sums_do:
                total = work
                continue
            if total is not None:
                total += work
            space.give_back(work)
        if total is None:
            return stage_sums(tile, people, runs)
        return summed(tile, people, runs, total, request, seed, space, called)


def stage_sums(tile: Tile, people: Customers, runs: list[L.StageRun]) -> TileRun:
    """Sums of a tile where everyone who is served once is served to the end: inside is waiting and work."""
    _refuse_endless(runs)
    waited, busy, left = (
        np.stack([getattr(run, name) for run in runs]) for name in ("waited", "busy", "left")
    )
    waiting, nothing = waited.sum(axis=0), np.zeros(tile.lanes, np.int64)
    no_bins = np.zeros((tile.replications, 0), np.int32)
    return TileRun(
        arrived=people.arrived,
        served=people.arrived - left.sum(axis=0),
        left=left,
        waited=waited,
        busy=busy,
        waiting=waiting,
        sojourn=waiting + busy.sum(axis=0),
        on_time=nothing,
        waiting_bins=no_bins,
        sojourn_bins=no_bins,
        called_waiting_bins=no_bins,
        called_sojourn_bins=no_bins,
        asked=_NOBODY,
    )


def _refuse_endless(runs: list[L.StageRun]) -> None:
    if (runs[-1].leaving[-1] >= L.FAR_STAMP + (1 << L.TICKET_BITS)).any():
        raise QueueTooLongError


def summed(
    tile: Tile,
    people: Customers,
    runs: list[L.StageRun],
    work: IntArray,
    request: Request,
    seed: int,
    space: Workspace,
    called: IntArray | None,
) -> TileRun:
    """Sums of a tile from its stages.

    ``work``: all the work done for each customer, ``called``: keys of their first calls, if asked for, both
    (ranks + 1, lanes).
    """
    leaving = runs[-1].leaving
    _refuse_endless(runs)
    closing = L.close(leaving, people.arrival, work, space)
    left, arrived, seen = np.stack([run.left for run in runs]), people.arrived, None
    served = arrived - left.sum(axis=0)
    if request.window is not None:
        seen = L.seen(closing, leaving, people.arrival, request.window)
        served = -seen.sum(axis=0)
        begin, end = map(L.stamp_of, request.window)
        arrived = ((people.arrival >= begin) & (people.arrival < end)).sum(axis=0)
    on_time = np.zeros(tile.lanes, np.int64)
    if request.standard is not None:
        on_time = served - ((closing.sojourn > L.stamp_of(request.standard)).sum(axis=0))
    asked = _ask(tile, request, seed, closing, served, seen, space) if request.respondents else _NOBODY
    later = _since_call(leaving, called, work, seen, space)
    return TileRun(
        arrived=arrived,
        served=served,
        left=left,
        waited=np.stack([run.waited for run in runs]),
        busy=np.stack([run.busy for run in runs]),
        waiting=closing.waiting.sum(axis=0),
        sojourn=closing.sojourn.sum(axis=0),
        on_time=on_time,
        waiting_bins=_bins(tile, closing.waiting, served, space),
        sojourn_bins=_bins(tile, closing.sojourn, served, space),
        called_waiting_bins=_bins(tile, later[0], served, space),
        called_sojourn_bins=_bins(tile, later[1], served, space),
        asked=asked,
    )


def _since_call(
    leaving: IntArray, called: IntArray | None, work: IntArray, seen: IntArray | None, space: Workspace
) -> tuple[IntArray | None, IntArray | None]:
    """Time in queues and time inside since the first call, of those observed; nothing where not asked for."""
    if called is None:
        return None, None
    later = L.close(leaving, called, work, space)
    if seen is not None:
        later.sojourn[...] &= seen
        later.waiting[...] &= seen
    return later.waiting, later.sojourn


def _bins(tile: Tile, times: IntArray | None, served: IntArray, space: Workspace) -> npt.NDArray[np.int32]:
    """Customers by bin of time, (replications of the tile, BINS); no bins where no times were asked for."""
    if times is None:
        return np.zeros((tile.replications, 0), np.int32)
    owner = tile.row_of_lane()
    bins = space.ints(*times.shape)
    shift = BIN_SHIFT + L.TICKET_BITS
    lifted = (owner * BINS + 1 << shift) - 1  # to the replication's first bin, and up to the next whole bin
    last = owner * BINS + BINS - 1
    for some in L.groups(*times.shape):
        row = bins[some]
        np.add(times[some], lifted, out=row)
        np.right_shift(row, shift, out=row)
        np.minimum(row, last, out=row)
    counts = np.bincount(bins.reshape(-1), minlength=tile.replications * BINS).reshape(-1, BINS)
    space.give_back(bins)
    # what is masked (fillers, people outside the window) was counted as zero
    np.subtract.at(counts[:, 0], owner, len(times) - served)
    return counts.astype(np.int32)


_NOBODY = (np.empty((0, 0)), np.empty((0, 0)))


def _ask(
    tile: Tile,
    request: Request,
    seed: int,
    closing: L.Closing,
    served: IntArray,
    seen: IntArray | None,
    space: Workspace,
) -> tuple[FloatArray, FloatArray]:
    """Waiting and sojourn (minutes) of ``respondents`` customers a day, drawn among those served; NaN: nobody."""
    drawn = np.empty((request.respondents, tile.lanes))
    TileDraws(tile, seed, space).survey(drawn)
    row = np.minimum((drawn * served).astype(np.int64), np.maximum(served - 1, 0))
    lane = np.arange(tile.lanes)
    if seen is not None:  # those observed do not stand in the first rows
        row = np.argsort(seen, axis=0, kind="stable")[row, lane]
    nobody = np.where(served > 0, 1.0, np.nan)
    waiting, sojourn = (L.minutes_of(times[row, lane]) for times in (closing.waiting, closing.sojourn))
    return waiting * nobody, sojourn * nobody
