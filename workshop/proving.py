"""``iku exercise check``: many exercises at once, each proved by an examiner and put before nbgrader itself.

Proofs are shared out among one examiner per core. nbgrader's part runs in as many processes, each with a course of its
own, and takes its kernels from a warm process: most of a minute for a whole course would go into starting them.
"""

from __future__ import annotations

import os
import queue
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path

from kpi_sim.errors import LabIkuError, UnknownNameError
from workshop.progress import Told
from workshop.warm_kernels import PRELOAD_VARIABLE, PROVISIONER_NAME

Doubts = dict[str, list[tuple[str, str]]]
IN_ONE_COURSE = 4  # exercises that nbgrader gets in one go: few enough that no core waits long for another


def doubts(
    folder: Path, ids: Sequence[str], variants: int, *, quick: bool, told: Told | None = None
) -> Doubts:
    """Exercise → (part, sentence) of everything in doubt; all exercises of the folder when none is named.

    Args:
        quick: leave out what nbgrader says.
        told: called with (done, of how many) steps.

    Raises:
        UnknownNameError: there is no such exercise.
    """
    from grading import ExerciseCatalog

    catalog = ExerciseCatalog(folder)
    names = list(ids) or [*catalog.ids(), *catalog.faults()]
    found: Doubts = {}
    for name in names:
        try:
            catalog.get(name)
        except UnknownNameError:
            raise
        except LabIkuError as fault:
            found[name] = [("", fault.sentence())]
    steps = _Steps((len(names) - len(found)) * (1 if quick else 2), told)
    found |= _proved(folder, [name for name in names if name not in found], variants, steps)
    good = [name for name in names if not found[name]]
    if not quick:
        steps.take(len(names) - len(good))
        for name, messages in _before_nbgrader(folder, good, steps):
            found[name] += [("", message) for message in messages]
    return {name: found[name] for name in names}


class _Steps:
    """Counts what is done."""

    def __init__(self, total: int, told: Told | None) -> None:
        self.done, self.total, self.told = 0, total, told

    def take(self, count: int = 1) -> None:
        self.done = min(self.done + count, self.total)
        if self.told and self.total:
            self.told(self.done, self.total)


def _proved(folder: Path, names: Sequence[str], variants: int, steps: _Steps) -> Doubts:
    """What the examiners doubt; each thread has one to itself."""
    from grading import Examiner

    found: Doubts = {}
    with ExitStack() as ends:
        free: queue.SimpleQueue[Examiner] = queue.SimpleQueue()
        workers = _workers(len(names))
        for _ in range(workers):
            free.put(ends.enter_context(Examiner(folder)))

        def prove(name: str) -> list[tuple[str, str]]:
            examiner = free.get()
            try:
                return examiner.prove(name, variants)
            except LabIkuError as fault:
                return [("", fault.sentence())]
            finally:
                free.put(examiner)

        threads = ends.enter_context(ThreadPoolExecutor(workers))
        asked = {threads.submit(prove, name): name for name in names}
        for done in as_completed(asked):
            found[asked[done]] = done.result()
            steps.take()
    return found


def _before_nbgrader(folder: Path, names: Sequence[str], steps: _Steps) -> Iterator[tuple[str, list[str]]]:
    """(exercise, what nbgrader objects to), in the order in which it is known."""
    from grading import build_course

    shares = [names[first : first + IN_ONE_COURSE] for first in range(0, len(names), IN_ONE_COURSE)]
    if not shares:
        return
    with (
        tempfile.TemporaryDirectory(prefix="iku-periksa-") as place,
        ProcessPoolExecutor(
            _workers(len(shares)), mp_context=get_context("spawn"), initializer=_kernels_from_a_warm_process
        ) as pool,
    ):
        course = Path(place, "semua")
        build_course(names, course, exercises=folder)
        asked = [
            pool.submit(_stock_doubts, _apart(course, share, Path(place, str(number))), share)
            for number, share in enumerate(shares)
        ]
        for done in as_completed(asked):
            yield from done.result().items()
            steps.take(len(done.result()))


def _apart(course: Path, names: Sequence[str], own: Path) -> Path:
    """A course with these exercises alone: nbgrader writes into it, and two processes must not meet there."""
    from grading.gradebook import ensure_gradebook

    for part in ("source", "release"):
        for name in names:
            shutil.copytree(course / part / name, own / part / name)
    shutil.copy(course / "nbgrader_config.py", own)
    ensure_gradebook(own)  # nbgrader would start a program of its own to make one, two seconds each time
    return own


def _stock_doubts(course: Path, names: Sequence[str]) -> dict[str, list[str]]:
    from grading.stock import stock_doubts  # late: nbgrader is loaded in the processes that need it

    return stock_doubts(course, names)


def _kernels_from_a_warm_process() -> None:
    os.environ["JUPYTER_DEFAULT_PROVISIONER_NAME"] = PROVISIONER_NAME
    os.environ[PRELOAD_VARIABLE] = "pandas,matplotlib.pyplot,kpi_sim"
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # a debugger's advice to developers, on every start


def _workers(tasks: int) -> int:
    return max(1, min(os.cpu_count() or 1, tasks))
