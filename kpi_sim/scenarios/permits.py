"""Files on their way through a permit office, working day by working day.

Theory of operation. The engine of :mod:`kpi_sim.engine` counts minutes within a day in which everyone inside is
served; a permit takes days, goes back to the applicant, and waits for another dinas. So here a day is one step: each
desk works through its queue, first come first served, until its hours are used up, and goes on with the same file the
next day. A file leaves a desk for the next one overnight. Staff of a desk help each other (asumsi: hours are pooled).

One replication is plain Python over a few thousand files; everything that chance decides was drawn before and belongs
to the file, so that more staff never changes who forgot a document.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

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
    """A queue of files and the hours that go into them."""

    def __init__(self) -> None:
        self.waiting: deque[tuple[int, float]] = deque()
        self.worked = 0.0

    def take(self, file: int, hours: float) -> None:
        """Put a file at the end of the queue."""
        self.waiting.append((file, hours))

    def work(self, hours: float) -> list[int]:
        """Files finished within these hours; the one in hand keeps what is left of its work."""
        done, left, waiting = [], hours, self.waiting
        while waiting and left > 0:
            file, needed = waiting[0]
            if needed > left:
                waiting[0] = (file, needed - left)
                left = 0.0
                break
            left -= needed
            waiting.popleft()
            done.append(file)
        self.worked += hours - left
        return done


def process(files: Files, hours: Sequence[Sequence[float]]) -> FileDays:
    """Take all files through the office.

    Args:
        hours: hours available at check, technical and signing on each working day, (3, days).
    """
    return _Office(files, len(hours[0])).run(hours)


class _Office:
    def __init__(self, files: Files, days: int) -> None:
        many = len(files.handed_in)
        self._lacking, self._returned = files.lacking.tolist(), files.returned.tolist()
        self._mending, self._again = files.mending.tolist(), files.returned_mending.tolist()
        self._check_hours, self._technical_hours = files.check_hours.tolist(), files.technical_hours.tolist()
        self._signing_hours, self._travel = files.signing_hours.tolist(), files.travel.tolist()
        self._electronic = files.electronic.tolist()
        self._check, self._technical, self._signing = Desk(), Desk(), Desk()
        self._to_check: list[list[int]] = [[] for _ in range(days)]
        self._to_technical: list[list[int]] = [[] for _ in range(days)]
        self._to_signing: list[list[int]] = [[] for _ in range(days)]
        self._checks, self._judged = [0] * many, [0] * many
        self._complete, self._ready = [NOT_YET] * many, [NOT_YET] * many
        self._issued = [NOT_YET] * many
        for file, day in enumerate(files.handed_in.tolist()):
            self._to_check[day].append(file)

    def run(self, hours: Sequence[Sequence[float]]) -> FileDays:
        """Every working day at all three desks."""
        for day, (check, technical, signing) in enumerate(zip(*hours, strict=True)):
            for file in self._to_check[day]:
                self._check.take(file, self._check_hours[file][self._checks[file]])
            for file in self._to_technical[day]:
                self._technical.take(file, self._technical_hours[file][self._judged[file]])
            for file in self._to_signing[day]:
                self._signing.take(file, self._signing_hours[file])
            for file in self._check.work(check):
                self._checked(file, day)
            for file in self._technical.work(technical):
                self._judge(file, day)
            for file in self._signing.work(signing):
                self._issued[file] = day
        complete, ready, issued, checks, judged = (
            np.array(column, dtype=np.int64)
            for column in (self._complete, self._ready, self._issued, self._checks, self._judged)
        )
        busy = np.array([desk.worked for desk in (self._check, self._technical, self._signing)])
        return FileDays(complete, ready, issued, checks + judged, busy)

    def _checked(self, file: int, day: int) -> None:
        look = self._checks[file]
        self._checks[file] += 1
        if self._lacking[file][look]:
            self._later(self._to_check, day + self._mending[file][look], file)
            return
        self._complete[file] = self._ready[file] = day
        self._later(self._to_technical, day + 1, file)

    def _judge(self, file: int, day: int) -> None:
        look = self._judged[file]
        self._judged[file] += 1
        if self._returned[file][look]:
            back = day + self._again[file][look]
            self._ready[file] = back
            self._later(self._to_technical, back, file)
        elif not self._electronic[file]:
            self._later(self._to_signing, day + max(1, self._travel[file]), file)
        elif day + self._travel[file] < len(self._to_signing):
            self._issued[file] = day + self._travel[file]

    def _later(self, calendar: list[list[int]], day: int, file: int) -> None:
        """Note the file for a day; beyond the last day it is still under way when the run ends."""
        if day < len(calendar):
            calendar[day].append(file)
