"""First come, first served, for a thousand days at once: the recursion of Kiefer and Wolfowitz on integer keys.

Theory of operation. In a queue served in order of arrival, everything about a customer follows from the moments at
which the servers become free: he starts at ``max(arrival, earliest free server)``. No event calendar is needed. One
*lane* is one working day; the loop runs over the customers' rank in the day and each of its steps handles that
customer in every lane with a few NumPy calls.

A *key* is one 64-bit integer: clock ticks in the upper bits, the customer's cell in the tile ("ticket") in the lower
``TICKET_BITS``. Comparing keys compares times, so keeping the free servers in order is a chain of ``minimum`` and
``maximum``; and the ticket that comes along tells whose departure it is. The server that is taken next is always the
one whose last customer left first, so the keys taken, row by row, *are* the departures in order: the next stage
receives its arrivals sorted, and nothing is ever sorted. Whole ticks also make sums exact, whatever their order.

Lanes with fewer customers than the longest are filled up with customers who come after ``FAR`` minutes, need no work,
and therefore disturb nobody; at the end they are recognised by their time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]

TICKET_BITS = 20
TICKS = 1 << 20  # ticks in a minute: 0.06 ms each
FAR = 1 << 20  # minutes: about two years after opening
MOST_CELLS = (1 << TICKET_BITS) - 1  # customers of a tile
_TICKET = (1 << TICKET_BITS) - 1
_TIME = ~_TICKET
_SIGN = 63
FAR_KEY = FAR * TICKS << TICKET_BITS


@dataclass(frozen=True)
class StageRun:
    """What happened at one stage.

    ``leaving``: keys (rows, lanes) of those served, in order of departure, then fillers.
    ``left``: people (lanes) who walked away. ``busy``, ``waited``: ticks (lanes) of work done, and waited by those
    who were served.
    """

    leaving: IntArray
    left: IntArray
    busy: IntArray
    waited: IntArray


def to_ticks(minutes: FloatArray, factor: float = 1.0) -> IntArray:
    """Minutes times ``factor`` as whole ticks."""
    ticks: IntArray = (minutes * (factor * TICKS)).astype(np.int64)
    return ticks


def minutes_of(ticks: npt.NDArray[np.int64]) -> FloatArray:
    """Ticks as minutes."""
    result: FloatArray = ticks / TICKS
    return result


def time_of(keys: IntArray) -> IntArray:
    """Ticks of keys."""
    return keys >> TICKET_BITS


def ticket_of(keys: IntArray) -> IntArray:
    """Tickets of keys: index into the flattened (ranks, lanes) arrays of draws."""
    return keys & _TICKET


def to_keys(ticks: IntArray) -> IntArray:
    """Keys of the customers of a tile: their ticks, and their own cell as ticket (changes ``ticks`` in place)."""
    ticks <<= TICKET_BITS
    ticks |= np.arange(ticks.size, dtype=np.int64).reshape(ticks.shape)
    return ticks


def serve(
    entering: IntArray,
    work: IntArray,
    servers: int,
    *,
    patience: IntArray | None = None,
    breaks: Sequence[tuple[float, float]] = (),
) -> StageRun:
    """One stage, first come, first served.

    Args:
        entering: keys (rows, lanes), rows in order of time within each lane.
        work: shifted ticks of work of each customer of the tile, (ranks, lanes).
        servers: staff.
        patience: shifted ticks (ranks, lanes) that each customer will wait before walking away.
        breaks: minutes (from, to) since opening in which nobody starts a new customer.
    """
    desk = _Desk(servers, entering.shape[1], breaks)
    if patience is None:
        return _serve_all(entering, work, desk)
    return _serve_patient(entering, work, patience, desk)


class _Desk:
    """Free times of the servers of every lane, earliest first, and the buffers to move them."""

    def __init__(self, servers: int, lanes: int, breaks: Sequence[tuple[float, float]]) -> None:
        self.first = np.zeros(lanes, np.int64)
        self.others = [np.zeros(lanes, np.int64) for _ in range(servers - 1)]
        self._breaks = [(_shifted(begin) - 1, _shifted(end)) for begin, end in breaks]
        self._spare = np.empty(lanes, np.int64)

    def start(self, arrival: IntArray, out: IntArray) -> None:
        """Shifted ticks at which the next customer starts, put off to the end of a break."""
        np.maximum(arrival, self.first, out=out)
        np.bitwise_and(out, _TIME, out=out)
        for before, end in self._breaks:
            np.subtract(before, out, out=self._spare)  # negative from the beginning of the break on
            np.right_shift(self._spare, _SIGN, out=self._spare)
            np.bitwise_and(self._spare, end, out=self._spare)
            np.maximum(out, self._spare, out=out)

    def put_back(self, free: IntArray, first: IntArray) -> None:
        """The first server is next free at ``free`` (used up); the first of all is now written to ``first``."""
        place = first
        for other in self.others:
            np.minimum(free, other, out=place)
            np.maximum(free, other, out=free)
            place = other
        place[...] = free
        self.first = first


def _serve_all(entering: IntArray, work: IntArray, desk: _Desk) -> StageRun:
    rows, lanes = entering.shape
    taken = np.empty((rows + len(desk.others) + 1, lanes), np.int64)
    taken[0] = 0
    desk.first = taken[0]
    flat = work.reshape(-1)
    busy = np.zeros(lanes, np.int64)
    ticket, job, free = np.empty((3, lanes), np.int64)
    for row in range(rows):
        arrival = entering[row]
        np.bitwise_and(arrival, _TICKET, out=ticket)
        np.take(flat, ticket, out=job, mode="clip")
        desk.start(arrival, free)
        np.add(free, job, out=free)
        np.add(busy, job, out=busy)
        np.bitwise_or(free, ticket, out=free)
        desk.put_back(free, taken[row + 1])
    for at, other in enumerate(desk.others, rows + 1):
        taken[at] = other
    leaving = taken[len(desk.others) + 1 :]
    busy >>= TICKET_BITS
    waited = time_of(leaving).sum(axis=0) - time_of(entering).sum(axis=0) - busy
    return StageRun(leaving, np.zeros(lanes, np.int64), busy, waited)


def _serve_patient(entering: IntArray, work: IntArray, patience: IntArray, desk: _Desk) -> StageRun:
    rows, lanes = entering.shape
    servers = len(desk.others) + 1
    taken = np.full((rows + servers + 1, lanes), FAR_KEY | _TICKET, np.int64)
    out = taken.reshape(-1)
    place = np.arange(lanes, dtype=np.int64)
    flat_work, flat_patience = work.reshape(-1), patience.reshape(-1)
    busy, waited, stayed = np.zeros((3, lanes), np.int64)
    ticket, job, free, served, spare = np.empty((5, lanes), np.int64)
    first = desk.first
    for row in range(rows):
        arrival = entering[row]
        np.bitwise_and(arrival, _TICKET, out=ticket)
        np.take(flat_work, ticket, out=job, mode="clip")
        np.take(flat_patience, ticket, out=spare, mode="clip")
        desk.start(arrival, free)
        # served: -1 where the wait is shorter than the patience, 0 where the customer walks away
        np.bitwise_and(arrival, _TIME, out=served)
        np.subtract(free, served, out=served)
        np.subtract(served, spare, out=spare)
        np.right_shift(spare, _SIGN, out=spare)
        np.bitwise_and(served, spare, out=served)
        np.add(waited, served, out=waited)
        served, spare = spare, served
        np.bitwise_and(job, served, out=job)
        np.add(busy, job, out=busy)
        # the server taken is free after the job, or stays as it was
        np.add(free, job, out=free)
        np.bitwise_or(free, ticket, out=free)
        np.subtract(free, first, out=free)
        np.bitwise_and(free, served, out=free)
        np.add(free, first, out=free)
        out[place] = first
        np.bitwise_and(served, lanes, out=spare)
        np.add(place, spare, out=place)
        desk.put_back(free, first)
        np.subtract(stayed, served, out=stayed)
    for other in (first, *desk.others):
        out[place] = other
        place += lanes
    return StageRun(taken[servers:], rows - stayed, busy >> TICKET_BITS, waited >> TICKET_BITS)


def _shifted(minutes: float) -> int:
    return int(minutes * TICKS) << TICKET_BITS
