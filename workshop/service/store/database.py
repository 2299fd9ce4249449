"""The SQLite file of a class: schema, reading, and one writer whose commits are on disk before it answers.

Theory of operation: reads go straight to the file (WAL: they never wait for a writer). Writes are functions
handed to one thread; all that wait at that moment run in one transaction, each in its own savepoint, and are
acknowledged together after one commit with ``synchronous=FULL``. So sixty phones that save at once cost one
disk flush, and what was acknowledged survives SIGKILL and a power cut.
"""

from __future__ import annotations

import contextlib
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from workshop.errors import DamagedClassError

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], Any]
BATCH = 200  # writes in one transaction at most, so that nobody waits long behind a crowd

SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS participants (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, unit TEXT NOT NULL, folded TEXT NOT NULL UNIQUE,
  code TEXT NOT NULL UNIQUE, joined_at TEXT NOT NULL, seen_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS attendance (
  participant TEXT NOT NULL REFERENCES participants ON DELETE CASCADE, day TEXT NOT NULL, first_at TEXT NOT NULL,
  PRIMARY KEY (participant, day)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sessions (
  token TEXT PRIMARY KEY, role TEXT NOT NULL, participant TEXT REFERENCES participants ON DELETE CASCADE,
  created_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS activities (
  exercise TEXT PRIMARY KEY, state TEXT NOT NULL, changed_at TEXT NOT NULL, released_at TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS answers (
  participant TEXT NOT NULL REFERENCES participants ON DELETE CASCADE, exercise TEXT NOT NULL, part TEXT NOT NULL,
  raw TEXT NOT NULL, saved_at TEXT NOT NULL, status TEXT NOT NULL DEFAULT '', points REAL, message TEXT,
  mistake TEXT, checks INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (participant, exercise, part)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS submissions (
  id INTEGER PRIMARY KEY, participant TEXT NOT NULL REFERENCES participants ON DELETE CASCADE,
  exercise TEXT NOT NULL, track TEXT NOT NULL, submitted_at TEXT NOT NULL, receipt TEXT NOT NULL,
  answers TEXT, content BLOB, placed INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS submissions_by_work ON submissions (participant, exercise, id);
CREATE TABLE IF NOT EXISTS results (
  participant TEXT NOT NULL REFERENCES participants ON DELETE CASCADE, exercise TEXT NOT NULL,
  graded_at TEXT NOT NULL, result TEXT NOT NULL, released TEXT, PRIMARY KEY (participant, exercise)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS roster (
  folded TEXT PRIMARY KEY, place INTEGER NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS evaluations (id TEXT PRIMARY KEY, answers TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS certificates (
  participant TEXT PRIMARY KEY REFERENCES participants ON DELETE CASCADE, number INTEGER NOT NULL UNIQUE,
  code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, issued_at TEXT NOT NULL, facts TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS polls (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, question TEXT NOT NULL, options TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open', revealed INTEGER NOT NULL DEFAULT 0, created_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS votes (
  poll INTEGER NOT NULL REFERENCES polls ON DELETE CASCADE,
  participant TEXT NOT NULL REFERENCES participants ON DELETE CASCADE, value TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (poll, participant)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS guest_votes (
  poll INTEGER NOT NULL REFERENCES polls ON DELETE CASCADE, mark TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (poll, mark)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS progress (
  participant TEXT NOT NULL REFERENCES participants ON DELETE CASCADE, kind TEXT NOT NULL, item TEXT NOT NULL,
  at TEXT NOT NULL, PRIMARY KEY (participant, kind, item)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS games (
  id INTEGER PRIMARY KEY, preset TEXT NOT NULL, seed INTEGER NOT NULL, years INTEGER NOT NULL,
  year INTEGER NOT NULL DEFAULT 0, phase TEXT NOT NULL DEFAULT 'gathering', created_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS game_teams (
  game INTEGER NOT NULL REFERENCES games ON DELETE CASCADE, number INTEGER NOT NULL,
  pen TEXT REFERENCES participants ON DELETE SET NULL, PRIMARY KEY (game, number)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS game_members (
  id INTEGER PRIMARY KEY, game INTEGER NOT NULL REFERENCES games ON DELETE CASCADE, team INTEGER NOT NULL,
  participant TEXT NOT NULL REFERENCES participants ON DELETE CASCADE, UNIQUE (game, participant)
);
CREATE TABLE IF NOT EXISTS game_turns (
  game INTEGER NOT NULL REFERENCES games ON DELETE CASCADE, team INTEGER NOT NULL, year INTEGER NOT NULL,
  decisions TEXT NOT NULL, report_guess REAL, truth_guess REAL, reason TEXT NOT NULL DEFAULT '',
  filled TEXT NOT NULL DEFAULT '', at TEXT NOT NULL, PRIMARY KEY (game, team, year)
) WITHOUT ROWID;
"""


class Database:
    """One class's file. ``read`` from any thread, ``write`` through the one writer thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._readers: list[sqlite3.Connection] = []
        self._queue: queue.SimpleQueue[tuple[Work, Future[Any]] | None] = queue.SimpleQueue()
        try:
            self._writer = self._open()
            self._writer.executescript(SCHEMA)
        except sqlite3.DatabaseError as fault:
            raise DamagedClassError(reason=str(fault), file=path) from fault
        path.chmod(0o600)
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=10, isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    # --- reading

    @property
    def _reader(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._open()
            self._readers.append(connection)
        return connection

    def all(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """Rows of a query."""
        return self._reader.execute(sql, values).fetchall()

    def one(self, sql: str, *values: Any) -> sqlite3.Row | None:
        """First row of a query, or ``None``."""
        row: sqlite3.Row | None = self._reader.execute(sql, values).fetchone()
        return row

    # --- writing

    def write(self, work: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """Hand ``work`` to the writer; the future is done when its effect is on disk."""
        future: Future[T] = Future()
        self._queue.put((work, future))
        return future

    def execute(self, sql: str, *values: Any) -> Future[int]:
        """Write one statement; the future gives the number of rows changed."""
        return self.write(lambda connection: connection.execute(sql, values).rowcount)

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            batch = [first]
            stop = False
            while len(batch) < BATCH and not self._queue.empty():
                item = self._queue.get()
                if item is None:
                    stop = True
                    break
                batch.append(item)
            self._commit(batch)
            if stop:
                break

    def _commit(self, batch: list[tuple[Work, Future[Any]]]) -> None:
        done: list[tuple[Future[Any], Any]] = []
        try:
            self._writer.execute("BEGIN IMMEDIATE")
            for work, future in batch:
                try:
                    with _savepoint(self._writer):
                        done.append((future, work(self._writer)))
                except Exception as fault:
                    future.set_exception(fault)
            self._writer.execute("COMMIT")
        except sqlite3.Error as fault:
            if self._writer.in_transaction:
                with contextlib.suppress(sqlite3.Error):
                    self._writer.execute("ROLLBACK")
            for _, future in batch:
                if not future.done():
                    future.set_exception(fault)
            return
        for future, value in done:
            future.set_result(value)

    def empty_journal(self) -> None:
        """Write all back into the file: what was erased stays readable in SQLite's journal until then."""
        self._reader.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Finish what was handed in, then close the file."""
        self._queue.put(None)
        self._thread.join(timeout=30)
        for connection in (*self._readers, self._writer):
            connection.close()


@contextlib.contextmanager
def _savepoint(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("SAVEPOINT work")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK TO work")
        connection.execute("RELEASE work")
        raise
    connection.execute("RELEASE work")
