"""Grading a course folder: what has to be done, by whom, and written as it comes in."""

from __future__ import annotations

import contextlib
import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import TYPE_CHECKING

from grading.batch import fingerprints
from grading.batch.errors import GradingRunningError, NothingSubmittedError
from grading.batch.policy import Policy, read_policy
from grading.batch.report import Clock, Progress, Report
from grading.batch.submissions import Submission, find
from grading.batch.task import Setup, Task
from grading.batch.worker import begin, close_workers, grade_chunk, import_ahead, use_warm
from grading.course import build_course
from grading.exercise.variants import BASE_SEED, variant_seed
from grading.gradebook import (
    AssignmentSource,
    Entry,
    Gradebook,
    Graded,
    Kept,
    due_dates,
    ensure_gradebook,
    open_gradebook,
    read_all,
    read_kept,
    read_source,
    write,
)
from grading.gradebook.autograded import write_autograded
from grading.gradebook.errors import SourceMissingError
from grading.results import SubmissionResult

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from grading.room.warm import WarmProcess

# One transaction and one sync to disk for so many; what is lost when a run is killed is graded again.
WRITTEN_TOGETHER = 50
# asumsi: starting two more processes costs a second; under this many submissions one process is done sooner.
WORTH_WORKERS = 12
SECRET = Path(".iku") / "secret"


@dataclass(frozen=True)
class Wish:
    """What to grade and how: empty collections mean everything; ``everything`` grades the unchanged again."""

    exercises: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    everything: bool = False
    workers: int | None = None
    level: str | None = None


