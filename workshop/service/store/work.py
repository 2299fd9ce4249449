"""What trainees do: answers (saved on every change), checks, submissions, results, things opened."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from workshop import clock
from workshop.service import codes
from workshop.service.store.database import Database

KEPT_FILES = 2  # of one trainee and exercise: the one that counts, and the one before


@dataclass(frozen=True)
class Answer:
    """One part's answer as typed, with what the last check said (``status`` "" = not checked since)."""

    part: str
    raw: Any
    saved_at: str
    status: str
    points: float | None
    message: str | None
    mistake: str | None
    checks: int


@dataclass(frozen=True)
class Submission:
    """One hand-in; the newest of a trainee and exercise counts."""

    id: int
    participant: str
    exercise: str
    track: str
    submitted_at: str
    receipt: str
    placed: bool


def _text(raw: Any) -> str:
    return json.dumps(raw, ensure_ascii=False, sort_keys=True)


def _answer(row: sqlite3.Row) -> Answer:
    values = {key: row[key] for key in Answer.__annotations__ if key != "raw"}
    return Answer(raw=json.loads(row["raw"]), **values)


def _submission(row: sqlite3.Row) -> Submission:
    values = {key: row[key] for key in Submission.__annotations__ if key != "placed"}
    return Submission(placed=bool(row["placed"]), **values)


_SUBMISSION = "id, participant, exercise, track, submitted_at, receipt, placed"


