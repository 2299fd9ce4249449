"""One worker: an examiner and a warm room process of its own, started when first needed, kept for all its tasks.

``grade_chunk`` is what executors call: its arguments and its result are plain, so the same function runs in this
process, in worker processes and on a Dask cluster that shares the course folder.
"""

from __future__ import annotations

import hashlib
import logging
import os
import time
from collections.abc import Sequence
from multiprocessing import util
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from grading.batch.task import Findings, Setup, Task, entry_of, refused, timed
from grading.errors import ExaminerStoppedError
from grading.exercise.loader import load_exercise
from grading.gradebook import AssignmentSource, Entry, read_source
from kpi_sim.errors import LabIkuError

if TYPE_CHECKING:
    from grading.examiner import Examiner
    from grading.exercise.model import Exercise
    from grading.intake import Intake
    from grading.room.rooms import Rooms
    from grading.room.session import Session
    from grading.room.warm import WarmProcess

log = logging.getLogger("iku.nilai")
OUR_FAULT = "Penilaian kiriman ini berhenti karena kesalahan di pihak kami. Nilailah di formgrader."


class Worker:
    """Grades submissions one after the other; use it as a context manager."""

    def __init__(self, setup: Setup, warm: WarmProcess | None = None) -> None:
        """``warm``: whose rooms to use; ``None`` starts a process when the first room is needed."""
        self.setup, self.warm = setup, warm
        self._examiner: Examiner | None = None
        self._rooms: Rooms | None = None
        self._exercises: dict[tuple[str, str], Exercise] = {}
        self._sources: dict[tuple[str, str], AssignmentSource] = {}

    def grade(self, task: Task) -> Entry:
        """The entry of one submission; never raises for what is in it."""
        started = time.perf_counter()
        source = self.source(task)
        try:
            entry = self._graded(task, source)
        except _Refused as refusal:
            entry = refused(task, source, refusal.reason, titles=self._titles(task))
        except LabIkuError as fault:
            log.exception("%s of %s could not be graded", task.exercise, task.participant)
            entry = refused(task, source, f"{OUR_FAULT} {fault.sentence()}", status="crashed", ours=True)
        except Exception:
            log.exception("%s of %s could not be graded", task.exercise, task.participant)
            entry = refused(task, source, OUR_FAULT, status="crashed", ours=True)
        return timed(entry, time.perf_counter() - started)

    def source(self, task: Task) -> AssignmentSource:
        """The instructor's notebooks, read once."""
        key = (task.exercise, task.content)
        if key not in self._sources:
            self._sources[key] = read_source(self.setup.course, task.exercise)
        return self._sources[key]

    def _graded(self, task: Task, source: AssignmentSource) -> Entry:
        started = time.perf_counter()
        opened = self._opened(task, source)
        try:
            findings = self._judged(task, source, opened)
        except ExaminerStoppedError:
            self._stop_examiner()
            findings = self._judged(task, source, opened)
        texts = {name: dict(intake.cells) for name, intake in opened.items()}
        mended = [word for intake in opened.values() for word in intake.mended]
        return entry_of(
            task,
            source,
            findings,
            answers=_answers(texts),
            texts=texts,
            mended=mended,
            seconds=time.perf_counter() - started,
        )

    def _opened(self, task: Task, source: AssignmentSource) -> dict[str, Intake]:
        """Notebook → what was handed in for it."""
        from grading.intake import Rejected, open_submission

        if task.odd:
            raise _Refused(task.odd)
        names = [book.name for book in source.notebooks]
        try:
            return {
                book.name: open_submission(
                    task.folder,
                    book.document,
                    name=book.name,
                    others=[name for name in names if name != book.name],
                )
                for book in source.notebooks
            }
        except Rejected as refusal:
            raise _Refused(refusal.sentence()) from refusal

    def _judged(self, task: Task, source: AssignmentSource, opened: dict[str, Intake]) -> Findings:
        if task.seed is None:
            from grading.batch.foreign import grade_foreign

            return grade_foreign(source, self.setup.course / "source" / task.exercise, opened, self.open_room)
        from grading.batch.own import OwnGrader

        exercise = self.exercise(task)
        grader = OwnGrader(exercise, source, self.examiner, task.seed, self.open_room)
        return grader.grade(opened[source.notebooks[0].name])

    def open_room(self, intake: Intake) -> Session:
        """A room in which the code of a submission runs."""
        if self._rooms is None:
            from grading.room.rooms import Rooms

            self._rooms = Rooms(self.setup.level, warm=self.warm).__enter__()
        return self._rooms.open(intake.code, intake.files)

    def _titles(self, task: Task) -> dict[str, str]:
        return {} if task.seed is None else {part.id: part.title for part in self.exercise(task).parts}

    def exercise(self, task: Task) -> Exercise:
        """The exercise's description, read once."""
        key = (task.exercise, task.content)
        if key not in self._exercises:
            self._exercises[key] = load_exercise(self.setup.exercises / task.exercise)
        return self._exercises[key]

    @property
    def examiner(self) -> Examiner:
        if self._examiner is None:
            from grading.examiner import Examiner

            self._examiner = Examiner(self.setup.exercises).__enter__()
        return self._examiner

    def _stop_examiner(self) -> None:
        if self._examiner is not None:
            self._examiner.__exit__(None, None, None)
            self._examiner = None

    def close(self) -> None:
        """End the processes that this worker started."""
        self._stop_examiner()
        if self._rooms is not None:
            self._rooms.close()
            self._rooms = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Refused(Exception):
    """This submission gets a row with a reason instead of points."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _answers(texts: dict[str, dict[str, str]]) -> str:
    """Hash of the answers alone: the same answers in another notebook file are the same attempt."""
    digest = hashlib.sha256()
    for book in sorted(texts):
        for name, text in sorted(texts[book].items()):
            digest.update(repr((book, name, text.strip())).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


_workers: dict[Setup, Worker] = {}
_warm: list[WarmProcess] = []  # of this process's workers: at most one


def grade_chunk(setup: Setup, tasks: Sequence[Task]) -> list[Entry]:
    """Grade tasks with this process's own worker, which stays for the next chunk."""
    if setup not in _workers:
        worker = _workers[setup] = Worker(setup, _warm[0] if _warm else None)
        util.Finalize(worker, worker.close, exitpriority=10)
    worker = _workers[setup]
    return [worker.grade(task) for task in tasks]


