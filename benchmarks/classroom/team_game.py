"""Permainan tim with a full room: every phone asks for news all the time, one of each team decides, the wall looks on."""

from __future__ import annotations

import asyncio
import json
import re
import time

from benchmarks.classroom.phones import TimedPhone, percentile, stream
from benchmarks.classroom.running import RunningClass
from workshop.demo.phone import DeskPhone
from workshop.service.store import Store

TEAMS, YEARS, SEED = 12, 5, 2026
DECIDING = 10.0  # seconds a year, so that half an hour of play takes a minute
TOO_LATE = {4: 2, 9: 3}  # team -> year in which it does not send
LONGEST = 60.0  # seconds after which a phone that still shows the old page counts as a fault
NEWS_PAUSE = (5.0, 6.0)  # seconds between two questions of a phone, as in kelas.js
NEWS = re.compile(r'data-keadaan="([^"]*)"')
YEAR = re.compile(r'name="tahun" value="(\d+)"')
LEVER = re.compile(r'<input id="(\w+)" name="\w+" value="([^"]*)" inputmode="decimal"')


class Player(TimedPhone):
    """A trainee whose page shows itself anew when the game has moved on; decides when holding the pen."""

    def __init__(self, address: str, number: int) -> None:
        super().__init__(address)
        self.team = number % TEAMS + 1
        self.pace = stream(number)
        self.sent: dict[int, str] = {}  # year -> reason, as the class acknowledged it
        self.page = ""
        self.seen = 0.0  # when the newest page came

    async def play(self, ending: asyncio.Event) -> None:
        """Ask for news until the game is over."""
        async with asyncio.TaskGroup() as thoughts:
            await self._follow(ending, thoughts)

    async def _follow(self, ending: asyncio.Event, thoughts: asyncio.TaskGroup) -> None:
        while not ending.is_set():
            answer = await self.fetch("/kelas/keadaan", headers={"X-Requested-With": "iku"})
            state = json.loads(answer.body)["permainan"] if answer.code == 200 else None
            if state is not None and state != self.shown:
                await self.look()
                year = self.may_decide()
                if year:
                    self.sent[year] = ""  # begun
                    thoughts.create_task(self.decide(year))
            await asyncio.sleep(self.pace.uniform(*NEWS_PAUSE))

    @property
    def shown(self) -> str:
        """The state of the game that the page was made for."""
        found = NEWS.search(self.page)
        return found[1] if found else ""

    async def look(self) -> None:
        """The page of the game, as it is now."""
        self.page = await self.open("/permainan")
        self.seen = time.perf_counter()

    def may_decide(self) -> int:
        """The year that this phone is to decide; 0 when another holds the pen, or the team sleeps."""
        found = YEAR.search(self.page)
        year = int(found[1]) if found else 0
        return 0 if year in self.sent or TOO_LATE.get(self.team) == year else year

    async def decide(self, year: int) -> None:
        """Think, then send what the form holds, with two guesses and a reason."""
        await asyncio.sleep(self.pace.uniform(0, DECIDING / 6))
        fields = {name: value for name, value in LEVER.findall(self.page) if value}
        fields["data"] = str(self.pace.integers(5, 30))
        guesses = {name: str(self.pace.integers(60, 140)) for name in ("report_guess", "truth_guess")}
        reason = f"Tim {self.team} tahun {year}"
        filled = {**fields, **guesses, "reason": reason}
        await self.send("/permainan", [("tahun", str(year)), *filled.items()])
        self.sent[year] = reason


class GameDesk(DeskPhone):
    """The facilitator: steers, and the two pages that ask for news every two seconds."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.taken: dict[str, list[float]] = {}

    async def press(self, action: str, year: int, **fields: str) -> float:
        """A button of the page; gives the seconds until its answer was there."""
        page = await self.open("/meja/permainan")
        game = re.search(r'name="permainan" value="(\d+)"', page)
        assert game
        begun = time.perf_counter()
        common = [("permainan", game[1]), ("tahun", str(year))]
        await self.send(f"/meja/permainan/{action}", [*common, *fields.items()])
        took = time.perf_counter() - begun
        self.taken.setdefault(action, []).append(took)
        return took

    async def watch(self, path: str, ending: asyncio.Event) -> None:
        """What the desk's page and the wall ask for."""
        while not ending.is_set():
            begun = time.perf_counter()
            answer = await self.fetch(path, headers={"X-Requested-With": "iku"})
            assert answer.code == 200, (answer.code, path)
            self.taken.setdefault(path, []).append(time.perf_counter() - begun)
            await asyncio.sleep(2)