class Work:
    """Answers, submissions and results."""

    def __init__(self, database: Database) -> None:
        self._db = database

    # --- answers

    async def save(self, participant: str, exercise: str, part: str, raw: Any) -> str:
        """Keep an answer as typed; what an earlier check said no longer holds if the text differs."""
        moment = clock.now()
        await asyncio.wrap_future(
            self._db.execute(
                "INSERT INTO answers (participant, exercise, part, raw, saved_at) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET saved_at = excluded.saved_at, raw = excluded.raw,"
                " status = iif(raw = excluded.raw, status, ''), points = iif(raw = excluded.raw, points, NULL),"
                " message = iif(raw = excluded.raw, message, NULL),"
                " mistake = iif(raw = excluded.raw, mistake, NULL)",
                participant,
                exercise,
                part,
                _text(raw),
                moment,
            )
        )
        return moment

    async def note_check(self, participant: str, exercise: str, part: str, raw: Any, verdict: Any) -> None:
        """What the check of ``raw`` said (ignored when the answer has changed meanwhile)."""
        await asyncio.wrap_future(
            self._db.execute(
                "UPDATE answers SET status = ?, points = ?, message = ?, mistake = ?, checks = checks + 1"
                " WHERE participant = ? AND exercise = ? AND part = ? AND raw = ?",
                verdict.status,
                float(verdict.points),
                verdict.message,
                verdict.mistake_id,
                participant,
                exercise,
                part,
                _text(raw),
            )
        )

    def answers(self, participant: str, exercise: str) -> dict[str, Answer]:
        """Part id → answer."""
        rows = self._db.all(
            "SELECT * FROM answers WHERE participant = ? AND exercise = ?", participant, exercise
        )
        return {row["part"]: _answer(row) for row in rows}

    def answered(self, participant: str) -> dict[str, set[str]]:
        """Exercise → parts that hold an answer."""
        out: dict[str, set[str]] = {}
        rows = self._db.all(
            "SELECT exercise, part FROM answers WHERE participant = ? AND raw NOT IN ('\"\"', '[]', '{}', 'null')",
            participant,
        )
        for row in rows:
            out.setdefault(row["exercise"], set()).add(row["part"])
        return out

    def board(self, exercise: str) -> list[sqlite3.Row]:
        """Every answer of an exercise: participant, part, status, mistake, whether it is empty."""
        return self._db.all(
            "SELECT participant, part, status, mistake, message,"
            " raw IN ('\"\"', '[]', '{}', 'null') AS empty FROM answers WHERE exercise = ?",
            exercise,
        )

    # --- submissions

    async def submit(
        self,
        participant: str,
        exercise: str,
        track: str,
        *,
        answers: dict[str, Any] | None = None,
        content: bytes | None = None,
    ) -> Submission:
        """Keep a hand-in whole (answers of the form, or the bytes of a notebook); gives its receipt."""
        moment = clock.now()
        text = _text(answers) if answers is not None else None
        proof = codes.receipt(participant, exercise, moment, text or (content or b"").hex())

        def work(connection: sqlite3.Connection) -> Submission:
            done = connection.execute(
                "INSERT INTO submissions (participant, exercise, track, submitted_at, receipt, answers, content)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (participant, exercise, track, moment, proof, text, content),
            )
            # every receipt stays; the files of long-replaced hand-ins go, or a script could fill the disk with them
            connection.execute(
                "UPDATE submissions SET content = NULL WHERE participant = ? AND exercise = ? AND id NOT IN"
                " (SELECT id FROM submissions WHERE participant = ? AND exercise = ? ORDER BY id DESC LIMIT ?)",
                (participant, exercise, participant, exercise, KEPT_FILES),
            )
            return Submission(done.lastrowid or 0, participant, exercise, track, moment, proof, False)

        return await asyncio.wrap_future(self._db.write(work))

    def last_submission(self, participant: str, exercise: str) -> Submission | None:
        row = self._db.one(
            f"SELECT {_SUBMISSION} FROM submissions WHERE participant = ? AND exercise = ?"
            " ORDER BY id DESC LIMIT 1",
            participant,
            exercise,
        )
        return _submission(row) if row else None

    def latest_submissions(self) -> list[Submission]:
        """The newest hand-in of every trainee and exercise."""
        rows = self._db.all(
            f"SELECT {_SUBMISSION} FROM submissions WHERE id IN"
            " (SELECT max(id) FROM submissions GROUP BY participant, exercise) ORDER BY id"
        )
        return [_submission(row) for row in rows]

    def payload(self, submission_id: int) -> tuple[dict[str, Any] | None, bytes | None]:
        """What was handed in: answers, or the bytes of a notebook."""
        row = self._db.one("SELECT answers, content FROM submissions WHERE id = ?", submission_id)
        if row is None:
            return None, None
        return (json.loads(row["answers"]) if row["answers"] else None), row["content"]

    async def mark_placed(self, submission_id: int) -> None:
        """The hand-in now lies in the course folder too."""
        await asyncio.wrap_future(
            self._db.execute("UPDATE submissions SET placed = 1 WHERE id = ?", submission_id)
        )

    # --- results

    async def record_results(self, results: list[tuple[str, str, dict[str, Any]]]) -> None:
        """Keep (participant, exercise, result) of a grading; what trainees see changes only by ``release``."""
        moment = clock.now()

        def work(connection: sqlite3.Connection) -> None:
            connection.executemany(
                "INSERT INTO results (participant, exercise, graded_at, result)"
                " SELECT ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM participants WHERE id = ?)"
                " ON CONFLICT DO UPDATE SET graded_at = excluded.graded_at, result = excluded.result",
                [(who, what, moment, json.dumps(result), who) for who, what, result in results],
            )

        await asyncio.wrap_future(self._db.write(work))

    async def release(self, exercise: str) -> int:
        """Let trainees see the present results of an exercise; gives how many."""

        def work(connection: sqlite3.Connection) -> int:
            done = connection.execute("UPDATE results SET released = result WHERE exercise = ?", (exercise,))
            connection.execute(
                "UPDATE activities SET released_at = ? WHERE exercise = ?", (clock.now(), exercise)
            )
            return done.rowcount

        return await asyncio.wrap_future(self._db.write(work))

    def released(self, participant: str) -> dict[str, dict[str, Any]]:
        """Exercise → result that this trainee may see."""
        rows = self._db.all(
            "SELECT exercise, released FROM results WHERE participant = ? AND released IS NOT NULL",
            participant,
        )
        return {row["exercise"]: json.loads(row["released"]) for row in rows}

    def results(self) -> list[tuple[str, str, dict[str, Any]]]:
        """All results of the last gradings: (participant, exercise, result)."""
        rows = self._db.all("SELECT participant, exercise, result FROM results")
        return [(row["participant"], row["exercise"], json.loads(row["result"])) for row in rows]

    # --- what was opened

    async def note_progress(self, participant: str, kind: str, item: str) -> None:
        """A lesson was read or a simulator opened (the first time counts)."""
        await asyncio.wrap_future(
            self._db.execute(
                "INSERT OR IGNORE INTO progress (participant, kind, item, at) VALUES (?, ?, ?, ?)",
                participant,
                kind,
                item,
                clock.now(),
            )
        )

    def progress(self, participant: str) -> set[tuple[str, str]]:
        """Pairs (kind, item) that this trainee has opened."""
        rows = self._db.all("SELECT kind, item FROM progress WHERE participant = ?", participant)
        return {(row["kind"], row["item"]) for row in rows}
