"""What the facilitator steers: attention, timer, polls and lists of words."""

from __future__ import annotations

import asyncio
import json
import secrets
import sqlite3
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from workshop import clock
from workshop.service.store.database import Database

LONGEST_WORD = 40
MOST_GUESTS = 2000


@dataclass(frozen=True)
class Poll:
    """One question to the room: ``choice`` (options) or ``words`` (a short text of one's own)."""

    id: int
    kind: str
    question: str
    options: list[str]
    state: str
    revealed: bool
    created_at: str

    @property
    def is_open(self) -> bool:
        return self.state == "open"


@dataclass(frozen=True)
class Timer:
    """A deadline that the room sees."""

    ends_at: str

    @property
    def left(self) -> int:
        """Whole seconds left, never below zero."""
        return max(0, round(-clock.seconds_since(self.ends_at)))


def _poll(row: sqlite3.Row) -> Poll:
    return Poll(
        row["id"],
        row["kind"],
        row["question"],
        json.loads(row["options"]),
        row["state"],
        bool(row["revealed"]),
        row["created_at"],
    )


class Teaching:
    """Attention, timer and polls of one class."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def _put(self, name: str, value: str) -> None:
        await asyncio.wrap_future(
            self._db.execute(
                "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                name,
                value,
            )
        )

    def _get(self, name: str) -> str:
        row = self._db.one("SELECT value FROM meta WHERE name = ?", name)
        return row["value"] if row else ""

    # --- attention

    def looking_up(self) -> bool:
        """Whether everyone is asked to look to the front."""
        return self._get("look_up") == "1"

    async def look_up(self, on: bool) -> None:
        """Ask everyone to look to the front, or let them work on."""
        await self._put("look_up", "1" if on else "")

    # --- timer

    def timer(self) -> Timer | None:
        """The running timer; one that ended more than ten minutes ago is forgotten."""
        ends = self._get("timer")
        return Timer(ends) if ends and clock.seconds_since(ends) < 600 else None

    async def add_minutes(self, minutes: int) -> None:
        """Start a timer, or move the end of a running one."""
        running = self.timer()
        start = datetime.fromisoformat(running.ends_at) if running and running.left else datetime.now(UTC)
        await self._put("timer", (start + timedelta(minutes=minutes)).isoformat(timespec="seconds"))

    async def stop_timer(self) -> None:
        """No timer any more."""
        await self._put("timer", "")

    # --- evaluation of the session: who has answered is known, who said what is not

    def evaluation_open(self) -> bool:
        return self._get("evaluation") == "1"

    async def set_evaluation(self, on: bool) -> None:
        """Open or close the questionnaire."""
        await self._put("evaluation", "1" if on else "")

    async def evaluate(self, participant: str, answers: dict[str, Any]) -> None:
        """Keep one questionnaire under a random mark, and that this trainee is done; the second one is ignored."""

        def work(connection: sqlite3.Connection) -> None:
            done = connection.execute(
                "INSERT OR IGNORE INTO progress (participant, kind, item, at) VALUES (?, 'evaluasi', 'sesi', ?)",
                (participant, clock.day(clock.now())),
            )
            if done.rowcount:
                connection.execute(
                    "INSERT INTO evaluations (id, answers) VALUES (?, ?)",
                    (secrets.token_hex(8), json.dumps(answers, ensure_ascii=False)),
                )

        await asyncio.wrap_future(self._db.write(work))

    def evaluations(self) -> list[dict[str, Any]]:
        """What was answered, in no order that tells who."""
        return [
            json.loads(row["answers"]) for row in self._db.all("SELECT answers FROM evaluations ORDER BY id")
        ]

    # --- polls

    def polls(self) -> list[Poll]:
        """All polls, newest first."""
        return [_poll(row) for row in self._db.all("SELECT * FROM polls ORDER BY id DESC")]

    def poll(self, poll_id: int) -> Poll | None:
        row = self._db.one("SELECT * FROM polls WHERE id = ?", poll_id)
        return _poll(row) if row else None

    def current_poll(self) -> Poll | None:
        """The poll that is open now (the newest of them)."""
        row = self._db.one("SELECT * FROM polls WHERE state = 'open' ORDER BY id DESC LIMIT 1")
        return _poll(row) if row else None

    async def ask(self, kind: str, question: str, options: list[str]) -> int:
        """A new poll, open at once; any other is closed: one question at a time."""

        def work(connection: sqlite3.Connection) -> int:
            connection.execute("UPDATE polls SET state = 'closed'")
            done = connection.execute(
                "INSERT INTO polls (kind, question, options, created_at) VALUES (?, ?, ?, ?)",
                (kind, question, json.dumps(options, ensure_ascii=False), clock.now()),
            )
            return done.lastrowid or 0

        return await asyncio.wrap_future(self._db.write(work))

    async def set_poll(self, poll_id: int, *, state: str | None = None, revealed: bool | None = None) -> None:
        """Open, close, show or hide."""

        def work(connection: sqlite3.Connection) -> None:
            if state == "open":
                connection.execute("UPDATE polls SET state = 'closed' WHERE id <> ?", (poll_id,))
            if state is not None:
                connection.execute("UPDATE polls SET state = ? WHERE id = ?", (state, poll_id))
            if revealed is not None:
                connection.execute("UPDATE polls SET revealed = ? WHERE id = ?", (int(revealed), poll_id))

        await asyncio.wrap_future(self._db.write(work))

    async def vote(self, poll_id: int, participant: str, value: str) -> bool:
        """One vote a person; a later one replaces it. ``False`` when the poll is closed."""
        done = self._db.execute(
            "INSERT INTO votes (poll, participant, value, at)"
            " SELECT id, ?, ?, ? FROM polls WHERE id = ? AND state = 'open'"
            " ON CONFLICT DO UPDATE SET value = excluded.value, at = excluded.at",
            participant,
            value[:LONGEST_WORD],
            clock.now(),
            poll_id,
        )
        return await asyncio.wrap_future(done) > 0

    def guests_welcome(self) -> bool:
        """Whether the page without sign-in is open (mode sosialisasi)."""
        return self._get("guests") == "1"

    async def welcome_guests(self, on: bool) -> None:
        """Open or close the page without sign-in."""
        await self._put("guests", "1" if on else "")

    async def guest_vote(self, poll_id: int, mark: str, value: str) -> bool:
        """One vote a browser; ``False`` when the poll is closed or the box is full."""
        done = self._db.execute(
            "INSERT INTO guest_votes (poll, mark, value) SELECT id, ?, ? FROM polls WHERE id = ? AND state = 'open'"
            " AND (SELECT count(*) FROM guest_votes WHERE poll = ?) < ?"
            " ON CONFLICT DO UPDATE SET value = excluded.value",
            mark,
            value[:LONGEST_WORD],
            poll_id,
            poll_id,
            MOST_GUESTS,
        )
        return await asyncio.wrap_future(done) > 0

    def guest_vote_of(self, poll_id: int, mark: str) -> str | None:
        row = self._db.one("SELECT value FROM guest_votes WHERE poll = ? AND mark = ?", poll_id, mark)
        return row["value"] if row else None

    def vote_of(self, poll_id: int, participant: str) -> str | None:
        row = self._db.one("SELECT value FROM votes WHERE poll = ? AND participant = ?", poll_id, participant)
        return row["value"] if row else None

    def tally(self, poll: Poll) -> list[tuple[str, int]]:
        """Counts by option in their order; words by count, the same word in any case counted together."""
        rows = self._db.all(
            "SELECT value FROM votes WHERE poll = ? UNION ALL SELECT value FROM guest_votes WHERE poll = ?",
            poll.id,
            poll.id,
        )
        values = [row["value"] for row in rows]
        if poll.kind == "choice":
            counted = Counter(values)
            return [(option, counted[str(place)]) for place, option in enumerate(poll.options)]
        folded: dict[str, list[str]] = {}
        for value in values:
            folded.setdefault(" ".join(value.casefold().split()), []).append(value)
        shown = [(Counter(same).most_common(1)[0][0], len(same)) for same in folded.values()]
        return sorted(shown, key=lambda pair: (-pair[1], pair[0].casefold()))