async def team_game(kelas: RunningClass, phones: int) -> dict[str, object]:
    """Five years of twelve teams; two teams sleep through a year each, which the class fills in."""
    desk = GameDesk(kelas.address)
    await desk.sign_in(kelas.desk_code)
    players = [Player(kelas.address, number) for number in range(phones)]
    for number, player in enumerate(players):
        await player.join(kelas.class_code, f"Pemain {number:03}", f"Bidang {player.team}")
    await desk.open("/meja/permainan")
    game = {"bentuk": "bebas", "tim": str(TEAMS), "tahun": str(YEARS), "benih": str(SEED)}
    await desk.send("/meja/permainan", list(game.items()))
    for player in players:
        await player.look()
        await player.send("/permainan/tim", [("tim", str(player.team))])
        player.taken.clear()
    ending = asyncio.Event()
    everyone_knows = []
    begun = time.perf_counter()
    async with asyncio.TaskGroup() as at_work:
        for player in players:
            at_work.create_task(player.play(ending))
        for path in ("/meja/permainan/keadaan", "/meja/permainan/layar/liga"):
            at_work.create_task(desk.watch(path, ending))
        for year in range(1, YEARS + 1):
            await desk.press("mulai", year, menit="5")
            await asyncio.sleep(DECIDING)
            pressed = time.perf_counter()
            await desk.press("tutup", year)
            everyone_knows.append(await _all_show(players, f"reported/{year}") - pressed)
        pressed = time.perf_counter()
        await desk.press("ungkap", YEARS)
        everyone_knows.append(await _all_show(players, f"revealed/{YEARS}") - pressed)
        ending.set()
    taken = [value for player in players for value in player.taken]
    return {
        "phones": phones,
        "teams": TEAMS,
        "years": YEARS,
        "seconds": round(time.perf_counter() - begun, 1),
        "requests": len(taken),
        "errors": sum(player.failed for player in players),
        "p50_ms": percentile(taken, 0.5),
        "p95_ms": percentile(taken, 0.95),
        "close_year_worst_s": round(max(desk.taken["tutup"]), 2),
        "open_truth_s": round(max(desk.taken["ungkap"]), 2),
        "desk_p95_ms": percentile(desk.taken["/meja/permainan/keadaan"], 0.95),
        "wall_p95_ms": percentile(desk.taken["/meja/permainan/layar/liga"], 0.95),
        "all_phones_show_it_worst_s": round(max(everyone_knows), 1),
        **_stored(kelas, players),
    }


async def _all_show(players: list[Player], phase: str) -> float:
    """When the last phone had its page of this phase and year; a phone asks every five to six seconds."""
    end = time.perf_counter() + LONGEST
    while late := [player.team for player in players if f"/{phase}/" not in player.shown]:
        if time.perf_counter() > end:
            raise TimeoutError(f"phones of the teams {late} do not show {phase}")
        await asyncio.sleep(0.05)
    return max(player.seen for player in players)


def _stored(kelas: RunningClass, players: list[Player]) -> dict[str, int]:
    """Decisions that were acknowledged, those of them that the class holds, and those that it filled in."""
    sent = {(player.team, year, reason) for player in players for year, reason in player.sent.items()}
    with Store(kelas.data / "kelas.sqlite") as store:
        game = store.games.current()
        assert game
        turns = store.games.turns(game.id)
    kept = {(turn.team, turn.year, turn.reason) for turn in turns if not turn.filled}
    return {
        "decisions_acknowledged": len(sent),
        "decisions_stored": len(sent & kept),
        "filled_in": sum(bool(turn.filled) for turn in turns),
    }
