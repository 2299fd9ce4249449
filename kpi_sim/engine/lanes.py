"""First come, first served, for a thousand days at once: the recursion of Kiefer and Wolfowitz on integer keys.

Theory of operation. In a queue served in order of arrival, everything about a customer follows from the moments at
which the servers become free: he starts at ``max(arrival, earliest free server)``. No event calendar is needed. One
*lane* is one working day; the loop runs over the customers' rank in the day and each of its steps handles that
customer in every lane with a few NumPy calls.

A *stamp* is a moment or a length of time in clock ticks, in the upper bits of a 64-bit integer. A *key* is a stamp
with the customer's cell in the tile ("ticket") in the lower ``TICKET_BITS``. Comparing keys compares times, so keeping
the free servers in order is a chain of ``minimum`` and ``maximum``; and the ticket that comes along tells whose
departure it is. The server that is taken next is always the one whose last customer left first, so the keys taken,
row by row, *are* the departures in order: the next stage receives its arrivals sorted, and nothing is ever sorted.
Whole ticks also make sums exact, whatever their order.

What one customer must wait for the other to know is done row by row; all else takes as many rows in one call as make
``GROUPED`` cells: a call holds up the other threads of Python while it begins and ends, so fewer and longer ones let two
threads work at once. With the few lanes of a first answer beginning and ending is most of a call, and a plain number in
it costs as much again; so the numbers of the loops stand in arrays (``_in_every``).

Lanes with fewer customers than the longest are filled up with customers who come after ``FAR`` minutes, need no work,
and therefore disturb nobody; at the end they are recognised by their time. A day that is not finished by then is
refused, which keeps every sum below 2**63.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi_sim.engine.workspace import Workspace

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]

TICKET_BITS = 20
TICKS = 1 << 14  # ticks in a minute: 4 ms each
FAR = 1 << 17  # minutes: three months after opening
MOST_CELLS = (1 << TICKET_BITS) - 1  # customers of a tile
TICKET = (1 << TICKET_BITS) - 1
_TIME = ~TICKET
_SIGN = 63
FAR_STAMP = FAR * TICKS << TICKET_BITS
GROUPED = 1 << 14  # cells worked in one call where order does not matter: they fit the processor's own cache


@dataclass(frozen=True)
class StageRun:
    """What happened at one stage.

    ``leaving``: keys (rows, lanes) of those served, in order of departure, then fillers.
    ``left``: people (lanes) who walked away. ``busy``, ``waited``: stamps (lanes) of work done, and waited by those
    who were served.
    """

    leaving: IntArray
    left: IntArray
    busy: IntArray
    waited: IntArray


def stamp_of(minutes: float) -> int:
    """Minutes as a stamp."""
    return int(minutes * TICKS) << TICKET_BITS


def minutes_of(stamps: IntArray) -> FloatArray:
    """Stamps (or sums of them) as minutes."""
    result: FloatArray = (stamps >> TICKET_BITS) / TICKS
    return result


def group_of(lanes: int) -> int:
    """Rows worked in one call where order does not matter."""
    return max(4, GROUPED // lanes)


def groups(rows: int, lanes: int) -> Iterator[slice]:
    """The rows of as many lanes, ``group_of`` of them at a time."""
    many = group_of(lanes)
    return (slice(at, min(at + many, rows)) for at in range(0, rows, many))


def _in_every(number: int, lanes: int) -> IntArray:
    """The number in every lane, read-only."""
    return np.broadcast_to(np.int64(number), lanes)


def give_tickets(stamps: IntArray) -> IntArray:
    """Stamps of the customers of a tile (ranks, lanes) as keys: each with its own cell (changed in place)."""
    ranks, lanes = stamps.shape
    first = np.arange(min(group_of(lanes), ranks) * lanes, dtype=np.int64).reshape(-1, lanes)
    for some in groups(ranks, lanes):
        part = stamps[some]
        part += first[: len(part)] + some.start * lanes
    return stamps


def serve(
    entering: IntArray,
    work: IntArray,
    servers: int,
    space: Workspace,
    *,
    patience: IntArray | None = None,
    breaks: Sequence[tuple[float, float]] = (),
    in_order: bool = False,
) -> StageRun:
    """One stage, first come, first served.

    Args:
        entering: keys (rows, lanes), rows in order of time within each lane.
        work: stamps of work of each customer of the tile, (ranks, lanes).
        servers: staff.
        space: where the result lives.
        patience: stamps (ranks, lanes) that each customer will wait before walking away.
        breaks: minutes (from, to) since opening in which nobody starts a new customer.
        in_order: the customers come by rank, as at the first stage, so nothing has to be looked up by ticket.
    """
    rows, lanes = entering.shape
    taken = space.ints(rows + servers + 1, lanes)
    desk = _Desk(servers, lanes, breaks)
    if patience is None:
        return _serve_all(entering, work, desk, taken[:-1], in_order)
    return _serve_patient(entering, work, patience, desk, taken, in_order)


class _Desk:
    """Free times of the servers of every lane, earliest first, and the buffers to move them."""

    def __init__(self, servers: int, lanes: int, breaks: Sequence[tuple[float, float]]) -> None:
        self.first = np.zeros(lanes, np.int64)
        self.others = [np.zeros(lanes, np.int64) for _ in range(servers - 1)]
        self._breaks = [
            (_in_every(stamp_of(begin) - 1, lanes), _in_every(stamp_of(end), lanes)) for begin, end in breaks
        ]
        self._time, self._sign = _in_every(_TIME, lanes), np.full(lanes, _SIGN)
        self._spare = np.empty(lanes, np.int64)

    def start(self, arrival: IntArray, out: IntArray) -> None:
        """Stamps at which the next customer starts, put off to the end of a break."""
        np.maximum(arrival, self.first, out=out)
        np.bitwise_and(out, self._time, out=out)
        for before, end in self._breaks:
            np.subtract(before, out, out=self._spare)  # negative from the beginning of the break on
            np.right_shift(self._spare, self._sign, out=self._spare)
            np.bitwise_and(self._spare, end, out=self._spare)
            np.maximum(out, self._spare, out=out)

    def put_back(self, free: IntArray, first: IntArray) -> IntArray:
        """The first server is next free at ``free``; the first of all is now written to ``first``.

        Returns an array that is no longer needed, in place of ``free``.
        """
        self.first = place = first
        for other in self.others:
            np.minimum(free, other, out=place)
            np.maximum(free, other, out=free)
            place = other
        if place is first:
            place[...] = free
            return free
        self.others[-1] = free
        return place


class _Group:
    """What is known of some customers before their turn: rows (group, lanes)."""

    def __init__(self, entering: IntArray, work: IntArray, in_order: bool) -> None:
        self._entering, self._work, self._in_order = entering, work, in_order
        rows, lanes = entering.shape
        self._tickets, self._jobs, self._keys = np.empty((3, min(group_of(lanes), rows), lanes), np.int64)

    def take(self, some: slice) -> None:
        """Go to the rows ``some``."""
        self._some, many = some, some.stop - some.start
        self.entering = self._entering[some]
        self.tickets = np.bitwise_and(self.entering, TICKET, out=self._tickets[:many])
        self.jobs = self.of(self._work, self._jobs)
        # the time that the job takes, and the ticket that its end will carry
        self.keys = np.bitwise_or(self.jobs, self.tickets, out=self._keys[:many])

    def of(self, cells: IntArray, out: IntArray) -> IntArray:
        """What the cells (ranks, lanes) of the tile say of these customers; read-only."""
        if self._in_order:
            return cells[self._some]
        return np.take(cells.reshape(-1), self.tickets, out=out[: len(self.tickets)], mode="clip")


def _serve_all(entering: IntArray, work: IntArray, desk: _Desk, taken: IntArray, in_order: bool) -> StageRun:
    rows, lanes = entering.shape
    taken[0] = 0
    desk.first = taken[0]
    busy, free = np.zeros((2, lanes), np.int64)
    group = _Group(entering, work, in_order)
    for some in groups(rows, lanes):
        group.take(some)
        busy += group.jobs.sum(axis=0)
        next_rows = taken[some.start + 1 : some.stop + 1]
        for arrival, key, first in zip(group.entering, group.keys, next_rows, strict=True):
            desk.start(arrival, free)
            np.add(free, key, out=free)
            free = desk.put_back(free, first)
    for at, other in enumerate(desk.others, rows + 1):
        taken[at] = other
    leaving = taken[len(desk.others) + 1 :]
    # all who come in go out again, so tickets cancel and waiting is what is left; what overflows on the way comes back
    waited = leaving.sum(axis=0) - entering.sum(axis=0) - busy
    return StageRun(leaving, np.zeros(lanes, np.int64), busy, waited)


def _serve_patient(
    entering: IntArray, work: IntArray, patience: IntArray, desk: _Desk, taken: IntArray, in_order: bool
) -> StageRun:
    rows, lanes = entering.shape
    taken[...] = FAR_STAMP | (work.size - 1)  # the last cell is a filler's
    out = taken.reshape(-1)
    place = np.arange(lanes, dtype=np.int64)
    busy, waited, free, step = np.zeros((4, lanes), np.int64)
    first = desk.first
    group = _Group(entering, work, in_order)
    moments, limits, waits, stays = np.empty((4, min(group_of(lanes), rows), lanes), np.int64)
    next_lane, sign = _in_every(lanes, lanes), np.full(lanes, _SIGN)
    for some in groups(rows, lanes):
        group.take(some)
        limit = group.of(patience, limits)
        np.bitwise_xor(group.entering, group.tickets, out=moments[: len(limit)])
        each = zip(group.entering, group.keys, moments, limit, waits, stays, strict=False)
        for arrival, key, moment, patient, wait, stay in each:
            desk.start(arrival, free)
            # stay: -1 where the wait is shorter than the patience, 0 where the customer walks away
            np.subtract(free, moment, out=wait)
            np.subtract(wait, patient, out=stay)
            np.right_shift(stay, sign, out=stay)
            # the server taken is free after the job, or stays as it was
            np.add(free, key, out=free)
            np.subtract(free, first, out=free)
            np.bitwise_and(free, stay, out=free)
            np.add(free, first, out=free)
            out[place] = first
            np.bitwise_and(stay, next_lane, out=step)
            np.add(place, step, out=place)
            free = desk.put_back(free, first)
        stayed = stays[: len(limit)]
        waited += np.bitwise_and(waits[: len(limit)], stayed, out=waits[: len(limit)]).sum(axis=0)
        busy += np.bitwise_and(group.jobs, stayed, out=stayed).sum(axis=0)
    left = rows - place // lanes
    for other in (first, *desk.others):
        out[place] = other
        place += lanes
    return StageRun(taken[len(desk.others) + 1 :], left, busy, waited)


@dataclass(frozen=True)
class Closing:
    """Those served, in order of departure: stamps (rows, lanes) of sojourn and waiting, 0 for fillers."""

    sojourn: IntArray
    waiting: IntArray


def close(leaving: IntArray, arrival: IntArray, work: IntArray, space: Workspace) -> Closing:
    """Time inside and time in queues of everyone who was served.

    Args:
        leaving: keys (rows, lanes) in order of departure, with fillers.
        arrival: keys of the moments from which time counts, work: stamps of all work, of each customer of the tile
            (ranks, lanes).
        space: where the result lives.
    """
    rows, lanes = leaving.shape
    came, jobs = arrival.reshape(-1), work.reshape(-1)
    sojourn, waiting = space.ints(rows, lanes), space.ints(rows, lanes)
    tickets, others = np.empty((2, min(group_of(lanes), rows), lanes), np.int64)
    for some in groups(rows, lanes):
        keys, inside = leaving[some], sojourn[some]
        ticket, other = tickets[: len(keys)], others[: len(keys)]
        np.bitwise_and(keys, TICKET, out=ticket)
        np.take(came, ticket, out=other, mode="clip")
        np.subtract(keys, other, out=inside)  # the same ticket on both sides; fillers leave when they come
        np.take(jobs, ticket, out=other, mode="clip")
        np.subtract(inside, other, out=waiting[some])
    return Closing(sojourn, waiting)


def calls(arrival: IntArray, leaving: IntArray, work: IntArray, space: Workspace) -> IntArray:
    """Keys of the moments at which the first stage began to serve each customer, (ranks, lanes).

    Args:
        arrival: keys, work: stamps of work at the first stage, of each customer of the tile (ranks, lanes).
        leaving: keys (rows, lanes) of those served at the first stage.
    """
    called = space.ints(*arrival.shape)
    called[...] = arrival  # fillers are called when they come
    cells, jobs = called.reshape(-1), work.reshape(-1)
    for key in leaving:
        ticket = key & TICKET
        cells[ticket] = key - jobs[ticket]
    return called


def seen(closing: Closing, leaving: IntArray, arrival: IntArray, window: tuple[float, float]) -> IntArray:
    """Who of those served came in the window (minutes since opening): -1, others 0; their times are cleared."""
    begin, end = map(stamp_of, window)
    came = arrival.reshape(-1).take(leaving & TICKET)
    mask = -((came >= begin) & (came < end)).astype(np.int64)
    np.bitwise_and(closing.sojourn, mask, out=closing.sojourn)
    np.bitwise_and(closing.waiting, mask, out=closing.waiting)
    return mask
