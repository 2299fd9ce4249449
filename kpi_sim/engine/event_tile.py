"""A tile of working days by the event loop: the same customers and the same sums as the lanes, one day at a time."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from kpi_sim.engine import lanes as L
from kpi_sim.engine.draws import Tile
from kpi_sim.engine.events import Day, DayDraws, DayRun, Record
from kpi_sim.engine.system import ServiceSystem
from kpi_sim.engine.tile import Customers, Request, TileRun, draw_customers, summed

IntArray = npt.NDArray[np.int64]


def run_event_tile(system: ServiceSystem, tile: Tile, seed: int, request: Request) -> TileRun:
    """Every lane of the tile by the event loop."""
    people = draw_customers(system, tile, seed, request.initial)
    days = EventDays(system, people)
    cells = people.arrival.shape
    leaving = np.full(cells, L.FAR * L.TICKS, np.int64)
    work = np.zeros(cells, np.int64)
    sums = {name: np.zeros((len(system.stages), tile.lanes), np.int64) for name in ("left", "busy", "waited")}
    for lane in range(tile.lanes):
        run = days.run(lane)
        left = np.array(run.leaving, np.int64)
        leaving[: len(left), lane] = np.where(left < 0, L.FAR * L.TICKS, left)
        work[: len(left), lane] = run.work
        for name, array in sums.items():
            array[:, lane] = getattr(run, name)
    keys = np.sort(L.to_keys(leaving), axis=0)
    stages = [
        L.StageRun(keys, sums["left"][at], sums["busy"][at], sums["waited"][at])
        for at in range(len(system.stages))
    ]
    return summed(tile, people, stages, work, request, seed)


class EventDays:
    """The days of a tile, ready for the event loop; draws of repeated visits are made when they are needed."""

    def __init__(self, system: ServiceSystem, people: Customers) -> None:
        self._system, self._people = system, people
        self._breaks = [(int(a * L.TICKS), int(b * L.TICKS)) for a, b in system.break_minutes()]
        ranks = len(people.arrival)
        share = system.priority_share
        self._urgent = (
            people.draws.urgency(ranks) < share if share > 0 else np.zeros(people.arrival.shape, bool)
        )
        self._work_of, self._returns_of = cache(self._draw_work), cache(self._draw_returns)

    def run(self, lane: int, record: Record | None = None) -> DayRun:
        """One day to the end."""
        people, n = self._people, int(self._people.arrived[lane])
        draws = DayDraws(
            arrival=people.arrival[:n, lane].tolist(),
            patience=[None if p is None else p[:n, lane].tolist() for p in people.patience],
            urgent=self._urgent[:n, lane].tolist(),
            work=lambda customer, stage, visit: int(self._work_of(stage, visit)[customer, lane]),
            returns=lambda customer, stage, visit: bool(self._returns_of(stage, visit)[customer, lane]),
        )
        return Day(self._system, draws, self._breaks, record).run()

    def _draw_work(self, stage: int, visit: int) -> IntArray:
        people, about = self._people, self._system.stages[stage]
        if visit == 0:
            return people.work[stage]
        unit = people.draws.work(len(people.arrival), stage, about, visit)
        unit *= np.where(people.prepared, about.prepared_factor, 1.0)
        return L.to_ticks(unit, about.service_mean)

    def _draw_returns(self, stage: int, visit: int) -> npt.NDArray[np.bool_]:
        drawn = self._people.draws.returns(len(self._people.arrival), stage, visit)
        result: npt.NDArray[np.bool_] = drawn < self._system.stages[stage].rework_share
        return result