def import_ahead(tasks: Sequence[Task]) -> None:
    """Import what grading these tasks takes: processes that are forked from this one have it then."""
    import grading.intake
    import grading.room.rooms

    if any(task.seed is None for task in tasks):
        import grading.batch.foreign
    if any(task.seed is not None for task in tasks):
        import grading.batch.own
        import grading.examiner  # noqa: F401


def use_warm(warm: WarmProcess | None) -> None:
    """From which warm process the workers that ``grade_chunk`` makes in this process fork rooms."""
    _warm[:] = [warm] if warm else []


def close_workers() -> None:
    """End what ``grade_chunk`` started in this process."""
    while _workers:
        _workers.popitem()[1].close()


def begin(parent: int, lock: int, warm: WarmProcess | None = None) -> None:
    """What a new worker process does first: it ends when ``parent`` does (Linux), and has nothing of its workers.

    Args:
        lock: descriptor of the lock on the course, which is the parent's alone; -1 where it did not come along.
        warm: a warm process that came along.
    """
    import ctypes
    import signal

    _workers.clear()
    use_warm(warm)
    if lock >= 0:
        os.close(lock)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # not what the command does when it is told to end
    if Path("/proc/self").exists():
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
        if os.getppid() != parent:  # it ended while this process was still importing
            os._exit(1)
