"""Games of teams: who plays where, who holds the pen, what each team decided for which year."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from workshop import clock
from workshop.service.store.database import Database

T = TypeVar("T")
PHASES = ("gathering", "deciding", "reported", "revealed", "ended")

_END = "UPDATE games SET year = year - (phase = 'deciding'), phase = 'ended' WHERE phase <> 'ended'"


@dataclass(frozen=True)
class Game:
    """One game. ``year`` is the one being decided or last closed, 0 before the first; ``phase`` one of ``PHASES``."""

    id: int
    preset: str
    seed: int
    years: int
    year: int
    phase: str
    created_at: str

    @property
    def closed_years(self) -> int:
        """Years whose report is out."""
        return self.year - 1 if self.phase == "deciding" else self.year


@dataclass(frozen=True)
class Team:
    """A team: members in the order in which they came, and who of them holds the pen (``None``: nobody yet)."""

    number: int
    pen: str | None
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class Turn:
    """What one team decided for one year, and what it expects.

    ``report_guess`` and ``truth_guess``: achievement in the report and in truth, ``None`` where nobody guessed.
    ``filled``: how it came about when the team sent nothing ("average", "last", "standard"); "" for the team's own.
    """

    team: int
    year: int
    decisions: Mapping[str, float] = field(default_factory=dict)
    report_guess: float | None = None
    truth_guess: float | None = None
    reason: str = ""
    filled: str = ""
    at: str = ""


Fill = Callable[[Sequence[Turn], Sequence[int], int], list[Turn]]


class Games:
    """Games of one class; at most one of them is being played."""

    def __init__(self, database: Database) -> None:
        self._db = database

    # --- reading

    def current(self) -> Game | None:
        """The game that is being played."""
        row = self._db.one("SELECT * FROM games WHERE phase <> 'ended' ORDER BY id DESC LIMIT 1")
        return Game(**dict(row)) if row else None

    def all(self) -> list[Game]:
        """Every game of the class, oldest first."""
        return [Game(**dict(row)) for row in self._db.all("SELECT * FROM games ORDER BY id")]

    def teams(self, game: int) -> list[Team]:
        """The teams of a game by number."""
        members: dict[int, list[str]] = {}
        for row in self._db.all(
            "SELECT team, participant FROM game_members WHERE game = ? ORDER BY id", game
        ):
            members.setdefault(row["team"], []).append(row["participant"])
        rows = self._db.all("SELECT number, pen FROM game_teams WHERE game = ? ORDER BY number", game)
        return [Team(row["number"], row["pen"], tuple(members.get(row["number"], ()))) for row in rows]

    def turns(self, game: int) -> list[Turn]:
        """Everything that was decided, by year and team."""
        rows = self._db.all("SELECT * FROM game_turns WHERE game = ? ORDER BY year, team", game)
        return [_turn(row) for row in rows]

    # --- beginning

    async def create(self, *, preset: str, teams: int, years: int, seed: int) -> int:
        """A new game with empty teams; the one before it, if any, ends."""

        def work(connection: sqlite3.Connection) -> int:
            connection.execute(_END)
            done = connection.execute(
                "INSERT INTO games (preset, seed, years, created_at) VALUES (?, ?, ?, ?)",
                (preset, seed, years, clock.now()),
            )
            game = done.lastrowid or 0
            numbers = [(game, number) for number in range(1, teams + 1)]
            connection.executemany("INSERT INTO game_teams (game, number) VALUES (?, ?)", numbers)
            return game

        return await self._write(work)

    async def join(self, game: int, participant: str, team: int | None) -> bool:
        """Put someone into a team (the smallest for ``None``); ``False`` when that cannot be done any more.

        Until the first year begins people may change; later only those without a team come in.
        """

        def work(connection: sqlite3.Connection) -> bool:
            row = _running(connection, game)
            if row is None or (team is not None and team not in _numbers(connection, game)):
                return False
            if _team_of(connection, game, participant) is not None:
                if row["phase"] != "gathering":
                    return False
                _leave(connection, game, participant)
            _enter(connection, game, participant, team)
            return True

        return await self._write(work)

    async def spread(self, game: int, participants: Sequence[str]) -> int:
        """Put everyone who has no team into the smallest; gives how many."""

        def work(connection: sqlite3.Connection) -> int:
            if _running(connection, game) is None:
                return 0
            alone = [who for who in participants if _team_of(connection, game, who) is None]
            for who in alone:
                _enter(connection, game, who, None)
            return len(alone)

        return await self._write(work)

    # --- years

    async def begin_year(self, game: int, year: int) -> bool:
        """Open the next year and hand every team's pen on; ``False`` when another year is next."""

        def work(connection: sqlite3.Connection) -> bool:
            done = connection.execute(
                "UPDATE games SET year = ?, phase = 'deciding'"
                " WHERE id = ? AND phase IN ('gathering', 'reported') AND year = ? - 1 AND years >= ?",
                (year, game, year, year),
            )
            if done.rowcount and year > 1:
                _hand_pens_on(connection, game)
            return bool(done.rowcount)

        return await self._write(work)

    async def decide(self, game: int, participant: str, turn: Turn) -> bool:
        """Keep a team's decision; a later one replaces it. ``False`` when the year is closed or the pen elsewhere."""

        def work(connection: sqlite3.Connection) -> bool:
            row = _running(connection, game)
            held = connection.execute(
                "SELECT 1 FROM game_teams WHERE game = ? AND number = ? AND pen = ?",
                (game, turn.team, participant),
            ).fetchone()
            if row is None or not held or (row["phase"], row["year"]) != ("deciding", turn.year):
                return False
            _keep(connection, game, turn)
            return True

        return await self._write(work)

    async def close_year(self, game: int, year: int, fill: Fill) -> bool:
        """Close a year; teams that sent nothing get what ``fill(turns so far, their numbers, year)`` says."""

        def work(connection: sqlite3.Connection) -> bool:
            done = connection.execute(
                "UPDATE games SET phase = 'reported' WHERE id = ? AND phase = 'deciding' AND year = ?",
                (game, year),
            )
            if not done.rowcount:
                return False
            rows = connection.execute("SELECT * FROM game_turns WHERE game = ?", (game,)).fetchall()
            turns = [_turn(row) for row in rows]
            sent = {turn.team for turn in turns if turn.year == year}
            missing = [number for number in _numbers(connection, game) if number not in sent]
            for turn in fill(turns, missing, year):
                _keep(connection, game, turn)
            return True

        return await self._write(work)

    async def reopen_year(self, game: int, year: int) -> bool:
        """Undo :meth:`close_year`: what was filled in goes, what teams sent stays."""

        def work(connection: sqlite3.Connection) -> bool:
            done = connection.execute(
                "UPDATE games SET phase = 'deciding' WHERE id = ? AND phase = 'reported' AND year = ?",
                (game, year),
            )
            if done.rowcount:
                connection.execute(
                    "DELETE FROM game_turns WHERE game = ? AND year = ? AND filled <> ''", (game, year)
                )
            return bool(done.rowcount)

        return await self._write(work)

    async def take_pen(self, game: int, participant: str) -> bool:
        """Let a member hold the pen of the own team."""

        def work(connection: sqlite3.Connection) -> bool:
            team = _team_of(connection, game, participant)
            if team is None or _running(connection, game) is None:
                return False
            _give_pen(connection, game, team, participant)
            return True

        return await self._write(work)

    async def set_phase(self, game: int, before: str, after: str) -> bool:
        """Go from one phase to another (truth opened, covered again)."""
        return (
            await asyncio.wrap_future(
                self._db.execute("UPDATE games SET phase = ? WHERE id = ? AND phase = ?", after, game, before)
            )
            > 0
        )

    async def end(self, game: int) -> None:
        """End a game; a year that was still open does not count."""
        await self._write(lambda connection: connection.execute(f"{_END} AND id = ?", (game,)))

    async def _write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        return await asyncio.wrap_future(self._db.write(work))


