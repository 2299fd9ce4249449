"""A tile of working days by the event loop: the same customers and the same sums as the lanes, one day at a time."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from kpi_sim.engine import lanes as L
from kpi_sim.engine.draws import Tile
from kpi_sim.engine.events import Day, DayDraws, DayRun, Record
from kpi_sim.engine.system import ServiceSystem
from kpi_sim.engine.tile import Customers, Request, TileRun, draw_customers, rest_of_work, summed
from kpi_sim.engine.workspace import Workspace

IntArray = npt.NDArray[np.int64]


def run_event_tile(system: ServiceSystem, tile: Tile, seed: int, request: Request) -> TileRun:
    """Every lane of the tile by the event loop."""
    space = Workspace()
    people = draw_customers(system, tile, seed, space, request.initial)
    days = EventDays(system, people)
    cells = people.arrival.shape
    keys = np.full(cells, L.FAR_STAMP | (people.arrival.size - 1), np.int64)  # the last cell is a filler's
    work = np.zeros(cells, np.int64)
    called = np.full(cells, -1, np.int64)
    sums = {name: np.zeros((len(system.stages), tile.lanes), np.int64) for name in ("left", "busy", "waited")}
    for lane in range(tile.lanes):
        run = days.run(lane)
        order = np.array(run.order, np.int64)
        left = np.array(run.leaving, np.int64)[order] << L.TICKET_BITS
        keys[: len(order), lane] = left | (order * tile.lanes + lane)
        work[: len(run.work), lane] = run.work
        called[: len(run.called), lane] = run.called
        for name, array in sums.items():
            array[:, lane] = getattr(run, name)
    calls = np.where(called < 0, people.arrival, L.give_tickets(called << L.TICKET_BITS))
    stages = [
        L.StageRun(
            keys,
            sums["left"][at],
            sums["busy"][at] << L.TICKET_BITS,
            sums["waited"][at] << L.TICKET_BITS,
        )
        for at in range(len(system.stages))
    ]
    return summed(
        tile,
        people,
        stages,
        work << L.TICKET_BITS,
        request,
        seed,
        space,
        calls if request.since_call else None,
    )


class EventDays:
    """The days of a tile, ready for the event loop; draws of repeated visits are made when they are needed."""

    def __init__(self, system: ServiceSystem, people: Customers) -> None:
        self._system, self._people = system, people
        self._breaks = [(int(a * L.TICKS), int(b * L.TICKS)) for a, b in system.break_minutes()]
        self._cells = people.arrival.shape
        self._patience = [people.patience(at) for at in range(len(system.stages))]
        self._urgent = np.zeros(self._cells, bool)
        if system.priority_share > 0:
            people.draws.urgent(self._urgent, system.priority_share)
        self._work_of, self._returns_of = cache(self._draw_work), cache(self._draw_returns)

    def run(self, lane: int, record: Record | None = None) -> DayRun:
        """One day to the end."""
        people, n = self._people, int(self._people.arrived[lane])
        draws = DayDraws(
            arrival=_ticks(people.arrival[:n, lane]),
            patience=[None if p is None else _ticks(p[:n, lane]) for p in self._patience],
            urgent=self._urgent[:n, lane].tolist(),
            work=lambda customer, stage, visit: int(self._work_of(stage, visit)[customer, lane]),
            returns=lambda customer, stage, visit: bool(self._returns_of(stage, visit)[customer, lane]),
        )
        return Day(self._system, draws, self._breaks, record).run()

    def _draw_work(self, stage: int, visit: int) -> IntArray:
        """Ticks of work on a visit, of everyone."""
        people, about = self._people, self._system.stages[stage]
        if visit == 0:
            return people.work(stage) >> L.TICKET_BITS
        ticks = np.empty(self._cells, np.int64)
        rest = rest_of_work(about, people.prepared, Workspace())
        people.draws.work(ticks, stage, about, about.service_mean * L.TICKS, visit=visit, rest=rest)
        return ticks

    def _draw_returns(self, stage: int, visit: int) -> npt.NDArray[np.bool_]:
        out = np.empty(self._cells, bool)
        self._people.draws.returns(out, stage, visit, self._system.stages[stage].rework_share)
        return out


def _ticks(stamps: IntArray) -> list[int]:
    ticks: list[int] = (stamps >> L.TICKET_BITS).tolist()
    return ticks
