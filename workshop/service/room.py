"""One running class: its memory, exercises, lessons, simulators and grading, tied together."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import grading
from kpi_sim.errors import LabIkuError
from workshop import paths
from workshop.service import codes, handing_in
from workshop.service.accounts import Limiter
from workshop.service.ballots import Ballots
from workshop.service.exercises import Exercises
from workshop.service.folder import ClassFolder
from workshop.service.grading_run import GradingRun
from workshop.service.library import Library
from workshop.service.store import Store, Submission

log = logging.getLogger("iku.kelas")


class Classroom:
    """Everything that a page may ask for."""

    def __init__(self, folder: ClassFolder, *, exercises: Path = paths.EXERCISES, address: str = "") -> None:
        self.folder = folder
        self.address = address
        self.store = Store(folder.database)
        self.class_code = self.store.ensure("class_code", codes.new_class_code())
        self.exercises = Exercises(exercises, folder.secret)
        self.store.ensure_activities(self.exercises.ids())
        self.limits = Limiter()
        self.desk_limits = Limiter(tries=10)
        # asumsi: sixty people behind one address, each joining on a few devices; a script would invent thousands
        self.newcomers = Limiter(tries=300, seconds=600.0)
        self.ballots = Ballots()
        self.placing = asyncio.Lock()
        self.grading = GradingRun(self)
        self.library = Library(folder.cache)
        self._tasks: set[asyncio.Task[Any]] = set()

    async def start(self) -> None:
        """Everything that may take a while happens behind the first pages."""
        self.later(self._prepare())

    async def _prepare(self) -> None:
        await self.exercises.warm()
        try:
            await self.exercises.run(self._build_course)
        except LabIkuError:
            log.exception("some exercises could not be built; the others are there")
        await handing_in.place_missing(self, look=True)
        await self.library.warm()

    def _build_course(self) -> None:
        grading.build_course(
            self.exercises.ids(),
            self.folder.course,
            exercises=self.exercises.folder,
            secret=self.folder.secret,
        )

    def later(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run in the background; a failure is logged, never lost."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception():
            log.error("background work failed", exc_info=task.exception())

    def offered(self) -> list[str]:
        """What this class does: pre-test first, exercises in teaching order, post-test last."""
        ids = self.exercises.ids()
        tests = [name for name in self.store.activities() if name not in ids and self.exercises.known(name)]
        first = [name for name in tests if name.startswith("pretes-")]
        return first + ids + [name for name in tests if name not in first]

    async def place(self, done: Submission) -> None:
        """Write a hand-in into ``submitted/``; if that fails now, it is tried again before grading."""
        try:
            await handing_in.place(self, done)
        except OSError:
            log.exception("submission %s stays in the database for now", done.id)

    # --- what the course offers

    def simulators(self) -> list[Any]:
        """Simulators of the course."""
        from workshop import simulators

        return list(simulators.list_simulators())

    def join_address(self) -> str:
        """What the QR says."""
        return f"{self.address}/masuk?kode={self.class_code}"

    async def stop(self) -> None:
        """End background work, then close the database last."""
        await self.grading.stop()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.library.close()
        self.exercises.close()
        self.store.close()