def _turn(row: sqlite3.Row) -> Turn:
    return Turn(
        row["team"],
        row["year"],
        json.loads(row["decisions"]),
        row["report_guess"],
        row["truth_guess"],
        row["reason"],
        row["filled"],
        row["at"],
    )


def _keep(connection: sqlite3.Connection, game: int, turn: Turn) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO game_turns"
        " (game, team, year, decisions, report_guess, truth_guess, reason, filled, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            game,
            turn.team,
            turn.year,
            json.dumps(dict(turn.decisions)),
            turn.report_guess,
            turn.truth_guess,
            turn.reason,
            turn.filled,
            clock.now(),
        ),
    )


def _running(connection: sqlite3.Connection, game: int) -> sqlite3.Row | None:
    row: sqlite3.Row | None = connection.execute(
        "SELECT * FROM games WHERE id = ? AND phase <> 'ended'", (game,)
    ).fetchone()
    return row


def _numbers(connection: sqlite3.Connection, game: int) -> list[int]:
    rows = connection.execute("SELECT number FROM game_teams WHERE game = ? ORDER BY number", (game,))
    return [row[0] for row in rows]


def _team_of(connection: sqlite3.Connection, game: int, participant: str) -> int | None:
    row = connection.execute(
        "SELECT team FROM game_members WHERE game = ? AND participant = ?", (game, participant)
    ).fetchone()
    return row[0] if row else None


