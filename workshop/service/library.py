"""Lessons as pages: rendered by a child process, kept in memory."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from pathlib import Path
from typing import Any

from workshop.errors import LessonNotReadyError
from workshop.service import children

log = logging.getLogger("iku.kelas")
LONGEST_LINE = 32 * 2**20  # a lesson carries its pictures


class Library:
    """The lessons of the course and their rendered pages."""

    def __init__(self, cache: Path) -> None:
        from workshop import lessons

        self._cache = cache
        self._lessons = list(lessons.list_lessons())
        self._pages: dict[str, str] = {}
        self._jobs: dict[str, asyncio.Task[None]] = {}
        self._processes: set[asyncio.subprocess.Process] = set()

    def all(self) -> list[Any]:
        """Lessons in teaching order."""
        return self._lessons

    def get(self, lesson_id: str) -> Any | None:
        return next((lesson for lesson in self._lessons if lesson.id == lesson_id), None)

    async def html(self, lesson: Any, patience: float) -> str | None:
        """The page of a lesson; ``None`` when it is still being run after ``patience`` seconds.

        Raises:
            LessonNotReadyError: a cell of the lesson failed.
        """
        if lesson.id not in self._pages:
            job = self._jobs.get(lesson.id)
            if job is None or job.done():
                job = self._jobs[lesson.id] = asyncio.create_task(self._render([lesson.id]))
            await asyncio.wait([job], timeout=patience)
            if lesson.id not in self._pages:
                if not job.done():
                    return None
                raise LessonNotReadyError(title=lesson.title)
        return self._pages[lesson.id]

    async def warm(self) -> None:
        """Render all lessons before anyone asks."""
        await self._render([])

    async def _render(self, ids: list[str]) -> None:
        command = [sys.executable, "-m", "workshop.service.lesson_job", "--cache", str(self._cache), *ids]
        process = await children.start(command, LONGEST_LINE)
        self._processes.add(process)
        async for line in children.lines(process):
            if not line.startswith(b"{"):
                continue
            page = json.loads(line)
            if "html" in page:
                self._pages[page["id"]] = page["html"]
            else:
                log.error("lesson %s: %s", page["id"], page["fault"])
        self._processes.discard(process)

    def close(self) -> None:
        """End renderings under way."""
        for process in self._processes:
            if process.returncode is None:
                process.terminate()
