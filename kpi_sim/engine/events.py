"""A small event loop for what lanes cannot do: rework, priorities, staff shared between stages; and for event logs.

One day at a time, in plain Python, on the same draws as the lanes: where both apply they agree to the tick. Events
wait in a heap ordered by time, then by kind (whoever loses patience at a moment has gone before a server becomes free
at that moment), then by rank of the customer.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kpi_sim.engine.system import ServiceSystem

_LEAVE, _RESUME, _DONE, _ARRIVE = range(4)
_NOWHERE = (-1, -1)

# (customer, event_type, event, ticks, resource): the columns of an event log
Record = Callable[[int, str, str, int, int | None], None]


@dataclass
class Pool:
    """Staff of one or several stages: who is idle, and who waits for them."""

    idle: list[int]
    waiting: list[tuple[int, int, int, int, int]] = field(default_factory=list)


@dataclass
class DayRun:
    """One day of a service; ticks and counts by stage, and by customer."""

    leaving: list[int]  # ticks at which each customer left after being served; -1: walked away
    order: list[int]  # customers served, in order of leaving
    work: list[int]  # ticks of work done for each customer
    called: list[int]  # ticks at which each customer was first called; -1: walked away
    left: list[int]
    busy: list[int]
    waited: list[int]


@dataclass(frozen=True)
class DayDraws:
    """What chance gives to the customers of one day, in ticks; functions take (customer, stage, visit)."""

    arrival: Sequence[int]
    patience: Sequence[Sequence[int] | None]
    urgent: Sequence[bool]
    work: Callable[[int, int, int], int]
    returns: Callable[[int, int, int], bool]


class Day:
    """One working day, run to the end."""

    def __init__(
        self,
        system: ServiceSystem,
        draws: DayDraws,
        breaks: Sequence[tuple[int, int]],
        record: Record | None = None,
    ) -> None:
        stages, people = system.stages, len(draws.arrival)
        self._stages, self._draws, self._breaks, self._record = stages, draws, breaks, record
        names = [stage.staff or stage.name for stage in stages]
        pools = {name: Pool(list(range(stage.servers))) for name, stage in zip(names, stages, strict=True)}
        self._all, self._pools = list(pools.values()), [pools[name] for name in names]
        self._back = [
            system.position(stage.rework_to) if stage.rework_to else at for at, stage in enumerate(stages)
        ]
        self._visits = [[0] * len(stages) for _ in range(people)]
        self._queued = [
            _NOWHERE
        ] * people  # stage where a customer stands in line and since when (ticks); -1: nowhere
        self._joined = 0
        self._server = [-1] * people
        self._heap: list[tuple[int, int, int, int]] = [
            (ticks, _ARRIVE, customer, 0) for customer, ticks in enumerate(draws.arrival)
        ]
        self._heap += [(end, _RESUME, -1, 0) for _, end in breaks]
        heapq.heapify(self._heap)
        zeros = [0] * len(stages)
        self.result = DayRun([-1] * people, [], [0] * people, [-1] * people, [*zeros], [*zeros], [*zeros])

    def run(self) -> DayRun:
        """Handle events until nobody is inside."""
        heap = self._heap
        while heap:
            now, kind, customer, stage = heapq.heappop(heap)
            if kind == _ARRIVE:
                self._log(customer, "arrival_departure", "arrival", now)
                self._join(now, customer, stage)
            elif kind == _DONE:
                self._finish(now, customer, stage)
            elif kind == _LEAVE:
                self._walk_away(now, customer, stage)
            else:
                for pool in self._all:
                    self._start(now, pool)
        return self.result

    def _join(self, now: int, customer: int, stage: int) -> None:
        self._queued[customer] = (stage, now)
        self._log(customer, "queue", f"{self._stages[stage].name}_queue", now)
        patience = self._draws.patience[stage]
        if patience is not None:
            heapq.heappush(self._heap, (now + patience[customer], _LEAVE, customer, stage))
        turn = 0 if self._draws.urgent[customer] else 1
        pool = self._pools[stage]
        self._joined += 1  # of those who join at one moment, who came from the stage before first is first
        heapq.heappush(pool.waiting, (turn, now, self._joined, customer, stage))
        self._start(now, pool)

    def _start(self, now: int, pool: Pool) -> None:
        """Give idle staff to those whose turn it is, unless everyone is at break."""
        if any(begin <= now < end for begin, end in self._breaks):
            return
        while pool.idle and pool.waiting:
            _, joined, _, customer, stage = heapq.heappop(pool.waiting)
            if self._queued[customer] != (stage, joined):
                continue  # walked away
            self._queued[customer] = _NOWHERE
            server = self._server[customer] = heapq.heappop(pool.idle)
            visit = self._visits[customer][stage]
            work = self._draws.work(customer, stage, visit)
            self._visits[customer][stage] += 1
            result = self.result
            result.waited[stage] += now - joined
            result.busy[stage] += work
            result.work[customer] += work
            if result.called[customer] < 0:
                result.called[customer] = now
            self._log(customer, "resource_use", self._stages[stage].name, now, server)
            heapq.heappush(self._heap, (now + work, _DONE, customer, stage))

    def _finish(self, now: int, customer: int, stage: int) -> None:
        pool, server = self._pools[stage], self._server[customer]
        self._log(customer, "resource_use_end", f"{self._stages[stage].name}_end", now, server)
        heapq.heappush(pool.idle, server)
        visit = self._visits[customer][stage] - 1
        if self._stages[stage].rework_share > 0 and self._draws.returns(customer, stage, visit):
            self._join(now, customer, self._back[stage])
        elif stage + 1 < len(self._stages):
            self._join(now, customer, stage + 1)
        else:
            self.result.leaving[customer] = now
            self.result.order.append(customer)
            self._log(customer, "arrival_departure", "depart", now)
        self._start(now, pool)

    def _walk_away(self, now: int, customer: int, stage: int) -> None:
        patience = self._draws.patience[stage]
        assert patience is not None
        if self._queued[customer] != (stage, now - patience[customer]):
            return  # was served in time, and may stand in another line by now
        self._queued[customer] = _NOWHERE
        self.result.left[stage] += 1
        self._log(customer, "arrival_departure", "depart", now)

    def _log(self, customer: int, kind: str, event: str, now: int, resource: int | None = None) -> None:
        if self._record is not None:
            self._record(customer, kind, event, now, resource)
