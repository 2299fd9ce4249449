"""Sudden deaths under load: one process after another is killed with SIGKILL while people work.

Kept apart for each trainee: what was acknowledged (answers, hand-ins, saved files, predictions). At the end it is
compared with what the class holds: nothing acknowledged may be missing, a later value is fine (it was on its way).
"Back" is measured from the kill to the first time that the part serves its user again through the front door.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import statistics
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

import psutil
import requests
import websocket

from benchmarks.classroom.grading_round import grade
from benchmarks.classroom.notebooks import Laptop, NotUsable
from benchmarks.classroom.phones import EXERCISE, stream
from benchmarks.classroom.running import RunningClass
from workshop.demo.phone import DeskPhone, Phone
from workshop.hub import homes
from workshop.service.store import Store

SIMULATOR, LESSON = "loket", "apa-itu-iku"
LONGEST = 60.0  # seconds after which a part counts as not coming back
CELL_SECONDS = 4.0  # a cell that has not answered by then went to a kernel that is gone
TROUBLE = (Exception,)  # whatever a browser may meet while a part is dead; the next try counts
NOTEBOOK_PARTS = ("hub", "keeper", "cage", "notebook server", "notebook kernel", "warm notebooks")
WARM = ("warm notebooks", "warm simulators")  # what others are forked from
SIMULATOR_PARTS = ("simulators", "warm simulators", "simulator kernel")


class Fire:
    """One class under load and under fire."""

    def __init__(
        self,
        kelas: RunningClass,
        *,
        phones: int,
        laptops: int,
        say: Callable[[str], None],
        longest: float = LONGEST,
    ) -> None:
        self.kelas, self.say, self.longest = kelas, say, longest
        self.phones = [Phone(kelas.address) for _ in range(phones)]
        self.laptops = [Laptop(kelas, f"Api {number:02}") for number in range(laptops)]
        self.desk = DeskPhone(kelas.address)
        self.saved = [0] * phones
        self.submitted = [0] * phones
        self.written = [0] * laptops
        self.graded = 0
        self.back: dict[str, list[float]] = {}
        self._only: frozenset[str] = frozenset()
        self._warm_parts: list[str] = []
        self._ending = asyncio.Event()
        self._pool = ThreadPoolExecutor(laptops + 2)
        self._chance = stream(10_000)

    # --- people at work

    async def _prepare(self) -> None:
        await self.desk.sign_in(self.kelas.desk_code)
        for number, phone in enumerate(self.phones):
            await phone.join(self.kelas.class_code, f"Uji {number:03}", "Di bawah beban")
            await phone.open(f"/latihan/{EXERCISE}/2")
        loop = asyncio.get_running_loop()
        await asyncio.gather(
            *(loop.run_in_executor(self._pool, self._sit_down, user) for user in self.laptops)
        )

    def _sit_down(self, user: Laptop) -> None:
        user.join()
        self._open(user)

    def _open(self, user: Laptop) -> None:
        user.open_lab()
        user.start_kernel("pelajaran/01-apa-itu-iku.ipynb")

    async def _answer(self, number: int) -> None:
        """One phone saves ever higher numbers, and submits each tenth."""
        phone, count = self.phones[number], 0
        while not self._ending.is_set():
            count += 1
            with contextlib.suppress(*TROUBLE):
                await phone.answer(EXERCISE, 2, str(count), check=count % 10 == 5)
                self.saved[number] = count
                if count % 10 == 0 and "Terkirim pukul" in await phone.submit(EXERCISE):
                    self.submitted[number] = count
            await asyncio.sleep(0.4)

    def _write(self, number: int) -> None:
        """One laptop computes and saves ever higher numbers; opens its Lab again when that is gone."""
        user, count = self.laptops[number], 0
        while not self._ending.is_set():
            count += 1
            try:
                if not user.run(["jumlah = sum(range(1000))"], seconds=CELL_SECONDS):
                    user.save("catatan.txt", str(count))
                    self.written[number] = count
                time.sleep(0.5)
            except TROUBLE:
                with contextlib.suppress(*TROUBLE):
                    self._open(user)

    async def _steer(self) -> None:
        """The facilitator grades again and again."""
        while not self._ending.is_set():
            with contextlib.suppress(*TROUBLE):
                self.graded += await grade(self.desk)
            await asyncio.sleep(1)

    async def _look(self) -> None:
        """Somebody opens a simulator now and then."""
        viewer = Phone(self.kelas.address)
        while not self._ending.is_set():
            with contextlib.suppress(*TROUBLE):
                await viewer.open(f"/simulator/{SIMULATOR}")
            await asyncio.sleep(2)

    # --- what serves again

    async def _serves(self, part: str, owner: str) -> bool:
        """Whether users of this part (its owner, where it has one) get what they ask for."""
        loop = asyncio.get_running_loop()
        with contextlib.suppress(*TROUBLE):
            if part in NOTEBOOK_PARTS:
                works = await loop.run_in_executor(self._pool, self._notebook_serves, owner)
                return works and (part != "hub" or self.kelas.answers("/hub/api"))
            if part in SIMULATOR_PARTS:
                page = await Phone(self.kelas.address).open(f"/simulator/{SIMULATOR}")
                return "</html>" in page
            if part in ("grader", "grading worker"):
                return await grade(self.desk)
            if part in ("lessons", "lesson kernel"):
                return "sedang disiapkan" not in await self.phones[0].open(f"/pelajaran/{LESSON}")
            if part == "supervisor":  # the desk's code is a new one; who was in, is in
                await self.desk.open("/meja")
            reply = await self.phones[-1].answer(EXERCISE, 3, "1", check=True)
            return reply["state"] in ("correct", "close", "wrong", "partial")
        return False

    def _notebook_serves(self, owner: str) -> bool:
        """A trainee's next step works: where there is no JupyterLab any more, opening it again is that step."""
        user = next((user for user in self.laptops if user.person == owner), self.laptops[0])
        with contextlib.suppress(NotUsable, requests.RequestException, websocket.WebSocketException, OSError):
            if user.run(["1"], seconds=CELL_SECONDS) == []:
                return True
        self._open(user)
        return user.run(["1"], seconds=CELL_SECONDS) == []

    def _start_again(self) -> None:
        """What the facilitator does when the command itself was killed: the same command once more."""
        self.kelas.process.wait()
        end = time.monotonic() + self.longest
        while time.monotonic() < end:
            try:
                self.kelas.start()
                return
            except RuntimeError as fault:
                self.say(f"supervisor: {str(fault).strip()}")
                time.sleep(0.3)

    async def _kill(self, part: str, victim: psutil.Process) -> None:
        owner = self.kelas.owners.get(victim.pid, "")
        victim.send_signal(signal.SIGKILL)
        begun = time.perf_counter()
        await asyncio.sleep(0.05)
        if part == "supervisor":
            await asyncio.get_running_loop().run_in_executor(self._pool, self._start_again)
        with contextlib.suppress(TimeoutError):
            while not await asyncio.wait_for(self._serves(part, owner), self.longest):
                if time.perf_counter() - begun > self.longest:
                    break
                await asyncio.sleep(0.05)
        took = time.perf_counter() - begun
        self.back.setdefault(part, []).append(took)
        self.say(f"{part}: back after {took:.1f} s")

    async def _calm_down(self) -> None:
        """Wait until all work again, warm processes too, so that what is killed next is the only part that is missing."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.longest):
                while not (self.kelas.answers("/hub/api") and await self._serves("cage", "")):
                    await asyncio.sleep(0.1)
                while not await asyncio.get_running_loop().run_in_executor(self._pool, self._warm):
                    await asyncio.sleep(0.1)

    def _warm(self) -> bool:
        """Whether the warm processes are there and have ended their preparations."""
        parts = self.kelas.parts()
        found = [process for name in self._warm_parts for process in parts.get(name, [])]
        begun = sum(map(_processor_seconds, found))
        time.sleep(0.5)
        return len(found) >= len(self._warm_parts) and sum(map(_processor_seconds, found)) - begun < 0.1

    def _victims(self) -> dict[str, list[psutil.Process]]:
        every = self.kelas.parts() | {"supervisor": [psutil.Process(self.kelas.process.pid)]}
        return {name: found for name, found in every.items() if not self._only or name in self._only}

    async def _strike(self, kills: int) -> None:
        """Kill processes of all kinds in turn, at random moments; which of a kind dies is chance."""
        struck = 0
        while struck < kills:
            parts = await asyncio.get_running_loop().run_in_executor(self._pool, self._victims)
            part = min(parts, key=lambda name: (len(self.back.get(name, [])), name))
            await asyncio.sleep(self._chance.uniform(0.1, 1.0))
            victim = parts[part][int(self._chance.integers(len(parts[part])))]
            with contextlib.suppress(psutil.NoSuchProcess):
                await self._kill(part, victim)
                struck += 1
            await self._calm_down()

    # --- the whole

    async def run(self, kills: int, *, only: frozenset[str] = frozenset()) -> dict[str, object]:
        """Load, deaths (of some kinds ``only``), and what was lost."""
        self._only = only
        await self._prepare()
        self._warm_parts = [name for name in WARM if name in self.kelas.parts()]
        loop = asyncio.get_running_loop()
        jobs: list[Awaitable[object]] = [
            asyncio.create_task(self._answer(n)) for n in range(len(self.phones))
        ]
        jobs += [asyncio.create_task(self._steer()), asyncio.create_task(self._look())]
        jobs += [loop.run_in_executor(self._pool, self._write, n) for n in range(len(self.laptops))]
        try:
            await self._strike(kills)
        finally:
            self._ending.set()
            await asyncio.gather(*jobs, return_exceptions=True)
        every = [took for times in self.back.values() for took in times]
        return {
            "kills": len(every),
            "acknowledged": {
                "answers": sum(self.saved),
                "hand_ins": sum(self.submitted) // 10,
                "files": sum(self.written),
            },
            "lost": self._lost(),
            "not_back": sorted(part for part, times in self.back.items() if max(times) >= self.longest),
            "gradings_ended_well": self.graded,
            "back_median_s": round(statistics.median(every), 2),
            "back_worst_s": round(max(every), 2),
            "by_part": {
                part: {
                    "kills": len(times),
                    "median_s": round(statistics.median(times), 2),
                    "worst_s": round(max(times), 2),
                }
                for part, times in sorted(self.back.items())
            },
        }

    def _lost(self) -> dict[str, int]:
        """Trainees for whom the class holds less than it acknowledged."""
        with Store(self.kelas.data / "kelas.sqlite") as store:
            ids = {person.name: person.id for person in store.people.all()}
            phones = [ids[f"Uji {number:03}"] for number in range(len(self.phones))]
            second = [store.work.answers(who, EXERCISE) for who in phones]
            kept = [max(int(str(answer.raw)) for answer in answers.values()) for answers in second]
            handed = [_handed_in(store, who) for who in phones]
        files = [_file(self.kelas, user) for user in self.laptops]
        return {
            "answers": _fewer(kept, self.saved),
            "hand_ins": _fewer(handed, self.submitted),
            "files": _fewer(files, self.written),
        }


def _processor_seconds(process: psutil.Process) -> float:
    with contextlib.suppress(psutil.Error):
        times = process.cpu_times()
        return float(times.user + times.system)
    return 0.0


def _fewer(have: list[int], want: list[int]) -> int:
    return sum(a < b for a, b in zip(have, want, strict=True))


def _handed_in(store: Store, who: str) -> int:
    """The number in a trainee's newest hand-in."""
    last = store.work.last_submission(who, EXERCISE)
    answers, _ = store.work.payload(last.id) if last else ({}, None)
    return max((int(str(raw)) for raw in (answers or {}).values()), default=0)


def _file(kelas: RunningClass, user: Laptop) -> int:
    text = (homes.folder_of(kelas.data, user.person) / "catatan.txt").read_text(encoding="utf-8")
    return int(text or 0)
