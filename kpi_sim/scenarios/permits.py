"""Files on their way through a permit office, working day by working day.

Theory of operation. The engine of :mod:`kpi_sim.engine` counts minutes within a day in which everyone inside is
served; a permit takes days, goes back to the applicant, and waits for another dinas. So here a day is one step: each
desk works through its queue, first come first served, until its hours are used up, and goes on with the same file the
next day. A file leaves a desk for the next one overnight. Staff of a desk help each other (asumsi: hours are pooled).

Nothing comes back to a desk from a later one, so each desk is taken through the whole year before the next. Its days
are plain Python over a few thousand looks, because a simulator's move waits for it: only what must be known in order is
done there, all else on whole columns. Everything that chance decides was drawn before and belongs to the file, so that
more staff never changes who forgot a document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

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


def process(files: Files, hours: Sequence[Sequence[float]]) -> FileDays:
    """Take all files through the office.

    Args:
        hours: hours available at check, technical and signing on each working day, (3, days).
    """
    many, days = len(files.handed_in), len(hours[0])
    complete = np.full(many, NOT_YET, dtype=np.int64)
    ready, issued = complete.copy(), complete.copy()

    looks = _Looks(files.lacking, files.mending, files.check_hours)
    check = looks.taken(_by_day(looks.first, files.handed_in, days), hours[0])
    whole = check.back == 0
    passed, day = check.file[whole], check.day[whole]
    complete[passed] = ready[passed] = day

    judging = _Looks(files.returned, files.returned_mending, files.technical_hours)
    coming: list[list[int]] = [[] for _ in range(days)]
    judged = judging.taken(coming, hours[1], overnight=_by_day(judging.first[passed], day, days))
    returned = judged.back > 0
    ready[judged.file[returned]] = (judged.day + judged.back)[returned]
    passed, day = judged.file[~returned], judged.day[~returned]

    electronic = files.electronic[passed]
    arrives = day + np.where(electronic, files.travel[passed], np.maximum(files.travel[passed], 1))
    at_once = electronic & (arrives < days)
    issued[passed[at_once]] = arrives[at_once]
    to_sign = np.flatnonzero(~electronic & (arrives < days))
    to_sign = to_sign[np.argsort(arrives[to_sign], kind="stable")]
    queue = _by_day(passed[to_sign], arrives[to_sign], days)
    signed, signed_on, signing = _desk(queue, hours[2], files.signing_hours.tolist(), [0] * many)
    issued[signed] = signed_on

    count = np.bincount(np.concatenate([check.file, judged.file]), minlength=many)
    return FileDays(complete, ready, issued, count, np.array([check.worked, judged.worked, signing]))


@dataclass(frozen=True)
class _Taken:
    """Looks that a desk has taken, in order: file, day, days until it comes again (0: it went on); hours worked."""

    file: IntArray
    day: IntArray
    back: IntArray
    worked: float


class _Looks:
    """Every look that a desk may have to take, numbered: those at one file follow each other.

    A look after one that finds nothing never happens and has no number. ``first``: number of each file's first.
    """

    def __init__(self, found: npt.NDArray[np.bool_], mending: IntArray, work: FloatArray) -> None:
        happens = np.ones_like(found)
        for look in range(1, VISITS):
            happens[:, look] = happens[:, look - 1] & found[:, look - 1]
        at = np.flatnonzero(happens)
        self._file, look_at = np.divmod(at, VISITS)
        self.first = np.flatnonzero(look_at == 0)
        self._back = np.where(found.ravel()[at], mending.ravel()[at], 0)
        self._hours: list[float] = work.ravel()[at].tolist()

    def taken(
        self,
        coming: list[list[int]],
        hours: Sequence[float],
        overnight: Sequence[list[int]] = (),
    ) -> _Taken:
        """What the desk does, see ``_desk``."""
        looks, day, worked = _desk(coming, hours, self._hours, self._back.tolist(), overnight)
        return _Taken(self._file[looks], day, self._back[looks], worked)


def _desk(
    coming: list[list[int]],
    hours: Sequence[float],
    needs: list[float],
    back: list[int],
    overnight: Sequence[list[int]] = (),
) -> tuple[IntArray, IntArray, float]:
    """A queue and the hours that go into it, first come first served: what was done, on which day, hours worked.

    Args:
        coming: what comes on each day; what is sent back is added.
        hours: available on each day.
        needs, back: hours of work and days until it comes again as the next number (0: never), by number. Of the one in
            hand in the evening, ``needs`` is left with what it still needs.
        overnight: what the desk before lets go on each day; it comes on the next.
    """
    queue: list[int] = []
    done: list[int] = []  # how many until the evening of each day
    at, worked, days = 0, 0.0, len(hours)
    for day, available in enumerate(hours):
        queue += coming[day]
        if overnight and day + 1 < days:
            coming[day + 1] += overnight[day]
        left, many = available, len(queue)
        while at < many:
            number = queue[at]
            needed = needs[number]
            if needed >= left and (needed > left or left <= 0):
                needs[number], left = needed - left, 0.0
                break
            left -= needed
            at += 1
            if back[number] and (again := day + back[number]) < days:
                coming[again].append(number + 1)
        worked += available - left
        done.append(at)
    finished = np.array(queue[:at], dtype=np.int64)
    return finished, np.repeat(np.arange(days), np.diff(done, prepend=0)), worked


def _by_day(numbers: IntArray, day: IntArray, days: int) -> list[list[int]]:
    """The numbers of each day; ``day`` grows."""
    plain, ends = numbers.tolist(), np.cumsum(np.bincount(day, minlength=days)).tolist()
    return [plain[begin:end] for begin, end in pairwise([0, *ends])]