def grade_course(
    course: Path,
    *,
    exercises: Path,
    wish: Wish | None = None,
    secret: bytes | None = None,
    url: str | None = None,
    executor: Executor | None = None,
    warm: WarmProcess | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Report:
    """Grade what was handed in and changed since, and write it to the gradebook.

    Args:
        course: an nbgrader course folder, ours or not.
        exercises: our exercises; a folder of the course with the same id and our notebook is graded by them.
        secret: from which participants' variants were drawn; ``None`` reads ``.iku/secret`` of the course,
            and without one everybody has the base variant.
        url: database of the gradebook; ``None`` is what ``nbgrader_config.py`` says.
        executor: where to grade; ``None`` is this machine's worker processes.
        warm: a warm process for rooms, started beforehand, which is dismissed when all is graded; ``None`` starts them
            when they are needed.

    Raises:
        NothingSubmittedError, GradingRunningError, GradebookError, SourceMissingError, PolicyError.
    """
    started, wish = time.perf_counter(), wish or Wish()
    course = course.resolve()
    submissions = find(course, exercises=wish.exercises, participants=wish.participants)
    if not submissions:
        raise NothingSubmittedError(folder=course / "submitted")
    with _held(course) as lock:
        run = _Run(course, exercises.resolve(), wish, secret, url, lock, warm)
        tasks, strays = run.tasks(submissions)
        clock = Clock(len(tasks))
        for entries in run.graded(tasks, executor):
            run.keep(entries)
            if on_progress:
                on_progress(clock.count(len(entries)))
        if warm is not None:
            warm.dismiss()
        run.flush()
        asked = {(item.participant, item.exercise) for item in submissions}
        graded = [g for g in read_all(run.book) if (g.result.participant, g.result.exercise) in asked]
        run.wait()
    return Report(time.perf_counter() - started, (*graded, *strays), len(tasks))


class _Run:
    """One run over a course."""

    def __init__(
        self,
        course: Path,
        exercises: Path,
        wish: Wish,
        secret: bytes | None,
        url: str | None,
        lock: int,
        warm: WarmProcess | None,
    ) -> None:
        self.course, self.wish, self.lock, self.warm = course, wish, lock, warm
        self.setup = Setup(course, exercises, wish.level)
        self.policy: Policy = read_policy(course)
        self.secret = secret if secret is not None else _secret(course)
        self.moments: dict[tuple[str, str], Submission] = {}
        known = open_gradebook(course, url=url)
        self.before: dict[tuple[str, str], Kept] = read_kept(known) if known else {}
        self.waiting: list[Entry] = []
        self.leaving: set[BaseProcess] = set()
        self._url = url
        self._opened: Future[Gradebook] | None = None

    def _open_meanwhile(self) -> None:
        """Open the gradebook while workers grade: nbgrader's tables take their time to import.

        Not before there are workers: a process with two threads cannot simply be forked.
        """
        if self._opened is None:
            opening = ThreadPoolExecutor(1)
            self._opened = opening.submit(ensure_gradebook, self.course, url=self._url)
            opening.shutdown(wait=False)

    @property
    def book(self) -> Gradebook:
        """The gradebook to write to."""
        self._open_meanwhile()
        assert self._opened is not None
        return self._opened.result()

    @cached_property
    def due(self) -> dict[str, datetime]:
        """Exercise → when it was due."""
        return due_dates(self.book)

    def tasks(self, submissions: Sequence[Submission]) -> tuple[list[Task], list[Graded]]:
        """What has to be graded (all, or what changed since it was), and what belongs to no exercise."""
        self.moments = {(s.participant, s.exercise): s for s in submissions}
        contents = {name: self._content(name) for name in {s.exercise for s in submissions}}
        tasks, strays = [], []
        for item in submissions:
            found = contents[item.exercise]
            if isinstance(found, SourceMissingError):
                strays.append(_stray(item, found))
                continue
            content, ours = found
            files = "" if item.odd else fingerprints.handed_in(item.folder)
            known = self.before.get((item.participant, item.exercise))
            if known and not self.wish.everything and (known.files, known.content) == (files, content):
                continue
            seed = self._seed(item) if ours else None
            tasks.append(Task(item.participant, item.exercise, item.folder, content, files, seed, item.odd))
        return tasks, strays

    def _content(self, exercise: str) -> tuple[str, bool] | SourceMissingError:
        """What submissions of this exercise are graded against, and whether it is ours."""
        try:
            source = self._source(exercise)
        except SourceMissingError as fault:
            return fault
        own = source.notebooks[0].document.get("metadata", {}).get("lab_iku") or {}
        if own.get("exercise") == exercise and self._ours(exercise):
            return fingerprints.exercise(self.setup.exercises / exercise), True
        return fingerprints.tests(source.fingerprint), False

    def _ours(self, exercise: str) -> bool:
        return (self.setup.exercises / exercise / "exercise.toml").is_file()

    def _source(self, exercise: str) -> AssignmentSource:
        """The instructor's notebooks; those of our exercises are built where they are missing."""
        try:
            return read_source(self.course, exercise)
        except SourceMissingError:
            if not self._ours(exercise):
                raise
        build_course([exercise], self.course, exercises=self.setup.exercises)
        return read_source(self.course, exercise)

    def _seed(self, item: Submission) -> int:
        return variant_seed(self.secret, item.participant, item.exercise) if self.secret else BASE_SEED

    def graded(self, tasks: Sequence[Task], executor: Executor | None) -> Iterator[list[Entry]]:
        """Entries as they are done, in chunks."""
        if not tasks:
            return
        workers = self.wish.workers or os.cpu_count() or 1
        if executor is not None:
            yield from self._by(executor, tasks, 4 * workers)
        elif workers == 1 or (self.wish.workers is None and len(tasks) < WORTH_WORKERS):
            yield from self._here(tasks)
        else:
            import_ahead(tasks)
            others = set(active_children())
            with _pool(workers, self.lock, self.warm) as pool:
                yield from self._by(pool, tasks, workers)
            self.leaving = set(active_children()) - others

    def wait(self) -> None:
        """For workers, which leave while what they brought last is written."""
        for process in self.leaving:
            process.join()

    def _here(self, tasks: Sequence[Task]) -> Iterator[list[Entry]]:
        self._open_meanwhile()
        use_warm(self.warm)
        try:
            for task in tasks:
                yield grade_chunk(self.setup, [task])
        finally:
            close_workers()
            use_warm(None)

    def _by(self, executor: Executor, tasks: Sequence[Task], workers: int) -> Iterator[list[Entry]]:
        """Chunks small enough that all finish together; what a dying worker drops is graded here."""
        futures = {
            executor.submit(grade_chunk, self.setup, chunk): chunk for chunk in _chunks(tasks, workers)
        }
        self._open_meanwhile()
        dropped: list[Task] = []
        for future in as_completed(futures):
            try:
                yield future.result()
            except BrokenProcessPool:
                dropped += futures[future]
        yield from self._here(dropped)

    def keep(self, entries: Iterable[Entry]) -> None:
        """Take entries in; write when there are enough for a transaction."""
        self.waiting += [self._dated(entry) for entry in entries]
        if len(self.waiting) >= WRITTEN_TOGETHER:
            self.flush()

    def _dated(self, entry: Entry) -> Entry:
        """With its time, what lateness costs, and whether it counts beside earlier attempts."""
        key = (entry.result.participant, entry.result.exercise)
        moment = self.moments[key].submitted_at
        late = self.policy.seconds_late(moment, self.due.get(entry.result.exercise))
        penalty = self.policy.penalty(entry.result.score, late)
        known = self.before.get(key)
        outweighed = (
            self.policy.attempts == "best"
            and known is not None
            and known.answers != entry.answers
            and known.content == entry.content
            and known.score > entry.result.score - penalty
        )
        return replace(entry, submitted_at=moment, seconds_late=late, penalty=penalty, counts=not outweighed)

    def flush(self) -> None:
        """Write what is waiting: notebooks for formgrader first, then the grades, one transaction an exercise."""
        by_exercise: dict[str, list[Entry]] = {}
        for entry in self.waiting:
            by_exercise.setdefault(entry.result.exercise, []).append(entry)
        for name, entries in sorted(by_exercise.items()):
            for entry in entries:
                if entry.counts:
                    write_autograded(self.course, entry.result.participant, name, entry.autograded)
            write(self.book, read_source(self.course, name), entries)
        self.waiting = []


def _chunks(tasks: Sequence[Task], workers: int) -> Iterator[Sequence[Task]]:
    """Eight or more for each worker, the last ones of a single submission: no worker waits long for another."""
    most, first = max(1, min(16, len(tasks) // (8 * workers))), 0
    while first < len(tasks):
        size = min(most, max(1, (len(tasks) - first) // (2 * workers)))
        yield tasks[first : first + size]
        first += size


@contextlib.contextmanager
def _pool(workers: int, lock: int, warm: WarmProcess | None) -> Iterator[ProcessPoolExecutor]:
    """Worker processes, told to leave at the end; whoever leaves early (Ctrl-C, SIGTERM) ends what they are doing."""
    others = set(active_children())
    # a fork has imported everything already; but only one thread of a process is in it
    how = "fork" if threading.active_count() == 1 else "spawn"
    mine = (os.getpid(), lock, warm) if how == "fork" else (os.getpid(), -1)
    pool = ProcessPoolExecutor(workers, mp_context=get_context(how), initializer=begin, initargs=mine)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in set(active_children()) - others:
            process.terminate()
        raise
    pool.shutdown(wait=False)


def _stray(item: Submission, fault: SourceMissingError) -> Graded:
    """The row of a folder that belongs to no exercise of the course."""
    result = SubmissionResult(
        item.participant, item.exercise, 0.0, 0.0, "rejected", "", 0.0, note=fault.what.format(**fault.values)
    )
    return Graded(result, "", "", "", item.submitted_at, 0.0, 0.0)


def _secret(course: Path) -> bytes | None:
    file = course / SECRET
    return file.read_bytes() if file.is_file() else None


@contextlib.contextmanager
def _held(course: Path) -> Iterator[int]:
    """Only one process grades a course; the lock goes when the process ends, however it ends."""
    place = course / ".iku"
    place.mkdir(exist_ok=True)
    handle = os.open(place / "menilai.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pid = os.read(handle, 20).decode(errors="replace").strip() or "tidak diketahui"
            raise GradingRunningError(pid=pid, folder=course) from None
        os.ftruncate(handle, 0)
        os.write(handle, str(os.getpid()).encode())
        yield handle
    finally:
        os.close(handle)
