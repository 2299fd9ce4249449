"""Files on their way through a permit office, working day by working day.

Theory of operation. The engine of :mod:`kpi_sim.engine` counts minutes within a day in which everyone inside is
served; a permit takes days, goes back to the applicant, and waits for another dinas. So here a day is one step: each
desk works through its queue, first come first served, until its hours are used up, and goes on with the same file the
next day. A file leaves a desk for the next one overnight. Staff of a desk help each other (asumsi: hours are pooled).

One replication is plain Python over a few thousand files; everything that chance decides was drawn before and belongs
to the file, so that more staff never changes who forgot a document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

VISITS = 4  # times a file may come to a desk; the last time it is accepted
NOT_YET = -1


@dataclass(frozen=True)
class Files:
    """The files of one replication, in the order in which they are handed in.

    ``handed_in``: working day (files,). ``lacking``, ``returned``: whether the n-th look finds documents missing, at
    the counter and at the technical dinas (files, VISITS). ``mending``: working days that the applicant then needs.
    ``check_hours``, ``technical_hours``: work of the n-th look; ``signing_hours``, ``travel`` (days of a field visit)
    and ``electronic`` (signed at once): (files,).
    """

    handed_in: IntArray
    lacking: npt.NDArray[np.bool_]
    returned: npt.NDArray[np.bool_]
    mending: IntArray
    returned_mending: IntArray
    check_hours: FloatArray
    technical_hours: FloatArray
    signing_hours: FloatArray
    travel: IntArray
    electronic: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class FileDays:
    """Working days of each file (files,), ``NOT_YET`` where it has not come so far.

    ``complete``: first declared complete, when the clock of the standard starts. ``ready``: complete again after the
    last return, where the clock of a flattering report starts. ``looks``: looks at the counter and the technical dinas.
    ``busy``: hours worked at check, technical, signing.
    """

    complete: IntArray
    ready: IntArray
    issued: IntArray
    looks: IntArray
    busy: FloatArray


class Desk:
    """A queue and the hours that go into it, first come first served.

    ``hours``: work of what may come to this desk, by its number.
    """

    def __init__(self, hours: list[float]) -> None:
        self.queue: list[int] = []
        self.worked = 0.0
        self._hours = hours
        self._next = 0  # place in the queue of the one in hand
        self._left = 0.0  # hours that the one in hand still needs, once it was begun

    def work(self, hours: float) -> list[int]:
        """What is finished within these hours; the one in hand keeps what is left of its work."""
        first, at, left = self._next, self._next, hours
        queue, needs = self.queue, self._hours
        while at < len(queue) and left > 0:
            needed = self._left or needs[queue[at]]
            if needed > left:
                self._left, left = needed - left, 0.0
                break
            self._left = 0.0
            left -= needed
            at += 1
        self.worked += hours - left
        self._next = at
        return queue[first:at]


def process(files: Files, hours: Sequence[Sequence[float]]) -> FileDays:
    """Take all files through the office.

    Args:
        hours: hours available at check, technical and signing on each working day, (3, days).
    """
    return _Office(files, len(hours[0])).run(hours)


class _Office:
    """The three desks. Through the first two a file goes as a *visit*: the n-th of file k has number VISITS·k + n.

    Columns are kept flat: that is how Python walks through them fastest, and a move of a simulator waits for it.
    """

    def __init__(self, files: Files, days: int) -> None:
        self._many, self._days = len(files.handed_in), days
        self._lacking, self._returned = _flat(files.lacking), _flat(files.returned)
        self._mending, self._again = _flat(files.mending), _flat(files.returned_mending)
        self._travel, self._electronic = _flat(files.travel), _flat(files.electronic)
        self._check, self._technical, self._signing = (
            Desk(_flat(work)) for work in (files.check_hours, files.technical_hours, files.signing_hours)
        )
        self._to_check: list[list[int]] = [[] for _ in range(days)]
        self._to_technical: list[list[int]] = [[] for _ in range(days)]
        self._to_signing: list[list[int]] = [[] for _ in range(days)]
        self._complete = [NOT_YET] * self._many
        self._ready, self._issued = self._complete.copy(), self._complete.copy()
        for file, day in enumerate(files.handed_in.tolist()):
            self._to_check[day].append(VISITS * file)

    def run(self, hours: Sequence[Sequence[float]]) -> FileDays:
        """Every working day at all three desks."""
        check, technical, signing = self._check, self._technical, self._signing
        looks: list[int] = []
        for day, (check_hours, technical_hours, signing_hours) in enumerate(zip(*hours, strict=True)):
            check.queue += self._to_check[day]
            technical.queue += self._to_technical[day]
            signing.queue += self._to_signing[day]
            checked = check.work(check_hours)
            self._after_check(checked, day)
            judged = technical.work(technical_hours)
            self._after_judging(judged, day)
            for file in signing.work(signing_hours):
                self._issued[file] = day
            looks += checked
            looks += judged
        complete, ready, issued = (
            np.array(column, dtype=np.int64) for column in (self._complete, self._ready, self._issued)
        )
        count = np.bincount(np.array(looks, dtype=np.int64) // VISITS, minlength=self._many)
        busy = np.array([desk.worked for desk in (check, technical, signing)])
        return FileDays(complete, ready, issued, count, busy)

    # A day beyond the last is not noted: such a file is still under way when the run ends. (Written out, not a method:
    # half a move's time goes through here.)

    def _after_check(self, visits: list[int], day: int) -> None:
        lacking, mending, days, tomorrow = self._lacking, self._mending, self._days, day + 1
        for visit in visits:
            if lacking[visit]:
                back = day + mending[visit]
                if back < days:
                    self._to_check[back].append(visit + 1)
            else:
                file = visit // VISITS
                self._complete[file] = self._ready[file] = day
                if tomorrow < days:
                    self._to_technical[tomorrow].append(VISITS * file)

    def _after_judging(self, visits: list[int], day: int) -> None:
        returned, electronic, travel, days = self._returned, self._electronic, self._travel, self._days
        for visit in visits:
            file = visit // VISITS
            if returned[visit]:
                back = day + self._again[visit]
                self._ready[file] = back
                if back < days:
                    self._to_technical[back].append(visit + 1)
            elif electronic[file]:
                if day + travel[file] < days:
                    self._issued[file] = day + travel[file]
            elif (arrives := day + (travel[file] or 1)) < days:
                self._to_signing[arrives].append(file)


def _flat(column: npt.NDArray[Any]) -> list[Any]:
    """The column's values, file after file."""
    values: list[Any] = column.ravel().tolist()
    return values
