"""Grading behind the desk's button: a child process works, the class keeps answering."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import logging
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from workshop import clock
from workshop.results import as_offered, result_of
from workshop.service import children, handing_in

if TYPE_CHECKING:
    from workshop.service.room import Classroom

log = logging.getLogger("iku.kelas")
LONGEST_LINE = 64 * 2**20  # the last line of the child carries all results


@dataclass
class Progress:
    """What the desk shows of the present or last run."""

    state: str = "idle"  # idle, running, done, failed
    done: int = 0
    total: int = 0
    started_at: str = ""
    seconds: float = 0.0
    message: str = ""
    unusual: list[dict[str, Any]] = field(default_factory=list)


class GradingRun:
    """At most one grading at a time."""

    def __init__(self, room: Classroom) -> None:
        self._room = room
        self._process: asyncio.subprocess.Process | None = None
        self._task: asyncio.Task[None] | None = None
        self.progress = Progress()
        self._marked: set[tuple[str, str]] = set()

    @property
    def running(self) -> bool:
        return self._task is not None and not self._task.done()

    def start(self, exercises: list[str] | None = None) -> bool:
        """Start grading all hand-ins (of some exercises); ``False`` when a run is on already."""
        if self.running:
            return False
        self.progress = Progress("running", started_at=clock.now())
        self._task = asyncio.get_running_loop().create_task(self._grade(exercises or []))
        return True

    def note_mark(self, participant: str, exercise: str) -> None:
        """A person marked this while a run may have read it already: it is read again when the run has ended."""
        if self.running:
            self._marked.add((participant, exercise))

    async def _grade(self, exercises: list[str]) -> None:
        progress = self.progress
        try:
            await handing_in.place_missing(self._room)
            last = await self._child(exercises, progress)
            results = [(item["participant"], item["exercise"], item) for item in last["results"]]
            await self.keep(results)
            await self._read_marks()
            progress.unusual = [item for _, _, item in results if item["status"] not in ("graded", "partial")]
            progress.seconds = clock.seconds_since(progress.started_at)
            progress.done = progress.total = len(results)
            progress.state = "done"
        except asyncio.CancelledError:
            raise
        except Exception as fault:
            log.exception("grading stopped")
            progress.state = "failed"
            progress.message = str(fault) if isinstance(fault, RuntimeError) else "Penilaian berhenti."

    async def keep(self, results: list[tuple[str, str, dict[str, Any]]]) -> None:
        """Results (participant, exercise, result) for desk and trainees, each as its track asked the exercise."""
        work = self._room.store.work
        tracks = {(item.participant, item.exercise): item.track for item in work.latest_submissions()}
        folder = self._room.exercises.folder
        await work.record_results(
            [
                (who, what, as_offered(result, tracks.get((who, what), ""), folder))
                for who, what, result in results
            ]
        )

    async def _read_marks(self) -> None:
        """Results of those marked by hand during the run, as the gradebook has them now."""
        course = self._room.folder.course
        while self._marked:
            who, what = self._marked.pop()
            result = await self._room.exercises.run(functools.partial(result_of, course, who, what))
            if result is not None:
                await self.keep([(who, what, result)])

    async def _child(self, exercises: list[str], progress: Progress) -> dict[str, Any]:
        command = [
            sys.executable,
            "-m",
            "workshop.service.grading_job",
            "--data",
            str(self._room.folder.path),
        ]
        command += ["--exercises", str(self._room.exercises.folder), *exercises]
        process = self._process = await children.start(command, LONGEST_LINE)
        last: dict[str, Any] = {}
        async for line in children.lines(process):
            if not line.startswith(b"{"):
                continue
            last = json.loads(line)
            progress.done, progress.total = last.get("done", progress.done), last.get("total", progress.total)
        if "results" not in last:
            raise RuntimeError(last.get("fault") or "Penilaian berhenti sebelum selesai.")
        return last

    async def stop(self) -> None:
        """End a run that is under way (it can be started again: results are written at the end)."""
        if self._process and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
