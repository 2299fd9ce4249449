"""Permainan tim at the desk: make a game, open and close its years, open the truth."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import replace
from typing import Any

from tornado.web import HTTPError

from workshop.service.pages import Page, desk_only
from workshop.service.store.games import Game
from workshop.service.teamplay.debrief import Debrief, debrief
from workshop.service.teamplay.lived import PRESETS, fill
from workshop.service.teamplay.scene import Scene, scene

PLACE = "/meja/permainan"
MOST_TEAMS, MOST_YEARS, MOST_MINUTES = 12, 5, 60
SEEDS = 1_000_000
_ONE_AT_A_TIME = asyncio.Lock()
QUESTION = "Apakah tim dengan kematian ibu terendah bekerja paling baik?"
ANSWERS = [
    "Ya, angkanya paling rendah",
    "Belum tentu, lihat rentangnya",
    "Tidak dapat diketahui dari satu tahun",
]


def opened(found: Scene) -> list[Debrief]:
    """The debrief of every team by number; nothing until the truth is opened."""
    if not found.opened:
        return []
    teams = sorted(found.standings, key=lambda one: one.team.number)
    return [debrief(found.game, one.team.number, one.results) for one in teams if one.results]


class DeskGame(Page):
    """The game at the desk: who plays, who has sent, what to do next."""

    @desk_only
    async def get(self) -> None:
        await self.show()

    @desk_only
    async def post(self) -> None:
        """Make a new game."""
        preset, seed = self.text("bentuk") or "bebas", self.text("benih")
        teams, years = _whole(self.text("tim")), _whole(self.text("tahun"))
        if preset not in PRESETS or not 2 <= teams <= MOST_TEAMS or not 1 <= years <= MOST_YEARS:
            await self.show(f"Jumlah tim 2 sampai {MOST_TEAMS}, jumlah tahun 1 sampai {MOST_YEARS}.")
        elif seed and not (seed.isdecimal() and len(seed) < 10):
            await self.show("Nomor permainan berisi angka saja, paling banyak sembilan angka.")
        else:
            chosen = int(seed) if seed else secrets.randbelow(SEEDS)
            await self.store.games.create(preset=preset, teams=teams, years=years, seed=chosen)
            self.redirect(PLACE)

    async def show(self, fault: str = "") -> None:
        """The page, with what is wrong with the form."""
        found = scene(self.store)
        told = await self.room.exercises.run(lambda: opened(found)) if found else []
        if found:
            await self.room.exercises.run(lambda: found.standings)
        self.set_status(400 if fault else 200)
        self.page(
            "meja_permainan.html",
            scene=found,
            told={one.team: one for one in told},
            fault=fault,
            presets=PRESETS,
            most=(MOST_TEAMS, MOST_YEARS),
            alone=_alone(found, [person.id for person in self.store.people.all()]) if found else [],
            question=QUESTION,
            typed={name: self.text(name) for name in ("bentuk", "tim", "tahun", "benih")},
        )


class DeskGameState(Page):
    """Who has sent, for the desk's own page: asked for every two seconds."""

    @desk_only
    async def get(self) -> None:
        found = scene(self.store)
        self.finish({"isi": self.fragment("_meja_permainan.html", scene=found) if found else ""})


class SteerGame(Page):
    """One step of the game. Each says for which game and year it was meant: a second press does nothing."""

    @desk_only
    async def post(self, action: str) -> None:
        game = self.store.games.current()
        if game is None or str(game.id) != self.text("permainan"):
            self.redirect(PLACE)
            return
        step: Any = getattr(self, f"_{action.replace('-', '_')}", None)
        if step is None:
            raise HTTPError(404)
        await step(game, _whole(self.text("tahun")))
        self.redirect(PLACE)

    async def _bagi(self, game: Game, year: int) -> None:
        await self.store.games.spread(game.id, [person.id for person in self.store.people.all()])

    async def _mulai(self, game: Game, year: int) -> None:
        minutes = _whole(self.text("menit"))
        if await self.store.games.begin_year(game.id, year):
            await self.store.teaching.stop_timer()
            if 1 <= minutes <= MOST_MINUTES:
                await self.store.teaching.add_minutes(minutes)

    async def _tutup(self, game: Game, year: int) -> None:
        if await self.store.games.close_year(game.id, year, fill):
            await self.store.teaching.stop_timer()
            await self._ready("reported")
            self.room.later(self._ready("revealed"))  # takes seconds; the truth is opened minutes from now

    async def _ready(self, phase: str) -> None:
        """Compute what a phase shows once, so that sixty phones do not all wait for the same figures."""
        found = scene(self.store)
        if found:
            ahead = replace(found, game=replace(found.game, phase=phase))
            async with _ONE_AT_A_TIME:  # the second finds what the first has computed
                await self.room.exercises.run(lambda: (ahead.standings, opened(ahead)))

    async def _buka_lagi(self, game: Game, year: int) -> None:
        await self.store.games.reopen_year(game.id, year)

    async def _ungkap(self, game: Game, year: int) -> None:
        await self._ready("revealed")
        await self.store.games.set_phase(game.id, "reported", "revealed")

    async def _sembunyikan(self, game: Game, year: int) -> None:
        await self.store.games.set_phase(game.id, "revealed", "reported")

    async def _akhiri(self, game: Game, year: int) -> None:
        await self.store.games.end(game.id)

    async def _tanya(self, game: Game, year: int) -> None:
        await self.store.teaching.ask("choice", QUESTION, ANSWERS)


def _alone(found: Scene, people: list[str]) -> list[str]:
    """Names of those who are in no team."""
    return [found.names[who] for who in people if found.team_of(who) is None]


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 5 else 0