def _enter(connection: sqlite3.Connection, game: int, participant: str, team: int | None) -> None:
    """Into a team (``None``: the smallest, the first of equals); who comes first gets the pen."""
    if team is None:
        row = connection.execute(
            "SELECT number FROM game_teams t WHERE game = ? ORDER BY"
            " (SELECT count(*) FROM game_members m WHERE m.game = t.game AND m.team = t.number), number LIMIT 1",
            (game,),
        ).fetchone()
        team = row[0]
    connection.execute(
        "INSERT INTO game_members (game, team, participant) VALUES (?, ?, ?)", (game, team, participant)
    )
    connection.execute(
        "UPDATE game_teams SET pen = ? WHERE game = ? AND number = ? AND pen IS NULL",
        (participant, game, team),
    )


def _leave(connection: sqlite3.Connection, game: int, participant: str) -> None:
    """Out of the team; a pen that was held goes to who came next."""
    team = _team_of(connection, game, participant)
    connection.execute("DELETE FROM game_members WHERE game = ? AND participant = ?", (game, participant))
    connection.execute(
        "UPDATE game_teams SET pen = (SELECT participant FROM game_members WHERE game = ?1 AND team = ?2"
        " ORDER BY id LIMIT 1) WHERE game = ?1 AND number = ?2 AND pen = ?3",
        (game, team, participant),
    )


def _give_pen(connection: sqlite3.Connection, game: int, team: int, participant: str) -> None:
    connection.execute(
        "UPDATE game_teams SET pen = ? WHERE game = ? AND number = ?", (participant, game, team)
    )


def _hand_pens_on(connection: sqlite3.Connection, game: int) -> None:
    """Every team's pen goes to the member after its holder, so that each holds it in turn."""
    teams = connection.execute("SELECT number, pen FROM game_teams WHERE game = ?", (game,)).fetchall()
    for number, pen in teams:
        rows = connection.execute(
            "SELECT participant FROM game_members WHERE game = ? AND team = ? ORDER BY id", (game, number)
        )
        members = [row[0] for row in rows]
        if members:
            at = members.index(pen) + 1 if pen in members else 0
            _give_pen(connection, game, number, members[at % len(members)])
