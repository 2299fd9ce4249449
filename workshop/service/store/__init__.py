"""What a class remembers: the only package that speaks SQL."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from workshop import clock
from workshop.service.store.awards import Awards
from workshop.service.store.database import Database
from workshop.service.store.games import Games
from workshop.service.store.people import Participant, People
from workshop.service.store.teaching import Poll, Teaching, Timer
from workshop.service.store.work import Answer, Submission, Work

__all__ = ["Activity", "Answer", "Participant", "Poll", "Store", "Submission", "Timer"]


@dataclass(frozen=True)
class Activity:
    """State of one exercise in this class: ``open`` or ``closed``, and when its feedback was released."""

    exercise: str
    state: str
    changed_at: str
    released_at: str | None

    @property
    def is_open(self) -> bool:
        return self.state == "open"


class Store:
    """One class's memory: ``people``, ``work``, ``teaching``, ``awards``, ``games`` and the class's own settings."""

    def __init__(self, path: Path) -> None:
        self._db = Database(path)
        self.people = People(self._db)
        self.work = Work(self._db)
        self.teaching = Teaching(self._db)
        self.awards = Awards(self._db)
        self.games = Games(self._db)

    def close(self) -> None:
        self._db.close()

    def leave_no_trace(self) -> None:
        """What was erased is then in no file of the database any more; a running class may be using it."""
        self._db.empty_journal()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ):  # type: ignore[no-untyped-def]
        self.close()

    def get(self, name: str, default: str = "") -> str:
        """A setting of the class."""
        row = self._db.one("SELECT value FROM meta WHERE name = ?", name)
        return row["value"] if row else default

    def put(self, name: str, value: str) -> None:
        """Keep a setting; on disk when this returns."""
        self._db.execute(
            "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            name,
            value,
        ).result(timeout=30)

    def ensure(self, name: str, value: str) -> str:
        """A setting, created with ``value`` when it is not there."""
        self._db.execute("INSERT OR IGNORE INTO meta (name, value) VALUES (?, ?)", name, value).result(
            timeout=30
        )
        return self.get(name)

    # --- activities: what the facilitator opens and closes

    def ensure_activities(self, exercises: list[str]) -> None:
        """Every exercise has a state; new ones start open."""
        for exercise in exercises:
            self._db.execute(
                "INSERT OR IGNORE INTO activities (exercise, state, changed_at) VALUES (?, 'open', ?)",
                exercise,
                clock.now(),
            ).result(timeout=30)

    def activities(self) -> dict[str, Activity]:
        rows = self._db.all("SELECT exercise, state, changed_at, released_at FROM activities")
        return {row["exercise"]: Activity(*row) for row in rows}

    async def set_activity(self, exercise: str, state: str) -> None:
        """Open or close an exercise."""
        await asyncio.wrap_future(
            self._db.execute(
                "UPDATE activities SET state = ?, changed_at = ? WHERE exercise = ? AND state <> ?",
                state,
                clock.now(),
                exercise,
                state,
            )
        )
