"""Who is in the class: trainees, their sign-ins, sessions of browsers."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import dataclass
from typing import Any

from workshop import clock
from workshop.service import codes
from workshop.service.store.database import Database

SEEN_STEP = 20  # seconds: "seen" is not written more often than this


@dataclass(frozen=True)
class Participant:
    """One trainee. ``id`` stands for the person everywhere outside this class folder."""

    id: str
    name: str
    unit: str
    code: str
    joined_at: str
    seen_at: str


def fold(name: str, unit: str) -> str:
    """Key by which two entries are the same person: letters only, no case, single spaces."""
    return "\0".join(" ".join(part.casefold().split()) for part in (name, unit))


def _participant(row: sqlite3.Row | None) -> Participant | None:
    return Participant(**{key: row[key] for key in Participant.__annotations__}) if row else None


class People:
    """Participants, attendance and sessions."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> list[Participant]:
        """Everyone who joined, by name."""
        rows = self._db.all("SELECT * FROM participants ORDER BY name COLLATE NOCASE, joined_at")
        return [found for row in rows if (found := _participant(row))]

    def get(self, participant_id: str) -> Participant | None:
        return _participant(self._db.one("SELECT * FROM participants WHERE id = ?", participant_id))

    def by_name(self, name: str, unit: str) -> Participant | None:
        """Who has this name in this unit already."""
        return _participant(self._db.one("SELECT * FROM participants WHERE folded = ?", fold(name, unit)))

    def by_code(self, code: str) -> Participant | None:
        return _participant(self._db.one("SELECT * FROM participants WHERE code = ?", codes.normalise(code)))

    def units(self) -> list[str]:
        """Units already in the class, for suggestions on the join page."""
        return [row["unit"] for row in self._db.all("SELECT DISTINCT unit FROM participants ORDER BY unit")]

    async def join(self, name: str, unit: str) -> Participant | None:
        """A new trainee, or ``None`` when this name is taken in this unit."""

        def work(connection: sqlite3.Connection) -> Participant | None:
            taken = connection.execute("SELECT 1 FROM participants WHERE folded = ?", (fold(name, unit),))
            if taken.fetchone():
                return None
            while True:
                moment = clock.now()
                person = Participant(
                    codes.new_participant_id(), name, unit, codes.new_personal_code(), moment, moment
                )
                done = connection.execute(
                    "INSERT OR IGNORE INTO participants (id, name, unit, folded, code, joined_at, seen_at)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (person.id, name, unit, fold(name, unit), person.code, moment, moment),
                )
                if done.rowcount:
                    return person

        return await asyncio.wrap_future(self._db.write(work))

    async def sign_in(self, participant_id: str) -> None:
        """Note the attendance of today (the first sign-in of a day counts)."""
        moment = clock.now()
        await asyncio.wrap_future(
            self._db.execute(
                "INSERT OR IGNORE INTO attendance (participant, day, first_at) VALUES (?, ?, ?)",
                participant_id,
                clock.day(moment),
                moment,
            )
        )

    def attendance(self) -> dict[str, dict[str, str]]:
        """Participant id → day → time of the first sign-in."""
        out: dict[str, dict[str, str]] = {}
        for row in self._db.all("SELECT participant, day, first_at FROM attendance ORDER BY day"):
            out.setdefault(row["participant"], {})[row["day"]] = row["first_at"]
        return out

    def seen(self, person: Participant) -> None:
        """Note that this trainee's phone spoke (not more often than every few seconds, not waited for)."""
        if clock.seconds_since(person.seen_at) > SEEN_STEP:
            self._db.execute("UPDATE participants SET seen_at = ? WHERE id = ?", clock.now(), person.id)

    # --- roster: who is expected

    async def set_roster(self, rows: list[tuple[str, str]]) -> int:
        """Replace the list of those expected (name, unit); gives how many there are."""
        unique = {fold(name, unit): (name, unit) for name, unit in rows}

        def work(connection: sqlite3.Connection) -> int:
            connection.execute("DELETE FROM roster")
            connection.executemany(
                "INSERT INTO roster (folded, place, name, unit) VALUES (?, ?, ?, ?)",
                [(key, place, *row) for place, (key, row) in enumerate(unique.items())],
            )
            return len(unique)

        return await asyncio.wrap_future(self._db.write(work))

    def roster(self) -> list[tuple[str, str]]:
        """Those expected, in the order of the list."""
        return [(row["name"], row["unit"]) for row in self._db.all("SELECT * FROM roster ORDER BY place")]

    def missing(self) -> list[tuple[str, str]]:
        """Those expected who have not joined."""
        rows = self._db.all(
            "SELECT name, unit FROM roster WHERE folded NOT IN (SELECT folded FROM participants) ORDER BY place"
        )
        return [(row["name"], row["unit"]) for row in rows]

    async def forget(self, participant_id: str) -> bool:
        """Erase a trainee with all answers."""
        done = self._db.execute("DELETE FROM participants WHERE id = ?", participant_id)
        return await asyncio.wrap_future(done) > 0

    # --- sessions of browsers; only a hash of the token is kept

    async def open_session(self, token: str, role: str, participant_id: str | None = None) -> None:
        await asyncio.wrap_future(
            self._db.execute(
                "INSERT INTO sessions (token, role, participant, created_at) VALUES (?, ?, ?, ?)",
                codes.hash_token(token),
                role,
                participant_id,
                clock.now(),
            )
        )

    def session(self, token: str) -> tuple[str, Participant | None] | None:
        """Role and trainee of a session, or ``None`` for a session that does not exist."""
        row: Any = self._db.one("SELECT * FROM sessions WHERE token = ?", codes.hash_token(token))
        if row is None:
            return None
        return row["role"], self.get(row["participant"]) if row["participant"] else None

    def has_session(self, participant_id: str) -> bool:
        """Whether any browser is signed in as this trainee."""
        return (
            self._db.one("SELECT 1 FROM sessions WHERE participant = ? LIMIT 1", participant_id) is not None
        )

    async def close_session(self, token: str) -> None:
        await asyncio.wrap_future(
            self._db.execute("DELETE FROM sessions WHERE token = ?", codes.hash_token(token))
        )
