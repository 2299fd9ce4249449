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
    """Everyone of a tile: arrays (ranks + 1, lanes); the last row and unused cells are fillers."""

    arrival: IntArray  # keys
    arrived: IntArray  # people (lanes)
    work: tuple[IntArray, ...]  # stamps, by stage
    patience: tuple[IntArray | None, ...]  # stamps, by stage
    prepared: npt.NDArray[np.bool_] | None
    draws: TileDraws


def draw_customers(
    system: ServiceSystem, tile: Tile, seed: int, space: Workspace, initial: int = 0
) -> Customers:
    """The customers of a tile as chance sends them; the arrays live in ``space``."""
    draws = TileDraws(tile, seed, space)
    arrival = _arrivals(system, tile, draws, space, initial)
    cells = arrival.shape
    here = arrival < L.FAR_STAMP
    arrived = here.sum(axis=0)
    people = -here[int(arrived.min()) :].astype(np.int64)  # -1 for people, 0 for fillers, where there are any
    prepared = None
    if system.prepared_share > 0:
        prepared = space.bools("prepared", *cells)
        draws.prepared(prepared, system.prepared_share)
    work: list[IntArray] = []
    patience: list[IntArray | None] = []
    for number, stage in enumerate(system.stages):
        work.append(space.ints(f"work {number}", *cells))
        rest = rest_of_work(stage, prepared, space)
        draws.work(work[-1], number, stage, stage.service_mean * L.TICKS, rest=rest)
        work[-1] <<= L.TICKET_BITS
        work[-1][-len(people) :] &= people
        patience.append(None)
        if stage.patience_mean is not None:
            limit = patience[-1] = space.ints(f"patience {number}", *cells)
            draws.patience(limit, number, stage.patience_mean * L.TICKS)
            np.minimum(limit, L.FAR * L.TICKS, out=limit)
            limit += 1
            limit <<= L.TICKET_BITS
    return Customers(L.give_tickets(arrival), arrived, tuple(work), tuple(patience), prepared, draws)


def rest_of_work(stage: Stage, prepared: npt.NDArray[np.bool_] | None, space: Workspace) -> FloatArray | None:
    """Part of the work that is left for each customer of a tile; ``None``: all of it for everyone."""
    if prepared is None or stage.prepared_factor == 1:
        return None
    rest = space.floats("rest", *prepared.shape)
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
    moments = nonstationary_poisson(times, knots, after=float(L.FAR))
    moments[:initial] = 0
    moments[-1] = L.FAR
    arrival = space.ints("arrival", *moments.shape)
    np.multiply(moments, L.TICKS, out=arrival, casting="unsafe")
    arrival <<= L.TICKET_BITS
    return arrival


def _unit_times(
    draws: TileDraws, space: Workspace, lanes: int, needed: FloatArray, initial: int
) -> FloatArray:
    """Running sums of unit gaps (ranks, lanes), as many ranks as it takes; the first ``initial`` are 0."""
    most = float(needed.max(initial=0.0))
    ranks = initial + math.ceil(most + 4.2 * math.sqrt(most)) + 8
    times = space.floats("times", ranks, lanes)
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
    space = workspace()
    people = draw_customers(system, tile, seed, space, request.initial)
    keys = people.arrival[:-1]
    breaks = system.break_minutes()
    runs: list[L.StageRun] = []
    called = None
    for number, stage in enumerate(system.stages):
        run = L.serve(
            keys,
            people.work[number],
            stage.servers,
            space,
            patience=people.patience[number],
            breaks=breaks,
            name=str(number % 2),  # who left a stage is needed until the next one is done
            in_order=number == 0,
        )
        keys = run.leaving
        runs.append(run)
        if request.since_call and number == 0:
            called = L.calls(people.arrival, run.leaving, people.work[0], space)
    if request.sums_do(system):
        return stage_sums(tile, people, runs)
    work = people.work[0]  # every stage is done: its room holds all the work now
    for more in people.work[1:]:
        work += more
    return summed(tile, people, runs, work, request, seed, space, called)


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
    later = L.close(leaving, called, work, space, name="called")
    if seen is not None:
        later.sojourn[...] &= seen
        later.waiting[...] &= seen
    return later.waiting, later.sojourn


def _bins(tile: Tile, times: IntArray | None, served: IntArray, space: Workspace) -> npt.NDArray[np.int32]:
    """Customers by bin of time, (replications of the tile, BINS); no bins where no times were asked for."""
    if times is None:
        return np.zeros((tile.replications, 0), np.int32)
    owner = tile.row_of_lane()
    bins = space.ints("taken 0", *times.shape)  # who left when is not needed any more
    shift = BIN_SHIFT + L.TICKET_BITS
    lifted = (owner * BINS + 1 << shift) - 1  # to the replication's first bin, and up to the next whole bin
    last = owner * BINS + BINS - 1
    for row, at in zip(times, bins, strict=True):
        np.add(row, lifted, out=at)
        np.right_shift(at, shift, out=at)
        np.minimum(at, last, out=at)
    counts = np.bincount(bins.reshape(-1), minlength=tile.replications * BINS).reshape(-1, BINS)
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
